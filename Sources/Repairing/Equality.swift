import Documents
import PolicyLanguage
import Schema

extension JSONValue {
  /// Whether two values mean the same: what is empty is the same as what is not there, lists are the same by what the
  /// schema says of their keys and their order, and policies are equal when they allow the same.
  ///
  /// - Parameter node: What is known of both.
  func means(_ other: JSONValue, as node: SchemaNode) -> Bool {
    if self == other { return true }
    if isNothing, other.isNothing { return true }
    if node.isPolicy, let left = try? PolicyDocument(self), let right = try? PolicyDocument(other) {
      return left.isEquivalent(to: right)
    }
    switch (self, other) {
    case (.object(let left), .object(let right)):
      return Set(left.names + right.names).allSatisfy { name in
        let member = node.member(name)
        // What a service says of a thing by itself differs when it is made again.
        if member.isForeign || member.isAssigned && member.path.count > 1 { return true }
        return (left[name] ?? .null).means(right[name] ?? .null, as: member)
      }
    case (.array(let left), .array(let right)):
      guard left.count == right.count else { return false }
      if node.list.isOrdered { return zip(left, right).allSatisfy { $0.means($1, as: node.element) } }
      var rest = right
      return left.allSatisfy { element in
        let name = node.name(of: element)
        let found = rest.firstIndex { node.name(of: $0) == name && element.means($0, as: node.element) }
        if let found { rest.remove(at: found) }
        return found != nil
      }
    // A statement's `Service` may be a text or a list of one.
    case (.array(let elements), .string): return elements == [other]
    case (.string, .array(let elements)): return elements == [self]
    default: return false
    }
  }

  /// Whether there is nothing in it.
  private var isNothing: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let object): object.values.allSatisfy(\.isNothing)
    default: false
    }
  }
}
