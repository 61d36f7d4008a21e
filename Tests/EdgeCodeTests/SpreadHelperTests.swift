import Testing

@testable import EdgeCode

/// Spreads of objects, as compilers write them for engines that have none.
@Suite struct SpreadHelperTests {
  private static let define = "function define(o, k, v) { o[k] = v; return o }\n"
  private static let keys = """
    function keys(o) {
      var all = Object.keys(o);
      if (Object.getOwnPropertySymbols) all.push.apply(all, Object.getOwnPropertySymbols(o));
      return all;
    }

    """

  /// In the shape that Babel has, with descriptors from the second source on.
  private static let descriptors = """
    function spread(target) {
      for (var i = 1; i < arguments.length; i++) {
        var one = arguments[i] != null ? arguments[i] : {};
        if (i % 2) keys(Object(one)).forEach(function (k) { define(target, k, one[k]) });
        else Object.defineProperties(target, Object.getOwnPropertyDescriptors(one));
      }
      return target;
    }

    """

  /// In the shape that SWC has.
  private static let symbols = """
    function spread(target) {
      for (var i = 1; i < arguments.length; i++) {
        var one = arguments[i] != null ? arguments[i] : {}, own = Object.keys(one);
        if (typeof Object.getOwnPropertySymbols === "function") own = own.concat(Object.getOwnPropertySymbols(one));
        own.forEach(function (k) { define(target, k, one[k]) });
      }
      return target;
    }

    """

  private func results(_ helper: String, _ body: String) -> [EdgeResult] {
    let text =
      Self.define + Self.keys + helper + "exports.handler = function (event, context, callback) { \(body) };"
    return EdgeCode.read(package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
      .results.values
  }

  @Test(arguments: [descriptors, symbols])
  func `a copy of the origin's response is a response, with what is set over it`(helper: String) {
    let answers = results(
      helper,
      """
      var response = event.Records[0].cf.response;
      callback(null, spread(spread({}, response), {}, {status: "302"}));
      """)
    #expect(answers.map(\.outcome) == [.response])
    #expect(answers.first?.status?.values == [302])
  }

  @Test(arguments: [descriptors, symbols])
  func `a copy of the request is a request`(helper: String) {
    let answers = results(
      helper, "callback(null, spread(spread({}, event.Records[0].cf.request), {}, {uri: '/index.html'}));")
    #expect(answers.map(\.outcome) == [.request])
  }

  @Test(arguments: [descriptors, symbols])
  func `what is put together of parts is made here`(helper: String) {
    let answers = results(
      helper,
      """
      var base = {status: "200", headers: {a: [{key: "A", value: "b"}]}};
      callback(null, spread({}, base, {status: "404"}));
      """)
    #expect(answers.map(\.outcome) == [.generated])
    #expect(answers.first?.status?.values == [404])
  }

  @Test func `a module that only holds such a function is called as it is`() {
    let text = """
      var modules = [function (module, exports) { \(Self.define)\(Self.keys)\(Self.symbols) exports.spread = spread; }];
      var made = {exports: {}};
      modules[0](made, made.exports);
      exports.handler = async function (event) { return made.exports.spread({}, {status: "410"}) };
      """
    let answers = EdgeCode.read(
      package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode
    ).results.values
    #expect(answers.first?.status?.values == [410])
  }

  /// What compilers take the rest of an object with: tsc, Babel, and esbuild with short names.
  @Test(arguments: [
    """
    function rest(s, e) { var t = {};
      for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p) && e.indexOf(p) < 0) t[p] = s[p];
      if (s != null && typeof Object.getOwnPropertySymbols === "function")
        for (var i = 0, p = Object.getOwnPropertySymbols(s); i < p.length; i++) {
          if (e.indexOf(p[i]) < 0 && Object.prototype.propertyIsEnumerable.call(s, p[i])) t[p[i]] = s[p[i]];
        }
      return t; }
    """,
    """
    function rest(source, excluded) { if (source == null) return {}; var target = loose(source, excluded); var key, i;
      if (Object.getOwnPropertySymbols) { var all = Object.getOwnPropertySymbols(source);
        for (i = 0; i < all.length; i++) { key = all[i]; if (excluded.indexOf(key) >= 0) continue;
          if (!Object.prototype.propertyIsEnumerable.call(source, key)) continue; target[key] = source[key]; } }
      return target; }
    """,
    """
    var u = Object.prototype.hasOwnProperty, w = Object.prototype.propertyIsEnumerable, g = Object.getOwnPropertySymbols;
    var rest = (r, e) => { var t = {}; for (var o in r) u.call(r, o) && e.indexOf(o) < 0 && (t[o] = r[o]);
      if (r != null && g) for (var o of g(r)) e.indexOf(o) < 0 && w.call(r, o) && (t[o] = r[o]); return t };
    """,
  ])
  func `the rest of the origin's response, with its headers, is a response`(helper: String) {
    let answers = results(
      helper,
      """
      var response = event.Records[0].cf.response, others = rest(response, ["headers"]);
      callback(null, Object.assign({}, others, {headers: Object.assign({}, response.headers, {a: [{value: "b"}]})}));
      """)
    #expect(answers.map(\.outcome) == [.response])
    #expect(answers.first?.sets(anyOf: ["a"]) == true)
    #expect(answers.first?.faults == [])
  }
}
