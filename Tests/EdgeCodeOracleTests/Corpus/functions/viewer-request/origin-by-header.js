import cf from 'cloudfront';

const BLUE = { domainName: 'blue.example.com', originPath: '/app', timeouts: { readTimeout: 10 } };
const GREEN = { domainName: 'green.example.com' };

function handler(event) {
  const request = event.request;
  const release = request.headers['x-release'];
  if (release && release.value === 'green') {
    cf.updateRequestOrigin(GREEN);
  } else if (request.uri.startsWith('/app')) {
    cf.updateRequestOrigin(BLUE);
  }
  return request;
}
