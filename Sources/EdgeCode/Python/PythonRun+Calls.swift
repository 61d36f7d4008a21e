import Python

extension PythonRun {
  func call(_ callee: PythonValue, _ arguments: PythonArguments) throws -> PythonValue {
    try step()
    return try nested { try callItself(resolved(callee), arguments) }
  }

  private func callItself(_ callee: PythonValue, _ arguments: PythonArguments) throws -> PythonValue {
    switch callee {
    case .builtin(let name): return try callBuiltin(name, arguments)
    case .external(let path): return try callExternal(path, arguments)
    case .symbol(let index):
      let symbol = symbols[index]
      if let path = symbol.path { return try callExternal(path, arguments, of: callee) }
      try mayRaise(nil)
      // Code of ours that is handed to something unknown may be run by it.
      for value in arguments.positional + arguments.keywords.map(\.value) where mayRun(value) {
        throw PythonSignal.stopped(undecided("a function is called that is not known"))
      }
      noteRequest(in: arguments, of: nil, handedTo: "a function that is not known")
      let given = arguments.positional.map(key) + arguments.keywords.map { "\($0.name)=\(key($0.value))" }
      return self.symbol("\(key(callee))(\(given.joined(separator: ",")))")
    case .object(let index):
      let object = objects[index]
      switch object.kind {
      case .function(let function): return try call(function, arguments)
      case .method(let this, let function):
        var arguments = arguments
        arguments.positional.insert(this, at: 0)
        return try call(function, arguments)
      case .native(let this, let name): return try callMethod(this, name, arguments)
      case .partial(let function, let given): return try call(function, given.with(arguments))
      case .type(let type): return try instantiate(callee, type, arguments)
      case .instance(let type):
        if let method = typeMember(type, "__call__") {
          var arguments = arguments
          arguments.positional.insert(callee, at: 0)
          return try call(method, arguments)
        }
        return fresh()
      case .wrapper("contextmanager", let inner): return add(.contextManager(inner, arguments)).value
      case .wrapper(_, let inner): return try call(inner, arguments)
      default: return fresh()
      }
    default: throw exception("TypeError")
    }
  }

  func runsCode(_ value: PythonValue) -> Bool {
    guard let object = object(value) else { return false }
    switch object.kind {
    case .function, .method: return true
    default: return false
    }
  }

  // MARK: Functions of the code

  private func call(
    _ function: PythonFunction, _ arguments: PythonArguments, atYield: ((PythonValue) throws -> Void)? = nil
  ) throws -> PythonValue {
    let frame = PythonFrame(parent: function.frame)
    frame.function = function
    frame.atYield = atYield
    try bind(function, arguments, frame)
    func evaluateBody() throws -> PythonValue {
      let before = (module, offset)
      module = function.module
      defer { (module, offset) = before }
      switch function.body {
      case .expression(let value): return try evaluate(value, frame)
      case .statements(let statements):
        if case .return(let value) = try run(statements, frame) { return value } else { return .none }
      }
    }
    if function.isGenerator, atYield == nil {
      return generator(function, frame) { _ = try self.nested { try evaluateBody() } }
    }
    let result = try evaluateBody()
    return function.isAsync ? list([resolved(result)], isOpen: nil, .coroutine) : resolved(result)
  }

  /// Runs a generator, and does something else where it yields first.
  func call(
    generator: PythonValue, _ arguments: PythonArguments, atYield: @escaping (PythonValue) throws -> Void
  ) throws {
    switch object(generator)?.kind {
    case .function(let function): _ = try nested { try call(function, arguments, atYield: atYield) }
    case .method(let this, let function):
      var arguments = arguments
      arguments.positional.insert(this, at: 0)
      try call(generator: function, arguments, atYield: atYield)
    default: throw PythonSignal.stopped(undecided("this generator is not known"))
    }
  }

  private func bind(_ function: PythonFunction, _ arguments: PythonArguments, _ frame: PythonFrame) throws {
    let parameters = function.parameters
    var keywords = arguments.keywords
    for (index, parameter) in parameters.positional.enumerated() {
      if index < arguments.positional.count {
        frame.names[parameter.name] = arguments.positional[index]
      } else if let place = keywords.firstIndex(where: { $0.name == parameter.name }) {
        frame.names[parameter.name] = keywords.remove(at: place).value
      } else if arguments.isOpen {
        frame.names[parameter.name] = fresh()
      } else if let value = function.defaults[parameter.name] {
        frame.names[parameter.name] = value
      } else {
        throw exception("TypeError")
      }
    }
    let rest = Array(arguments.positional.dropFirst(parameters.positional.count))
    if let name = parameters.list?.name {
      frame.names[name] = list(rest, isOpen: arguments.isOpen ? undecided("it is not known") : nil, .tuple)
    } else if !rest.isEmpty {
      throw exception("TypeError")
    }
    for parameter in parameters.keywordOnly {
      if let place = keywords.firstIndex(where: { $0.name == parameter.name }) {
        frame.names[parameter.name] = keywords.remove(at: place).value
      } else if arguments.isOpen {
        frame.names[parameter.name] = fresh()
      } else if let value = function.defaults[parameter.name] {
        frame.names[parameter.name] = value
      } else {
        throw exception("TypeError")
      }
    }
    if let name = parameters.dictionary?.name {
      let value = dictionary(keywords.map { (.string($0.name), $0.value) })
      if arguments.isOpen { object(value)?.isOpen = undecided("the arguments are not known") }
      frame.names[name] = value
    } else if !keywords.isEmpty {
      throw exception("TypeError")
    }
  }

  // MARK: Classes of the code

  private func instantiate(
    _ value: PythonValue, _ type: PythonType, _ arguments: PythonArguments
  ) throws -> PythonValue {
    if type.bases.contains(where: { path($0).hasPrefix("enum.") }), let object = object(value) {
      for (_, member) in object.names.sorted(by: { $0.key < $1.key }) where isMember(member, of: value) {
        guard let own = self.object(member)?.names["value"], let given = arguments.positional.first else { continue }
        if try isEqual(own, given) { return member }
      }
      throw exception("ValueError")
    }
    if isDictionary(value) { return try callBuiltin("dict", arguments) }
    if let made = try instantiate(ofBuiltin: value, arguments) { return made }
    let (instance, object) = add(.instance(of: value))
    if let method = typeMember(value, "__init__") {
      var arguments = arguments
      arguments.positional.insert(instance, at: 0)
      _ = try call(method, arguments)
      return instance
    }
    if isData(value) {
      for (index, field) in type.fields.enumerated() {
        if let given = arguments.value(index, field.name) {
          object.names[field.name] = given
        } else if let otherwise = field.value, let wrapped = self.object(otherwise),
          case .field(let value, let factory) = wrapped.kind
        {
          object.names[field.name] = try factory.map { try call($0, PythonArguments()) } ?? value ?? fresh()
        } else if let otherwise = field.value {
          object.names[field.name] = otherwise
        } else {
          throw exception("TypeError")
        }
      }
      if let method = typeMember(value, "__post_init__") {
        _ = try call(method, PythonArguments(positional: [instance]))
      }
      return instance
    }
    object.names["args"] = list(arguments.positional, isOpen: nil, .tuple)
    return instance
  }

  /// Whether what a class makes is a dictionary and nothing more: a `TypedDict`, or of `dict` without functions.
  private func isDictionary(_ value: PythonValue, depth: Int = 0) -> Bool {
    guard depth < 8, let object = object(value), case .type(let type) = object.kind,
      !object.names.values.contains(where: { self.object($0) != nil })
    else { return false }
    return type.bases.contains { base in
      switch base {
      case .builtin("dict"): true
      case .external(let path): path == "typing.TypedDict" || path == "typing_extensions.TypedDict"
      default: isDictionary(base, depth: depth + 1)
      }
    }
  }

  private func isMember(_ value: PythonValue, of type: PythonValue) -> Bool {
    if let object = object(value), case .instance(let own) = object.kind { own == type } else { false }
  }

  private func isData(_ value: PythonValue) -> Bool {
    guard let object = object(value), case .type(let type) = object.kind else { return false }
    return type.isData || type.bases.contains(where: isData)
  }

  // MARK: Builtins

  private func callBuiltin(_ name: String, _ arguments: PythonArguments) throws -> PythonValue {
    if Self.exceptionBases[name] != nil {
      let (value, object) = add(.instance(of: .builtin(name)))
      object.names["args"] = list(arguments.positional, isOpen: nil, .tuple)
      return value
    }
    let first = arguments.positional.first.map(resolved)
    switch name {
    case "print":
      for value in arguments.positional where object(value) != nil { _ = try string(of: value) }
      return .none
    case "breakpoint", "id", "hash": return .none
    case "dict":
      if let parameters = dictionary(ofPairs: first) { return parameters }
      let (value, object) = add(.dictionary)
      if let first { try update(object, with: first) }
      for (name, value) in arguments.keywords { try set(.string(name), value, in: object) }
      if arguments.isOpen { open(object, "its members are not known") }
      object.isChanged = false
      return value
    case "sorted": return try sorted(first ?? .none, arguments)
    case "list", "tuple", "set", "frozenset", "iter", "reversed":
      var kind = PythonObject.Kind.list
      if name == "tuple" { kind = .tuple }
      if name == "set" || name == "frozenset" { kind = .set }
      guard let first else { return list([], isOpen: nil, kind) }
      if name == "iter" || name == "reversed" {
        if let made = try lazily(name, arguments) { return made }
        if arguments.positional.count > 1 { return fresh() }
      }
      let items = try elements(of: first)
      var values = items.values
      if name == "reversed" { values.reverse() }
      var isOpen = items.isOpen
      if values.count > 1, !["set", "frozenset"].contains(name), let object = object(first), case .set = object.kind {
        isOpen = isOpen ?? undecided("the order of a set is not known")
      }
      return list(values, isOpen: isOpen, kind)
    case "str":
      guard let first else { return .string("") }
      return try string(of: first)
    case "repr", "ascii":
      if let made = try first.flatMap({ try special("__repr__", of: $0) }) { return made }
      return (name == "repr" ? first.flatMap(representation) : nil).map { .string($0) } ?? fresh(.text)
    case "format":
      let format = arguments.positional.dropFirst().first.map(plain) ?? .string("")
      if let made = try first.flatMap({ try special("__format__", of: $0, [format]) }) { return made }
      if let first, object(first) == nil, case .string(let format) = format, let made = formatted(first, format, nil) {
        return .string(made)
      }
      return fresh(.text)
    case "hex", "oct", "bin":
      guard case .int(let number)? = first.map(plain), number >= 0 else { return fresh(.text) }
      let bases = ["hex": ("0x", 16), "oct": ("0o", 8), "bin": ("0b", 2)]
      return bases[name].map { .string($0.0 + String(number, radix: $0.1)) } ?? fresh(.text)
    case "chr":
      guard case .int(let number)? = first.map(plain), let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init)
      else { return fresh(.text) }
      return .string(String(scalar))
    case "ord":
      guard case .string(let text)? = first.map(plain), text.unicodeScalars.count == 1,
        let scalar = text.unicodeScalars.first
      else { return fresh(.number) }
      return .int(Int(scalar.value))
    case "input": return fresh(.text)
    case "vars":
      return try first.map { try attribute($0, "__dict__") } ?? fresh()
    case "bytes", "bytearray": return first.map { if case .bytes = $0 { $0 } else { fresh(.bytes) } } ?? .bytes([])
    case "int": return try integer(first ?? .int(0), arguments)
    case "float":
      if let first, let number = number(plain(first)) { return .float(number) }
      if case .string(let text)? = first {
        if let number = Self.number(text) { return .float(number) }
        // The words for what is no number, and digits that are grouped or of another script, are not followed.
        guard text.lowercased().contains("n") || text.contains("_") || text.utf8.contains(where: { $0 >= 0x80 }) else {
          throw exception("ValueError")
        }
      }
      if first == PythonValue.none { throw exception("TypeError") }
      try mayRaise("ValueError")
      return symbol("float \(first.map(key) ?? "")", .number)
    case "bool": return .bool(try first.map(isTrue) ?? false)
    case "len":
      if let first, let length = try special("__len__", of: first) { return length }
      return try length(first)
    case "abs", "round", "divmod", "pow", "sum", "min", "max": return try arithmetic(name, arguments)
    case "isinstance":
      guard arguments.positional.count == 2 else { return fresh(.truth) }
      return .bool(try isInstance(arguments.positional[0], of: arguments.positional[1]))
    case "issubclass":
      guard arguments.positional.count == 2 else { return fresh(.truth) }
      return .bool(try isSubtype(arguments.positional[0], of: arguments.positional[1]))
    case "callable": return first.flatMap(isCallable).map(PythonValue.bool) ?? fresh(.truth)
    case "type":
      if let first, let object = object(first), case .instance(let type) = object.kind { return type }
      if let type = first.flatMap({ object($0) })?.madeBy { return type }
      return arguments.positional.count == 1 ? first.flatMap(builtinType) ?? fresh() : fresh()
    case "super": return fresh()
    case "property", "staticmethod", "classmethod": return first.map { add(.wrapper(name, $0)).value } ?? fresh()
    case "getattr", "hasattr", "delattr": return try callAttribute(name, arguments)
    case "setattr":
      if let first, case .string(let member)? = arguments.positional.dropFirst().first, arguments.positional.count > 2 {
        try setAttribute(first, member, arguments.positional[2])
      }
      return .none
    case "all", "any":
      if let next = try steps(over: first ?? .none) {
        while let value = try next() {
          try step()
          if try isTrue(value) == (name == "any") { return .bool(name == "any") }
        }
        return .bool(name == "all")
      }
      let items = try elements(of: first ?? .none)
      if items.isOpen != nil { return fresh(.truth) }
      for value in items.values where try isTrue(value) == (name == "any") { return .bool(name == "any") }
      return .bool(name == "all")
    case "enumerate", "zip", "range", "map", "filter", "next": return try iterate(name, arguments)
    case "open":
      try mayRaise("FileNotFoundError")
      let mode = arguments.value(1, "mode").map(plain) ?? .string("r")
      if case .string(let mode) = mode, !mode.contains("b") { return fresh(path: "open()") }
      return fresh(path: "open().binary")
    case "object": return add(.instance(of: .builtin("object"))).value
    case "eval", "exec", "compile", "__import__":
      throw PythonSignal.stopped(undecided("code is made while it runs"))
    default: return fresh()
    }
  }

  private func integer(_ value: PythonValue, _ arguments: PythonArguments) throws -> PythonValue {
    switch plain(value) {
    case .int(let number): return .int(number)
    case .bool(let truth): return .int(truth ? 1 : 0)
    case .float(let number) where abs(number) < 1e15: return .int(Int(number))
    case .string(let text)
    where arguments.positional.count == 2 && Self.integer(text, plain(arguments.positional[1])) != nil:
      return .int(Self.integer(text, plain(arguments.positional[1])) ?? 0)
    case .string(let text) where arguments.positional.count < 2:
      let digits = text.trimmed(of: .pythonSpace)
      if let number = Int(digits) { return .int(number) }
      // Great numbers, and digits that are grouped or of another script, are not followed.
      let isPlain = digits.utf8.allSatisfy { $0 < 0x80 && $0 != 0x5F }
      guard isPlain, digits.utf8.count < 19 else {
        try mayRaise("ValueError")
        return fresh(.number)
      }
      throw exception("ValueError")
    case .none: throw exception("TypeError")
    case let other:
      try mayRaise("ValueError")
      return symbol("int \(key(other))", .number)
    }
  }

  /// The number that is written in a text with digits, a point and an exponent; nil for anything else.
  private static func number(_ text: String) -> Double? {
    let digits = text.trimmed(of: .pythonSpace)
    return digits.utf8.allSatisfy("+-.0123456789eE".utf8.contains) ? Double(digits) : nil
  }

  /// The number that digits in another base than ten mean; nil where that is not followed.
  private static func integer(_ text: String, _ base: PythonValue) -> Int? {
    guard case .int(let base) = base, (2...36).contains(base), text.utf8.count < 12 else { return nil }
    let prefixes = [16: "0x", 8: "0o", 2: "0b"]
    let lowered = text.lowercased()
    let hasPrefix = prefixes[base].map(lowered.hasPrefix) == true
    return Int(hasPrefix ? String(lowered.dropFirst(2)) : lowered, radix: base)
  }

  /// Whether a value can be called; nil where that is not known.
  private func isCallable(_ value: PythonValue) -> Bool? {
    switch resolved(value) {
    case .builtin(let name): return name != "Ellipsis" && name != "NotImplemented"
    case .symbol, .external: return nil
    case .object(let index):
      switch objects[index].kind {
      case .function, .method, .native, .partial, .type: return true
      case .instance(let type): return isOpen(type: type) ? nil : typeMember(type, "__call__") != nil
      case .list, .tuple, .set, .dictionary, .module: return false
      default: return nil
      }
    default: return false
    }
  }

  /// The type of a value of one of the language's own types.
  private func builtinType(of value: PythonValue) -> PythonValue? {
    switch resolved(value) {
    case .bool: return .builtin("bool")
    case .int: return .builtin("int")
    case .float: return .builtin("float")
    case .string: return .builtin("str")
    case .bytes: return .builtin("bytes")
    case .object(let index):
      switch objects[index].kind {
      case .list: return .builtin("list")
      case .tuple: return .builtin("tuple")
      case .dictionary: return objects[index].names[Self.factory] == nil ? .builtin("dict") : nil
      default: return nil
      }
    default: return nil
    }
  }

  private func length(_ value: PythonValue?) throws -> PythonValue {
    switch value {
    case .string(let text): return .int(text.unicodeScalars.count)
    case .bytes(let bytes): return .int(bytes.count)
    case .object(let index):
      let object = objects[index]
      if let viewed = object.viewed { return try length(viewed) }
      guard object.isOpen == nil else { return symbol("len object\(index) \(object.elements.count)", .number) }
      switch object.kind {
      case .dictionary: return .int(object.entries.count)
      case .list, .tuple: return .int(object.elements.count)
      case .iterator: throw exception("TypeError")
      case .set where object.elements.allSatisfy(isLiteral): return .int(object.elements.count)
      case .instance where fields(ofTuple: object) != nil: return .int(fields(ofTuple: object)?.count ?? 0)
      default: return symbol("len object\(index)", .number)
      }
    case .some(.none), .int, .float, .bool: throw exception("TypeError")
    case let other?:
      let length = symbol("len \(key(other))", .number)
      if case .symbol(let list) = other, filled.contains(list), case .symbol(let index) = length {
        positive.insert(index)
      }
      return length
    case nil: return fresh(.number)
    }
  }

  private func arithmetic(_ name: String, _ arguments: PythonArguments) throws -> PythonValue {
    var values = arguments.positional
    if let function = arguments.keywords.first(where: { $0.name == "key" })?.value, function != .none {
      return try chosen(name, by: function, of: values)
    }
    if values.count == 1, name == "min" || name == "max" || name == "sum" {
      let items = try elements(of: values[0])
      let isOfNothing = items.values.isEmpty && name != "sum" && !arguments.keywords.contains { $0.name == "default" }
      guard items.isOpen == nil else {
        if isOfNothing { try mayRaise("ValueError") }
        return fresh()
      }
      if isOfNothing { throw exception("ValueError") }
      values = items.values
    }
    let numbers = values.compactMap { if case .int(let number) = plain($0) { number } else { nil as Int? } }
    if name == "min" || name == "max", numbers.count < values.count, let order = order(of: values.map(plain)) {
      let best = name == "min" ? order.min() : order.max()
      if let place = order.firstIndex(where: { $0 == best }) { return values[place] }
    }
    if name == "round", values.count == 1, case .float(let number) = plain(values[0]), abs(number) < 1e15 {
      return .int(Int(number.rounded(.toNearestOrEven)))
    }
    guard numbers.count == values.count, let first = numbers.first else { return fresh() }
    switch name {
    case "abs" where first != .min: return .int(abs(first))
    case "round" where values.count == 1: return .int(first)
    case "pow" where values.count == 2: return try binary(.power, values[0], values[1])
    case "divmod" where values.count == 2:
      let parts = [try binary(.floorDivide, values[0], values[1]), try binary(.remainder, values[0], values[1])]
      return list(parts, isOpen: nil, .tuple)
    case "min": return .int(numbers.min() ?? first)
    case "max": return .int(numbers.max() ?? first)
    case "sum" where numbers.allSatisfy { abs($0) < 1 << 40 } && numbers.count < 1 << 20:
      return .int(numbers.reduce(0, +))
    default: return fresh(.number)
    }
  }

  private func iterate(_ name: String, _ arguments: PythonArguments) throws -> PythonValue {
    let given = arguments.positional
    if name == "next", let first = given.first,
      let value = try next(of: first, otherwise: given.count > 1 ? given[1] : nil)
    {
      return value
    }
    if let made = try lazily(name, arguments) { return made }
    switch name {
    case "range":
      let numbers = given.compactMap { if case .int(let number) = plain($0) { number } else { nil as Int? } }
      guard numbers.count == given.count, !numbers.isEmpty else {
        return list([fresh(.number)], isOpen: undecided("the range is not known"))
      }
      let (first, last) = numbers.count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1])
      let step = numbers.count > 2 ? numbers[2] : 1
      guard step != 0, abs(first) < 1 << 40, abs(last) < 1 << 40, abs(step) < 1 << 40 else { return fresh() }
      guard (last - first) / step < 5000 else { return list([fresh(.number)], isOpen: undecided("the range is long")) }
      return list(stride(from: first, to: last, by: step).map { .int($0) })
    case "enumerate":
      let items = try elements(of: given.first ?? .none)
      let start = arguments.value(1, "start").map(plain) ?? .int(0)
      let values = items.values.enumerated().map { index, value in
        var place = fresh(.number)
        if items.isOpen == nil, case .int(let start) = start { place = .int(start + index) }
        return list([place, value], isOpen: nil, .tuple)
      }
      return list(values, isOpen: items.isOpen)
    case "zip":
      let lists = try given.map { try elements(of: $0) }
      let count = lists.map(\.values.count).min() ?? 0
      let values = (0..<count).map { index in list(lists.map { $0.values[index] }, isOpen: nil, .tuple) }
      return list(values, isOpen: lists.lazy.compactMap(\.isOpen).first)
    case "map":
      guard given.count < 3 else { return list([fresh()], isOpen: undecided("several lists are gone over at once")) }
      let items = try elements(of: given.count > 1 ? given[1] : .none)
      let values = try items.values.map { try call(given[0], PythonArguments(positional: [$0])) }
      return list(values, isOpen: items.isOpen)
    case "filter":
      let items = try elements(of: given.count > 1 ? given[1] : .none)
      let values = try items.values.filter { value in
        if given[0] == .none { return try isTrue(value) }
        return try isTrue(try call(given[0], PythonArguments(positional: [value])))
      }
      return list(values, isOpen: items.isOpen)
    default:
      // `next`
      guard let first = given.first else { return fresh() }
      let items = try elements(of: first)
      let otherwise = given.count > 1 ? given[1] : nil
      if items.isOpen == nil {
        if let value = items.values.first {
          object(first).map { _ = $0.elements.removeFirst() }
          return value
        }
        if let otherwise { return otherwise }
        throw exception("StopIteration")
      }
      if items.values.isEmpty || choose(2) == 1 {
        if let otherwise { return otherwise }
        throw exception("StopIteration")
      }
      return items.values[items.values.count == 1 ? 0 : choose(items.values.count)]
    }
  }
}
