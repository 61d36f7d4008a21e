import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// The accounts that a baseline file is for: what it says is judged there alone, and is written nowhere else.
@Suite struct BaselineAccountTests {
  private static let (own, other) = (Estates.account, "444455556666")

  private func content(_ text: String, files: [String: String] = [:]) throws -> BaselineFile.Content {
    try BaselineFile.read(
      [.init(file: "b.yaml", text: text)], .init(environment: ["ACCOUNT": Self.own]) { files[$0] ?? "" })
  }

  private func auditor(_ text: String, files: [String: String] = [:]) throws -> Auditor {
    let content = try content(text, files: files)
    return Auditor(rules: [], declarations: content.declarations, closures: content.closures)
  }

  private static let guarded = """
    only: [AWS::CloudFront::Function]
    resources:
      - {type: AWS::CloudFront::Function, id: guard, absent: true}
      - {type: AWS::Lambda::Version, id: "api:7", assume: {statuses: [200], by: me, expires: 2099-01-01}}
    """

  @Test(arguments: [
    (#"account: "111122223333""#, true), ("account: 111122223333", true), ("account: 1111*", true),
    ("account: ${env:ACCOUNT}", true), (#"account: [4444*, "111122223333"]"#, true), ("account: \"*\"", true),
    ("", true), (#"account: "444455556666""#, false), ("account: [4444*, 5555*]", false), ("account: books", false),
  ])
  func `a file is for the accounts that it names, and another account is an error`(head: String, fits: Bool) throws {
    let auditor = try auditor("\(head)\n\(Self.guarded)")
    #expect(auditor.dependsOnAccount == !head.isEmpty)
    if fits {
      let left = try auditor.leavingOutOtherAccounts(than: Self.own)
      #expect(left.declarations.count == 2 && left.closures.count == 1 && left.context.count == 1)
      #expect(left.notes.isEmpty)
      return
    }
    let error = #expect(throws: OtherAccountError.self) { try auditor.leavingOutOtherAccounts(than: Self.own) }
    let said = "\(error?.description ?? "")"
    #expect(said.hasPrefix("b.yaml declares resources of account"), "\(said)")
    #expect(said.hasSuffix("and what is read is account 111122223333."), "\(said)")
    // Of several accounts it is judged in none but its own.
    let left = auditor.leavingOutWhatFitsNot(Self.own)
    #expect(left.declarations.isEmpty && left.closures.isEmpty && left.context.isEmpty)
    #expect(left.needs.groups.isEmpty)
  }

  @Test func `of several accounts a name is enough, and a file that is for none of them is told`() throws {
    let auditor = try auditor("account: [bo*, \"\(Self.other)\"]\n\(Self.guarded)")
    #expect(auditor.named("books").leavingOutWhatFitsNot(Self.own).declarations.count == 2)
    #expect(auditor.named("shop").leavingOutWhatFitsNot(Self.own).declarations.isEmpty)
    #expect(try auditor.reading([(Self.own, "books")]).notes.isEmpty)
    for stray in [auditor, try self.auditor("account: \"\(Self.other)\"\nonly: [AWS::CloudFront::Function]")] {
      // Where it is all that there is to judge, nothing would be.
      #expect(throws: OtherAccountError.self) { try stray.reading([(Self.own, "shop")]) }
      let beside = Auditor(
        rules: try RuleSet.shipped("compression"), declarations: stray.declarations, closures: stray.closures)
      let note = try #require(try beside.reading([(Self.own, "shop")]).notes.first)
      #expect(note.source?.file == "b.yaml" && note.message.contains(Self.other), "\(note.message)")
      #expect(note.message.hasSuffix("which is not among those that are audited"))
    }
  }

  @Test func `a file that is included is for the same accounts, unless it says others`() throws {
    let role = "resources: [{type: AWS::IAM::Role, id: edge, expect: {Path: /}}]"
    let text = "account: [\"\(Self.other)\"]\ninclude: [common.yaml, own.yaml]\nresources: []"
    let files = ["common.yaml": role, "own.yaml": "account: \"\(Self.own)\"\n\(role)"]
    let accounts = try content(text, files: files).declarations.map { "\($0.source.file) \($0.accounts.patterns)" }
    #expect(accounts == ["common.yaml [\"\(Self.other)\"]", "own.yaml [\"\(Self.own)\"]"])
    #expect(throws: FileIssues.self) { try content("account: []\n\(role)") }
    #expect(throws: FileIssues.self) { try content("account: {id: 1}\n\(role)") }
  }

  @Test func `what is written of an account says so, and is read back as of that one`() throws {
    let text = BaselineWriter.text(Array(try content(Self.guarded).declarations.prefix(1)), of: "000000000012")
    #expect(text.hasPrefix("account: \"000000000012\"\nresources:\n"), "\(text)")
    #expect(try content(text).declarations.allSatisfy { $0.accounts == AccountPatterns(["000000000012"]) })
  }

  private static let role = Resource(
    reference: ResourceReference(type: .role, id: "edge", account: own),
    properties: [
      "RoleName": "edge", "RolePolicyList": [], "AttachedManagedPolicies": [],
      "AssumeRolePolicyDocument": policy(["Service": "lambda.amazonaws.com"]),
    ])

  private static let group = Resource(
    reference: ResourceReference(type: .logGroup, id: "edge", account: own, region: "us-east-1"),
    properties: ["logGroupName": "edge", "retentionInDays": 90])

  private static func policy(_ principal: JSONValue) -> JSONValue {
    [
      "Version": "2012-10-17",
      "Statement": [["Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"]],
    ]
  }

  private func outcome(_ head: String, naming accounts: [String]) throws -> Auditor.Outcome {
    let principals = accounts.map { "arn:aws:iam::\($0):role/deployer" }.joined(separator: ", ")
    return try auditor(
      """
      \(head)
      resources:
        - type: AWS::IAM::Role
          id: edge
          expect:
            AssumeRolePolicyDocument:
              Version: "2012-10-17"
              Statement: [{Effect: Allow, Principal: {AWS: [\(principals)]}, Action: "sts:AssumeRole"}]
        - {type: AWS::Logs::LogGroup, id: edge, region: us-east-1, expect: {retentionInDays: 30}}
      """
    ).audit(Estates.estate(Self.role, Self.group))
  }

  /// The places that would be repaired.
  private func repaired(_ outcome: Auditor.Outcome) -> [String] {
    outcome.findings.filter(\.repair.isAvailable).map(\.path).sorted()
  }

  @Test func `a file that names other accounts and says none is compared, and nothing of it is written`() throws {
    let both = ["AssumeRolePolicyDocument", "retentionInDays"]
    let told = try outcome("", naming: [Self.other])
    #expect(told.findings.map(\.path).sorted() == both && repaired(told) == [])
    for finding in told.findings {
      #expect(finding.status == .fail && finding.repair.isLeft)
      #expect(finding.repair.summary.contains("account 444455556666"), "\(finding.repair.summary)")
      #expect(finding.repair.summary.contains("`account: \"111122223333\"`"), "\(finding.repair.summary)")
    }
    #expect(told.warnings.map(\.source.file) == ["b.yaml"])
    #expect(told.warnings.allSatisfy { $0.message.contains("444455556666") })
    // One that names its own account as well may be of this one: what names the other one is still not written.
    let mixed = try outcome("", naming: [Self.own, Self.other])
    #expect(repaired(mixed) == ["retentionInDays"] && mixed.warnings.count == 1)
    // A pattern says no one account.
    #expect(repaired(try outcome("account: \"*\"", naming: [Self.other])) == [])
    for (head, accounts) in [
      ("", [Self.own]), ("account: \"\(Self.own)\"", [Self.other]), ("account: \"*\"", [Self.own]),
    ] {
      let known = try outcome(head, naming: accounts)
      #expect(repaired(known) == both && known.warnings.isEmpty, "\(head) \(accounts)")
    }
  }
}
