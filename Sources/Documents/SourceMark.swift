/// A place in a text file that a person can go to.
public struct SourceMark: Sendable, Hashable, CustomStringConvertible {
  /// The file, as the user named it, or `built-in/…` for what ships in the binary.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int

  /// The mark of a place in a file.
  public init(file: String, line: Int, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, as compilers write it.
  public var description: String { "\(file):\(line):\(column)" }
}
