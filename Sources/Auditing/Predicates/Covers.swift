import Documents
import Estate

extension Predicate {
  /// Whether every wanted pattern finds an element. A value that is no list counts as a list of itself.
  func covers(_ actual: JSONValue, _ wanted: JSONValue) -> Judgement {
    let elements = actual.isNull ? [] : (actual.array ?? [actual])
    let covered = (wanted.array ?? []).allSatisfy { pattern in
      elements.contains { element in
        guard let pattern = pattern.string, let text = element.string else { return element == pattern }
        return Glob(pattern).matches(text)
      }
    }
    return covered ? .holds : .fails
  }
}
