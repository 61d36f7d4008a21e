type Cookies = Record<string, string>;

const LOGIN = 'https://login.example.com/authorize';

function parse(headers: any): Cookies {
  const cookies: Cookies = {};
  for (const { value } of headers.cookie ?? []) {
    for (const pair of value.split(';')) {
      const at = pair.indexOf('=');
      if (at > 0) cookies[pair.slice(0, at).trim()] = decodeURIComponent(pair.slice(at + 1).trim());
    }
  }
  return cookies;
}

abstract class Step {
  protected constructor(protected readonly request: any) {}
  abstract answer(): unknown;
}

class Callback extends Step {
  constructor(request: any) {
    super(request);
  }

  answer() {
    const code = new URLSearchParams(this.request.querystring).get('code');
    if (!code) return { status: '400', statusDescription: 'Bad Request', body: 'the code is missing' };
    return {
      status: '302',
      headers: {
        location: [{ key: 'Location', value: '/' }],
        'set-cookie': [
          { key: 'Set-Cookie', value: `session=${encodeURIComponent(code)}; Path=/; Secure; HttpOnly` },
          { key: 'Set-Cookie', value: 'state=; Path=/; Max-Age=0' },
        ],
      },
    };
  }
}

class Session extends Step {
  constructor(request: any, private readonly cookies: Cookies) {
    super(request);
  }

  answer() {
    if (this.cookies.session) return this.request;
    return { status: '302', headers: { location: [{ key: 'Location', value: `${LOGIN}?back=${this.request.uri}` }] } };
  }
}

export const handler = async (event: any) => {
  const request = event.Records[0].cf.request;
  const step: Step = request.uri === '/callback' ? new Callback(request) : new Session(request, parse(request.headers));
  return step.answer();
};
