import Documents
import Foundation
import Schema
import Testing

/// Members that no schema knows, in each command that reads rules or baselines.
@Suite struct UnknownMemberCommandTests {
  private static let rule = """
    rules:
      - id: mine
        title: Mine
        severity: low
        resource: AWS::CloudFront::Distribution
        value: Coment
        expect: {present: true}
        message: "{id} has no comment."
        why: Because.
        remediation: {recommendation: Write one.}
        repair: {mode: auto, set: x, summary: Write x.}
    """
  private static let baseline =
    "resources:\n  - {type: AWS::CloudFront::Distribution, id: E1, expect: {Coment: x}}\n"
  private static let environment = [
    "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "none", "AWS_EC2_METADATA_DISABLED": "true",
  ]

  @Test(
    arguments: [
      "check --snapshot estate.json", "fix --dry-run --snapshot estate.json", "fix --yes", "calls", "permissions",
      "permissions --fix",
    ], ["--rules", "--baseline"])
  func `one is an error before anything is judged or asked`(command: String, option: String) async throws {
    let folder = try Folder.withEstate()
    try folder.write(option == "--rules" ? Self.rule : Self.baseline, to: "own.yaml")
    let run = try await Harness.audit(
      command.split(separator: " ").map(String.init) + [option, "own.yaml"], environment: Self.environment,
      folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    let place = option == "--rules" ? "own.yaml:6:12: " : "own.yaml:2:60: "
    #expect(run.errors.contains(place) && run.errors.contains("Did you mean \"Comment\"?"), "\(run.errors)")
  }

  @Test func `one is an error of lint, list, show and test as well`() async throws {
    let folder = try Folder.withEstate()
    try folder.write(Self.rule, to: "own.yaml")
    try folder.write("cases: []\n", to: "own.tests.yaml")
    try folder.write(Self.baseline, to: "b.yaml")
    for command in [
      "rules lint own.yaml", "rules list --rules own.yaml", "rules show --all --rules own.yaml", "rules test own.yaml",
      "baseline lint b.yaml",
    ] {
      let run = try await Harness.audit(command.split(separator: " ").map(String.init), folder: folder.url)
      #expect(run.status == 1, "\(command)")
      #expect((run.output + run.errors).contains("Did you mean \"Comment\"?"), "\(command): \(run.output)\(run.errors)")
    }
  }

  @Test func `what AWS answers and nobody knows is captured, and clean afterwards`() async throws {
    let folder = try Folder.withEstate()
    func estate(_ mode: String) throws -> String {
      let estate = try JSONReader.read(Array(try #require(folder.text("estate.json")).utf8))
      let answered: JSONValue = ["Mode": .string(mode), "Targets": ["a", "b"]]
      let calls = ["ListDistributions", "GetDistributionConfig", "ListTagsForResource"]
      return JSONWriter().string(
        estate.setting(answered, at: "resources[0].properties.EdgeTeleport", of: .unknown).setting(
          .array(calls.map { .string("AWS::CloudFront::Distribution cloudfront:\($0)") }), at: "coverage", of: .unknown)
      )
    }
    try folder.write(try estate("beam"), to: "before.json")
    try folder.write(try estate("walk"), to: "changed.json")
    let capture = try await Harness.audit(
      "baseline", "capture", "--snapshot", "before.json", "-o", "edge.yaml", folder: folder.url)
    #expect(folder.text("edge.yaml")?.contains("\nunknownMembers: allow\n") == true, "\(capture.errors)")
    #expect(folder.text("edge.yaml")?.contains("EdgeTeleport") == true)
    let check = ["check", "--only", "baseline", "--baseline", "edge.yaml", "--format", "json", "--snapshot"]
    let clean = try await Harness.audit(check + ["before.json"], folder: folder.url)
    #expect(try clean.json["findings"] == [], "\(clean.output)\(clean.errors)")
    // It is compared as it is.
    let changed = try await Harness.audit(check + ["changed.json"], folder: folder.url)
    #expect(try changed.json["findings"].array?.map { $0["path"] } == ["EdgeTeleport.Mode"])
  }

  @Test func `an item of a store with a member that is not known is captured, and clean afterwards`() async throws {
    let folder = try Folder.withEstate()
    let store = "AWS::CloudFront::KeyValueStore"
    func estate(_ expiry: Int) throws -> String {
      let estate = try JSONReader.read(Array(try #require(folder.text("estate.json")).utf8))
      let resource: JSONValue = [
        "type": .string(store), "id": "dates", "arn": "arn:aws:cloudfront::111122223333:key-value-store/dates",
        "account": "111122223333", "region": "global",
        "properties": [
          "Name": "dates", "Comment": "",
          "Items": [["Key": "a", "Value": "1", "ExpiresAt": .integer(expiry)], ["Key": "b", "Value": "2"]],
        ],
      ]
      let calls = [
        "cloudfront:ListKeyValueStores", "cloudfront-keyvaluestore:DescribeKeyValueStore",
        "cloudfront-keyvaluestore:ListKeys",
      ]
      return JSONWriter().string(
        estate.setting([resource], at: "resources", of: .unknown).setting(
          .array(calls.map { .string("\(store) \($0)") }), at: "coverage", of: .unknown))
    }
    try folder.write(try estate(5), to: "before.json")
    try folder.write(try estate(6), to: "changed.json")
    let capture = try await Harness.audit(
      "baseline", "capture", "--snapshot", "before.json", "-o", "edge.yaml", folder: folder.url)
    #expect(folder.text("edge.yaml")?.contains("\nunknownMembers: allow\n") == true, "\(capture.errors)")
    let check = ["check", "--only", "baseline", "--baseline", "edge.yaml", "--format", "json", "--snapshot"]
    let clean = try await Harness.audit(check + ["before.json"], folder: folder.url)
    #expect(try clean.json["findings"] == [], "\(clean.output)\(clean.errors)")
    #expect(try await Harness.audit("baseline", "lint", "edge.yaml", folder: folder.url).status == 0)
    let changed = try await Harness.audit(check + ["changed.json"], folder: folder.url)
    #expect(try changed.json["findings"].array?.map { $0["path"] } == ["Items[a].ExpiresAt"])
    // No call writes it.
    let fix = try await Harness.audit(
      "fix", "--dry-run", "--only", "baseline", "--baseline", "edge.yaml", "--snapshot", "changed.json",
      folder: folder.url)
    #expect(fix.output.contains("There is nothing to change."), "\(fix.output)")
  }

  private static let role = "AWS::IAM::Role"

  @Test(arguments: ["PolicyDocument: {Statment: [x]}", "PolicyDocument: {Statement: [{Effectt: Allow}]}"])
  func `what the policy language does not have is an error of each command, and never written`(
    document: String
  ) async throws {
    let folder = try Folder.withEstate()
    let estate = try JSONReader.read(Array(try #require(folder.text("estate.json")).utf8))
    let role: JSONValue = [
      "type": .string(Self.role), "id": "edge", "arn": "arn:aws:iam::111122223333:role/edge", "account": "111122223333",
      "region": "global", "properties": ["RoleName": "edge", "RolePolicyList": [], "AttachedManagedPolicies": []],
    ]
    let calls = ["GetRole", "ListRolePolicies", "GetRolePolicy", "ListAttachedRolePolicies", "GetPolicyVersion"]
    try folder.write(
      JSONWriter().string(
        estate.setting([role], at: "resources", of: .unknown).setting(
          .array(calls.map { .string("\(Self.role) iam:\($0)") }), at: "coverage", of: .unknown)), to: "roles.json")
    let text =
      "resources:\n  - {type: \(Self.role), id: edge, expect: {RolePolicyList: [{PolicyName: p, \(document)}]}}\n"
    try folder.write(text, to: "b.yaml")
    try folder.write("unknownMembers: allow\n" + text, to: "allowed.yaml")
    let options = ["--only", "baseline", "--snapshot", "roles.json", "--baseline"]
    for command in [
      ["baseline", "lint", "b.yaml"], ["check"] + options + ["b.yaml"], ["fix", "--dry-run"] + options + ["b.yaml"],
    ] {
      let run = try await Harness.audit(command, folder: folder.url)
      #expect(run.status == 1 && (run.output + run.errors).contains("b.yaml:2:"), "\(run.output)\(run.errors)")
      #expect((run.output + run.errors).contains("Did you mean"), "\(run.output)\(run.errors)")
    }
    let fix = try await Harness.audit(["fix", "--dry-run"] + options + ["allowed.yaml"], folder: folder.url)
    #expect(fix.output.contains("There is nothing to change."), "\(fix.output)\(fix.errors)")
    #expect(fix.output.contains("AWS takes no such policy"), "\(fix.output)")
  }

  @Test(.needsPython) func `what a live AWS answers and nobody knows is captured, and clean afterwards`() async throws {
    let answered =
      "<EdgeTeleport><Mode>beam</Mode><Targets><Quantity>1</Quantity><Items><Target>a</Target></Items></Targets>"
      + "</EdgeTeleport>"
    let stub = try StubTests.Stub([
      "distributions": ["E1": [:]],
      "faults": [
        [
          "operation": "cloudfront:GetDistributionConfig", "add": ["</DistributionConfig>": .string(answered)],
        ]
      ],
    ])
    let folder = try Folder()
    let capture = try await Harness.audit(
      "baseline", "capture", "-o", "edge.yaml", environment: stub.environment, folder: folder.url)
    #expect(capture.status == 0, "\(capture.errors)")
    let text = try #require(folder.text("edge.yaml"))
    #expect(text.contains("\nunknownMembers: allow\n") && text.contains("EdgeTeleport:"), "\(text)")
    let check = try await Harness.audit(
      "check", "--only", "baseline", "--baseline", "edge.yaml", environment: stub.environment, folder: folder.url)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }
}
