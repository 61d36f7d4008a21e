// Old addresses by patterns, as they come out of a content management system; names of headers in one way of writing.
var rules = [
    { from: '^/(\\d{4})/(\\d{2})/archive$', to: '/archive/$1-$2' },
    { from: '^/blog-(\\w+)$', to: '/blog/$1' },
];

function headerName(words) {
    return words.replace(/\s+(\w)/g, function (all, letter) {
        return '-' + letter.toUpperCase();
    }).toLowerCase();
}

function handler(event) {
    var request = event.request;
    for (var i = 0; i < rules.length; i++) {
        var pattern = new RegExp(rules[i].from);
        if (pattern.test(request.uri)) {
            var headers = { location: { value: request.uri.replace(pattern, rules[i].to) } };
            headers[headerName('x Redirected By')] = { value: 'rule-' + i };
            return { statusCode: parseInt('301px'), statusDescription: 'Moved Permanently', headers: headers };
        }
    }
    return request;
}
