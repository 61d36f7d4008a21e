import Documents
import Schema

/// A part of a resource that is written as one: what one kind of call replaces, as a ``AttributeGroup`` is what one brings.
public struct Part: Sendable, Hashable {
  /// What is written.
  public enum Kind: String, Sendable, CaseIterable {
    /// The document of a distribution or of one of CloudFront's policies and access controls.
    case configuration
    /// The code and configuration of a CloudFront function in both stages: DEVELOPMENT is written and then published.
    case stages
    /// The keys and values of a key value store.
    case items
    /// Who may assume a role.
    case trustPolicy
    /// The policies that are written in a role.
    case inlinePolicies
    /// The policies that a role names.
    case attachedPolicies
    /// The policy of a bucket.
    case bucketPolicy
    /// The four settings of a bucket.
    case publicAccessBlock
    /// How long a log group keeps its events.
    case retention
    /// Whom a log group feeds.
    case subscriptionFilters
    /// How many of a Lambda function may run at once.
    case reservedConcurrency
    /// The settings of a Lambda function's `$LATEST`.
    case lambdaConfiguration
    /// A version of a Lambda function, published with settings changed.
    case version
  }

  /// Of which resource; a version's is its function.
  public let resource: ResourceReference
  /// Which part.
  public let kind: Kind

  /// That part of a resource.
  public init(_ kind: Kind, of resource: ResourceReference) {
    self.kind = kind
    self.resource = resource
  }

  /// The part that a place belongs to; `nil` where nothing can be written: what AWS says by itself, what an API has no
  /// call for, and what stands in another resource.
  public init?(of resource: ResourceReference, at place: Place) {
    guard let kind = Self.kind(resource.type, place.root, place) else { return nil }
    self.init(kind, of: resource)
  }

  /// Why writing this would be in vain, as something above the resource owns the setting, with what a person can do; `nil`
  /// where nothing does.
  ///
  /// - Parameter members: The members of the resource.
  public func owner(in members: JSONObject) -> String? {
    guard kind == .retention, let policy = members["retentionPolicyName"]?.string, !policy.isEmpty else { return nil }
    return
      "The account's log policy \(policy) sets the retention of this group, and what is put on the group has no effect "
      + "beneath it. Change that policy, with aws logs put-account-policy."
  }

  private static func kind(_ type: ResourceType, _ root: String, _ place: Place) -> Kind? {
    switch (type, root) {
    case (.distribution, _): distributionMembers.contains(root) ? .configuration : .none
    case (.cachePolicy, "CachePolicyConfig"), (.originRequestPolicy, "OriginRequestPolicyConfig"),
      (.responseHeadersPolicy, "ResponseHeadersPolicyConfig"):
      .configuration
    case (.cloudFrontFunction, "DEVELOPMENT"), (.cloudFrontFunction, "LIVE"):
      place.steps.dropFirst().first.map { [.member("FunctionConfig"), .member("FunctionCode")].contains($0) } ?? false
        ? .stages : .none
    case (.keyValueStore, "Items"): .items
    case (.role, "AssumeRolePolicyDocument"): .trustPolicy
    case (.role, "RolePolicyList"): .inlinePolicies
    // What a managed policy says is its own.
    case (.role, "AttachedManagedPolicies"): place.steps.count == 2 ? .attachedPolicies : .none
    case (.bucket, "Policy"): .bucketPolicy
    case (.bucket, "PublicAccessBlockConfiguration"): .publicAccessBlock
    case (.logGroup, "retentionInDays"): .retention
    case (.logGroup, "SubscriptionFilters"): .subscriptionFilters
    case (.lambdaFunction, "ReservedConcurrentExecutions"): .reservedConcurrency
    case (.lambdaFunction, _): lambdaMembers.contains(root) ? .lambdaConfiguration : .none
    default: .none
    }
  }

  /// The members of a DistributionConfig.
  private static let distributionMembers: Set<String> = [
    "Aliases", "DefaultRootObject", "Origins", "OriginGroups", "DefaultCacheBehavior", "CacheBehaviors",
    "CustomErrorResponses", "Comment", "Logging", "PriceClass", "Enabled", "ViewerCertificate", "Restrictions",
    "WebACLId", "HttpVersion", "IsIPV6Enabled", "ContinuousDeploymentPolicyId", "Staging", "AnycastIpListId",
    "ViewerMtlsConfig", "ConnectionFunctionAssociation",
  ]

  /// The members of UpdateFunctionConfiguration that hold neither secrets nor what is only chosen once.
  private static let lambdaMembers: Set<String> = [
    "Timeout", "MemorySize", "Runtime", "Handler", "Role", "Description", "TracingConfig", "LoggingConfig",
  ]
}

extension Part {
  /// What is known of the resource.
  public var schema: SchemaNode { resource.type.schema.root }
}

extension Part: CustomStringConvertible {
  /// `E1ABC configuration`.
  public var description: String { "\(resource.id) \(kind.rawValue)" }
}
