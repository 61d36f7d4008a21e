import Schema
import Testing
@testable import Estate

@Suite struct ARNTests {
  @Test(
    arguments: [
      ("photos.s3.amazonaws.com", "photos", nil),
      ("photos.s3.eu-west-1.amazonaws.com", "photos", "eu-west-1"),
      ("photos.s3-eu-west-1.amazonaws.com", "photos", "eu-west-1"),
      ("photos.s3.dualstack.eu-west-1.amazonaws.com", "photos", "eu-west-1"),
      ("a.b.s3.c.s3.us-gov-west-1.amazonaws.com", "a.b.s3.c", "us-gov-west-1"),
      ("photos.s3.cn-north-1.amazonaws.com.cn", "photos", "cn-north-1"),
      ("photos.s3-accelerate.amazonaws.com", "photos", nil),
    ] as [(String, String, String?)])
  func `buckets are known by their REST endpoints`(domain: String, bucket: String, region: String?) throws {
    let read = try #require(S3Domain(domain))
    #expect(read.bucket == bucket)
    #expect(read.region == region)
  }

  @Test(
    arguments: [
      "photos.s3-website-eu-west-1.amazonaws.com", "photos.s3-website.eu-central-1.amazonaws.com", "s3.amazonaws.com",
      "example.com", "photos.s3.example.com", "abc.execute-api.eu-west-1.amazonaws.com",
    ])
  func `websites and other hosts are no buckets`(domain: String) { #expect(S3Domain(domain) == nil) }

  @Test func `Lambda ARNs name function and version`() throws {
    let pinned = try #require(LambdaARN("arn:aws:lambda:us-east-1:111122223333:function:resize:7"))
    #expect(pinned.versionKey == ResourceKey(.lambdaVersion, "resize:7", region: "us-east-1"))
    let bare = try #require(LambdaARN("arn:aws:lambda:us-east-1:111122223333:function:resize"))
    #expect(bare.qualifier == "$LATEST")
    #expect(bare.functionARN == "arn:aws:lambda:us-east-1:111122223333:function:resize")
    #expect(LambdaARN("arn:aws:iam::111122223333:role/edge") == nil)
    #expect(LambdaARN("arn:aws:lambda:us-east-1:111122223333:layer:x:1") == nil)
  }

  @Test func `the name of a resource stands behind its path`() {
    #expect(ARN("arn:aws:iam::111122223333:role/service-role/edge")?.resourceName == "edge")
    #expect(ARN("arn:aws:cloudfront::111122223333:function/guard")?.resourceName == "guard")
    #expect(ARN("guard") == nil)
  }
}
