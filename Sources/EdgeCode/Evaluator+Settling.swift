/// What counts once: the first thing that settles a promise, and the first answer that a callback gets.
extension Evaluator {
  /// An executor that is being run.
  struct Execution {
    let promise: ObjectID
    /// The target of what it throws, whose mark stands where it began.
    let target: Int
    /// The states in which something resolved its promise.
    var states: [Heap.Snapshot] = []
  }

  /// What was written when a promise was resolved: whoever waits for it goes on after that, though its callback may
  /// also never be called.
  struct ResolvedState {
    fileprivate let states: [Heap.Snapshot]
    /// What the same was when the executor came to its end. Whatever changed since is no longer known by the states.
    fileprivate let end: Heap.Snapshot
  }

  /// How many states are told apart in which one promise is resolved.
  private static let maximumStates = 12

  func makePromise(_ value: Value?, error: Value? = nil) -> Value {
    let id = makeObject(.promise)
    if let value { settle(id, with: value, rejects: false) }
    if let error { settle(id, with: error, rejects: true) }
    return .object(id)
  }

  /// Adds a value that a promise resolves to, or is rejected with.
  func settle(_ promise: ObjectID, with value: Value, rejects: Bool) {
    if !rejects, value.atoms.contains(where: isObject) { return settle(promise) { self.awaited(value) } }
    let name = rejects ? "error" : "value"
    let old = heap[promise].properties[name]?.value
    heap[promise].properties[name] = Property(value: old?.joined(value) ?? value, place: here)
  }

  private func isObject(_ atom: Atom) -> Bool {
    if case .object = atom { true } else { false }
  }

  /// Adds what a promise resolves to by what is evaluated, or what it is rejected with where that throws.
  func settle(_ promise: ObjectID, by body: () -> Value) {
    let mark = openMark()
    let waits = late.waits
    var end: Heap.Snapshot?
    let (value, error) = attempt {
      let value = body()
      if !isDead { end = heap.snapshot(since: mark) }
      return value
    }
    if error == nil {
      end = nil
    } else {
      let originals = heap.originals(since: mark)
      noteUndone(originals, before: promise)
      // What only a way that throws wrote is as it was where the promise is resolved.
      end = end.map { originals.overlaid(by: $0) }
    }
    closeMark(mark)
    noteResolved(promise, in: end)
    if late.waits > waits { late.promises[promise] = here }
    for (name, value) in [("value", value), ("error", error)] {
      guard let value else { continue }
      let old = heap[promise].properties[name]?.value
      heap[promise].properties[name] = Property(value: old?.joined(value) ?? value, place: here)
    }
  }

  /// Resolves or rejects a promise from its executor, unless that has happened before.
  func settle(byExecutor promise: ObjectID, with value: Value, rejects: Bool) {
    // The first counts.
    if isSet("value", of: promise) || isSet("error", of: promise) { return }
    if laterTurns > 0 {
      heap[promise].properties["#later"] = Property(value: .truth, isHidden: true, place: here)
    }
    settle(promise, with: value, rejects: rejects)
    guard !rejects, let index = executions.lastIndex(where: { $0.promise == promise }),
      executions[index].states.count <= Self.maximumStates, let mark = targets[executions[index].target].mark
    else { return }
    steps += heap.writes(since: mark) / 4
    executions[index].states.append(heap.snapshot(since: mark))
  }

  /// Runs the executor of a promise.
  func execute(_ executor: Value, for promise: ObjectID) {
    let resolve = Value.object(makeObject(.settler(promise: promise, rejects: false)))
    let reject = Value.object(makeObject(.settler(promise: promise, rejects: true)))
    executorDepths.append(callDepth)
    executions.append(Execution(promise: promise, target: targets.count))
    let (_, error) = attempt { call(executor, this: .undefined, [resolve, reject]) }
    let states = executions.removeLast().states
    executorDepths.removeLast()
    isDead = false
    // What the executor throws rejects the promise, unless it is settled by then.
    if let error, !isSet("value", of: promise) { settle(promise, with: error, rejects: true) }
    if !states.isEmpty, states.count <= Self.maximumStates {
      resolvedStates[promise] = ResolvedState(states: states, end: heap.now(states))
    }
  }

  /// Notes what was written before the value of a promise was there, where it may be rejected as well.
  func noteResolved(_ promise: ObjectID, in state: Heap.Snapshot?) {
    let isFirst = heap[promise].properties["value"] == nil
    steps += (state?.count ?? 0) / 4
    resolvedStates[promise] = isFirst ? state.map { ResolvedState(states: [$0], end: heap.now([$0])) } : nil
  }

  /// Goes on as where a promise is resolved.
  func goOnAsResolved(_ promise: ObjectID) {
    guard let resolved = resolvedStates[promise], heap.now([resolved.end]) == resolved.end else { return }
    steps += resolved.end.count / 4
    heap.apply(resolved.states)
  }

  /// Evaluates what is called in a later turn.
  func inLaterTurn(_ body: () -> Void) {
    laterTurns += 1
    body()
    laterTurns -= 1
  }

  /// Takes it that what the handler waits for comes after what is called in later turns.
  func waitForLaterTurns() {
    if laterTurns == 0, answersLater { answersByCallback = true }
  }

  /// Whether something has called the handler's callback on every way that leads here.
  var isAnswered: Bool { callbackState.map { isSet("answered", of: $0) } ?? false }

  /// Notes that the handler's callback is called.
  func noteAnswered() {
    guard let callbackState else { return }
    heap[callbackState].properties["answered"] = Property(value: .truth, isHidden: true, place: here)
  }

  private func isSet(_ name: String, of id: ObjectID) -> Bool {
    heap.objects[Int(id)].properties[name].map { !$0.isOptional && !$0.isDeleted } ?? false
  }
}
