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

  /// What a file that lets members stand may declare and AWS never takes, with why; and what it takes.
  private static let values: [(type: ResourceType, live: JSONObject, declared: JSONObject, reason: String)] = [
    (
      .distribution, ["DefaultCacheBehavior": ["MinTTL": 0]], ["DefaultCacheBehavior": ["MinTTL": "five"]],
      "of this kind"
    ),
    (.distribution, ["DefaultCacheBehavior": ["MinTTL": 0]], ["DefaultCacheBehavior": ["MinTTL": -1]], "0 or more"),
    (
      .distribution, ["DefaultCacheBehavior": ["Compress": true]], ["DefaultCacheBehavior": ["Compress": "of"]],
      "of this kind"
    ),
    (.distribution, ["Comment": "a"], ["Comment": ["Text": "b"]], "of this kind"),
    (.distribution, ["Aliases": ["a"]], ["Aliases": "b"], "of this kind"),
    (
      .distribution, ["DefaultCacheBehavior": ["Compress": true]], ["DefaultCacheBehavior": ["Compres": true]],
      "no member"
    ),
    (
      .distribution, ["DefaultCacheBehavior": ["Compress": true]],
      ["DefaultCacheBehavior": ["EdgeTeleport": ["Mode": "beam"]]], "no member"
    ),
    (
      .distribution, ["DefaultCacheBehavior": ["EdgeTeleport": ["Mode": "beam"]]],
      ["DefaultCacheBehavior": ["EdgeTeleport": ["Mode": "walk"]]], ""
    ),
    (
      .distribution, ["DefaultCacheBehavior": ["EdgeTeleport": "5"]], ["DefaultCacheBehavior": ["EdgeTeleport": 6]],
      "no member"
    ),
    (
      .keyValueStore, ["Items": [["Key": "a", "Value": "1", "Expiry": 5]]], ["Items": [["Key": "a", "Expiry": 6]]],
      "no member"
    ),
    (
      .keyValueStore, ["Items": [["Key": "a", "Value": "1", "Blob": "x"]]], ["Items": [["Key": "a", "Blob": "y"]]],
      "UpdateKeys takes"
    ),
    (.keyValueStore, ["Items": []], ["Items": [["Key": "a", "Value": "1", "Expiry": 5]]], "Expiry"),
    (
      .keyValueStore, ["Items": [["Key": "a", "Value": "1", "Expiry": 5]]], ["Items": [["Key": "a", "Value": "2"]]], ""
    ),
    (
      .role, ["RolePolicyList": []], ["RolePolicyList": [["PolicyName": "p", "PolicyDocument": ["Statment": ["x"]]]]],
      "Statment"
    ),
    (
      .role, ["RolePolicyList": []],
      ["RolePolicyList": [["PolicyName": "p", "PolicyDocument": ["Version": "2012-10-17"]]]], "Statement is missing"
    ),
    (.lambdaFunction, ["ReservedConcurrentExecutions": 1], ["ReservedConcurrentExecutions": -5], "0 or more"),
  ]

  @Test(arguments: values)
  func `what AWS never takes is not written, though a file lets it stand`(
    type: ResourceType, live: JSONObject, declared: JSONObject, reason: String
  ) {
    let declaration = Declaration(
      .init(type, id: "it"), expect: declared, source: SourceMark(file: "b.yaml", line: 1))
    let plan = plan(type, live, declared: [declaration])
    #expect(plan.steps.isEmpty == !reason.isEmpty, "\(plan)")
    #expect(
      plan.refusals.map(\.reason).allSatisfy { $0.contains(reason) } && plan.refusals.isEmpty == reason.isEmpty,
      "\(plan.refusals)")
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

  /// What is planned where this is declared of a resource.
  private func plan(_ type: ResourceType, _ live: JSONObject, expecting expected: JSONObject) -> Plan {
    plan(
      type, live,
      declared: [Declaration(.init(type, id: "it"), expect: expected, source: SourceMark(file: "b.yaml", line: 1))])
  }

  @Test(arguments: [
    ("EnableAcceptEncodingGzip", 0, 0), ("EnableAcceptEncodingBrotli", 0, 0), ("EnableAcceptEncodingGzip", 5, 1),
  ])
  func `nothing is compressed that is not cached`(member: String, ttl: Int, steps: Int) {
    let live: JSONObject = [
      "CachePolicyConfig": [
        "Name": "n", "MinTTL": 0, "DefaultTTL": .integer(ttl), "MaxTTL": .integer(ttl),
        "ParametersInCacheKeyAndForwardedToOrigin": [
          "EnableAcceptEncodingGzip": false, "EnableAcceptEncodingBrotli": false,
          "HeadersConfig": ["HeaderBehavior": "none"], "CookiesConfig": ["CookieBehavior": "none"],
          "QueryStringsConfig": ["QueryStringBehavior": "none"],
        ],
      ]
    ]
    let parameters: JSONObject = [member: true]
    let plan = plan(
      .cachePolicy, live,
      expecting: ["CachePolicyConfig": ["ParametersInCacheKeyAndForwardedToOrigin": .object(parameters)]])
    #expect(plan.steps.count == steps, "\(plan.refusals)")
    #expect(steps > 0 || plan.refusals.first?.reason.contains("all three TTLs are 0") == true)
  }

  @Test func `a website of S3 gets no access control`() {
    func origin(_ domain: String) -> JSONValue {
      [
        "Origins": [
          [
            "Id": "a", "DomainName": .string(domain), "OriginAccessControlId": "E1",
            "CustomOriginConfig": ["HTTPPort": 80],
          ]
            as JSONValue
        ]
      ]
    }
    let (rest, website) = (origin("s.s3.eu-west-1.amazonaws.com"), origin("s.s3-website-eu-west-1.amazonaws.com"))
    let schema = ResourceType.distribution.schema
    #expect(schema.unmetConstraints(of: website, besides: rest).contains { $0.contains("takes no signatures") })
    #expect(schema.unmetConstraints(of: rest, besides: rest) == [])
  }

  private static func trusting(_ principal: String) -> JSONValue {
    [
      "Version": "2012-10-17",
      "Statement": [
        ["Effect": "Allow", "Principal": ["Service": "lambda.amazonaws.com"], "Action": "sts:AssumeRole"],
        ["Effect": "Allow", "Principal": ["AWS": .string(principal)], "Action": "sts:AssumeRole"],
      ],
    ]
  }

  @Test func `no policy is written that names somebody who is gone, nor one that is too long`() {
    let user = "arn:aws:iam::111122223333:user/a"
    for (principal, steps) in [("AIDAEXAMPLEEXAMPLE123", 0), (user, 1)] {
      let plan = plan(
        .role, ["RoleName": "it", "AssumeRolePolicyDocument": Self.trusting(user)],
        expecting: ["AssumeRolePolicyDocument": Self.trusting(principal + (steps > 0 ? "2" : ""))])
      #expect(plan.steps.count == steps, "\(plan.refusals)")
      #expect(steps > 0 || plan.refusals.first?.reason.contains("takes no policy that names AIDA") == true)
    }
    for (count, steps) in [(100, 1), (400, 0)] {
      let keys = (0..<count).map { JSONValue.string("arn:aws:s3:::it/a-prefix-that-is-rather-long/of-objects/\($0)/*") }
      let policy: JSONValue = [
        "Version": "2012-10-17",
        "Statement": [
          ["Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": .array(keys)] as JSONValue
        ],
      ]
      let plan = plan(.bucket, ["Name": "it", "Policy": .null], expecting: ["Policy": policy])
      #expect(plan.steps.count == steps, "\(plan.refusals)")
      #expect(steps > 0 || plan.refusals.first?.reason.contains("S3 takes 20480") == true)
    }
  }

  @Test func `a rule on a secret neither tells it nor writes it`() throws {
    let live: JSONObject = [
      "Id": "it",
      "Origins": [
        ["Id": "a", "DomainName": "a.example", "CustomHeaders": [["HeaderName": "X", "HeaderValue": "(redacted)"]]]
      ],
    ]
    let rules = try rule(
      "AWS::CloudFront::Distribution", select: "Origins[].CustomHeaders[]", value: "HeaderValue", expect: "hunter2",
      set: "hunter2")
    let reference = ResourceReference(type: .distribution, id: "it", account: Self.account)
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(Resource(reference: reference, properties: live))
    let findings = Auditor(rules: rules, declarations: []).audit(estate).findings
    #expect(findings.map(\.isUndecided) == [true])
    #expect(!"\(findings)".contains("hunter2"))
    #expect(plan(.distribution, live, rules: rules).steps.isEmpty)
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
