function handler(event) {
  var req = event.request, u = req.uri;
  /\.(?:js|css|map|png|svg|ico|txt|json|woff2)$/.test(u) || (req.uri = '/index.html');
  return req;
}
