import Testing

@testable import EdgeCode

/// What loops with any number of rounds leave in handlers for Python.
@Suite struct PythonRoundsTests {
  private func read(_ body: String) -> [EdgeResult] {
    let code = """
      def handler(event, context):
        cf = event['Records'][0]['cf']
        r, parts = cf['response'], cf['request']['querystring'].split('&')
        def set(name):
          r['headers'][name] = [{'value': '1'}]
      \(body.split(separator: "\n").map { "  \($0)\n" }.joined())  return r
      """
    return EdgeCode.read(
      package: ["index.py": Array(code.utf8)], handler: "index.handler", runtime: .lambdaPython,
      context: EventContext(eventType: "origin-response")
    ).results.values
  }

  /// Where a flag that rounds set decides, it is not known whether any number of them leads there.
  @Test(arguments: [
    "ok = False\nfor p in parts:\n  if p == 'a':\n    ok = True\n    set('x-a')\nif not ok: set('x-a')",
    "n = 0\nfor p in parts:\n  if p:\n    n += 1\n    set('x-a')\nif n == 0: set('x-a')",
    "hit = None\nfor p in parts:\n  if p == 'a':\n    hit = p\n    set('x-a')\nif hit is None: set('x-a')",
  ])
  func together(_ body: String) {
    let results = read(body)
    #expect(results.allSatisfy { $0.sets(anyOf: ["x-a"]) == true || !$0.undecidedWay.isEmpty }, "\(body)")
    #expect(results.contains { $0.sets(anyOf: ["x-a"]) == true }, "\(body)")
  }

  /// Pieces of a text are one at least, and over one list there are rounds each time or never.
  @Test(arguments: [
    "for p in parts: set('x-a')", "i = 0\nwhile i < len(parts):\n  i += 1\n  set('x-a')", "if parts: set('x-a')",
    "if len(parts) < 1: set('x-b')\nelse: set('x-a')",
    "some = context.names\nn = 0\nfor p in some: set('x-a')\nelse: n = 1\nfor p in some: n = 2\nif n == 1: set('x-a')",
  ])
  func filled(_ body: String) {
    #expect(read(body).allSatisfy { $0.sets(anyOf: ["x-a"]) == true || !$0.undecidedWay.isEmpty }, "\(body)")
  }

  /// Each round is for another element.
  @Test(arguments: [
    "for p in parts:\n  if p == 'a': set('x-a')\n  else: set('x-b')",
    "for p in parts:\n  if p == 'a': set('x-a')\nfor p in parts:\n  if p != 'a': set('x-b')",
  ])
  func otherElements(_ body: String) {
    #expect(read(body).contains { Set(["x-a", "x-b"]).isSubset(of: $0.headers.map(\.name)) }, "\(body)")
  }

  @Test(arguments: [
    "ok = False\nfor p in parts:\n  if p == 'a':\n    ok = True\nif ok: set('x-a')",
    "for p in parts:\n  if p == 'a': set('x-a')",
  ])
  func apart(_ body: String) {
    #expect(read(body).contains { $0.sets(anyOf: ["x-a"]) == false && $0.undecidedWay.isEmpty }, "\(body)")
  }

  /// What only a later round does is done by some number of rounds.
  @Test(arguments: [
    "a = b = c = False\nfor p in parts:\n  if b: c = True\n  if a: b = True\n  a = True\nif c: set('x-a')",
    "n = 0\nfor p in parts:\n  n += 1\n  if n == 5: set('x-a')",
    "s, uri = 'a', cf['request']['uri']\nwhile '/' in uri:\n  uri = uri[1:]\n  s = 'b' if s == 'a' else 'c' if s == 'b' else 'd'\n  if s == 'd': set('x-a')",
    // What rounds change of objects, and of names around the functions that they call.
    "d = {'s': 'a'}\nfor p in parts:\n  d['s'] = 'b' if d['s'] == 'a' else 'c' if d['s'] == 'b' else 'd'\nif d['s'] == 'd': set('x-a')",
    "class S:\n  s = 'a'\n  def go(self):\n    self.s = 'b' if self.s == 'a' else 'c' if self.s == 'b' else 'd'\no = S()\nfor p in parts: o.go()\nif o.s == 'd': set('x-a')",
    "n = 0\ndef go():\n  nonlocal n\n  n += 1\nfor p in parts: go()\nif n == 5: set('x-a')",
  ])
  func laterRounds(_ body: String) {
    #expect(read(body).contains { $0.headers.contains { $0.name == "x-a" } }, "\(body)")
  }

  /// What loops change in what is large counts as steps: it is looked through only where it was written to, and not for ever.
  @Test func `many loops over a large dictionary are left undecided`() {
    let entries = (0..<2_000).map { "'k\($0)': \($0)" }.joined(separator: ", ")
    let loops = (0..<60).map { "  for h in r['headers']:\n    T['x\($0)'] = h\n" }.joined()
    let code = """
      T = {\(entries)}
      def handler(event, context):
        r = event['Records'][0]['cf']['request']
      \(loops)  return {'status': '200', 'headers': {}}
      """
    let answers = EdgeCode.read(
      package: ["index.py": Array(code.utf8)], handler: "index.handler", runtime: .lambdaPython,
      context: EventContext(eventType: "viewer-request"))
    #expect(!answers.results.undecided.isEmpty)
  }
}
