const https = require('https');

function get(url) {
  return new Promise((resolve, reject) => {
    https.get(url, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
    }).on('error', reject);
  });
}

exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  if (!request.uri.endsWith('.html')) return request;
  const fragment = await get(`https://fragments.example.com${request.uri}`).catch(() => null);
  if (fragment === null) {
    return { status: '504', statusDescription: 'Gateway Timeout', headers: { 'cache-control': [{ value: 'max-age=1' }] } };
  }
  return { status: '200', headers: { 'content-type': [{ value: 'text/html' }] }, body: fragment.text };
};
