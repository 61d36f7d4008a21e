import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// Sets that are closed: what is there and nobody declared is drift, and what nobody could read is unknown.
@Suite struct ClosureTests {
  private func content(_ text: String) throws(FileIssues) -> BaselineFile.Content {
    try BaselineFile.read([.init(file: "b.yaml", text: text)], .init(environment: [:]) { _ in "" })
  }

  private func audit(_ text: String, _ estate: Estate, filter: [String] = []) throws -> [Finding] {
    let content = try content(text)
    return Auditor(
      rules: [], declarations: content.declarations, closures: content.closures, filter: ResourceFilter(filter)
    ).audit(estate).findings
  }

  private static func resource(
    _ type: ResourceType, _ id: String, region: String = "global", _ properties: JSONObject = [:]
  ) -> Resource {
    Resource(
      reference: ResourceReference(type: type, id: id, account: Estates.account, region: region), properties: properties
    )
  }

  private static let group = "/aws/lambda/us-east-1.guard"
  private static let estate = Estates.estate(
    Estates.distribution("E1", ["Aliases": ["a.example.com"]]), Estates.distribution("E2", [:]),
    resource(.cloudFrontFunction, "old"), resource(.cloudFrontFunction, "new"),
    resource(.keyValueStore, "dates"), resource(.cachePolicy, "managed", ["Type": "managed"]),
    resource(.cachePolicy, "own", ["Type": "custom"]), resource(.logGroup, group, region: "eu-west-1"),
    resource(.logGroup, group, region: "us-east-1"), resource(.logGroup, "/aws/lambda/other", region: "us-east-1"),
    resource(.logGroup, "/aws/cloudfront/function/new", region: "us-east-1"),
    resource(.role, "edge"))

  private static let baseline = """
    only: [\(Closure.captured.map(\.rawValue).joined(separator: ", ")), AWS::CloudFront::CachePolicy]
    resources:
      - {type: AWS::CloudFront::Distribution, alias: a.example.com, only: []}
      - {type: AWS::CloudFront::Function, id: "o*", only: []}
      - {type: AWS::Logs::LogGroup, id: \(group), region: us-east-1, only: []}
    """

  @Test func `what is new of a kind that is closed is drift, whichever kind that is`() throws {
    let findings = try audit(Self.baseline, Self.estate)
    #expect(
      Set(findings.map { "\($0.resource.id) \($0.resource.region) \($0.status)" }) == [
        "E2 global fail", "new global fail", "dates global fail", "own global fail", "\(Self.group) eu-west-1 fail",
        "/aws/cloudfront/function/new us-east-1 fail",
      ])
    for finding in findings {
      #expect(finding.rule == "baseline" && finding.severity == .high && finding.path.isEmpty)
      #expect(finding.source.file == "b.yaml" && finding.source.line == 1)
      #expect(!finding.repair.isAvailable)
    }
    #expect(Set(findings.map(\.fingerprint)).count == findings.count)
    #expect(try audit(Self.baseline, Self.estate, filter: ["E*"]).map(\.resource.id) == ["E2"])
  }

  @Test func `without the key, or for a pattern that fits all, nothing is`() throws {
    #expect(try audit(Self.baseline.split(separator: "\n").dropFirst().joined(separator: "\n"), Self.estate).isEmpty)
    let all = """
      only: [AWS::CloudFront::Distribution]
      resources: [{type: AWS::CloudFront::Distribution, id: '*', only: []}]
      """
    #expect(try audit(all, Self.estate).isEmpty)
  }

  @Test func `a resource that is declared to be absent is found once`() throws {
    let text = """
      only: [AWS::CloudFront::Distribution]
      resources:
        - {type: AWS::CloudFront::Distribution, id: E1, only: []}
        - {type: AWS::CloudFront::Distribution, id: E2, absent: true}
      """
    #expect(try audit(text, Self.estate).map(\.message) == ["E2 is there."])
  }

  @Test func `what could not be read is unknown: a list, a region's list, or what decides which is meant`() throws {
    func unknown(_ gap: Gap) throws -> [String] {
      var estate = Self.estate
      estate.addGap(gap)
      return try audit(Self.baseline, estate).filter { $0.status == .unknown && $0.reason == .unread }.map {
        "\($0.resource.type.rawValue) \($0.resource.id) \($0.resource.region)"
      }
    }
    let reference = { (type: ResourceType, region: String) in
      ResourceReference(type: type, id: "*", account: Estates.account, region: region)
    }
    #expect(
      try unknown(Estates.gap(DistributionSchema.summary, reference(.distribution, "global")))
        .contains("AWS::CloudFront::Distribution * global"))
    #expect(
      try unknown(Estates.gap(LogGroupSchema.group, reference(.logGroup, "eu-north-1")))
        .contains("AWS::Logs::LogGroup * eu-north-1"))
    // In a snapshot that was taken for less, a list is missing as well.
    var less = Self.estate
    less.coverage = [DistributionSchema.summary]
    let findings = try audit(Self.baseline, less)
    #expect(findings.contains { $0.resource.type == .keyValueStore && $0.resource.id == "*" && $0.status == .unknown })
  }

  @Test func `everything that decides is read live`() throws {
    let content = try content(Self.baseline)
    let groups = Auditor(rules: [], declarations: content.declarations, closures: content.closures).needs.groups
    for type in Closure.captured { #expect(type.schema.knownFrom.allSatisfy(groups.contains), "\(type)") }
  }

  @Test(arguments: ResourceType.allCases)
  func `only kinds that are listed can be closed`(type: ResourceType) throws {
    let text = "only: [\(type.rawValue)]"
    if Closure.types.contains(type) {
      #expect(try content(text).closures.map(\.type) == [type])
    } else {
      let error = #expect(throws: FileIssues.self) { try content(text) }
      #expect(error?.description.hasPrefix("b.yaml:1:8: Of \(type.rawValue) only those are read") == true)
    }
  }

  @Test func `what capture closes is read back, and clean`() throws {
    let captured = Capture.declarations(of: Self.estate)
    let text = BaselineWriter.text(captured.declarations, closed: Closure.captured)
    #expect(try content(text).closures.map(\.type) == Closure.captured)
    #expect(try audit(text, Self.estate).isEmpty)
    var other = Self.estate
    other.add(Estates.distribution("E9", [:]))
    #expect(try audit(text, other).map(\.resource.id) == ["E9"])
  }
}
