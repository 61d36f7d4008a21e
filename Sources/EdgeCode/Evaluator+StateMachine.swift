import ECMAScript

/// Generators as tsc takes them down to ES5: a function that is called again and again, and says by a list what comes
/// next.
extension Evaluator {
  /// Whether a function is what tsc puts into ES5 code for generators.
  func isGeneratorHelper(_ closure: Closure) -> Bool {
    if isKnown(.generator, closure) { return true }
    let module = modules[Int(closure.module)]
    let function = module.program.functions[Int(closure.function)]
    return !KnownFunction.generator.length.contains(function.end - function.start) && function.name >= 0
      && module.text(function.name) == "__generator"
  }

  /// A generator as tsc makes it of a function and its `this`.
  func makeMachine(_ body: Closure, this: Value) -> Value {
    let id = makeObject(.generator(body, context: -2, frame: frame))
    heap[id].properties["this"] = Property(value: this, isHidden: true, place: here)
    markMachine(id)
    return .object(id)
  }

  /// How many rounds of a loop in such a generator are evaluated one by one.
  private static let machineRounds = 24

  /// A state of what tsc makes of a generator: the state of variables with which a label is reached.
  private struct MachineState {
    var snapshots: [Heap.Snapshot]
    var sent: Value
  }

  /// Runs what tsc makes of a generator or asynchronous function: a function that is called again and again, and says
  /// by `[operation, value]` what comes next.
  func runStateMachine(_ closure: Closure, this: Value) -> (value: Value, yields: [Value]) {
    guard nesting < Self.maximumNesting, callDepth < Self.maximumCalls else {
      noteGap("calls are nested deeper than is followed")
      return (.unknown(reason("calls are nested deeper than is followed")), [])
    }
    let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
    let outer = (module, frame, context, offset)
    callDepth += 1
    defer {
      callDepth -= 1
      (module, frame, context, offset) = outer
    }
    let state = makeObject()
    let trys = makeArray([])
    let mark = openMark()
    var waiting: [Int: MachineState] = [0: MachineState(snapshots: [Heap.Snapshot()], sent: .undefined)]
    var visits: [Int: (count: Int, snapshots: [Heap.Snapshot])] = [:]
    var regions: Set<[Int]> = []
    var endings: [(snapshot: Heap.Snapshot, value: Value)] = []
    var yields: [Value] = []

    func reach(_ label: Int, _ snapshot: Heap.Snapshot, _ sent: Value) {
      guard visits[label]?.count ?? 0 < Self.machineRounds + 2 else { return }
      var state = waiting[label] ?? MachineState(snapshots: [], sent: sent)
      state.snapshots.append(snapshot)
      state.sent = state.sent.joined(sent)
      waiting[label] = state
    }

    var error: Value?
    func throwOn(_ thrown: Value, from label: Int, _ snapshot: Heap.Snapshot) {
      let inner = regions.filter { $0[0] <= label }.sorted { $0[0] > $1[0] }
      for region in inner {
        if region[1] > 0, label < region[1] { return reach(region[1], snapshot, thrown) }
        // What is thrown goes on behind `finally`.
        if region.count > 3, region[2] > 0, label < region[2] {
          reach(region[2], snapshot, .undefined)
          break
        }
      }
      error = error?.joined(thrown) ?? thrown
    }

    /// Returns and jumps that go on behind the `finally` of a region.
    var pending: [[Int]: [(operation: Int, value: Value)]] = [:]
    /// Leaves a place by a return (2) or a jump (3), through each `finally` around it.
    func leave(_ operation: Int, _ argument: Value, from current: Int, _ snapshot: Heap.Snapshot, behind: [Int] = []) {
      let around = regions.filter { region in
        region.count > 3 && region[0] <= current && current < region[3] && region != behind
          && (behind.isEmpty || region[0] < behind[0] || region[3] > behind[3])
      }
      for target in operation == 3 ? labels(in: argument) : [Int.max] {
        let value = operation == 3 ? Value.number(Double(target)) : argument
        var isLeft = true
        for region in around.sorted(by: { $0[0] > $1[0] }) where target <= region[0] || target >= region[3] {
          guard region[2] > 0, current < region[2] else { continue }
          if pending[region]?.contains(where: { $0 == (operation, value) }) != true {
            pending[region, default: []].append((operation, value))
          }
          reach(region[2], snapshot, .undefined)
          isLeft = false
          break
        }
        guard isLeft else { continue }
        if operation == 3 { reach(target, snapshot, .undefined) } else { endings.append((snapshot, value)) }
      }
    }

    while let label = waiting.keys.min(), let next = waiting.removeValue(forKey: label), !isExhausted {
      guard step() else { break }
      isDead = false
      let past = visits[label]
      // Rounds of a loop are followed one by one at first, then any number of them at once.
      if let past, let earlier = past.snapshots.first, past.count >= Self.machineRounds {
        heap.apply(next.snapshots + past.snapshots)
        heap.widen(from: earlier)
      } else {
        heap.apply(next.snapshots)
      }
      let entry = heap.snapshot(since: mark)
      visits[label] = ((past?.count ?? 0) + 1, [entry])
      heap[state].properties["label"] = Property(value: .number(Double(label)), place: here)
      heap[state].properties["trys"] = Property(value: trys, place: here)
      let sent = makeObject(.bound(target: native("identity"), this: .undefined, arguments: [next.sent]))
      heap[state].properties["sent"] = Property(value: .object(sent), place: here)

      module = closure.module
      frame = closure.frame
      context = closure.context
      contexts.append(CallContext(this: this, arguments: [.object(state)], isExact: true, function: closure))
      if !function.isArrow { context = Int32(contexts.count - 1) }
      // The mark is the whole generator's: branches within do not close it.
      for jump in [Target.Jump.function, .tries] {
        targets.append(Target(jump: jump, mark: mark, openMarks: heap.openMarks - 2))
      }
      enterScope(function.scope)
      bind(program.list(function.parameters), [.object(state)], isExact: true)
      if function.isExpressionBody {
        let value = evaluate(function.body)
        if !isDead { exit(to: targets.count - 2, with: value) }
      } else {
        let statements = program.list(node(function.body))
        hoist(statements)
        execute(statements)
      }
      let thrown = targets.removeLast().exits
      let exits = targets.removeLast()

      if case .object(let list)? = trys.only {
        for region in heap[list].elements {
          let labels = elements(of: region).known.map { value -> Int in
            if case .number(let number)? = value.only, number < 1e6 { Int(number) } else { -1 }
          }
          if labels.count >= 2 { regions.insert(labels) }
        }
      }
      heap.goBack(to: mark)
      for (snapshot, value) in thrown { throwOn(value, from: label, snapshot) }
      for (snapshot, value) in exits.exits {
        for atom in value.atoms {
          guard case .object(let id) = atom, let first = heap[id].elements.first,
            case .number(let operation)? = first.only
          else { continue }
          let argument = heap[id].elements.count > 1 ? heap[id].elements[1] : .undefined
          var current = label
          if case .number(let number)? = snapshot.object(state)?.properties["label"]?.value.only {
            current = Int(number)
          }
          switch operation {
          case 2, 3: leave(Int(operation), argument, from: current, snapshot)
          case 4, 5:
            isDead = false
            heap.apply([snapshot])
            let waits = waited(for: argument)
            if operation == 5 {
              let items = elements(of: argument)
              yields += (items.known + (items.others.map { [$0] } ?? [])).filter { !yields.contains($0) }.prefix(100)
            } else if waits == nil, !yields.contains(argument), yields.count < 100 {
              yields.append(argument)
            }
            let (sent, thrown) = attempt { self.awaited(waits ?? argument) }
            isDead = false
            let after = heap.snapshot(since: mark)
            heap.goBack(to: mark)
            if let thrown { throwOn(thrown, from: current, after) }
            if let sent { reach(current + 1, after, sent) }
          case 7:
            for region in regions
            where region.count > 3 && region[2] >= 0 && region[2] <= current && region[3] > current {
              for end in pending[region] ?? [(3, .number(Double(region[3])))] {
                leave(end.operation, end.value, from: current, snapshot, behind: region)
              }
            }
          default: break
          }
          // What throws within a region goes on where its errors are caught, or where it ends.
          for region in regions
          where region[0] <= current && current < region[1] || (region[1] < 0 && region[0] <= current) {
            if region[1] > 0 { reach(region[1], snapshot, caughtError()) }
          }
        }
      }
      for region in regions where region[1] > 0 && region[0] <= label && label < region[1] && visits[region[1]] == nil {
        reach(region[1], entry, caughtError())
      }
    }
    heap.goBack(to: mark)
    let value = end(generator: endings)
    closeMark(mark)
    guard let value else {
      // It ends by an error alone.
      throwValue(error ?? .object(makeObject(.error)))
      return (.undefined, yields)
    }
    if let error { mayThrow(error) }
    return (value, yields)
  }

  /// Goes on with either of the states in which a generator ends.
  ///
  /// - Returns: What it ends with; nil where it is not seen to end.
  func end(generator endings: [(snapshot: Heap.Snapshot, value: Value)]) -> Value? {
    isDead = false
    guard let first = endings.first else { return nil }
    let value = endings.dropFirst().reduce(first.value) { $0.joined($1.value) }
    let written = Set(endings.flatMap(\.snapshot.objectIDs))
    let isTold = (2...24).contains(endings.count) && written.count <= 500
    steps += isTold ? endings.count * written.count : 0
    let objects = Array(written)
    let ends = isTold ? endings.map { end in objects.map { end.snapshot.object($0) ?? heap.objects[Int($0)] } } : []
    heap.apply(endings.map(\.snapshot))
    generatorEnds =
      isTold
      ? GeneratorEnds(
        value: value, objects: objects, joined: objects.map { heap.objects[Int($0)] },
        ends: zip(endings, ends).map { ($0.value, $1) }) : nil
    return value
  }
}

extension Heap.Snapshot {
  /// The objects that were written.
  var objectIDs: [ObjectID] { Array(objects.keys) }

  /// An object as it was.
  func object(_ id: ObjectID) -> HeapObject? { objects[id] }
}
