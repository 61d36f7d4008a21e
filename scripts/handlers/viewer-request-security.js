function handler(event) {
  // Keeps what tells pages apart and drops the rest, for more hits.
  var request = event.request;
  var allowed = ['id', 'page', 'category'];
  var kept = {};
  for (var name in request.querystring) {
    if (allowed.includes(name)) {
      kept[name] = request.querystring[name];
    }
  }
  request.querystring = kept;
  return request;
}
