'use strict';

exports.handler = (event, context, callback) => {
  const { request } = event.Records[0].cf;
  if (request.method === 'GET' || request.method === 'HEAD') {
    callback(null, request);
  } else if (request.method === 'POST') {
    callback(null, { status: '405', headers: { allow: [{ key: 'Allow', value: 'GET, HEAD' }] } });
  }
};
