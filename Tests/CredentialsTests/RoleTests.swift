import AWSCore
import Documents
import Foundation
import Signing
import Synchronization
import TestSupport
import Testing

@testable import Credentials

/// Roles and web identities, asked over a real socket.
@Suite(.enabled(if: Python.path != nil, "needs Python: run scripts/setup, or set AUDIT_TEST_PYTHON"))
struct RoleTests {
  private static let config = """
    [profile base]
    aws_access_key_id = AKIABASE
    aws_secret_access_key = SECRET-base
    [profile middle]
    role_arn = arn:aws:iam::111122223333:role/middle
    source_profile = base
    role_session_name = middle
    [profile top]
    role_arn = arn:aws:iam::444455556666:role/top
    source_profile = middle
    role_session_name = top
    external_id = an id & more
    duration_seconds = 1800
    region = eu-west-1
    [profile itself]
    role_arn = arn:aws:iam::111122223333:role/itself
    source_profile = itself
    aws_access_key_id = AKIAITSELF
    aws_secret_access_key = SECRET-itself
    [profile from-environment]
    role_arn = arn:aws:iam::111122223333:role/e
    credential_source = Environment
    [profile mfa]
    role_arn = arn:aws:iam::111122223333:role/mfa
    source_profile = base
    mfa_serial = arn:aws:iam::111122223333:mfa/me
    [profile web]
    role_arn = arn:aws:iam::111122223333:role/web
    web_identity_token_file = ~/token
    source_profile = base
    """

  private func environment(_ stub: CredentialsStub, _ mode: String = "sts") -> [String: String] {
    ["AWS_ENDPOINT_URL_STS": "\(stub.address)/\(mode)"]
  }

  private func form(_ request: JSONValue) -> [String: String] {
    var form: [String: String] = [:]
    for item in (request["body"].string ?? "").split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1).map {
        $0.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? ""
      }
      form[pair[0]] = pair.count > 1 ? pair[1] : ""
    }
    return form
  }

  @Test func eachRoleIsAssumedWithTheOneBefore() async throws {
    let stub = try CredentialsStub()
    let provider = try chain(
      settings(environment(stub), config: Self.config, profile: "top"), transport: stub.transport
    ).provider()
    let credentials = try await provider.credentials()
    #expect(credentials.accessKeyID == "ASIATOP")
    #expect(credentials.secretAccessKey == "SECRET-role-key")
    #expect(credentials.sessionToken == "SECRET-role-token")
    #expect(credentials.accountID == "444455556666")
    let requests = try await stub.requests()
    #expect(requests.count == 2)
    #expect(
      form(requests[0]) == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::111122223333:role/middle",
        "RoleSessionName": "middle",
      ])
    #expect(
      form(requests[1]) == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::444455556666:role/top",
        "RoleSessionName": "top", "ExternalId": "an id & more", "DurationSeconds": "1800",
      ])
    let first = requests[0]["headers"]["authorization"].string ?? ""
    #expect(first.contains("Credential=AKIABASE/20270115/eu-west-1/sts/aws4_request"))
    #expect(requests[1]["headers"]["authorization"].string?.contains("Credential=ASIAMIDDLE/") == true)
    #expect(requests[1]["headers"]["x-amz-security-token"].string == "SECRET-role-token")
    // Answered from memory.
    _ = try await provider.credentials()
    #expect(try await stub.requests().count == 2)
  }

  @Test(arguments: [("itself", "AKIAITSELF"), ("from-environment", "AKIAENV")])
  func keysThatARoleIsAssumedWith(profile: String, key: String) async throws {
    let stub = try CredentialsStub()
    var environment = environment(stub)
    environment["AWS_ACCESS_KEY_ID"] = "AKIAENV"
    environment["AWS_SECRET_ACCESS_KEY"] = "SECRET-env"
    _ = try await chain(
      settings(environment, config: Self.config, profile: profile), transport: stub.transport
    ).provider().credentials()
    let request = try await stub.requests()[0]
    #expect(request["headers"]["authorization"].string?.contains("Credential=\(key)/20270115/us-east-1/") == true)
    #expect(form(request)["RoleSessionName"] == "audit-1800000000")
  }

  @Test func aRoleOfAnotherAccount() async throws {
    let stub = try CredentialsStub()
    let base = StaticCredentialsProvider(Credentials(accessKeyID: "AKIABASE", secretAccessKey: "SECRET"))
    let role = AssumedRole(arn: "arn:aws:iam::444455556666:role/audit", sessionName: "member")
    let provider = chain(try settings(environment(stub)), transport: stub.transport)
      .assuming(role, with: base, region: "eu-central-1")
    #expect(try await provider.credentials().accessKeyID == "ASIAMEMBER")
    let request = try await stub.requests()[0]
    #expect(request["headers"]["authorization"].string?.contains("/eu-central-1/sts/") == true)
  }

  @Test func theCodeOfADeviceIsAskedForOnce() async throws {
    let stub = try CredentialsStub()
    let asked = Mutex<[String]>([])
    let chain = chain(
      try settings(environment(stub), config: Self.config, profile: "mfa"), transport: stub.transport,
      mfaPrompt: { serial in
        asked.withLock { $0.append(serial) }
        return " 123456\n"
      })
    let provider = try chain.provider()
    _ = try await provider.credentials()
    _ = try await provider.credentials()
    #expect(asked.withLock { $0 } == ["arn:aws:iam::111122223333:mfa/me"])
    let form = form(try await stub.requests()[0])
    #expect(form["SerialNumber"] == "arn:aws:iam::111122223333:mfa/me")
    #expect(form["TokenCode"] == "123456")
  }

  @Test func aDeviceThatNobodyCanBeAskedAbout() async throws {
    let settings = try settings(config: Self.config, profile: "mfa")
    #expect(await errorText { try await chain(settings).provider().credentials() }.contains("no terminal"))
    let wrong = chain(settings, mfaPrompt: { _ in "SECRET" })
    #expect(await errorText { try await wrong.provider().credentials() }.contains("six digits"))

    // When the session is over there may be nobody to ask again.
    let stub = try CredentialsStub()
    let source = AssumedRoleSource(
      role: AssumedRole(arn: "r", sessionName: "s", mfaSerial: "m"),
      base: StaticCredentialsProvider(Credentials(accessKeyID: "A", secretAccessKey: "SECRET")), region: nil,
      client: client(try self.settings(stub), transport: stub.transport), mfaPrompt: { _ in "123456" },
      cache: CLICache(homeDirectory: "/nowhere"))
    _ = try await source.credentials()
    #expect(await errorText { try await source.credentials() }.contains("the session of r"))
  }

  /// Has botocore put the credentials of a role into the cache of the AWS CLI.
  private func cache(
    _ arguments: JSONValue, for seconds: TimeInterval, in home: Folder
  ) throws {
    let program = """
      import datetime, json, sys
      from botocore.credentials import AssumeRoleCredentialFetcher
      from botocore.utils import JSONFileCache
      arguments, expiration, folder = json.load(sys.stdin)
      fetcher = AssumeRoleCredentialFetcher(
          None, None, arguments.pop("RoleArn"), extra_args=arguments, cache=JSONFileCache(folder))
      fetcher._write_to_cache({"Credentials": {
          "AccessKeyId": "ASIACACHED", "SecretAccessKey": "SECRET-cached", "SessionToken": "SECRET-cached-token",
          "Expiration": datetime.datetime.fromtimestamp(expiration, datetime.timezone.utc),
          "AccountId": "111122223333"}})
      """
    let expiration = Int((testTime + seconds).timeIntervalSince1970)
    let input = Data(JSONWriter().bytes([arguments, .integer(expiration), .string("\(home.path)/.aws/cli/cache")]))
    _ = try Python.run(["-c", program], input: input)
  }

  @Test(
    Python.needs("botocore"),
    arguments: [
      ("", [:]), ("role_session_name = me", ["RoleSessionName": "me"]),
      (
        "external_id = a/b:\"c\"\nduration_seconds = 3600\nrole_session_name = me",
        ["ExternalId": "a/b:\"c\"", "DurationSeconds": 3600, "RoleSessionName": "me"]
      ),
    ] as [(String, JSONObject)])
  func whatTheAWSCLIHasAssumedNeedsNoOtherCode(lines: String, arguments: JSONObject) async throws {
    let home = try Folder()
    let role: JSONObject = [
      "RoleArn": "arn:aws:iam::111122223333:role/mfa", "SerialNumber": "arn:aws:iam::111122223333:mfa/me",
    ]
    let config = Self.config.replacingOccurrences(of: "mfa_serial", with: "\(lines)\nmfa_serial")
    let settings = try settings(config: config, home: home.path, profile: "mfa")
    try cache(.object(role.merging(arguments)), for: 901, in: home)
    let credentials = try await chain(settings).provider().credentials()
    #expect(credentials.accessKeyID == "ASIACACHED")
    #expect(credentials.secretAccessKey == "SECRET-cached")
    #expect(credentials.sessionToken == "SECRET-cached-token")
    #expect(credentials.expiration == testTime + 901)
    #expect(credentials.accountID == "111122223333")
    // What is over in a quarter of an hour is not taken.
    try cache(.object(role.merging(arguments)), for: 899, in: home)
    #expect(await errorText { try await chain(settings).provider().credentials() }.contains("no terminal"))
  }

  @Test(Python.needs("botocore"), arguments: ["role_session_name = other", "external_id = x"])
  func whatWasAssumedInAnotherWayIsNotTaken(line: String) async throws {
    let home = try Folder()
    try cache(
      [
        "RoleArn": "arn:aws:iam::111122223333:role/mfa", "SerialNumber": "arn:aws:iam::111122223333:mfa/me",
        "RoleSessionName": "me",
      ], for: 3_600, in: home)
    let config = Self.config.replacingOccurrences(of: "mfa_serial", with: "\(line)\nmfa_serial")
    let settings = try settings(config: config, home: home.path, profile: "mfa")
    #expect(await errorText { try await chain(settings).provider().credentials() }.contains("no terminal"))
  }

  private func settings(_ stub: CredentialsStub) throws -> AWSSettings {
    try TestSupport.settings(environment(stub))
  }

  private func settings(
    _ environment: [String: String] = [:], config: String = "", home: String = "/nowhere", profile: String? = nil
  ) throws -> AWSSettings {
    try TestSupport.settings(environment, config: config, home: home, profile: profile)
  }

  @Test(arguments: [
    (
      "sts-refused",
      "cannot assume arn:aws:iam::111122223333:role/itself: AssumeRole at 127.0.0.1 was refused: "
        + "AccessDenied: User is not authorized (request r-2)", 1
    ),
    // What cannot be read may have been cut off on its way.
    ("sts-empty", "answered without credentials", 3), ("sts-expired", "expired at 2020-01-01", 1),
  ])
  func whatSTSRefuses(mode: String, message: String, requests: Int) async throws {
    let stub = try CredentialsStub()
    let settings = try settings(environment(stub, mode), config: Self.config, profile: "itself")
    let text = await errorText { try await chain(settings, transport: stub.transport).provider().credentials() }
    #expect(text.contains(message), "\(text)")
    #expect(try await stub.requests().count == requests)
  }

  @Test func theTokenOfAWebIdentityIsReadEachTimeAndSentUnsigned() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    try home.write("SECRET-web-1\n", to: "token")
    let settings = try settings(
      environment(stub, "sts-flaky"), config: Self.config, home: home.path, profile: "web")
    #expect(
      try await chain(settings, transport: stub.transport).provider().credentials().accountID == "444455556666")
    try home.write("SECRET-web-2", to: "token")
    _ = try await chain(settings, transport: stub.transport).provider().credentials()
    let requests = try await stub.requests()
    // Two failures that are worth another attempt, then two answers.
    #expect(
      requests.map { form($0)["WebIdentityToken"] } == Array(repeating: "SECRET-web-1", count: 3) + ["SECRET-web-2"])
    #expect(requests.allSatisfy { $0["headers"]["authorization"].isNull })
    #expect(form(requests[0])["Action"] == "AssumeRoleWithWebIdentity")
    #expect(form(requests[0])["RoleArn"] == "arn:aws:iam::111122223333:role/web")
  }

  @Test func aWebIdentityOfTheEnvironment() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    var environment = environment(stub)
    environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = try home.write("SECRET-web", to: "token")
    environment["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/pod"
    environment["AWS_ROLE_SESSION_NAME"] = "pod"
    let settings = try settings(environment)
    #expect(try await chain(settings, transport: stub.transport).provider().credentials().accessKeyID == "ASIAPOD")
  }

  @Test func whatGoesWrongWithAWebIdentityDoesNotShowItsToken() async throws {
    let stub = try CredentialsStub()
    let home = try Folder()
    let settings = try settings(environment(stub, "sts-echo"), config: Self.config, home: home.path, profile: "web")
    let provider = try chain(settings, transport: stub.transport).provider()
    #expect(await errorText { try await provider.credentials() }.contains("cannot be read"))
    try home.write(" \n", to: "token")
    #expect(await errorText { try await provider.credentials() }.contains("is empty"))
    try home.write("SECRET-web", to: "token")
    #expect(await errorText { try await provider.credentials() }.contains("InvalidIdentityToken: bad token …"))
  }
}
