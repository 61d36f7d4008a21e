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

extension FieldUse {
  /// Whether an expression on a resource of a type, which reads these members, may say otherwise once others have changed:
  /// those of the resource itself, of what relations lead to, or of what says where they lead.
  ///
  /// - Parameters:
  ///   - type: The type of the resource.
  ///   - changed: The members that change, at the root, by the type of resource.
  public func reads(from type: ResourceType, _ changed: [ResourceType: Set<String>]) -> Bool {
    if let members = changed[type], isWhole || members.contains(where: { self.members[$0] != nil }) { return true }
    return type.schema.relations.contains { relation in
      guard let far = relation.use(in: self) else { return false }
      return far.reads(from: relation.type, changed) || relation.mayLeadElsewhere(changed)
    }
  }
}

extension FieldUse {
  /// Whether an expression on a resource of a type, which reads these members, may say otherwise once a member of a
  /// resource has changed: of the resource itself, of what relations lead to, or of what says where they lead.
  ///
  /// - Parameters:
  ///   - type: The type of the resource.
  ///   - path: The names that lead to what changes, lists passed through.
  ///   - changed: The type of the resource that changes.
  public func reads(from type: ResourceType, _ path: [String], of changed: ResourceType) -> Bool {
    if type == changed, reads(path) { return true }
    return type.schema.relations.contains { relation in
      guard let far = relation.use(in: self) else { return false }
      return far.reads(from: relation.type, path, of: changed)
        || relation.source == changed && path.starts(with: relation.path)
          && path.dropFirst(relation.path.count).first.map(relation.isSaid) != false
    }
  }
}

extension Relation {
  /// Whether it may lead elsewhere once members have changed: one that a member says, where that is among them.
  fileprivate func mayLeadElsewhere(_ changed: [ResourceType: Set<String>]) -> Bool {
    switch target {
    case .named, .arn, .matching:
      guard let members = changed[source] else { return false }
      return path.first.map(members.contains) ?? members.contains(where: isSaid)
    case .key, .ids, .inverse, .all: return groups.contains { $0.holds(changed) }
    }
  }
}

extension AttributeGroup {
  /// Whether one of the members that change is among those that it brings.
  fileprivate func holds(_ changed: [ResourceType: Set<String>]) -> Bool {
    guard let members = changed[type] else { return false }
    return isRead(by: FieldUse(members: Dictionary(uniqueKeysWithValues: members.map { ($0, .whole) })))
  }
}
