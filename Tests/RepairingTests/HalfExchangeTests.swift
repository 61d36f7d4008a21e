import Auditing
import Documents
import Estate
import Schema
import Testing

@testable import Repairing

/// What goes stays where what comes in its place is left, and so does what leaned on its going.
@Suite struct `What is exchanged by half` {
  private static func behavior(_ path: String, to origin: String, _ members: JSONObject = [:]) -> JSONValue {
    .object(
      ([
        "PathPattern": .string(path), "TargetOriginId": .string(origin), "ViewerProtocolPolicy": "https-only",
        "CachePolicyId": "p",
      ] as JSONObject).merging(members))
  }

  private static func origin(_ id: String) -> JSONValue {
    [
      "Id": .string(id), "DomainName": .string("\(id).example.com"),
      "CustomOriginConfig": ["HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"],
    ]
  }

  /// A function at an event that CloudFront calls none of its own for.
  private static let refused: JSONObject = [
    "FunctionAssociations": [["EventType": "origin-request", "FunctionARN": "f"]]
  ]

  private static let live: JSONObject = [
    "Origins": [origin("app"), origin("old")],
    "CacheBehaviors": [behavior("/a", to: "app"), behavior("/b", to: "old")], "Comment": "old",
  ]

  private func plan(_ declared: JSONObject) throws -> (plan: Plan, after: JSONValue) {
    var declaration = Declaration(
      .init(.distribution, id: "E1"), expect: declared, source: SourceMark(file: "b.yaml", line: 1))
    declaration.only = ["Origins", "CacheBehaviors"]
    let auditor = Auditor(rules: [], declarations: [declaration])
    var estate = Estate(
      account: "111122223333",
      coverage: Set(
        RequiredAttributes.everything.groups.filter { [.distribution, .originAccessControl].contains($0.type) }))
    let reference = ResourceReference(type: .distribution, id: "E1", account: "111122223333")
    estate.add(Resource(reference: reference, properties: (["Id": "E1"] as JSONObject).merging(Self.live)))
    let found = auditor.audit(estate).findings
    let plan = Planner(found.filter { $0.status == .fail }, in: estate).plan(heeding: auditor, having: found)
    return (plan, .object(estate.applying(plan).resources[reference.key]?.properties ?? [:]))
  }

  @Test func `an origin stays where the behaviour that leads to it stays, and what has nothing to do with it is done`()
    throws
  {
    let (plan, after) = try plan([
      "Origins": [Self.origin("app")], "Comment": "new",
      "CacheBehaviors": [Self.behavior("/a", to: "app"), Self.behavior("/c", to: "app", Self.refused)],
    ])
    let left = Dictionary(plan.refusals.map { ($0.finding.path, $0.reason) }) { first, _ in first }
    #expect(Set(left.keys) == ["CacheBehaviors[/b]", "CacheBehaviors[/c]", "Origins[old]"], "\(left)")
    #expect(left["CacheBehaviors[/b]"]?.contains("comes in its place") == true)
    #expect(left["Origins[old]"]?.contains("/b") == true)
    #expect(plan.refusals.count == 3 && after["Comment"] == "new")
    #expect(after["Origins"] == Self.live["Origins"] && after["CacheBehaviors"] == Self.live["CacheBehaviors"])
  }

  @Test func `both go where what comes is written`() throws {
    let (plan, after) = try plan([
      "Origins": [Self.origin("app")],
      "CacheBehaviors": [Self.behavior("/a", to: "app"), Self.behavior("/c", to: "app")],
    ])
    #expect(plan.refusals.isEmpty, "\(plan.refusals.map(\.reason))")
    #expect(
      after["Origins"].array?.count == 1 && after["CacheBehaviors"].array?.map { $0["PathPattern"] } == ["/a", "/c"])
  }

  @Test func `where an origin is stays where how it is read there is left`() throws {
    let host = "site.s3.us-east-1.amazonaws.com"
    let (plan, after) = try plan([
      "Origins": [
        ["Id": "app", "DomainName": .string(host), "OriginAccessControlId": "EGONE"], Self.origin("old"),
      ], "CacheBehaviors": Self.live["CacheBehaviors"] ?? [], "Comment": "new",
    ])
    let left = plan.refusals.map(\.finding.path)
    #expect(left.contains("Origins[app].DomainName") && left.contains("Origins[app].OriginAccessControlId"), "\(left)")
    #expect(after["Origins"][0]["DomainName"] == "app.example.com" && after["Comment"] == "new")
  }

  @Test func `what a managed policy says keeps no other one attached`() throws {
    func policy(_ name: String, _ action: String) -> JSONValue {
      [
        "PolicyName": .string(name), "PolicyArn": .string("arn:aws:iam::111122223333:policy/\(name)"),
        "PolicyDocument": [
          "Version": "2012-10-17",
          "Statement": [["Effect": "Allow", "Action": .string(action), "Resource": "arn:aws:s3:::site/*"]],
        ],
      ]
    }
    var declaration = Declaration(
      .init(.role, id: "edge"), expect: ["AttachedManagedPolicies": [policy("own", "s3:GetObject")]],
      source: SourceMark(file: "b.yaml", line: 1))
    declaration.only = ["AttachedManagedPolicies"]
    let auditor = Auditor(rules: [], declarations: [declaration])
    var estate = Estate(
      account: "111122223333", coverage: Set(RequiredAttributes.everything.groups.filter { $0.type == .role }))
    let live: JSONObject = [
      "RoleName": "edge", "AttachedManagedPolicies": [policy("own", "s3:ListBucket"), policy("admin", "*")],
    ]
    estate.add(
      Resource(reference: ResourceReference(type: .role, id: "edge", account: "111122223333"), properties: live))
    let found = auditor.audit(estate).findings
    let plan = Planner(found.filter { $0.status == .fail }, in: estate).plan(heeding: auditor, having: found)
    #expect(plan.refusals.map { $0.finding.place.lastMember } == ["PolicyDocument"], "\(plan.refusals.map(\.reason))")
    #expect(plan.steps.map(\.part.name) == [.attachedPolicies] && plan.changeCount == 1)
  }
}
