import Foundation
import Signing

/// Trades the token of a web identity, such as that of a Kubernetes service account, for a role's credentials.
struct WebIdentitySource: Sendable {
  let roleARN: String
  let sessionName: String?
  let tokenFile: String
  let region: String?
  let service: SecurityTokenService

  func credentials() async throws -> Credentials {
    // Whoever writes the file puts a new token there before the old one expires.
    guard let data = FileManager.default.contents(atPath: tokenFile) else {
      throw CredentialsError("cannot assume \(roleARN): the web identity token file \(tokenFile) cannot be read")
    }
    let token = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else {
      throw CredentialsError("cannot assume \(roleARN): the web identity token file \(tokenFile) is empty")
    }
    let now = service.requests.now()
    let parameters = [
      ("RoleArn", roleARN), ("RoleSessionName", sessionName ?? "audit-\(Int(now.timeIntervalSince1970))"),
      ("WebIdentityToken", token),
    ]
    do {
      return try await service.credentials("AssumeRoleWithWebIdentity", parameters, region: region, signingWith: nil)
        .unexpired(at: now, from: "AssumeRoleWithWebIdentity for \(roleARN)")
    } catch let error as CredentialsError {
      // STS may quote what it was sent.
      throw CredentialsError(
        "cannot assume \(roleARN): \(error.description.replacingOccurrences(of: token, with: "…"))")
    }
  }
}
