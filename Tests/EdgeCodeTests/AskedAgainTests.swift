import Testing

@testable import EdgeCode

/// Conditions that are asked more than once of a value that is not known: the second answer is the first one.
@Suite struct AskedAgainTests {
  private func certain(_ body: String) -> [[String]] {
    let code = """
      const set = (r, name) => { r.headers[name] = [{value: '1'}] };
      exports.handler = async event => { const { request, response: r } = event.Records[0].cf, h = r.headers;
        const list = request.querystring.split('&'), a = () => set(r, 'x-a'); \(body); return r }
      """
    let answers = EdgeCode.read(
      package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode,
      context: EventContext(eventType: "origin-response"))
    #expect(answers.results.state == .known, "\(body): \(answers.results.undecided)")
    return answers.results.values.filter(\.undecidedWay.isEmpty)
      .map { $0.headers.filter { $0.isCertain && $0.action == .set }.map(\.name).sorted() }
  }

  @Test(arguments: [
    "if (request.uri === '/a') a(); if (request.uri !== '/a') a()",
    "if (request.uri === '/a') a(); if (!(request.uri === '/a')) a()",
    "const ok = request.uri.startsWith('/a'); if (ok) a(); if (!request.uri.startsWith('/a')) a()",
    "const ok = request.uri.startsWith('/a'), f = () => ok ? '1' : '2'; if (ok) a(); if (f() === '2') a()",
    "const { uri } = request; if (/^.a/.test(uri)) a(); const f = () => /^.a/.test(request.uri); if (!f()) a()",
    "const bot = r => r.headers['user-agent'][0].value.includes('b'); if (bot(request)) a(); if (!bot(request)) a()",
    "const ok = request.uri.startsWith('/a') && request.method === 'GET'; if (ok) a(); if (!(request.uri.startsWith('/a') && request.method === 'GET')) a()",
    "const is = u => u === '/a' || u === '/b'; if (is(request.uri)) a(); if (!is(request.uri)) a()",
    "const mode = request.uri === '/a' ? 'x' : 'y'; if (mode === 'x') a(); if (request.uri !== '/a') a()",
    "for (const x of list) if (request.uri === '/a') a(); if (request.uri !== '/a') a()",
    "const { method: m } = request; if (m === 'GET' || m === 'HEAD') a(); if (m !== 'GET' && m !== 'HEAD') a()",
    "switch (request.uri) { case '/a': a(); break; case '/b': break; default: } switch (request.uri) { case '/a': break; default: a() }",
    "switch (request.method) { case 'GET': a(); break } if (request.method !== 'GET') a()",
    "if (list.length > 1) a(); if (list.length <= 1) a()",
    "const v = process.env.X; if (v) a(); if (!v) a()",
    "for (const x of list) { if (x === '') a(); if (!(x === '')) a() }",
    // A list of pieces has one at least.
    "list.forEach(() => a())", "for (let i = 0; i < list.length; i++) a()", "list.some(x => { a(); return x === 'b' })",
    "const q = []; for (const x of list) { q.push(x); a() } if (q.length === 0) a()",
    "const m = new Map(); for (const x of list) { m.set(x, 1); a() } if (!m.size) a()",
  ])
  func together(_ body: String) { #expect(certain(body).allSatisfy { $0.contains("x-a") }, "\(body)") }

  /// What was written since is another value, and what is gone over is one of several.
  @Test(arguments: [
    "if (request.uri === '/a') a(); request.uri = '/b' + request.querystring; if (request.uri !== '/a') a()",
    "let u = request.uri; if (u.startsWith('/a')) a(); u = u.slice(1); if (!u.startsWith('/a')) a()",
    "const c = [...(request.headers.cookie || [])]; for (const x of c) { if (x.value === 'a') a(); else break }",
    "const n = list.length; if (n > 3) a()", "list.filter(x => x === 'a').forEach(() => a())",
    "''.concat(request.uri).split('').forEach(() => a())",
  ])
  func apart(_ body: String) { #expect(certain(body).contains { !$0.contains("x-a") }, "\(body)") }

  /// Where it is not known what one condition says of another one, or after which rounds, no header is lacking for certain.
  @Test(arguments: [
    "if (list.length > 2) a(); if (list.length === 2) a(); if (list.length < 2) a()",
    "const n = Number(request.querystring); if (n > 5) a(); if (n <= 5) a(); if (n !== n) a()",
    "if (request.uri.startsWith('/a')) a(); if (!request.uri.startsWith('/ab')) a()",
    "const q = []; for (const x of list) if (x) { q.push(x); a() } if (!q.length) a()",
    "const m = { a: '0' }; for (const x of list) if (x === 'a') { m.a = '1'; a() } if (m.a === '0') a()",
    "const m = { a: '0' }; for (const x of list) if (x === 'a') { m[x] = '1'; a() } if (m.a === '0') a()",
    "const m = {}; for (const x of list) if (x) { m[x] = 1; a() } if (!Object.keys(m).length) a()",
  ])
  func undecided(_ body: String) { #expect(certain(body).allSatisfy { $0.contains("x-a") }, "\(body)") }
}
