'use strict';

const custom = (domainName, path = '') => ({
  custom: {
    domainName,
    path,
    port: 443,
    protocol: 'https',
    sslProtocols: ['TLSv1.2'],
    readTimeout: 5,
    keepaliveTimeout: 5,
    customHeaders: {},
  },
});

exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request;
  if (request.uri.startsWith('/api')) {
    request.origin = custom('api.example.com', '/v1');
    request.headers.host = [{ key: 'host', value: 'api.example.com' }];
  }
  callback(null, request);
};
