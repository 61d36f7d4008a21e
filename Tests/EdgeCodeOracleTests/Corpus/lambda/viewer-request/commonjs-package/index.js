'use strict';

const { deny, allow } = require('./lib/answers');
const rules = require('./rules.json');

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  for (const rule of rules) {
    if (request.uri.startsWith(rule.prefix)) return deny(rule.status, rule.reason);
  }
  return allow(request);
};
