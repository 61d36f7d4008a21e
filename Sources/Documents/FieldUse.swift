/// Which members of a tree an expression may read. Lists do not appear: a member of an element counts as a member of
/// whatever holds the list.
public struct FieldUse: Sendable, Hashable {
  /// What is read below each member that is named.
  public var members: [String: FieldUse]
  /// Whether everything below may be read.
  public var isWhole: Bool

  /// A use of these members.
  public init(members: [String: FieldUse] = [:], isWhole: Bool = false) {
    self.members = members
    self.isWhole = isWhole
  }

  /// All that this or the other one reads.
  public mutating func formUnion(_ other: FieldUse) {
    isWhole = isWhole || other.isWhole
    members.merge(other.members) { left, right in left.union(right) }
  }

  /// All that this or the other one reads.
  public func union(_ other: FieldUse) -> FieldUse {
    var result = self
    result.formUnion(other)
    return result
  }

  /// Whether the value at a dotted path, or anything above or below it, may be read.
  public func touches(_ path: some Collection<Substring>) -> Bool {
    if isWhole { return true }
    guard let name = path.first else { return true }
    return members[String(name)]?.touches(path.dropFirst()) ?? false
  }

  /// What is read below a path; `nil` where nothing at it is named.
  public subscript(path: some Collection<String>) -> FieldUse? {
    guard let name = path.first else { return self }
    return members[name]?[path.dropFirst()]
  }
}
