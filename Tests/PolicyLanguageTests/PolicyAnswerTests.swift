import Testing

@testable import PolicyLanguage

private let role = "arn:aws:iam::111122223333:role/path/reader"

@Suite struct PolicyAnswerTests {
  private func ask(
    _ document: PolicyDocument, _ caller: PolicyRequest.Caller? = .anonymous, _ action: String = "s3:GetObject",
    _ resource: String? = "arn:aws:s3:::b/key", _ keys: [String: PolicyRequestContext.Value] = [:]
  ) -> PolicyAnswer {
    document.answer(
      to: PolicyRequest(caller: caller, action: action, resource: resource, context: PolicyRequestContext(keys)))
  }

  @Test(arguments: [
    (#""*""#, PolicyRequest.Caller.anonymous, PolicyAnswer.allowed), (#"{"AWS": "*"}"#, .aws(role), .allowed),
    (#""*""#, .service("cloudfront.amazonaws.com"), .allowed),
    ("{\"AWS\": \"\(role)\"}", .aws(role), .allowed), ("{\"AWS\": \"\(role)\"}", .anonymous, .denied),
    ("{\"AWS\": \"\(role)\"}", .aws("arn:aws:sts::111122223333:assumed-role/reader/session"), .allowed),
    ("{\"AWS\": \"\(role)\"}", .aws("arn:aws:sts::999922223333:assumed-role/reader/session"), .denied),
    ("{\"AWS\": \"\(role)\"}", .aws("arn:aws:sts::111122223333:assumed-role/writer/reader"), .denied),
    (#"{"AWS": "111122223333"}"#, .aws("arn:aws:iam::111122223333:root"), .allowed),
    (#"{"AWS": "111122223333"}"#, .aws(role), .depends("account 111122223333 decides by its own policies")),
    (#"{"AWS": "111122223333"}"#, .aws("arn:aws:iam::999922223333:role/path/reader"), .denied),
    (#"{"Service": ["a.amazonaws.com", "cloudfront.amazonaws.com"]}"#, .service("cloudfront.amazonaws.com"), .allowed),
    (#"{"Service": "cloudfront.amazonaws.com"}"#, .service("lambda.amazonaws.com"), .denied),
    (#"{"Service": "cloudfront.amazonaws.com"}"#, .aws("cloudfront.amazonaws.com"), .denied),
    (#"{"CanonicalUser": "79a5"}"#, .canonicalUser("79a5"), .allowed),
    (#"{"CanonicalUser": "79a5"}"#, .originAccessIdentity(id: "E1", canonicalUser: "79a5"), .allowed),
    (#"{"CanonicalUser": "79a5"}"#, .originAccessIdentity(id: "E1", canonicalUser: "80"), .denied),
    (
      #"{"CanonicalUser": "79a5"}"#, .originAccessIdentity(id: "E1", canonicalUser: nil),
      .depends("the canonical user of the origin access identity is not known")
    ),
    (
      #"{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}"#,
      .originAccessIdentity(id: "E1", canonicalUser: nil), .allowed
    ),
    (
      #"{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2"}"#,
      .originAccessIdentity(id: "E1", canonicalUser: nil), .denied
    ),
    (#"{"AWS": "AROAEXAMPLE123456789"}"#, .aws(role), .denied), ("{}", .anonymous, .denied),
  ])
  func matchesPrincipals(principal: String, caller: PolicyRequest.Caller, expected: PolicyAnswer) throws {
    #expect(try ask(policy(read(principal)), caller) == expected)
  }

  @Test func denyWinsAndNotPrincipalSparesItsOwn() throws {
    let document = try policy(
      read(#""*""#),
      "\"Effect\": \"Deny\", \"NotPrincipal\": {\"AWS\": \"\(role)\"}, \"Action\": \"s3:*\", \"Resource\": \"*\"")
    #expect(ask(document, .aws(role)) == .allowed)
    #expect(ask(document, .anonymous) == .denied)
    let account = try policy(read(#""*""#), #""Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "*""#)
    #expect(ask(account, .aws(role)) == .denied)
    #expect(ask(account, .anonymous) == .allowed)
  }

  @Test(arguments: [
    ("s3:GetObject", "arn:aws:s3:::b/key", PolicyAnswer.allowed), ("S3:getobject", "arn:aws:s3:::b/a/b", .allowed),
    ("s3:GetObjectAcl", "arn:aws:s3:::b/key", .denied), ("s3:GetObject", "arn:aws:s3:::B/key", .denied),
    ("s3:GetObject", "arn:aws:s3:::bb/key", .denied), ("s3:ListBucket", "arn:aws:s3:::b", .allowed),
    ("s3:DeleteObject", "arn:aws:s3:::c/key", .denied), ("iam:GetRole", "arn:aws:iam::1:role/r", .allowed),
    ("iam:GetRole", "arn:aws:sts::1:role/r", .denied), ("kms:Decrypt", "arn:aws:kms:us-east-1:1:key/k", .allowed),
    ("kms:Decrypt", "arn:aws:kms:eu-west-1:1:key/k", .denied),
  ])
  func matchesActionsAndResources(action: String, resource: String, expected: PolicyAnswer) throws {
    let document = try policy(
      #""Effect": "Allow", "Action": "s3:Get?bject", "Resource": "arn:aws:s3:::b/*""#,
      #""Effect": "Allow", "Action": ["s3:List*"], "Resource": "*""#,
      #""Effect": "Allow", "NotAction": ["s3:*", "kms:*"], "NotResource": "arn:aws:sts:*""#,
      #""Effect": "Allow", "Action": "kms:*", "Resource": "arn:aws:kms:us-*:1:key/k""#)
    #expect(ask(document, nil, action, resource) == expected)
  }

  @Test func aWildcardStaysInItsPartOfAnARN() throws {
    let document = try policy(#""Effect": "Allow", "Action": "*", "Resource": "arn:aws:logs:*:log""#)
    #expect(ask(document, nil, "logs:x", "arn:aws:logs:us-east-1:log:x") == .allowed)
    #expect(ask(document, nil, "logs:x", "arn:aws:logs:us-east-1:1:log") == .denied)
  }

  @Test(arguments: ["*", "**", "***"])
  func wildcardsInARowAreOne(_ everything: String) throws {
    let resource = "\"Resource\": \"\(everything)\""
    let allowed = try policy("\"Effect\": \"Allow\", \"Action\": \"*\", \(resource)")
    let denied = try policy(
      #""Effect": "Allow", "Action": "*", "Resource": "*""#, "\"Effect\": \"Deny\", \"Action\": \"*\", \(resource)")
    for asked in ["arn:aws:s3:::b/key", "arn:aws:logs:*:1:log-group:*", "*"] {
      #expect(ask(allowed, nil, "logs:x", asked) == .allowed && ask(denied, nil, "logs:x", asked) == .denied)
    }
  }

  @Test(arguments: [
    // condition, what is known of the key k, and the answer (nil: it depends)
    (
      #""StringEquals": {"k": ["a", "b"]}"#, PolicyRequestContext.Value.values(["b"]),
      PolicyAnswer.allowed as PolicyAnswer?
    ),
    (#""StringEquals": {"K": "a"}"#, .values(["A"]), .denied),
    (#""StringEquals": {"k": "a*"}"#, .values(["ab"]), .denied),
    (#""StringEquals": {"k": "a*"}"#, .values(["a*"]), .allowed),
    (#""StringNotEquals": {"k": ["a", "b"]}"#, .values(["b"]), .denied),
    (#""StringNotEquals": {"k": ["a", "b"]}"#, .values(["c"]), .allowed),
    (#""StringEqualsIgnoreCase": {"k": "Ab"}"#, .values(["aB"]), .allowed),
    (#""StringNotEqualsIgnoreCase": {"k": "Ab"}"#, .values(["aB"]), .denied),
    (#""StringEqualsIgnoreCase": {"k": "A*"}"#, .values(["a*"]), .allowed),
    (#""StringEqualsIgnoreCase": {"k": "A*"}"#, .values(["ab"]), .denied),
    (#""StringEquals": {"k": "\u00e9"}"#, .values(["e\u{301}"]), .denied),
    (#""StringLike": {"k": "abc"}"#, .values(["abc"]), .allowed),
    (#""StringLike": {"k": "a?c*"}"#, .values(["abc:d"]), .allowed),
    (#""StringLike": {"k": "a?c"}"#, .values(["ac"]), .denied),
    (#""StringNotLike": {"k": "a*"}"#, .values(["b"]), .allowed),
    (#""StringLike": {"k": "${*}"}"#, .values(["*"]), .allowed),
    (#""StringLike": {"k": "${*}"}"#, .values(["a"]), .denied),
    (#""NumericLessThan": {"k": 5}"#, .values(["4.5"]), .allowed),
    (#""NumericLessThan": {"k": 5}"#, .values(["5"]), .denied),
    (#""NumericLessThanEquals": {"k": "5"}"#, .values(["5"]), .allowed),
    (#""NumericGreaterThan": {"k": "5"}"#, .values(["5"]), .denied),
    (#""NumericGreaterThanEquals": {"k": "5"}"#, .values(["5.0"]), .allowed),
    (#""NumericEquals": {"k": "5"}"#, .values(["five"]), .denied),
    (#""NumericNotEquals": {"k": "5"}"#, .values(["6"]), .allowed),
    (#""DateLessThan": {"k": "2024-02-29T12:00:00Z"}"#, .values(["2024-02-29T12:30:00+01:00"]), .allowed),
    (#""DateGreaterThan": {"k": "2024-02-29"}"#, .values(["1709164801"]), .allowed),
    (#""DateGreaterThanEquals": {"k": "2024-03-01"}"#, .values(["2024-02-29T23:59:59.5Z"]), .denied),
    (#""DateLessThanEquals": {"k": "2024-02"}"#, .values(["2024-02-01T00:00:00Z"]), .allowed),
    (#""DateEquals": {"k": "yesterday"}"#, .values(["yesterday"]), .denied),
    (#""DateNotEquals": {"k": "2024"}"#, .values(["2023"]), .allowed),
    (#""Bool": {"k": true}"#, .values(["true"]), .allowed), (#""Bool": {"k": "false"}"#, .values(["true"]), .denied),
    (#""BinaryEquals": {"k": "QmluYXJ5"}"#, .values(["QmluYXJ5"]), .allowed),
    (#""IpAddress": {"k": "203.0.113.0/24"}"#, .values(["203.0.113.255"]), .allowed),
    (#""IpAddress": {"k": "203.0.113.0/24"}"#, .values(["203.0.114.0"]), .denied),
    (#""IpAddress": {"k": "0.0.0.0/0"}"#, .values(["2001:db8::1"]), .denied),
    (#""IpAddress": {"k": "::/0"}"#, .values(["2001:db8::1"]), .allowed),
    (#""IpAddress": {"k": "2001:DB8:1234:5678::/64"}"#, .values(["2001:db8:1234:5678:ffff::192.0.2.1"]), .allowed),
    (#""NotIpAddress": {"k": "203.0.113.0/24"}"#, .values(["203.0.113.9"]), .denied),
    (#""ArnLike": {"k": "arn:aws:cloudfront::1:*"}"#, .values(["arn:aws:cloudfront::1:distribution/E"]), .allowed),
    (#""ArnLike": {"k": "arn:aws:s3:*:b"}"#, .values(["arn:aws:s3:x:y:b"]), .denied),
    (#""ArnEquals": {"k": "arn:aws:s3:::b*"}"#, .values(["arn:aws:s3:::bucket"]), .allowed),
    (#""ArnNotEquals": {"k": "arn:aws:s3:::b*"}"#, .values(["arn:aws:s3:::bucket"]), .denied),
    (#""ArnNotLike": {"k": "arn:aws:s3:::b*"}"#, .values(["arn:aws:s3:::a"]), .allowed),
    (#""ArnEquals": {"k": "arn:aws:s3:::b"}"#, .values(["arn:aws:s3:::b"]), .allowed),
    (#""ArnEquals": {"k": "arn:aws:s3:::b"}"#, .values(["arn:aws:s3:::B"]), .denied),
    (#""ArnEquals": {"k": "arn:aws:s3"}"#, .values(["arn:aws:s3:::b"]), .allowed),
    (#""Null": {"k": "true"}"#, .absent, .allowed), (#""Null": {"k": true}"#, .values(["x"]), .denied),
    (#""Null": {"k": "false"}"#, .values(["x"]), .allowed), (#""Null": {"k": "false"}"#, .absent, .denied),
    (#""Null": {"k": "false"}"#, .matching("a*"), .allowed), (#""Null": {"k": "false"}"#, .unknown, nil),
    // Absent keys.
    (#""StringEquals": {"k": "a"}"#, .absent, .denied), (#""StringNotEquals": {"k": "a"}"#, .absent, .allowed),
    (#""StringEqualsIfExists": {"k": "a"}"#, .absent, .allowed),
    (#""StringEqualsIfExists": {"k": "a"}"#, .values(["b"]), .denied),
    (#""ForAllValues:StringEquals": {"k": "a"}"#, .absent, .allowed),
    (#""ForAnyValue:StringEquals": {"k": "a"}"#, .absent, .denied),
    (#""ForAnyValue:StringNotEquals": {"k": "a"}"#, .absent, .denied),
    (#""NumericLessThan": {"k": 5}"#, .absent, .denied),
    // Several values.
    (#""ForAllValues:StringEquals": {"k": ["a", "b"]}"#, .values(["a", "b", "a"]), .allowed),
    (#""ForAllValues:StringEquals": {"k": ["a", "b"]}"#, .values(["a", "c"]), .denied),
    (#""ForAnyValue:StringEquals": {"k": ["a", "b"]}"#, .values(["c", "a"]), .allowed),
    (#""ForAnyValue:StringEquals": {"k": ["a", "b"]}"#, .values(["c"]), .denied),
    (#""ForAllValues:StringNotLike": {"k": ["a*"]}"#, .values(["b", "ab"]), .denied),
    (#""ForAnyValue:StringNotLike": {"k": ["a*"]}"#, .values(["b", "ab"]), .allowed),
    // Not knowing.
    (#""StringEquals": {"k": "a"}"#, .unknown, nil), (#""StringNotEquals": {"k": "a"}"#, .unknown, nil),
    (#""StringLike": {"k": "a*"}"#, .matching("ab*"), .allowed), (#""StringLike": {"k": "ab*"}"#, .matching("a*"), nil),
    (#""StringNotLike": {"k": "a*"}"#, .matching("ab*"), .denied), (#""Bool": {"k": true}"#, .matching("*"), nil),
    (#""StringEquals": {"k": "b"}"#, .matching("a*"), .denied),
    (#""StringNotEquals": {"k": "b"}"#, .matching("a*"), .allowed),
    (#""ArnLike": {"k": "arn:aws:s3:::b"}"#, .matching("arn:aws:sqs:*:*:*"), .denied),
    (#""StringEquals": {"k": ["a", "b"]}"#, .oneOf(["a", "b"]), .allowed),
    (#""StringEquals": {"k": "a"}"#, .oneOf(["a", "b"]), nil),
    (#""StringEquals": {"k": "c"}"#, .oneOf(["a", "b"]), .denied),
    (#""NumericLessThan": {"k": "1.2"}"#, .oneOf(["1.2", "1.3"]), .denied),
    (#""NumericLessThan": {"k": "1.3"}"#, .oneOf(["1.2", "1.3"]), nil),
    (#""NumericGreaterThanEquals": {"k": 1.2}"#, .oneOf(["1.2", "1.3"]), .allowed),
    (#""Null": {"k": true}"#, .oneOf(["1.2", "1.3"]), .denied),
    // All keys and operators must hold.
    (#""StringEquals": {"k": "a", "other": "x"}"#, .values(["a"]), nil),
    (#""StringEquals": {"k": "a", "other": "x"}"#, .values(["b"]), .denied),
    (#""StringEquals": {"k": "a"}, "StringLike": {"k": "b*"}"#, .values(["a"]), .denied),
    (#""StringEquals": {"k": []}"#, .values(["a"]), .denied),
  ])
  func judgesConditions(condition: String, value: PolicyRequestContext.Value, expected: PolicyAnswer?) throws {
    let answer = try ask(
      policy(read(#""*""#, "{\(condition)}")), .anonymous, "s3:GetObject", "arn:aws:s3:::b/k", ["k": value])
    if let expected { #expect(answer == expected) } else { #expect(answer.isDoubtful, "\(answer)") }
  }

  @Test func whatIsNotKnownOfADenyMakesItDoubtful() throws {
    let document = try policy(
      read(#""*""#), #""Effect": "Deny", "Principal": "*", "Action": "*", "Condition": {"Bool": {"k": false}}"#)
    #expect(ask(document) == .depends("k is not known"))
    let nothing = try policy(
      #""Effect": "Deny", "Principal": "*", "Action": "*", "Condition": {"Bool": {"k": false}}"#)
    #expect(ask(nothing) == .denied)
  }

  @Test func resolvesPolicyVariables() throws {
    let statement = #""Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*""#
    let document = try policy(statement)
    let resource = "arn:aws:s3:::b/ann/x"
    #expect(ask(document, nil, "s3:x", resource, ["aws:UserName": .values(["ann"])]) == .allowed)
    #expect(ask(document, nil, "s3:x", resource, ["aws:username": .values(["bob"])]) == .denied)
    // A value's own wildcards are ordinary characters.
    #expect(ask(document, nil, "s3:x", resource, ["aws:username": .values(["*"])]) == .denied)
    #expect(ask(document, nil, "s3:x", resource, ["aws:username": .absent]) == .denied)
    #expect(ask(document, nil, "s3:x", resource).isDoubtful)
    #expect(ask(document, nil, "s3:x", "arn:aws:s3:::c/ann/x") == .denied)
    #expect(try ask(policy(statement, version: "2008-10-17"), nil, "s3:x", resource) == .denied)
    let withDefault = try policy(
      #""Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username, 'any'}""#)
    #expect(ask(withDefault, nil, "s3:x", "arn:aws:s3:::b/any", ["aws:username": .absent]) == .allowed)
  }
}
