/// What tells a resource from all others in an estate.
public struct ResourceKey: Sendable, Hashable {
  /// The type.
  public let type: ResourceType
  /// The id (contract: "Resource types").
  public let id: String
  /// The region where ids are unique only within one (Lambda, Logs), else empty.
  public let region: String
  /// The account, where it is another one than the one that is read; else empty.
  public let account: String

  /// The key of a resource; give the region for regional types only.
  public init(_ type: ResourceType, _ id: String, region: String = "", account: String = "") {
    self.type = type
    self.id = id
    self.region = region
    self.account = account
  }

  /// The key of what has these names in an account, as it is known in an estate of another one, or of the same; of which
  /// account an empty one is, nobody knows.
  public func of(_ account: String, in reader: String) -> ResourceKey {
    let isOther = !account.isEmpty && !reader.isEmpty && account != reader
    return ResourceKey(type, id, region: region, account: isOther ? account : "")
  }
}

extension ResourceKey: Comparable {
  /// Types in the order of the contract, then ids, then regions, then accounts.
  public static func < (left: Self, right: Self) -> Bool {
    left.type == right.type
      ? (left.id, left.region, left.account) < (right.id, right.region, right.account)
      : left.type.rank < right.type.rank
  }
}

extension ResourceType {
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
