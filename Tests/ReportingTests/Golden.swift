import Foundation
import Testing

/// Compares with a file that a person has looked at.
enum Golden {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")

  /// Fails where the text differs from the file of that name. A file that is missing is written *and* fails: look at it,
  /// then run again. To take over a change, delete the file first.
  static func expect(_ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = folder.appending(path: name)
    guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("Recorded \(name): look at it, then run again.", sourceLocation: sourceLocation)
      return
    }
    guard text != golden else { return }
    let (new, old) = (lines(text), lines(golden))
    let line = zip(new, old).prefix { $0 == $1 }.count
    Issue.record(
      """
      \(name) differs from line \(line + 1) on.
      golden: \(line < old.count ? old[line] : "(end)")
      now:    \(line < new.count ? new[line] : "(end)")
      """, sourceLocation: sourceLocation)
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
