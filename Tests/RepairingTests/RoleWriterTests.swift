import Documents
import Estate
import Testing

@testable import Repairing

extension `Writers on the emulator` {
  private static let trust = """
    {"Version":"2012-10-17",
     "Statement": { "Effect" :"Allow", "Principal": {"Service": "lambda.amazonaws.com"},\t"Action":"sts:AssumeRole" }}
    """

  func make(role name: String) async throws {
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
    let place = DocumentPath("AttachedManagedPolicies").element(name)
    let (attach, detach) = (["iam:AttachRolePolicy own-attached"], ["iam:DetachRolePolicy own-attached"])
    try await roundTrip(
      AttachedPoliciesWriter(), part,
      [Change(place, from: .null, to: ["PolicyName": .string(name), "PolicyArn": .string(arn)])],
      expecting: ["own-attached attached \(arn)"], operations: attach, andBack: detach)
    let wrong = Change(place, from: .null, to: ["PolicyName": .string(name), "PolicyArn": .string(prefix + "Other")])
    #expect(try await refusal(AttachedPoliciesWriter(), part, [wrong]).contains("is not the ARN of a policy named"))
  }
}
