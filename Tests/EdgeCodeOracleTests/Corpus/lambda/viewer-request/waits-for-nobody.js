'use strict';

// The promise is settled for pages that are open; for the others nobody ever answers.
exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  await new Promise((resolve) => { if (request.uri !== '/docs/guide') resolve(); });
  return request;
};
