import Testing

@testable import EdgeCode

/// What a Lambda handler answers with, and how, in JavaScript and in Python.
@Suite struct AnswerShapeTests {
  private func lambda(_ text: String) -> [EdgeResult] {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode).results
      .values
  }

  private func python(_ text: String) -> [EdgeResult] {
    EdgeCode.read(package: ["index.py": Array(text.utf8)], handler: "index.handler", runtime: .lambdaPython).results
      .values
  }

  private func faults(_ results: [EdgeResult]) -> [ShapeFault] { results.flatMap(\.faults).map(\.value) }

  /// A body is a text, whatever else may become one.
  @Test(arguments: [
    ("{a: 1}", true), ("[1]", true), ("7", true), ("true", true), ("Buffer.from('x')", true), ("new Map()", true),
    ("load()", true), ("event.Records[0].cf.request", true), ("await load()", false), ("JSON.stringify({a: 1})", false),
    ("undefined", false), ("`${1}`", false), ("Buffer.from('x').toString('base64')", false), ("new Date()", false),
    ("require('./x').make().toString('base64')", false),
  ])
  func bodies(_ body: String, isFault: Bool) {
    let answers = lambda(
      "const load = async () => 'x'; exports.handler = async (event) => ({status: '200', body: \(body)})")
    #expect(faults(answers) == (isFault ? [.body] : []), "\(body)")
    #expect(answers.allSatisfy { $0.undecidedBody.isEmpty }, "\(body)")
  }

  @Test(arguments: [
    ("{'a': 1}", true), ("[1]", true), ("7", true), ("b'x'", true), ("base64.b64encode(b'x')", true),
    ("base64.b64encode(b'x').decode()", false), ("json.dumps({'a': 1})", false), ("f'{1}'", false),
    ("open('/var/task/a.html').read()", false), ("urllib.request.urlopen('https://a.example').read().decode()", false),
  ])
  func bodiesInPython(_ body: String, isFault: Bool) {
    let answers = python(
      "import base64, json, urllib.request\ndef handler(event, context):\n  return {'status': '200', 'body': \(body)}")
    #expect(faults(answers) == (isFault ? [.body] : []), "\(body)")
    #expect(answers.allSatisfy { $0.undecidedBody.isEmpty }, "\(body)")
  }

  /// A text of an answer from elsewhere comes by a promise.
  @Test(arguments: [
    ("(await fetch('https://a.example')).text()", true), ("await (await fetch('https://a.example')).text()", false),
  ])
  func bodiesFromElsewhere(_ body: String, isFault: Bool) {
    let answers = lambda("exports.handler = async () => ({status: '200', body: \(body)})")
    #expect(faults(answers) == (isFault ? [.body] : []), "\(body)")
  }

  /// JSON makes no number and no text of these.
  @Test(arguments: ["{code: 200}", "['200']", "true", "Promise.resolve(200)"])
  func statusesThatAreNone(_ status: String) {
    let answers = lambda("exports.handler = async () => ({status: \(status)})")
    #expect(faults(answers).contains { if case .status = $0 { true } else { false } }, "\(status): \(answers)")
  }

  /// What CloudFront refuses, and an empty list, is no header that is set.
  @Test(arguments: ["'b'", "[]", "[{key: 'X-A'}]", "u ? [] : [{value: 'b'}]", "[{value: 5}]"])
  func headersThatAreNone(_ header: String) {
    let answers = lambda(
      "exports.handler = async (e) => { const u = e.Records[0].cf.request.uri === '/'; return {status: '200', headers: {'x-a': \(header)}} }"
    )
    #expect(answers.map { $0.sets(anyOf: ["x-a"]) } == [nil], "\(header): \(answers)")
  }

  @Test(arguments: ["'b'", "[]", "[{'key': 'X-A'}]", "[{'value': 5}]"])
  func headersThatAreNoneInPython(_ header: String) {
    let answers = python("def handler(event, context):\n  return {'status': '200', 'headers': {'x-a': \(header)}}")
    #expect(answers.map { $0.sets(anyOf: ["x-a"]) } == [nil], "\(header): \(answers)")
  }

  /// A function of CloudFront sets `{value}` under a name in lower case.
  @Test(arguments: [
    ("h['x-a'] = {value: 'b'}", true), ("h['x-a'] = 'b'", nil), ("h['x-a'] = {val: 'b'}", nil),
    ("h['X-A'] = {value: 'b'}", nil), ("h['x-a'] = [{value: 'b'}]", nil),
  ])
  func headersOfFunctions(_ body: String, sets: Bool?) {
    let text = "function handler(event) { var h = event.response.headers; \(body); return event.response }"
    let answers = EdgeCode.read(package: ["code.js": Array(text.utf8)], handler: "", runtime: .cloudFrontFunction)
      .results.values
    #expect(answers.map { $0.sets(anyOf: ["x-a"]) } == [sets], "\(body): \(answers)")
  }

  /// What is not known to be a text is undecided.
  @Test(arguments: ["null", "require('x').y", "await (await fetch('https://a.example')).json()", "{toJSON: () => 'a'}"])
  func undecidedBodies(_ body: String) {
    let answers = lambda("exports.handler = async () => ({status: '200', body: \(body)})")
    #expect(faults(answers) == [] && answers.contains { !$0.undecidedBody.isEmpty }, "\(body)")
  }

  /// `isBase64Encoded` counts where it is true, and nothing says it in CloudFront's words.
  @Test(arguments: [
    ("isBase64Encoded: true", [ShapeFault.apiGateway("isBase64Encoded")]), ("isBase64Encoded: false", []),
    ("isBase64Encoded: true, bodyEncoding: 'base64'", []),
    ("isBase64Encoded: b, bodyEncoding: b ? 'base64' : 'text'", []), ("bodyEncoding: 'utf8'", [.bodyEncoding]),
    ("multiValueHeaders: {a: ['b']}", [.apiGateway("multiValueHeaders")]), ("multiValueHeaders: {}", []),
    ("cookies: ['a=b']", [.apiGateway("cookies")]), ("statusCode: 200, isBase64Encoded: true", [.statusCode]),
  ])
  func membersOfApiGateway(_ members: String, _ wanted: [ShapeFault]) {
    let status = members.contains("statusCode") ? "" : "status: '200', "
    let answers = lambda(
      "exports.handler = async (e) => { const b = e.Records[0].cf.request.uri === '/'; return {\(status)\(members)} }")
    #expect(faults(answers) == wanted, "\(members)")
    #expect(answers.allSatisfy { $0.undecidedBody.isEmpty }, "\(members)")
  }

  /// A response without a status: Lambda answers JSON, which has an object's own members alone.
  @Test func statusesOfClasses() {
    let classes = "class A { status = '403' } class B extends A {} class C extends B {}"
    #expect(faults(lambda("\(classes) exports.handler = async () => new C()")) == [])
    let hidden = [
      "class A { get status() { return '403' } }; exports.handler = async () => new A()",
      "const base = { status: '403' }; exports.handler = async () => Object.create(base)",
      "exports.handler = async () => Object.defineProperty({}, 'status', { value: '403' })",
    ]
    for code in hidden { #expect(faults(lambda(code)) == [.noStatus], "\(code)") }
    #expect(faults(lambda("exports.handler = async () => ({status: undefined, body: ''})")) == [.noStatus])
    let maybe = lambda(
      "exports.handler = async (e) => { const r = {}; if (e.Records[0].cf.request.uri) r.status = '200'; return r }")
    #expect(faults(maybe) == [] && maybe.contains { !$0.undecidedAnswer.isEmpty })
  }

  /// Nothing is an answer where somebody says so; where a function just ends it may be that no event leads there.
  @Test(arguments: [
    ("return", true), ("return null", true), ("return undefined", true), ("return 'x'", true), ("return [r]", true),
    ("return e", true), ("", false), ("return r.querystring ? null : r", true), ("return table[r.uri]", false),
  ])
  func nothing(_ end: String, isCertain: Bool) {
    let answers = lambda(
      """
      const table = {'/a': {status: '200'}};
      exports.handler = async (e) => { const r = e.Records[0].cf.request; if (r.uri === '/') return r; \(end) }
      """)
    let invalid = answers.filter { $0.outcome == .invalid }
    #expect(!invalid.isEmpty && invalid.allSatisfy { $0.undecidedAnswer.isEmpty == isCertain }, "\(end): \(answers)")
  }

  @Test func nothingInPython() {
    func invalid(_ end: String) -> [Bool] {
      python(
        "def handler(e, c):\n  r = e['Records'][0]['cf']['request']\n  if r['uri'] == '/':\n    return r\n  \(end)"
      )
      .filter { $0.outcome == .invalid }.map(\.undecidedAnswer.isEmpty)
    }
    #expect(invalid("return") == [true] && invalid("return None") == [true] && invalid("return 'x'") == [true])
    #expect(invalid("print(r)") == [false])
  }

  /// How an answer gets to the runtime: what a plain function returns is no promise, and a callback is none either.
  @Test(arguments: [
    ("async (e) => ({status: '200'})", EdgeResult.Delivery.awaited),
    ("(e) => Promise.resolve({status: '200'})", .awaited), ("(e) => ({status: '200'})", .returned),
    ("(e, c, done) => done(null, {status: '200'})", .callback), ("(e, c) => c.succeed({status: '200'})", .callback),
    ("(e, c, done) => { done(null, {status: '200'}); return {status: '200'} }", .callback),
  ])
  func deliveries(_ handler: String, _ wanted: EdgeResult.Delivery) {
    let answers = lambda("exports.handler = \(handler)")
    #expect(!answers.isEmpty && answers.allSatisfy { $0.delivery == wanted }, "\(handler)")
  }

  /// Whoever hands on what it may be answered by need not answer itself.
  @Test func answersElsewhere() {
    let answers = lambda("exports.handler = (e, c, done) => { require('x').run(e, done); return {status: '200'} }")
    #expect(!answers.contains { $0.delivery == .returned })
    let ends = lambda("exports.handler = async (e, c, done) => { require('x').run(e, done) }")
    #expect(!ends.contains { $0.outcome == .invalid })
  }

  /// The name in an entry of a header, where it is another one: which of the two goes out is not known.
  @Test func otherKeys() {
    let answers = lambda(
      "exports.handler = async () => ({status: '200', headers: {'x-a': [{key: 'X-B', value: '1'}], 'x-c': [{key: 'X-C', value: '2'}]}})"
    )
    #expect(answers.map { $0.sets(anyOf: ["x-a"]) } == [nil] && answers.map { $0.sets(anyOf: ["x-c"]) } == [true])
    #expect(answers.allSatisfy { !$0.undecidedShape.isEmpty && $0.faults.isEmpty })
    let inPython = python(
      "def handler(e, c):\n  return {'status': '200', 'headers': {'x-a': [{'key': 'X-B', 'value': '1'}]}}")
    #expect(inPython.map { $0.sets(anyOf: ["x-a"]) } == [nil] && inPython.allSatisfy { !$0.undecidedShape.isEmpty })
  }
}
