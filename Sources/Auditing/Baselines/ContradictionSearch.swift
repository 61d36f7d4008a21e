import Documents
import Schema

/// Which of many declarations of one resource have to be held against each other: those that say something of one place.
///
/// They are looked at one after the other. What says the same of a place need not be compared there, and where enough say
/// something else no more of it is looked for, so that the time grows with what is declared and not with its square.
struct ContradictionSearch {
  /// What a declaration says of one place.
  private struct Point {
    let place: DocumentPath
    /// What says the same of the place; a declaration says nothing of it twice.
    let says: JSONValue
    /// Whether it may speak of all that is within the place.
    let isWhole: Bool
  }

  /// The declarations that say something of one place.
  private struct Declared {
    /// Those of which others differ, in their order; of those that say the same only the first few.
    var kept: [(number: Int, says: JSONValue, isWhole: Bool)] = []
    /// How many say the same.
    var counts: [JSONValue: Int] = [:]
    /// Those that say the same as one that is kept, and are not.
    var others: [JSONValue: [Int]] = [:]
  }

  /// A contradiction of two declarations.
  typealias Found = (one: Int, two: Int, contradictions: [Contradiction])

  /// How many of those that say the same are compared, and how many differences of a place are told.
  private static let enough = 8

  private let declarations: [Declaration]
  private let mayMeet: (Declaration, Declaration) -> Bool
  private var places: [DocumentPath: Declared] = [:]
  /// The places that something is said of within a place.
  private var within: [DocumentPath: [DocumentPath]] = [:]
  /// The declarations that contradict some other one.
  private var marked: Set<Int> = []
  private(set) var found: [Found] = []

  /// Compares declarations of one resource.
  ///
  /// - Parameters:
  ///   - numbers: Which of them.
  ///   - mayMeet: Whether two may be about one account.
  init(
    _ numbers: [Int], of declarations: [Declaration],
    where mayMeet: @escaping (Declaration, Declaration) -> Bool = { _, _ in true }
  ) {
    self.declarations = declarations
    self.mayMeet = mayMeet
    for number in numbers where declarations[number].doubt.isEmpty { add(number) }
  }

  private mutating func add(_ number: Int) {
    let points = declarations[number].points.map { Point(place: $0, says: $1, isWhole: $2) }
    var compared: [Int: Bool] = [:]
    for point in points {
      compare(number, with: point.place, { $0.says != point.says }, point, &compared)
      for outer in point.place.outer { compare(number, with: outer, \.isWhole, point, &compared) }
      guard point.isWhole else { continue }
      var differences = 0
      for inner in within[point.place] ?? [] {
        differences += compare(number, with: inner, { _ in true }, point, &compared, after: differences)
      }
    }
    for point in points { keep(number, point) }
  }

  /// Compares a declaration with those that say something of a place; gives how many differ. Once enough do, it is compared
  /// with those alone of which it is not known that they contradict anything.
  @discardableResult
  private mutating func compare(
    _ number: Int, with place: DocumentPath,
    _ isWanted: ((number: Int, says: JSONValue, isWhole: Bool)) -> Bool, _ point: Point, _ compared: inout [Int: Bool],
    after earlier: Int = 0
  ) -> Int {
    guard let known = places[place] else { return 0 }
    var differences = 0
    for kept in known.kept where isWanted(kept) && kept.number != number {
      if earlier + differences >= Self.enough, marked.contains(kept.number) { continue }
      if let differs = compared[kept.number] {
        differences += differs ? 1 : 0
        continue
      }
      guard mayMeet(declarations[kept.number], declarations[number]) else { continue }
      let contradictions = declarations[kept.number].contradictions(to: declarations[number])
      compared[kept.number] = !contradictions.isEmpty
      if contradictions.isEmpty { continue }
      differences += 1
      found.append((kept.number, number, contradictions))
      marked.formUnion([kept.number, number])
      // Who says the same as it contradicts likewise, and is told of it once.
      for other in places[place]?.others.updateValue([], forKey: kept.says) ?? [] {
        found.append((other, number, contradictions))
        marked.insert(other)
      }
    }
    return differences
  }

  private mutating func keep(_ number: Int, _ point: Point) {
    if places[point.place] == nil {
      for outer in point.place.outer { within[outer, default: []].append(point.place) }
    }
    var place = places.removeValue(forKey: point.place) ?? Declared()
    defer { places[point.place] = place }
    let count = place.counts[point.says, default: 0]
    place.counts[point.says] = count + 1
    let differing = place.kept.prefix(2 * Self.enough).count { marked.contains($0.number) }
    if marked.contains(number), differing >= Self.enough { return }
    if count < Self.enough {
      place.kept.append((number, point.says, point.isWhole))
    } else {
      place.others[point.says, default: []].append(number)
    }
  }
}

/// Of how many elements each two are looked at; CloudFront takes 75 behaviours.
private let longest = 80

extension Declaration {
  /// The places of which it says something: what it declares of each, and whether that speaks of all within it.
  fileprivate var points: [(DocumentPath, JSONValue, Bool)] {
    let root = selector.type.schema.root
    if isAbsent { return [(DocumentPath(), "absent", true)] }
    var points: [(DocumentPath, JSONValue, Bool)] = []
    var open: [(DocumentPath, JSONValue, SchemaNode)] = [(DocumentPath(), .object(expect), root)]
    while let (place, value, node) = open.popLast() {
      switch (node.shape, value) {
      case (.structure, .object(let object)) where !object.isEmpty || place.steps.isEmpty:
        open += object.map { (place.member($0.name), $0.value, node.member($0.name)) }
      case (.list(let list, let element), .array(let elements))
      where list.key != nil && list.alias == nil && elements.allSatisfy({ node.name(of: $0) != nil })
        && !elements.isEmpty:
        let names = elements.compactMap(node.name)
        for (name, inner) in zip(names, elements) {
          open.append((place.element(name), inner, element))
        }
        // Who has two of them in another order differs, and in nothing else.
        if list.isOrdered, names.count > longest {
          let order = JSONValue.array(names.map { .string($0) })
          points += names.map { (place.element($0), ["order": order], false) }
        } else if list.isOrdered {
          for (index, name) in names.enumerated() {
            for other in names[..<index] {
              let (first, second) = (min(name, other), max(name, other))
              points.append((place.element(first).element(second), ["first": .string(other)], false))
            }
          }
        }
      default: points.append((place, value, true))
      }
    }
    points += absent.map { ($0, ["absent": true], true) }
    points += only.map { ($0, ["only": JSONValue.object(expect)[$0, of: root]], true) }
    return points
  }
}

extension DocumentPath {
  /// The places that it is within, the nearest first.
  fileprivate var outer: [DocumentPath] {
    steps.indices.reversed().map { DocumentPath(Array(steps[..<$0])) }
  }
}
