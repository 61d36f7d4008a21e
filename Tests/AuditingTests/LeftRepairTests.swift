import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// Repairs that are left to a person, with the reason, and verdicts that wait for AWS.
@Suite struct LeftRepairTests {
  private func finding(_ rule: String, _ resources: Resource...) throws -> Finding? {
    var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
    for resource in resources { estate.add(resource) }
    return Auditor(rules: try RuleSet.shipped(rule)).audit(estate).findings.first
  }

  private static func bucket(_ properties: JSONObject = [:]) -> Resource {
    Resource(
      reference: ResourceReference(type: .bucket, id: "site", arn: "arn:aws:s3:::site", account: Estates.account),
      properties: (["Name": "site", "Policy": .null] as JSONObject).merging(properties))
  }

  private static func reading(_ origins: JSONValue...) -> Resource {
    Estates.distribution(["Origins": .array(origins)])
  }

  private static let signed: JSONValue = [
    "Id": "rest", "DomainName": "site.s3.eu-west-1.amazonaws.com", "OriginAccessControlId": "OAC",
  ]

  @Test(arguments: [
    "site.s3-website-eu-west-1.amazonaws.com", "site.s3-website.eu-central-1.amazonaws.com", "site.s3.amazonaws.com",
    "site",
  ])
  func `a block is not turned on by itself while anything reads the bucket unsigned`(domain: String) throws {
    let unsigned: JSONValue = ["Id": "other", "DomainName": .string(domain)]
    let closed = try #require(try finding("origin-bucket-public", Self.bucket(), Self.reading(Self.signed)))
    #expect(closed.repair.isAvailable && closed.repair.isAutomatic)
    let open = try #require(try finding("origin-bucket-public", Self.bucket(), Self.reading(Self.signed, unsigned)))
    #expect(open.status == .fail && open.repair.isLeft && !open.repair.isAvailable)
    #expect(open.repair.summary.contains("E1 reads the bucket without signing"), "\(open.repair.summary)")
  }

  @Test(
    "nor while an access control signs nothing",
    arguments: [("never", true), ("always", false), ("no-override", false), ("always-amz-auth", false)])
  func switchedOff(behavior: String, isLeft: Bool) throws {
    let control = Resource(
      reference: ResourceReference(type: .originAccessControl, id: "OAC", account: Estates.account),
      properties: ["Id": "OAC", "SigningBehavior": .string(behavior)])
    let found = try finding("origin-bucket-public", Self.bucket(), Self.reading(Self.signed), control)
    #expect(found?.repair.isLeft == isLeft && found?.repair.isAvailable == !isLeft)
  }

  @Test("nor while a public policy is what an identity reads by", arguments: [(true, true), (false, false)])
  func identity(isPublic: Bool, isLeft: Bool) throws {
    let grant: JSONValue = [
      "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*",
      "Principal": isPublic ? "*" : ["AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2ABC"],
    ]
    let origin: JSONValue = [
      "Id": "rest", "DomainName": "site.s3.eu-west-1.amazonaws.com",
      "S3OriginConfig": ["OriginAccessIdentity": "origin-access-identity/cloudfront/E2ABC"],
    ]
    let estate = Estates.estate(
      Self.bucket(["Policy": ["Version": "2012-10-17", "Statement": [grant]]]), Self.reading(origin))
    let found = Auditor(rules: try RuleSet.shipped("origin-bucket-public")).audit(estate).findings
      .first { $0.path == "PublicAccessBlockConfiguration" }
    #expect(found?.repair.isLeft == isLeft && found?.repair.isAvailable == !isLeft, "\(found?.repair.summary ?? "")")
  }

  @Test func `a bucket behind a website endpoint alone is judged`() throws {
    let website: JSONValue = ["Id": "w", "DomainName": "site.s3-website-eu-west-1.amazonaws.com"]
    let finding = try #require(try finding("origin-bucket-public", Self.bucket(), Self.reading(website)))
    #expect(finding.resource.id == "site" && finding.repair.isLeft)
  }

  @Test(arguments: ["vip", "static-ip"])
  func `a TLS version is not set by itself beside dedicated addresses`(method: String) throws {
    func certificate(_ method: String) -> Resource {
      Estates.distribution([
        "ViewerCertificate": [
          "ACMCertificateArn": "arn", "SSLSupportMethod": .string(method), "MinimumProtocolVersion": "TLSv1",
        ]
      ])
    }
    let left = try #require(try finding("minimum-tls-version", certificate(method)))
    #expect(left.repair.isLeft && left.repair.summary.contains("and it is \(method)"), "\(left.repair.summary)")
    #expect(try finding("minimum-tls-version", certificate("sni-only"))?.repair.isAvailable == true)
  }

  @Test(arguments: ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025", "TLSv1.2_2019"])
  func `a TLS version is never put back to an older one, whatever is accepted`(version: String) throws {
    let resource = Estates.distribution([
      "ViewerCertificate": [
        "ACMCertificateArn": "arn", "SSLSupportMethod": "sni-only", "MinimumProtocolVersion": .string(version),
      ]
    ])
    let configuration = try Configuration.read("parameters: {minimum-tls-version.accepted: [TLSv1.2_2018]}")
    let auditor = Auditor(
      rules: try RuleSet(RuleSet.builtIn).selection(only: ["minimum-tls-version"]), configuration: configuration)
    let finding = try #require(auditor.audit(Estates.estate(resource)).findings.first)
    #expect(finding.repair.isAvailable == (version == "TLSv1.2_2019"))
    #expect(finding.repair.isLeft == (version != "TLSv1.2_2019"))
    if finding.repair.isLeft { #expect(finding.repair.summary.contains("not older than TLSv1.2_2021")) }
  }

  private static func group(_ properties: JSONObject) -> Resource {
    Resource(
      reference: ResourceReference(
        type: .logGroup, id: "/aws/lambda/us-east-1.f", account: Estates.account, region: "us-east-1"),
      properties: (["logGroupName": "/aws/lambda/us-east-1.f"] as JSONObject).merging(properties))
  }

  @Test func `a retention that the account's policy owns is left, by rules and by baselines`() throws {
    let owned = Self.group(["retentionInDays": 365, "retentionPolicyName": "keep-a-year"])
    let ruled = try #require(try finding("edge-log-retention", owned))
    #expect(ruled.repair.isLeft && ruled.repair.summary.contains("policy keep-a-year sets the retention"))
    var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
    estate.add(owned)
    let declaration = Declaration(
      .init(.logGroup, id: owned.reference.id), expect: ["retentionInDays": 30],
      source: SourceMark(file: "b.yaml", line: 1))
    let declared = try #require(Auditor(rules: [], declarations: [declaration]).audit(estate).findings.first)
    #expect(declared.status == .fail && declared.repair.isLeft)
    #expect(declared.repair.summary.contains("policy keep-a-year sets the retention"))
    #expect(try finding("edge-log-retention", Self.group(["retentionInDays": 365]))?.repair.isAvailable == true)
  }

  @Test(arguments: [[], ["BlockPublicAcls"], ["IgnorePublicAcls", "BlockPublicPolicy"]])
  func `of a bucket's block, what the account's has on is left, and the rest is written`(off: [String]) throws {
    let settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    func block(_ isOn: (String) -> Bool) -> JSONValue { .object(JSONObject(settings.map { ($0, .bool(isOn($0))) })) }
    let bucket = Self.bucket([
      "PublicAccessBlockConfiguration": block { _ in true },
      "AccountPublicAccessBlock": block { !off.contains($0) },
    ])
    let declaration = Declaration(
      .init(.bucket, id: "site"), expect: ["PublicAccessBlockConfiguration": block { _ in false }],
      source: SourceMark(file: "b.yaml", line: 1))
    let found = Auditor(rules: [], declarations: [declaration]).audit(Estates.estate(bucket)).findings
    #expect(found.count == 4)
    for finding in found {
      let setting = try #require(finding.place.memberNames.last)
      #expect(finding.repair.isAvailable == off.contains(setting) && finding.repair.isLeft == !off.contains(setting))
      #expect(off.contains(setting) || finding.repair.summary.contains("block has \(setting) on"))
    }
  }

  @Test func `an automatic repair that is left says why`() throws {
    func said(_ rule: String, _ resources: Resource...) throws -> String {
      var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
      for resource in resources { estate.add(resource) }
      let found = Auditor(rules: try RuleSet.shipped(rule)).audit(estate).findings
      let finding = try #require(found.first { $0.repair.isLeft }, "\(found)")
      #expect(finding.status == .fail && !finding.repair.isAvailable && finding.repair.isAutomatic)
      return finding.repair.summary
    }
    func policy(_ type: ResourceType, _ properties: JSONObject) -> Resource {
      Resource(
        reference: ResourceReference(type: type, id: "p", account: Estates.account),
        properties: (["Id": "p", "Type": "managed"] as JSONObject).merging(properties))
    }
    let compressing = Estates.distribution(["DefaultCacheBehavior": ["Compress": true, "CachePolicyId": "p"]])
    let uncompressed: JSONObject = [
      "CachePolicyConfig": [
        "MaxTTL": 60, "ParametersInCacheKeyAndForwardedToOrigin": ["EnableAcceptEncodingGzip": false],
      ]
    ]
    #expect(
      try said("compression", compressing, policy(.cachePolicy, uncompressed)).contains("p is not one of your own"))
    let headers = Estates.distribution(["DefaultCacheBehavior": ["ResponseHeadersPolicyId": "p"]])
    let cors = policy(.responseHeadersPolicy, ["ResponseHeadersPolicyConfig": ["CorsConfig": ["OriginOverride": true]]])
    #expect(try said("security-headers", headers, cors).contains("has the response headers policy p"))
    let function = Resource(
      reference: ResourceReference(type: .cloudFrontFunction, id: "f", account: Estates.account),
      properties: [
        "Name": "f",
        "LIVE": [
          "FunctionConfig": ["Runtime": "cloudfront-js-2.0"],
          "FunctionCode": "import cf from 'cloudfront'; const store = cf.kvs();",
        ],
      ])
    #expect(try said("function-kvs-association", function).contains("whichever store is associated"))
    let certificate: JSONValue = ["ACMCertificateArn": "arn", "MinimumProtocolVersion": "TLSv1"]
    #expect(
      try said("minimum-tls-version", Estates.distribution(["ViewerCertificate": certificate]))
        .contains("and it is not set"))
  }

  @Test func `what is in transition is unknown, and says so`() throws {
    let associated = Estates.distribution([
      "DefaultCacheBehavior": Estates.behavior([:], lambdas: [("origin-request", Estates.lambda("f:2"))])
    ])
    func verdict(_ state: JSONValue) throws -> Finding? {
      try finding("edge-lambda-exists", associated, Estates.version("f:2", ["State": state]))
    }
    let pending = try #require(try verdict("Pending"))
    #expect(pending.status == .unknown && pending.reason == .transition)
    #expect(pending.message.contains("AWS is still at it"))
    #expect(try verdict("Active") == nil)
    #expect(try verdict("Failed")?.status == .fail && verdict("Failed")?.reason == nil)
  }

  @Test(arguments: [ResourceType.cachePolicy, .originRequestPolicy, .responseHeadersPolicy])
  func `a policy that AWS manages is not written`(type: ResourceType) throws {
    func finding(_ kind: JSONValue) throws -> Finding {
      let root = "\(type.rawValue.split(separator: ":").last ?? "")Config"
      var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
      estate.add(
        Resource(
          reference: ResourceReference(type: type, id: "p", account: Estates.account),
          properties: ["Id": "p", "Type": kind, root: ["Name": "n", "Comment": "old"]]))
      let declaration = Declaration(
        .init(type, id: "p"), expect: [root: ["Comment": "new"]], source: SourceMark(file: "b.yaml", line: 1))
      return try #require(Auditor(rules: [], declarations: [declaration]).audit(estate).findings.first)
    }
    #expect(try finding("custom").repair.isAvailable)
    let managed = try finding("managed")
    #expect(managed.status == .fail && managed.repair.isLeft && managed.repair.summary.contains("AWS manages"))
  }

  private static func role(_ policy: JSONValue, boundary: JSONValue? = nil) -> Resource {
    var properties: JSONObject = [
      "RoleName": "edge", "Arn": "arn:aws:iam::111122223333:role/edge", "AssumeRolePolicyDocument": .null,
      "RolePolicyList": [["PolicyName": "p", "PolicyDocument": policy]], "AttachedManagedPolicies": [],
    ]
    if let boundary { properties["PermissionsBoundary"] = ["PermissionsBoundaryArn": "b", "PolicyDocument": boundary] }
    return Resource(
      reference: ResourceReference(
        type: .role, id: "edge", arn: "arn:aws:iam::111122223333:role/edge", account: Estates.account),
      properties: properties)
  }

  private static let running = Estates.version(
    "f:1", ["FunctionArn": .string(Estates.lambda("f:1")), "Role": "arn:aws:iam::111122223333:role/edge"])
  private static let associating = Estates.distribution([
    "DefaultCacheBehavior": Estates.behavior([:], lambdas: [("origin-request", Estates.lambda("f:1"))])
  ])

  @Test(arguments: [
    "edge-role-deploy-permissions", "edge-role-wildcard-resource", "edge-role-logging",
    "invalidation-trigger-concurrency",
    "invalidation-trigger-event-age",
  ])
  func `a policy that nobody can read leaves its rules undecided, and is no error of theirs`(rule: String) throws {
    let bucket = Self.bucket([
      "NotificationConfiguration": [
        "LambdaFunctionConfigurations": [["LambdaFunctionArn": .string(Estates.lambda("f"))]]
      ]
    ])
    let function = Resource(
      reference: ResourceReference(
        type: .lambdaFunction, id: "f", arn: Estates.lambda("f"), account: Estates.account, region: "us-east-1"),
      properties: [
        "FunctionName": "f", "FunctionArn": .string(Estates.lambda("f")), "Role": "arn:aws:iam::111122223333:role/edge",
      ])
    let estate = Estates.estate(
      Self.associating, Self.running, bucket, function, Self.role(["Statement": [["Effect": "Perhaps"]]]))
    let outcome = Auditor(rules: try RuleSet.shipped(rule)).audit(estate)
    #expect(outcome.findings.map(\.status) == [.unknown] && outcome.findings.first?.reason == .undecided)
    #expect(outcome.failures.allSatisfy { $0.code != "RuleError" }, "\(outcome.failures)")
  }

  @Test(
    "what the account of a role is, its function says",
    arguments: [
      ("aws:PrincipalAccount", "111122223333", nil), ("aws:ResourceAccount", "111122223333", nil),
      ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", nil),
      ("aws:PrincipalAccount", "444455556666", .fail), ("aws:ResourceAccount", "444455556666", .fail),
      ("aws:PrincipalArn", "arn:aws:iam::444455556666:*", .fail),
      ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/edge", nil),
      ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/other", .fail),
    ] as [(String, String, Finding.Status?)])
  func ownAccount(key: String, value: String, status: Finding.Status?) throws {
    func logging(_ condition: JSONValue) -> JSONValue {
      [
        "Version": "2012-10-17",
        "Statement": [["Effect": "Allow", "Action": "logs:*", "Resource": "*", "Condition": condition]],
      ]
    }
    let condition: JSONValue = ["StringLike": .object(JSONObject([(key, .string(value))]))]
    // In the role's own policy and in its boundary.
    for role in [Self.role(logging(condition)), Self.role(logging([:]), boundary: logging(condition))] {
      #expect(try finding("edge-role-logging", Self.associating, Self.running, role)?.status == status)
    }
  }

  @Test(arguments: [
    ("aws:PrincipalOrgID", "It is known where `organization` says"), ("aws:ResourceOrgPaths", "`organization` says"),
    ("aws:RequestTag/a", "cannot be known: aws:RequestTag/a is not known."),
  ])
  func `a condition that nobody can tell of says on what it depends, and what says it`(key: String, said: String) throws
  {
    let condition: JSONValue = ["StringLike": .object(JSONObject([(key, .string("o-1*"))]))]
    let role = Self.role([
      "Version": "2012-10-17",
      "Statement": [["Effect": "Allow", "Action": "logs:*", "Resource": "*", "Condition": condition] as JSONValue],
    ])
    let finding = try #require(try finding("edge-role-logging", Self.associating, Self.running, role))
    #expect(finding.status == .unknown && finding.message.contains(said), "\(finding.message)")
  }

  @Test func `what is unknown says why`() throws {
    let associated = Estates.distribution([
      "DefaultCacheBehavior": Estates.behavior([:], lambdas: [("origin-request", Estates.lambda("f:2"))])
    ])
    #expect(try finding("edge-lambda-exists", associated)?.reason == .unread)
    let site = Self.bucket(["Policy": ["Statement": [["Effect": "Perhaps"]]]])
    #expect(try finding("origin-bucket-public", site, Self.reading(Self.signed))?.reason == .undecided)
  }
}
