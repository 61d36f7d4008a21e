/// The kinds of resource of an edge estate, by their CloudFormation names.
public enum ResourceType: String, Sendable, Hashable, CaseIterable {
  case distribution = "AWS::CloudFront::Distribution"
  case cloudFrontFunction = "AWS::CloudFront::Function"
  case keyValueStore = "AWS::CloudFront::KeyValueStore"
  case cachePolicy = "AWS::CloudFront::CachePolicy"
  case originRequestPolicy = "AWS::CloudFront::OriginRequestPolicy"
  case responseHeadersPolicy = "AWS::CloudFront::ResponseHeadersPolicy"
  case originAccessControl = "AWS::CloudFront::OriginAccessControl"
  case originAccessIdentity = "AWS::CloudFront::CloudFrontOriginAccessIdentity"
  case lambdaFunction = "AWS::Lambda::Function"
  case lambdaVersion = "AWS::Lambda::Version"
  case role = "AWS::IAM::Role"
  case bucket = "AWS::S3::Bucket"
  case logGroup = "AWS::Logs::LogGroup"
  case distributionTenant = "AWS::CloudFront::DistributionTenant"
  case connectionGroup = "AWS::CloudFront::ConnectionGroup"
  case connectionFunction = "AWS::CloudFront::ConnectionFunction"
  case vpcOrigin = "AWS::CloudFront::VpcOrigin"
}

extension ResourceType {
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
