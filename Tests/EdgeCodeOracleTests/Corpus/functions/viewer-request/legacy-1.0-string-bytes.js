// Runs on cloudfront-js-1.0.
var crypto = require('crypto');
var querystring = require('querystring');

function handler(event) {
    var request = event.request;
    var parts = request.uri.split('/');
    var id = String.bytesFrom(parts[parts.length - 1], 'base64url');
    var bucket = parseInt(crypto.createHash('md5').update(id.toString()).digest('hex').slice(0, 2), 16);
    var plain = {};
    Object.keys(request.querystring).forEach(function (name) {
        plain[name] = request.querystring[name].value;
    });
    request.headers['x-bucket'] = { value: '' + (bucket % 16) };
    request.headers['x-query'] = { value: querystring.stringify(plain) };
    return request;
}
