import ECMAScript

/// What Babel makes of generators and asynchronous functions for engines that have none, by its regenerator: a function
/// that is called again and again with a context, whose one `switch` goes on where the context says.
///
/// Babel has written it in two ways: `context.next`, `context.sent` and `context.abrupt("return", value)`, and since
/// 7.27 `context.n`, `context.v` and `context.a(2, value)`.
extension Evaluator {
  /// The generator that the regenerator makes of a function; nil where something else is called.
  func regenerated(_ closure: Closure, _ arguments: [Value]) -> Value? {
    guard (2...4).contains(arguments.count), case .object(let machine)? = arguments[0].only,
      case .function(let body) = heap[machine].kind, isKnown(.regenerator, closure)
    else { return nil }
    let id = makeObject(.generator(body, context: Self.regeneratorContext, frame: frame))
    let given = ["this": arguments.count > 2 ? arguments[2] : .undefined, "trys": arguments.last ?? .undefined]
    for (name, value) in given where name == "this" || arguments.count > 3 {
      heap[id].properties[name] = Property(value: value, isHidden: true, place: here)
    }
    markMachine(id)
    return .object(id)
  }

  /// Whether a call with these arguments is the step of Babel and SWC that runs a generator and settles a promise with
  /// what it ends with; it is done then. What rejects the promise ends there, as in an asynchronous function.
  func runsGeneratorForPromise(_ arguments: [Value]) -> Bool {
    guard arguments.count == 7, arguments[5].string == "next",
      case .object(let generator)? = arguments[0].only, case .generator = heap[generator].kind,
      case .object(let resolve)? = arguments[1].only, case .settler(let promise, false) = heap[resolve].kind,
      case .object(let reject)? = arguments[2].only, case .settler(promise, true) = heap[reject].kind
    else { return false }
    if let index = executions.indices.last { executions[index].isMachine = true }
    let ways = self.ways { self.runGenerator(generator).value }
    let failures = failures(of: ways)
    var bodies: [() -> Value] = []
    if let ending = ways.ending {
      bodies.append {
        self.heap.apply([ending])
        self.settle(byExecutor: promise, with: ways.value, rejects: false)
        return .undefined
      }
    }
    if let first = failures.first {
      bodies.append {
        self.heap.apply(failures.map(\.snapshot))
        let error = failures.dropFirst().reduce(first.value) { $0.joined($1.value) }
        self.settle(byExecutor: promise, with: error, rejects: true)
        return .undefined
      }
    }
    if !bodies.isEmpty { _ = branch(bodies) }
    isDead = false
    return true
  }

  /// The context of generators that the regenerator made.
  static var regeneratorContext: Int32 { -3 }

  /// What a context's functions give: the body returns it at once.
  func regeneratorStep(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    let argument = arguments.count > 1 ? arguments[1] : .undefined
    switch name {
    case "catch": return member(this, .string("sent"))
    case "abrupt":
      switch first.only {
      case .string("return"), .number(2): return step("return", argument)
      case .string("break"), .string("continue"), .number(3): return step("jump", argument)
      default:
        throwValue(argument)
        return .undefined
      }
    case "stop", "finish": return step(name, first)
    case "delegate":
      let after = arguments.last ?? .undefined
      return step(name, makeArray([first, after, arguments.count > 2 ? argument : .undefined]))
    default: return .undefined
    }
  }

  private func step(_ operation: String, _ argument: Value) -> Value {
    let id = makeObject(.wrapper)
    heap[id].properties["@@step"] = Property(value: .string(operation), isHidden: true, place: here)
    heap[id].properties["value"] = Property(value: argument, isHidden: true, place: here)
    return .object(id)
  }

  /// What is caught beside what the code throws itself: an error of what it calls.
  func caughtError() -> Value { .object(makeObject(.error)) }

  /// How a round of the body ends.
  private enum RoundEnd {
    case goesOn
    case returned(Value)
    case thrown(Value)
  }

  /// Stands for the label `"end"`.
  private static var end: Int { 1_000_000_000 }

  private func label(_ atom: Atom) -> Int? {
    switch atom {
    case .number(let number) where number >= 0 && number < 1e9: Int(number)
    case .string("end"): Self.end
    default: nil
    }
  }

  /// The labels that something may be.
  func labels(in value: Value) -> [Int] {
    let isOfStatus = value.atoms.contains { if case .status = $0 { true } else { false } }
    if isOfStatus {
      awaitedUndecided.append(Undecided("which statuses this waits for is not followed", at: place(here)))
    }
    return expand(value).atoms.compactMap(label)
  }

  private func regions(_ list: Value) -> [MachineWalk.Region] {
    guard case .object? = list.only else { return [] }
    let found = elements(of: list).known.compactMap { region -> MachineWalk.Region? in
      let labels = elements(of: region).known.map { $0.only.flatMap(label) }
      guard let start = labels.first ?? nil else { return nil }
      func part(_ place: Int) -> Int? { place < labels.count ? labels[place] : nil }
      return MachineWalk.Region(start: start, caught: part(1), finally: part(2), after: part(3))
    }
    // The innermost first.
    return found.sorted { $0.start > $1.start }
  }

  /// The one `switch` of a body: `while (1) switch (context.prev = context.next) { … }`.
  private struct Dispatch {
    let scope: Int32
    let test: Int32
    let cases: [Node]
    /// The place of each label among the cases.
    let labels: [Int: Int]
  }

  private func switchOfBody(_ closure: Closure) -> Dispatch? {
    let program = modules[Int(closure.module)].program
    let outer = module
    module = closure.module
    defer { module = outer }
    let function = program.functions[Int(closure.function)]
    for statement in function.isExpressionBody ? [] : program.list(node(function.body)) {
      var node = node(statement)
      switch node.kind {
      case .while: node = self.node(node.b)
      case .for: node = self.node(program.list(node)[program.list(node).startIndex + 3])
      default: continue
      }
      if node.kind == .block, let first = program.list(node).first { node = self.node(first) }
      guard node.kind == .switch, let test = program.list(node).first else { continue }
      let cases = program.list(node).dropFirst().map { self.node($0) }
      var labels: [Int: Int] = [:]
      for (place, entry) in cases.enumerated() where entry.c >= 0 {
        if let label = literal(entry.c).flatMap(label) { labels[label] = place }
      }
      return Dispatch(scope: node.c, test: test, cases: cases, labels: labels)
    }
    return nil
  }

  /// Runs such a generator to its end. What it yields it gets back, as from an asynchronous function.
  func runRegenerator(_ closure: Closure, this: Value, trys: Value) -> Run {
    guard nesting < Self.maximumNesting, callDepth < Self.maximumCalls else {
      noteGap("calls are nested deeper than is followed")
      return Run(value: .unknown(reason("calls are nested deeper than is followed")))
    }
    let regions = regions(trys)
    let outer = (module, frame, context, offset)
    callDepth += 1
    defer {
      callDepth -= 1
      (module, frame, context, offset) = outer
    }
    guard let body = switchOfBody(closure) else {
      noteGap("this generator is not followed in what Babel makes of it")
      return Run(value: .unknown(reason("this generator is not followed in what Babel makes of it")))
    }
    let size = heap.size
    let state = makeObject()
    for (name, function) in [
      ("abrupt", "abrupt"), ("a", "abrupt"), ("stop", "stop"), ("finish", "finish"), ("f", "finish"),
      ("catch", "catch"), ("delegateYield", "delegate"), ("d", "delegate"),
    ] {
      heap[state].properties[name] = Property(value: native("regenerator." + function), place: here)
    }
    // What is bound in the body is its parameter alone: all rounds share its scope.
    let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
    module = closure.module
    frame = closure.frame
    enterScope(function.scope)
    for parameter in program.list(function.parameters).prefix(1) { assign(parameter, .object(state)) }
    if !function.isExpressionBody { hoist(program.list(node(function.body))) }
    if body.scope >= 0 { enterScope(body.scope) }
    let scope = frame
    let mark = openMark()
    var walk = MachineWalk { target, region in target >= region.start && target <= region.finally ?? 0 }
    let known = mayThrow
    while let (spot, reached) = walk.next(), !isExhausted {
      guard step() else { break }
      isDead = false
      heap.apply(RoundStates.told(reached.snapshots, since: mark, below: size, in: &heap))
      // Rounds of a loop are followed one by one at first, then any number of them at once.
      if let first = walk.first(of: spot) {
        noteLostWays()
        heap.widen(from: first)
      }
      let entry = heap.snapshot(since: mark)
      walk.visit(spot, with: entry)
      let label = spot.label == Self.end ? Value.string("end") : .number(Double(spot.label))
      for name in ["prev", "next", "p", "n"] { heap[state].properties[name] = Property(value: label, place: here) }
      for name in ["sent", "_sent", "v"] { heap[state].properties[name] = Property(value: reached.sent, place: here) }
      returnedOf[state] = reached.returned
      let ends = runRound(closure, body, in: scope, this: this, state: state, label: spot.label, since: mark)
      steps += heap.writes(since: mark) / 4
      heap.goBack(to: mark)
      let exits = ends.filter { if case .thrown = $0.end { false } else { true } }
      walk.note(spot, reachedIn: reached.snapshots.count, leftBy: exits.count)

      for (snapshot, end) in ends {
        /// What the round wrote into the context under one of its two names.
        func written(_ names: [String]) -> Value {
          let values = names.compactMap { snapshot.object(state)?.properties[$0]?.value }
          return values.first { $0 != label } ?? label
        }
        var here = spot
        here.label = written(["prev", "p"]).atoms.compactMap(self.label).max() ?? spot.label
        func leave(_ leaving: MachineWalk.Leaving, _ snapshot: Heap.Snapshot) {
          walk.leave(leaving, from: here, snapshot, through: regions)
        }
        func goOn(_ snapshot: Heap.Snapshot, _ sent: Value = .undefined, _ known: Returned? = nil) {
          for label in labels(in: written(["next", "n"])) { walk.reach(label, from: here, snapshot, sent, known) }
        }
        switch end {
        case .goesOn: goOn(snapshot)
        case .thrown(let value): leave(.throwing(value), snapshot)
        case .returned(let value):
          var others: [Atom] = []
          for atom in value.atoms {
            guard case .object(let id) = atom, let operation = heap[id].properties["@@step"]?.value.string else {
              others.append(atom)
              continue
            }
            let argument = heap[id].properties["value"]?.value ?? .undefined
            switch operation {
            case "return": leave(.returning(argument), snapshot)
            case "jump": for label in labels(in: argument) { leave(.jumping(to: label), snapshot) }
            case "delegate":
              // All that another generator gives; what it ends with is not known.
              let parts = elements(of: argument).known
              guard parts.count > 2 else { break }
              give(parts[0], in: &walk, at: spot)
              let ending = Value.unknown(reason("what another generator ends with is not followed"))
              isDead = false
              heap.apply([snapshot])
              if let name = parts[2].string { heap[state].properties[name] = Property(value: ending, place: self.here) }
              let after = heap.snapshot(since: mark)
              heap.goBack(to: mark)
              for label in labels(in: parts[1]) { walk.reach(label, from: here, after, ending) }
            case "finish":
              guard let start = argument.only.flatMap(self.label),
                let region = regions.first(where: { $0.finally == start })
              else { break }
              walk.finish(region, from: here, snapshot, through: regions)
            default: leave(.returning(.undefined), snapshot)
            }
          }
          guard !others.isEmpty else { break }
          isDead = false
          heap.apply([snapshot])
          let argument = Value(others)
          let waits = waited(for: argument)
          if waits == nil { walk.give([argument], at: spot) }
          noteSuspension(ofMachineAt: size)
          returned = nil
          let ways = self.ways { self.awaited(waits ?? argument) }
          let known = returned.flatMap { $0.value == ways.value ? $0 : nil }
          heap.goBack(to: mark)
          for (after, error) in failures(of: ways) { leave(.throwing(error), snapshot.overlaid(by: after)) }
          if let ending = ways.ending { goOn(snapshot.overlaid(by: ending), ways.value, known) }
        }
      }
    }
    heap.goBack(to: mark)
    // What it throws itself it throws below.
    mayThrow = known
    let value = end(walk)
    closeMark(mark)
    return ended(value, walk)
  }

  /// Evaluates the body once, from a label on.
  private func runRound(
    _ closure: Closure, _ dispatch: Dispatch, in scope: Int32, this: Value, state: ObjectID, label: Int,
    since mark: Heap.Mark
  ) -> [(snapshot: Heap.Snapshot, end: RoundEnd)] {
    let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
    module = closure.module
    frame = scope
    context = closure.context
    contexts.append(CallContext(this: this, arguments: [.object(state)], isExact: true, function: closure))
    if !function.isArrow { context = Int32(contexts.count - 1) }
    let first = targets.count
    for jump in [Target.Jump.function, .tries, .breaks(labels: [])] {
      // The mark is the whole generator's: branches within do not close it.
      targets.append(Target(jump: jump, mark: mark, openMarks: heap.openMarks - 2))
    }
    _ = evaluate(dispatch.test)
    for entry in dispatch.cases[(dispatch.labels[label] ?? dispatch.cases.count)...] {
      if isDead || isExhausted { break }
      execute(program.list(entry))
    }

    var ends: [(snapshot: Heap.Snapshot, end: RoundEnd)] = []
    if !isDead { ends.append((heap.snapshot(since: mark), .goesOn)) }
    let (returning, tries, breaks) = (targets[first], targets[first + 1], targets[first + 2])
    let risks = tries.risks + (tries.hasMoreRisks ? ([Heap.Snapshot()] + ends.map(\.snapshot)).map(\.asBound) : [])
    ends += risks.map { ($0, .thrown(caughtError())) }
    ends += breaks.exits.map { ($0.snapshot, .goesOn) } + tries.exits.map { ($0.snapshot, .thrown($0.value)) }
    ends += returning.exits.map { ($0.snapshot, .returned($0.value)) }
    targets.removeLast(targets.count - first)
    return ends
  }
}
