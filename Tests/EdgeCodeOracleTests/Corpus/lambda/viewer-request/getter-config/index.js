class Config {
  static #instance;
  static get instance() { return (Config.#instance ??= new Config(require('./settings.json'))); }
  constructor(values) { this.values = values; Object.freeze(this); }
  get closed() { return this.values.closed.map((path) => new RegExp(path)); }
  isClosed(uri) { return this.closed.some((pattern) => pattern.test(uri)); }
  statusFor(uri) { const hit = Object.entries(this.values.status).find(([path]) => uri.startsWith(path)); return hit?.[1]; }
}
exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  const config = Config.instance;
  if (config.isClosed(request.uri)) return { status: '403', statusDescription: 'Closed' };
  const status = config.statusFor(request.uri);
  if (status) return { status: String(status), headers: { location: [{ key: 'Location', value: '/' }] } };
  return request;
};
