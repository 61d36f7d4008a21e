function handler(event) {
  var response = event.response;
  var headers = response.headers;
  headers['strict-transport-security'] = { value: 'max-age=63072000; includeSubdomains; preload' };
  headers['x-content-type-options'] = { value: 'nosniff' };
  headers['x-frame-options'] = { value: 'DENY' };
  headers['referrer-policy'] = { value: 'strict-origin-when-cross-origin' };
  if (event.request.uri.match(/\.(jpg|jpeg|png|gif|ico|css|js|woff2?)$/)) {
    headers['cache-control'] = { value: 'public, max-age=31536000, immutable' };
  }
  return response;
}
