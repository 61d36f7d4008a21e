/// The statuses of the origin's response: a value for each of them, and which of them the code waits for.
extension Evaluator {
  /// The statuses that an origin's response may have.
  static let statuses = Array(100...599)

  func statusValue(_ table: [Atom]) -> Atom {
    if let first = table.first, table.allSatisfy({ $0 == first }) { return first }
    if let index = statusIndex[table] { return .status(index) }
    if statusTables.count > 500 { return .unknown(reason("more is done with the status than is followed")) }
    statusTables.append(table)
    statusIndex[table] = Int32(statusTables.count - 1)
    return .status(Int32(statusTables.count - 1))
  }

  /// The status of the event's response itself.
  var originStatus: Atom {
    statusValue(Self.statuses.map { isFunction ? .number(Double($0)) : .string(String($0)) })
  }

  /// The values of a status table, each once.
  func expand(_ value: Value) -> Value {
    guard value.atoms.contains(where: { if case .status = $0 { true } else { false } }) else { return value }
    return value.flatMap { atom in
      guard case .status(let index) = atom else { return Value(atom) }
      var distinct: [Atom] = []
      var seen: Set<Atom> = []
      for entry in statusTables[Int(index)] where seen.insert(entry).inserted { distinct.append(entry) }
      return Value(distinct)
    }
  }

  /// Notes for which statuses of 400 and above a table has an entry that it has for no other.
  func noteAwaited(_ table: [Atom], truth: (Atom) -> Atom) {
    let outcomes = table.map(truth)
    // No function gets a response of 1xx.
    let others = Set(zip(Self.statuses, outcomes).lazy.filter { (200..<400).contains($0.0) }.map(\.1))
    let waits = zip(Self.statuses, outcomes).filter { $0.0 >= 400 && !others.contains($0.1) }
    guard !waits.isEmpty else { return }
    awaited.append(Found(AwaitedStatus(waits.map(\.0)), at: place(here)))
    let sides = Set(waits.map(\.1))
    if sides == [.bool(true)] { awaitedSide = (awaited.count - 1, true) }
    if sides == [.bool(false)] { awaitedSide = (awaited.count - 1, false) }
  }

  /// What a side of a condition came to.
  struct Side {
    /// Whether nothing was written, answered or called outside there, but for logs and for passing on what came.
    var isIdle = true
    var fellThrough = true
  }

  /// Evaluates one side of a condition, and says what it came to.
  func evaluateSide(_ side: inout Side, _ body: () -> Void) {
    let (writes, calls) = (heap.writes, outsideCalls)
    let known = (results.count, resultsUndecided.count)
    body()
    side.fellThrough = !isDead
    side.isIdle =
      heap.writes == writes && outsideCalls == calls && resultsUndecided.count == known.1
      && results[known.0...].allSatisfy {
        $0.value.outcome == .response && $0.value.status == nil && $0.value.headers.isEmpty
      }
  }

  /// A condition waits for no statuses where those lead to nothing: the side on which they are passes on what came, or
  /// does nothing before both sides go on alike.
  func noteSides(of awaited: (index: Int, holds: Bool)?, _ holding: Side, _ failing: Side) {
    guard let awaited else { return }
    let (own, other) = awaited.holds ? (holding, failing) : (failing, holding)
    if own.isIdle, !own.fellThrough || other.fellThrough { idleSides.insert(awaited.index) }
  }
}
