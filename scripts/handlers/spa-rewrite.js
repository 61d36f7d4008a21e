function handler(event) {
    var request = event.request;

    // Whatever has no file extension is a route of the application.
    if (!request.uri.includes('.')) {
        request.uri = '/index.html';
    }

    return request;
}
