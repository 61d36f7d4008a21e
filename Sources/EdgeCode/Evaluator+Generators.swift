import ECMAScript

/// Generators: run to their end, stepped through by the code itself, and those that go on in others.
extension Evaluator {
  /// What a generator came to that was run to its end.
  struct Run {
    let value: Value
    var yields: [Value] = []
    /// Whether that is all that it gives, in its order.
    var isExact = false

    init(value: Value, _ yields: (values: [Value], isExact: Bool) = ([], false)) {
      self.value = value
      (self.yields, isExact) = yields
    }
  }

  /// Runs a generator to its end. What it yields it gets back, as from an asynchronous function.
  func runGenerator(_ id: ObjectID) -> (value: Value, yields: [Value]) {
    guard case .generator(let closure, let own, _) = heap[id].kind else { return (.undefined, []) }
    if let done = heap[id].properties["ran"]?.value {
      return (.undefined, done.isUndefined ? [] : elements(of: done).known)
    }
    heap[id].properties["ran"] = Property(value: .undefined, isHidden: true, place: here)
    let run: Run
    if own == -2 {
      run = runStateMachine(closure, this: heap[id].properties["this"]?.value ?? .undefined)
    } else if own == Self.regeneratorContext {
      let (this, trys) = (heap[id].properties["this"]?.value, heap[id].properties["trys"]?.value)
      run = runRegenerator(closure, this: this ?? .undefined, trys: trys ?? .undefined)
    } else {
      contexts[Int(own)].stepping = beginStepping()
      let value = self.run(
        closure, id: id, context: own, contexts[Int(own)].arguments, isExact: contexts[Int(own)].isExact,
        isHandler: false)
      run = Run(value: value, (contexts[Int(own)].yields, contexts[Int(own)].stepping.isExact))
    }
    let (value, yields) = (run.value, run.yields)
    if case .object(let promise)? = value.only, own >= 0, heap[promise].properties["error"] != nil {
      heap[id].properties["#fails"] = Property(value: .truth, isHidden: true, place: here)
    }
    if run.isExact { heap[id].properties["#exact"] = Property(value: .truth, isHidden: true, place: here) }
    if !yields.isEmpty {
      heap[id].properties["ran"] = Property(value: makeArray(yields, isLiteral: true), isHidden: true, place: here)
    }
    return (value, yields)
  }

  /// What a generator gives from now on, which uses it up.
  func takeAll(ofGenerator id: ObjectID) -> Items {
    let used = heap[id].properties["#used"]
    if let used, !used.isOptional { return Items() }
    if let list = list(ofGenerator: id) { return elements(of: .object(list)) }
    let steps = heap[id].properties["#steps"]
    var items = Items(known: runGenerator(id).yields)
    // An asynchronous one may fail at any of its steps.
    if heap[id].properties["#fails"] != nil { noteRisk() }
    items.isExact = heap[id].properties["#exact"] != nil && used == nil
    if let steps {
      if case .number(let number)? = steps.value.only, !steps.isOptional {
        items.known.removeFirst(min(items.known.count, Int(number)))
      } else {
        items.isExact = false
      }
    }
    if !items.isExact, !items.known.isEmpty { noteInexact(generator: id) }
    heap[id].properties["#used"] = Property(value: .truth, isHidden: true, place: here)
    return items
  }

  /// The same for a loop. What the generator does beside giving values is done between the rounds; so much is not followed.
  func takeAll(ofGenerator id: ObjectID, inLoop body: (Items) -> Void) {
    guard case .generator(let closure, _, _) = heap[id].kind, heap[id].properties["ran"] == nil else {
      return body(takeAll(ofGenerator: id))
    }
    let size = heap.size
    let before = openMark()
    let items = takeAll(ofGenerator: id)
    let written = heap.snapshot(since: before)
    closeMark(before)
    let changesEvent = written.objectIDs.contains { if case .event = heap[$0].kind { true } else { false } }
    if isDead { return }
    let during = openMark()
    body(items)
    if heap[id].properties["#fails"] != nil { noteRisk() }
    let changed = heap.snapshot(since: during)
    closeMark(during)
    let (cells, objects) = variables(of: closure)
    let isShared =
      changed.objectIDs.contains(where: objects.contains) || changed.cellIDs.contains(where: cells.contains)
    if written.reaches(below: size, beside: id) || changesEvent || isShared, !isDead || items.known.count > 1 {
      noteGap("a generator is gone over that does more than give values")
    }
  }

  /// The variables around a function that it names, and the objects that they hold.
  private func variables(of closure: Closure) -> (cells: Set<Int32>, objects: Set<ObjectID>) {
    let outer = (module, frame)
    defer { (module, frame) = outer }
    (module, frame) = (closure.module, closure.frame)
    let function = program.functions[Int(closure.function)]
    var cells: Set<Int32> = []
    var objects: Set<ObjectID> = []
    for node in program.nodes
    where node.kind == .identifier && node.b >= 0 && node.start >= function.start && node.start < function.end {
      guard let cell = cell(of: node.b), cells.insert(cell).inserted else { continue }
      for case .object(let id) in heap.cells[Int(cell)].atoms { objects.insert(id) }
    }
    return (cells, objects)
  }

  /// What `next` gives of a generator.
  func nextOfGenerator(_ id: ObjectID) -> Value {
    guard case .generator(let closure, let own, _) = heap[id].kind else {
      return .unknown(reason("this generator is not known"))
    }
    if let used = heap[id].properties["#used"], own >= 0 {
      return used.isOptional ? .unknown(reason("whether a generator is used up is not known")) : step(.undefined)
    }
    if own < 0, heap[id].properties["#async"] == nil { return nextOfMachine(id) }
    // The executor of a promise runs one that stands for an asynchronous function, and asks no second time.
    if own < 0 || executorDepths.last == callDepth - 1 {
      if let index = executions.indices.last { executions[index].isMachine = true }
      let hasRun = heap[id].properties["ran"] != nil
      return step(hasRun ? .unknown(reason("a generator is not followed step by step")) : runGenerator(id).value)
    }
    if heap[id].properties["#steps"] == nil {
      guard heap[id].properties["ran"] == nil else {
        return .unknown(reason("a generator is not followed step by step"))
      }
      begin(id, closure, own)
    }
    let yields = elements(of: heap[id].properties["ran"]?.value ?? .undefined).known
    let final = heap[id].properties["#final"]?.value ?? .undefined
    if let step = exactStep(id, yields, final) { return step }
    heap[id].properties["#steps"]?.value = .number
    guard let first = yields.first else { return step(final.joined(.undefined)) }
    noteInexact(generator: id)
    let any = yields.dropFirst().reduce(first) { $0.joined($1) }
    return step(any, isDone: false).joined(step(final.joined(.undefined)))
  }

  /// The asynchronous generator that tsc makes of a generator, and what it goes over one by: the generator itself. nil
  /// where something else is called.
  func asyncGenerator(by closure: Closure, _ arguments: [Value]) -> Value? {
    if arguments.count == 1, isKnown(.wait, closure) { return wait(for: arguments[0]) }
    if arguments.count == 1, isKnown(.asyncDelegator, closure) { return arguments[0] }
    guard arguments.count == 1 || arguments.count == 3, isKnown(.asyncGenerator, closure) else { return nil }
    if arguments.count == 1 { return asynchronous(arguments[0]) }
    let items = elements(of: arguments[1])
    return stepwise(call(arguments[2], this: arguments[0], items.known, isExact: items.isExact))
  }

  /// The same for what Babel and SWC make by `new`.
  func asyncGenerator(madeBy id: ObjectID, _ arguments: [Value]) -> Value? {
    guard case .function(let closure) = heap.objects[Int(id)].kind else { return nil }
    if arguments.count == 2, arguments[1].only == .number(0), isKnown(.waitOrDelegate, closure) {
      return wait(for: arguments[0])
    }
    if arguments.count == 1, isKnown(.wait, closure) { return wait(for: arguments[0]) }
    guard arguments.count == 1, case .object(let inner)? = arguments[0].only, case .generator = heap[inner].kind,
      isKnown(.asyncGeneratorClass, closure)
    else { return nil }
    return stepwise(arguments[0])
  }

  /// What goes over something one by one, and waits for each.
  private func asynchronous(_ value: Value) -> Value {
    guard isGoneOverLive(value) != nil else { return value }
    let items = elements(of: value)
    let waited = items.known.map(awaited) + (items.others.map { [awaited($0)] } ?? [])
    return makeIterator(over: makeArray(waited, isExact: items.isExact && items.others == nil))
  }

  private func wait(for value: Value) -> Value {
    let id = makeObject()
    heap[id].properties["#wait"] = Property(value: value, isHidden: true, place: here)
    return .object(id)
  }

  /// Marks a generator as one that is no asynchronous function: whoever calls `next` asks again.
  private func stepwise(_ generator: Value) -> Value {
    for case .object(let id) in generator.atoms { heap[id].properties["#async"] = nil }
    return generator
  }

  /// Marks a generator that a compiler took down as an asynchronous function, where the executor of a promise makes it.
  func markMachine(_ id: ObjectID) {
    guard executorDepths.last == callDepth - 2 else { return }
    heap[id].properties["#async"] = Property(value: .truth, isHidden: true, place: here)
  }

  /// Whether a generator stands for an asynchronous function.
  func isMachine(_ id: ObjectID) -> Bool { heap[id].properties["#async"] != nil }

  /// What an asynchronous generator waits for, where it does not give the value away.
  func waited(for value: Value) -> Value? {
    var result: Value?
    for atom in value.atoms {
      guard case .object(let id) = atom, let inner = heap.objects[Int(id)].properties["#wait"]?.value else {
        return nil
      }
      result = result?.joined(inner) ?? inner
    }
    return result
  }

  enum Leaving { case returns, `throws` }

  /// What `return` and `throw` give of a generator that does nothing on its way out.
  func leaveGenerator(_ id: ObjectID, by leaving: Leaving, _ value: Value) -> Value {
    guard case .generator(let closure, let own, _) = heap[id].kind, own >= 0 else {
      return .unknown(reason("this is not followed"))
    }
    let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
    let source = modules[Int(closure.module)].program.sourceText(function.start..<function.end)
    if source.contains("try") { return .unknown(reason("this is not followed")) }
    if leaving == .returns { return step(value) }
    throwValue(value)
    return .undefined
  }

  /// What `next` gives of a generator that a compiler took down: what comes next, where that is known, or any of what it gives.
  private func nextOfMachine(_ id: ObjectID) -> Value {
    beginMachine(id)
    let yields = elements(of: heap[id].properties["ran"]?.value ?? .undefined).known
    let final = heap[id].properties["#final"]?.value ?? .undefined
    if let step = exactStep(id, yields, final) { return step }
    // What stands behind it is not told apart either.
    let end = step(final.joined(.undefined))
    guard let first = yields.first else { return end }
    noteInexact(generator: id)
    return step(yields.dropFirst().reduce(first) { $0.joined($1) }, isDone: false).joined(end)
  }

  /// Whether what each step of a generator gives is known, of those that a compiler took down.
  func isSteppedThrough(_ id: ObjectID) -> Bool {
    guard case .generator(_, let own, _) = heap[id].kind, own < 0 else { return false }
    beginMachine(id)
    return heap[id].properties["#exact"] != nil
  }

  /// Runs a generator that a compiler took down, before its first step.
  private func beginMachine(_ id: ObjectID) {
    guard case .generator(let closure, _, _) = heap[id].kind, heap[id].properties["#final"] == nil else { return }
    let size = heap.size
    let mark = openMark()
    let (value, error) = attempt { runGenerator(id).value }
    isDead = isExhausted
    // What is written beside the variables of the function that made it may be seen between its steps.
    let written = heap.snapshot(since: mark).without(cells: variables(ofFrame: closure.frame))
    let changesEvent = written.objectIDs.contains { if case .event = heap[$0].kind { true } else { false } }
    if written.reaches(below: size, beside: id) || changesEvent {
      heap[id].properties["#exact"] = nil
      noteGap("a generator is stepped through that does more than give values")
    }
    closeMark(mark)
    for (name, value) in [("#final", value ?? .undefined), ("#steps", .number(0))] {
      heap[id].properties[name] = Property(value: value, isHidden: true, place: here)
    }
    if let error { mayThrow(error) }
  }

  private func variables(ofFrame index: Int32) -> Range<Int32> {
    guard index >= 0, frames[Int(index)].scope >= 0 else { return 0..<0 }
    let frame = frames[Int(index)]
    let scope = modules[Int(frame.module)].program.scopes[Int(frame.scope)]
    return frame.first..<frame.first + Int32(scope.bindings.count)
  }

  /// The next step of a generator whose steps are known, in their order, and counted.
  private func exactStep(_ id: ObjectID, _ yields: [Value], _ final: Value) -> Value? {
    let steps = heap[id].properties["#steps"]
    guard let steps, case .number(let number)? = steps.value.only, !steps.isOptional,
      heap[id].properties["#exact"] != nil
    else { return nil }
    let index = Int(number)
    heap[id].properties["#steps"]?.value = .number(number + 1)
    if index < yields.count { return step(yields[index], isDone: false) }
    return step(index == yields.count ? final : .undefined)
  }

  /// Runs a generator to its end, and keeps what its steps give.
  private func begin(_ id: ObjectID, _ closure: Closure, _ own: Int32) {
    let size = heap.size
    let mark = heap.mark()
    contexts[Int(own)].stepping = beginStepping(isByHand: true)
    heap[id].properties["ran"] = Property(value: .undefined, isHidden: true, place: here)
    let made = contexts[Int(own)]
    let value = run(closure, id: id, context: own, made.arguments, isExact: made.isExact, isHandler: false)
    // What it throws at one of its steps it does not throw here.
    let isCutShort = isDead
    isDead = false
    let written = heap.snapshot(since: mark)
    heap.close(mark)
    let changesEvent = written.objectIDs.contains { if case .event = heap[$0].kind { true } else { false } }
    if written.reaches(below: size, beside: id) || changesEvent || isCutShort {
      noteGap("a generator is stepped through that does more than give values")
    }
    let done = contexts[Int(own)]
    let kept = [
      "ran": makeArray(done.yields, isLiteral: true), "#final": value, "#steps": .number(0),
      "#exact": done.stepping.isExact ? Value.truth : nil,
    ]
    for (name, value) in kept {
      if let value { heap[id].properties[name] = Property(value: value, isHidden: true, place: here) }
    }
  }

  private func step(_ value: Value, isDone: Bool = true) -> Value {
    let id = makeObject()
    heap[id].properties["value"] = Property(value: value, place: here)
    heap[id].properties["done"] = Property(value: .bool(isDone), place: here)
    return .object(id)
  }

  private func beginStepping(isByHand: Bool = false) -> Stepping {
    Stepping(isByHand: isByHand, branches: openBranches, targets: targets.count)
  }

  /// Whether a generator comes by here on each of its ways: it is in no branch, and none has left it or one of its loops.
  func isOnEachWay(_ stepping: Stepping) -> Bool {
    openBranches <= stepping.branches
      && targets.dropFirst(stepping.targets).allSatisfy { $0.exits.isEmpty && !$0.hasRisks }
  }

  /// `yield*`: all that something else gives, and what it ends with.
  func yieldAll(of value: Value) -> Value {
    let items = iterated(value)
    guard context >= 0 else { return .undefined }
    contexts[Int(context)].yields += items.known + (items.others.map { [$0] } ?? [])
    if !items.isExact || items.others != nil || !isOnEachWay(contexts[Int(context)].stepping) {
      contexts[Int(context)].stepping.isExact = false
    }
    guard case .object(let id)? = value.only else { return .undefined }
    switch heap[id].kind {
    case .array, .set, .map: return .undefined
    default: return .unknown(reason("what another generator ends with is not followed"))
    }
  }
}
