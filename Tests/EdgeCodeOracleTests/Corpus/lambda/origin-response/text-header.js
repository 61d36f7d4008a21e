exports.handler = async (event) => {
  const { response } = event.Records[0].cf;
  response.headers['x-served-by'] = 'edge';
  response.headers['cache-control'] = [{ key: 'Cache-Control', value: 300 }];
  return response;
};
