const REMOVED = ['server', 'x-powered-by', 'via-origin', 'x-aspnet-version'];
const KEPT_STATUS = new Set(['200', '304']);

export const handler = async ({ Records }) => {
  const { response } = Records[0].cf;
  for (const name of REMOVED) delete response.headers[name];
  if (KEPT_STATUS.has(response.status)) {
    response.headers['permissions-policy'] = [{ key: 'Permissions-Policy', value: 'camera=(), microphone=()' }];
  }
  return response;
};
