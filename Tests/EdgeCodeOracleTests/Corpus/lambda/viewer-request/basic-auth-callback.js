'use strict';

const credentials = { user: 'preview', password: 'open-sesame' };

exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request;
  const headers = request.headers;
  const expected = 'Basic ' + Buffer.from(credentials.user + ':' + credentials.password).toString('base64');

  if (typeof headers.authorization === 'undefined' || headers.authorization[0].value !== expected) {
    callback(null, {
      status: '401',
      statusDescription: 'Unauthorized',
      body: 'Unauthorized',
      headers: {
        'www-authenticate': [{ key: 'WWW-Authenticate', value: 'Basic' }],
      },
    });
    return;
  }
  callback(null, request);
};
