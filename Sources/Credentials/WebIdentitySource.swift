import AWSCore
import AWSServices
import Documents
import Foundation
import Signing

/// Trades the token of a web identity, such as that of a Kubernetes service account, for a role's credentials.
struct WebIdentitySource: Sendable {
  let roleARN: String
  let sessionName: String?
  let tokenFile: String
  let region: String?
  let client: Client

  func credentials() async throws -> Credentials {
    // Whoever writes the file puts a new token there before the old one expires.
    guard let data = try? FileBytes.read(tokenFile) else {
      throw CredentialsError("cannot assume \(roleARN): the web identity token file \(tokenFile) cannot be read")
    }
    let token = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else {
      throw CredentialsError("cannot assume \(roleARN): the web identity token file \(tokenFile) is empty")
    }
    let now = client.configuration.time.now()
    let input: JSONObject = [
      "RoleArn": .string(roleARN),
      "RoleSessionName": .string(sessionName ?? "audit-\(Int(now.timeIntervalSince1970))"),
      "WebIdentityToken": .string(token),
    ]
    do {
      return try await client.roleCredentials(STS.assumeRoleWithWebIdentity, input, region: region)
        .unexpired(at: now, from: "AssumeRoleWithWebIdentity for \(roleARN)")
    } catch {
      // STS may quote what it was sent.
      throw CredentialsError(
        "cannot assume \(roleARN): \(error.description.replacingOccurrences(of: token, with: "…"))")
    }
  }
}
