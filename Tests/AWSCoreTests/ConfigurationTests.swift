import AWSCore
import Documents
import Foundation
import TestSupport
import Testing

struct CredentialsConfigurationTests {
  @Test func profilesOfBothFilesAreOne() throws {
    let shared = try SharedConfiguration(
      config: """
        \u{FEFF}# a comment
        [default]
        region=eu-west-1
        ; another
        [profile "my team"]   # named with a blank
        Region =  eu-north-1
        output = json # stays
        s3 =
          addressing_style = path
          Use_Accelerate = false
        [profile   one]
        role_arn = arn:aws:iam::111122223333:role/r
        region = first
        [profile one]
        region = second
        empty =
        [sso-session corp]
        sso_region = eu-west-1
        [services lab]
        cloudwatch_logs =
          endpoint_url = http://localhost:1
        [plugins]
        x = y
        """,
      credentials: """
        [one]
        region = third
        aws_access_key_id = AKIA
        [only-here]
        aws_access_key_id = AKIB
        """)
    #expect(Set(shared.profiles.keys) == ["default", "my team", "one", "only-here"])
    let team = try shared.profile(named: "my team")
    #expect(team["region"] == "eu-north-1")
    #expect(team["output"] == "json # stays")
    #expect(team.fromConfig["s3"]?.nested == ["addressing_style": "path", "use_accelerate": "false"])
    #expect(team.fromConfig["region"]?.mark == SourceMark(file: "~/.aws/config", line: 6))
    let one = try shared.profile(named: "one")
    #expect(one["region"] == "third")
    #expect(one.fromConfig["region"]?.text == "second")
    #expect(one["role_arn"] == "arn:aws:iam::111122223333:role/r")
    #expect(one["empty"] == nil)
    #expect(shared.ssoSession(named: "corp")?["sso_region"]?.text == "eu-west-1")
    #expect(shared.services(named: "lab")?["cloudwatch_logs"]?.nested == ["endpoint_url": "http://localhost:1"])
    #expect(shared.ssoSession(named: "other") == nil)
  }

  @Test(arguments: [
    ("[default]\nregion", 2, "expected 'key = value'"), ("region = x", 1, "before the first [section]"),
    ("[default\n", 1, "no closing ]"), ("[]\n", 1, "no name"), ("[default] x\n", 1, "follows the section's ]"),
    ("\n[a]\n  region = x", 3, "follows no key"), ("[a]\ns3 =\n  SECRET", 3, "expected 'key = value'"),
    ("[a]\n= SECRET", 2, "expected a key"), ("[profile \"a]\n", 1, "quote is not closed"),
    ("[a]\r\nSECRET\r\n", 2, "expected 'key = value'"),
  ])
  func whatIsWrongIsSaidWithFileAndLine(text: String, line: Int, message: String) async {
    let error = errorText { try SharedConfiguration(config: text, configPath: "/x/config") }
    #expect(error.hasPrefix("/x/config:\(line): "))
    #expect(error.contains(message))
  }

  @Test func textBelowAValueIsPartOfIt() throws {
    let shared = try SharedConfiguration(config: "[default]\r\ncredential_process = a\r\n  b\r\nregion = c\r\n")
    #expect(shared.profiles["default"]?["credential_process"] == "a\nb")
    #expect(shared.profiles["default"]?["region"] == "c")
  }

  /// `aws configure set` writes a second one beside `[profile default]`. Seen with botocore 1.44.8.
  @Test(arguments: [
    ("[profile default]\nregion = a\nrole_arn = r\n[default]\nregion = b\n", "b"),
    ("[default]\nregion = b\n\n[profile default]\nregion = a\n", "a"), ("[profile default]\nregion = a\n", "a"),
    ("[profile default]\nregion = a\n[default]\n", nil),
  ])
  func ofTwoDefaultProfilesThatCountsWhichStandsLast(config: String, region: String?) throws {
    let profile = try #require(SharedConfiguration(config: config).profiles["default"])
    #expect(profile["region"] == region && profile["role_arn"] == nil)
  }

  @Test func filesAreFoundThroughTheEnvironment() throws {
    let home = try Folder()
    try home.write("[default]\nregion = in-home\n", to: ".aws/config")
    let other = try home.write("[default]\nregion = elsewhere\n", to: "other/config")
    func region(_ environment: [String: String]) throws -> String? {
      try AWSSettings(environment: environment, homeDirectory: home.path).region
    }
    #expect(try region([:]) == "in-home")
    #expect(try region(["AWS_CONFIG_FILE": other]) == "elsewhere")
    #expect(try region(["AWS_CONFIG_FILE": "~/other/config"]) == "elsewhere")
    #expect(try region(["AWS_CONFIG_FILE": "/nowhere/at/all"]) == nil)
    #expect(try region(["AWS_CONFIG_FILE": ""]) == "in-home")
  }

  @Test func aProfileThatIsNamedMustExist() throws {
    let config = "[default]\n[profile production]\n[profile staging]\n"
    let error = errorText { try settings(config: config, profile: "prodution") }
    #expect(error.contains("profile 'prodution' does not exist"))
    #expect(error.contains("did you mean 'production'?"))
    #expect(error.contains("default, production, staging"))
    #expect(!errorText { try settings(config: config, profile: "elsewhere") }.contains("did you mean"))
    #expect(errorText { try settings(["AWS_PROFILE": "gone"]) }.contains("'gone' does not exist"))
    #expect(try settings().profile.name == "default")
  }

  @Test func theFirstThatSaysTheRegionCounts() throws {
    let config = "[default]\nregion = of-default\n[profile a]\nregion = of-a\n[profile b]\nregion = of-b\n"
    #expect(try settings(config: config).region == "of-default")
    #expect(try settings(["AWS_PROFILE": "a"], config: config).region == "of-a")
    #expect(try settings(["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"], config: config).region == "of-b")
    #expect(try settings(["AWS_PROFILE": "a"], config: config, profile: "b").region == "of-b")
    #expect(try settings(["AWS_DEFAULT_REGION": "older"], config: config).region == "older")
    #expect(try settings(["AWS_DEFAULT_REGION": "older", "AWS_REGION": "newer"], config: config).region == "newer")
    #expect(try settings(["AWS_REGION": "newer"], config: config, region: "option").region == "option")
    #expect(try settings(["AWS_REGION": ""], config: config).region == "of-default")
    #expect(try settings().region == nil)
  }
}
