const LAUNCH = Date.parse('2024-02-15T09:00:00.000Z');
const EMBARGO = 'Thu, 15 Feb 2024 00:00:00 GMT';

function handler(event) {
  const request = event.request;
  if (Date.now() < LAUNCH) {
    request.uri = '/soon.html';
  } else if (new Date(EMBARGO).getTime() > LAUNCH) {
    request.uri = '/embargo.html';
  }
  request.headers['x-launched'] = { value: String(new Date(LAUNCH).getUTCFullYear()) };
  return request;
}
