import Python

extension PythonRun {
  // MARK: Attributes

  func attribute(_ value: PythonValue, _ name: String) throws -> PythonValue {
    let value = resolved(value)
    switch value {
    case .external(let path): return externalMember(path, name)
    case .symbol(let index):
      let owner = symbols[index]
      // A pattern gives None where it does not match.
      if tries > 0, Self.isMatch(owner.path), try !isTrue(value) { throw exception("AttributeError") }
      if owner.knownType == .text || owner.knownType == .bytes { return add(.native(of: value, name)).value }
      let member = symbol("$\(index).\(name)", path: owner.path.map { "\($0).\(name)" })
      if case .symbol(let own) = member {
        symbols[own].owner = index
        // That of a session without a region of its own is the one that the function happens to run in.
        if name == "region_name", owner.path?.hasSuffix("ession()") == true {
          symbols[own].region = owner.region ?? SDKClient.Region.none
        }
      }
      return member
    case .builtin(let type):
      if name == "__name__" { return type == "*" ? fresh(.text) : .string(type) }
      return add(.native(of: value, name)).value
    case .object(let index): return try attribute(objects[index], value, name)
    case .none where !name.hasPrefix("__"): throw exception("AttributeError")
    default: return add(.native(of: value, name)).value
    }
  }

  /// Whether a class is one of those that enumerations are made of.
  static func isEnumeration(_ base: PythonValue) -> Bool {
    guard case .external(let path) = base else { return false }
    return ["enum.Enum", "enum.IntEnum", "enum.StrEnum"].contains(path)
  }

  /// Whether it is what a regular expression gives, which may be None.
  private static func isMatch(_ path: String?) -> Bool {
    [".match()", ".search()", ".fullmatch()"].contains { path?.hasSuffix($0) == true }
  }

  private func attribute(_ object: PythonObject, _ value: PythonValue, _ name: String) throws -> PythonValue {
    switch object.kind {
    case .dictionary:
      guard let type = object.madeBy else { return add(.native(of: value, name)).value }
      return try attribute(ofInstance: object, value, type, name)
    case .list, .tuple, .set, .iterator: return add(.native(of: value, name)).value
    case .module(let frame) where name == "__dict__":
      return dictionary(frame.names.sorted { $0.key < $1.key }.map { (.string($0), $1) })
    case .module(let frame):
      if let member = frame.names[name] { return member }
      if let index = loaded.first(where: { $0.value == value })?.key {
        let path = package.modules[index].path
        if path.hasSuffix("/__init__.py") {
          let name = (package.packageName(of: path) + [name]).joined(separator: ".")
          if package.path(of: name) != nil { return try importModule(name) }
        }
      }
      if frame.isOpen { return symbol("open.\(name)", path: "?.\(name)") }
      throw exception("AttributeError")
    case .function(let function):
      if let member = object.names[name] { return member }
      return name == "__name__" ? .string(function.name) : fresh()
    case .type(let type):
      if let member = typeMember(value, name) {
        if let wrapped = self.object(member), case .wrapper(let kind, let inner) = wrapped.kind {
          return kind == "classmethod" ? add(.method(of: value, inner)).value : inner
        }
        return member
      }
      if name == "__name__" { return .string(type.name) }
      if name == "__members__" { return fresh() }
      if name == "_fields", isNamedTuple(value) {
        return list(type.fields.map { .string($0.name) }, isOpen: nil, .tuple)
      }
      return fresh()
    case .instance(let type): return try attribute(ofInstance: object, value, type, name)
    case .superclass(let this, let after):
      guard let owner = self.object(after), case .type = owner.kind else { return fresh() }
      let own = self.object(this).flatMap { $0.madeBy ?? type(of: $0) } ?? this
      var order = try self.order(of: own)
      if !order.contains(after) { order = try self.order(of: after) }
      for base in order.drop(while: { $0 != after }).dropFirst() {
        if let member = self.object(base)?.names[name] {
          if let wrapped = self.object(member), case .wrapper(let kind, let getter) = wrapped.kind,
            Self.properties.contains(kind)
          {
            return try call(getter, PythonArguments(positional: [this]))
          }
          return bind(member, to: this)
        }
      }
      return add(.native(of: this, name)).value
    case .method(_, let function): return try attribute(function, name)
    case .coroutine: return add(.native(of: value, name)).value
    case .native, .wrapper, .field, .contextManager, .partial: return fresh()
    }
  }

  private func attribute(
    ofInstance object: PythonObject, _ value: PythonValue, _ type: PythonValue, _ name: String
  ) throws -> PythonValue {
    if let member = object.names[name] { return member }
    if let member = typeMember(type, name) {
      if let wrapped = self.object(member), case .wrapper(let kind, let getter) = wrapped.kind,
        Self.properties.contains(kind)
      {
        let made = try call(getter, PythonArguments(positional: [value]))
        if kind == "cached_property" { object.names[name] = made }
        return made
      }
      return bind(member, to: value)
    }
    if name == "__class__" { return type }
    if name == "__dict__" { return attributes(of: object, value, type) }
    if case .dictionary = object.kind, typeMember(type, "__getattr__") == nil {
      return add(.native(of: value, name)).value
    }
    if Self.isRunner(type) || type == .external(Self.matchType) { return add(.native(of: value, name)).value }
    if let getter = typeMember(type, "__getattr__") {
      return try call(bind(getter, to: value), PythonArguments(positional: [.string(name)]))
    }
    if case .builtin = type { return add(.native(of: value, name)).value }
    if isOpen(type: type) { return symbol("\(key(value)).\(name)") }
    if object.isOpen != nil { return symbol("\(key(value)).\(name)") }
    if name.hasPrefix("_") { return add(.native(of: value, name)).value }
    throw exception("AttributeError")
  }

  /// Whether a class has a base that is not known.
  func isOpen(type: PythonValue) -> Bool {
    switch type {
    case .builtin: return true
    case .external(let path): return path != "enum.Enum" && path != "typing.NamedTuple"
    case .object:
      guard let object = object(type), case .type(let value) = object.kind else { return true }
      return value.bases.contains(where: isOpen)
    default: return true
    }
  }

  /// What a class or one of its bases has under a name.
  func typeMember(_ type: PythonValue, _ name: String) -> PythonValue? {
    guard let object = object(type), case .type = object.kind else { return nil }
    if let member = object.names[name] { return member }
    // Classes without an order are refused where they are defined.
    let order = (try? self.order(of: type)) ?? []
    return order.lazy.compactMap { self.object($0)?.names[name] }.first
  }

  /// What a method of the code gives by which a class does what the language's own types do, such as `__len__`; nil where
  /// the value is of no class that has it.
  func special(_ name: String, of value: PythonValue, _ arguments: [PythonValue] = []) throws -> PythonValue? {
    guard let object = object(value), let type = object.madeBy ?? type(of: object), let method = typeMember(type, name)
    else { return nil }
    return try call(bind(method, to: value), PythonArguments(positional: arguments))
  }

  func bind(_ member: PythonValue, to value: PythonValue) -> PythonValue {
    guard let object = object(member) else { return member }
    switch object.kind {
    case .function: return add(.method(of: value, member)).value
    // What the language's own types bring is a function of theirs, as `get = dict.get`.
    case .native(.builtin, _): return add(.method(of: value, member)).value
    case .wrapper("partialmethod", let inner):
      guard let made = self.object(inner), case .partial(let function, let given) = made.kind else { return fresh() }
      return add(.partial(function, PythonArguments(positional: [value]).with(given))).value
    case .wrapper("staticmethod", let inner): return inner
    case .wrapper("classmethod", let inner): return add(.method(of: value, inner)).value
    case .wrapper("contextmanager", let inner): return add(.wrapper("contextmanager", bind(inner, to: value))).value
    case .wrapper(_, let inner): return inner
    default: return member
    }
  }

  func setAttribute(_ owner: PythonValue, _ name: String, _ value: PythonValue) throws {
    if let object = object(owner) {
      if let type = object.madeBy ?? type(of: object), let setter = typeMember(type, "__setattr__") {
        _ = try call(bind(setter, to: owner), PythonArguments(positional: [.string(name), value]))
        return
      }
      object.names[name] = value
      object.isChanged = true
      if case .module(let frame) = object.kind { frame.names[name] = value }
    }
  }

  // MARK: Items

  func item(_ container: PythonValue, _ key: PythonValue) throws -> PythonValue {
    let (container, key) = (resolved(container), plain(key))
    guard let object = object(container) else {
      if case .builtin = container { return container }
      return try item(ofValue: container, key)
    }
    switch object.kind {
    case .dictionary:
      if let type = object.madeBy, let method = typeMember(type, "__getitem__") {
        return try call(bind(method, to: container), PythonArguments(positional: [key]))
      }
      return try entry(container, object, key)
    case .list, .tuple:
      if case .int(let index) = key {
        let place = index < 0 ? object.elements.count + index : index
        if object.elements.indices.contains(place), object.isOpen == nil || object.part != nil {
          return object.elements[place]
        }
        guard object.isOpen != nil else { throw exception("IndexError") }
        try mayRaise("IndexError")
        return object.elements.isEmpty ? fresh() : object.elements[choose(object.elements.count)]
      }
      if let slice = self.object(key) { return try self.slice(object, slice.elements) }
      try mayRaise("IndexError")
      return object.elements.isEmpty ? fresh() : object.elements[choose(object.elements.count)]
    case .type(let type) where !type.members.isEmpty:
      guard case .string(let name) = key else {
        try mayRaise("KeyError")
        return fresh()
      }
      guard type.members.contains(name), let member = object.names[name] else { throw exception("KeyError", [key]) }
      return member
    case .type: return container
    case .instance(.external(Self.matchType)): return try callMatch(object, "group", [key])
    case .instance(let type):
      if let values = fields(ofTuple: object)?.map(\.value), typeMember(type, "__getitem__") == nil {
        return try item(list(values, isOpen: nil, .tuple), key)
      }
      if let method = typeMember(type, "__getitem__") {
        return try call(bind(method, to: container), PythonArguments(positional: [key]))
      }
      return fresh()
    default: return fresh()
    }
  }

  /// What a dictionary has under a key, as `dict` says it.
  func entry(_ container: PythonValue, _ object: PythonObject, _ key: PythonValue) throws -> PythonValue {
    note(reading: key, of: object, tests: false)
    let missing = object.madeBy.flatMap { typeMember($0, "__missing__") }
    if let value = try member(key, of: object, isAsked: missing != nil) { return value }
    if missing == nil, let factory = object.names[Self.factory] {
      let value = try call(factory, PythonArguments())
      try set(key, value, in: object)
      return value
    }
    guard let missing else { throw exception("KeyError", [key]) }
    return try call(bind(missing, to: container), PythonArguments(positional: [key]))
  }

  private func item(ofValue container: PythonValue, _ key: PythonValue) throws -> PythonValue {
    switch container {
    case .none, .bool, .int, .float: throw exception("TypeError")
    default: break
    }
    if case .string(let text) = container {
      let characters = Array(text.unicodeScalars)
      if case .int(let index) = key {
        let place = index < 0 ? characters.count + index : index
        guard characters.indices.contains(place) else { throw exception("IndexError") }
        return .string(String(Character(characters[place])))
      }
      if let slice = object(key), case .instance(.builtin("slice")) = slice.kind,
        let range = Self.range(slice.elements, characters.count)
      {
        return .string(String(String.UnicodeScalarView(characters[range])))
      }
      if let slice = object(key), slice.elements == [.none, .none, .int(-1)] {
        return .string(String(String.UnicodeScalarView(characters.reversed())))
      }
    }
    if case .external(let path) = container {
      if path == "os.environ" { try mayRaise("KeyError") }
      let value = symbol("\(path)[\(self.key(key))]", path == "os.environ" ? .text : .any)
      return path == "os.environ" ? variable(value, key, isAsked: false) : value
    }
    if holdsRequest(container) { noteRequest("what is made of the request is looked at") }
    noteQueryContains(container, key)
    try mayRaise(nil)
    let isSlice = object(key) != nil
    return symbol(
      "\(self.key(container))[\(isSlice ? sliceKey(key) : self.key(key))]", isText(container) ? .text : .any)
  }

  private func sliceKey(_ key: PythonValue) -> String {
    object(key)?.elements.map { self.key($0) }.joined(separator: ":") ?? ""
  }

  /// The indices that a slice without a step means.
  private static func range(_ parts: [PythonValue], _ count: Int) -> Range<Int>? {
    func index(_ value: PythonValue, _ otherwise: Int) -> Int? {
      switch value {
      case .none: otherwise
      case .int(let index): min(max(index < 0 ? count + index : index, 0), count)
      default: nil
      }
    }
    guard parts.count == 3, [.none, .int(1)].contains(parts[2]), let first = index(parts[0], 0),
      let last = index(parts[1], count)
    else {
      return nil
    }
    return first..<max(first, last)
  }

  private func slice(_ object: PythonObject, _ parts: [PythonValue]) throws -> PythonValue {
    if object.isOpen == nil, let range = Self.range(parts, object.elements.count) {
      return list(Array(object.elements[range]), isOpen: nil, object.kind)
    }
    if object.isOpen == nil, parts == [.none, .none, .int(-1)] {
      return list(object.elements.reversed(), isOpen: nil, object.kind)
    }
    return list(object.elements, isOpen: undecided("the slice is not known"), object.kind)
  }

  func setItem(_ container: PythonValue, _ key: PythonValue, _ value: PythonValue) throws {
    let key = plain(key)
    if case .external("os.environ") = container {
      if case .string(let name) = key, ["AWS_REGION", "AWS_DEFAULT_REGION"].contains(name) {
        defaultRegion = region(of: value)
      }
      return
    }
    guard let object = object(container) else { return }
    object.isChanged = true
    switch object.kind {
    case .dictionary:
      if let type = object.madeBy, let method = typeMember(type, "__setitem__") {
        _ = try call(bind(method, to: container), PythonArguments(positional: [key, value]))
      } else {
        try set(key, value, in: object)
      }
    case .list:
      if case .int(let index) = key, object.isOpen == nil || object.part != nil {
        let place = index < 0 ? object.elements.count + index : index
        guard object.elements.indices.contains(place) else { throw exception("IndexError") }
        object.elements[place] = value
      } else {
        object.elements.append(value)
        open(object, "an element is set whose place is not known")
      }
    case .instance(let type):
      if let method = typeMember(type, "__setitem__") {
        _ = try call(bind(method, to: container), PythonArguments(positional: [key, value]))
      }
    default: break
    }
  }

  // MARK: Dictionaries

  /// The member of a dictionary, or nil. What is not known is chosen: which key a key equals, and whether an open
  /// dictionary has it; where the answer is not asked for, it is taken to be there unless that would be caught.
  func member(_ key: PythonValue, of object: PythonObject, isAsked: Bool = false) throws -> PythonValue? {
    let key = plain(key)
    if let place = object.place(of: key, plain) {
      if !object.entries[place].isOptional { return object.entries[place].value }
      if isIdle || choose(2) == 0 {
        if !isIdle { object.entries[place].isOptional = false }
        return object.entries[place].value
      }
      object.entries.remove(at: place)
    }
    if case .object = key {
      for entry in object.entries where try isEqual(entry.key, key) { return entry.value }
      return nil
    }
    if case .symbol = key {
      guard object.entries.count <= Self.maximumKeys else { return try oneOf(object, key) }
      for entry in object.entries where try isEqual(entry.key, key) { return entry.value }
    } else if object.hasSymbols, object.isOpen == nil {
      for entry in object.entries {
        if case .symbol = resolved(entry.key), try isEqual(entry.key, key) { return entry.value }
      }
    }
    guard !object.absent.contains(key) else { return nil }
    if let part = object.part, let optional = eventMember(part, key) {
      return chosen(key, of: object, isAsked: isAsked, optional)
    }
    guard object.isOpen != nil else { return nil }
    return chosen(key, of: object, isAsked: isAsked) { self.fresh() }
  }

  /// How many keys an unknown one is compared with.
  private static let maximumKeys = 24

  /// The member of a large dictionary under a key that is not known: any, or none.
  private func oneOf(_ object: PythonObject, _ key: PythonValue) throws -> PythonValue? {
    guard decide("\(self.key(key)) of \(ObjectIdentifier(object).hashValue)") else { return nil }
    let values = object.entries.map(\.value)
    if values.allSatisfy(isText) { return symbol("\(self.key(key)) of \(values.count) texts", .text) }
    if values.allSatisfy(isNumber) { return fresh(.number) }
    return fresh()
  }

  private func chosen(
    _ key: PythonValue, of object: PythonObject, isAsked: Bool, _ make: () -> PythonValue
  ) -> PythonValue? {
    // Where it makes no difference, it is there, and may be there or not when it is asked for again.
    if isIdle { return make() }
    if isAsked || tries > 0, choose(2) == 1 {
      object.absent.insert(key)
      return nil
    }
    let value = make()
    object.append(PythonObject.Entry(key: key, value: value, isByCode: false, place: here))
    return value
  }

  func set(_ key: PythonValue, _ value: PythonValue, in object: PythonObject) throws {
    let key = plain(key)
    object.isChanged = true
    object.absent.remove(key)
    object.deleted[key] = nil
    if case .string(let name) = key, let owner = object.attributesOf { self.object(owner)?.names[name] = value }
    let entry = PythonObject.Entry(key: key, value: value, place: here)
    if let place = object.place(of: key, plain) {
      object.replace(at: place, entry)
    } else {
      object.append(entry)
    }
  }

  /// Takes a key away; whether there was one.
  func remove(_ key: PythonValue, from object: PythonObject, isAsked: Bool = false) throws -> Bool {
    let key = plain(key)
    guard try member(key, of: object, isAsked: isAsked) != nil else { return false }
    object.isChanged = true
    let place = object.place(of: key, plain)
    let isOfEvent = place.map { !object.entries[$0].isByCode } ?? true
    if let place { object.entries.remove(at: place) }
    if case .string(let name) = key, let owner = object.attributesOf { self.object(owner)?.names[name] = nil }
    object.absent.insert(key)
    if isOfEvent || object.part != nil { object.deleted[key] = here }
    return true
  }

  /// Takes over the members of another dictionary, or of pairs.
  func update(_ object: PythonObject, with value: PythonValue) throws {
    object.isChanged = true
    defer { share(object) }
    guard let other = self.object(value) else {
      if resolved(value) != .none {
        object.isOpen = object.isOpen ?? undecided("members are copied that are not known")
      }
      return
    }
    guard case .dictionary = other.kind else {
      for pair in try elements(of: value).values {
        let parts = try elements(of: pair).values
        if parts.count == 2 { try set(parts[0], parts[1], in: object) }
      }
      object.isOpen = object.isOpen ?? other.isOpen
      return
    }
    steps += other.entries.count
    for entry in other.entries {
      if let place = object.place(of: plain(entry.key), plain) {
        object.replace(at: place, entry)
      } else {
        object.append(entry)
      }
    }
    object.isOpen = object.isOpen ?? other.isOpen
    if let part = other.part {
      object.part = object.part ?? part
      object.absent.formUnion(other.absent)
      object.deleted.merge(other.deleted) { $1 }
    }
  }

  // MARK: Elements

  /// What a value has in a row, as `for` sees it.
  func elements(of value: PythonValue) throws -> (values: [PythonValue], isOpen: Undecided?) {
    let value = resolved(value)
    switch value {
    case .string(let text): return (text.unicodeScalars.map { .string(String(Character($0))) }, nil)
    case .bytes(let bytes): return (bytes.map { .int(Int($0)) }, nil)
    case .object(let index):
      let object = objects[index]
      switch object.kind {
      case .iterator(let iterator): return try drain(iterator)
      case .list where object.viewed != nil && object.isOpen == nil:
        guard let next = try steps(over: value) else { return (object.elements, object.isOpen) }
        var values: [PythonValue] = []
        while let value = try next() { values.append(value) }
        return (values, nil)
      case .list, .tuple, .set: return (object.elements, object.isOpen)
      case .dictionary:
        var keys = object.entries.map(\.key)
        if object.isOpen != nil { keys.append(symbol("key of object\(index)", .text)) }
        return (keys, object.isOpen)
      case .instance(let type):
        if typeMember(type, "__next__") != nil, let next = try steps(over: value) {
          var values: [PythonValue] = []
          while let value = try next() {
            try step()
            values.append(value)
          }
          return (values, nil)
        }
        if let method = typeMember(type, "__iter__") {
          return try elements(of: try call(bind(method, to: value), PythonArguments()))
        }
        if let values = fields(ofTuple: object)?.map(\.value) { return (values, nil) }
      case .type(let type):
        if !type.members.isEmpty { return (type.members.compactMap { object.names[$0] }, nil) }
      default: break
      }
      return ([], undecided("what is in it is not known"))
    case .none, .bool, .int, .float: throw exception("TypeError")
    default:
      if isQuery(value) { noteQueryTakenApart() }
      let element = symbol("element of \(key(value))", isText(value) ? .text : .any)
      return ([element], undecided("what is in it is not known"))
    }
  }

  /// Whether a value is of a type, or of one of several.
  func isInstance(_ value: PythonValue, of type: PythonValue) throws -> Bool {
    let value = resolved(value)
    if let several = object(type), case .tuple = several.kind {
      for one in several.elements where try isInstance(value, of: one) { return true }
      return false
    }
    if let object = object(value) {
      if let own = object.madeBy, object.isList == false, try isSubtype(own, of: type) { return true }
      let name: String
      switch object.kind {
      case .list: name = "list"
      case .tuple: name = "tuple"
      case .set: name = "set"
      case .dictionary: name = "dict"
      case .iterator: name = "iterator"
      case .instance(let own): return try isSubtype(own, of: type)
      default: return choose(2) == 0
      }
      return try type == .builtin(name) || type == .builtin("object") || isAbstract(type, value)
    }
    let names: [String]
    switch value {
    case .none: names = ["NoneType"]
    case .bool: names = ["bool", "int"]
    case .int: names = ["int"]
    case .float: names = ["float"]
    case .string: names = ["str"]
    case .bytes: names = ["bytes"]
    case .symbol(let index):
      switch symbols[index].knownType {
      case .text: names = ["str"]
      case .bytes: names = ["bytes"]
      default: return decide("$\(index) is a \(key(type))")
      }
    default: return choose(2) == 0
    }
    if case .builtin(let name) = type { return names.contains(name) || name == "object" }
    return try isAbstract(type, value)
  }

  private func isAbstract(_ type: PythonValue, _ value: PythonValue) throws -> Bool {
    if case .external = type { return decide("\(key(value)) is a \(key(type))") }
    return false
  }

  func isSubtype(_ type: PythonValue, of other: PythonValue, depth: Int = 0) throws -> Bool {
    if type == other || other == .builtin("BaseException") || other == .builtin("object") { return true }
    if depth > 16 { return false }
    switch type {
    // What is not read raises no class of the code's own.
    case .builtin("*") where object(other) != nil: return false
    case .builtin("*"): return other == .builtin("Exception") || decide("raised\(offset) is a \(key(other))")
    case .builtin(let name):
      if case .builtin(let base) = other {
        if base == "IOError" || base == "EnvironmentError" { return try isSubtype(type, of: .builtin("OSError")) }
        guard let next = Self.exceptionBases[name], !next.isEmpty else { return false }
        return try isSubtype(.builtin(next), of: other, depth: depth + 1)
      }
      return false
    case .external, .symbol:
      if other == .builtin("Exception") { return true }
      return decide("\(key(type)) is a \(key(other))")
    case .object:
      guard let object = object(type), case .type(let value) = object.kind else { return false }
      for base in value.bases where try isSubtype(base, of: other, depth: depth + 1) { return true }
      return false
    default: return false
    }
  }
}
