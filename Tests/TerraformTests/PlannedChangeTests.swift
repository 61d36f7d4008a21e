import Auditing
import Documents
import Estate
import Terraform
import Testing

/// What plans do that the recorded one does not.
@Suite struct PlannedChangeTests {
  private func plan(_ planned: [JSONValue], _ changes: JSONValue...) -> JSONValue {
    [
      "format_version": "1.2", "planned_values": ["root_module": ["resources": .array(planned.map(Sample.resource))]],
      "resource_changes": .array(changes.map(Sample.resource)),
    ]
  }

  private static let trust = #"{"Version": "2012-10-17", "Statement": []}"#

  @Test func `a distribution that is not there yet is known by its alias, or not at all`() throws {
    let values: JSONValue = ["enabled": true, "aliases": ["a.example.com"]]
    let change: JSONValue = [
      "type": "aws_cloudfront_distribution", "name": "a",
      "change": ["actions": ["create"], "before": nil, "after": values, "after_unknown": ["id": true, "arn": true]],
    ]
    let document = try TerraformDocument(
      plan(
        [
          ["type": "aws_cloudfront_distribution", "name": "a", "values": values],
          ["type": "aws_cloudfront_distribution", "name": "b", "values": ["enabled": true]],
        ], change))
    #expect(document.planned?.map(\.selector) == [.init(.distribution, alias: "a.example.com")])
    #expect(document.state == [])
    #expect(
      document.notes.map(\.description) == [
        "aws_cloudfront_distribution.b is not there yet, and has no name to know it by before it is"
      ])
  }

  @Test func `what is replaced under another id has to go`() throws {
    let change: JSONValue = [
      "type": "aws_cloudfront_cache_policy", "name": "a",
      "change": [
        "actions": ["delete", "create"], "before": ["id": "old", "name": "a"], "after_unknown": ["id": true],
      ],
    ]
    let document = try TerraformDocument(
      plan([["type": "aws_cloudfront_cache_policy", "name": "a", "values": ["name": "a", "min_ttl": 1]]], change))
    #expect(document.planned?.map(\.selector) == [.init(.cachePolicy, name: "a"), .init(.cachePolicy, id: "old")])
    #expect(document.planned?.map(\.isAbsent) == [false, true])
  }

  @Test func `a bucket that loses its policy and its block is declared without them`() throws {
    func deletion(_ type: String, _ before: JSONValue) -> JSONValue {
      ["type": .string(type), "name": "a", "change": ["actions": ["delete"], "before": before]]
    }
    let bucket: JSONValue = ["bucket": "books", "policy": .string(Self.trust)]
    let document = try TerraformDocument(
      plan(
        [["type": "aws_s3_bucket", "name": "a", "values": bucket]],
        deletion("aws_s3_bucket_policy", ["bucket": "books", "policy": .string(Self.trust)]),
        deletion("aws_s3_bucket_public_access_block", ["bucket": "books"])))
    let declaration = try #require(document.planned?.first(.bucket, "books"))
    #expect(declaration.absent == ["Policy", "PublicAccessBlockConfiguration"])
    #expect(declaration.expect == [:])
  }

  @Test func `a key and a managed policy that are taken away may not be there`() throws {
    let store = "arn:aws:cloudfront::111122223333:key-value-store/4a4f"
    let document = try TerraformDocument(
      plan(
        [
          [
            "type": "aws_cloudfront_key_value_store", "name": "a", "values": ["name": "dates", "arn": .string(store)],
          ],
          [
            "type": "aws_iam_role", "name": "a",
            "values": [
              "name": "edge", "assume_role_policy": .string(Self.trust),
              "managed_policy_arns": ["arn:aws:iam::aws:policy/service-role/Gone"],
            ],
          ],
        ],
        [
          "type": "aws_cloudfrontkeyvaluestore_key", "name": "a",
          "change": ["actions": ["delete"], "before": ["key_value_store_arn": .string(store), "key": "/a"]],
        ],
        [
          "type": "aws_iam_role_policy_attachment", "name": "a",
          "change": [
            "actions": ["delete"],
            "before": ["role": "edge", "policy_arn": "arn:aws:iam::aws:policy/service-role/Gone"],
          ],
        ]))
    #expect(document.planned?.first(.keyValueStore, "dates")?.absent == ["Items[/a]"])
    let role = try #require(document.planned?.first(.role, "edge"))
    #expect(role.absent == ["AttachedManagedPolicies[arn:aws:iam::aws:policy/service-role/Gone]"])
    #expect(role.expect["AttachedManagedPolicies"] == nil)
  }

  @Test func `a managed policy that is to change in a way nobody knows yet is attached all the same`() throws {
    let arn: JSONValue = "arn:aws:iam::111122223333:policy/own"
    let attachment: JSONValue = [
      "type": "aws_iam_role_policy_attachment", "name": "a", "values": ["role": "edge", "policy_arn": arn],
    ]
    let document = try TerraformDocument(
      plan(
        [attachment, ["type": "aws_iam_policy", "name": "a", "values": ["arn": arn]]],
        [
          "type": "aws_iam_policy", "name": "a",
          "change": [
            "actions": ["update"], "before": ["arn": arn, "policy": .string(Self.trust)],
            "after_unknown": ["policy": true],
          ],
        ]))
    #expect(document.planned?.first?.expect == ["AttachedManagedPolicies": [["PolicyArn": arn]]])
  }

  @Test func `a key whose value is not known yet is there, and its store stays open`() throws {
    let arn: JSONValue = "arn:aws:cloudfront::111122223333:key-value-store/4a4f"
    let document = try TerraformDocument(
      plan(
        [
          ["type": "aws_cloudfront_key_value_store", "name": "a", "values": ["name": "dates", "arn": arn]],
          [
            "type": "aws_cloudfrontkeyvaluestore_keys_exclusive", "name": "a",
            "values": [
              "key_value_store_arn": arn, "resource_key_value_pair": [["key": "/a"], ["key": "/b", "value": "2"]],
            ],
          ],
        ],
        [
          "type": "aws_cloudfrontkeyvaluestore_keys_exclusive", "name": "a",
          "change": [
            "actions": ["update"], "before": ["key_value_store_arn": arn],
            "after_unknown": ["resource_key_value_pair": [["value": true], [:]]],
          ],
        ]))
    let store = try #require(document.planned?.first)
    #expect(store.expect["Items"] == [["Key": "/a"], ["Key": "/b", "Value": "2"]])
    #expect(store.only == [])
    #expect(document.notes.map(\.attribute) == ["Items[/a].Value"])
  }

  @Test func `what a plan forgets, or only reads, is not declared`() throws {
    let document = try TerraformDocument(
      plan(
        [],
        [
          "type": "aws_cloudfront_function", "name": "a",
          "change": ["actions": ["forget"], "before": ["name": "a"]],
        ],
        [
          "type": "aws_cloudfront_function", "name": "b", "mode": "data",
          "change": ["actions": ["read"], "before": ["name": "b"]],
        ],
        [
          "type": "aws_cloudfront_function", "name": "c", "deposed": "0123abcd",
          "change": ["actions": ["delete"], "before": ["name": "c"]],
        ]))
    #expect(document.planned == [])
  }

  @Test func `code that was changed by hand is held, and not what is asked for`() throws {
    let (asked, held) = ("fbXL1v9latz24ZoGQO7/RuL/ENE/WxeyshXQCMmhoE8=", "AH8iSPZMnhAF7L9Quxc2RMZyKiQtWBDu8SwC+vUlxww=")
    let function: JSONValue = [
      "type": "aws_lambda_function", "name": "a",
      "values": [
        "function_name": "a", "arn": "arn:aws:lambda:us-east-1:111122223333:function:a",
        "source_code_hash": .string(asked), "code_sha256": .string(held),
      ],
    ]
    var document = plan([function]).object ?? [:]
    document["prior_state"] = Sample.state(function)
    let read = try TerraformDocument(.object(document))
    #expect(read.planned?.first?.expect["CodeSha256"] == .string(asked))
    #expect(read.state.first?.expect["CodeSha256"] == .string(held))
    #expect(read.notes.map(\.attribute) == ["source_code_hash"])
  }

  // MARK: What Terraform saw change

  private static func group(_ days: JSONValue, named name: String = "a") -> JSONValue {
    ["name": .string(name), "retention_in_days": days, "region": "us-east-1"]
  }

  private func drifted(planned: JSONValue, seen: JSONValue?, held: JSONValue) throws -> TerraformDocument {
    func resource(_ values: JSONValue) -> JSONValue {
      Sample.resource(["type": "aws_cloudwatch_log_group", "name": "a", "values": values])
    }
    func change(_ actions: JSONValue, _ before: JSONValue, _ after: JSONValue) -> JSONValue {
      Sample.resource([
        "type": "aws_cloudwatch_log_group", "name": "a",
        "change": ["actions": actions, "before": before, "after": after, "after_unknown": [:]],
      ])
    }
    return try TerraformDocument([
      "format_version": "1.2", "planned_values": ["root_module": ["resources": [resource(planned)]]],
      "prior_state": ["values": ["root_module": ["resources": .array(seen.map { [resource($0)] } ?? [])]]],
      "resource_drift": [change(seen == nil ? ["delete"] : ["update"], held, seen ?? nil)],
      "resource_changes": [change(seen == nil ? ["create"] : ["update"], seen ?? nil, planned)],
    ])
  }

  @Test func `what the state held is what it held before the plan looked, so that drift is told from requests`() throws
  {
    let outside = try drifted(planned: Self.group(30), seen: Self.group(0), held: Self.group(30))
    #expect(outside.declarations.map(\.prior?.expect["retentionInDays"]) == [30])
    let asked = try drifted(planned: Self.group(30), seen: Self.group(0), held: Self.group(7))
    #expect(asked.declarations.map(\.prior?.expect["retentionInDays"]) == [7])
    let deleted = try drifted(planned: Self.group(30), seen: nil, held: Self.group(30))
    #expect(deleted.declarations.map(\.prior?.exists) == [true])
  }

  @Test(arguments: [
    "[]", "null", #"[{"address": "a.b", "type": "aws_iam_role", "change": {}}]"#,
    #"[{"address": "a.b", "type": "aws_iam_role", "mode": "data", "change": {"before": {"name": "x"}}}]"#,
    #"[{"address": "a.b", "type": "aws_iam_role", "deposed": "1a", "change": {"before": {"name": "x"}}}]"#,
    #"[{"address": "a.b", "type": "aws_iam_role", "change": {"before": {"name": "x"}, "before_sensitive": true}}]"#,
  ])
  func `drift that says nothing changes nothing`(drift: String) throws {
    let document = try TerraformDocument([
      "format_version": "1.2", "planned_values": [:], "resource_drift": try JSONReader.read(Array(drift.utf8)),
    ])
    #expect(document.declarations.isEmpty)
  }
}
