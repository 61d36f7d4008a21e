'use strict';

// The language of the house that comes first for the visitor; what is computed of constants stands in the answer.
const PAGES = Object.freeze({ de: '/de/', en: '/en/', fr: '/fr/' });
const WEIGHTS = 'en;q=0.5, de;q=0.9, fr;q=0.7'
  .split(/\s*,\s*/)
  .map((part) => {
    const [, language, weight] = part.match(/^(\w+);q=([\d.]+)$/);
    return { language, weight: parseFloat(weight) };
  })
  .sort((one, other) => other.weight - one.weight);

const secret = 'Basic ' + Buffer.from('editor:house').toString('base64');

const answer = (status, headers) => ({
  status: status.toFixed(0),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [{ key: name, value }]])
  ),
});

exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  const { authorization } = request.headers;
  if (request.uri.startsWith('/edit/') && authorization?.[0].value !== secret) {
    return answer(401, { 'WWW-Authenticate': `Basic realm=${JSON.stringify({ name: 'house' }, null, 1).length}` });
  }
  if (request.uri === '/') {
    const [first, ...others] = WEIGHTS;
    return answer(300 + others.length, {
      Location: PAGES[first.language], [`X-Languages-${WEIGHTS.length}`]: WEIGHTS.map((one) => one.language).join(' '),
    });
  }
  return request;
};
