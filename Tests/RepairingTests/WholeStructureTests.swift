import Auditing
import Documents
import Estate
import Schema
import Testing

@testable import Repairing

/// No repair takes away what a service requires, whoever asks for it: a rule of one's own, or a declaration.
@Suite struct WholeStructureTests {
  private static let account = "111122223333"

  /// What is planned for a resource.
  private func plan(
    _ type: ResourceType, _ live: JSONObject, rules: [Rule] = [], declared: [Declaration] = []
  ) -> Plan {
    let auditor = Auditor(rules: rules, declarations: declared)
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(reference: ResourceReference(type: type, id: "it", account: Self.account), properties: live))
    let found = auditor.audit(estate).findings
    return Planner(found.filter { $0.status == .fail }, in: estate).plan(heeding: auditor, having: found)
  }

  private func rule(
    _ type: String, select: String, value: String, expect: String = "never", set: String
  ) throws -> [Rule] {
    let text = """
      rules:
        - id: my-rule
          title: t
          severity: high
          resource: \(type)
          select: "\(select)"
          value: "\(value)"
          expect: {equals: \(expect)}
          message: m
          why: w
          remediation: {recommendation: r}
          repair: {mode: auto, set: \(set), summary: s}
      """
    return try RuleSet([RuleSet.Source(file: "mine.yaml", text: text)]).selection(only: ["my-rule"])
  }

  private static let distribution: JSONObject = [
    "Id": "it", "Enabled": true, "Comment": "a",
    "Origins": [
      [
        "Id": "a", "DomainName": "a.example",
        "CustomOriginConfig": ["HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"],
      ],
      ["Id": "b", "DomainName": "b.example"],
    ],
    "OriginGroups": [
      [
        "Id": "g", "FailoverCriteria": ["StatusCodes": [500]],
        "Members": [["OriginId": "a"], ["OriginId": "b"]],
      ]
    ],
    "DefaultCacheBehavior": ["TargetOriginId": "a", "ViewerProtocolPolicy": "https-only", "Compress": false],
    "ViewerMtlsConfig": ["Mode": "required", "TrustStoreConfig": ["TrustStoreId": "t"]],
  ]

  @Test(arguments: [
    ("DefaultCacheBehavior", "TargetOriginId", "null", "DefaultCacheBehavior.TargetOriginId"),
    ("@", "DefaultCacheBehavior", "{Compress: true}", "DefaultCacheBehavior.TargetOriginId"),
    ("OriginGroups[]", "FailoverCriteria", "null", "OriginGroups[g].FailoverCriteria"),
    ("Origins[?Id=='a']", "CustomOriginConfig", "{HTTPPort: 80, HTTPSPort: 443}", "OriginProtocolPolicy"),
    ("ViewerMtlsConfig", "TrustStoreConfig", "{IgnoreCertificateExpiry: true}", "TrustStoreConfig.TrustStoreId"),
    ("@", "Enabled", "null", "AWS wants Enabled"), ("@", "Origins", "null", "AWS wants Origins"),
  ])
  func `what a rule sets is left where a structure would not be whole`(
    select: String, value: String, set: String, missing: String
  ) throws {
    let rules = try rule("AWS::CloudFront::Distribution", select: select, value: value, set: set)
    let plan = plan(.distribution, Self.distribution, rules: rules)
    #expect(plan.steps.isEmpty && plan.refusals.count == 1)
    #expect(plan.refusals.first?.reason.contains(missing) == true, "\(plan.refusals.map(\.reason))")
  }

  @Test func `what a rule sets is written where the structure stays whole`() throws {
    let rules = try rule(
      "AWS::CloudFront::Distribution", select: "DefaultCacheBehavior", value: "Compress", expect: "true",
      set: "true")
    #expect(plan(.distribution, Self.distribution, rules: rules).changeCount == 1)
  }

  /// A resource of which nothing is declared but this.
  private func closed(_ type: ResourceType, _ declared: JSONObject) -> [Declaration] {
    var declaration = Declaration(.init(type, id: "it"), expect: declared, source: SourceMark(file: "b.yaml", line: 1))
    declaration.only = [DocumentPath()]
    return [declaration]
  }

  @Test func `what Lambda cannot take away does not keep the rest from being written`() {
    let live: JSONObject = [
      "Handler": "index.handler", "Role": "arn:aws:iam::111122223333:role/r", "Runtime": "nodejs22.x", "Timeout": 3,
      "MemorySize": 128, "Description": "d",
    ]
    let plan = plan(.lambdaFunction, live, declared: closed(.lambdaFunction, ["Timeout": 10, "MemorySize": 256]))
    let places = plan.steps.flatMap(\.changes).map { "\($0.place)" }
    #expect(Set(places) == ["Timeout", "MemorySize", "Description"])
    let left = plan.refusals.map(\.reason)
    #expect(left.count == 3 && left.allSatisfy { $0.contains("cannot take it away") }, "\(left)")
  }

  private static let policy: JSONValue = [
    "Version": "2012-10-17", "Statement": [["Effect": "Allow", "Action": "s3:*"]],
  ]
  private static let role: JSONObject = [
    "RoleName": "it", "AssumeRolePolicyDocument": policy,
    "RolePolicyList": [["PolicyName": "p", "PolicyDocument": policy]],
    "AttachedManagedPolicies": [["PolicyName": "X", "PolicyArn": "arn:aws:iam::aws:policy/X"]],
  ]
  private static let whole: JSONValue = .object(
    distribution.merging(["Aliases": ["a.example"], "ViewerCertificate": certificate]))
  private static let certificate: JSONValue = [
    "ACMCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/a", "SSLSupportMethod": "sni-only",
    "MinimumProtocolVersion": "TLSv1.2_2021",
  ]
  private static let settings: JSONObject = [
    "Handler": "index.handler", "LoggingConfig": ["LogFormat": "Text"], "Timeout": 3,
  ]
  private static let stages: JSONValue = ["FunctionConfig": ["Runtime": "cloudfront-js-2.0"], "FunctionCode": "code"]

  @Test(
    arguments: [
      (.distribution, whole, "Enabled"), (.distribution, whole, "DefaultCacheBehavior"),
      (.distribution, whole, "Origins[a].CustomOriginConfig.HTTPPort"),
      (.distribution, whole, "OriginGroups[g].FailoverCriteria.StatusCodes"),
      (.distribution, whole, "ViewerMtlsConfig.TrustStoreConfig"), (.distribution, whole, "ViewerMtlsConfig.Mode"),
      (.distribution, whole, "ViewerCertificate"), (.distribution, whole, "ViewerCertificate.ACMCertificateArn"),
      (.distributionTenant, ["Enabled": true], "Enabled"),
      (.distributionTenant, ["Domains": [["Domain": "a.example"]]], "Domains"),
      (.lambdaFunction, .object(settings), "Handler"), (.lambdaFunction, .object(settings), "LoggingConfig"),
      (.role, .object(role), "AssumeRolePolicyDocument"), (.role, .object(role), "RolePolicyList[p].PolicyDocument"),
      (.role, .object(role), "AttachedManagedPolicies[arn:aws:iam::aws:policy/X].PolicyArn"),
      (.role, .object(role), "AttachedManagedPolicies[arn:aws:iam::aws:policy/X].PolicyName"),
      (.cloudFrontFunction, ["Name": "it", "LIVE": stages, "DEVELOPMENT": stages], "LIVE.FunctionCode"),
      (
        .bucket,
        ["Name": "it", "PublicAccessBlockConfiguration": ["BlockPublicAcls": true, "IgnorePublicAcls": true]],
        "PublicAccessBlockConfiguration.BlockPublicAcls"
      ),
    ] as [(ResourceType, JSONValue, DocumentPath)])
  func `what a service wants is not taken away because it is declared to be absent`(
    type: ResourceType, live: JSONValue, place: DocumentPath
  ) throws {
    var declaration = Declaration(.init(type, id: "it"), expect: [:], source: SourceMark(file: "b.yaml", line: 1))
    declaration.absent = [place]
    let plan = plan(type, try #require(live.object), declared: [declaration])
    #expect(plan.steps.isEmpty && plan.refusals.count == 1, "\(plan.steps) \(plan.refusals)")
  }

  @Test func `a subscription filter keeps its destination`() {
    let live: JSONObject = [
      "logGroupName": "it", "retentionInDays": 30,
      "SubscriptionFilters": [["filterName": "f", "destinationArn": "arn:aws:lambda:::f", "filterPattern": ""]],
    ]
    let declared = closed(.logGroup, ["retentionInDays": 30, "SubscriptionFilters": [["filterName": "f"]]])
    let plan = plan(.logGroup, live, declared: declared)
    #expect(plan.steps.isEmpty)
    #expect(plan.refusals.first?.reason.contains("without destinationArn") == true, "\(plan.refusals)")
  }
}
