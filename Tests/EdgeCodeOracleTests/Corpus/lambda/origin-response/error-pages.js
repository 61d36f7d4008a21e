const pages = { 403: '/errors/403.html', 404: '/errors/404.html' };

exports.handler = async function (event) {
  const response = event.Records[0].cf.response;
  const page = pages[response.status];
  if (page) {
    response.status = '302';
    response.statusDescription = 'Found';
    response.headers.location = [{ key: 'Location', value: page }];
    delete response.headers['content-length'];
  } else if (Number(response.status) >= 500) {
    return { status: '503', statusDescription: 'Service Unavailable', headers: { 'retry-after': [{ key: 'Retry-After', value: '5' }] } };
  }
  return response;
};
