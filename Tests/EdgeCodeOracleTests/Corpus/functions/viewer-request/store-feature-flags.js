import cf from 'cloudfront';
import querystring from 'querystring';

var STORE = ['9b2d2f3c', '6f4e', '4a55', '8f0e', '2f1d3a5b7c9e'].join('-');
var flags = cf.kvs(STORE);

async function isOn(name) {
  try {
    return (await flags.get('flag/' + name)) === 'true';
  } catch (e) {
    return false;
  }
}

async function handler(event) {
  var request = event.request;
  if (await isOn('readonly')) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { statusCode: 503, statusDescription: 'Service Unavailable', headers: { 'retry-after': { value: '60' } } };
    }
  }
  var on = [];
  var names = ['search', 'reviews'];
  for (var i = 0; i < names.length; i++) {
    if (await isOn(names[i])) on.push(names[i]);
  }
  if (on.length > 0) request.headers['x-flags'] = { value: querystring.stringify({ on: on.join(',') }) };
  return request;
}
