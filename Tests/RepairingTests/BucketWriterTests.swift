import Documents
import Estate
import Testing

@testable import Repairing

extension `Writers on the emulator` {
  private static let bucketPolicy = #"""
    {
        "Version": "2008-10-17",  "Id": "Old\/Id",
        "Statement": [
            {"Sid": "TLS", "Effect":"Deny", "Principal":"*", "Action": ["s3:*"], "Resource": "arn:aws:s3:::own\u002da/*",
             "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            { "Effect" : "Allow", "Principal": {"AWS":["arn:aws:iam::111122223333:root"]}, "Action":"s3:GetObject",
              "Resource":["arn:aws:s3:::own-a/*"] }
        ]
    }
    """#

  private static let grant: JSONValue = [
    "Sid": "Edge", "Effect": "Allow", "Principal": ["Service": "cloudfront.amazonaws.com"], "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::own-a/*",
    "Condition": ["StringEquals": ["AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1"]],
  ]

  private func make(bucket name: String, policy: String? = nil) async throws {
    let emulator = try WriterEmulator.shared.get()
    try await emulator.ask("s3", "create_bucket", ["Bucket": .string(name)])
    if let policy {
      try await emulator.ask("s3", "put_bucket_policy", ["Bucket": .string(name), "Policy": .string(policy)])
    }
  }

  @Test func `a bucket's statement is added, others keep their bytes`() async throws {
    try await make(bucket: "own-a", policy: Self.bucketPolicy)
    let part = bucket(.bucketPolicy, "own-a")
    let put = ["s3:PutBucketPolicy own-a"]
    let between = try await roundTrip(
      BucketPolicyWriter(), part, [Change("Policy.Statement[Edge]", from: .null, to: Self.grant)],
      expecting: ["own-a policy"], operations: put, andBack: put)
    let text = try #require(between["own-a policy"]?.string)
    let old = Self.bucketPolicy.split(separator: "\n    ]")
    #expect(text.hasPrefix(old[0]) && text.hasSuffix("\n    ]" + old[1]))
    #expect(try JSONReader.read(text)["Statement"][2] == Self.grant)
    // One that has no name, by its number, and a part of one by name.
    let now = try JSONReader.read(Self.bucketPolicy)["Statement"]
    let edited = try await roundTrip(
      BucketPolicyWriter(), part,
      [
        Change("Policy.Statement[1]", from: now[1], to: now[1].setting("s3:GetObjectVersion", at: "Action")),
        Change("Policy.Statement[TLS].Action", from: ["s3:*"], to: ["s3:*", "s3:Get*"]),
      ], expecting: ["own-a policy"], operations: put, andBack: put)
    let expected = Self.bucketPolicy.replacing("\"s3:GetObject\"", with: "\"s3:GetObjectVersion\"")
    #expect(edited["own-a policy"]?.string == expected.replacing("[\"s3:*\"]", with: #"["s3:*","s3:Get*"]"#))
  }

  @Test func `a bucket's policy comes with its first statement and goes with its last`() async throws {
    try await make(bucket: "own-b")
    let part = bucket(.bucketPolicy, "own-b")
    let change = Change("Policy.Statement[Edge]", from: .null, to: Self.grant)
    let (put, delete) = (["s3:PutBucketPolicy own-b"], ["s3:DeleteBucketPolicy own-b"])
    let between = try await roundTrip(
      BucketPolicyWriter(), part, [change], expecting: ["own-b policy"], operations: put, andBack: delete)
    let document = try JSONReader.read(try #require(between["own-b policy"]?.string))
    #expect(document == ["Version": "2012-10-17", "Statement": [Self.grant]])
    try await roundTrip(
      BucketPolicyWriter(), part, [Change("Policy", from: .null, to: document)], expecting: ["own-b policy"],
      operations: put, andBack: delete)
    let emulator = try WriterEmulator.shared.get()
    let text = JSONWriter().string(document)
    try await emulator.ask("s3", "put_bucket_policy", ["Bucket": "own-b", "Policy": .string(text)])
    for change in [
      Change("Policy.Statement[Edge]", from: Self.grant, to: .null), Change("Policy", from: document, to: .null),
    ] {
      try await roundTrip(
        BucketPolicyWriter(), part, [change], expecting: ["own-b policy"], operations: delete, andBack: put)
    }
  }

  @Test func `a policy whose version would be lost with its last statement stays`() async throws {
    let statement = JSONWriter().string(Self.grant)
    try await make(bucket: "own-c", policy: #"{"Version": "2008-10-17", "Statement": \#(statement)}"#)
    let part = bucket(.bucketPolicy, "own-c")
    let reason = try await refusal(
      BucketPolicyWriter(), part, [Change("Policy.Statement[Edge]", from: Self.grant, to: .null)])
    #expect(reason.contains("own-c") && reason.contains("Delete the policy as a whole"))
    let both = try await refusal(
      BucketPolicyWriter(), part,
      [
        Change("Policy.Statement[Edge]", from: Self.grant, to: .null),
        Change("Policy.Statement[Edge].Effect", from: "Allow", to: "Deny"),
      ])
    #expect(both.contains("about the same"))
    // A statement by itself goes into a list and out of it again.
    var other = Self.grant
    other = other.setting("Other", at: "Sid")
    let put = ["s3:PutBucketPolicy own-c"]
    let between = try await roundTrip(
      BucketPolicyWriter(), part, [Change("Policy.Statement[Other]", from: .null, to: other)],
      expecting: ["own-c policy"], operations: put, andBack: put)
    #expect(between["own-c policy"]?.string?.contains(statement) ?? false)
    let bad = #"{"Version":"2008-10-17","Version":"2012-10-17","Statement":[]}"#
    try await WriterEmulator.shared.get().ask("s3", "put_bucket_policy", ["Bucket": "own-c", "Policy": .string(bad)])
    let unclear = try await refusal(BucketPolicyWriter(), part, [Change("Policy.Statement[0]", from: .null, to: other)])
    #expect(unclear.contains("second member of this name"))
  }

  @Test func `public access blocks are written whole`() async throws {
    try await make(bucket: "own-d")
    // A new bucket has one, as with AWS.
    let emulator = try WriterEmulator.shared.get()
    try await emulator.ask("s3", "delete_public_access_block", ["Bucket": "own-d"])
    let part = bucket(.publicAccessBlock, "own-d")
    let (put, delete) = (["s3:PutPublicAccessBlock own-d"], ["s3:DeletePublicAccessBlock own-d"])
    let member = "PublicAccessBlockConfiguration"
    func settings(_ isOn: Bool, acls: Bool) -> JSONValue {
      [
        "BlockPublicAcls": .bool(acls), "IgnorePublicAcls": .bool(isOn), "BlockPublicPolicy": .bool(isOn),
        "RestrictPublicBuckets": .bool(isOn),
      ]
    }
    let all = settings(true, acls: true)
    try await roundTrip(
      PublicAccessBlockWriter(), part, [Change(DocumentPath(member), from: .null, to: all)], expecting: ["own-d block"],
      operations: put, andBack: delete)
    let one = Change(DocumentPath(member).member("BlockPublicAcls"), from: .null, to: true)
    let between = try await roundTrip(
      PublicAccessBlockWriter(), part, [one], expecting: ["own-d block"], operations: put, andBack: delete)
    #expect(between["own-d block"] == settings(false, acls: true))
    let mixed = settings(true, acls: false)
    let input: JSONValue = ["Bucket": "own-d", "PublicAccessBlockConfiguration": mixed]
    try await emulator.ask("s3", "put_public_access_block", input)
    try await roundTrip(
      PublicAccessBlockWriter(), part, [Change(DocumentPath(member).member("BlockPublicAcls"), from: false, to: true)],
      expecting: ["own-d block"], operations: put, andBack: put)
    try await roundTrip(
      PublicAccessBlockWriter(), part, [Change(DocumentPath(member), from: mixed, to: .null)],
      expecting: ["own-d block"],
      operations: delete, andBack: put)
    for change in [
      Change(DocumentPath(member), from: mixed, to: ["BlockPublicAcls": true]),
      Change(DocumentPath(member).member("IgnorePublicAcls"), from: true, to: .null),
    ] {
      let reason = try await refusal(PublicAccessBlockWriter(), part, [change])
      #expect(reason.contains("true or false for each"))
    }
  }
}
