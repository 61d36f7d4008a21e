/// Classes: in which order names are looked for, and what those of the language's own types make.
extension PythonRun {
  /// What is called to get a member of an object.
  static let properties: Set<String> = ["property", "cached_property"]

  /// The class of an instance.
  func type(of object: PythonObject) -> PythonValue? {
    if case .instance(let type) = object.kind { type } else { nil }
  }

  /// The order in which a class and its bases are looked through; The Python Language Reference, "The standard type
  /// hierarchy": C3 linearization.
  func order(of type: PythonValue, depth: Int = 0) throws -> [PythonValue] {
    guard let object = object(type), case .type(let value) = object.kind else { return [type] }
    if let known = object.order { return known }
    guard depth < 32 else { throw PythonSignal.stopped(undecided("classes are derived too deeply to follow")) }
    var lists = try value.bases.map { try self.order(of: $0, depth: depth + 1) } + [value.bases]
    var order = [type]
    while true {
      lists.removeAll(where: \.isEmpty)
      for _ in lists { try step() }
      guard !lists.isEmpty else { break }
      let next = lists.lazy.compactMap(\.first).first { head in
        !lists.contains { $0.dropFirst().contains(head) }
      }
      guard let next else { throw exception("TypeError") }
      order.append(next)
      for index in lists.indices where lists[index].first == next { lists[index].removeFirst() }
    }
    object.order = order
    return order
  }

  /// What a class makes that is derived of a type of the language's own; nil for any other.
  func instantiate(ofBuiltin type: PythonValue, _ arguments: PythonArguments) throws -> PythonValue? {
    let order = try self.order(of: type)
    let names: Set<String> = ["dict", "str", "int", "float", "bytes", "list", "tuple", "set", "frozenset"]
    let bases = order.compactMap { base -> String? in
      if case .builtin(let name) = base, names.contains(name) { return name }
      return base == .external("collections.OrderedDict") ? "dict" : nil
    }
    guard let base = bases.first else { return nil }
    let hasFunctions = order.contains {
      self.object($0)?.names.values.contains { mayRun($0) || isProperty($0) } ?? false
    }
    guard base == "dict" else {
      guard hasFunctions else { return try call(.builtin(base), arguments) }
      found.deedsUndecided.append(undecided("what a class does that is derived of \(base) is not followed"))
      return fresh()
    }
    let (value, object) = add(.dictionary)
    object.madeBy = type
    if let method = typeMember(type, "__init__") {
      var given = arguments
      given.positional.insert(value, at: 0)
      _ = try call(method, given)
    } else {
      _ = try callMethod(value, "__init__", arguments)
    }
    object.isChanged = false
    return value
  }

  private func isProperty(_ value: PythonValue) -> Bool {
    if case .wrapper? = object(value)?.kind { true } else { false }
  }

  /// The `__dict__` of an object: what is set in it is an attribute.
  func attributes(of object: PythonObject, _ value: PythonValue, _ type: PythonValue) -> PythonValue {
    let view = object.attributes ?? add(.dictionary).value
    object.attributes = view
    guard let entries = self.object(view) else { return view }
    entries.attributesOf = value
    entries.isOpen = object.isOpen
    // What an object without `__init__` was made with is no attribute.
    let names = object.names.filter { $0.key != "args" || typeMember(type, "__init__") != nil }
    entries.entries = names.sorted { $0.key < $1.key }.map {
      PythonObject.Entry(key: .string($0.key), value: $0.value, place: here)
    }
    return view
  }

  /// Gives an object the attributes that were set in its `__dict__`.
  func share(_ attributes: PythonObject) {
    guard let owner = attributes.attributesOf.flatMap({ self.object($0) }) else { return }
    for entry in attributes.entries {
      if case .string(let name) = plain(entry.key) { owner.names[name] = entry.value }
    }
    owner.isOpen = owner.isOpen ?? attributes.isOpen
  }

  /// What `str` makes of a value.
  func string(of value: PythonValue) throws -> PythonValue {
    if let made = try special("__str__", of: value) ?? special("__repr__", of: value) { return made }
    if holdsRequest(value) { return ofRequest(fresh(.text)) }
    return text(of: value).map(PythonValue.string)
      ?? (isText(value) ? resolved(value) : symbol("str \(key(value))", .text))
  }
}
