import Testing

@testable import EdgeCode

/// What handlers do is read from their code, however it is written.
@Suite struct EdgeCodeTests {
  private func lambda(_ text: String, files: [String: String] = [:], handler: String = "index.handler")
    -> EdgeCodeAnswers
  {
    var package = files.mapValues { Array($0.utf8) }
    package["index.js"] = Array(text.utf8)
    return EdgeCode.read(package: package, handler: handler, runtime: .lambdaNode)
  }

  private func function(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["code.js": Array(text.utf8)], handler: "", runtime: .cloudFrontFunction)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    Set(answers.results.values.flatMap { $0.status?.values ?? [] }).sorted()
  }

  // MARK: Answers

  /// A 403 by each of the ways on which handlers answer.
  @Test(arguments: [
    "exports.handler = async e => (console.log(e.x), {status: '403'})",
    "exports.handler = (e, c, done) => { setTimeout(() => done(null, {status: '403'}), 1) }",
    "exports.handler = (e, c) => c.succeed({status: '403'})",
    "exports.handler = e => new Promise(r => require('https').get('x', s => s.on('end', () => r({status: '403'}))))",
    "exports.handler = e => Promise.resolve(1).then(() => ({status: '403'}))",
    "const f = async s => { throw s }; exports.handler = async e => { try { await f(1) } catch { return {status: '403'} } }",
    "class A { constructor(s) { this.s = s } get answer() { return {status: this.s} } } class B extends A { constructor() { "
      + "super(`40${3}`) } } exports.handler = async () => new B().answer",
    "function A() { this.status = '403' } A.prototype.answer = function () { return this }; exports.handler = async () => "
      + "Object.assign({}, new A().answer())",
    "const table = {a: {status: '403'}}; exports.handler = async e => ({...table[e.Records[0].cf.request.uri]})",
    "const run = (...all) => all.reduce((next, f) => e => f(e, next)); exports.handler = async e => run(() => ({status: "
      + "'403'}), (e, next) => next(e))(e)",
    "var o = {}; Object.defineProperty(o, 'handler', {enumerable: true, get: () => h}); module.exports = o; const h = async "
      + "() => ({status: '403'})",
    "(() => { var m = {7: (module, exports, r) => { exports.s = '40' + r(8).t }, 8: (m, e) => { e.t = 3 }}, c = {}; function "
      + "r(i) { if (c[i]) return c[i].exports; var n = c[i] = {exports: {}}; m[i](n, n.exports, r); return n.exports } "
      + "exports.handler = async () => ({status: r(7).s}) })()",
    "exports.handler = async function* () {} && (async e => { let s; switch (e.Records[0].cf.request.method) { case 'PUT': s "
      + "= 1; default: s = 403 } return {status: s} })",
  ])
  func findsAnswers(_ text: String) {
    let answers = lambda(text)
    #expect(statuses(answers) == [403], "\(text): \(answers.results)")
    #expect(answers.results.state == .known, "\(text): \(answers.results.undecided)")
  }

  /// The state machine that tsc makes of an asynchronous function for ES5, with its helpers under short names.
  @Test func followsGeneratorsOfTsc() {
    let answers = lambda(
      """
      var w = function (t, a, P, g) { return new (P || (P = Promise))(function (y, n) {
        function f(v) { try { s(g.next(v)) } catch (e) { n(e) } }
        function s(r) { r.done ? y(r.value) : new P(function (y) { y(r.value) }).then(f, n) }
        s((g = g.apply(t, a || [])).next()) }) };
      var G = function (t, body) { var _ = { label: 0, sent: function () { return 1 }, trys: [], ops: [] }, f, y, g;
        return g = { next: function () {} }, g; /* what follows is never run, but tells the helper: trys sent ops */
        while (_) switch (f[0]) { case 4: _.label++; return { value: f[1], done: false }; default: _.trys.pop(); } };
      exports.handler = function (e) { return w(void 0, void 0, void 0, function () { var r, i;
        return G(this, function (a) { switch (a.label) {
          case 0: a.trys.push([0, 4, , 5]); i = 0; a.label = 1;
          case 1: if (!(i < 2)) return [3, 3]; return [4, fetch('x' + i)];
          case 2: r = a.sent(); if (r.ok) return [2, { status: String(200 + i) }]; i++; return [3, 1];
          case 3: return [3, 5];
          case 4: a.sent(); return [2, { status: '502' }];
          case 5: return [2, e.Records[0].cf.request];
        } }) }) };
      """)
    #expect(statuses(answers) == [200, 201, 502])
    #expect(answers.results.state == .known && answers.results.values.contains { $0.outcome == .request })
  }

  @Test func requestsAndResponsesArePassedOnWithTheirChanges() throws {
    let answers = lambda(
      """
      exports.handler = async (event) => {
        const { request, response } = event.Records[0].cf;
        const headers = response.headers;
        for (const [name, value] of [['X-A', '1'], ['X-B', '2']]) headers[name.toLowerCase()] = [{ key: name, value }];
        delete headers.server;
        if (request.uri === '/') headers['x-c'] = [{ value: request.method }];
        return response;
      };
      """)
    let result = try #require(answers.results.values.first)
    #expect(answers.results.values.count == 1 && result.outcome == .response && result.status == nil)
    #expect(result.headers.map(\.name) == ["x-a", "x-b", "server", "x-c"])
    #expect(result.headers.map(\.action) == [.set, .set, .delete, .set])
    #expect(result.headers.map(\.isCertain) == [true, true, true, false])
    #expect(result.headers[0].values.only == "1" && !result.headers[3].values.isComplete)
  }

  @Test(arguments: [
    ("{status: '200', headers: {'x-a': 'b'}}", ShapeFault.header("x-a")),
    ("{status: '200', headers: {'X-A': [{key: 'X-A', value: 7}]}}", .headerValue("x-a")),
    ("{status: '200', headers: {'x-a': {value: 'b'}}}", .header("x-a")), ("{statusCode: 200}", .statusCode),
    ("{status: '200', headers: {'x-a': ['b']}}", .header("x-a")), ("{body: 'x'}", .noStatus),
    ("{status: '2000'}", .status("2000")),
  ])
  func findsWhatCloudFrontRefuses(_ answer: String, _ fault: ShapeFault) {
    let answers = lambda("exports.handler = async () => (\(answer))")
    #expect(answers.results.values.flatMap { $0.faults.map(\.value) } == [fault])
  }

  // MARK: What is not known

  /// What is not read is undecided, with its place, beside what is known.
  @Test(arguments: [
    "exports.handler = async e => e.x ? {status: '200'} : require('./gone')()",
    "exports.handler = require('middleware')(async () => ({status: '200'}))",
    "exports.handler = async e => { const r = {status: '200'}; require('./gone')(r); return r }",
    "exports.handler = async e => eval('1') || {status: '200'}",
    "exports.handler = async e => ({status: '200', ...require('./gone')})",
  ])
  func whatIsNotReadIsUndecided(_ text: String) {
    let answers = lambda(text)
    let isIncomplete = answers.results.values.contains { $0.status?.isComplete == false }
    #expect(answers.results.state == .undecided || isIncomplete, "\(text): \(answers.results)")
  }

  @Test func anErrorInAFileHasItsPlace() {
    let answers = lambda("exports.handler = require('./a').handler", files: ["a.js": "exports.handler = ;"])
    #expect(answers.results.undecided.contains { $0.reason.contains("a.js:1:19") })
    let broken = lambda("\n  let a b")
    #expect(broken.results.undecided.first?.place == CodeLocation(file: "index.js", line: 2, column: 9))
  }

  /// Code that takes for ever, or grows without bound, ends in undecided.
  @Test(arguments: [
    "function f(n) { return f(n + 1) + f(n + 2) } exports.handler = async () => ({status: f(0)})",
    "exports.handler = async () => { let a = [1]; for (;;) a = a.concat(a) }",
    "exports.handler = async e => { let s = 'x'; while (true) { s += s; if (s === e.y) return {status: '200'} } }",
    "exports.handler = async e => { " + String(repeating: "if (e.a) {", count: 400) + String(repeating: "}", count: 400)
      + " return f(e) }",
  ])
  func endsWhateverTheCodeDoes(_ text: String) {
    let answers = lambda(text)
    let isIncomplete = answers.results.values.contains { $0.status?.isComplete == false }
    #expect(answers.results.state != .known || isIncomplete || statuses(answers) == [200])
  }

  @Test func longChainsOfConstantsAndConditionsAreFollowed() {
    let constants = (1...15_000).map { "const c\($0) = c\($0 - 1);" }.joined()
    #expect(statuses(lambda("const c0 = '404';\(constants) exports.handler = async () => ({status: c15000})")) == [404])
    let branches = (0..<300).map { "if (u === '\($0)') return {status: '\(200 + $0)'}; else " }.joined()
    let answers = lambda(
      "exports.handler = async e => { const u = e.Records[0].cf.request.uri; \(branches) ; return e.Records[0].cf.request }"
    )
    #expect(statuses(answers).count == 300)
  }

  // MARK: Packages

  @Test func filesOfThePackageAreRead() {
    let files = [
      "lib/deny.mjs":
        "import all from './all.json' with {type: 'json'}; export const deny = () => ({status: all.status});",
      "lib/all.json": #"{"status": "451"}"#,
    ]
    let answers = lambda("exports.handler = async () => (await import('./lib/deny.mjs')).deny()", files: files)
    #expect(statuses(answers) == [451] && answers.results.state == .known)
    let package = CodePackage(
      files.merging(["index.js": "import('./lib/deny.mjs')", "other.js": ""]) { $1 }.mapValues { Array($0.utf8) })
    #expect(EdgeCode.reachableFiles(package, handler: "index.handler") == ["index.js", "lib/deny.mjs", "lib/all.json"])
  }

  @Test func theHandlersFileEndsAtTheFirstDot() {
    #expect(
      lambda("exports.api = {handler: async () => ({status: '200'})}", handler: "index.api.handler").handler.state
        == .known)
    #expect(lambda("exports.main = async () => {}").handler.state == .none)
    #expect(lambda("", handler: "src/index.handler").handler.state == .undecided)
    #expect(lambda("exports.handler = wrap(async () => {})").handler.state == .undecided)
  }

  // MARK: The other questions

  /// The statuses that the origin's response is compared with, by each of the ways in which people compare.
  @Test(arguments: [
    ("r.status === '404'", [404]), ("'404' == r.status", [404]), ("[403, 404].includes(+r.status)", [403, 404]),
    ("{403: 1, 404: 1}[r.status]", [403, 404]), ("/^40[34]$/.test(r.status)", [403, 404]),
    ("parseInt(r.status, 10) > 598", [599]), ("r.status.startsWith('59')", Array(590...599)),
    ("Math.floor(Number(r.status) / 100) === 5", Array(500...599)), ("new Set(['410']).has(r.status)", [410]),
    ("Object.is(r.status, '404')", [404]), ("Object.is(r.status, 404)", []), ("r.status === '200'", []),
    ("r.status < 300", []),
  ])
  func findsAwaitedStatuses(_ test: String, _ statuses: [Int]) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.response; if (\(test)) r.headers['x-a'] = [{value: 'b'}]; return r }"
    )
    #expect(answers.awaitedStatuses.values.flatMap(\.statuses) == statuses, "\(test)")
    #expect(answers.awaitedStatuses.state != .undecided)
  }

  @Test func whoOnlyPassesErrorsOnWaitsForNone() {
    for body in [
      "if (r.statusCode >= 400) return r; r.headers.a = {value: 'b'}; return r",
      "if (r.statusCode < 400) r.headers.a = {value: 'b'}; return r",
    ] {
      #expect(function("function handler(e) { var r = e.response; \(body) }").awaitedStatuses.state == .none, "\(body)")
    }
  }

  @Test func findsStoresAndDatesThatComeOutOfThem() {
    let answers = function(
      """
      import cf from 'cloudfront';
      const ids = { sale: 'a-b-c' };
      const store = cf.kvs(ids.sale);
      async function handler(event) {
        const begin = await store.get('begin');
        if (new Date() > new Date(begin) || Date.parse('2024-02-15' + ' 09:00') > 0) event.request.uri = '/sale';
        return event.request;
      }
      """)
    #expect(answers.stores.values == [.id("a-b-c")])
    #expect(answers.dates.values == [.store(.id("a-b-c"), key: "begin"), .text("2024-02-15 09:00")])
    #expect(Set(answers.features.values.map(\.name)) == ["import", "const", "cf.kvs", "async", "await"])
    #expect(
      function("import cf from 'cloudfront'; var s = cf.kvs(); function handler(e) { return e.request }").stores.values
        == [.associated])
  }

  /// A method of the code's own by the name of one that runtime 2.0 took away from String, and the one that it took away.
  @Test(arguments: [
    ("var o = {toBytes: function () { return 1 }}; function handler(event) { o.toBytes(); return event.request }", []),
    (
      "String.prototype.toUTF8 = function () { return this }; function handler(event) { ''.toUTF8(); return event.request }",
      []
    ),
    ("function handler(event) { event.request.uri.toBytes(); return event.request }", ["String.prototype.toBytes"]),
    (
      "function handler(event) { var {bytesFrom} = String; bytesFrom('', 'hex'); return event.request }",
      ["String.bytesFrom"]
    ),
  ])
  func `methods of the code's own are no features of a runtime`(text: String, features: [String]) {
    #expect(function(text).features.values.map(\.name) == features)
  }

  /// What is asked for of elsewhere is more than a log.
  @Test(arguments: [
    ("await fetch('https://a.example')", [404]), ("console.log('gone')", []), ("require('pino')().error('gone')", []),
  ])
  func statusesThatLeadElsewhere(_ call: String, _ statuses: [Int]) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.response; if (r.status === '404') \(call); return r }")
    #expect(answers.awaitedStatuses.values.flatMap(\.statuses) == statuses, "\(call)")
  }

  /// A copy of the response by JSON is the response as it was then.
  @Test func copyByJSON() {
    let answers = lambda(
      """
      exports.handler = async e => { const r = JSON.parse(JSON.stringify(e.Records[0].cf.response));
        if (r.status === '404') r.status = '200';
        r.headers['x-a'] = [{value: 'b'}];
        return r };
      """)
    #expect(answers.awaitedStatuses.values.flatMap(\.statuses) == [404])
    #expect(answers.results.values.allSatisfy { $0.outcome == .response && $0.sets(anyOf: ["x-a"]) == true })
    #expect(answers.results.state == .known)
  }

  /// What the guide calls new in runtime 2.0.
  @Test(arguments: [
    ("'a'.replaceAll('a', 'b')", ["replaceAll"]), ("1_000", ["numeric separators"]),
    ("Promise.all([])", ["Promise.all"]),
    ("Promise.resolve(1)", []), ("atob('YQ==')", ["atob"]), ("globalThis.btoa('a')", ["globalThis.btoa"]),
    ("Symbol.for('a')", ["Symbol.for"]), ("Uint8Array.of(1)", ["Uint8Array.of"]), ("new Uint8Array(1)", []),
    ("require('buffer')", ["the module buffer"]), ("require('crypto')", []), ("({atob: 1}).atob", []), ("0x1f", []),
    ("var Promise = {all: function () {}}; Promise.all()", []), ("'1_000'", []),
  ])
  func featuresOfTheNewerRuntime(_ code: String, _ features: [String]) {
    let answers = function("function handler(event) { \(code); return event.request }")
    #expect(answers.features.values.filter { $0.runtime == .js2 }.map(\.name) == features, "\(code)")
  }

  /// What a generator gives later than first is what it yields or returns there, and no answer is made of nothing.
  @Test func `generators that are asked step by step give what they yield`() {
    let answers = lambda(
      "function* g() { yield 1; return {status: '403'} } exports.handler = async () => { const i = g(); i.next(); return "
        + "i.next().value }")
    #expect(answers.results.state == .known && statuses(answers) == [403])
  }

  @Test(arguments: [
    ("request.body.data.length", [RequestPart.body]), ("new URLSearchParams(request.querystring)", [.queryString]),
    ("request.headers.cookie", [.cookies]), ("({...request, uri: '/'}).uri", []), ("JSON.stringify(event)", []),
    ("console.log(event)", []), ("request.body = {action: 'replace', data: 'a'}", [.body]),
    ("Object.assign(request, {body: {action: 'replace', data: 'a'}})", [.body]), ("delete request.body", []),
    ("'body' in request", [.body]), ("'uri' in request", []),
  ])
  func findsWhatIsReadOfTheRequest(_ expression: String, _ parts: [RequestPart]) {
    let answers = lambda(
      "exports.handler = async event => { const { request } = event.Records[0].cf; \(expression); return request }")
    #expect(answers.reads.values == parts && answers.reads.state != .undecided)
  }

  @Test(arguments: [
    ("new URLSearchParams(request.querystring).get('w')", ["w"]),
    ("new URLSearchParams(request.querystring || '').has('w')", ["w"]),
    ("require('querystring').parse(request.querystring).w", ["w"]),
    ("const { w, ...others } = require('node:querystring').parse(request.querystring)", ["w"]),
    ("const x = require('querystring').decode(request.querystring); const key = 'h'; x.w || x[key]", ["w", "h"]),
    // Of another text, or otherwise than by name, it is not known.
    ("new URLSearchParams(request.body.data).get('w')", []), ("/w=([0-9]+)/.exec(request.querystring)", []),
    ("require('querystring').parse(request.querystring).hasOwnProperty('x')", ["x"]),
  ])
  func `parameters of the query string are known where they are asked for by name`(
    _ expression: String, _ names: [String]
  ) {
    let answers = lambda(
      "exports.handler = async event => { const { request } = event.Records[0].cf; \(expression); return request }")
    #expect(answers.parameters.values == names)
  }

  @Test func findsClientsAndTheirRegions() {
    let answers = lambda(
      """
      const { S3Client } = require('@aws-sdk/client-s3'), AWS = require('aws-sdk');
      new S3Client({}); new S3Client({region: 'eu-west-1'}); new S3Client({region: process.env.AWS_REGION});
      AWS.config.update({region: 'us-east-1'}); new AWS.DynamoDB.DocumentClient();
      exports.handler = async e => e.Records[0].cf.request;
      """)
    #expect(answers.clients.values.map(\.region) == [.none, .named("eu-west-1"), .none, .named("us-east-1")])
  }

  @Test func theEventOfAPIGatewayIsToldFromThatOfCloudFront() {
    #expect(
      lambda("exports.handler = async ({queryStringParameters: q}) => ({status: q.a})").apiGatewayReads.values == [
        "queryStringParameters"
      ])
    #expect(
      lambda("exports.handler = async e => ({status: '200', body: e.Records ? e.Records[0].cf.request.uri : e.path})")
        .apiGatewayReads.state == .none)
  }
}
