import Foundation
import Testing

@testable import EdgeCode

/// What compilers and bundlers make of handlers, in shapes that no tool at hand makes: written after what they write.
/// Those that can be had are asked for real in `EdgeCodeOracleTests`.
@Suite struct BundlerTests {
  private func lambda(_ files: [String: String]) -> EdgeCodeAnswers {
    EdgeCode.read(
      package: files.mapValues { Array($0.utf8) }, handler: "index.handler", runtime: .lambdaNode)
  }

  /// What a package of files of `Bundles` does.
  private func bundle(_ files: [String: String]) throws -> EdgeCodeAnswers {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Bundles")
    return lambda(
      try files.mapValues { try String(contentsOf: folder.appending(path: $0 + ".js"), encoding: .utf8) })
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    Set(answers.results.values.flatMap { $0.status?.values ?? [] }).sorted()
  }

  /// The results that answer with a status.
  private func results(_ answers: EdgeCodeAnswers, _ status: Int) -> [EdgeResult] {
    answers.results.values.filter { $0.status?.values == [status] }
  }

  /// SWC exports by getters of an object, and by a table of functions.
  @Test func swcExports() throws {
    let answers = try bundle(["index.js": "swc-exports"])
    #expect(answers.results.state == .known)
    #expect(statuses(answers) == [404, 410])
    #expect(answers.results.values.map(\.outcome).contains(.request))
  }

  /// SWC takes asynchronous functions, spread and imports down to ES5 with helpers of its own.
  @Test func swcOfES5() throws {
    let answers = try bundle(["index.js": "swc-es5", "lib.js": "swc-es5-lib"])
    #expect(answers.results.state == .known)
    #expect(statuses(answers) == [403])
    #expect(results(answers, 403).allSatisfy { $0.sets(anyOf: ["x-a"]) == true && $0.sets(anyOf: ["x-b"]) == true })
    #expect(answers.results.values.filter { $0.outcome == .request }.allSatisfy { $0.headers.isEmpty })
  }

  /// Parcel registers modules in a global, and exports by getters.
  @Test func parcel() throws {
    let answers = try bundle(["index.js": "parcel"])
    #expect(answers.results.state == .known)
    #expect(statuses(answers) == [404])
  }

  /// Babel's regenerator since 7.27, whose context has members of one letter.
  @Test func regeneratorOfOneLetter() throws {
    let answers = try bundle(["index.js": "regenerator-letters", "helpers.js": "regenerator-helpers"])
    #expect(answers.results.state == .known)
    #expect(statuses(answers) == [410, 502])
    #expect(answers.results.values.flatMap(\.faults).map(\.value) == [.statusCode])
    #expect(results(answers, 502).allSatisfy { $0.sets(anyOf: ["x-error"]) == true })
    #expect(results(answers, 410).allSatisfy { $0.sets(anyOf: ["x-error"]) == false })
  }

  /// Loops that wait, `switch` and `finally`, as Babel's regenerator has them.
  @Test func regeneratorThatWaits() throws {
    let answers = try bundle(["index.js": "regenerator-waits", "helpers.js": "regenerator-helpers"])
    #expect(answers.results.state == .known)
    #expect(answers.results.values.allSatisfy { $0.sets(anyOf: ["x-end"]) == true }, "\(answers.results)")
    #expect(statuses(answers) == [200])
    #expect(Set(answers.awaitedStatuses.values.flatMap(\.statuses)) == [404, 503])
  }

  /// Minifiers make one expression of what was several statements.
  @Test(arguments: [
    "return u === '/' ? (r.headers.a = v, r) : {status: '403', headers: {}}",
    "return u !== '/' ? {status: '403', headers: {}} : void (r.headers.b = v) || (r.headers.a = v, r)",
    "return u === '/x' ? {status: '403', headers: {}} : (r.headers.a = v, delete r.headers.b, r)",
  ])
  func returnsOfOneExpression(_ body: String) {
    let answers = lambda([
      "index.js":
        "exports.handler = async e => { const r = e.Records[0].cf.request, u = r.uri, v = [{value: 'x'}]; \(body) }"
    ])
    #expect(statuses(answers) == [403], "\(body)")
    let passedOn = answers.results.values.filter { $0.outcome == .request }
    #expect(passedOn.count == 1 && passedOn.allSatisfy { $0.sets(anyOf: ["a"]) == true }, "\(body): \(passedOn)")
    #expect(results(answers, 403).allSatisfy { $0.headers.isEmpty }, "\(body)")
  }

  /// A literal on the left of a comparison, `void 0`, and an assignment that is compared say the same.
  @Test(arguments: [
    "const s = find(r.uri); if (void 0 !== s) return s",
    "const s = find(r.uri); if (null != s) return s",
    "const s = find(r.uri); if (undefined === s) return r; return s",
    "let s; if (void 0 !== (s = find(r.uri))) return s",
    "let s; if ((s = find(r.uri)) !== undefined) return s",
    "let s; if (s = find(r.uri)) return s",
    "const t = {'/a': {status: '404'}}; if (void 0 !== t[r.uri]) return t[r.uri]",
  ])
  func literalsOnTheLeft(_ body: String) {
    let answers = lambda([
      "index.js":
        """
      const find = u => { if (u === '/') return {status: '404'} };
      exports.handler = async e => { const r = e.Records[0].cf.request; \(body); return r };
      """
    ])
    #expect(statuses(answers) == [404], "\(body)")
    #expect(!answers.results.values.contains { $0.outcome == .invalid }, "\(body)")
  }

  /// webpack writes modules for development as texts that it evaluates.
  @Test(arguments: ["", "{", "'use strict';"])
  func modulesAsTexts(_ opening: String) {
    let closing = opening == "{" ? "\\n}" : ""
    let answers = lambda([
      "index.js": """
      (() => { var __webpack_modules__ = ({
      "./src/deny.js": ((module, exports, __webpack_require__) => {
      eval("\(opening)__webpack_require__.d(exports, {deny: () => (deny)});\\nconst deny = (s) => ({status: s, headers: {a: \\"b\\"}});\\n\\n//# sourceURL=webpack:///./src/deny.js?\(closing)");
      }),
      "./src/index.js": ((module, exports, __webpack_require__) => {
      eval("\(opening)const { deny } = __webpack_require__(\\"./src/deny.js\\");\\nmodule.exports.handler = async (e) => e.Records[0].cf.request.uri === '/' ? e.Records[0].cf.request : deny('403');\\n\\n//# sourceURL=webpack:///./src/index.js?\(closing)");
      }) });
      var cache = {};
      function __webpack_require__(id) { if (cache[id]) return cache[id].exports; var m = cache[id] = {exports: {}};
        __webpack_modules__[id](m, m.exports, __webpack_require__); return m.exports; }
      __webpack_require__.d = (exports, getters) => { for (var key in getters) Object.defineProperty(exports, key, {enumerable: true, get: getters[key]}); };
      module.exports = __webpack_require__("./src/index.js"); })();
      """
    ])
    #expect(answers.results.state == .known, "\(answers.results.undecided)")
    #expect(statuses(answers) == [403])
    // What stands in a text stands where that is evaluated.
    #expect(
      answers.results.values.flatMap(\.faults) == [Found(.header("a"), at: .init(file: "index.js", line: 3, column: 1))]
    )
    #expect(answers.handler.found.map(\.place.line) == [6])
  }

  /// A text that is computed, or is no program, stays what it is.
  @Test(arguments: ["eval('1 +')", "eval(String(1))", "const f = () => eval('1')", "let a; eval('let a')"])
  func otherTexts(_ statement: String) {
    let answers = lambda(["index.js": "\(statement); exports.handler = async (e) => e.Records[0].cf.request"])
    #expect(answers.results.state == .undecided, "\(statement)")
  }

  /// `Function('return this')` is how libraries get at the global object.
  @Test(arguments: ["Function('return this')()", "new Function('return this;')()"])
  func globalObject(_ expression: String) {
    let answers = lambda([
      "index.js":
        "const g = \(expression); g.status = '403'; exports.handler = async () => ({status: globalThis.status})"
    ])
    #expect(answers.results.state == .known && statuses(answers) == [403], "\(answers.results)")
  }

  /// Version 2 of the SDK in the file, by the module that it begins with.
  @Test(arguments: [
    ("new AWS.S3()", SDKClient.Region.none), ("new AWS.S3({region: 'eu-west-1'})", .named("eu-west-1")),
    ("new S3()", .none), ("(AWS.config.update({region: 'us-east-1'}), new AWS.S3())", .named("us-east-1")),
  ])
  func bundledSDKOfVersion2(_ client: String, _ region: SDKClient.Region) {
    let answers = lambda([
      "index.js": """
      var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[Object.getOwnPropertyNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
      var require_core = __commonJS({ "node_modules/aws-sdk/lib/core.js"(exports, module) {
        var AWS = { util: require_util() }; var _hidden = {}; _hidden.toString(); module.exports = AWS;
        AWS.util.update(AWS, { VERSION: '2.1692.0', Signers: {}, Protocol: { Json: require_json() }, XML: { Parser: null },
          JSON: {}, Model: { Api: require_json() }, apiLoader: require_json(), EndpointCache: require_json() });
        AWS.events = new AWS.SequentialExecutor(); AWS.util.memoizedProperty(AWS, 'endpointCache', function () { return 1; }, true);
      } });
      var require_s3 = __commonJS({ "node_modules/aws-sdk/clients/s3.js"(exports, module) {
        var AWS = require_core(); var Service = AWS.Service; var apiLoader = AWS.apiLoader; apiLoader.services['s3'] = {};
        AWS.S3 = Service.defineService('s3', ['2006-03-01']); module.exports = AWS.S3;
      } });
      var AWS = require_core(); var S3 = require_s3();
      var s3 = \(client);
      exports.handler = async (e) => { await s3.getObject({}).promise(); return e.Records[0].cf.request };
      """
    ])
    #expect(answers.clients.values == [SDKClient(name: "S3", region: region)], "\(answers.clients)")
    #expect(answers.clients.state == .known, "\(answers.clients.undecided)")
  }
}
