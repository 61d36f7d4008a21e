var SUPPORTED = ['en', 'ja', 'ko'];

function pick(header) {
  if (!header) return 'en';
  var wanted = header.value.split(',').map(function (part) {
    var pieces = part.trim().split(';q=');
    return { tag: pieces[0].slice(0, 2), weight: pieces.length > 1 ? parseFloat(pieces[1]) : 1 };
  });
  wanted.sort(function (a, b) { return b.weight - a.weight; });
  for (var i = 0; i < wanted.length; i++) {
    if (SUPPORTED.indexOf(wanted[i].tag) !== -1) return wanted[i].tag;
  }
  return 'en';
}

function handler(event) {
  var request = event.request;
  var first = request.uri.split('/')[1];
  if (SUPPORTED.indexOf(first) === -1) {
    return {
      statusCode: 302,
      statusDescription: 'Found',
      headers: { location: { value: '/' + pick(request.headers['accept-language']) + request.uri } },
      cookies: { seen: { value: '1', attributes: 'Path=/; Secure; Max-Age=86400' } }
    };
  }
  return request;
}
