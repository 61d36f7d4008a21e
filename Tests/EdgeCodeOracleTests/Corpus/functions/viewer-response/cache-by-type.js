const RULES = [
  [/^text\/html/, 'no-cache'],
  [/^(?:application|text)\/javascript/, 'public, max-age=31536000, immutable'],
  [/^image\//, 'public, max-age=86400'],
];

const handler = function (event) {
  const response = event.response;
  if (response.statusCode >= 400) {
    return response;
  }
  const type = response.headers['content-type'];
  const rule = type && RULES.find((r) => r[0].test(type.value));
  if (rule) {
    response.headers['cache-control'] = { value: rule[1] };
  }
  return response;
};
