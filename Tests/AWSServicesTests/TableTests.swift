import AWSCore
import AWSServices
import Testing

@Suite struct `The tables` {
  @Test func `name each operation once`() {
    #expect(Set(allOperations.map(\.identifier)).count == allOperations.count)
  }

  @Test func `know the IAM actions that differ from the operation`() {
    let different = allOperations.filter { $0.iamAction != $0.identifier }
    #expect(
      Dictionary(uniqueKeysWithValues: different.map { ($0.identifier, $0.iamAction) }) == [
        "s3:ListBuckets": "s3:ListAllMyBuckets", "s3:HeadBucket": "s3:ListBucket",
        "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
        "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
        "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
      ])
  }

  @Test func `sign all but what a token stands in for`() {
    #expect(
      allOperations.filter { !$0.isSigned }.map(\.identifier) == [
        "sts:AssumeRoleWithWebIdentity", "sso:GetRoleCredentials", "sso-oidc:CreateToken", "signin:CreateOAuth2Token",
      ])
  }

  @Test func `name services whose endpoints are known`() throws {
    let settings = try AWSSettings(
      environment: [:], homeDirectory: "/nowhere", shared: SharedConfiguration(config: ""), region: "eu-west-1")
    let parameters = EndpointParameters(storeARN: "arn:aws:cloudfront::111122223333:key-value-store/x")
    for service in Set(allOperations.map(\.service)) {
      #expect(throws: Never.self, "name it in scripts/endpoints.py and run scripts/endpoints") {
        try EndpointResolver(settings: settings).endpoint(for: service, parameters)
      }
    }
  }

  @Test func `bind every label to an input member that is the resource or stands beside it`() {
    #expect(S3.operations.allSatisfy { !$0.uri.contains("{") })
    #expect(CloudFront.getInvalidation.resource(of: ["DistributionId": "E1", "Id": "I1"]) == "E1")
    #expect(CloudFront.listDistributions.resource(of: ["Marker": "x"]) == nil)
  }
}
