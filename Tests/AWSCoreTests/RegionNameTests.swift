import Documents
import Foundation
import Testing
@testable import AWSCore

/// Regions as people write them.
@Suite struct RegionNameTests {
  @Test(arguments: [
    ("us-esat-1", "us-east-1"), ("us-eats-1", "us-east-1"), ("eu-wset-1", "eu-west-1"), ("ue-west-1", "eu-west-1"),
    ("eu-central1", "eu-central-1"), ("us-east", "us-east-1"), ("US-EAST-1", "us-east-1"),
    ("us-gov-wets-1", "us-gov-west-1"), ("cn-nroth-1", "cn-north-1"), ("us-east-1a", "us-east-1"),
  ])
  func `a slip of the hand is said, with what was probably meant, against an emulator as well`(
    written: String, meant: String
  ) {
    for isElsewhere in [false, true] {
      let complaint = RegionName.complaint(about: written, isElsewhere: isElsewhere)
      #expect(complaint == "There is no region \"\(written)\". Did you mean \"\(meant)\"?")
    }
  }

  @Test(arguments: [
    "us-east-1", "eusc-de-east-1", "us-gov-east-1", "aws-global",
    // Such as there is none yet.
    "us-east-3", "eu-northeast-1", "th-central-1", "us-gov-central-1", "us-iso-south-1",
  ])
  func `regions that there are, and that may come, are taken`(region: String) {
    #expect(RegionName.complaint(about: region) == nil)
  }

  @Test(arguments: ["local", "garage", "x", "main-site"])
  func `other names are for emulators alone`(region: String) {
    #expect(RegionName.complaint(about: region, isElsewhere: true) == nil)
    #expect(RegionName.complaint(about: region) == "There is no region \"\(region)\".")
  }

  @Test func `shared files may be devices and pipes, as for the AWS CLI, and no folders`() throws {
    let variables = ["AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"]
    #expect(try SharedConfiguration(environment: variables, homeDirectory: "/nonexistent").profiles.isEmpty)
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("[default]\nregion = eu-west-1\n".utf8))
    try pipe.fileHandleForWriting.close()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let read = try SharedConfiguration(
      environment: ["AWS_CONFIG_FILE": path, "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"], homeDirectory: "/nonexistent")
    #expect(read.profiles["default"]?["region"] == "eu-west-1")
    let error = #expect(throws: ConfigurationError.self) {
      try SharedConfiguration(environment: ["AWS_CONFIG_FILE": "/tmp"], homeDirectory: "/nonexistent")
    }
    #expect(error?.message == "/tmp cannot be read: it is a folder")
  }
}
