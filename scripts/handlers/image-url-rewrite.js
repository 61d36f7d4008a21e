function handler(event) {
    var request = event.request;
    var operations = {};
    Object.keys(request.querystring || {}).forEach(operation => {
        var value = request.querystring[operation]['value'];
        switch (operation.toLowerCase()) {
            case 'format':
                var format = value.toLowerCase();
                if (format === 'auto') {
                    var accept = request.headers['accept'] ? request.headers['accept'].value : '';
                    format = accept.includes('avif') ? 'avif' : accept.includes('webp') ? 'webp' : 'jpeg';
                }
                operations['format'] = format;
                break;
            case 'width':
                var width = parseInt(value);
                if (!isNaN(width) && (width > 0)) {
                    operations['width'] = width.toString();
                }
                break;
            default: break;
        }
    });
    var normalized = [];
    if (operations.format) normalized.push('format=' + operations.format);
    if (operations.width) normalized.push('width=' + operations.width);
    request.uri += normalized.length > 0 ? '/' + normalized.join(',') : '/original';
    request['querystring'] = {};
    return request;
}
