import Testing

@testable import EdgeCode

/// What is so on one way stays together behind the place where ways come together: a variable that says how something
/// went, and what was done where it went so.
@Suite struct JoinedWaysTests {
  private static let head = """
    const set = (r, name, value) => { r.headers[name] = [{value: value || '1'}] };
    const helper = async r => { try { await fetch('x'); set(r, 'x-a'); return true } catch { return false } };
    const result = async r => { try { await fetch('x'); set(r, 'x-a'); return {ok: true} } catch (e) { return {ok: false, e} } };
    const go = async p => { try { return [null, await p] } catch (e) { return [e, null] } };
    class Job {
      #ok = false; constructor(r) { this.r = r }
      async run() { try { await fetch('x'); this.#ok = true; set(this.r, 'x-a') } catch {} return this }
      get failed() { return !this.#ok }
    }

    """

  private func certain(_ body: String, isSynchronous: Bool = false) -> [[String]] {
    let (start, end) = isSynchronous ? ("(event, context, callback)", "callback(null, r)") : ("async event", "return r")
    let code =
      Self.head
      + "exports.handler = \(start) => { const r = event.Records[0].cf.response, h = r.headers; \(body); \(end) }"
    let answers = EdgeCode.read(
      package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode,
      context: EventContext(eventType: "origin-response"))
    #expect(answers.results.state == .known, "\(body): \(answers.results.undecided)")
    return answers.results.values.map { $0.headers.filter { $0.isCertain && $0.action == .set }.map(\.name).sorted() }
  }

  @Test(arguments: [
    "let ok = false; try { await fetch('x'); set(r, 'x-a'); ok = true } catch {} if (!ok) set(r, 'x-a')",
    "let ok = false; try { await fetch('x'); ok = true } catch {} if (ok) set(r, 'x-a'); if (!ok) set(r, 'x-a')",
    "let ok = false; try { await fetch('x'); set(r, 'x-a'); ok = true } finally { if (!ok) set(r, 'x-a') }",
    "let e = null; try { await fetch('x'); set(r, 'x-a') } catch (error) { e = error } if (e) set(r, 'x-a')",
    "let d; try { d = await fetch('x'); set(r, 'x-a') } catch {} if (d === undefined) set(r, 'x-a')",
    "let n = 0; try { await fetch('x'); set(r, 'x-a') } catch { n++ } if (n > 0) set(r, 'x-a')",
    "let ok = false; try { await fetch('x'); set(r, 'x-a'); ok = true } catch {} const failed = !ok; if (failed) set(r, 'x-a')",
    "const s = {ok: false}; try { await fetch('x'); set(r, 'x-a'); s.ok = true } catch {} if (!s.ok) set(r, 'x-a')",
    "let k = 'no'; if (h.b) { k = 'b'; set(r, 'x-a') } else if (h.c) { k = 'c'; set(r, 'x-a') } if (k === 'no') set(r, 'x-a')",
    "let k = 0; if (h.b) { k = 1; set(r, 'x-a') } switch (k) { case 1: break; default: set(r, 'x-a') }",
    "let n = 0, ok = false; while (!ok && n < 3) { try { await fetch('x'); set(r, 'x-a'); ok = true } catch { n++ } } if (!ok) set(r, 'x-a')",
    "let ok; for (let i = 0; i < 3 && !ok; i++) try { await fetch('x'); set(r, 'x-a'); ok = true } catch {} if (!ok) set(r, 'x-a')",
    "let ok = false; if (h.b) { ok = true; set(r, 'x-a') } if (h.c) { ok = true; set(r, 'x-a') } if (h.d) { ok = true; set(r, 'x-a') } if (!ok) set(r, 'x-a')",
    "if (!(await helper(r))) set(r, 'x-a')",
    "const ok = await helper(r); if (!ok) set(r, 'x-a')",
    "const {ok} = await result(r); if (!ok) set(r, 'x-a')",
    "const given = await result(r); if (given.ok) set(r, 'x-a'); else set(r, 'x-a')",
    "const [e] = await go(fetch('x')); if (e) set(r, 'x-a'); if (!e) set(r, 'x-a')",
    "const job = await new Job(r).run(); if (job.failed) set(r, 'x-a')",
    "const names = ['x-a']; if (h.b) names.push('x-b'); names.forEach(name => set(r, name))",
    "const all = {'x-a': '1'}; if (h.b) all['x-b'] = '2'; Object.entries(all).forEach(([k, v]) => set(r, k, v))",
    "const all = {'x-a': '1'}; if (h.b) all['x-b'] = '2'; for (const name in all) set(r, name)",
    "let k = 'a'; if (h.b) k = 'b'; switch (k) { case 'a': set(r, 'x-a'); break; case 'b': set(r, 'x-a'); break }",
    "const names = ['x-a']; if (h.b) names.push('x-b'); for (const name of names) set(r, name)",
    "const names = ['x-a']; if (h.b) names.push('x-b'); for (var i = 0; i < names.length; i++) set(r, names[i])",
  ])
  func together(_ body: String) {
    #expect(certain(body).allSatisfy { $0.contains("x-a") }, "\(body)")
  }

  /// What is not so on each way is not certain, and a variable that is set anew says nothing of what was before.
  @Test(arguments: [
    "let ok = false; try { ok = true; await fetch('x'); set(r, 'x-a') } catch {} if (!ok) set(r, 'x-a')",
    "let ok = false; try { await fetch('x'); set(r, 'x-a'); ok = true } catch {} ok = h.b ? true : false; if (!ok) set(r, 'x-a')",
    "let ok = false; try { await fetch('x'); set(r, 'x-a'); ok = true } catch {} const f = !ok; ok = !ok; if (ok !== f) set(r, 'x-a')",
    "let ok = false; if (h.b) { ok = true; set(r, 'x-a') } if (h.c) ok = !ok; if (!ok) set(r, 'x-a')",
    "let ok = false; if (h.b) { ok = true; set(r, 'x-a') } delete h['x-a']; if (!ok) set(r, 'x-a')",
    "if (await helper(r)) set(r, 'x-a')",
    "let k = 'a'; if (h.b) k = 'b'; if (h.c) k = 'c'; switch (k) { case 'a': case 'b': set(r, 'x-a') }",
    "const all = {}; if (h.b) all['x-a'] = '1'; for (const name in all) set(r, name)",
    "const ok = await helper(r), other = await helper({headers: {}}); if (!other) set(r, 'x-a')",
    "const names = []; if (h.b) names.push('x-a'); names.forEach(name => set(r, name))",
  ])
  func apart(_ body: String) {
    #expect(certain(body).contains { !$0.contains("x-a") }, "\(body)")
  }

  /// Each answer has what was done where it is answered.
  @Test func answersByWay() {
    let body = """
      let out = r, done = false; if (h.b) { out = {status: '302'}; done = true } if (!done) set(r, 'x-a'); return out
      """
    #expect(Set(certain(body)) == [[], ["x-a"]])
  }

  @Test(arguments: [
    "return fetch('x').then(() => ({status: '302'})).catch(() => { set(r, 'x-a'); return r })",
    "return fetch('x').then(() => ({status: '302'}), () => { set(r, 'x-a'); return r })",
  ])
  func answersOfPromises(_ body: String) { #expect(Set(certain(body)) == [[], ["x-a"]], "\(body)") }

  /// A handler that waits for what never comes, or does not call back on one of its ways, is no handler that answers.
  @Test(arguments: [
    "async e => { await new Promise(() => {}); return e.Records[0].cf.request }",
    "async e => { await Promise.race([]); return e.Records[0].cf.request }",
    "async e => { if (e.a) await new Promise(() => {}); return e.Records[0].cf.request }",
    "async e => { await new Promise(done => { if (e.a) done() }); return e.Records[0].cf.request }",
    "async e => { await Promise.all([1, new Promise(() => {})]); return e.Records[0].cf.request }",
    "async e => { await new Promise(async done => { try { await fetch('x'); done() } catch {} }); return e.Records[0].cf.request }",
    "e => new Promise(() => {}).then(() => e.Records[0].cf.request)",
    "e => new Promise(done => { if (e.a) done(e.Records[0].cf.request) })",
    "(e, c, done) => { if (e.a) done(null, e.Records[0].cf.request) }",
    "(e, c, done) => { if (e.a) { done(null, e.Records[0].cf.request); return } console.log(e); return }",
    "(e, c, done) => { fetch('x').then(() => done(null, e.Records[0].cf.request)).catch(console.log) }",
  ])
  func neverAnswered(_ handler: String) { #expect(state(handler) == .undecided, "\(handler)") }

  @Test(arguments: [
    "async e => { await new Promise(done => setTimeout(done, 10)); return e.Records[0].cf.request }",
    "async e => { await new Promise((done, fail) => { if (e.a) done(); else fail() }); return e.Records[0].cf.request }",
    "async e => { await Promise.race([new Promise(() => {}), fetch('x')]); return e.Records[0].cf.request }",
    """
    async e => new Promise((done, fail) => { require('https').get('x', answer => {
      answer.on('end', () => { if (answer.statusCode === 200) done(e.Records[0].cf.request) }) }).on('error', fail) })
    """,
    "async e => { let list = []; const p = new Promise(done => list.push(done)); list.forEach(f => f()); await p; return e.Records[0].cf.request }",
    "(e, c, done) => { if (e.a) { done(null, e.Records[0].cf.request); return } done(null, {status: '302'}) }",
    "(e, c, done) => { if (e.a) done(null, {status: '302'}); else require('https').get('x', () => done(null, e.Records[0].cf.request)) }",
  ])
  func answered(_ handler: String) { #expect(state(handler) == .known, "\(handler)") }

  private func state(_ handler: String) -> Answer<EdgeResult>.State {
    EdgeCode.read(
      package: ["index.js": Array("exports.handler = \(handler)".utf8)], handler: "index.handler", runtime: .lambdaNode
    ).results.state
  }

  /// What a generator need not give may be missing; the rest is there.
  @Test(arguments: [
    "function* names() { yield 'x-a'; if (h.b) yield 'x-b' } for (const name of names()) set(r, name)",
    "function* names() { if (h.b) { yield 'x-b'; return } yield 'x-c' } set(r, 'x-a'); for (const name of names()) set(r, name)",
    "async function* names() { try { await fetch('x'); yield 'x-b' } catch { yield 'x-c' } yield 'x-a' } for await (const name of names()) set(r, name)",
    "function* inner() { yield 'x-a' } function* names() { yield* inner(); if (h.b) yield* ['x-b'] } for (const name of names()) set(r, name)",
    "function* names() { yield 'x-a'; if (h.b) yield 'x-b' } [...names()].forEach(name => set(r, name))",
    "function* names() { set(r, 'x-a'); yield 1; set(r, 'x-b') } for (const name of names()) break",
    "function* names() { try { yield 1 } finally { set(r, 'x-a') } } for (const name of names()) set(r, 'x-b')",
    "function* names() { try { yield 1; yield 2 } finally { set(r, 'x-a') } } for (const name of names()) if (h.b) break",
    "function* names() { try { yield 1; yield 2 } finally { set(r, 'x-a') } } for (const name of names()) return r",
  ])
  func generators(_ body: String) {
    let names = certain(body)
    #expect(names.allSatisfy { $0.contains("x-a") && !($0.contains("x-b") && $0.contains("x-c")) }, "\(body)")
  }

  @Test func loopsThatLeaveAGenerator() {
    let body = """
      function* names() { yield 'x-a'; yield 'x-b' }
      for (const name of names()) { set(r, name); if (h.b) return r; if (h.c) break }
      """
    // Behind the second name `h.b` is known to be none.
    #expect(certain(body) == [["x-a"], ["x-a"]])
    let thrown = """
      function* names() { try { yield 1 } catch { set(r, 'x-b') } }
      try { for (const n of names()) throw n } catch { set(r, 'x-a') }
      """
    #expect(certain(thrown) == [["x-a"]])
  }

  /// A header that is deleted where it is there is gone on each way.
  @Test(arguments: [
    "if (h.server) delete h.server", "'server' in h && delete h.server",
    "if (h.server !== undefined) { delete h.server }",
    "['server', 'via'].forEach(k => { if (h.hasOwnProperty(k)) delete h[k] })",
    "var keys = ['via', 'server']; for (var i = 0; i < keys.length; i++) if (h[keys[i]]) delete h[keys[i]]",
  ])
  func deletedWhereThere(_ body: String) { #expect(deletions(body).contains("server"), "\(body)") }

  @Test(arguments: [
    "if (h.server) { if (h.b) delete h.server }", "if (h.via) delete h.server",
    "if (h.server) delete h.server; else set(r, 'server')", "if (h.server) { delete h.server; set(r, 'server') }",
  ])
  func deletedOnSomeWays(_ body: String) { #expect(!deletions(body).contains("server"), "\(body)") }

  private func deletions(_ body: String) -> [String] {
    let code =
      Self.head
      + "exports.handler = async event => { const r = event.Records[0].cf.response, h = r.headers; \(body); return r }"
    let answers = EdgeCode.read(
      package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode,
      context: EventContext(eventType: "origin-response"))
    return answers.results.values.flatMap { $0.headers.filter { $0.isCertain && $0.action == .delete }.map(\.name) }
  }
}
