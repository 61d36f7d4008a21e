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

  @Test func `what is unknown says why`() throws {
    let associated = Estates.distribution([
      "DefaultCacheBehavior": Estates.behavior([:], lambdas: [("origin-request", Estates.lambda("f:2"))])
    ])
    #expect(try finding("edge-lambda-exists", associated)?.reason == .unread)
    let site = Self.bucket(["Policy": ["Statement": [["Effect": "Perhaps"]]]])
    #expect(try finding("origin-bucket-public", site, Self.reading(Self.signed))?.reason == .undecided)
  }
}
