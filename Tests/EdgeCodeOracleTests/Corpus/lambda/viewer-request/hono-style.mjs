class App {
  #routes = [];
  #fallback = (c) => c.next();
  get(pattern, ...handlers) { this.#routes.push({ method: 'GET', pattern, handlers }); return this; }
  all(pattern, ...handlers) { this.#routes.push({ method: null, pattern, handlers }); return this; }
  notFound(handler) { this.#fallback = handler; return this; }
  async run(request) {
    const c = {
      request,
      next: () => request,
      text: (body, status = 200) => ({
        status: String(status), body, headers: { 'content-type': [{ key: 'Content-Type', value: 'text/plain' }] },
      }),
      redirect: (to, status = 302) => ({ status: `${status}`, headers: { location: [{ key: 'Location', value: to }] } }),
    };
    for (const { method, pattern, handlers } of this.#routes) {
      if (method && method !== request.method) continue;
      if (!pattern.test(request.uri)) continue;
      for (const handler of handlers) {
        const result = await handler(c);
        if (result) return result;
      }
    }
    return this.#fallback(c);
  }
}

const requireKey = async (c) => (c.request.headers['x-api-key'] ? undefined : c.text('missing key', 401));

const app = new App()
  .get(/^\/old-page/, (c) => c.redirect('/new-page', 301))
  .all(/^\/api\//, requireKey, (c) => (c.request.method === 'POST' ? c.next() : c.text('', 405)))
  .get(/^\/teapot$/, (c) => c.text('short and stout', 418));

export const handler = (event) => app.run(event.Records[0].cf.request);
