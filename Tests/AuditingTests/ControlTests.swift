import Testing
@testable import Auditing

/// The controls of standards that rules name.
@Suite struct ControlTests {
  @Test(
    arguments: [
      (
        "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-3",
        "AWS Security Hub CloudFront.3", "external/aws-security-hub/cloudfront.3"
      ),
      (
        "https://hub.prowler.com/check/cloudfront_distributions_https_enabled",
        "Prowler cloudfront_distributions_https_enabled", "external/prowler/cloudfront_distributions_https_enabled"
      ),
      (
        "CIS AWS Foundations Benchmark v3.0.0/2.1.4", "CIS AWS Foundations Benchmark v3.0.0 2.1.4",
        "external/cis-aws-foundations-benchmark-v3.0.0/2.1.4"
      ),
    ])
  func `a reference names a control`(reference: String, name: String, tag: String) throws {
    let control = try #require(Control(reference: reference))
    #expect(control.name == name && control.tag == tag)
  }

  @Test(arguments: [
    "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html", "a page without a slash",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge.html#a-1",
  ])
  func `a page is no control`(reference: String) { #expect(Control(reference: reference) == nil) }

  @Test func `a rule of Security Hub's best practices names both`() throws {
    let rules = try RuleSet(RuleSet.builtIn).rules
    for rule in rules {
      let known = Set(rule.controls.map(\.id))
      for control in rule.controls where control.standard.hasPrefix("AWS Foundational") {
        #expect(rule.controls.contains { $0.standard == "AWS Security Hub" && $0.id == control.id }, "\(rule.id)")
      }
      #expect(known.isEmpty || !rule.pages.isEmpty, "\(rule.id)")
    }
    #expect(rules.flatMap(\.controls).count >= 40)
  }
}
