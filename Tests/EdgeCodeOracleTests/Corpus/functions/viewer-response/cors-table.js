const ORIGINS = ['https://app.example.com', 'https://admin.example.com'];
const CORS = {
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '7200',
};

function handler(event) {
  const response = event.response;
  const origin = event.request.headers.origin;
  if (origin && ORIGINS.includes(origin.value)) {
    response.headers['access-control-allow-origin'] = { value: origin.value };
    for (const name in CORS) response.headers[name] = { value: CORS[name] };
  }
  return response;
}
