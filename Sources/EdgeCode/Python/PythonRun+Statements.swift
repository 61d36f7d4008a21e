import Python

extension PythonRun {
  func run(_ statements: [Statement], _ frame: PythonFrame) throws -> PythonFlow {
    for statement in statements {
      try step()
      offset = statement.offset
      let flow = try run(statement, frame)
      if case .normal = flow { continue }
      return flow
    }
    return .normal
  }

  private func run(_ statement: Statement, _ frame: PythonFrame) throws -> PythonFlow {
    switch statement.kind {
    case .expression(let value): try evaluate(dropping: value, frame)
    case .assignment(let targets, let value):
      let value = try evaluate(value, frame)
      for target in targets { try assign(target, value, frame) }
    case .augmentedAssignment(let target, let operation, let value): try augment(target, operation, value, frame)
    case .annotatedAssignment(let target, _, let value):
      if let value { try assign(target, try evaluate(value, frame), frame) }
    case .return(let value):
      let value = try value.map { try evaluate($0, frame) } ?? .none
      returned = PythonLocation(module: module, offset: statement.offset)
      returnedBy = frame.function?.name
      return .return(value)
    case .delete(let targets): for target in targets { try delete(target, frame) }
    case .pass, .typeAlias: break
    case .break: return .break
    case .continue: return .continue
    case .global(let names): frame.globals.formUnion(names)
    case .nonlocal(let names): frame.nonlocals.formUnion(names)
    case .raise(let value, _): try raise(value, frame)
    case .assert(let test, _):
      // What is asserted is taken to hold, unless it certainly does not.
      if try !isTrue(try evaluate(test, frame)) { throw exception("AssertionError") }
    case .import(let names):
      for name in names {
        let value = try importModule(name.name)
        if let alias = name.alias {
          frame.names[alias] = value
        } else {
          let root = String(name.name.prefix { $0 != "." })
          frame.names[root] = root == name.name ? value : try importRoot(root, name.name)
        }
      }
    case .importFrom(let level, let module, let names): try importFrom(absoluteName(module, level: level), names, frame)
    case .if(let branches, let otherwise):
      if joins, tries == 0 {
        if try joinsTexts(branches, otherwise, frame) { return .normal }
        if branches.count == 1, otherwise.isEmpty, try joinsHeaders(branches[0], frame) { return .normal }
      }
      let (wasIdle, known) = (isIdle, bound)
      isIdle = isIdle || Self.isIdle(branches, otherwise)
      defer {
        // What is learned on the one way that is followed need not hold behind it.
        if isIdle { bound = known }
        isIdle = wasIdle
      }
      for branch in branches where try isTrue(try evaluate(branch.test, frame)) { return try run(branch.body, frame) }
      return try run(otherwise, frame)
    case .while(let test, let body, let otherwise): return try loop(test, body, otherwise, frame)
    case .for(let loop): return try self.loop(loop, frame)
    case .try(let parts): return try run(parts, frame)
    case .with(let items, let body, let isAsync): return try with(items[...], body, frame, isAsync: isAsync)
    case .match(let subject, let cases):
      let value = try evaluate(subject, frame)
      for one in cases where try matches(value, one.pattern, frame) {
        if let test = one.guardTest, try !isTrue(try evaluate(test, frame)) { continue }
        return try run(one.body, frame)
      }
    case .function(let definition): try define(definition, frame)
    case .class(let definition): try define(definition, frame)
    }
    return .normal
  }

  /// The module that `import a.b` binds: `a`, which has `b` then.
  private func importRoot(_ root: String, _ name: String) throws -> PythonValue {
    guard package.path(of: root) != nil || !package.hasPackage(root) else { return .external("?package.\(root)") }
    return try importModule(root)
  }

  private func importFrom(_ module: String, _ names: [Statement.ImportedName]?, _ frame: PythonFrame) throws {
    guard let names else {
      if let object = object(try importModule(module)), case .module(let other) = object.kind {
        if let all = other.names["__all__"] {
          let listed = try elements(of: all)
          for case .string(let name) in listed.values.map(plain) { frame.names[name] = other.names[name] }
          frame.isOpen = frame.isOpen || listed.isOpen != nil
        } else {
          for (name, value) in other.names where !name.hasPrefix("_") { frame.names[name] = value }
        }
        frame.isOpen = frame.isOpen || other.isOpen
      } else {
        frame.isOpen = true
      }
      return
    }
    for name in names { frame.names[name.alias ?? name.name] = try importMember(name.name, of: module) }
  }

  // MARK: Targets

  func assign(_ target: Expression, _ value: PythonValue, _ frame: PythonFrame) throws {
    switch target.kind {
    case .name(let name): assign(name, value, frame)
    case .tuple(let targets), .list(let targets): try unpack(value, into: targets, frame)
    case .starred(let inner): try assign(inner, value, frame)
    case .chain(let base, let links):
      guard let last = links.last else { return }
      let owner = try evaluate(base, links.dropLast(), frame)
      offset = target.offset
      switch last.access {
      case .attribute(let name): try setAttribute(owner, name, value)
      case .item(let item): try setItem(owner, try evaluate(item, frame), value)
      case .call: break
      }
    default: break
    }
  }

  private func unpack(_ value: PythonValue, into targets: [Expression], _ frame: PythonFrame) throws {
    let star = targets.firstIndex { if case .starred = $0.kind { true } else { false } }
    let items = try elements(of: value)
    if items.isOpen == nil {
      let fits = star == nil ? items.values.count == targets.count : items.values.count >= targets.count - 1
      guard fits else { throw exception("ValueError") }
      for (index, target) in targets.enumerated() {
        if index == star {
          let last = items.values.count - (targets.count - 1 - index)
          try assign(target, list(Array(items.values[index..<last])), frame)
        } else {
          let place = star.map { index > $0 ? items.values.count - (targets.count - index) : index } ?? index
          try assign(target, items.values[place], frame)
        }
      }
      return
    }
    try mayRaise("ValueError")
    for (index, target) in targets.enumerated() {
      if index == star {
        try assign(target, list(items.values, isOpen: items.isOpen), frame)
      } else {
        try assign(target, items.values.count == 1 ? items.values[0] : symbol("\(key(value))[\(index)]"), frame)
      }
    }
  }

  private func augment(
    _ target: Expression, _ operation: BinaryOperator, _ value: Expression, _ frame: PythonFrame
  ) throws {
    let old = try evaluate(target, frame)
    let new = try evaluate(value, frame)
    // Lists grow in place.
    if let object = object(old), case .list = object.kind, operation == .add {
      let items = try elements(of: new)
      try extend(object, items)
      object.isChanged = true
      return
    }
    if let object = object(old), case .dictionary = object.kind, operation == .or {
      return try update(object, with: new)
    }
    try assign(target, try binary(operation, old, new), frame)
  }

  /// Puts elements at the end of a list.
  func extend(_ object: PythonObject, _ items: (values: [PythonValue], isOpen: Undecided?)) throws {
    steps += items.values.count / 16
    object.isOpen = object.isOpen ?? items.isOpen
    if object.elements.count + items.values.count < Self.maximumSize {
      var seen: Set<PythonValue> = []
      if case .set = object.kind { seen = Set(object.elements) }
      for value in items.values {
        if case .set = object.kind, isLiteral(value), !seen.insert(value).inserted { continue }
        object.elements.append(value)
      }
    } else {
      open(object, "the list is too long to follow")
    }
  }

  private func delete(_ target: Expression, _ frame: PythonFrame) throws {
    switch target.kind {
    case .name(let name): frame.names[name] = nil
    case .chain(let base, let links):
      guard let last = links.last else { return }
      let owner = try evaluate(base, links.dropLast(), frame)
      offset = target.offset
      switch last.access {
      case .attribute(let name): object(owner)?.names[name] = nil
      case .item(let item):
        let key = try evaluate(item, frame)
        guard let object = object(owner) else { return }
        if case .dictionary = object.kind {
          if try !remove(key, from: object) { throw exception("KeyError", [key]) }
        } else if try special("__delitem__", of: owner, [key]) == nil {
          open(object, "an element is taken away")
        }
      case .call: break
      }
    case .tuple(let targets), .list(let targets): for target in targets { try delete(target, frame) }
    default: break
    }
  }

  // MARK: Exceptions

  private func raise(_ value: Expression?, _ frame: PythonFrame) throws {
    guard let value else { throw PythonSignal.raised(frame.module.names["%raised"] ?? fresh()) }
    var raised = try evaluate(value, frame)
    switch raised {
    case .builtin, .external: raised = add(.instance(of: raised)).value
    case .object:
      if let object = object(raised), case .type = object.kind { raised = try call(raised, PythonArguments()) }
    default: break
    }
    throw PythonSignal.raised(raised)
  }

  private func run(_ parts: Statement.Try, _ frame: PythonFrame) throws -> PythonFlow {
    var flow = PythonFlow.normal
    do {
      do {
        tries += parts.handlers.isEmpty ? 0 : 1
        defer { tries -= parts.handlers.isEmpty ? 0 : 1 }
        flow = try run(parts.body, frame)
      } catch PythonSignal.raised(let raised) {
        if parts.handlers.contains(where: \.isGroup) {
          found.deedsUndecided.append(undecided("`except*` takes groups of exceptions apart"))
        }
        guard let handler = try parts.handlers.first(where: { try catches($0, raised, frame) }) else {
          throw PythonSignal.raised(raised)
        }
        if let name = handler.name { frame.names[name] = raised }
        let before = frame.module.names["%raised"]
        frame.module.names["%raised"] = raised
        defer { frame.module.names["%raised"] = before }
        flow = try run(handler.body, frame)
        return try finish(parts, flow, frame)
      }
      if case .normal = flow { flow = try run(parts.otherwise, frame) }
    } catch PythonSignal.raised(let raised) {
      let last = try run(parts.finally, frame)
      if case .normal = last { throw PythonSignal.raised(raised) }
      return last
    }
    return try finish(parts, flow, frame)
  }

  private func finish(_ parts: Statement.Try, _ flow: PythonFlow, _ frame: PythonFrame) throws -> PythonFlow {
    let last = try run(parts.finally, frame)
    if case .normal = last { return flow }
    return last
  }

  private func catches(
    _ handler: Statement.ExceptionHandler, _ raised: PythonValue, _ frame: PythonFrame
  ) throws -> Bool {
    guard let type = handler.type else { return true }
    return try isInstance(raised, of: try evaluate(type, frame))
  }

  private func with(
    _ items: ArraySlice<Statement.WithItem>, _ body: [Statement], _ frame: PythonFrame, isAsync: Bool
  ) throws -> PythonFlow {
    guard let item = items.first else { return try run(body, frame) }
    let context = try evaluate(item.context, frame)
    var value = context
    if case .contextManager(let function, let arguments)? = object(context)?.kind {
      // The body runs where the generator yields, so that the generator gets what the body raises.
      var flow: PythonFlow?
      let own = module
      try call(generator: function, arguments) { value in
        let other = self.module
        self.module = own
        defer { self.module = other }
        if let target = item.target { try self.assign(target, value, frame) }
        flow = .normal
        flow = try self.with(items.dropFirst(), body, frame, isAsync: isAsync)
      }
      guard let flow else { throw exception("RuntimeError") }
      return flow
    }
    if object(context) != nil {
      let enter = try attribute(context, isAsync ? "__aenter__" : "__enter__")
      value = awaited(try call(enter, PythonArguments()))
    }
    if let target = item.target { try assign(target, value, frame) }
    var suppresses = false
    if case .symbol(let index) = context { suppresses = symbols[index].path == "contextlib.suppress()" }
    guard suppresses || object(context) != nil else {
      return try with(items.dropFirst(), body, frame, isAsync: isAsync)
    }
    let flow: PythonFlow
    do {
      tries += 1
      defer { tries -= 1 }
      flow = try with(items.dropFirst(), body, frame, isAsync: isAsync)
    } catch PythonSignal.raised(let raised) {
      if suppresses { return .normal }
      // What `__exit__` gives says whether the exception goes on.
      let type = try call(.builtin("type"), PythonArguments(positional: [raised]))
      guard try isTrue(try exit(context, [type, raised, fresh()], isAsync: isAsync)) else {
        throw PythonSignal.raised(raised)
      }
      return .normal
    }
    if !suppresses { _ = try exit(context, [.none, .none, .none], isAsync: isAsync) }
    return flow
  }

  private func exit(_ context: PythonValue, _ arguments: [PythonValue], isAsync: Bool) throws -> PythonValue {
    let exit = try attribute(context, isAsync ? "__aexit__" : "__exit__")
    return awaited(try call(exit, PythonArguments(positional: arguments)))
  }

  // MARK: Loops

  private func loop(
    _ test: Expression, _ body: [Statement], _ otherwise: [Statement], _ frame: PythonFrame
  ) throws -> PythonFlow {
    var unknownRounds = 0
    while true {
      try step()
      let (before, state) = (choices.count, beforeRound())
      guard try isTrue(try evaluate(test, frame)) else { return try run(otherwise, frame) }
      let flow = try run(body, frame)
      switch flow {
      case .break: return .normal
      case .return: return flow
      case .normal, .continue: break
      }
      guard choices.count > before else { continue }
      unknownRounds += 1
      // One round, and one after any number of rounds, stand for all.
      if unknownRounds == 1 {
        widen(body, frame)
        widen(since: state)
      }
      if unknownRounds == 3 { throw PythonSignal.cut }
    }
  }

  private func loop(_ loop: Statement.Loop, _ frame: PythonFrame) throws -> PythonFlow {
    let iterable = try evaluate(loop.iterable, frame)
    if let next = try steps(over: iterable) {
      while let value = try next() {
        try step()
        try assign(loop.target, value, frame)
        switch try run(loop.body, frame) {
        case .break: return .normal
        case .return(let value): return .return(value)
        case .normal, .continue: break
        }
      }
      return try run(loop.otherwise, frame)
    }
    let items = try elements(of: iterable)
    let reason = items.isOpen ?? undecided("what is in it is not known")
    // No round, one round, or one after any number of rounds.
    let rounds = rounds(over: iterable)
    for round in 0..<rounds {
      if round == 1 { widen(loop.body, frame) }
      let value: PythonValue =
        items.values.isEmpty ? fresh() : another(items.values[items.values.count == 1 ? 0 : choose(items.values.count)])
      try assign(loop.target, value, frame)
      let first = objects.count
      let state = round == 0 && rounds == 2 ? beforeRound() : nil
      let changed = objects.map(\.isChanged)
      for object in objects { object.isChanged = false }
      let flow = try run(loop.body, frame)
      for (index, object) in objects.enumerated() {
        if index < first, object.isChanged, round == 0, rounds == 2, object.part == nil { open(object, reason.reason) }
        object.isChanged = object.isChanged || index < first && changed[index]
      }
      if let state { widen(since: state) }
      switch flow {
      case .break: return .normal
      case .return: return flow
      case .normal, .continue: break
      }
    }
    return try run(loop.otherwise, frame)
  }

  /// How many rounds are followed of those over something of which it is not known how much there is: of the same there are
  /// none each time, or some.
  private func rounds(over iterable: PythonValue) -> Int {
    guard case .symbol(let index) = resolved(iterable) else { return choose(3) }
    return filled.contains(index) || decide("gone over $\(index)") ? choose(2) + 1 : 0
  }

  /// After any number of rounds, a name that rounds assign may be anything.
  private func widen(_ body: [Statement], _ frame: PythonFrame) {
    for name in Self.assignedNames(body) where frame.names[name] != nil { assign(name, leftByLoop(), frame) }
  }

  /// What objects hold before a round, and how many names around functions had been assigned by them.
  private struct BeforeRound {
    let entries: [[PythonObject.Entry]]
    let names: [[String: PythonValue]]
    let outerNames: Int
  }

  private func beforeRound() -> BeforeRound {
    steps += objects.count / 16
    return BeforeRound(entries: objects.map(\.entries), names: objects.map(\.names), outerNames: outerNames.count)
  }

  /// What a round changes of objects, and of names around the functions that it calls, may be anything after any number of
  /// rounds, unless it is an object itself.
  private func widen(since before: BeforeRound) {
    for (index, names) in before.names.enumerated() where objects[index].part == nil {
      let (object, entries) = (objects[index], before.entries[index])
      let changed = object.names.filter { self.object($0.value) == nil && names[$0.key].map(key) != key($0.value) }
      for name in changed.keys.sorted() { object.names[name] = leftByLoop() }
      steps += object.names.count / 4
      // Most were not written to.
      if object.entries.isStored(with: entries) { continue }
      steps += object.entries.count / 4
      lazy var old = Dictionary(entries.map { (key($0.key), key($0.value)) }) { first, _ in first }
      for (place, entry) in object.entries.enumerated() where self.object(entry.value) == nil {
        // Most stand where they stood.
        if place < entries.count, entries[place].key == entry.key, entries[place].value == entry.value { continue }
        if old[key(entry.key)] != key(entry.value) { object.entries[place].value = leftByLoop() }
      }
    }
    for (frame, name) in outerNames[before.outerNames...] {
      if let value = frame.names[name], object(value) == nil { frame.names[name] = leftByLoop() }
    }
  }

  func open(_ object: PythonObject, _ reason: String) {
    object.isOpen = object.isOpen ?? undecided(reason)
    object.isChanged = true
  }

  /// The names that statements assign to.
  static func assignedNames(_ statements: [Statement]) -> Set<String> {
    var names: Set<String> = []
    func add(_ target: Expression) {
      switch target.kind {
      case .name(let name): names.insert(name)
      case .tuple(let targets), .list(let targets): targets.forEach(add)
      case .starred(let target): add(target)
      default: break
      }
    }
    for statement in statements {
      switch statement.kind {
      case .assignment(let targets, _): targets.forEach(add)
      case .augmentedAssignment(let target, _, _), .annotatedAssignment(let target, _, _): add(target)
      case .if(let branches, let otherwise):
        for branch in branches { names.formUnion(assignedNames(branch.body)) }
        names.formUnion(assignedNames(otherwise))
      case .while(_, let body, let otherwise): names.formUnion(assignedNames(body + otherwise))
      case .for(let loop):
        add(loop.target)
        names.formUnion(assignedNames(loop.body + loop.otherwise))
      case .try(let parts):
        names.formUnion(assignedNames(parts.body + parts.otherwise + parts.finally))
        for handler in parts.handlers { names.formUnion(assignedNames(handler.body)) }
      case .with(let items, let body, _):
        for item in items { item.target.map(add) }
        names.formUnion(assignedNames(body))
      case .match(_, let cases): for one in cases { names.formUnion(assignedNames(one.body)) }
      default: break
      }
    }
    return names
  }
}

extension Array {
  /// Whether this is another one that nobody has written to since it was copied: they have their elements in common.
  fileprivate func isStored(with other: [Element]) -> Bool {
    count == other.count
      && withUnsafeBufferPointer { own in other.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress } }
  }
}
