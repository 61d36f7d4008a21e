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

  /// Runs what tsc makes of a generator or asynchronous function: a function that is called again and again, and says
  /// by `[operation, value]` what comes next.
  func runStateMachine(_ closure: Closure, this: Value) -> Run {
    guard nesting < Self.maximumNesting, callDepth < Self.maximumCalls else {
      noteGap("calls are nested deeper than is followed")
      return Run(value: .unknown(reason("calls are nested deeper than is followed")))
    }
    let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
    let outer = (module, frame, context, offset)
    callDepth += 1
    defer {
      callDepth -= 1
      (module, frame, context, offset) = outer
    }
    let size = heap.size
    let state = makeObject()
    let trys = makeArray([])
    let mark = openMark()
    var walk = MachineWalk { target, region in target > region.start && target < region.after ?? 0 }
    let risks = mayThrow

    var known: [Value: MachineWalk.Region] = [:]
    func learn(_ entry: Value) -> MachineWalk.Region {
      known[entry] = region(entry)
      return region(entry)
    }

    while let (spot, reached) = walk.next(), !isExhausted {
      guard step() else { break }
      isDead = false
      heap.apply(RoundStates.told(reached.snapshots, since: mark, below: size, in: &heap))
      // Rounds of a loop are followed one by one at first, then any number of them at once.
      if let first = walk.first(of: spot) {
        noteLostWays()
        heap.apply([first, Heap.Snapshot()])
        heap.widen(from: first)
      }
      let entry = heap.snapshot(since: mark)
      walk.visit(spot, with: entry)
      heap[state].properties["label"] = Property(value: .number(Double(spot.label)), place: here)
      heap[state].properties["trys"] = Property(value: trys, place: here)
      let sent = makeObject(.bound(target: native("identity"), this: .undefined, arguments: [reached.sent]))
      heap[state].properties["sent"] = Property(value: .object(sent), place: here)
      returnedOf[sent] = reached.returned

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
      let thrown = targets.removeLast()
      let exits = targets.removeLast().exits
      heap.goBack(to: mark)
      walk.note(spot, reachedIn: reached.snapshots.count, leftBy: exits.count)

      /// Where something has come to by then, and the parts with a `try` that it has come by.
      func place(in snapshot: Heap.Snapshot) -> (spot: MachineWalk.Spot, regions: [MachineWalk.Region]) {
        var place = spot
        let label = snapshot.object(state)?.properties["label"]?.value.only
        if case .number(let number)? = label { place.label = Int(number) }
        // The parts that the path has come by so far, the innermost first.
        guard case .object(let list)? = trys.only else { return (place, []) }
        let entries = snapshot.object(list)?.elements ?? []
        steps += entries.count / 16
        let around = Set(entries.map { known[$0] ?? learn($0) }.filter { $0.contains(place.label) })
        return (place, around.sorted { $0.start > $1.start })
      }
      func leave(_ leaving: MachineWalk.Leaving, _ snapshot: Heap.Snapshot) {
        let (spot, regions) = place(in: snapshot)
        walk.leave(leaving, from: spot, snapshot, through: regions)
      }
      for (snapshot, value) in thrown.exits { leave(.throwing(value), snapshot) }
      let others = thrown.hasMoreRisks ? ([entry] + exits.map(\.snapshot)).map(\.asBound) : []
      for snapshot in thrown.risks + others { leave(.throwing(caughtError()), snapshot) }
      for (snapshot, value) in exits {
        let (spot, regions) = place(in: snapshot)
        for atom in value.atoms {
          guard case .object(let id) = atom, let first = heap[id].elements.first,
            case .number(let operation)? = first.only
          else { continue }
          let argument = heap[id].elements.count > 1 ? heap[id].elements[1] : .undefined
          switch operation {
          case 2: leave(.returning(argument), snapshot)
          case 3: for label in labels(in: argument) { leave(.jumping(to: label), snapshot) }
          case 4, 5:
            isDead = false
            heap.apply([snapshot])
            let waits = waited(for: argument)
            if operation == 5 {
              give(argument, in: &walk, at: spot)
            } else if waits == nil {
              walk.give([argument], at: spot)
            }
            noteSuspension(ofMachineAt: size)
            let before = heap.snapshot(since: mark)
            returned = nil
            let ways = self.ways { self.awaited(waits ?? argument) }
            heap.goBack(to: mark)
            for (after, error) in failures(of: ways) { leave(.throwing(error), before.overlaid(by: after)) }
            if let ending = ways.ending {
              let known = returned.flatMap { $0.value == ways.value ? $0 : nil }
              walk.reach(spot.label + 1, from: spot, before.overlaid(by: ending), ways.value, known)
            }
          case 7:
            if let region = regions.first(where: { $0.finalizes(spot.label) }) {
              walk.finish(region, from: spot, snapshot, through: regions)
            }
          default: break
          }
        }
      }
    }
    heap.goBack(to: mark)
    // What it throws itself it throws below.
    mayThrow = risks
    let value = end(walk)
    closeMark(mark)
    return ended(value, walk)
  }

  func ended(_ value: Value?, _ walk: MachineWalk) -> Run {
    if let value { return Run(value: value, walk.yields) }
    return Run(value: isDead ? .undefined : .unknown(reason("this generator is not seen to end")), walk.yields)
  }

  /// Notes all that another generator gives.
  func give(_ value: Value, in walk: inout MachineWalk, at spot: MachineWalk.Spot) {
    let items = elements(of: value)
    if let others = items.others { walk.give([others], at: spot) }
    walk.give(items.known, at: spot)
    if items.others != nil || !items.isExact { walk.give(nil, at: spot) }
  }

  /// The part that an entry of the table of tries stands for.
  private func region(_ entry: Value) -> MachineWalk.Region {
    let labels = elements(of: entry).known.map { value -> Int? in
      if case .number(let number)? = value.only, number < 1e6 { Int(number) } else { nil }
    }
    func part(_ place: Int) -> Int? { place < labels.count ? labels[place] : nil }
    return MachineWalk.Region(start: part(0) ?? .max, caught: part(1), finally: part(2), after: part(3))
  }

  /// Goes on with either of the states in which a generator ends, or throws with those in which something is thrown.
  ///
  /// - Returns: What it ends with; nil where it is not seen to end.
  func end(_ walk: MachineWalk) -> Value? {
    isDead = false
    guard let first = walk.failures.first else { return end(generator: walk.endings) }
    let error = walk.failures.dropFirst().reduce(first.value) { $0.joined($1.value) }
    var ended: Value?
    let fail = {
      self.heap.apply(walk.failures.map(\.snapshot))
      self.throwValue(error)
      return Value.undefined
    }
    let end = {
      ended = self.end(generator: walk.endings)
      return Value.undefined
    }
    _ = branch(walk.endings.isEmpty ? [fail] : [fail, end])
    return ended
  }

  /// Goes on with either of the states in which a generator ends.
  ///
  /// - Returns: What it ends with; nil where it is not seen to end.
  private func end(generator endings: [(snapshot: Heap.Snapshot, value: Value)]) -> Value? {
    guard let first = endings.first else { return nil }
    let value = endings.dropFirst().reduce(first.value) { $0.joined($1.value) }
    let written = Set(endings.flatMap(\.snapshot.objectIDs))
    let isTold = (2...24).contains(endings.count) && written.count <= 500
    steps += isTold ? endings.count * written.count : 0
    let objects = Array(written)
    let ends = isTold ? endings.map { end in objects.map { end.snapshot.object($0) ?? heap.objects[Int($0)] } } : []
    end(in: endings, with: value)
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
