import AWSCore
import AWSServices
import Estate

extension Part {
  /// What writing it does to what is served, and how long that takes, for whoever has to agree to it.
  public var effect: String {
    switch kind {
    case .configuration where resource.type == .distribution:
      "CloudFront deploys it to all edges in about 5 minutes; until then some answer as before."
    case .configuration: "Every distribution that uses the policy changes, within about 5 minutes."
    case .stages: "Once published, edges take the function on one by one, within about a minute."
    case .items: "Edges see new values within a few seconds, one after the other."
    case .trustPolicy, .inlinePolicies, .attachedPolicies: "IAM needs a few seconds until all regions know of it."
    case .bucketPolicy, .publicAccessBlock: "It holds for requests within seconds."
    case .retention: "Events older than that are deleted, and cannot be brought back."
    case .subscriptionFilters: "New events are forwarded from now on."
    case .reservedConcurrency: "It holds at once; invocations beyond it are throttled."
    case .lambdaConfiguration: "Only $LATEST changes; published versions stay as they are."
    case .version: "Nothing serves it before it is associated."
    }
  }

  /// The operations that may write it.
  public var operations: [Operation] {
    switch kind {
    case .configuration:
      switch resource.type {
      case .cachePolicy: [CloudFront.updateCachePolicy]
      default: [CloudFront.updateDistribution]
      }
    case .stages: [CloudFront.updateFunction, CloudFront.publishFunction]
    case .items: [CloudFrontKeyValueStore.updateKeys]
    case .trustPolicy: [IAM.updateAssumeRolePolicy]
    case .inlinePolicies: [IAM.putRolePolicy]
    case .attachedPolicies: [IAM.attachRolePolicy]
    case .bucketPolicy: [S3.putBucketPolicy]
    case .publicAccessBlock: [S3.putPublicAccessBlock]
    case .retention: [CloudWatchLogs.putRetentionPolicy]
    case .subscriptionFilters: [CloudWatchLogs.putSubscriptionFilter]
    case .reservedConcurrency: [Lambda.putFunctionConcurrency]
    case .lambdaConfiguration: [Lambda.updateFunctionConfiguration]
    case .version: [Lambda.updateFunctionConfiguration, Lambda.publishVersion]
    }
  }
}
