import cf from 'cloudfront';

const redirects = cf.kvs();

async function lookup(path) {
  const known = await redirects.exists(path);
  if (!known) {
    return null;
  }
  return await redirects.get(path, { format: 'json' });
}

async function handler(event) {
  const entry = await lookup(event.request.uri);
  if (entry === null) {
    return event.request;
  }
  return {
    statusCode: entry.permanent ? 308 : 307,
    statusDescription: entry.permanent ? 'Permanent Redirect' : 'Temporary Redirect',
    headers: { location: { value: entry.to }, 'cache-control': { value: 'max-age=3600' } },
  };
}
