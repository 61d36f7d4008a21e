import Documents
import Testing

@testable import Auditing

/// What is asked of policies by rules, where the answer turns on what is known of the request.
@Suite struct PolicyQuestionTests {
  private static let distribution = "arn:aws:cloudfront::111122223333:distribution/E1"

  /// Policy that lets the distribution read, with one more statement.
  private static func policy(_ statement: String, allow condition: String = "{}") throws -> JSONValue {
    try JSONReader.read(
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com",
         "AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2ABC"}, "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::site/*", "Condition": \(condition)}\(statement)]}
      """)
  }

  private static func deny(_ condition: String) -> String {
    ", {\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\": \"*\", \"Condition\": {\(condition)}}"
  }

  private static func origin(identity: JSONValue = nil) -> JSONValue {
    [
      "Distribution": .string(distribution), "Resource": "arn:aws:s3:::site/*", "OriginAccessIdentity": identity,
      "S3CanonicalUserId": nil, "Region": "eu-west-1",
    ]
  }

  private static func isRead(_ policy: JSONValue, identity: JSONValue = nil, organization: String = "") -> Judgement {
    Predicate.readableBy.judge(
      policy, against: ["origins": [origin(identity: identity)], "organization": .string(organization)])
  }

  @Test(
    "what CloudFront's request says by itself is known, and decides",
    arguments: [
      // A Deny of what it is not.
      (#""NumericLessThan": {"s3:TlsVersion": "1.2"}"#, true), (#""NumericLessThan": {"s3:tlsversion": 1.2}"#, true),
      (#""NumericLessThanIfExists": {"s3:TlsVersion": ["1.0", "1.1"]}"#, true),
      (#""Bool": {"aws:SecureTransport": "false"}"#, true),
      (#""StringNotEquals": {"s3:authType": "REST-HEADER"}"#, true),
      (#""StringNotEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}"#, true),
      (#""NumericGreaterThan": {"s3:signatureAge": "600000"}"#, true),
      (#""StringNotEquals": {"aws:ResourceAccount": "111122223333"}"#, true),
      (#""StringNotEquals": {"s3:ResourceAccount": "111122223333"}"#, true),
      (#""StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-west-2"]}"#, true),
      (#""StringEquals": {"s3:x-amz-acl": "public-read"}"#, true), (#""Null": {"aws:SourceVpce": "false"}"#, true),
      (#""StringEquals": {"s3:DataAccessPointAccount": "444455556666"}"#, true),
      (#""StringEquals": {"s3:object-lock-mode": "GOVERNANCE"}"#, true),
      (#""Null": {"s3:if-none-match": "false"}"#, true),
      (#""StringEquals": {"s3:RequestObjectTag/public": "no"}"#, true),
      (#""ArnLike": {"s3:AccessGrantsInstanceArn": "arn:aws:s3:*:*:access-grants/*"}"#, true),
      // A Deny of what it is.
      (#""NumericLessThan": {"s3:TlsVersion": "1.4"}"#, false),
      (#""StringEquals": {"s3:authType": "REST-HEADER"}"#, false),
      (#""StringNotEquals": {"aws:SourceVpce": "vpce-1"}"#, false),
      (#""StringNotEquals": {"aws:ResourceAccount": "444455556666"}"#, false),
      (#""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#, false),
      (#""Null": {"s3:x-amz-server-side-encryption": "true"}"#, false),
    ])
  func knowsTheRequest(condition: String, isRead: Bool) throws {
    let judgement = Self.isRead(try Self.policy(Self.deny(condition)))
    #expect(judgement == (isRead ? .holds : .fails(unmet: [.string(Self.distribution)])))
  }

  @Test(
    "what two requests answer differently stays open",
    arguments: [
      #""NumericLessThan": {"s3:TlsVersion": "1.3"}"#, #""NumericGreaterThan": {"s3:signatureAge": "1000"}"#,
      // Behaviours may forward it, and origins have it set.
      #""StringNotLike": {"aws:Referer": "https://example.com/*"}"#,
      #""StringEquals": {"aws:UserAgent": "x"}"#, #""StringEquals": {"s3:ExistingObjectTag/public": "no"}"#,
    ])
  func leavesOpenWhatIsNotKnown(condition: String) throws {
    guard case .undecided = Self.isRead(try Self.policy(Self.deny(condition))) else {
      Issue.record("decided: \(condition)")
      return
    }
  }

  @Test(
    "the request of an origin access identity comes from outside of any VPC, over TLS",
    arguments: [
      (#""NumericLessThan": {"s3:TlsVersion": "1.2"}"#, true),
      (#""StringNotEquals": {"aws:SourceVpc": "vpc-1"}"#, false),
    ])
  func knowsTheRequestOfAnIdentity(condition: String, isRead: Bool) throws {
    let judgement = Self.isRead(try Self.policy(Self.deny(condition)), identity: "E2ABC")
    #expect(judgement == (isRead ? .holds : .fails(unmet: ["E2ABC"])))
  }

  @Test(
    "a grant to an organization holds for its accounts, and is open only where nobody says whose it is",
    arguments: [
      (#""StringEquals": {"aws:SourceOrgID": "o-1"}"#, "o-1", true as Bool?),
      (#""StringEquals": {"aws:SourceOrgID": "o-1"}"#, "o-1/r-1/ou-1/", true),
      (#""StringEquals": {"aws:SourceOrgID": "o-1"}"#, "o-2", false),
      (#""StringEquals": {"aws:SourceOrgID": "o-1"}"#, "", nil),
      (#""ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1/*"}"#, "o-1", true),
      (#""ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1/r-1/ou-1/*"}"#, "o-1/r-1/ou-1/ou-2", true),
      (#""ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1/r-1/ou-1/*"}"#, "o-1/r-1/ou-2/", false),
      (#""ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1/r-1/ou-1/*"}"#, "o-1", nil),
      (#""ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-2/*"}"#, "o-1", false),
      (#""StringEquals": {"aws:ResourceOrgID": "o-1"}"#, "o-1", true),
    ])
  func knowsTheOrganization(condition: String, organization: String, holds: Bool?) throws {
    let judgement = Self.isRead(try Self.policy("", allow: "{\(condition)}"), organization: organization)
    switch judgement {
    case .holds: #expect(holds == true)
    case .fails: #expect(holds == false)
    case .undecided, .unread: #expect(holds == nil)
    }
  }

  @Test(
    "a trust policy may ask for the account and the organization of the functions",
    arguments: [
      (#""StringEquals": {"aws:SourceAccount": "111122223333"}"#, true as Bool?),
      (#""StringEquals": {"aws:SourceAccount": "444455556666"}"#, false),
      (#""StringEquals": {"aws:SourceOrgID": "o-1"}"#, true), (#""StringEquals": {"aws:SourceOrgID": "o-2"}"#, false),
      (#""ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:111122223333:function:*"}"#, true),
      (#""ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:111122223333:function:resize"}"#, nil),
    ])
  func knowsTheFunctions(condition: String, holds: Bool?) throws {
    let trust = try JSONReader.read(
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "edgelambda.amazonaws.com"},
       "Action": "sts:AssumeRole", "Condition": {\(condition)}}}
      """)
    let question: JSONValue = [
      "services": ["edgelambda.amazonaws.com"],
      "functions": ["arn:aws:lambda:us-east-1:111122223333:function:resize:1"], "organization": "o-1",
    ]
    let judgement = Predicate.trusts.judge(trust, against: question)
    switch judgement {
    case .holds: #expect(holds == true)
    case .fails: #expect(holds == false)
    case .undecided, .unread: #expect(holds == nil)
    }
    // Where nobody says whose the functions are, the account is open.
    guard case .undecided = Predicate.trusts.judge(trust, against: question.part("services")) else {
      Issue.record("decided without the functions: \(condition)")
      return
    }
  }
}
