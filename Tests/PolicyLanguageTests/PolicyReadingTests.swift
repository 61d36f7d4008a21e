import Documents
import Testing

@testable import PolicyLanguage

@Suite struct PolicyReadingTests {
  @Test func readsEveryElement() throws {
    let document = try PolicyDocument(
      text: """
        {"Version": "2012-10-17", "Id": "x", "Statement": {"Sid": "One", "Effect": "Deny",
        "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:role/r"], "Service": "s3.amazonaws.com",
        "CanonicalUser": "79a5", "Federated": "accounts.google.com"},
        "NotAction": "s3:*", "NotResource": ["a", "b"],
        "Condition": {"ForAllValues:stringLikeIfExists": {"aws:TagKeys": ["a", 1, true, 1.5]}}}}
        """)
    #expect(document.version == .v2012)
    let statement = try #require(document.statements.first)
    #expect(statement.name == "One")
    #expect(statement.effect == .deny)
    #expect(
      statement.notPrincipals == [
        .account("111122223333"), .aws("arn:aws:iam::111122223333:role/r"), .service("s3.amazonaws.com"),
        .federated("accounts.google.com"), .canonicalUser("79a5"),
      ])
    #expect(statement.principals == nil)
    #expect(statement.notActions == ["s3:*"])
    #expect(statement.notResources == ["a", "b"])
    let condition = try #require(statement.conditions.first)
    #expect(condition.comparison.description == "ForAllValues:StringLikeIfExists")
    #expect(condition.values == ["a", "1", "true", "1.5"])
    #expect(document.problems.isEmpty)
  }

  @Test func readsPercentEncodedTextAndKeepsTheOriginal() throws {
    let text = "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22a%3Ab%2B%22%7D%5D%7D"
    let document = try PolicyDocument(.string(text))
    #expect(document.version == .v2008)
    #expect(document.statements.first?.actions == ["a:b+"])
    #expect(document.original["Statement"][0]["Action"] == "a:b+")
    // A percent sign inside plain JSON is only a percent sign.
    #expect(
      try PolicyDocument(text: #"{"Statement": {"Effect": "Allow", "Action": "a:%7B"}}"#).statements[0].actions == [
        "a:%7B"
      ])
  }

  @Test(arguments: [
    ("", ""), ("{", ""), ("%7", ""), ("%zz", ""), ("3", ""), ("[{}, {}]", ""),
    (#"{"Version": "2012-10-17", "Version": "2012-10-17"}"#, ""),
    (#"{"Version": "2012-10-18"}"#, "Version"), (#"{"Version": 2}"#, "Version"),
    (#"{"Statemnt": []}"#, "Statemnt"), (#"{"Statement": [], "statement": []}"#, "statement"),
    (#"{"Statement": "x"}"#, "Statement"), (#"{"Statement": [{"Action": "a:b"}]}"#, "Statement[0]"),
    (#"{"Statement": [{"Effect": "Permit"}]}"#, "Statement[0].Effect"),
    (#"{"Statement": [{"Effect": "Allow", "Action": [1]}]}"#, "Statement[0].Action[0]"),
    (#"{"Statement": [{"Effect": "Allow", "Action": {"a": 1}}]}"#, "Statement[0].Action"),
    (#"{"Statement": [{"Effect": "Allow", "Sid": 1}]}"#, "Statement[0].Sid"),
    (#"{"Statement": [{"Effect": "Allow", "Principal": ["*"]}]}"#, "Statement[0].Principal"),
    (#"{"Statement": [{"Effect": "Allow", "Principal": {"Aws2": "*"}}]}"#, "Statement[0].Principal.Aws2"),
    (#"{"Statement": [{"Effect": "Allow", "Condition": {"StringIs": {}}}]}"#, "Statement[0].Condition.StringIs"),
    (
      #"{"Statement": [{"Effect": "Allow", "Condition": {"NullIfExists": {}}}]}"#, "Statement[0].Condition.NullIfExists"
    ),
    (#"{"Statement": [{"Effect": "Allow", "Condition": {"Bool": {"k": null}}}]}"#, "Statement[0].Condition.Bool.k"),
    (
      #"{"Statement": [{"Effect": "Allow", "Condition": {"Bool": {"k": [["x"]]}}}]}"#,
      "Statement[0].Condition.Bool.k[0]"
    ),
  ])
  func refusesWhatIsNoPolicy(text: String, path: String) {
    let error = #expect(throws: PolicyDocumentError.self) { try PolicyDocument(text: text) }
    #expect(error?.path.description == path)
  }

  @Test(arguments: [
    #"{"Version": "2012-10-17"}"#, #"{"Statement": {"Effect": "allow", "Action": "a:b"}}"#,
    #"{"Statement": {"Effect": "Allow"}}"#, #"{"Statement": {"Effect": "Allow", "Action": "a:b", "Resource": {}}}"#,
    #"{"Statement": {"Effect": "Allow", "Action": "a:b", "NotAction": "a:c"}}"#,
    #"{"Statement": {"Effect": "Allow", "Action": "a:b", "Principal": "111122223333"}}"#,
    #"{"Statement": [{"Sid": "a", "Effect": "Deny", "Action": "a:b"}, {"Sid": "a", "Effect": "Deny", "Action": "b:b"}]}"#,
    "[{\"Statement\": []}]",
  ])
  func notesWhatIAMWouldRefuse(text: String) throws {
    #expect(try PolicyDocument(text: text).problems.count == 1)
  }

  @Test func knowsDeletedPrincipals() throws {
    let document = try policy(
      read(
        #"{"AWS": ["AIDAJQABLZS4A3QDU576Q", "arn:aws:iam::111122223333:user/AIDAJQABLZS4A3QDU576Q", "AROAEXAMPLE123456789"]}"#
      ),
      #""Effect": "Deny", "NotPrincipal": {"AWS": "ANPAEXAMPLE123456789"}, "Action": "s3:*", "Resource": "*""#)
    #expect(
      document.uniqueIDs.map(\.principal) == [
        .aws("AIDAJQABLZS4A3QDU576Q"), .aws("AROAEXAMPLE123456789"), .aws("ANPAEXAMPLE123456789"),
      ])
  }

  @Test func knowsOriginAccessIdentitiesInTheirThreeForms() throws {
    let document = try policy(
      read(
        #"{"AWS": ["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1A2B3C4D5E6F7", "EH1HDMB1FH2TC7", "arn:aws:iam::111122223333:user/CloudFront"], "CanonicalUser": "79a59df9"}"#
      ))
    #expect(
      document.originAccessIdentities.map(\.principal.originAccessIdentity) == [
        "E1A2B3C4D5E6F7", "EH1HDMB1FH2TC7", nil,
      ])
    #expect(document.originAccessIdentities.last?.principal == .canonicalUser("79a59df9"))
  }

  @Test(
    "what stands twice is refused, in whatever case and by whatever escape",
    arguments: [
      #"{"Version": "2008-10-17", "Version": "2012-10-17", "Statement": []}"#,
      #"{"Statement": [], "statement": []}"#,
      #"{"Statement": [{"Effect": "Deny", "Effect": "Allow", "Action": "a:b"}]}"#,
      #"{"Statement": [{"Effect": "Deny", "Action": "a:b", "EFFECT": "Allow"}]}"#,
      #"{"Statement": [{"Effect": "Deny", "\u0045ffect": "Allow", "Action": "a:b"}]}"#,
      #"{"Statement": [{"Effect": "Allow", "Action": "a:b", "Principal": {"AWS": "*", "aws": "111122223333"}}]}"#,
      #"{"Statement": [{"Effect": "Allow", "Action": "a:b", "Principal": {"AWS": "*", "AWS": "111122223333"}}]}"#,
      #"{"Statement": [{"Effect": "Allow", "Action": "a:b", "Condition": {"Bool": {"a:b": "true"}, "Bool": {"a:b": "false"}}}]}"#,
      #"{"Statement": [{"Effect": "Allow", "Action": "a:b", "Condition": {"Bool": {"a:b": "true"}, "bool": {"a:c": "false"}}}]}"#,
      #"{"Statement": [{"Effect": "Allow", "Action": "a:b", "Condition": {"Bool": {"a:b": "true", "A:B": "false"}}}]}"#,
      #"{"Statement": [{"Effect": "Allow", "Action": "a:b", "Condition": {"Bool": {"a:b": "true", "a:b": "true"}}}]}"#,
    ])
  func refusesWhatStandsTwice(text: String) {
    // As text, as a JSON string that holds it, and percent-encoded.
    let encoded = text.utf8.map { "%" + (String($0, radix: 16).count < 2 ? "0" : "") + String($0, radix: 16) }.joined()
    for value in [JSONValue.string(text), .string(encoded)] {
      let error = #expect(throws: PolicyDocumentError.self) { try PolicyDocument(value) }
      let reason = error?.reason ?? ""
      #expect(reason.contains("stands twice") || reason.contains("second member of this name"), "\(reason)")
    }
  }

  @Test func takesOneNameInTwoPlaces() throws {
    let document = try PolicyDocument(
      text: """
        {"Statement": [{"Effect": "Allow", "Action": "a:b", "Condition": {"Bool": {"a:b": "true"}, "Null": {"a:b": "false"}}},
        {"Effect": "Deny", "Action": "a:b"}]}
        """)
    #expect(document.statements.map(\.conditions.count) == [2, 0])
  }

  @Test func refusesWhatIsLargerThanAnyPolicy() throws {
    func document(_ actions: Int, _ length: Int = 9) -> JSONValue {
      let action = JSONValue.string("s3:" + String(repeating: "x", count: length - 3))
      return ["Statement": [["Effect": "Allow", "Action": .array(Array(repeating: action, count: actions))]]]
    }
    // Statement, Effect and Action, and the actions.
    let size = 9 + 6 + 6 + 90
    #expect(throws: Never.self) { try PolicyDocument(document(10), sizeLimit: size) }
    let error = #expect(throws: PolicyDocumentError.self) { try PolicyDocument(document(10), sizeLimit: size - 1) }
    #expect(error?.reason == "the document has more than \(size - 1) bytes, and AWS takes no policy as large")
    #expect(throws: PolicyDocumentError.self) { try PolicyDocument(document(20_000)) }
    #expect(throws: PolicyDocumentError.self) { try PolicyDocument(document(40_000, 3)) }
    #expect(throws: Never.self) { try PolicyDocument(document(1, PolicyDocument.maximumText)) }
    #expect(throws: PolicyDocumentError.self) { try PolicyDocument(document(1, PolicyDocument.maximumText + 1)) }
    // Many statements, members and conditions count as well.
    let empty: JSONValue = ["Effect": "Allow"]
    #expect(throws: PolicyDocumentError.self) {
      try PolicyDocument(["Statement": .array(Array(repeating: empty, count: 30_000))])
    }
    let keys = JSONObject((0..<20_000).map { ("k\($0)", "") })
    #expect(throws: PolicyDocumentError.self) {
      try PolicyDocument(["Statement": [["Effect": "Allow", "Condition": ["StringLike": .object(keys)]]]])
    }
  }
}
