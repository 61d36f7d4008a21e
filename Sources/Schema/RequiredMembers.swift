import Documents

/// The members that AWS requires of a resource and of each structure in it: without them an answer is none.
///
/// Only what leads to such members is kept of a schema, as each answer is looked through.
public final class RequiredMembers: Sendable {
  /// The names that have to be there.
  private let names: [String]
  /// The members that hold structures of which members are required, lists passed through.
  private let inner: [(name: String, members: RequiredMembers)]

  private init(names: [String], inner: [(name: String, members: RequiredMembers)]) {
    self.names = names
    self.inner = inner
  }

  /// What is required of the structure that a member holds, or of each element of its list; `nil` where nothing is.
  fileprivate convenience init?(_ node: SchemaNode) {
    switch node.shape {
    case .structure: self.init(within: node) { _ in true }
    case .list(_, let element): self.init(element)
    case .scalar, .number, .boolean, .open, .policy: return nil
    }
  }

  private convenience init?(within node: SchemaNode, where isRead: (String) -> Bool) {
    let names = node.requiredMembers.filter(isRead)
    let inner = node.names.filter(isRead).compactMap { name in
      RequiredMembers(node.member(name)).map { (name: name, members: $0) }
    }
    if names.isEmpty && inner.isEmpty { return nil }
    self.init(names: names, inner: inner)
  }

  /// The dotted path of the first member that is missing from an object; `nil` where it is whole.
  public func missing(from object: JSONObject) -> String? {
    for name in names where object[name]?.isNull ?? true { return name }
    for (name, members) in inner {
      if let value = object[name], let path = members.missing(from: value) { return "\(name).\(path)" }
    }
    return nil
  }

  fileprivate func missing(from value: JSONValue) -> String? {
    switch value {
    case .object(let object): return missing(from: object)
    case .array(let elements):
      for element in elements {
        if let path = missing(from: element) { return path }
      }
      return nil
    case .null, .unread: return nil
    // A structure is never a text or a number.
    case .bool, .integer, .number, .string: return names.first
    }
  }
}

extension RequiredMembers {
  /// What an answer that brings a group has to hold; `nil` where nothing is required.
  public static func of(_ group: AttributeGroup) -> RequiredMembers? { table[group] }

  private static let table = OnDemand<AttributeGroup, RequiredMembers?> { RequiredMembers($0) }

  private convenience init?(_ group: AttributeGroup) {
    let schema = group.type.schema
    let others = Set(schema.groups.filter { $0 != group }.flatMap(\.members))
    // A group that names the code of a stage brings no stage.
    let brought = Set(group.members)
    self.init(within: schema.root) { brought.isEmpty ? !others.contains($0) : brought.contains($0) }
  }
}
