'use strict';

// Adds to what came, in its place.
exports.handler = async (event) => {
  const { request, response } = event.Records[0].cf;
  const headers = response.headers;
  if (headers.vary) headers.vary.push({ key: 'Vary', value: 'Accept-Language' });
  else headers.vary = [{ key: 'Vary', value: 'Accept-Language' }];
  headers['content-type'][0].value += '; charset=utf-8';
  if (headers.server) headers.server[0].value = 'edge';
  for (const entry of headers['x-powered-by'] || []) entry.value = 'nobody';
  if (request.uri === '/old-page') headers['cache-control'] = [{ key: 'Cache-Control', value: 'no-store' }];
  return response;
};
