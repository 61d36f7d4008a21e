class Coded extends Error {
  constructor(code, cause) {
    super(`code ${code}`, { cause });
    this.code = code;
  }
}
class Missing extends Coded {
  constructor(cause) { super('ENOENT', cause); }
}
class Denied extends Coded {
  constructor() { super('EACCES'); }
}
const statusOf = { ENOENT: 404, EBUSY: 503, EACCES: 403 };
const load = async (uri) => {
  switch (uri) {
    case '/e/1': throw new Missing();
    case '/e/2': throw new Denied();
    case '/e/3': return Promise.reject(new Coded('EBUSY'));
    case '/e/4': throw Object.assign(new Error('other'), { code: 'EOTHER' });
    default: return uri;
  }
};
exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  try {
    request.uri = await load(request.uri);
    return request;
  } catch (error) {
    const status = statusOf[error.code] || 500;
    return { status: `${status}`, statusDescription: error.code, body: error.message };
  } finally {
    request.headers['x-done'] = [{ key: 'X-Done', value: '1' }];
  }
};
