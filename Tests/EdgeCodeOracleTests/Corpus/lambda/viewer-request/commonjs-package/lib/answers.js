const headers = require('./headers');

module.exports.deny = (status, reason) => ({
  status: String(status),
  statusDescription: reason,
  headers: headers({ 'Cache-Control': 'no-store', 'Content-Type': 'text/plain' }),
  body: reason,
});

module.exports.allow = (request) => {
  Object.assign(request.headers, headers({ 'X-Checked': 'yes' }));
  return request;
};
