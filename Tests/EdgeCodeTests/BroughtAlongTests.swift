import Testing

@testable import EdgeCode

/// What code takes from the language and from the runtime: classes that it extends, copies, lists of a length, functions
/// that are called by `call`, callbacks of later turns, bytes of files, and regions that are set beside a client.
@Suite struct BroughtAlongTests {
  private func lambda(_ text: String, files: [String: String] = [:]) -> EdgeCodeAnswers {
    var package = files.mapValues { Array($0.utf8) }
    package["index.js"] = Array(text.utf8)
    return EdgeCode.read(package: package, handler: "index.handler", runtime: .lambdaNode)
  }

  private func function(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "handler", runtime: .cloudFrontFunction)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    Set(answers.results.values.flatMap { $0.status?.values ?? [] }).sorted()
  }

  private func isUndecided(_ answers: EdgeCodeAnswers) -> Bool {
    answers.results.state == .undecided || answers.results.values.contains { $0.status?.isComplete == false }
  }

  // MARK: Classes that extend what the language brings

  @Test(arguments: [
    "class M extends Map {} const m = new M([['a', '403']]); const [[, s]] = m;",
    "class M extends Map { constructor() { super([['a', '403']]) } } const s = new M().get('a');",
    "class M extends Map { set(k, v) { return super.set(k, v + '03') } } const s = new M([['a', '4']]).get('a');",
    "class M extends Map { get(k) { return super.get(k) + '03' } } const s = new M([['a', '4']]).get('a');",
    "class A extends Map {} class B extends A { first() { return this.get('a') } } const s = new B([['a', '403']]).first();",
    "class S extends Set { one() { return [...this][0] } } const s = new S(['403']).one();",
    "class L extends Array { last() { return this[this.length - 1] } } const s = new L('200', '403').last();",
    "class L extends Array {} const l = new L(); l.push('403'); const [s] = l;",
    "class E extends Error { constructor(s) { super('no'); this.status = s } } const s = new E('403').status;",
  ])
  func classesThatExtendLists(_ code: String) {
    #expect(statuses(lambda("\(code) exports.handler = async () => ({status: s});")) == [403], "\(code)")
  }

  /// What is not followed of such classes leaves open what comes of it.
  @Test(arguments: [
    "class L extends Array { own() { return '403' } } const s = L.from([1]).own();",
    "class L extends Array { own() { return '403' } } const s = new L('a', 'b').map(x => x).own();",
    "class P extends Promise {} const s = new P(r => r('403')).own;",
    "class M extends Map { *[Symbol.iterator]() { yield '403' } } const [s] = new M();",
    "class R extends RegExp { own() { return this.flags } } const s = new R('a', '403').own();",
  ])
  func classesThatAreNotFollowed(_ code: String) {
    #expect(isUndecided(lambda("\(code) exports.handler = async () => ({status: s});")), "\(code)")
  }

  @Test func datesOfClassesThatExtendDate() {
    let answers = function(
      """
      class D extends Date {}
      function handler(event) { if (new D('2024-02-15') < new Date()) event.request.uri = '/x'; return event.request }
      """)
    #expect(answers.dates.values == [.text("2024-02-15")])
  }

  // MARK: Copies

  @Test(arguments: [
    ("const t = {status: '200'}, c = structuredClone(t); c.status = '403'; return t", [200]),
    ("const t = {status: '200'}, c = structuredClone(t); c.status = '403'; return c", [403]),
    ("const t = {a: [{status: '200'}]}, c = structuredClone(t); c.a[0].status = '403'; return t.a[0]", [200]),
    (
      "const t = new Map([['a', {status: '200'}]]); structuredClone(t).get('a').status = '403'; return t.get('a')",
      [200]
    ),
    ("const t = {status: '200'}; t.self = t; const c = structuredClone(t); c.self.status = '403'; return c", [403]),
  ])
  func copies(_ body: String, _ wanted: [Int]) {
    #expect(statuses(lambda("exports.handler = async () => { \(body) };")) == wanted, "\(body)")
  }

  @Test(arguments: [
    ("const c = structuredClone(r); c.headers.a = [{value: 'b'}]; return r", false),
    ("const c = structuredClone(r); c.headers.a = [{value: 'b'}]; return c", true),
    ("r.headers.a = [{value: 'b'}]; return structuredClone(r)", true),
    ("const h = structuredClone(r.headers); h.a = [{value: 'b'}]; return r", false),
    ("const h = structuredClone(r.headers); h.a = [{value: 'b'}]; r.headers = h; return r", true),
  ])
  func copiesOfTheEvent(_ body: String, _ isSet: Bool) {
    let answers = lambda("exports.handler = async e => { const r = e.Records[0].cf.response; \(body) };")
    #expect(answers.results.values.map { $0.sets(anyOf: ["a"]) } == [isSet], "\(body)")
  }

  /// What is read of a copy of the request is read of the request.
  @Test(arguments: [
    "JSON.parse(JSON.stringify(r)).querystring", "structuredClone(r).querystring",
    "JSON.parse(JSON.stringify(e)).Records[0].cf.request.querystring",
    "JSON.parse(JSON.stringify({r, at: 1})).r.querystring",
  ])
  func readsOfCopies(_ read: String) {
    let answers = lambda(
      "exports.handler = async e => { const r = e.Records[0].cf.request; if (\(read)) r.uri = '/x'; return r };")
    #expect(answers.reads.values == [.queryString], "\(read)")
  }

  // MARK: Lists of a length

  @Test(arguments: [
    "Array.from({length: 1}, () => '403')[0]", "Array.from({length: 3}, (_, i) => [4, 0, 3][i]).join('')",
    "Array.from({length: 1, 0: '403'})[0]", "Array(1).fill('403')[0]", "Array(3).fill('403')[2]",
    "[...Array(2)].map(() => '403')[1]",
  ])
  func listsOfALength(_ status: String) {
    #expect(statuses(lambda("exports.handler = async () => ({status: \(status)});")) == [403], "\(status)")
  }

  @Test func listsOfALengthThatIsNotKnown() {
    let answers = lambda(
      "exports.handler = async e => Array.from({length: e.Records.length * process.pid}, () => ({status: '403'}))[0];")
    #expect(statuses(answers) == [403])
  }

  // MARK: Functions of others

  @Test(arguments: [
    "cf.kvs.call(cf)", "cf.kvs.apply(cf, [])", "cf.kvs.bind(cf)()", "kvs.call(cf)", "Object.assign({}, cf).kvs()",
    "({...cf}).kvs()", "Reflect.apply(cf.kvs, cf, [])",
  ])
  func functionsOfOthersAreCalled(_ open: String) {
    let answers = function(
      """
      import cf from 'cloudfront'; const {kvs} = cf; const h = \(open);
      async function handler(event) { await h.get('a'); return event.request }
      """)
    #expect(answers.stores.values == [.associated], "\(open)")
  }

  @Test func methodsThatWereTakenAway() {
    let answers = function("function handler(event) { event.request.uri.toBytes.call('a', 0); return event.request }")
    #expect(answers.features.values.map(\.name) == ["String.prototype.toBytes"])
  }

  // MARK: Callbacks of later turns

  @Test(arguments: [
    ("setTimeout(() => cb(null, r), 10)", true), ("setImmediate(() => cb(null, r))", true),
    ("require('https').get('https://a.example.com/', () => cb(null, r))", true),
    ("new (require('aws-sdk').S3)({region: 'a'}).getObject({}, () => { cb(null, r) })", true),
    ("fetch('https://a.example.com').then(() => cb(null, r))", true),
    ("cb(null, r)", false), ("await fetch('https://a.example.com'); cb(null, r)", false),
    ("await fetch('https://a.example.com').then(() => cb(null, r))", false),
    ("return fetch('https://a.example.com').then(() => cb(null, r))", false),
    ("await new Promise(d => setTimeout(() => { cb(null, r); d() }, 5))", false),
    ("setTimeout(() => cb(null, r), 10); await new Promise(d => setTimeout(d, 20))", false),
  ])
  func callbacksOfLaterTurns(_ body: String, _ isTooLate: Bool) {
    let text = "(e, c, cb) => { const r = e.Records[0].cf.request; \(body) };"
    let answers = lambda("exports.handler = async \(text)")
    let invalid = answers.results.values.filter { $0.outcome == .invalid }
    #expect(invalid.isEmpty == !isTooLate, "\(body): \(answers.results)")
    #expect(invalid.flatMap(\.undecidedAnswer).isEmpty, "\(body)")
    if !body.contains("await") {
      // A handler that is not asynchronous waits for its callback.
      let answers = lambda("exports.handler = \(text)")
      #expect(!answers.results.values.contains { $0.outcome == .invalid }, "\(body)")
    }
  }

  /// What comes too late is no answer, where the handler waits for nothing.
  @Test(arguments: [
    ("setTimeout(() => cb(null, {status: '403'}), 10)", []),
    ("fetch('https://a.example.com').then(() => cb(null, {status: '403'})); return r", []),
    ("fetch('https://a.example.com').then(() => cb(null, {status: '403'})); return {status: '200'}", [200]),
    ("return fetch('https://a.example.com').then(() => cb(null, {status: '403'}))", [403]),
    ("setTimeout(() => cb(null, {status: '403'}), 10); await new Promise(d => setTimeout(d, 20))", [403]),
    ("if (r.uri === '/') cb(null, {status: '401'}); else setTimeout(() => cb(null, {status: '403'}), 10)", [401]),
    ("for await (const x of [fetch('https://a.example.com')]) cb(null, {status: '403'})", [403]),
  ])
  func answersOfLaterTurns(_ body: String, _ statuses: [Int]) {
    let answers = lambda("exports.handler = async (e, c, cb) => { const r = e.Records[0].cf.request; \(body) };")
    #expect(answers.results.values.flatMap { $0.status?.values ?? [] } == statuses, "\(body)")
  }

  // MARK: Bytes of files

  @Test(arguments: [
    ("f.readFileSync('./a')", true), ("f.readFileSync('./b')", true), ("f.readFileSync('./a', null)", true),
    ("f.readFileSync('./a', {flag: 'r'})", true), ("f.readFileSync('./a', 'utf8')", false),
    ("f.readFileSync('./a', {encoding: 'utf8'})", false), ("f.readFileSync('./a').toString()", false),
    ("f.readFileSync('./a').toString('base64')", false), ("`${f.readFileSync('./a')}`", false),
    ("'' + f.readFileSync('./a')", false), ("String(f.readFileSync('./a'))", false),
  ])
  func bytesOfFilesAreNoTexts(_ body: String, _ isFault: Bool) {
    let answers = lambda(
      "const f = require('fs'); exports.handler = async () => ({status: '200', body: \(body)});", files: ["a": "b"])
    #expect(answers.results.values.flatMap(\.faults).map(\.value) == (isFault ? [.body] : []), "\(body)")
  }

  @Test(arguments: ["JSON.parse(b)", "JSON.parse(b.toString())", "JSON.parse(b + '')"])
  func bytesOfFilesAreReadAsTexts(_ parsed: String) {
    let answers = lambda(
      "const b = require('fs').readFileSync('./a.json'); exports.handler = async () => \(parsed);",
      files: ["a.json": #"{"status": "403"}"#])
    #expect(statuses(answers) == [403], "\(parsed)")
  }

  // MARK: Conversions

  @Test(arguments: [
    "`${{toString() { return '403' }}}`", "`${{valueOf() { return 1 }, toString() { return '403' }}}`",
    "`${{[Symbol.toPrimitive]() { return '403' }}}`", "'4' + {valueOf() { return '03' }}",
    "String(new (class { toString() { return '403' } })())", "+{valueOf() { return 403 }}",
    "[{toString() { return '403' }}].join()", "JSON.parse('[4]', (k, v) => k === '0' ? '403' : v)[0]",
    "await {then(f) { f('403') }}", "await new (class { then(f) { f('403') } })()",
    "await {get then() { return f => f('403') }}",
  ])
  func objectsAreConvertedByTheirOwnMethods(_ status: String) {
    #expect(statuses(lambda("exports.handler = async () => ({status: \(status)});")) == [403], "\(status)")
  }

  /// What such methods read is read.
  @Test(arguments: [
    "r.uri += `?${{toString() { return r.querystring }}}`",
    "if ({valueOf() { return r.querystring }} > 3) r.uri = '/x'",
    "if ({toString() { return r.querystring }} == 'a') r.uri = '/x'",
    "r.uri += JSON.stringify({toJSON() { return r.querystring }})",
    "r.uri += JSON.stringify({a: [{toJSON() { return r.querystring }}]})",
    "r.uri += JSON.stringify({q: 1}, (k, v) => k === 'q' ? r.querystring : v)",
    "r.uri += await {get then() { return f => f(r.querystring) }}",
    "for (const x of {[Symbol.iterator]() { return {next() { return {done: !!r.querystring} }} }}) r.uri = '/x'",
  ])
  func methodsThatTheLanguageCalls(_ body: String) {
    let answers = lambda("exports.handler = async e => { const r = e.Records[0].cf.request; \(body); return r };")
    #expect(answers.reads.values.contains(.queryString), "\(body)")
  }

  @Test(arguments: [
    "Date.parse({toString() { return '2024-02-15' }})", "{valueOf() { return new Date('2024-02-15') }} + 0",
    "JSON.parse('[{\"d\": \"2024-02-15\"}]', (k, v) => k === 'd' ? new Date(v) : v)[0].d",
  ])
  func datesThatConversionsMake(_ date: String) {
    let answers = function(
      "function handler(event) { var d = (\(date)); if (d < 3) event.request.uri = '/x'; return event.request }")
    #expect(answers.dates.values == [.text("2024-02-15")], "\(date)")
  }

  // MARK: Regions

  @Test(arguments: [
    ("AWS.config.update({region: 'a'}); new AWS.S3()", [SDKClient.Region.named("a")]),
    ("new AWS.S3(); AWS.config.update({region: 'a'})", [.none]),
    ("new AWS.S3(); AWS.config.region = 'a'", [.none]),
    ("new AWS.DynamoDB(); AWS.config.update({region: 'a'}); new AWS.S3()", [.none, .named("a")]),
    ("const s = new AWS.S3(); s.config.update({region: 'a'})", [.named("a")]),
    ("const s = new AWS.S3(); s.config.region = 'a'", [.named("a")]),
    ("process.env.AWS_REGION = 'a'; new AWS.S3()", [.named("a")]),
    ("new (require('@aws-sdk/client-s3').S3Client)({region: process.env.AWS_REGION || 'a'})", [SDKClient.Region.none]),
    ("new (require('@aws-sdk/client-s3').S3Client)({region: process.env.MINE || 'a'})", [.computed]),
    ("process.env['AWS_REGION'] = 'a'; new (require('@aws-sdk/client-s3').S3Client)({})", [.named("a")]),
    ("process.env.AWS_REGION = 'a'; new AWS.S3({region: 'b'})", [.named("b")]),
    ("new AWS.S3(); process.env.AWS_REGION = 'a'", [.none]),
  ])
  func regionsThatAreSetBesideAClient(_ code: String, _ wanted: [SDKClient.Region]) {
    let answers = lambda(
      "const AWS = require('aws-sdk'); \(code); exports.handler = async e => e.Records[0].cf.request;")
    #expect(answers.clients.values.map(\.region) == wanted, "\(code)")
    #expect(answers.clients.state == .known, "\(code)")
  }

  @Test func regionsOfOneOfSeveralClients() {
    let answers = lambda(
      """
      const AWS = require('aws-sdk'); const a = new AWS.S3(); const b = new AWS.S3(); a.config.update({region: 'a'});
      exports.handler = async e => e.Records[0].cf.request;
      """)
    #expect(answers.clients.state == .undecided)
  }
}
