// Makes few values of many, so that few objects are cached.
var widths = '320,480,640,768,1024,1280,1600,1920'.split(',').map(Number);

function handler(event) {
  var request = event.request;
  var headers = request.headers;
  if (headers.accept && headers.accept.value) {
    headers.accept.value = headers.accept.value.indexOf('image/webp') > -1 ? 'image/webp' : 'image/*';
  }
  if (request.querystring.width) {
    var asked = parseInt(request.querystring.width.value);
    var width = widths[0];
    for (var i = 0; i < widths.length; i++) {
      if (asked <= widths[i]) {
        width = widths[i];
        break;
      }
      if (i === widths.length - 1) width = widths[i];
    }
    headers['x-width'] = { value: width.toString() };
  }
  return request;
}
