var sites = { JP: '/ja', KR: '/ko', DE: '/de' };

function handler(event) {
    var request = event.request;
    var headers = request.headers;

    if (request.uri !== '/') return request;

    var country = headers['cloudfront-viewer-country'];
    if (country && sites[country.value]) {
        return redirect(sites[country.value] + '/');
    }
    return request;
}

function redirect(to) {
    var response = { statusCode: 302, statusDescription: 'Found', headers: {} };
    response.headers['location'] = { value: to };
    response.headers['vary'] = { value: 'CloudFront-Viewer-Country' };
    return response;
}
