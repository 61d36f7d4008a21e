import Auditing
import Documents
import Testing

@testable import CloudFormation

/// A folder of an app of the CDK that has stacks in several accounts.
@Suite struct AccountTests {
  private static let (own, other) = ("111122223333", "999988887777")

  /// The stacks of a folder, each with the account that its environment says and its template.
  private func stacks(_ stacks: [(name: String, account: String, template: String)]) throws -> [StackSource] {
    let artifacts = stacks.map { stack in
      """
      "\(stack.name)": {"type": "aws:cloudformation:stack", "environment": "aws://\(stack.account)/us-east-1",
        "properties": {"templateFile": "\(stack.name).template.json"}}
      """
    }
    var files = ["cdk.out/manifest.json": "{\"artifacts\": {\(artifacts.joined(separator: ","))}}"]
    for stack in stacks { files["cdk.out/\(stack.name).template.json"] = stack.template }
    return try AssemblyFolder(exists: { files[$0] != nil }) { Array((files[$0] ?? "").utf8) }.stacks(in: "cdk.out/")
  }

  private func role(_ seconds: Int) -> String {
    """
    {"Resources": {
      "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "edge", "MaxSessionDuration": \(seconds)}}}}
    """
  }

  @Test(arguments: [(3600, 7200), (7200, 7200)], [false, true])
  func `what has one name in two accounts is two things, whichever comes first`(
    seconds: (dev: Int, prod: Int), isReversed: Bool
  ) throws {
    let both = [("Dev", Self.other, role(seconds.dev)), ("Prod", Self.own, role(seconds.prod))]
    let document = try TemplateDocument(try stacks(isReversed ? both.reversed() : both))
    #expect(document.notes.isEmpty && document.declarations.allSatisfy(\.doubt.isEmpty))
    let found = Dictionary(grouping: document.declarations, by: \.account)
    #expect(found[Self.own]?.map { $0.expect["MaxSessionDuration"] } == [.integer(seconds.prod)])
    #expect(found[Self.other]?.map { $0.expect["MaxSessionDuration"] } == [.integer(seconds.dev)])

    let auditor = Auditor(rules: [], declarations: document.declarations)
    let left = try auditor.leavingOutOtherAccounts(than: Self.own)
    #expect(left.declarations.map(\.account) == [Self.own])
    #expect(left.notes.map { $0.source?.file } == ["cdk.out/Dev.template.json"])
    let error = #expect(throws: OtherAccountError.self) { try auditor.leavingOutOtherAccounts(than: "444455556666") }
    #expect(error?.description.hasPrefix("cdk.out declares") == true, "\(String(describing: error))")
    // Of several accounts each is judged by its own, and what is of none of them is told.
    #expect(auditor.leavingOutWhatFitsNot(Self.own).declarations.map(\.account) == [Self.own])
    #expect(try auditor.reading([(Self.own, ""), (Self.other, "")]).notes.isEmpty)
    let note = try #require(try auditor.reading([(Self.own, "")]).notes.first)
    #expect(note.source?.file == "cdk.out/Dev.template.json")
    #expect(throws: OtherAccountError.self) { try auditor.reading([("444455556666", "")]) }
  }

  @Test func `an app that has not looked up all is no word on what should be`() throws {
    let manifest = #"{"artifacts": {}, "missing": [{"key": "ssm:/edge/comment", "provider": "ssm"}]}"#
    let folder = AssemblyFolder(exists: { $0 == "cdk.out/manifest.json" }) { _ in Array(manifest.utf8) }
    let error = #expect(throws: FileIssues.self) { try folder.stacks(in: "cdk.out") }
    #expect(error?.description.contains("ssm:/edge/comment") == true)
  }

  @Test func `what is said twice in one account still has to be said alike`() throws {
    let document = try TemplateDocument(
      try stacks([("A", Self.own, role(3600)), ("B", Self.own, role(7200)), ("C", Self.other, role(900))]))
    #expect(document.declarations.map(\.doubt) == ["is declared differently by Role at MaxSessionDuration", ""])
    #expect(document.notes.map(\.attribute) == [""])
  }

  /// A template beside a copy of it, or beside the stack that it has become.
  @Test(arguments: [false, true])
  func `what is said twice and alike, or known in one place alone, is one declaration`(isReversed: Bool) throws {
    func template(_ version: String) -> String {
      """
      {"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "edge"}},
        "Grant": {"Type": "AWS::IAM::RolePolicy", "Properties": {"RoleName": {"Ref": "Role"}, "PolicyName": "p",
          "PolicyDocument": {"Version": "2012-10-17", "Statement": []}}},
        "Site": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
          "Aliases": ["a.example.com"], "DefaultCacheBehavior": {"TargetOriginId": "o",
          "LambdaFunctionAssociations": [{"EventType": "viewer-request", "LambdaFunctionARN": \(version)}]}}}}}}
      """
    }
    let unknown = #"{"Fn::ImportValue": "version"}"#
    let known = "\"arn:aws:lambda:us-east-1:\(Self.own):function:f:1\""
    let both = [("Written", Self.own, template(unknown)), ("Deployed", Self.own, template(known))]
    let document = try TemplateDocument(try stacks(isReversed ? both.reversed() : both))
    #expect(document.declarations.map(\.doubt).joined() == "")
    let contradictions = BaselineFile.contradictions(in: document.declarations)
    #expect(contradictions.isEmpty)
    let roles = document.declarations.filter { $0.selector.type == .role }
    #expect(roles.map { $0.expect["RolePolicyList"]?.array?.count } == [1])
    let associations = document.declarations.filter { $0.selector.type == .distribution }.map {
      JSONValue.object($0.expect)["DefaultCacheBehavior"]["LambdaFunctionAssociations"][0]["LambdaFunctionARN"]
    }
    #expect(associations.compactMap(\.string) == ["arn:aws:lambda:us-east-1:\(Self.own):function:f:1"])
  }

  @Test(arguments: [false, true])
  func `what one of two templates alone says is declared, in either order`(isReversed: Bool) throws {
    func store(_ more: String) -> String {
      #"{"Resources": {"S": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "g"\#(more)}}}}"#
    }
    let both = [("A", Self.own, store("")), ("B", Self.own, store(#", "RetentionInDays": 7"#))]
    let document = try TemplateDocument(try stacks(isReversed ? both.reversed() : both))
    #expect(document.declarations.compactMap { $0.expect["retentionInDays"] } == [7])
    #expect(document.declarations.map(\.doubt).joined() == "")
  }

  @Test func `a stack holds itself, and what is nested in it`() {
    var (outer, inner) = (StackSource(file: "a", bytes: []), StackSource(file: "b", bytes: []))
    (outer.id, inner.id) = ("arn:outer", "arn:inner")
    outer.nested["N"] = inner
    #expect(outer.holds("arn:outer") && outer.holds("arn:inner"))
    #expect(!inner.holds("arn:outer") && !outer.holds("arn:other"))
  }

  @Test(arguments: [#"{"Fn::ImportValue": "comment"}"#, #""{{resolve:ssm:/comment}}""#])
  func `what a stack takes from another one is that of its own account`(reference: String) throws {
    func maker(_ name: String) -> String {
      """
      {"Resources": {
        "P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/comment", "Type": "String", "Value": "of \(name)"}}},
       "Outputs": {"O": {"Value": "of \(name)", "Export": {"Name": "comment"}}}}
      """
    }
    let taker = """
      {"Resources": {
        "S": {"Type": "AWS::CloudFront::KeyValueStore", "Properties": {"Name": "s", "Comment": \(reference)}}}}
      """
    let sources = try stacks([
      ("DevTaker", Self.other, taker), ("ProdTaker", Self.own, taker),
      ("DevMaker", Self.other, maker("dev")), ("ProdMaker", Self.own, maker("prod")),
    ])
    let comments = try TemplateDocument(sources).declarations.map {
      "\($0.account) \($0.expect["Comment"]?.string ?? "")"
    }
    #expect(comments.sorted() == ["\(Self.own) of prod", "\(Self.other) of dev"])
  }
}
