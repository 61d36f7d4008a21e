import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// The operations that write a part.
struct PartOperations {
  /// Those that set something.
  let writes: [Operation]
  /// Those that take away the part, or an element of it that has a call of its own.
  var removals: [Operation] = []

  /// Those of a kind of part of a kind of resource; without any, there is nothing that can be written.
  init(_ kind: Part.Kind, of type: ResourceType) {
    switch kind {
    case .configuration: writes = Self.configuration(of: type)
    case .stages: writes = [CloudFront.updateFunction, CloudFront.publishFunction]
    case .items: writes = [CloudFrontKeyValueStore.updateKeys]
    case .trustPolicy: writes = [IAM.updateAssumeRolePolicy]
    case .inlinePolicies: (writes, removals) = ([IAM.putRolePolicy], [IAM.deleteRolePolicy])
    case .attachedPolicies: (writes, removals) = ([IAM.attachRolePolicy], [IAM.detachRolePolicy])
    case .bucketPolicy: (writes, removals) = ([S3.putBucketPolicy], [S3.deleteBucketPolicy])
    case .publicAccessBlock: (writes, removals) = ([S3.putPublicAccessBlock], [S3.deletePublicAccessBlock])
    case .retention:
      (writes, removals) = ([CloudWatchLogs.putRetentionPolicy], [CloudWatchLogs.deleteRetentionPolicy])
    case .subscriptionFilters:
      (writes, removals) = ([CloudWatchLogs.putSubscriptionFilter], [CloudWatchLogs.deleteSubscriptionFilter])
    case .reservedConcurrency:
      (writes, removals) = ([Lambda.putFunctionConcurrency], [Lambda.deleteFunctionConcurrency])
    case .lambdaConfiguration: writes = [Lambda.updateFunctionConfiguration]
    case .version: writes = [Lambda.updateFunctionConfiguration, Lambda.publishVersion]
    }
  }

  private static func configuration(of type: ResourceType) -> [Operation] {
    switch type {
    case .distribution: [CloudFront.updateDistribution]
    case .cachePolicy: [CloudFront.updateCachePolicy]
    case .originRequestPolicy: [CloudFront.updateOriginRequestPolicy]
    case .responseHeadersPolicy: [CloudFront.updateResponseHeadersPolicy]
    case .cloudFrontFunction, .keyValueStore, .originAccessControl, .originAccessIdentity, .lambdaFunction,
      .lambdaVersion, .role, .bucket, .logGroup:
      []
    }
  }

  /// All of them: what a repair and its undo may call.
  var all: [Operation] { writes + removals }
}

extension Step {
  /// The operations that may be called to make its changes.
  public var operations: [Operation] {
    let operations = PartOperations(part.kind, of: part.resource.type)
    let changes = changes.filter { !$0.isGuard }
    // A list as a whole may lose some of its elements and get others.
    let isListed = part.kind == .inlinePolicies || part.kind == .attachedPolicies || part.kind == .subscriptionFilters
    let removes = changes.contains { change in
      change.to == .value(.null) || isListed && change.place.steps.count == 1
    }
    let sets = changes.contains { change in
      change.to != .value(.null) || change.place.steps.count > (isListed ? 2 : 1)
    }
    return (sets || operations.removals.isEmpty ? operations.writes : []) + (removes ? operations.removals : [])
  }

  /// What it does to what is served, and how long that takes, for whoever has to agree to it.
  public var effect: String {
    let removals = PartOperations(part.kind, of: part.resource.type).removals.map(\.identifier)
    let isRemoval = operations.allSatisfy { removals.contains($0.identifier) }
    switch part.kind {
    case .configuration where part.resource.type == .distribution:
      return "CloudFront deploys it to all edges in about 5 minutes; until then some answer as before."
    case .configuration: return "Every distribution that uses the policy changes, within about 5 minutes."
    case .stages: return "Once published, edges take the function on one by one, within about a minute."
    case .items: return "Edges see new values within a few seconds, one after the other."
    case .trustPolicy, .inlinePolicies, .attachedPolicies:
      return "IAM needs a few seconds until all regions know of it."
    case .bucketPolicy, .publicAccessBlock: return "It holds for requests within seconds."
    case .retention:
      return keepsLonger
        ? "Events are kept longer from now on; those that were deleted do not come back."
        : "Events older than that are deleted, and cannot be brought back."
    case .subscriptionFilters:
      return isRemoval ? "New events are no longer forwarded." : "New events are forwarded from now on."
    case .reservedConcurrency:
      return isRemoval
        ? "It holds at once; the function then shares what the account has."
        : "It holds at once; invocations beyond it are throttled."
    case .lambdaConfiguration: return "Only $LATEST changes; published versions stay as they are."
    case .version: return "Nothing serves it before it is associated."
    }
  }

  /// Whether events of a log group are kept longer than before; without a retention they never expire.
  private var keepsLonger: Bool {
    guard case .value(let days)? = changes.last(where: { !$0.isGuard })?.to else { return false }
    guard let after = days.double else { return true }
    return changes.first?.from.double.map { $0 < after } ?? false
  }
}
