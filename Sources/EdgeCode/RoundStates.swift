/// The states in which rounds end that happen any number of times.
struct RoundStates {
  /// The state before the first of them.
  let mark: Heap.Mark
  /// How many variables and objects there were then.
  let size: (cells: Int, objects: Int)
  /// How many writes there had been then.
  let writes: Int
  /// The ways that had come together then.
  let joins: [Heap.Join]
  /// What was written since then, in each of them.
  var snapshots: [Heap.Snapshot] = []
  /// Whether some of them are told as one that were told apart.
  private(set) var losesWays = false
  private var tellers: [[Teller: Tells]] = []
  private var signatures: [Signature] = []
  private var places: [SourceOffset: ObjectID] = [:]

  init(mark: Heap.Mark, size: (cells: Int, objects: Int), writes: Int, joins: [Heap.Join]) {
    (self.mark, self.size, self.writes, self.joins) = (mark, size, writes, joins)
  }

  /// The states that a place is reached with from the one at a mark, which is the present one: those that nothing tells apart
  /// are one.
  static func told(
    _ snapshots: [Heap.Snapshot], since mark: Heap.Mark, below size: (cells: Int, objects: Int), in heap: inout Heap
  ) -> [Heap.Snapshot] {
    guard snapshots.count > Self.maximumReached else { return snapshots }
    let states = RoundStates(mark: mark, size: size, writes: 0, joins: [])
    var (keys, groups) = ([[Teller: Tells]](), [[Heap.Snapshot]]())
    for snapshot in snapshots {
      let told = states.tellers(of: snapshot, in: heap)
      if let place = keys.firstIndex(of: told) {
        groups[place].append(snapshot)
      } else {
        keys.append(told)
        groups.append([snapshot])
      }
    }
    guard groups.count <= Self.maximumReached else { return snapshots }
    return groups.map { group in
      heap.apply(group)
      defer { heap.goBack(to: mark) }
      return heap.snapshot(since: mark)
    }
  }

  /// How many states a place is reached with that are told apart.
  private static let maximumReached = 12

  /// What tells states apart: what a variable or a member is, and whether a list, a map or a set is empty.
  private enum Teller: Hashable {
    case cell(Int32)
    case member(ObjectID, String)
    case elements(ObjectID)
  }

  /// What is compared of states: of new objects the places in which they were made.
  private struct Signature: Equatable {
    struct Member: Equatable {
      let value: Atoms
      let isOptional, isDeleted, isComputed: Bool
    }
    struct Object: Equatable {
      let members: [String: Member]
      let elements: Set<Atoms>
      let wildcard: Atoms?
      let isExact, isOpen, removes: Bool
      let lock: Lock
    }
    /// Values in no order; most are one.
    enum Atoms: Hashable {
      case one(Atom)
      case several(Set<Atom>)
    }
    var cells: [Int32: Atoms] = [:]
    var objects: [ObjectID: Object] = [:]
  }

  /// Adds the present state on each of the ways that lead to it.
  ///
  /// - Parameters:
  ///   - entered: The state in which the round began.
  ///   - heap: It is left as some of the states have it.
  ///   - maximum: How many states are told apart.
  ///   - texts: How many texts a variable may be before it is any text.
  /// - Returns: The places of those states that are other ones by that.
  mutating func add(after entered: Heap.Snapshot?, to heap: inout Heap, maximum: Int, texts: Int) -> Set<Int> {
    var changed: Set<Int> = []
    if maximum == 1, heap.joins.contains(where: { join in !joins.contains { $0 === join } }) { losesWays = true }
    for way in maximum > 1 ? heap.ways(since: mark, beside: joins) : [heap.snapshot(since: mark)] {
      heap.goBack(to: mark)
      heap.noteWork(way.count * 4)
      let told = maximum > 1 ? tellers(of: way, in: heap) : [:]
      var place = tellers.firstIndex(of: told)
      if place == nil, snapshots.count >= maximum {
        place = snapshots.indices.last
        losesWays = true
      }
      heap.apply((place.map { [snapshots[$0]] } ?? []) + [way])
      generalize(&heap, after: entered, way, texts: texts)
      var snapshot = heap.snapshot(since: mark)
      snapshot.joins = way.joins?.filter { join in joins.contains { $0 === join } }
      let signature = signature(of: snapshot, in: heap)
      guard let place else {
        changed.insert(snapshots.count)
        snapshots.append(snapshot)
        tellers.append(told)
        signatures.append(signature)
        continue
      }
      if signatures[place] != signature { changed.insert(place) }
      snapshots[place] = snapshot
      signatures[place] = signature
    }
    return changed
  }

  /// Puts one state in the place of all.
  mutating func replace(by snapshot: Heap.Snapshot, in heap: Heap) {
    (snapshots, tellers) = ([snapshot], [[:]])
    signatures = [signature(of: snapshot, in: heap)]
  }

  /// What tells a state from the one before the first round, which is the present one.
  private func tellers(of way: Heap.Snapshot, in heap: Heap) -> [Teller: Tells] {
    var tellers: [Teller: Tells] = [:]
    for (index, cell) in way.cells where Int(index) < size.cells || heap.decisions[index].map({ $0 <= writes }) == true
    {
      let tells = cell.value.tells
      if tells != heap.cells[Int(index)].tells { tellers[.cell(index)] = tells }
    }
    for (id, object) in way.objects where Int(id) < size.objects {
      let before = heap.objects[Int(id)]
      if [.array, .map, .set].contains(object.kind), object.isEmpty != before.isEmpty {
        tellers[.elements(id)] = object.isEmpty ? .empty : .object
      }
      guard [.plain, .map, .set].contains(object.kind), object.properties.names.count <= 24 else { continue }
      for name in object.properties.names {
        guard let property = object.properties[name], property.getter == nil else { continue }
        let tells = property.value.tells
        guard tells.isDisjoint(with: [.object, .other]) else { continue }
        if tells != before.properties[name]?.value.tells { tellers[.member(id, name)] = tells }
      }
    }
    return tellers
  }

  /// Makes the present state hold for more rounds: what counts is any number.
  private func generalize(
    _ heap: inout Heap, after entered: Heap.Snapshot?, _ way: Heap.Snapshot, texts: Int
  ) {
    func generalized(_ value: Value, _ before: Value?, _ after: Value?) -> Value {
      if value.rest.isEmpty { return value }
      let isCounted = before.map { old in after.map { old.counts(to: $0) } ?? false } ?? false
      return value.generalized(isCounted: isCounted || texts == 1, texts: texts)
    }
    for (index, cell) in heap.snapshot(since: mark).cells where Int(index) < size.cells {
      let value = generalized(cell.value, entered?.cells[index]?.value, way.cells[index]?.value)
      // What is written in each round is another value in each.
      heap.keep(value, in: index)
    }
    for (id, object) in heap.snapshot(since: mark).objects where Int(id) < size.objects {
      var result = object
      let (before, after) = (entered?.objects[id]?.properties, way.objects[id]?.properties)
      for name in object.properties.names {
        guard let value = object.properties[name]?.value else { continue }
        result.properties[name]?.value = generalized(value, before?[name]?.value, after?[name]?.value)
      }
      if let value = object.wildcard, let before = entered?.objects[id]?.wildcard {
        result.wildcard = before == value ? value : value.generalized(isCounted: true, texts: texts)
      }
      if !object.isExact, object.kind != .map, object.elements.count > 1 {
        let all = Value(object.elements.flatMap(\.atoms))
        if all.generalized(isCounted: true, texts: texts) != all, texts < .max {
          result.elements = []
          for element in object.elements.map({ $0.generalized }) where !result.elements.contains(element) {
            result.elements.append(element)
          }
        }
      }
      if result != object { heap[id] = result }
    }
  }

  private mutating func signature(of snapshot: Heap.Snapshot, in heap: Heap) -> Signature {
    var signature = Signature()
    for (index, cell) in snapshot.cells where Int(index) < size.cells {
      signature.cells[index] = atoms(of: cell.value, in: heap)
    }
    for (id, object) in snapshot.objects where Int(id) < size.objects {
      var members: [String: Signature.Member] = [:]
      for name in object.properties.names {
        guard let property = object.properties[name] else { continue }
        members[name] = Signature.Member(
          value: atoms(of: property.value, in: heap), isOptional: property.isOptional, isDeleted: property.isDeleted,
          isComputed: property.getter != nil || property.setter != nil)
      }
      signature.objects[id] = Signature.Object(
        members: members, elements: Set(object.elements.map { atoms(of: $0, in: heap) }),
        wildcard: object.wildcard.map { atoms(of: $0, in: heap) }, isExact: object.isExact,
        isOpen: object.isOpen != nil, removes: object.removes != nil, lock: object.lock)
    }
    return signature
  }

  private mutating func atoms(of value: Value, in heap: Heap) -> Signature.Atoms {
    if let only = value.only { return .one(named(only, in: heap)) }
    return .several(Set(value.atoms.map { named($0, in: heap) }))
  }

  private mutating func named(_ atom: Atom, in heap: Heap) -> Atom {
    guard case .object(let id) = atom, Int(id) >= size.objects else { return atom }
    let place = heap.objects[Int(id)].place
    let name = places[place] ?? -2 - ObjectID(places.count)
    places[place] = name
    return .object(name)
  }
}

/// What a value says to conditions.
private struct Tells: OptionSet, Hashable {
  let rawValue: UInt16
  static let undefined = Tells(rawValue: 1)
  static let null = Tells(rawValue: 2)
  static let isFalse = Tells(rawValue: 4)
  static let isTrue = Tells(rawValue: 8)
  static let zero = Tells(rawValue: 16)
  static let number = Tells(rawValue: 32)
  static let empty = Tells(rawValue: 64)
  static let text = Tells(rawValue: 128)
  static let object = Tells(rawValue: 256)
  static let other = Tells(rawValue: 512)
}

extension Value {
  fileprivate var tells: Tells {
    var tells: Tells = []
    for atom in atoms {
      switch atom {
      case .undefined: tells.insert(.undefined)
      case .null: tells.insert(.null)
      case .bool(let bool): tells.insert(bool ? .isTrue : .isFalse)
      case .number(let number): tells.insert(number == 0 ? .zero : .number)
      case .numeral: tells.insert(.number)
      case .string(let text): tells.insert(text.isEmpty ? .empty : .text)
      case .text: tells.insert(.text)
      case .object, .bigInt: tells.insert(.object)
      case .truth, .status, .unknown: tells.insert(.other)
      }
    }
    return tells
  }

  private var numbers: Set<Atom> {
    Set(atoms.filter { if case .number = $0 { true } else { false } })
  }

  /// Whether a round has led from a number to another one.
  fileprivate func counts(to other: Value) -> Bool {
    let (old, new) = (numbers, other.numbers)
    return !old.isEmpty && !new.isEmpty && old.isDisjoint(with: new)
  }

  /// Of several numbers any number, where they are counted, and of more than some texts any text.
  fileprivate func generalized(isCounted: Bool, texts: Int) -> Value {
    var (numbers, strings) = (0, 0)
    for atom in atoms {
      switch atom {
      case .number, .numeral: numbers += 1
      case .string, .text: strings += 1
      default: break
      }
    }
    if strings <= texts, numbers < 2 || !isCounted && numbers <= 8 { return self }
    return map { atom in
      switch atom {
      case .number where isCounted && numbers > 1 || numbers > 8: .numeral
      case .string where strings > texts: .text(.none)
      default: atom
      }
    }
  }
}

extension HeapObject {
  fileprivate var isEmpty: Bool { isExact && elements.isEmpty }
}

extension Heap {
  /// Whether something was written since a mark that was there before.
  func changes(since mark: Mark, below size: (cells: Int, objects: Int)) -> Bool {
    let written = snapshot(since: mark)
    return written.reaches(below: size)
      || written.objects.keys.contains { id in
        switch objects[Int(id)].kind {
        // Parts of the event, and what the runtime brings, are there from the beginning, though they are made later.
        case .event, .native, .external, .namespace: true
        default: false
        }
      }
  }

  /// The present state on each of the ways that have come together since a mark, and on those from before it that are told
  /// apart by a variable that was written since; it is left as one of them.
  mutating func ways(since mark: Mark, beside outer: [Join]) -> [Snapshot] {
    let all = snapshot(since: mark)
    var (ways, pending) = ([Snapshot](), [all])
    while let next = pending.popLast() {
      goBack(to: mark)
      apply([next])
      let join = joins.last { join in
        !outer.contains { $0 === join }
          || all.cells.keys.contains { index in
            join.end.cells[index].map { versions[Int(index)] == $0.version } == true
          }
      }
      guard ways.count + pending.count < Self.maximumWays, let join else {
        ways.append(next)
        continue
      }
      for way in join.ways {
        goBack(to: mark)
        apply([next])
        take([way], of: join)
        pending.append(snapshot(since: mark))
      }
    }
    return ways
  }

  /// Notes what rounds have written that began at a mark: of what says more than one thing, which of them is said after how
  /// many rounds is not known.
  mutating func noteRounds(since mark: Mark, below size: (cells: Int, objects: Int)) {
    let (before, now) = (originals(since: mark), snapshot(since: mark))
    for (index, cell) in now.cells where Int(index) < size.cells && before.cells[index]?.value != cell.value {
      if cell.value.only?.isLiteral == true { continue }
      if case .object? = cell.value.only { continue }
      ofRounds.insert(cell.version)
    }
    for (id, object) in now.objects where Int(id) < size.objects && !object.isOfRounds {
      guard let old = before.objects[id] else { continue }
      let isList = [.array, .map, .set].contains(object.kind) && !object.isExact && old.elements != object.elements
      if isList || object.kind == .plain && isOfRounds(object, from: old) { self[id].isOfRounds = true }
    }
  }

  private func isOfRounds(_ object: HeapObject, from old: HeapObject) -> Bool {
    object.wildcard != old.wildcard
      || object.properties.names.contains { name in
        guard let property = object.properties[name], old.properties[name] != property else { return false }
        if case .object? = property.value.only { return false }
        return property.isOptional || property.value.only?.isLiteral != true
      }
  }

  /// Makes what was written since a mark anything.
  mutating func forget(since mark: Mark, below size: (cells: Int, objects: Int), _ reason: Reason) {
    let (before, now) = (originals(since: mark), snapshot(since: mark))
    for (index, cell) in now.cells where Int(index) < size.cells && before.cells[index]?.value != cell.value {
      keep(cell.value.joined(.unknown(reason)), in: index)
    }
    for (id, object) in now.objects where Int(id) < size.objects && before.objects[id] != object {
      var result = object
      result.isOpen = object.isOpen ?? reason
      for name in object.properties.names where before.objects[id]?.properties[name] != object.properties[name] {
        guard let value = object.properties[name]?.value else { continue }
        result.properties[name]?.value = value.joined(.unknown(reason))
      }
      if before.objects[id]?.wildcard != object.wildcard { result.wildcard = object.wildcard?.joined(.unknown(reason)) }
      if before.objects[id]?.elements != object.elements {
        result.isExact = false
        result.elements.append(.unknown(reason))
      }
      self[id] = result
    }
    joins = []
  }
}
