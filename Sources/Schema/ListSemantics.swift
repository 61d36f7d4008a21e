/// What the elements of a list are to each other: by what one is known, and whether their order means something.
public struct ListSemantics: Sendable, Hashable {
  /// The member that tells an element from the others; `nil` where none does.
  public let key: String?
  /// A member by whose value people call an element, where the key is not what they know; not always unique.
  public let alias: String?
  /// Whether the order means something.
  public let isOrdered: Bool

  /// Elements without an order: the same ones, as often, are the same list.
  public static let unordered = ListSemantics(key: nil, alias: nil, isOrdered: false)
  /// Elements whose order means something.
  public static let ordered = ListSemantics(key: nil, alias: nil, isOrdered: true)

  /// Elements that a member tells apart.
  public static func keyed(
    by key: String, ordered isOrdered: Bool = false, alsoCalledBy alias: String? = nil
  ) -> ListSemantics {
    ListSemantics(key: key, alias: alias, isOrdered: isOrdered)
  }
}
