import Documents
import Estate
import Foundation
import Schema
import Testing

@testable import Auditing

/// What a baseline declares and a rule is sure to fail on is said, with its place; what may hold is not.
@Suite struct DeclaredFailureTests {
  private static let time = Date(timeIntervalSince1970: 1_800_000_000)

  private func issues(_ baseline: String, configuration: String = "") throws -> [String] {
    let set = try RuleSet(RuleSet.builtIn)
    let content = try BaselineFile.read(
      [.init(file: "b.yaml", text: "resources:\n" + baseline)],
      BaselineFile.Context(environment: [:], read: { _ in "" }))
    let configuration =
      configuration.isEmpty
      ? Configuration()
      : try Configuration(.init(file: "audit.yaml", text: configuration), for: set, including: { _ in "" })
    let auditor = Auditor(
      rules: try set.selection(configuration: configuration), declarations: content.declarations,
      configuration: configuration)
    return auditor.declaredFailures(at: Self.time).map(\.description)
  }

  private static let plain = """
      - type: AWS::CloudFront::Distribution
        id: E1
        expect:
          DefaultCacheBehavior:
            ViewerProtocolPolicy: allow-all
    """

  @Test(arguments: [
    (plain, 6, "viewer-protocol-https"),
    (
      """
        - type: AWS::CloudFront::Distribution
          alias: www.example.com
          expect:
            CacheBehaviors:
              - PathPattern: /api/*
                ViewerProtocolPolicy: allow-all
      """, 7, "viewer-protocol-https"
    ),
    (
      """
        - type: AWS::CloudFront::Distribution
          id: E1
          expect:
            Origins:
              - Id: s3
                DomainName: site.s3.eu-west-1.amazonaws.com
                S3OriginConfig: {OriginAccessIdentity: ""}
                OriginAccessControlId: ""
      """, 9, "origin-access-restricted"
    ),
  ])
  func `a declared value that fails a rule whatever else is so`(baseline: String, line: Int, rule: String) throws {
    let found = try issues(baseline)
    #expect(found.count == 1, "\(found)")
    #expect(
      found.first?.hasPrefix("b.yaml:\(line):") == true && found.first?.contains("\(rule) fails on") == true, "\(found)"
    )
  }

  @Test(arguments: [
    // What holds.
    "  - {type: AWS::CloudFront::Distribution, id: E1, expect: {DefaultCacheBehavior: {ViewerProtocolPolicy: https-only}}}",
    // What depends on what is not declared: the certificate, the functions, the policy behind an id.
    "  - {type: AWS::CloudFront::Distribution, id: E1, expect: {ViewerCertificate: {MinimumProtocolVersion: TLSv1}}}",
    "  - {type: AWS::CloudFront::Distribution, id: E1, expect: {DefaultCacheBehavior: {ResponseHeadersPolicyId: \"\"}}}",
    "  - {type: AWS::CloudFront::Distribution, id: E1, expect: {DefaultCacheBehavior: {ResponseHeadersPolicyId: x}}}",
    "  - {type: AWS::CloudFront::Distribution, id: E1, expect: {DefaultCacheBehavior: {CachePolicyId: x}}}",
    "  - {type: AWS::Lambda::Version, id: \"f:1\", region: us-east-1, expect: {Timeout: 60}}",
    "  - {type: AWS::CloudFront::Function, id: f, expect: {LIVE: {FunctionCode: {sha256: abc}}}}",
    // Nobody knows whether a distribution reads it.
    """
      - type: AWS::S3::Bucket
        id: site
        expect:
          Policy:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*"}]
    """,
    "  - {type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: a}}",
    "  - {type: AWS::CloudFront::Distribution, id: E1, absent: true}",
  ])
  func `what may hold is not said`(baseline: String) throws {
    #expect(try issues(baseline) == [])
  }

  @Test func `of a rule only so many places are told`() throws {
    let many = (1...30).map { Self.plain.replacingOccurrences(of: "E1", with: "E\($0)") }.joined(separator: "\n")
    let found = try issues(many)
    #expect(found.count == 8 && found.last?.hasSuffix("So are 22 more.") == true, "\(found)")
  }

  @Test func `nor what is waived, or not asked`() throws {
    #expect(
      try issues(
        Self.plain,
        configuration: """
          waivers: [{rule: viewer-protocol-https, resource: E1, reason: an old client, expires: 2099-01-01}]
          """) == [])
    #expect(try issues(Self.plain, configuration: "rules: {viewer-protocol-https: {enabled: false}}") == [])
  }
}
