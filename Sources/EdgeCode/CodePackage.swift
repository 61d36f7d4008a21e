/// The files of a package, such as the ZIP of a Lambda function, read as they are needed.
public struct CodePackage {
  /// The paths of the files, with `/` between folders.
  public let paths: Set<String>
  private let contents: (String) -> [UInt8]?

  /// A package whose files are read by a function; nil where one cannot be read.
  public init(paths: Set<String>, contents: @escaping (String) -> [UInt8]?) {
    self.paths = paths
    self.contents = contents
  }

  /// A package in memory.
  public init(_ files: [String: [UInt8]]) {
    self.init(paths: Set(files.keys)) { files[$0] }
  }

  /// The bytes of a file; nil where there is no such file, or where it cannot be read.
  func bytes(of path: String) -> [UInt8]? { paths.contains(path) ? contents(path) : nil }
}
