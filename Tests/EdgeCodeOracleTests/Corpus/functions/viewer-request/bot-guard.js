const BAD = /(curl|python-requests|scrapy|wget)/i;
const rules = [
  { when: (r) => !r.headers['user-agent'], answer: { code: 400, text: 'Bad Request' } },
  { when: (r) => BAD.test(r.headers['user-agent'].value), answer: { code: 403, text: 'Forbidden' } },
  { when: (r) => r.method === 'TRACE', answer: { code: 405, text: 'Method Not Allowed' } },
  { when: (r) => r.uri.length > 2000, answer: { code: 414, text: 'URI Too Long' } },
];
function handler(event) {
  const request = event.request;
  const hit = rules.find((rule) => rule.when(request));
  if (hit) {
    return {
      statusCode: hit.answer.code,
      statusDescription: hit.answer.text,
      headers: { 'x-blocked': { value: '1' } },
      body: { encoding: 'text', data: hit.answer.text },
    };
  }
  return request;
}
