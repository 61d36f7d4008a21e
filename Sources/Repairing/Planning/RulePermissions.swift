import AWSCore
import AWSServices
import Auditing
import Documents
import Estate
import Schema

extension Planner {
  /// The IAM actions that repairing by these rules and declarations takes, beside those that a check takes; undoing included.
  public static func actions(of rules: [Rule], declarations: [Declaration]) -> Set<String> {
    let kinds = rules.flatMap(\.repairedParts) + declarations.flatMap(\.repairedParts)
    return Set(kinds.flatMap { $0.readActions + $0.writeActions })
  }
}

/// A kind of part of a kind of resource.
private struct PartKind: Hashable {
  let type: ResourceType
  let kind: Part.Kind

  var writeActions: [String] {
    let also: [String] =
      switch kind {
      // Whoever associates a function lets CloudFront copy it.
      case .configuration where type == .distribution:
        ["lambda:GetFunction", "lambda:EnableReplication*", "iam:CreateServiceLinkedRole"]
      case .subscriptionFilters, .lambdaConfiguration: ["iam:PassRole"]
      default: []
      }
    return PartOperations(kind, of: type).all.map(\.iamAction) + also
  }

  /// What is read again before it is written, and until it serves.
  var readActions: [String] {
    let operations: [Operation] =
      switch kind {
      case .configuration:
        switch type {
        case .cachePolicy: [CloudFront.getCachePolicyConfig]
        case .originRequestPolicy: [CloudFront.getOriginRequestPolicyConfig]
        case .responseHeadersPolicy: [CloudFront.getResponseHeadersPolicyConfig]
        case .distribution: [CloudFront.getDistributionConfig, CloudFront.getDistribution]
        case .cloudFrontFunction, .keyValueStore, .originAccessControl, .originAccessIdentity, .lambdaFunction,
          .lambdaVersion, .role, .bucket, .logGroup:
          []
        }
      case .stages: [CloudFront.describeFunction, CloudFront.getFunction]
      case .items:
        [
          CloudFront.describeKeyValueStore, CloudFrontKeyValueStore.describeKeyValueStore,
          CloudFrontKeyValueStore.listKeys,
        ]
      case .trustPolicy: [IAM.getRole]
      case .inlinePolicies: [IAM.listRolePolicies, IAM.getRolePolicy]
      case .attachedPolicies: [IAM.listAttachedRolePolicies]
      case .bucketPolicy: [S3.getBucketPolicy]
      case .publicAccessBlock: [S3.getPublicAccessBlock]
      case .retention: [CloudWatchLogs.describeLogGroups]
      case .subscriptionFilters: [CloudWatchLogs.describeSubscriptionFilters]
      case .reservedConcurrency: [Lambda.getFunctionConcurrency]
      case .lambdaConfiguration, .version: [Lambda.getFunctionConfiguration]
      }
    return operations.map(\.iamAction)
  }
}

extension Rule {
  fileprivate var repairedParts: [PartKind] {
    checks.flatMap { check -> [PartKind] in
      switch (check.repair ?? repair).action {
      case nil: return []
      case .set:
        let place = check.path.map { Place($0.description) }
        let roots = place.map { [$0] } ?? check.value.fields.members.keys.map { Place($0) }
        return resources.flatMap { type in roots.compactMap { PartKind(type, at: $0, selecting: check.select.fields) } }
      case .perform(let name): return name.parts
      }
    }
  }
}

extension Declaration {
  fileprivate var repairedParts: [PartKind] {
    let places = expect.names.map { Place($0) } + absent + only
    return places.flatMap { place -> [PartKind] in
      guard place.steps.isEmpty else {
        return PartKind(selector.type, at: place, selecting: .itself).map { [$0] } ?? []
      }
      // Whatever is there and not declared is taken away.
      return Part.Kind.allCases.filter { $0.types.contains(selector.type) }.map {
        PartKind(type: selector.type, kind: $0)
      }
    }
  }
}

extension PartKind {
  /// The part that a place within what is selected belongs to.
  fileprivate init?(_ type: ResourceType, at place: Place, selecting selection: FieldUse) {
    let resource = ResourceReference(type: type, id: "")
    let stage = type == .cloudFrontFunction ? Place("LIVE.FunctionConfig") : place
    let roots = [stage] + selection.members.keys.map { Place($0) }
    guard let part = roots.lazy.compactMap({ Part(of: resource, at: $0) }).first else { return nil }
    self.init(type: type, kind: part.kind)
  }
}

extension Part.Kind {
  /// The kinds of resource that have such a part.
  fileprivate var types: [ResourceType] {
    switch self {
    case .configuration: [.distribution, .cachePolicy, .originRequestPolicy, .responseHeadersPolicy]
    case .stages: [.cloudFrontFunction]
    case .items: [.keyValueStore]
    case .trustPolicy, .inlinePolicies, .attachedPolicies: [.role]
    case .bucketPolicy, .publicAccessBlock: [.bucket]
    case .retention, .subscriptionFilters: [.logGroup]
    case .reservedConcurrency, .lambdaConfiguration: [.lambdaFunction]
    case .version: []
    }
  }
}

extension RepairAction.Name {
  fileprivate var parts: [PartKind] {
    switch self {
    case .acceptCompression: [PartKind(type: .cachePolicy, kind: .configuration)]
    case .addPrincipals: [PartKind(type: .role, kind: .trustPolicy)]
    case .associateNewestVersion: [PartKind(type: .distribution, kind: .configuration)]
    case .associateStore, .publishFunction: [PartKind(type: .cloudFrontFunction, kind: .stages)]
    case .attachLoggingPolicy: [PartKind(type: .role, kind: .attachedPolicies)]
    case .grantRead: [PartKind(type: .bucket, kind: .bucketPolicy)]
    case .publishVersion:
      [PartKind(type: .lambdaFunction, kind: .version), PartKind(type: .distribution, kind: .configuration)]
    case .putRetention: [PartKind(type: .logGroup, kind: .retention)]
    case .putSubscription: [PartKind(type: .logGroup, kind: .subscriptionFilters)]
    }
  }
}
