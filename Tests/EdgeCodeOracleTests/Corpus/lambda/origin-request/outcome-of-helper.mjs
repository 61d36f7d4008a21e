import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';

const ssm = new SSMClient({ region: 'us-east-1' });
const set = (request, key, value) => { request.headers[key.toLowerCase()] = [{ key, value }]; };

class Check {
  #passed = false;
  #request;

  constructor(request) { this.#request = request; }

  async run() {
    try {
      await ssm.send(new GetParameterCommand({ Name: '/check' }));
      this.#passed = true;
      set(this.#request, 'X-Check', 'passed');
    } catch { /* told below */ }
    return this;
  }

  get failed() { return !this.#passed; }
}

async function load(request) {
  try {
    const found = await ssm.send(new GetParameterCommand({ Name: '/banner' }));
    set(request, 'X-Banner', 'shown');
    return { ok: true, found };
  } catch (error) {
    return { ok: false, error };
  }
}

export const handler = async (event) => {
  const { request } = event.Records[0].cf;
  const { ok } = await load(request);
  if (!ok) set(request, 'X-Banner', 'hidden');
  const check = await new Check(request).run();
  if (check.failed) set(request, 'X-Check', 'failed');
  return request;
};
