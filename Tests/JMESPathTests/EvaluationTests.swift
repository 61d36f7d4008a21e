import Documents
import JMESPath
import Testing

@Suite("JMESPath evaluation")
struct EvaluationTests {
  static let document: JSONValue = [
    "people": [
      ["name": "b", "age": 30, "tags": ["x"]], ["name": "a", "age": 20, "tags": []], ["name": "c", "age": 30],
    ],
    "numbers": [3, -1, 2.5], "strings": ["b", "a", "é"], "empty": [], "text": "aéb", "zero": 0, "no": false,
    "object": ["x": 1, "y": nil], "mixed": [1, "a"],
  ]

  @Test(
    "functions of the specification",
    arguments: [
      ("abs(`-1.5`)", 1.5), ("abs(`-2`)", 2), ("avg(numbers)", 1.5), ("avg(empty)", nil), ("ceil(`1.2`)", 2),
      ("ceil(`-1.2`)", -1), ("floor(`-1.2`)", -2), ("floor(`3`)", 3), ("contains(text, 'éb')", true),
      ("contains(text, '')", true), ("contains(text, 'ba')", false), ("contains(text, `1`)", false),
      ("contains(strings, 'a')", true), ("contains(strings, 'z')", false), ("ends_with(text, 'éb')", true),
      ("ends_with(text, 'xaéb')", false), ("starts_with(text, 'aé')", true), ("starts_with(text, 'b')", false),
      ("join('-', strings)", "b-a-é"), ("join('-', empty)", ""), ("keys(object)", ["x", "y"]),
      ("values(object)", [1, nil]), ("length(text)", 3), ("length(people)", 3), ("length(object)", 2),
      ("map(&age, people)", [30, 20, 30]), ("map(&nothing, people)", [nil, nil, nil]), ("max(numbers)", 3),
      ("max(strings)", "é"), ("max(empty)", nil), ("min(numbers)", -1), ("min(strings)", "a"),
      ("max_by(people, &age).name", "b"), ("min_by(people, &age).name", "a"), ("max_by(empty, &age)", nil),
      ("merge(object, {y: `2`, z: `3`})", ["x": 1, "y": 2, "z": 3]), ("not_null(nothing, object.y, text)", "aéb"),
      ("not_null(nothing)", nil), ("reverse(text)", "béa"), ("reverse(numbers)", [2.5, -1, 3]),
      ("sort(numbers)", [-1, 2.5, 3]), ("sort(strings)", ["a", "b", "é"]),
      ("sort_by(people, &age)[].name", ["a", "b", "c"]), ("sort_by(people, &name)[].age", [20, 30, 30]),
      ("sum(numbers)", 4.5), ("sum(empty)", 0), ("to_array(text)", ["aéb"]), ("to_array(numbers)", [3, -1, 2.5]),
      ("to_number('12')", 12), ("to_number('-1.5e1')", -15), ("to_number('a')", nil), ("to_number(' 1')", nil),
      ("to_number('')", nil), ("to_number(no)", nil), ("to_number(zero)", 0),
      ("to_string(object)", "{\"x\":1,\"y\":null}"), ("to_string(text)", "aéb"), ("to_string(`1.5`)", "1.5"),
      ("type(numbers)", "array"), ("type(object)", "object"), ("type(text)", "string"), ("type(zero)", "number"),
      ("type(no)", "boolean"), ("type(nothing)", "null"), ("type(people[].name)", "array"),
    ] as [(String, JSONValue)])
  func functions(text: String, expected: JSONValue) throws {
    #expect(try JMESPath(text).evaluate(Self.document) == expected)
  }

  @Test("zero is truthy, empty things and false are not")
  func truth() throws {
    for (text, expected) in [("zero", Truth.holds), ("no", .fails), ("empty", .fails), ("''", .fails), ("@", .holds)] {
      #expect(try JMESPath(text).truth(Self.document) == expected)
    }
  }

  @Test("strings can be ordered, as the AWS CLI lets them; other kinds cannot")
  func ordering() throws {
    #expect(try JMESPath("'a' < 'b'").evaluate(nil) == true)
    #expect(try JMESPath("'a' < `1`").evaluate(nil) == nil)
    #expect(try JMESPath("`true` < `false`").evaluate(nil) == nil)
  }

  @Test("equivalent texts are not the same text")
  func exactTexts() throws {
    #expect(try JMESPath("'\u{e9}' == 'e\u{301}'").evaluate(nil) == false)
    #expect(try JMESPath("contains('e\u{301}', 'e')").evaluate(nil) == true)
  }

  @Test(
    "wrong arguments are errors that say where",
    arguments: [
      ("people[].abs(name)", 9, "abs() takes number as its argument 1, not string"),
      ("sum(mixed)", 0, "sum() takes array of numbers as its argument 1, not something else"),
      ("length(zero)", 0, "length() takes string or array or object as its argument 1, not number"),
      ("sort_by(people, &tags)", 0, "sort_by() needs numbers only or strings only to order by, found array"),
    ])
  func wrongArguments(text: String, offset: Int, message: String) throws {
    let expression = try JMESPath(text)
    let error = #expect(throws: JMESPathError.self) { try expression.evaluate(Self.document) }
    #expect(error?.reason == .invalidType)
    #expect(error?.offset == offset)
    #expect(error?.message == message)
  }

  @Test("a custom function is called with what it takes, and never with anything unread")
  func customFunction() throws {
    let lower = FunctionTable.Function("lower", [.string]) { .string(($0[0].string ?? "").lowercased()) }
    struct Refusal: Error, CustomStringConvertible { let description = "no" }
    let refuse = FunctionTable.Function("refuse", [.any], isVariadic: true) { _ in throw Refusal() }
    let table = FunctionTable.standard.adding([lower, refuse])
    #expect(try JMESPath("lower('ABC')", functions: table).evaluate(nil) == "abc")
    #expect(throws: JMESPathError.self) { try JMESPath("lower(`1`)", functions: table).evaluate(nil) }
    #expect(throws: JMESPathError.self) { try JMESPath("lower(&a)", functions: table) }
    let error = #expect(throws: JMESPathError.self) { try JMESPath("refuse(@)", functions: table).evaluate(nil) }
    #expect(error?.message == "refuse(): no")
    #expect(try JMESPath("refuse(@)", functions: table).evaluate(["a": [.unread(4)]]) == .unread(4))
  }

  @Test("indexes and slices at the edges of integers neither trap nor err")
  func extremes() throws {
    let texts = [
      "[9223372036854775807]", "[-9223372036854775808]", "[::9223372036854775807]", "[::-9223372036854775808]",
      "[9223372036854775807:-9223372036854775808:-1]", "[-9223372036854775808:9223372036854775807]",
    ]
    let results: [JSONValue] = [nil, nil, [1], [3], [3, 2, 1], [1, 2, 3]]
    for (text, result) in zip(texts, results) { #expect(try JMESPath(text).evaluate([1, 2, 3]) == result, "\(text)") }
    #expect(try JMESPath("abs(@)").evaluate(.integer(.min)) == .number(9_223_372_036_854_775_808))
    #expect(try JMESPath("[0]").evaluate([]) == nil)
    #expect(try JMESPath("[::-1]").evaluate([]) == [])
  }
}
