import Documents
import Testing

@testable import JMESPath

/// No expression takes longer, or gives more, than the steps that it may take.
@Suite struct LimitTests {
  private static let document: JSONValue = [
    "a": [1, 2, 3, 4], "s": "0123456789abcdef", "o": ["a": 1, "b": [2]], "l": [[1, 2], [3, 4]],
  ]

  private func evaluate(_ text: String, steps: Int, on document: JSONValue = document) throws -> JSONValue {
    var expression = try JMESPath(text)
    expression.steps = steps
    return try expression.evaluate(document)
  }

  /// A step twenty times over.
  private static func repeated(_ step: String, from start: String = "@") -> String {
    start + String(repeating: " | \(step)", count: 20)
  }

  @Test(
    "what doubles again and again ends after a bound",
    arguments: [
      repeated("[@, @]"), repeated("[@, @][]", from: "a"), repeated("{a: @, b: @}"), repeated("merge({a: @}, {b: @})"),
      repeated("join('', [@, @])", from: "s"), repeated("[to_string(@), to_string(@)] | join('', @)", from: "s"),
      repeated("to_array([@, @])"), repeated("map(&@, [@, @])"), repeated("reverse([@, @])"),
      repeated("values({a: @, b: @})"),
      repeated("not_null([@, @])"), repeated("[[@, @], [@, @]][]"), repeated("[@, @]") + " | to_string(@)",
      repeated("[@, @]") + " | @ == @", repeated("[@, @]") + " | contains(@, `1`)", repeated("[@, @]") + " | [*][*][*]",
    ])
  func endsWhatDoubles(text: String) throws {
    for steps in [100, 1_000, 20_000] {
      let error = #expect(throws: JMESPathError.self) { try evaluate(text, steps: steps) }
      #expect(error?.reason == .limit)
      #expect(error?.message.contains("\(steps) steps") == true)
    }
    // Selections and conditions, too.
    var expression = try JMESPath(text)
    expression.steps = 1_000
    #expect(throws: JMESPathError.self) { try expression.select(Self.document) }
    var condition = try JMESPath("length(\(text)) > `3`")
    condition.steps = 1_000
    if (try? condition.truth(Self.document)) == nil { return }
    // What only a length is asked of need not be put together.
    #expect(try condition.truth(Self.document) != .unread(0))
  }

  @Test func `what is only passed on costs nothing by its size`() throws {
    let large: JSONValue = ["a": .array((0..<100_000).map { .integer($0) }), "b": 1]
    #expect(try evaluate("@", steps: 10, on: large) == large)
    #expect(try evaluate("a", steps: 10, on: large)[99_999] == 99_999)
    #expect(try evaluate("a || b", steps: 10, on: large)[1] == 1)
    #expect(throws: JMESPathError.self) { try evaluate("a[*]", steps: 10, on: large) }
  }

  @Test func `a few parts of a value go out unweighed, and many do not`() throws {
    let large: JSONValue = ["a": .array((0..<100_000).map { .integer($0) })]
    #expect(try evaluate("[a, a]", steps: 10, on: large)[1] == large["a"])
    let many = "[" + Array(repeating: "a", count: 64).joined(separator: ", ") + "]"
    #expect(throws: JMESPathError.self) { try evaluate(many, steps: 1_000_000, on: large) }
  }

  @Test func `beside an operand that was not read, what is too much decides nothing`() throws {
    var expression = try JMESPath("u == `1` || \(Self.repeated("[@, @]")) == `1`")
    expression.steps = 1_000
    #expect(try expression.evaluate(["u": .unread(0), "a": 1]) == .unread(0))
    #expect(throws: JMESPathError.self) { try expression.evaluate(["u": 2, "a": 1]) }
  }

  @Test func `ordinary expressions on large values are far from the bound`() throws {
    let large = JSONValue.array((0..<20_000).map { ["Id": .string("E\($0)"), "Tags": [["Key": "k", "Value": "v"]]] })
    let expression = try JMESPath("[?Tags[?Key == 'k']].{id: Id, tags: Tags[].Value} | sort_by(@, &id)[].id")
    #expect(try expression.evaluate(large).array?.count == 20_000)
  }

  @Test func `a part is found in a text as in any other reader, however the two repeat themselves`() throws {
    let alphabet: [Character] = ["a", "b"]
    func texts(_ length: Int) -> [String] {
      length == 0 ? [""] : texts(length - 1).flatMap { text in alphabet.map { text + [$0] } }
    }
    for text in (0...6).flatMap(texts) {
      for part in (0...4).flatMap(texts) {
        let found = try evaluate("contains(t, p)", steps: 100, on: ["t": .string(text), "p": .string(part)])
        let expected = part.isEmpty || text.indices.contains { text[$0...].hasPrefix(part) }
        #expect(found == .bool(expected), "\(part) in \(text)")
      }
    }
    let long = String(repeating: "a", count: 200_000)
    #expect(
      try evaluate("contains(t, p)", steps: 100_000, on: ["t": .string(long), "p": .string(long + "b")]) == false)
    let half = String(repeating: "a", count: 100_000)
    #expect(
      try evaluate("contains(t, p)", steps: 100_000, on: ["t": .string(long), "p": .string(half + "b")]) == false)
  }

  @Test func `of members of one name the last one counts, in the place of the first`() throws {
    #expect(try evaluate("keys({a: `1`, b: `2`, a: `3`})", steps: 100) == ["a", "b"])
    #expect(try evaluate("{a: `1`, b: `2`, a: `3`}", steps: 100) == ["a": 3, "b": 2])
    let names = (0..<40).map { "n\($0): `\($0)`" }.joined(separator: ", ")
    let merged = try evaluate("merge({\(names)}, {n7: `-7`, z: `1`})", steps: 1_000)
    #expect(merged.object?.count == 41)
    #expect(merged["n7"] == -7 && merged.object?.names[7] == "n7")
  }
}
