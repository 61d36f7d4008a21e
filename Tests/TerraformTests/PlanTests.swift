import Auditing
import Documents
import Estate
import Terraform
import Testing

/// A plan that creates, updates, replaces and deletes, as Terraform 1.11 and provider 5.100 wrote it.
@Suite struct PlanTests {
  private let document: TerraformDocument
  private let planned: [Declaration]

  init() throws {
    document = try Sample.read("provider5.plan.json")
    planned = try #require(document.planned)
  }

  @Test func `it says what it is`() {
    #expect(document.form == .plan)
    #expect(document.terraformVersion == "1.11.4")
    #expect(document.providerVersions == ["registry.terraform.io/hashicorp/aws": "~> 5.100"])
  }

  @Test func `the state that it starts from is the state`() throws {
    // The plan has asked AWS again, which brings sets in another order, and empty values for null.
    let state = try Sample.read("provider5.state.json").state.filter { $0.selector.type != .originAccessIdentity }
    #expect(Set(state.map(\.address)) == Set(document.state.map(\.address)))
    for declaration in document.state {
      let before = try #require(state.first { $0.address == declaration.address })
      #expect(before.document.misfits(in: declaration.document) == [])
      #expect(declaration.document.misfits(in: before.document) == [])
    }
  }

  @Test func `a plan that changes nothing declares what the state holds`() throws {
    let unchanged = try Sample.read("provider5.unchanged.plan.json")
    #expect(unchanged.planned == unchanged.state)
    #expect(unchanged.state.count == 19)
  }

  @Test func `what is created is declared`() throws {
    let banner = try #require(planned.first(.cloudFrontFunction, "books-banner"))
    #expect(banner.address == "module.edge.aws_cloudfront_function.banner[0]")
    #expect(banner.document["LIVE"]["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0")
    #expect(document.state.first(.cloudFrontFunction, "books-banner") == nil)
  }

  @Test func `what is updated is declared as it is to be, and held as it was`() throws {
    func memory(_ declarations: [Declaration]) -> JSONValue? {
      declarations.first(.lambdaFunction, "books-resizer")?.expect["MemorySize"]
    }
    #expect(memory(planned) == 512)
    #expect(memory(document.state) == 128)
    func date(_ declarations: [Declaration]) -> JSONValue? {
      declarations.first(.keyValueStore, "books-dates")?.expect["Items"]?[0]["Value"]
    }
    #expect(date(planned) == "2030-01-01 00:00:00+09:00")
    #expect(date(document.state) == "2024-02-15 09:00:00+09:00")
    let books = try #require(planned.first { $0.address.hasSuffix("distribution.books") })
    #expect(books.document["CacheBehaviors"][1]["DefaultTTL"] == 60)
  }

  @Test func `what is deleted may not be there`() throws {
    let guardFunction = try #require(planned.first(.cloudFrontFunction, "books-old-guard"))
    #expect(guardFunction.isAbsent)
    #expect(guardFunction.expect.isEmpty)
    #expect(document.state.first(.cloudFrontFunction, "books-old-guard")?.isAbsent == false)
    #expect(planned.filter(\.isAbsent).count == 1)
  }

  @Test func `a policy that is taken from a role that stays may not be there`() throws {
    let role = try #require(planned.first(.role, "books-resizer"))
    #expect(role.absent == ["RolePolicyList[tables]"])
    #expect(role.expect["RolePolicyList"] == nil)
    #expect(document.state.first(.role, "books-resizer")?.document["RolePolicyList"][0]["PolicyName"] == "tables")
  }

  @Test func `what is replaced under its name is declared once`() throws {
    let roles = planned.filter { $0.selector.id == "books-invalidator" && $0.selector.type == .role }
    #expect(roles.count == 1)
    #expect(roles.first?.isAbsent == false)
    #expect(roles.first?.expect["Path"] == "/other/")
  }

  @Test func `what is known only after the apply is left out, and its place stays open`() throws {
    let books = try #require(planned.first { $0.address.hasSuffix("distribution.books") })
    #expect(
      books.document["DefaultCacheBehavior"]["LambdaFunctionAssociations"]
        == [["EventType": "origin-response", "IncludeBody": false]])
    #expect(books.only == ["Origins", "OriginGroups", "CacheBehaviors", "CustomErrorResponses"])
    #expect(
      document.state.first { $0.address.hasSuffix("distribution.books") }?.only.contains("DefaultCacheBehavior") == true
    )
    #expect(
      document.notes.map(\.description).contains(
        "module.edge.aws_cloudfront_distribution.books: "
          + "DefaultCacheBehavior.LambdaFunctionAssociations[0].LambdaFunctionARN is known only after the plan is applied"
      ))
  }

  @Test func `notes come once, though state and plan both give rise to them`() {
    #expect(document.notes.count == 2)
    #expect(Set(document.notes).count == document.notes.count)
  }

  // MARK: What no recorded plan does

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
    #expect(role.absent == ["AttachedManagedPolicies[Gone]"])
    #expect(role.expect["AttachedManagedPolicies"] == nil)
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
