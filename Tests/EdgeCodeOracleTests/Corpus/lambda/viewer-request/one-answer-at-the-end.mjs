const moved = new Map([['/old-page', { to: '/new', code: 301 }], ['/checkout/pay', { to: '/pay', code: 307 }]]);

export const handler = async ({ Records: [{ cf: { request } }] }) => {
  const hit = moved.get(request.uri);
  let answer = request;
  let done = false;
  if (hit) {
    answer = { status: String(hit.code), headers: { location: [{ key: 'Location', value: hit.to }] } };
    done = true;
  }
  if (!done) answer.headers['x-checked'] = [{ key: 'X-Checked', value: 'yes' }];
  return answer;
};
