import AWSServices

/// `AWS::CloudFront::CachePolicy`.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html>
public enum CachePolicySchema {
  /// All that ListCachePolicies says.
  public static let summary = AttributeGroup(.cachePolicy, CloudFront.listCachePolicies, .page(of: 100))

  static let schema = ResourceSchema(
    .cachePolicy,
    identity: .init(
      id: ["Id"], name: ["CachePolicyConfig", "Name"], form: "cloudfront::{account}:cache-policy/{id}"),
    terraform: .init("aws_cloudfront_cache_policy", id: ["id"], name: "name"),
    cloudFormation: .init(attributes: ["Id": .text("{id}")]), wholes: ["CachePolicyConfig"], isDocument: true,
    isManaged: WritablePart.isManaged,
    groups: [summary],
    knownFrom: [summary],
    events: ["CreateCachePolicy", "UpdateCachePolicy"],
    removal: "DeleteCachePolicy",
    lists: [
      "\(parameters).CookiesConfig.Cookies": .unordered, "\(parameters).HeadersConfig.Headers": .unordered,
      "\(parameters).QueryStringsConfig.QueryStrings": .unordered,
    ],
    caseless: ["\(parameters).HeadersConfig.Headers"],
    assigned: ["Id", "LastModifiedTime", "Type"],
    dependencies: [
      "\(parameters).CookiesConfig": MemberDependency.ofList("Cookies", by: "CookieBehavior", "whitelist", "allExcept"),
      "\(parameters).HeadersConfig": MemberDependency.ofList("Headers", by: "HeaderBehavior", "whitelist"),
      "\(parameters).QueryStringsConfig": MemberDependency.ofList(
        "QueryStrings", by: "QueryStringBehavior", "whitelist", "allExcept"),
    ],
    companions: Companion.lists("Cookie", "Header", "QueryString", of: parameters),
    lengths: ["CachePolicyConfig.Comment": 0...128],
    parts: [
      .policy("CachePolicyConfig", reads: CloudFront.getCachePolicyConfig, writes: CloudFront.updateCachePolicy)
    ])

  private static let parameters = "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin"
}
