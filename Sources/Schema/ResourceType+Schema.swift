extension ResourceType {
  /// Whether it is one of CloudFront's functions, which have a stage DEVELOPMENT and a stage LIVE.
  public var hasStages: Bool { self == .cloudFrontFunction || self == .connectionFunction }

  /// What is known of the type.
  public var schema: ResourceSchema {
    switch self {
    case .distribution: DistributionSchema.schema
    case .cloudFrontFunction: FunctionSchema.schema
    case .keyValueStore: KeyValueStoreSchema.schema
    case .cachePolicy: CachePolicySchema.schema
    case .originRequestPolicy: OriginRequestPolicySchema.schema
    case .responseHeadersPolicy: ResponseHeadersPolicySchema.schema
    case .originAccessControl: OriginAccessControlSchema.schema
    case .originAccessIdentity: OriginAccessIdentitySchema.schema
    case .lambdaFunction: LambdaFunctionSchema.schema
    case .lambdaVersion: LambdaVersionSchema.schema
    case .role: RoleSchema.schema
    case .bucket: BucketSchema.schema
    case .logGroup: LogGroupSchema.schema
    case .distributionTenant: DistributionTenantSchema.schema
    case .connectionGroup: ConnectionGroupSchema.schema
    case .connectionFunction: ConnectionFunctionSchema.schema
    case .vpcOrigin: VpcOriginSchema.schema
    }
  }
}
