class Router {
  constructor() {
    this.routes = [];
  }

  on(pattern, answer) {
    this.routes.push({ pattern, answer });
    return this;
  }

  answer(request) {
    const found = this.routes.find((route) => route.pattern.test(request.uri));
    return found ? found.answer(request) : request;
  }
}

const router = new Router()
  .on(/^\/health$/, () => ({ statusCode: 200, statusDescription: 'OK', headers: { 'content-type': { value: 'text/plain' } }, body: 'ok' }))
  .on(/^\/private/, () => ({ statusCode: 403, statusDescription: 'Forbidden' }));

function handler(event) {
  return router.answer(event.request);
}
