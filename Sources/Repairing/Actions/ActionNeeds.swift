import Auditing
import Documents
import Estate
import Schema

extension RepairAction.Name {
  /// What has to be read to plan it, beside what its rule needs.
  var needs: RequiredAttributes {
    func needs(_ type: ResourceType, _ names: String...) -> RequiredAttributes {
      RequiredAttributes(type, reading: FieldUse(members: Dictionary(uniqueKeysWithValues: names.map { ($0, .whole) })))
    }
    switch self {
    case .acceptCompression: return needs(.cachePolicy, "CachePolicyConfig")
    case .associateNewestVersion: return needs(.lambdaFunction, "Versions")
    case .associateStore: return needs(.keyValueStore, "Id").union(needs(.cloudFrontFunction, "DEVELOPMENT", "LIVE"))
    case .publishFunction: return needs(.cloudFrontFunction, "DEVELOPMENT", "LIVE")
    case .publishVersion: return needs(.distribution, "DefaultCacheBehavior", "CacheBehaviors")
    case .putSubscription: return needs(.logGroup, "SubscriptionFilters")
    case .addPrincipals, .attachLoggingPolicy, .grantRead, .putRetention: return RequiredAttributes()
    }
  }
}

extension RequiredAttributes {
  fileprivate func union(_ other: RequiredAttributes) -> RequiredAttributes {
    var both = self
    both.formUnion(other)
    return both
  }
}
