/// Where ways came together. What is true on each of them together stays known: behind `if (ok)` only those are left on
/// which `ok` was set, with all that was done on them.
extension Heap {
  /// The states of ways that came together, as far as they were written on one of them.
  final class Join {
    let ways: [Snapshot]
    /// What the same was where they had come together.
    let end: Snapshot

    init(ways: [Snapshot], end: Snapshot) {
      (self.ways, self.end) = (ways, end)
    }
  }

  /// How many joins are kept, and how much each may hold.
  static let (maximumJoins, maximumWays, maximumSize) = (12, 16, 2000)

  /// The joins that lie on each of the ways.
  func joins(onAllOf ways: [Snapshot]) -> [Join] {
    var common = ways.first?.joins ?? joins
    for way in ways.dropFirst() where !common.isEmpty {
      let others = way.joins ?? joins
      common.removeAll { join in !others.contains { $0 === join } }
    }
    return common.suffix(Self.maximumJoins - 1)
  }

  /// The ways that come together, each with all that is written on one of them; nil where nothing tells them apart.
  func ways(_ ways: [Snapshot], writing cells: Set<Int32>, _ objects: Set<ObjectID>) -> [Snapshot]? {
    let count = cells.count + objects.count
    guard count > 1 || !objects.isEmpty, ways.count <= Self.maximumWays, count * ways.count <= Self.maximumSize,
      !ways.contains(where: \.isBound)
    else { return nil }
    var (cells, objects) = (cells, objects)
    let written = cells
    let ways = ways.flatMap { way in
      // What came together on one of them is told apart again, and what another one changes that tells ways apart.
      let join = way.joins?.last { join in
        !joins.contains { $0 === join }
          || written.contains { index in
            join.end.cells[index].map { (way.cells[index] ?? self.cell(index)).version == $0.version } == true
          }
      }
      guard let join,
        ways.count + join.ways.count <= Self.maximumWays
      else { return [way] }
      cells.formUnion(join.end.cells.keys)
      objects.formUnion(join.end.objects.keys)
      return join.ways.map { split(way, of: join, as: $0) }
    }
    guard ways.count <= Self.maximumWays, ways.count * (cells.count + objects.count) <= Self.maximumSize else {
      return nil
    }
    let isTold =
      cells.contains { index in
        let first = ways[0].cells[index]?.value ?? self.cells[Int(index)]
        return ways.dropFirst().contains { !first.overlaps($0.cells[index]?.value ?? self.cells[Int(index)]) }
      }
      || objects.contains { id in
        let first = ways[0].objects[id] ?? self.objects[Int(id)]
        return ways.dropFirst().contains { first.isTold(from: $0.objects[id] ?? self.objects[Int(id)]) }
      }
    guard isTold else { return nil }
    return ways.map { way in
      var way = way
      way.joins = nil
      for index in cells where way.cells[index] == nil { way.cells[index] = cell(index) }
      for id in objects where way.objects[id] == nil { way.objects[id] = self.objects[Int(id)] }
      return way
    }
  }

  /// A way as it is where it came by one of those of a join that lies on it.
  private func split(_ way: Snapshot, of join: Join, as part: Snapshot) -> Snapshot {
    var result = way
    for (index, cell) in join.end.cells where (way.cells[index] ?? self.cell(index)).version == cell.version {
      result.cells[index] = part.cells[index]
    }
    for (id, object) in join.end.objects {
      let now = way.objects[id] ?? objects[Int(id)]
      result.objects[id] = part.objects[id].map { $0.written(from: object, to: now) }
    }
    return result
  }

  /// Whether one of some variables, or a member of one of some objects, may say which of the ways was come by.
  func mayTell(_ join: Join, _ cells: Set<Int32>, _ objects: Set<ObjectID>) -> Bool {
    cells.contains { join.end.cells[$0].map { $0.version } == versions[Int($0)] }
      || objects.contains { join.end.objects[$0] != nil }
  }

  /// The ways on which a list or object that has more on some than on others is one of them.
  func join(tellingOf id: ObjectID) -> Join? {
    let object = objects[Int(id)]
    guard !object.isTold else { return nil }
    return joins.last { join in
      join.end.objects[id] == object && join.ways.allSatisfy { $0.objects[id]?.isTold == true }
    }
  }

  /// The ways on each of which a variable is something else.
  func join(tellingOfVariable cell: Int32) -> Join? {
    joins.last { $0.end.cells[cell]?.version == versions[Int(cell)] }
  }

  /// Whether a list has another length on one of the ways than on the others.
  func lists(toldBy join: Join) -> Bool {
    join.end.objects.contains { id, object in
      object.kind == .array && !object.isExact && join.ways.allSatisfy { $0.objects[id]?.isExact == true }
    }
  }

  /// Goes on as on one of the ways that came together, as far as nothing was written since.
  mutating func apply(_ way: Snapshot, of join: Join) { apply([way], since: join.end) }

  /// Goes on as on some of the ways that came together.
  mutating func take(_ ways: [Snapshot], of join: Join) {
    joins.removeAll { $0 === join }
    apply(ways, since: join.end)
  }

  /// Notes what variables are on each of the ways that came together.
  mutating func tell(_ cells: [Int32], _ values: [[Value]], of join: Join) {
    guard let place = joins.firstIndex(where: { $0 === join }) else { return }
    var (ways, end) = (join.ways, join.end)
    for (index, column) in zip(cells, values) {
      for (way, value) in column.enumerated() { keep(value, in: index, of: &ways[way]) }
      end.cells[index] = cell(index)
    }
    joins[place] = Join(ways: ways, end: end)
  }
}

extension Value {
  /// Whether it may be one of the values that another one may be.
  fileprivate func overlaps(_ other: Value) -> Bool {
    if rest.isEmpty, other.rest.isEmpty { return first == other.first }
    let others = other.atoms
    if others.count > 12 { return !Set(others).isDisjoint(with: atoms) }
    return atoms.contains(where: others.contains)
  }

  /// Whether it is but values that are no objects.
  fileprivate var isPrimitive: Bool {
    atoms.allSatisfy { atom in
      switch atom {
      case .undefined, .null, .bool, .number, .string: true
      default: false
      }
    }
  }
}

extension HeapObject {
  /// Whether it is known which elements or members it has.
  fileprivate var isTold: Bool {
    switch kind {
    case .array: isExact
    case .plain: !properties.names.contains { properties[$0]?.isOptional == true }
    default: true
    }
  }

  /// Whether a member says which of two states of the object it is.
  fileprivate func isTold(from other: HeapObject) -> Bool {
    switch (kind, other.kind) {
    case (.plain, .plain): break
    case (.array, .array):
      return isExact && other.isExact && elements.count != other.elements.count
    case (.map, .map), (.set, .set):
      if isExact, other.isExact,
        elements.count != other.elements.count
          || kind == .map && zip(elements, other.elements).contains(where: { $0.isPrimitive && !$0.overlaps($1) })
      {
        return true
      }
    default: return false
    }
    return (properties.names + other.properties.names).contains { name in
      let (ours, theirs) = (properties[name], other.properties[name])
      guard let ours, let theirs else {
        return (ours ?? theirs).map { $0.value.isPrimitive && (!$0.isHidden || kind != .plain) } == true
      }
      guard ours.getter == nil, theirs.getter == nil else { return false }
      return (ours.value.isPrimitive || theirs.value.isPrimitive) && !ours.value.overlaps(theirs.value)
    }
  }
}
