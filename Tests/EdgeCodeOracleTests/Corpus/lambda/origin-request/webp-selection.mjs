export default { answers: 'nothing' };

export const handler = async (event) => {
  const { request } = event.Records[0].cf;
  const accept = (request.headers.accept || []).map(({ value }) => value).join(',');
  if (/\.(?:jpe?g|png)$/i.test(request.uri) && accept.includes('image/webp')) {
    return { ...request, uri: `${request.uri}.webp` };
  }
  return request;
};
