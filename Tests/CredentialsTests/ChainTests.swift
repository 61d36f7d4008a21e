import AWSCore
import Foundation
import Signing
import TestSupport
import Testing
import Transport

@testable import Credentials

/// What is decided before anything is asked.
struct ChainTests {
  private static let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "SECRET-env"]
  private static let config = """
    [default]
    aws_access_key_id = AKIACONFIG
    aws_secret_access_key = SECRET-config
    [profile both]
    aws_access_key_id = AKIACONFIG
    aws_secret_access_key = SECRET-config
    [profile half]
    aws_access_key_id = AKIAHALF
    """
  private static let credentials = """
    [both]
    aws_access_key_id = AKIAFILE
    aws_secret_access_key = SECRET-file
    aws_session_token = SECRET-token
    """

  private func found(_ settings: AWSSettings) async throws -> Credentials {
    try await chain(settings).provider().credentials()
  }

  @Test func theEnvironmentComesFirstUnlessAnOptionNamesTheProfile() async throws {
    #expect(try await found(settings(Self.keys, config: Self.config)).accessKeyID == "AKIAENV")
    let named = Self.keys.merging(["AWS_PROFILE": "both"]) { $1 }
    #expect(try await found(settings(named, config: Self.config)).accessKeyID == "AKIAENV")
    #expect(try await found(settings(Self.keys, config: Self.config, profile: "both")).accessKeyID == "AKIACONFIG")
  }

  @Test func allOfTheEnvironmentCounts() async throws {
    var environment = Self.keys
    environment["AWS_SESSION_TOKEN"] = "SECRET-token"
    environment["AWS_ACCOUNT_ID"] = "111122223333"
    environment["AWS_CREDENTIAL_EXPIRATION"] = "2099-01-01T00:00:00+01:00"
    let credentials = try await found(settings(environment))
    #expect(credentials.secretAccessKey == "SECRET-env")
    #expect(credentials.sessionToken == "SECRET-token")
    #expect(credentials.accountID == "111122223333")
    #expect(credentials.expiration == Timestamp.parse("2098-12-31T23:00:00Z"))
    environment["AWS_SECURITY_TOKEN"] = "SECRET-older"
    #expect(try await found(settings(environment)).sessionToken == "SECRET-older")
    environment["AWS_CREDENTIAL_EXPIRATION"] = "2020-01-01T00:00:00Z"
    #expect(await errorText { try await found(settings(environment)) }.contains("expired at 2020-01-01T00:00:00Z"))
    environment["AWS_CREDENTIAL_EXPIRATION"] = "SECRET soon"
    #expect(await errorText { try await found(settings(environment)) }.contains("is no timestamp"))
  }

  @Test func halfAKeyIsAnError() async throws {
    let environment = ["AWS_ACCESS_KEY_ID": "AKIAENV"]
    #expect(
      await errorText { try await found(settings(environment)) }.contains("but AWS_SECRET_ACCESS_KEY is not"))
    let text = await errorText { try await found(settings(config: Self.config, profile: "half")) }
    #expect(text.hasPrefix("~/.aws/config:8: profile 'half'"))
  }

  @Test func theCredentialsFileWinsOverTheConfigFile() async throws {
    let credentials = try await found(settings(config: Self.config, credentials: Self.credentials, profile: "both"))
    #expect(credentials.accessKeyID == "AKIAFILE")
    #expect(credentials.sessionToken == "SECRET-token")
  }

  @Test func sourcesOfAProfileHaveAnOrder() throws {
    func provider(_ config: String, credentials: String = "", _ environment: [String: String] = [:]) throws -> String {
      let settings = try settings(environment, config: "[default]\n" + config, credentials: credentials)
      return "\(type(of: try chain(settings).provider()))"
    }
    let keys = "aws_access_key_id = A\naws_secret_access_key = SECRET\n"
    let process = "credential_process = /bin/true\n"
    let sso = "sso_account_id = 1\nsso_role_name = r\nsso_region = eu-west-1\nsso_start_url = https://x\n"
    #expect(try provider(keys) == "StaticCredentialsProvider")
    // A process stands before the keys of its file, and after those of the credentials file.
    #expect(try provider(process + keys) == "RefreshingCredentialsProvider")
    #expect(try provider(process, credentials: "[default]\n" + keys) == "StaticCredentialsProvider")
    #expect(try provider(sso, credentials: "[default]\n" + keys) == "RefreshingCredentialsProvider")
    // A web identity of the environment stands before the keys of the profile.
    let web = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token", "AWS_ROLE_ARN": "arn"]
    #expect(try provider(keys, web) == "RefreshingCredentialsProvider")
    let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"]
    #expect(try provider(keys, container) == "StaticCredentialsProvider")
  }

  @Test(arguments: [
    ("role_arn = r", "needs either source_profile or credential_source"),
    ("role_arn = r\nsource_profile = a\ncredential_source = Environment", "needs either"),
    ("role_arn = r\nsource_profile = gone", "profile 'gone' does not exist"),
    ("role_arn = r\nsource_profile = a", "circle: default → a → b → a"),
    ("role_arn = r\nsource_profile = default", "circle: default → default"),
    ("role_arn = r\nsource_profile = empty", "'empty', the source_profile of 'default', has no credentials"),
    ("role_arn = r\ncredential_source = Wrong", "not one of Environment, EcsContainer"),
    ("role_arn = r\ncredential_source = Environment", "AWS_ACCESS_KEY_ID is not set"),
    ("role_arn = r\nsource_profile = keys\nduration_seconds = 60", "no number from 900 to 43200"),
    ("web_identity_token_file = /x", "but no role"),
    ("sso_account_id = 1\nsso_role_name = r\nsso_session = gone", "[sso-session gone]"),
    ("sso_account_id = 1\nsso_role_name = r", "has no sso_start_url"),
    ("sso_account_id = 1\nsso_start_url = u\nsso_region = r", "has no sso_role_name"),
  ])
  func aProfileThatCannotWorkSaysWhy(config: String, message: String) async {
    let rest = """

      [profile a]
      role_arn = r
      source_profile = b
      [profile b]
      role_arn = r
      source_profile = a
      [profile empty]
      region = x
      [profile keys]
      aws_access_key_id = AKIA
      aws_secret_access_key = SECRET-keys
      """
    let text = await errorText { try chain(settings(config: "[default]\n" + config + rest)).provider() }
    #expect(text.contains(message), "\(text)")
  }

  @Test func whereNothingIsEachPlaceIsNamed() async throws {
    let disabled = await errorText {
      try await found(settings(["AWS_EC2_METADATA_DISABLED": "true"], config: "[default]\nregion = x"))
    }
    let asked = await errorText { try await found(settings(config: "[default]\nregion = x")) }
    for text in [disabled, asked] {
      for place in [
        "AWS_ACCESS_KEY_ID is not set", "role_arn", "web_identity_token_file", "sso_account_id",
        "~/.aws/credentials does not exist", "credential_process", "~/.aws/config does not exist",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "instance: ",
      ] {
        #expect(text.contains(place), "\(place) is not in: \(text)")
      }
    }
    #expect(disabled.contains("AWS_EC2_METADATA_DISABLED is true"))
    #expect(asked.contains("169.254.169.254 is out of reach"))
    let explicit = await errorText {
      try await found(settings(Self.keys, config: "[profile p]\nregion = x", profile: "p"))
    }
    #expect(explicit.contains("because --profile was given"))
  }
}

struct TimestampTests {
  @Test(arguments: [
    ("2026-01-02T03:04:05Z", 1_767_323_045), ("2026-01-02T03:04:05.678Z", 1_767_323_045),
    ("2026-01-02T03:04:05UTC", 1_767_323_045), ("2026-01-02T03:04:05+00:00", 1_767_323_045),
    ("2026-01-02T05:04:05+02:00", 1_767_323_045), ("2026-01-01T19:34:05-0730", 1_767_323_045),
    ("2024-02-29T23:59:59Z", 1_709_251_199), ("2024-03-01T00:00:00Z", 1_709_251_200),
    ("1970-01-01T00:00:00Z", 0),
  ])
  func whatSourcesWrite(text: String, seconds: Int) {
    let date = Date(timeIntervalSince1970: Double(seconds))
    #expect(Timestamp.parse(text) == date)
    #expect(Timestamp.parse(Timestamp.format(date)) == date)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01T00:00:00Z", "2026-01-02", "2026-01-02T25:00:00Z", "2026-01-02T03:04:05X",
    "2026-01-02T03:04:05Zz", "20260102T030405Z", "2026-01-02T03:04:05+2",
  ])
  func whatIsNoTimestamp(text: String) {
    #expect(Timestamp.parse(text) == nil)
  }
}
