import Documents

extension Predicate {
  /// Whether a regular expression finds something in a text. What is no text does not match.
  func matches(_ actual: JSONValue, _ pattern: JSONValue) -> Judgement {
    guard let text = actual.string, let pattern = pattern.string else { return .fails() }
    do throws(RegularExpressionError) {
      return .of(try RegularExpressions.shared.finds(pattern, in: text))
    } catch {
      return .undecided("The regular expression \(pattern) gives no answer: \(error).")
    }
  }
}

/// Compiled regular expressions, each compiled once.
final class RegularExpressions: Sendable {
  static let shared = RegularExpressions()

  private let compiled = Memo<String, Result<RegularExpression, RegularExpressionError>>()
  private let found = Memo<[String], Result<Bool, RegularExpressionError>>()

  /// Whether a pattern finds something in a text.
  func finds(_ pattern: String, in text: String) throws(RegularExpressionError) -> Bool {
    try found([pattern, text]) {
      Result { () throws(RegularExpressionError) in try compile(pattern).finds(in: text) }
    }.get()
  }

  /// Says whether a pattern is one, by throwing where it is not.
  func check(_ pattern: String) throws(RegularExpressionError) { _ = try compile(pattern) }

  private func compile(_ pattern: String) throws(RegularExpressionError) -> RegularExpression {
    try compiled(pattern) {
      Result { () throws(RegularExpressionError) in try RegularExpression(pattern) }
    }.get()
  }
}
