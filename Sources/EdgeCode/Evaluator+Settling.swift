/// What counts once: the first thing that settles a promise, and the first answer that a callback gets.
extension Evaluator {
  /// An executor that is being run.
  struct Execution {
    let promise: ObjectID
    /// The target of what it throws, whose mark stands where it began.
    let target: Int
    /// The states in which something settled its promise.
    var states = Settlement()
    /// Whether it is one of what compilers make of an asynchronous function: when that has settled it, nothing else is done.
    var isMachine = false
  }

  /// What was written before a promise was settled: whoever waits for it goes on after that, though its callback may also
  /// never be called, and where it is rejected, not all may have been done.
  struct Settlement {
    var resolved: [Heap.Snapshot] = []
    var rejected: [Heap.Snapshot] = []
    /// What it resolves to on each of its ways, as a variable that nobody names.
    var cell: Int32?
    /// What was there before of all that was written.
    fileprivate var originals = Heap.Snapshot()
    /// What the same is since the promise was made. Whatever changed after that is no longer known by the states.
    fileprivate var end = Heap.Snapshot()
  }

  /// How many states are told apart in which one promise is settled.
  private static let maximumStates = 24

  func makePromise(_ value: Value?, error: Value? = nil) -> Value {
    let id = makeObject(.promise)
    if let value { settle(id, with: value, rejects: false) }
    if let error { settle(id, with: error, rejects: true) }
    return .object(id)
  }

  /// Adds a value that a promise resolves to, or is rejected with.
  func settle(_ promise: ObjectID, with value: Value, rejects: Bool) {
    if !rejects, value.atoms.contains(where: isObject) { return settle(promise) { self.awaited(value) } }
    note(value, of: promise, under: rejects ? "error" : "value")
  }

  private func note(_ value: Value, of promise: ObjectID, under name: String) {
    let old = heap[promise].properties[name]?.value
    heap[promise].properties[name] = Property(value: old?.joined(value) ?? value, place: here)
    // Who calls what was handed on, and whether, is not known of all that is called.
    let mark = uncertain > 0 ? Self.mayBeSettled : Self.isSettled
    heap[promise].properties[mark] = Property(value: .truth, isHidden: true, place: here)
  }

  /// What a promise has on the ways on which it is settled, or on which something may do that.
  private static let (isSettled, mayBeSettled) = ("#settled", "#settling")

  /// Notes that somebody waits for a promise that is not settled on each of the ways that lead there; of one of several,
  /// those lead to the others.
  func noteUnsettled(_ promise: ObjectID, isOnly: Bool) {
    guard mayStayUnsettled(promise), isOnly || heap.objects[Int(promise)].properties[Self.isSettled] == nil else {
      return
    }
    resultsUndecided.append(
      Undecided("this waits for a promise that nothing is seen to settle on each way", at: place(here)))
  }

  private func isObject(_ atom: Atom) -> Bool {
    if case .object = atom { true } else { false }
  }

  /// Adds what a promise resolves to by what is evaluated, or what it is rejected with where that throws.
  func settle(_ promise: ObjectID, by body: () -> Value) {
    let mark = openMark()
    var states = Settlement()
    follow(body, for: promise, since: mark, into: &states)
    note(states, of: promise, since: mark)
    closeMark(mark)
  }

  /// The same, with the states since a mark that lead to either; goes on as where it resolves, if it does.
  func follow(_ body: () -> Value, for promise: ObjectID, since mark: Heap.Mark, into states: inout Settlement) {
    let waits = late.waits
    let before = heap.snapshot(since: mark)
    steps += before.count / 4
    let ways = ways(outOf: body)
    let failures = failures(of: ways)
    let error = failures.dropFirst().reduce(failures.first?.value) { $0?.joined($1.value) ?? $1.value }
    states.resolved += ways.ending.map { [before.overlaid(by: $0)] } ?? []
    if let cell = states.cell, let last = states.resolved.indices.last, ways.ending != nil {
      heap.keep(ways.value, in: cell, of: &states.resolved[last])
    }
    states.rejected += failures.map { before.overlaid(by: $0.snapshot) }
    heap.apply(ways.ending.map { [$0] } ?? failures.map(\.snapshot))
    if let cell = states.cell, ways.ending != nil { heap.keep(ways.value, in: cell) }
    if late.waits > waits { late.promises[promise] = here }
    for (name, value) in [("value", ways.ending == nil ? nil : ways.value), ("error", error)] {
      if let value { note(value, of: promise, under: name) }
    }
  }

  /// Settles the promise of an asynchronous function that has come to its end, with what it returns.
  func settle(_ promise: ObjectID, with value: Value?, _ ended: Target, isRisky: Bool, since start: Heap.Mark) {
    isDead = false
    // What may throw in it is thrown where it is awaited.
    if let error = ended.error { settle(promise, with: error, rejects: true) }
    if isRisky || ended.error == nil && value == nil { settle(promise, with: caughtError(), rejects: true) }
    guard ended.start != nil else {
      heap.close(start)
      if let value { settle(promise, with: value, rejects: false) }
      return
    }
    var states = Settlement(rejected: ended.failures + ended.risks)
    if isRisky, ended.hasMoreRisks || ended.risks.isEmpty {
      states.rejected += [Heap.Snapshot().asBound, heap.snapshot(since: start).asBound]
    }
    if let value { follow({ self.awaited(value) }, for: promise, since: start, into: &states) }
    note(states, of: promise, since: start)
    heap.close(start)
  }

  /// Keeps the states since a mark in which a promise is settled.
  func note(_ states: Settlement, of promise: ObjectID, since mark: Heap.Mark) {
    guard !states.rejected.isEmpty else { return }
    var states = states
    states.originals = heap.originals(since: mark).without(promise)
    states.end = heap.now([states.originals])
    steps += states.originals.count * (1 + states.resolved.count + states.rejected.count) / 4
    func complete(_ snapshots: [Heap.Snapshot]) -> [Heap.Snapshot] {
      if snapshots.count > Self.maximumStates { return [states.originals.asBound, states.end.asBound] }
      return snapshots.map { states.originals.overlaid(by: $0).without(promise) }
    }
    (states.resolved, states.rejected) = (complete(states.resolved), complete(states.rejected))
    settlements[promise] = states
  }

  /// Resolves or rejects a promise from its executor, unless that has happened before.
  func settle(byExecutor promise: ObjectID, with value: Value, rejects: Bool) {
    // The first counts.
    if isSet("value", of: promise) || isSet("error", of: promise) { return }
    noteSettled(promise)
    if let generated, generated.value == value, isCurrent(generated) { returnedOf[promise] = generated }
    if laterTurns > 0 {
      heap[promise].properties["#later"] = Property(value: .truth, isHidden: true, place: here)
    }
    guard let index = executions.lastIndex(where: { $0.promise == promise }),
      let mark = targets[executions[index].target].mark
    else { return settle(promise, with: value, rejects: rejects) }
    if !rejects, value.atoms.contains(where: isObject) {
      var states = executions[index].states
      follow({ self.awaited(value) }, for: promise, since: mark, into: &states)
      executions[index].states = states
      return
    }
    settle(promise, with: value, rejects: rejects)
    let states = rejects ? \Settlement.rejected : \.resolved
    guard executions[index].states[keyPath: states].count <= Self.maximumStates else { return }
    steps += heap.writes(since: mark) / 4
    executions[index].states[keyPath: states].append(heap.snapshot(since: mark))
  }

  /// Runs the executor of a promise.
  func execute(_ executor: Value, for promise: ObjectID) {
    let resolve = Value.object(makeObject(.settler(promise: promise, rejects: false)))
    let reject = Value.object(makeObject(.settler(promise: promise, rejects: true)))
    let mark = openMark()
    let work = beginLateWork()
    executorDepths.append(callDepth)
    executions.append(Execution(promise: promise, target: targets.count))
    let ways = ways { self.call(executor, this: .undefined, [resolve, reject]) }
    let execution = executions.removeLast()
    executorDepths.removeLast()
    var states = execution.states
    // What the executor throws rejects the promise, unless it is settled by then.
    let failures = failures(of: ways).filter { failure in
      let promise = failure.snapshot.object(promise)
      return !["value", "error"].contains { name in promise?.properties[name].map { !$0.isOptional } ?? false }
    }
    states.rejected += failures.map(\.snapshot)
    heap.apply((ways.ending.map { [$0] } ?? []) + self.failures(of: ways).map(\.snapshot))
    if let first = failures.first {
      settle(promise, with: failures.dropFirst().reduce(first.value) { $0.joined($1.value) }, rejects: true)
    }
    endLateWork(since: work, of: execution.isMachine ? promise : nil)
    if execution.isMachine {
      // Nobody goes on where it is rejected but who waits for it.
      heap.apply((states.resolved.isEmpty ? states.rejected : states.resolved).map { $0.without(promise) })
    } else {
      // What it goes on to do when it has settled the promise may be done as well.
      let end = heap.now([heap.originals(since: mark)])
      states.resolved = states.resolved.map { end.overlaid(by: $0) }
      states.rejected = (states.rejected + states.rejected.map { end.overlaid(by: $0) }).map(\.asBound)
      if states.rejected.isEmpty { states.rejected = [end] }
    }
    note(states, of: promise, since: mark)
    closeMark(mark)
  }

  /// Runs what a compiler made of an asynchronous function, where its helper is not in the package.
  func runMachine(of promise: ObjectID, _ body: () -> Value) {
    let work = beginLateWork()
    executions.append(Execution(promise: promise, target: targets.count, isMachine: true))
    settle(promise, by: body)
    executions.removeLast()
    endLateWork(since: work, of: promise)
    isDead = isExhausted
  }

  /// Goes on as where a promise is resolved.
  func goOnAsResolved(_ promise: ObjectID) {
    guard let states = settlements[promise], !states.resolved.isEmpty else { return }
    steps += states.end.count / 4
    heap.apply(states.resolved, since: states.end)
  }

  /// Goes on as where a promise is rejected.
  func takeBack(_ promise: ObjectID) {
    guard let states = settlements[promise] else { return }
    steps += states.end.count / 4
    heap.apply(states.rejected, since: states.end)
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
    let called = Property(value: .truth, isHidden: true, place: here)
    heap[callbackState].properties[laterTurns == 0 ? "answered" : "answers"] = called
    if uncertain > 0 { heap[callbackState].properties["answering"] = called }
  }

  /// Notes that a handler that answers by its callback ends here without having called it.
  func noteUnanswered() {
    guard let callbackState, heap[callbackState].properties["answering"] == nil, !mayAnswerElsewhere,
      !isSet("answers", of: callbackState)
    else { return }
    resultsUndecided.append(Undecided("on a way that ends here, the callback is not called", at: place(here)))
  }

  private func mayStayUnsettled(_ promise: ObjectID) -> Bool {
    let properties = heap.objects[Int(promise)].properties
    return properties[Self.mayBeSettled] == nil && properties[Self.isSettled]?.isOptional != false
  }

  /// Notes that what comes after a promise is settled where that is, and not elsewhere.
  func noteSettling(of result: ObjectID, after promise: ObjectID) {
    if mayStayUnsettled(promise) { heap[result].properties[Self.isSettled]?.isOptional = true }
  }

  /// Whether something may settle what somebody waits for.
  func maySettle(_ item: Value) -> Bool {
    item.atoms.contains { atom in
      guard case .object(let id) = atom, case .promise = heap.objects[Int(id)].kind else { return true }
      return [Self.isSettled, Self.mayBeSettled].contains { heap.objects[Int(id)].properties[$0] != nil }
    }
  }

  private func isSet(_ name: String, of id: ObjectID) -> Bool {
    heap.objects[Int(id)].properties[name].map { !$0.isOptional && !$0.isDeleted } ?? false
  }
}
