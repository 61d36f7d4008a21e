/// What reading code says to one question: what was found, and what may be missing from that.
///
/// Nothing found and nothing undecided is a certain "none". What is undecided is never to be read as "none".
public struct Answer<Value: Sendable & Hashable>: Sendable, Hashable {
  /// What was found, in the order of the places.
  public private(set) var found: [Found<Value>]
  /// Why there may be more than was found; empty where all is known.
  public private(set) var undecided: [Undecided]

  /// An answer of that; none without arguments.
  public init(found: [Found<Value>] = [], undecided: [Undecided] = []) {
    self.found = []
    self.undecided = []
    var seen: Set<Found<Value>> = []
    self.found = found.filter { seen.insert($0).inserted }
    var reasons: Set<Undecided> = []
    self.undecided = undecided.filter { reasons.insert($0).inserted }
  }

  /// What either of two answers says.
  func joined(with other: Answer) -> Answer {
    self == other ? self : Answer(found: found + other.found, undecided: undecided + other.undecided)
  }

  /// What the answer amounts to.
  public enum State: Sendable, Hashable {
    /// All is known, and something was found.
    case known
    /// All is known, and nothing was found.
    case none
    /// There may be more than was found, or something else.
    case undecided
  }

  /// Known, none or undecided.
  public var state: State { undecided.isEmpty ? found.isEmpty ? .none : .known : .undecided }

  /// The values that were found, without their places.
  public var values: [Value] { found.map(\.value) }
}

/// Something that was found in code, and where.
public struct Found<Value: Sendable & Hashable>: Sendable, Hashable {
  /// What was found.
  public let value: Value
  /// Where it stands.
  public let place: CodeLocation

  /// That value at that place.
  public init(_ value: Value, at place: CodeLocation) {
    self.value = value
    self.place = place
  }
}

/// Why something cannot be said.
public struct Undecided: Sendable, Hashable, CustomStringConvertible {
  /// The reason, as half a sentence: `the module ./x is not in the package`.
  public let reason: String
  /// Where it stands, where it has a place.
  public let place: CodeLocation?

  /// That reason, at that place.
  public init(_ reason: String, at place: CodeLocation? = nil) {
    self.reason = reason
    self.place = place
  }

  /// The reason and its place.
  public var description: String { place.map { "\(reason) (\($0))" } ?? reason }
}

/// The values that something may have: one of those, or, where they are not all, another one.
public struct Possible<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The values that are known, in order of appearance.
  public let values: [Value]
  /// Whether it can have no other value.
  public let isComplete: Bool

  /// One of those values; `isComplete` where it can have no other.
  public init(_ values: [Value], isComplete: Bool = true) {
    var seen: Set<Value> = []
    self.values = values.filter { seen.insert($0).inserted }
    self.isComplete = isComplete
  }

  /// The value, where it is the only one.
  public var only: Value? { isComplete && values.count == 1 ? values.first : nil }
}
