function middy(base) {
  const before = [];
  const after = [];
  const onError = [];
  const run = async (stack, request) => {
    for (const step of stack) {
      const result = await step(request);
      if (result !== undefined) { request.response = result; return result; }
    }
  };
  const instance = async (event, context) => {
    const request = { event, context, response: undefined, error: null };
    try {
      await run(before, request);
      if (request.response === undefined) {
        request.response = await base(request.event, request.context);
        await run(after, request);
      }
    } catch (error) {
      request.response = undefined;
      request.error = error;
      await run(onError, request);
      if (request.response === undefined) throw request.error;
    }
    return request.response;
  };
  instance.use = (middleware) => {
    if (middleware.before) before.push(middleware.before);
    if (middleware.after) after.unshift(middleware.after);
    if (middleware.onError) onError.push(middleware.onError);
    return instance;
  };
  return instance;
}
module.exports = { middy };
