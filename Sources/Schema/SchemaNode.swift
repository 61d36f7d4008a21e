import Documents

/// A member of a type of resource and what is known of it: what its structure says, and what the type's schema adds.
public final class SchemaNode: Sendable {
  /// What it holds.
  public enum Shape: Sendable {
    /// A text or time; `values` has those that AWS's model lists, where it lists any.
    case scalar(values: [String])
    /// A number.
    case number
    /// `true` or `false`.
    case boolean
    /// What nobody can know beforehand: maps, and what AWS answers that no structure has.
    case open
    /// A policy document, which is compared by what it means.
    case policy
    /// A list.
    case list(ListSemantics, SchemaNode)
    /// Members, by name.
    case structure([String: SchemaNode])
  }

  /// The names of the members that lead there, lists passed through; empty for the resource itself.
  public let path: [String]
  /// What it holds.
  public let shape: Shape
  /// Whether AWS requires it wherever the structure stands that has it.
  public let isRequired: Bool
  /// The value that stands there where nobody said anything.
  public let defaultValue: DefaultValue?
  /// Whether its value is never kept.
  public let isSecret: Bool
  /// Whether it holds a name that is the same in capitals and in small letters, as those of hosts and HTTP headers are.
  public let isCaseless: Bool
  /// Whether AWS sets it and nobody else.
  public let isAssigned: Bool
  /// Whether it belongs to another resource, which is read with this one: what a managed policy says is not the role's.
  public let isForeign: Bool
  /// What its members ask of each other, where it is a structure.
  public let dependencies: [MemberDependency]
  /// What changes with it.
  public let companions: [Companion]
  /// The names that lead to the one that stands for all that AWS takes only together with it, or not beside it; `nil` where
  /// there is none.
  public let together: [String]?
  /// How many elements or characters it has, where a service takes no other number.
  public let lengths: ClosedRange<Int>?

  init(
    path: [String], shape: Shape, isRequired: Bool = false, defaultValue: DefaultValue? = nil, isSecret: Bool = false,
    isCaseless: Bool = false, isAssigned: Bool = false, isForeign: Bool = false,
    dependencies: [MemberDependency] = [], companions: [Companion] = [],
    together: [String]? = nil, lengths: ClosedRange<Int>? = nil
  ) {
    self.path = path
    self.shape = shape
    self.isRequired = isRequired
    self.defaultValue = defaultValue
    self.isSecret = isSecret
    self.isCaseless = isCaseless
    self.isAssigned = isAssigned
    self.isForeign = isForeign
    self.dependencies = dependencies
    self.companions = companions
    self.together = together
    self.lengths = lengths
  }

  /// What is known of the member of that name; for what no structure has, that it is open.
  public func member(_ name: String) -> SchemaNode {
    switch shape {
    case .structure(let members): members[name] ?? .unknown
    case .policy: name == "Statement" ? .statements : .unknown
    case .list(_, let element): element.member(name)
    case .open, .scalar, .number, .boolean: .unknown
    }
  }

  /// What is known of an element, where this is a list.
  public var element: SchemaNode {
    switch shape {
    case .list(_, let element): element
    case .open, .scalar, .number, .boolean, .policy, .structure: .unknown
    }
  }

  /// What its elements are to each other. Of a list that no structure has, the order is taken to mean something, so that
  /// nothing in it is overlooked.
  public var list: ListSemantics {
    switch shape {
    case .list(let semantics, _): semantics
    case .open, .scalar, .number, .boolean, .policy, .structure: .ordered
    }
  }

  /// Whether it is a policy document.
  public var isPolicy: Bool { if case .policy = shape { true } else { false } }

  /// The policy in which a place below lies, or which it is; `nil` where it lies in none.
  public func policy(around place: DocumentPath) -> DocumentPath? {
    place.steps.indices.lazy.map { DocumentPath(Array(place.steps[...$0])) }.first { self[$0].isPolicy }
  }

  /// Whether it is a structure without members, which says by being there that something is on.
  public var isSwitch: Bool { if case .structure(let members) = shape { members.isEmpty } else { false } }

  /// A value as this holds it, where it was written as a text or as another plain value that can only mean one; `nil` where
  /// it is of another kind.
  public func fitted(_ value: JSONValue) -> JSONValue? {
    switch (shape, value) {
    case (.number, .integer), (.number, .number), (.boolean, .bool): return value
    case (.number, .string(let text)):
      guard text.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }), let number = Double(text), number.isFinite
      else { return nil }
      return Int(text).map(JSONValue.integer) ?? Int(exactly: number).map(JSONValue.integer) ?? .number(number)
    case (.boolean, .string("true")): return true
    case (.boolean, .string("false")): return false
    case (.scalar, .bool(let flag)): return .string(flag ? "true" : "false")
    case (.scalar, .integer), (.scalar, .number): return .string(JSONWriter().string(value))
    case (.number, _), (.boolean, _), (.scalar, .array), (.scalar, .object): return nil
    case (.scalar, _), (.open, _), (.policy, _), (.list, _), (.structure, _): return value
    }
  }

  /// A document in which each plain value is as its member holds it; those of another kind stay as they are.
  public func fittedWhole(_ value: JSONValue) -> JSONValue {
    switch (shape, value) {
    case (.structure, .object(let object)):
      .object(JSONObject(object.map { ($0.name, member($0.name).fittedWhole($0.value)) }))
    case (.list(_, let element), .array(let elements)): .array(elements.map(element.fittedWhole))
    default: fitted(value) ?? value
    }
  }

  /// Whether there is nothing in a value of it, as who says it means that.
  public func isEmpty(_ value: JSONValue, in emptiness: Emptiness) -> Bool {
    if isSwitch { return value.isNull }
    guard emptiness != .answers, case .structure = shape, let object = value.object else {
      return value.isEmpty(in: emptiness)
    }
    return object.allSatisfy { member($0.name).isEmpty($0.value, in: emptiness) }
  }

  /// The names of its members, sorted; none where only AWS knows them.
  public var names: [String] {
    if case .structure(let members) = shape { members.keys.sorted() } else { [] }
  }

  /// The members of its structure that AWS requires.
  public var requiredMembers: [String] {
    guard case .structure(let members) = shape else { return [] }
    return members.filter(\.value.isRequired).keys.sorted()
  }

  /// What no structure has.
  public static let unknown = SchemaNode(path: [], shape: .open)

  /// The statements of a policy document: a Sid tells one apart where it has one.
  private static let statements = SchemaNode(path: ["Statement"], shape: .list(.keyed(by: "Sid"), .unknown))
}

extension ResourceSchema {
  /// What is known of the resource itself and, in it, of each member.
  public var root: SchemaNode {
    compiled.withLock { root in
      if let root { return root }
      let made = node(structure: type.rawValue, at: [], within: [])
      root = made
      return made
    }
  }

  /// What is known of the member that names lead to, lists passed through.
  public subscript(path: [String]) -> SchemaNode { path.reduce(root) { $0.member($1) } }

  private func node(structure name: String, at path: [String], within outer: [String]) -> SchemaNode {
    let members = Structures.members(of: name).map { entry in
      let path = path + [entry.name]
      return (
        entry.name, node(entry.member.type, isRequired: entry.member.isRequired, at: path, within: outer + [name])
      )
    }
    return made(.structure(Dictionary(members) { first, _ in first }), at: path)
  }

  private func node(
    _ type: Substring, isRequired: Bool, at path: [String], within outer: [String]
  ) -> SchemaNode {
    let text = path.joined(separator: ".")
    if policies.contains(text) { return made(.policy, at: path, isRequired: isRequired) }
    if type.hasPrefix("[") {
      let element = Structures.Member(String(type.dropFirst().dropLast()))
      let inner = node(element.type, isRequired: false, at: path, within: outer)
      return made(.list(lists[text] ?? .ordered, inner), at: path, isRequired: isRequired)
    }
    let name = String(type)
    if Structures.has(name) {
      // A structure that holds itself is open from there on.
      if outer.contains(name) { return made(.open, at: path, isRequired: isRequired) }
      let inner = node(structure: name, at: path, within: outer)
      return made(inner.shape, at: path, isRequired: isRequired)
    }
    if type == "*" { return made(.open, at: path, isRequired: isRequired) }
    if type == "boolean" { return made(.boolean, at: path, isRequired: isRequired) }
    if type == "integer" || type == "number" { return made(.number, at: path, isRequired: isRequired) }
    let values = type.split(separator: "<").dropFirst().first.map { Structures.values(of: String($0.dropLast())) }
    return made(.scalar(values: values ?? []), at: path, isRequired: isRequired)
  }

  private func made(_ shape: SchemaNode.Shape, at path: [String], isRequired: Bool = false) -> SchemaNode {
    let text = path.joined(separator: ".")
    return SchemaNode(
      path: path, shape: shape, isRequired: isRequired, defaultValue: defaults[text], isSecret: secrets.contains(text),
      isCaseless: caseless.contains(text), isAssigned: assigned.contains(text),
      isForeign: parts.contains { $0.excluded.contains(text) }, dependencies: dependencies[text] ?? [],
      companions: companions[text] ?? [], together: together[text],
      lengths: lengths[text])
  }
}
