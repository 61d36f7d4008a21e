import ECMAScript

extension Evaluator {
  // MARK: Functions

  /// The value of a function expression or declaration.
  func closure(_ node: Node) -> Value {
    .object(
      heap.add(
        HeapObject(
          kind: .function(Closure(module: module, function: node.a, frame: frame, context: context)),
          place: SourceOffset(module: module, offset: node.start))))
  }

  /// The value of a method, whose `super` is the prototype of an object.
  func method(_ index: Int32, home: ObjectID) -> ObjectID {
    let node = node(index)
    var closure = Closure(module: module, function: node.a, frame: frame, context: context)
    closure.home = home
    return heap.add(
      HeapObject(kind: .function(closure), place: SourceOffset(module: module, offset: node.start)))
  }

  /// Calls a value with arguments; where it may be several functions, each is called.
  func call(_ callee: Value, this: Value, _ arguments: [Value], isExact: Bool = true) -> Value {
    guard step(), !isDead else { return .undefined }
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumNesting {
      noteGap("calls are nested deeper than is followed")
      return .unknown(reason("calls are nested deeper than is followed"))
    }
    if case .status(let index)? = callee.atoms.first(where: \.isStatus) {
      return call(statusTables[Int(index)], callee, this: this, arguments, isExact: isExact)
    }
    let functions = callee.atoms.filter { !$0.isNullish }
    if !functions.isEmpty, functions.count < callee.atoms.count { noteRisk() }
    if functions.count > 1 {
      return branch(on: functions) { self.call(Value($0), this: this, arguments, isExact: isExact) }
    }
    guard let function = functions.first else {
      // It throws.
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
    switch function {
    case .object(let id): return call(id, this: this, arguments, isExact: isExact)
    case .unknown(let reason):
      noteRisk()
      let what = unread(reason)
      for argument in arguments { escape(argument, to: what) }
      if case .object? = this.only { escape(this, to: what) }
      return .unknown(what)
    default:
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
  }

  /// Calls what a table has for the origin's status, and notes for which statuses something is done by that.
  private func call(
    _ table: [Atom], _ callee: Value, this: Value, _ arguments: [Value], isExact: Bool
  ) -> Value {
    let others = Set(zip(Self.statuses, table).lazy.filter { (200..<400).contains($0.0) }.map(\.1))
    let functions = expand(callee).atoms.filter { !$0.isNullish }
    return branch(on: functions) { [self] function in
      heap.watchObjects()
      let known = (heap.watchedWrites, results.count, resultsUndecided.count)
      let value = call(Value(function), this: this, arguments, isExact: isExact)
      let isIdle =
        heap.watchedWrites == known.0 && results.count == known.1 && resultsUndecided.count == known.2
        && value.isUndefined
      let statuses = zip(Self.statuses, table).filter { $0.0 >= 400 && $0.1 == function }.map(\.0)
      if !isIdle, !statuses.isEmpty, !others.contains(function) {
        awaited.append(Found(AwaitedStatus(statuses), at: place(here)))
      }
      return value
    }
  }

  /// The reason that a call of something unknown gives.
  private func unread(_ reason: Reason) -> Reason {
    let known = text(of: reason)
    let prefix = "a function is called that is not read: "
    return known.hasPrefix(prefix) ? reason : self.reason(prefix + known)
  }

  private func call(_ id: ObjectID, this: Value, _ arguments: [Value], isExact: Bool) -> Value {
    switch heap.objects[Int(id)].kind {
    case .function(let closure):
      if arguments.count == 2, isGeneratorHelper(closure), case .object(let machine)? = arguments[1].only,
        case .function(let body) = heap[machine].kind
      {
        return makeMachine(body, this: arguments[0])
      }
      if let generator = regenerated(closure, arguments) { return generator }
      if let object = spread(by: closure, arguments) ?? read(by: closure, arguments) { return object }
      if standsForSDK(closure, arguments) { return .undefined }
      if runsGeneratorForPromise(arguments) { return .undefined }
      if arguments.count == 1, isKnown(.nativeSuper, closure) { return arguments[0] }
      if let generator = asyncGenerator(by: closure, arguments) { return generator }
      if let value = callReplaced(closure, id: id, this: this, arguments, isExact: isExact) { return value }
      return callFunction(closure, id: id, this: this, arguments, isExact: isExact)
    case .bound(let target, let boundThis, let bound):
      return call(target, this: boundThis, bound + arguments, isExact: isExact)
    case .native(let path): return callNative(path, this: this, arguments, isExact: isExact)
    case .external(let path): return callExternal(path, this: this, arguments)
    case .settler(let promise, let rejects):
      settle(byExecutor: promise, with: arguments.first ?? .undefined, rejects: rejects)
      return .undefined
    case .callback:
      noteCallback(arguments)
      return .undefined
    case .require(let from):
      guard let name = arguments.first?.string else {
        return .unknown(reason("the name of this module is not known"))
      }
      let outer = module
      module = from
      defer { module = outer }
      return importModule(name, asNamespace: false)
    case .class:
      throwValue(.object(makeObject(.error)))
      return .undefined
    case .error where heap[id].isOpen == nil:
      throwValue(.object(makeObject(.error)))
      return .undefined
    default:
      let what = reason("a function is called that is not read")
      if let open = heap[id].isOpen {
        for argument in arguments { escape(argument, to: open) }
        return .unknown(open)
      }
      if case .event = heap[id].kind { return .unknown(what) }
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
  }

  /// Calls a function of the code.
  func callFunction(
    _ closure: Closure, id: ObjectID, this: Value, _ arguments: [Value], isExact: Bool = true,
    newTarget: Value = .undefined, isHandler: Bool = false
  ) -> Value {
    if closure.module == webModule, !this.rest.isEmpty {
      return branch(on: this.atoms.filter { !$0.isNullish }) {
        self.callFunction(closure, id: id, this: Value($0), arguments, isExact: isExact, newTarget: newTarget)
      }
    }
    let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
    if function.isGenerator {
      contexts.append(CallContext(this: this, arguments: arguments, isExact: isExact, function: closure))
      return .object(makeObject(.generator(closure, context: Int32(contexts.count - 1), frame: closure.frame)))
    }
    var own = context
    if !function.isArrow {
      contexts.append(
        CallContext(this: this, arguments: arguments, isExact: isExact, function: closure, newTarget: newTarget))
      own = Int32(contexts.count - 1)
    } else {
      own = closure.context
    }
    return run(closure, id: id, context: own, arguments, isExact: isExact, isHandler: isHandler)
  }

  /// Evaluates the body of a function.
  func run(
    _ closure: Closure, id: ObjectID, context own: Int32, _ arguments: [Value], isExact: Bool, isHandler: Bool
  ) -> Value {
    let program = modules[Int(closure.module)].program
    let function = program.functions[Int(closure.function)]
    if callDepth >= Self.maximumCalls || nesting > Self.maximumNesting {
      noteGap("calls are nested deeper than is followed")
      let what = reason("calls are nested deeper than is followed")
      for argument in arguments { escape(argument, to: what, depth: 4) }
      return .unknown(what)
    }
    let outer = (module, frame, context, offset, stepLimit)
    callDepth += 1
    nesting += 1
    // A call gets most of the steps that are left, so that one that takes them all does not end everything.
    let left = stepLimit - steps
    if left > 2000 { stepLimit = steps + left - left / 4 }
    defer {
      callDepth -= 1
      nesting -= 1
      (module, frame, context, offset, stepLimit) = outer
    }
    if closure.module == webModule, module != webModule { webCaller = here }
    module = closure.module
    frame = closure.frame
    context = own
    let targetCount = targets.count
    let risks = mayThrow
    let start = function.isAsync ? heap.mark() : nil
    let target = push(.function)
    targets[target].isHandler = isHandler
    targets[target].isAsync = function.isAsync
    (targets[target].cells, targets[target].objects) = heap.size
    let work = beginLateWork()
    enterScope(function.scope)
    if function.binding >= 0, let binding = Optional(node(function.binding).b), binding >= 0,
      program.bindings[Int(binding)].kind == .ownName, let cell = cell(of: binding)
    {
      heap[cell: cell] = .object(id)
    }
    makeArguments(for: closure, context: own, arguments, isExact: isExact)
    bind(program.list(function.parameters), arguments, isExact: isExact)
    var value: Value?
    if function.isExpressionBody, [.conditional, .sequence].contains(node(function.body).kind) {
      executeReturn(function.body, at: node(function.body).start)
    } else if function.isExpressionBody {
      let result = evaluate(function.body)
      if !isDead {
        value = result
        if isHandler {
          offset = node(function.body).start
          noteReturned(result)
        }
      }
    } else {
      let statements = program.list(node(function.body))
      hoist(statements)
      execute(statements)
    }
    if isExhausted, steps <= outer.4 {
      // The steps of this call ran out, not those of the calls around it.
      isExhausted = false
      module = outer.0
      offset = outer.3
      noteGap("a call takes more steps than are followed")
      let what = reason("a call takes more steps than are followed")
      while targets.count > targetCount { _ = pop() }
      if let start { heap.close(start) }
      endLateWork(since: work, of: nil)
      isDead = false
      return .unknown(what)
    }
    let error = targets[target].error
    let (values, fellThrough) = pop()
    if fellThrough, value == nil {
      value = .undefined
      if isHandler {
        offset = function.end
        noteReturned(.undefined, atEndOf: function)
      }
    }
    var result = value
    for other in values { result = result?.joined(other) ?? other }
    if let start {
      let isSettled = !isDead
      isDead = false
      // What may throw in it is thrown where it is awaited.
      let other = mayThrow > risks || (error == nil && !isSettled) ? Value.object(makeObject(.error)) : nil
      mayThrow = risks
      let failure = error.map { error in other.map { error.joined($0) } ?? error } ?? other
      let originals = failure == nil ? nil : heap.originals(since: start)
      heap.close(start)
      let promise = makePromise(isSettled ? result : nil, error: failure)
      if case .object(let id)? = promise.only {
        if let originals { noteUndone(originals, before: id) }
        endLateWork(since: work, of: isHandler ? nil : id)
      }
      return promise
    }
    endLateWork(since: work, of: nil)
    return result ?? .undefined
  }

  /// Binds parameters.
  func bind(_ parameters: ArraySlice<Int32>, _ arguments: [Value], isExact: Bool) {
    for (place, parameter) in parameters.enumerated() {
      if isDead { return }
      let node = node(parameter)
      if node.kind == .rest {
        assign(node.a, makeArray(isExact ? Array(arguments.dropFirst(place)) : arguments, isExact: isExact))
      } else if isExact {
        assign(parameter, place < arguments.count ? arguments[place] : .undefined)
      } else {
        assign(parameter, arguments.reduce(.undefined) { $0.joined($1) })
      }
    }
  }

  // MARK: Classes

  func makeClass(_ node: Node) -> Value {
    let declared = program.classes[Int(node.a)]
    let outer = frame
    if declared.scope >= 0 { enterScope(declared.scope) }
    defer { frame = outer }
    var base: Value?
    if declared.base >= 0 {
      base = evaluate(declared.base)
      if isDead { return .undefined }
    }
    offset = node.start
    let id = heap.add(
      HeapObject(
        kind: .class(ClassValue(module: module, index: node.a, frame: frame, context: context, base: base)),
        place: SourceOffset(module: module, offset: node.start)))
    if declared.binding >= 0, let binding = Optional(self.node(declared.binding).b), binding >= 0,
      let cell = cell(of: binding)
    {
      heap[cell: cell] = .object(id)
    }
    let prototype = makeObject()
    heap[prototype].properties["constructor"] = Property(value: .object(id), isHidden: true, place: here)
    heap[id].properties["prototype"] = Property(value: .object(prototype), isHidden: true, place: here)
    if case .object(let parent)? = base?.only {
      switch heap[parent].kind {
      case .class, .function:
        heap[id].prototype = parent
        if case .object(let inherited)? = member(of: parent, named: "prototype", this: .object(parent)).only {
          heap[prototype].prototype = inherited
        }
      case .external(let path) where isEmitterClass(path): heap[prototype].prototype = emitterPrototype
      case .external(let path): heap[prototype].isOpen = reason("what \(path) brings along is not known")
      default: break
      }
    } else if let reason = base?.reason {
      heap[prototype].isOpen = reason
    }
    let outerContext = context
    contexts.append(
      CallContext(
        this: .object(id), arguments: [], isExact: true,
        function: Closure(module: module, function: -1, frame: frame, context: context, home: id)))
    let staticContext = Int32(contexts.count - 1)
    for index in program.list(declared.members) {
      if isDead { break }
      let member = self.node(index)
      if member.kind == .staticBlock {
        let block = self.node(member.a)
        context = staticContext
        let closure = Closure(module: module, function: block.a, frame: frame, context: staticContext, home: id)
        _ = run(closure, id: id, context: staticContext, [], isExact: true, isHandler: false)
        context = outerContext
        continue
      }
      let isStatic = member.flags.contains(.isStatic)
      let target = isStatic ? id : prototype
      guard member.op != .field || isStatic else { continue }
      let key = memberKey(member)
      if isDead { break }
      offset = member.start
      if member.op == .field {
        context = staticContext
        let value = member.b < 0 ? Value.undefined : evaluate(member.b)
        context = outerContext
        define(key, value, on: target)
      } else if !isStatic, member.a >= 0, member.op == .method, text(member.a) == "constructor",
        !member.flags.contains(.isPrivate)
      {
        continue
      } else {
        let function = method(member.b, home: target)
        for name in keyNames(key) ?? [] {
          var property = heap[target].properties[name] ?? Property(value: .undefined, isHidden: true, place: here)
          switch member.op {
          case .get: property.getter = function
          case .set: property.setter = function
          default: property = Property(value: .object(function), isHidden: true, place: here)
          }
          heap[target].properties[name] = property
        }
      }
    }
    return .object(id)
  }

  private func memberKey(_ member: Node) -> Value {
    if member.a < 0 { return evaluate(member.c) }
    return .string((member.flags.contains(.isPrivate) ? "#" : "") + text(member.a))
  }

  /// Makes an object by `new`, or by `Reflect.construct`, which may say by whose prototype.
  func construct(_ callee: Value, _ arguments: [Value], isExact: Bool, newTarget: Value? = nil) -> Value {
    let functions = callee.atoms.filter { !$0.isNullish }
    if !functions.isEmpty, functions.count < callee.atoms.count { noteRisk() }
    if functions.count > 1 {
      return branch(on: functions) {
        self.construct(Value($0), arguments, isExact: isExact, newTarget: newTarget)
      }
    }
    let newTarget = newTarget ?? functions.first.map { Value($0) } ?? .undefined
    guard let function = functions.first, case .object(let id) = function else {
      noteRisk()
      if case .unknown(let reason)? = functions.first {
        let what = unread(reason)
        for argument in arguments { escape(argument, to: what) }
        return .unknown(what)
      }
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
    switch heap[id].kind {
    case .class, .function:
      if let client = bundledClient(id) { return constructExternal(client, arguments) }
      if let generator = asyncGenerator(madeBy: id, arguments) { return generator }
      let instance = makeObject()
      if case .object(let prototype)? = member(newTarget, .string("prototype")).only {
        heap[instance].prototype = prototype
      }
      let result = initialize(instance, by: id, arguments, isExact: isExact, newTarget: newTarget)
      return result ?? .object(instance)
    case .native(let path):
      let made = constructNative(path, arguments)
      if newTarget.first != function, case .object(let instance)? = made.only,
        case .object(let prototype)? = member(newTarget, .string("prototype")).only
      {
        heap[instance].prototype = prototype
      }
      return made
    case .external(let path): return constructExternal(path, arguments)
    case .bound(let target, _, let bound): return construct(target, bound + arguments, isExact: isExact)
    default:
      if let open = heap[id].isOpen {
        for argument in arguments { escape(argument, to: open) }
        return .unknown(open)
      }
      throwValue(.object(makeObject(.error)))
      return .undefined
    }
  }

  /// Runs a constructor on an object. Returns another object that it makes instead.
  private func initialize(
    _ instance: ObjectID, by id: ObjectID, _ arguments: [Value], isExact: Bool, newTarget: Value
  ) -> Value? {
    switch heap[id].kind {
    case .function(let closure):
      let value = callFunction(
        closure, id: id, this: .object(instance), arguments, isExact: isExact, newTarget: newTarget)
      let objects = value.filter { if case .object = $0 { true } else { false } }
      return objects
    case .class(let value):
      let constructor = constructor(of: value)
      if value.base == nil { initializeFields(instance, value, id) }
      guard constructor >= 0 else {
        if let base = value.base {
          initialize(instance, byBase: base, arguments, isExact: isExact, newTarget: newTarget)
          initializeFields(instance, value, id)
        }
        return nil
      }
      var home: ObjectID = -1
      if case .object(let prototype)? = heap[id].properties["prototype"]?.value.only { home = prototype }
      var closure = Closure(module: value.module, function: constructor, frame: value.frame, context: value.context)
      closure.home = home
      closure.isDerived = value.base != nil
      let result = callFunction(
        closure, id: id, this: .object(instance), arguments, isExact: isExact, newTarget: newTarget)
      return result.filter { if case .object = $0 { true } else { false } }
    default: return nil
    }
  }

  /// The function that is the constructor of a class; -1 where it has none of its own.
  func constructor(of value: ClassValue) -> Int32 {
    let program = modules[Int(value.module)].program
    for index in program.list(program.classes[Int(value.index)].members) {
      let member = program.nodes[Int(index)]
      if member.kind == .classMember, member.op == .method, member.a >= 0, !member.flags.contains(.isStatic),
        !member.flags.contains(.isPrivate), modules[Int(value.module)].text(member.a) == "constructor"
      {
        return program.nodes[Int(member.b)].a
      }
    }
    return -1
  }

  private func initialize(
    _ instance: ObjectID, byBase base: Value, _ arguments: [Value], isExact: Bool, newTarget: Value
  ) {
    for atom in base.atoms {
      switch atom {
      case .object(let id):
        switch heap[id].kind {
        case .class where bundledClient(id) != nil:
          if let client = bundledClient(id) { initialize(instance, byExternal: client, arguments) }
        case .class, .function:
          _ = initialize(instance, by: id, arguments, isExact: isExact, newTarget: newTarget)
        case .native(let path) where path.hasSuffix("Error"):
          heap[instance].kind = .error
          heap[instance].properties["message"] = Property(
            value: arguments.first.map(toText) ?? .string(""), isHidden: true, place: here)
        case .native("Object"): break
        case .native(let path): initialize(instance, byNative: path, arguments, isExact: isExact)
        case .external(let path) where isEmitterClass(path): break
        case .external(let path): initialize(instance, byExternal: path, arguments)
        default: heap[instance].isOpen = reason("the class that this extends is not known")
        }
      case .unknown(let reason):
        heap[instance].isOpen = reason
        for argument in arguments { escape(argument, to: reason) }
      default: break
      }
    }
  }

  /// Makes an object of a class what the class that it extends, which a module from outside brings, would have made.
  private func initialize(_ instance: ObjectID, byExternal path: String, _ arguments: [Value]) {
    _ = constructExternal(path, arguments)
    heap[instance].isOpen = reason("what \(path) brings along is not known")
  }

  /// What the language brings that a class extends, other than an error.
  private func nativeBase(of value: Value?) -> String? {
    guard case .object(let id)? = value?.only, case .class(let value) = heap[id].kind,
      case .object(let base)? = value.base?.only, case .native(let path) = heap[base].kind, !path.hasSuffix("Error")
    else { return nil }
    return path
  }

  /// Makes an object of a class what the class that it extends, which the language brings, would have made.
  private func initialize(_ instance: ObjectID, byNative path: String, _ arguments: [Value], isExact: Bool) {
    guard ["Map", "WeakMap", "Set", "WeakSet", "Array", "Date"].contains(path) else {
      let what = reason("what \(path) brings along is not known")
      for argument in arguments { escape(argument, to: what) }
      heap[instance].isOpen = what
      return
    }
    // Maps and sets are filled by their own methods, which a class may replace.
    let filler = path.hasSuffix("Map") ? "set" : path.hasSuffix("Set") ? "add" : nil
    let fills = filler.flatMap { ownMember(heap[instance], $0, .object(instance)) }
    let made = constructNative(path, fills == nil ? arguments : [])
    guard case .object(let id)? = made.only else { return }
    heap[instance].kind = heap[id].kind
    heap[instance].elements = heap[id].elements
    heap[instance].isExact = heap[id].isExact && (isExact || arguments.isEmpty)
    guard let fills, let first = arguments.first else { return }
    let items = elements(of: first)
    let all = items.known + (items.others.map { [$0] } ?? [])
    let isCertain = isExact && items.isExact && items.others == nil
    for item in all where !isDead {
      let pair = elements(of: item).known
      let given = filler == "add" ? [item] : [pair.first ?? .undefined, pair.count > 1 ? pair[1] : .undefined]
      if isCertain {
        _ = call(fills, this: .object(instance), given)
      } else {
        maybe { _ = self.call(fills, this: .object(instance), given) }
      }
    }
    if !isCertain, !all.isEmpty { heap[instance].isExact = false }
  }

  private func initializeFields(_ instance: ObjectID, _ value: ClassValue, _ id: ObjectID) {
    let outer = (module, frame, context, offset)
    defer { (module, frame, context, offset) = outer }
    module = value.module
    frame = value.frame
    var home: ObjectID = -1
    if case .object(let prototype)? = heap[id].properties["prototype"]?.value.only { home = prototype }
    contexts.append(
      CallContext(
        this: .object(instance), arguments: [], isExact: true,
        function: Closure(module: module, function: -1, frame: frame, context: value.context, home: home)))
    context = Int32(contexts.count - 1)
    for index in program.list(program.classes[Int(value.index)].members) {
      let member = node(index)
      guard member.kind == .classMember, !member.flags.contains(.isStatic), !isDead else { continue }
      if member.op == .field {
        let key = memberKey(member)
        let field = member.b < 0 ? Value.undefined : evaluate(member.b)
        offset = member.start
        if isDead { continue }
        define(key, field, on: instance)
        if member.flags.contains(.isPrivate), let name = key.string {
          heap[instance].properties[name]?.isHidden = true
        }
      }
    }
  }

  /// The object that `super` starts from here.
  private var home: ObjectID? {
    guard context >= 0, let home = contexts[Int(context)].function?.home, home >= 0 else { return nil }
    return home
  }

  /// `super(…)`.
  func callSuper(_ arguments: (values: [Value], isExact: Bool)) -> Value {
    guard !isDead, let home, case .object(let id)? = heap[home].properties["constructor"]?.value.only,
      case .class(let value) = heap[id].kind, let base = value.base,
      case .object(let instance)? = contexts[Int(context)].this.only
    else { return .undefined }
    initialize(
      instance, byBase: base, arguments.values, isExact: arguments.isExact, newTarget: contexts[Int(context)].newTarget)
    if !isDead { initializeFields(instance, value, id) }
    return .object(instance)
  }

  /// `super.x`.
  func superMember(_ key: Value, this: Value) -> Value {
    guard let home, let name = keyNames(key)?.first else { return .undefined }
    let prototype = heap[home].prototype
    if prototype >= 0 { return member(of: prototype, named: name, this: this) }
    if let open = heap[home].isOpen { return .unknown(open) }
    if let path = nativeBase(of: heap[home].properties["constructor"]?.value) {
      return nativeMember(path + ".prototype", name)
    }
    return .undefined
  }
}
