const { middy } = require('./lib/middy');
const cors = require('./lib/cors');
const { errorHandler, HttpError } = require('./lib/errors');

const base = async (event) => {
  const request = event.Records[0].cf.request;
  if (request.uri.startsWith('/api/')) throw new HttpError(404, 'no api here');
  if (request.uri === '/old-page') {
    return { status: 301, statusDescription: 'Moved', headers: { location: [{ key: 'Location', value: '/new' }] } };
  }
  return request;
};

exports.handler = middy(base).use(cors({ origin: 'https://app.example.com' })).use(errorHandler());
