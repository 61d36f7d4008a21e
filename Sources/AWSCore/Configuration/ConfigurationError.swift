import Documents

/// Why the configuration that the AWS CLI shares cannot be used. Never holds a value that may be a secret.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, if it is a place in a file.
  public let mark: SourceMark?
  /// What is wrong and what to do, one sentence for a person.
  public let message: String

  /// An error at that place.
  public init(_ message: String, at mark: SourceMark? = nil) {
    self.mark = mark
    self.message = message
  }

  /// `file:line: message`.
  public var description: String { mark.map { "\($0.file):\($0.line): \(message)" } ?? message }
}
