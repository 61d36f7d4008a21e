import Testing

@testable import EdgeCode

/// Which parameters the query string is asked for: known by their names, else undecided.
@Suite struct ParameterTests {
  private func lambda(_ body: String) -> Answer<String> {
    EdgeCode.read(
      package: [
        "index.js": Array(
          """
          const qs = require('querystring'), url = require('url'), any = require('some-parser');
          exports.handler = async event => { const { request } = event.Records[0].cf; const q = request.querystring;
            \(body); return request };
          """.utf8)
      ], handler: "index.handler", runtime: .lambdaNode
    ).parameters
  }

  private func python(_ body: String) -> Answer<String> {
    EdgeCode.read(
      package: [
        "index.py": Array(
          """
          from urllib.parse import parse_qs, parse_qsl, urlencode
          import re
          def handler(event, context):
              request = event['Records'][0]['cf']['request']
              q = request['querystring']
              \(body)
              return request
          """.utf8)
      ], handler: "index.handler", runtime: .lambdaPython
    ).parameters
  }

  @Test(arguments: [
    ("const { w, h = 1 } = qs.parse(q)", ["w", "h"]), ("new url.URLSearchParams(q).get('w')", ["w"]),
    ("const p = Object.fromEntries(new URLSearchParams(q)); p.w", ["w"]),
    ("'w' in qs.parse(q); qs.parse(q).hasOwnProperty('h')", ["w", "h"]),
    ("new URL('https://h' + request.uri + '?' + q).searchParams.get('w')", ["w"]),
    ("url.parse(`/x?${q}`, true).query.w", ["w"]), ("new URLSearchParams('?' + q).has('w')", ["w"]),
    // What only passes it on, or asks whether there is one, looks for none.
    ("if (q) request.uri += '?' + q", []), ("if (q !== '') console.log(q, q.length)", []),
    ("const p = new URLSearchParams(q); p.delete('utm'); p.sort(); request.querystring = p.toString()", []),
    ("request.headers.x = [{key: 'X', value: encodeURIComponent(q.trim())}]", []),
  ])
  func known(_ body: String, _ names: [String]) {
    let parameters = lambda(body)
    #expect(parameters.values == names && parameters.undecided.isEmpty, "\(body): \(parameters)")
  }

  @Test(arguments: [
    "q.split('&').find(p => p.startsWith('w='))", "/w=([0-9]+)/.exec(q)", "/w=/.test(q)", "q.match(/w=(.*)/)",
    "q.includes('w=')", "q === 'w=100'", "for (const [n, v] of new URLSearchParams(q)) console.log(n, v)",
    "new URLSearchParams(q).forEach((v, n) => console.log(n))", "const p = [...new URLSearchParams(q).entries()]",
    "Object.keys(qs.parse(q)).forEach(n => console.log(n))", "for (const n in qs.parse(q)) console.log(n)",
    "const { w, ...others } = qs.parse(q)", "const p = {...qs.parse(q)}; p.w", "const p = any(q); p.w",
    "new URLSearchParams(q).get(request.uri.slice(1))", "qs.parse(q)[request.uri]",
    "const table = {}; q.split('&').map(p => p.split('=')).forEach(([n, v]) => { table[n] = v }); table.w",
    "`?${q}`.slice(1).split('&')", "any.parse(request)",
  ])
  func undecided(_ body: String) {
    #expect(lambda(body).state == .undecided, "\(body)")
  }

  @Test(arguments: [
    ("parse_qs(q).get('w'); parse_qs(q)['h']", ["h", "w"]), ("'w' in parse_qs(q)", ["w"]),
    ("match parse_qs(q):\n        case {'w': w}: request['uri'] = '/x'", ["w"]),
    ("dict(parse_qsl(q)).get('w')", ["w"]), ("parse_qs(q).pop('w', None)", ["w"]),
    ("request['headers']['x'] = [{'value': 'a' + q.strip()}]", []), ("print(q)", []),
  ])
  func knownOfPython(_ body: String, _ names: [String]) {
    let parameters = python(body)
    #expect(parameters.values.sorted() == names && parameters.undecided.isEmpty, "\(body): \(parameters)")
  }

  @Test(arguments: [
    "match parse_qs(q):\n        case {**rest}: request['uri'] = '/x'",
    "q.split('&')", "re.search('w=', q)", "'w=' in q", "list(parse_qsl(q))", "parse_qs(q).items()",
    "{k: v[0] for k, v in parse_qs(q).items()}.get('w')", "parse_qs(q).get(request['uri'])",
    "[p for p in q.split('&') if p.startswith('w=')]", "q[2:]",
  ])
  func undecidedOfPython(_ body: String) {
    #expect(python(body).state == .undecided, "\(body)")
  }
}
