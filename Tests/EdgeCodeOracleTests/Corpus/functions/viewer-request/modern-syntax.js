// Written for Node by habit: what the runtime does not take, no linter says.
const handler = ({ request }) => {
  const { headers, uri } = request;
  const host = headers.host?.value ?? 'example.com';
  const [, section = 'home', ...rest] = uri.split('/');
  for (const part of rest) {
    if (part === '..') return { statusCode: 400, statusDescription: 'Bad Request' };
  }
  headers['x-section'] = { value: `${host}/${section}` };
  return { ...request, headers };
};
