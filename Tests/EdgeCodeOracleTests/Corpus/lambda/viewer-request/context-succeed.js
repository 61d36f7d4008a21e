// From the time of Node.js 0.10: the context takes the answer.
exports.handler = function (event, context) {
  var request = event.Records[0].cf.request;
  if (request.uri === '/favicon.ico') {
    context.succeed({ status: '204', statusDescription: 'No Content', headers: {} });
  } else {
    context.succeed(request);
  }
};
