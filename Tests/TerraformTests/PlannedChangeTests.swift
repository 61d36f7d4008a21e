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

/// What a plan says beside the resources that it plans, and what it leaves out.
@Suite struct PartialPlanTests {
  private static let bucket: JSONValue = [
    "address": "aws_s3_bucket_policy.a", "type": "aws_s3_bucket_policy", "name": "a", "mode": "managed",
    "change": [
      "actions": ["update"], "before": ["bucket": "books", "policy": "{}"], "after": ["bucket": "books"],
      "after_unknown": ["policy": true],
    ],
  ]

  private static func plan(_ members: JSONObject, _ resources: JSONValue..., changes: [JSONValue] = []) -> JSONValue {
    .object(
      ([
        "format_version": "1.2",
        "planned_values": ["root_module": ["resources": .array(resources.map(Sample.resource))]],
        "resource_changes": .array(changes.map(Sample.resource)),
      ] as JSONObject).merging(members))
  }

  @Test func `what is deferred is said, and nothing is declared of it`() throws {
    let document = try TerraformDocument(
      Self.plan([
        "complete": false,
        "deferred_changes": [
          ["reason": "resource_config_unknown", "resource_change": Self.bucket],
          ["reason": "absent_prereq", "resource_change": ["address": "x.y", "type": "x", "mode": "managed"]],
          [
            "reason": "provider_config_unknown",
            "resource_change": ["address": "data.aws_iam_role.r", "type": "aws_iam_role", "mode": "data"],
          ],
        ],
      ]))
    #expect(document.planned == [])
    #expect(
      document.notes.map(\.description) == [
        "The document is a plan that leaves out some of what the configuration asks for, deferred or by -target, and what it "
          + "leaves out is not compared",
        "aws_s3_bucket_policy.a is deferred to a later plan (resource_config_unknown), and is not compared: how it is to be "
          + "is not known",
      ])
    #expect(throws: TerraformDocumentError.self) { try TerraformDocument(Self.plan(["deferred_changes": ["a": 1]])) }
  }

  // A role says which policies are in it, whoever declares them: only where no resource of its own does is that the role's.
  @Test(arguments: ["deferred_changes", "prior_state"])
  func `a part that is left for later is not taken for its owner's`(left: String) throws {
    let policy: JSONValue = ["role": "edge", "name": "p", "policy": "{}"]
    let role: JSONValue = [
      "type": "aws_iam_role", "name": "edge",
      "values": [
        "name": "edge", "assume_role_policy": #"{"Version": "2012-10-17", "Statement": []}"#,
        "inline_policy": [["name": "p", "policy": #"{"Version": "2012-10-17", "Statement": []}"#]],
      ],
    ]
    let resource = Sample.resource(["type": "aws_iam_role_policy", "name": "p", "values": policy])
    let members: JSONObject =
      left == "prior_state"
      ? [left: ["format_version": "1.0", "values": ["root_module": ["resources": [resource]]]]]
      : [
        left: [
          ["reason": "x", "resource_change": .object((resource.object ?? [:]).merging(["change": ["before": policy]]))]
        ]
      ]
    #expect(try TerraformDocument(Self.plan([:], role)).planned?.first?.expect["RolePolicyList"] != nil)
    #expect(try TerraformDocument(Self.plan(members, role)).planned?.first?.expect["RolePolicyList"] == nil)
  }

  @Test func `what is taken out of the state stays, and nothing is declared of it`() throws {
    // As Terraform 1.11.4 writes it: among what is planned, without values.
    let document = try TerraformDocument(
      Self.plan(
        ["complete": true], ["type": "aws_cloudfront_distribution", "name": "a"],
        changes: [
          [
            "type": "aws_cloudfront_distribution", "name": "a",
            "change": ["actions": ["forget"], "before": ["id": "E1", "enabled": true], "after": nil],
          ]
        ]))
    #expect(document.planned == [])
    #expect(
      document.notes.map(\.description) == [
        "aws_cloudfront_distribution.a is taken out of Terraform's state and stays as it is, so nothing is declared of it"
      ])
  }

  @Test func `what is renamed or imported is declared under its new address, and held as it was found`() throws {
    let values: JSONValue = ["id": "E1", "comment": "new", "enabled": true]
    let before: JSONValue = ["id": "E1", "comment": "old", "enabled": true]
    let resource: JSONValue = ["type": "aws_cloudfront_distribution", "name": "b", "values": values]
    var change: JSONObject = [
      "type": "aws_cloudfront_distribution", "name": "b", "previous_address": "aws_cloudfront_distribution.a",
    ]
    change["change"] = ["actions": ["update"], "before": before, "after": values, "importing": ["id": "E1"]]
    let held = Sample.resource(["type": "aws_cloudfront_distribution", "name": "b", "values": before])
    let document = try TerraformDocument(
      Self.plan(
        ["prior_state": ["format_version": "1.0", "values": ["root_module": ["resources": [held]]]]], resource,
        changes: [.object(change)]))
    #expect(document.notes == [])
    let declaration = try #require(document.declarations.first)
    #expect(declaration.address == "aws_cloudfront_distribution.b")
    #expect(declaration.prior?.exists == true)
    #expect(declaration.prior?.expect["Comment"] == "old")
  }

  @Test func `actions of edge services, and checks that did not hold, are said`() throws {
    let document = try TerraformDocument(
      Self.plan([
        "action_invocations": [
          ["address": "action.aws_cloudfront_create_invalidation.a", "type": "aws_cloudfront_create_invalidation"],
          ["address": "action.local_command.b", "type": "local_command"],
        ],
        "deferred_action_invocations": [
          ["reason": "x", "action_invocation": ["address": "action.aws_lambda_invoke.c", "type": "aws_lambda_invoke"]]
        ],
        "checks": [
          ["address": ["to_display": "check.site"], "status": "fail"],
          ["address": ["to_display": "check.other"], "status": "error"],
          ["address": ["to_display": "check.good"], "status": "pass"],
          ["address": ["to_display": "check.later"], "status": "unknown"],
        ],
      ]))
    #expect(
      document.notes.map(\.address) == [
        "action.aws_cloudfront_create_invalidation.a", "action.aws_lambda_invoke.c", "check.site", "check.other",
      ])
  }

  @Test(arguments: ["ephemeral", "action", "list"])
  func `what lives no longer than a run is declared nowhere`(mode: String) throws {
    let resource: JSONValue = [
      "type": "aws_cloudfront_distribution", "name": "a", "mode": .string(mode), "values": ["id": "E1"],
    ]
    #expect(try TerraformDocument(Self.plan([:], resource)).planned == [])
    #expect(try TerraformDocument(Sample.state(resource)).state == [])
  }
}
