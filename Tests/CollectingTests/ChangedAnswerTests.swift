import AWSCore
import Documents
import Estate
import Foundation
import Schema
import Testing
import Transport
import XMLReading

@testable import Collecting

/// Answers that say success and are not what AWS documents: each answer of the scripted account, changed in one place.
///
/// Of each a gap has to be left, unless the estate is the same without it: then nobody had asked for what was changed.
@Suite struct `An answer changed in one place` {
  /// A change of an answer, and its name.
  struct Change {
    let name: String
    let answer: HTTPResponse

    init(_ name: String, _ body: [UInt8], status: Int = 200, headers: HTTPHeaders = ["ETag": "E1"]) {
      self.name = name
      answer = HTTPResponse(status: status, headers: headers, body: body)
    }

    init(_ name: String, _ body: String, status: Int = 200, headers: HTTPHeaders = ["ETag": "E1"]) {
      self.init(name, Array(body.utf8), status: status, headers: headers)
    }
  }

  private static let page = "<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>"

  /// The operations of a collection of all there is, with what the scripted account answers.
  private static let answers: [(operation: String, body: String)] =
    ScriptedAccount.bodies.sorted { $0.key < $1.key }.filter { !replaced.contains($0.key) }.map { ($0.key, $0.value) }

  /// The operations in whose place something else says the same: EC2, a parameter.
  private static let replaced: Set<String> = ["account:ListRegions", "organizations:DescribeOrganization"]

  /// What has to be read so that an operation is called.
  private func needs(calling operation: String) -> RequiredAttributes {
    let types = ResourceType.allCases.filter { type in
      type.schema.groups.contains { group in
        (group.calls.map(\.operation) + group.fallbacks).contains { $0.identifier == operation }
      }
    }
    // What becomes of events is asked of functions that buckets start.
    return (types + (types.contains(.lambdaFunction) ? [.bucket] : [])).reduce(into: RequiredAttributes()) {
      $0.formUnion(RequiredAttributes($1, reading: .whole))
    }
  }

  /// What of an operation's changed answers leaves neither a gap nor the estate as it is.
  private func unnoticed(_ operation: String, _ changes: [Change]) async throws -> [String] {
    let needs = needs(calling: operation)
    func estate(_ answers: [String: HTTPResponse] = [:]) async throws -> Estate {
      try await Collector(client: ScriptedAccount(answers).client).collect(needs)
    }
    let whole = try await estate()
    var unnoticed: [String] = []
    for change in changes {
      let estate = try await estate([operation: change.answer])
      if !estate.gaps.isEmpty || estate == whole { continue }
      unnoticed.append("\(operation) \(change.name)")
    }
    return unnoticed
  }

  private func wholly(_ body: String) -> [Change] {
    let bytes = Array(body.utf8)
    return [
      Change("with the status of a part", body, status: 206),
      Change("as HTML", body, headers: ["ETag": "E1", "Content-Type": "text/html; charset=utf-8"]),
      Change("of nothing", ""), Change("of blanks", " \n"), Change("of a page that calls itself nothing", Self.page),
      Change("of null", "null"), Change("of a text", #""ok""#), Change("of a number", "1"), Change("of a list", "[]"),
      Change("of another root", "<Other/>"), Change("of half of it", Array(bytes.prefix(bytes.count / 2))),
      Change("without its last character", Array(bytes.dropLast(bytes.last == 10 ? 2 : 1))),
      Change("twice", body + body), Change("with no UTF-8", bytes.dropLast(2) + [0xFF] + bytes.suffix(2)),
    ]
  }

  @Test(arguments: answers.map(\.operation))
  func `is noticed where it is another one as a whole`(operation: String) async throws {
    let body = try #require(ScriptedAccount.bodies[operation])
    // Code is whatever it is.
    let changes = body.hasPrefix("function ") ? Array(wholly(body).prefix(3)) : wholly(body)
    let unnoticed = try await unnoticed(operation, changes)
    #expect(unnoticed == [])
  }

  @Test(arguments: answers.map(\.operation))
  func `is noticed where a member is of another kind`(operation: String) async throws {
    let body = try #require(ScriptedAccount.bodies[operation])
    var changes: [Change] = []
    if let json = try? JSONReader.read(body) {
      for (place, other) in Self.changed(json) { changes.append(Change(place, JSONWriter().string(other))) }
    } else if body.hasPrefix("<") {
      let root = try XMLReader.read(Array(body.utf8))
      for (place, other) in Self.changed(root) { changes.append(Change(place, try XMLWriter().bytes(other))) }
    }
    let unnoticed = try await unnoticed(operation, changes)
    #expect(unnoticed.filter { change in !Self.open.contains { change.contains($0) } } == [])
  }

  /// What holds what only its owner knows: rules say of a policy that nobody can read that it is undecided.
  private static let open = [
    "s3:GetBucketPolicy ", "lambda:GetPolicy .Policy ", "PolicyDocument with a member", "PolicyVersion Document with",
    ".Environment .Variables ",
    // That it is there says all that it says.
    "s3:GetBucketNotificationConfiguration EventBridgeConfiguration with",
  ]

  /// Members without which an answer says something else, and is one: those that AWS leaves out where there is nothing.
  private static let optional: Set<String> = [
    "cloudfront:ListCachePolicies Items.CachePolicySummary.Type",
    "cloudfront:ListConnectionFunctions ConnectionFunctions.ConnectionFunctionSummary",
    "cloudfront:ListConnectionGroups ConnectionGroups.ConnectionGroupSummary",
    "cloudfront:ListConnectionGroups ConnectionGroups.ConnectionGroupSummary.Name",
    "cloudfront:ListDistributionTenants DistributionTenantList.DistributionTenantSummary",
    "cloudfront:ListDistributionTenants DistributionTenantList.DistributionTenantSummary.Name",
    "cloudfront:ListDistributions Items.DistributionSummary.ConnectionMode",
    "cloudfront:ListDistributions Items.DistributionSummary.ConnectionFunctionAssociation",
    "cloudfront:ListDistributions Items.DistributionSummary.Origins.Items.Origin.CustomHeaders",
    "cloudfront:ListDistributions Items.DistributionSummary.Origins.Items.Origin.VpcOriginConfig",
    "cloudfront:ListDistributions Items.DistributionSummary.DefaultCacheBehavior.LambdaFunctionAssociations",
    "cloudfront:ListOriginRequestPolicies Items.OriginRequestPolicySummary.Type",
    "cloudfront:ListResponseHeadersPolicies Items.ResponseHeadersPolicySummary.Type",
    "cloudfront:ListTagsForResource Items", "cloudfront:ListTagsForResource Items.Tag",
    "cloudfront:ListTagsForResource Items.Tag.Key", "cloudfront:ListTagsForResource Items.Tag.Value",
    "events:ListRules Rules.EventPattern", "iam:GetRole GetRoleResult.Role.PermissionsBoundary",
    "iam:GetRole GetRoleResult.Role.PermissionsBoundary.PermissionsBoundaryType",
    "iam:ListAttachedRolePolicies ListAttachedRolePoliciesResult.AttachedPolicies.member",
    "iam:ListAttachedRolePolicies ListAttachedRolePoliciesResult.AttachedPolicies.member.PolicyName",
    "iam:ListRolePolicies ListRolePoliciesResult.PolicyNames.member", "lambda:GetFunction Code.SourceKMSKeyArn",
    "lambda:GetFunctionConfiguration Version", "lambda:GetFunctionConfiguration State",
    "lambda:GetFunctionConfiguration Runtime", "lambda:GetFunctionConfiguration Handler",
    "lambda:GetFunctionConfiguration Environment", "lambda:GetFunctionConfiguration Environment.Variables",
    "lambda:GetFunctionConfiguration Environment.Variables.KEY",
    "lambda:ListFunctionEventInvokeConfigs FunctionEventInvokeConfigs.MaximumEventAgeInSeconds",
    "lambda:GetRuntimeManagementConfig FunctionArn",
    "lambda:ListVersionsByFunction Versions.FunctionName", "lambda:ListVersionsByFunction Versions.FunctionArn",
    "lambda:ListVersionsByFunction Versions.State", "lambda:ListVersionsByFunction Versions.Role",
    "lambda:ListVersionsByFunction Versions.Runtime", "lambda:ListVersionsByFunction Versions.Handler",
    "lambda:ListVersionsByFunction Versions.Environment",
    "lambda:ListVersionsByFunction Versions.Environment.Variables",
    "lambda:ListVersionsByFunction Versions.Environment.Variables.KEY",
    "logs:DescribeAccountPolicies accountPolicies.policyName",
    "logs:DescribeAccountPolicies accountPolicies.selectionCriteria", "logs:DescribeDeliveries deliveries.id",
    "logs:DescribeDeliverySources deliverySources.status",
    "s3:GetBucketNotificationConfiguration CloudFunctionConfiguration",
    "s3:GetBucketNotificationConfiguration CloudFunctionConfiguration.Id",
    "s3:GetBucketNotificationConfiguration EventBridgeConfiguration",
    "s3:GetBucketNotificationConfiguration TopicConfiguration",
    "s3:GetBucketNotificationConfiguration TopicConfiguration.Id",
    "sns:ListSubscriptionsByTopic ListSubscriptionsByTopicResult.Subscriptions.member",
    "s3:GetPublicAccessBlock BlockPublicAcls", "s3:GetPublicAccessBlock IgnorePublicAcls",
    "s3:GetPublicAccessBlock BlockPublicPolicy", "s3:GetPublicAccessBlock RestrictPublicBuckets",
    "s3control:GetPublicAccessBlock BlockPublicPolicy",
  ]

  @Test(arguments: answers.map(\.operation))
  func `is noticed where a member is missing that AWS never leaves out`(operation: String) async throws {
    let body = try #require(ScriptedAccount.bodies[operation])
    var changes: [Change] = []
    if let json = try? JSONReader.read(body) {
      for (place, other) in Self.lacking(json) { changes.append(Change(place, JSONWriter().string(other))) }
    } else if body.hasPrefix("<") {
      let root = try XMLReader.read(Array(body.utf8))
      for (place, other) in Self.lacking(root) { changes.append(Change(place, try XMLWriter().bytes(other))) }
    }
    let unnoticed = try await unnoticed(operation, changes)
    let open = unnoticed.filter { change in Self.open.contains { change.hasPrefix($0) } }
    #expect(Set(unnoticed).subtracting(Self.optional).subtracting(open) == [])
    let wrong = Self.optional.filter { $0.hasPrefix("\(operation) ") }.subtracting(unnoticed)
    #expect(wrong == [], "these are noticed")
  }

  /// A value, each time without one member.
  private static func lacking(_ value: JSONValue) -> [(String, JSONValue)] {
    switch value {
    case .array(let elements):
      return elements.enumerated().flatMap { index, element in
        Self.lacking(element).map { place, other -> (String, JSONValue) in
          var copy = elements
          copy[index] = other
          return (place, .array(copy))
        }
      }
    case .object(let object):
      return object.flatMap { member -> [(String, JSONValue)] in
        var without = object
        without[member.name] = nil
        let inner = Self.lacking(member.value).map { place, other -> (String, JSONValue) in
          var copy = object
          copy[member.name] = other
          return ("\(member.name).\(place)", .object(copy))
        }
        return [(member.name, .object(without))] + inner
      }
    default: return []
    }
  }

  /// An element, each time without one below it.
  private static func lacking(_ element: XMLElement) -> [(String, XMLElement)] {
    element.nodes.enumerated().flatMap { index, node -> [(String, XMLElement)] in
      guard case .element(let child) = node else { return [] }
      var without = element
      without.nodes.remove(at: index)
      let inner = Self.lacking(child).map { place, other -> (String, XMLElement) in
        var copy = element
        copy.nodes[index] = .element(other)
        return ("\(child.name).\(place)", copy)
      }
      return [(child.name, without)] + inner
    }
  }

  /// A value, each time with another value of another kind in one place.
  private static func changed(_ value: JSONValue) -> [(String, JSONValue)] {
    let others: [JSONValue] =
      switch value {
      case .string: [[value], ["a": value], 5, true]
      case .integer, .number: [.string("\(value)"), [value], .number(1e300), false]
      case .bool: ["maybe", "", 1]
      case .array: [[:], "text", [.null], [[]], 7]
      case .object: ["text", [value], 7, true]
      case .null, .unread: []
      }
    var changed = others.map { ("as \(JSONWriter().string($0).prefix(40))", $0) }
    switch value {
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        for (place, other) in Self.changed(element) {
          var copy = elements
          copy[index] = other
          changed.append(("[\(index)] \(place)", .array(copy)))
        }
      }
    case .object(let object):
      for member in object {
        for (place, other) in Self.changed(member.value) {
          var copy = object
          copy[member.name] = other
          changed.append((".\(member.name) \(place)", .object(copy)))
        }
      }
    default: break
    }
    return changed
  }

  /// An element, each time with something else in one place below it.
  private static func changed(_ element: XMLElement) -> [(String, XMLElement)] {
    var changed: [(String, XMLElement)] = []
    for (index, node) in element.nodes.enumerated() {
      guard case .element(let child) = node else { continue }
      var others: [(String, XMLElement)] = []
      if child.children.isEmpty {
        others.append(("with a member", XMLElement(child.name, nodes: [.element(XMLElement("Other", text: "1"))])))
        if child.text == "true" || child.text == "false" || Int(child.text) != nil {
          others.append(("as text", XMLElement(child.name, text: "many")))
        }
      } else {
        others.append(("as text", XMLElement(child.name, text: "many")))
      }
      others += Self.changed(child)
      for (place, other) in others {
        var copy = element
        copy.nodes[index] = .element(other)
        changed.append(("\(child.name) \(place)", copy))
      }
    }
    return changed
  }
}
