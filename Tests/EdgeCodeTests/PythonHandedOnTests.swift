import EdgeCode
import Testing

/// What a handler for Python does by way of functions, classes and requests that it hands on.
@Suite("Edge code: Python, functions and classes that are handed on")
struct PythonHandedOnTests {
  private func read(_ code: String, with files: [String: String] = [:]) -> EdgeCodeAnswers {
    var package = files.mapValues { Array($0.utf8) }
    package["index.py"] = Array(code.utf8)
    return EdgeCode.read(package: package, handler: "index.handler", runtime: .lambdaPython)
  }

  private func statuses(_ answers: EdgeCodeAnswers) -> [Int] {
    Set(answers.results.values.flatMap { $0.status?.values ?? [] }).sorted()
  }

  private static let request = "r = event['Records'][0]['cf']['request']"

  /// A handler of the lines that are indented, behind the others.
  private func handler(_ before: String, _ lines: String...) -> String {
    ([before, "def handler(event, context):"] + lines.map { "  " + $0 }).joined(separator: "\n") + "\n"
  }

  @Test(
    "Functions that are run later, or with arguments that were given before",
    arguments: [
      ("from functools import partial\nf = partial(lambda s, b: {'status': s, 'body': b}, b='')", "return f('403')"),
      ("from functools import partial\nf = partial(lambda s: {'status': s}, s='200')", "return f(s='403')"),
      ("from functools import reduce", "return reduce(lambda a, b: {**a, 'status': b}, ['200', '403'], {})"),
      ("from functools import reduce", "return reduce(lambda a, b: b, [{}, {'status': 403}])"),
      (
        "import functools\nclass A:\n  @functools.cached_property\n  def s(self): return {'status': '403'}",
        "return A().s"
      ),
      (
        "from functools import partialmethod\nclass A:\n  def m(self, s): return {'status': s}\n"
          + "  deny = partialmethod(m, '403')", "return A().deny()"
      ),
      (
        "import threading", "o = {}; t = threading.Thread(target=o.update, kwargs={'status': 403}); t.start(); return o"
      ),
      (
        "from concurrent.futures import ThreadPoolExecutor",
        "return ThreadPoolExecutor().submit(lambda s: {'status': s}, '403').result()"
      ),
      ("", "return {'status': sorted(['200', '403'], key=lambda s: -int(s))[0]}"),
      (
        "table = [\((100..<403).map { "'\($0)'" }.joined(separator: ", ")), '403']",
        "return {'status': sorted(table, reverse=True)[0]}"
      ),
      ("", "s = ['200', '403']; s.sort(reverse=True); return {'status': s[0]}"),
    ])
  func runs(before: String, line: String) {
    let answers = read(handler(before, line))
    #expect(statuses(answers) == [403])
    #expect(answers.results.state == .known)
  }

  @Test("What is put on a stack of contexts is done where it is left")
  func exitStack() {
    let answers = read(
      handler(
        "from contextlib import ExitStack", "o = {'status': '404'}", "with ExitStack() as s:",
        "  s.callback(o.update, status='403')", "  o['status'] = '200'", "return o"))
    #expect(statuses(answers) == [403])
  }

  @Test(
    "A function that something from outside may run leaves nothing certain",
    arguments: [
      "sorted(['a'], key=functools.cmp_to_key(lambda a, b: len(r['querystring'])))",
      "asyncio.run(asyncio.to_thread(lambda: r['querystring']))",
      "heapq.nlargest(1, [1], key=lambda x: r['querystring'])",
      "re.sub('a', lambda m: r['querystring'], 'a')", "max(['a', 'b'], key=lambda x: r['querystring'])",
      "contextlib.closing(Q(r))",
    ])
  func handedFunctions(call: String) {
    let answers = read(
      handler(
        "import asyncio, contextlib, functools, heapq, re\nclass Q:\n  def __init__(self, r): self.r = r\n"
          + "  def close(self): return self.r['querystring']", Self.request, call, "return r"))
    #expect(answers.reads.state != .none)
  }

  @Test(
    "Classes that are derived of dict, and attributes as a dictionary",
    arguments: [
      ("class R(dict):\n  def __init__(self, s): super().__init__(status=s)", "return R('403')"),
      ("class R(dict):\n  def __init__(self, s): dict.__init__(self, status=s)", "return dict(R('403'))"),
      ("class R(dict):\n  def put(self):\n    self['status'] = '403'\n    return self", "return R(status='200').put()"),
      (
        "class R(dict):\n  __getattr__ = dict.get\n  __setattr__ = dict.__setitem__",
        "x = R(); x.status = 403; return x"
      ),
      ("class R(dict):\n  def __missing__(self, k): return '403'", "return {'status': R()['a']}"),
      ("class S(str): pass", "return {'status': S('403')}"),
      ("class A:\n  def __init__(self): self.status = '403'", "return A().__dict__"),
      ("class A:\n  def __init__(self, **k): self.__dict__.update(k)", "return {'status': A(code=403).code}"),
      ("class A:\n  def __init__(self): self.status = '403'", "return {**vars(A())}"),
      ("class A:\n  def __str__(self): return '403'", "return {'status': str(A())}"),
      ("class A:\n  def __format__(self, f): return '4' + f", "return {'status': f'{A():03}'}"),
      (
        "class A:\n  def c(self): return '200'\nclass B(A): pass\nclass C(A):\n  def c(self): return '403'\n"
          + "class D(B, C): pass", "return {'status': D().c()}"
      ),
      (
        "class A:\n  def c(self): return {}\nclass B(A):\n  def c(self): return {**super().c()}\n"
          + "class C(A):\n  def c(self): return {'status': '403'}\nclass D(B, C): pass", "return D().c()"
      ),
    ])
  func classes(before: String, line: String) {
    let answers = read(handler(before, line))
    #expect(statuses(answers) == [403])
    #expect(answers.results.state == .known)
  }

  @Test(
    "What a pattern takes of the event is read",
    arguments: [
      ("match event:", "  case {'Records': [{'cf': {'request': {'querystring': q} as r}}]}: return r"),
      ("match event['Records'][0]['cf']['request']:", "  case {'querystring': 'a', **rest}: return rest"),
      (
        "match event['Records'][0]['cf']['request']:",
        "  case {'uri': u, **rest}: return {'status': rest['querystring']}"
      ),
    ])
  func patterns(subject: String, pattern: String) {
    let answers = read(handler("", subject, pattern, "return event['Records'][0]['cf']['request']"))
    #expect(answers.reads.values == [.queryString])
  }

  @Test(
    "The whole request, handed on or looked through, may be read",
    arguments: [
      "import urllib.request, json; urllib.request.urlopen('https://a.example.com', data=json.dumps(r).encode())",
      "import json; x = json.loads(json.dumps(r))['querystring']", "for k, v in r.items(): x = v",
      "x = (lambda querystring='', **rest: querystring)(**r)", "from types import SimpleNamespace as S; x = S(**r)",
      "from collections import ChainMap; x = ChainMap({}, r)['querystring']",
      "from operator import itemgetter; x = itemgetter('querystring')(r)",
      "import operator; x = operator.getitem(r, 'querystring')", "import copy; x = copy.deepcopy(r).pop('querystring')",
      "return {'status': '200', 'body': f'{event}'}",
    ])
  func wholeRequests(line: String) {
    #expect(read(handler("", Self.request, line, "return r")).reads.state != .none)
  }

  @Test(
    "The request in a log is not read",
    arguments: [
      "print(json.dumps(event))", "logging.getLogger().info(json.dumps(r))", "logging.info('%s', f'{event}')",
    ])
  func logs(line: String) {
    #expect(read(handler("import json, logging", Self.request, line, "return r")).reads.state == .none)
  }

  @Test("What an asynchronous function gives is no answer until it is awaited")
  func coroutines() {
    let main = "import asyncio\nasync def main(e): return {'status': '403'}"
    #expect(read(handler(main, "return main(event)")).results.values.map(\.outcome) == [.invalid])
    for line in [
      "return asyncio.run(main(event))", "return asyncio.new_event_loop().run_until_complete(main(event))",
      "return asyncio.run(asyncio.wait_for(main(event), 1))",
    ] {
      #expect(statuses(read(handler(main, line))) == [403])
    }
    let gathered = main + "\nasync def all(e): return (await asyncio.gather(main(e), main(e)))[1]"
    #expect(statuses(read(handler(gathered, "return asyncio.run(all(event))"))) == [403])
    #expect(
      read("async def handler(event, context): return {'status': '200'}").results.values.map(\.outcome) == [.invalid])
  }

  @Test(
    "The runtime's own region is no region of a client's own",
    arguments: [
      ("os.environ['AWS_REGION']", SDKClient.Region.none), ("os.getenv('AWS_REGION')", .none),
      ("os.environ.get('AWS_DEFAULT_REGION', 'eu-west-1')", .none), ("os.environ.get('REGION')", .none),
      ("boto3.session.Session().region_name", .none), ("os.environ['REGION']", .computed),
      ("boto3.Session(region_name='eu-west-1').region_name", .named("eu-west-1")),
    ])
  func regions(expression: String, region: SDKClient.Region) {
    let answers = read(
      handler("import boto3, os\nc = boto3.client('s3', region_name=\(expression))", Self.request, "return r"))
    #expect(answers.clients.values == [SDKClient(name: "s3", region: region)])
  }

  @Test("An import of all takes the names that the module lists")
  func importsOfAll() {
    let code = "from lib import *\n"
    let handler = "def handler(event, context): return {}\n"
    #expect(read(code, with: ["lib.py": "__all__ = ['x']\nx = 1\n" + handler]).handler.state == .none)
    #expect(read(code, with: ["lib.py": "__all__ = ['handler']\n" + handler]).handler.state == .known)
  }

  @Test(
    "A status that something from outside judges may be waited for",
    arguments: [
      "re.match('[45]..', s)", "operator.eq(s, '404')", "HTTPStatus(int(s)).is_client_error",
      "fnmatch.fnmatch(s, '4*')",
    ])
  func statusTests(test: String) {
    let answers = read(
      handler(
        "import fnmatch, operator, re\nfrom http import HTTPStatus", "r = event['Records'][0]['cf']['response']",
        "s = r['status']", "if \(test): r['status'] = '302'", "return r"))
    #expect(answers.awaitedStatuses.state != .none)
  }
}
