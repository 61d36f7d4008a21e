/// What comes after an `await`, or in the callback of a promise, comes in a later turn: whoever called it and does not wait
/// for it has answered by then.
extension Evaluator {
  /// What is written in later turns, as far as it counts: to what was there before the call.
  struct LateWork {
    /// Promises of calls that nothing has waited for so far, and where they were made.
    var promises: [ObjectID: SourceOffset] = [:]
    /// Promises that are settled where what another one stands for comes to its end: whoever waits for them waits for that.
    var ends: [ObjectID: [ObjectID]] = [:]
    /// What comes after what a promise stands for stands for that too.
    var followers: [ObjectID: ObjectID] = [:]
    /// Promises that were settled in a later turn, and how much was written in such turns by then.
    var settled: [(promise: ObjectID, writes: Int)] = []
    /// How often something was waited for that writes in a later turn.
    var waits = 0
    /// Whether something is waited for in the handler's call.
    var isWaiting = false
    /// Which of the results an asynchronous handler's callback got in a later turn.
    var answers: [Int] = []
  }

  /// Leaves out what a callback got too late: an asynchronous handler that waits for nothing has answered before.
  func leaveOutLateAnswers() {
    if !late.isWaiting, !isExhausted {
      for index in late.answers.reversed() { results.remove(at: index) }
    }
    late.answers = []
  }

  /// What was known when a call began.
  struct LateWorkBefore {
    fileprivate let from: Int
    fileprivate let fromCell: Int
    fileprivate let writes: Int
    fileprivate let waits: Int
    fileprivate let settled: Int
  }

  /// Begins a call whose promise may have to be waited for.
  func beginLateWork() -> LateWorkBefore {
    LateWorkBefore(
      from: heap.lateFrom, fromCell: heap.lateFromCell, writes: heap.lateWrites, waits: late.waits,
      settled: late.settled.count)
  }

  /// Ends it, and notes whether its promise stands for something that has to be waited for.
  func endLateWork(since before: LateWorkBefore, of promise: ObjectID?) {
    let isLate = heap.lateWrites > before.writes || late.waits > before.waits
    (heap.lateFrom, heap.lateFromCell) = (before.from, before.fromCell)
    if isLate, let promise {
      late.promises[promise] = here
      for settled in late.settled.dropFirst(before.settled) where settled.writes == heap.lateWrites {
        late.ends[settled.promise, default: []].append(promise)
      }
    }
  }

  /// Notes that a promise is settled by its executor, or what that has called.
  func noteSettled(_ promise: ObjectID) {
    if heap.lateFrom > 0 { late.settled.append((promise, heap.lateWrites)) }
  }

  /// Evaluates what is called in a later turn, for which a promise stands.
  func inTurn(of promise: ObjectID, _ body: () -> Void) {
    let before = beginLateWork()
    heap.lateFrom = max(heap.lateFrom, heap.size.objects)
    heap.lateFromCell = max(heap.lateFromCell, heap.size.cells)
    body()
    endLateWork(since: before, of: promise)
  }

  /// Notes that the function that is being evaluated goes on in a later turn.
  func noteSuspension() {
    late.isWaiting = true
    guard let target = targets.last(where: { $0.jump == .function }), target.isAsync, !target.isHandler else { return }
    heap.lateFrom = max(heap.lateFrom, target.objects)
    heap.lateFromCell = max(heap.lateFromCell, target.cells)
  }

  /// The same of what a compiler made of a function, which is run in the executor of its promise.
  func noteSuspension(ofMachineAt size: (cells: Int, objects: Int)) {
    late.isWaiting = true
    guard executions.last?.isMachine == true else { return }
    heap.lateFrom = max(heap.lateFrom, size.objects)
    heap.lateFromCell = max(heap.lateFromCell, size.cells)
  }

  /// Notes that a promise is waited for.
  func noteWait(for promise: ObjectID) {
    late.isWaiting = true
    var promises = [promise]
    while let promise = promises.popLast() {
      if late.promises.removeValue(forKey: promise) != nil { late.waits += 1 }
      promises += late.ends.removeValue(forKey: promise) ?? []
      if let follower = late.followers.removeValue(forKey: promise) { promises.append(follower) }
    }
  }

  /// Notes that who waits for one promise waits for another, of which it comes.
  func noteFollowing(_ promise: ObjectID, by other: ObjectID) {
    guard late.promises.removeValue(forKey: promise) != nil else { return }
    if late.promises[other] == nil { late.followers[promise] = other }
    late.promises[other] = here
  }

  /// Notes what nothing has waited for in the end.
  func noteUnwaited() {
    guard let first = late.promises.values.min(by: { $0.offset < $1.offset }),
      results.contains(where: { $0.value.delivery == .awaited })
    else { return }
    resultsUndecided.append(
      Undecided("nothing waits for what is called here, and the answer may be given first", at: place(first)))
  }
}
