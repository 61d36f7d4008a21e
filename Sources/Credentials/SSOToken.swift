import Documents
import Foundation
import Signing

/// The access token that `aws sso login` has left in a file.
struct SSOToken: Sendable {
  /// The file.
  var file: TokenFile

  /// The file of a session's name, or, in the older form, of a start URL.
  static func path(for key: String, homeDirectory: String) -> String? {
    Digest.sha1Hex(Array(key.utf8)).map { "\(homeDirectory)/.aws/sso/cache/\($0).json" }
  }

  /// Reads the token; `nil` where there is no file, or where it holds none.
  init?(path: String) {
    guard let file = TokenFile(path: path), file.text("accessToken") != nil else { return nil }
    self.file = file
  }

  var accessToken: String { file.text("accessToken") ?? "" }

  /// When it expires; a token that does not say is taken for expired.
  var expiresAt: Date { date("expiresAt") ?? .distantPast }

  /// What a refresh needs, while it is good.
  func refresh(at now: Date) -> (token: String, clientID: String, clientSecret: String)? {
    guard let token = file.text("refreshToken"), let id = file.text("clientId"), let secret = file.text("clientSecret"),
      let registration = date("registrationExpiresAt"), registration > now
    else { return nil }
    return (token, id, secret)
  }

  private func date(_ name: String) -> Date? { file.text(name).flatMap(Timestamp.parse) }
}
