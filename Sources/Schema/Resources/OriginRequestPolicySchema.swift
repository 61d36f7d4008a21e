import AWSServices

/// `AWS::CloudFront::OriginRequestPolicy`.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginRequestPolicyConfig.html>
public enum OriginRequestPolicySchema {
  /// All that ListOriginRequestPolicies says.
  public static let summary = AttributeGroup(.originRequestPolicy, CloudFront.listOriginRequestPolicies, .page(of: 100))

  static let schema = ResourceSchema(
    .originRequestPolicy,
    identity: .init(
      id: ["Id"], name: ["OriginRequestPolicyConfig", "Name"], form: "cloudfront::{account}:origin-request-policy/{id}"),
    terraform: .init("aws_cloudfront_origin_request_policy", id: ["id"], name: "name"),
    cloudFormation: .init(attributes: ["Id": .text("{id}"), "LastModifiedTime": .unread]),
    wholes: ["OriginRequestPolicyConfig"], isDocument: true,
    isManaged: WritablePart.isManaged,
    groups: [summary], knownFrom: [summary],
    events: ["CreateOriginRequestPolicy", "UpdateOriginRequestPolicy"],
    removal: "DeleteOriginRequestPolicy",
    lists: [
      "OriginRequestPolicyConfig.CookiesConfig.Cookies": .unordered,
      "OriginRequestPolicyConfig.HeadersConfig.Headers": .unordered,
      "OriginRequestPolicyConfig.QueryStringsConfig.QueryStrings": .unordered,
    ],
    caseless: ["OriginRequestPolicyConfig.HeadersConfig.Headers"],
    assigned: ["Id", "LastModifiedTime", "Type"],
    dependencies: [
      "OriginRequestPolicyConfig.CookiesConfig": MemberDependency.ofList(
        "Cookies", by: "CookieBehavior", "whitelist", "allExcept"),
      "OriginRequestPolicyConfig.HeadersConfig": MemberDependency.ofList(
        "Headers", by: "HeaderBehavior", "whitelist", "allViewerAndWhitelistCloudFront", "allExcept"),
      "OriginRequestPolicyConfig.QueryStringsConfig": MemberDependency.ofList(
        "QueryStrings", by: "QueryStringBehavior", "whitelist", "allExcept"),
    ],
    companions: Companion.lists("Cookie", "Header", "QueryString", of: "OriginRequestPolicyConfig"),
    lengths: ["OriginRequestPolicyConfig.Comment": 0...128],
    parts: [
      .policy(
        "OriginRequestPolicyConfig", reads: CloudFront.getOriginRequestPolicyConfig,
        writes: CloudFront.updateOriginRequestPolicy)
    ])
}
