async function* candidates(uri) {
  yield uri;
  if (uri.endsWith('/')) yield `${uri}index.html`;
  else if (!uri.includes('.')) yield `${uri}/index.html`;
}
async function* headersFor(request) {
  yield ['x-original-uri', request.uri];
  if (request.method === 'POST') yield ['x-write', '1'];
}
export const handler = async (event) => {
  const { request } = event.Records[0].cf;
  const original = { ...request };
  for await (const uri of candidates(request.uri)) {
    if (uri.endsWith('.html')) request.uri = uri;
  }
  for await (const [name, value] of headersFor(original)) request.headers[name] = [{ key: name, value }];
  return request;
};
