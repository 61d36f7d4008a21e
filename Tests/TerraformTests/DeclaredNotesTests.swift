import Auditing
import Documents
import Estate
import Schema
import Terraform
import Testing

/// What a document says that is not compared, or cannot be told, is said.
@Suite struct DeclaredNotesTests {
  @Test func `each type that is not compared is said, those of the edge by their addresses`() throws {
    let document = try TerraformDocument(
      Sample.state(
        ["type": "aws_lambda_function_url", "name": "u", "values": [:]],
        ["type": "awscc_cloudfront_distribution", "name": "d", "values": [:]],
        ["type": "awscc_lambda_function", "name": "f", "values": [:]],
        ["type": "aws_s3_bucket_website_configuration", "name": "w", "values": [:]],
        ["type": "aws_route53_record", "name": "a", "values": [:]],
        ["type": "aws_route53_record", "name": "b", "values": [:]],
        ["type": "random_id", "name": "r", "values": [:]]))
    #expect(
      Set(document.notes.map(\.description)) == [
        "aws_lambda_function_url.u is of a type that is not compared",
        "awscc_cloudfront_distribution.d is of a type that is not compared",
        "awscc_lambda_function.f is of a type that is not compared",
        "aws_s3_bucket_website_configuration.w is of a type that is not compared",
        "aws_route53_record is a type that is not compared (2 of it)",
        "random_id is a type that is not compared (1 of it)",
      ])
    #expect(document.declarations.isEmpty)
    #expect(document.reportNotes(file: "t").first?.message == "The document declares nothing of an edge estate")
  }

  @Test func `an ARN that is empty is left out, and said`() throws {
    let document = try TerraformDocument(
      Sample.state(
        [
          "type": "aws_iam_role", "name": "r",
          "values": ["name": "r", "managed_policy_arns": ["", "arn:aws:iam::aws:policy/A"]],
        ],
        ["type": "aws_iam_role_policy_attachment", "name": "p", "values": ["role": "s", "policy_arn": ""]]))
    #expect(
      document.state.first(.role, "r")?.expect["AttachedManagedPolicies"]
        == [["PolicyArn": "arn:aws:iam::aws:policy/A"]])
    #expect(document.state.first(.role, "s") == nil)
    #expect(
      document.notes.map(\.description) == [
        "aws_iam_role.r: policy_arn is empty", "aws_iam_role_policy_attachment.p: policy_arn is empty",
      ])
  }

  /// A plan of one resource, with what is known of it only after it is applied.
  private func plan(_ type: String, _ values: JSONValue, unknown: JSONValue) throws -> TerraformDocument {
    try TerraformDocument([
      "format_version": "1.2",
      "planned_values": [
        "root_module": ["resources": [Sample.resource(["type": .string(type), "name": "a", "values": values])]]
      ],
      "resource_changes": [
        Sample.resource([
          "type": .string(type), "name": "a",
          "change": ["actions": ["create"], "before": nil, "after_unknown": unknown],
        ])
      ],
    ])
  }

  static let unknown: [(String, JSONValue, JSONValue)] = [
    ("aws_s3_bucket", [:], ["bucket": true]), ("aws_s3_bucket_policy", ["policy": "{}"], ["bucket": true]),
    ("aws_iam_role_policy", ["name": "p"], ["role": true, "policy": true]),
    ("aws_iam_policy_attachment", ["name": "p"], ["roles": true]), ("aws_iam_role_policy", [:], true),
    ("aws_iam_policy_attachment", ["roles": [nil]], ["roles": [true]]),
    ("aws_cloudfrontkeyvaluestore_key", ["key": "k"], ["key_value_store_arn": true]),
  ]

  @Test(arguments: unknown)
  func `what is known only after the plan is applied is not called missing`(
    type: String, values: JSONValue, unknown: JSONValue
  ) throws {
    let notes = try plan(type, values, unknown: unknown).notes.map(\.description)
    #expect(notes.contains { $0.contains("known only after the plan is applied") }, "\(type) \(notes)")
    #expect(!notes.contains { $0.contains("missing") }, "\(type) \(notes)")
  }

  @Test func `a finding names the resource that declares the value, not the first of those that do`() throws {
    let state = try TerraformDocument(
      Sample.state(
        ["type": "aws_iam_role", "name": "role", "values": ["name": "r", "description": "d"]],
        [
          "type": "aws_iam_role_policy", "name": "first",
          "values": ["role": "r", "name": "one", "policy": #"{"Version":"2012-10-17","Statement":[]}"#],
        ],
        [
          "type": "aws_iam_role_policy", "name": "second",
          "values": ["role": "r", "name": "two", "policy": #"{"Version":"2012-10-17","Statement":[]}"#],
        ]))
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(type: .role, id: "r"),
        properties: ["RoleName": "r", "Description": "e", "RolePolicyList": []]))
    let found = Auditor(rules: [], declarations: state.declarations).audit(estate).findings
    #expect(
      Dictionary(found.map { ($0.path, $0.address) }) { first, _ in first } == [
        "Description": "aws_iam_role.role", "RolePolicyList[one]": "aws_iam_role_policy.first",
        "RolePolicyList[two]": "aws_iam_role_policy.second",
      ])
    for finding in found { #expect(finding.message.hasPrefix("\(finding.address): ")) }
  }

  /// Resources that say of one thing what the second argument tells apart.
  static let twins: [(String, JSONValue, JSONValue, String)] = [
    (
      "aws_s3_bucket_policy", ["bucket": "b", "policy": #"{"Version":"2012-10-17","Statement":[]}"#],
      ["bucket": "b", "policy": #"{"Version":"2008-10-17","Statement":[]}"#], "Policy"
    ),
    (
      "aws_s3_bucket_public_access_block", ["bucket": "b", "block_public_acls": true],
      ["bucket": "b", "block_public_acls": false], "PublicAccessBlockConfiguration"
    ),
    (
      "aws_iam_role_policy", ["role": "r", "name": "p", "policy": #"{"Version":"2012-10-17","Statement":[]}"#],
      ["role": "r", "name": "p", "policy": #"{"Version":"2008-10-17","Statement":[]}"#], "RolePolicyList[p]"
    ),
  ]

  @Test(arguments: twins)
  func `two resources that declare one thing differently are said, and neither is judged`(
    type: String, one: JSONValue, other: JSONValue, place: String
  ) throws {
    let state = try TerraformDocument(
      Sample.state(
        ["type": .string(type), "name": "a", "values": one], ["type": .string(type), "name": "b", "values": other]))
    let declaration = try #require(state.state.first)
    #expect(declaration.doubts == [DocumentPath(place): "is declared differently by \(type).a and \(type).b"])
    #expect(state.notes.map(\.description).contains { $0.contains("is declared differently by") })
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(type: declaration.selector.type, id: declaration.selector.id ?? ""),
        properties: ["RolePolicyList": []]))
    let found = Auditor(rules: [], declarations: state.declarations).audit(estate)
    #expect(found.findings.map(\.reason) == [.undecided] && found.findings.map(\.path) == [place])
    // Twice the same is no doubt.
    let same = try TerraformDocument(
      Sample.state(
        ["type": .string(type), "name": "a", "values": one], ["type": .string(type), "name": "b", "values": one]))
    #expect(same.state.first?.doubts == [:])
  }

  @Test func `two resources that stand for one and declare it differently are two findings with two fingerprints`()
    throws
  {
    func group(_ name: String, _ days: Int) -> JSONValue {
      [
        "type": "aws_cloudwatch_log_group", "name": .string(name),
        "values": [
          "name": "/aws/lambda/us-east-1.f", "retention_in_days": .integer(days),
          "arn": "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/us-east-1.f",
        ],
      ]
    }
    let state = try TerraformDocument(Sample.state(group("a", 30), group("b", 60)))
    let estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    let found = Auditor(rules: [], declarations: state.declarations).audit(estate).findings
    #expect(found.map(\.reason) == [.undecided, .undecided])
    #expect(Set(found.map(\.fingerprint)).count == 2)
  }

  @Test func `a bucket is declared even where nothing else is said of it`() throws {
    let state = try TerraformDocument(
      Sample.state(["type": "aws_s3_bucket", "name": "b", "values": ["bucket": "gone"]]))
    let auditor = Auditor(rules: [], declarations: state.declarations)
    #expect(auditor.named == [ResourceKey(.bucket, "gone")] && auditor.needs.types.contains(.bucket))
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.addAbsence(ResourceKey(.bucket, "gone"))
    #expect(auditor.audit(estate).findings.map(\.status) == [.fail])
    estate.add(Resource(reference: ResourceReference(type: .bucket, id: "there"), properties: ["Policy": nil]))
    let there = try TerraformDocument(
      Sample.state(["type": "aws_s3_bucket", "name": "b", "values": ["bucket": "there"]]))
    #expect(Auditor(rules: [], declarations: there.declarations).audit(estate).findings == [])
  }

  // MARK: Regions

  @Test(arguments: ["aws_cloudwatch_log_group", "aws_lambda_function"])
  func `what is in a region that nobody says is looked for in that of the run`(type: String) throws {
    let isGroup = type == "aws_cloudwatch_log_group"
    let kind: ResourceType = isGroup ? .logGroup : .lambdaFunction
    let document = try TerraformDocument(
      Sample.state([
        "type": .string(type), "name": "a",
        "values": isGroup ? ["name": "/a", "retention_in_days": 14] : ["function_name": "/a", "memory_size": 128],
      ]))
    let auditor = Auditor(rules: [], declarations: document.declarations).looking(in: "eu-west-1")
    #expect(auditor.named == [ResourceKey(kind, "/a", region: "eu-west-1")])
    func findings(in region: String?) -> [Finding] {
      var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
      if let region {
        estate.add(
          Resource(
            reference: ResourceReference(type: kind, id: "/a", region: region),
            properties: isGroup ? ["retentionInDays": 14] : ["MemorySize": 128]))
      }
      if region != "eu-west-1" { estate.addAbsence(ResourceKey(kind, "/a", region: "eu-west-1")) }
      return auditor.audit(estate).findings
    }
    #expect(findings(in: "eu-west-1") == [])
    #expect(findings(in: nil).map(\.status) == [.fail])
    // One of that name elsewhere may be the one that is meant.
    #expect(findings(in: "us-east-1").map(\.reason) == [.undecided])
  }

  @Test func `a plan that says the region is looked for there`() throws {
    let document = try Sample.read("no-region.plan.json")
    let auditor = Auditor(rules: [], declarations: document.declarations).looking(in: "eu-west-1")
    #expect(auditor.named == [ResourceKey(.logGroup, "/app/one", region: "us-east-1")])
  }
}
