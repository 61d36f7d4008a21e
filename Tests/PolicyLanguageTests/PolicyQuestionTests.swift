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
    ([trust(edge, #"{"StringEquals": {"aws:SourceAccount": "999922223333"}}"#)], "depends"),
    ([trust(edge, #"{"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:111122223333:function:*"}}"#)], "allowed"),
    ([trust(edge, #"{"ArnLike": {"aws:SourceArn": "arn:aws:lambda:us-east-1:111122223333:function:f"}}"#)], "depends"),
    ([trust(edge, #"{"StringEquals": {"aws:SourceOrgID": "o-1"}}"#)], "depends"),
    ([trust(edge), trust(edge, effect: "Deny")], "denied"),
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
    let answer = document.mayAssume(service: "edgelambda.amazonaws.com", account: "111122223333", functionName: "f")
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
      trust(#""*""#, effect: "Deny"))
    let others = document.trustsBeyond(services: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"])
    #expect(others.map(\.principals) == [[.account("111122223333"), .service("ec2.amazonaws.com")], [.anyone]])
    #expect(others.map(\.isNarrowed) == [false, true])
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
        #""Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}"#,
      ], .depends("aws:RequestedRegion is not known")
    ),
    (
      [logsStatement("*", #""logs:*""#, #", "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}"#)],
      .depends("aws:RequestedRegion is not known")
    ),
    ([], .missing(logs)),
  ])
  func tellsWhetherARoleMayLogEverywhere(statements: [String], expected: PolicyGrant) throws {
    // Each statement is a policy of its own, as a role has several.
    let policies = try statements.map { try policy($0) }
    #expect(policies.grantsLogsEverywhere() == expected)
    #expect(policies.grants(Self.logs, on: "arn:aws:logs:*:*:*") == expected)
  }

  @Test func asksForOneAccountAndGroup() throws {
    let policies = [try policy(Self.logsStatement("arn:aws:logs:*:111122223333:log-group:/aws/lambda/*"))]
    #expect(policies.grantsLogsEverywhere(account: "111122223333", logGroup: "/aws/lambda/us-east-1.f") == .granted)
    #expect(
      policies.grantsLogsEverywhere(account: "999922223333", logGroup: "/aws/lambda/us-east-1.f") == .missing(Self.logs)
    )
    #expect(policies.grantsLogsEverywhere(account: "111122223333") == .missing(Self.logs))
  }

  @Test func knowsManagedPolicies() throws {
    let arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    let basic = try #require(WellKnownPolicies.document(arn: arn))
    #expect([basic].grantsLogsEverywhere() == .granted)
    #expect(WellKnownPolicies.document(arn: "arn:aws:iam::111122223333:policy/AWSLambdaBasicExecutionRole") == nil)
    for path in WellKnownPolicies.paths {
      let document = try #require(WellKnownPolicies.document(path: path), "\(path)")
      #expect(document.problems.isEmpty && !document.statements.isEmpty)
      #expect([document].grantsLogsEverywhere() == .granted)
    }
  }
}
