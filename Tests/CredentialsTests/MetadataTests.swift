import AWSCore
import Foundation
import Signing
import TestSupport
import Testing

@testable import Credentials

/// Containers and instances, asked over a real socket.
@Suite(.enabled(if: Python.path != nil, "needs Python: run scripts/setup, or set AUDIT_TEST_PYTHON"))
struct MetadataTests {
  private func credentials(
    _ stub: CredentialsStub, _ environment: [String: String], config: String = ""
  ) async throws -> Credentials {
    try await chain(settings(environment, config: config), transport: stub.transport).provider().credentials()
  }

  private func imds(_ stub: CredentialsStub, _ mode: String, _ more: [String: String] = [:]) async throws -> Credentials
  {
    let environment = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "\(stub.address)/\(mode)/"]
    return try await credentials(stub, environment.merging(more) { $1 })
  }

  @Test func theInstanceIsAskedWithAToken() async throws {
    let stub = try CredentialsStub()
    let credentials = try await imds(stub, "imds")
    #expect(credentials.accessKeyID == "ASIAMETADATA")
    #expect(credentials.secretAccessKey == "SECRET-metadata-key")
    #expect(credentials.sessionToken == "SECRET-metadata-token")
    #expect(credentials.expiration == Timestamp.parse("2099-01-01T00:00:00Z"))
    let requests = try await stub.requests()
    #expect(requests.map { $0["method"].string } == ["PUT", "GET", "GET"])
    #expect(requests[2]["path"].string == "/imds/latest/meta-data/iam/security-credentials/the-role")
  }

  @Test(arguments: ["imds-v1", "imds-silent"])
  func whereNoTokenIsGivenTheFirstVersionIsAsked(mode: String) async throws {
    let stub = try CredentialsStub()
    let quick = ["AWS_METADATA_SERVICE_TIMEOUT": "0.3"]
    #expect(try await imds(stub, mode, quick).accessKeyID == "ASIAMETADATA")
    let disabled = quick.merging(["AWS_EC2_METADATA_V1_DISABLED": "true"]) { $1 }
    #expect(await errorText { try await imds(stub, mode, disabled) }.contains("its first version is disabled"))
    let config = "[default]\nec2_metadata_v1_disabled = true"
    let environment = quick.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "\(stub.address)/\(mode)"]) { $1 }
    #expect(
      await errorText { try await credentials(stub, environment, config: config) }
        .contains("its first version is disabled"))
  }

  @Test(arguments: [
    ("imds-400", "token request with status 400"), ("imds-norole", "has no role"),
    ("imds-failed", "answered AssumeRoleUnauthorizedAccess"),
  ])
  func whatTheInstanceRefuses(mode: String, message: String) async throws {
    let stub = try CredentialsStub()
    let text = await errorText { try await imds(stub, mode) }
    #expect(text.contains(message), "\(text)")
  }

  @Test func nobodyIsAskedWhereTheServiceIsDisabled() async throws {
    let stub = try CredentialsStub()
    _ = await errorText { try await imds(stub, "imds", ["AWS_EC2_METADATA_DISABLED": "TRUE"]) }
    #expect(try await stub.requests().isEmpty)
  }

  @Test func expiredKeysOfAnInstanceAreUsedForSomeMinutes() async throws {
    let stub = try CredentialsStub()
    let expiration = try #require(try await imds(stub, "imds-expired").expiration)
    #expect((180...900).contains(expiration.timeIntervalSince(testTime)))
  }

  @Test func aContainerIsAskedWithItsToken() async throws {
    let stub = try CredentialsStub()
    var environment = [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(stub.address)/container/get?id=a%2Fb&x",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": "TOKEN-variable",
    ]
    let credentials = try await credentials(stub, environment)
    #expect(credentials.accessKeyID == "ASIAMETADATA")
    #expect(credentials.accountID == "111122223333")

    // The file wins, and is read anew each time.
    let home = try Folder()
    environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = try home.write("TOKEN-file-1", to: "token")
    _ = try await self.credentials(stub, environment)
    let source = ContainerSource(
      environment: environment, transport: stub.transport, now: { testTime })
    try home.write("TOKEN-file-2", to: "token")
    _ = try await source.credentials()
    let requests = try await stub.requests()
    #expect(
      requests.map { $0["headers"]["authorization"].string } == ["TOKEN-variable", "TOKEN-file-1", "TOKEN-file-2"])
    #expect(requests[0]["path"].string == "/container/get?id=a%2Fb&x")
  }

  @Test func aContainerThatStumblesIsAskedThreeTimes() async throws {
    let stub = try CredentialsStub()
    let environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(stub.address)/container-flaky"]
    let source = ContainerSource(
      environment: environment, transport: stub.transport, now: { testTime },
      pause: .milliseconds(1))
    #expect(try await source.credentials().accessKeyID == "ASIAMETADATA")
    #expect(try await stub.requests().count == 3)
  }

  @Test(arguments: [
    ("container-refused", "answered status 403"), ("container-garbage", "not JSON"),
    ("container-partial", "without SecretAccessKey"), ("container-expired", "expired at 2020-01-01"),
  ])
  func whatAContainerAnswersWrongly(mode: String, message: String) async throws {
    let stub = try CredentialsStub()
    let source = ContainerSource(
      environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(stub.address)/\(mode)"],
      transport: stub.transport, now: { testTime }, pause: .milliseconds(1))
    let text = await errorText { try await source.credentials() }
    #expect(text.contains(message), "\(text)")
  }
}

/// What is refused before anything is asked.
struct ContainerRuleTests {
  private func text(_ environment: [String: String]) async -> String {
    let source = ContainerSource(
      environment: environment, transport: NoTransport(), now: { testTime },
      pause: .milliseconds(1))
    return await errorText { try await source.credentials() }
  }

  @Test(arguments: [
    "http://localhost/x", "http://127.0.0.1:80/x", "http://127.9.9.9/x", "http://[::1]/x", "http://169.254.170.2/x",
    "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/x", "https://anywhere.example/x",
  ])
  func hostsThatAreAsked(uri: String) async {
    #expect(await text(["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri]).contains("out of reach"))
  }

  @Test(arguments: [
    "http://anywhere.example/x", "http://169.254.170.3/x", "http://127.0.0.1.example/x", "http://x.localhost/",
    "http://169.254.169.254/x", "http://[fd00:ec2::24]/x",
  ])
  func hostsThatAreNotAsked(uri: String) async {
    #expect(await text(["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri]).contains("is not asked for credentials"))
  }

  @Test(arguments: [
    (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "ftp://localhost/x"], "is no URL"),
    (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "SECRET"], "is no URL"),
    (["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@anywhere.example/x"], "is no path"),
    (
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "SECRET\r\nX: y"],
      "line break"
    ),
    (
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nowhere/token"],
      "cannot be read"
    ),
    (["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"], "169.254.170.2 is out of reach"),
  ])
  func variablesThatCannotBeRight(environment: [String: String], message: String) async {
    let text = await text(environment)
    #expect(text.contains(message), "\(text)")
  }
}
