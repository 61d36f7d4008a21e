import { createHash } from 'crypto';
const directives = (nonce) => new Map([
  ['default-src', "'self'"], ['script-src', `'nonce-${nonce}'`], ['object-src', "'none'"],
]);
const join = (map) => [...map].map(([name, value]) => `${name} ${value}`).join('; ');
export const handler = async (event) => {
  const response = event.Records[0].cf.response;
  const nonce = createHash('sha256').update(event.Records[0].cf.request.uri).digest('base64');
  response.headers['content-security-policy'] = [{ key: 'Content-Security-Policy', value: join(directives(nonce)) }];
  response.headers['x-nonce'] = [{ key: 'X-Nonce', value: nonce }];
  return response;
};
