import ECMAScript

/// What an expression may be, as far as it is known: one value, or one of several.
struct Value: Hashable {
  /// The first of the values that it may be.
  let first: Atom
  /// The others.
  let rest: [Atom]

  /// More values than these are not told apart.
  static let maximumCount = 24
  /// More objects than these are not told apart: tables of answers are longer than lists of texts.
  static let maximumObjects = 200

  init(_ atom: Atom) {
    first = atom
    rest = []
  }

  /// One of several; unknown where there are none, or too many.
  init<Atoms: Sequence>(_ atoms: Atoms, tooMany: Reason = .none) where Atoms.Element == Atom {
    var known: [Atom] = []
    var seen: Set<Atom> = []
    for atom in atoms {
      // Of few, looking at each is faster than making a set.
      if known.count < 12 {
        if !known.contains(atom) { known.append(atom) }
      } else {
        if seen.isEmpty { seen = Set(known) }
        if seen.insert(atom).inserted { known.append(atom) }
      }
    }
    if known.count > Self.maximumCount {
      // Literals of one type become "some value of that type" first.
      var general: [Atom] = []
      var kinds: Set<Atom> = []
      for atom in known where kinds.insert(atom.generalized).inserted { general.append(atom.generalized) }
      known =
        general.count > Self.maximumObjects
        ? Array(general.prefix(Self.maximumObjects)) + [.unknown(tooMany)] : general
    }
    first = known.first ?? .unknown(tooMany)
    rest = Array(known.dropFirst())
  }

  static let undefined = Value(.undefined)
  static let null = Value(.null)
  static let text = Value(.text(.none))
  static let number = Value(.numeral)
  static let truth = Value(.truth)

  static func string(_ text: String) -> Value { Value(.string(text)) }
  static func number(_ number: Double) -> Value { Value(.number(number)) }
  static func bool(_ bool: Bool) -> Value { Value(.bool(bool)) }
  static func object(_ object: ObjectID) -> Value { Value(.object(object)) }
  static func unknown(_ reason: Reason) -> Value { Value(.unknown(reason)) }

  var atoms: [Atom] { rest.isEmpty ? [first] : [first] + rest }
  var only: Atom? { rest.isEmpty ? first : nil }
  var isUndefined: Bool { rest.isEmpty && first == .undefined }

  /// Either of two.
  func joined(_ other: Value) -> Value {
    if self == other { return self }
    if rest.isEmpty, other.rest.isEmpty, first != other.first { return Value(pair: first, other.first) }
    return Value(atoms + other.atoms)
  }

  private init(pair first: Atom, _ second: Atom) {
    self.first = first
    rest = [second]
  }

  func filter(_ isIncluded: (Atom) -> Bool) -> Value? {
    if rest.isEmpty { return isIncluded(first) ? self : nil }
    let left = atoms.filter(isIncluded)
    return left.isEmpty ? nil : Value(left)
  }

  func map(_ transform: (Atom) -> Atom) -> Value {
    rest.isEmpty ? Value(transform(first)) : Value(atoms.map(transform))
  }

  /// Each value on its own, and then either of the results.
  func flatMap(_ transform: (Atom) -> Value) -> Value {
    rest.isEmpty ? transform(first) : Value(atoms.flatMap { transform($0).atoms })
  }

  /// The value without literals, as it is after an unknown number of rounds of a loop.
  var generalized: Value { map(\.generalized) }

  /// The reason, where part of it is not known.
  var reason: Reason? {
    for atom in atoms { if case .unknown(let reason) = atom { return reason } }
    return nil
  }

  /// The text, where it is one text.
  var string: String? { if case .string(let text)? = only { text } else { nil } }
}

/// Why a value is not known: an index into the reasons of an evaluation.
struct Reason: Hashable {
  let index: Int32
  /// Without a reason of its own.
  static let none = Reason(index: 0)
}

typealias ObjectID = Int32

/// One value, or all values of a kind.
enum Atom: Hashable {
  case undefined, null
  case bool(Bool)
  case number(Double)
  case string(String)
  case bigInt(String)
  case object(ObjectID)
  /// Some text.
  case text(TextOrigin)
  /// Some number.
  case numeral
  /// Some truth value.
  case truth
  /// For each status of the origin's response one value: an index into the tables of an evaluation.
  case status(Int32)
  /// Anything.
  case unknown(Reason)

  static func == (left: Atom, right: Atom) -> Bool {
    switch (left, right) {
    case (.undefined, .undefined), (.null, .null), (.numeral, .numeral), (.truth, .truth): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.isExactly(b)
    case (.bigInt(let a), .bigInt(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.text(let a), .text(let b)): a == b
    case (.status(let a), .status(let b)): a == b
    case (.unknown(let a), .unknown(let b)): a == b
    default: false
    }
  }

  /// Without the literal.
  var generalized: Atom {
    switch self {
    case .bool: .truth
    case .number: .numeral
    case .string: .text(.none)
    default: self
    }
  }

  var isStatus: Bool { if case .status = self { true } else { false } }
  var isNullish: Bool { self == .undefined || self == .null }
  var isNaN: Bool { if case .number(let number) = self { number.isNaN } else { false } }

  /// Whether it is a text, known or not; nil where it may be one.
  var isText: Bool? {
    switch self {
    case .string, .text: true
    case .unknown: nil
    default: false
    }
  }
}

/// Where a text comes from that is not known.
enum TextOrigin: Hashable {
  case none
  /// Out of the event.
  case event
  /// The query string of a Lambda handler's request.
  case queryString
  /// Made of a text of the event.
  case madeOfEvent
  /// The name of a header or the like that the event brings, and none of those that are known beside it: an index into
  /// ``Evaluator/knownNames``.
  case otherName(Int32)
  /// Made of the query string, all of which it holds.
  case madeOfQuery
  /// As a key value store holds it: an index into the reads of stores.
  case store(Int32)
  /// Made of what a key value store holds.
  case madeOfStore
  /// The JSON of what holds the request as a whole: a copy of it, or -1 where it is made of such a text.
  case wholeRequest(ObjectID)
  /// The JSON of another part of the event: a copy of it.
  case partOfEvent(ObjectID)

  /// The origin of what is made of such a text.
  var made: TextOrigin {
    switch self {
    case .wholeRequest: .wholeRequest(-1)
    case .none, .madeOfEvent, .madeOfQuery, .madeOfStore: self
    case .event, .partOfEvent, .otherName: .madeOfEvent
    case .queryString: .madeOfQuery
    case .store: .madeOfStore
    }
  }

  /// The origin of a part of such a text.
  var part: TextOrigin { holdsQuery ? .madeOfEvent : made }

  /// Whether it holds the query string of a Lambda handler's request.
  var holdsQuery: Bool { self == .queryString || self == .madeOfQuery }
}
