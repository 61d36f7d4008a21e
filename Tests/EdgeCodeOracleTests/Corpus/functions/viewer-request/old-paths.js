var map = {
  '/old-page': ['/new-page', 301],
  '/gone': [null, 410],
  '/moved-for-now': ['/elsewhere', 307]
};

function handler(event) {
  var hit = map[event.request.uri];
  if (!hit) return event.request;
  var answer = { statusCode: hit[1] };
  if (hit[0]) answer.headers = { location: { value: hit[0] } };
  return answer;
}
