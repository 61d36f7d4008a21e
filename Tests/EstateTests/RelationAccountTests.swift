import Documents
import Schema
import Testing
@testable import Estate

/// Relations by ARN lead to what is in the account of the ARN, and never to what has the same name in another one.
@Suite struct RelationAccountTests {
  /// An object that names another one by an ARN: where it is, the relation, and what it leads to.
  static let ties: [(ResourceType, JSONObject, [String], ResourceType, String)] = [
    (
      .bucket,
      ["NotificationConfiguration": ["LambdaFunctionConfigurations": [["LambdaFunctionArn": arn("function:f")]]]],
      ["NotificationConfiguration", "LambdaFunctionConfigurations", "Function"], .lambdaFunction, "f"
    ),
    (
      .bucket, ["TopicSubscriptions": [["LambdaFunctionArn": arn("function:f")]]], ["TopicSubscriptions", "Function"],
      .lambdaFunction, "f"
    ),
    (
      .bucket, ["EventTargets": [["LambdaFunctionArn": arn("function:f:live")]]], ["EventTargets", "Function"],
      .lambdaFunction, "f"
    ),
    (.lambdaVersion, ["FunctionArn": arn("function:f:1")], ["Function"], .lambdaFunction, "f"),
    (.lambdaVersion, ["Role": arn("role/x/edge", "iam", "")], ["ExecutionRole"], .role, "edge"),
    (
      .distribution,
      [
        "DefaultCacheBehavior": [
          "LambdaFunctionAssociations": [["EventType": "viewer-request", "LambdaFunctionARN": arn("function:f:1")]]
        ]
      ],
      ["DefaultCacheBehavior", "LambdaFunctionAssociations", "Version"], .lambdaVersion, "f:1"
    ),
    (
      .distribution,
      [
        "DefaultCacheBehavior": [
          "FunctionAssociations": [["EventType": "viewer-request", "FunctionARN": arn("function/f", "cloudfront", "")]]
        ]
      ],
      ["DefaultCacheBehavior", "FunctionAssociations", "Function"], .cloudFrontFunction, "f"
    ),
  ]

  private static func arn(_ resource: String, _ service: String = "lambda", _ region: String = "us-east-1") -> JSONValue
  {
    .string("arn:aws:\(service):\(region):111122223333:\(resource)")
  }

  @Test(arguments: ties)
  func `what has the same name in another account is not meant`(
    type: ResourceType, members: JSONObject, relation: [String], target: ResourceType, id: String
  ) {
    for (account, isThere) in [("111122223333", true), ("", true), ("999922223333", false)] {
      var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
      let region = target.schema.isRegional ? "us-east-1" : "global"
      let source = ResourceReference(
        type: type, id: "source:1", account: "111122223333", region: type.schema.isRegional ? "us-east-1" : "global")
      let resource = Resource(reference: source, properties: members)
      estate.add(resource)
      estate.add(
        Resource(
          reference: ResourceReference(
            type: target, id: id, account: account, region: region, readFrom: estate.account),
          properties: ["Description": "found", "Comment": "found"]))
      let use = relation.reversed().reduce(FieldUse.whole) { FieldUse(members: [$1: $0]) }
      let view = EstateView(estate, needing: RequiredAttributes(type, reading: use))
      if !isThere { #expect(estate.resources.keys.contains { $0.account == account }) }
      let document = view.document(of: resource, through: Projection(type, reading: use))
      let found = relation.reduce(document) { value, name in (value.array?.first ?? value)[name] }
      #expect((found["Description"] == "found" || found["Comment"] == "found") == isThere, "\(account): \(document)")
    }
  }

  @Test func `what two accounts call alike is kept apart, in a snapshot too`() throws {
    var estate = Estate(account: "111122223333", regions: ["us-east-1"])
    for account in ["111122223333", "999922223333"] {
      let reference = ResourceReference(
        type: .lambdaVersion, id: "f:1", account: account, region: "us-east-1", readFrom: estate.account)
      estate.add(Resource(reference: reference, properties: ["Role": .string(account)]))
    }
    estate.addAbsence(ResourceKey(.lambdaFunction, "f", region: "us-east-1", account: "999922223333"))
    let snapshot = Snapshot(estate: estate, startedAt: "", finishedAt: "", callsByOperation: [:], retries: 0)
    let read = try Snapshot(document: snapshot.document).estate
    #expect(read == estate)
    #expect(read.resources.values.map { $0.properties["Role"] } == ["111122223333", "999922223333"])
    // What it logs, and how, is nothing of this account's.
    let names = read.resources.values.map { EdgeLogGroup.names(of: $0.key, [:]).count }
    #expect(names == [2, 0])
  }
}
