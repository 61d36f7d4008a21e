import Auditing
import Documents
import Estate
import Repairing
import Schema
import Testing

/// What is declared of places that have to do with each other, or with what a rule sets.
@Suite struct DeclaredPlaceTests {
  private static let account = "111122223333"

  private static func distribution(_ version: JSONValue, _ paths: String...) -> Resource {
    let behaviors = paths.map { path -> JSONValue in
      ["PathPattern": .string(path), "TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"]
    }
    var certificate: JSONObject = ["CloudFrontDefaultCertificate": false, "SSLSupportMethod": "sni-only"]
    if !version.isNull { certificate["MinimumProtocolVersion"] = version }
    return Resource(
      reference: ResourceReference(
        type: .distribution, id: "E1", arn: "arn:aws:cloudfront::\(account):distribution/E1", account: account),
      properties: [
        "Id": "E1", "ViewerCertificate": .object(certificate), "CacheBehaviors": .array(behaviors),
      ])
  }

  private static func declaring(_ expect: JSONObject, absent: DocumentPath..., in file: String) -> Declaration {
    var declaration = Declaration(
      .init(.distribution, id: "E1"), expect: expect, source: SourceMark(file: file, line: 1))
    declaration.absent = absent
    return declaration
  }

  private static func order(_ paths: String..., in file: String) -> Declaration {
    declaring(["CacheBehaviors": .array(paths.map { ["PathPattern": .string($0)] })], in: file)
  }

  private func plan(_ declarations: [Declaration], only rules: [String] = [], _ resource: Resource) throws -> Plan {
    let auditor = Auditor(
      rules: rules.isEmpty ? [] : try RuleSet(RuleSet.builtIn).selection(only: rules), declarations: declarations)
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(resource)
    let found = auditor.audit(estate).findings
    return Planner(found.filter { $0.status == .fail && ($0.repair.isAvailable || $0.repair.isLeft) }, in: estate)
      .plan(heeding: auditor, having: found)
  }

  private func expectBothLeft(_ plan: Plan) {
    let left = plan.refusals.filter { $0.reason.contains(" at a.yaml:1 and b.yaml:1, so that nobody knows") }
    #expect(plan.steps.isEmpty && left.count == 2, "\(plan.steps) \(plan.refusals)")
  }

  @Test func `of two orders that cannot both be, none is made`() throws {
    let found = Self.distribution("TLSv1.2_2021", "/1/*", "/2/*", "/3/*")
    expectBothLeft(
      try plan(
        [Self.order("/2/*", "/1/*", "/3/*", in: "a.yaml"), Self.order("/3/*", "/2/*", "/1/*", in: "b.yaml")], found))
    // Nor where one says nothing of an element.
    expectBothLeft(
      try plan([Self.order("/2/*", "/1/*", in: "a.yaml"), Self.order("/1/*", "/3/*", "/2/*", in: "b.yaml")], found))
  }

  @Test func `of two orders that can both be, both are made`() throws {
    let plan = try plan(
      [Self.order("/2/*", "/1/*", in: "a.yaml"), Self.order("/3/*", "/2/*", in: "b.yaml")],
      Self.distribution("TLSv1.2_2021", "/1/*", "/2/*", "/3/*"))
    #expect(plan.refusals.isEmpty, "\(plan.refusals)")
    #expect(plan.steps.first?.changes.map(\.to) == [.order(["/3/*", "/2/*", "/1/*"])])
    #expect(plan.steps.first?.findings.count == 1)
  }

  @Test func `of what is to be gone, and what is declared within it, neither is written`() throws {
    let found = Self.distribution("TLSv1.2_2021", "/old/*", "/new/*")
    let within: JSONObject = ["CacheBehaviors": [["PathPattern": "/old/*", "ViewerProtocolPolicy": "https-only"]]]
    expectBothLeft(
      try plan(
        [Self.declaring([:], absent: "CacheBehaviors[/old/*]", in: "a.yaml"), Self.declaring(within, in: "b.yaml")],
        found))
    // Nor of what is outside a list that somebody declares to be whole.
    var whole = Self.declaring(["CacheBehaviors": [["PathPattern": "/new/*"]]], in: "a.yaml")
    whole.only = ["CacheBehaviors"]
    expectBothLeft(try plan([whole, Self.declaring(within, in: "b.yaml")], found))
    // What is declared of another one is.
    let other = try plan(
      [
        Self.declaring([:], absent: "CacheBehaviors[/old/*]", in: "a.yaml"),
        Self.declaring(
          ["CacheBehaviors": [["PathPattern": "/new/*", "ViewerProtocolPolicy": "https-only"]]], in: "b.yaml"),
      ], found)
    #expect(other.refusals.isEmpty && other.steps.count == 1, "\(other.refusals)")
  }

  @Test func `what a rule asks for is left where something else is declared that it does not accept`() throws {
    func plan(_ version: JSONValue) throws -> Plan {
      try self.plan(
        [Self.declaring(["ViewerCertificate": ["MinimumProtocolVersion": version]], in: "a.yaml")],
        only: ["minimum-tls-version"], Self.distribution("TLSv1"))
    }
    let older = try plan("TLSv1.2_2019")
    #expect(older.steps.first?.changes.map(\.to) == [.value("TLSv1.2_2019")])
    #expect(older.refusals.map(\.finding.rule) == ["minimum-tls-version"])
    #expect(older.refusals.first?.reason.contains("a.yaml:1") == true)
    #expect(older.steps.flatMap { older.findings(of: $0) }.map(\.rule) == [Declaration.rule])
    // What it accepts repairs both.
    let newer = try plan("TLSv1.2_2025")
    #expect(newer.refusals.isEmpty && newer.steps.first?.findings.count == 2, "\(newer.refusals)")
  }

  @Test func `a security policy that nobody says is set, and one that is newer is not put back`() throws {
    let missing = try plan([], only: ["minimum-tls-version"], Self.distribution(.null))
    #expect(missing.steps.first?.changes.map(\.to) == [.value("TLSv1.2_2021")], "\(missing.refusals)")
    let newest = try plan([], only: ["minimum-tls-version"], Self.distribution("TLSv1.3_2025"))
    #expect(newest.steps.isEmpty)
  }
}
