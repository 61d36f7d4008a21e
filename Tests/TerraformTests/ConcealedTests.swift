import Auditing
import Documents
import Estate
import Schema
import Terraform
import Testing

/// Blocks that Terraform marks as sensitive as a whole: sets, whatever of them is sensitive.
@Suite struct ConcealedTests {
  /// The findings on an estate with that one resource.
  private func findings(_ declarations: [Declaration], _ type: ResourceType, _ id: String, _ live: JSONObject)
    -> [Finding]
  {
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(type: type, id: id, account: "111122223333"),
        properties: Redacted.members(live, of: type)))
    return Auditor(rules: [], declarations: declarations).audit(estate).findings
  }

  private static let origin: JSONObject = [
    "Id": "a", "DomainName": "a.example.com", "CustomHeaders": [["HeaderName": "X-Key", "HeaderValue": "k"]],
    "OriginAccessControlId": "", "OriginPath": "",
  ]

  /// What somebody may change of an origin, or of their list.
  static let edits: [[JSONObject]] = [
    [origin.merging(["DomainName": "b.example.com"])], [origin.merging(["OriginPath": "/x"])],
    [origin.merging(["OriginAccessControlId": "E2"])], [origin.merging(["CustomHeaders": []])],
    [origin.merging(["CustomHeaders": [["HeaderName": "X-Other", "HeaderValue": "k"]]])], [],
    [origin, origin.merging(["Id": "b"])],
  ]

  @Test func `of origins that are marked whole, only values of headers are left out, and said`() throws {
    let document = try Sample.read("sensitive-origin.tfstate")
    let live: JSONObject = ["Comment": "c", "Enabled": true, "Origins": [.object(Self.origin)]]
    #expect(findings(document.state, .distribution, "E1EXAMPLE000000", live) == [])
    #expect(
      document.notes.map(\.description) == [
        "aws_cloudfront_distribution.x: origin[0].custom_header[0].value is a secret, of which is compared only that "
          + "it is there"
      ])
  }

  @Test(arguments: edits)
  func `what is changed of such a block is found, and no secret is shown`(_ origins: [JSONObject]) throws {
    let document = try Sample.read("sensitive-origin.tfstate")
    let live: JSONObject = ["Comment": "c", "Enabled": true, "Origins": .array(origins.map(JSONValue.object))]
    let found = findings(document.state, .distribution, "E1EXAMPLE000000", live)
    #expect(!found.isEmpty)
    for finding in found {
      #expect(finding.status == .fail && finding.place.root == "Origins")
      #expect(finding.expected.isNull || !JSONWriter().string(finding.expected).contains("\"k\""))
    }
  }

  @Test(arguments: edits)
  func `where it is not known which value is sensitive, all is compared and nothing shown`(
    _ origins: [JSONObject]
  ) throws {
    let document = try TerraformDocument(
      Sample.state([
        "type": "aws_cloudfront_distribution", "name": "x", "sensitive_values": ["origin": true],
        "values": [
          "id": "E1", "comment": "c", "enabled": true,
          "origin": [
            ["origin_id": "a", "domain_name": "a.example.com", "origin_access_control_id": "", "origin_path": ""]
          ],
        ],
      ]))
    #expect(document.notes.map(\.description).contains { $0.hasSuffix("it is compared, and not shown") })
    let plain = origins.map { origin in
      var origin = origin
      origin["CustomHeaders"] = []
      return origin
    }
    let live: JSONObject = ["Comment": "c", "Enabled": true, "Origins": .array(plain.map(JSONValue.object))]
    let found = findings(document.state, .distribution, "E1", live)
    #expect(found.isEmpty == (plain == [Self.origin.merging(["CustomHeaders": []])]))
    for finding in found {
      #expect(finding.status == .fail && finding.place.root == "Origins" && !finding.repair.isAvailable)
      for value in [finding.expected, finding.actual] { #expect(value.isNull || value == "(redacted)") }
      #expect(!"\(finding)".contains("example.com"))
    }
  }

  @Test func `a set within a block, and one of another resource, are compared as well`() throws {
    let policy = try TerraformDocument(
      Sample.state([
        "type": "aws_cloudfront_response_headers_policy", "name": "p",
        "sensitive_values": ["custom_headers_config": [["items": true]]],
        "values": [
          "id": "P1", "name": "p",
          "custom_headers_config": [["items": [["header": "X-A", "value": "secret", "override": true]]]],
        ],
      ]))
    let declaration = try #require(policy.state.first)
    #expect(declaration.concealed.map(\.description) == ["ResponseHeadersPolicyConfig.CustomHeadersConfig"])
    #expect(!JSONWriter().string(.object(declaration.disclosed.expect)).contains("secret"))
    #expect(JSONWriter().string(.object(declaration.expect)).contains("secret"))

    let store = try TerraformDocument(
      Sample.state(
        [
          "type": "aws_cloudfront_key_value_store", "name": "s",
          "values": ["id": "x", "name": "s", "arn": "arn:aws:cloudfront::111122223333:key-value-store/x"],
        ],
        [
          "type": "aws_cloudfrontkeyvaluestore_keys_exclusive", "name": "k",
          "sensitive_values": ["resource_key_value_pair": true],
          "values": [
            "key_value_store_arn": "arn:aws:cloudfront::111122223333:key-value-store/x",
            "resource_key_value_pair": [["key": "a", "value": "secret"]],
          ],
        ]))
    let found = findings(
      store.state, .keyValueStore, "s", ["Name": "s", "Items": [["Key": "a", "Value": "other"]]])
    #expect(found.map(\.path) == ["Items[a].Value"])
    #expect(found.first?.expected == "(redacted)" && found.first?.actual == "(redacted)")
  }

  @Test(arguments: ["aws_iam_role", "aws_cloudfront_distribution"])
  func `tags of a provider that knows no default tags are compared, wherever tags are read`(type: String) throws {
    let isRole = type == "aws_iam_role"
    let document =
      isRole
      ? try Sample.read("old-tags.tfstate")
      : try TerraformDocument(
        Sample.state(["type": .string(type), "name": "d", "values": ["id": "E1", "tags": ["tier": "edge"]]]))
    #expect(document.state.first?.expect["Tags"] == [["Key": "tier", "Value": "edge"]])
    // Where a provider says all, that is what counts.
    let newer = try TerraformDocument(
      Sample.state([
        "type": .string(type), "name": "d",
        "values": ["id": "E1", "name": "r", "tags": ["a": "b"], "tags_all": ["a": "b", "c": "d"]],
      ]))
    #expect(newer.state.first?.expect["Tags"] == [["Key": "a", "Value": "b"], ["Key": "c", "Value": "d"]])
  }

  @Test func `what only names a backend is told from a state`() throws {
    for name in ["dot-terraform.tfstate"] {
      #expect {
        try Sample.read(name)
      } throws: { error in
        "\(error)".contains("only names a backend") && "\(error)".contains("terraform state pull")
      }
    }
    // As Terraform before 0.12 left it there, with modules that are empty.
    #expect {
      try TerraformDocument([
        "version": 3, "backend": ["type": "s3"], "modules": [["path": ["root"], "resources": [:]]],
      ])
    } throws: { "\($0)".contains("only names a backend") }
    #expect {
      try TerraformDocument(["version": 3, "modules": [["path": ["root"], "resources": ["a": 1]]]])
    } throws: { "\($0)".contains("terraform apply") }
  }
}
