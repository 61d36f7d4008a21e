import Documents
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
      ("photos.s3-accelerate.dualstack.amazonaws.com", "photos", nil),
      ("photos.s3-external-1.amazonaws.com", "photos", nil),
      ("photos.s3-fips.dualstack.us-gov-west-1.amazonaws.com", "photos", "us-gov-west-1"),
      ("photos.s3-fips-us-gov-west-1.amazonaws.com", "photos", "us-gov-west-1"),
      ("photos.s3.dualstack.cn-northwest-1.amazonaws.com.cn", "photos", "cn-northwest-1"),
      ("photos.s3.eusc-de-east-1.amazonaws.eu", "photos", "eusc-de-east-1"),
      ("photos.s3.us-iso-east-1.c2s.ic.gov", "photos", "us-iso-east-1"),
      ("Photos.S3.EU-West-1.amazonaws.com", "photos", "eu-west-1"),
    ] as [(String, String, String?)])
  func `buckets are known by their REST endpoints`(domain: String, bucket: String, region: String?) throws {
    let read = try #require(S3Domain(domain))
    #expect(read.bucket == bucket)
    #expect(read.region == region)
  }

  @Test(
    arguments: [
      "s3.amazonaws.com", "s3-website.eu-central-1.amazonaws.com", "example.com", "photos.s3.example.com",
      "abc.execute-api.eu-west-1.amazonaws.com", ".s3.amazonaws.com", "a..s3.amazonaws.com",
      "photos-111122223333.s3-accesspoint.eu-west-1.amazonaws.com",
      "photos-111122223333.s3-accesspoint-fips.dualstack.us-gov-west-1.amazonaws.com",
      "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "111122223333.s3-control.eu-west-1.amazonaws.com",
      "resize-111122223333.s3-object-lambda.eu-west-1.amazonaws.com",
      "photos-111122223333.op-01.s3-outposts.us-east-1.amazonaws.com",
      "photos-hrzrlukc5m36ft7okagglf3gmwluqusw2b-s3alias.s3.eu-west-1.amazonaws.com",
      "resize-abc123--ol-s3.s3.eu-west-1.amazonaws.com", "abc.data.mediastore.eu-west-1.amazonaws.com",
      "site-1.eu-west-1.elb.amazonaws.com", "bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com",
    ])
  func `other hosts are no buckets`(domain: String) { #expect(S3Domain(domain) == nil) }

  @Test(
    arguments: [
      ("photos.s3-website-eu-west-1.amazonaws.com", "photos", "eu-west-1"),
      ("photos.s3-website.eu-central-1.amazonaws.com", "photos", "eu-central-1"),
      ("a.s3-website.b.s3-website-us-east-1.amazonaws.com", "a.s3-website.b", "us-east-1"),
      ("photos.s3-website.cn-northwest-1.amazonaws.com.cn", "photos", "cn-northwest-1"),
    ])
  func `a website endpoint is a bucket's, and says so`(domain: String, bucket: String, region: String) throws {
    let read = try #require(S3Domain(domain))
    #expect(read.bucket == bucket && read.region == region && read.isWebsite)
    #expect(S3Domain("photos.s3.eu-west-1.amazonaws.com")?.isWebsite == false)
  }

  @Test(
    arguments: [
      ("photos.s3.amazonaws.com", "", "", "", true), ("photos.s3.amazonaws.com", "", "E1", "", false),
      ("photos.s3.amazonaws.com", "", "", "origin-access-identity/cloudfront/E1", false),
      ("photos.s3-website-eu-west-1.amazonaws.com", "", "", "", true),
      ("photos.s3-website.eu-central-1.amazonaws.com", "", "E1", "", true),
      ("s3.eu-west-1.amazonaws.com", "/photos/a", "", "", true),
      ("s3.eu-west-1.amazonaws.com", "/other", "", "", false),
      ("Photos.S3.AmazonAWS.com", "", "", "", true), ("S3.EU-West-1.amazonaws.com", "/photos/a", "", "", true),
      ("Photos", "", "", "", true), ("photos", "", "", "", true), ("other.s3.amazonaws.com", "", "", "", false),
      ("example.com", "", "", "", false),
    ])
  func `who reads a bucket without signing is known by every kind of endpoint`(
    domain: String, path: String, control: String, identity: String, isUnsigned: Bool
  ) {
    let origin: JSONValue = [
      "DomainName": .string(domain), "OriginPath": .string(path), "OriginAccessControlId": .string(control),
      "S3OriginConfig": ["OriginAccessIdentity": .string(identity)],
    ]
    #expect(S3Domain.isUnsigned(origin, reading: "photos") == isUnsigned)
  }

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

  @Test(
    arguments: [
      ("inv", "inv", nil), ("inv:prod", "inv", "prod"), ("111122223333:function:inv", "inv", nil),
      ("function:inv:3", "inv", "3"), ("arn:aws:lambda:us-east-1:111122223333:function:inv:3", "inv", "3"),
      ("arn:aws:lambda:us-east-1:111122223333:function:inv", "inv", nil), ("arn:aws:sns:us-east-1:1:inv", nil, nil),
      ("111122223333:function:inv:3:4", nil, nil), ("", nil, nil),
    ] as [(String, String?, String?)])
  func `a function is named in every form that Lambda takes`(text: String, name: String?, qualifier: String?) {
    let read = LambdaARN.function(named: text)
    #expect(read?.name == name && read?.qualifier == qualifier)
  }
}
