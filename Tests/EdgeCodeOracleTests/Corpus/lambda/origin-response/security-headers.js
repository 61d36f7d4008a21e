const SECURITY = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubdomains; preload',
  'Content-Security-Policy': "default-src 'self'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

exports.handler = (event, context, callback) => {
  const response = event.Records[0].cf.response;
  Object.entries(SECURITY).forEach(([key, value]) => {
    response.headers[key.toLowerCase()] = [{ key, value }];
  });
  callback(null, response);
};
