import AWSCore
import AWSServices
import Foundation
import Testing

@Suite struct `The tables` {
  @Test func `name each operation once`() {
    #expect(Set(allOperations.map(\.identifier)).count == allOperations.count)
  }

  @Test func `know the IAM actions that differ from the operation`() {
    let different = allOperations.filter { $0.iamAction != $0.identifier }
    #expect(
      Dictionary(uniqueKeysWithValues: different.map { ($0.identifier, $0.iamAction) }) == [
        "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
        "s3:ListObjectsV2": "s3:ListBucket",
        "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
        "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
        "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
        "s3:ListBuckets": "s3:ListAllMyBuckets",
      ])
  }

  /// Operations are values that are called by their names: each is one that the schema, a collector, a writer or a source
  /// of credentials names, and none stands there for later.
  @Test func `hold no operation that nobody calls`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
    let (tables, others) = (
      files.filter { $0.hasPrefix("AWSServices/") }, files.filter { !$0.hasPrefix("AWSServices/") }
    )
    let callers = try others.map { try String(contentsOf: root.appending(path: $0), encoding: .utf8) }.joined()
    var count = 0
    for file in tables {
      var table = ""
      for line in try String(contentsOf: root.appending(path: file), encoding: .utf8).split(separator: "\n") {
        if let name = line.wholeMatch(of: /public enum (\w+) \{/) { table = String(name.1) }
        guard let name = line.prefixMatch(of: #/  public static let (\w+) = (?!Service\(|XMLShapes\(|reads|\[)/#) else {
          continue
        }
        count += 1
        let use = try Regex("\\b\(table)\\.\(name.1)\\b")
        #expect(callers.firstMatch(of: use) != nil, "nobody calls \(table).\(name.1)")
      }
    }
    #expect(count == allOperations.count)
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
    let parameters = EndpointParameters(
      storeARN: "arn:aws:cloudfront::111122223333:key-value-store/x", accountID: "111122223333")
    for service in Set(allOperations.map(\.service)) {
      #expect(throws: Never.self, "name it in scripts/endpoints.py and run scripts/endpoints") {
        try EndpointResolver(settings: settings).endpoint(for: service, parameters)
      }
    }
  }

  @Test func `bind every label to an input member that is the resource or stands beside it`() {
    #expect(S3.operations.filter { $0.uri.contains("{") }.map(\.uri) == ["/{Key+}"])
    #expect(CloudFront.getInvalidation.resource(of: ["DistributionId": "E1", "Id": "I1"]) == "E1")
    #expect(CloudFront.listDistributions.resource(of: ["Marker": "x"]) == nil)
  }
}
