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
}
