type Origin = { domainName: string; path?: string };
const ORIGINS: { [country: string]: Origin } = {
  JP: { domainName: 'tokyo.example.com' },
  DE: { domainName: 'frankfurt.example.com', path: '/eu' },
};
export class OriginSelector {
  constructor(
    private readonly origins: typeof ORIGINS,
    private fallback: Origin = { domainName: 'global.example.com' },
  ) {}
  select(country?: string): Origin { return (country && this.origins[country]) || this.fallback; }
}
const selector = new OriginSelector(ORIGINS);
export const handler = async (event: any) => {
  const request = event.Records[0].cf.request;
  const country = request.headers['cloudfront-viewer-country']?.[0]?.value;
  const { domainName, path = '' } = selector.select(country);
  request.origin = {
    custom: {
      domainName, port: 443, protocol: 'https', path, sslProtocols: ['TLSv1.2'], readTimeout: 5, keepaliveTimeout: 5,
      customHeaders: {},
    },
  };
  request.headers['host'] = [{ key: 'Host', value: domainName }];
  return request;
};
