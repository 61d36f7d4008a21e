import Testing

@testable import EdgeCode

/// What settles a promise, and what answers, counts once; and who waits goes on after it.
@Suite struct SettlingTests {
  private func lambda(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
  }

  private func setsHeader(_ body: String) -> [Bool?] {
    let answers = lambda(
      """
      const https = require('https');
      exports.handler = async (event) => { const r = event.Records[0].cf.response, q = event.Records[0].cf.request;
        const set = () => { r.headers['x-a'] = [{value: 'b'}] };
        \(body) };
      """)
    return answers.results.values.filter { $0.outcome != .invalid }.map { $0.sets(anyOf: ["x-a"]) }
  }

  /// What a callback does before it resolves a promise is done when somebody has waited for that.
  @Test(arguments: [
    "await new Promise(ok => setTimeout(() => { set(); ok() }, 1)); return r",
    "return new Promise(ok => setTimeout(() => { set(); ok(r) }, 1))",
    "await new Promise(ok => setImmediate(() => { set(); ok() })).then(() => 1); return r",
    "const p = new Promise(ok => setTimeout(() => { set(); ok() }, 1)); await Promise.all([p]); return r",
    "return new Promise((ok, no) => https.get('https://a', a => { set(); ok(r) }).on('error', no))",
    "await new Promise((ok, no) => { https.get('https://a', a => a.on('end', () => { set(); ok() })).on('error', no) }); return r",
    "const later = f => new Promise(ok => setTimeout(() => ok(f()), 5)); await later(set); return r",
    "await new Promise(ok => { if (q.uri === '/') { set(); return ok() } set(); ok() }); return r",
  ])
  func waitedFor(_ body: String) { #expect(setsHeader(body) == [true], "\(body)") }

  /// Not where nothing waits for it, another callback resolves it too, or something else was put there since.
  @Test(arguments: [
    "new Promise(ok => setTimeout(() => { set(); ok() }, 1)); return r",
    "await new Promise(ok => { setTimeout(set, 1); ok() }); return r",
    "await new Promise(ok => { setTimeout(set, 1); setTimeout(ok, 2) }); return r",
    "await new Promise((ok, no) => https.get('https://a', a => { set(); ok() }).on('error', ok)); return r",
    "const p = new Promise(ok => setTimeout(() => { set(); ok() }, 1)); r.headers['x-a'] = q.headers['x-a']; await p; return r",
  ])
  func notWaitedFor(_ body: String) { #expect(setsHeader(body) != [true], "\(body)") }

  private func statuses(_ text: String) -> [Int] {
    lambda(text).results.values.flatMap { $0.status?.values ?? [] }.sorted()
  }

  /// The first thing that settles a promise counts, where it comes on each way.
  @Test(arguments: [
    ("ok({status: '200'}); ok({status: '403'})", [200]),
    ("if (u) { ok({status: '200'}) } else { ok({status: '201'}) } ok({status: '403'})", [200, 201]),
    ("if (u) ok({status: '200'}); ok({status: '403'})", [200, 403]),
    ("setTimeout(() => ok({status: '200'}), 1); ok({status: '403'})", [200, 403]),
    ("no(1); ok({status: '403'})", []),
  ])
  func promises(_ body: String, _ wanted: [Int]) {
    let text = "exports.handler = async (e) => { const u = e.Records[0].cf.request.uri === '/'"
    #expect(statuses("\(text); return new Promise((ok, no) => { \(body) }) }") == wanted, "\(body)")
  }

  /// So it is with the callback, what `context` has, and what is returned beside them.
  @Test(arguments: [
    ("cb(null, {status: '200'}); cb(null, {status: '403'})", [200]),
    ("cb(null, {status: '200'}); return {status: '403'}", [200]),
    ("c.succeed({status: '200'}); cb(null, {status: '403'})", [200]),
    ("cb(new Error('no')); cb(null, {status: '403'})", []),
    ("if (u) cb(null, {status: '200'}); cb(null, {status: '403'})", [200, 403]),
    ("setTimeout(() => cb(null, {status: '200'}), 1); cb(null, {status: '403'})", [200, 403]),
    ("try { cb(null, {status: '200'}) } finally { cb(null, {status: '403'}) }", [200]),
  ])
  func callbacks(_ body: String, _ wanted: [Int]) {
    let text = "exports.handler = (e, c, cb) => { const u = e.Records[0].cf.request.uri === '/'"
    #expect(statuses("\(text); \(body) }") == wanted, "\(body)")
  }

  /// What is waited for together is done, unless one of it is rejected; then who catches that goes on without some of it.
  @Test(arguments: [
    ("await Promise.all([set('a')]);", true),
    ("await Promise.all([set('a'), fetch('y')]);", true),
    ("await Promise.all(['b', 'a'].map(name => set(name)));", true),
    ("await Promise.all([Promise.all([set('a')]), fetch('y')]);", true),
    ("return Promise.all([set('a')]).then(() => r);", true),
    ("await Promise.race([set('a'), new Promise((_, no) => setTimeout(no, 9))]);", true),
    ("await Promise.any([set('a')]);", true),
    ("try { await Promise.all([set('a')]) } catch (error) { throw error }", true),
    ("try { await Promise.all([set('a')]) } catch (error) {}", false),
    ("await Promise.all([set('b'), set('a').catch(() => 0)]);", false),
    ("return Promise.all([set('a')]).then(() => r, () => r);", false),
    ("await Promise.allSettled([set('a')]);", false),
    ("await Promise.race([set('a'), new Promise(done => setTimeout(done, 9))]);", nil),
    ("await Promise.any([fetch('y'), set('a')]);", nil),
  ])
  func waitedForTogether(_ text: String, isSet: Bool?) {
    let source = """
      exports.handler = async event => { const r = event.Records[0].cf.response;
        const set = async name => { await fetch(name); r.headers[name] = [{value: 'x'}] };
        \(text) return r };
      """
    let answers = EdgeCode.read(
      package: ["index.js": Array(source.utf8)], handler: "index.handler", runtime: .lambdaNode,
      context: EventContext(eventType: "origin-response"))
    #expect((answers.results.state == .known) == (isSet != nil), "\(text)")
    let certain = answers.results.values.map { $0.headers.contains { $0.name == "a" && $0.isCertain } }
    if let isSet { #expect(!certain.isEmpty && certain.allSatisfy { $0 } == isSet, "\(text)") }
  }

  /// Who waits for the first of no promises goes on no more.
  @Test func firstOfNone() {
    #expect(setsHeader("await Promise.race([]); set(); return r") == [])
    #expect(setsHeader("if (q.uri === '/x') await Promise.race([]); set(); return r") == [true])
    #expect(lambda("exports.handler = async () => { await Promise.race([]); return 1 }").results.state == .undecided)
  }
}
