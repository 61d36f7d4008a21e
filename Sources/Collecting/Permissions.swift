import AWSCore
import AWSServices

/// What IAM has to allow for an operation.
enum Permissions {
  private static let actions: [String: String] = {
    let tables = [
      CloudFront.operations, CloudFrontKeyValueStore.operations, Lambda.operations, IAM.operations, S3.operations,
      CloudWatchLogs.operations, STS.operations, Account.operations, EC2.operations, S3Control.operations,
      Organizations.operations, CloudTrail.operations, CloudFormation.operations,
      SSM.operations,
    ]
    return Dictionary(tables.joined().map { ($0.identifier, $0.iamAction) }) { first, _ in first }
  }()

  /// The action behind an operation; they differ for some of S3's.
  static func action(of operation: String) -> String { actions[operation] ?? operation }
}
