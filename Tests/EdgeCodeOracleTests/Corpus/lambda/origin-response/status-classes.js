const handlers = {
  2: (r) => { r.headers['cache-control'] = [{ key: 'Cache-Control', value: 'max-age=60' }]; },
  3: () => {},
  4: (r) => { r.status = '404'; r.statusDescription = 'Not Found'; r.headers['x-was'] = [{ key: 'X-Was', value: '4xx' }]; },
  5: (r) => { r.status = '503'; r.headers['retry-after'] = [{ key: 'Retry-After', value: '10' }]; },
};
exports.handler = (event, context, callback) => {
  const response = event.Records[0].cf.response;
  const handle = handlers[String(response.status).charAt(0)];
  if (handle) handle(response);
  callback(null, response);
};
