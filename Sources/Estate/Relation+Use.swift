import Documents
import Schema

extension Relation {
  /// What an expression reads of the far side; `nil` where it does not name the relation.
  func use(in use: FieldUse) -> FieldUse? {
    let named = path.reduce(use) { $0?.members[$1] }?.members[name]
    guard let named, !ownMembers.isEmpty, !named.isWhole else { return named }
    return FieldUse(members: named.members.filter { !ownMembers.contains($0.key) })
  }

  /// One end of a relation.
  struct Link: Sendable, Hashable {
    /// The resource it leads to.
    let key: ResourceKey
    /// Members of the tie itself, shown beside those of the resource.
    var members: [Member] = []

    /// A member of the tie.
    struct Member: Sendable, Hashable {
      let name: String
      let value: JSONValue
    }
  }
}
