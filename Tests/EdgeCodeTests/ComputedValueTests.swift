import Testing

@testable import EdgeCode

/// What is computed of what is known, and what is not known of what depends on more than that: each stands for its kind.
@Suite struct ComputedValueTests {
  private func lambda(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
  }

  private func function(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "handler", runtime: .cloudFrontFunction)
  }

  private func python(_ text: String) -> EdgeCodeAnswers {
    EdgeCode.read(package: ["index.py": Array(text.utf8)], handler: "index.handler", runtime: .lambdaPython)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    Set(answers.results.values.flatMap { $0.status?.values ?? [] }).sorted()
  }

  // MARK: Patterns

  @Test(
    "A pattern finds in a text what the languages find",
    arguments: [
      ("^/(\\w+)", "/en/page", ["/en", "en"]), ("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]),
      ("(z)((a+)?(b+)?(c))*", "zaacbbbcac", ["zaacbbbcac", "z", "ac", "a", nil, "c"]),
      ("a+?b", "xaab", ["aab"]), ("^(?!.*/api/).*$", "/v1/api/x", nil), ("\\bfoo\\b", "a foo", ["foo"]),
      ("x{2,3}", "xxxx", ["xxx"]), ("[^/]+$", "/a/b", ["b"]), ("é", "é", ["é"]),
    ] as [(String, String, [String?]?)])
  func finds(pattern: String, text: String, groups: [String?]?) throws {
    let pattern = try #require(TextPattern(pattern))
    let units = try #require(pattern.units(of: text))
    var steps = 0
    guard case .found(let match) = pattern.search(units, from: 0, steps: &steps) else {
      #expect(groups == nil)
      return
    }
    #expect(match.groups.map { $0.map { TextPattern.text(units[$0]) } } == groups)
  }

  @Test(
    "A pattern with more than is followed is refused",
    arguments: ["(a)\\1", "(?<=a)b", "\\p{L}", "(a*)*", "[", "(", "a**", "[]a]", "a{2", "(?i)a", "\\k<x>", "[\\d-z]"])
  func refuses(pattern: String) { #expect(TextPattern(pattern) == nil) }

  @Test("A pattern that tries too many ways is undecided, and each search ends")
  func manyWays() throws {
    let pattern = try #require(TextPattern("^(a+)+$"))
    let units = try #require(pattern.units(of: String(repeating: "a", count: 60) + "b"))
    var steps = 0
    guard case .undecided = pattern.search(units, from: 0, steps: &steps) else {
      Issue.record("it came to an end")
      return
    }
    #expect(steps <= TextPattern.maximumSteps)
    let answers = lambda(
      "exports.handler = async e => { let n = 0; while (/^(a+)+$/.test('\(String(repeating: "a", count: 60))b')) n++; "
        + "return {status: '302'} }")
    #expect(answers.results.state == .known && statuses(answers) == [302])
  }

  @Test("A pattern that goes on from where it was keeps its place", arguments: ["uri", "'aXa'"])
  func keepsItsPlace(text: String) {
    func statuses(_ outside: String, _ inside: String) -> [Int] {
      self.statuses(
        lambda(
          """
          \(outside)
          exports.handler = async e => { const uri = e.Records[0].cf.request.uri; \(inside) pattern.test(\(text));
            return {status: pattern.test('a') ? '302' : '404'} };
          """))
    }
    // After the text of the event it is not known where it goes on, and after `aXa` it is behind the first letter.
    #expect(statuses("", "const pattern = /a/g;") == (text == "uri" ? [302, 404] : [404]))
    // One of the module goes on where it was when the handler was called the last time.
    #expect(statuses("const pattern = /a/g;", "") == [302, 404])
  }

  // MARK: What is not known of it

  @Test(
    "What depends on more than what is known is not known",
    arguments: [
      // The order of what is sorted by a function that contradicts itself is the engine's.
      "[3, 1, 2].sort((a, b) => a > b).join()", "[1, 2].sort(() => Math.random() - .5).join()",
      "(-0.0001).toFixed(2)", "'ΑΣ'.toLowerCase()", "'é'.normalize('NFD')", "String.raw`a\\n`",
      "new Boolean(false) ? 'a' : 'b'", "[...new Set([1]).union(new Set([2]))].join()",
      "Object.groupBy([1], () => uri)['/x']", "[1, 2, 3].splice(uri.length, 1).join()",
      "Buffer.from('é', 'latin1').toString()", "JSON.stringify({a: 1}, null, uri)",
    ])
  func notKnown(expression: String) {
    let answers = lambda(
      """
      exports.handler = async e => { const uri = e.Records[0].cf.request.uri;
        return {status: '302', headers: {location: [{value: '' + (\(expression))}]}} };
      """)
    let locations = answers.results.values.flatMap(\.headers)
    #expect(
      answers.results.state == .undecided || locations.contains { !$0.values.isComplete } || locations.count > 1
        || locations.contains { $0.values.values.count > 1 }, "\(answers.results)")
  }

  @Test("A list that is changed while it is gone over is gone over as it is by then, where that is known")
  func changedWhileGoneOver() {
    func answers(_ condition: String) -> EdgeCodeAnswers {
      lambda(
        """
        exports.handler = async e => { const todo = [1]; let status = 300;
          for (const one of todo) { status += one; if (\(condition)) todo.push(1) }
          return {status: String(status)} };
        """)
    }
    #expect(answers("todo.length < 4").results.values.compactMap(\.status?.values) == [[304]])
    #expect(answers("e.Records[0].cf.request.uri === '/a'").results.state == .undecided)
  }

  @Test("An iterator of the code's own is gone over where that changes nothing else", arguments: [true, false])
  func ownIterators(isOwn: Bool) {
    let answers = lambda(
      """
      let calls = 0;
      const list = { [Symbol.iterator]() { let i = 0;
        return { next() { \(isOwn ? "" : "calls++;") return { value: 300 + i, done: i++ > 2 } } } } };
      exports.handler = async e => { const [first, second] = list; return {status: String(second)} };
      """)
    #expect(isOwn ? statuses(answers) == [301] : statuses(answers) == [] || answers.results.state == .undecided)
    #expect(answers.results.state == .known || !isOwn)
  }

  @Test(
    "What is frozen stays as it is",
    arguments: [
      ("const o = Object.freeze({s: '302'}); try { o.s = '404' } catch {} return {status: o.s}", [302]),
      ("const o = Object.freeze({s: '302'}); try { delete o.s } catch {} return {status: o.s}", [302]),
      ("const o = Object.freeze(['302']); try { o.push('404') } catch {} return {status: o[o.length - 1]}", [302]),
      ("const o = Object.seal({s: '404'}); o.s = '302'; try { o.t = 1 } catch {} return {status: o.t || o.s}", [302]),
      ("const o = {...Object.freeze({s: '404'})}; o.s = '302'; return {status: o.s}", [302]),
    ])
  func frozen(body: String, expected: [Int]) {
    #expect(statuses(lambda("exports.handler = async e => { \(body) };")) == expected)
  }

  // MARK: Methods that a runtime lacks

  @Test(
    "A method that is taken out of a text and then called is one that the runtime lacks",
    arguments: [
      ("var f = uri['toBytes']; f.call('a')", ["String.prototype.toBytes"]),
      ("var f; f = String.bytesFrom; f([1])", ["String.bytesFrom"]),
      ("var f = uri.toUTF8; f.apply('a', [])", ["String.prototype.toUTF8"]), ("var f = uri.toBytes; var g = f", []),
      ("var f = uri.toString; f.call('a')", []),
    ])
  func takenMethods(body: String, expected: [String]) {
    let answers = function("function handler(event) { var uri = event.request.uri; \(body); return event.request }")
    #expect(answers.features.values.map(\.name) == expected)
  }

  // MARK: Callbacks after a promise

  private static let awaiter = """
    var __awaiter = function (thisArg, _arguments, P, generator) {
      return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)) } catch (e) { reject(e) } }
        function step(r) { r.done ? resolve(r.value) : new P(function (y) { y(r.value) }).then(fulfilled, reject) }
        step((generator = generator.apply(thisArg, _arguments || [])).next()) }) };
    const https = require('https');
    """

  @Test(
    "Whether a callback comes before the promise of what tsc makes of an asynchronous function is undecided",
    arguments: [
      ("https.get('https://e.com', () => callback(null, {status: '302'}))", EdgeCodeStates.undecided),
      ("callback(null, {status: '302'})", .known),
    ])
  func lateCallbacks(body: String, expected: EdgeCodeStates) {
    let answers = lambda(
      Self.awaiter
        + "\nexports.handler = (e, c, callback) => __awaiter(void 0, void 0, void 0, function* () { \(body) })")
    #expect(answers.results.state == (expected == .known ? .known : .undecided), "\(answers.results)")
    #expect(statuses(answers) == [302])
  }

  enum EdgeCodeStates: Sendable { case known, undecided }

  // MARK: JSON

  @Test("What is called for JSON is called however deep it stands", arguments: [1, 5, 20])
  func deepJSON(depth: Int) {
    let open = String(repeating: "{a: ", count: depth)
    let answers = lambda(
      """
      const cf = require('aws-sdk'); exports.handler = async e => {
        JSON.stringify(\(open){toJSON() { new cf.S3() }}\(String(repeating: "}", count: depth)));
        return e.Records[0].cf.request };
      """)
    #expect(answers.clients.values.map(\.name) == ["S3"])
  }

  // MARK: Regions

  @Test(
    "A region that is set on one way only is undecided",
    arguments: [
      "if (uri === '/x') AWS.config.region = 'us-east-1'; new AWS.S3()",
      "if (uri === '/x') AWS.config.update({region: 'us-east-1'}); new AWS.S3()",
      "if (uri === '/x') process.env.AWS_REGION = 'us-east-1'; new AWS.S3()",
      "new AWS.S3(uri === '/x' ? {region: 'us-east-1'} : {})",
      "let r; if (uri === '/x') r = 'us-east-1'; new AWS.S3({region: r})",
      "const o = {}; if (uri === '/x') o.region = 'us-east-1'; new AWS.S3(o)",
      "const s = new AWS.S3(); if (uri === '/x') s.config.update({region: 'us-east-1'})",
    ])
  func regionOnOneWay(body: String) {
    let answers = lambda(
      """
      const AWS = require('aws-sdk'); exports.handler = async e => { const uri = e.Records[0].cf.request.uri;
        \(body); return e.Records[0].cf.request };
      """)
    #expect(answers.clients.state == .undecided)
    #expect(!answers.clients.values.contains { $0.region == .none })
  }

  @Test(
    "A region that is set on all ways is known",
    arguments: [
      ("AWS.config.update({region: 'us-east-1'}); new AWS.S3()", SDKClient.Region.named("us-east-1")),
      (
        "if (uri === '/x') AWS.config.region = 'us-east-1'; else AWS.config.region = 'eu-west-1'; new AWS.S3()",
        .computed
      ),
      ("if (uri === '/x') { AWS.config.region = 'us-east-1'; new AWS.S3() }", .named("us-east-1")),
      ("new AWS.S3()", .none),
    ])
  func regionOnAllWays(body: String, expected: SDKClient.Region) {
    let answers = lambda(
      """
      const AWS = require('aws-sdk'); exports.handler = async e => { const uri = e.Records[0].cf.request.uri;
        \(body); return e.Records[0].cf.request };
      """)
    #expect(answers.clients.state == .known && answers.clients.values.map(\.region) == [expected])
  }

  // MARK: Python

  /// Headers are deleted by names that are gone over, and the dictionary has none left then.
  @Test func headersAreDeletedByNamesThatAreGoneOver() {
    let answers = python(
      """
      def handler(event, context):
        request = event['Records'][0]['cf']['request']
        for name in list(request['headers'].keys()):
          if name.startswith('x-'):
            del request['headers'][name]
        return request
      """)
    #expect(answers.results.values.allSatisfy { $0.outcome == .request } && !answers.results.values.isEmpty)
    #expect(answers.reads.state == .none)
  }

  @Test(
    "What Python does not say for certain is not known",
    arguments: [
      "next(iter({'a', 'b'}))", "','.join({'a', 'b'})", "list({'a', 'b'})[0]", "str(Text.A)", "f'{Text.A}'",
      "'é'.encode('latin-1').decode('utf-8', 'replace')", "str(1e16)", "'{:n}'.format(5)", "repr(\"it's\")",
      "re.sub('x*', '-', 'abxd')", "re.search(r'\\B', '') is None", "json.loads('1' * 30)",
      "HTTPStatus.URI_TOO_LONG.phrase",
    ])
  func notKnownInPython(expression: String) {
    let answers = python(
      """
      import json, re
      from enum import Enum
      from http import HTTPStatus
      class Text(str, Enum):
        A = 'a'
      def handler(event, context):
        return {'status': '302', 'headers': {'location': [{'value': \(expression)}]}}
      """)
    let locations = answers.results.values.flatMap(\.headers)
    #expect(locations.contains { $0.values.only == nil }, "\(answers.results)")
  }
}
