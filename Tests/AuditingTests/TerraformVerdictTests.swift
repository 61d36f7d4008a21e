import Documents
import Estate
import Testing

@testable import Auditing

/// Three voices: what a Terraform plan wants, what the state holds, what is live.
@Suite struct TerraformVerdictTests {
  private func finding(
    planned: JSONValue, held: JSONValue?, live: JSONValue, _ more: (inout Declaration) -> Void = { _ in }
  ) -> Finding? {
    var declaration = Declaration(
      .init(.distribution, id: "E1"), expect: ["PriceClass": planned],
      source: SourceMark(file: "plan.json", line: 1))
    declaration.prior = held.map { .init(expect: ["PriceClass": $0]) } ?? .init()
    declaration.address = "aws_cloudfront_distribution.site"
    more(&declaration)
    let estate = Estates.estate(Estates.distribution(["PriceClass": live]))
    return Auditor(rules: [], declarations: [declaration]).audit(estate).findings.first
  }

  @Test func `where all three agree nothing is said`() {
    #expect(finding(planned: "a", held: "a", live: "a") == nil)
  }

  @Test func `what was changed outside Terraform is told from what is not applied yet`() throws {
    let outside = try #require(finding(planned: "a", held: "a", live: "b"))
    #expect(outside.message.hasSuffix("Terraform's state is as the plan: it was changed outside Terraform."))
    #expect(outside.message.hasPrefix("aws_cloudfront_distribution.site: PriceClass is not as declared."))
    let pending = try #require(finding(planned: "a", held: "b", live: "b"))
    #expect(pending.message.hasSuffix("It is as Terraform's state holds it: the plan is not applied."))
    let three = try #require(finding(planned: "a", held: "b", live: "c"))
    #expect(three.message.contains("changed outside Terraform") && three.message.contains("not applied"))
    let new = try #require(finding(planned: "a", held: nil, live: "c"))
    #expect(new.message.contains("state does not have the resource"))
  }

  @Test(
    arguments: [
      ("Comment", "a", "b", true), ("Comment", "a", "", false), ("WebACLId", "arn:a", "arn:b", true),
      ("Logging", ["Enabled": true, "Prefix": "plan/"], ["Enabled": true, "Prefix": "books/"], true),
      ("HttpVersion", "http3", "http2", false),
    ] as [(String, JSONValue, JSONValue, Bool)])
  func `what is there where the state holds nothing was made outside Terraform`(
    member: String, planned: JSONValue, live: JSONValue, isMade: Bool
  ) throws {
    var declaration = Declaration(
      .init(.distribution, id: "E1"), expect: [member: planned], source: SourceMark(file: "plan.json", line: 1))
    declaration.prior = .init(expect: [:])
    let estate = Estates.estate(Estates.distribution([member: live]))
    let finding = try #require(Auditor(rules: [], declarations: [declaration]).audit(estate).findings.first)
    #expect(finding.message.contains("changed outside Terraform") == isMade, "\(finding.message)")
    #expect(finding.message.contains("the plan is not applied"))
  }

  @Test func `only what state and plan agree on is repaired; for the rest there is terraform apply`() throws {
    #expect(try #require(finding(planned: "a", held: "a", live: "b")).repair.isAvailable)
    for held: JSONValue? in ["b", "c", nil] {
      let pending = try #require(finding(planned: "a", held: held, live: "b"))
      #expect(!pending.repair.isAvailable && pending.remediation.contains("terraform apply"))
    }
  }

  @Test func `what a plan takes away, or adds to a list, is not applied as long as the state has it otherwise`() throws
  {
    let taken = try #require(
      finding(planned: "a", held: "a", live: "a") { declaration in
        declaration.absent = ["PriceClass"]
        declaration.expect = [:]
      })
    #expect(!taken.repair.isAvailable && taken.message.contains("the plan is not applied"))
    let behaviors = { (paths: [String]) -> JSONValue in
      .array(paths.map { ["PathPattern": .string($0), "Compress": true] })
    }
    func findings(planned: [String], held: [String], live: [String]) -> [Finding] {
      var declaration = Declaration(
        .init(.distribution, id: "E1"), expect: ["CacheBehaviors": behaviors(planned)],
        source: SourceMark(file: "plan.json", line: 1))
      declaration.prior = .init(expect: ["CacheBehaviors": behaviors(held)])
      declaration.only = ["CacheBehaviors"]
      return Auditor(rules: [], declarations: [declaration])
        .audit(Estates.estate(Estates.distribution(["CacheBehaviors": behaviors(live)]))).findings
    }
    let added = findings(planned: ["/a", "/b"], held: ["/a"], live: ["/a"])
    #expect(added.map(\.path) == ["CacheBehaviors[/b]"] && added.allSatisfy { !$0.repair.isAvailable })
    let left = findings(planned: ["/a"], held: ["/a", "/b"], live: ["/a", "/b"])
    #expect(left.map(\.path) == ["CacheBehaviors[/b]"] && left.allSatisfy { !$0.repair.isAvailable })
    let intruder = findings(planned: ["/a"], held: ["/a"], live: ["/a", "/b"])
    #expect(intruder.map(\.path) == ["CacheBehaviors[/b]"] && intruder.allSatisfy { $0.repair.isAvailable })
  }

  @Test func `of what is not there it is said whether the state has it`() throws {
    var declaration = Declaration(
      .init(.cloudFrontFunction, id: "f"), expect: [:], source: SourceMark(file: "plan.json", line: 1))
    declaration.prior = .init()
    let new = Auditor(rules: [], declarations: [declaration]).audit(Estates.estate()).findings.first
    #expect(new?.message.contains("the plan is not applied") == true)
    #expect(new?.remediation.contains("terraform apply") == true)
    declaration.prior = .init(expect: [:])
    let deleted = Auditor(rules: [], declarations: [declaration]).audit(Estates.estate()).findings.first
    #expect(deleted?.message.contains("changed outside Terraform") == true)
  }

  @Test func `a plan that was applied is what is live, whatever an older state held`() {
    #expect(finding(planned: "a", held: "b", live: "a") == nil)
  }
}
