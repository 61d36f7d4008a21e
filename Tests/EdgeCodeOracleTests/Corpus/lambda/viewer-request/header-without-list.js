const location = (value) => ({ key: 'Location', value });

module.exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  if (request.uri.startsWith('/old/')) {
    return { status: '301', statusDescription: 'Moved Permanently', headers: { location: location(request.uri.replace('/old/', '/new/')) } };
  }
  return request;
};
