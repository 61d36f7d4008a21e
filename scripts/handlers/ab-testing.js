function handler(event) {
  var request = event.request;
  var cookie = request.cookies['experiment'];
  var variant = cookie ? cookie.value : (Math.random() < 0.5 ? 'a' : 'b');
  if (variant === 'b') {
    request.uri = '/b' + request.uri;
  }
  return request;
}
