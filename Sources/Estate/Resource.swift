import Documents

/// A resource as it was read: who it is and what its API says of it.
public struct Resource: Sendable, Hashable {
  /// What tells a resource from all others in an estate.
  public struct Key: Sendable, Hashable {
    /// The kind.
    public let type: ResourceType
    /// The id (contract: "Resource types").
    public let id: String
    /// The region where ids are unique only within one (Lambda, Logs), else empty.
    public let region: String

    /// The key of a resource; give the region for Lambda and Logs only.
    public init(_ type: ResourceType, _ id: String, region: String = "") {
      self.type = type
      self.id = id
      self.region = region
    }
  }

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
  public var key: Key { reference.key }
}

extension ResourceReference {
  /// The key of the resource that it names.
  public var key: Resource.Key { .init(type, id, region: type.isRegional ? region : "") }
}

extension ResourceType {
  /// Whether all resources of the kind are listed; of the others only those are known that something leads to.
  public var isListed: Bool {
    switch self {
    case .lambdaFunction, .lambdaVersion, .role, .bucket, .logGroup: false
    case .distribution, .cloudFrontFunction, .keyValueStore, .cachePolicy, .originRequestPolicy,
      .responseHeadersPolicy, .originAccessControl, .originAccessIdentity:
      true
    }
  }

  /// Whether ids are unique only within a region.
  public var isRegional: Bool {
    switch self {
    case .lambdaFunction, .lambdaVersion, .logGroup: true
    case .distribution, .cloudFrontFunction, .keyValueStore, .cachePolicy, .originRequestPolicy,
      .responseHeadersPolicy, .originAccessControl, .originAccessIdentity, .role, .bucket:
      false
    }
  }
}
