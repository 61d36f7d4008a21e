import Documents

/// The value that AWS gives a member where nobody says one.
public struct DefaultValue: Sendable, Hashable {
  /// Where it is known from.
  public enum Source: Sendable, Hashable {
    /// The documentation of the member in the service's model says so.
    case model
    /// Another page, or what an emulator answers. A repair never writes it.
    case unproven(String)
  }

  /// The value.
  public let value: JSONValue
  /// Where it is known from.
  public let source: Source

  /// A value that the service's model documents.
  public static func documented(_ value: JSONValue) -> DefaultValue { DefaultValue(value: value, source: .model) }

  /// A value that no service model states: why it is taken for the default all the same.
  public static func unproven(_ value: JSONValue, _ source: String) -> DefaultValue {
    DefaultValue(value: value, source: .unproven(source))
  }

  /// Whether a repair may write it to put back what was not declared.
  public var isProven: Bool { source == .model }
}

/// A value that AWS gives a member where nobody says one, and that hangs on what others are.
public struct DependentDefault: Sendable {
  /// The members of the resource that it hangs on.
  public let reading: [String]
  /// The value, by the members of the resource; `nil` where these do not tell.
  let value: @Sendable (_ members: JSONValue) -> JSONValue?

  init(on reading: String..., value: @escaping @Sendable (JSONValue) -> JSONValue?) {
    (self.reading, self.value) = (reading, value)
  }
}

extension ResourceSchema {
  /// The value that stands at a place of a resource where nobody said anything; `nil` where none is known.
  ///
  /// - Parameter names: The names of the members that lead there, lists passed through.
  public func defaultValue(at names: [String], in members: JSONValue) -> DefaultValue? {
    dependentDefaults[names.joined(separator: ".")]?.value(members).map { .documented($0) } ?? self[names].defaultValue
  }
}
