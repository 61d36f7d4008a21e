import AWSServices
import Documents

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
    cloudFormation: .init(attributes: ["Id": .text("{id}"), "LastModifiedTime": .unread]),
    wholes: ["CachePolicyConfig"], isDocument: true,
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
    defaults: [
      "CachePolicyConfig.DefaultTTL": .documented(86_400), "CachePolicyConfig.MaxTTL": .documented(31_536_000),
    ],
    dependentDefaults: [
      "CachePolicyConfig.DefaultTTL": DependentDefault(on: "CachePolicyConfig") { members in
        let policy = members["CachePolicyConfig"]
        return policy["MinTTL"].integer.flatMap { $0 > 86_400 ? .integer($0) : nil }
      },
      "CachePolicyConfig.MaxTTL": DependentDefault(on: "CachePolicyConfig") { members in
        let policy = members["CachePolicyConfig"]
        guard let least = ["MinTTL", "DefaultTTL"].compactMap({ policy[$0].integer }).max(), least > 31_536_000 else {
          return nil
        }
        return .integer(policy["DefaultTTL"].integer ?? least)
      },
    ],
    assigned: ["Id", "LastModifiedTime", "Type"],
    dependencies: [
      "\(parameters).CookiesConfig": MemberDependency.ofList("Cookies", by: "CookieBehavior", "whitelist", "allExcept"),
      "\(parameters).HeadersConfig": MemberDependency.ofList("Headers", by: "HeaderBehavior", "whitelist"),
      "\(parameters).QueryStringsConfig": MemberDependency.ofList(
        "QueryStrings", by: "QueryStringBehavior", "whitelist", "allExcept"),
    ],
    companions: Companion.lists("Cookie", "Header", "QueryString", of: parameters),
    constraints: [
      Constraint("CachePolicyConfig") { policy, _ in policy.misfitsOfUncached },
      Constraint("CachePolicyConfig") { $0.disorderOfTimes($1) },
    ],
    numbers: [
      "CachePolicyConfig.MinTTL": [0...Int.max], "CachePolicyConfig.DefaultTTL": [0...Int.max],
      "CachePolicyConfig.MaxTTL": [0...Int.max],
    ], lengths: ["CachePolicyConfig.Comment": 0...128],
    parts: [
      .policy("CachePolicyConfig", reads: CloudFront.getCachePolicyConfig, writes: CloudFront.updateCachePolicy)
    ])

  fileprivate static let parameters = "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin"
}

extension JSONValue {
  /// What CloudFront does not take of a cache policy that caches nothing.
  ///
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html>, "Compression
  /// support".
  fileprivate var misfitsOfUncached: [String] {
    guard ["MinTTL", "DefaultTTL", "MaxTTL"].allSatisfy({ self[$0].integer == 0 }) else { return [] }
    let parameters = self["ParametersInCacheKeyAndForwardedToOrigin"]
    let encodings = ["EnableAcceptEncodingGzip", "EnableAcceptEncodingBrotli"].filter { parameters[$0] == true }.map {
      "\($0) would be on where all three TTLs are 0, and CloudFront compresses nothing that it does not cache. Declare "
        + "another TTL, or turn it off."
    }
    let keys = ["Header", "Cookie", "QueryString"].compactMap { kind -> String? in
      let name = "\(kind)Behavior"
      guard let text = parameters["\(kind)sConfig"][name].string, text != "none" else { return nil }
      return "\(name) would be \(text) where all three TTLs are 0, and what CloudFront does not cache has no key. "
        + "Declare another TTL, or none there, and an origin request policy that sends it on."
    }
    return encodings + keys
  }

  /// Which times in a cache policy, or in a behaviour without one, are longer than they may be.
  ///
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html>, `InvalidTTLOrder`.
  func disorderOfTimes(_ place: DocumentPath) -> [String] {
    let times = ["MinTTL", "DefaultTTL", "MaxTTL"].compactMap { name in self[name].integer.map { (name, $0) } }
    return zip(times, times.dropFirst()).filter { $0.1 > $1.1 }.map { shorter, longer in
      "\(place) would have \(shorter.0) \(shorter.1) above \(longer.0) \(longer.1), and CloudFront takes them in the order "
        + "MinTTL, DefaultTTL, MaxTTL alone. Declare them so."
    }
  }
}
