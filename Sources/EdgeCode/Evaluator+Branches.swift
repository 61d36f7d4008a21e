/// Ways that are evaluated from the same state: branches, jumps, and what is thrown.
extension Evaluator {
  /// Opens a mark, from which on what is written can be put back.
  func openMark() -> Heap.Mark {
    // The function around it may be left within a branch: its exits are counted from here on.
    if let index = targets.lastIndex(where: { $0.jump == .function }), targets[index].mark == nil {
      targets[index].mark = heap.mark()
    }
    return heap.mark()
  }

  func closeMark(_ mark: Heap.Mark) {
    heap.close(mark)
    if let index = targets.lastIndex(where: { $0.jump == .function }), let outer = targets[index].mark,
      targets[index].exits.isEmpty, heap.openMarks == targets[index].openMarks + 1
    {
      heap.close(outer)
      targets[index].mark = nil
    }
  }

  /// How many marks are open of branches: those of jumps and of asynchronous functions are of none.
  var openBranches: Int { heap.openMarks - targets.reduce(0) { $0 + ($1.mark == nil ? 0 : 1) + ($1.isAsync ? 1 : 0) } }

  /// Whether what is evaluated may not happen.
  var isInBranch: Bool { openBranches > openMarksAtStart }

  /// Evaluates branches from the same state, and goes on with either of the states in which they end.
  func branch(_ bodies: [() -> Value]) -> Value {
    if isDead { return .undefined }
    if bodies.count == 1 { return bodies[0]() }
    let mark = openMark()
    var snapshots: [Heap.Snapshot] = []
    var value: Value?
    let known = facts
    var learned: [Fact]?
    for body in bodies {
      isDead = false
      facts = known
      let result = body()
      if !isDead {
        learned = learned?.filter(facts.contains) ?? facts
        snapshots.append(heap.snapshot(since: mark))
        value = value?.joined(result) ?? result
      }
      heap.goBack(to: mark)
    }
    isDead = snapshots.isEmpty
    facts = learned ?? known
    heap.apply(snapshots)
    closeMark(mark)
    steps += heap.takeWork()
    return value ?? .undefined
  }

  /// How many values are followed one by one, of those that something is done with.
  private static let maximumBranches = 64

  /// Evaluates the same for each of several values.
  func branch(on atoms: [Atom], _ body: @escaping (Atom) -> Value) -> Value {
    var bodies = atoms.prefix(Self.maximumBranches).map { atom in { body(atom) } }
    if atoms.count > Self.maximumBranches {
      bodies.append {
        self.noteGap("more values may be meant here than are followed")
        return .unknown(self.reason("more values may be meant here than are followed"))
      }
    }
    return branch(bodies)
  }

  /// Evaluates what may or may not happen.
  func maybe(_ body: @escaping () -> Void) {
    uncertain += 1
    defer { uncertain -= 1 }
    _ = branch([
      { .undefined },
      {
        body()
        return .undefined
      },
    ])
  }

  /// Ends the path that is being evaluated with a jump to a target.
  func exit(to index: Int, with value: Value = .undefined) {
    if let mark = targets[index].mark {
      if heap.openMarks == targets[index].openMarks + 1, targets[index].jump == .function {
        // No branch is open: this is the end of the function.
        targets[index].value = value
      } else {
        // Each way out takes along what was written before it.
        steps += heap.writes(since: mark) / 4
        let snapshot = heap.snapshot(since: mark)
        targets[index].exits.append((snapshot, value))
      }
    } else {
      targets[index].value = value
    }
    isDead = true
  }

  /// Begins something that jumps lead to.
  func push(_ jump: Target.Jump) -> Int {
    let mark = jump == .function ? nil : openMark()
    targets.append(
      Target(jump: jump, mark: mark, openMarks: heap.openMarks - (mark == nil ? 0 : 1), facts: facts.count))
    return targets.count - 1
  }

  /// Ends it: goes on with either of the states of the jumps, and of the path that came to its end.
  ///
  /// - Returns: The values of the jumps, and whether the path itself came to its end.
  func pop(fallsThrough: Bool = true) -> (values: [Value], fellThrough: Bool) {
    let target = targets.removeLast()
    let fellThrough = !isDead
    var values = target.exits.map(\.value)
    if let value = target.value {
      values.append(value)
      isDead = false
    }
    // On the way of a jump other conditions held.
    if !values.isEmpty || target.jump == .function { facts.removeLast(max(0, facts.count - target.facts)) }
    guard let mark = target.mark else { return (values, fellThrough) }
    if !target.exits.isEmpty {
      var snapshots = target.exits.map(\.snapshot)
      if (fellThrough && fallsThrough) || target.value != nil { snapshots.append(heap.snapshot(since: mark)) }
      heap.goBack(to: mark)
      heap.apply(snapshots)
      isDead = false
    }
    if target.jump == .function {
      heap.close(mark)
    } else {
      closeMark(mark)
    }
    return (values, fellThrough)
  }

  /// Notes that what is evaluated may throw: what catches it begins with what was done so far.
  func noteRisk() {
    mayThrow += 1
    guard let index = targets.lastIndex(where: { $0.jump == .tries || $0.isAsync }),
      let mark = targets[index].isAsync ? targets[index].start : targets[index].mark,
      targets[index].lastRisk != heap.revision
    else { return }
    guard targets[index].risks.count < Self.maximumRisks else {
      targets[index].hasMoreRisks = true
      return
    }
    steps += heap.writes(since: mark) / 4
    targets[index].risks.append(heap.snapshot(since: mark))
    targets[index].lastRisk = heap.revision
  }

  /// How many states are told apart in which one `try` may be left.
  private static let maximumRisks = 12

  /// Throws on one of two ways, and goes on on the other.
  func mayThrow(_ error: Value, of promise: ObjectID? = nil) {
    _ = branch([
      {
        if let promise { self.takeBack(promise) }
        self.throwValue(error)
        return .undefined
      }, { .undefined },
    ])
  }

  /// An error of what the language throws itself, whose message is not known.
  func error(_ name: String) -> Value {
    let id = makeObject(.error)
    heap[id].properties["name"] = Property(value: .string(name), isHidden: true, place: here)
    return .object(id)
  }

  /// The target of a `throw`: the innermost `try` in this call or those around it.
  func throwValue(_ value: Value) {
    let target = targets.lastIndex { $0.jump == .tries || $0.isAsync }
    if let target, targets[target].isAsync {
      // What an asynchronous function throws, its promise is rejected with.
      targets[target].error = targets[target].error?.joined(value) ?? value
      if let start = targets[target].start {
        steps += heap.writes(since: start) / 4
        targets[target].failures.append(heap.snapshot(since: start))
      }
    } else {
      mayThrow += 1
      if let target { exit(to: target, with: value) }
    }
    isDead = true
  }
}
