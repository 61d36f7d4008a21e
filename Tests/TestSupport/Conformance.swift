import Documents
import Foundation

/// The test vectors of AWS beside the project, or where `AUDIT_CONFORMANCE` says.
public enum Conformance {
  private static let folder =
    ProcessInfo.processInfo.environment["AUDIT_CONFORMANCE"].map { URL(filePath: $0) }
    ?? Folders.root.deletingLastPathComponent().appending(path: "shared/conformance")

  /// Whether a folder of them is there.
  public static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// The names of the files in a folder, sorted; none where it is not there.
  public static func files(_ name: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)
    return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }

  /// What a file holds.
  public static func read(_ path: String) -> JSONValue {
    let data = (try? Data(contentsOf: folder.appending(path: path))) ?? Data()
    return (try? JSONReader.read([UInt8](data))) ?? .null
  }
}
