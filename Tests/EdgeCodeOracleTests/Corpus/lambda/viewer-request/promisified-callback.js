const { promisify } = require('util');
const lookup = promisify((uri, done) => {
  if (uri === '/old-page') return done(null, { status: '301', to: '/new' });
  if (uri.startsWith('/api')) return done(new Error('no api'));
  return done(null, null);
});
exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  try {
    const found = await lookup(request.uri);
    if (!found) return request;
    const headers = { location: [{ key: 'Location', value: found.to }] };
    return { status: found.status, statusDescription: 'Moved', headers };
  } catch (e) {
    return { status: '404', statusDescription: e.message };
  }
};
