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
  static let all = Dictionary(uniqueKeysWithValues: mapped.map { ($0.type.schema.terraform.type, $0) })

  private static let mapped = [
    Kind(
      type: .distribution, block: .distribution,
      // CloudFront fills in how an origin group chooses, which no provider knows.
      only: ["Origins", "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses"]),
    Kind(type: .cloudFrontFunction, block: .function),
    Kind(type: .keyValueStore, block: .keyValueStore),
    policy(.cachePolicy, .cachePolicy, "CachePolicyConfig"),
    policy(
      .originRequestPolicy, .originRequestPolicy, "OriginRequestPolicyConfig"),
    policy(
      .responseHeadersPolicy, .responseHeadersPolicy, "ResponseHeadersPolicyConfig"),
    Kind(type: .originAccessControl, block: .originAccessControl),
    Kind(type: .originAccessIdentity, block: .originAccessIdentity),
    Kind(type: .lambdaFunction, block: .lambdaFunction, only: ["Environment"]),
    Kind(type: .role, block: .role),
    Kind(type: .logGroup, block: .logGroup),
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
    let names = type.schema.terraform
    // Provider 6 says the region; the others only in the ARN.
    let known = type.schema.isRegional ? text("arn").flatMap(ARN.init)?.region ?? text("region") ?? region : nil
    if let id = names.id.lazy.compactMap({ text($0) }).first { return .init(type, id: id, region: known) }
    // One that is not made yet has no id, but may be known by what it is to answer to.
    if let alias = names.aliases.flatMap({ values[$0]?.array?.lazy.compactMap(\.string).first }) {
      return .init(type, alias: alias)
    }
    return names.name.flatMap { text($0) }.map { .init(type, name: $0) }
  }
}
