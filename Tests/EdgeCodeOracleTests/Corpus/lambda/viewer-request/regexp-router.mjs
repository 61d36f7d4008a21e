const routes = new Map([
  [
    /^\/u\/(?<id>\d+)$/,
    ({ id }) => ({ status: '200', body: `user ${id}`, headers: { 'x-user': [{ key: 'X-User', value: id }] } }),
  ],
  [/^\/u\/(?<id>\d+)\/edit$/, () => ({ status: '405' })],
  [/^\/u\//, () => ({ status: '404', body: 'no such user' })],
]);
export const handler = async ({ Records: [{ cf: { request } }] }) => {
  for (const [pattern, answer] of routes) {
    const match = pattern.exec(request.uri);
    if (match) return answer(match.groups ?? {});
  }
  return request;
};
