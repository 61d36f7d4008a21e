import AWSCore

/// Amazon S3 Control: what an account sets for all of its buckets.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html>
public enum S3Control {
  /// The service.
  public static let service = Service(
    name: "s3control", endpointID: "S3_CONTROL", wireProtocol: .restXML, apiVersion: "2018-08-20", signingName: "s3",
    namespace: "http://awss3control.amazonaws.com/doc/2018-08-20/", hostPrefix: .account)

  /// All operations of this table.
  public static let operations = [getPublicAccessBlock]

  /// The four settings that block public access to all buckets of an account.
  public static let getPublicAccessBlock = Operation(
    "GetPublicAccessBlock", of: service, "GET", "/v20180820/configuration/publicAccessBlock",
    headers: [.init("AccountId", as: "x-amz-account-id")], answer: .payload("PublicAccessBlockConfiguration"),
    shapes: S3.shapes, resource: "AccountId", iamAction: "s3:GetAccountPublicAccessBlock")
}
