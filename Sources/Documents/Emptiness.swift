/// What counts as nothing being there, which depends on who says it.
public enum Emptiness: Sendable, Hashable {
  /// In what a service answers: it leaves `false` and empty lists out as often as it says them.
  case answers
  /// In what is written: a structure of which each member is empty is not written, but `false` is a value.
  case writes
  /// In a block of Terraform's: all of these.
  case blocks
}

extension JSONValue {
  /// Whether there is nothing in it.
  public func isEmpty(in emptiness: Emptiness) -> Bool {
    switch self {
    case .null: true
    case .bool(false): emptiness != .writes
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let object):
      emptiness == .answers ? object.isEmpty : object.allSatisfy { $0.value.isEmpty(in: emptiness) }
    default: false
    }
  }
}
