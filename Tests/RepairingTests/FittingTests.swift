import Auditing
import Documents
import Estate
import Schema
import Testing

@testable import Repairing

/// What belongs together in one structure is planned together, or left together: nothing that AWS always refuses, and
/// nothing by half.
@Suite struct FittingTests {
  private static let account = "111122223333"

  private static let policy: JSONValue = [
    "PathPattern": "/a", "TargetOriginId": "app", "ViewerProtocolPolicy": "https-only", "CachePolicyId": "p",
  ]
  private static let legacy: JSONValue = [
    "PathPattern": "/a", "TargetOriginId": "app", "ViewerProtocolPolicy": "https-only", "MinTTL": 0, "DefaultTTL": 5,
    "MaxTTL": 9, "ForwardedValues": ["QueryString": false, "Cookies": ["Forward": "none"]],
  ]
  private static let custom: JSONValue = ["HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"]
  private static let app: JSONValue = [
    "Id": "app", "DomainName": "app.example.com", "CustomOriginConfig": custom,
  ]
  private static let identity = "origin-access-identity/cloudfront/E2ABC"

  private static func bucket(_ settings: JSONObject) -> JSONValue {
    .object(
      (["Id": "images", "DomainName": "images.s3.us-east-1.amazonaws.com"] as JSONObject).merging(settings))
  }

  /// What is planned where this is declared of a distribution, and what it is afterwards.
  private func plan(
    _ declared: JSONObject, on live: JSONObject, only: [DocumentPath] = [], absent: [DocumentPath] = [],
    rules: [String] = [], configured: String = "rules: {}", beside others: [Resource] = [], unread: ResourceType? = nil
  ) throws -> (plan: Plan, after: JSONValue) {
    var declaration = Declaration(
      .init(.distribution, id: "E1"), expect: declared, source: SourceMark(file: "b.yaml", line: 1))
    (declaration.only, declaration.absent) = (only, absent)
    let builtIn = try RuleSet(RuleSet.builtIn)
    let auditor = Auditor(
      rules: rules.isEmpty ? [] : try builtIn.selection(only: rules), declarations: [declaration],
      configuration: try Configuration(RuleSet.Source(file: "audit.yaml", text: configured), for: builtIn))
    // Of what no test brings, nobody knows what there is.
    let known = Set(others.map(\.reference.type)).union([.distribution]).subtracting([unread].compactMap(\.self))
    let coverage = RequiredAttributes.everything.groups.filter { known.contains($0.type) }
    var estate = Estate(account: Self.account, coverage: Set(coverage))
    for other in others { estate.add(other) }
    let reference = ResourceReference(
      type: .distribution, id: "E1", arn: "arn:aws:cloudfront::\(Self.account):distribution/E1", account: Self.account)
    estate.add(Resource(reference: reference, properties: (["Id": "E1"] as JSONObject).merging(live)))
    let found = auditor.audit(estate).findings
    let plan = Planner(found.filter { $0.rule == Declaration.rule && $0.status == .fail }, in: estate)
      .plan(heeding: auditor, having: found)
    return (plan, .object(estate.applying(plan).resources[reference.key]?.properties ?? [:]))
  }

  /// The reasons for which all that was found is left.
  private func reasons(
    _ declared: JSONObject, on live: JSONObject, only: [DocumentPath] = [], absent: [DocumentPath] = []
  ) throws -> [String] {
    let (plan, after) = try plan(declared, on: live, only: only, absent: absent)
    #expect(plan.steps.isEmpty && after == .object((["Id": "E1"] as JSONObject).merging(live)))
    return plan.refusals.map(\.reason)
  }

  // MARK: Behaviours

  private static func associating(_ event: String, body: Bool) -> JSONValue {
    [
      [
        "EventType": .string(event), "IncludeBody": .bool(body),
        "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:f:1",
      ]
    ]
  }

  @Test func `a body at a response, and gRPC without POST, are written by no repair`() throws {
    func behavior(_ more: JSONObject) -> JSONObject {
      ["DefaultCacheBehavior": .object(((Self.policy.object ?? [:]) as JSONObject).merging(more))]
    }
    for event in ["origin-response", "viewer-response"] {
      let live = behavior(["LambdaFunctionAssociations": Self.associating(event, body: false)])
      let asked: JSONObject = [
        "DefaultCacheBehavior": ["LambdaFunctionAssociations": Self.associating(event, body: true)]
      ]
      #expect(try reasons(asked, on: live).first?.contains("takes no IncludeBody at \(event)") == true)
    }
    let request = behavior(["LambdaFunctionAssociations": Self.associating("origin-request", body: false)])
    let asked: JSONObject = [
      "DefaultCacheBehavior": ["LambdaFunctionAssociations": Self.associating("origin-request", body: true)]
    ]
    #expect(try plan(asked, on: request).plan.steps.count == 1)
    let grpc: JSONObject = ["DefaultCacheBehavior": ["GrpcConfig": ["Enabled": true]]]
    let few: JSONValue = ["Items": ["GET", "HEAD"], "CachedMethods": ["GET", "HEAD"]]
    let all: JSONValue = [
      "Items": ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"], "CachedMethods": ["GET", "HEAD"],
    ]
    let off: JSONValue = ["Enabled": false]
    #expect(
      try reasons(grpc, on: behavior(["AllowedMethods": few, "GrpcConfig": off])).first?.contains("has POST") == true)
    #expect(try plan(grpc, on: behavior(["AllowedMethods": all, "GrpcConfig": off])).plan.steps.count == 1)
  }

  @Test(
    arguments: [
      (["MaxTTL": 3], "DefaultTTL 5 above MaxTTL 3"), (["MinTTL": 6], "MinTTL 6 above DefaultTTL 5"),
      (["MinTTL": 20, "DefaultTTL": 10], "above MaxTTL 9"), (["OriginRequestPolicyId": "p"], "CachePolicyId, too"),
    ] as [(JSONObject, String)])
  func `times out of order, and an origin request policy by itself, are left`(more: JSONObject, words: String) throws {
    let declared = JSONObject([("PathPattern", "/a")]).merging(more)
    let found = try reasons(
      ["CacheBehaviors": [.object(declared)]], on: ["Origins": [Self.app], "CacheBehaviors": [Self.legacy]])
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }

  @Test(
    arguments: [
      (["MaxTTL": 10], ["DefaultTTL 86400 above MaxTTL 10"]),
      (["MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0], ["CookieBehavior would be all"]),
      (["DefaultTTL": 0, "MaxTTL": 0], ["MinTTL 1 above DefaultTTL 0"]), (["DefaultTTL": 5], []),
    ] as [(JSONObject, [String])])
  func `a cache policy keeps its times in order, and no key where it keeps nothing`(more: JSONObject, words: [String]) {
    let found: JSONObject = [
      "MinTTL": 1, "DefaultTTL": 86_400, "MaxTTL": 31_536_000,
      "ParametersInCacheKeyAndForwardedToOrigin": [
        "EnableAcceptEncodingGzip": false, "HeadersConfig": ["HeaderBehavior": "none"],
        "CookiesConfig": ["CookieBehavior": "all"], "QueryStringsConfig": ["QueryStringBehavior": "none"],
      ],
    ]
    func document(_ config: JSONObject) -> JSONValue { ["CachePolicyConfig": .object(config)] }
    let reasons = ResourceType.cachePolicy.schema.unmetConstraints(
      of: document(found.merging(more)), besides: document(found))
    #expect(reasons.count == words.count && zip(reasons, words).allSatisfy { $0.contains($1) }, "\(reasons)")
  }

  @Test(
    arguments: [
      (["Timeout": 901], 1), (["MemorySize": 10_241], 1), (["Timeout": 900, "MemorySize": 10_240], 0),
      (["Timeout": 901, "CapacityProviderConfig": ["Arn": "a"]], 0), (["Role": "edge"], 1),
      (["Role": "arn:aws:iam::111122223333:role/a/edge"], 0),
    ] as [(JSONObject, Int)])
  func `a function gets no more than Lambda gives, and a role by its ARN`(more: JSONObject, count: Int) {
    let found: JSONObject = ["Timeout": 3, "MemorySize": 128]
    let refused = ResourceType.lambdaFunction.schema.unmetConstraints(
      of: .object(found.merging(more)), besides: .object(found))
    #expect(refused.count == count, "\(refused)")
  }

  @Test(arguments: [[], ["CacheBehaviors"]] as [[DocumentPath]])
  func `old settings take the place of a cache policy, and the other way round`(only: [DocumentPath]) throws {
    for (declared, live) in [(Self.legacy, Self.policy), (Self.policy, Self.legacy)] {
      let (plan, after) = try plan(
        ["CacheBehaviors": [declared]], on: ["Origins": [Self.app], "CacheBehaviors": [live]], only: only)
      #expect(plan.refusals.isEmpty, "\(plan.refusals.map(\.reason))")
      #expect(after["CacheBehaviors"][0] == declared || after["CacheBehaviors"][0].means(declared, as: .unknown))
    }
  }

  @Test func `a rule of severity info keeps no old settings away`() throws {
    let (plan, after) = try plan(
      ["CacheBehaviors": [Self.legacy]], on: ["Origins": [Self.app], "CacheBehaviors": [Self.policy]],
      only: ["CacheBehaviors"], rules: ["legacy-cache-settings"])
    #expect(plan.refusals.isEmpty, "\(plan.refusals.map(\.reason))")
    #expect(after["CacheBehaviors"][0] == Self.legacy)
  }

  @Test func `where a rule keeps the old settings away, all that belongs to them is left`() throws {
    let live: JSONObject = ["Origins": [Self.app], "CacheBehaviors": [Self.policy]]
    let (plan, _) = try plan(
      ["CacheBehaviors": [Self.legacy]], on: live, only: ["CacheBehaviors"], rules: ["legacy-cache-settings"],
      configured: "rules: {legacy-cache-settings: {severity: low}}")
    #expect(plan.steps.isEmpty, "\(plan.steps)")
    #expect(plan.refusals.contains { $0.reason.contains("would break legacy-cache-settings") })
    #expect(plan.refusals.contains { $0.reason.contains("none of CachePolicyId and ForwardedValues") })
    for name in ["MinTTL", "DefaultTTL", "MaxTTL"] {
      #expect(plan.refusals.contains { $0.reason.contains("takes no \(name)") })
    }
  }

  @Test func `what is not accepted any more is not kept either`() throws {
    let every: JSONValue = ["GET", "HEAD", "OPTIONS"]
    func behavior(_ methods: JSONValue) -> JSONValue {
      Self.policy.setting(methods, at: "AllowedMethods", of: .unknown)
    }
    let live: JSONObject = [
      "Origins": [Self.app], "CacheBehaviors": [behavior(["Items": every, "CachedMethods": every])],
    ]
    let (plan, after) = try plan(["CacheBehaviors": [behavior(["Items": ["GET", "HEAD"]])]], on: live)
    #expect(plan.refusals.isEmpty)
    #expect(after["CacheBehaviors"][0]["AllowedMethods"]["CachedMethods"] == ["GET", "HEAD"])
    #expect(
      try reasons(["CacheBehaviors": [behavior(["Items": ["GET"]])]], on: live).first?.contains("AllowedMethods of")
        == true)
    let few: JSONObject = [
      "Origins": [Self.app],
      "CacheBehaviors": [behavior(["Items": ["GET", "HEAD"], "CachedMethods": ["GET", "HEAD"]])],
    ]
    #expect(
      try reasons(["CacheBehaviors": [behavior(["CachedMethods": every])]], on: few).first?.contains("does not accept")
        == true)
  }

  @Test func `functions of two kinds at the events of viewers are left`() throws {
    let live: JSONObject = [
      "Origins": [Self.app],
      "CacheBehaviors": [
        Self.policy.setting(
          [["EventType": "viewer-request", "FunctionARN": "f"]], at: "FunctionAssociations", of: .unknown)
      ],
    ]
    func declared(_ event: JSONValue) -> JSONObject {
      let lambda: JSONValue = ["EventType": event, "LambdaFunctionARN": "arn:aws:lambda:us-east-1:1:function:f:1"]
      return ["CacheBehaviors": [["PathPattern": "/a", "LambdaFunctionAssociations": [lambda]]]]
    }
    #expect(
      try reasons(declared("viewer-response"), on: live).first?.contains("functions of CloudFront and of Lambda")
        == true)
    #expect(try plan(declared("origin-request"), on: live).plan.refusals.isEmpty)
  }

  // MARK: What is named

  private static func associating(_ list: String, _ member: String, _ text: String, at event: String) -> JSONObject {
    [
      "CacheBehaviors": [
        ["PathPattern": "/a", list: [["EventType": .string(event), member: .string(text)]]]
      ]
    ]
  }

  @Test func `CloudFront takes functions of its own at viewer events, and versions of Lambda's`() throws {
    let live: JSONObject = ["Origins": [Self.app], "CacheBehaviors": [Self.policy]]
    for event in ["origin-request", "origin-response"] {
      let declared = Self.associating("FunctionAssociations", "FunctionARN", "f", at: event)
      #expect(try reasons(declared, on: live).first?.contains("viewer-request and viewer-response alone") == true)
    }
    for (version, isTaken) in [(":3", true), ("", false), (":$LATEST", false), (":live", false)] {
      let declared = Self.associating(
        "LambdaFunctionAssociations", "LambdaFunctionARN", "arn:aws:lambda:us-east-1:1:function:f\(version)",
        at: "origin-request")
      let plan = try plan(declared, on: live).plan
      #expect(plan.refusals.isEmpty == isTaken, "\(version)")
      #expect(isTaken || plan.refusals.first?.reason.contains("takes versions alone") == true)
    }
  }

  @Test func `only a function that is published is associated, and only a policy that is there named`() throws {
    let arn = "arn:aws:cloudfront::\(Self.account):function/"
    let stage: JSONValue = ["FunctionConfig": ["Runtime": "cloudfront-js-2.0"]]
    let functions: [(ResourceType, String, JSONObject)] = [
      (.cloudFrontFunction, "live", ["LIVE": stage, "DEVELOPMENT": stage]),
      (.cloudFrontFunction, "draft", ["DEVELOPMENT": stage]),
      (.responseHeadersPolicy, "there", [:]),
    ]
    let resources = functions.map { type, id, members in
      Resource(
        reference: ResourceReference(type: type, id: id, arn: "", account: Self.account), properties: members)
    }
    let live: JSONObject = ["Origins": [Self.app], "CacheBehaviors": [Self.policy]]
    func declared(_ function: String) -> JSONObject {
      Self.associating("FunctionAssociations", "FunctionARN", function, at: "viewer-request")
    }
    func policy(_ id: JSONValue) -> JSONObject {
      ["CacheBehaviors": [["PathPattern": "/a", "ResponseHeadersPolicyId": id]]]
    }
    for (declared, reason) in [
      (declared(arn + "live"), nil), (declared(arn + "draft"), "not published"),
      (declared(arn + "nope"), "does not have"), (policy("there"), nil), (policy("nope"), "does not have"),
    ] as [(JSONObject, String?)] {
      let plan = try plan(declared, on: live, beside: resources).plan
      #expect(plan.refusals.isEmpty == (reason == nil), "\(declared) \(plan.refusals.map(\.reason))")
      if let reason { #expect(plan.refusals.first?.reason.contains(reason) == true) }
    }
    // What was not listed says nothing, nor what is so already.
    #expect(
      try plan(declared(arn + "nope"), on: live, beside: resources, unread: .cloudFrontFunction).plan.refusals.isEmpty)
    let associated = live.merging(declared(arn + "nope")).merging(["Comment": "old"])
    #expect(try plan(["Comment": "new"], on: associated, beside: resources).plan.refusals.isEmpty)
  }

  // MARK: Origins

  @Test(arguments: [[], ["Origins"]] as [[DocumentPath]], [JSONValue.null, 30])
  func `an access control takes the place of an identity, and the other way round`(
    only: [DocumentPath], timeout: JSONValue
  ) throws {
    let own = timeout.isNull ? [:] : ["OriginReadTimeout": timeout] as JSONObject
    let (control, named): (JSONValue, JSONValue) = (
      Self.bucket([
        "OriginAccessControlId": "E1OAC", "S3OriginConfig": .object(own.merging(["OriginAccessIdentity": ""])),
      ]),
      Self.bucket(["S3OriginConfig": .object(own.merging(["OriginAccessIdentity": .string(Self.identity)]))])
    )
    for (declared, live) in [(control, named), (named, control)] {
      let (plan, after) = try plan(["Origins": [declared]], on: ["Origins": [live]], only: only)
      #expect(plan.refusals.isEmpty, "\(plan.refusals.map(\.reason))")
      let origin = after["Origins"][0]
      for place in ["OriginAccessControlId", "S3OriginConfig.OriginAccessIdentity"] as [DocumentPath] {
        #expect(origin[place, of: .unknown].means(declared[place, of: .unknown], as: .unknown), "\(place): \(origin)")
      }
    }
  }

  private static let kinds: [JSONObject] = [
    ["S3OriginConfig": ["OriginAccessIdentity": .string(identity), "OriginReadTimeout": 30]],
    ["S3OriginConfig": ["OriginAccessIdentity": .string(identity)]],
    ["CustomOriginConfig": custom],
    ["VpcOriginConfig": ["VpcOriginId": "vo_1", "OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5]],
  ]

  @Test(arguments: [[], ["Origins"]] as [[DocumentPath]], kinds)
  func `one kind of origin takes the place of another one`(only: [DocumentPath], declared: JSONObject) throws {
    for live in Self.kinds where live != declared {
      let (plan, after) = try plan(
        ["Origins": [Self.bucket(declared)]], on: ["Origins": [Self.bucket(live)]], only: only)
      #expect(plan.refusals.isEmpty, "\(plan.refusals.map(\.reason))")
      let there = Set(Self.kinds.flatMap(\.names)).filter { !after["Origins"][0][$0].isEmpty(in: .writes) }
      #expect(there == Set(declared.names), "\(after)")
    }
  }

  @Test(arguments: kinds.dropFirst(2))
  func `an origin becomes one of S3 by the empty identity that says so`(live: JSONObject) throws {
    let declared = Self.bucket(["S3OriginConfig": ["OriginAccessIdentity": ""], "OriginAccessControlId": "c"])
    let control = Resource(
      reference: ResourceReference(type: .originAccessControl, id: "c", account: Self.account), properties: ["Id": "c"])
    let (plan, after) = try plan(["Origins": [declared]], on: ["Origins": [Self.bucket(live)]], beside: [control])
    #expect(plan.refusals.isEmpty, "\(plan.refusals.map(\.reason))")
    let left = live.names.filter { !after["Origins"][0][$0].isEmpty(in: .writes) }
    #expect(left.isEmpty && after["Origins"][0]["S3OriginConfig"] == ["OriginAccessIdentity": ""], "\(after)")
  }

  @Test func `an origin that is declared to be none of S3 keeps what it is`() throws {
    let origin: JSONValue = ["Id": "app", "DomainName": "app.example.com"]
    #expect(
      try reasons(["Origins": [origin]], on: ["Origins": [Self.app]], only: ["Origins"]).first?.contains(
        "no endpoint of S3") == true)
    let (plan, after) = try plan(
      ["Origins": [Self.bucket([:])]], on: ["Origins": [Self.bucket(["CustomOriginConfig": Self.custom])]],
      only: ["Origins"])
    #expect(plan.refusals.isEmpty && after["Origins"][0]["CustomOriginConfig"].isNull)
  }

  @Test func `an origin that something leads to is not taken away, unless that goes too`() throws {
    let new: JSONValue = ["Id": "new", "DomainName": "n.example.com", "CustomOriginConfig": Self.custom]
    let behavior = Self.policy.setting("new", at: "TargetOriginId", of: .unknown)
    let group: JSONValue = [
      "Id": "g", "FailoverCriteria": ["StatusCodes": [500]], "Members": [["OriginId": "app"], ["OriginId": "new"]],
    ]
    for leading in [["CacheBehaviors": [behavior]], ["OriginGroups": [group]]] as [JSONObject] {
      let live = (["Origins": [Self.app, new]] as JSONObject).merging(leading)
      #expect(
        try reasons(["Origins": [Self.app]], on: live, only: ["Origins"]).first?.contains("would lead to new") == true)
      #expect(try reasons([:], on: live, absent: ["Origins[new]"]).first?.contains("would lead to new") == true)
      let (plan, after) = try plan(
        ["Origins": [Self.app]], on: live, only: ["Origins"], absent: leading.names.map { DocumentPath($0) })
      #expect(plan.refusals.isEmpty && after["Origins"] == [Self.app], "\(plan.refusals.map(\.reason))")
    }
    let stray: JSONObject = ["CacheBehaviors": [["PathPattern": "/a", "TargetOriginId": "nowhere"]]]
    #expect(
      try reasons(stray, on: ["Origins": [Self.app], "CacheBehaviors": [Self.policy]]).first?.contains(
        "lead to nowhere") == true)
  }

  @Test func `a group of origins has two of them, in the order that is declared`() throws {
    let origins: JSONValue = .array(
      ["app", "new", "third"].map {
        ["Id": .string($0), "DomainName": .string("\($0).example.com"), "CustomOriginConfig": Self.custom]
      })
    func group(_ members: [String]) -> JSONObject {
      let members = JSONValue.array(members.map { ["OriginId": .string($0)] })
      return ["OriginGroups": [["Id": "g", "FailoverCriteria": ["StatusCodes": [500]], "Members": members]]]
    }
    let live = (["Origins": origins] as JSONObject).merging(group(["app", "new"]))
    for members in [["app", "new", "third"], ["app"]] {
      let only: [DocumentPath] = members.count < 2 ? ["OriginGroups[g].Members"] : []
      let reasons = try reasons(group(members), on: live, only: only)
      #expect(reasons.first?.contains("would have \(members.count) of them, and AWS") == true, "\(reasons)")
    }
    let (plan, after) = try plan(group(["third", "app"]), on: live, only: ["OriginGroups[g].Members"])
    #expect(plan.refusals.isEmpty && after["OriginGroups"][0]["Members"][0]["OriginId"] == "third")
  }

  private static let refused: [(declared: JSONObject, reason: String)] = [
    (["Comment": .string(String(repeating: "ä", count: 129))], "takes 128 characters for Comment, and these are 129"),
    (["WebACLId": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1"], "is no web ACL for CloudFront"),
    (["WebACLId": "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/1"], "is no web ACL for CloudFront"),
    (["Restrictions": ["GeoRestriction": ["RestrictionType": "whitelist", "Items": ["de"]]]], "two capital letters"),
    (origin(["OriginReadTimeout": 0]), "AWS takes no 0 for Origins[app].CustomOriginConfig.OriginReadTimeout"),
    (origin(["OriginKeepaliveTimeout": 181]), "it takes 1 to 180"),
    (origin([:], ["ResponseCompletionTimeout": 5]), "no ResponseCompletionTimeout below OriginReadTimeout"),
  ]
  private static let taken: [JSONObject] = [
    ["Comment": .string(String(repeating: "ä", count: 128))], ["WebACLId": "a-1-2-3"],
    ["WebACLId": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/1"],
    ["Restrictions": ["GeoRestriction": ["RestrictionType": "whitelist", "Items": ["DE"]]]],
    origin(["OriginReadTimeout": 1]), origin([:], ["ResponseCompletionTimeout": 30]),
    origin(["OriginReadTimeout": 5], ["ResponseCompletionTimeout": 5]),
    // None is there, and none is declared.
    ["DefaultCacheBehavior": ["ResponseHeadersPolicyId": "", "OriginRequestPolicyId": ""]],
  ]

  private static func origin(_ custom: JSONObject, _ others: JSONObject = [:]) -> JSONObject {
    let members: JSONObject = ["Id": "app", "CustomOriginConfig": .object(custom)]
    return ["Origins": [.object(members.merging(others))]]
  }

  @Test func `values that the reference of the API rules out are left, and those beside them planned`() throws {
    let timeouts: JSONObject = ["OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5]
    let app = Self.app.setting(
      .object((Self.custom.object ?? [:]).merging(timeouts)), at: "CustomOriginConfig", of: .unknown)
    let live: JSONObject = [
      "Comment": "c", "WebACLId": "", "Origins": [app],
      "Restrictions": ["GeoRestriction": ["RestrictionType": "whitelist", "Items": ["FR"]]],
      "DefaultCacheBehavior": ["ResponseHeadersPolicyId": "p", "OriginRequestPolicyId": "q"],
    ]
    let policies = [(ResourceType.responseHeadersPolicy, "p"), (.originRequestPolicy, "q")].map { type, id in
      Resource(
        reference: ResourceReference(type: type, id: id, arn: "", account: Self.account),
        properties: ["Id": .string(id)])
    }
    for (declared, reason) in Self.refused {
      let (plan, _) = try plan(declared, on: live, beside: policies)
      #expect(
        plan.steps.isEmpty && plan.refusals.contains { $0.reason.contains(reason) }, "\(plan.refusals.map(\.reason))")
    }
    for declared in Self.taken {
      let (plan, _) = try plan(declared, on: live, beside: policies)
      #expect(plan.refusals.isEmpty && plan.steps.count == 1, "\(declared): \(plan.refusals.map(\.reason))")
    }
  }

  // MARK: Viewers

  @Test func `no country is named where none is let in or kept out`() throws {
    func restriction(_ type: JSONValue, _ countries: JSONValue) -> JSONObject {
      ["Restrictions": ["GeoRestriction": ["RestrictionType": type, "Items": countries]]]
    }
    let off: JSONObject = ["Restrictions": ["GeoRestriction": ["RestrictionType": "none"]]]
    let (plan, after) = try plan(off, on: restriction("whitelist", ["DE"]))
    #expect(plan.refusals.isEmpty && after["Restrictions"]["GeoRestriction"] == ["RestrictionType": "none"])
    let on: JSONObject = ["Restrictions": ["GeoRestriction": ["RestrictionType": "whitelist"]]]
    #expect(try reasons(on, on: restriction("none", [])).first?.contains("without Items") == true)
  }

  @Test func `CloudFront's own certificate comes alone`() throws {
    let live: JSONObject = [
      "ViewerCertificate": [
        "ACMCertificateArn": "arn", "Certificate": "arn", "CertificateSource": "acm",
        "CloudFrontDefaultCertificate": false, "SSLSupportMethod": "sni-only", "MinimumProtocolVersion": "TLSv1.2_2021",
      ]
    ]
    let declared: JSONObject = ["ViewerCertificate": ["CloudFrontDefaultCertificate": true]]
    let (plan, after) = try plan(declared, on: live)
    #expect(plan.refusals.isEmpty)
    #expect(
      after["ViewerCertificate"] == [
        "CertificateSource": "cloudfront", "CloudFrontDefaultCertificate": true, "MinimumProtocolVersion": "TLSv1",
      ])
    let named = live.merging(["Aliases": ["www.example.com"]])
    #expect(try reasons(declared, on: named).first?.contains("for no alias") == true)
  }

  // MARK: Members that depend on each other

  private static let logging: JSONObject = [
    "Logging": ["Enabled": true, "IncludeCookies": false, "Bucket": "logs.s3.amazonaws.com", "Prefix": "site/"],
    "LogDeliveries": [],
  ]

  @Test(
    arguments: [
      ["Enabled": false, "Bucket": "", "Prefix": ""], ["Enabled": false], ["Enabled": false, "Prefix": ""],
    ] as [JSONObject])
  func `what a rule keeps of one setting keeps all of it`(declared: JSONObject) throws {
    let all: JSONObject = ["Logging": .object(declared), "Comment": "new"]
    let (plan, after) = try plan(all, on: Self.logging.merging(["Comment": "old"]), rules: ["access-logging"])
    #expect(after["Logging"] == Self.logging["Logging"] && after["Comment"] == "new")
    #expect(plan.refusals.map(\.finding.path).sorted() == declared.names.map { "Logging.\($0)" }.sorted())
    #expect(plan.refusals.allSatisfy { $0.reason.contains("would break access-logging") })
  }

  @Test func `where logging goes, and under which name, goes with it, so that undo brings it back`() throws {
    let (plan, after) = try plan(["Logging": ["Enabled": false]], on: Self.logging)
    #expect(plan.refusals.isEmpty)
    #expect(after["Logging"] == ["Enabled": false, "IncludeCookies": false, "Bucket": "", "Prefix": ""])
    let changes = plan.steps.flatMap(\.changes)
    #expect(Set(changes.map(\.from)) == [true, "logs.s3.amazonaws.com", "site/"])
    let back = changes.compactMap(\.inverse).reduce(after) {
      $1.applied(to: $0, of: ResourceType.distribution.schema.root)
    }
    #expect(back["Logging"] == Self.logging["Logging"])
  }

  @Test func `what two declare differently is left with all that belongs to it`() throws {
    let declarations = [true, false].enumerated().map { line, isOn in
      Declaration(
        .init(.distribution, id: "E1"),
        expect: [
          "Origins": [["Id": "app", "OriginShield": ["Enabled": .bool(isOn), "OriginShieldRegion": "eu-west-1"]]]
        ],
        source: SourceMark(file: "b.yaml", line: line))
    }
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    let origin = Self.app.setting(
      ["Enabled": true, "OriginShieldRegion": "us-east-1"], at: "OriginShield", of: .unknown)
    estate.add(
      Resource(
        reference: ResourceReference(type: .distribution, id: "E1", arn: "", account: Self.account),
        properties: ["Id": "E1", "Origins": [origin]]))
    let off = Auditor(rules: [], declarations: declarations).audit(estate).findings
    // One of the two holds, and says nothing; what both say alike is found once.
    #expect(off.count == 2)
    let plan = Planner(off, in: estate).plan(heeding: Auditor(rules: [], declarations: declarations), having: off)
    #expect(plan.steps.isEmpty && plan.refusals.count == 2, "\(plan.steps)")
  }

  private static let dependent: [(live: JSONObject, declared: JSONObject, reason: String)] = [
    (["Logging": ["Enabled": false]], ["Logging": ["Enabled": true]], "Enabled true without Bucket"),
    (logging, ["Logging": ["Bucket": ""]], "Enabled true without Bucket"),
    (["Logging": ["Enabled": false]], ["Logging": ["Bucket": "b.s3.amazonaws.com"]], "Bucket beside Enabled false"),
    (
      ["Origins": [app]], ["Origins": [["Id": "app", "OriginShield": ["Enabled": true]]]], "without OriginShieldRegion"
    ),
    (
      ["CustomErrorResponses": []], ["CustomErrorResponses": [["ErrorCode": 404, "ResponsePagePath": "/x"]]],
      "CustomErrorResponses[404] would have ResponsePagePath without ResponseCode"
    ),
    (
      ["CustomErrorResponses": [["ErrorCode": 404, "ErrorCachingMinTTL": 10]]],
      ["CustomErrorResponses": [["ErrorCode": 404, "ResponseCode": "200"]]], "ResponseCode without ResponsePagePath"
    ),
    (
      ["Origins": [app], "CacheBehaviors": [policy]],
      ["CacheBehaviors": [["PathPattern": "/a", "TrustedKeyGroups": ["Enabled": true]]]],
      "CacheBehaviors[/a].TrustedKeyGroups would have Enabled true without Items"
    ),
    (
      ["Origins": [app], "CacheBehaviors": [legacy]],
      ["CacheBehaviors": [["PathPattern": "/a", "ForwardedValues": ["Cookies": ["Forward": "whitelist"]]]]],
      "Forward whitelist without WhitelistedNames"
    ),
    (
      ["ViewerCertificate": ["CloudFrontDefaultCertificate": true, "MinimumProtocolVersion": "TLSv1"]],
      ["ViewerCertificate": ["ACMCertificateArn": "arn"]], "ACMCertificateArn without SSLSupportMethod"
    ),
  ]

  @Test(arguments: dependent)
  func `half of what AWS takes only together is left`(live: JSONObject, declared: JSONObject, reason: String) throws {
    let reasons = try reasons(declared, on: live)
    #expect(reasons.contains { $0.contains(reason) }, "\(reasons)")
  }

  @Test func `both halves are planned together`() throws {
    let error: JSONValue = ["ErrorCode": 404, "ResponsePagePath": "/x", "ResponseCode": "200"]
    for live in [[], [["ErrorCode": 404, "ErrorCachingMinTTL": 10]]] as [JSONValue] {
      // Beside something that AWS does not take, each is tried by itself.
      let declared: JSONObject = ["CustomErrorResponses": [error], "HttpVersion": "http4"]
      let (plan, after) = try plan(declared, on: ["CustomErrorResponses": live, "HttpVersion": "http2"])
      #expect(plan.refusals.map(\.finding.path) == ["HttpVersion"], "\(plan.refusals.map(\.reason))")
      #expect(after["CustomErrorResponses"][0]["ResponseCode"] == "200")
      #expect(after["CustomErrorResponses"][0]["ResponsePagePath"] == "/x")
    }
  }

  @Test func `a report of what a browser has blocked is not asked for where it blocks`() throws {
    let reference = ResourceReference(type: .responseHeadersPolicy, id: "p", arn: "", account: Self.account)
    func policy(_ protection: JSONValue) -> JSONObject {
      ["ResponseHeadersPolicyConfig": ["SecurityHeadersConfig": ["XSSProtection": protection]]]
    }
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    let live = policy(["Override": true, "Protection": true, "ReportUri": "https://example.com/r"])
    estate.add(Resource(reference: reference, properties: (["Id": "p"] as JSONObject).merging(live)))
    let declaration = Declaration(
      .init(.responseHeadersPolicy, id: "p"), expect: policy(["ModeBlock": true]),
      source: SourceMark(file: "b.yaml", line: 1))
    let auditor = Auditor(rules: [], declarations: [declaration])
    let found = auditor.audit(estate).findings
    let plan = Planner(found, in: estate).plan(heeding: auditor, having: found)
    #expect(plan.steps.isEmpty)
    #expect(plan.refusals.first?.reason.contains("ReportUri beside ModeBlock true") == true)
  }

  // MARK: Values

  private static let strange: [(JSONObject, String)] = [
    (["HttpVersion": "http4"], "knows no http4"), (["PriceClass": "PriceClass_50"], "knows no PriceClass_50"),
    (["CustomErrorResponses": [["ErrorCode": 418]]], "takes no 418"),
    (["Origins": [["Id": "app", "ConnectionAttempts": 4]]], "takes no 4"),
    (["Origins": [["Id": "z", "OriginPath": "/z"]]], "AWS wants Origins[z].DomainName"),
    (
      [
        "CacheBehaviors": [
          ["PathPattern": "/a", "FunctionAssociations": [["EventType": "viewer-requests", "FunctionARN": "f"]]]
        ]
      ], "knows no viewer-requests"
    ),
  ]

  @Test(arguments: strange)
  func `what AWS does not know, and what is not whole, is left`(declared: JSONObject, reason: String) throws {
    let live: JSONObject = ["Origins": [Self.app], "CacheBehaviors": [Self.policy], "HttpVersion": "http2"]
    let reasons = try reasons(declared, on: live)
    #expect(reasons.count == 1 && reasons.first?.contains(reason) == true, "\(reasons)")
  }

  @Test func `what is strange, or does not fit, and is there already is in nobody's way`() throws {
    let live: JSONObject = [
      "HttpVersion": "http9", "CacheBehaviors": [["PathPattern": "/a", "TargetOriginId": "nowhere"]],
      "Origins": [Self.app.setting(["new-one"], at: "CustomOriginConfig.OriginSslProtocols", of: .unknown)],
    ]
    let protocols: JSONValue = ["new-one", "TLSv1.2"]
    let declared: JSONValue = ["Id": "app", "CustomOriginConfig": ["OriginSslProtocols": protocols]]
    let (plan, after) = try plan(["Comment": "c", "Origins": [declared]], on: live)
    #expect(plan.refusals.isEmpty && after["Comment"] == "c" && after["HttpVersion"] == "http9")
    #expect(after["Origins"][0]["CustomOriginConfig"]["OriginSslProtocols"] == protocols)
  }
}
