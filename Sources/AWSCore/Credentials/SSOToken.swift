import Documents
import Foundation
import Signing

/// The access token that `aws sso login` has left in a file.
struct SSOToken: Sendable {
  /// The file.
  let path: String
  /// All that it holds.
  var content: JSONObject

  /// The file of a session's name, or, in the older form, of a start URL.
  static func path(for key: String, homeDirectory: String) -> String? {
    Digest.sha1Hex(Array(key.utf8)).map { "\(homeDirectory)/.aws/sso/cache/\($0).json" }
  }

  /// Reads the token; `nil` where there is no file, or where it holds none.
  init?(path: String) {
    guard let data = FileManager.default.contents(atPath: path), let value = try? JSONReader.read([UInt8](data)),
      let content = value.object, content["accessToken"]?.string?.isEmpty == false
    else { return nil }
    self.path = path
    self.content = content
  }

  var accessToken: String { content["accessToken"]?.string ?? "" }

  /// When it expires; a token that does not say is taken for expired.
  var expiresAt: Date { date("expiresAt") ?? .distantPast }

  /// What a refresh needs, while it is good.
  func refresh(at now: Date) -> (token: String, clientID: String, clientSecret: String)? {
    guard let token = content["refreshToken"]?.string, let id = content["clientId"]?.string,
      let secret = content["clientSecret"]?.string, let registration = date("registrationExpiresAt"), registration > now
    else { return nil }
    return (token, id, secret)
  }

  /// Puts the token back for the AWS CLI and the next run: for the owner only, in one step.
  func write() throws {
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

  private func date(_ name: String) -> Date? { content[name]?.string.flatMap(Timestamp.parse) }
}
