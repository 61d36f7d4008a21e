import Documents
import Foundation
import Testing

@testable import PolicyLanguage

private let casesFile: URL = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder =
    ProcessInfo.processInfo.environment["AUDIT_CONFORMANCE"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared/conformance")
  return folder.appending(path: "policy-equivalence/cases.json")
}()

@Suite struct PolicyEquivalenceTests {
  /// Cases on which the peer is wrong, with the reason; all others must agree.
  ///
  /// The reasons may be: everyone is not nobody; lists are sets; names are compared without case; an absent version is
  /// the old one. None of the cases of today comes down to one of them.
  private static let peerIsWrong: [String: String] = [:]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: casesFile.path), "the conformance cases are not here"))
  func agreesWithThePeer() throws {
    let cases = try JSONReader.read(Array(Data(contentsOf: casesFile)), duplicateNames: .refused).array ?? []
    #expect(cases.count >= 23)
    for one in cases {
      let name = one["name"].string ?? ""
      let answer = Result { try PolicyDocument(one["a"]).isEquivalent(to: PolicyDocument(one["b"])) }
      let agrees =
        switch answer {
        case .success(let isEquivalent): one["error"] == false && one["equivalent"] == .bool(isEquivalent)
        case .failure: one["error"] == true
        }
      #expect(agrees != (Self.peerIsWrong[name] != nil), "\(name): \(answer)")
    }
  }

  /// A document of statements that are alike but for their conditions, of which each may have several values.
  private static func split(_ effect: String, _ conditions: [String]) throws -> PolicyDocument {
    let statements = conditions.map {
      #"{"Effect": "\#(effect)", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": \#($0)}"#
    }
    return try PolicyDocument(
      JSONReader.read(#"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#))
  }

  @Test(
    arguments: ["Allow", "Deny"],
    [
      (
        #"{"StringEquals": {"aws:SourceArn": ["a", "b"]}}"#,
        [#"{"StringEquals": {"aws:SourceArn": "a"}}"#, #"{"StringEquals": {"aws:SourceArn": "b"}}"#], true
      ),
      (#"{"StringEquals": {"aws:SourceArn": ["a", "b"]}}"#, [#"{"StringEquals": {"aws:SourceArn": "a"}}"#], false),
      (
        #"{"StringEqualsIfExists": {"aws:SourceArn": ["a", "b"]}}"#,
        [#"{"StringEqualsIfExists": {"aws:SourceArn": "a"}}"#, #"{"StringEqualsIfExists": {"aws:SourceArn": "b"}}"#],
        true
      ),
      (
        #"{"StringLike": {"aws:SourceArn": ["a*", "b*"]}, "Bool": {"aws:SecureTransport": "true"}}"#,
        [
          #"{"StringLike": {"aws:SourceArn": "a*"}, "Bool": {"aws:SecureTransport": "true"}}"#,
          #"{"StringLike": {"aws:SourceArn": "b*"}, "Bool": {"aws:SecureTransport": "true"}}"#,
        ], true
      ),
      (
        #"{"StringEquals": {"aws:SourceArn": ["a", "b"], "aws:SourceAccount": ["1", "2"]}}"#,
        ["a", "b"].flatMap { arn in
          ["1", "2"].map { #"{"StringEquals": {"aws:SourceArn": "\#(arn)", "aws:SourceAccount": "\#($0)"}}"# }
        }, true
      ),
      (
        #"{"StringEquals": {"aws:SourceArn": ["a", "b"], "aws:SourceAccount": ["1", "2"]}}"#,
        [
          #"{"StringEquals": {"aws:SourceArn": "a", "aws:SourceAccount": "1"}}"#,
          #"{"StringEquals": {"aws:SourceArn": "b", "aws:SourceAccount": "2"}}"#,
        ], false
      ),
      (
        #"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"]}}"#,
        [#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#, #"{"IpAddress": {"aws:SourceIp": "192.168.0.0/16"}}"#], true
      ),
      // What no value may match, and what all values must, is no list of alternatives.
      (
        #"{"StringNotEquals": {"aws:SourceArn": ["a", "b"]}}"#,
        [#"{"StringNotEquals": {"aws:SourceArn": "a"}}"#, #"{"StringNotEquals": {"aws:SourceArn": "b"}}"#], false
      ),
      (
        #"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}"#,
        [
          #"{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}"#,
          #"{"ForAllValues:StringEquals": {"aws:TagKeys": "b"}}"#,
        ], false
      ),
    ] as [(String, [String], Bool)])
  func `values of a condition are alternatives, and so are statements`(
    effect: String, sample: (one: String, several: [String], isSame: Bool)
  ) throws {
    let (one, several) = (try Self.split(effect, [sample.one]), try Self.split(effect, sample.several))
    #expect(one.isEquivalent(to: several) == sample.isSame)
    #expect(several.isEquivalent(to: one) == sample.isSame)
  }

  @Test(arguments: [
    // Lists are sets, a single value is a list of one.
    (#""Effect": "Allow", "Action": ["a:x", "a:x", "a:y"]"#, #""Effect": "Allow", "Action": ["a:y", "a:x"]"#),
    (#""Effect": "Allow", "Action": "a:x", "Sid": "s""#, #""Effect": "Allow", "Action": ["a:x"]"#),
    (#""Effect": "Allow", "Action": "S3:getobject""#, #""Effect": "Allow", "Action": "s3:GetObject""#),
    (read(#""*""#), read(#"{"AWS": "*"}"#)), (read(#""*""#), read(#"{"AWS": ["*", "*"]}"#)),
    (read(#"{"AWS": "111122223333"}"#), read(#"{"AWS": "arn:aws:iam::111122223333:root"}"#)),
    (
      read(#""*""#, #"{"stringequals": {"AWS:SourceArn": "arn:aws:s3:::b"}}"#),
      read(#""*""#, #"{"StringEquals": {"aws:sourcearn": ["arn:aws:s3:::b"]}}"#)
    ),
    (
      read(#""*""#, #"{"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::b"}}"#),
      read(#""*""#, #"{"StringLike": {"aws:SourceArn": "arn:aws:s3:::b"}}"#)
    ),
    (
      read(#""*""#, #"{"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::*"}}"#),
      read(#""*""#, #"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}"#)
    ),
    (
      read(#""*""#, #"{"Bool": {"aws:SecureTransport": "True"}}"#),
      read(#""*""#, #"{"Bool": {"aws:SecureTransport": true}}"#)
    ),
    (read(#""*""#, #"{"NumericEquals": {"k": "1.0"}}"#), read(#""*""#, #"{"NumericEquals": {"k": 1}}"#)),
    (
      read(#""*""#, #"{"DateLessThan": {"k": "2024-01-01T09:00:00+09:00"}}"#),
      read(#""*""#, #"{"DateLessThan": {"k": "2024-01-01T00:00:00Z"}}"#)
    ),
    (read(#""*""#, #"{"DateLessThan": {"k": 1704067200}}"#), read(#""*""#, #"{"DateLessThan": {"k": "2024-01-01"}}"#)),
    (read(#""*""#, #"{"IpAddress": {"k": "192.0.2.7/24"}}"#), read(#""*""#, #"{"IpAddress": {"k": "192.0.2.0/24"}}"#)),
    (
      read(#""*""#, #"{"IpAddress": {"k": "2001:db8::1"}}"#),
      read(#""*""#, #"{"IpAddress": {"k": "2001:DB8:0:0::1/128"}}"#)
    ),
    // What a wider entry takes in says nothing more.
    (#""Effect": "Allow", "Action": ["s3:*", "s3:Get*"]"#, #""Effect": "Allow", "Action": "s3:*""#),
  ])
  func meansTheSame(first: String, second: String) throws {
    #expect(try policy(first).isEquivalent(to: policy(second)))
    #expect(try policy(second).isEquivalent(to: policy(first)))
  }

  @Test(arguments: [
    (#""Effect": "Allow", "Action": ["a:x", "a:x", "a:y"]"#, #""Effect": "Allow", "Action": ["a:x", "a:x"]"#),
    (read(#""*""#), #""Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*""#),
    (read(#""*""#), read("{}")), (read(#""*""#), read(#"{"AWS": "111122223333"}"#)),
    (read(#""*""#), read(#"{"Service": "*"}"#)),
    (read(#"{"AWS": "E1"}"#), read(#"{"CanonicalUser": "E1"}"#)),
    (#""Effect": "Allow", "Action": "a:x""#, #""Effect": "Deny", "Action": "a:x""#),
    (#""Effect": "Allow", "Action": "a:x", "Resource": "A""#, #""Effect": "Allow", "Action": "a:x", "Resource": "a""#),
    (#""Effect": "Allow", "Action": "a:x""#, #""Effect": "Allow", "NotAction": "a:x""#),
    (read(#""*""#, #"{"StringEquals": {"k": "*"}}"#), read(#""*""#, #"{"StringLike": {"k": "*"}}"#)),
    (read(#""*""#, #"{"StringEquals": {"k": "A"}}"#), read(#""*""#, #"{"StringEquals": {"k": "a"}}"#)),
    (read(#""*""#, #"{"StringEquals": {"k": "a"}}"#), read(#""*""#, #"{"StringEqualsIfExists": {"k": "a"}}"#)),
    (read(#""*""#, #"{"StringEquals": {"k": "a"}}"#), read(#""*""#, #"{"ForAllValues:StringEquals": {"k": "a"}}"#)),
    (read(#""*""#, #"{"StringEquals": {"k": "a"}}"#), read(#""*""#, #"{"StringNotEquals": {"k": "a"}}"#)),
  ])
  func meansSomethingElse(first: String, second: String) throws {
    #expect(try !policy(first).isEquivalent(to: policy(second)))
    #expect(try !policy(second).isEquivalent(to: policy(first)))
  }

  @Test func splitStatementsEqualTheirUnion() throws {
    let whole = try policy(#""Effect": "Allow", "Action": ["a:x", "a:y"], "Resource": ["r", "s"]"#)
    let split = try policy(
      #""Effect": "Allow", "Action": "a:y", "Resource": ["s", "r"]"#,
      #""Effect": "Allow", "Action": "a:x", "Resource": "r""#, #""Effect": "Allow", "Action": "a:x", "Resource": "s""#)
    #expect(whole.isEquivalent(to: split))
    let less = try policy(
      #""Effect": "Allow", "Action": "a:y", "Resource": ["s", "r"]"#,
      #""Effect": "Allow", "Action": "a:x", "Resource": "r""#)
    #expect(PolicyComparison(whole, less) == .narrower(by: [PolicyDifference(isAdded: false, text: "Allow a:x on s")]))
    #expect(PolicyComparison(less, whole) == .wider(by: [PolicyDifference(isAdded: true, text: "Allow a:x on s")]))
  }

  @Test(arguments: [
    (#""Effect": "Allow", "Action": "a:x""#, true), (#""Effect": "Allow", "Action": "a:x", "Resource": "a*""#, true),
    (#""Effect": "Deny", "NotAction": "a:x", "NotResource": "a", "Condition": {"Bool": {"k": "true"}}"#, true),
    (#""Effect": "Allow", "Action": "a:x", "Resource": "a/${aws:username}/*""#, false),
    (#""Effect": "Allow", "Action": "a:x", "NotResource": "a/${*}""#, false),
    (#""Effect": "Allow", "Action": "a:x", "Condition": {"StringEquals": {"k": "${aws:username}"}}"#, false),
  ])
  func `the version says something only where there are variables`(statement: String, isSame: Bool) throws {
    for old in [nil, "2008-10-17"] {
      let (first, second) = (try policy(statement, version: old), try policy(statement))
      #expect(first.isEquivalent(to: second) == isSame && second.isEquivalent(to: first) == isSame)
      #expect(first.isEquivalent(to: try policy(statement, version: "2008-10-17")))
    }
  }

  @Test func `what has no variables is held against what has some, whatever its version is`() throws {
    let few = #""Effect": "Allow", "Action": "a:x", "Resource": "a/b""#
    let more = #""Effect": "Allow", "Action": "a:x", "Resource": "a/${aws:username}""#
    let comparison = PolicyComparison(try policy(few, version: nil), try policy(few, more))
    // Nobody knows whether the variable ever stands for anybody.
    #expect(comparison == .different([PolicyDifference(isAdded: true, text: "Allow a:x on a/${aws:username}")]))
  }

  @Test(arguments: [
    // first, second, and how the second stands to the first
    (read(#"{"AWS": "111122223333"}"#), read(#""*""#), "wider"),
    (read(#""*""#, #"{"StringEquals": {"k": "a"}}"#), read(#""*""#), "wider"),
    (read(#""*""#, #"{"StringEquals": {"k": "a"}}"#), read(#""*""#, #"{"StringEquals": {"k": ["a", "b"]}}"#), "wider"),
    (read(#""*""#, #"{"StringEquals": {"k": "ab"}}"#), read(#""*""#, #"{"StringLike": {"k": "a*"}}"#), "wider"),
    (
      read(#""*""#, #"{"StringNotEquals": {"k": ["a", "b"]}}"#), read(#""*""#, #"{"StringNotEquals": {"k": "a"}}"#),
      "wider"
    ),
    (read(#""*""#, #"{"StringEquals": {"k": "a"}}"#), read(#""*""#, #"{"StringEquals": {"k": "b"}}"#), "different"),
    (
      read(#""*""#, #"{"StringEquals": {"k": "a", "l": "b"}}"#), read(#""*""#, #"{"StringEquals": {"l": "b"}}"#),
      "wider"
    ),
    (read(#"{"Service": "a.amazonaws.com"}"#), read(#"{"Service": "b.amazonaws.com"}"#), "different"),
    // An account hands on to its own policies; a role that is named does not need them.
    (read(#"{"AWS": "111122223333"}"#), read(#"{"AWS": "arn:aws:iam::111122223333:role/r"}"#), "different"),
    (#""Effect": "Allow", "NotAction": ["a:x", "a:y"]"#, #""Effect": "Allow", "NotAction": "a:x""#, "wider"),
    (#""Effect": "Allow", "Action": "a:z""#, #""Effect": "Allow", "NotAction": "a:x""#, "wider"),
    (#""Effect": "Deny", "Action": "a:*""#, #""Effect": "Deny", "Action": "a:x""#, "wider"),
    (
      #""Effect": "Allow", "Action": "a:x", "Resource": "arn:aws:s3:::b/*""#,
      #""Effect": "Allow", "Action": "a:x", "Resource": "arn:aws:s3:::*""#, "wider"
    ),
    (
      #""Effect": "Allow", "Action": "a:x", "Resource": "arn:aws:logs:us-east-1:*:*""#,
      #""Effect": "Allow", "Action": "a:x", "Resource": "arn:aws:logs:*:*:*""#, "wider"
    ),
  ])
  func tellsWiderFromNarrower(first: String, second: String, expected: String) throws {
    func name(_ comparison: PolicyComparison) -> String {
      switch comparison {
      case .equivalent: "equivalent"
      case .wider: "wider"
      case .narrower: "narrower"
      case .different: "different"
      }
    }
    #expect(try name(PolicyComparison(policy(first), policy(second))) == expected)
    let converse = expected == "wider" ? "narrower" : expected
    #expect(try name(PolicyComparison(policy(second), policy(first))) == converse)
  }

  @Test func claimsNoOrderItCannotShow() throws {
    // Together these two allow everything, so that nothing is wider; that is beyond this comparison, and it says so.
    let all = try policy(#""Effect": "Allow", "Action": "*""#)
    let parts = try policy(#""Effect": "Allow", "Action": "a:x""#, #""Effect": "Allow", "NotAction": "a:x""#)
    guard case .different = PolicyComparison(all, parts) else {
      Issue.record("\(PolicyComparison(all, parts))")
      return
    }
  }

  @Test func anAllowThatItsOwnDenyTakesAwaySaysNothing() throws {
    let deny = #""Effect": "Deny", "Action": "a:*""#
    #expect(try policy(deny).isEquivalent(to: policy(deny, #""Effect": "Allow", "Action": "a:x""#)))
    #expect(try !policy(deny).isEquivalent(to: policy(deny, #""Effect": "Allow", "Action": "b:x""#)))
  }

  @Test func comparesLargePoliciesWithoutTakingThemApart() throws {
    let many = (0..<150).map { "\"a:action\($0)\"" }.joined(separator: ",")
    let more = (0..<150).map { "\"arn:aws:s3:::b\($0)\"" }.joined(separator: ",")
    let first = try policy("\"Effect\": \"Allow\", \"Action\": [\(many)], \"Resource\": [\(more)]")
    let second = try policy("\"Effect\": \"Allow\", \"Action\": [\(many), \"a:other\"], \"Resource\": [\(more)]")
    guard case .wider(let differences) = PolicyComparison(first, second) else {
      Issue.record("\(PolicyComparison(first, second))")
      return
    }
    // One action on all the resources is one difference.
    #expect(differences.count == 1 && differences[0].text.hasPrefix("Allow a:other on arn:aws:s3:::b0, "))
  }
  @Test func comparesLargePoliciesThatShareOnlyPairs() throws {
    func list(_ range: Range<Int>, _ prefix: String) -> String {
      range.map { "\"\(prefix)\($0)\"" }.joined(separator: ",")
    }
    func document(_ actions: Range<Int>, _ resources: Range<Int>) throws -> PolicyDocument {
      try policy(
        "\"Effect\": \"Allow\", \"Action\": [\(list(actions, "a:x"))], \"Resource\": [\(list(resources, "arn:aws:s3:::b"))]"
      )
    }
    guard
      case .different(let differences) = try PolicyComparison(document(0..<80, 0..<80), document(40..<120, 40..<120))
    else {
      Issue.record("overlapping policies are neither equal nor ordered")
      return
    }
    // Actions that the other does not have stay together with all their resources.
    #expect(differences.count == 2 * (40 + 40 * 40))
  }

  @Test func whatCannotBeComparedInABoundOfWorkIsNotSaidToBeEquivalent() throws {
    func list(_ values: some Sequence<String>) -> String { values.map { "\"\($0)\"" }.joined(separator: ",") }
    let actions = (0..<100).map { "s3:a\($0)" }
    let resources = (0..<100).map { "arn:aws:s3:::b\($0)" }
    let whole = try policy(
      "\"Effect\": \"Allow\", \"Action\": [\(list(actions))], \"Resource\": [\(list(resources))]")
    // Each statement has some of the actions on one of the resources.
    let statements = (0..<20).map { part in
      let some = list(actions.enumerated().filter { $0.offset % 20 <= part }.prefix(40).map(\.element))
      return "{\"Effect\": \"Allow\", \"Action\": [\(some)], \"Resource\": \"arn:aws:s3:::b\(part)\"}"
    }
    let parts = try PolicyDocument(
      text: "{\"Version\": \"2012-10-17\", \"Statement\": [\(statements.joined(separator: ","))]}")
    for (first, second) in [(whole, parts), (parts, whole)] {
      guard case .different(let differences) = PolicyComparison(first, second, knowing: PrincipalNames(), work: 500)
      else {
        Issue.record("not said to differ")
        continue
      }
      #expect(differences.map(\.text) == ["more parts than can be compared: take the documents apart"])
      guard case .different = PolicyComparison(first, second) else { continue }
      Issue.record("not compared with the work that there is")
    }
    #expect(PolicyComparison(whole, whole, knowing: PrincipalNames(), work: 0) == .equivalent)
  }
}
