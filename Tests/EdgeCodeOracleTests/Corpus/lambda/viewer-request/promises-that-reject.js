const fail = (status, text) =>
  Promise.reject({ status, statusDescription: text, headers: { 'x-from': [{ key: 'X-From', value: text }] } });
const check = {
  method: (r) => (['GET', 'HEAD'].includes(r.method) ? Promise.resolve() : fail('405', 'Method')),
  path: (r) => (r.uri === '/old-page' ? fail('410', 'Gone') : Promise.resolve(r)),
};
exports.handler = (event) => {
  const request = event.Records[0].cf.request;
  return Promise.all(Object.values(check).map((c) => c(request))).then(() => request).catch((response) => response);
};
