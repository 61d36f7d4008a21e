/// Reads what the code of edge functions does, without running it.
public enum EdgeCode {
  /// What kind of function code belongs to.
  public enum Kind: Sendable, Hashable {
    /// A CloudFront function: its package is one file, and its handler the function `handler`.
    case cloudFrontFunction
    /// A Lambda@Edge function for Node.js.
    case lambdaNode
  }

  /// What a function does.
  ///
  /// - Parameters:
  ///   - package: The files by path. Code of a CloudFront function is its only file, whatever its name.
  ///   - handler: The `Handler` of a Lambda function, such as `index.handler`: a file up to the first dot of the last
  ///     part of the path, and what it exports. Ignored for CloudFront functions.
  ///   - kind: The kind of function.
  /// - Returns: The answers; where something cannot be read, they are undecided and say why.
  public static func read(package: [String: [UInt8]], handler: String, kind: Kind) -> EdgeCodeAnswers {
    read(CodePackage(package), handler: handler, kind: kind)
  }

  /// What a function does whose files are read as they are needed; see ``read(package:handler:kind:)``.
  public static func read(_ package: CodePackage, handler: String, kind: Kind) -> EdgeCodeAnswers {
    EdgeCodeAnswers(undecided: Undecided("the code was not read"))
  }

  /// The files of a package that a Lambda handler reaches by `require` and `import`, its own file first.
  ///
  /// - Returns: Paths of files that are in the package; empty where the handler's file is not.
  public static func reachableFiles(_ package: CodePackage, handler: String) -> [String] { [] }
}
