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
