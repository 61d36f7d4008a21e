import Testing

@testable import EdgeCode

/// What a condition says of a member holds where the same is asked again, and no longer where something may have changed.
@Suite("Edge code: members that a condition has asked for")
struct FactTests {
  private static let table = """
    const redirects = {
      '/a': {status: '301', headers: {location: [{key: 'Location', value: '/b'}]}},
      '/c': {status: '302', headers: {location: [{key: 'Location', value: '/d'}]}},
    };
    const targets = {'/a': '/b', '/c': '/d'};
    const map = new Map([['/a', '/b']]);
    const answer = (to) => ({status: '301', headers: {location: [{key: 'Location', value: to}]}});

    """

  private func results(of body: String) -> (shapes: [Undecided], statuses: [Int], kinds: Set<EdgeResult.Outcome>) {
    let code =
      Self.table + "exports.handler = async (event) => { const request = event.Records[0].cf.request; \(body) };"
    let answers = EdgeCode.read(package: ["index.js": Array(code.utf8)], handler: "index.handler", runtime: .lambdaNode)
    #expect(answers.results.undecided == [], "\(body)")
    let values = answers.results.values
    return (
      values.flatMap(\.undecidedShape), values.flatMap { $0.status?.values ?? [] }.sorted(), Set(values.map(\.outcome))
    )
  }

  @Test(
    "An entry of a table is one of its entries, and never nothing, behind the condition that asks for it",
    arguments: [
      "if (redirects[request.uri]) return redirects[request.uri]; return request;",
      "if (!redirects[request.uri]) return request; return redirects[request.uri];",
      "if (request.uri in redirects) return redirects[request.uri]; return request;",
      "if (redirects.hasOwnProperty(request.uri)) return redirects[request.uri]; return request;",
      "return redirects[request.uri] ? redirects[request.uri] : request;",
      "return (Object.hasOwn(redirects, request.uri) && redirects[request.uri]) || request;",
      "if (redirects[request.uri] === undefined) return request; return redirects[request.uri];",
    ])
  func tables(body: String) {
    let found = results(of: body)
    #expect(found.shapes == [])
    #expect(found.statuses == [301, 302])
    #expect(found.kinds == [.request, .generated])
  }

  @Test(
    "A text out of a table or map is a text behind such a condition",
    arguments: [
      "if (targets[request.uri]) return answer(targets[request.uri]); return request;",
      "if (typeof targets[request.uri] === 'string') return answer(targets[request.uri]); return request;",
      "if (targets[request.uri] != null) return answer(targets[request.uri]); return request;",
      "if (Object.prototype.hasOwnProperty.call(targets, request.uri)) return answer(targets[request.uri]); return request;",
      "if (targets[request.uri.toLowerCase()]) return answer(targets[request.uri.toLowerCase()]); return request;",
      "if (map.has(request.uri)) return answer(map.get(request.uri)); return request;",
      "if (request.uri === '/x' || !targets[request.uri]) return request; return answer(targets[request.uri]);",
    ])
  func texts(body: String) { #expect(results(of: body).shapes == []) }

  @Test(
    "Where the key, the table or the variable may have changed since, nothing is said any more",
    arguments: [
      "let key = request.uri; if (targets[key]) { key = request.querystring; return answer(targets[key]); } return request;",
      "if (targets[request.uri]) { delete targets[request.uri]; return answer(targets[request.uri]); } return request;",
      "if (targets[request.uri]) return answer(targets[request.querystring]); return request;",
      "if (targets[request.uri]) { request.uri = request.querystring; return answer(targets[request.uri]); } return request;",
      "if (targets[request.uri]) console.log(1); return answer(targets[request.uri]);",
      "let key = request.uri; const next = () => { key = request.querystring; }; if (targets[key]) { next(); return answer(targets[key]); } return request;",
      "for (let key = request.uri, i = 0; i < request.uri.length; i++) { if (targets[key]) { key += '/'; return answer(targets[key]); } } return request;",
    ])
  func changes(body: String) { #expect(results(of: body).shapes != []) }

  @Test("A long table of answers is told apart like a short one")
  func longTable() {
    let entries = (0..<120).map { "'/\($0)': {status: '\(200 + $0)'}" }.joined(separator: ", ")
    let found = results(of: "const all = {\(entries)}; return all[request.uri] || request;")
    #expect(found.statuses == Array(200..<320))
  }

  @Test(
    "Conditions as minifiers write them wait for a status only where something comes of it",
    arguments: [
      ("event.response.statusCode >= 400 && console.log('bad')", false),
      ("event.response.statusCode < 400 || console.log('bad')", false),
      ("event.response.statusCode >= 400 ? console.log('bad') : console.log('good')", false),
      ("event.response.statusCode >= 400 && (event.response.statusCode = 302)", true),
      ("event.response.statusCode < 400 || (event.response.headers['x-bad'] = {value: '1'})", true),
    ])
  func effects(expression: String, isAwaited: Bool) {
    for code in ["\(expression); return event.response", "return \(expression), event.response"] {
      let answers = EdgeCode.read(
        package: ["": Array("function handler(event) { \(code) }".utf8)], handler: "", runtime: .cloudFrontFunction)
      #expect(answers.awaitedStatuses.found.isEmpty != isAwaited, "\(code)")
      #expect(answers.awaitedStatuses.undecided == [])
    }
  }

  @Test(
    "Headers that are made elsewhere have a shape that is not known",
    arguments: [
      "return {status: '200', headers: require('elsewhere').make({a: 'b'})};",
      "const headers = {}; require('elsewhere').fill(headers); return {status: '200', headers};",
    ])
  func shapesMadeElsewhere(body: String) { #expect(results(of: body).shapes != []) }

  private static let pythonTable = """
    REDIRECTS = {'/a': {'status': '301'}, '/c': {'status': '302'}}
    TARGETS = {'/a': '/b', '/c': '/d'}
    def to(target):
        return {'status': '301', 'headers': {'location': [{'key': 'Location', 'value': target}]}}
    def handler(event, context):
        request = event['Records'][0]['cf']['request']

    """

  @Test(
    "Python: an entry of a table is there behind the condition that asks for it",
    arguments: [
      "if request['uri'] in REDIRECTS: return REDIRECTS[request['uri']]",
      "if REDIRECTS.get(request['uri']): return REDIRECTS.get(request['uri'])",
      "if request['uri'] in TARGETS: return to(TARGETS.get(request['uri']))",
      "if request['uri'] in TARGETS.keys(): return to(TARGETS.get(request['uri']))",
      "if (target := TARGETS.get(request['uri'])): return to(target)",
      "return REDIRECTS.get(request['uri'], request)",
    ])
  func python(body: String) {
    let code = Self.pythonTable + "    \(body)\n    return request\n"
    let answers = EdgeCode.read(
      package: ["index.py": Array(code.utf8)], handler: "index.handler", runtime: .lambdaPython)
    #expect(answers.results.undecided == [])
    #expect(answers.results.values.flatMap(\.faults) == [])
    #expect(answers.results.values.flatMap(\.undecidedHeaders) == [])
    #expect(Set(answers.results.values.map(\.outcome)) == [.request, .generated])
  }

  @Test("A number that a variable begins with is a fault where nothing unknown takes its place")
  func initialValues() {
    let header = "return {status: '200', headers: {'content-length': [{key: 'Content-Length', value: size}]}};"
    let certain = results(of: "let size = 0; " + header)
    #expect(certain.shapes == [])
    let code = "let size = 0; require('https').get('x', (got) => { size = got.headers['content-length']; }); "
    #expect(results(of: code + header).shapes != [])
    for (body, isFault) in [("let size = 0; ", true), (code, false)] {
      let text = "exports.handler = async () => { \(body)\(header) };"
      let answers = EdgeCode.read(
        package: ["index.js": Array(text.utf8)], handler: "index.handler", runtime: .lambdaNode)
      #expect(answers.results.values.contains { !$0.faults.isEmpty } == isFault)
    }
  }
}
