// Half of the visitors see the new checkout. Who has seen one keeps it.
function handler(event) {
  var request = event.request;
  var cookies = request.cookies;
  var group = cookies.group ? cookies.group.value : undefined;

  switch (group) {
    case 'new':
      request.uri = request.uri.replace(/^\/checkout/, '/checkout-next');
      break;
    case 'old':
      break;
    default:
      request.headers['x-group'] = { value: 'none' };
  }
  return request;
}
