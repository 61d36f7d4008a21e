var ALLOWED = ['GET', 'HEAD', 'OPTIONS'];
var METHOD_NOT_ALLOWED = 405;

function handler(event) {
  var r = event.request;
  return ALLOWED.indexOf(r.method) >= 0
    ? r
    : { statusCode: METHOD_NOT_ALLOWED, statusDescription: 'Method Not Allowed', headers: { allow: { value: ALLOWED.join(', ') } } };
}
