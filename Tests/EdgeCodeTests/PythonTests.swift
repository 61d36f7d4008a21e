import EdgeCode
import Testing

/// Handlers for Python are read as those for Node.js are.
@Suite("Edge code: Python")
struct PythonTests {
  private func read(_ code: String, with files: [String: String] = [:], handler: String = "index.handler")
    -> EdgeCodeAnswers
  {
    var package = files.mapValues { Array($0.utf8) }
    package["index.py"] = Array(code.utf8)
    return EdgeCode.read(package: package, handler: handler, runtime: .lambdaPython)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    Set(answers.results.values.flatMap { $0.status?.values ?? [] }).sorted()
  }

  private static let request = "request = event['Records'][0]['cf']['request']"
  private static let response = "response = event['Records'][0]['cf']['response']"

  private func handler(_ lines: String...) -> String {
    (["def handler(event, context):"] + lines.map { "  " + $0 }).joined(separator: "\n")
  }

  // MARK: What runs when

  @Test("A dictionary whose last key is taken away is asked for others")
  func emptied() {
    let loop = handler(
      Self.response, "for k in list(response['headers']):", "  if k.startswith('x-'):",
      "    del response['headers'][k]",
      "return response")
    #expect(read(loop).results.state != .undecided || !read(loop).results.undecided.isEmpty)
    let code = handler(
      Self.request, "d = {request['uri']: 1}", "d.pop(request['uri'])", "return {'status': d.get(request['uri'], 404)}")
    #expect(statuses(read(code)) == [404])
  }

  @Test(
    "What nobody asks for, or waits for, does not run",
    arguments: [
      "async def add():\n  headers['x-a'] = []\nadd()", "def add():\n  headers['x-a'] = []\n  yield 1\nadd()",
      "map(lambda k: headers.update({k: []}), ['x-a'])",
    ])
  func notRun(code: String) {
    let lines = code.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    let text =
      "def handler(event, context):\n  \(Self.response)\n  headers = response['headers']\n\(lines)\n  return response"
    #expect(read(text).results.values.allSatisfy { $0.headers.isEmpty }, "\(code)")
  }

  @Test("Numbers are sorted as numbers, and a response that is asked for is there where there is one")
  func sortedAndAsked() {
    #expect(statuses(read(handler("return {'status': sorted([403, 1000, 99])[1]}"))) == [403])
    let code = handler(
      "response = event['Records'][0]['cf'].get('response')",
      "response['headers']['x-a'] = [{'key': 'X-A', 'value': '1'}]",
      "return response")
    #expect(read(code).results.values.allSatisfy { $0.faults.isEmpty })
  }

  // MARK: What the language raises

  @Test(
    "What Python raises on some requests is caught, and what catches it answers",
    arguments: [
      ("re.match(r'/item/(.+)', request['uri']).group(1)", "AttributeError"),
      ("request['headers'].get('authorization').copy()", "AttributeError"),
      ("['/a'].index(request['uri'])", "ValueError"),
      ("int(request['headers'].get('x-page'))", "TypeError"), ("len(request['headers'].get('cookie'))", "TypeError"),
      ("'x' in request['headers'].get('cookie')", "TypeError"), ("Page[request['uri']]", "KeyError"),
      ("1 / len(request['querystring'])", "ZeroDivisionError"), ("min([])", "ValueError"),
      ("open('/opt/none').read()", "FileNotFoundError"), ("import ujson", "ImportError"), ("1 % 0", "ArithmeticError"),
    ])
  func raised(statement: String, caught: String) {
    let code = """
      import re
      from enum import Enum
      class Page(Enum):
        home = '/'
      def handler(event, context):
        request = event['Records'][0]['cf']['request']
        try:
          \(statement)
          return request
        except \(caught):
          return {'status': '404'}
      """
    #expect(statuses(read(code)) == [404], "\(statement)")
  }

  @Test(
    "What raises on no request is not taken to raise",
    arguments: [
      ("m = re.match('a', request['uri'])\n    if m: m.group(0)", "AttributeError"),
      ("['/a'].index('/a')", "ValueError"),
      ("int('1')", "TypeError"), ("Page['home']", "KeyError"), ("1 / 2", "ZeroDivisionError"),
      ("import json", "ImportError"),
    ])
  func notRaised(statement: String, caught: String) {
    let code = """
      import re
      from enum import Enum
      class Page(Enum):
        home = '/'
      def handler(event, context):
        request = event['Records'][0]['cf']['request']
        try:
          \(statement)
          return request
        except \(caught):
          return {'status': '404'}
      """
    #expect(statuses(read(code)) == [], "\(statement)")
  }

  // MARK: Statuses

  @Test(
    "Statuses by ways that people write them",
    arguments: [
      ("return {'status': '301'}", [301]), ("return dict(status=302)", [302]),
      ("return {'status': 200 if event else 404}", [200]), ("return {'status': str(400 + 1)}", [401]),
      ("return {**{'status': '403'}, 'body': ''}", [403]), ("r = {}; r['status'] = f'{500}'; return r", [500]),
      ("r = {}; r.update(status='410'); return r", [410]), ("return {'status': {'a': 404}.get('a', 200)}", [404]),
      ("x = 300; x += 4; return {'status': x}", [304]), ("a, *b = 1, 404; return {'status': b[0]}", [404]),
      ("return (lambda status, **k: {'status': status})(429, a=1)", [429]),
      ("return {'status': [404, 410][-1]}", [410]), ("return {'status': '%d' % 404}", [404]),
      ("return {'status': next((s for s in (100, 503) if s > 400), 200)}", [503]),
      ("return {'status': sum([200, 4])}", [204]), ("return {k: v for k, v in [('status', 418)]}", [418]),
      ("return {'status': HTTPStatus.NOT_FOUND}", [404]), ("return {'status': HTTPStatus.GONE.value}", [410]),
      ("return {'status': '4' + '04'}", [404]), ("return {'status': int('404')}", [404]),
    ])
  func statuses(line: String, expected: [Int]) {
    let answers = read("from http import HTTPStatus\n" + handler(line))
    #expect(statuses(answers) == expected)
    #expect(answers.results.state == .known)
    #expect(answers.results.values.map(\.outcome) == [.generated])
    #expect(answers.handler.values == [HandlerExport(name: "handler", file: "index.py")])
  }

  @Test("What is not known takes both ways, and the same question has the same answer")
  func ways() {
    let code = handler(
      Self.request, "if request['uri'] == '/a':", "  if request['uri'] != '/a': return {'status': '500'}",
      "  return {'status': '301'}", "return request")
    let answers = read(code)
    #expect(statuses(answers) == [301])
    #expect(Set(answers.results.values.map(\.outcome)) == [.generated, .request])
  }

  @Test("An answer stands where it is returned")
  func places() {
    let code = "def answer(status):\n  return {'status': status}\n\n" + handler(Self.request, "return answer(404)")
    #expect(read(code).results.found.map(\.place) == [CodeLocation(file: "index.py", line: 6, column: 3)])
  }

  @Test("Of more ways than are followed, early ends are found")
  func manyWays() {
    let lines =
      ["if request['method'] == 'PUT': return {'status': 405}"]
      + (0..<30).map { "if request['headers'].get('x-\($0)'): kept['y-\($0)'] = 1" }
    let code = (["def handler(event, context):", Self.request, "kept = {}"] + lines + ["return request"])
    let answers = read(code.joined(separator: "\n  "))
    #expect(answers.results.state == .undecided)
    #expect(statuses(answers) == [405])
  }

  @Test("Many conditions are no more ways where they only set headers of the event, or say which text a variable gets")
  func joinedConditions() {
    let lines =
      (0..<20).map { "if request['headers'].get('x-\($0)'): request['headers']['y-\($0)'] = [{'value': '1'}]" }
      + (0..<20).map { "if uri.endswith('/\($0)'): uri += request['method']" }
      + ["if uri == '/gone': return {'status': 410}", "if 'y-3' in request['headers']: return {'status': 203}"]
    let code = ["def handler(event, context):", Self.request, "uri = request['uri']"] + lines + ["return request"]
    let answers = read(code.joined(separator: "\n  "))
    #expect(answers.results.state == .known)
    #expect(statuses(answers) == [203, 410])
    let passed = answers.results.values.filter { $0.outcome == .request }
    let headers = passed.flatMap(\.headers)
    #expect(Set(headers.map(\.name)) == Set((0..<20).map { "y-\($0)" }).subtracting(["y-3"]))
    #expect(headers.allSatisfy { !$0.isCertain && $0.action == .set })
    // A few conditions are ways of their own, on which a header is set or is not.
    let few = read(
      ["def handler(event, context):", Self.request, lines[0], "return request"].joined(separator: "\n  "))
    #expect(few.results.values.map { $0.headers.map(\.isCertain) }.sorted { $0.count < $1.count } == [[], [true]])
  }

  @Test(
    "Exceptions are caught where they are meant to be, and finally runs",
    arguments: [
      ("try: {}['a']\n  except KeyError: return {'status': 404}", [404]),
      ("try: int('x')\n  except (KeyError, ValueError) as e: return {'status': 400}", [400]),
      ("try: raise E(409)\n  except E as e: return {'status': e.args[0]}", [409]),
      (
        "try: raise E(1)\n  except LookupError: return {'status': 400}\n  except Exception: return {'status': 500}",
        [500]
      ),
      ("try:\n    return {'status': 200}\n  finally:\n    return {'status': 503}", [503]),
      (
        "try: boto3.client('s3', region_name='eu-west-1').list_buckets()\n  except Exception: return {'status': 502}\n"
          + "  return {'status': 200}", [200, 502]
      ),
      ("try: pass\n  except: return {'status': 500}\n  else: return {'status': 201}", [201]),
    ])
  func exceptions(lines: String, expected: [Int]) {
    #expect(statuses(read("import boto3\nclass E(Exception): pass\n" + handler(lines))) == expected)
  }

  @Test(
    "What classes do by methods of special names",
    arguments: [
      ("with Kept(): raise KeyError('a')\n  return {'status': 401}", [401]),
      ("with Kept():\n    return {'status': 200}\n  return {'status': 401}", [200]),
      ("return {'status': 200 if Box([]) else 404}", [404]),
      ("return {'status': 200 if 'a' in Box(['a']) else 404}", [200]),
      ("return {'status': len(Box('x' * 204))}", [204]),
      ("return {'status': 200 if Box([]) == 7 else 404}", [200]),
      ("b = Box([1])\n  del b['x']\n  return {'status': b.gone}", [410]),
      ("with caught() as seen: raise ValueError('a')\n  return {'status': seen[0]}", [400]),
      ("with caught() as seen: return {'status': 202}", [202]),
    ])
  func specialMethods(lines: String, expected: [Int]) {
    let code = """
      import contextlib
      class Kept:
        def __enter__(self): return self
        def __exit__(self, kind, value, trace): return kind is KeyError
      class Box:
        def __init__(self, items): self.items = items
        def __len__(self): return len(self.items)
        def __contains__(self, one): return one in self.items
        def __eq__(self, other): return other == 7
        def __delitem__(self, name): self.gone = 410
      @contextlib.contextmanager
      def caught():
        seen = []
        try: yield seen
        except ValueError: seen.append(400)

      """
    #expect(statuses(read(code + handler(lines))) == expected)
  }

  @Test("Other modules of the package are followed, however they are imported")
  func imports() {
    let files = [
      "lib/__init__.py": "from .answers import gone\nFOUND = 302",
      "lib/answers.py": "def gone(): return {'status': 410}",
      "settings.py": "STATUS = '418'", "lib/deep/more.py": "from ..answers import gone as away",
    ]
    let code = """
      import settings as s, lib.answers, boto3
      from lib import gone, FOUND
      from lib.deep.more import away
      def handler(event, context):
        if event['Records'][0]['cf']['request']['uri'] == '/': return lib.answers.gone()
        if not event['Records'][0]['cf']['request']['querystring']: return {'status': FOUND}
        return {'status': s.STATUS, **away(), 'status': s.STATUS}
      """
    let answers = read(code, with: files)
    #expect(statuses(answers) == [302, 410, 418])
    #expect(answers.results.state == .known)
    let package = CodePackage(
      files.merging(["index.py": code, "other.py": "", "boto3/__init__.py": ""]) { $1 }.mapValues { Array($0.utf8) })
    #expect(
      EdgeCode.reachableFiles(package, handler: "index.handler") == [
        "index.py", "settings.py", "lib/__init__.py", "lib/answers.py", "lib/deep/more.py",
      ])
  }

  @Test("Folders of the handler", arguments: ["app/main.run", "app.main.run"])
  func folders(handler: String) {
    let package = ["app/main.py": "def run(event, context): return {'status': 200}", "app/__init__.py": ""]
    let answers = EdgeCode.read(
      package: package.mapValues { Array($0.utf8) }, handler: handler, runtime: .lambdaPython)
    #expect(answers.handler.values == [HandlerExport(name: "run", file: "app/main.py")])
    #expect(statuses(answers) == [200])
  }

  // MARK: Headers

  @Test("Headers are set, changed in place and deleted")
  func headers() throws {
    let code = handler(
      Self.response, "headers = response['headers']", "headers['x-a'] = [{'key': 'X-A', 'value': 'a'}]",
      "headers.setdefault('x-b', []).append({'value': 'b'})", "del headers['server']",
      "headers['via'][0]['value'] = 'none'", "headers.pop('x-powered-by', None)", "return response")
    let results = read(code).results.values
    let sets = Set(results.flatMap(\.headers).filter { $0.action == .set }.map(\.name))
    let deletes = Set(results.flatMap(\.headers).filter { $0.action == .delete }.map(\.name))
    #expect(sets == ["x-a", "x-b", "via"])
    #expect(deletes == ["server", "x-powered-by"])
    #expect(results.allSatisfy { $0.outcome == .response && $0.status == nil && $0.undecidedHeaders.isEmpty })
    let own = try #require(results.first?.headers.first { $0.name == "x-a" })
    #expect(own.values.values == ["a"])
    #expect(own.place == CodeLocation(file: "index.py", line: 4, column: 3))
  }

  @Test(
    "Shapes that CloudFront refuses",
    arguments: [
      ("{'status': 200, 'headers': {'x-a': 'b'}}", [ShapeFault.header("x-a")]),
      ("{'status': 200, 'headers': {'x-a': {'value': 'b'}}}", [.header("x-a")]),
      ("{'status': 200, 'headers': {'x-a': ['b']}}", [.header("x-a")]),
      ("{'status': 200, 'headers': {'X-A': [{'value': 5}]}}", [.headerValue("x-a")]),
      ("{'status': 200, 'headers': {'x-a': [{'key': 'b'}]}}", [.headerValue("x-a")]),
      ("{'status': 200, 'headers': []}", [.headers]), ("{'statusCode': 200}", [.statusCode]), ("{}", [.noStatus]),
      ("{'status': '20x'}", [.status("20x")]), ("{'status': 99}", [.status("99")]),
      ("{'status': 200, 'headers': {'x-a': [{'value': 'b'}]}}", []),
    ])
  func shapes(value: String, expected: [ShapeFault]) {
    #expect(read(handler("return " + value)).results.values.map { $0.faults.map(\.value) } == [expected])
  }

  // MARK: Not knowing

  @Test(
    "What cannot be read is undecided, never none",
    arguments: [
      "from other import answer\ndef handler(event, context): return answer(event)",
      "from other import handler", "from other import *", "import other\nhandler = other.make(lambda e, c: e)",
      "import other\n@other.wrap\ndef handler(event, context): return event['Records'][0]['cf']['request']",
      "def handler(event, context): return eval('1')", "def handler(event, context): return handler(event, context)",
      "def handler(event, context):\n  while True: pass", "def handler(event, context) return 1",
      "def handler(event, context):\n  r = event['Records'][0]['cf']['request']\n"
        + String(repeating: "  if r['uri'].startswith(r['method'] + str(id(r))): r = dict(r)\n", count: 3)
        + "  kept = {}\n" + (0..<40).map { "  if r['headers'].get('x-\($0)'): kept['y-\($0)'] = 1\n" }.joined()
        + "  return r",
    ])
  func undecided(code: String) {
    let answers = read(code)
    #expect(answers.results.state == .undecided || answers.handler.state == .undecided)
    #expect(answers.reads.state == .undecided)
    #expect(answers.clients.state == .undecided)
  }

  @Test("What is handed to code that cannot be read may be changed by it")
  func handedOver() {
    let code = "import other\n" + handler(Self.request, "other.process(request)", "return request")
    let answers = read(code)
    #expect(answers.reads.state == .undecided)
    #expect(answers.results.values.allSatisfy { !$0.undecidedHeaders.isEmpty })
    let known = read("import json\n" + handler(Self.request, "print(json.dumps(request))", "return request"))
    #expect(known.reads.state == .none)
    #expect(known.results.values.allSatisfy { $0.undecidedHeaders.isEmpty })
  }

  @Test("A file without the handler exports none; a file that is missing is undecided")
  func missingHandler() {
    #expect(read("def other(event, context): return event").handler.state == .none)
    #expect(read("", handler: "main.handler").handler.state == .undecided)
  }

  // MARK: Questions

  @Test(
    "What is read of the request",
    arguments: [
      ("request['body']['data']", [RequestPart.body]), ("request.get('body')", [.body]), ("'body' in request", [.body]),
      ("request['querystring'].split('&')", [.queryString]), ("request['headers']['cookie']", [.cookies]),
      ("[c['value'] for c in request['headers'].get('cookie', [])]", [.cookies]), ("{**request}", []),
      ("request['uri']", []), ("request.copy()", []),
    ])
  func reads(expression: String, expected: [RequestPart]) {
    let answers = read(handler(Self.request, expression, "return request"))
    #expect(answers.reads.values == expected)
    #expect(answers.reads.state == (expected.isEmpty ? .none : .known))
  }

  @Test(
    "Clients and their regions",
    arguments: [
      ("boto3.client('s3')", SDKClient.Region.none), ("boto3.client('s3', 'eu-west-1')", .named("eu-west-1")),
      ("boto3.resource('s3', region_name='eu-west-1')", .named("eu-west-1")),
      ("boto3.client('s3', region_name=os.environ['R'])", .computed), ("boto3.Session().client('s3')", .none),
      ("boto3.Session(region_name='eu-west-1').client('s3')", .named("eu-west-1")),
      ("boto3.session.Session(region_name=R).resource(service_name='s3')", .named("eu-west-2")),
      ("boto3.client('s3', config=Config(region_name='eu-west-1'))", .named("eu-west-1")),
      ("boto3.client('s3', config=Config(retries={}))", .none), ("client('s3', region_name=None)", .none),
      ("boto3.client('s3', **{'region_name': R})", .named("eu-west-2")),
    ])
  func clients(expression: String, region: SDKClient.Region) {
    let code = """
      import boto3, os
      from boto3 import client
      from botocore.config import Config
      R = 'eu-west-2'
      made = \(expression)
      def handler(event, context): return {'status': made.list_buckets()}
      """
    let answers = read(code)
    #expect(answers.clients.values == [SDKClient(name: "s3", region: region)])
    #expect(answers.clients.state == .known)
  }

  @Test(
    "Statuses of the origin that the code waits for",
    arguments: [
      ("if response['status'] == '404': response['status'] = '200'", [404]),
      ("if int(response['status']) >= 500: response['headers']['retry-after'] = [{'value': '9'}]", Array(500...599)),
      ("if response['status'] in ('403', '404'): response['headers']['x'] = [{'value': '9'}]", [403, 404]),
      ("if response['status'].startswith('5'): response['status'] = 200", Array(500...599)),
      ("if int(response['status']) >= 400: return response", []), ("response['status'] = '200'", []),
      ("if response['status'] == '200': response['headers']['x'] = [{'value': '9'}]", []),
    ])
  func awaited(line: String, expected: [Int]) {
    let answers = read(handler(Self.response, line, "return response"))
    #expect(answers.awaitedStatuses.values.flatMap(\.statuses) == expected)
    #expect(answers.awaitedStatuses.state == (expected.isEmpty ? .none : .known))
    #expect(Set(answers.results.values.map(\.outcome)) == [.response])
  }

  @Test("The event as API Gateway sends it")
  func apiGateway() {
    let answers = read(
      handler(
        "return {'statusCode': 200, 'body': event['queryStringParameters'] if 'x' in event else event.get('path')}"))
    #expect(Set(answers.apiGatewayReads.values) == ["path", "x"])
  }

  /// Who looks for what API Gateway sends beside CloudFront's own knows both.
  @Test func bothEvents() {
    let both = read(handler("path = event.get('path')", "return event['Records'][0]['cf']['request']"))
    #expect(both.apiGatewayReads.values == [])
    let wrong = read(handler("path = event['path']", "return event['Records'][0]['cf']['request']"))
    #expect(wrong.apiGatewayReads.values == ["path"])
  }

  /// A generator that nobody asks does nothing, and which exceptions a group holds is undecided.
  @Test func generatorOfNobody() {
    let answers = read(
      handler(
        "r = event['Records'][0]['cf']['response']",
        "(r['headers'].__setitem__(n, [{'key': n, 'value': 'a'}]) for n in ('x-a', 'x-b'))", "return r"))
    #expect(answers.results.values.map { $0.sets(anyOf: ["x-a"]) } == [false])
  }

  @Test func groupsOfExceptions() {
    let answers = read(
      "def handler(event, context):\n  try:\n    raise ExceptionGroup('x', [ValueError(1)])\n  except* ValueError:\n"
        + "    s = '403'\n  return {'status': s}")
    #expect(answers.results.state == .undecided)
  }

  /// A body that is put in the place of the request's own needs that to be there.
  @Test func replacedBody() {
    let answers = read(
      handler("r = event['Records'][0]['cf']['request']", "r['body'] = {'action': 'replace', 'data': 'a'}", "return r"))
    #expect(answers.reads.values == [.body])
  }

  /// A range is gone over, and the handler answers behind it.
  @Test(arguments: [
    "for i in range(2): h['ab'[i]] = v", "for i in range(1, -1, -1): h['ab'[i]] = v",
    "h.update({'ab'[i]: v for i in range(2)})", "for i in reversed(range(2)): h['ab'[i]] = v",
    "list(map(lambda i: h.update({'ab'[i]: v}), range(2)))", "h['a'] = v; h['abc'[len(range(3)) - 2]] = v",
    "for i, n in enumerate('ab'): h[n] = v",
    "for i in range(3):\n    try: h['ab'[i]] = v\n    except IndexError: break",
  ])
  func ranges(_ statement: String) {
    let answers = read(
      handler(
        "r = event['Records'][0]['cf']['response']; h = r['headers']; v = [{'value': '1'}]",
        statement.replacing("\n", with: "\n  "), "return r"))
    #expect(answers.results.state == .known, "\(statement) \(answers.results.undecided)")
    let set = answers.results.values.map { $0.headers.filter(\.isCertain).map(\.name).sorted() }
    #expect(set == [["a", "b"]], "\(statement)")
  }

  /// A handler that is not seen to answer is not one of which all is known.
  @Test func answersNothing() {
    #expect(read(handler("raise ValueError('x')")).results.state == .undecided)
  }

  /// What fails among what is waited for together may be kept back.
  @Test(arguments: [(", return_exceptions=True", false), (", return_exceptions=False", true), ("", true)])
  func gathered(_ option: String, isKnown: Bool) {
    let answers = read(
      """
      import asyncio, urllib.request
      async def load(r, n):
        urllib.request.urlopen(n)
        r['headers'][n] = [{'value': '1'}]
      async def both(r):
        await asyncio.gather(load(r, 'a'), load(r, 'b')\(option))
      def handler(event, context):
        r = event['Records'][0]['cf']['response']
        asyncio.run(both(r))
        return r
      """)
    #expect((answers.results.state == .known) == isKnown, "\(option)")
  }

  // MARK: Size and depth

  @Test(
    "Hostile code ends, undecided or not",
    arguments: [
      "def handler(event, context):\n  return " + String(repeating: "(", count: 150) + "1"
        + String(repeating: ")", count: 150),
      "x = " + (0..<20_000).map { "'a\($0)' + " }.joined() + "''\ndef handler(e, c): return {'status': 200}",
      "M = {" + (0..<10_000).map { "'/\($0)': '/to/\($0)'," }.joined() + "}\n"
        + "def handler(e, c):\n  to = M.get(e['Records'][0]['cf']['request']['uri'])\n  return {'status': 301 if to else 404}",
      "def f(n): return f(n + 1) + f(n + 2)\ndef handler(e, c): return f(1)",
      "x = 'a'\nfor i in range(4000): x += x\ndef handler(e, c): return {'status': 200}",
      "x = []\nfor i in range(4000): x += x + [1]\ndef handler(e, c): return {'status': 200}",
      "x = ()\nfor i in range(4000): x = (x, x)\ndef handler(e, c): return {'status': str(x) == x}",
      "def handler(e, c):\n"
        + String(repeating: "  for a in e['Records'][0]['cf']['request']['headers']:\n    print(a)\n", count: 30)
        + "  return {'status': 200}",
      "class A(B): pass\nB = A\nclass A(B): pass\ndef handler(e, c): return A().x",
      "import index\nfrom index import handler\ndef handler(e, c): return {'status': 200}",
    ])
  func hostile(code: String) {
    let answers = read(code)
    #expect(answers.handler.state != .none || !answers.results.undecided.isEmpty)
  }
}
