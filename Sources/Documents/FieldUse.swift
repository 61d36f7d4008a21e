/// Which members of a value an expression reads, as a tree of their names. Arrays do not appear: the members of
/// `a[0].b`, `a[].b` and `a.b` are the same.
///
/// A node that is neither whole nor has members is still read itself: whether it is there, its type, its text or
/// number, or how many elements or members it has; only nothing inside it.
public struct FieldUse: Sendable, Hashable {
  /// The members that are named. Of a whole value others are read as well, but what is shown within it only where it is
  /// named, as the far side of a relation, is known by these.
  public private(set) var members: [String: FieldUse]
  /// Whether everything below may be read.
  public private(set) var isWhole: Bool

  /// Everything below.
  public static let whole = FieldUse(members: [:], isWhole: true)
  /// Nothing below.
  public static let itself = FieldUse(members: [:], isWhole: false)

  /// The use of these members.
  public init(members: [String: FieldUse]) { self.init(members: members, isWhole: false) }

  /// How many nodes the tree has. Nested multiselects multiply it, so past the limit everything below is read.
  private let size: Int
  private static let maximumSize = 1_000

  private init(members: [String: FieldUse], isWhole: Bool) {
    let size = members.values.reduce(1) { $0 + $1.size }
    let isTooLarge = size > Self.maximumSize
    self.members = isTooLarge ? [:] : members
    self.isWhole = isWhole || isTooLarge
    self.size = isTooLarge ? 1 : size
  }

  /// What this and the other one read together.
  public func union(_ other: FieldUse) -> FieldUse {
    if other.members.isEmpty, isWhole || !other.isWhole { return self }
    if members.isEmpty, other.isWhole || !isWhole { return other }
    return FieldUse(members: members.merging(other.members) { $0.union($1) }, isWhole: isWhole || other.isWhole)
  }

  /// What is read of the member of that name; `nil` where it is not read.
  public subscript(name: String) -> FieldUse? { isWhole ? members[name]?.union(.whole) ?? .whole : members[name] }

  /// Whether anything is read at or below the value that these members lead to, lists passed through.
  public func reads(_ path: [String]) -> Bool {
    var use = self
    for name in path {
      guard let member = use[name] else { return false }
      use = member
    }
    return true
  }
}

extension FieldUse: CustomStringConvertible {
  /// `{Aliases, Origins: {Id}, Tags: *}`, in the order of names; `*` is everything, before what it names.
  public var description: String {
    if isWhole, members.isEmpty { return "*" }
    let texts = members.sorted { $0.key < $1.key }.map { name, use in
      use == .itself ? name : "\(name): \(use)"
    }
    return "\(isWhole ? "*" : ""){\(texts.joined(separator: ", "))}"
  }
}
