import Documents

/// What changes with a member: without it AWS refuses the change, or says something else a second time.
public struct Companion: Sendable, Hashable {
  /// What it becomes.
  public enum Value: Sendable, Hashable {
    /// This; `null` takes it away.
    case value(JSONValue)
    /// What the member becomes.
    case same
    /// A list of what it holds already and the member holds too.
    case common
  }

  /// Where it is: the names of the members that lead there from the resource, lists passed through.
  public let path: [String]
  /// What it becomes.
  public let value: Value
  /// The values of the member with which it does; empty for any.
  public let given: [JSONValue]

  init(_ path: String, _ value: Value, given: [JSONValue] = []) {
    self.path = path.split(separator: ".").map(String.init)
    self.value = value
    self.given = given
  }

  /// Those that go.
  static func gone(_ paths: String..., given: [JSONValue] = []) -> [Companion] {
    paths.map { Companion($0, .value(.null), given: given) }
  }

  /// The lists that go where the behaviour that says how they are meant names none, as the policies of CloudFront have them:
  /// by the behaviour.
  static func lists(_ names: String..., of structure: String) -> [String: [Companion]] {
    names.reduce(into: [:]) { lists, name in
      let (group, behavior) = ("\(structure).\(name)sConfig", "\(name)Behavior")
      lists["\(group).\(behavior)"] = gone("\(group).\(name)s", given: ["none", "all", "allViewer"])
    }
  }

  /// Where it is beside a member: in the same element of each list that both are in.
  ///
  /// - Parameter place: Where the member is.
  public func place(beside place: DocumentPath) -> DocumentPath { place.leading(to: path) }
}

extension DocumentPath {
  /// Where names of members lead in the same element of each list that both are in.
  public func leading(to names: [String]) -> DocumentPath {
    var rest = names[...]
    let shared = steps.prefix { step in
      guard case .member(let name) = step else { return !rest.isEmpty }
      guard rest.first == name else { return false }
      rest.removeFirst()
      return true
    }
    return DocumentPath(shared + rest.map { .member($0) })
  }
}

extension ResourceSchema {
  /// The members that AWS takes only together, or not beside each other, each with the one that stands for all of them.
  static func together(
    _ companions: [String: [Companion]], _ dependencies: [String: [MemberDependency]]
  ) -> [String: [String]] {
    let pairs =
      companions.map { path, companions in Set([path] + companions.map { $0.path.joined(separator: ".") }) }
      + dependencies.flatMap { path, dependencies in dependencies.map { Set($0.members.map { "\(path).\($0)" }) } }
    var groups: [Set<String>] = []
    for pair in pairs {
      let joined = groups.filter { !$0.isDisjoint(with: pair) }.reduce(pair) { $0.union($1) }
      groups = groups.filter { $0.isDisjoint(with: pair) } + [joined]
    }
    var first: [String: [String]] = [:]
    for group in groups {
      let name = group.min()?.split(separator: ".").map(String.init)
      for member in group { first[member] = name }
    }
    return first
  }
}
