import AWSServices

/// `AWS::CloudFront::OriginAccessControl`.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlSummary.html>
public enum OriginAccessControlSchema {
  /// All that ListOriginAccessControls says.
  public static let summary = AttributeGroup(.originAccessControl, CloudFront.listOriginAccessControls, .page(of: 100))

  static let schema = ResourceSchema(
    .originAccessControl,
    identity: .init(id: ["Id"], name: ["Name"], form: "cloudfront::{account}:origin-access-control/{id}"),
    terraform: .init("aws_cloudfront_origin_access_control", id: ["id"], name: "name"),
    cloudFormation: .init(settings: "OriginAccessControlConfig", attributes: ["Id": .text("{id}")]), groups: [summary],
    knownFrom: [summary],
    events: ["CreateOriginAccessControl", "UpdateOriginAccessControl"],
    removal: "DeleteOriginAccessControl",
    assigned: ["Id"])
}
