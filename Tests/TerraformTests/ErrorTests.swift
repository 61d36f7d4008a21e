import Documents
import Foundation
import Terraform
import Testing

/// Files that are no Terraform documents, and documents that are damaged.
@Suite struct ErrorTests {
  private func error(_ bytes: [UInt8]) -> String? {
    do {
      _ = try TerraformDocument(bytes: bytes, file: "f")
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func error(_ text: String) -> String? { error(Array(text.utf8)) }

  @Test(
    arguments: [
      ("", "f:1: this is empty."),
      (" \n", "f:1: this is empty."),
      ("PK\u{3}\u{4}rest", "a plan as `terraform plan -out` saves it. Write it with `terraform show -json PLAN"),
      ("# Edge\nresource \"aws_cloudfront_distribution\" \"a\" {\n}\n", "is configuration"),
      ("locals{\n}\n", "is configuration"),
      (#"{"@level":"info","@message":"Terraform 1.11.4"}"# + "\n{}", "is the log of `terraform plan -json`"),
      ("{\n  \"version\": 4,\n  nonsense\n}", "f:3: this is no JSON: line 3, column 3"),
      (#"{"format_version": "1.0", "format_version": "1.1"}"#, "this is no JSON: line 1, column 27"),
      ("[]", "is neither a state nor a plan, but a single value or a list."),
      ("{}", "is neither a state nor a plan. Read what"),
      (#"{"version": 3, "modules": []}"#, "is a state of version 3, as Terraform 0.11"),
      (#"{"version": 5, "lineage": "a", "resources": []}"#, "is a state of a version that is not known here."),
      (#"{"serial": 1, "lineage": "a", "encrypted_data": "x"}"#, "is an encrypted state."),
      (#"{"format_version": "2.0", "values": {}}"#, "has a format_version that is not known here: 2.0."),
      (#"{"format_version": "1.0", "provider_schemas": {}}"#, "holds the schemas of providers"),
      (#"{"schemaVersion": "1", "coverage": [], "resources": []}"#, "is a snapshot of audit. Give it with --snapshot."),
      (#"{"Resources": {}}"#, "is a template of CloudFormation"),
      (#"{"resource": {"aws_s3_bucket": {}}}"#, "is configuration"),
    ]) func `a file that is something else is called by its name`(text: String, message: String) throws
  {
    let error = try #require(self.error(text))
    #expect(error.contains(message))
  }

  @Test(
    arguments: [
      (#"{"version": 4, "resources": {}}"#, "is damaged: resources is no list."),
      (#"{"version": 4, "resources": [{"mode": "managed"}]}"#, "is damaged: resources[0].type is no text."),
      (
        #"{"version": 4, "resources": [{"mode": "managed", "type": "a", "name": "b", "instances": 1}]}"#,
        "is damaged: resources[0].instances is no list."
      ),
      (
        #"{"format_version": "1.0", "values": {"root_module": {"resources": [{"type": "a"}]}}}"#,
        "is damaged: values.root_module.resources[0].address is no text."
      ),
      (
        #"{"format_version": "1.0", "values": {"root_module": {"child_modules": [{"resources": ""}]}}}"#,
        "is damaged: values.root_module.child_modules[0].resources is no list."
      ),
      (
        #"{"format_version": "1.0", "planned_values": {}, "resource_changes": [{"address": "a"}]}"#,
        "is damaged: resource_changes[0].type is no text."
      ),
      (
        #"{"format_version": "1.0", "planned_values": {}, "prior_state": {"values": {"root_module": {"resources": 1}}}}"#,
        "is damaged: prior_state.values.root_module.resources is no list."
      ),
    ]) func `a damaged document is refused with the place`(text: String, message: String) throws
  {
    let error = try #require(self.error(text))
    #expect(error.hasSuffix(message), "\(error)")
  }

  @Test func `every prefix of a document is refused, and nothing traps`() throws {
    let bytes = try Sample.bytes("provider5.plan.json")
    for count in stride(from: 0, to: bytes.count - 2, by: 997) { #expect(error(Array(bytes[..<count])) != nil) }
  }

  @Test func `documents without resources are read`() throws {
    for text in [
      #"{"format_version": "1.0"}"#, #"{"format_version": "1.0", "terraform_version": "1.11.4", "values": {}}"#,
      #"{"version": 4, "terraform_version": "1.5.7", "serial": 1, "lineage": "a", "outputs": {}, "resources": []}"#,
    ] {
      let document = try TerraformDocument(bytes: Array(text.utf8), file: "f")
      #expect(document.state == [])
      #expect(document.notes == [])
    }
  }

  @Test func `a plan of a run that failed says so`() throws {
    let text = #"{"format_version": "1.2", "planned_values": {}, "errored": true}"#
    #expect(
      try TerraformDocument(bytes: Array(text.utf8), file: "f").notes.map(\.description) == [
        "The document is the plan of a run that failed, so it may lack changes"
      ])
  }

  @Test func `objects that are deposed, or in a layout of long ago, are said`() throws {
    let text = """
      {"version": 4, "resources": [{"mode": "managed", "type": "aws_cloudfront_function", "name": "a", "instances": [
        {"deposed": "0123abcd", "attributes": {"name": "f"}}, {"attributes_flat": {"name": "f"}}]}]}
      """
    let document = try TerraformDocument(bytes: Array(text.utf8), file: "f")
    #expect(document.state == [])
    #expect(
      document.notes.map(\.description) == [
        "aws_cloudfront_function.a has a deposed object, which the next apply deletes",
        "aws_cloudfront_function.a has no attributes in the layout of today; run `terraform refresh`",
      ])
  }

  @Test func `values of other types than they should have do not trap`() throws {
    let wrong: [JSONValue] = [nil, true, 1, "text", [], [[]], [1], [nil], [["a": 1]], ["a": ["b"]]]
    let types = [
      "aws_cloudfront_distribution", "aws_cloudfront_function", "aws_cloudfront_key_value_store", "aws_lambda_function",
      "aws_cloudfrontkeyvaluestore_key", "aws_cloudfrontkeyvaluestore_keys_exclusive", "aws_cloudfront_cache_policy",
      "aws_cloudfront_response_headers_policy", "aws_iam_role", "aws_iam_role_policy", "aws_iam_policy_attachment",
      "aws_s3_bucket_policy", "aws_s3_bucket_public_access_block", "aws_s3_bucket", "aws_cloudwatch_log_group",
    ]
    let plan = try JSONReader.read(Sample.bytes("provider5.state.json"))
    var names: [String: Set<String>] = [:]
    func collect(_ module: JSONValue) {
      for resource in module["resources"].array ?? [] {
        names[resource["type"].string ?? "", default: []].formUnion(resource["values"].object?.names ?? [])
      }
      for child in module["child_modules"].array ?? [] { collect(child) }
    }
    collect(plan["values"]["root_module"])
    for type in types {
      for value in wrong {
        let values = JSONObject((names[type] ?? ["name"]).sorted().map { ($0, value) })
        for key in ["id", "name", "bucket", "role", "function_name"] {
          let named = values.merging([key: "a"])
          _ = try TerraformDocument(
            Sample.state(["type": .string(type), "name": "a", "values": .object(named), "sensitive_values": value]))
        }
      }
    }
  }
}
