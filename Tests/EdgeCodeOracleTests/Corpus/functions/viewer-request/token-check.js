import crypto from 'crypto';

const SECRET = 'not-a-real-secret';

function sign(path, expires) {
  return crypto.createHmac('sha256', SECRET).update(path + '?' + expires).digest('base64url');
}

function refuse(status, text) {
  return { statusCode: status, statusDescription: text, headers: { 'cache-control': { value: 'no-store' } } };
}

function handler(event) {
  const request = event.request;
  const q = request.querystring;
  if (!q.token || !q.expires) return refuse(401, 'Unauthorized');
  if (Number(q.expires.value) < Date.now() / 1000) return refuse(410, 'Gone');
  if (q.token.value !== sign(request.uri, q.expires.value)) return refuse(403, 'Forbidden');
  delete q.token;
  delete q.expires;
  return request;
}
