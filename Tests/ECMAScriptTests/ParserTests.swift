import Testing

@testable import ECMAScript

/// Programs are taken as Node.js takes them, and refused with a place.
@Suite struct ParserTests {
  private func parses(_ text: String, _ goal: Program.Goal = .commonJS) -> Bool {
    (try? Program(Array(text.utf8), goal: goal)) != nil
  }

  @Test(arguments: [
    "class A extends (class {}) { static #x = 1; get y() { return this.#x } static { A.z = #x in A } async *[`k`]() {} }",
    "const {a, b: [c, ...d] = [], ...e} = f, [, g = 1] = h; ({a, b: c.d} = e);",
    "x = a?.b?.[c]?.(d) ?? e ** 2 ** 3; y ||= z &&= w ??= 1;",
    "async function* f() { for await (const x of y) yield* z; await 0 }",
    "label: for (var i = 0, j = ('a' in b); ; ) { if (i) continue label; else break label }",
    "a = b\n++c\nd = e\n/f/g.test(h)", "let\nlet1 = 0; var async, of, get, set, from, let; async = of",
    "return /[/]\\//.test(a) ? 1n : 0x1F + 0b11 + 0o17 + .5e-3 + 1_000", "`a${`b${c}`}d`; tag`\\unicode`",
    "#!/usr/bin/env node\na", "a <!-- b\n--> c\nd", "var \\u0061b = 1, \u{e9}t\u{e9}; ab", "if (a) function f() {}",
    "(a, b = 1, {c}, [d], ...e) => ({}); async (x) => await x; async x => x; (async)",
    "for (let of of []) ; for (let in {}) ; for (const [a] of b) ;", "switch (a) { case 1: let b; default: }",
    "new new A()(); new a.b.c; new.target; import('x', {with: {type: 'json'}})", "with (a) b", "yield = await",
    "do a; while (b) c", "({async: 1, get: 2, set() {}, static() {}, get get() {}, async *x() {}, 1.5: 3, [a]: 4})",
  ])
  func takesScripts(_ text: String) { #expect(parses(text)) }

  @Test(arguments: [
    "import a, {b as c, default as d, 'e' as f} from 'x'; import * as g from 'y'; import 'z'",
    "import j from './j.json' with {type: 'json'}; export {j as default}; export * as ns from 'x'; export * from 'y'",
    "export default class {}; export const {a, b: [c]} = d", "export default async () => {}; await 1; import.meta.url",
    "export async function f() {}\nexport default function () {}",
  ])
  func takesModules(_ text: String) { #expect(parses(text, .module) && !parses(text)) }

  @Test(arguments: [
    ("a = ", 1, 5), ("a b", 1, 3), ("{\n  let x; let x\n}", 2, 14), ("'a\n'", 1, 1), ("f(", 1, 3), ("`a${b", 1, 6),
    ("({a = 1})", 1, 5), ("1 = 2", 1, 1), ("for (const a of b c) d", 1, 19), ("/a", 1, 1), ("class { }", 1, 7),
    ("break", 1, 1), ("'use strict'; with (a) b", 1, 15), ("a => {} || b", 1, 9), ("(a, a?.b) => c", 1, 5),
    ("3in []", 1, 2),
    ("\u{e9} \u{e9} \u{1F600}", 1, 3), ("import a from 'b'", 1, 1), ("'use strict'; 010", 1, 15), ("-1 ** 2", 1, 1),
  ])
  func refusesWithAPlace(_ text: String, line: Int, column: Int) {
    #expect(throws: SyntaxError.self) { try Program(Array(text.utf8), goal: .commonJS) }
    do throws(SyntaxError) {
      _ = try Program(Array(text.utf8), goal: .commonJS)
    } catch {
      #expect((error.line, error.column) == (line, column), "\(text): \(error.message)")
      #expect(error.reason == .syntax)
    }
  }

  /// What is nested deeper than the parser goes is refused as that; no input ends the process.
  @Test(arguments: [
    "[", "(", "{", "!", "a=>", "`${", "a?b:(", "function f(){", "class A{static{", "x=", "new ", "-", "[{a:",
  ])
  func refusesWhatIsNestedTooDeep(_ opening: String) {
    let text = String(repeating: opening, count: 100_000)
    do throws(SyntaxError) {
      _ = try Program(Array(text.utf8), goal: .script)
      Issue.record("\(opening) was taken")
    } catch {
      #expect(error.reason == .tooLarge)
    }
  }

  /// Chains are not nested, however long they are.
  @Test(arguments: [
    ("a", "+a", ""), ("a", ".b", ""), ("a", "()", ""), ("a", "?b:c", ""), ("if(a);", "else if(a);", ""),
    ("a", ",a", ""),
    ("a", "&&a", ""), ("[", "a,", "]"), ("", "a;", ""), ("a", "??=1;a", ""),
  ])
  func takesLongChains(_ first: String, _ link: String, _ last: String) throws {
    let text = first + String(repeating: link, count: 50_000) + last
    _ = try Program(Array(text.utf8), goal: .script)
  }

  // MARK: Names

  /// The uses of a name that the same thing binds, as their lines.
  private func lines(of name: String, in text: String, goal: Program.Goal = .commonJS) throws -> [[Int]] {
    let program = try Program(Array(text.utf8), goal: goal)
    var lines: [Int32: [Int]] = [:]
    for node in program.nodes where (node.kind == .identifier || node.kind == .binding) && program.text(node.a) == name
    {
      lines[node.b, default: []].append(program.place(of: node.start).line)
    }
    return lines.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whatever function an error stands in, what is around it ends as it began.
  @Test(arguments: ["label: ", "label: for (;;) ", "label: switch (x) { case 1: ", "async () => { label: "])
  func refusesAnErrorInAnyFunctionWithinALabel(_ opening: String) {
    let functions = [
      "(() => { ) })", "(() => ))", "(function () { ) })", "(async function* () { ) })", "({ m() { ) } })",
      "({ get a() { ) } })", "(class { static { ) } })", "(class { f = ) })", "(class { m() { ) } })",
      "(function (a = )) {})",
    ]
    for function in functions { #expect(!parses(opening + function), "\(opening)\(function)") }
  }

  @Test func namesBelongToTheInnermostScopeThatBindsThem() throws {
    #expect(try lines(of: "x", in: "var x\n{ let x\nx }\nx") == [[1, 4], [2, 3]])
    #expect(try lines(of: "x", in: "x\nfunction f() { x\nvar x }") == [[1], [2, 3]])
    #expect(try lines(of: "x", in: "x\nvar f = function x() { x }\nx") == [[1, 3], [2, 2]])
    #expect(try lines(of: "x", in: "let x\ntry {} catch (x) { x\n}\nx") == [[1, 4], [2, 2]])
    #expect(try lines(of: "x", in: "var x\n;(x = x\n) => x") == [[1], [2, 2, 3]])
    #expect(try lines(of: "x", in: "for (let x of x)\nx\nx") == [[3], [1, 1, 2]])
    #expect(try lines(of: "x", in: "f(x)\n{ function x() {} }\nx") == [[1, 3], [2]])
    #expect(try lines(of: "x", in: "import {x} from 'y'\nexport {x}", goal: .module) == [[1, 2]])
  }

  @Test func placesCountCharactersAndAllKindsOfLineEnds() throws {
    let program = try Program(Array("a\r\n'\u{1F600}';b\u{2028}c\nd\re".utf8), goal: .script)
    let places = program.nodes.filter { $0.kind == .identifier }.map { program.place(of: $0.start) }
    #expect(places.map(\.line) == [1, 2, 3, 4, 5])
    #expect(places.map(\.column) == [1, 5, 1, 1, 1])
    // On a line so long that places within it are kept too.
    let long = "'" + String(repeating: "\u{e9}", count: 5000) + "';x"
    let program2 = try Program(Array(long.utf8), goal: .script)
    let use = try #require(program2.nodes.first { $0.kind == .identifier })
    #expect(program2.place(of: use.start) == (1, 5004))
  }

  @Test(arguments: [
    (0, "0"), (-1.5, "-1.5"), (1e21, "1e+21"), (1.2345678901234568e20, "123456789012345680000"), (1e-7, "1e-7"),
    (0.000001, "0.000001"), (.nan, "NaN"), (-.infinity, "-Infinity"), (1.25e-9, "1.25e-9"), (100, "100"),
  ])
  func numbersAreWrittenAsECMAScriptWritesThem(_ number: Double, _ text: String) {
    #expect(NumberText.text(of: number) == text)
  }
}
