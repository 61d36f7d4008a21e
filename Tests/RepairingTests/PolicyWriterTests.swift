import AWSCore
import Documents
import Estate
import Testing

@testable import Repairing

/// Writers against the emulator, over a real socket: what was asked for changes, nothing else in the account does, and the
/// inverse brings back what was there, to the byte.
@Suite(.enabled(if: WriterEmulator.python != nil, "needs Python with the emulator"), .serialized)
struct `Writers on the emulator` {
  private static let account = WriterEmulator.account

  private func part(_ kind: Part.Kind, _ type: ResourceType, _ id: String, _ arn: String, region: String = "global")
    -> Part
  {
    let resource = ResourceReference(type: type, id: id, arn: arn, account: Self.account, region: region)
    return Part(kind, of: resource)
  }

  private func bucket(_ kind: Part.Kind, _ name: String) -> Part {
    part(kind, .bucket, name, "arn:aws:s3:::\(name)", region: "us-east-1")
  }

  private func role(_ kind: Part.Kind, _ name: String) -> Part {
    part(kind, .role, name, "arn:aws:iam::\(Self.account):role/\(name)")
  }

  /// Makes changes and takes them back.
  ///
  /// - Parameters:
  ///   - expected: What differs in the account in between, and only then.
  ///   - operations: The calls that are made, and those that are made to take it back.
  /// - Returns: The account's state in between.
  @discardableResult
  private func roundTrip(
    _ writer: some PartWriter, _ part: Part, _ changes: [Change], expecting expected: Set<String>,
    operations: [String], andBack backwards: [String]
  ) async throws -> JSONObject {
    let emulator = try WriterEmulator.shared.get()
    let before = try await emulator.state()
    try await write(changes, to: part, writer, emulator.client, operations)
    let between = try await emulator.state()
    let names = Set(before.names + between.names)
    #expect(names.filter { before[$0] != between[$0] } == expected)
    let inverse = try changes.reversed().map { try #require($0.inverse) }
    try await write(inverse, to: part, writer, emulator.client, backwards)
    #expect(try await emulator.state() == before)
    return between
  }

  private func write(
    _ changes: [Change], to part: Part, _ writer: some PartWriter, _ client: Client, _ operations: [String]
  ) async throws {
    let notes = Notes()
    let calls = notes.calls(client)
    let reading = try await writer.read(part, with: calls)
    #expect(notes.all.isEmpty)
    for change in changes { #expect(change.standing(in: reading.members) == .due, "\(change)") }
    _ = try await writer.write(changes, on: reading, of: Step(part, changes: changes), with: calls)
    let written = try await writer.read(part, with: calls)
    for change in changes { #expect(change.standing(in: written.members) == .done, "\(change)") }
    #expect(notes.all == operations)
  }

  private func refusal(_ writer: some PartWriter, _ part: Part, _ changes: [Change]) async throws -> String {
    let emulator = try WriterEmulator.shared.get()
    let notes = Notes()
    let calls = notes.calls(emulator.client)
    let reading = try await writer.read(part, with: calls)
    let error = await #expect(throws: WriteError.self) {
      try await writer.write(changes, on: reading, of: Step(part, changes: changes), with: calls)
    }
    #expect(notes.all.isEmpty)
    guard case .refused(let reason) = error else { return "\(String(describing: error))" }
    return reason
  }

  // MARK: Buckets

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
      PublicAccessBlockWriter(), part, [Change(Place(member), from: .null, to: all)], expecting: ["own-d block"],
      operations: put, andBack: delete)
    let one = Change(Place(member).member("BlockPublicAcls"), from: .null, to: true)
    let between = try await roundTrip(
      PublicAccessBlockWriter(), part, [one], expecting: ["own-d block"], operations: put, andBack: delete)
    #expect(between["own-d block"] == settings(false, acls: true))
    let mixed = settings(true, acls: false)
    let input: JSONValue = ["Bucket": "own-d", "PublicAccessBlockConfiguration": mixed]
    try await emulator.ask("s3", "put_public_access_block", input)
    try await roundTrip(
      PublicAccessBlockWriter(), part, [Change(Place(member).member("BlockPublicAcls"), from: false, to: true)],
      expecting: ["own-d block"], operations: put, andBack: put)
    try await roundTrip(
      PublicAccessBlockWriter(), part, [Change(Place(member), from: mixed, to: .null)], expecting: ["own-d block"],
      operations: delete, andBack: put)
    for change in [
      Change(Place(member), from: mixed, to: ["BlockPublicAcls": true]),
      Change(Place(member).member("IgnorePublicAcls"), from: true, to: .null),
    ] {
      let reason = try await refusal(PublicAccessBlockWriter(), part, [change])
      #expect(reason.contains("true or false for each"))
    }
  }

  // MARK: Roles

  private static let trust = """
    {"Version":"2012-10-17",
     "Statement": { "Effect" :"Allow", "Principal": {"Service": "lambda.amazonaws.com"},\t"Action":"sts:AssumeRole" }}
    """

  private func make(role name: String) async throws {
    let emulator = try WriterEmulator.shared.get()
    let input: JSONValue = ["RoleName": .string(name), "AssumeRolePolicyDocument": .string(Self.trust)]
    try await emulator.ask("iam", "create_role", input)
  }

  @Test func `a role trusts one more, and its text stays`() async throws {
    try await make(role: "own-trust")
    let part = role(.trustPolicy, "own-trust")
    let update = ["iam:UpdateAssumeRolePolicy own-trust"]
    let statement = try JSONReader.read(Self.trust)["Statement"]
    let services: JSONValue = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]
    let both = statement.setting(services, at: "Principal.Service")
    let between = try await roundTrip(
      TrustPolicyWriter(), part, [Change("AssumeRolePolicyDocument.Statement[0]", from: statement, to: both)],
      expecting: ["own-trust trust"], operations: update, andBack: update)
    let list = #"["lambda.amazonaws.com","edgelambda.amazonaws.com"]"#
    #expect(between["own-trust trust"]?.string == Self.trust.replacing("\"lambda.amazonaws.com\"", with: list))
    let second = statement.setting("Second", at: "Sid")
    let added = try await roundTrip(
      TrustPolicyWriter(), part, [Change("AssumeRolePolicyDocument.Statement[Second]", from: .null, to: second)],
      expecting: ["own-trust trust"], operations: update, andBack: update)
    let document = try JSONReader.read(try #require(added["own-trust trust"]?.string))
    #expect(document["Statement"] == [statement, second])
    for change in [
      Change("AssumeRolePolicyDocument", from: try JSONReader.read(Self.trust), to: .null),
      Change("AssumeRolePolicyDocument.Statement[0]", from: statement, to: .null),
    ] {
      #expect(try await refusal(TrustPolicyWriter(), part, [change]).contains("has to trust somebody"))
    }
    let service = Part(
      .trustPolicy,
      of: ResourceReference(
        type: .role, id: "own-trust", arn: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/own-trust"))
    let change = Change("AssumeRolePolicyDocument.Statement[Second]", from: .null, to: second)
    #expect(try await refusal(TrustPolicyWriter(), service, [change]).contains("belongs to an AWS service"))
  }

  @Test func `inline policies are written one by one`() async throws {
    try await make(role: "own-inline")
    let emulator = try WriterEmulator.shared.get()
    let text = #"{ "Statement" : [ {"Sid":"One","Effect":"Allow","Action":"s3:*","Resource":"\u002a"} ] }"#
    for name in ["first", "second"] {
      let input: JSONValue = [
        "RoleName": "own-inline", "PolicyName": .string(name), "PolicyDocument": .string(text),
      ]
      try await emulator.ask("iam", "put_role_policy", input)
    }
    let part = role(.inlinePolicies, "own-inline")
    let (put, delete) = (["iam:PutRolePolicy own-inline"], ["iam:DeleteRolePolicy own-inline"])
    let old = try JSONReader.read(text)
    let new = old.setting("logs:*", at: "Statement[One].Action")
    let between = try await roundTrip(
      InlinePoliciesWriter(), part, [Change("RolePolicyList[first].PolicyDocument", from: old, to: new)],
      expecting: ["own-inline inline first"], operations: put, andBack: put)
    #expect(
      between["own-inline inline first"]?.string == text.replacing("s3:*", with: "logs:*"))
    let third: JSONValue = ["PolicyName": "third", "PolicyDocument": new]
    try await roundTrip(
      InlinePoliciesWriter(), part,
      [
        Change("RolePolicyList[third]", from: .null, to: third),
        Change("RolePolicyList[second].PolicyDocument.Statement[One].Effect", from: "Allow", to: "Deny"),
      ], expecting: ["own-inline inline third", "own-inline inline second"],
      operations: put + put, andBack: put + delete)
    let whole = Change("RolePolicyList[first].PolicyDocument", from: old, to: .null)
    #expect(try await refusal(InlinePoliciesWriter(), part, [whole]).contains("Remove it as a whole"))
    let nameless = Change("RolePolicyList[fourth].PolicyDocument", from: .null, to: new)
    #expect(try await refusal(InlinePoliciesWriter(), part, [nameless]).contains("needs a PolicyName"))
  }

  @Test func `managed policies are attached and detached`() async throws {
    try await make(role: "own-attached")
    let emulator = try WriterEmulator.shared.get()
    let prefix = "arn:aws:iam::aws:policy/"
    let other: JSONValue = ["RoleName": "own-attached", "PolicyArn": .string(prefix + "AmazonS3ReadOnlyAccess")]
    try await emulator.ask("iam", "attach_role_policy", other)
    let part = role(.attachedPolicies, "own-attached")
    let name = "AWSLambdaBasicExecutionRole"
    let arn = prefix + "service-role/" + name
    let place = Place("AttachedManagedPolicies").element(name)
    let (attach, detach) = (["iam:AttachRolePolicy own-attached"], ["iam:DetachRolePolicy own-attached"])
    try await roundTrip(
      AttachedPoliciesWriter(), part,
      [Change(place, from: .null, to: ["PolicyName": .string(name), "PolicyArn": .string(arn)])],
      expecting: ["own-attached attached \(arn)"], operations: attach, andBack: detach)
    let wrong = Change(place, from: .null, to: ["PolicyName": .string(name), "PolicyArn": .string(prefix + "Other")])
    #expect(try await refusal(AttachedPoliciesWriter(), part, [wrong]).contains("is not the ARN of a policy named"))
  }

  // MARK: Log groups

  private func make(group name: String, region: String) async throws -> (Part.Kind) -> Part {
    let emulator = try WriterEmulator.shared.get()
    try await emulator.ask("logs", "create_log_group", ["logGroupName": .string(name)], region: region)
    return { kind in
      self.part(
        kind, .logGroup, name, "arn:aws:logs:\(region):\(Self.account):log-group:\(name)", region: region)
    }
  }

  @Test func `retention is set in the group's region, and taken away`() async throws {
    // Another group begins with the same name.
    _ = try await make(group: "own-group-2", region: "eu-west-1")
    let part = try await make(group: "own-group", region: "eu-west-1")(.retention)
    let (put, delete) = (["logs:PutRetentionPolicy own-group"], ["logs:DeleteRetentionPolicy own-group"])
    try await roundTrip(
      RetentionWriter(), part, [Change("retentionInDays", from: .null, to: 30)],
      expecting: ["eu-west-1 own-group retention"], operations: put, andBack: delete)
    let emulator = try WriterEmulator.shared.get()
    let input: JSONValue = ["logGroupName": "own-group", "retentionInDays": 400]
    try await emulator.ask("logs", "put_retention_policy", input, region: "eu-west-1")
    try await roundTrip(
      RetentionWriter(), part, [Change("retentionInDays", from: 400, to: 30)],
      expecting: ["eu-west-1 own-group retention"], operations: put, andBack: put)
    let gone = self.part(.retention, .logGroup, "own-gro", "", region: "eu-west-1")
    let error = await #expect(throws: ServiceError.self) {
      try await RetentionWriter().read(gone, with: Notes().calls(emulator.client))
    }
    #expect(error?.saysAbsent ?? false)
  }

  @Test func `subscription filters are written whole, with all that was read`() async throws {
    let part = try await make(group: "own-feeding", region: "eu-west-1")(.subscriptionFilters)
    let emulator = try WriterEmulator.shared.get()
    let arn = "arn:aws:lambda:eu-west-1:\(Self.account):function:own-receiver"
    for name in ["all", "errors"] {
      let input: JSONValue = [
        "logGroupName": "own-feeding", "filterName": .string(name),
        "filterPattern": .string(name == "all" ? "" : "ERR"),
        "destinationArn": .string(arn), "distribution": "Random",
      ]
      try await emulator.ask("logs", "put_subscription_filter", input, region: "eu-west-1")
    }
    let (put, delete) = (["logs:PutSubscriptionFilter own-feeding"], ["logs:DeleteSubscriptionFilter own-feeding"])
    let name = "eu-west-1 own-feeding filter errors"
    let between = try await roundTrip(
      SubscriptionFiltersWriter(), part,
      [Change("SubscriptionFilters[errors].filterPattern", from: "ERR", to: "?ERROR ?FATAL")], expecting: [name],
      operations: put, andBack: put)
    #expect(between[name]?["filterPattern"] == "?ERROR ?FATAL")
    #expect(between[name]?["distribution"] == "Random")
    let filter = try #require(between[name]).setting("ERR", at: "filterPattern")
    let reading = try await SubscriptionFiltersWriter().read(part, with: Notes().calls(emulator.client))
    let found = reading.members["SubscriptionFilters[errors]" as Place]
    #expect(found["creationTime"].integer != nil)
    try await roundTrip(
      SubscriptionFiltersWriter(), part, [Change("SubscriptionFilters[errors]", from: found, to: .null)],
      expecting: [name], operations: delete, andBack: put)
    #expect(try await emulator.state()[name] == filter)
    let partial = Change(
      "SubscriptionFilters[new]", from: .null, to: ["filterName": "new", "destinationArn": .string(arn)])
    let reason = try await refusal(SubscriptionFiltersWriter(), part, [partial])
    #expect(reason.contains("filterPattern, destinationArn and distribution"))
  }

  // MARK: Lambda

  @Test func `concurrency is reserved and released`() async throws {
    try await make(role: "own-lambda")
    let emulator = try WriterEmulator.shared.get()
    let input: JSONValue = [
      "FunctionName": "own-function", "Role": "arn:aws:iam::111122223333:role/own-lambda", "Runtime": "nodejs22.x",
      "Handler": "index.handler",
    ]
    try await emulator.ask("lambda", "create_function", input)
    let arn = "arn:aws:lambda:us-east-1:\(Self.account):function:own-function"
    let part = part(.reservedConcurrency, .lambdaFunction, "own-function", arn, region: "us-east-1")
    let (put, delete) = (["lambda:PutFunctionConcurrency \(arn)"], ["lambda:DeleteFunctionConcurrency \(arn)"])
    for value in [0, 1] {
      try await roundTrip(
        ReservedConcurrencyWriter(), part, [Change("ReservedConcurrentExecutions", from: .null, to: .integer(value))],
        expecting: ["us-east-1 own-function concurrency"], operations: put, andBack: delete)
    }
  }
}
