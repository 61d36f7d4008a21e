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
}
