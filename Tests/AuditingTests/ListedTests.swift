import Auditing
import Documents
import Estate
import Schema
import Testing

/// Of two findings at one place, which lists more as wrong: by what is listed, whatever its number is.
@Suite struct ListedTests {
  private func finding(_ type: ResourceType, _ value: String, _ document: JSONValue) throws -> Finding {
    let member = type == .role ? "AssumeRolePolicyDocument" : "Policy"
    let rules = try RuleSet.read(
      """
      rules:
        - id: own
          title: T
          severity: high
          resource: \(type.rawValue)
          value: "\(value)"
          path: \(member)
          expect: {absent: true}
          message: "It is open by {actual}."
          why: W
          remediation: {recommendation: R}
          repair: {mode: none}
      """)
    let resource = Resource(
      reference: ResourceReference(type: type, id: "a"),
      properties: [member: ["Version": "2012-10-17", "Statement": document]])
    return try #require(Auditor(rules: rules).audit(Estates.estate(resource)).findings.first)
  }

  private static func everybody(_ action: String) -> JSONValue {
    ["Effect": "Allow", "Principal": "*", "Action": .string(action), "Resource": "arn:aws:s3:::a/*"]
  }

  private static let one: JSONValue = [
    "Effect": "Allow", "Principal": ["AWS": "arn:aws:iam::111122223333:root"], "Action": "s3:*",
    "Resource": "arn:aws:s3:::a/*",
  ]

  @Test(
    arguments: [
      ([everybody("s3:GetObject")], [one, everybody("s3:GetObject")], false),
      ([one, everybody("s3:GetObject")], [everybody("s3:GetObject")], false),
      ([everybody("s3:GetObject")], [everybody("s3:*")], true),
      ([everybody("s3:GetObject")], [everybody("s3:GetObject"), everybody("s3:PutObject")], true),
      ([everybody("s3:PutObjectAcl")], [everybody("s3:PutObjectAcl"), everybody("s3:PutObject")], true),
      ([everybody("s3:GetObject"), everybody("s3:PutObject")], [everybody("s3:PutObject")], false),
    ] as [([JSONValue], [JSONValue], Bool)])
  func `public statements are more by what they allow`(before: [JSONValue], after: [JSONValue], isMore: Bool) throws {
    let (old, new) = try (
      finding(.bucket, "public_statements(Policy)", .array(before)),
      finding(.bucket, "public_statements(Policy)", .array(after))
    )
    #expect(new.exceeds(old) == isMore, "\(old.message) \(new.message)")
    #expect(new.exceeds(old.message) == isMore, "\(old.message) \(new.message)")
  }

  @Test(arguments: [
    (["role/deploy-old"], ["role/deploy-old", "role/deploy"], true), (["role/deploy"], ["role/deploy"], false),
    (["role/deploy", "role/x"], ["role/x"], false), (["role/x.y"], ["role/x.y", "role/x"], true),
  ])
  func `a name within a longer one is another`(before: [String], after: [String], isMore: Bool) throws {
    func trusting(_ names: [String]) throws -> Finding {
      let principals = names.map { JSONValue.string("arn:aws:iam::444455556666:\($0)") }
      return try finding(
        .role, "trusted_beyond(AssumeRolePolicyDocument, ['lambda.amazonaws.com'])",
        [["Effect": "Allow", "Principal": ["AWS": .array(principals)], "Action": "sts:AssumeRole"]])
    }
    let (old, new) = (try trusting(before), try trusting(after))
    #expect(new.exceeds(old) == isMore && new.exceeds(old.message) == isMore, "\(old.message) \(new.message)")
  }
}
