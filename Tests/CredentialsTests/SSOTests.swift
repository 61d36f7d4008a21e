import AWSCore
import Documents
import Foundation
import Signing
import TestSupport
import Testing

@testable import Credentials

/// IAM Identity Center, asked over a real socket.
@Suite(.enabled(if: Python.path != nil, "needs Python: run scripts/setup, or set AUDIT_TEST_PYTHON"))
struct SSOTests {
  private static let config = """
    [profile new]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Reader
    [profile old]
    sso_start_url = https://corp.example/start
    sso_region = eu-west-1
    sso_account_id = 111122223333
    sso_role_name = Reader
    [profile missing]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = missing
    [sso-session corp]
    sso_region = eu-west-1
    sso_start_url = https://corp.example/start
    """
  /// Named by the SHA-1 of the start URL or the session, as `sha1sum` says.
  private func file(_ profile: String) -> String {
    profile == "old"
      ? ".aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json"
      : ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
  }

  private func token(_ accessToken: String, expiresIn seconds: TimeInterval, refresh: Bool = true) -> String {
    var token: JSONObject = [
      "startUrl": "https://corp.example/start", "region": "eu-west-1", "accessToken": .string(accessToken),
      "expiresAt": .string(Timestamp.format(testTime + seconds).replacingOccurrences(of: "Z", with: "UTC")),
    ]
    if refresh {
      token = token.merging([
        "clientId": "client", "clientSecret": "SECRET-client", "refreshToken": "SECRET-refresh",
        "registrationExpiresAt": .string(Timestamp.format(testTime + 86_400)),
      ])
    }
    return JSONWriter().string(.object(token))
  }

  private func provider(
    _ stub: CredentialsStub, _ home: Folder, profile: String, oidc: String = "oidc"
  ) throws -> any CredentialsProvider {
    let environment = [
      "AWS_ENDPOINT_URL_SSO": "\(stub.address)/sso", "AWS_ENDPOINT_URL_SSO_OIDC": "\(stub.address)/\(oidc)",
    ]
    let settings = try settings(environment, config: Self.config, home: home.path, profile: profile)
    return try chain(settings, transport: stub.transport).provider()
  }

  @Test(arguments: ["new", "old"])
  func theTokenInTheCacheIsTradedForCredentials(profile: String) async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    try home.write(token("SECRET-token", expiresIn: 3_600), to: file(profile))
    let credentials = try await provider(stub, home, profile: profile).credentials()
    #expect(credentials.accessKeyID == "ASIASSO")
    #expect(credentials.secretAccessKey == "SECRET-sso-key")
    #expect(credentials.sessionToken == "SECRET-sso-token")
    #expect(credentials.accountID == "111122223333")
    #expect(credentials.expiration == Timestamp.parse("2099-01-01T00:00:00Z"))
    let requests = try await stub.requests()
    #expect(requests.count == 1)
    #expect(requests[0]["headers"]["authorization"].isNull)
    #expect(requests[0]["headers"]["x-amz-sso_bearer_token"].string == "SECRET-token")
  }

  @Test(arguments: [600.0, -600.0])
  func aTokenWithLittleTimeIsRefreshedAndPutBack(seconds: TimeInterval) async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    let path = try home.write(token("SECRET-token", expiresIn: seconds), to: file("new"), permissions: 0o644)
    _ = try await provider(stub, home, profile: "new").credentials()
    let requests = try await stub.requests()
    #expect(
      requests.map { $0["path"].string } == [
        "/oidc/token", "/sso/federation/credentials?role_name=Reader&account_id=111122223333",
      ])
    #expect(
      try JSONReader.read(requests[0]["body"].string ?? "") == [
        "clientId": "client", "clientSecret": "SECRET-client", "grantType": "refresh_token",
        "refreshToken": "SECRET-refresh",
      ])
    #expect(requests[1]["headers"]["x-amz-sso_bearer_token"].string == "SECRET-new-token")

    let cached = try JSONReader.read(String(contentsOfFile: path, encoding: .utf8))
    #expect(cached["accessToken"].string == "SECRET-new-token")
    #expect(cached["refreshToken"].string == "SECRET-new-refresh")
    #expect(cached["expiresAt"].string == Timestamp.format(testTime + 28_800))
    #expect(cached["clientSecret"].string == "SECRET-client")
    #expect(cached["startUrl"].string == "https://corp.example/start")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let folder = (path as NSString).deletingLastPathComponent
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
  }

  @Test func aRefreshThatFailsIsToleratedUntilTheTokenExpires() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    try home.write(token("SECRET-token", expiresIn: 600), to: file("new"))
    #expect(
      try await provider(stub, home, profile: "new", oidc: "oidc-refused").credentials().accessKeyID == "ASIASSO")
    try home.write(token("SECRET-token", expiresIn: -1), to: file("new"))
    let text = await errorText {
      try await provider(stub, home, profile: "new", oidc: "oidc-refused").credentials()
    }
    #expect(text.contains("expired at") && text.hasSuffix("run: aws sso login --sso-session 'corp'"))
  }

  @Test func whoIsLoggedOutIsToldHowToLogIn() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    let new = "run: aws sso login --sso-session 'corp'"
    let old = "run: aws sso login --profile 'old'"
    #expect(await errorText { try await provider(stub, home, profile: "new").credentials() }.hasSuffix(new))
    #expect(await errorText { try await provider(stub, home, profile: "old").credentials() }.hasSuffix(old))
    try home.write(token("SECRET-token", expiresIn: -1, refresh: false), to: file("new"))
    #expect(await errorText { try await provider(stub, home, profile: "new").credentials() }.hasSuffix(new))
    // The older form has no refresh.
    try home.write(token("SECRET-token", expiresIn: -1), to: file("old"))
    #expect(await errorText { try await provider(stub, home, profile: "old").credentials() }.hasSuffix(old))
    try home.write(token("SECRET-refused-token", expiresIn: 3_600), to: file("new"))
    #expect(await errorText { try await provider(stub, home, profile: "new").credentials() }.hasSuffix(new))
    try home.write("SECRET-garbage", to: file("new"))
    #expect(await errorText { try await provider(stub, home, profile: "new").credentials() }.hasSuffix(new))
  }

  @Test func aRoleThatIsNotGiven() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    try home.write(token("SECRET-token", expiresIn: 3_600), to: file("missing"))
    let text = await errorText { try await provider(stub, home, profile: "missing").credentials() }
    #expect(text.contains("answered status 404: ResourceNotFoundException"), "\(text)")
  }
}
