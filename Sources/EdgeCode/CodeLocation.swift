/// A place in one of the files of a package.
public struct CodeLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The path of the file in the package; empty for the code of a CloudFront function, which is one text.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1, in characters of Unicode.
  public let column: Int

  /// The place at that line and column, both from 1.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// Earlier in the text; files by name.
  public static func < (left: CodeLocation, right: CodeLocation) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }

  /// `index.js:12:7`, or `12:7` where there is one text.
  public var description: String { file.isEmpty ? "\(line):\(column)" : "\(file):\(line):\(column)" }
}
