import Foundation

/// Folders of the project.
public enum Folders {
  /// The root of the package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}

/// A place for the files of one test, with nothing in it. Ends with this object.
public final class TemporaryHome: Sendable {
  /// Where it is.
  public let path: String

  /// A new one.
  public init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "audit-home-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its whole path.
  @discardableResult
  public func write(_ text: String, to name: String, permissions: Int = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file)
    return file
  }
}
