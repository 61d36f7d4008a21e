async function* checks(request) {
  yield { name: 'method', ok: ['GET', 'HEAD', 'OPTIONS', 'POST'].includes(request.method), status: '405' };
  yield { name: 'length', ok: request.uri.length < 200, status: '414' };
  const origin = request.headers.origin;
  yield { name: 'origin', ok: !(origin && origin[0].value.includes('evil')), status: '403' };
}
exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  for await (const check of checks(request)) {
    if (!check.ok) {
      const headers = { 'x-failed': [{ key: 'X-Failed', value: check.name }] };
      return { status: check.status, statusDescription: check.name, headers };
    }
  }
  return request;
};
