import cf from 'cloudfront';
const store = cf.kvs('6fa459ea-ee8a-3ca4-894e-db77e160355f');
const read = (key, otherwise) => store.get(key).catch(() => otherwise);
async function handler(event) {
  const [block, mode, target, missing] = await Promise.all([
    read('block', '0'), read('mode', 'open'), read('target', '/'), read('nothing', null),
  ]);
  if (missing) return { statusCode: 500 };
  if (mode === 'closed' && event.request.method !== 'POST') {
    return { statusCode: 307, statusDescription: 'Temporary Redirect', headers: { location: { value: target } } };
  }
  if (block === '1') return { statusCode: 403, statusDescription: 'Forbidden' };
  return event.request;
}
