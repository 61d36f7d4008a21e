import Documents
import Estate
import Testing

@testable import Auditing

/// Three voices: what a Terraform plan wants, what the state holds, what is live.
@Suite struct TerraformVerdictTests {
  private func finding(planned: JSONValue, held: JSONValue, live: JSONValue) -> Finding? {
    var declaration = Declaration(
      .init(.distribution, id: "E1"), expect: ["PriceClass": planned],
      source: SourceMark(file: "plan.json", line: 1))
    declaration.held = ["PriceClass": held]
    declaration.address = "aws_cloudfront_distribution.site"
    let estate = Estates.estate(Estates.distribution(["PriceClass": live]))
    return Auditor(rules: [], declarations: [declaration]).audit(estate).findings.first
  }

  @Test func `where all three agree nothing is said`() {
    #expect(finding(planned: "a", held: "a", live: "a") == nil)
  }

  @Test func `what was changed outside Terraform is told from what is not applied yet`() throws {
    let outside = try #require(finding(planned: "a", held: "a", live: "b"))
    #expect(outside.message.hasSuffix("Terraform's state does not hold it either: it was changed outside Terraform."))
    #expect(outside.message.hasPrefix("aws_cloudfront_distribution.site: PriceClass is not as declared."))
    let pending = try #require(finding(planned: "a", held: "b", live: "b"))
    #expect(pending.message.hasSuffix("It is as Terraform's state holds it: the plan is not applied."))
    let three = try #require(finding(planned: "a", held: "b", live: "c"))
    #expect(three.message.contains("changed outside Terraform"))
  }

  @Test func `a plan that was applied is what is live, whatever an older state held`() {
    #expect(finding(planned: "a", held: "b", live: "a") == nil)
  }
}
