const JSON_TYPE = [{ key: 'Content-Type', value: 'application/json' }];

function reply(code, message, done) {
  const response = {
    status: String(code),
    headers: { 'content-type': JSON_TYPE },
    body: JSON.stringify({ message: message }),
  };
  done(null, response);
}

exports.handler = function (event, context, done) {
  const { request } = event.Records[0].cf;
  if (request.method === 'OPTIONS') return reply(204, '', done);
  if (!/^\/api\//.test(request.uri)) return reply(404, 'no such path', done);
  if (!request.headers['x-api-key']) return reply(403, 'a key is needed', done);
  return done(null, request);
};
