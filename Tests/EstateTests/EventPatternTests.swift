import Estate
import Testing

/// Which buckets' events a rule of EventBridge takes, by the ways in which patterns ask.
@Suite struct EventPatternTests {
  @Test(arguments: [
    (#"{"source": ["aws.s3"]}"#, true),
    (#"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": ["images"]}}}"#, true),
    (#"{"source": ["aws.s3"], "detail": {"bucket": {"name": ["other", "images"]}}}"#, true),
    (#"{"source": ["aws.s3"], "detail": {"bucket": {"name": ["other"]}}}"#, false),
    (#"{"source": ["aws.ec2"]}"#, false), (#"{"source": [{"prefix": "aws."}]}"#, true),
    (#"{"source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"]}"#, false),
    (#"{"detail-type": [{"prefix": "Object "}], "account": ["111122223333"]}"#, true),
    (#"{"resources": ["arn:aws:s3:::images"]}"#, true), (#"{"resources": ["arn:aws:s3:::other"]}"#, false),
    (#"{"detail": {"bucket": {"name": [{"prefix": "ima"}]}}}"#, true),
    (#"{"detail": {"bucket": {"name": [{"prefix": "log"}]}}}"#, false),
    (#"{"detail": {"bucket": {"name": [{"prefix": {"equals-ignore-case": "IMA"}}]}}}"#, true),
    (#"{"detail": {"bucket": {"name": [{"suffix": "ges"}]}}}"#, true),
    (#"{"detail": {"bucket": {"name": [{"suffix": "-logs"}]}}}"#, false),
    (#"{"detail": {"bucket": {"name": [{"equals-ignore-case": "IMAGES"}]}}}"#, true),
    (#"{"detail": {"bucket": {"name": [{"wildcard": "i*g*s"}]}}}"#, true),
    (#"{"detail": {"bucket": {"name": [{"wildcard": "images*images"}]}}}"#, false),
    (#"{"detail": {"bucket": {"name": [{"wildcard": "*logs*"}]}}}"#, false),
    (#"{"detail": {"bucket": {"name": [{"anything-but": "other"}]}}}"#, true),
    (#"{"detail": {"bucket": {"name": [{"anything-but": ["other", "images"]}]}}}"#, false),
    (#"{"detail": {"bucket": {"name": [{"anything-but": {"prefix": "ima"}}]}}}"#, false),
    (#"{"detail": {"bucket": {"name": [{"anything-but": {"wildcard": ["*logs*", "*ages"]}}]}}}"#, false),
    (#"{"detail": {"bucket": {"name": [{"exists": true}]}}}"#, true),
    (#"{"detail": {"bucket": {"name": [{"exists": false}]}}}"#, false),
    // Some object may have such a key.
    (#"{"detail": {"object": {"key": [{"suffix": ".jpg"}], "size": [{"numeric": [">", 100]}]}}}"#, true),
    (#"{"$or": [{"source": ["aws.ec2"]}, {"detail": {"bucket": {"name": ["images"]}}}]}"#, true),
    (#"{"$or": [{"source": ["aws.ec2"]}, {"detail": {"bucket": {"name": ["other"]}}}]}"#, false),
  ])
  func `A pattern takes a bucket's events where it may fit one`(text: String, isTaken: Bool) throws {
    #expect(try #require(EventPattern(text)).takesEvents(of: "images") == isTaken)
  }

  @Test(arguments: ["", "[]", #""aws.s3""#, #"{"source": "#])
  func `What is no structure is no pattern`(text: String) { #expect(EventPattern(text) == nil) }
}
