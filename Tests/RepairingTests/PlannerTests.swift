import Auditing
import Documents
import Estate
import Foundation
import Repairing
import Schema
import Testing

/// What is planned, and what is left because it would be guessed.
@Suite struct PlannerTests {
  private let services: JSONValue = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]

  private func finding(
    _ action: RepairAction, on resource: ResourceReference, at place: DocumentPath, rule: String = "rule"
  ) -> Finding {
    Finding(
      fingerprint: "\(rule) \(place)", rule: rule, title: "", severity: .high, status: .fail, resource: resource,
      place: place, expected: .null, actual: .null, message: "", why: "", remediation: "",
      repair: Finding.Repair(action, summary: "", isAutomatic: true), source: SourceMark(file: "rules.yaml", line: 1))
  }

  private func plan(
    _ action: RepairAction, _ type: ResourceType, at place: DocumentPath, _ members: JSONObject,
    beside others: [Resource] = []
  ) -> Plan {
    let resource = ResourceReference(type: type, id: "it", arn: "arn:aws:iam::111122223333:role/it")
    var estate = Estate(account: "111122223333")
    for one in [Resource(reference: resource, properties: members)] + others { estate.add(one) }
    return Planner([finding(action, on: resource, at: place)], in: estate).plan
  }

  private func trusting(_ statements: JSONValue...) -> Plan {
    plan(
      .perform(.addPrincipals, expected: services), .role, at: "AssumeRolePolicyDocument",
      ["AssumeRolePolicyDocument": ["Version": "2012-10-17", "Statement": .array(statements)]])
  }

  private let plain: JSONValue = [
    "Effect": "Allow", "Principal": ["Service": "lambda.amazonaws.com"], "Action": "sts:AssumeRole",
  ]

  // MARK: Operations

  private static let writable: [(ResourceType, String)] = [
    (.distribution, "Comment"), (.cachePolicy, "CachePolicyConfig.Comment"),
    (.originRequestPolicy, "OriginRequestPolicyConfig.Comment"),
    (.responseHeadersPolicy, "ResponseHeadersPolicyConfig.Comment"), (.cloudFrontFunction, "LIVE.FunctionCode"),
    (.keyValueStore, "Items[a]"), (.role, "AssumeRolePolicyDocument"), (.role, "RolePolicyList[a]"),
    (.role, "AttachedManagedPolicies[a]"), (.bucket, "Policy"), (.bucket, "PublicAccessBlockConfiguration"),
    (.logGroup, "retentionInDays"), (.logGroup, "SubscriptionFilters[a]"),
    (.lambdaFunction, "ReservedConcurrentExecutions"), (.lambdaFunction, "Timeout"),
  ]

  @Test(arguments: writable)
  func `what can be written names the operations of its own kind of resource`(type: ResourceType, place: String) throws
  {
    let resource = ResourceReference(type: type, id: "it")
    let part = try #require(Part(of: resource, at: DocumentPath(place)))
    let sets = Step(part, changes: [Change(DocumentPath(place), from: .null, to: "x")]).operations.map(\.name)
    let removes = Step(part, changes: [Change(DocumentPath(place), from: "x", to: .null)]).operations.map(\.name)
    #expect(!sets.isEmpty && !removes.isEmpty)
    switch type {
    case .distribution, .cachePolicy, .originRequestPolicy, .responseHeadersPolicy:
      let name = type.rawValue.split(separator: ":").last.map(String.init) ?? ""
      #expect(sets == ["Update\(name)"] && removes == sets)
    case .role, .bucket, .logGroup:
      let isWhole = part.name != .trustPolicy
      #expect(Set(sets).isDisjoint(with: removes) == isWhole, "\(sets) \(removes)")
      #expect(!isWhole || removes.allSatisfy { $0.hasPrefix("Delete") || $0.hasPrefix("Detach") })
    default: break
    }
    let expected: JSONObject = [DocumentPath(place).root: .string("x")]
    let declaration = Declaration(
      .init(type, id: "it"), expect: expected, source: SourceMark(file: "b.yaml", line: 1))
    let step = Step(part, changes: [])
    let actions = Planner.actions(of: [], declarations: [declaration])
    if step.part.name != .stages { #expect(actions.isSuperset(of: step.operations.map(\.iamAction)), "\(actions)") }
  }

  @Test func `an effect says what the change does, not what its opposite would`() {
    func effect(_ type: ResourceType, _ place: DocumentPath, _ from: JSONValue, _ to: JSONValue) -> String {
      let part = Part(of: ResourceReference(type: type, id: "it"), at: place)
      return part.map { Step($0, changes: [Change(place, from: from, to: to)]).effect } ?? ""
    }
    #expect(effect(.logGroup, "retentionInDays", 90, 30).contains("are deleted"))
    #expect(effect(.logGroup, "retentionInDays", .null, 30).contains("are deleted"))
    #expect(effect(.logGroup, "retentionInDays", 30, 90).contains("kept longer"))
    #expect(effect(.logGroup, "retentionInDays", 30, .null).contains("kept longer"))
    #expect(effect(.logGroup, "SubscriptionFilters[a]", ["filterName": "a"], .null).contains("no longer"))
    #expect(effect(.lambdaFunction, "ReservedConcurrentExecutions", 1, .null).contains("shares"))
    #expect(effect(.lambdaFunction, "ReservedConcurrentExecutions", .null, 1).contains("throttled"))
  }

  // MARK: Principals

  @Test func `a missing principal joins the statement that is alike`() throws {
    let changes = try #require(trusting(plain).steps.first).changes
    #expect(changes.map(\.place) == ["AssumeRolePolicyDocument.Statement[0]"])
    #expect(changes.map(\.to) == [.value(plain.setting(services, at: "Principal.Service"))])
  }

  @Test func `beside a statement that lets others in it gets one of its own`() throws {
    let shared = plain.setting("arn:aws:iam::111122223333:root", at: "Principal.AWS")
    let change = try #require(trusting(shared).steps.first?.changes.first)
    #expect(change.place == "AssumeRolePolicyDocument.Statement[AllowEdgeLambda]" && change.from == .null)
  }

  @Test(
    arguments: [
      ["ArnLike": ["aws:SourceArn": "arn:aws:lambda:us-east-1:111122223333:function:f"]],
      ["StringEquals": ["aws:SourceAccount": "111122223333"]],
    ] as [JSONValue])
  func `whom a condition lets in is no reason to keep the other one out`(condition: JSONValue) throws {
    let plan = trusting(plain.setting(condition, at: "Condition"))
    let change = try #require(plan.steps.first?.changes.first, "\(plan.refusals.map(\.reason))")
    #expect(change.place == "AssumeRolePolicyDocument.Statement[AllowEdgeLambda]")
    guard case .value(let statement) = change.to else { return }
    #expect(statement["Principal"] == ["Service": "edgelambda.amazonaws.com"])
  }

  @Test func `what a condition denies is not said to be denied`() {
    let denied: JSONValue = [
      "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole",
      "Condition": ["ArnLike": ["aws:SourceArn": "arn:aws:lambda:us-east-1:111122223333:function:f"]],
    ]
    let reason = trusting(plain, denied).refusals.first?.reason
    #expect(reason?.contains("not known") == true && reason?.contains("denies it") == false, "\(reason ?? "")")
  }

  @Test func `what is denied all the same is left`() {
    let denied: JSONValue = [
      "Effect": "Deny", "Principal": ["Service": "edgelambda.amazonaws.com"], "Action": "sts:AssumeRole",
    ]
    let plan = trusting(plain, denied)
    #expect(plan.steps.isEmpty && plan.refusals.map(\.reason).first?.contains("denies it") == true)
  }

  // MARK: Logging

  /// A plan to let a role log, whose permissions boundary allows it on a condition.
  private func logging(within condition: JSONValue, and statements: JSONValue...) -> Plan {
    let boundary: JSONValue = [
      "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/bound",
      "PolicyDocument": [
        "Version": "2012-10-17",
        "Statement": [["Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition]],
      ],
    ]
    let inline: JSONValue = ["Version": "2012-10-17", "Statement": .array(statements)]
    let role = ResourceReference(type: .role, id: "it", arn: "arn:aws:iam::111122223333:role/it")
    var estate = Estate(account: "111122223333")
    estate.add(
      Resource(
        reference: role,
        properties: [
          "RolePolicyList": [["PolicyName": "p", "PolicyDocument": inline]], "AttachedManagedPolicies": [],
          "PermissionsBoundary": boundary,
        ]))
    let grant: JSONValue = [
      "actions": ["logs:PutLogEvents"], "on": ["arn:aws:logs:*:111122223333:log-group:*"], "boundary": boundary,
    ]
    let found = finding(.perform(.attachLoggingPolicy, expected: grant), on: role, at: "AttachedManagedPolicies")
    return Planner([found], in: estate, at: Date(timeIntervalSince1970: 1_790_000_000)).plan
  }

  @Test(
    "what a permissions boundary bars is its own to allow",
    arguments: [
      (["DateLessThan": ["aws:CurrentTime": "2020-01-01T00:00:00Z"]], false),
      (["DateGreaterThan": ["aws:CurrentTime": "2090-01-01T00:00:00Z"]], false),
      (["DateLessThan": ["aws:EpochTime": "1577836800"]], false),
      (["Bool": ["aws:SecureTransport": "false"]], false),
      (["DateLessThan": ["aws:CurrentTime": "2090-01-01T00:00:00Z"]], true),
      (["DateGreaterThan": ["aws:CurrentTime": "2020-01-01T00:00:00Z"]], true), ([:], true),
    ] as [(JSONValue, Bool)])
  func boundary(condition: JSONValue, isPlanned: Bool) {
    let plan = logging(within: condition)
    #expect(plan.steps.isEmpty != isPlanned)
    let reason = plan.refusals.first?.reason ?? ""
    #expect(isPlanned || reason.contains("boundary arn:aws:iam::111122223333:policy/bound bars it"), "\(reason)")
  }

  @Test func `what a role's own policy denies is no matter of its boundary`() {
    let plan = logging(within: [:], and: ["Effect": "Deny", "Action": "logs:*", "Resource": "*"])
    #expect(plan.refusals.first?.reason.contains("A Deny in the policies of it outweighs it.") == true)
  }

  private func associating(_ ids: String..., stores: String...) -> Plan {
    let code = ids.map { "await cf.kvs('\($0)').get('a');" }.joined()
    let stage: JSONValue = [
      "FunctionCode": .string("import cf from 'cloudfront'; async function handler(event) { \(code) }"),
      "FunctionConfig": ["Runtime": "cloudfront-js-2.0"],
    ]
    return plan(
      .perform(.associateStore, expected: []), .cloudFrontFunction,
      at: "LIVE.FunctionConfig.KeyValueStoreAssociations", ["DEVELOPMENT": stage, "LIVE": stage],
      beside: stores.map { id in
        let arn = "arn:aws:cloudfront::111122223333:key-value-store/\(id)"
        return Resource(
          reference: ResourceReference(type: .keyValueStore, id: "name of \(id)", arn: arn),
          properties: ["Id": .string(id), "Status": "READY"])
      })
  }

  @Test func `the store that the code opens is associated in both stages`() throws {
    let changes = try #require(associating("a1", stores: "a1", "b2").steps.first).changes
    #expect(changes.map(\.place.root) == ["LIVE", "DEVELOPMENT"])
    let association: JSONValue = [["KeyValueStoreARN": "arn:aws:cloudfront::111122223333:key-value-store/a1"]]
    #expect(changes.allSatisfy { change in change.to == .value(association) })
  }

  @Test func `of two stores none is guessed, and one that is not there is not made`() {
    for plan in [associating("a1", "b2", stores: "a1", "b2"), associating("a1", stores: "b2")] {
      #expect(plan.steps.isEmpty && plan.refusals.count == 1)
    }
  }

  @Test func `without a published version none is associated`() {
    let arn = "arn:aws:lambda:us-east-1:111122223333:function:resize"
    let place: DocumentPath = "DefaultCacheBehavior.LambdaFunctionAssociations[origin-request].LambdaFunctionARN"
    func plan(_ versions: JSONValue) -> Plan {
      let lambda = ResourceReference(type: .lambdaFunction, id: "resize", arn: arn, region: "us-east-1")
      return self.plan(
        .perform(.associateNewestVersion, expected: .null), .distribution, at: place,
        [
          "DefaultCacheBehavior": [
            "LambdaFunctionAssociations": [
              ["EventType": "origin-request", "LambdaFunctionARN": .string("\(arn):$LATEST")]
            ]
          ]
        ], beside: [Resource(reference: lambda, properties: ["Versions": versions])])
    }
    #expect(plan([["Version": "$LATEST"]]).refusals.count == 1)
    let changes = plan([["Version": "$LATEST"], ["Version": "9"], ["Version": "10"]]).steps.first?.changes
    #expect(changes?.map(\.to) == [.value(.string("\(arn):10"))])
  }

  @Test func `each version is published for the distributions that name it, however many findings there are`() {
    func arn(_ name: String) -> String { "arn:aws:lambda:us-east-1:111122223333:function:\(name):1" }
    var estate = Estate(account: "111122223333")
    var findings: [Finding] = []
    for name in ["resize", "sign"] {
      let version = ResourceReference(type: .lambdaVersion, id: "\(name):1", arn: arn(name), region: "us-east-1")
      estate.add(Resource(reference: version, properties: ["MemorySize": 512, "Version": "1"]))
      findings.append(
        finding(.perform(.publishVersion, expected: 128), on: version, at: "MemorySize", rule: "rule-\(name)"))
    }
    for (id, events) in [
      ("E1", ["viewer-request": "resize"]), ("E2", ["viewer-request": "sign", "origin-request": "resize"]), ("E3", [:]),
    ] as [(String, [String: String])] {
      let bound = events.sorted { $0.key < $1.key }.map { event, name -> JSONValue in
        ["EventType": .string(event), "LambdaFunctionARN": .string(arn(name))]
      }
      estate.add(
        Resource(
          reference: ResourceReference(type: .distribution, id: id),
          properties: ["DefaultCacheBehavior": ["LambdaFunctionAssociations": .array(bound)]]))
    }
    let plan = Planner(findings, in: estate).plan
    let said = plan.steps.filter { $0.part.resource.type == .distribution }.map { step in
      "\(step.part.resource.id): \(step.after.map(\.resource.id).sorted()) \(step.changes.count)"
    }
    #expect(said == ["E1: [\"resize\"] 1", "E2: [\"resize\", \"sign\"] 2"], "\(said)")
    #expect(plan.steps.count == 4 && plan.refusals.isEmpty, "\(plan.refusals)")
  }

  @Test(
    "What is written is of the kind that its member holds",
    arguments: [
      (.logGroup, "retentionInDays", "30", 30), (.lambdaFunction, "Timeout", "5", 5),
      (.lambdaFunction, "Description", 5, "5"), (.distribution, "Enabled", "true", true),
      (.distribution, "DefaultCacheBehavior", ["MinTTL": "1", "Compress": "false"], ["MinTTL": 1, "Compress": false]),
      (.distribution, "Comment", "30", "30"),
    ] as [(ResourceType, DocumentPath, JSONValue, JSONValue)])
  func kinds(type: ResourceType, place: DocumentPath, value: JSONValue, written: JSONValue) {
    let changes = plan(.set(value), type, at: place, [:]).steps.flatMap(\.changes).filter { !$0.isGuard }
    #expect(changes.map(\.to) == [.value(written)], "\(changes)")
  }

  @Test func `what could not be read again is not called repaired`() {
    let resource = ResourceReference(type: .bucket, id: "site")
    let before = [
      finding(.set(1), on: resource, at: "Policy", rule: "a"), finding(.set(1), on: resource, at: "b", rule: "b"),
    ]
    let verification = RepairRun.Verification(
      planned: Set(before.map(\.fingerprint)), before: before, after: [], unjudged: ["b"])
    #expect(verification.repaired.map(\.rule) == ["a"] && verification.unverified.map(\.rule) == ["b"])
    #expect(verification.remaining.isEmpty && verification.worse.isEmpty)
  }
}
