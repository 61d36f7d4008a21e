// Pages as a framework's build lists them, each loaded when it is first asked for.
const manifest = require('./manifest.json');

const load = {
  home: () => Promise.resolve().then(() => require('./pages/home')),
  about: () => Promise.resolve().then(() => require('./pages/about')),
};

const asHeaders = (list) => list.reduce((headers, { key, value }) => {
  headers[key.toLowerCase()] = [{ key, value }];
  return headers;
}, {});

const page = async (name, request) => {
  const loaded = await load[name]();
  const { html, revalidate } = loaded.render(request);
  const own = manifest.headers.filter((rule) => rule.source === request.uri).flatMap((rule) => rule.headers);
  return {
    status: '200',
    statusDescription: 'OK',
    headers: {
      ...asHeaders([
        { key: 'Content-Type', value: 'text/html; charset=utf-8' },
        { key: 'Cache-Control', value: revalidate ? `s-maxage=${revalidate}` : 's-maxage=31536000' },
      ]),
      ...asHeaders(own),
    },
    body: Buffer.from(html).toString('base64'),
    bodyEncoding: 'base64',
  };
};

exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  if (manifest.static.some((prefix) => request.uri.startsWith(prefix))) return request;
  const redirect = manifest.redirects.find(({ source }) => source === request.uri);
  if (redirect) {
    return {
      status: redirect.statusCode.toString(),
      headers: { location: [{ key: 'Location', value: redirect.destination }] },
    };
  }
  const name = manifest.pages[request.uri];
  if (!name) return { status: '404', headers: asHeaders([{ key: 'Content-Type', value: 'text/plain' }]), body: 'No page' };
  return page(name, request);
};
