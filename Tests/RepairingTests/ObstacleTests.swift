import Auditing
import Documents
import Estate
import Repairing
import Schema
import Testing

/// A plan leaves what AWS would refuse, what would be in vain, and what would break a rule that holds.
@Suite struct ObstacleTests {
  private static let account = "111122223333"

  private func resource(_ type: ResourceType, _ id: String, arn: String = "", _ members: JSONObject) -> Resource {
    Resource(reference: ResourceReference(type: type, id: id, arn: arn, account: Self.account), properties: members)
  }

  /// What is planned for all that is found.
  private func plan(
    rules: String = "", _ declarations: [(ResourceType, String, JSONObject)], absent: [DocumentPath] = [],
    _ resources: Resource...
  ) throws -> (plan: Plan, findings: [Finding]) {
    let declared = declarations.map { type, id, expected in
      var declaration = Declaration(
        .init(type, id: id), expect: expected, source: SourceMark(file: "b.yaml", line: 1))
      declaration.absent = absent
      return declaration
    }
    let rules = rules.isEmpty ? [] : try RuleSet([.init(file: "rules.yaml", text: rules)]).rules
    let auditor = Auditor(rules: rules, declarations: declared)
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    for resource in resources { estate.add(resource) }
    let findings = auditor.audit(estate).findings.filter { $0.status == .fail && $0.repair.isAvailable }
    return (
      Planner(findings, in: estate).plan(heeding: auditor, having: auditor.audit(estate).findings), findings
    )
  }

  @Test func `a runtime that Lambda no longer takes is written by no repair`() throws {
    let live = Resource(
      reference: ResourceReference(
        type: .lambdaFunction, id: "f", arn: "arn:aws:lambda:us-east-1:\(Self.account):function:f",
        account: Self.account, region: "us-east-1"),
      properties: ["FunctionName": "f", "Runtime": "nodejs22.x"])
    for (runtime, day, steps) in [
      ("nodejs12.x", "2026-01-01", 0), ("nodejs12.x", "2023-01-01", 1), ("nodejs24.x", "2026-01-01", 1),
    ] {
      let auditor = Auditor(
        rules: [],
        declarations: [
          Declaration(
            .init(.lambdaFunction, id: "f"), expect: ["Runtime": .string(runtime)],
            source: SourceMark(file: "b.yaml", line: 1))
        ])
      var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
      estate.add(live)
      let found = auditor.audit(estate).findings
      let plan = Planner(found, in: estate, at: CalendarDate(day)?.start).plan(heeding: auditor, having: found)
      #expect(plan.steps.count == steps, "\(runtime) \(day) \(plan.refusals)")
      #expect(steps == 1 || plan.refusals.first?.reason.contains("with the runtime nodejs12.x") == true)
    }
  }

  @Test(arguments: [account, "444455556666"])
  func `what fails in one account is nothing of what holds in another under the same name`(other: String) throws {
    let rules =
      "rules:\n"
      + Self.rule("small", "AWS::Lambda::Version", value: "MemorySize", expect: "atMost: 128")
      .replacing("value: Mem", with: "where: Associations\n    value: Mem")
    func arn(_ account: String, _ version: Int) -> String {
      "arn:aws:lambda:us-east-1:\(account):function:f:\(version)"
    }
    func version(_ account: String, _ version: Int, _ size: Int) -> Resource {
      Resource(
        reference: ResourceReference(
          type: .lambdaVersion, id: "f:\(version)", arn: arn(account, version), account: account, region: "us-east-1",
          readFrom: Self.account),
        properties: [
          "FunctionName": "f", "FunctionArn": .string(arn(account, version)), "Version": .string("\(version)"),
          "MemorySize": .integer(size),
        ])
    }
    func distribution(_ id: String, _ arn: String) -> Resource {
      resource(
        .distribution, id, arn: "arn:aws:cloudfront::1:distribution/\(id)",
        ["Id": .string(id), "DefaultCacheBehavior": Self.associating(arn)])
    }
    // What E1 has is fine where the other f:1, which is not, is somebody else's.
    let own = other == Self.account ? [] : [version(Self.account, 1, 128)]
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    for one in own + [
      version(other, 1, 512), version(Self.account, 2, 512), distribution("E1", arn(Self.account, 1)),
      distribution("E2", arn(other, 1)),
    ] { estate.add(one) }
    let auditor = Auditor(
      rules: try RuleSet([.init(file: "rules.yaml", text: rules)]).rules,
      declarations: [
        Declaration(
          .init(.distribution, id: "E1"),
          expect: ["DefaultCacheBehavior": Self.associating(arn(Self.account, 2))],
          source: SourceMark(file: "b", line: 1))
      ])
    let found = auditor.audit(estate).findings
    let plan = Planner(found.filter(\.repair.isAvailable), in: estate).plan(heeding: auditor, having: found)
    #expect(plan.steps.isEmpty == (other != Self.account), "\(plan.steps) \(plan.refusals)")
  }

  private static func associating(_ arn: String) -> JSONValue {
    ["LambdaFunctionAssociations": [["EventType": "origin-request", "LambdaFunctionARN": .string(arn)]]]
  }

  // MARK: Rules that nobody asked about

  @Test func `a repair that one rule asks for breaks no other rule that was not asked about`() throws {
    let rules = """
      rules:
      \(Self.rule("short", "AWS::Logs::LogGroup", value: "retentionInDays", expect: "atMost: 30", repair: "mode: auto, set: 30, summary: S"))
      \(Self.rule("long", "AWS::Logs::LogGroup", value: "retentionInDays", expect: "atLeast: 90"))
      """
    let all = try RuleSet([.init(file: "rules.yaml", text: rules)]).rules
    let group = resource(.logGroup, "g", ["logGroupName": "g", "retentionInDays": 90])
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(group)
    var asked = Auditor(rules: all.filter { $0.id == "short" })
    func plan(_ auditor: Auditor) -> Plan {
      let findings = auditor.audit(estate).findings
      return Planner(findings, in: estate).plan(heeding: auditor, having: findings)
    }
    #expect(plan(asked).steps.count == 1)
    asked.bystanders = Bystanders(rules: all)
    #expect(plan(asked).steps.isEmpty)
    #expect(plan(asked).refusals.first?.reason.contains("It would break long") == true)
  }

  @Test func `a rule that was not asked about and cannot be judged for want of what was read stands in the way`() throws
  {
    let rules = """
      rules:
      \(Self.rule("short", "AWS::Lambda::Function", value: "MemorySize", expect: "atMost: 128", repair: "mode: auto, set: 128, summary: S"))
      \(Self.rule("long", "AWS::Lambda::Function", value: "MemorySize > `200` || ReservedConcurrentExecutions", expect: "equals: true"))
      \(Self.rule("other", "AWS::Lambda::Function", value: "ReservedConcurrentExecutions", expect: "atLeast: 90"))
      """
    let all = try RuleSet([.init(file: "rules.yaml", text: rules)]).rules
    var asked = Auditor(rules: all.filter { $0.id == "short" })
    var estate = Estate(account: Self.account, coverage: asked.needs.groups)
    estate.add(resource(.lambdaFunction, "f", ["FunctionName": "f", "MemorySize": 512]))
    func plan(_ auditor: Auditor) -> Plan {
      let findings = auditor.audit(estate).findings
      return Planner(findings, in: estate).plan(heeding: auditor, having: findings)
    }
    asked.bystanders = Bystanders(rules: all.filter { $0.id != "long" })
    #expect(plan(asked).steps.count == 1)
    asked.bystanders = Bystanders(rules: all)
    #expect(plan(asked).steps.isEmpty)
    let reason = try #require(plan(asked).refusals.first?.reason)
    #expect(reason.hasPrefix("Whether it would break long ") && reason.contains("NotInSnapshot"), "\(reason)")
  }

  @Test func `what is declared and was not asked about is broken by no repair`() throws {
    let rules =
      "rules:\n"
      + Self.rule(
        "short", "AWS::Logs::LogGroup", value: "retentionInDays", expect: "atMost: 30",
        repair: "mode: asked, set: 30, summary: S")
    let all = try RuleSet([.init(file: "rules.yaml", text: rules)]).rules
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(resource(.logGroup, "g", ["logGroupName": "g", "retentionInDays": 90]))
    // What drifted already holds nothing back, nor what is declared elsewhere.
    for (id, declared, isLeft) in [("g", 90, true), ("g", 60, false), ("h", 90, false)] {
      var auditor = Auditor(rules: all)
      auditor.bystanders.declarations = [
        Declaration(
          .init(.logGroup, id: id), expect: ["retentionInDays": .integer(declared)],
          source: SourceMark(file: "b.yaml", line: 1))
      ]
      let findings = auditor.audit(estate).findings
      let plan = Planner(findings, in: estate).plan(heeding: auditor, having: findings)
      #expect(plan.steps.isEmpty == isLeft, "\(id) \(declared)")
      #expect(plan.refusals.allSatisfy { $0.reason.contains("It would break baseline") }, "\(plan.refusals)")
    }
  }

  /// Drafts of a function that sets the security headers, and why they are not published.
  private static let drafts: [(draft: String, reason: String?)] = [
    ("function handler(e) { return e.response", "is no program: the text ends too early (1:40)"),
    (
      "function handler(e) { var r = e.response; r.headers = JSON.parse(e.request.headers.x.value); return r }",
      "Nobody could tell afterwards whether security-headers holds on AWS::CloudFront::Distribution E1, which it does now"
    ),
    (setting("1"), nil),
  ]

  private static func setting(_ more: String) -> String {
    """
    function handler(e) { var r = e.response; var more = \(more);
      r.headers['strict-transport-security'] = {value: 'max-age=31536000'};
      r.headers['x-content-type-options'] = {value: 'nosniff'};
      r.headers['x-frame-options'] = {value: 'DENY'}; return r }
    """
  }

  @Test(arguments: drafts, [["function-published"], ["function-published", "security-headers"]])
  func `a draft of which nobody can tell whether what holds still does is not published`(
    _ one: (draft: String, reason: String?), _ only: [String]
  ) throws {
    let configuration: JSONValue = ["Comment": "", "Runtime": "cloudfront-js-2.0"]
    let arn = "arn:aws:cloudfront::\(Self.account):function/h"
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(
      resource(
        .cloudFrontFunction, "h", arn: arn,
        [
          "Name": "h", "LIVE": ["FunctionConfig": configuration, "FunctionCode": .string(Self.setting("0"))],
          "DEVELOPMENT": ["FunctionConfig": configuration, "FunctionCode": .string(one.draft)],
        ]))
    estate.add(
      resource(
        .distribution, "E1", arn: "arn:aws:cloudfront::\(Self.account):distribution/E1",
        [
          "Id": "E1",
          "DefaultCacheBehavior": [
            "FunctionAssociations": [["EventType": "viewer-response", "FunctionARN": .string(arn)]]
          ],
        ]))
    let builtIn = try RuleSet(RuleSet.builtIn)
    var auditor = Auditor(rules: try builtIn.selection(only: only))
    auditor.bystanders = Bystanders(rules: builtIn.rules)
    let found = auditor.audit(estate).findings
    #expect(found.map(\.rule) == ["function-published"])
    let plan = Planner(found, in: estate).plan(heeding: auditor, having: found)
    #expect(plan.steps.isEmpty == (one.reason != nil), "\(plan.refusals)")
    if let reason = one.reason { #expect(plan.refusals.first?.reason.contains(reason) == true, "\(plan.refusals)") }
  }

  @Test(arguments: [
    (90, account, "us-east-1", false, true), (90, "", "us-east-1", false, true),
    (45, account, "us-east-1", false, false),
    (90, "999988887777", "us-east-1", false, false), (90, account, "eu-west-1", false, false),
    (90, account, nil, true, false),
  ])
  func `a repair that a rule asks for breaks no baseline that was not asked about`(
    days: Int, of owner: String, in region: String?, saysNoRegion: Bool, isLeft: Bool
  ) throws {
    let rule = Self.rule(
      "short", "AWS::Logs::LogGroup", value: "retentionInDays", expect: "atMost: 30",
      repair: "mode: auto, set: 30, summary: S")
    let group = Resource(
      reference: ResourceReference(type: .logGroup, id: "g", account: Self.account, region: "us-east-1"),
      properties: ["logGroupName": "g", "retentionInDays": 90])
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(group)
    var auditor = Auditor(rules: try RuleSet([.init(file: "rules.yaml", text: "rules:\n" + rule)]).rules)
    var declaration = Declaration(
      .init(.logGroup, id: "g", region: region), expect: ["retentionInDays": .integer(days)],
      source: SourceMark(file: "b.yaml", line: 3))
    (declaration.account, declaration.saysNoRegion) = (owner, saysNoRegion)
    auditor.bystanders.declarations = [declaration]
    let findings = auditor.audit(estate).findings
    #expect(findings.map(\.rule) == ["short"])
    let plan = Planner(findings, in: estate).plan(heeding: auditor, having: findings)
    #expect(plan.steps.isEmpty == isLeft, "\(plan.refusals)")
    #expect(!isLeft || plan.refusals.first?.reason.contains("b.yaml:3") == true, "\(plan.refusals)")
    let changing = auditor.needsOfBystanders(changing: [.logGroup: ["retentionInDays"]])
    #expect(changing.groups.isSuperset(of: declaration.needs.groups) && !changing.groups.isEmpty)
    #expect(auditor.needsOfBystanders(changing: [.distribution: ["Comment"]]).groups.isEmpty)
  }

  @Test func `a rule's value that the rule itself does not accept is not set, and the rest is done`() throws {
    let rules =
      "rules:\n"
      + Self.rule(
        "strict", "AWS::CloudFront::Distribution", value: "PriceClass", expect: "in: [PriceClass_100]",
        repair: "mode: auto, set: PriceClass_200, summary: S")
      + Self.rule(
        "named", "AWS::CloudFront::Distribution", value: "Comment", expect: "equals: a",
        repair: "mode: auto, set: a, summary: S")
    for before in ["PriceClass_All", "PriceClass_200"] {
      let (plan, findings) = try plan(
        rules: rules, [], resource(.distribution, "E1", ["Id": "E1", "PriceClass": .string(before), "Comment": "b"]))
      #expect(findings.count == 2)
      #expect(plan.refusals.map(\.finding.rule) == ["strict"])
      #expect(plan.refusals.first?.reason.contains("in vain") == true, "\(plan.refusals)")
      #expect(plan.steps.flatMap(\.changes).map(\.place) == ["Comment"])
    }
  }

  private static func rule(_ id: String, _ type: String, value: String, expect: String, repair: String = "mode: none")
    -> String
  {
    """
      - id: \(id)
        title: T
        severity: high
        resource: \(type)
        value: \(value)
        expect: {\(expect)}
        message: "It is {actual}."
        why: W
        remediation: {recommendation: R}
        repair: {\(repair)}

    """
  }

  // MARK: Rules that hold

  private static let opening =
    "rules:\n"
    + rule(
      "names-store", "AWS::CloudFront::Function", value: "LIVE.FunctionConfig.KeyValueStoreAssociations",
      expect: "present: true")

  private func function(_ associations: JSONValue) -> Resource {
    let stage: JSONValue = [
      "FunctionCode": "x", "FunctionConfig": ["Comment": "old", "KeyValueStoreAssociations": associations],
    ]
    return resource(.cloudFrontFunction, "f", ["Name": "f", "DEVELOPMENT": stage, "LIVE": stage])
  }

  private let association: JSONValue = [["KeyValueStoreARN": "arn:aws:cloudfront::111122223333:key-value-store/1"]]

  @Test func `a repair that would break a rule that holds is left, both named, and the rest is done`() throws {
    let (plan, findings) = try plan(
      rules: Self.opening,
      [(.cloudFrontFunction, "f", ["LIVE": ["FunctionConfig": ["Comment": "new"]]])],
      absent: ["LIVE.FunctionConfig.KeyValueStoreAssociations"], function(association))
    #expect(findings.count == 2)
    let refusal = try #require(plan.refusals.first)
    #expect(plan.refusals.count == 1)
    #expect(refusal.finding.path == "LIVE.FunctionConfig.KeyValueStoreAssociations")
    #expect(refusal.reason.contains("would break names-store on AWS::CloudFront::Function f"), "\(refusal.reason)")
    #expect(plan.steps.flatMap(\.changes).map(\.place.lastMember) == ["Comment", "Comment"])
  }

  @Test func `a rule that did not hold before stands in nobody's way`() throws {
    let (plan, _) = try plan(
      rules: Self.opening,
      [(.cloudFrontFunction, "f", ["LIVE": ["FunctionConfig": ["Comment": "new"]]])], function([]))
    #expect(plan.refusals.isEmpty && plan.steps.count == 1)
  }

  /// What fails a little is not as wrong as what would fail more; what would fail less is done.
  @Test(arguments: [
    (["lambda.amazonaws.com", "ec2.amazonaws.com"], true), (["lambda.amazonaws.com", "sns.amazonaws.com"], false),
    (["lambda.amazonaws.com"], true), (["lambda.amazonaws.com", "ec2.amazonaws.com", "sns.amazonaws.com"], false),
    (["*"], false),
  ])
  func `a repair after which a rule finds more than it does now is left`(declared: [String], isDone: Bool) throws {
    func trust(_ services: [String]) -> JSONValue {
      [
        "Version": "2012-10-17",
        "Statement": [
          [
            "Effect": "Allow", "Principal": ["Service": .array(services.map { .string($0) })],
            "Action": "sts:AssumeRole",
          ]
        ],
      ]
    }
    let rules =
      "rules:\n"
      + Self.rule(
        "open", "AWS::IAM::Role",
        value: "trusted_beyond(AssumeRolePolicyDocument, ['lambda.amazonaws.com'])\n    path: AssumeRolePolicyDocument",
        expect: "equals: []")
    let live = ["lambda.amazonaws.com", "ec2.amazonaws.com", "edgelambda.amazonaws.com"]
    let (plan, _) = try plan(
      rules: rules, [(.role, "edge", ["AssumeRolePolicyDocument": trust(declared)])],
      resource(.role, "edge", ["RoleName": "edge", "AssumeRolePolicyDocument": trust(live)]))
    #expect(plan.steps.isEmpty != isDone)
    let reasons = plan.refusals.map(\.reason)
    #expect(isDone || reasons.first?.contains("fails, and would find more than it does now") == true, "\(reasons)")
  }

  @Test func `a repair that shuts what was opened is done, though a rule goes on failing`() throws {
    func trust(_ principal: String) -> JSONValue {
      [
        "Version": "2012-10-17",
        "Statement": [["Effect": "Allow", "Principal": ["AWS": .string(principal)], "Action": "sts:AssumeRole"]],
      ]
    }
    let rules =
      "rules:\n"
      + Self.rule(
        "open", "AWS::IAM::Role",
        value: "trusted_beyond(AssumeRolePolicyDocument, ['lambda.amazonaws.com'])\n    path: AssumeRolePolicyDocument",
        expect: "equals: []")
    let (plan, _) = try plan(
      rules: rules,
      [(.role, "edge", ["AssumeRolePolicyDocument": trust("arn:aws:iam::111122223333:role/deploy")])],
      resource(.role, "edge", ["RoleName": "edge", "AssumeRolePolicyDocument": trust("*")]))
    #expect(plan.steps.count == 1 && plan.refusals.isEmpty, "\(plan.refusals.map(\.reason))")
  }

  @Test func `a repair of one resource that would break a rule on another one is left`() throws {
    let rules =
      "rules:\n"
      + Self.rule(
        "compresses", "AWS::CloudFront::Distribution",
        value:
          "DefaultCacheBehavior.CachePolicy.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingGzip",
        expect: "equals: true")
    let key = "ParametersInCacheKeyAndForwardedToOrigin"
    let (plan, _) = try plan(
      rules: rules, [(.cachePolicy, "p", ["CachePolicyConfig": [key: ["EnableAcceptEncodingGzip": false]]])],
      resource(.cachePolicy, "p", ["Id": "p", "CachePolicyConfig": [key: ["EnableAcceptEncodingGzip": true]]]),
      resource(.distribution, "E1", ["Id": "E1", "DefaultCacheBehavior": ["CachePolicyId": "p"]]))
    #expect(plan.steps.isEmpty)
    #expect(plan.refusals.map(\.reason).first?.contains("compresses on AWS::CloudFront::Distribution E1") == true)
  }

  @Test func `a rule's repair that would break what a baseline declares, and what holds, is left`() throws {
    let rules =
      "rules:\n"
      + Self.rule(
        "short", "AWS::CloudFront::Distribution", value: "length(Comment)", expect: "atMost: 1",
        repair: "mode: auto, set: {parameter: none}, summary: S"
      ).replacing("value: length(Comment)", with: "value: Comment").replacing("atMost: 1", with: "equals: a")
      .replacing("set: {parameter: none}", with: "set: a")
    let (plan, _) = try plan(
      rules: rules, [(.distribution, "E1", ["Comment": "b"])],
      resource(.distribution, "E1", ["Id": "E1", "Comment": "b"]))
    #expect(plan.steps.isEmpty)
    #expect(plan.refusals.map(\.reason).first?.contains("would break baseline on") == true)
  }

  @Test func `of many repairs only those that break something are left`() throws {
    let rules = "rules:\n" + Self.rule("on", "AWS::CloudFront::Distribution", value: "Enabled", expect: "equals: true")
    let declared = (0..<9).map { number -> (ResourceType, String, JSONObject) in
      (.distribution, "E\(number)", number % 4 == 1 ? ["Enabled": false] : ["Comment": "new"])
    }
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    for number in 0..<9 {
      estate.add(
        resource(
          .distribution, "E\(number)", arn: "arn:aws:cloudfront::1:distribution/E\(number)",
          ["Id": .string("E\(number)"), "Enabled": true, "Comment": "old"]))
    }
    let auditor = Auditor(
      rules: try RuleSet([.init(file: "rules.yaml", text: rules)]).rules,
      declarations: declared.map { Declaration(.init($0, id: $1), expect: $2, source: SourceMark(file: "b", line: 1)) })
    let found = auditor.audit(estate).findings
    let plan = Planner(found, in: estate).plan(heeding: auditor, having: found)
    #expect(Set(plan.refusals.map(\.finding.resource.id)) == ["E1", "E5"])
    #expect(Set(plan.steps.map(\.part.resource.id)) == Set((0..<9).filter { $0 % 4 != 1 }.map { "E\($0)" }))
  }

  // MARK: What AWS refuses

  private func certificate(_ method: JSONValue, _ version: JSONValue) -> JSONObject {
    ["ViewerCertificate": ["SSLSupportMethod": method, "MinimumProtocolVersion": version]]
  }

  @Test func `a TLS version that wants sni-only is left beside dedicated addresses, unless those go too`() throws {
    let live = resource(.distribution, "E1", certificate("vip", "TLSv1"))
    let alone = try plan([(.distribution, "E1", certificate("vip", "TLSv1.2_2021"))], live).plan
    #expect(alone.steps.isEmpty && alone.refusals.first?.reason.contains("sni-only alone, and it is vip") == true)
    let both = try plan([(.distribution, "E1", certificate("sni-only", "TLSv1.2_2021"))], live).plan
    #expect(both.refusals.isEmpty && both.steps.first?.changes.count == 2)
  }

  @Test func `a key value store is left where the runtime takes none, unless that is changed too`() throws {
    func stages(_ runtime: String, _ associations: JSONValue) -> Resource {
      let stage: JSONValue = [
        "FunctionCode": "x",
        "FunctionConfig": ["Runtime": .string(runtime), "KeyValueStoreAssociations": associations],
      ]
      return resource(.cloudFrontFunction, "f", ["Name": "f", "DEVELOPMENT": stage, "LIVE": stage])
    }
    func plan(_ declared: JSONObject, _ live: Resource) throws -> Plan {
      try self.plan([(.cloudFrontFunction, "f", ["LIVE": ["FunctionConfig": .object(declared)]])], live).plan
    }
    let alone = try plan(["KeyValueStoreAssociations": association], stages("cloudfront-js-1.0", []))
    #expect(alone.steps.isEmpty && alone.refusals.first?.reason.contains("and f has cloudfront-js-1.0") == true)
    let both = try plan(
      ["KeyValueStoreAssociations": association, "Runtime": "cloudfront-js-2.0"], stages("cloudfront-js-1.0", []))
    #expect(both.refusals.isEmpty && both.steps.count == 1)
    #expect(try plan(["Runtime": "cloudfront-js-1.0"], stages("cloudfront-js-2.0", association)).steps.isEmpty)
    #expect(try plan(["KeyValueStoreAssociations": association], stages("cloudfront-js-2.0", [])).steps.count == 1)
  }

  @Test func `a block that a baseline declares is left while anything reads the bucket unsigned`() throws {
    let block: JSONValue = [
      "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true,
    ]
    let declared: [(ResourceType, String, JSONObject)] = [(.bucket, "site", ["PublicAccessBlockConfiguration": block])]
    let bucket = resource(.bucket, "site", ["Name": "site", "PublicAccessBlockConfiguration": .null])
    for domain in ["site.s3-website-eu-west-1.amazonaws.com", "site.s3.amazonaws.com"] {
      let distribution = resource(.distribution, "E1", ["Origins": [["Id": "o", "DomainName": .string(domain)]]])
      let plan = try plan(declared, bucket, distribution).plan
      #expect(plan.steps.isEmpty && plan.refusals.first?.reason.contains("The origin \(domain) reads") == true)
    }
    #expect(try plan(declared, bucket).plan.steps.count == 1)
    let origin: JSONValue = ["Id": "o", "DomainName": "site.s3.amazonaws.com", "OriginAccessControlId": "OAC"]
    for (behavior, steps) in [("never", 0), ("always", 1)] {
      let control = resource(.originAccessControl, "OAC", ["Id": "OAC", "SigningBehavior": .string(behavior)])
      let distribution = resource(.distribution, "E1", ["Origins": [origin]])
      #expect(try plan(declared, bucket, distribution, control).plan.steps.count == steps)
    }
    let tenant = resource(
      .distributionTenant, "dt_1", ["Origins": [["Id": "o", "DomainName": "site.s3.amazonaws.com"]]])
    #expect(try plan(declared, bucket, tenant).plan.steps.isEmpty)
  }

  /// With as many plans as findings, each for all of them, this would not come to an end.
  @Test func `a thousand resources are left at once, and what is fine on each is done`() throws {
    let rules =
      "rules:\n" + Self.rule("is-on", "AWS::CloudFront::Distribution", value: "Enabled", expect: "equals: true")
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    for number in 0..<1000 {
      estate.add(
        resource(
          .distribution, "E\(number)", arn: "arn:aws:cloudfront::1:distribution/E\(number)",
          ["Id": .string("E\(number)"), "Enabled": true, "Comment": "old"]))
    }
    let auditor = Auditor(
      rules: try RuleSet([.init(file: "rules.yaml", text: rules)]).rules,
      declarations: [
        Declaration(
          .init(.distribution, id: "E*"), expect: ["Enabled": false, "Comment": "new"],
          source: SourceMark(file: "b", line: 1))
      ])
    let found = auditor.audit(estate).findings
    let plan = Planner(found, in: estate).plan(heeding: auditor, having: found)
    #expect(plan.refusals.count == 1000 && plan.refusals.allSatisfy { $0.finding.path == "Enabled" })
    #expect(plan.steps.count == 1000 && plan.steps.allSatisfy { $0.changes.map(\.place) == ["Comment"] })
  }

  /// The same where what would break is one more resource, to which each of them would lead.
  @Test func `a thousand resources that would lead to one that breaks are left at once`() throws {
    func arn(_ version: Int) -> String { "arn:aws:lambda:us-east-1:111122223333:function:f:\(version)" }
    func associated(_ version: Int) -> JSONValue {
      ["LambdaFunctionAssociations": [["EventType": "origin-request", "LambdaFunctionARN": .string(arn(version))]]]
    }
    let rules =
      "rules:\n"
      + Self.rule("unused", "AWS::Lambda::Version", value: "length(Associations || `[]`)", expect: "atMost: 0")
      .replacing("value: length", with: "where: \"Version == '2'\"\n    value: length")
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    for version in 1...3 {
      estate.add(
        Resource(
          reference: ResourceReference(
            type: .lambdaVersion, id: "f:\(version)", arn: arn(version), account: Self.account, region: "us-east-1"),
          properties: [
            "FunctionName": "f", "FunctionArn": .string(arn(version)), "Version": .string(String(version)),
          ]))
    }
    for number in 0..<1000 {
      estate.add(
        resource(
          .distribution, "E\(number)", arn: "arn:aws:cloudfront::1:distribution/E\(number)",
          ["Id": .string("E\(number)"), "Comment": "old", "DefaultCacheBehavior": associated(1)]))
    }
    let auditor = Auditor(
      rules: try RuleSet([.init(file: "rules.yaml", text: rules)]).rules,
      declarations: (0..<1000).map { number in
        Declaration(
          .init(.distribution, id: "E\(number)"),
          expect: ["Comment": "new", "DefaultCacheBehavior": associated(number < 10 ? 3 : 2)],
          source: SourceMark(file: "b", line: 1))
      })
    let found = auditor.audit(estate).findings
    let plan = Planner(found, in: estate).plan(heeding: auditor, having: found)
    #expect(plan.refusals.count == 990, "\(plan.refusals.count)")
    #expect(plan.refusals.allSatisfy { $0.reason.contains("f:2 fails unused, which holds without it") })
    #expect(plan.steps.count == 1000 && plan.steps.count { $0.changes.count == 2 } == 10)
  }
}
