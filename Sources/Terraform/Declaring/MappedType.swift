import Auditing
import Documents
import Estate
import Schema

/// A type of Terraform resource that is one resource of AWS.
struct MappedType: Sendable {
  let type: ResourceType
  let block: Block
  /// The member that holds its settings; `nil` where these are members of the resource itself.
  var member: String?
  /// Places that Terraform sets as a whole, so that nothing may be there but what it sets. Which stages of a function
  /// it sets, each function says.
  var only: [DocumentPath] { type.schema.stages != nil ? [] : type.schema.wholes.map { DocumentPath($0) } }

  /// These types, by Terraform's names.
  static let all = Dictionary(uniqueKeysWithValues: mapped.map { ($0.type.schema.terraform.type, $0) })

  private static let mapped = [
    MappedType(type: .distribution, block: .distribution),
    MappedType(type: .cloudFrontFunction, block: .function),
    MappedType(type: .keyValueStore, block: .keyValueStore),
    policy(.cachePolicy, .cachePolicy, "CachePolicyConfig"),
    policy(
      .originRequestPolicy, .originRequestPolicy, "OriginRequestPolicyConfig"),
    policy(
      .responseHeadersPolicy, .responseHeadersPolicy, "ResponseHeadersPolicyConfig"),
    MappedType(type: .originAccessControl, block: .originAccessControl),
    MappedType(type: .originAccessIdentity, block: .originAccessIdentity),
    MappedType(type: .lambdaFunction, block: .lambdaFunction),
    MappedType(type: .role, block: .role),
    MappedType(type: .logGroup, block: .logGroup),
  ]

  private static func policy(_ type: ResourceType, _ block: Block, _ member: String) -> MappedType {
    MappedType(type: type, block: block, member: member)
  }

  /// Whether what a type says is compared: it is one of these or known by name alone, or says part of one.
  static func isCompared(_ type: String) -> Bool {
    all[type] != nil || PartialType.all[type] != nil
      || [ResourceType.bucket.schema.terraform.type, ResourceInstance.callerIdentity].contains(type)
  }

  /// Whether a type that is not compared belongs to the services that edge estates are made of.
  static func isOfEdge(_ type: String) -> Bool {
    let service = type.split(separator: "_").prefix(2).joined(separator: "_")
    return ["aws", "awscc"].contains { provider in
      ["cloudfront", "cloudfrontkeyvaluestore", "lambda"].contains { service == "\(provider)_\($0)" }
        || ["iam_role", "logs", "cloudwatch_log", "s3_bucket"].contains { type.hasPrefix("\(provider)_\($0)") }
    }
  }

  /// Whether it is to be said where a document does not say how a resource of a type is.
  static func isOfInterest(_ type: String) -> Bool { isCompared(type) || isOfEdge(type) }

  /// Places of which a document says nothing, within the root of what it says.
  func unsaid(by result: Block.Result, in root: DocumentPath) -> [DocumentPath] {
    let (node, members) = (type.schema.root[root], JSONValue.object(result.members))
    let unknown = result.partlyKnown.flatMap { place, members in
      node[place].names.filter { !members.contains($0) }.map { place.member($0) }
    }
    return (result.unsaid + unknown).map { root.appending($0.named(in: members, of: node)) }
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
