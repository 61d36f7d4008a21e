const MOVED = new Map([
  ['/about-us', { to: '/company/about', code: 301 }],
  ['/old-page', { to: '/new-page', code: 308 }],
  ['/docs/guide', { to: '/handbook', code: 302 }],
]);
const TEXTS = { 301: 'Moved Permanently', 302: 'Found', 308: 'Permanent Redirect' };

function handler(event) {
  const { request } = event;
  const target = MOVED.get(request.uri.toLowerCase());
  if (target === undefined) return request;
  const { to, code } = target;
  return {
    statusCode: code,
    statusDescription: TEXTS[code],
    headers: { location: { value: to }, 'cache-control': { value: 'max-age=600' } },
  };
}
