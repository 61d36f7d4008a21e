/// How what a compiler made of a generator is walked through: from label to label, with the state that each is reached with.
/// tsc, SWC and Babel all keep a table of the parts that `try` stands around.
struct MachineWalk {
  /// Where errors, returns and jumps go that come out of a part of the body.
  struct Region: Hashable {
    let start: Int
    let caught: Int?
    let finally: Int?
    let after: Int?

    /// Whether a place is in it, with what catches its errors and stands behind `finally`.
    func contains(_ place: Int) -> Bool { start <= place && place < after ?? .max }

    /// Whether a place is in the part whose errors are caught.
    func catches(_ place: Int) -> Bool { caught.map { start <= place && place < $0 } ?? false }

    /// Whether a place is in a part behind which `finally` stands.
    func finishes(_ place: Int) -> Bool { finally.map { start <= place && place < $0 } ?? false }

    /// Whether a place is in what stands behind `finally`.
    func finalizes(_ place: Int) -> Bool {
      if let finally, let after { finally <= place && place < after } else { false }
    }
  }

  /// What goes on behind a `finally`.
  enum Leaving: Equatable {
    case returning(Value)
    case throwing(Value)
    case jumping(to: Int)
  }

  /// A `finally` that is come through on the way to somewhere else, or a `catch` and what comes behind it up to the end of
  /// its statement; within another one or none.
  private struct Passage: Equatable {
    let region: Region
    /// Where a `finally` leads; nil for a `catch`.
    let leaving: Leaving?
    let outer: Int

    /// Whether a label is still in it.
    func reaches(_ label: Int) -> Bool {
      leaving != nil ? region.finalizes(label) : region.contains(label)
    }
  }

  /// A label, and the `finally` or `catch` that it is in: an index of ``passages``, -1 for none.
  struct Spot: Hashable, Comparable {
    var label: Int
    var passage = -1

    static func < (left: Spot, right: Spot) -> Bool {
      (left.label, left.passage) < (right.label, right.passage)
    }
  }

  /// The states with which a label is reached, and what a wait there has brought.
  struct Reached {
    var snapshots: [Heap.Snapshot] = []
    var sent: Value
    /// What has brought that, where it is known on each of the ways on which it was brought.
    var returned: Evaluator.Returned?
  }

  /// How often each is walked through one by one, before it is for any number of rounds.
  static let rounds = 24

  private var waiting = [Spot(label: 0): Reached(snapshots: [Heap.Snapshot()], sent: .undefined)]
  private var visits: [Spot: (count: Int, first: Heap.Snapshot)] = [:]
  private var passages: [Passage] = []
  /// How the body ends, and by which errors.
  private(set) var endings: [(snapshot: Heap.Snapshot, value: Value)] = []
  private(set) var failures: [(snapshot: Heap.Snapshot, value: Value)] = []
  private var given: [Value] = []
  private var sequence: [Value] = []
  private var isOneWay = true
  /// Whether a jump stays in a part with a `try`.
  let isInside: (_ target: Int, _ region: Region) -> Bool

  init(isInside: @escaping (_ target: Int, _ region: Region) -> Bool) { self.isInside = isInside }

  /// Takes what is to be walked through next.
  mutating func next() -> (spot: Spot, reached: Reached)? {
    guard let spot = waiting.keys.min(), let reached = waiting.removeValue(forKey: spot) else { return nil }
    return (spot, reached)
  }

  /// How often a spot was walked through before, and with which state first; counts one more.
  mutating func visit(_ spot: Spot, with state: Heap.Snapshot) {
    visits[spot] = ((visits[spot]?.count ?? 0) + 1, visits[spot]?.first ?? state)
  }

  /// Whether a spot is in a `catch`.
  func isCaught(_ spot: Spot) -> Bool {
    var passage = spot.passage
    while passage >= 0 {
      if passages[passage].leaving == nil { return true }
      passage = passages[passage].outer
    }
    return false
  }

  /// Notes how a spot is walked through: what a generator gives is known in its order where but one way leads through it, beside
  /// those on which an error is caught and thrown on.
  mutating func note(_ spot: Spot, reachedIn states: Int, leftBy exits: Int) {
    if !isCaught(spot), states > 1 || exits > 1 || first(of: spot) != nil || !waiting.keys.allSatisfy(isCaught) {
      isOneWay = false
    }
  }

  /// Notes what a generator gives; nil where that is not known in its order.
  mutating func give(_ values: [Value]?, at spot: Spot) {
    for value in values ?? [] where !given.contains(value) && given.count < 100 { given.append(value) }
    if let values, !isCaught(spot), sequence.count + values.count <= 1000 {
      sequence += values
    } else {
      isOneWay = false
    }
  }

  /// What a generator gives, and whether that is all, in its order.
  var yields: (values: [Value], isExact: Bool) {
    isOneWay && endings.count == 1 ? (sequence, true) : (given, false)
  }

  /// The state with which a spot was first reached, where it was reached too often to follow each time.
  func first(of spot: Spot) -> Heap.Snapshot? {
    visits[spot].flatMap { $0.count >= Self.rounds ? $0.first : nil }
  }

  /// Goes on at a label.
  mutating func reach(
    _ label: Int, from spot: Spot, _ snapshot: Heap.Snapshot, _ sent: Value = .undefined,
    _ returned: Evaluator.Returned? = nil
  ) {
    add(Spot(label: label, passage: passage(at: label, from: spot)), snapshot, sent, returned)
  }

  private func passage(at label: Int, from spot: Spot) -> Int {
    var passage = spot.passage
    while passage >= 0, !passages[passage].reaches(label) { passage = passages[passage].outer }
    return passage
  }

  /// The index of a passage.
  private mutating func index(of passage: Passage) -> Int {
    if let index = passages.firstIndex(of: passage) { return index }
    passages.append(passage)
    return passages.count - 1
  }

  private mutating func add(
    _ spot: Spot, _ snapshot: Heap.Snapshot, _ sent: Value, _ returned: Evaluator.Returned? = nil
  ) {
    guard visits[spot]?.count ?? 0 < Self.rounds + 2 else { return }
    var reached = waiting[spot] ?? Reached(sent: sent)
    reached.returned = reached.snapshots.isEmpty ? returned : nil
    reached.snapshots.append(snapshot)
    reached.sent = reached.sent.joined(sent)
    waiting[spot] = reached
  }

  /// Leaves a place, through what catches it or each `finally` around it; `regions` are those there, the innermost first.
  mutating func leave(
    _ leaving: Leaving, from spot: Spot, _ snapshot: Heap.Snapshot, through regions: [Region]
  ) {
    for region in regions {
      switch leaving {
      case .throwing(let error):
        guard let caught = region.caught, region.catches(spot.label) else { break }
        let passage = Passage(region: region, leaving: nil, outer: passage(at: caught, from: spot))
        return add(Spot(label: caught, passage: index(of: passage)), snapshot, error)
      case .jumping(let target): if isInside(target, region) { continue }
      case .returning: break
      }
      guard let finally = region.finally, region.finishes(spot.label) else { continue }
      let passage = Passage(region: region, leaving: leaving, outer: passage(at: finally, from: spot))
      return add(Spot(label: finally, passage: index(of: passage)), snapshot, .undefined)
    }
    switch leaving {
    case .returning(let value): endings.append((snapshot, value))
    case .throwing(let error): failures.append((snapshot, error))
    case .jumping(let target): reach(target, from: spot, snapshot)
    }
  }

  /// Goes on behind the end of a `finally`: where what came through it leads, or after it.
  mutating func finish(_ region: Region, from spot: Spot, _ snapshot: Heap.Snapshot, through regions: [Region]) {
    var passage = spot.passage
    while passage >= 0, passages[passage].region != region || passages[passage].leaving == nil {
      passage = passages[passage].outer
    }
    if passage >= 0, let leaving = passages[passage].leaving {
      leave(leaving, from: Spot(label: spot.label, passage: passages[passage].outer), snapshot, through: regions)
    } else if let after = region.after {
      reach(after, from: spot, snapshot)
    }
  }
}
