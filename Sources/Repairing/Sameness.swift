import Documents
import PolicyLanguage

extension JSONValue {
  /// Whether two values at a place mean the same: what is empty is the same as what is not there, lists of texts are sets
  /// (services return them in any order), and policies are equal when they allow the same.
  func means(_ other: JSONValue, in place: Place) -> Bool { means(other, member: place.lastMember) }

  private func means(_ other: JSONValue, member: String) -> Bool {
    if self == other { return true }
    if isNothing, other.isNothing { return true }
    if Self.policies.contains(member), let left = try? PolicyDocument(self), let right = try? PolicyDocument(other) {
      return left.isEquivalent(to: right)
    }
    switch (self, other) {
    case (.object(let left), .object(let right)):
      // What a managed policy says is not the role's, and is read only where somebody asks.
      let others = left["PolicyArn"] == nil ? Self.saidByServices : ["PolicyDocument"]
      return Set(left.names + right.names).subtracting(others).allSatisfy { name in
        (left[name] ?? .null).means(right[name] ?? .null, member: name)
      }
    case (.array(let left), .array(let right)):
      guard left.count == right.count else { return false }
      if (left + right).allSatisfy({ $0.object == nil }) { return Set(left) == Set(right) }
      return zip(left, right).allSatisfy { $0.means($1, member: "") }
    // A statement's `Service` may be a text or a list of one.
    case (.array(let elements), .string): return elements == [other]
    case (.string, .array(let elements)): return elements == [self]
    default: return false
    }
  }

  private static let policies: Set = ["AssumeRolePolicyDocument", "PolicyDocument", "Policy"]

  /// The members of subscription filters that nobody can choose, and that differ when one is made again.
  private static let saidByServices: Set = ["creationTime", "logGroupName"]

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
