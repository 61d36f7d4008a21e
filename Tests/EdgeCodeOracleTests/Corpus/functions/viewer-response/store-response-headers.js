import cf from 'cloudfront';

const store = cf.kvs('3f333df6-90a4-4fda-8dd3-9485d27cee36');

async function handler(event) {
  const response = event.response;
  const policy = await store.get('content-security-policy').catch(() => "default-src 'self'");
  response.headers['content-security-policy'] = { value: policy };
  response.headers['x-frame-options'] = { value: 'SAMEORIGIN' };
  return response;
}
