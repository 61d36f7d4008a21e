import Auditing
import Documents
import Estate
import Terraform
import Testing

/// Several Terraform resources that are about one of AWS.
@Suite struct MergingTests {
  private static let policy =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#
  private static let document: JSONValue = [
    "Version": "2012-10-17", "Statement": [["Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"]],
  ]

  @Test func `a role is made of its policies and attachments, encoded or not`() throws {
    let encoded = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"
    let document = try TerraformDocument(
      Sample.state(
        [
          "type": "aws_iam_role_policy_attachment", "name": "a",
          "values": ["role": "edge", "policy_arn": "arn:aws:iam::111122223333:policy/own"],
        ],
        [
          "type": "aws_iam_policy", "name": "own",
          "values": ["arn": "arn:aws:iam::111122223333:policy/own", "policy": .string(Self.policy)],
        ],
        [
          "type": "aws_iam_role_policy", "name": "p",
          "values": ["role": "edge", "name": "p", "policy": .string(encoded)],
        ],
        [
          "type": "aws_iam_role", "name": "edge",
          "values": ["name": "edge", "assume_role_policy": .string(Self.policy), "permissions_boundary": "arn:b"],
        ],
        [
          "type": "aws_iam_policy_attachment", "name": "b",
          "values": ["roles": ["edge", "other"], "policy_arn": "arn:aws:iam::aws:policy/X"],
        ]))
    #expect(document.notes == [])
    #expect(document.state.map(\.selector) == [.init(.role, id: "edge"), .init(.role, id: "other")])
    let role = try #require(document.state.first)
    #expect(role.address == "aws_iam_role.edge")
    let attachment = DocumentPath("AttachedManagedPolicies").element("arn:aws:iam::111122223333:policy/own")
    #expect(role.address(at: attachment) == "aws_iam_role_policy_attachment.a")
    #expect(role.address(at: attachment.appending("PolicyDocument")) == "aws_iam_policy.own")
    #expect(
      role.expect == [
        "AssumeRolePolicyDocument": Self.document, "PermissionsBoundary": ["PermissionsBoundaryArn": "arn:b"],
        "AttachedManagedPolicies": [
          ["PolicyArn": "arn:aws:iam::111122223333:policy/own", "PolicyDocument": Self.document],
          ["PolicyArn": "arn:aws:iam::aws:policy/X"],
        ],
        "RolePolicyList": [["PolicyName": "p", "PolicyDocument": ["Version": "2012-10-17", "Statement": []]]],
      ])
  }

  @Test func `what a role says of its policies counts only where no resource of theirs does`() throws {
    let role: JSONValue = [
      "type": "aws_iam_role", "name": "edge",
      "values": [
        "name": "edge", "managed_policy_arns": ["arn:aws:iam::aws:policy/Old"],
        "inline_policy": [["name": "old", "policy": .string(Self.policy)]],
      ],
    ]
    let alone = try TerraformDocument(Sample.state(role))
    #expect(
      alone.state.first?.expect == [
        "AttachedManagedPolicies": [["PolicyArn": "arn:aws:iam::aws:policy/Old"]],
        "RolePolicyList": [["PolicyName": "old", "PolicyDocument": Self.document]],
      ])
    let beside = try TerraformDocument(
      Sample.state(
        role,
        [
          "type": "aws_iam_role_policy", "name": "p",
          "values": ["role": "edge", "name": "p", "policy": .string(Self.policy)],
        ],
        [
          "type": "aws_iam_role_policy_attachment", "name": "a",
          "values": ["role": "edge", "policy_arn": "arn:aws:iam::aws:policy/New"],
        ]))
    #expect(
      beside.state.first?.expect == [
        "AttachedManagedPolicies": [["PolicyArn": "arn:aws:iam::aws:policy/New"]],
        "RolePolicyList": [["PolicyName": "p", "PolicyDocument": Self.document]],
      ])
    let empty: JSONValue = ["name": "edge", "inline_policy": [["name": "", "policy": ""]], "managed_policy_arns": []]
    let none = try TerraformDocument(Sample.state(["type": "aws_iam_role", "name": "edge", "values": empty]))
    #expect(none.state.first?.expect == [:])
  }

  @Test func `a bucket is made of its policy and its block`() throws {
    let document = try TerraformDocument(
      Sample.state(
        ["type": "aws_s3_bucket_policy", "name": "a", "values": ["bucket": "books", "policy": .string(Self.policy)]],
        [
          "type": "aws_s3_bucket_public_access_block", "name": "a",
          "values": ["bucket": "books", "block_public_acls": true, "restrict_public_buckets": false],
        ],
        // What it said of its policy at the last refresh is over.
        ["type": "aws_s3_bucket", "name": "a", "values": ["bucket": "books", "policy": "{}"]],
        ["type": "aws_s3_bucket", "name": "b", "values": ["bucket": "logs", "policy": ""]]))
    #expect(document.state.map(\.selector) == [.init(.bucket, id: "books"), .init(.bucket, id: "logs")])
    #expect(document.state.last?.expect == [:])
    #expect(document.state.first?.address(at: "Policy") == "aws_s3_bucket_policy.a")
    #expect(
      document.state.first?.expect == [
        "Policy": Self.document,
        "PublicAccessBlockConfiguration": ["BlockPublicAcls": true, "RestrictPublicBuckets": false],
      ])
    let own = try TerraformDocument(
      Sample.state([
        "type": "aws_s3_bucket", "name": "a", "values": ["bucket": "books", "policy": .string(Self.policy)],
      ]))
    #expect(own.state.first?.expect == ["Policy": Self.document])
  }

  @Test func `a store is made of its keys, and closed where they are exclusive`() throws {
    let arn: JSONValue = "arn:aws:cloudfront::111122223333:key-value-store/4a4f"
    let store: JSONValue = [
      "type": "aws_cloudfront_key_value_store", "name": "a", "values": ["name": "dates", "arn": arn, "comment": "c"],
    ]
    let key: JSONValue = [
      "type": "aws_cloudfrontkeyvaluestore_key", "name": "a",
      "values": ["key_value_store_arn": arn, "key": "/a", "value": "1"],
    ]
    let open = try TerraformDocument(Sample.state(key, store)).state.first
    #expect(open?.selector == .init(.keyValueStore, id: "dates"))
    #expect(open?.expect == ["Comment": "c", "Items": [["Key": "/a", "Value": "1"]]])
    #expect(open?.only == [])
    let pairs: JSONValue = [["key": "/a", "value": "1"], ["key": "/b", "value": "2"]]
    let closed = try TerraformDocument(
      Sample.state(
        store,
        [
          "type": "aws_cloudfrontkeyvaluestore_keys_exclusive", "name": "a",
          "values": ["key_value_store_arn": arn, "max_batch_size": 50, "resource_key_value_pair": pairs],
        ])
    ).state.first
    #expect(closed?.expect["Items"] == [["Key": "/a", "Value": "1"], ["Key": "/b", "Value": "2"]])
    #expect(closed?.only == ["Items"])
    let lost = try TerraformDocument(Sample.state(key))
    #expect(lost.state == [])
    #expect(
      lost.notes.map(\.description) == [
        "aws_cloudfrontkeyvaluestore_key.a is of a key value store that is not in the document, so its name is not known"
      ])
  }

  /// Resources that allow nothing but what they name, with another that declares what they do not, and where.
  static let intruders: [(JSONValue, JSONValue, JSONValue, String)] = [
    (
      ["type": "aws_cloudfront_key_value_store", "name": "s", "values": ["name": "dates", "arn": "arn:s"]],
      [
        "type": "aws_cloudfrontkeyvaluestore_keys_exclusive", "name": "e",
        "values": ["key_value_store_arn": "arn:s", "resource_key_value_pair": [["key": "b", "value": "2"]]],
      ],
      [
        "type": "aws_cloudfrontkeyvaluestore_key", "name": "k",
        "values": ["key_value_store_arn": "arn:s", "key": "a", "value": "1"],
      ], "Items[a]"
    ),
    (
      ["type": "aws_iam_role", "name": "r", "values": ["name": "edge"]],
      [
        "type": "aws_iam_role_policies_exclusive", "name": "e",
        "values": ["role_name": "edge", "policy_names": ["b"]],
      ],
      [
        "type": "aws_iam_role_policy", "name": "k",
        "values": ["role": "edge", "name": "a", "policy": .string(policy)],
      ], "RolePolicyList[a]"
    ),
  ]

  @Test(arguments: intruders)
  func `what one resource declares and another does not allow is said, and not judged`(
    whole: JSONValue, exclusive: JSONValue, intruder: JSONValue, place: String
  ) throws {
    let state = try TerraformDocument(Sample.state(whole, intruder, exclusive))
    let (one, other) = ("\(intruder["type"].string ?? "").k", "\(exclusive["type"].string ?? "").e")
    #expect(state.state.first?.doubts == [DocumentPath(place): "is declared by \(one) and not allowed by \(other)"])
    #expect(state.notes.map(\.description).contains { $0.contains("not allowed by \(other)") })
    #expect(try TerraformDocument(Sample.state(whole, intruder)).state.first?.doubts == [:])
  }

  @Test func `what a resource allows is not known where it does not say`() throws {
    let state = try TerraformDocument(
      Sample.state(
        ["type": "aws_iam_role", "name": "r", "values": ["name": "edge"]],
        ["type": "aws_iam_role_policies_exclusive", "name": "e", "values": ["role_name": "edge"]],
        [
          "type": "aws_iam_role_policy", "name": "k",
          "values": ["role": "edge", "name": "a", "policy": .string(Self.policy)],
        ]))
    #expect(state.state.first?.doubts == [:] && state.state.first?.only.contains("RolePolicyList") == true)
  }

  @Test func `modules nest, and addresses are kept`() throws {
    let function: JSONValue = [
      "address": #"module.a.module.b["x"].aws_cloudfront_function.f[1]"#, "type": "aws_cloudfront_function",
      "name": "f",
      "mode": "managed", "values": ["name": "f", "publish": true, "code": "c"],
    ]
    let document: JSONValue = [
      "format_version": "1.0",
      "values": [
        "root_module": [
          "child_modules": [
            [
              "address": "module.a",
              "child_modules": [["address": #"module.a.module.b["x"]"#, "resources": [function]]],
            ]
          ]
        ]
      ],
    ]
    #expect(
      try TerraformDocument(document).state.map(\.address) == [#"module.a.module.b["x"].aws_cloudfront_function.f[1]"#])
    let raw: JSONValue = [
      "version": 4, "terraform_version": "1.5.7",
      "resources": [
        [
          "module": #"module.a.module.b["x"]"#, "mode": "managed", "type": "aws_cloudfront_function", "name": "f",
          "instances": [
            ["index_key": 1, "attributes": ["name": "f", "publish": true]],
            ["index_key": "say \"hi\"", "attributes": ["name": "g", "publish": true]],
          ],
        ]
      ],
    ]
    #expect(
      try TerraformDocument(raw).state.map(\.address) == [
        #"module.a.module.b["x"].aws_cloudfront_function.f[1]"#,
        #"module.a.module.b["x"].aws_cloudfront_function.f["say \"hi\""]"#,
      ])
  }

  @Test func `a large state is read in one go`() throws {
    let arn: JSONValue = "arn:aws:cloudfront::111122223333:key-value-store/4a4f"
    let count = 30_000
    var resources: [JSONValue] = [
      ["type": "aws_cloudfront_key_value_store", "name": "a", "values": ["name": "dates", "arn": arn]]
    ]
    for number in 0..<count {
      resources.append([
        "type": "aws_cloudfrontkeyvaluestore_key", "name": .string("k\(number)"),
        "values": ["key_value_store_arn": arn, "key": .string("/\(number)"), "value": "1"],
      ])
      resources.append([
        "type": "aws_cloudwatch_log_group", "name": .string("g\(number)"),
        "values": ["name": .string("/\(number)"), "tags": ["a": "b"], "region": "us-east-1"],
      ])
    }
    let document = try TerraformDocument([
      "format_version": "1.0",
      "values": ["root_module": ["resources": .array(resources.map(Sample.resource))]],
    ])
    #expect(document.state.first?.expect["Items"]?.array?.count == count)
    #expect(document.state.count == count + 1)
    #expect(document.notes.count == count)
  }
}
