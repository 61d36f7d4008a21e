import Documents
import Schema

/// A resource as it was read: who it is and what its API says of it.
public struct Resource: Sendable, Hashable {
  /// Which resource it is.
  public let reference: ResourceReference
  /// Its members, named as the API names them.
  public var properties: JSONObject

  /// A resource with these members.
  public init(reference: ResourceReference, properties: JSONObject) {
    self.reference = reference
    self.properties = properties
  }

  /// Its key.
  public var key: ResourceKey { reference.key }

  /// Whether AWS made it, so that it is the same in every account.
  public var isManaged: Bool { reference.type.schema.isManaged?(properties) ?? false }
}

extension ResourceReference {
  /// The key of the resource that it names.
  public var key: ResourceKey {
    .init(type, id, region: type.schema.isRegional ? region : "", account: isOfOtherAccount ? account : "")
  }

  /// What tells the resource that it names from those of all accounts.
  public var identity: ResourceIdentity {
    .init(key: ResourceKey(type, id, region: type.schema.isRegional ? region : ""), account: account)
  }
}

/// What tells a resource from all others, of whichever account: names are given in each of them anew.
public struct ResourceIdentity: Sendable, Hashable {
  fileprivate let key: ResourceKey
  fileprivate let account: String
}
