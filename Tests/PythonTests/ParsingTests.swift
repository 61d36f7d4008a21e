import Foundation
import Python
import Testing

@Suite("Python: what is a module")
struct ParsingTests {
  static let python: String? = {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let candidates = folders.map { "\($0)/python3" } + [environment["AUDIT_TEST_PYTHON"] ?? ""]
    return candidates.first(where: FileManager.default.isExecutableFile)
  }()

  /// How many statements `ast.parse` of the installed Python finds in files of its library; nil where it refuses.
  private static func library() throws -> [String: Int?] {
    let process = Process()
    process.executableURL = URL(filePath: try #require(python))
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/count_statements.py")
    process.arguments = [script.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode([String: Int?].self, from: output)
  }

  @Test(
    "Files of the standard library are taken as ast.parse takes them, with as many statements",
    .enabled(if: python != nil, "needs python3, which scripts/setup installs"))
  func standardLibrary() throws {
    let files = try Self.library()
    #expect(files.count > 100)
    for (path, wanted) in files {
      let source = Array(try Data(contentsOf: URL(filePath: path)))
      do {
        let count = try PythonModule(source).body.statementCount
        // What newer Pythons accept is accepted.
        #expect(count == wanted || wanted == nil, "\(path)")
      } catch {
        #expect(wanted == nil || error.reason == .unsupported, "\(path): \(error)")
      }
    }
  }

  @Test(
    "Accepted",
    arguments: [
      "", "\n\n# nothing\n", "x", "if x: pass", "if x:\n  y\nelif z:\n  w\nelse:\n  v", "x = y = z", "x: int = 1",
      "(x): int",
      "x.y: int", "x[1] += 2", "*a, b = c", "[a, (b, *c)] = d", "for a, *b in c, *d: pass", "for x.y in z: pass",
      "with a as b, c as (d, e): pass", "with (a as b, c as d,): pass", "with (a, b) as c: pass", "with (a): pass",
      "def f(a, /, b=1, *c, d, e=2, **f) -> g: pass", "def f[T: int = str, *U, **V](x: T): pass",
      "class A[T](B, c=D): pass",
      "type X[T] = list[T]", "type = 1", "type(x)", "match = 1", "match(x)", "match[x]", "match x:\n  case _: pass",
      "match x, y:\n  case [1, -2.5+3j, *_] | {'a': b, **c} if d: pass\n  case A.B(c, d=(e as f)): pass",
      "match -x:\n  case (a): pass", "case = match", "print(match, case, type)",
      "lambda *a, b=1, **c: (yield)", "lambda: 0 if x else y", "a if b else c if d else lambda: e", "(x := 1)",
      "f(x := 1)", "f(x for x in y)", "f(*a, b, *c, d=1, *e, **f, g=2)", "{**a, 'b': c}", "{*a, b}",
      "{a: b for a, b in c}",
      "[x async for x in y if a if b]", "x[1:2, ::3, ...]", "x[*a]", "x[a:=1]", "not not x",
      "a < b == c is not d not in e",
      "-x ** -y", "await x ** 2", "1if x else 2", "0xFF_FF, 0o17, 0b1, 1_000, 1e5, .5, 1., 1j, 00", "1 .real, 1..real",
      "'a' \"b\" r'\\\\' f'c'", "b'a' rb'\\x'", "f'{x}{y!r:>{w}.{p}}{z=}{{}}'", "f'{x:%Y-%m}'", "f'{a[\"b\"]}'",
      "f'{'nested'}'",
      "f'{f'{f'{1}'}'}'", "f'{(lambda x: 1)}'", "f'{a != b}'", "f'''{\n x\n}'''", "f'\\N{DASH}'", "t'{x}'", "rf'\\{x}'",
      "try: pass\nexcept* A as a: pass", "try: pass\nexcept A, B: pass", "try: pass\nfinally: pass",
      "from . import (a, b as c,)", "from ...x.y import *", "import a.b as c, d", "async def f():\n async with a: pass",
      "@a.b(c)[d]\n@(e := f)\nclass G: pass", "del a, (b, [c.d]), e[0]", "global a, b", "return", "raise A from b",
      "x = yield", "x = \\\n  1", "if x:\n\ty\n\tz", "été = 1", "\u{FEFF}x = 1", "a; b;", "print(*a)", "nonlocal x",
      "x = (\n1,\n# c\n2)\n", "if 1:\n    a\n  # comment\n    b", "async def f(): return [await x async for x in y]",
    ])
  func accepted(text: String) throws {
    _ = try PythonModule(Array(text.utf8))
  }

  @Test(
    "Refused, with the place",
    arguments: [
      ("x = ", 1, 5), ("if x\n  y", 1, 5), ("if x:\ny", 2, 1), ("  x", 1, 3), ("x\n  y", 2, 3),
      ("if x:\n   y\n  z", 3, 3),
      ("def f(a=1, b): pass", 1, 13), ("def f(*): pass", 1, 8), ("f(a=1, b)", 1, 9), ("f(**a, *b)", 1, 9),
      ("f(x for x in y, 1)", 1, 15), ("1 = x", 1, 1), ("f() = x", 1, 1), ("a + b = c", 1, 1), ("(a, b): int", 1, 1),
      ("(a, b) += 1", 1, 1), ("x := 1", 1, 3), ("del f()", 1, 5), ("for f() in x: pass", 1, 5), ("print 'x'", 1, 7),
      ("'abc", 1, 1), ("'''abc", 1, 1), ("f'{x'", 1, 5), ("f'}'", 1, 3), ("f'{}'", 1, 4), ("f'{x!z}'", 1, 7),
      ("b'é'", 1, 3), ("'a' b'b'", 1, 1), ("012", 1, 1), ("1_", 1, 3), ("0x", 1, 3), ("1abc", 1, 2), ("a $ b", 1, 3),
      ("(a]", 1, 3), (")", 1, 1), ("(a", 1, 3), ("class: pass", 1, 6), ("None = 1", 1, 1), ("import a.b.", 1, 12),
      ("from x import", 1, 14), ("try: pass", 1, 10), ("try: pass\nexcept: pass\nexcept A: pass", 3, 9),
      ("match x:\n  case 1 + 2: pass", 2, 12), ("match x:\n  case a b: pass", 2, 10), ("async x", 1, 7),
      ("@a\nx = 1", 2, 1), ("{a: b, c}", 1, 9), ("{a, b: c}", 1, 6), ("(*a)", 1, 2), ("[*a for a in b]", 1, 2),
      ("if x:\n\ty\n        z", 3, 9), ("x = '\\u12'", 1, 6), ("x\\", 1, 2), ("é é", 1, 3), ("x = 1 +\ny", 1, 8),
      ("lambda (a): 1", 1, 8), ("a\u{0}b", 1, 2), ("\u{20AC} = 1", 1, 1),
    ])
  func refused(text: String, line: Int, column: Int) {
    let error = #expect(throws: PythonSyntaxError.self) { try PythonModule(Array(text.utf8)) }
    #expect(error?.reason == .syntax)
    #expect([error?.line, error?.column] == [line, column], "\(text): \(error?.message ?? "")")
  }

  @Test(
    "Not read: other encodings, and what is nested deeper than the parser goes",
    arguments: [
      Array("# -*- coding: latin-1 -*-\nx = 1".utf8), [0x78, 0x3D, 0x27, 0xFF, 0x27],
      Array(String(repeating: "-x ** ", count: 100_000).utf8),
      Array(String(repeating: "lambda: ", count: 100_000).utf8),
    ])
  func unsupported(source: [UInt8]) {
    let error = #expect(throws: PythonSyntaxError.self) { try PythonModule(source) }
    #expect(error?.reason == .unsupported)
  }

  @Test(
    "Twenty thousand of anything ends in an error or a module",
    arguments: [
      "(", "[", "{", "f'{", "a.", "a+", "a if b else ", "not ", "- ", "x = ", "a,", "a(", "a[0]", "a and ", "'a' ",
      "1 < ",
      "if x:\n", "else", "\\\n", "{**", "*", "@a\n", "a:", "lambda x=", "yield ", "await ", "f(*", "case ", "match ",
      "match (",
      "with (", "\"\"\"", "{a:", "if a: b\nelif c: d\n", "x\n", "\u{301}", "a.b()[0]",
    ])
  func repeated(text: String) {
    for end in ["", "x", "\n"] {
      _ = try? PythonModule(Array((String(repeating: text, count: 20_000) + end).utf8))
    }
  }

  @Test("What stands after a backslash")
  func escapes() throws {
    let module = try PythonModule(Array(#"'\n\x41\101é\z\\', b'\xff\0', r'\n', '\U0001F600', 'a\\#n b'"#.utf8))
    guard case .expression(let value)? = module.body.first?.kind, case .tuple(let elements) = value.kind else {
      Issue.record("no tuple")
      return
    }
    let texts: [String] = elements.map {
      switch $0.kind {
      case .string(let text): text
      case .bytes(let bytes): "\(bytes)"
      default: ""
      }
    }
    #expect(texts == ["\nAAé\\z\\", "[255, 0]", "\\n", "😀", "a b"])
  }
}

extension [Statement] {
  /// How many statements `ast.walk` meets; each `elif` is one.
  var statementCount: Int { reduce(0) { $0 + $1.statementCount } }
}

extension Statement {
  fileprivate var statementCount: Int {
    switch kind {
    case .if(let branches, let otherwise):
      branches.reduce(otherwise.statementCount) { $0 + 1 + $1.body.statementCount }
    case .while(_, let body, let otherwise): 1 + body.statementCount + otherwise.statementCount
    case .for(let loop): 1 + loop.body.statementCount + loop.otherwise.statementCount
    case .try(let parts):
      parts.handlers.reduce(1) { $0 + $1.body.statementCount } + parts.body.statementCount
        + parts.otherwise.statementCount + parts.finally.statementCount
    case .with(_, let body, _): 1 + body.statementCount
    case .match(_, let cases): cases.reduce(1) { $0 + $1.body.statementCount }
    case .function(let function): 1 + function.body.statementCount
    case .class(let definition): 1 + definition.body.statementCount
    default: 1
    }
  }
}
