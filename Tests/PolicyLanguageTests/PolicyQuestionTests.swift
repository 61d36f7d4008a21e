import Testing

@testable import PolicyLanguage

@Suite struct PolicyQuestionTests {
  private static let edge = #"{"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]}"#

  @Test(arguments: [
    ([trust(edge)], "allowed"), ([trust(#"{"Service": "lambda.amazonaws.com"}"#)], "denied"),
    ([trust(#""*""#)], "allowed"), ([#""Effect": "Allow", "Principal": \#(edge), "Action": "STS:*""#], "allowed"),
    ([#""Effect": "Allow", "Principal": \#(edge), "Action": "sts:TagSession""#], "denied"),
    ([trust(edge, #"{"Bool": {"aws:MultiFactorAuthPresent": true}}"#)], "denied"),
    ([trust(edge, #"{"BoolIfExists": {"aws:MultiFactorAuthPresent": true}}"#)], "allowed"),
    ([trust(edge, #"{"StringEquals": {"sts:ExternalId": "x"}}"#)], "denied"),
    ([trust(edge, #"{"StringEquals": {"aws:PrincipalTag/team": "x"}}"#)], "denied"),
    ([trust(edge, #"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#)], "denied"),
    ([trust(edge, #"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#)], "allowed"),
    ([trust(edge, #"{"StringEquals": {"aws:SourceAccount": "999922223333"}}"#)], "denied"),
    ([trust(edge, #"{"StringNotEquals": {"aws:SourceAccount": "999922223333"}}"#)], "allowed"),
    ([trust(edge, #"{"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:999922223333:function:*"}}"#)], "denied"),
    ([trust(edge, #"{"ArnNotLike": {"aws:SourceArn": "arn:aws:lambda:*:999922223333:function:*"}}"#)], "allowed"),
    ([trust(edge, #"{"StringEquals": {"aws:SourceAccount": ["999922223333", "111122223333"]}}"#)], "allowed"),
    ([trust(edge, #"{"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:111122223333:function:*"}}"#)], "allowed"),
    ([trust(edge, #"{"ArnLike": {"aws:SourceArn": "arn:aws:lambda:us-east-1:111122223333:function:f"}}"#)], "depends"),
    ([trust(edge, #"{"StringEquals": {"aws:SourceOrgID": "o-1"}}"#)], "depends"),
    ([trust(edge), trust(edge, effect: "Deny")], "denied"),
    // All names of the service, of which one is known: that it is there settles some, that others are not settles none.
    (
      [trust(edge, #"{"ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": "edgelambda.amazonaws.com"}}"#)],
      "allowed"
    ),
    ([trust(edge, #"{"ForAnyValue:StringLike": {"aws:PrincipalServiceNamesList": "*.amazonaws.com"}}"#)], "allowed"),
    (
      [trust(edge, #"{"ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": "ec2.amazonaws.com"}}"#)], "depends"
    ),
    (
      [trust(edge, #"{"ForAllValues:StringEquals": {"aws:PrincipalServiceNamesList": "ec2.amazonaws.com"}}"#)], "denied"
    ),
    (
      [trust(edge, #"{"ForAllValues:StringEquals": {"aws:PrincipalServiceNamesList": "edgelambda.amazonaws.com"}}"#)],
      "depends"
    ),
    (
      [
        trust(edge),
        trust(
          #""*""#, #"{"ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": "edgelambda.amazonaws.com"}}"#,
          effect: "Deny"),
      ],
      "denied"
    ),
    ([trust(edge, #"{"Null": {"aws:PrincipalServiceNamesList": "false"}}"#)], "allowed"),
    // What a service that calls for itself says, and what only others say.
    ([trust(edge, #"{"Bool": {"aws:ViaAWSService": "false"}}"#)], "allowed"),
    ([trust(edge, #"{"Bool": {"aws:ViaAWSService": "true"}}"#)], "denied"),
    ([trust(edge), trust(#""*""#, #"{"Null": {"aws:CalledVia": "true"}}"#, effect: "Deny")], "denied"),
    ([trust(edge), trust(#""*""#, #"{"StringEquals": {"aws:VpceOrgID": "o-1"}}"#, effect: "Deny")], "allowed"),
    ([trust(edge), trust(#""*""#, #"{"Null": {"aws:VpceAccount": "false"}}"#, effect: "Deny")], "allowed"),
    ([trust(edge), trust(#""*""#, #"{"Null": {"aws:SourceIdentity": "false"}}"#, effect: "Deny")], "allowed"),
    ([trust(edge, #"{"ArnLike": {"lambda:SourceFunctionArn": "arn:aws:lambda:*:*:function:*"}}"#)], "denied"),
    ([trust(edge), trust(#""*""#, #"{"Bool": {"aws:AssumedRoot": "true"}}"#, effect: "Deny")], "allowed"),
    ([trust(edge), trust(#""*""#, #"{"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}"#, effect: "Deny")], "denied"),
    ([trust(edge), trust(#"{"AWS": "111122223333"}"#, effect: "Deny")], "allowed"),
    (
      [
        trust(edge),
        #""Effect": "Deny", "NotPrincipal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole""#,
      ],
      "depends"
    ),
    ([trust(edge), #""Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "Action": "sts:TagSession""#], "allowed"),
  ])
  func tellsWhetherAServiceMayAssumeARole(statements: [String], expected: String) throws {
    let document = try PolicyDocument(
      text: "{\"Version\": \"2012-10-17\", \"Statement\": [\(statements.map { "{\($0)}" }.joined(separator: ","))]}")
    let answer = document.mayAssume(service: "edgelambda.amazonaws.com", account: "111122223333")
    #expect("\(answer)".prefix { $0 != "(" } == expected, "\(answer)")
  }

  @Test func aSourceAccountIsDoubtfulWithoutTheAccount() throws {
    let document = try policy(trust(Self.edge, #"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#))
    #expect(document.mayAssume(service: "edgelambda.amazonaws.com").isDoubtful)
  }

  @Test func namesWhoElseIsTrusted() throws {
    let document = try policy(
      trust(#"{"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"], "AWS": "111122223333"}"#),
      trust(#"{"AWS": "*"}"#, #"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#), trust(Self.edge),
      #""Effect": "Allow", "Principal": "*", "Action": ["sts:TagSession", "sts:SetSourceIdentity"]"#)
    let others = document.trustsBeyond(services: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"])
    #expect(others.map(\.principal) == [.account("111122223333"), .service("ec2.amazonaws.com"), .anyone])
    #expect(others.map(\.isNarrowed) == [false, false, true])
  }

  @Test("Whom a Deny without a condition names is not trusted, by whichever way it is turned away")
  func namesNobodyWhoIsDenied() throws {
    func others(_ statement: String) throws -> [String] {
      let document = try policy(statement, trust(#"{"AWS": ["111122223333", "444455556666"]}"#))
      return document.trustsBeyond(services: []).map(\.principal.description)
    }
    #expect(try others(trust(#""*""#, effect: "Deny")) == [])
    #expect(try others(trust(#"{"AWS": "444455556666"}"#, effect: "Deny")) == ["account 111122223333"])
    let secure = trust(#""*""#, #"{"Bool": {"aws:SecureTransport": "false"}}"#, effect: "Deny")
    #expect(try others(secure).count == 2)
    #expect(try others(#""Effect": "Deny", "Principal": "*", "Action": "sts:TagSession""#).count == 2)
  }

  private static let account = #"{"AWS": "111122223333"}"#
  private static let github =
    #"{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#

  @Test(
    "a condition narrows a trust policy only where it names someone",
    arguments: [
      // What holds for everybody.
      (#""*""#, #""Bool": {"aws:SecureTransport": "true"}"#, false),
      (#""*""#, #""DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}"#, false),
      (#""*""#, #""DateLessThan": {"aws:EpochTime": "1577836800"}"#, false),
      (#""*""#, #""StringEquals": {"aws:RequestedRegion": "us-east-1"}"#, false),
      (#""*""#, #""StringEquals": {"aws:PrincipalType": "AssumedRole"}"#, false),
      (#""*""#, #""NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}"#, false),
      (account, #""Bool": {"aws:MultiFactorAuthPresent": "true"}"#, false),
      (#""*""#, #""Null": {"aws:PrincipalOrgID": "false"}"#, false),
      // What any account may give itself.
      (#""*""#, #""StringEquals": {"aws:username": "admin"}"#, false),
      (account, #""StringEquals": {"aws:username": "admin"}"#, true),
      (#""*""#, #""StringEquals": {"aws:PrincipalTag/team": "edge"}"#, false),
      (account, #""StringEquals": {"aws:PrincipalTag/team": "edge"}"#, true),
      (#""*""#, #""StringEquals": {"sts:ExternalId": "x"}"#, false),
      (account, #""StringEquals": {"sts:ExternalId": "x"}"#, true),
      (account, #""StringLike": {"sts:ExternalId": "*"}"#, false),
      (account, #""StringEquals": {"sts:RoleSessionName": "x"}"#, false),
      (#""*""#, #""StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}"#, false),
      (#""*""#, #""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}"#, false),
      (
        #""*""#, #""ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::*:role/a"]}"#,
        false
      ),
      (#""*""#, #""StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}"#, true),
      (
        #""*""#, #""StringEquals": {"aws:PrincipalAccount": ["${aws:resourceaccount}", "${aws:PrincipalAccount}"]}"#,
        false
      ),
      (#""*""#, #""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::${aws:ResourceAccount}:role/*"}"#, true),
      (#""*""#, #""StringEquals": {"aws:PrincipalOrgID": "${aws:PrincipalOrgID}"}"#, false),
      (#""*""#, #""StringLike": {"aws:PrincipalOrgID": "o-*"}"#, false),
      (#""*""#, #""IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}"#, false),
      // What passes where it is absent, or is whatever is not named.
      (#""*""#, #""StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}"#, false),
      (#""*""#, #""ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}"#, false),
      (#""*""#, #""StringNotEquals": {"aws:PrincipalOrgID": "o-1"}"#, false),
      // Who somebody is.
      (#""*""#, #""StringEquals": {"aws:PrincipalOrgID": "o-1"}"#, true),
      (#""*""#, #""ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}"#, true),
      (#""*""#, #""ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "*/r-1/*"}"#, false),
      (#""*""#, #""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}"#, true),
      (#""*""#, #""StringLike": {"aws:userid": "AROAEXAMPLE123456789:*"}"#, true),
      (#""*""#, #""StringLike": {"aws:userid": "*:deploy"}"#, false),
      (#""*""#, #""StringEquals": {"aws:SourceVpce": "vpce-1"}"#, true),
      (#""*""#, #""StringEquals": {"aws:PrincipalServiceName": "lambda.amazonaws.com"}"#, true),
      (#""*""#, #""IpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#, true),
      (
        #""*""#, #""Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:PrincipalAccount": "111122223333"}"#,
        true
      ),
      (#"{"Service": "ec2.amazonaws.com"}"#, #""StringEquals": {"aws:SourceAccount": "111122223333"}"#, true),
      (#"{"Service": "ec2.amazonaws.com"}"#, #""ArnLike": {"aws:SourceArn": "arn:aws:ec2:*:*:instance/*"}"#, false),
      // Web identities.
      (github, #""StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}"#, false),
      (github, #""StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}"#, false),
      (github, #""StringLike": {"token.actions.githubusercontent.com:sub": "repo:octo-org/*"}"#, true),
      (github, #""StringEquals": {"accounts.google.com:sub": "1"}"#, false),
      (
        #"{"Federated": "cognito-identity.amazonaws.com"}"#,
        #""ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}"#, false
      ),
      (
        #"{"Federated": "cognito-identity.amazonaws.com"}"#,
        #""StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:1"}"#, true
      ),
    ])
  func narrowsTrust(principal: String, condition: String, isNarrowed: Bool) throws {
    let document = try policy(trust(principal, "{\(condition)}"))
    #expect(document.trustsBeyond(services: []).map(\.isNarrowed) == [isNarrowed])
  }

  @Test(
    "a Deny of all but those it names narrows a trust policy",
    arguments: [
      (#"{"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}"#, #""*""#, true),
      (#"{"ArnNotLikeIfExists": {"aws:PrincipalArn": "arn:aws:iam::111122223333:*"}}"#, #""*""#, true),
      (#"{"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}"#, #"{"AWS": "111122223333"}"#, false),
      (#"{"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/a"}}"#, #""*""#, false),
      (#"{"StringNotEquals": {"aws:PrincipalAccount": "1", "aws:PrincipalOrgID": "o-1"}}"#, #""*""#, false),
      (#"{"Bool": {"aws:SecureTransport": "false"}}"#, #""*""#, false),
    ])
  func deniesTheUnnamed(condition: String, denied: String, isNarrowed: Bool) throws {
    let document = try policy(trust(#""*""#), trust(denied, condition, effect: "Deny"))
    #expect(document.trustsBeyond(services: []).map(\.isNarrowed) == [isNarrowed])
  }

  private static func networks(_ blocks: [String]) -> String {
    "{\"IpAddress\": {\"aws:SourceIp\": [\(blocks.map { "\"\($0)\"" }.joined(separator: ","))]}}"
  }

  @Test(arguments: [
    (read(#""*""#), true), (read(#"{"AWS": "*"}"#), true), (read(#"{"AWS": "111122223333"}"#), false),
    (read(#"{"AWS": ["111122223333", "*"]}"#), true), (read(#"{"Service": "cloudfront.amazonaws.com"}"#), false),
    (read(#"{"AWS": "arn:aws:iam::111122223333:user/${aws:username}"}"#), true),
    (read(#"{"CanonicalUser": "79a5"}"#), false),
    (read(#"{"Federated": "accounts.google.com"}"#), true),
    (read(#"{"Federated": "arn:aws:iam::111122223333:saml-provider/x"}"#), false), (read("{}"), false),
    (#""Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*""#, true),
    (#""Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*""#, false),
    (read(#""*""#, #"{"StringEquals": {"aws:SourceVpc": "vpc-91237329"}}"#), false),
    (read(#""*""#, #"{"StringLike": {"aws:SourceVpc": "vpc-91237329"}}"#), false),
    (read(#""*""#, #"{"StringLike": {"aws:SourceVpc": "vpc-*"}}"#), true),
    (read(#""*""#, #"{"StringEquals": {"aws:SourceVpc": ["vpc-1", "${aws:username}"]}}"#), true),
    (read(#""*""#, #"{"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}"#), true),
    (read(#""*""#, #"{"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}"#), true),
    (read(#""*""#, #"{"ForAllValues:StringEquals": {"aws:SourceVpc": "vpc-1"}}"#), true),
    (read(#""*""#, #"{"StringEquals": {"aws:Referer": "https://example.com"}}"#), true),
    (read(#""*""#, #"{"Null": {"aws:SourceVpc": "false"}}"#), true),
    (read(#""*""#, #"{"ArnLike": {"AWS:sourcearn": "arn:aws:cloudfront::1:distribution/E"}}"#), false),
    (read(#""*""#, #"{"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}"#), true),
    (read(#""*""#, #"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#), false),
    (read(#""*""#, #"{"IpAddress": {"aws:SourceIp": "8.0.0.0/8"}}"#), false),
    (read(#""*""#, #"{"IpAddress": {"aws:SourceIp": "8.0.0.0/7"}}"#), true),
    (read(#""*""#, #"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}}"#), true),
    // Networks are added up, wherever they lie.
    (read(#""*""#, networks((0..<256).map { "\($0).0.0.0/8" })), true),
    (read(#""*""#, networks((0..<128).map { "\($0 * 2).0.0.0/8" })), true),
    (read(#""*""#, networks((0..<256).map { "8.\($0).0.0/16" })), false),
    (read(#""*""#, networks((0..<256).map { "8.\($0).0.0/16" } + ["9.0.0.0/24"])), true),
    (read(#""*""#, networks(["8.0.0.0/8", "8.0.0.0/8", "8.1.2.3"])), false),
    (read(#""*""#, networks(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "8.0.0.0/8"])), false),
    (read(#""*""#, networks(["::ffff:0.0.0.0/96"])), true),
    (read(#""*""#, networks(["::ffff:203.0.113.0/120"])), false),
    (read(#""*""#, networks((0..<300).map { "2001:\(String($0, radix: 16))::/32" })), true),
    (read(#""*""#, networks((0..<9).map { "2001:\(String($0, radix: 16))::/32" })), false),
    (read(#""*""#, #"{"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}"#), false),
    (read(#""*""#, #"{"IpAddress": {"aws:SourceIp": "2001::/16"}}"#), true),
    (read(#""*""#, #"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#), true),
    (
      read(#""*""#, #"{"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-east-1:111122223333:accesspoint/*"}}"#),
      false
    ),
    (read(#""*""#, #"{"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-east-1:*:accesspoint/x"}}"#), true),
  ])
  func tellsWhetherABucketPolicyIsPublic(statement: String, expected: Bool) throws {
    switch try policy(statement).publicAccess {
    case .notPublic: #expect(!expected)
    case .isPublic(let statement, let reason):
      #expect(expected, "\(statement.name): \(reason)")
      #expect(!reason.isEmpty)
    }
  }

  @Test(arguments: [
    ("{}", true), (#"{"StringEquals": {"AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1"}}"#, false),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*"}}"#, false),
    (#"{"ArnLike": {"aws:SourceArn": "arn:aws:cloudfront::*:distribution/*"}}"#, true),
    (#"{"StringLike": {"aws:SourceArn": "*"}}"#, true),
    (#"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#, false),
    (#"{"StringLike": {"aws:SourceAccount": "*"}}"#, true), (#"{"StringEquals": {"aws:SourceOrgID": "o-1"}}"#, false),
    (#"{"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}"#, true),
    (#"{"StringNotEquals": {"aws:SourceAccount": "111122223333"}}"#, true),
    (#"{"StringEquals": {"s3:prefix": "x"}}"#, true), (#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::b"}}"#, false),
  ])
  func tellsWhetherAServiceActsForAnyCustomer(condition: String, expected: Bool) throws {
    let document = try policy(read(#"{"Service": "cloudfront.amazonaws.com"}"#, condition))
    #expect(document.statementsOpenToAnyCustomer(of: "CloudFront.amazonaws.com").isEmpty == !expected)
    #expect(document.statementsOpenToAnyCustomer().isEmpty == !expected)
    #expect(document.statementsOpenToAnyCustomer(of: "lambda.amazonaws.com").isEmpty)
  }

  private static let logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]

  private static func logsStatement(_ resource: String, _ actions: String = #""logs:*""#, _ more: String = "") -> String
  {
    "\"Effect\": \"Allow\", \"Action\": [\(actions)], \"Resource\": \"\(resource)\"\(more)"
  }

  @Test(arguments: [
    ([logsStatement("*")], PolicyGrant.granted), ([logsStatement("arn:aws:logs:*:*:*")], .granted),
    ([logsStatement("arn:aws:logs:us-east-1:*:*")], .missing(logs)),
    // One region each does not make every region.
    ([logsStatement("arn:aws:logs:us-*:*:*"), logsStatement("arn:aws:logs:eu-*:*:*")], .missing(logs)),
    ([logsStatement("*", #""logs:Create*""#)], .missing(["logs:PutLogEvents"])),
    ([logsStatement("*", #""logs:Create*""#), logsStatement("arn:aws:logs:*", #""logs:putlogevents""#)], .granted),
    ([#""Effect": "Allow", "NotAction": "iam:*", "Resource": "*""#], .granted),
    ([#""Effect": "Allow", "NotAction": "logs:Put*", "Resource": "*""#], .missing(["logs:PutLogEvents"])),
    ([#""Effect": "Allow", "Action": "logs:*", "NotResource": "arn:aws:s3:::*""#], .granted),
    ([#""Effect": "Allow", "Action": "logs:*", "NotResource": "arn:aws:logs:eu-west-1:*:*""#], .missing(logs)),
    (
      [
        logsStatement("*"),
        #""Effect": "Deny", "Action": "logs:CreateLogGroup", "Resource": "arn:aws:logs:eu-west-1:*:*""#,
      ],
      .missing(["logs:CreateLogGroup"])
    ),
    ([logsStatement("*"), #""Effect": "Deny", "Action": "*", "NotResource": "arn:aws:logs:*:*:*""#], .granted),
    (
      [logsStatement("*"), #""Effect": "Deny", "Action": "*", "NotResource": "arn:aws:logs:us-east-1:*:*""#],
      .missing(logs)
    ),
    ([logsStatement("*"), #""Effect": "Deny", "NotAction": "logs:*", "Resource": "*""#], .granted),
    (
      [
        logsStatement("*"),
        #""Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:ViaAWSService": "false"}}"#,
      ], .depends("aws:ViaAWSService is not known")
    ),
    ([], .missing(logs)),
  ])
  func tellsWhetherARoleMayLogEverywhere(statements: [String], expected: PolicyGrant) throws {
    // Each statement is a policy of its own, as a role has several.
    let policies = try statements.map { try policy($0) }
    #expect(policies.grantsLogsEverywhere() == expected)
    #expect(policies.grants(Self.logs, on: "arn:aws:logs:*:*:*") == expected)
  }

  @Test(
    "a grant of some regions is none of all, whatever says so",
    arguments: [
      ("Allow", #""StringEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}"#, false, true),
      ("Allow", #""StringEquals": {"aws:RequestedRegion": "us-east-1"}"#, false, true),
      ("Allow", #""StringLike": {"aws:RequestedRegion": ["us-*", "eu-*"]}"#, false, true),
      ("Allow", #""StringEqualsIgnoreCase": {"AWS:requestedregion": "US-EAST-1"}"#, false, true),
      ("Allow", #""StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}"#, false, true),
      ("Allow", #""StringNotLike": {"aws:RequestedRegion": ["ap-*"]}"#, false, true),
      ("Allow", #""StringNotEqualsIfExists": {"aws:RequestedRegion": "eu-west-1"}"#, false, true),
      ("Allow", #""StringLike": {"aws:RequestedRegion": "*"}"#, true, true),
      ("Allow", #""StringNotEquals": {"aws:RequestedRegion": ["cn-north-1", "us-gov-west-1"]}"#, true, true),
      ("Allow", #""Null": {"aws:RequestedRegion": "false"}"#, true, true),
      ("Deny", #""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#, false, true),
      ("Deny", #""StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}"#, false, true),
      ("Deny", #""StringLike": {"aws:RequestedRegion": "eu-*"}"#, false, true),
      ("Deny", #""StringNotLike": {"aws:RequestedRegion": "*"}"#, true, true),
      ("Deny", #""StringEquals": {"aws:RequestedRegion": ["cn-north-1", "us-gov-west-1"]}"#, true, true),
      ("Deny", #""StringLike": {"aws:RequestedRegion": "us-gov-*"}"#, true, true),
      ("Deny", #""Null": {"aws:RequestedRegion": "true"}"#, true, true),
      ("Allow", #""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#, false, false),
      ("Deny", #""StringLike": {"aws:RequestedRegion": "us-*"}"#, false, false),
    ])
  func holdsInEveryRegion(effect: String, condition: String, isGranted: Bool, isGrantedHere: Bool) throws {
    let statement =
      "\"Effect\": \"\(effect)\", \"Action\": \"logs:*\", \"Resource\": \"*\", \"Condition\": {\(condition)}"
    let policies = [try policy(statement)] + (effect == "Deny" ? [try policy(Self.logsStatement("*"))] : [])
    #expect(policies.grantsLogsEverywhere() == (isGranted ? .granted : .missing(Self.logs)))
    // In the one region that is asked for, that region counts.
    let here = policies.grants(["logs:PutLogEvents"], on: "arn:aws:logs:us-east-1:*:*")
    #expect(here == (isGrantedHere ? .granted : .missing(["logs:PutLogEvents"])))
  }

  @Test(
    "a permissions boundary takes away what it does not allow",
    arguments: [
      ([logsStatement("*", #""*""#)], PolicyGrant.granted), ([logsStatement("*")], .granted),
      ([logsStatement("*", #""s3:*", "dynamodb:*""#)], .missing(logs)),
      ([logsStatement("arn:aws:logs:us-east-1:*:*")], .missing(logs)),
      ([logsStatement("*", #""logs:CreateLog*""#)], .missing(["logs:PutLogEvents"])),
      ([#""Effect": "Allow", "NotAction": "logs:*", "Resource": "*""#], .missing(logs)),
      (
        [
          logsStatement("*", #""*""#),
          #""Effect": "Deny", "Action": "logs:PutLogEvents", "Resource": "arn:aws:logs:eu-*:*:*""#,
        ], .missing(["logs:PutLogEvents"])
      ),
      (
        [logsStatement("*", #""*""#, #", "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}"#)],
        .missing(logs)
      ),
      (
        [logsStatement("*", #""*""#, #", "Condition": {"StringEquals": {"aws:PrincipalTag/a": "b"}}"#)],
        .depends("aws:PrincipalTag/a is not known")
      ),
      ([], .missing(logs)),
    ])
  func isBounded(statements: [String], expected: PolicyGrant) throws {
    let list = statements.map { "{\($0)}" }.joined(separator: ",")
    let boundary = try PolicyDocument(text: "{\"Version\": \"2012-10-17\", \"Statement\": [\(list)]}")
    let policies = [try policy(Self.logsStatement("*"))]
    #expect(policies.grants(Self.logs, on: "arn:aws:logs:*:*:*", within: boundary) == expected)
    // A boundary grants nothing by itself.
    #expect([].grants(Self.logs, on: "arn:aws:logs:*:*:*", within: boundary) == .missing(Self.logs))
  }

  @Test func asksForOneAccountAndGroup() throws {
    let policies = [try policy(Self.logsStatement("arn:aws:logs:*:111122223333:log-group:/aws/lambda/*"))]
    #expect(policies.grantsLogsEverywhere(account: "111122223333", logGroup: "/aws/lambda/us-east-1.f") == .granted)
    #expect(
      policies.grantsLogsEverywhere(account: "999922223333", logGroup: "/aws/lambda/us-east-1.f") == .missing(Self.logs)
    )
    #expect(policies.grantsLogsEverywhere(account: "111122223333") == .missing(Self.logs))
  }

  /// The actions that a policy grants on everything, where all but those that list are held to resources.
  private static func wide(_ document: PolicyDocument) -> [String] {
    document.actionsOnEverything(of: data) { _ in
      ServiceActions(
        ofResources: [
          "decrypt", "getitem", "getobject", "getparameter", "getsecretvalue", "publish", "query", "sendmessage",
        ], ofNone: ["listallmybuckets"])
    }.map(\.text)
  }

  private static let data = ["s3", "dynamodb", "secretsmanager", "ssm", "kms", "sqs", "sns"]

  @Test(
    "what leaves the name of a resource open is as wide as *",
    arguments: [
      ("s3:GetObject", "*", true), ("s3:GetObject", "**", true), ("s3:GetObject", "?*", true),
      ("s3:GetObject", "*?*", true), ("s3:GetObject", "*:*", true), ("s3:GetObject", "*/*", true),
      ("s3:GetObject", "arn:*", true), ("s3:GetObject", "arn:aws:*", true), ("s3:GetObject", "arn:aws:s3:*", true),
      ("s3:GetObject", "arn:aws:s3:::*", true), ("s3:GetObject", "arn:aws:s3:::*/*", true),
      ("s3:GetObject", "arn:aws:s3:::**", true), ("s3:GetObject", "arn:*:s3:::?*", true),
      ("s3:GetObject", "arn:aws:*:::*", true), ("S3:getobject", "arn:aws:s3:*:*:*", true),
      ("*", "arn:aws:s3:::*", true), ("*", "arn:aws:iam::*:*", false), ("s3:GetObject", "arn:aws:sqs:*:*:*", false),
      ("s3:GetObject", "arn:aws:s3:::b/*", false), ("s3:GetObject", "arn:aws:s3:::b*", false),
      ("s3:GetObject", "arn:aws:s3:::*-images/*", false), ("s3:GetObject", "arn:aws:s3:::*/public/*", false),
      ("s3:GetObject", "arn:aws:s3:::${aws:PrincipalTag/bucket}/*", false), ("s3:ListAllMyBuckets", "*", false),
      ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/*", true),
      ("dynamodb:GetItem", "arn:aws:dynamodb:*:111122223333:*", true),
      ("dynamodb:GetItem", "arn:aws:dynamodb:*:111122223333:table*", true),
      ("dynamodb:Query", "arn:aws:dynamodb:*:*:table/*/index/*", true),
      ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:*:table/*", false),
      ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/books", false),
      ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/edge-*", false),
      ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:*", true),
      ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:edge/*", false),
      ("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/*", true),
      ("ssm:GetParameter", "arn:aws:ssm:*:*:parameter*", true),
      ("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/edge/*", false),
      ("kms:Decrypt", "arn:aws:kms:*:*:key/*", true), ("kms:Decrypt", "arn:aws:kms:*:*:alias/*", true),
      ("sqs:SendMessage", "arn:aws:sqs:*:*:*", true), ("sqs:SendMessage", "arn:aws:sqs:*:*:edge-*", false),
      ("sns:Publish", "arn:aws:sns:*:111122223333:*", true), ("iam:GetRole", "*", false),
    ])
  func grantsOnEverything(action: String, resource: String, isWide: Bool) throws {
    let document = try policy(
      "\"Effect\": \"Allow\", \"Action\": \"\(action)\", \"Resource\": [\"arn:aws:x:::y\", \"\(resource)\"]")
    #expect(Self.wide(document) == (isWide ? [action] : []))
    let denied = try policy("\"Effect\": \"Deny\", \"Action\": \"\(action)\", \"Resource\": \"\(resource)\"")
    #expect(Self.wide(denied).isEmpty)
  }

  @Test(
    "a NotAction grants what it leaves, a NotResource what it leaves",
    arguments: [
      (#""NotAction": ["iam:*"], "Resource": "*""#, ["NotAction iam:*"]),
      (
        #""NotAction": ["s3:*", "dynamodb:*", "secretsmanager:*", "SSM:*", "kms:*", "sqs:*", "sns:*"], "Resource": "*""#,
        []
      ),
      (#""NotAction": ["s3*", "d*", "s?s:*", "secrets*", "ssm:*", "kms:**", "sns:*"], "Resource": "*""#, []),
      (#""NotAction": "*", "Resource": "*""#, []),
      (
        #""NotAction": ["s3:*", "dynamodb:*", "secretsmanager:*", "ssm:*", "kms:*", "sqs:Get*", "sns:*"], "Resource": "*""#,
        [
          "NotAction s3:*", "NotAction dynamodb:*", "NotAction secretsmanager:*", "NotAction ssm:*", "NotAction kms:*",
          "NotAction sqs:Get*", "NotAction sns:*",
        ]
      ),
      // All that is left to be wide for is S3, and S3 is excluded.
      (#""NotAction": "s3:*", "Resource": "arn:aws:s3:::*""#, []),
      (#""NotAction": "dynamodb:*", "Resource": "arn:aws:s3:::*""#, ["NotAction dynamodb:*"]),
      (#""NotAction": "dynamodb:*", "Resource": "arn:aws:s3:::b/*""#, []),
      (#""Action": "s3:GetObject", "NotResource": "arn:aws:s3:::secret/*""#, ["s3:GetObject"]),
      (#""Action": ["s3:GetObject", "sqs:SendMessage"], "NotResource": "arn:aws:s3:::*""#, ["sqs:SendMessage"]),
      (#""Action": "s3:GetObject", "NotResource": "**""#, []),
      (#""NotAction": "iam:*", "NotResource": "arn:*""#, []),
    ])
  func grantsWhatIsLeft(statement: String, expected: [String]) throws {
    #expect(Self.wide(try policy("\"Effect\": \"Allow\", \(statement)")) == expected)
  }

  @Test(
    "an action is wide where it can be held to a resource, by what is known of its service",
    arguments: [
      ("sqs:SendMessage", true), ("sqs:send*", true), ("sqs:*", true), ("*", true), ("s*:*", true),
      ("sqs:ListQueues", false), ("SQS:listqueues", false), ("sqs:List*", false), ("sqs:ListQueue?", false),
      // What is newer than the table, or no action at all.
      ("sqs:SendParcel", nil), ("sqs:Ring*", nil), ("sqs:", nil),
      // Of a service of which nothing is known.
      ("logs:PutLogEvents", nil), ("logs:*", nil), ("iam:GetRole", false),
    ] as [(String, Bool?)])
  func holdable(action: String, isWide: Bool?) throws {
    let document = try policy("\"Effect\": \"Allow\", \"Action\": \"\(action)\", \"Resource\": \"*\"")
    let found = document.actionsOnEverything(of: ["sqs", "logs"]) { service in
      service == "sqs" ? ServiceActions(ofResources: ["sendmessage", "purgequeue"], ofNone: ["listqueues"]) : nil
    }
    #expect(found.map(\.text) == (isWide == false ? [] : [action]))
    #expect(found.allSatisfy { $0.doubt.isEmpty == (isWide == true) })
  }
}
