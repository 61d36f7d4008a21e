import Auditing
import Documents
import Estate
import Repairing
import Schema
import Testing

/// What takes access away waits while CloudFront is deploying a distribution, whoever changed that and when.
@Suite struct DeploymentsTests {
  private static let account = "111122223333"

  private static func document(_ statements: JSONValue...) -> JSONValue {
    ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private static func allowing(_ principal: JSONValue, _ action: JSONValue, on resource: JSONValue? = nil) -> JSONValue
  {
    var statement: JSONObject = ["Effect": "Allow", "Principal": principal, "Action": action]
    if let resource { statement["Resource"] = resource }
    return .object(statement)
  }

  private static func reader(_ id: String) -> JSONValue {
    allowing(
      ["AWS": .string("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity \(id)")], "s3:GetObject",
      on: "arn:aws:s3:::site/*")
  }

  private static func trusting(_ services: JSONValue...) -> JSONValue {
    document(allowing(["Service": .array(services)], "sts:AssumeRole"))
  }

  private static let (edge, lambda): (JSONValue, JSONValue) = ("edgelambda.amazonaws.com", "lambda.amazonaws.com")
  private static let (open, closed): (JSONValue, JSONValue) = (
    [
      "BlockPublicAcls": false, "IgnorePublicAcls": false, "BlockPublicPolicy": false, "RestrictPublicBuckets": false,
    ],
    ["BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true]
  )

  private static func inline(_ name: String) -> JSONValue {
    [
      "PolicyName": .string(name),
      "PolicyDocument": document(["Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"]),
    ]
  }

  /// A member, what it is and what it is declared to be, and whether that takes something away.
  private static let changes:
    [(type: ResourceType, member: String, now: JSONValue, declared: JSONValue, takesAway: Bool)] = [
      (.bucket, "Policy", document(reader("E1"), reader("E2")), document(reader("E2")), true),
      (.bucket, "Policy", document(reader("E1")), document(reader("E2")), true),
      (.bucket, "Policy", document(reader("E1")), document(reader("E1"), reader("E2")), false),
      (.bucket, "PublicAccessBlockConfiguration", open, closed, true),
      (.bucket, "PublicAccessBlockConfiguration", closed, open, false),
      (.role, "AssumeRolePolicyDocument", trusting(lambda, edge), trusting(lambda), true),
      (.role, "AssumeRolePolicyDocument", trusting(lambda), trusting(lambda, edge), false),
      (.role, "RolePolicyList", [inline("a"), inline("b")], [inline("a")], true),
      (.role, "RolePolicyList", [inline("a")], [inline("a"), inline("b")], false),
    ]

  @Test(arguments: changes, ["InProgress", "Deployed"])
  func `a change is left where it takes something away and a deployment is under way`(
    _ change: (type: ResourceType, member: String, now: JSONValue, declared: JSONValue, takesAway: Bool), status: String
  ) throws {
    let id = change.type == .bucket ? "site" : "edge"
    var declaration = Declaration(
      .init(change.type, id: id), expect: [change.member: change.declared], source: SourceMark(file: "b.yaml", line: 1))
    declaration.only = [DocumentPath(change.member)]
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    let names: JSONObject = change.type == .bucket ? ["Name": .string(id)] : ["RoleName": .string(id)]
    estate.add(
      Resource(
        reference: ResourceReference(type: change.type, id: id, account: Self.account),
        properties: names.merging([change.member: change.now])))
    // It has nothing to do with either any more: what it had is not known.
    estate.add(
      Resource(
        reference: ResourceReference(type: .distribution, id: "E1", account: Self.account),
        properties: ["Id": "E1", "Status": .string(status)]))
    let auditor = Auditor(rules: [], declarations: [declaration])
    let found = auditor.audit(estate).findings
    let plan = Planner(found.filter { $0.status == .fail }, in: estate).plan(heeding: auditor, having: found)
    if change.takesAway, status == "InProgress" {
      #expect(plan.steps.isEmpty, "\(plan.steps)")
      #expect(plan.refusals.contains { $0.reason.contains("CloudFront is deploying E1, and edges ask as before") })
    } else {
      #expect(plan.refusals.isEmpty && plan.steps.count == 1, "\(plan.refusals.map(\.reason))")
    }
  }
}
