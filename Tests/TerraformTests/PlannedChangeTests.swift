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
}
