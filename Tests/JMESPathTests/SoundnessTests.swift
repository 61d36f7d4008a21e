import Documents
import JMESPath
import Testing

@Suite("JMESPath promises on random expressions and documents")
struct SoundnessTests {
  @Test("places lead to the values that were selected")
  func places() throws {
    var cases = RandomCases(seed: 1)
    var placed = 0
    for _ in 0..<3_000 {
      let text = cases.expression(depth: 1 + cases.number(below: 4))
      let document = cases.estate()
      let expression = try JMESPath(text)
      guard let selection = try? expression.select(document) else { continue }
      #expect(try expression.evaluate(document) == selection.value, "\(text)")
      expectPlaces(selection, in: document, text)
      if selection.path != nil || selection.elements.contains(where: { $0.path != nil }) { placed += 1 }
    }
    #expect(placed > 150)
  }

  @Test("an answer holds whatever the unread values are")
  func unread() throws {
    var cases = RandomCases(seed: 2)
    var (decided, partly) = (0, 0)
    for _ in 0..<3_000 {
      let text = cases.expression(depth: 1 + cases.number(below: 4))
      let original = cases.estate()
      var hidden = 0
      let document = hide(original, &cases, &hidden)
      guard hidden > 0 else { continue }
      let expression = try JMESPath(text)
      let result = Result { try expression.evaluate(document) }
      let truth = try? expression.truth(document)
      for attempt in 0..<5 {
        let complete = attempt == 0 ? original : reveal(document, &cases)
        guard let concrete = try? expression.evaluate(complete) else { continue }
        let comment = "\(text) on \(JSONWriter().string(document)), completed as \(JSONWriter().string(complete))"
        guard case .success(let value) = result else {
          Issue.record("\(comment) gives an answer, but an error before")
          continue
        }
        #expect(covers(value, concrete), "\(comment): \(value) does not cover \(concrete)")
        let concreteTruth = try expression.truth(complete)
        if let truth, truth == .holds || truth == .fails { #expect(truth == concreteTruth, "\(comment)") }
      }
      if case .success(.unread) = result { continue }
      decided += 1
      if case .success(let value) = result, holdsUnread(value) { partly += 1 }
    }
    #expect(decided > 500)
    #expect(partly > 50)
  }

  @Test("members that an expression is said not to read do not matter")
  func fields() throws {
    var cases = RandomCases(seed: 3)
    var changed = 0
    for _ in 0..<3_000 {
      let text = cases.expression(depth: 1 + cases.number(below: 4))
      let document = cases.estate()
      let expression = try JMESPath(text)
      let scrambled = scramble(document, keeping: expression.fields, &cases)
      if scrambled != document { changed += 1 }
      let before = try? expression.evaluate(document)
      let after = try? expression.evaluate(scrambled)
      #expect(
        Optional(before) == Optional(after),
        "\(text) reads \(expression.fields): \(JSONWriter().string(document)) and \(JSONWriter().string(scrambled))")
    }
    #expect(changed > 700)
  }

  @Test("nor do they when a second expression continues on the selection")
  func continuedFields() throws {
    var cases = RandomCases(seed: 4)
    for _ in 0..<3_000 {
      let select = try JMESPath(cases.expression(depth: 1 + cases.number(below: 3)))
      let value = try JMESPath(cases.expression(depth: 1 + cases.number(below: 2)))
      let document = cases.estate()
      let use = select.fields(continuing: value.fields)
      let scrambled = scramble(document, keeping: use, &cases)
      func values(_ document: JSONValue) -> [JSONValue?]? {
        guard let selection = try? select.select(document) else { return nil }
        let targets = selection.value.array == nil ? [selection] : selection.elements
        return targets.map { try? value.select($0).value }
      }
      #expect(values(document) == values(scrambled), "\(select) then \(value) reads \(use)")
    }
  }

  /// The document with some values unread.
  func hide(_ value: JSONValue, _ cases: inout RandomCases, _ hidden: inout Int) -> JSONValue {
    if cases.number(below: 12) == 0 {
      hidden += 1
      return .unread(hidden)
    }
    switch value {
    case .array(let elements): return .array(elements.map { hide($0, &cases, &hidden) })
    case .object(let object): return .object(JSONObject(object.map { ($0.name, hide($0.value, &cases, &hidden)) }))
    default: return value
    }
  }

  /// The document with each unread value made some value.
  func reveal(_ value: JSONValue, _ cases: inout RandomCases) -> JSONValue {
    switch value {
    case .unread: return cases.document(depth: cases.number(below: 3))
    case .array(let elements): return .array(elements.map { reveal($0, &cases) })
    case .object(let object): return .object(JSONObject(object.map { ($0.name, reveal($0.value, &cases)) }))
    default: return value
    }
  }

  func holdsUnread(_ value: JSONValue) -> Bool {
    switch value {
    case .unread: true
    case .array(let elements): elements.contains(where: holdsUnread)
    case .object(let object): object.contains { holdsUnread($0.value) }
    default: false
    }
  }

  /// Whether an answer with unread parts says nothing that the complete answer does not.
  func covers(_ answer: JSONValue, _ complete: JSONValue) -> Bool {
    switch (answer, complete) {
    case (.unread, _): return true
    case (.array(let left), .array(let right)): return covers(left[...], right[...])
    case (.object(let left), .object(let right)):
      return left.count == right.count
        && left.allSatisfy { member in right[member.name].map { covers(member.value, $0) } ?? false }
    default: return answer == complete
    }
  }

  /// An unread element covers any number of elements.
  func covers(_ answer: ArraySlice<JSONValue>, _ complete: ArraySlice<JSONValue>) -> Bool {
    guard let first = answer.first else { return complete.isEmpty }
    if case .unread = first {
      return (complete.startIndex...complete.endIndex).contains { covers(answer.dropFirst(), complete[$0...]) }
    }
    guard let element = complete.first, covers(first, element) else { return false }
    return covers(answer.dropFirst(), complete.dropFirst())
  }

  /// The document with other values for what is not read.
  func scramble(_ value: JSONValue, keeping use: FieldUse, _ cases: inout RandomCases) -> JSONValue {
    if use.isWhole { return value }
    switch value {
    case .array(let elements): return .array(elements.map { scramble($0, keeping: use, &cases) })
    case .object(let object):
      return .object(
        JSONObject(
          object.map { member in
            guard let inner = use[member.name] else { return (member.name, cases.document(depth: 2)) }
            return (member.name, scramble(member.value, keeping: inner, &cases))
          }))
    default: return value
    }
  }
}
