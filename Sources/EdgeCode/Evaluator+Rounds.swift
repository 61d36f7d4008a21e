/// What happens any number of times: rounds are evaluated until they lead to no other state. States in which a variable or
/// a member says something else, such as whether something was found, are kept apart, with all that belongs to them.
extension Evaluator {
  /// How many rounds are followed, and how many states are told apart.
  private static let (maximumFollowedRounds, maximumStates) = (8, 8)
  /// How many texts a variable may be that another round may change, before it is any text.
  private static let maximumTexts = 4
  /// How many more are, where what they change may be anything.
  private static let maximumForgottenRounds = 32
  /// How deep such loops lie in each other whose states are told apart.
  private static let maximumLoops = 3

  /// Evaluates what happens any number of times, but at least once.
  ///
  /// - Parameters:
  ///   - entering: Whether a state in which a round has ended leads into another one.
  ///   - leaving: Whether it leads out; takes over what that says of it.
  ///   - body: A round.
  func unknownRounds(entering: () -> Bool = { true }, leaving: () -> Bool = { true }, _ body: () -> Void) {
    let (outer, known, joins, size, writes) = (frame, facts, heap.joins, heap.size, heap.writes)
    let mark = openMark()
    loops += 1
    defer {
      loops -= 1
      closeMark(mark)
    }
    body()
    // What writes nothing that was there before does the same in each round.
    if isDead || isExhausted || !heap.changes(since: mark, below: size) { return }
    var states = RoundStates(mark: mark, size: size, writes: writes, joins: joins)
    let isTold = loops <= Self.maximumLoops

    /// Puts a state in the place of the present one.
    func take(_ snapshot: Heap.Snapshot) {
      heap.goBack(to: mark)
      heap.apply([snapshot])
      (frame, facts, isDead) = (outer, known, false)
    }
    /// Adds the present state to those that were reached; gives those that are other ones by that.
    func add(after entered: Heap.Snapshot?, round: Int) -> Set<Int> {
      let isLast = round > Self.maximumFollowedRounds - 3
      let changed = states.add(
        after: entered, to: &heap, maximum: isTold && !isLast ? Self.maximumStates : 1,
        texts: isLast ? 1 : round < 2 ? .max : Self.maximumTexts)
      steps += heap.takeWork()
      return changed
    }

    var frontier = add(after: nil, round: 0)
    for round in 1..<Self.maximumFollowedRounds where !frontier.isEmpty && !isExhausted {
      var changed: Set<Int> = []
      for place in frontier.sorted() {
        let entered = states.snapshots[place]
        take(entered)
        guard entering() else { continue }
        body()
        if !isDead { changed.formUnion(add(after: entered, round: round)) }
      }
      frontier = changed
    }
    if states.losesWays || !frontier.isEmpty { noteLostWays() }
    if !frontier.isEmpty, !isExhausted { forget(&states, take, entering, body) }
    var endings: [Heap.Snapshot] = []
    for state in states.snapshots {
      take(state)
      if leaving() {
        heap.noteRounds(since: mark, below: size)
        endings.append(heap.snapshot(since: mark))
      }
    }
    heap.goBack(to: mark)
    heap.apply(endings)
    (frame, facts, isDead) = (outer, known, endings.isEmpty)
    steps += heap.takeWork()
  }

  /// Notes that what a loop leaves is no longer told apart by what was done in it: headers that are set on some ways may be
  /// set on each.
  func noteLostWays() { lostWay = lostWay ?? Undecided("what a loop leaves is not followed", at: place(here)) }

  /// Makes what rounds change anything, where more of them lead to other states than are followed.
  private func forget(
    _ states: inout RoundStates, _ take: (Heap.Snapshot) -> Void, _ entering: () -> Bool, _ body: () -> Void
  ) {
    let what = reason("what a loop leaves is not followed")
    for _ in 0..<Self.maximumForgottenRounds {
      heap.goBack(to: states.mark)
      heap.apply(states.snapshots)
      heap.forget(since: states.mark, below: states.size, what)
      states.replace(by: heap.snapshot(since: states.mark), in: heap)
      take(states.snapshots[0])
      guard entering() else { return }
      body()
      if isDead || states.add(after: nil, to: &heap, maximum: 1, texts: 1).isEmpty { return }
      steps += heap.takeWork()
    }
    noteGap("a loop changes more than is followed")
  }
}
