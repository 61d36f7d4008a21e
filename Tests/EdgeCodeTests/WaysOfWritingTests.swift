import Testing

@testable import EdgeCode

/// Ways of writing handlers that were once read wrongly; each stands for its kind.
@Suite struct WaysOfWritingTests {
  private func lambda(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
  }

  private func python(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.py": Array(text.utf8)], handler: "index.handler", runtime: .lambdaPython)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    Set(answers.results.values.flatMap { $0.status?.values ?? [] }).sorted()
  }

  private func headers(_ answers: EdgeCodeAnswers, _ action: HeaderChange.Action) -> [[String]] {
    answers.results.values.map { $0.headers.filter { $0.action == action }.map(\.name).sorted() }
  }

  /// What `finally` does is done before the answer goes out, however `try` is left.
  @Test(arguments: [
    "try { return r } finally { r.headers.a = v }",
    "try { if (r.uri === '/') { return r } else { throw new Error() } } catch (e) { return r } finally { r.headers.a = v }",
    "for (;;) { try { break } finally { r.headers.a = v } } return r",
    "for (const i of [1]) { try { continue } finally { r.headers.a = v } } return r",
    "try { try { return r } finally { r.headers.b = v } } finally { r.headers.a = v; delete r.headers.b }",
    "try { return {status: '500'} } finally { r.headers.a = v; return r }",
  ])
  func finallyComesBeforeTheAnswer(_ body: String) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.request, v = [{value: 'x'}]; \(body) }")
    let passedOn = answers.results.values.filter { $0.outcome == .request }
    #expect(!passedOn.isEmpty, "\(body): \(answers.results)")
    #expect(passedOn.allSatisfy { $0.sets(anyOf: ["a"]) == true && $0.sets(anyOf: ["b"]) == false }, "\(body)")
    #expect(statuses(answers) == [], "\(body)")
  }

  @Test func finallyDoesNothingToOtherFunctions() {
    let answers = lambda(
      """
      const inner = r => { return {status: '403', headers: r.h} };
      exports.handler = async e => { const o = {h: {}};
        try { const a = inner(o); if (e.Records[0].cf.request.uri === '/') return a } finally { o.h = {x: [{value: 'y'}]} }
        return {status: '404'} };
      """)
    #expect(statuses(answers) == [403, 404])
    #expect(headers(answers, .set) == [[], []])
  }

  /// `Reflect` writes and deletes as assignment and `delete` do.
  @Test func reflectWrites() {
    let answers = lambda(
      """
      exports.handler = async e => { const h = e.Records[0].cf.response.headers;
        Reflect.set(h, 'x-a', [{value: 'b'}]); Reflect.deleteProperty(h, 'server');
        return e.Records[0].cf.response };
      """)
    #expect(headers(answers, .set) == [["x-a"]] && headers(answers, .delete) == [["server"]])
    #expect(answers.results.state == .known)
  }

  /// Errors of the code's own are told from others by `instanceof`.
  @Test(arguments: ["e instanceof Denied", "e instanceof Base && e.answer", "!(e instanceof Denied) ? false : true"])
  func errorsAreToldApart(_ test: String) {
    let answers = lambda(
      """
      class Base extends Error { answer() { return {status: this.status} } }
      class Denied extends Base { constructor() { super('no'); this.status = '403' } }
      exports.handler = async e => { const r = e.Records[0].cf.request;
        try { JSON.parse(r.querystring); if (r.uri === '/') throw new Denied(); return r }
        catch (e) { if (\(test)) return e.answer(); return {status: '500'} } };
      """)
    #expect(statuses(answers).contains(403) && statuses(answers).contains(500), "\(test): \(answers.results)")
    if test.hasPrefix("e") { #expect(answers.results.state == .known, "\(answers.results.undecided)") }
  }

  /// The `this` of a method is that of the state machine which tsc makes of it.
  @Test func stateMachinesHaveTheirThis() {
    let answers = lambda(
      """
      var __awaiter = function (t, a, P, g) { return new (P || (P = Promise))(function (y, n) {
        function f(v) { try { s(g.next(v)) } catch (e) { n(e) } }
        function s(r) { r.done ? y(r.value) : new P(function (y) { y(r.value) }).then(f, n) }
        s((g = g.apply(t, a || [])).next()) }) };
      var __generator = function (t, body) { var _ = { label: 0, sent: function () { return 1 }, trys: [], ops: [] }, f, y, g;
        return g = { next: function () {} }, g; /* what follows is never run, but tells the helper: trys sent ops */
        while (_) switch (f[0]) { case 4: _.label++; return { value: f[1], done: false }; default: _.trys.pop(); } };
      var Gate = (function () { function Gate() { this.code = '403' }
        Gate.prototype.run = function (e) { return __awaiter(this, void 0, void 0, function () {
          return __generator(this, function (_a) { return [2, { status: this.code }] }) }) };
        return Gate }());
      exports.handler = function (e) { return new Gate().run(e) };
      """)
    #expect(statuses(answers) == [403])
    #expect(answers.results.state == .known, "\(answers.results.undecided)")
  }

  @Test func listsThatAreWaitedForAreKnownInWhatTscMakesOfThem() {
    let answers = lambda(
      """
      var values = function (o) { if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
        var m = o[Symbol.asyncIterator], i; return m ? m.call(o) : (o = {}, o.next = function () { return o }, o.next && o.next(),
        i = {}, i[Symbol.asyncIterator] = function () { return this }, i) };
      exports.handler = async e => { const it = values([]); if ((await it.next()).done) return {status: '403'};
        return e.Records[0].cf.request };
      """)
    #expect(answers.results.state == .known && statuses(answers) == [403])
  }

  /// What a pattern finds has names too, and a list has no other members than lists have.
  @Test(arguments: [
    "/^\\/(?<page>.+)$/.exec(r.uri).groups.page", "r.uri.match(/(?<page>.+)/).groups.page",
    "{...r.uri.match(/(?<page>.+)/).groups}.page", "(({page}) => page)(/(?<page>.+)/.exec(r.uri).groups)",
  ])
  func patternsFindNames(_ expression: String) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.request; const o = "
        + "\(expression.hasPrefix("{") ? "(" + expression.replacing(".page", with: "") + ").page" : expression); "
        + "return {status: '302', headers: {location: [{value: '/p/' + o}]}} }")
    let values = answers.results.values.flatMap(\.headers).map(\.values)
    #expect(values.allSatisfy { !$0.isComplete }, "\(expression): \(values)")
    #expect(statuses(answers) == [302])
  }

  /// No function gets a response of 1xx: it is no success that another test agrees with.
  @Test(arguments: [("!/^[23]/.test(s)", 400), ("+s < 200 || +s > 399", 400)])
  func statusesBelow200AreNone(_ test: String, _ first: Int) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.response, s = r.status; "
        + "if (\(test)) r.headers['x-a'] = [{value: 'b'}]; return r }")
    #expect(
      answers.awaitedStatuses.values.flatMap(\.statuses).min() == first || answers.awaitedStatuses.state == .undecided,
      "\(test): \(answers.awaitedStatuses)")
  }

  /// Tests that wait for statuses together, though none does alone.
  @Test(arguments: [
    ("if (s[0] !== '2' && s[0] !== '3') r.headers.a = v; return r", true),
    ("if (s[0] === '2' || s[0] === '3') return r; r.headers.a = v; return r", true),
    ("if (s[0] !== '2' && e.x && s[0] !== '3') { r.headers.a = v } return r", true),
    ("if (s[0] !== '2' && s[0] !== '3') return r; r.headers.a = v; return r", false),
    ("if (s[0] === '2' || s[0] === '3') r.headers.a = v; return r", false),
    ("if (s >= '300' && s < '400') r.headers.a = v; return r", false),
    ("if (s === '200' || s < '400') {} return r", false),
    ("if (s === '200' || s < '400') r.headers.a = v; return r", false),
    ("if (s === '200' || s < '400') return r; r.headers.a = v; return r", true),
  ])
  func testsWaitTogether(_ body: String, _ waits: Bool) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.response, s = r.status, v = [{value: 'b'}]; \(body) }")
    #expect(answers.awaitedStatuses.state == (waits ? .known : .none), "\(body): \(answers.awaitedStatuses)")
  }

  /// Entries of maps are told apart by keys that are objects.
  @Test func mapsAreAskedByObjects() {
    let answers = lambda(
      """
      const seen = new WeakMap();
      class Gate { constructor(e) { seen.set(this, e.Records[0].cf.request) }
        run() { const r = seen.get(this); return r.uri === '/' ? {status: '301'} : r } }
      exports.handler = async e => new Gate(e).run();
      """)
    #expect(statuses(answers) == [301])
    #expect(answers.results.state == .known, "\(answers.results.undecided)")
  }

  /// Thousands of ways out, each of which takes along what was written before: steps are counted, and run out.
  @Test func waysOutAreCounted() {
    let ways = (0..<6000).map { "const r\($0) = x(e, \($0)); if (r\($0)) { const a = {status: '404'}; return a }" }
    let answers = lambda("const x = require('x'); exports.handler = async e => { \(ways.joined(separator: "\n")) }")
    #expect(answers.results.state == .undecided)
  }

  /// Each pattern of a table asks its own question.
  @Test(arguments: [
    "p.match(u)", "p.search(u)", "re.match(p, u)", "p.fullmatch(u)",
  ])
  func patternsOfATableAreToldApart(_ test: String) {
    let answers = python(
      """
      import re
      T = [(re.compile(r'^/a'), '301'), (re.compile(r'^/b'), '302'), (re.compile(r'^/c'), '410')]
      def handler(event, context):
          request = event['Records'][0]['cf']['request']
          u = request['uri']
          for p, status in T:
              if \(test):
                  return {'status': status}
          return request
      """)
    #expect(statuses(answers) == [301, 302, 410])
  }

  /// A list of a given length is filled in its order, and functions that are put together are called one after the other.
  @Test(arguments: [
    "for (var n = arguments.length, fns = new Array(n), i = 0; i < n; i++) fns[i] = arguments[i];",
    "var fns = Array(2); fns[0] = arguments[0]; fns[1] = arguments[1];", "var fns = Array.from(arguments);",
  ])
  func listsOfALength(_ fill: String) {
    let answers = lambda(
      """
      function compose() { \(fill) return function (x) { return fns.reduce(function (v, f) { return f(v) }, x) } }
      var add = name => r => ({...r, headers: {...r.headers, [name]: [{value: '1'}]}});
      exports.handler = async () => compose(add('x-a'), add('x-b'))({status: '200', headers: {}});
      """)
    #expect(headers(answers, .set) == [["x-a", "x-b"]] && answers.results.state == .known, "\(fill)")
  }

  /// How often functions of a list are called that is not known is not known.
  @Test func roundsOfAListThatIsNotKnown() {
    let answers = lambda(
      """
      const add = name => r => ({...r, headers: {...r.headers, [name]: [{value: '1'}]}});
      exports.handler = async e => [add('x-a'), add('x-b')].filter(() => e.Records[0].cf.request.uri === '/')
        .reduce((v, f) => f(v), {status: '200', headers: {}});
      """)
    #expect(answers.results.state == .undecided)
  }

  /// `Reflect.apply` calls what it is handed.
  @Test func reflectCalls() {
    let answers = lambda(
      "function r(s) { return {status: s + this.x} } exports.handler = async () => Reflect.apply(r, {x: '3'}, ['40'])")
    #expect(statuses(answers) == [403])
  }

  /// Where the status of the origin says at which label a compiled function goes on, each of them is one.
  @Test func labelsByStatus() {
    let answers = lambda(
      """
      function __generator(t, b) { var trys = 1, sent = 1, ops = 1; return trys + sent + ops; }
      var __awaiter = function (t, a, P, g) { return new Promise(function (resolve, reject) { resolve(g.apply(t, a || []).next().value) }) };
      exports.handler = function (e) { return __awaiter(void 0, void 0, void 0, function () { var r; return __generator(this, function (_a) {
        switch (_a.label) { case 0: r = e.Records[0].cf.response; return [3, parseInt(r.status) === 404 ? 1 : 2];
          case 1: return [2, {status: '302'}]; case 2: return [2, r]; } }) }) };
      """)
    #expect(
      statuses(answers) == [302] && answers.results.values.contains { $0.outcome == .response }, "\(answers.results)")
  }

  /// What is not read raises none of the code's own errors.
  @Test func errorsOfTheCodesOwnInPython() {
    let answers = python(
      """
      import json
      class Denied(Exception):
          def __init__(self, status):
              self.status = status
      def check(r):
          if r['uri'] == '/':
              raise Denied('403')
          json.loads(r['querystring'])
      def handler(event, context):
          r = event['Records'][0]['cf']['request']
          try:
              check(r)
          except Denied as error:
              return {'status': error.status}
          except ValueError:
              return {'status': '400'}
          return r
      """)
    #expect(statuses(answers) == [400, 403] && answers.results.values.allSatisfy { $0.faults.isEmpty })
  }

  /// A `TypedDict`, and a class of `dict` without functions, make dictionaries.
  @Test(arguments: ["TypedDict", "dict", "Base"])
  func dictionariesByClasses(_ base: String) {
    let answers = python(
      """
      from typing import TypedDict
      class Base(TypedDict):
          pass
      class Header(\(base)):
          key: str
          value: str
      def handler(event, context):
          return {'status': '200', 'headers': {'x-a': [Header(key='X-A', value='1')]}}
      """)
    #expect(
      answers.results.values.map { $0.headers.flatMap(\.values.values) } == [["1"]], "\(base): \(answers.results)")
    #expect(answers.results.values.allSatisfy { $0.faults.isEmpty })
  }

  /// Conditions that only write to a log do not multiply the ways, and are asked anew behind that.
  @Test func conditionsThatLog() {
    let logs = (0..<40).map { "  if 'x-\($0)' in h and r['uri'] != '/':\n    print(f\"{h['x-\($0)']}\")\n" }.joined()
    let answers = python(
      "def handler(e, c):\n  r = e['Records'][0]['cf']['request']\n  h = r['headers']\n\(logs)"
        + "  if 'x-1' in h:\n    return {'status': '403'}\n  if r['uri'] == '/':\n    return {'status': '404'}\n  return r"
    )
    #expect(statuses(answers) == [403, 404] && answers.results.state == .known, "\(answers.results)")
    #expect(answers.results.values.contains { $0.outcome == .request })
  }
}
