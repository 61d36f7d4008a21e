const counts = new Map();
const LIMIT = 3;

exports.handler = (event, context, callback) => {
  const { request } = event.Records[0].cf;
  const count = (counts.get(request.clientIp) || 0) + 1;
  counts.set(request.clientIp, count);
  if (count > LIMIT) {
    const error = { code: 429, text: 'Too Many Requests' };
    return callback(null, { status: error.code.toString(), statusDescription: error.text });
  }
  return callback(null, request);
};
