/// Why bytes are no XML document that is read here.
public struct XMLReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the bytes.
  public enum Reason: Sendable, Hashable {
    /// They break a rule of XML or of its namespaces: truncated, mismatched, wrongly encoded.
    case malformed
    /// They hold a document type declaration, which no AWS API sends and every entity attack needs.
    case documentType
    /// Elements are nested deeper than the limit.
    case tooDeep
    /// They are more than a limit: as a whole, in one tag, or in attributes.
    case tooLarge
  }

  /// What is wrong.
  public let reason: Reason
  /// The line it was noticed on, from 1; 0 where the bytes were not looked into.
  public let line: Int
  /// What is wrong in a few words for a person; names elements, never their contents.
  public let message: String

  /// An error of these parts.
  public init(_ reason: Reason, line: Int, message: String) {
    self.reason = reason
    self.line = line
    self.message = message
  }

  /// `line 3: Opening and ending tag mismatch`.
  public var description: String { line > 0 ? "line \(line): \(message)" : message }
}
