import AWSCore
import Documents
import Foundation

/// A file in which the AWS CLI keeps what a login has brought. It is the CLI's too, so what it holds stays in it.
struct TokenFile: Sendable {
  /// Where it is.
  let path: String
  /// All that it holds.
  var content: JSONObject

  /// Reads a file; `nil` where there is none, or where it holds something else.
  init?(path: String) {
    guard let data = try? FileBytes.read(path), let value = try? JSONReader.read(data),
      let content = value.object
    else { return nil }
    self.path = path
    self.content = content
  }

  /// A text that is not empty.
  func text(_ name: String) -> String? { content[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }

  /// Puts it back for the AWS CLI and the next run: for the owner only, in one step.
  func write() throws(CredentialsError) {
    let url = URL(filePath: path)
    let temporary = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).\(UUID().uuidString)")
    let text = JSONWriter().bytes(.object(content))
    guard
      FileManager.default.createFile(
        atPath: temporary.path, contents: Data(text), attributes: [.posixPermissions: 0o600])
    else { throw CredentialsError("cannot write beside \(path)") }
    if rename(temporary.path, path) != 0 {
      try? FileManager.default.removeItem(at: temporary)
      throw CredentialsError("cannot replace \(path)")
    }
  }
}
