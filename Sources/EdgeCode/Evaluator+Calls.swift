import ECMAScript

extension Evaluator {
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
  func unread(_ reason: Reason) -> Reason {
    let known = text(of: reason)
    let prefix = "a function is called that is not read: "
    return known.hasPrefix(prefix) ? reason : self.reason(prefix + known)
  }

  private func call(_ id: ObjectID, this: Value, _ arguments: [Value], isExact: Bool) -> Value {
    let terms = termsOfArguments
    termsOfArguments = []
    var term: Int32?
    defer { termReturned = term }
    switch heap.objects[Int(id)].kind {
    case .function(let closure):
      if arguments.count == 2, isGeneratorHelper(closure), case .object(let machine)? = arguments[1].only,
        case .function(let body) = heap[machine].kind
      {
        return makeMachine(body, this: arguments[0])
      }
      if let generator = regenerated(closure, arguments) { return generator }
      if let object = spread(by: closure, arguments) ?? read(by: closure, arguments) ?? rest(by: closure, arguments) {
        return object
      }
      if standsForSDK(closure, arguments) { return .undefined }
      if runsGeneratorForPromise(arguments) { return .undefined }
      if arguments.count == 1, isKnown(.nativeSuper, closure) { return arguments[0] }
      if let generator = asyncGenerator(by: closure, arguments) { return generator }
      if let value = callReplaced(closure, id: id, this: this, arguments, isExact: isExact) { return value }
      termsOfArguments = terms
      let value = callFunction(closure, id: id, this: this, arguments, isExact: isExact)
      (term, termsOfArguments) = (termReturned, [])
      return value
    case .bound(let target, let boundThis, let bound):
      let value = call(target, this: boundThis, bound + arguments, isExact: isExact)
      if let known = returnedOf[id] { returned = known }
      return value
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
    _ closure: Closure, id: ObjectID, context own: Int32, _ arguments: [Value], isExact: Bool, isHandler: Bool,
    isGoneOver: Bool = false
  ) -> Value {
    let program = modules[Int(closure.module)].program
    let function = program.functions[Int(closure.function)]
    if callDepth >= Self.maximumCalls || nesting > Self.maximumNesting {
      noteGap("calls are nested deeper than is followed")
      let what = reason("calls are nested deeper than is followed")
      for argument in arguments { escape(argument, to: what, depth: 4) }
      return .unknown(what)
    }
    let terms = termsOfArguments
    (termsOfArguments, termReturned) = ([], nil)
    let outer = (module, frame, context, offset, stepLimit)
    let replays = (isReplaying, replayedCalls)
    isReplaying = false
    callDepth += 1
    nesting += 1
    // A call gets most of the steps that are left, so that one that takes them all does not end everything.
    let left = stepLimit - steps
    if left > 2000 { stepLimit = steps + left - left / 4 }
    defer {
      callDepth -= 1
      nesting -= 1
      (module, frame, context, offset, stepLimit) = outer
      (isReplaying, replayedCalls) = replays
    }
    if closure.module == webModule, module != webModule { webCaller = here }
    module = closure.module
    frame = closure.frame
    context = own
    let targetCount = targets.count
    let risks = mayThrow
    // Who goes over a generator waits for it, and gets its errors.
    let start = function.isAsync && !isGoneOver ? heap.mark() : nil
    let target = push(.function)
    targets[target].isHandler = isHandler
    targets[target].isAsync = start != nil
    // Nobody catches what the handler throws.
    targets[target].start = isHandler ? nil : start
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
    if isExact {
      for (term, parameter) in zip(terms, program.list(function.parameters)) { keepTerm(term, in: parameter) }
    }
    var value: Value?
    if function.isExpressionBody, [.conditional, .sequence].contains(node(function.body).kind) {
      executeReturn(function.body, at: node(function.body).start)
    } else if function.isExpressionBody {
      let result = evaluate(function.body)
      if !isDead {
        value = result
        targets[target].term = term(of: function.body, adding: true)
        tellReturn(function.body, result)
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
    noteReturns(of: target, value)
    let ended = targets[target]
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
    noteReturned(result)
    termReturned = values.isEmpty && function.isExpressionBody || values.count == 1 && !fellThrough ? ended.term : nil
    if let start {
      termReturned = nil
      let promise = makeObject(.promise)
      returnedOf[promise] = returned
      settle(promise, with: isDead ? nil : result, ended, isRisky: mayThrow > risks, since: start)
      mayThrow = risks
      endLateWork(since: work, of: isHandler ? nil : promise)
      return .object(promise)
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
}
