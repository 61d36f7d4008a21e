class HeaderList {
  constructor(pairs) { this.pairs = pairs; }
  *[Symbol.iterator]() { for (const [k, v] of this.pairs) yield { key: k, value: v }; }
  get names() { return this.pairs.map(([k]) => k.toLowerCase()); }
}
const list = new HeaderList([['X-Content-Type-Options', 'nosniff'], ['X-Frame-Options', 'DENY']]);
exports.handler = async (event) => {
  const { response } = event.Records[0].cf;
  for (const header of list) response.headers[header.key.toLowerCase()] = [header];
  response.headers['x-set'] = [{ key: 'X-Set', value: list.names.join(',') }];
  return response;
};
