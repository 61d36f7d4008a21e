/// Why a text is no YAML document that is read here.
public struct YAMLReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with a text.
  public enum Reason: Sendable, Hashable {
    /// It is no YAML, or none of one document.
    case malformed
    /// A tag that YAML's core schema does not know.
    case tag
    /// It is more than a limit allows: bytes, values with what aliases repeat, or depth.
    case limit
  }

  /// What is wrong.
  public let reason: Reason
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int
  /// What is wrong, in a few words without a full stop.
  public let message: String

  /// `line 3, column 1: found undefined alias`.
  public var description: String { "line \(line), column \(column): \(message)" }
}
