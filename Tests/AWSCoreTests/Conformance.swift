import Documents
import Foundation
import Testing

/// The test vectors of AWS beside the project, or where `AUDIT_CONFORMANCE` says.
enum Conformance {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let folder =
    ProcessInfo.processInfo.environment["AUDIT_CONFORMANCE"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared/conformance")

  /// The condition that a folder of them is there.
  static func needs(_ name: String) -> ConditionTrait {
    .enabled(
      if: FileManager.default.fileExists(atPath: folder.appending(path: name).path),
      "the conformance cases of \(name) are not beside the project")
  }

  /// The names of the files in a folder, sorted; none where it is not there.
  static func files(_ name: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)
    return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }

  /// What a file holds.
  static func read(_ path: String) -> JSONValue {
    let data = (try? Data(contentsOf: folder.appending(path: path))) ?? Data()
    return (try? JSONReader.read([UInt8](data))) ?? .null
  }
}
