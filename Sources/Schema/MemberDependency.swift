import Documents

/// What a member of a structure asks of the others there: AWS takes some only together, and some not beside each other.
public struct MemberDependency: Sendable, Hashable {
  /// The member that asks.
  public let member: String
  /// The values with which it does; empty where it does with any that is there.
  public let values: [JSONValue]
  /// The members that have to be there with it.
  public let needed: [String]
  /// The members that may not be there with it.
  public let excluded: [String]

  init(_ member: String, _ values: JSONValue..., needs needed: [String] = [], excludes excluded: [String] = []) {
    self.member = member
    self.values = values
    self.needed = needed
    self.excluded = excluded
  }

  /// What a list asks of the behaviour that says how it is meant, as the policies of CloudFront have them: it is there with
  /// these values of it, and with no other.
  static func ofList(_ list: String, by behavior: String, _ naming: JSONValue...) -> [MemberDependency] {
    naming.map { MemberDependency(behavior, $0, needs: [list]) }
      + [MemberDependency(behavior, "none", "all", "allViewer", excludes: [list])]
  }

  /// All the members that it is about.
  public var members: [String] { [member] + needed + excluded }

  /// Whether a value of the member asks for what this says.
  public func applies(to value: JSONValue) -> Bool {
    values.isEmpty ? !value.isEmpty(in: .writes) && !value.isUnread : values.contains(value)
  }
}

extension JSONValue {
  fileprivate var isUnread: Bool { if case .unread = self { true } else { false } }
}
