import JMESPath
import Testing

@Suite("JMESPath errors")
struct SyntaxErrorTests {
  @Test(
    "a syntax error says what is wrong and where",
    arguments: [
      ("", 0, "the expression is empty"), ("  ", 2, "the expression is empty"),
      ("a.", 2, "expected a name, '*', '[' or '{' after '.', found the end of the expression"),
      ("a b", 2, "expected the end of the expression, found 'b'"),
      ("a = b", 2, "'=' is no operator; equality is written '=='"),
      ("a[?b", 4, "expected ']' after the condition, found the end of the expression"),
      ("a[b]", 2, "expected an index, a slice or '*', found 'b'"), ("'abc", 0, "the string is not closed"),
      ("\"a\\", 0, "the name is not closed"), ("a.`1`", 2, "expected a name, '*', '[' or '{' after '.', found '`1`'"),
      ("length(a b)", 9, "expected ',' or ')', found 'b'"), ("length(a,)", 9, "expected an expression, found ')'"),
      ("{a: b c: d}", 6, "expected ',' or '}', found 'c'"),
      ("a & b", 2, "expected the end of the expression, found '&'"),
      ("&a", 0, "'&' stands only before an argument of a function; 'and' is written '&&'"),
      ("é", 0, "the character 'é' has no meaning here"), ("[99999999999999999999]", 1, "the index is too large"),
      ("a-b", 1, "'-' is only the sign of an index"), ("a(b)(c)", 0, "there is no function a()"),
    ])
  func syntax(text: String, offset: Int, message: String) {
    let error = #expect(throws: JMESPathError.self) { try JMESPath(text) }
    #expect(error?.offset == offset)
    #expect(error?.message == message)
  }

  @Test("an error shows its line with a caret")
  func snippet() {
    let error = #expect(throws: JMESPathError.self) { try JMESPath("Origins[]\n  | [?Id == ]\n  .x") }
    #expect(error?.line == 2)
    #expect(error?.column == 13)
    #expect(error?.description == "line 2, column 13: expected an expression, found ']'\n  | [?Id == ]\n            ^")
  }

  @Test(
    "an unknown function gets a suggestion where one is near",
    arguments: [
      ("lenght(a)", "there is no function lenght(); did you mean length()?"),
      ("startsWith(a, b)", "there is no function startsWith(); did you mean starts_with()?"),
      ("frobnicate(a)", "there is no function frobnicate()"),
    ])
  func unknownFunction(text: String, message: String) {
    let error = #expect(throws: JMESPathError.self) { try JMESPath(text) }
    #expect(error?.reason == .unknownFunction)
    #expect(error?.message == message)
  }

  @Test("the number and kind of arguments is checked before any value is seen")
  func arguments() {
    for (text, reason, message) in [
      ("abs()", JMESPathError.Reason.invalidArity, "abs() takes 1 argument, not 0"),
      ("join(a)", .invalidArity, "join() takes 2 arguments, not 1"),
      ("not_null()", .invalidArity, "not_null() takes at least 1 argument, not 0"),
      ("sort_by(a, b)", .invalidType, "sort_by() takes an expression with '&' before it as its argument 2"),
      ("length(&a)", .invalidType, "length() takes a value as its argument 1"),
      ("a[::0]", .invalidValue, "the step of a slice cannot be 0"),
    ] {
      let error = #expect(throws: JMESPathError.self) { try JMESPath(text) }
      #expect(error?.reason == reason)
      #expect(error?.message == message)
    }
  }

  @Test(
    "deep nesting is refused, not crashed on",
    arguments: [
      String(repeating: "(", count: 100_000), String(repeating: "!", count: 100_000) + "a",
      String(repeating: "[", count: 100_000), "a" + String(repeating: ".a", count: 100_000),
      "a" + String(repeating: "[]", count: 100_000), "a" + String(repeating: " || a", count: 100_000),
      String(repeating: "length(", count: 100_000), String(repeating: "a[?", count: 100_000),
      String(repeating: "(", count: 150) + "a"
        + String(repeating: String(repeating: ".a", count: 150) + ")", count: 150),
    ])
  func depth(text: String) {
    let error = #expect(throws: JMESPathError.self) { try JMESPath(text) }
    #expect(error?.message == "the expression nests deeper than 200 levels")
  }
}
