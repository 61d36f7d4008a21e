var MODES = { open: 0, readOnly: 1, closed: 2 };
var mode = MODES.closed;
var friends = ['192.0.2.10', '198.51.100.7'];

module.exports = {
  handler: function (event, context, callback) {
    var request = event.Records[0].cf.request;
    var response;
    switch (mode) {
      case MODES.readOnly:
        if (request.method !== 'GET') response = page(405, 'Read only');
        break;
      case MODES.closed:
        if (friends.indexOf(request.clientIp) === -1) response = page(503, 'Closed');
        break;
    }
    callback(null, response || request);
  },
};

function page(status, title) {
  return {
    status: status,
    statusDescription: title,
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'text/html; charset=utf-8' }],
      'retry-after': [{ key: 'Retry-After', value: '3600' }],
    },
    body: '<!doctype html><title>' + title + '</title><h1>' + title + '</h1>',
  };
}
