/// Why a text is no program, or is not read as one.
public struct SyntaxError: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Reason: Sendable, Hashable {
    /// The text is not ECMAScript 2024.
    case syntax
    /// It is nested deeper than this parser goes (``ECMAScript/Program/maximumDepth``), or is larger than 1 GB.
    case tooLarge
  }

  /// The reason.
  public let reason: Reason
  /// What is wrong, as half a sentence.
  public let message: String
  /// The byte at which it is wrong.
  public let offset: Int
  /// The line, from 1, of that byte.
  public let line: Int
  /// The column, from 1, in characters of Unicode.
  public let column: Int
}
