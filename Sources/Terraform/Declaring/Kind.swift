import Auditing
import Documents
import Estate
import Schema

/// A type of Terraform resource that is one resource of AWS.
struct Kind: Sendable {
  let type: ResourceType
  let block: Block
  /// The member that holds its settings; `nil` where these are members of the resource itself.
  var member: String?
  /// Places that Terraform sets as a whole, so that nothing may be there but what it sets.
  var only: [Place] = []

  /// The kinds, by Terraform's names.
  static let all: [String: Kind] = [
    "aws_cloudfront_distribution": Kind(
      type: .distribution, block: .distribution,
      // CloudFront fills in how an origin group chooses, which no provider knows.
      only: ["Origins", "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses"]),
    "aws_cloudfront_function": Kind(type: .cloudFrontFunction, block: .function),
    "aws_cloudfront_key_value_store": Kind(type: .keyValueStore, block: .keyValueStore),
    "aws_cloudfront_cache_policy": policy(.cachePolicy, .cachePolicy, "CachePolicyConfig"),
    "aws_cloudfront_origin_request_policy": policy(
      .originRequestPolicy, .originRequestPolicy, "OriginRequestPolicyConfig"),
    "aws_cloudfront_response_headers_policy": policy(
      .responseHeadersPolicy, .responseHeadersPolicy, "ResponseHeadersPolicyConfig"),
    "aws_cloudfront_origin_access_control": Kind(type: .originAccessControl, block: .originAccessControl),
    "aws_cloudfront_origin_access_identity": Kind(type: .originAccessIdentity, block: .originAccessIdentity),
    "aws_lambda_function": Kind(type: .lambdaFunction, block: .lambdaFunction, only: ["Environment"]),
    "aws_iam_role": Kind(type: .role, block: .role),
    "aws_cloudwatch_log_group": Kind(type: .logGroup, block: .logGroup),
  ]

  private static func policy(_ type: ResourceType, _ block: Block, _ member: String) -> Kind {
    Kind(type: type, block: block, member: member, only: [Place(member)])
  }

  /// Whether a type that is none of these belongs to the edge, so that leaving it out has to be said.
  static func isOfEdge(_ type: String) -> Bool {
    ["aws_cloudfront", "awscc_cloudfront", "aws_cloudwatch_log_delivery"].contains { type.hasPrefix($0) }
      || [
        "aws_lambda_alias", "aws_lambda_permission", "aws_lambda_function_event_invoke_config",
        "aws_s3_bucket_notification", "aws_cloudwatch_log_subscription_filter",
        "aws_iam_role_policy_attachments_exclusive",
      ].contains(type)
  }

  /// Which resource of AWS it is, by what is known of it; `nil` where that is not enough.
  ///
  /// - Parameters:
  ///   - values: Its attributes.
  ///   - region: Where it is, as far as that follows from anything else.
  func selector(of values: JSONObject, region: String? = nil) -> Declaration.Selector? {
    func text(_ names: String...) -> String? {
      names.lazy.compactMap { values[$0]?.string }.first { !$0.isEmpty }
    }
    switch type {
    case .distribution:
      // One that is not made yet has no id, but may be known by what it is to answer to.
      if let id = text("id") { return .init(type, id: id) }
      if let alias = values["aliases"]?.array?.lazy.compactMap(\.string).first { return .init(type, alias: alias) }
      return text("comment").map { .init(type, name: $0) }
    case .originAccessIdentity:
      return text("id").map { .init(type, id: $0) } ?? text("comment").map { .init(type, name: $0) }
    case .cachePolicy, .originRequestPolicy, .responseHeadersPolicy, .originAccessControl:
      return text("id").map { .init(type, id: $0) } ?? text("name").map { .init(type, name: $0) }
    case .cloudFrontFunction, .keyValueStore, .role: return text("name").map { .init(type, id: $0) }
    case .lambdaFunction, .lambdaVersion, .logGroup:
      // Provider 6 says the region; the others only in the ARN.
      let region = text("arn").flatMap(ARN.init)?.region ?? text("region") ?? region
      return text("function_name", "name").map { .init(type, id: $0, region: region) }
    case .bucket: return text("bucket").map { .init(type, id: $0) }
    }
  }
}
