import Estate
import Schema

extension WritablePart.Name {
  /// What reads and writes parts of this kind.
  var writer: any PartWriter {
    switch self {
    case .configuration: ConfigurationWriter()
    case .stages: StagesWriter()
    case .items: ItemsWriter()
    case .trustPolicy: TrustPolicyWriter()
    case .inlinePolicies: InlinePoliciesWriter()
    case .attachedPolicies: AttachedPoliciesWriter()
    case .bucketPolicy: BucketPolicyWriter()
    case .publicAccessBlock: PublicAccessBlockWriter()
    case .retention: RetentionWriter()
    case .subscriptionFilters: SubscriptionFiltersWriter()
    case .reservedConcurrency: ReservedConcurrencyWriter()
    case .eventInvokeConfig: EventInvokeConfigWriter()
    case .lambdaConfiguration: LambdaConfigurationWriter()
    case .version: VersionWriter()
    }
  }
}
