import Documents
import Estate
import Schema

extension Estate {
  /// Why CloudFront would refuse these members of a distribution for what they name: functions that it does not call so,
  /// and what is not there. What was found to be so already it has taken.
  func refusedNames(in members: JSONValue, besides found: JSONValue) -> [String] {
    let before = Set(refusedNames(in: found))
    return refusedNames(in: members).filter { !before.contains($0) }
  }

  private func refusedNames(in members: JSONValue) -> [String] {
    members.refusedAssociations + ResourceType.distribution.schema.relations.flatMap { missing($0, in: members) }
  }

  /// What a relation would lead to that the account does not have, all of its kind being known.
  private func missing(_ relation: Relation, in members: JSONValue) -> [String] {
    guard Self.named.contains(relation.type), relation.type.schema.knownFrom.allSatisfy(coverage.contains),
      !gaps.contains(where: { $0.hides.contains(relation.type) })
    else { return [] }
    return members.structures(at: relation.path, of: ResourceType.distribution.schema.root).compactMap { place, value in
      guard let key = key(of: relation, in: value) else { return nil }
      let name = "\(place) would have \(key.type.rawValue) \(key.id)"
      guard let resource = resources[key] else {
        return "\(name), which the account does not have. Declare one that is there, or make it first."
      }
      guard key.type == .cloudFrontFunction, resource.properties["LIVE"]?.isNull != false else { return nil }
      return "\(name), which is not published: CloudFront takes functions of the stage LIVE alone. Publish it first."
    }
  }

  /// What a relation leads to in this account.
  private func key(of relation: Relation, in value: JSONValue) -> ResourceKey? {
    switch relation.target {
    case .key(let key): value.object.flatMap(key)
    case .named(let member, let named):
      value[member].string.flatMap(named).flatMap { ["", account].contains($0.account) ? $0.key : nil }
    case .arn, .ids, .matching, .inverse, .all: nil
    }
  }

  /// The kinds that are listed whole, those that AWS manages among them, and are of one account.
  private static let named: Set<ResourceType> = [
    .cloudFrontFunction, .cachePolicy, .originRequestPolicy, .responseHeadersPolicy, .originAccessControl,
  ]
}

extension JSONValue {
  /// What CloudFront does not take of associations, whichever functions there are.
  ///
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_FunctionAssociation.html> and
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_LambdaFunctionAssociation.html>
  fileprivate var refusedAssociations: [String] {
    ["DefaultCacheBehavior", "CacheBehaviors"].flatMap { behavior in
      structures(at: [behavior], of: ResourceType.distribution.schema.root).flatMap { place, value in
        let origins = (value["FunctionAssociations"].array ?? []).compactMap { $0["EventType"].string }
          .filter { $0.hasPrefix("origin-") }.map {
            "\(place) would have a function of CloudFront at \($0), and CloudFront takes those at viewer-request and "
              + "viewer-response alone. Declare one of these."
          }
        let unversioned = (value["LambdaFunctionAssociations"].array ?? []).compactMap {
          $0["LambdaFunctionARN"].string
        }
        .filter { text in LambdaARN(text).map { Int($0.qualifier) == nil } == true }.map {
          "\(place) would have \($0), and CloudFront takes versions alone, no alias and no $LATEST. Declare a version."
        }
        return origins + unversioned
      }
    }
  }
}
