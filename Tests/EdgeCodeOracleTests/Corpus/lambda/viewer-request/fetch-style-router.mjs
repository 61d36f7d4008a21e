// An application in the web's terms, Request in and Response out, behind an adapter to Lambda@Edge.
class Context {
  #status = 200;
  #headers = new Headers();

  constructor(request, env) {
    this.request = request;
    this.env = env;
    this.response = undefined;
  }

  status(code) {
    this.#status = code;
    return this;
  }

  header(name, value) {
    this.#headers.set(name, value);
    return this;
  }

  text(body, status = this.#status) {
    return new Response(body, { status, headers: this.#headers });
  }

  json(value, status = this.#status) {
    return Response.json(value, { status, headers: this.#headers });
  }

  redirect(to, status = 302) {
    return new Response(null, { status, headers: { location: to } });
  }
}

class Application {
  routes = [];
  missing = (context) => context.text('404 Not Found', 404);

  use(handler) {
    this.routes.push({ method: 'ALL', path: '*', handler });
    return this;
  }

  get(path, handler) {
    this.routes.push({ method: 'GET', path, handler });
    return this;
  }

  async fetch(request, env) {
    const context = new Context(request, env);
    const path = new URL(request.url).pathname;
    const chain = this.routes.filter(
      (route) => (route.method === 'ALL' || route.method === request.method) && (route.path === '*' || route.path === path));
    const dispatch = async (index) => {
      const route = chain[index];
      if (!route) {
        context.response ??= await this.missing(context);
        return;
      }
      const response = await route.handler(context, () => dispatch(index + 1));
      if (response) context.response = response;
    };
    await dispatch(0);
    return context.response;
  }
}

const app = new Application();

app.use(async (context, next) => {
  await next();
  context.response.headers.set('x-frame-options', 'DENY');
});
app.get('/docs/guide', (context) => context.header('cache-control', 'max-age=60').text('the guide'));
app.get('/tea', (context) => context.status(418).text('short and stout'));
app.get('/old-page', (context) => context.redirect('/new-page', 301));
app.get('/health', (context) => context.json({ ok: true }));

const toRequest = ({ method, uri, querystring, headers }) => {
  const given = new Headers();
  for (const [name, entries] of Object.entries(headers)) {
    for (const { value } of entries) given.append(name, value);
  }
  const query = querystring ? `?${querystring}` : '';
  return new Request(`https://${headers.host[0].value}${uri}${query}`, { method, headers: given });
};

const toResult = async (response) => {
  const headers = {};
  response.headers.forEach((value, key) => {
    headers[key] = [...(headers[key] ?? []), { key, value }];
  });
  return { status: `${response.status}`, headers, body: await response.text() };
};

export const handler = async (event) => {
  const { request } = event.Records[0].cf;
  if (request.uri.startsWith('/images/')) return request;
  return toResult(await app.fetch(toRequest(request), { event }));
};
