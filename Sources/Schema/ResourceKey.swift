/// What tells a resource from all others in an estate.
public struct ResourceKey: Sendable, Hashable {
  /// The type.
  public let type: ResourceType
  /// The id (contract: "Resource types").
  public let id: String
  /// The region where ids are unique only within one (Lambda, Logs), else empty.
  public let region: String

  /// The key of a resource; give the region for regional types only.
  public init(_ type: ResourceType, _ id: String, region: String = "") {
    self.type = type
    self.id = id
    self.region = region
  }
}

extension ResourceKey: Comparable {
  /// Types in the order of the contract, then ids, then regions.
  public static func < (left: Self, right: Self) -> Bool {
    left.type == right.type ? (left.id, left.region) < (right.id, right.region) : left.type.rank < right.type.rank
  }
}

extension ResourceType {
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
