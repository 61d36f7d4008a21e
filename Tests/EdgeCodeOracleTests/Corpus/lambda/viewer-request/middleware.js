// A small engine of before and after steps, in the manner of middy.
function wrap(base) {
  const before = [];
  const after = [];
  const handler = async (event, context) => {
    const run = { event, context, response: undefined };
    for (const step of before) {
      const early = await step(run);
      if (early !== undefined) return early;
    }
    run.response = await base(event, context);
    for (const step of after) await step(run);
    return run.response;
  };
  handler.use = (middleware) => {
    if (middleware.before) before.push(middleware.before);
    if (middleware.after) after.unshift(middleware.after);
    return handler;
  };
  return handler;
}

const onlyRead = () => ({
  before: async (run) => {
    const { method } = run.event.Records[0].cf.request;
    if (!['GET', 'HEAD'].includes(method)) {
      return { status: '405', headers: { allow: [{ key: 'Allow', value: 'GET, HEAD' }] } };
    }
  },
});

const stamp = (name, value) => ({
  after: async (run) => {
    run.response.headers[name.toLowerCase()] = [{ key: name, value }];
  },
});

const base = async (event) => event.Records[0].cf.request;

exports.handler = wrap(base).use(onlyRead()).use(stamp('X-Passed', 'gate'));
