const crypto = require('crypto');

const decode = (token) => new Promise((resolve, reject) => {
  const [payload, mark] = token.split('.');
  const expected = crypto.createHash('sha256').update(payload + 'pepper').digest('hex').slice(0, 16);
  if (mark !== expected) reject(new Error('the mark does not fit'));
  else resolve(JSON.parse(Buffer.from(payload, 'base64url').toString()));
});

exports.handler = (event) => {
  const { request } = event.Records[0].cf;
  const header = request.headers['x-token'];
  return Promise.resolve(header ? header[0].value : '')
    .then(decode)
    .then((claims) => {
      request.headers['x-user'] = [{ key: 'X-User', value: String(claims.user) }];
      return request;
    })
    .catch((error) => ({
      status: '403',
      statusDescription: 'Forbidden',
      headers: { 'cache-control': [{ key: 'Cache-Control', value: 'no-store' }] },
      body: error.message,
    }));
};
