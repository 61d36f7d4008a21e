function handler(event) {
  var response = event.response;
  if (!event.request.cookies.visitor) {
    response.cookies.visitor = {
      value: event.context.requestId.slice(0, 8),
      attributes: 'Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax'
    };
  }
  return response;
}
