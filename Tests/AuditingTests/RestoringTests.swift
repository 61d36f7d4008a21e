import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// What takes back what was not declared: never a value that was neither read nor declared nor documented.
@Suite struct RestoringTests {
  private func repair(of type: ResourceType, _ live: JSONObject, expecting expected: JSONObject) -> Finding.Repair? {
    let reference = ResourceReference(type: type, id: "it", account: Estates.account)
    var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
    estate.add(Resource(reference: reference, properties: live))
    var declaration = Declaration(
      .init(type, id: "it"), expect: expected, source: SourceMark(file: "b.yaml", line: 1))
    declaration.only = [DocumentPath()]
    let findings = Auditor(rules: [], declarations: [declaration]).audit(estate).findings
    return findings.first { $0.status == .fail }?.repair
  }

  /// Live members that say nothing, since AWS fills them in by others, and members beside them that do not fit.
  private static let dependent: [(type: ResourceType, live: JSONObject, other: JSONObject, becomes: JSONValue)] = [
    (
      .lambdaFunction, ["FunctionName": "it", "LoggingConfig": ["LogFormat": "Text", "LogGroup": "/aws/lambda/it"]],
      ["FunctionName": "it", "LoggingConfig": ["LogFormat": "Text", "LogGroup": "/aws/lambda/other"]], "/aws/lambda/it"
    ),
    (
      .cachePolicy, ["CachePolicyConfig": ["MinTTL": 90_000, "DefaultTTL": 90_000]],
      ["CachePolicyConfig": ["MinTTL": 90_000, "DefaultTTL": 90_001]], 90_000
    ),
    (
      .cachePolicy, ["CachePolicyConfig": ["MinTTL": 40_000_000, "DefaultTTL": 40_000_000, "MaxTTL": 40_000_000]],
      ["CachePolicyConfig": ["MinTTL": 40_000_000, "DefaultTTL": 40_000_000, "MaxTTL": 40_000_001]], 40_000_000
    ),
    (
      .cachePolicy, ["CachePolicyConfig": ["MinTTL": 1, "DefaultTTL": 86_400, "MaxTTL": 31_536_000]],
      ["CachePolicyConfig": ["MinTTL": 1, "DefaultTTL": 1]], 86_400
    ),
  ]

  @Test(arguments: dependent)
  func `a default that hangs on other members is no drift, and what is put back`(
    type: ResourceType, live: JSONObject, other: JSONObject, becomes: JSONValue
  ) {
    let least: JSONObject = live["CachePolicyConfig"].map { ["CachePolicyConfig": ["MinTTL": $0["MinTTL"]]] } ?? [:]
    #expect(repair(of: type, live, expecting: least) == nil)
    #expect(repair(of: type, other, expecting: least)?.action == .set(becomes))
  }

  @Test func `what a default hangs on is read where only the part of it is declared`() {
    var declaration = Declaration(
      .init(.lambdaFunction, id: "it"), expect: ["LoggingConfig": ["LogFormat": "JSON"]],
      source: SourceMark(file: "b.yaml", line: 1))
    declaration.only = ["LoggingConfig"]
    var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(type: .lambdaFunction, id: "it", account: Estates.account),
        properties: ["FunctionName": "it", "LoggingConfig": ["LogFormat": "JSON", "LogGroup": "/aws/lambda/it"]]))
    #expect(Auditor(rules: [], declarations: [declaration]).audit(estate).findings == [])
  }

  /// What is declared to be absent, where it is, and whether it can be taken away.
  private static let absent: [(type: ResourceType, place: DocumentPath, live: JSONObject, isTaken: Bool)] = [
    (
      .responseHeadersPolicy, "ResponseHeadersPolicyConfig.Name",
      ["ResponseHeadersPolicyConfig": ["Name": "n", "Comment": "c"]], false
    ),
    (
      .responseHeadersPolicy, "ResponseHeadersPolicyConfig.Comment",
      ["ResponseHeadersPolicyConfig": ["Name": "n", "Comment": "c"]], true
    ),
    (.cachePolicy, "CachePolicyConfig.MinTTL", ["CachePolicyConfig": ["Name": "n", "MinTTL": 1]], false),
    (
      .distribution, "DefaultCacheBehavior.TargetOriginId",
      ["DefaultCacheBehavior": ["TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"]], false
    ),
    (
      .distribution, "DefaultCacheBehavior.FunctionAssociations",
      ["DefaultCacheBehavior": ["FunctionAssociations": [["EventType": "viewer-request", "FunctionARN": "f"]]]], true
    ),
    (.distribution, "WebACLId", ["WebACLId": "w"], true),
    // What says whether a site is served, or how, is never made up.
    (.distribution, "Enabled", ["Enabled": true], false),
    (
      .cachePolicy, "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingGzip",
      ["CachePolicyConfig": ["ParametersInCacheKeyAndForwardedToOrigin": ["EnableAcceptEncodingGzip": true]]], false
    ),
    (
      .responseHeadersPolicy, "ResponseHeadersPolicyConfig.CorsConfig.OriginOverride",
      ["ResponseHeadersPolicyConfig": ["CorsConfig": ["OriginOverride": true]]], false
    ),
    (.distribution, "DefaultCacheBehavior.Compress", ["DefaultCacheBehavior": ["Compress": true]], true),
    // Nor is a list emptied that has to have elements.
    (.distribution, "Origins", ["Origins": [["Id": "a", "DomainName": "a.example"]]], false),
    (.distribution, "OriginGroups[g].Members", ["OriginGroups": [["Id": "g", "Members": [["OriginId": "a"]]]]], false),
    (
      .responseHeadersPolicy, "ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowHeaders",
      ["ResponseHeadersPolicyConfig": ["CorsConfig": ["AccessControlAllowHeaders": ["*"]]]], false
    ),
    (.distribution, "Aliases", ["Aliases": ["a.example"]], true),
  ]

  @Test(arguments: absent)
  func `what AWS wants is not taken away, though it is declared to be absent`(
    type: ResourceType, place: DocumentPath, live: JSONObject, isTaken: Bool
  ) {
    let reference = ResourceReference(type: type, id: "it", account: Estates.account)
    var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
    estate.add(Resource(reference: reference, properties: live))
    var declaration = Declaration(.init(type, id: "it"), expect: [:], source: SourceMark(file: "b.yaml", line: 1))
    declaration.absent = [place]
    let findings = Auditor(rules: [], declarations: [declaration]).audit(estate).findings
    #expect(findings.map(\.status) == [.fail] && findings.first?.repair.isAvailable == isTaken, "\(findings)")
    #expect(isTaken || findings.first?.repair.summary.contains(place.lastMember) == true)
  }

  /// What the service does not require in an update, and of which nothing says what becomes of it when it is left out.
  private static let unsaid: [(type: ResourceType, live: JSONObject)] = [
    (.distribution, ["Staging": true]), (.distributionTenant, ["Enabled": true]),
    (.connectionGroup, ["Enabled": true]), (.connectionGroup, ["Ipv6Enabled": true]),
    (.distributionTenant, ["Domains": [["Domain": "a.example"]]]), (.distributionTenant, ["DistributionId": "E1"]),
  ]

  @Test(arguments: unsaid)
  func `what serves a site is not turned off because nobody declared it`(type: ResourceType, live: JSONObject) throws {
    let left = try #require(repair(of: type, live, expecting: [:]))
    #expect(left.isLeft && left.summary.contains("No document of AWS says which value of \(live.names[0])"), "\(left)")
  }

  private static let documents: [ResourceType] = [
    .distribution, .cachePolicy, .originRequestPolicy, .responseHeadersPolicy,
  ]

  /// Every structure within a document, with all that may be in it.
  private static func structures(of node: SchemaNode) -> [SchemaNode] {
    let inner = node.names.map { node.member($0) }.flatMap { member -> [SchemaNode] in
      if case .list(_, let element) = member.shape { structures(of: element) } else { structures(of: member) }
    }
    return (node.names.isEmpty ? [] : [node]) + inner
  }

  /// A value of all members, scalars as given.
  private static func sample(_ node: SchemaNode, _ scalar: JSONValue) -> JSONValue {
    switch node.shape {
    case .structure: .object(JSONObject(node.names.map { ($0, sample(node.member($0), scalar)) }))
    case .list: []
    case .scalar, .number, .boolean, .open, .policy: scalar
    }
  }

  @Test(arguments: documents, ["text", true, 7] as [JSONValue])
  func `a default never completes a structure that has to have more`(type: ResourceType, scalar: JSONValue) throws {
    var refused = 0
    for node in Self.structures(of: type.schema.root) where !node.path.isEmpty {
      // An element of a list is taken away, or stays.
      guard case .structure = type.schema[node.path].shape else { continue }
      let place = DocumentPath(node.path.map { .member($0) })
      let difference = Difference(
        change: .extra, place: place, declared: DocumentPath(), expected: .null, actual: Self.sample(node, scalar))
      let value: JSONValue
      do throws(Normalization.Unrestorable) {
        value = try Normalization(type).restoring(difference)
      } catch {
        #expect(error.reason.contains("neither read nor declared"))
        refused += 1
        continue
      }
      expectNothingMadeUp(value, node, scalar)
    }
    // Whatever is true may be false, and not each document has such structures.
    #expect(refused > 0 || scalar == true || type != .distribution)
  }

  private func expectNothingMadeUp(_ value: JSONValue, _ node: SchemaNode, _ read: JSONValue) {
    switch value {
    case .null: break
    case .object(let object):
      let missing = node.requiredMembers.filter { object[$0] == nil }
      #expect(missing.isEmpty, "\(node.path) without \(missing)")
      for member in object { expectNothingMadeUp(member.value, node.member(member.name), read) }
    case .bool(false) where read == true: break
    case "" where ResourceType.distribution.schema.emptied.contains(node.path.joined(separator: ".")): break
    default: #expect(node.defaultValue?.isProven == true && node.defaultValue?.value == value, "\(node.path): \(value)")
    }
  }

  @Test func `a member of one structure has no default of another one's`() throws {
    let live: JSONObject = [
      "ViewerMtlsConfig": [
        "Mode": "required", "TrustStoreConfig": ["TrustStoreId": "ts-1", "AdvertiseTrustStoreCaNames": true],
      ]
    ]
    let whole = try #require(repair(of: .distribution, live, expecting: [:]))
    #expect(whole.isLeft && whole.summary.contains("TrustStoreId"), "\(whole)")
    #expect(!whole.isAvailable)
  }

  @Test func `a header that nobody declared goes with its structure`() {
    let live: JSONObject = [
      "ResponseHeadersPolicyConfig": [
        "Name": "n", "SecurityHeadersConfig": ["ContentTypeOptions": ["Override": true]],
      ]
    ]
    let repair = repair(of: .responseHeadersPolicy, live, expecting: ["ResponseHeadersPolicyConfig": ["Name": "n"]])
    #expect(repair?.action == .set(.null))
  }

  @Test func `an identity is taken away by an empty one, and one kind of origin for another one`() throws {
    let origins: JSONObject = ["Origins": [["Id": "a"]]]
    let named: JSONObject = [
      "Origins": [["Id": "a", "S3OriginConfig": ["OriginAccessIdentity": "i", "OriginReadTimeout": 30]]]
    ]
    #expect(repair(of: .distribution, named, expecting: origins)?.action == .set(""))
    let custom: JSONObject = ["Origins": [["Id": "a", "CustomOriginConfig": ["HTTPPort": 80, "HTTPSPort": 8443]]]]
    #expect(repair(of: .distribution, custom, expecting: origins)?.action == .set(.null))
  }

  // MARK: Headers

  private static func headers(_ security: JSONValue, _ others: JSONObject = [:]) -> Resource {
    let config = (["Name": "n", "SecurityHeadersConfig": security] as JSONObject).merging(others)
    return Resource(
      reference: ResourceReference(type: .responseHeadersPolicy, id: "it", account: Estates.account),
      properties: ["Id": "it", "ResponseHeadersPolicyConfig": .object(config)])
  }

  private static let settings: [JSONValue] = [
    ["ContentTypeOptions": ["Override": false]], ["XSSProtection": ["Override": false, "Protection": false]],
    ["ReferrerPolicy": ["Override": false, "ReferrerPolicy": "origin"]],
    ["StrictTransportSecurity": ["Override": false, "AccessControlMaxAgeSec": 100]],
  ]

  @Test(arguments: settings)
  func `a header that overrides nothing is captured whole, and missed when it is gone`(security: JSONValue) throws {
    let estate = Estates.estate(Self.headers(security))
    let captured = Capture.declarations(of: estate).declarations
    let config = captured.first?.expect["ResponseHeadersPolicyConfig"]
    #expect(config?["SecurityHeadersConfig"] == security)
    let text = BaselineWriter.text(captured)
    let declarations = try BaselineFile.declarations(
      in: [RuleSet.Source(file: "c.yaml", text: text)], BaselineFile.Context(environment: [:]) { _ in "" })
    let auditor = Auditor(rules: [], declarations: declarations)
    #expect(auditor.audit(estate).findings.isEmpty)
    let gone = Estates.estate(Self.headers(.null))
    #expect(auditor.audit(gone).findings.first?.repair.action == .set(security))
    #expect(EstateDiff(estate, gone).entries.map(\.status) == [.changed])
    #expect(EstateDiff(gone, estate).entries.map(\.status) == [.changed])
    // One more than is declared is found, too.
    let without = Auditor(rules: [], declarations: Capture.declarations(of: gone).declarations)
    #expect(without.audit(estate).findings.first?.repair.action == .set(.null))
  }

  @Test func `what AWS wants to be told is captured though it is false or empty`() {
    let cors: JSONValue = [
      "AccessControlAllowCredentials": false, "OriginOverride": false, "AccessControlAllowOrigins": ["*"],
    ]
    let custom: JSONValue = [["Header": "a", "Override": false, "Value": ""]]
    let resource = Self.headers(.null, ["CorsConfig": cors, "CustomHeadersConfig": custom])
    let config = Capture.declarations(of: Estates.estate(resource)).declarations.first?
      .expect["ResponseHeadersPolicyConfig"]
    #expect(config?["CorsConfig"] == cors && config?["CustomHeadersConfig"] == custom)
    let store = Resource(
      reference: ResourceReference(type: .keyValueStore, id: "s", account: Estates.account),
      properties: ["Name": "s", "Items": [["Key": "/empty", "Value": ""]]])
    let items = Capture.declarations(of: Estates.estate(store)).declarations.first?.expect["Items"]
    #expect(items == [["Key": "/empty", "Value": ""]])
  }

  @Test func `what is documented is put back, and what is only believed is not`() throws {
    let attempts: JSONObject = ["Origins": [["Id": "a", "ConnectionAttempts": 1]]]
    let origins: JSONObject = ["Origins": [["Id": "a"]]]
    #expect(repair(of: .distribution, attempts, expecting: origins)?.action == .set(3))
    let unproven = try #require(
      DistributionDefaults.unproven.first { repair(of: .distribution, [$0: "other"], expecting: [:]) != nil })
    let left = try #require(repair(of: .distribution, [unproven: "other"], expecting: [:]))
    #expect(left.isLeft && left.summary.contains("No document of AWS says"), "\(left)")
  }

  @Test func `what a resource has to have is not taken away, and the sentence is whole`() {
    let live: JSONObject = ["Comment": "a"]
    let summary = repair(of: .distribution, live, expecting: ["Comment": .null])?.summary ?? ""
    #expect(summary.contains("turns Comment off: the resource has to have Comment"), "\(summary)")
  }

  @Test func `what has to be there is not taken away`() throws {
    let live: JSONObject = ["DefaultCacheBehavior": ["TargetOriginId": "a", "ViewerProtocolPolicy": "https-only"]]
    let left = try #require(
      repair(of: .distribution, live, expecting: ["DefaultCacheBehavior": ["TargetOriginId": "a"]]))
    #expect(left.isLeft && left.summary.contains("ViewerProtocolPolicy"), "\(left)")
  }
}

private enum DistributionDefaults {
  /// Members of the root whose default no model states.
  static let unproven = ResourceType.distribution.schema.root.names.filter {
    ResourceType.distribution.schema[[$0]].defaultValue?.isProven == false
  }
}
