import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// One principal under two names: a canonical user or a unique id in what is declared, an ARN in what S3 answers.
@Suite struct PrincipalNameTests {
  private static let identityARN = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2ABCDEFGHIJKL"
  private static let roleARN = "arn:aws:iam::111122223333:role/service-role/edge"

  private static func policy(_ principal: JSONValue, sid: String = "read") -> JSONValue {
    [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Sid": .string(sid), "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject",
          "Resource": "arn:aws:s3:::site/*",
        ]
      ],
    ]
  }

  private static func estate(_ policy: JSONValue) -> Estate {
    var estate = Estate(account: "111122223333", regions: ["us-east-1"], coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: .init(type: .bucket, id: "site", account: "111122223333"),
        properties: ["Name": "site", "Policy": policy]))
    estate.add(
      Resource(
        reference: .init(type: .originAccessIdentity, id: "E2ABCDEFGHIJKL", account: "111122223333"),
        properties: ["Id": "E2ABCDEFGHIJKL", "S3CanonicalUserId": "c0ffee"]))
    estate.add(
      Resource(
        reference: .init(type: .role, id: "edge", arn: roleARN, account: "111122223333"),
        properties: ["RoleName": "edge", "RoleId": "AROAEXAMPLEEXAMPLE123"]))
    return estate
  }

  private static func findings(declared: JSONValue, live: JSONValue, in estate: ((inout Estate) -> Void) = { _ in })
    -> [Finding]
  {
    let declaration = Declaration(
      .init(.bucket, id: "site"), expect: ["Policy": declared], source: SourceMark(file: "plan.json", line: 1))
    var whole = Self.estate(live)
    estate(&whole)
    return Auditor(rules: [], declarations: [declaration]).audit(whole).findings
  }

  @Test(
    "an origin access identity and a role are equal under each of their names",
    arguments: [
      (["CanonicalUser": "c0ffee"], ["AWS": .string(identityARN)], true),
      (["CanonicalUser": "c0ffee"], ["AWS": "E2ABCDEFGHIJKL"], true),
      (["AWS": "E2ABCDEFGHIJKL"], ["AWS": .string(identityARN)], true),
      (
        ["CanonicalUser": ["c0ffee"], "AWS": .string(roleARN)], ["AWS": [.string(roleARN), .string(identityARN)]], true
      ),
      (["AWS": "AROAEXAMPLEEXAMPLE123"], ["AWS": .string(roleARN)], true),
      (["CanonicalUser": "beef"], ["AWS": .string(identityARN)], false),
      (["CanonicalUser": "c0ffee"], ["AWS": .string(roleARN)], false),
      (["AWS": "AROAEXAMPLEEXAMPLE456"], ["AWS": .string(roleARN)], false),
    ] as [(JSONValue, JSONValue, Bool)])
  func comparesPrincipals(declared: JSONValue, live: JSONValue, areEqual: Bool) {
    for (declared, live) in [(declared, live), (live, declared)] {
      let findings = Self.findings(declared: Self.policy(declared), live: Self.policy(live))
      #expect(findings.isEmpty == areEqual, "\(findings.map(\.message))")
    }
  }

  @Test(
    "a canonical user may be an account that S3 answers in its place, which no call tells",
    arguments: [
      (["CanonicalUser": "beef"], ["AWS": "arn:aws:iam::444455556666:root"], true),
      (["CanonicalUser": "beef"], ["AWS": "444455556666"], true),
      (["CanonicalUser": ["c0ffee", "beef"]], ["AWS": [.string(identityARN), "444455556666"]], true),
      (["CanonicalUser": "beef"], ["AWS": .string(roleARN)], false),
      (["CanonicalUser": "c0ffee"], ["AWS": "444455556666"], false),
      (["CanonicalUser": ["beef", "f00d"]], ["AWS": "444455556666"], false),
    ] as [(JSONValue, JSONValue, Bool)])
  func canonicalUsersOfAccounts(declared: JSONValue, live: JSONValue, isOpen: Bool) throws {
    let finding = try #require(Self.findings(declared: Self.policy(declared), live: Self.policy(live)).first)
    #expect(finding.status == (isOpen ? .unknown : .fail) && finding.repair.isAvailable != isOpen)
    if isOpen { #expect(finding.reason == .undecided && finding.message.contains("beef")) }
  }

  @Test func `an estate diff does not take one name for another`() {
    let (old, new) = (
      Self.estate(Self.policy(["CanonicalUser": "c0ffee"])),
      Self.estate(Self.policy(["AWS": .string(Self.identityARN)]))
    )
    #expect(EstateDiff(old, new).entries.isEmpty)
  }

  @Test func `a repair writes the name that S3 keeps`() throws {
    let declared = Self.policy(["CanonicalUser": ["c0ffee", "beef"], "AWS": .string(Self.roleARN)])
    let finding = try #require(Self.findings(declared: declared, live: Self.policy(["AWS": "*"])).first)
    guard case .set(let value)? = finding.repair.action else {
      Issue.record("no repair: \(finding.repair)")
      return
    }
    #expect(
      value["Statement"][0]["Principal"] == [
        "CanonicalUser": ["beef"], "AWS": [.string(Self.roleARN), .string(Self.identityARN)],
      ])
    #expect(value["Statement"][0]["Action"] == "s3:GetObject")
    // What is expected is shown as it was declared.
    #expect(finding.expected == declared)
  }

  @Test func `where the identities were not listed, a canonical user is not known to be another`() throws {
    func hide(_ estate: inout Estate) {
      let reference = ResourceReference(type: .originAccessIdentity, id: "*", account: "111122223333")
      var hidden = Estate(account: estate.account, regions: estate.regions, coverage: estate.coverage)
      for resource in estate.resources.values where resource.reference.type != .originAccessIdentity {
        hidden.add(resource)
      }
      hidden.addGap(
        Gap(
          operation: OriginAccessIdentitySchema.summary.name, resource: reference,
          group: OriginAccessIdentitySchema.summary.name, code: "AccessDenied", message: "", advice: "",
          hides: OriginAccessIdentitySchema.summary.hiddenTypes))
      estate = hidden
    }
    let declared = Self.policy(["CanonicalUser": "c0ffee"])
    let open = Self.findings(declared: declared, live: Self.policy(["AWS": .string(Self.identityARN)]), in: hide)
    #expect(open.map(\.status) == [.unknown])
    // Where no identity stands in its place, it is another.
    let other = Self.findings(declared: declared, live: Self.policy(["AWS": .string(Self.roleARN)]), in: hide)
    #expect(other.map(\.status) == [.fail])
  }

  @Test func `only a declared canonical user asks for the list of identities`() {
    func operations(_ principal: JSONValue) -> [String] {
      Declaration(
        .init(.bucket, id: "site"), expect: ["Policy": Self.policy(principal)],
        source: SourceMark(file: "plan.json", line: 1)
      ).needs.groups.map(\.name)
    }
    #expect(operations(["CanonicalUser": "c0ffee"]).contains(OriginAccessIdentitySchema.summary.name))
    #expect(!operations(["AWS": .string(Self.identityARN)]).contains(OriginAccessIdentitySchema.summary.name))
  }
}
