import ECMAScript

/// `Headers`, `Request` and `Response` as Node.js has them, which are evaluated like code of the package.
///
/// WHATWG Fetch, "Headers class", "Body mixin", "Request class", "Response class".
extension Evaluator {
  /// A class of them, read when it is first asked for.
  func webClass(_ name: String) -> Value {
    if webModule < 0 {
      guard let program = try? Program(Array(Self.webClasses.utf8), goal: .module) else { return external(name) }
      webCaller = here
      webModule = Int32(modules.count)
      modules.append(Module(index: webModule, path: "", format: .module, program: program))
    }
    return exported(name, of: webModule)
  }

  /// The web's classes; they say nothing of the order in which headers are gone over.
  private static let webClasses = """
    const nameOf = name => `${name}`.toLowerCase();

    export class Headers {
      #values = {};
      #cookies = [];
      constructor(init) {
        if (init === undefined || init === null) return;
        if (typeof init[Symbol.iterator] === 'function') for (const [name, value] of init) this.append(name, value);
        else for (const name of Object.keys(init)) this.append(name, init[name]);
      }
      append(name, value) {
        name = nameOf(name);
        value = `${value}`.trim();
        if (name === 'set-cookie') this.#cookies.push(value);
        else this.#values[name] = name in this.#values ? `${this.#values[name]}, ${value}` : value;
      }
      set(name, value) {
        name = nameOf(name);
        if (name === 'set-cookie') this.#cookies = [`${value}`.trim()];
        else this.#values[name] = `${value}`.trim();
      }
      get(name) {
        name = nameOf(name);
        if (name === 'set-cookie') return this.#cookies.length > 0 ? this.#cookies.join(', ') : null;
        return name in this.#values ? this.#values[name] : null;
      }
      has(name) {
        name = nameOf(name);
        return name === 'set-cookie' ? this.#cookies.length > 0 : name in this.#values;
      }
      delete(name) {
        name = nameOf(name);
        if (name === 'set-cookie') this.#cookies = [];
        else delete this.#values[name];
      }
      getSetCookie() { return [...this.#cookies]; }
      #list() {
        const list = Object.keys(this.#values).map(name => [name, this.#values[name]]);
        for (const cookie of this.#cookies) list.push(['set-cookie', cookie]);
        return list;
      }
      forEach(call, self) { for (const [name, value] of this.#list()) call.call(self, value, name, this); }
      entries() { return this.#list()[Symbol.iterator](); }
      keys() { return this.#list().map(entry => entry[0])[Symbol.iterator](); }
      values() { return this.#list().map(entry => entry[1])[Symbol.iterator](); }
      [Symbol.iterator]() { return this.entries(); }
      get [Symbol.toStringTag]() { return 'Headers'; }
    }

    class Body {
      #text = null;
      #isUsed = false;
      constructor(body, headers) {
        if (body === undefined || body === null) return;
        if (typeof body === 'string') {
          this.#text = body;
          if (!headers.has('content-type')) headers.set('content-type', 'text/plain;charset=UTF-8');
        } else if (Buffer.isBuffer(body)) {
          this.#text = body.toString();
        } else {
          this.#text = `${new Blob([body]).text()}`;
          const type = new Blob([body]).type;
          if (type && !headers.has('content-type')) headers.set('content-type', `${type}`);
        }
      }
      get body() { return this.#text === null ? null : new Blob([this.#text]).stream(); }
      get bodyUsed() { return this.#isUsed; }
      async text() { this.#isUsed = true; return this.#text ?? ''; }
      async json() { return JSON.parse(await this.text()); }
      async arrayBuffer() { return Buffer.from(await this.text()); }
      async bytes() { return Buffer.from(await this.text()); }
      async blob() { return new Blob([await this.text()]); }
      async formData() { return new FormData(); }
    }

    export class Request extends Body {
      #url; #method; #headers; #signal;
      constructor(input, init) {
        const from = input instanceof Request ? input : undefined;
        const given = init || {};
        const method = `${given.method || (from ? from.method : 'GET')}`.toUpperCase();
        const headers = new Headers(given.headers || (from ? from.headers : undefined));
        const hasBody = given.body !== undefined && given.body !== null;
        if (hasBody && (method === 'GET' || method === 'HEAD')) throw new TypeError('Request with GET/HEAD method');
        super(hasBody ? given.body : from ? from.body : null, headers);
        this.#url = from ? from.url : `${new URL(input).href}`;
        this.#method = method;
        this.#headers = headers;
        this.#signal = given.signal || new AbortController().signal;
      }
      get url() { return this.#url; }
      get method() { return this.#method; }
      get headers() { return this.#headers; }
      get signal() { return this.#signal; }
      get mode() { return 'cors'; }
      get credentials() { return 'same-origin'; }
      get cache() { return 'default'; }
      get redirect() { return 'follow'; }
      get referrer() { return 'about:client'; }
      get referrerPolicy() { return ''; }
      get integrity() { return ''; }
      get keepalive() { return false; }
      get destination() { return ''; }
      get duplex() { return 'half'; }
      clone() { return new Request(this); }
    }

    export class Response extends Body {
      #status; #statusText; #headers;
      constructor(body, init) {
        const given = init || {};
        const status = given.status === undefined ? 200 : Number(given.status);
        if (!(status >= 200 && status <= 599)) throw new RangeError('init["status"] must be in the range of 200 to 599');
        const headers = new Headers(given.headers);
        if (body !== undefined && body !== null && [204, 205, 304].includes(status)) {
          throw new TypeError('Response with null body status cannot have body');
        }
        super(body, headers);
        this.#status = status;
        this.#statusText = given.statusText === undefined ? '' : `${given.statusText}`;
        this.#headers = headers;
      }
      static json(data, init) {
        const headers = new Headers(init ? init.headers : undefined);
        if (!headers.has('content-type')) headers.set('content-type', 'application/json');
        return new Response(JSON.stringify(data), {...init, headers});
      }
      static redirect(url, status = 302) {
        if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`Invalid status code ${status}`);
        return new Response(null, {status, headers: {location: `${new URL(url).href}`}});
      }
      get status() { return this.#status; }
      get ok() { return this.#status <= 299; }
      get statusText() { return this.#statusText; }
      get headers() { return this.#headers; }
      get type() { return 'default'; }
      get url() { return ''; }
      get redirected() { return false; }
      clone() {
        return new Response(this.body, {status: this.#status, statusText: this.#statusText, headers: this.#headers});
      }
    }
    """
}
