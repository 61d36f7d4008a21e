const directives = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'https://img.example.com'],
  'object-src': ["'none'"],
  'frame-ancestors': ["'none'"],
};

const policy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources.join(' ')}`)
  .join('; ');

namespace Headers {
  export const set = (headers: any, key: string, value: string) => {
    headers[key.toLowerCase()] = [{ key, value }];
  };
}

exports.handler = async (event: any) => {
  const { response } = event.Records[0].cf;
  const type = response.headers['content-type']?.[0].value ?? '';
  if (type.startsWith('text/html')) {
    Headers.set(response.headers, 'Content-Security-Policy', policy);
    Headers.set(response.headers, 'X-Frame-Options', 'DENY');
  }
  Headers.set(response.headers, 'Strict-Transport-Security', 'max-age=15552000');
  return response;
};
