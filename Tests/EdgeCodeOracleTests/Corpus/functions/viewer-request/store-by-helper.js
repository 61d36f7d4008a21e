import cf from 'cloudfront';

function open(id) {
  return cf.kvs(id);
}

function answerWith(status, location) {
  const response = { statusCode: status, headers: {} };
  if (location) response.headers.location = { value: location };
  return response;
}

async function handler(event) {
  const store = open('7c9e6679-7425-40de-944b-e07fc1f90ae7');
  const request = event.request;
  let target;
  try {
    target = await store.get(request.headers.host.value + request.uri);
  } catch (error) {
    return answerWith(404);
  }
  if (target === 'gone') return answerWith(410);
  return answerWith(301, target);
}
