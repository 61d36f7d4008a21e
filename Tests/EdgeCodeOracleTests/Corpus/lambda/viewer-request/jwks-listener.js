'use strict';
const https = require('https');
const { URL } = require('url');

let cache = null;

function fetchKeys(issuer) {
  if (cache) return Promise.resolve(cache);
  return new Promise((resolve, reject) => {
    const target = new URL(issuer + '/.well-known/jwks.json');
    const req = https.get(target, (res) => {
      let raw = '';
      if (res.statusCode < 200 || res.statusCode > 299) {
        reject(new Error('status ' + res.statusCode));
        return;
      }
      res.setEncoding('utf8');
      res.on('data', (chunk) => { raw += chunk; });
      res.on('end', () => {
        try { cache = JSON.parse(raw); resolve(cache); } catch (error) { reject(error); }
      });
    });
    req.on('error', reject);
    req.end();
  });
}

const answer = (status, description, headers = {}) => ({
  status, statusDescription: description,
  headers: { 'cache-control': [{ key: 'Cache-Control', value: 'no-store' }], ...headers },
});

exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  const token = request.headers['x-token'];
  if (!token) return answer('401', 'Unauthorized', { 'www-authenticate': [{ key: 'WWW-Authenticate', value: 'Bearer' }] });
  let keys;
  try {
    keys = await fetchKeys('https://auth.example.com');
  } catch (error) {
    console.error(error);
    return answer('502', 'Bad Gateway');
  }
  if (!keys.keys.some((key) => key.kid === token[0].value)) return answer('403', 'Forbidden');
  return request;
};
