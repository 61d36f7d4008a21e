import cf from 'cloudfront';

const handle = cf.kvs('6fa459ea-ee8a-3ca4-894e-db77e160355e');
const DENIED = 403;

function handler(event) {
  const request = event.request;
  return handle.get('blocked:' + event.viewer.ip)
    .then(() => ({ statusCode: DENIED, statusDescription: 'Forbidden' }))
    .catch(() => {
      request.headers['x-checked'] = { value: 'yes' };
      return request;
    });
}
