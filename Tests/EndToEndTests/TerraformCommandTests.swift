import Documents
import Foundation
import Testing

/// `--terraform` where a document and what is read are not of one account, or not of one region.
@Suite struct TerraformCommandTests {
  /// What has to be read before it is known which log groups there are.
  private static let coverage: JSONValue = [
    "AWS::Logs::LogGroup logs:DescribeLogGroups", "AWS::CloudFront::Distribution cloudfront:ListDistributions",
    "AWS::Lambda::Version lambda:GetFunctionConfiguration",
  ]
  private static let name = "/aws/lambda/us-east-1.resizer"

  private static func group(_ region: String, _ days: Int, account: String = "111122223333") -> JSONValue {
    let arn = JSONValue.string("arn:aws:logs:\(region):\(account):log-group:\(name)")
    return [
      "type": "AWS::Logs::LogGroup", "id": .string(name), "arn": arn, "account": .string(account),
      "region": .string(region), "properties": ["logGroupName": .string(name), "retentionInDays": .integer(days)],
    ]
  }

  /// A folder with a snapshot of these log groups.
  private func folder(_ groups: JSONValue...) throws -> Folder {
    let folder = try Folder()
    let snapshot: JSONValue = [
      "schemaVersion": "1", "startedAt": "", "finishedAt": "", "account": "111122223333", "regions": ["us-east-1"],
      "apiCalls": ["byOperation": [:], "retries": 0], "gaps": [], "resources": .array(groups),
      "coverage": Self.coverage,
      "absences": [["type": "AWS::Logs::LogGroup", "id": .string(Self.name), "region": "eu-central-1"]],
    ]
    try folder.write(JSONWriter().string(snapshot), to: "estate.json")
    return folder
  }

  private static func state(_ accounts: String...) -> String {
    JSONWriter().string([
      "version": 4, "lineage": "x",
      "resources": .array(
        accounts.enumerated().map { index, account in
          let name = index == 0 ? Self.name : "\(Self.name)\(index)"
          return [
            "mode": "managed", "type": "aws_cloudwatch_log_group", "name": .string("g\(index)"),
            "provider": .string("provider[\"registry.terraform.io/hashicorp/aws\"].p\(index)"),
            "instances": [
              [
                "attributes": [
                  "name": .string(name), "retention_in_days": 3,
                  "arn": .string("arn:aws:logs:us-east-1:\(account):log-group:\(name)"),
                ]
              ]
            ],
          ]
        }),
    ])
  }

  // MARK: Another account

  @Test(arguments: ["check", "fix --dry-run"])
  func `a document of another account alone is an error before any finding`(command: String) async throws {
    let folder = try folder(Self.group("us-east-1", 30))
    try folder.write(Self.state("999988887777"), to: "t.tfstate")
    let run = try await Harness.audit(
      command.split(separator: " ").map(String.init)
        + ["--only", "baseline", "--terraform", "t.tfstate", "--snapshot", "estate.json"],
      environment: ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "x"], folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("999988887777") && run.errors.contains("111122223333"), "\(run.errors)")
  }

  @Test(.needsPython, arguments: ["check", "fix --dry-run", "fix --yes"])
  func `live, nothing is asked of AWS but whose credentials these are`(command: String) async throws {
    let stub = try StubTests.Stub(["logGroups": ["us-east-1": [Self.name: 30]]])
    let folder = try Folder()
    try folder.write(Self.state("999988887777"), to: "t.tfstate")
    let run = try await Harness.audit(
      command.split(separator: " ").map(String.init) + ["--only", "baseline", "--terraform", "t.tfstate"],
      environment: stub.environment.merging(["HOME": folder.url.path]) { $1 }, folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("999988887777") && run.errors.contains("111122223333"), "\(run.errors)")
    #expect(Set(try stub.requests.map { $0["operation"] }) == ["GetCallerIdentity"])
  }

  @Test func `of a document of several accounts, only what is of the one that is read is judged`() async throws {
    let folder = try folder(Self.group("us-east-1", 30))
    try folder.write(Self.state("111122223333", "999988887777"), to: "t.tfstate")
    let run = try await Harness.audit(
      "check", "--only", "baseline", "--terraform", "t.tfstate", "--snapshot", "estate.json", "--format", "json",
      folder: folder.url)
    #expect(run.status == 2, "\(run.errors)")
    #expect(try run.json["findings"].array?.map { $0["resource"]["id"] } == [.string(Self.name)])
    let notes = try run.json["notes"].array?.compactMap { $0["message"].string } ?? []
    #expect(notes.contains { $0.contains("1 resource of account 999988887777") }, "\(notes)")
  }

  // MARK: Two regions

  /// A plan of two groups of one name, one in us-east-1 and one where that expression says.
  private static func plan(_ far: JSONValue) -> String {
    func resource(_ name: String, _ days: Int) -> JSONValue {
      [
        "address": .string("aws_cloudwatch_log_group.\(name)"), "mode": "managed", "type": "aws_cloudwatch_log_group",
        "name": .string(name), "values": ["name": .string(Self.name), "retention_in_days": .integer(days)],
      ]
    }
    func written(_ name: String, _ key: String) -> JSONValue {
      ["address": .string("aws_cloudwatch_log_group.\(name)"), "provider_config_key": .string(key)]
    }
    return JSONWriter().string([
      "format_version": "1.2",
      "planned_values": ["root_module": ["resources": [resource("near", 30), resource("far", 7)]]],
      "configuration": [
        "provider_config": [
          "aws": ["expressions": ["region": ["constant_value": "us-east-1"]]], "aws.far": ["expressions": far],
        ],
        "root_module": ["resources": [written("near", "aws"), written("far", "aws.far")]],
      ],
    ])
  }

  private func check(_ plan: String, _ groups: [JSONValue]) async throws -> Finished {
    let folder = try Folder()
    let snapshot: JSONValue = [
      "schemaVersion": "1", "startedAt": "", "finishedAt": "", "account": "111122223333", "regions": ["us-east-1"],
      "apiCalls": ["byOperation": [:], "retries": 0], "gaps": [], "resources": .array(groups),
      "coverage": Self.coverage,
      "absences": .array(
        ["us-east-1", "eu-central-1"].filter { region in !groups.contains { $0["region"].string == region } }.map {
          ["type": "AWS::Logs::LogGroup", "id": .string(Self.name), "region": .string($0)]
        }),
    ]
    try folder.write(JSONWriter().string(snapshot), to: "estate.json")
    try folder.write(plan, to: "plan.json")
    return try await Harness.audit(
      "check", "--only", "baseline", "--terraform", "plan.json", "--snapshot", "estate.json", "--format", "json",
      folder: folder.url)
  }

  @Test func `resources of one name in two regions are judged each in its own`() async throws {
    let plan = Self.plan(["region": ["constant_value": "eu-central-1"]])
    let (near, far) = (Self.group("us-east-1", 30), Self.group("eu-central-1", 7))
    #expect(try await check(plan, [near, far]).status == 0)
    for (groups, missing) in [([near], "eu-central-1"), ([far], "us-east-1")] {
      let run = try await check(plan, groups)
      #expect(run.status == 2, "\(run.output)")
      #expect(try run.json["findings"].array?.map { $0["resource"]["region"] } == [.string(missing)])
    }
    let drift = try await check(plan, [near, Self.group("eu-central-1", 30)])
    #expect(try drift.json["findings"].array?.map { $0["expected"] } == [7])
  }

  @Test func `where a region is not known it cannot be told which is meant, and nothing is repaired`() async throws {
    let run = try await check(Self.plan([:]), [Self.group("us-east-1", 30), Self.group("eu-central-1", 7)])
    #expect(run.status == 1)
    let findings = try run.json["findings"].array ?? []
    #expect(findings.map { $0["status"] } == ["unknown"], "\(run.output)")
    #expect(findings.first?["message"].string?.contains("aws_cloudwatch_log_group.near") == true)
    #expect(findings.first?["repair"]["available"] == false)
  }
}
