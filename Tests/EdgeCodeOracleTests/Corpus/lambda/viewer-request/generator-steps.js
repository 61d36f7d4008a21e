function* steps(request) {
  if (request.querystring.length > 200) yield { status: '414', statusDescription: 'URI Too Long' };
  if (request.uri.includes('//')) yield { status: '308', headers: { location: [{ key: 'Location', value: request.uri.replace(/\/+/g, '/') }] } };
  yield request;
}

exports.handler = async (event) => {
  const [first] = steps(event.Records[0].cf.request);
  return first;
};
