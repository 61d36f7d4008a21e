import Foundation

/// Folders of the project.
public enum Folders {
  /// The root of the package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Where this run of tests, and what it starts, keeps its files. It goes when the run ends, whoever holds what is in it:
  /// what is static never goes by itself.
  public static let temporary: URL = {
    guard let url = try? make(in: FileManager.default.temporaryDirectory, prefix: "audit-tests-") else {
      fatalError("there is no place for temporary files in \(FileManager.default.temporaryDirectory.path)")
    }
    atexit { try? FileManager.default.removeItem(at: Folders.temporary) }
    return url
  }()

  /// A new folder. Its name is short, since sockets may have to lie in it.
  fileprivate static func make(in folder: URL, prefix: String = "") throws -> URL {
    var template = Array(folder.appending(path: "\(prefix)XXXXXX").path.utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO) }
    return URL(filePath: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
  }
}

/// A folder for the files of one test, with nothing in it. It is gone when nobody holds it any more.
public final class Folder: Sendable {
  /// Where it is.
  public let url: URL
  /// The same as text.
  public var path: String { url.path }

  /// A new one.
  public init() throws { url = try Folders.make(in: Folders.temporary) }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The text of a file in it; `nil` where there is none.
  public func text(_ name: String) -> String? { try? String(contentsOf: url.appending(path: name), encoding: .utf8) }

  /// Writes a file in it, with the folders above, and returns its whole path.
  @discardableResult
  public func write(_ text: String, to name: String, permissions: Int? = nil) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    if let permissions {
      try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file.path)
    }
    return file.path
  }
}
