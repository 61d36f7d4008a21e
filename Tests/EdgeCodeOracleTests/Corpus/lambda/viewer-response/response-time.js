exports.handler = async (event) => {
  const { response: res, request: req } = event.Records[0].cf;
  if (res.status === '404' && req.uri.startsWith('/shop')) {
    res.status = '302';
    res.headers.location = [{ key: 'Location', value: '/shop/' }];
  }
  res.headers['x-edge'] = [{ key: 'X-Edge', value: 'viewer' }];
  return res;
};
