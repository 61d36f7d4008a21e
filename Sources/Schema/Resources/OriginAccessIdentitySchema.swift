import AWSServices

/// `AWS::CloudFront::CloudFrontOriginAccessIdentity`.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CloudFrontOriginAccessIdentitySummary.html>
public enum OriginAccessIdentitySchema {
  /// All that ListCloudFrontOriginAccessIdentities says.
  public static let summary = AttributeGroup(
    .originAccessIdentity, CloudFront.listCloudFrontOriginAccessIdentities, .page(of: 100))

  static let schema = ResourceSchema(
    .originAccessIdentity,
    identity: .init(id: ["Id"], name: ["Comment"], form: "cloudfront::{account}:origin-access-identity/{id}"),
    terraform: .init("aws_cloudfront_origin_access_identity", id: ["id"], name: "comment"),
    cloudFormation: .init(
      settings: "CloudFrontOriginAccessIdentityConfig",
      attributes: ["Id": .text("{id}"), "S3CanonicalUserId": .member("S3CanonicalUserId")]),
    groups: [summary],
    knownFrom: [summary],
    events: ["CreateCloudFrontOriginAccessIdentity", "UpdateCloudFrontOriginAccessIdentity"],
    removal: "DeleteCloudFrontOriginAccessIdentity",
    assigned: ["Id", "S3CanonicalUserId"])
}
