import AWSCore
import AWSServices
import Documents
import Foundation
import Signing

/// What a profile says about IAM Identity Center.
struct SSOSettings: Sendable {
  /// The name of the `[sso-session]`; `nil` in the older form.
  let session: String?
  let startURL: String
  let region: String
  let account: String
  let role: String

  /// - Throws: ``CredentialsError`` that names what is missing, and where.
  init(_ profile: Profile, in shared: SharedConfiguration) throws(CredentialsError) {
    let session = profile["sso_session"]
    var keys: [String: ConfigurationFile.Value] = [:]
    if let session {
      guard let found = shared.ssoSession(named: session) else {
        throw CredentialsError(
          "profile '\(profile.name)' names [sso-session \(session)], which \(shared.configPath) does not have")
      }
      keys = found
    }
    func value(_ key: String) throws(CredentialsError) -> String {
      if let text = keys[key]?.text, !text.isEmpty { return text }
      guard let text = profile[key] else {
        throw CredentialsError(
          "profile '\(profile.name)' has no \(key)\(session.map { ", and neither has [sso-session \($0)]" } ?? "")")
      }
      return text
    }
    self.session = session
    startURL = try value("sso_start_url")
    region = try value("sso_region")
    account = try value("sso_account_id")
    role = try value("sso_role_name")
  }
}

/// Trades the token of `aws sso login` for a role's credentials.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html>.
actor SSOSource {
  private let sso: SSOSettings
  private let profile: String
  private let settings: AWSSettings
  private let client: Client
  private var noRefreshBefore = Date.distantPast

  /// A source for what that profile says.
  init(_ sso: SSOSettings, profile: String, settings: AWSSettings, client: Client) {
    self.sso = sso
    self.profile = profile
    self.settings = settings
    self.client = client
  }

  func credentials() async throws -> Credentials {
    let token = try await token()
    let source = "IAM Identity Center (role \(sso.role) in account \(sso.account))"
    let answer: JSONValue
    do {
      answer = try await client.call(
        SSO.getRoleCredentials,
        ["roleName": .string(sso.role), "accountId": .string(sso.account), "accessToken": .string(token.accessToken)],
        region: sso.region
      ).value["roleCredentials"]
    } catch {
      throw failure(error, of: source)
    }
    guard let milliseconds = answer["expiration"].double else {
      throw CredentialsError("\(source) answered without credentials")
    }
    let credentials = try Credentials(
      answer, id: "accessKeyId", secret: "secretAccessKey", token: "sessionToken", account: "accountId", from: source)
    return try Credentials(
      accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken, expiration: Date(timeIntervalSince1970: milliseconds / 1_000),
      accountID: sso.account
    ).unexpired(at: client.configuration.time.now(), from: source)
  }

  private func failure(_ error: ServiceError, of source: String) -> CredentialsError {
    switch (error.category, error.status) {
    case (.unreachable, _): return CredentialsError("\(source) did not answer: \(error.message)")
    case (_, 401): return loggedOut("the token of '\(sso.session ?? sso.startURL)' is no longer accepted")
    case (.malformedResponse, _): return CredentialsError("\(source) answered without credentials")
    // Nothing was asked.
    case (_, nil): return CredentialsError(error.message)
    case (_, let status?):
      // Its message may quote the token.
      let code = error.code == "\(status)" ? "" : ": \(error.code.asOneWord)"
      return CredentialsError("\(source) answered status \(status)\(code)")
    }
  }

  /// The token in the cache, refreshed where it has little time left and can be.
  private func token() async throws -> SSOToken {
    guard let path = SSOToken.path(for: sso.session ?? sso.startURL, homeDirectory: settings.homeDirectory) else {
      throw CredentialsError("OpenSSL forbids SHA-1, by which the AWS CLI names the files of its tokens")
    }
    guard var token = SSOToken(path: path) else {
      throw loggedOut("there is no token for '\(sso.session ?? sso.startURL)' in \(path)")
    }
    let now = client.configuration.time.now()
    if sso.session != nil, token.expiresAt.timeIntervalSince(now) < 15 * 60, now >= noRefreshBefore,
      let refresh = token.refresh(at: now)
    {
      noRefreshBefore = now + 60
      // Where the refresh fails the token is used until it expires.
      if let refreshed = try? await refreshed(token, by: refresh) { token = refreshed }
    }
    guard token.expiresAt > now else {
      throw loggedOut("the token of '\(sso.session ?? sso.startURL)' expired at \(Timestamp.format(token.expiresAt))")
    }
    return token
  }

  private func refreshed(
    _ token: SSOToken, by refresh: (token: String, clientID: String, clientSecret: String)
  ) async throws -> SSOToken {
    let answer = try await client.call(
      SSOOIDC.createToken,
      [
        "clientId": .string(refresh.clientID), "clientSecret": .string(refresh.clientSecret),
        "grantType": "refresh_token", "refreshToken": .string(refresh.token),
      ], region: sso.region, isSentOnce: true
    ).value
    guard let accessToken = answer["accessToken"].string, let seconds = answer["expiresIn"].double else {
      throw CredentialsError("the token could not be refreshed")
    }
    var token = token
    token.file.content["accessToken"] = .string(accessToken)
    token.file.content["expiresAt"] = .string(Timestamp.format(client.configuration.time.now() + seconds))
    if let refreshToken = answer["refreshToken"].string { token.file.content["refreshToken"] = .string(refreshToken) }
    // A cache that cannot be written costs the next run a refresh, no more.
    try? token.file.write()
    return token
  }

  private func loggedOut(_ reason: String) -> CredentialsError {
    let option = sso.session.map { "--sso-session '\($0)'" } ?? "--profile '\(profile)'"
    return CredentialsError("\(reason); run: aws sso login \(option)")
  }
}
