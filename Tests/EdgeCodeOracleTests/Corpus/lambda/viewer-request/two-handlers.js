const redirect = (status, to) => ({ status, headers: { location: [{ key: 'Location', value: to }] } });

// Bound to viewer-request; the other one is bound to origin-response.
exports.onRequest = async (event) => {
  const { request } = event.Records[0].cf;
  return request.uri === '/start' ? redirect('303', '/') : request;
};

exports.onResponse = async (event) => {
  const { response } = event.Records[0].cf;
  if (response.status === '404') return redirect('302', '/404.html');
  return response;
};
