import Documents

extension Predicate {
  /// Whether a regular expression finds something in a text. What is no text does not match.
  func matches(_ actual: JSONValue, _ pattern: JSONValue) -> Judgement {
    guard let text = actual.string, let pattern = pattern.string else { return .fails() }
    do {
      return .of(try RegularExpressions.shared.finds(pattern, in: text))
    } catch {
      return .undecided("\(pattern) is no regular expression: \(error)")
    }
  }
}

/// Compiled regular expressions, each compiled once.
final class RegularExpressions: Sendable {
  static let shared = RegularExpressions()

  /// `Regex` is not Sendable, as it may hold closures of its builder; one that was read from text holds none.
  private struct Compiled: @unchecked Sendable {
    let regex: Regex<AnyRegexOutput>
  }

  private let compiled = Memo<String, Compiled>()
  private let found = Memo<[String], Bool>()

  /// Whether a pattern finds something in a text.
  ///
  /// - Throws: what the compiler of regular expressions says of a pattern that is none.
  func finds(_ pattern: String, in text: String) throws -> Bool {
    try found([pattern, text]) { try compile(pattern).regex.firstMatch(in: text) != nil }
  }

  /// Says whether a pattern is one, by throwing where it is not.
  func check(_ pattern: String) throws { _ = try compile(pattern) }

  private func compile(_ pattern: String) throws -> Compiled {
    try compiled(pattern) { Compiled(regex: try Regex(pattern)) }
  }
}
