import AWSCore
import AWSServices
import Documents
import Foundation
import Signing

/// The credentials that `aws login` has left in a file, renewed as the AWS CLI renews them.
///
/// Follows <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html>.
struct LoginSource: Sendable {
  /// How long credentials still have to be good for to be used as they are, in seconds.
  private static let enough: TimeInterval = 5 * 60

  private let session: String
  private let profile: String
  private let region: String?
  private let path: String
  private let client: Client

  /// A source for that session.
  ///
  /// - Parameters:
  ///   - session: The `login_session` of a profile, by which the AWS CLI names the file.
  ///   - profile: The name of that profile.
  ///   - region: The region whose AWS Sign-In is asked.
  init(session: String, profile: String, region: String?, settings: AWSSettings, client: Client) {
    self.session = session
    self.profile = profile
    self.region = region
    self.client = client
    let folder = settings.environment.value("AWS_LOGIN_CACHE_DIRECTORY") ?? "~/.aws/login/cache"
    path = "\(settings.expandingHome(folder))/\(Digest.sha256Hex(Array(session.utf8))).json"
  }

  func credentials() async throws -> Credentials {
    guard let token = LoginToken(path: path) else { throw loggedOut("there is no login for '\(session)' in \(path)") }
    if token.expiresAt >= client.configuration.time.now() + Self.enough { return token.credentials }
    do {
      return try await renewed(token).credentials
    } catch {
      // Another process may have been the first to renew them, and each refresh token is good for once.
      if let other = LoginToken(path: path), other.expiresAt > client.configuration.time.now() {
        return other.credentials
      }
      throw error
    }
  }

  private func renewed(_ token: LoginToken) async throws -> LoginToken {
    guard let refresh = token.refresh, let key = P256KeyPair(pem: refresh.key) else {
      throw loggedOut("the login for '\(session)' cannot be renewed, as \(path) does not hold all that it takes")
    }
    // Renewed and not put back, the login would be lost: the refresh token in the file is spent by then.
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw CredentialsError("the login for '\(session)' cannot be renewed, as \(folder) cannot be written")
    }
    let input = try input(
      [
        "clientId": .string(refresh.clientID), "grantType": "refresh_token", "refreshToken": .string(refresh.token),
      ], provenBy: key)
    let answer: JSONValue
    do {
      // Sent again, a refresh token that was taken the first time might end the login.
      answer = try await client.call(SignIn.createOAuth2Token, input, region: region, isSentOnce: true)
        .value["tokenOutput"]
    } catch {
      throw failure(error)
    }
    guard let token = token.renewed(by: answer, at: client.configuration.time.now()) else {
      throw CredentialsError("AWS Sign-In answered without credentials")
    }
    do {
      try token.file.write()
    } catch {
      throw loggedOut("the login for '\(session)' was renewed, but \(error)")
    }
    return token
  }

  /// The input of a renewal, with the proof for the address that it goes to.
  private func input(_ tokenInput: JSONValue, provenBy key: P256KeyPair) throws -> JSONObject {
    let operation = SignIn.createOAuth2Token
    let input: JSONObject = ["tokenInput": tokenInput]
    let endpoint = try client.configuration.endpoints(operation.service, EndpointParameters(region: region))
    let request = try operation.request(input, at: endpoint, region: endpoint.signingRegion)
    let proof = ProofOfPossession(
      method: request.method, url: request.url.text, time: client.configuration.time.now())
    return input.merging(["DPoP": .string(try proof.text(signedBy: key))])
  }

  private func failure(_ error: ServiceError) -> CredentialsError {
    switch (error.category, error.status) {
    case (.unreachable, _): return CredentialsError("AWS Sign-In did not answer: \(error.message)")
    case (.malformedResponse, _): return CredentialsError("AWS Sign-In answered without credentials")
    // Nothing was asked.
    case (_, nil): return CredentialsError(error.message)
    case (_, let status?): return refused(status, error.reason)
    }
  }

  private func refused(_ status: Int, _ reason: String?) -> CredentialsError {
    switch reason {
    case "TOKEN_EXPIRED": loggedOut("the login for '\(session)' is over")
    case "USER_CREDENTIALS_CHANGED": loggedOut("the credentials of '\(session)' have changed since its login")
    case "INSUFFICIENT_PERMISSIONS":
      CredentialsError(
        "'\(session)' may not renew its login: it needs signin:CreateOAuth2Token, as the managed policy "
          + "SignInLocalDevelopmentAccess gives it")
    default:
      CredentialsError("AWS Sign-In answered status \(status)\(reason.map { ": \($0.asOneWord)" } ?? "")")
    }
  }

  private func loggedOut(_ reason: String) -> CredentialsError {
    CredentialsError("\(reason); run: aws login --profile '\(profile)'")
  }
}

/// What `aws login` has left in a file.
private struct LoginToken {
  let file: TokenFile
  let credentials: Credentials
  let expiresAt: Date

  /// Reads it; `nil` where there is no file, or where it holds no credentials.
  init?(path: String) {
    guard let file = TokenFile(path: path) else { return nil }
    self.init(file)
  }

  private init?(_ file: TokenFile) {
    let content = file.content["accessToken"]
    guard let id = content?["accessKeyId"].string, let secret = content?["secretAccessKey"].string,
      let token = content?["sessionToken"].string, let expiresAt = content?["expiresAt"].string.flatMap(Timestamp.parse)
    else { return nil }
    self.file = file
    self.expiresAt = expiresAt
    credentials = Credentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiresAt,
      accountID: content?["accountId"].string)
  }

  /// What a renewal takes.
  var refresh: (token: String, clientID: String, key: String)? {
    guard let token = file.text("refreshToken"), let id = file.text("clientId"), let key = file.text("dpopKey") else {
      return nil
    }
    return (token, id, key)
  }

  /// The token after a renewal, with all else that the file holds.
  func renewed(by answer: JSONValue, at now: Date) -> LoginToken? {
    guard let keys = answer["accessToken"].object, let refresh = answer["refreshToken"].string,
      let seconds = answer["expiresIn"].double, case .object(var content)? = file.content["accessToken"]
    else { return nil }
    for name in ["accessKeyId", "secretAccessKey", "sessionToken"] { content[name] = keys[name] }
    content["expiresAt"] = .string(Timestamp.format(now + seconds))
    var file = file
    file.content["accessToken"] = .object(content)
    file.content["refreshToken"] = .string(refresh)
    return LoginToken(file)
  }
}

/// The proof that whoever sends a request holds the key that a login was bound to.
///
/// Follows RFC 9449, "OAuth 2.0 Demonstrating Proof of Possession (DPoP)", section 4.2.
private struct ProofOfPossession {
  let method: String
  let url: String
  let time: Date

  /// The proof as the value of a `DPoP` header; another one at each call.
  func text(signedBy key: P256KeyPair) throws -> String {
    guard let point = key.publicPoint else { throw SigningError.cryptographyFailed("read a P-256 key") }
    let header: JSONValue = [
      "typ": "dpop+jwt", "alg": "ES256",
      "jwk": ["kty": "EC", "crv": "P-256", "x": .string(base64URL(point.x)), "y": .string(base64URL(point.y))],
    ]
    let claims: JSONValue = [
      "htm": .string(method), "htu": .string(url), "iat": .integer(Int(time.timeIntervalSince1970)),
      "jti": .string(UUID().uuidString.lowercased()),
    ]
    let signed = [header, claims].map { base64URL(JSONWriter().bytes($0)) }.joined(separator: ".")
    return try "\(signed).\(base64URL(key.es256Signature(of: Array(signed.utf8))))"
  }

  /// RFC 4648, section 5, without padding.
  private func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
