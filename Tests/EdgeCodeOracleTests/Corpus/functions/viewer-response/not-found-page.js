// Meant to send visitors of missing pages to the start page; never called for them.
var NOT_FOUND = 404;

function handler(event) {
  var response = event.response;
  if (response.statusCode === NOT_FOUND) {
    response.statusCode = 302;
    response.statusDescription = 'Found';
    response.headers['location'] = { value: '/' };
  }
  return response;
}
