/// Functions of the code that are handed to something from outside, which runs them.
extension PythonRun {
  /// Decorators that give what they got, as far as calling it goes.
  static let watchers: Set<String> = [
    "functools.total_ordering", "functools.update_wrapper", "enum.unique", "enum.verify", "dataclasses.dataclass()",
    "functools.wraps", "functools.lru_cache", "functools.cache", "functools.singledispatch",
    "functools.singledispatchmethod", "typing_extensions.final", "typing_extensions.override", "asyncio.coroutine",
    "types.coroutine", "warnings.deprecated",
  ]

  /// What does nothing more with a function than to run it, now and then, with something of its own.
  private static let plainRunners = ["re.", "json.", "logging.", "signal.", "atexit."]

  /// Whether code of the handler may be run by whoever gets a value.
  func mayRun(_ value: PythonValue) -> Bool {
    guard let object = object(value) else { return false }
    switch object.kind {
    case .function, .method, .partial: return true
    case .native(let this, _): return self.object(this) != nil
    case .wrapper(_, let inner): return mayRun(inner)
    case .type: return hasFunctions(value)
    case .instance(let type): return hasFunctions(type)
    case .dictionary: return object.madeBy.map(hasFunctions) ?? false
    default: return false
    }
  }

  private func hasFunctions(_ type: PythonValue) -> Bool {
    // Of what is raised, nothing is run but what makes it and what says it.
    let order = (try? self.order(of: type)) ?? []
    if order.contains(.builtin("Exception")) { return false }
    return order.contains { base in
      object(base)?.names.contains { $0.key != "__init__" && runsCode($0.value) } ?? false
    }
  }

  /// Something from outside gets what it may run: on a way of its own it does so, with what is not known.
  func maybeRun(_ value: PythonValue, by path: String) throws {
    var isPlain = Self.plainRunners.contains(where: path.hasPrefix)
    if runsCode(value) {
      if decide("\(key(value)) is not run by \(path)") == false {
        do {
          _ = try call(value, PythonArguments(isOpen: true))
        } catch PythonSignal.raised {
          try mayRaise(nil)
        }
      }
    } else if !path.hasPrefix("logging.") {
      isPlain = false
    }
    if !isPlain { found.deedsUndecided.append(undecided("\(path) may run code of the handler")) }
  }

  /// Whether a class is one of those from outside that run what they are given at a time that is known.
  static func isRunner(_ type: PythonValue) -> Bool {
    [.external("contextlib.ExitStack"), .external("threading.Thread"), .external("concurrent.futures.Future")]
      .contains(type)
  }

  /// Calls what runs functions of the code, or keeps them to be run; nil for anything else.
  func callRunner(_ path: String, _ given: [PythonValue], _ arguments: PythonArguments) throws -> PythonValue? {
    func rest(_ count: Int) -> PythonArguments {
      PythonArguments(
        positional: Array(given.dropFirst(count)), keywords: arguments.keywords, isOpen: arguments.isOpen)
    }
    switch path {
    case "functools.partial": return given.first.map { add(.partial($0, rest(1))).value }
    case "functools.partialmethod":
      return given.first.map { add(.wrapper("partialmethod", add(.partial($0, rest(1))).value)).value }
    case "functools.cached_property": return given.first.map { add(.wrapper("cached_property", $0)).value }
    case "functools.reduce": return given.count > 1 ? try reduce(given) : nil
    case "contextlib.ExitStack", "contextlib.AsyncExitStack":
      return add(.instance(of: .external("contextlib.ExitStack"))).value
    case "threading.Thread", "threading.Timer", "multiprocessing.Process":
      let isTimer = path == "threading.Timer"
      guard let target = arguments.value(1, isTimer ? "function" : "target") else { return nil }
      var own = PythonArguments()
      if let list = arguments.value(isTimer ? 2 : 3, "args"), resolved(list) != .none {
        let items = try elements(of: list)
        (own.positional, own.isOpen) = (items.isOpen == nil ? items.values : [], items.isOpen != nil)
      }
      if let named = arguments.value(isTimer ? 3 : 4, "kwargs"), let object = object(named) {
        for entry in object.entries {
          if case .string(let name) = plain(entry.key) { own.keywords.append((name, entry.value)) }
        }
        own.isOpen = own.isOpen || object.isOpen != nil
      }
      let (value, object) = add(.instance(of: .external("threading.Thread")))
      object.elements = [add(.partial(target, own)).value]
      return value
    case "re.compile().sub", "re.compile().subn", "re.sub", "re.subn":
      let function = path.hasPrefix("re.compile") ? given.first : given.dropFirst().first
      guard let function, mayRun(function) else { return nil }
      if choose(2) == 0 { _ = try call(function, PythonArguments(positional: [fresh()])) }
      return path.hasSuffix("subn") ? fresh() : fresh(.text)
    default: break
    }
    guard path.contains("Executor("), let function = given.first, mayRun(function) else { return nil }
    if path.hasSuffix(".submit") {
      let (value, future) = add(.instance(of: .external("concurrent.futures.Future")))
      do {
        future.elements = [try call(function, rest(1))]
      } catch PythonSignal.raised(let raised) {
        future.names["raised"] = raised
      }
      return value
    }
    guard path.hasSuffix(".map") else { return nil }
    let lists = try given.dropFirst().map { try elements(of: $0) }
    let isOpen = lists.lazy.compactMap(\.isOpen).first
    let count = lists.map(\.values.count).min() ?? 0
    let values = try (0..<count).map { place in
      try call(function, PythonArguments(positional: lists.map { $0.values[place] }))
    }
    return list(values, isOpen: isOpen)
  }

  /// A method of what runs functions later.
  func callRunner(
    _ object: PythonObject, _ this: PythonValue, _ name: String, _ arguments: PythonArguments
  ) throws -> PythonValue {
    switch name {
    case "result":
      if let raised = object.names["raised"] { throw PythonSignal.raised(raised) }
      return object.elements.first ?? fresh()
    case "start", "run", "__exit__", "__aexit__", "close", "aclose":
      // What was put last on a stack is run first.
      for function in object.elements.reversed() { _ = try call(function, PythonArguments()) }
      object.elements = []
      return .bool(false)
    case "__enter__", "__aenter__": return this
    case "callback", "push", "push_async_callback":
      guard let function = arguments.positional.first else { return fresh() }
      let given = PythonArguments(
        positional: Array(arguments.positional.dropFirst()), keywords: arguments.keywords, isOpen: arguments.isOpen)
      object.elements.append(add(.partial(function, name == "push" ? PythonArguments(isOpen: true) : given)).value)
      return function
    case "add_done_callback":
      if let function = arguments.positional.first { _ = try call(function, PythonArguments(positional: [this])) }
      return .none
    case "enter_context", "enter_async_context":
      if arguments.positional.contains(where: { self.object($0) != nil }) {
        found.deedsUndecided.append(undecided("a context is entered that is left later"))
      }
      return fresh()
    default: return fresh()
    }
  }

  /// `functools.reduce`, of a function and a list.
  private func reduce(_ given: [PythonValue]) throws -> PythonValue {
    let items = try elements(of: given[1])
    var values = items.values
    if items.isOpen != nil {
      // Of a list that is not known, no round and one round stand for all.
      let start = given.count > 2 ? given[2] : fresh()
      guard choose(2) == 1 else { return start }
      let made = try call(given[0], PythonArguments(positional: [fresh(), values.last ?? fresh()]))
      found.deedsUndecided.append(undecided("a list is reduced that is not known"))
      return made
    }
    if given.count > 2 { values.insert(given[2], at: 0) }
    guard var result = values.first else { throw exception("TypeError") }
    for value in values.dropFirst() { result = try call(given[0], PythonArguments(positional: [result, value])) }
    return result
  }

  /// The elements of a list in the order that a key gives.
  func sorted(_ value: PythonValue, _ arguments: PythonArguments) throws -> PythonValue {
    let items = try elements(of: value)
    let function = arguments.keywords.first { $0.name == "key" }?.value ?? .none
    let keys = try items.values.map {
      resolved(function) == .none ? plain($0) : plain(try call(function, PythonArguments(positional: [$0])))
    }
    let reverse = arguments.keywords.first { $0.name == "reverse" }.map { resolved($0.value) } ?? .bool(false)
    guard items.isOpen == nil, case .bool(let isReversed) = reverse, let order = self.order(of: keys) else {
      return list(items.values, isOpen: items.isOpen ?? undecided("the order of the elements is not known"))
    }
    // Elements of one rank stay in their order, whichever way it goes.
    let places = isReversed ? Array(keys.indices.reversed()) : Array(keys.indices)
    var sorted = places.sorted { order[$0] < order[$1] }
    if isReversed { sorted.reverse() }
    return list(sorted.map { items.values[$0] })
  }

  /// The ranks of keys, where all are texts or all are numbers.
  func order(of keys: [PythonValue]) -> [Int]? {
    func ranks<Key: Hashable>(_ keys: [Key], _ precedes: (Key, Key) -> Bool) -> [Int] {
      let ordered = Set(keys).sorted(by: precedes)
      let ranks = Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
      return keys.map { ranks[$0, default: 0] }
    }
    // Tuples come in the order of what stands in them.
    let tuples = keys.compactMap { key -> [PythonValue]? in
      if let object = object(key), case .tuple = object.kind, object.isOpen == nil { object.elements } else { nil }
    }
    if !keys.isEmpty, tuples.count == keys.count, let width = tuples.first?.count, width > 0,
      tuples.allSatisfy({ $0.count == width })
    {
      var orders: [[Int]] = []
      for place in 0..<width {
        guard let order = order(of: tuples.map { plain($0[place]) }) else {
          // What comes behind makes no difference where what stands before is different.
          guard place > 0, Set(keys.indices.map { index in orders.map { $0[index] } }).count == keys.count else {
            return nil
          }
          break
        }
        orders.append(order)
      }
      return ranks(keys.indices.map { index in orders.map { $0[index] } }) { $0.lexicographicallyPrecedes($1) }
    }
    let numbers = keys.compactMap { number($0) }
    if numbers.count == keys.count { return ranks(numbers, <) }
    let texts = keys.compactMap { key -> [UInt32]? in
      if case .string(let text) = key { text.unicodeScalars.map(\.value) } else { nil }
    }
    return texts.count == keys.count ? ranks(texts) { $0.lexicographicallyPrecedes($1) } : nil
  }

  /// `min` and `max` by a key: the first of those with the least or greatest, or any of the values.
  func chosen(_ name: String, by function: PythonValue, of given: [PythonValue]) throws -> PythonValue {
    let items: (values: [PythonValue], isOpen: Undecided?) =
      given.count == 1 ? try elements(of: given[0]) : (given, nil)
    let keys = try items.values.map { plain(try call(function, PythonArguments(positional: [$0]))) }
    if items.isOpen == nil, let order = order(of: keys), let best = name == "min" ? order.min() : order.max(),
      let place = order.firstIndex(of: best)
    {
      return items.values[place]
    }
    guard items.isOpen == nil, !items.values.isEmpty, items.values.count <= 8 else { return fresh() }
    return items.values[choose(items.values.count)]
  }
}
