function* missing(response) {
  yield 'X-Seen';
  if (response.status === '404') yield 'X-Missing';
}

function* names(response) {
  yield* missing(response);
  if (Number(response.status) >= 500) yield* ['X-Broken', 'Retry-After'];
  yield 'X-Last';
}

export const handler = async (event) => {
  const { response } = event.Records[0].cf;
  for (const name of names(response)) response.headers[name.toLowerCase()] = [{ key: name, value: '1' }];
  return response;
};
