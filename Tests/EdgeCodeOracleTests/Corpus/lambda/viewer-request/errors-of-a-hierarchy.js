class EdgeError {
  constructor(message) { this.message = message; }
  get status() { return 500; }
  toResponse() {
    const headers = { 'x-error': [{ key: 'X-Error', value: `${this.status}` }] };
    return { status: String(this.status), statusDescription: this.message, headers };
  }
}
class NotFound extends EdgeError { get status() { return 404; } }
class Denied extends EdgeError {
  constructor(realm) { super('Denied'); this.realm = realm; }
  get status() { return 401; }
  toResponse() {
    const response = super.toResponse();
    response.headers['www-authenticate'] = [{ key: 'WWW-Authenticate', value: `Basic realm="${this.realm}"` }];
    return response;
  }
}
const guard = async (request) => {
  if (request.uri.startsWith('/api')) throw new Denied('api');
  if (request.uri === '/old-page') throw new NotFound('no such page');
};
exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request;
  guard(request).then(
    () => callback(null, request),
    (error) => callback(null, error instanceof EdgeError ? error.toResponse() : { status: '500' }));
};
