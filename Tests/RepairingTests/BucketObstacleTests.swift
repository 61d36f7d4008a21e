import Auditing
import Documents
import Estate
import Schema
import Testing

@testable import Repairing

/// What a plan does about a bucket that distributions read, and when.
@Suite struct BucketObstacleTests {
  private static let account = "111122223333"
  private static let distribution = "arn:aws:cloudfront::111122223333:distribution/E1"
  private static let identity: JSONValue = ["OriginAccessIdentity": "origin-access-identity/cloudfront/E2ABC"]
  private static let block: JSONValue = [
    "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true,
  ]
  private static let blocked: JSONObject = ["PublicAccessBlockConfiguration": block]

  private func resource(_ type: ResourceType, _ id: String, arn: String = "", _ members: JSONObject) -> Resource {
    Resource(reference: ResourceReference(type: type, id: id, arn: arn, account: Self.account), properties: members)
  }

  private func statement(_ sid: String, _ principal: JSONValue, _ action: String, _ more: JSONObject = [:]) -> JSONValue
  {
    let resource: JSONValue = action == "s3:ListBucket" ? "arn:aws:s3:::site" : "arn:aws:s3:::site/*"
    return .object(
      JSONObject([
        ("Sid", .string(sid)), ("Effect", "Allow"), ("Principal", principal), ("Action", .string(action)),
        ("Resource", resource),
      ]).merging(more))
  }

  private func policy(_ statements: JSONValue...) -> JSONValue {
    ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private var openToRead: JSONValue { policy(statement("open", "*", "s3:GetObject")) }
  private var openToList: JSONValue { policy(statement("open", "*", "s3:ListBucket")) }
  private var ofDistribution: JSONValue {
    policy(
      statement(
        "cf", ["Service": "cloudfront.amazonaws.com"], "s3:GetObject",
        ["Condition": ["StringEquals": ["AWS:SourceArn": .string(Self.distribution)]]]))
  }

  private func bucket(_ policy: JSONValue, _ members: JSONObject = [:]) -> Resource {
    let own: JSONObject = ["Name": "site", "Policy": policy, "PublicAccessBlockConfiguration": .null]
    return resource(.bucket, "site", arn: "arn:aws:s3:::site", own.merging(members))
  }

  private func origin(
    _ members: JSONObject, at domain: String = "site.s3.eu-west-1.amazonaws.com", with others: JSONObject = [:]
  ) -> JSONObject {
    let origin: JSONObject = ["Id": "o", "DomainName": .string(domain)]
    let all: JSONObject = ["Origins": [.object(origin.merging(members))]]
    return all.merging(others)
  }

  /// What is planned for all that is found, by the rules on buckets that are built in where they are asked for.
  private func plan(
    rules: [String] = [], _ declarations: [(ResourceType, String, JSONObject)], only: [DocumentPath] = [],
    _ resources: Resource...
  ) throws -> Plan {
    let declared = declarations.map { type, id, expected in
      var declaration = Declaration(
        .init(type, id: id), expect: expected, source: SourceMark(file: "b.yaml", line: 1))
      declaration.only = type == .bucket ? only : []
      return declaration
    }
    let all = try RuleSet(RuleSet.builtIn).rules
    let auditor = Auditor(rules: all.filter { rules.contains($0.id) }, declarations: declared)
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    for resource in resources { estate.add(resource) }
    let findings = auditor.audit(estate).findings
    return Planner(findings.filter { $0.status == .fail && $0.repair.isAvailable }, in: estate)
      .plan(heeding: auditor, having: findings)
  }

  @Test func `a policy is written before the block that would refuse it`() throws {
    let read = resource(
      .distribution, "E1", arn: Self.distribution,
      origin(["OriginAccessControlId": "C1"], with: ["ARN": .string(Self.distribution)]))
    let plan = try plan(
      rules: ["origin-bucket-public", "origin-bucket-grant"], [], bucket(openToList), read)
    #expect(plan.steps.map(\.part.name) == [.bucketPolicy, .publicAccessBlock], "\(plan.refusals)")
    // A block that goes is gone before the policy comes.
    let off: JSONValue = [
      "BlockPublicAcls": false, "IgnorePublicAcls": false, "BlockPublicPolicy": false, "RestrictPublicBuckets": false,
    ]
    let opened = try self.plan(
      [(.bucket, "site", ["Policy": openToRead, "PublicAccessBlockConfiguration": off])], only: ["Policy"],
      bucket(ofDistribution, Self.blocked))
    #expect(opened.steps.map(\.part.name) == [.publicAccessBlock, .bucketPolicy], "\(opened.refusals)")
  }

  @Test(arguments: ["PublicAccessBlockConfiguration", "AccountPublicAccessBlock"])
  func `a policy that would be public is left behind a block`(member: String) throws {
    let read = resource(
      .distribution, "E1", arn: Self.distribution,
      origin(["OriginAccessControlId": "C1"], with: ["ARN": .string(Self.distribution)]))
    let plan = try plan(rules: ["origin-bucket-grant"], [], bucket(openToList, [member: Self.block]), read)
    #expect(plan.steps.isEmpty)
    #expect(plan.refusals.first?.reason.contains("BlockPublicPolicy is on, and open of it is") == true, "\(plan)")
    #expect(
      try self.plan(rules: ["origin-bucket-grant"], [], bucket(policy(), [member: Self.block]), read).steps.count == 1)
  }

  @Test func `a policy that lets everybody read stays while an origin does so unsigned`() throws {
    let declared: [(ResourceType, String, JSONObject)] = [(.bucket, "site", ["Policy": ofDistribution])]
    for domain in ["site.s3-website-eu-west-1.amazonaws.com", "site.s3.eu-west-1.amazonaws.com"] {
      let unsigned = resource(.distribution, "E1", origin([:], at: domain))
      let plan = try plan(declared, only: ["Policy"], bucket(openToRead), unsigned)
      #expect(plan.steps.isEmpty && plan.refusals.first?.reason.contains("The origin \(domain) reads") == true)
      // What nobody could read, nobody is kept from.
      #expect(try self.plan(declared, only: ["Policy"], bucket(openToList), unsigned).steps.count == 1)
    }
    let signed = resource(.distribution, "E1", origin(["OriginAccessControlId": "C1"]))
    #expect(try plan(declared, only: ["Policy"], bucket(openToRead), signed).steps.count == 1)
  }

  @Test func `a block is left while an identity reads by a policy that is public`() throws {
    let declared: [(ResourceType, String, JSONObject)] = [(.bucket, "site", Self.blocked)]
    let readers = [
      resource(.distribution, "E1", origin(["S3OriginConfig": Self.identity])),
      resource(.distributionTenant, "dt_1", origin(["S3OriginConfig": Self.identity], with: ["DistributionId": "E1"])),
    ]
    for reader in readers {
      let plan = try plan(declared, bucket(openToRead), reader)
      #expect(plan.steps.isEmpty && plan.refusals.first?.reason.contains("by an origin access identity") == true)
      #expect(try self.plan(declared, bucket(ofDistribution), reader).steps.count == 1)
      #expect(try self.plan(rules: ["origin-bucket-public"], [], bucket(openToRead), reader).steps.isEmpty)
    }
  }

  @Test func `what shuts a bucket waits until the origins that sign are deployed`() throws {
    let declared: [(ResourceType, String, JSONObject)] = [
      (.distribution, "E1", origin(["OriginAccessControlId": "C1"])),
      (.bucket, "site", ["Policy": ofDistribution, "PublicAccessBlockConfiguration": Self.block]),
    ]
    func live(_ control: JSONValue) -> Resource {
      resource(
        .distribution, "E1", arn: Self.distribution,
        origin(["OriginAccessControlId": control], with: ["ARN": .string(Self.distribution), "Id": "E1"]))
    }
    let first = try plan(declared, only: ["Policy"], bucket(openToRead), live(""), accessControl)
    #expect(first.steps.map(\.part.resource.id) == ["E1"])
    #expect(first.refusals.count == 2)
    #expect(
      first.refusals.allSatisfy { $0.reason.contains("until CloudFront has deployed what this plan changes of E1") })
    let second = try plan(declared, only: ["Policy"], bucket(openToRead), live("C1"))
    #expect(second.refusals.isEmpty && second.steps.map(\.part.name) == [.bucketPolicy, .publicAccessBlock])
  }

  private var accessControl: Resource {
    resource(
      .originAccessControl, "C1",
      ["Id": "C1", "SigningBehavior": "always", "SigningProtocol": "sigv4", "OriginAccessControlOriginType": "s3"])
  }

  private func ofIdentity(_ sid: String) -> JSONValue {
    policy(
      statement(
        sid, ["AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2ABC"], "s3:GetObject"))
  }

  @Test(arguments: ["oai", "cf"])
  func `a policy that is for one reader lets both in until the other one is deployed`(sid: String) throws {
    let control: JSONObject = ["OriginAccessControlId": "C1", "S3OriginConfig": ["OriginAccessIdentity": ""]]
    let identity: JSONObject = ["OriginAccessControlId": "", "S3OriginConfig": Self.identity]
    func live(_ members: JSONObject) -> Resource {
      resource(
        .distribution, "E1", arn: Self.distribution,
        origin(members, with: ["ARN": .string(Self.distribution), "Id": "E1"]))
    }
    // There, and back.
    for (from, to, before, after) in [
      (identity, control, ofIdentity(sid), ofDistribution), (control, identity, ofDistribution, ofIdentity(sid)),
    ] {
      let plan = try plan(
        rules: ["origin-bucket-grant"],
        [(.distribution, "E1", origin(to)), (.bucket, "site", ["Policy": after])], only: ["Policy"], bucket(before),
        live(from), accessControl)
      #expect(plan.refusals.isEmpty, "\(plan.refusals)")
      try #require(plan.steps.map(\.part.name) == [.bucketPolicy, .configuration, .bucketPolicy], "\(plan.steps)")
      let (first, last) = (plan.steps[0].changes[0], plan.steps[2].changes[0])
      #expect(first.from == before && first.to == .value(last.from) && last.to == .value(after))
      let names = (last.from["Statement"].array ?? []).compactMap { $0["Sid"].string }
      #expect(last.from["Statement"].array?.count == 2 && Set(names).count == names.count)
      // What only lets in, or only shuts out, is written once.
      let more = try self.plan(
        [
          (.distribution, "E1", origin(to)),
          (.bucket, "site", ["Policy": last.from]),
        ], only: ["Policy"], bucket(before), live(from), accessControl)
      #expect(more.steps.map(\.part.name) == [.bucketPolicy, .configuration], "\(more.steps)")
      // Nor is there anything to wait for where no origin changes.
      let alone = try self.plan(
        [(.bucket, "site", ["Policy": after])], only: ["Policy"], bucket(before), live(to), accessControl)
      #expect(alone.steps.count == 1)
    }
  }

  private func live(_ members: JSONObject) -> Resource {
    resource(
      .distribution, "E1", arn: Self.distribution,
      origin(members, with: ["ARN": .string(Self.distribution), "Id": "E1"]))
  }

  /// What is planned where E1 changes over from an identity to an access control, or back, and the bucket's policy with
  /// it: by the declarations alone, as no rule may be read by what they need.
  private func changingOver(
    back: Bool = false, from before: JSONValue, to after: JSONValue, _ members: JSONObject = [:]
  ) throws -> Plan {
    let control: JSONObject = ["OriginAccessControlId": "C1", "S3OriginConfig": ["OriginAccessIdentity": ""]]
    let identity: JSONObject = ["OriginAccessControlId": "", "S3OriginConfig": Self.identity]
    return try plan(
      [
        (.distribution, "E1", origin(back ? identity : control)), (.bucket, "site", ["Policy": after]),
      ], only: ["Policy"], bucket(before, members), live(back ? control : identity), accessControl)
  }

  private func with(_ policy: JSONValue, _ statements: JSONValue...) -> JSONValue {
    policy.setting(.array((policy["Statement"].array ?? []) + statements), at: "Statement", of: .unknown)
  }

  private static let ofIdentityARN = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2ABC"
  /// Denies everybody but the identity.
  private var butIdentity: JSONValue {
    [
      "Sid": "others", "Effect": "Deny", "NotPrincipal": ["AWS": .string(Self.ofIdentityARN)],
      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*",
    ]
  }
  /// Denies everybody but the distribution.
  private var butDistribution: JSONValue {
    [
      "Sid": "others", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*",
      "Condition": ["StringNotEquals": ["AWS:SourceArn": .string(Self.distribution)]],
    ]
  }

  @Test func `a Deny that catches one of both readers is out of the way while both read, if what it narrows is theirs`()
    throws
  {
    for (back, before, after) in [
      (false, with(ofIdentity("a"), butIdentity), ofDistribution),
      (false, ofIdentity("a"), with(ofDistribution, butDistribution)),
      (true, with(ofDistribution, butDistribution), ofIdentity("a")),
      (true, ofDistribution, with(ofIdentity("a"), butIdentity)),
    ] {
      let plan = try changingOver(back: back, from: before, to: after)
      try #require(plan.steps.map(\.part.name) == [.bucketPolicy, .configuration, .bucketPolicy], "\(plan.refusals)")
      let between = plan.steps[2].changes[0].from["Statement"].array ?? []
      #expect(between.count == 2 && between.allSatisfy { $0["Effect"] == "Allow" }, "\(between)")
    }
    // One that catches neither is there all the time.
    let plain: JSONValue = [
      "Sid": "tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::site/*",
      "Condition": ["Bool": ["aws:SecureTransport": "false"]],
    ]
    for (before, after) in [
      (with(ofIdentity("a"), plain), ofDistribution), (ofIdentity("a"), with(ofDistribution, plain)),
    ] {
      let plan = try changingOver(from: before, to: after)
      try #require(plan.steps.count == 3, "\(plan.refusals)")
      #expect(plan.steps[2].changes[0].from["Statement"].array?.contains(plain) == true)
    }
  }

  @Test func `nothing is done where no policy lets both read and opens to nobody`() throws {
    let anybody = statement("open", "*", "s3:GetObject")
    let anyCustomer = statement("any", ["Service": "cloudfront.amazonaws.com"], "s3:GetObject")
    for (back, before, after) in [
      // A Deny for each reader that catches the other one.
      (false, with(ofIdentity("a"), butIdentity), with(ofDistribution, butDistribution)),
      // What a Deny narrows is everybody's, or every customer's.
      (false, with(policy(anybody), butIdentity), ofDistribution),
      (false, ofIdentity("a"), with(policy(anybody), butDistribution)),
      (false, ofIdentity("a"), with(policy(anyCustomer), butDistribution)),
      (true, with(policy(anyCustomer), butDistribution), ofIdentity("a")),
      (true, ofDistribution, with(policy(anybody), butIdentity)),
    ] {
      let plan = try changingOver(back: back, from: before, to: after)
      #expect(plan.steps.isEmpty, "\(before) \(after) \(plan.steps)")
      #expect(!plan.refusals.isEmpty && plan.refusals.allSatisfy { $0.reason.contains("There is no repair, by hand") })
    }
  }

  @Test(arguments: ["PublicAccessBlockConfiguration", "AccountPublicAccessBlock"])
  func `a policy that is public for a while is written only where it was, and no block is in the way`(block: String)
    throws
  {
    // Viewers' own header narrows it, so that the distribution may not read yet.
    let secret = statement(
      "header", "*", "s3:GetObject", ["Condition": ["StringLike": ["aws:Referer": "https://example.com/*"]]])
    let before = with(ofIdentity("a"), secret)
    let plan = try changingOver(from: before, to: ofDistribution)
    #expect(plan.steps.count == 3, "\(plan.refusals)")
    for members: JSONObject in [
      [block: Self.block], [block: ["BlockPublicPolicy": true]], [block: ["RestrictPublicBuckets": true]],
    ] {
      let plan = try changingOver(from: before, to: ofDistribution, members)
      #expect(plan.steps.isEmpty && plan.refusals.allSatisfy { $0.reason.contains("makes public") }, "\(plan.steps)")
    }
  }

  @Test func `what lets both read already is not taken away before the distribution is deployed`() throws {
    let both = with(ofDistribution, ofIdentity("a")["Statement"][0])
    for (back, after) in [(false, ofDistribution), (true, ofIdentity("a"))] {
      let plan = try changingOver(back: back, from: both, to: after)
      #expect(plan.steps.map(\.part.name) == [.configuration])
      #expect(plan.refusals.count == 1 && plan.refusals[0].reason.contains("has to wait until CloudFront has deployed"))
    }
  }

  @Test func `a lone statement without a list is kept while both read`() throws {
    let before = ofIdentity("a")
    let lone = before.setting(before["Statement"][0], at: "Statement", of: .unknown)
    let plan = try changingOver(from: lone, to: ofDistribution)
    try #require(plan.steps.count == 3, "\(plan.refusals)")
    #expect(plan.steps[2].changes[0].from["Statement"].array?.count == 2)
  }

  @Test func `what lets in is done before the distribution needs it`() throws {
    let role = Part(.trustPolicy, of: ResourceReference(type: .role, id: "edge"))
    let distribution = Part(.configuration, of: ResourceReference(type: .distribution, id: "E1"))
    let version = Part(.version, of: ResourceReference(type: .lambdaFunction, id: "f"))
    let change = Change("A", from: 1, to: 2)
    let steps = [
      Step(distribution, changes: [change], after: [version]), Step(version, changes: [change]),
      Step(role, changes: [change]),
    ].inOrder
    #expect(steps.map(\.part) == [version, role, distribution])
  }
}
