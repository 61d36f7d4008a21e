import ECMAScript

/// Conditions that are asked more than once of one value that is not known: what was said first holds for all of them.
///
/// Which these are shows only when the code has been evaluated; where there are any, it is evaluated once more.
struct Decisions {
  /// The conditions that are asked again, and that they ask again for: all others decide nothing but their own branches.
  var followed: Set<SourceOffset> = []
  /// The same, as they show.
  var found: Set<SourceOffset> = []
  /// Where each term was asked for first.
  fileprivate var asked: [Int32: Place] = [:]
  /// What was asked of texts and numbers of which other conditions may say something.
  fileprivate var compared: [Int32: [Int32]] = [:]
  /// The variables, which nobody names, that say whether a term is true, and which value it is.
  fileprivate var truths: [Int32: Int32] = [:]
  fileprivate var values: [Int32: Int32] = [:]

  fileprivate struct Place: Equatable {
    let site: SourceOffset
    let frame: Int32
  }

  /// Whether something may be known by now.
  var isEmpty: Bool { truths.isEmpty && values.isEmpty }

  /// Forgets what was decided on another event.
  mutating func forget() { (asked, compared, truths, values) = ([:], [:], [:], [:]) }
}

extension Evaluator {
  /// What a condition asks for, and whether it holds where that does not.
  private struct Asked {
    let term: Int32
    let isTurned: Bool
    /// What is compared, and with what, where that is a value.
    var subject: Int32?
    var literal: Atom?
  }

  // MARK: Asking

  /// Decides a condition that has been evaluated, also by what others have said before it; nil where it may go either way.
  func decide(_ value: Value, of test: Int32) -> Bool? {
    if let decision = decide(value) { return decision }
    if let known = knownTruth(test) { return known }
    noteAsked(test)
    return nil
  }

  /// What a condition comes to by what others have said before it.
  func knownTruth(_ test: Int32) -> Bool? {
    let node = node(test)
    switch node.kind {
    case .unary where node.op == .not: return knownTruth(node.a).map { !$0 }
    case .logical where node.op == .and || node.op == .or:
      var isKnown = true
      for part in program.list(node) {
        let truth = knownTruth(part)
        if truth == (node.op == .or) { return truth }
        if truth == nil { isKnown = false }
      }
      if isKnown { return node.op == .and }
    default: break
    }
    guard let asked = asked(test, adding: true) else { return nil }
    if case .count(let id, let version) = terms.all[Int(asked.term)], version == heap.objectVersions[Int(id)],
      heap.objects[Int(id)].isFilledForCertain
    {
      return !asked.isTurned
    }
    if let cell = decisions.truths[asked.term], case .bool(let truth)? = heap.cells[Int(cell)].only {
      return truth != asked.isTurned
    }
    if let literal = asked.literal, let known = knownValue(of: asked.subject) {
      return (known == literal) != asked.isTurned
    }
    if let search = search(asked.term), case .string(let text)? = knownValue(of: search.subject),
      let holds = search.holds(of: text)
    {
      return holds != asked.isTurned
    }
    return knownValue(of: asked.term).flatMap { truth(of: $0) }.map { $0 != asked.isTurned }
  }

  private func knownValue(of term: Int32?) -> Atom? {
    guard let term, let cell = decisions.values[term], let only = heap.cells[Int(cell)].only else { return nil }
    if case .unknown = only { return nil }
    return only
  }

  /// The variables that say what a condition comes to.
  func cellsOfDecisions(_ test: Int32) -> [Int32] {
    guard !decisions.isEmpty, let asked = asked(test, adding: false) else { return [] }
    return [decisions.truths[asked.term], asked.subject.flatMap { decisions.values[$0] }, decisions.values[asked.term]]
      .compactMap(\.self)
  }

  /// Notes that a condition is asked that may go either way.
  private func noteAsked(_ test: Int32) {
    guard replays == 0 else { return }
    if lostWay == nil, mentionsRounds(test), !isTold(test) { noteLostWays() }
    let node = node(test)
    switch node.kind {
    case .unary where node.op == .not: return noteAsked(node.a)
    case .logical: program.list(node).forEach(noteAsked)
    default: break
    }
    guard let asked = asked(test, adding: true) else { return }
    note(asked.term, by: test)
    if let subject = asked.subject { note(subject, by: test) }
    noteCompared(asked)
  }

  /// Whether a condition asks for what a loop with any number of rounds has left.
  private func mentionsRounds(_ test: Int32, depth: Int = 0) -> Bool {
    guard depth < 8 else { return false }
    let node = node(test)
    switch node.kind {
    case .identifier:
      guard node.b >= 0, let cell = cell(of: node.b) else { return false }
      return heap.ofRounds.contains(heap.versions[Int(cell)])
        || heap.cells[Int(cell)].atoms.contains { atom in
          if case .object(let id) = atom { heap.objects[Int(id)].isOfRounds } else { false }
        }
    case .unary: return mentionsRounds(node.a, depth: depth + 1)
    case .binary:
      return program.list(node).enumerated().contains { $0 % 2 == 0 && mentionsRounds($1, depth: depth + 1) }
    case .logical, .chain: return program.list(node).contains { mentionsRounds($0, depth: depth + 1) }
    case .call: return program.list(node).contains { mentionsRounds($0, depth: depth + 1) }
    case .index: return mentionsRounds(node.a, depth: depth + 1)
    default: return false
    }
  }

  private func note(_ term: Int32, by test: Int32) {
    let place = Decisions.Place(site: SourceOffset(module: module, offset: test), frame: frame)
    guard let first = decisions.asked[term] else { return decisions.asked[term] = place }
    if first != place { decisions.found.formUnion([first.site, place.site]) }
  }

  /// Notes where several things are asked of one value of which one says something of the other: which of them hold together
  /// is not followed.
  private func noteCompared(_ asked: Asked) {
    let subject: Int32
    switch terms.all[Int(asked.term)] {
    case .binary(let op, let left, _) where op.isOrder || isLength(left): subject = left
    case .count: subject = asked.term
    default:
      return noteSearched(asked)
    }
    note(asked.term, of: subject) { _ in true }
  }

  /// The same of searches in a text, and of what it is equal to.
  private func noteSearched(_ asked: Asked) {
    if let subject = asked.subject, case .string(let text)? = asked.literal {
      note(asked.term, of: subject) { search($0).map { $0.isAbout(text) } ?? false }
    } else if let one = search(asked.term) {
      note(asked.term, of: one.subject) { search($0).map { $0.isAbout(one.text) } ?? false }
    }
  }

  private func note(_ term: Int32, of subject: Int32, _ saysSomething: (Int32) -> Bool) {
    let others = decisions.compared[subject] ?? []
    if others.contains(term) || others.count > 16 { return }
    if others.contains(where: saysSomething) {
      lostWay = lostWay ?? Undecided("which conditions on one value hold together is not followed", at: place(here))
    }
    decisions.compared[subject] = others + [term]
  }

  private func isLength(_ term: Int32) -> Bool {
    switch terms.all[Int(term)] {
    case .part(_, "length"), .member(_, "length"), .count: true
    default: false
    }
  }

  /// What is looked for in a text, and where.
  private struct Search {
    let subject: Int32
    let method: String
    let text: String

    func holds(of whole: String) -> Bool? {
      switch method {
      case "startsWith": whole.hasPrefix(text)
      case "endsWith": whole.hasSuffix(text)
      case "includes": whole.contains(text)
      default: nil
      }
    }

    func isAbout(_ other: String) -> Bool { other.contains(text) || text.contains(other) }
  }

  private func search(_ term: Int32) -> Search? {
    guard case .call(let subject, let method, let arguments) = terms.all[Int(term)], arguments.count == 1,
      ["startsWith", "endsWith", "includes"].contains(method),
      case .literal(.string(let text)) = terms.all[Int(arguments[0])]
    else { return nil }
    return Search(subject: subject, method: method, text: text)
  }

  // MARK: Deciding

  /// Keeps what a condition has come to that is asked again.
  func keepDecision(_ test: Int32, holds: Bool) {
    guard decisions.followed.contains(SourceOffset(module: module, offset: test)),
      let asked = asked(test, adding: true)
    else { return }
    keep(.bool(holds != asked.isTurned), of: asked.term, in: \.truths)
    if let subject = asked.subject, let literal = asked.literal, holds != asked.isTurned {
      keep(literal, of: subject, in: \.values)
    }
  }

  private func keep(_ atom: Atom, of term: Int32, in cells: WritableKeyPath<Decisions, [Int32: Int32]>) {
    let cell = decisions[keyPath: cells][term] ?? heap.addOriginalCell(.unknown(.none))
    decisions[keyPath: cells][term] = cell
    heap.decisions[cell] = terms.lastWrite(of: term)
    heap.keep(Value(atom), in: cell)
  }

  /// Keeps that two expressions are equal, or are not, of which one is asked again.
  func keepEquality(_ subject: Int32, _ other: Int32, holds: Bool) {
    guard decisions.followed.contains(SourceOffset(module: module, offset: other)),
      let term = term(of: subject, adding: true), let right = self.term(of: other, adding: true),
      let equality = terms.number(of: .binary(.strictEqual, term, right), adding: true)
    else { return }
    keep(.bool(holds), of: equality, in: \.truths)
    if holds, let literal = literal(other) { keep(literal, of: term, in: \.values) }
  }

  /// Whether two expressions are equal, by what was said before; notes that they are asked for.
  func knownEquality(_ subject: Int32, _ other: Int32) -> Bool? {
    guard let term = term(of: subject, adding: true), let right = self.term(of: other, adding: true),
      let equality = terms.number(of: .binary(.strictEqual, term, right), adding: true)
    else { return nil }
    if let cell = decisions.truths[equality], case .bool(let truth)? = heap.cells[Int(cell)].only { return truth }
    if let known = knownValue(of: term), let literal = literal(other) { return known == literal }
    if replays == 0 {
      note(equality, by: other)
      note(term, by: other)
    }
    return nil
  }

  // MARK: What is asked

  private func asked(_ test: Int32, adding: Bool) -> Asked? {
    let node = node(test)
    guard node.kind == .binary, node.b == 3 else {
      return term(of: test, adding: adding).map { Asked(term: $0, isTurned: false) }
    }
    let parts = Array(program.list(node))
    guard var op = Operator(rawValue: UInt8(truncatingIfNeeded: parts[1])) else { return nil }
    let isSwapped = literal(parts[0]) != nil || isKnownNumber(parts[0])
    let (left, right) = isSwapped ? (parts[2], parts[0]) : (parts[0], parts[2])
    if isSwapped { op = op.swapped }
    guard op != .instanceOf, op != .in, let subject = term(of: left, adding: adding) else { return nil }
    if isLength(subject), case .number(let number)? = literal(right) ?? knownNumber(right) {
      return length(subject, op, number, adding: adding)
    }
    guard let other = term(of: right, adding: adding) else { return nil }
    func asked(_ op: Operator, isTurned: Bool) -> Asked? {
      let isEquality = op == .strictEqual || op == .equal
      return terms.number(of: .binary(op, subject, other), adding: adding).map {
        Asked(
          term: $0, isTurned: isTurned, subject: isEquality ? subject : nil,
          literal: op == .strictEqual ? literal(right) : nil)
      }
    }
    switch op {
    case .strictNotEqual: return asked(.strictEqual, isTurned: true)
    case .notEqual: return asked(.equal, isTurned: true)
    default: return asked(op, isTurned: false)
    }
  }

  private func isKnownNumber(_ index: Int32) -> Bool { knownNumber(index) != nil }

  /// The number that a variable is.
  private func knownNumber(_ index: Int32) -> Atom? {
    guard node(index).kind == .identifier, node(index).b >= 0, let cell = cell(of: node(index).b),
      case .number(let number)? = heap.cells[Int(cell)].only
    else { return nil }
    return .number(number)
  }

  /// What a condition asks of a length, which is a whole number: whether it is less than another one, or none at all.
  private func length(_ subject: Int32, _ op: Operator, _ number: Double, adding: Bool) -> Asked? {
    var (limit, isTurned) = (number, false)
    switch op {
    case .less: break
    case .lessOrEqual: limit += 1
    case .greaterOrEqual: isTurned = true
    case .greater: (limit, isTurned) = (number + 1, true)
    case .strictEqual, .equal, .strictNotEqual, .notEqual:
      isTurned = op == .strictNotEqual || op == .notEqual
      if number == 0 {
        limit = 1
      } else {
        guard let other = terms.number(of: .literal(.number(number)), adding: adding) else { return nil }
        return terms.number(of: .binary(.strictEqual, subject, other), adding: adding).map {
          Asked(term: $0, isTurned: isTurned, subject: subject, literal: .number(number))
        }
      }
    default: return nil
    }
    // None at all is what its own truth says.
    if limit == 1 { return Asked(term: subject, isTurned: !isTurned) }
    guard let other = terms.number(of: .literal(.number(limit)), adding: adding) else { return nil }
    return terms.number(of: .binary(.less, subject, other), adding: adding).map { Asked(term: $0, isTurned: isTurned) }
  }
}

extension Operator {
  /// Whether it compares by order.
  fileprivate var isOrder: Bool { [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(self) }

  /// The comparison that says the same of the two sides in the other order.
  fileprivate var swapped: Operator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}
