import Testing

@testable import EdgeCode

/// What may be one of several things: each of them is followed, and what ends one of them leaves the others.
@Suite struct SeveralValuesTests {
  private func lambda(_ text: String, file: String = "index.js") -> EdgeCodeAnswers {
    EdgeCode.read(package: [file: Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    answers.results.values.flatMap { $0.status?.values ?? [] }.sorted()
  }

  /// Members that are there or not, by the hundred: each may be set, and none is certain.
  @Test(arguments: [
    ("const o = {", "...(h['x#'] && {'k#': [{value: '#'}]}),", "};"),
    ("const o = Object.assign({}", ", h['x#'] ? {'k#': [{value: '#'}]} : {}", ");"),
    ("let o = {};", "o = {...o, ...(h['x#'] ? {'k#': [{value: '#'}]} : {})};", ""),
    ("const o = {};", "if (h['x#']) o['k#'] = [{value: '#'}];", ""),
    ("const o = {};", "h['x#'] && (o['k#'] = [{value: '#'}]);", ""),
  ])
  func membersThereOrNot(_ start: String, _ one: String, _ end: String) {
    let all = (0..<300).map { one.replacing("#", with: "\($0)") }.joined()
    let answers = lambda(
      "exports.handler = async e => { const h = e.Records[0].cf.request.headers; \(start)\(all)\(end)"
        + " return {status: '403', headers: o} };")
    #expect(answers.results.state == .known)
    let headers = answers.results.values.flatMap(\.headers)
    #expect(Set(headers.map(\.name)) == Set((0..<300).map { "k\($0)" }))
    #expect(headers.allSatisfy { !$0.isCertain })
    #expect(answers.results.values.flatMap(\.undecidedHeaders).isEmpty)
  }

  /// What each of several objects has is copied from any of them; what only some have is copied on some ways.
  @Test(arguments: [
    ("const o = p ? {region: 'a'} : {region: 'b', n: 1}; const c = {...o};", true),
    ("const o = p ? {region: 'a'} : {n: 1}; const c = {...o};", false),
    ("const c = {region: 'z', ...(p ? {region: 'a'} : {n: 1})};", true),
    ("const o = p ? {region: 'a'} : {region: 'b'}; const c = Object.assign({}, o);", true),
    ("const o = {}; if (p) o.region = 'a'; else o.region = 'b'; const c = {...o};", true),
    ("const c = {...(p && {region: 'a'})};", false),
    ("const o = p ? {region: 'a'} : {region: undefined}; const c = {...o};", false),
  ])
  func membersOfEach(_ text: String, isCertain: Bool) {
    let answers = lambda(
      """
      const {S3Client} = require('@aws-sdk/client-s3');
      exports.handler = async e => { const p = e.Records[0].cf.request.headers.a; \(text)
        new S3Client(c); return e.Records[0].cf.request };
      """)
    #expect(answers.clients.state == (isCertain ? .known : .undecided), "\(text)")
    #expect(!answers.clients.values.contains { $0.region == .none }, "\(text)")
  }

  /// A handler that is exported on some ways only may be missing.
  @Test(arguments: [
    ("if (process.env.A) exports.handler = h;", false), ("exports.handler = void 0; exports.handler = h;", true),
    ("if (process.env.A) exports.handler = h; else exports.handler = async e => h(e);", true),
    ("exports.handler = process.env.A ? h : undefined;", false),
    ("if (typeof exports === 'object') exports.handler = h;", true),
  ])
  func exportedOnSomeWays(_ export: String, isCertain: Bool) {
    let answers = lambda("const h = async e => e.Records[0].cf.request; \(export)")
    #expect(!answers.handler.found.isEmpty, "\(export)")
    #expect(answers.handler.state == (isCertain ? .known : .undecided), "\(export)")
  }

  /// In Python there are more ways through as many of them than are followed, and that is said.
  @Test func membersThereOrNotInPython() {
    let all = (0..<60).map { "**({'k\($0)': [{'value': '\($0)'}]} if 'x\($0)' in h else {})" }.joined(separator: ", ")
    let answers = python(
      """
      def handler(event, context):
        h = event['Records'][0]['cf']['request']['headers']
        return {'status': '403', 'headers': {\(all)}}
      """)
    #expect(Set(statuses(answers)) == [403])
    #expect(answers.results.state == .undecided)
  }

  /// Tables of functions, of which each may be called: none is left out, whatever their number.
  @Test(arguments: [
    ("const t = Object.fromEntries(a);", "const f = t[q.uri]; return f ? f(q) : q"),
    ("", "const f = a.find(([n]) => n === q.uri); return f ? f[1](q) : q"),
    ("const t = new Map(a);", "const f = t.get(q.uri); return f ? f(q) : q"),
    (
      "const t = a.map(([, f]) => class { run(q) { return f(q) } });",
      "return new t[Number(q.headers.a[0].value)]().run(q)"
    ),
  ])
  func tablesOfFunctions(_ table: String, _ body: String) {
    for count in [9, 30] {
      let entries = (0..<count).map { "['/\($0)', () => ({status: '\(400 + $0)'})]" }.joined(separator: ", ")
      let answers = lambda(
        "const a = [\(entries)]; \(table) exports.handler = async e => { const q = e.Records[0].cf.request; \(body) }")
      #expect(Set(statuses(answers)) == Set(400..<400 + count), "\(body)")
    }
  }

  /// More than are followed are undecided.
  @Test func tablesThatAreTooLarge() {
    let entries = (0..<90).map { "'/\($0)': () => ({status: '\(400 + $0)'})" }.joined(separator: ", ")
    let answers = lambda(
      "const t = {\(entries)}; exports.handler = async e => t[e.Records[0].cf.request.uri](e.Records[0].cf.request)")
    #expect(answers.results.state == .undecided)
  }

  /// Methods of either of many lists.
  @Test func methodsOfManyLists() {
    let lists = (0..<12).map { "'/\($0)': ['\(400 + $0)']" }.joined(separator: ", ")
    let answers = lambda(
      """
      const t = {\(lists)};
      exports.handler = async e => ({status: t[e.Records[0].cf.request.uri].map(s => s)[0]})
      """)
    #expect(statuses(answers) == Array(400..<412))
  }

  /// One of several texts that is no JSON ends that way alone.
  @Test(arguments: [
    "let t = ''; r.on('data', d => { t += d }); r.on('end', () => { try { yes(JSON.parse(t)) } catch (e) { no(e) } })",
    "let t; r.on('data', d => { t = (t || '') + d }); r.on('end', () => yes(JSON.parse(t || '')))",
  ])
  func textsOfWhichOneIsNoJSON(_ listeners: String) {
    let answers = lambda(
      """
      const get = () => new Promise((yes, no) => {
        require('https').get('https://a.example.com', r => { \(listeners) }).on('error', no) });
      exports.handler = async e => { const q = e.Records[0].cf.request; let k;
        try { k = await get() } catch (x) { return {status: '502'} }
        return k.allowed ? q : {status: '403'} }
      """)
    #expect(statuses(answers) == [403, 502])
    #expect(answers.results.values.contains { $0.outcome == .request })
  }

  /// Pairs out of which one is taken at a time: what stands together stays together.
  @Test(arguments: [
    "for await (const [n, v] of g(q)) h[n] = [{key: n, value: v}]",
    "for (const [n, v] of q.uri === '/' ? [['x-a', '1']] : [['x-b', '2']]) h[n] = [{key: n, value: v}]",
    "const [n, v] = q.uri === '/' ? ['x-a', '1'] : ['x-b', '2']; h[n] = [{key: n, value: v}]",
  ])
  func pairsOfNamesAndValues(_ body: String) {
    let answers = lambda(
      """
      async function* g(q) { yield ['x-a', '1']; if (q.method === 'POST') yield ['x-b', '2'] }
      exports.handler = async e => { const q = e.Records[0].cf.request, h = q.headers; \(body); return q }
      """)
    let headers = answers.results.values.flatMap(\.headers)
    #expect(Set(headers.map(\.name)) == ["x-a", "x-b"], "\(body)")
    #expect(answers.results.values.allSatisfy { $0.undecidedHeaders.isEmpty }, "\(body)")
  }

  /// An answer of its own that takes over the headers of the origin's response has headers that nobody knows.
  @Test(arguments: [
    "headers: r.headers", "headers: {...r.headers, a: [{value: 'b'}]}", "headers: Object.assign({}, r.headers)",
  ])
  func headersOfTheEventInAnAnswer(_ headers: String) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.response; return {status: '500', \(headers)} }")
    #expect(answers.results.values.map(\.outcome) == [.generated])
    #expect(answers.results.values.allSatisfy { !$0.undecidedHeaders.isEmpty && $0.sets(anyOf: ["x"]) == nil })
  }

  /// Functions that put another one in their place, as Babel writes them and minifiers make them shorter.
  @Test(arguments: [
    "function f() { f = make(function (n) { return n }); return f.apply(this, arguments) }",
    "function f() { return f = make(function (n) { return n }), f.apply(this, arguments) }",
    "function f() { return (f = make(function (n) { return n })).apply(this, arguments) }",
    "function f() { \"use strict\"; f = function () { return o }; var o = (n) => n; return o }; f = f();",
  ])
  func functionsThatReplaceThemselves(_ function: String) {
    let answers = lambda(
      """
      function make(inner) { return function () { return inner.apply(this, arguments) } }
      \(function)
      exports.handler = async e => { const q = e.Records[0].cf.request;
        for (const n of Object.keys(q.headers)) { if (f(n) === 'x') return {status: '401'}; if (f(n)) f(1) }
        if (q.uri === '/a') return {status: f('402')}; if (q.uri === '/b') f(2); return {status: f('403')} }
      """)
    #expect(statuses(answers) == [401, 402, 403] && answers.results.state == .known, "\(function)")
  }

  /// Functions out of a table by the origin's status: what they do is done for the statuses under which they stand.
  @Test(arguments: [
    ("String(r.status).charAt(0)", Array(400...499)), ("r.status[0]", Array(400...499)),
    ("Math.floor(r.status / 100)", Array(400...499)), ("r.status === '404' ? 4 : 2", [404]),
  ])
  func functionsByTheStatus(_ key: String, _ statuses: [Int]) {
    let answers = lambda(
      """
      const t = {2: r => { r.headers.a = [{value: 'b'}] }, 3: () => {}, 5: () => {},
        4: r => { r.headers.b = [{value: 'c'}] }};
      exports.handler = async e => { const r = e.Records[0].cf.response; const f = t[\(key)]; if (f) f(r); return r }
      """)
    let awaited = answers.awaitedStatuses
    #expect(Set(awaited.values.flatMap(\.statuses)) == Set(statuses) && awaited.state == .known, "\(key)")
  }

  /// What `finally` does is done before what is returned in front of it, also as tsc takes it down.
  @Test(arguments: ["return [2 /*return*/, q];", "return [3 /*break*/, 4];", "return [3 /*break*/, 5];"])
  func finallyBehindAReturn(_ end: String) {
    let answers = lambda(
      """
      exports.handler = function (e) { return __awaiter(void 0, void 0, void 0, function () { var q;
        return __generator(this, function (_a) { switch (_a.label) {
          case 0: q = e.Records[0].cf.request; _a.label = 1;
          case 1: _a.trys.push([1, , 3, 4]); return [4 /*yield*/, 1];
          case 2: \(end)
          case 3: q.headers.a = [{key: 'A', value: 'b'}]; return [7 /*endfinally*/];
          case 4: return [2 /*return*/, q];
          case 5: return [2 /*return*/, q];
        } }); }); };
      """)
    let requests = answers.results.values.filter { $0.outcome == .request }
    #expect(!requests.isEmpty && requests.allSatisfy { $0.headers.map(\.name) == ["a"] }, "\(end)")
    #expect(requests.allSatisfy { $0.headers.allSatisfy(\.isCertain) }, "\(end)")
  }

  /// Emitters of the code's own call their listeners when something is emitted.
  @Test(arguments: [
    ("const b = new (require('events'))();", [403]), ("const b = new (require('node:events').EventEmitter)();", [403]),
    ("class B extends require('events').EventEmitter {} const b = new B();", [403]),
  ])
  func listenersOfEmitters(_ made: String, _ wanted: [Int]) {
    for emits in ["b.emit('no', '403')", "b.emit('other') || b.emit('no', '403')", "b.emit(q.uri, '403')"] {
      let answers = lambda(
        """
        exports.handler = async e => { const q = e.Records[0].cf.request; \(made) let a = q;
          b.on('no', s => { a = {status: s} }).once('never', () => { a = {status: '500'} });
          if (q.uri !== '/') \(emits); return a }
        """)
      let known = Set(statuses(answers))
      #expect(known.isSuperset(of: wanted) && answers.results.state == .known, "\(made) \(emits)")
      #expect(known.contains(500) == emits.contains("q.uri"), "\(emits)")
    }
  }

  /// The order of the members of a large object, which cloudfront-js gives as a hash has them.
  @Test(arguments: [
    "Object.keys(t)[0]", "Object.values(t)[0].s", "Object.keys(t).map(function (k) { return k })[0]",
  ])
  func orderOfMembers(_ first: String) {
    for (size, isKnown) in [(10, true), (11, false)] {
      let table = (0..<size).map { "k\($0): {s: 'k\($0)'}" }.joined(separator: ", ")
      let answers = EdgeCode.read(
        package: [
          "f.js": Array(
            """
            var t = {\(table)};
            function handler(event) { event.request.headers.a = {value: \(first)}; return event.request }
            """.utf8)
        ], handler: "", runtime: .cloudFrontFunction)
      let values = answers.results.values.flatMap(\.headers).first?.values
      #expect((values?.values == ["k0"] && values?.isComplete == true) == isKnown, "\(first) of \(size)")
    }
  }

  private func python(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.py": Array(text.utf8)], handler: "index.handler", runtime: .lambdaPython)
  }

  /// What a base does with each class that is derived from it, and what only a metaclass would do.
  @Test(arguments: ["def __init_subclass__(cls, **named):", "@classmethod\n    def __init_subclass__(cls, status=0):"])
  func classesThatRegisterThemselves(_ method: String) {
    let answers = python(
      """
      class Rule:
          rules = []
          \(method)
              super().__init_subclass__()
              Rule.rules.append(cls())
      class Deny(Rule, status=1):
          def check(self, request):
              return {'status': f'{403:d}'} if request['uri'] == '/' else None
      def handler(event, context):
          request = event['Records'][0]['cf']['request']
          for rule in Rule.rules:
              answer = rule.check(request)
              if answer:
                  return answer
          return request
      """)
    #expect(statuses(answers) == [403] && answers.results.state == .known, "\(method)")
    let made = python(
      "class M(type):\n    pass\nclass A(metaclass=M):\n    pass\ndef handler(e, c):\n    return A.answer\n")
    #expect(made.results.state != .known)
  }
}
