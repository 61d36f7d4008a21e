const USERS = {
  preview: 'c3ByaW5n',
  editor: 'YXV0dW1u',
};

function unauthorized() {
  return {
    statusCode: 401,
    statusDescription: 'Unauthorized',
    headers: {
      'www-authenticate': { value: 'Basic realm="Preview", charset="UTF-8"' },
      'cache-control': { value: 'no-store' },
    },
  };
}

function handler(event) {
  const header = event.request.headers.authorization;
  if (!header) return unauthorized();

  for (const name in USERS) {
    const expected = 'Basic ' + Buffer.from(name + ':' + USERS[name]).toString('base64');
    if (header.value === expected) {
      delete event.request.headers.authorization;
      return event.request;
    }
  }
  return unauthorized();
}
