import Documents
import Testing

@testable import YAMLReading

@Suite struct YAMLReadingTests {
  private func value(_ text: String) throws -> JSONValue {
    try #require(try YAMLDocument.read(text)?.scalar).value
  }

  @Test(
    "plain scalars are what YAML 1.2's core schema says, and text otherwise",
    arguments: [
      ("~", nil), ("null", nil), ("Null", nil), ("NULL", nil), ("nULL", "nULL"), ("true", true), ("True", true),
      ("TRUE", true), ("tRUE", "tRUE"), ("false", false), ("False", false), ("FALSE", false), ("yes", "yes"),
      ("No", "No"), ("on", "on"), ("OFF", "OFF"), ("y", "y"), ("0", 0), ("-0", 0), ("+12", 12), ("007", 7),
      ("012345678901", 12_345_678_901), ("0o17", 15), ("0o8", "0o8"), ("0o", "0o"), ("-0o17", "-0o17"), ("0x1F", 31),
      ("0xfg", "0xfg"), ("0b101", "0b101"), ("1_000", "1_000"), ("1,000", "1,000"), ("1.5", 1.5), (".5", 0.5),
      ("5.", 5.0), ("-.5e-3", -0.0005), ("1e3", 1_000.0), ("1E+3", 1_000.0), ("1e", "1e"), (".", "."), ("..", ".."),
      ("+", "+"), ("-1.2.3", "-1.2.3"), ("0x1p3", "0x1p3"), ("inf", "inf"), ("nan", "nan"), ("Infinity", "Infinity"),
      ("12e400", "12e400"), ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("2024-02-15", "2024-02-15"),
      ("12:30:45", "12:30:45"),
      ("'5'", "5"), (#""true""#, "true"), (#""\x41\u00e9\U0001F600""#, "Aé😀"), ("|\n  5\n", "5\n"),
      (">\n  a\n  b\n", "a b\n"),
    ] as [(String, JSONValue)])
  func readsScalars(text: String, expected: JSONValue) throws {
    let value = try value(text)
    #expect(value == expected)
    // A number is no text that looks like one, and the other way round.
    #expect((value.string == nil) == (expected.string == nil))
  }

  @Test(arguments: ["\u{FEFF}a: 1\nb: [x]\n", "\u{FEFF}# c\r\na: 1\r\nb: [x]\r\n", "\u{FEFF}---\na: 1\nb: [x]\n"])
  func `a byte order mark begins a text and is none of it`(text: String) throws {
    let pairs = try #require(try YAMLDocument.read(text)?.mapping)
    #expect(pairs.compactMap(\.key.scalar?.string) == ["a", "b"])
  }

  @Test func `places are told in characters, aliases by what they stand for`() throws {
    let root = try #require(try YAMLDocument.read("# c\na: &x [é, b]\nß: *x\n"))
    let pairs = try #require(root.mapping)
    #expect(pairs.map(\.key.line) == [2, 3])
    #expect(pairs[1].value.line == 2)
    #expect(pairs[0].value.sequence?.map(\.column) == [8, 11])
    #expect(pairs[1].value.sequence?.compactMap(\.scalar?.string) == ["é", "b"])
  }

  @Test(
    "what is no YAML, or is two documents, says where",
    arguments: [
      ("a: [1, 2", 2, 1), ("a: b: c", 1, 5), ("a: 1\n--- \nb: 2", 2, 1), ("a: *b", 1, 4), ("\ta: 1", 1, 1),
      ("a: &a [*a]", 1, 8),
      ("%YAML 3.0\n---\na: 1", 1, 1), ("a: \"\\q\"", 1, 5), ("a: \u{1}", 1, 1),
    ])
  func refusesWhatIsNone(text: String, line: Int, column: Int) {
    let error = #expect(throws: YAMLReadingError.self) { try YAMLDocument.read(text) }
    #expect(error?.reason == .malformed)
    #expect(error?.line == line)
    if text.contains("\u{1}") { return }
    #expect(error?.column == column, "\(error?.description ?? "")")
  }

  @Test func `tags are kept, and what the core schema does not know is refused`() throws {
    let root = try #require(
      try YAMLDocument.read("[!!str 5, ! 5, !!int '5', 5, !<tag:yaml.org,2002:bool> x, !!seq []]"))
    #expect(root.sequence?.map(\.tag) == [.string, .nonSpecific, .integer, nil, .boolean, .sequence])
    for text in ["!Ref x", "!!binary eA==", "a: !!set {b}", "!<x> y", "- !!timestamp 2024-01-01"] {
      let error = #expect(throws: YAMLReadingError.self) { try YAMLDocument.read(text) }
      #expect(error?.reason == .tag, "\(text)")
      #expect(error?.message.hasPrefix("the tag !") == true || error?.message.hasPrefix("the tag x") == true)
    }
  }

  @Test func `an empty text has no document`() throws {
    for text in ["", "\n", "# only a comment\n", "\u{FEFF}"] { #expect(try YAMLDocument.read(text) == nil, "\(text)") }
    #expect(try YAMLDocument.read("---\n")?.scalar?.value == .null)
    #expect(try YAMLDocument.read("\u{FEFF}a: 1")?.mapping?.count == 1)
  }

  @Test(
    "aliases within aliases count as often as they repeat, wherever they stand",
    arguments: ["- *e", "*e : 1", "? *e\n: 1", "? [*e, *e]\n: 1", "{[*e]: 1}", "<<: [*e]", "a: {b: *e}"])
  func boundsValuesAfterAliases(last: String) throws {
    let doubling = "- &a [x, x]\n- &b [*a, *a]\n- &c [*b, *b]\n- &d [*c, *c]\n- &e [*d, *d]\n"
    let text = last.hasPrefix("- ") ? doubling + last : doubling + "- " + last.replacing("\n", with: "\n  ")
    // Each level counts 1 + 2 × the one below: 3, 7, 15, 31, 63.
    let count = try #require(try YAMLDocument.read(text)).size
    #expect(count > 63 + 119)
    #expect(throws: Never.self) { try YAMLDocument.read(text, limits: .init(values: count)) }
    let error = #expect(throws: YAMLReadingError.self) { try YAMLDocument.read(text, limits: .init(values: count - 1)) }
    #expect(error?.reason == .limit)
    #expect(error?.message.contains("\(count - 1) values") == true)
  }

  @Test func `forty levels of doubling are refused at once`() {
    let levels = (1...40).map { "- &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }
    let error = #expect(throws: YAMLReadingError.self) { try YAMLDocument.read("- &a0 x\n" + levels.joined()) }
    #expect(error?.reason == .limit)
    #expect((error?.line ?? 0) < 25)
  }

  @Test(
    "depth is bounded, by brackets, by indents, and by aliases",
    arguments: [
      String(repeating: "[", count: 6) + String(repeating: "]", count: 6),
      String(repeating: "{a: ", count: 6) + String(repeating: "}", count: 6), String(repeating: "- ", count: 6) + "x",
      (0..<6).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
      "- &a [[x]]\n- &b [[*a]]\n- [*b]\n",
    ])
  func boundsDepth(text: String) throws {
    #expect(throws: Never.self) { try YAMLDocument.read(text, limits: .init(depth: 6)) }
    let error = #expect(throws: YAMLReadingError.self) { try YAMLDocument.read(text, limits: .init(depth: 5)) }
    #expect(error?.reason == .limit)
    #expect(error?.message.contains("5 levels") == true)
  }

  @Test func `a hundred thousand levels are refused at the first that is too deep`() {
    for text in [String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000)] {
      let error = #expect(throws: YAMLReadingError.self) { try YAMLDocument.read(text) }
      #expect(error?.reason == .limit)
      #expect((error?.column ?? 0) < 500)
    }
  }

  @Test func `a text of more bytes than allowed is not looked into`() {
    let error = #expect(throws: YAMLReadingError.self) { try YAMLDocument.read("a: 1", limits: .init(bytes: 3)) }
    #expect(error?.reason == .limit)
    #expect(error?.message == "more than 3 bytes")
  }
}
