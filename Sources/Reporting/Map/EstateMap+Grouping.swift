import Auditing
import Documents

extension EstateMap {
  /// How many places a person can look over.
  public static let readable = 300

  /// The map with places that are alike drawn as one, where it has more places than a person can look over.
  ///
  /// Alike are places that look the same, lead to the same and are led to in the same way, however far one follows. What
  /// many lead to keeps its name, and a behaviour its pattern, unless there is still too much to look over. Of a map that is
  /// too large even so the places with something wrong come first, and it says what it leaves out. Takes time that grows
  /// with the map.
  public func grouped(atMost limit: Int = readable) -> EstateMap {
    guard nodes.count > limit else { return self }
    var map = merged(keepingNamesFrom: Self.fewest, keepingPatterns: true)
    if map.nodes.count > limit { map = merged(keepingNamesFrom: nil, keepingPatterns: true) }
    if map.nodes.count > limit { map = merged(keepingNamesFrom: nil, keepingPatterns: false) }
    map.remarks = ["Places that are alike are drawn as one: \(nodes.count) as \(map.nodes.count)."]
    return map.nodes.count > limit ? map.cut(to: limit) : map
  }

  /// From how many on it matters by which name others lead to a place.
  private static let fewest = 5

  /// What a place looks like without its name.
  private struct Look: Hashable {
    let column: Int
    let kind: String
    let name: String
    let ports: [String]
    let status: Status
    let reasons: [String]
  }

  /// What a place looks like, and what is around it.
  private struct Surroundings: Hashable {
    let look: Int
    let neighbours: [Neighbour]
  }

  private struct Neighbour: Hashable, Comparable {
    let isBefore: Bool
    let port: Int
    let look: Int

    static func < (left: Neighbour, right: Neighbour) -> Bool {
      (left.isBefore ? 1 : 0, left.port, left.look) < (right.isBefore ? 1 : 0, right.port, right.look)
    }
  }

  private func merged(keepingNamesFrom fewest: Int?, keepingPatterns: Bool) -> EstateMap {
    var ways = [Int](repeating: 0, count: nodes.count)
    for edge in edges { ways[edge.to] += 1 }
    var looks: [Look: Int] = [:]
    var groups = nodes.enumerated().map { number, node -> Int in
      let isNamed = node.column == 2 ? keepingPatterns : fewest.map { node.column > 2 && ways[number] >= $0 } == true
      let look = Look(
        column: node.column, kind: node.kind, name: isNamed ? node.title : "", ports: node.ports,
        status: node.status, reasons: node.reasons)
      return looks.number(of: look)
    }
    var around = [[(isBefore: Bool, port: Int, node: Int)]](repeating: [], count: nodes.count)
    for edge in edges {
      around[edge.from].append((false, edge.port ?? -1, edge.to))
      around[edge.to].append((true, edge.port ?? -1, edge.from))
    }
    var count = looks.count
    // There and back again over all columns; by then nothing new is seen.
    for _ in 0..<(2 * Self.columns.count) {
      var known: [Surroundings: Int] = [:]
      groups = nodes.indices.map { number in
        // However often: a function that a hundred lead to looks like one to which ninety do.
        let neighbours = Set(
          around[number].map { Neighbour(isBefore: $0.isBefore, port: $0.port, look: groups[$0.node]) })
        return known.number(of: Surroundings(look: groups[number], neighbours: neighbours.sorted()))
      }
      if known.count == count { break }
      count = known.count
    }
    return quotient(by: groups)
  }

  /// The map in which the places of each group are one.
  private func quotient(by groups: [Int]) -> EstateMap {
    var map = self
    (map.nodes, map.edges, map.parents) = ([], [], [])
    var numbers: [Int: Int] = [:]
    var sizes: [Int] = []
    var titles: [Set<String>] = []
    let places = nodes.indices.map { number -> Int in
      if let place = numbers[groups[number]] {
        sizes[place] += 1
        titles[place].insert(nodes[number].title)
        return place
      }
      map.nodes.append(nodes[number])
      map.parents.append(nil)
      sizes.append(1)
      titles.append([nodes[number].title])
      numbers[groups[number]] = map.nodes.count - 1
      return map.nodes.count - 1
    }
    for number in nodes.indices {
      let place = places[number]
      if map.parents[place] == nil, let parent = parents[number].map({ places[$0] }), parent < place {
        map.parents[place] = parent
      }
    }
    for place in map.nodes.indices where sizes[place] > 1 {
      let node = map.nodes[place]
      let others = titles[place].count == 1 ? "\(sizes[place]) of that name" : "and \(sizes[place] - 1) more"
      map.nodes[place].size = sizes[place]
      map.nodes[place].subtitle = "\(others): \(node.kind)"
      if !node.note.isEmpty { map.nodes[place].note += " each" }
    }
    var known: Set<Edge> = []
    for edge in edges {
      let merged = Edge(from: places[edge.from], port: edge.port, to: places[edge.to])
      if known.insert(merged).inserted { map.edges.append(merged) }
    }
    return map
  }

  /// The map without what is least to be looked at.
  private func cut(to limit: Int) -> EstateMap {
    // What is wrong before what is not known before the rest, each in the order of the map.
    let order = nodes.indices.sorted { (nodes[$1].status, $0) < (nodes[$0].status, $1) }
    let kept = Set(order.prefix(limit))
    var map = self
    (map.nodes, map.edges, map.parents) = ([], [], [])
    var numbers: [Int: Int] = [:]
    for number in nodes.indices where kept.contains(number) {
      numbers[number] = map.nodes.count
      map.nodes.append(nodes[number])
      map.parents.append(parents[number].flatMap { numbers[$0] })
    }
    for edge in edges {
      guard let from = numbers[edge.from], let to = numbers[edge.to] else { continue }
      map.edges.append(Edge(from: from, port: edge.port, to: to))
    }
    let left = nodes.indices.filter { !kept.contains($0) }
    let wrong = left.count { nodes[$0].status == .wrong }
    map.remarks.append(
      "Of these, \(left.count) \(left.count == 1 ? "is" : "are") left out, "
        + "\(wrong == 0 ? "none of them" : "\(wrong) of them") with something wrong; --resource draws a part.")
    return map
  }
}

extension Dictionary where Value == Int {
  /// The number of a key, which is the next one where it is new.
  fileprivate mutating func number(of key: Key) -> Int {
    if let number = self[key] { return number }
    self[key] = count
    return count - 1
  }
}
