import AWSCore
import CurlTransport
import Documents
import Foundation
import Signing
import TestSupport
import Testing
import Transport

@testable import Credentials

/// AWS Sign-In, asked over a real socket by a stub that verifies each proof of possession.
@Suite(Python.needs("cryptography, botocore"))
struct LoginTests {
  private static let session = "arn:aws:iam::111122223333:user/ann"
  /// Named by the SHA-256 of the session, as `sha256sum` says.
  private static let file = "617a42bf0cc7e52ae16d10443f260d451c255a489505091810c95d5c7ec927d1.json"
  /// The test key of RFC 9500, section 2.3.
  private static let key = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIObLW92AqkWunJXowVR2Z5/+yVPBaFHnEedDk5WJxk/BoAoGCCqGSM49
    AwEHoUQDQgAEQiVI+I+3gv+17KN0RFLHKh5Vj71vc75eSOkyMsxFxbFsTNEMTLjV
    uKFxOelIgsiZJXKZNCX0FBmrfpCkKklCcg==
    -----END EC PRIVATE KEY-----

    """

  private func token(expiresIn seconds: TimeInterval, key: String = key, id: String = "ASIALOGIN1") -> String {
    JSONWriter().string([
      "accessToken": [
        "accessKeyId": .string(id), "secretAccessKey": "SECRET-login-key-1", "sessionToken": "SECRET-login-token-1",
        "accountId": "111122223333", "expiresAt": .string(Timestamp.format(testTime + seconds)),
      ],
      "tokenType": "aws_sigv4", "refreshToken": "SECRET-refresh-1", "idToken": "SECRET-id-1",
      "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": .string(key),
    ])
  }

  private func provider(
    _ home: Folder, at address: String, transport: any Transport
  ) throws -> any CredentialsProvider {
    let settings = try settings(
      ["AWS_ENDPOINT_URL_SIGNIN": address, "AWS_LOGIN_CACHE_DIRECTORY": "~/logins"],
      config: "[profile console]\nlogin_session = \(Self.session)\nregion = eu-west-1", home: home.path,
      profile: "console")
    return try chain(settings, transport: transport).provider()
  }

  private func credentials(
    _ home: Folder, _ stub: CredentialsStub, _ mode: String = "signin"
  ) async throws -> Credentials {
    try await provider(home, at: "\(stub.address)/\(mode)", transport: stub.transport).credentials()
  }

  @Test func whatIsGoodForLongEnoughIsUsedAsItIs() async throws {
    let home = try Folder()
    try home.write(token(expiresIn: 301), to: "logins/\(Self.file)")
    let credentials = try await provider(home, at: "http://127.0.0.1:1", transport: NoTransport()).credentials()
    #expect(credentials.accessKeyID == "ASIALOGIN1")
    #expect(credentials.secretAccessKey == "SECRET-login-key-1")
    #expect(credentials.sessionToken == "SECRET-login-token-1")
    #expect(credentials.accountID == "111122223333")
    #expect(credentials.expiration == testTime + 301)
  }

  @Test func theFileLiesWhereTheAWSCLIPutsItUnlessSomebodySaysOtherwise() async throws {
    let home = try Folder()
    try home.write(token(expiresIn: 900), to: ".aws/login/cache/\(Self.file)")
    let settings = try settings(
      config: "[default]\nregion = eu-west-1\nlogin_session = \(Self.session)", home: home.path)
    #expect(try await chain(settings).provider().credentials().accessKeyID == "ASIALOGIN1")
  }

  @Test(arguments: [299.0, -3_600.0])
  func whatHasLittleTimeIsRenewedAndPutBack(seconds: TimeInterval) async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    let path = try home.write(token(expiresIn: seconds), to: "logins/\(Self.file)", permissions: 0o644)
    let credentials = try await credentials(home, stub)
    #expect(credentials.accessKeyID == "ASIALOGIN2")
    #expect(credentials.secretAccessKey == "SECRET-login-key-2")
    #expect(credentials.sessionToken == "SECRET-login-token-2")
    #expect(credentials.accountID == "111122223333")
    #expect(credentials.expiration == testTime + 900)
    let requests = try await stub.requests()
    #expect(requests.map { $0["path"].string } == ["/signin/v1/token"])
    #expect(requests[0]["headers"]["authorization"].isNull)
    #expect(
      try JSONReader.read(requests[0]["body"].string ?? "") == [
        "clientId": "arn:aws:signin:::devtools/same-device", "grantType": "refresh_token",
        "refreshToken": "SECRET-refresh-1",
      ])

    let cached = try JSONReader.read(String(contentsOfFile: path, encoding: .utf8))
    #expect(cached["refreshToken"].string == "SECRET-refresh-2")
    #expect(cached["idToken"].string == "SECRET-id-1")
    #expect(cached["dpopKey"].string == Self.key)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(home.path)/logins") == [Self.file])
    #expect(
      try readByBotocore("\(home.path)/logins") == [
        "access_key": "ASIALOGIN2", "secret_key": "SECRET-login-key-2", "token": "SECRET-login-token-2",
        "expiry_time": .string(Timestamp.format(testTime + 900)), "account_id": "111122223333",
      ])
  }

  /// What botocore makes of the files in that folder.
  private func readByBotocore(_ folder: String) throws -> JSONValue {
    let program = """
      import json, sys
      from botocore.credentials import LoginCredentialFetcher
      from botocore.utils import JSONFileCache, LoginTokenLoader
      session, folder = json.load(sys.stdin)
      loader = LoginTokenLoader(JSONFileCache(folder))
      json.dump(LoginCredentialFetcher(session, loader, None).load_cached_credentials(), sys.stdout)
      """
    let input = Data(JSONWriter().bytes([.string(Self.session), .string(folder)]))
    let output = try Python.run(["-c", program], input: input)
    return try JSONReader.read([UInt8](output))
  }

  @Test(arguments: [
    ("signin-TOKEN_EXPIRED", "the login for '\(session)' is over; run: aws login --profile 'console'"),
    ("signin-USER_CREDENTIALS_CHANGED", "have changed since its login; run: aws login --profile 'console'"),
    ("signin-INSUFFICIENT_PERMISSIONS", "may not renew its login: it needs signin:CreateOAuth2Token"),
    ("signin-server_error", "AWS Sign-In answered status 400: server_error"),
  ])
  func aRenewalThatIsRefusedSaysWhy(mode: String, message: String) async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    let path = try home.write(token(expiresIn: -1), to: "logins/\(Self.file)")
    let text = await errorText { try await credentials(home, stub, mode) }
    #expect(text.contains(message), "\(text)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == token(expiresIn: -1))
    #expect(try await stub.requests().count == 1)
  }

  @Test func whatCannotBeRenewedIsUsedUntilItExpires() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    try home.write(token(expiresIn: 60), to: "logins/\(Self.file)")
    #expect(try await credentials(home, stub, "signin-server_error").accessKeyID == "ASIALOGIN1")
    #expect(
      try await provider(home, at: "http://127.0.0.1:1", transport: NoTransport()).credentials().accessKeyID
        == "ASIALOGIN1")
    try home.write(token(expiresIn: -1), to: "logins/\(Self.file)")
    let text = await errorText {
      try await provider(home, at: "http://127.0.0.1:1", transport: NoTransport()).credentials()
    }
    #expect(text.contains("AWS Sign-In did not answer"), "\(text)")
  }

  /// Lets another process be the first: puts its file there while the refusal is on its way.
  private struct OvertakenTransport: Transport {
    let other: @Sendable () -> Void
    let transport: CurlTransport

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      let response = try await transport.send(request)
      other()
      return response
    }
  }

  @Test func whatAnotherProcessHasRenewedIsTaken() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    try home.write(token(expiresIn: -1), to: "logins/\(Self.file)")
    let renewed = token(expiresIn: 900, id: "ASIAOTHER")
    let transport = OvertakenTransport(
      other: { _ = try? home.write(renewed, to: "logins/\(Self.file)") }, transport: stub.transport)
    let provider = try provider(home, at: "\(stub.address)/signin-TOKEN_EXPIRED", transport: transport)
    #expect(try await provider.credentials().accessKeyID == "ASIAOTHER")
  }

  @Test func whoIsNotLoggedInIsToldHowToLogIn() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    let advice = "run: aws login --profile 'console'"
    #expect(await errorText { try await credentials(home, stub) }.hasSuffix(advice))
    let incomplete = """
      {"accessToken": {"accessKeyId": "A", "secretAccessKey": "SECRET", "expiresAt": "2099-01-01T00:00:00Z"}}
      """
    let unrenewable = """
      {"accessToken": {"accessKeyId": "A", "secretAccessKey": "SECRET", "sessionToken": "SECRET",
      "expiresAt": "2020-01-01T00:00:00Z"}}
      """
    let keyless = token(expiresIn: -1, key: "SECRET-key")
    for text in ["SECRET-garbage", #"{"accessToken": {}}"#, incomplete, unrenewable, keyless] {
      try home.write(text, to: "logins/\(Self.file)")
      #expect(await errorText { try await credentials(home, stub) }.hasSuffix(advice), "\(text)")
    }
    #expect(try await stub.requests().isEmpty)
  }
}
