import Documents

/// A part of a resource that one kind of call brings: what its members cost to fetch.
public struct Facet: Sendable, Hashable {
  /// The kind of resource.
  public let type: ResourceType
  /// The operation that brings it, as reports name it: `cloudfront:GetDistributionConfig`. Where it takes several, the
  /// first.
  public let operation: String
  /// The members that it brings, as dotted paths from the resource's root; empty for every member that no other facet
  /// and no relation brings.
  public let members: [String]

  init(_ type: ResourceType, _ operation: String, _ members: String...) {
    self.type = type
    self.operation = operation
    self.members = members
  }
}

extension Facet {
  /// The kinds of which nobody knows what there is while this facet is missing, those included that are known only from
  /// resources of such a kind.
  public var hiddenTypes: [ResourceType] {
    var hidden = ResourceType.allCases.filter { $0.knownFrom.contains(self) }
    var next = 0
    while next < hidden.count {
      let types = ResourceType.allCases.filter { $0.knownFrom.contains { $0.type == hidden[next] } }
      hidden += types.filter { !hidden.contains($0) }
      next += 1
    }
    return hidden
  }
}

extension ResourceType {
  /// The facets that have to be read before it is known which resources of this kind there are.
  public var knownFrom: [Facet] {
    switch self {
    case .lambdaVersion, .bucket: [Facet.distribution[0]]
    case .role: [Facet.lambdaVersion[0]]
    case .lambdaFunction: [Facet.distribution[0]]
    // A function may log to a group of its own choice, which only its configuration names.
    case .logGroup: [Facet.lambdaVersion[0], Facet.logGroup[0]]
    case .distribution, .cloudFrontFunction, .keyValueStore, .cachePolicy, .originRequestPolicy,
      .responseHeadersPolicy, .originAccessControl, .originAccessIdentity:
      [facets[0]]
    }
  }

  /// What can be read of a resource of this kind.
  public var facets: [Facet] {
    switch self {
    case .distribution: Facet.distribution
    case .cloudFrontFunction: Facet.cloudFrontFunction
    case .keyValueStore: Facet.keyValueStore
    case .cachePolicy: [Facet(self, "cloudfront:ListCachePolicies")]
    case .originRequestPolicy: [Facet(self, "cloudfront:ListOriginRequestPolicies")]
    case .responseHeadersPolicy: [Facet(self, "cloudfront:ListResponseHeadersPolicies")]
    case .originAccessControl: [Facet(self, "cloudfront:ListOriginAccessControls")]
    case .originAccessIdentity: [Facet.originAccessIdentity]
    case .lambdaFunction: Facet.lambdaFunction
    case .lambdaVersion: Facet.lambdaVersion
    case .role: Facet.role
    case .bucket: Facet.bucket
    case .logGroup: Facet.logGroup
    }
  }
}

extension Facet {
  /// That of ``ResourceType/originAccessIdentity``.
  public static let originAccessIdentity = Facet(
    .originAccessIdentity, "cloudfront:ListCloudFrontOriginAccessIdentities")

  /// Those of ``ResourceType/distribution``.
  public static let distribution = [
    Facet(
      .distribution, "cloudfront:ListDistributions",
      "Id", "ARN", "ETag", "Status", "LastModifiedTime", "DomainName", "Aliases", "Origins",
      "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses", "Comment", "PriceClass", "Enabled",
      "ViewerCertificate", "Restrictions", "WebACLId", "HttpVersion", "IsIPV6Enabled", "AliasICPRecordals", "Staging",
      "ConnectionMode", "AnycastIpListId", "ViewerMtlsConfig", "ConnectionFunctionAssociation"),
    Facet(.distribution, "cloudfront:GetDistributionConfig"),
    Facet(.distribution, "cloudfront:ListTagsForResource", "Tags"),
    Facet(.distribution, "logs:DescribeDeliveries", "LogDeliveries"),
    Facet(.distribution, "cloudfront:ListInvalidations", "Invalidations"),
  ]

  /// Those of ``ResourceType/cloudFrontFunction``.
  public static let cloudFrontFunction = [
    Facet(.cloudFrontFunction, "cloudfront:ListFunctions"),
    Facet(.cloudFrontFunction, "cloudfront:GetFunction", "DEVELOPMENT.FunctionCode", "LIVE.FunctionCode"),
  ]

  /// Those of ``ResourceType/keyValueStore``.
  public static let keyValueStore = [
    Facet(.keyValueStore, "cloudfront:ListKeyValueStores"),
    Facet(
      .keyValueStore, "cloudfront-keyvaluestore:DescribeKeyValueStore",
      "ItemCount", "TotalSizeInBytes", "FailureReason"),
    Facet(.keyValueStore, "cloudfront-keyvaluestore:ListKeys", "Items"),
  ]

  /// Those of ``ResourceType/lambdaFunction``.
  public static let lambdaFunction = [
    Facet(.lambdaFunction, "lambda:GetFunctionConfiguration"),
    Facet(.lambdaFunction, "lambda:ListVersionsByFunction", "Versions"),
    Facet(.lambdaFunction, "lambda:GetFunctionConcurrency", "ReservedConcurrentExecutions"),
    Facet(.lambdaFunction, "lambda:GetPolicy", "Policy"),
  ]

  /// Those of ``ResourceType/lambdaVersion``.
  public static let lambdaVersion = [
    Facet(.lambdaVersion, "lambda:GetFunctionConfiguration"),
    Facet(.lambdaVersion, "lambda:GetFunction", "Code"),
  ]

  /// Those of ``ResourceType/role``.
  public static let role = [
    Facet(.role, "iam:GetRole"),
    Facet(.role, "iam:ListRolePolicies", "RolePolicyList"),
    Facet(.role, "iam:ListAttachedRolePolicies", "AttachedManagedPolicies"),
  ]

  /// Those of ``ResourceType/bucket``.
  public static let bucket = [
    Facet(.bucket, "s3:GetBucketPolicy", "Policy"),
    Facet(.bucket, "s3:GetPublicAccessBlock", "PublicAccessBlockConfiguration"),
    Facet(.bucket, "s3:GetBucketNotificationConfiguration", "NotificationConfiguration"),
  ]

  /// Those of ``ResourceType/logGroup``.
  public static let logGroup = [
    Facet(.logGroup, "logs:DescribeLogGroups"),
    Facet(.logGroup, "logs:DescribeSubscriptionFilters", "SubscriptionFilters"),
  ]
}
