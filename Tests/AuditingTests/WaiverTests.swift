import Documents
import Estate
import Foundation
import Schema
import Testing
@testable import Auditing

@Suite struct WaiverTests {
  private static let rule = "viewer-protocol-https"
  /// Noon of a day on which the waivers below count.
  private static let before = Date(timeIntervalSince1970: 20_000 * 86_400 + 43_200)
  private static let after = Date(timeIntervalSince1970: 20_909 * 86_400)

  private static func waiver(_ rule: String = rule, on resource: String = "E1", path: String? = nil) -> String {
    """
      - rule: \(rule)
        resource: "\(resource)"
        \(path.map { "path: \"\($0)\"" } ?? "")
        reason: Old players.
        expires: 2027-03-31

    """
  }

  private static let estate: Estate = {
    let http: JSONValue = ["ViewerProtocolPolicy": "allow-all"]
    return Estates.estate(
      Estates.distribution(
        "E1",
        [
          "DefaultCacheBehavior": http,
          "CacheBehaviors": [["PathPattern": "/media/*", "ViewerProtocolPolicy": "allow-all"]],
        ]), Estates.distribution("E2", ["DefaultCacheBehavior": http]))
  }()

  private func audit(
    _ waivers: String..., estate: Estate = estate, rules: [String] = [rule], filter: [String] = [],
    at time: Date = before
  ) throws -> Auditor.Outcome {
    Auditor(
      rules: try RuleSet(RuleSet.builtIn).selection(only: rules), filter: ResourceFilter(filter),
      configuration: try .read("waivers:\n" + waivers.joined())
    ).audit(estate, at: time)
  }

  private func statuses(_ outcome: Auditor.Outcome) -> [String] {
    outcome.findings.map { "\($0.resource.id) \($0.path.prefix { $0 != "." }) \($0.status)" }
  }

  @Test func `what a waiver fits is waived, with its reason and its date`() throws {
    let outcome = try audit(Self.waiver())
    #expect(
      statuses(outcome) == [
        "E2 DefaultCacheBehavior fail", "E1 CacheBehaviors[/media/*] waived", "E1 DefaultCacheBehavior waived",
      ])
    let finding = try #require(outcome.findings.last)
    #expect(finding.waiver?.reason == "Old players.")
    #expect(finding.waiver?.expires.description == "2027-03-31")
    // Nobody repairs what is accepted.
    #expect(outcome.findings.map(\.repair.isAutomatic) == [true, false, false])
    #expect(outcome.findings.map(\.repair.isAvailable) == [true, false, false])
    #expect(outcome.findings.first?.waiver == nil)
    #expect(outcome.warnings.isEmpty)
    #expect(outcome.passes == 0)
  }

  @Test func `a path narrows it`() throws {
    let outcome = try audit(Self.waiver(on: "*", path: "CacheBehaviors[/media/*]*"))
    #expect(
      outcome.findings.filter { $0.status == .waived }.map(\.path) == ["CacheBehaviors[/media/*].ViewerProtocolPolicy"])
  }

  @Test func `another rule, resource or path is not waived, which is said`() throws {
    for waiver in [
      Self.waiver("compression"), Self.waiver(on: "E3"), Self.waiver(path: "CacheBehaviors[/api/*]*"),
    ] {
      let outcome = try audit(waiver, rules: [Self.rule, "compression"])
      #expect(outcome.findings.filter { $0.rule == Self.rule }.allSatisfy { $0.status == .fail })
    }
    let outcome = try audit(Self.waiver(on: "E3"))
    #expect(outcome.warnings.map(\.source.line) == [2])
    #expect(outcome.warnings.first?.message.contains("fits no finding") == true)
  }

  @Test func `a resource is named by its id, its name or its ARN`() throws {
    for resource in ["E1", "*:distribution/E1", "books"] {
      var estate = Self.estate
      estate.add(Estates.distribution("E1", ["Comment": "books"]))
      #expect(try audit(Self.waiver(on: resource), estate: estate).findings.count { $0.status == .waived } == 2)
    }
  }

  @Test func `it counts through its last day in UTC`() throws {
    let lastSecond = Self.after.addingTimeInterval(-1)
    #expect(try audit(Self.waiver(), at: lastSecond).findings.count { $0.status == .waived } == 2)
    #expect(try audit(Self.waiver(), at: lastSecond).warnings.isEmpty)
    let outcome = try audit(Self.waiver(), at: Self.after)
    #expect(outcome.findings.allSatisfy { $0.status == .fail && $0.waiver == nil })
    let message = try #require(outcome.warnings.first?.message)
    #expect(message.contains("expired on 2027-03-31") && message.contains("2 findings fit it"))
  }

  @Test func `an expired one is reported even where nothing fits it`() throws {
    let none = try audit(Self.waiver(on: "E3"), at: Self.after)
    #expect(none.warnings.first?.message.contains("delete it") == true)
    let elsewhere = try audit(Self.waiver("compression"), at: Self.after)
    #expect(
      elsewhere.warnings.map(\.message) == [
        "This waiver of compression expired on 2027-03-31 and waives nothing any more."
      ])
  }

  @Test func `one in force counts beside one that has expired`() throws {
    let renewed = Self.waiver().replacing("2027", with: "2028")
    let outcome = try audit(Self.waiver(), renewed, at: Self.after)
    #expect(outcome.findings.count { $0.status == .waived } == 2)
    #expect(outcome.findings.last?.waiver?.expires.description == "2028-03-31")
    #expect(outcome.warnings.map(\.source.line) == [2])
  }

  @Test func `that it fits nothing is said only where it is certain`() throws {
    #expect(try audit(Self.waiver("compression")).warnings.isEmpty, "the rule was not evaluated")
    #expect(try audit(Self.waiver(on: "E3"), filter: ["E2"]).warnings.isEmpty, "others were left out")
    let hidden = Estates.estate(
      gaps: [Estates.gap(DistributionSchema.summary, ResourceReference(type: .distribution, id: "*"))])
    #expect(try audit(Self.waiver(), estate: hidden).warnings.isEmpty, "nobody knows")
  }

  /// What a rule of the name of one that ships, and is undecided on the one resource that there is, comes to.
  private func auditUndecided(_ waivers: String) throws -> Auditor.Outcome {
    let rules = """
      rules:
        - {id: compression, title: t, severity: high, resource: AWS::IAM::Role, value: AssumeRolePolicyDocument,
           expect: {trusts: {services: [lambda.amazonaws.com]}}, message: m, why: w, symptoms: s,
           remediation: {recommendation: r}, repair: {mode: none}}
      """
    let odd: JSONValue = try JSONReader.read(#"{"Version":"2012-10-17","Statement":[{"Effect":"Maybe"}]}"#)
    let role = Resource(
      reference: ResourceReference(type: .role, id: "E1"), properties: ["AssumeRolePolicyDocument": odd])
    return Auditor(rules: try RuleSet.read(rules), configuration: try .read(waivers))
      .audit(Estates.estate(role), at: Self.before)
  }

  @Test func `what is undecided is waived like a failure`() throws {
    let open = try auditUndecided("waivers: []")
    #expect(open.findings.map(\.isUndecided) == [true] && open.failures.isEmpty)
    let waived = try auditUndecided("waivers:\n" + Self.waiver("compression"))
    #expect(waived.findings.map(\.status) == [.waived] && waived.warnings.isEmpty)
  }

  @Test func `of another resource than one that is undecided it is said that it fits nothing`() throws {
    func warnings(_ waiver: String) throws -> Int {
      try auditUndecided("waivers:\n" + waiver).warnings.count
    }
    #expect(try warnings(Self.waiver("compression", on: "E2")) == 1)
    // Of the resource itself, who knows what is behind it.
    #expect(try warnings(Self.waiver("compression", on: "E1") + "    path: Elsewhere\n") == 0)
  }

  @Test func `what was not read is never waived`() throws {
    let denied = Estates.distribution("E1", ["DefaultCacheBehavior": [:], "LogDeliveries": []])
    let estate = Estates.estate(denied, gaps: [Estates.gap(DistributionSchema.configuration, denied.reference)])
    let outcome = try audit(Self.waiver("access-logging"), estate: estate, rules: ["access-logging"])
    #expect(outcome.findings.map(\.status) == [.unknown])
    #expect(outcome.findings.map(\.waiver) == [nil])
    #expect(outcome.warnings.isEmpty)
  }
}
