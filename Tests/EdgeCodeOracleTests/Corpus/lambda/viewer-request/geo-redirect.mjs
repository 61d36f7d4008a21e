const DOMAINS = new Map([
  ['JP', 'jp.example.com'],
  ['KR', 'kr.example.com'],
]);

const first = (headers, name) => headers[name]?.[0]?.value;

export async function handler(event) {
  const { request } = event.Records[0].cf;
  const host = DOMAINS.get(first(request.headers, 'cloudfront-viewer-country'));
  if (!host || host === first(request.headers, 'host')) return request;
  const query = request.querystring ? `?${request.querystring}` : '';
  return {
    status: '307',
    statusDescription: 'Temporary Redirect',
    headers: { location: [{ key: 'Location', value: `https://${host}${request.uri}${query}` }] },
  };
}
