const base = {
  'strict-transport-security': [{ key: 'Strict-Transport-Security', value: 'max-age=31536000' }],
  'x-content-type-options': [{ key: 'X-Content-Type-Options', value: 'nosniff' }],
};

const answer = (status, body, extra = {}) => ({
  status: `${status}`,
  headers: { ...base, ...extra },
  body,
});

const handler = async (event) => {
  const { uri, querystring } = event.Records[0].cf.request;
  const query = new URLSearchParams(querystring);
  if (uri === '/robots.txt') return answer(200, 'User-agent: *\nDisallow: /\n', { 'content-type': [{ value: 'text/plain' }] });
  if (query.has('debug')) return answer(418, 'a teapot');
  return event.Records[0].cf.request;
};

export { handler };
