import EdgeCode
import Testing

/// What code throws arrives where it is caught, with what it carries, by whichever way it goes.
@Suite("Edge code: thrown errors")
struct ThrownErrorTests {
  private func read(_ code: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode)
  }

  private func statuses(_ code: String) -> Set<Int> {
    Set(read(code).results.values.flatMap { $0.status?.values ?? [] })
  }

  private static let hierarchy = """
    class Denied extends Error { constructor(code) { super('denied'); this.code = code; } }
    const check = async (request) => { if (request.uri === '/x') throw new Denied(403); };
    const seen = (error) => ({ status: error instanceof Denied ? String(error.code) : '500' });

    """

  @Test(
    "What an asynchronous function throws is known to whoever waits for it",
    arguments: [
      "async (e) => { const r = e.Records[0].cf.request; try { await check(r); } catch (error) { return seen(error); } return r; }",
      "(e) => { const r = e.Records[0].cf.request; return check(r).then(() => r, seen); }",
      "(e) => { const r = e.Records[0].cf.request; return check(r).then(() => r).catch(seen); }",
      "(e) => { const r = e.Records[0].cf.request; return Promise.all([check(r), 1]).then(() => r).catch(seen); }",
      "(e) => { const r = e.Records[0].cf.request; return Promise.race([check(r)]).then(() => r).catch(seen); }",
      "(e) => { const r = e.Records[0].cf.request; return Promise.resolve(check(r)).then(() => r).catch(seen); }",
      "(e) => { const r = e.Records[0].cf.request; return new Promise((f, g) => check(r).then(f, g)).then(() => r, seen); }",
      """
      async (e) => {
        const r = e.Records[0].cf.request;
        const [one] = await Promise.allSettled([check(r)]);
        return one.status === 'rejected' ? seen(one.reason) : r;
      }
      """,
      """
      async (e) => {
        const r = e.Records[0].cf.request;
        const state = { error: null };
        try { await (async () => { await check(r); })(); } catch (error) { state.error = error; }
        if (state.error instanceof Denied) return { status: state.error.code };
        return r;
      }
      """,
    ])
  func rejected(handler: String) {
    let code = Self.hierarchy + "exports.handler = " + handler
    #expect(statuses(code).contains(403), "\(handler)")
    #expect(read(code).results.values.contains { $0.outcome == .request }, "\(handler)")
  }

  @Test("A function with a callback that util.promisify takes resolves and rejects by what it calls back with")
  func promisified() {
    let code = """
      const ask = require('util').promisify((uri, done) => {
        if (uri === '/a') return done(null, { status: 301 });
        done(uri === '/b' ? { status: 404 } : null);
      });
      exports.handler = async ({ Records: [{ cf: { request } }] }) => {
        try { return (await ask(request.uri)) || request; } catch (error) { return error; }
      };
      """
    #expect(statuses(code) == [301, 404])
    #expect(read(code).results.values.contains { $0.outcome == .request })
  }

  @Test(
    "What is written to one of two objects is written",
    arguments: [
      "Object.defineProperty(one, 'status', { value: '201', enumerable: true });",
      "Object.defineProperties(one, { status: { value: '201', enumerable: true } });",
      "table.set('status', '201'); one.status = table.get('status');",
    ])
  func oneOfTwo(write: String) {
    let code = """
      const a = {}, b = {};
      const m = new Map(), n = new Map();
      exports.handler = async ({ Records: [{ cf: { request } }] }) => {
        const one = request.uri === '/' ? a : b;
        const table = request.uri === '/' ? m : n;
        \(write)
        return { ...one };
      };
      """
    #expect(statuses(code) == [201], "\(write)")
  }

  @Test(
    "How many parameters a handler declares",
    arguments: [
      ("async (event, context, callback) => event", 3), ("async (event, context, now = 1) => event", 2),
      ("async (event, ...rest) => event", 1), ("(function (a, b, c) { return a; }).bind(null, 1)", 2),
      ("async ({ Records }) => Records", 1),
    ])
  func parameters(handler: String, count: Int) {
    #expect(read("exports.handler = " + handler).handler.values.map(\.parameterCount) == [count])
  }

  // MARK: What the language throws

  @Test(
    "What the language throws on some requests is caught, and what catches it answers",
    arguments: [
      "const [, id] = /^.item.([0-9]+)$/.exec(request.uri);", "const [first] = request.headers.authorization;",
      "const [scheme] = request.headers.authorization?.[0]?.value?.split(' ');",
      "for (const h of request.headers['x-forwarded-for']) console.log(h.value);",
      "const all = [...request.headers.cookie];", "console.log(...request.headers.cookie);",
      "({ '/a': () => 1 })[request.uri]();", "Object.keys(request.headers.cookie).length;",
      "Object.values(request.headers.cookie);", "'x' in request.headers.cookie;", "delete request.headers.cookie[0];",
      "request.headers.cookie[0].value = 'a';", "new Map([1]);", "BigInt(request.uri);",
      "request.uri.split('/').filter(Boolean).reduce((a, b) => a + b);", "const [a] = { b: 1 };",
      "require('./optional.json');", "(async () => 1)().then; null.x;",
    ])
  func thrownByTheLanguage(statement: String) {
    let code = """
      exports.handler = async (event) => {
        const request = event.Records[0].cf.request;
        try { \(statement) return request; } catch (e) { return { status: '404' }; }
      };
      """
    #expect(statuses(code) == [404], "\(statement)")
  }

  @Test(
    "What throws on no request is not taken to throw",
    arguments: [
      "const [first] = [request.uri];", "for (const h of [1, 2]) console.log(h);", "({ a: () => 1 }).a();",
      "Object.keys(request.headers).length;", "[].reduce((a, b) => a + b, 0);", "'x' in request.headers;",
      "try { JSON.parse(request.uri); } catch (e) { request.uri = '/'; }", "(async () => JSON.parse(request.uri))();",
    ])
  func thrownByNothing(statement: String) {
    let code = """
      exports.handler = async (event) => {
        const request = event.Records[0].cf.request;
        try { \(statement) return request; } catch (e) { return { status: '404' }; }
      };
      """
    #expect(statuses(code) == [], "\(statement)")
  }

  @Test("A value that is thrown is caught as it is, and is no error")
  func thrownTexts() {
    let code = """
      exports.handler = async (event) => {
        const request = event.Records[0].cf.request;
        try { if (request.uri === '/a') throw 'no'; throw 403; } catch (e) {
          if (typeof e === 'string') return { status: '404', headers: { 'x-why': [{ key: 'X-Why', value: e }] } };
          return { status: e };
        }
      };
      """
    #expect(statuses(code) == [403, 404])
    #expect(read(code).results.state == .known)
  }

  private func headers(_ body: String) -> [[String]] {
    let code = """
      const set = (response) => { response.headers['x-a'] = [{ key: 'X-A', value: '1' }]; };
      const check = async (r) => { if (r.uri.startsWith('/raw/')) throw new Error('raw'); };
      exports.handler = async (event) => { const { request, response } = event.Records[0].cf; \(body) return response; };
      """
    return read(code).results.values.map {
      $0.headers.filter { $0.name == "x-a" && $0.isCertain && $0.action == .set }.map(\.name)
    }
  }

  @Test(
    "What is done before anything may throw is done, also where it is caught",
    arguments: [
      ("try { set(response); JSON.parse(request.uri); } catch (e) { console.log(e); }", true),
      ("try { JSON.parse(request.uri); set(response); } catch (e) { console.log(e); }", false),
      ("try { try { JSON.parse(request.uri); } finally { set(response); } } catch (e) { console.log(e); }", true),
      (
        "set(response); try { try { throw 1; } catch (e) { throw 2; } finally { delete response.headers['x-a']; } } catch (e) {}",
        false
      ),
      ("await check(request).then(() => set(response)).catch(() => {});", false),
      ("await check(request).then(() => set(response));", true),
      ("await new Promise((f, g) => request.uri ? f() : g(1)).then(() => set(response)).catch(() => {});", false),
      ("try { await check(request).then(() => set(response)); } catch (e) {}", false),
      ("try { set(response); await check(request); } catch (e) {}", true),
      ("return fetch('a').then(() => set(response)).finally(() => 0).then(() => response, () => response);", false),
      ("await fetch('a').then(() => set(response)).catch(() => {});", false),

      ("await check(request).finally(() => set(response)).catch(() => {});", true),
      ("try { await Promise.any([]); } catch (e) { set(response); }", true),
    ])
  func whatIsDone(body: String, isSet: Bool) {
    let found = headers(body)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0 == ["x-a"] } == isSet, "\(body) \(found)")
  }

  @Test(
    "What nothing waits for may come after the answer",
    arguments: [
      "client.send(1).then(() => set(response));", "[1].forEach(async () => { await client.send(1); set(response); });",
      "(async () => { await client.send(1); set(response); })();", "check(request).then(() => set(response));",
    ])
  func notWaitedFor(body: String) {
    let waited = [
      "await client.send(1).then(() => set(response));",
      "await Promise.all([1].map(async () => { await client.send(1); set(response); }));",
      "const work = (async () => { await client.send(1); set(response); })(); await work;",
      "(async () => { await client.send(1); console.log(1); })();",
    ]
    for (code, state) in [(body, Answer<EdgeResult>.State.undecided)] + waited.map({ ($0, .known) }) {
      let answers = read(
        """
        const client = new (require('@aws-sdk/client-ssm').SSMClient)({});
        const set = (response) => { response.headers['x-a'] = [{ key: 'X-A', value: '1' }]; };
        const check = async (r) => { if (r.uri.startsWith('/raw/')) throw new Error('raw'); };
        exports.handler = async (event) => { const { request, response } = event.Records[0].cf; \(code) return response; };
        """)
      #expect(answers.results.state == state, "\(code)")
    }
  }

  // MARK: Values

  @Test(
    "What lists and texts give is what they give when they run",
    arguments: [
      ("[204, [205, [403]]].flat(Infinity)[2]", 403), ("400 + [3, 1, 2].sort((x, y) => y - x)[0]", 403),
      ("+'403 Forbidden'.split(' ', 1)[0]", 403), ("Object.keys({ 503: 1, 204: 1 })[0]", 204),
      ("[10, 9, 403].sort()[1]", 403), ("[403, 9].toSorted((a, b) => a - b)[1]", 403),
      ("'constructor' in {} ? 403 : 403", 403),
    ])
  func values(expression: String, status: Int) {
    let code = "exports.handler = async () => ({ status: \(expression) });"
    #expect(statuses(code) == [status], "\(expression)")
    #expect(read(code).results.values.allSatisfy { $0.faults.isEmpty }, "\(expression)")
  }

  @Test("A frozen object stays as it is")
  func frozen() {
    let code = """
      const BASE = Object.freeze({ 'x-a': [{ key: 'X-A', value: '1' }] });
      exports.handler = async (event) => {
        const { response } = event.Records[0].cf;
        response.headers = BASE;
        response.headers['x-b'] = [{ key: 'X-B', value: '1' }];
        return response;
      };
      """
    #expect(read(code).results.values.allSatisfy { result in !result.headers.contains { $0.name == "x-b" } })
  }

  @Test(
    "The whole request as a text that is looked at may be looked at for its body",
    arguments: [
      "/union select/i.test(JSON.stringify(request))", "JSON.stringify(event).includes('w=200')",
      "JSON.stringify(request).length > 40000",
    ])
  func lookedAt(condition: String) {
    let code = """
      exports.handler = async (event) => {
        const request = event.Records[0].cf.request;
        return \(condition) ? { status: '403' } : request;
      };
      """
    #expect(read(code).reads.state == .undecided, "\(condition)")
    #expect(read(code).parameters.state == .undecided, "\(condition)")
  }

  @Test("Lists that hold each other many times have a text of bounded length")
  func nestedLists() {
    let code = """
      exports.handler = async () => {
        let a = [1];
        for (let i = 0; i < 40; i++) a = [a, a];
        return { status: `${a}`.length > 9 ? 403 : 404 };
      };
      """
    #expect(statuses(code) == [403, 404])
  }
}
