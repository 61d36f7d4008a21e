import Documents
import Estate
import Foundation
import Schema

extension Step {
  /// Why AWS would refuse what this makes of its resource, or why it would be in vain, with what a person can do.
  ///
  /// - Parameters:
  ///   - estate: The estate as it would be.
  ///   - found: The estate as it is.
  ///   - time: When.
  func conflicts(in estate: Estate, from found: Estate, at time: Date?) -> [String] {
    guard let properties = estate.resources[part.resource.key]?.properties else { return [] }
    let owners = changes.lazy.filter { !$0.isGuard }.compactMap { part.owner(in: properties, of: $0.place) }
    if let owner = owners.first { return [owner] }
    let members = JSONValue.object(properties)
    let before = JSONValue.object(found.resources[part.resource.key]?.properties ?? [:])
    return refusedValues(at: time) + members.unmetDependencies(of: part.resource.type, besides: before)
      + members.unfitLengths(of: part.resource.type, besides: before)
      + members.missingMembers(
        of: part.schema, besides: before, at: changes.lazy.filter { !$0.isGuard }.map(\.place))
      + part.resource.type.schema.unmetConstraints(of: members, besides: before)
      + conflicts(of: members, besides: before, in: estate, from: found)
  }

  private func conflicts(
    of members: JSONValue, besides before: JSONValue, in estate: Estate, from found: Estate
  ) -> [String] {
    switch part.name {
    case .configuration:
      return estate.missingTargets(of: part.resource.type, in: members, besides: before)
        + (members.object ?? [:]).unknownTargets(besides: before.object ?? [:], in: estate)
    case .publicAccessBlock:
      return [PublicAccessBlockWriter.refusal(of: changes, making: members, of: part), obstacleOfBlock(in: estate)]
        .compactMap(\.self)
    case .bucketPolicy: return obstacleOfPolicy(in: estate, from: found).map { [$0] } ?? []
    case .stages:
      return [FunctionContent.refusal(of: changes, making: members), refusedAssociation(in: members)].compactMap(\.self)
    case .lambdaConfiguration, .version:
      return LambdaSettings.refusals(of: changes, making: members)
        + estate.missingTargets(of: part.resource.type, in: members, besides: before)
    case .trustPolicy:
      let trust = members["AssumeRolePolicyDocument"]
      return [TrustPolicyWriter.refusal(making: members, of: part), trust.refusalOfPrincipals(by: "IAM", in: found)]
        .compactMap(\.self)
    case .items: return changes.compactMap { KeyEdits.refusal(of: $0, in: part.schema) }
    case .inlinePolicies, .attachedPolicies, .retention, .subscriptionFilters, .reservedConcurrency,
      .eventInvokeConfig:
      return []
    }
  }

  /// Why CloudFront refuses a function with a key value store, where this step makes it so: the runtime 1.0 takes none.
  private func refusedAssociation(in members: JSONValue) -> String? {
    let isAsked = changes.contains { change in
      !change.isGuard && ["KeyValueStoreAssociations", "Runtime"].contains { "\(change.place)".contains($0) }
    }
    guard isAsked, let form = part.resource.type.schema.stages else { return nil }
    let refused = FunctionStages.names.contains { stage in
      let configuration = members[stage][form.configuration]
      return configuration["Runtime"].string == FunctionSchema.runtimeWithoutStores
        && configuration["KeyValueStoreAssociations"].array?.isEmpty == false
    }
    guard refused else { return nil }
    return
      "CloudFront takes a key value store with the runtime cloudfront-js-2.0 alone, and \(part.resource.id) has "
      + "\(FunctionSchema.runtimeWithoutStores). Name both with --only function-kvs-association --only function-runtime."
  }
}
