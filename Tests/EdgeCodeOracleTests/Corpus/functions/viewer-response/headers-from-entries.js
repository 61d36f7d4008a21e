const csp = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'frame-ancestors': ["'none'"],
};
const policy = Object.entries(csp).map(([k, v]) => `${k} ${v.join(' ')}`).join('; ');
const defaults = Object.fromEntries(
  [['content-security-policy', policy], ['permissions-policy', 'camera=()']].map(([k, value]) => [k, { value }]));
function handler(event) {
  const response = event.response;
  response.headers = { ...response.headers, ...defaults };
  return response;
}
