import Documents
import Estate
import Schema
import Testing
@testable import Auditing

@Suite struct ParameterOverrideTests {
  private func group(_ name: String, _ days: Int) -> Resource {
    Resource(
      reference: ResourceReference(type: .logGroup, id: name, region: "eu-west-1"),
      properties: ["logGroupName": .string(name), "retentionInDays": .integer(days)])
  }

  private func distribution(_ id: String, tags: JSONValue?) -> Resource {
    var properties: JSONObject = ["ViewerCertificate": ["MinimumProtocolVersion": "TLSv1.2_2019"]]
    properties["Tags"] = tags
    return Estates.distribution(id, properties)
  }

  private func tags(_ key: String, _ value: String) -> JSONValue { [["Key": .string(key), "Value": .string(value)]] }

  private func auditor(_ rule: String, _ configuration: String) throws -> Auditor {
    Auditor(rules: try RuleSet(RuleSet.builtIn).selection(only: [rule]), configuration: try .read(configuration))
  }

  private func retention(_ configuration: String) throws -> [String] {
    let estate = Estates.estate(group("/aws/lambda/us-east-1.books-x", 7), group("/aws/lambda/us-east-1.other", 60))
    return try auditor("edge-log-retention", configuration).audit(estate).findings.map {
      "\($0.resource.id) \($0.expected["atMost"].integer ?? 0)"
    }
  }

  private static let byTag = """
    overrides:
      - tag: {team: "boo*"}
        parameters: {minimum-tls-version.accepted: [TLSv1.2_2019]}
    """

  @Test func `a parameter counts everywhere, and on the resources of the last override that fits`() throws {
    #expect(try retention("{}") == [])
    #expect(try retention("parameters: {edge-log-retention.maxDays: 30}") == ["/aws/lambda/us-east-1.other 30"])
    let overrides = """
      parameters: {edge-log-retention.maxDays: 90}
      overrides:
        - resource: "*"
          parameters: {edge-log-retention.maxDays: 1}
        - resource: "/aws/lambda/*.books-*"
          parameters: {edge-log-retention.maxDays: 3}
      """
    #expect(try retention(overrides) == ["/aws/lambda/us-east-1.books-x 3", "/aws/lambda/us-east-1.other 1"])
  }

  @Test func `the message names the value that counts on the resource`() throws {
    let configuration = "overrides: [{resource: '*.a', parameters: {edge-log-retention.maxDays: 3}}]"
    let outcome = try auditor("edge-log-retention", configuration).audit(
      Estates.estate(group("/aws/lambda/us-east-1.a", 7), group("/aws/lambda/us-east-1.b", 100)))
    #expect(outcome.findings.map { $0.message.contains("3 days") } == [true, false])
    #expect(outcome.findings.map { $0.message.contains("90 days") } == [false, true])
  }

  @Test func `a tag chooses resources by a pattern on its value, all tags and the resource together`() throws {
    let estate = Estates.estate(
      distribution("E1", tags: tags("team", "books")), distribution("E2", tags: tags("team", "films")),
      distribution("E3", tags: tags("Team", "books")), distribution("E4", tags: []))
    func failing(_ configuration: String) throws -> [String] {
      let outcome = try auditor("minimum-tls-version", configuration).audit(estate)
      #expect(outcome.failures.isEmpty)
      return outcome.findings.map { "\($0.resource.id) \($0.status)" }
    }
    #expect(try failing("{}") == ["E1 fail", "E2 fail", "E3 fail", "E4 fail"])
    #expect(try failing(Self.byTag) == ["E2 fail", "E3 fail", "E4 fail"])
    let both = Self.byTag.replacing("{team: \"boo*\"}", with: "{team: books, stage: live}")
    #expect(try failing(both) == ["E1 fail", "E2 fail", "E3 fail", "E4 fail"])
    let beside = Self.byTag.replacing("{team: \"boo*\"}", with: "{team: '*'}\n    resource: E2")
    #expect(try failing(beside) == ["E1 fail", "E3 fail", "E4 fail"])
  }

  @Test func `tags are read only where an override of a rule that is evaluated asks for them`() throws {
    let tags = DistributionSchema.tags
    #expect(try auditor("minimum-tls-version", Self.byTag).needs.groups.contains(tags))
    #expect(try !auditor("compression", Self.byTag).needs.groups.contains(tags))
    let byName = "overrides: [{resource: E1, parameters: {minimum-tls-version.accepted: []}}]"
    #expect(try auditor("minimum-tls-version", byName).needs == auditor("minimum-tls-version", "{}").needs)
  }

  @Test func `tags that could not be read make the verdict unknown, and no value is guessed`() throws {
    let denied = distribution("E1", tags: nil)
    let estate = Estates.estate(
      denied, distribution("E2", tags: tags("team", "books")),
      gaps: [Estates.gap(DistributionSchema.tags, denied.reference)])
    let outcome = try auditor("minimum-tls-version", Self.byTag).audit(estate)
    #expect(outcome.findings.map { "\($0.resource.id) \($0.status)" } == ["E1 unknown"])
    #expect(outcome.findings.first?.message.contains("cloudfront:ListTagsForResource") == true)
    #expect(outcome.failures.map(\.unjudgedRules) == [["minimum-tls-version"]])
    #expect(outcome.passes == 1)
    // Where tags decide nothing, they are not missed.
    #expect(try auditor("minimum-tls-version", "{}").audit(estate).failures.isEmpty)
    let elsewhere = Self.byTag.replacing("parameters", with: "resource: E2\n    parameters")
    #expect(try auditor("minimum-tls-version", elsewhere).audit(estate).findings.map(\.status) == [.fail])
    let decided = Self.byTag + "\n  - resource: E1\n    parameters: {minimum-tls-version.accepted: [TLSv1.2_2019]}"
    #expect(try auditor("minimum-tls-version", decided).audit(estate).findings.isEmpty)
  }

  @Test func `a snapshot without tags, and tags that are no list, are no tags that do not fit`() throws {
    var estate = Estates.estate(distribution("E1", tags: nil))
    #expect(try auditor("minimum-tls-version", Self.byTag).audit(estate).findings.map(\.status) == [.unknown])
    estate.coverage.remove(DistributionSchema.tags)
    let outcome = try auditor("minimum-tls-version", Self.byTag).audit(estate)
    #expect(outcome.findings.map(\.status) == [.unknown])
    #expect(outcome.failures.map(\.code) == ["NotInSnapshot"])
  }
}
