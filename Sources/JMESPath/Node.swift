import Documents

/// A value under evaluation: a part of the document, or something built of such parts.
enum Node: Sendable {
  /// A value as it stands, with its place if it has one that is wanted.
  case value(JSONValue, LinkedPath?)
  /// A computed list. It is firm when each unread element stands for exactly one element; else for any number.
  case list([Node], isFirm: Bool)
  /// A computed object, each name once.
  case record([(name: String, node: Node)])

  static let null = Node.value(.null, nil)

  static func computed(_ value: JSONValue) -> Node { .value(value, nil) }

  var json: JSONValue {
    switch self {
    case .value(let value, _): value
    case .list(let nodes, _): .array(nodes.map { $0.json })
    case .record(let members):
      .object(JSONObject(names: JSONNames(members.map(\.name)), values: members.map { $0.node.json }))
    }
  }

  var place: LinkedPath? { if case .value(_, let place) = self { place } else { nil } }

  /// The gap, where this itself is unread.
  var gap: Int? { if case .value(.unread(let gap), _) = self { gap } else { nil } }

  var isNull: Bool { if case .value(.null, _) = self { true } else { false } }

  var truth: Truth {
    switch self {
    case .value(.unread(let gap), _): .unread(gap)
    case .value(.null, _), .value(.bool(false), _): .fails
    case .value(.string(let text), _): text.isEmpty ? .fails : .holds
    case .value(.array(let elements), _): elements.isEmpty ? .fails : .holds
    case .value(.object(let object), _): object.isEmpty ? .fails : .holds
    case .value: .holds
    case .record(let members): members.isEmpty ? .fails : .holds
    case .list(let nodes, let isFirm):
      if nodes.isEmpty {
        .fails
      } else if isFirm || nodes.contains(where: { $0.gap == nil }) {
        .holds
      } else {
        .unread(nodes.lazy.compactMap(\.gap).first ?? 0)
      }
    }
  }

  /// The elements of an array.
  var elements: (nodes: [Node], isFirm: Bool)? {
    switch self {
    case .value(.array(let values), let place):
      (values.enumerated().map { index, value in .value(value, place.map { .step($0, .index(index)) }) }, true)
    case .list(let nodes, let isFirm): (nodes, isFirm)
    default: nil
    }
  }

  /// The members of an object.
  var members: [(name: String, node: Node)]? {
    switch self {
    case .value(.object(let object), let place):
      object.map { member in (member.name, .value(member.value, place.map { .step($0, .member(member.name)) })) }
    case .record(let members): members
    default: nil
    }
  }

  func member(_ name: String) -> Node {
    func inner(_ place: LinkedPath) -> LinkedPath { .step(place, .member(name)) }
    switch self {
    case .value(.object(let object), let place): return .value(object[name] ?? .null, place.map(inner))
    case .value(.unread(let gap), let place): return .value(.unread(gap), place.map(inner))
    case .value(.null, let place): return .value(.null, place.map(inner))
    case .value: return .null
    case .record(let members): return members.first { $0.name.isSameText(as: name) }?.node ?? .null
    case .list: return .null
    }
  }

  func element(_ index: Int) -> Node {
    if case .value(.unread(let gap), let place) = self {
      return .value(.unread(gap), index < 0 ? place : place.map { .step($0, .index(index)) })
    }
    guard let (nodes, isFirm) = elements else { return .null }
    let position = index < 0 ? index + nodes.count : index
    if !isFirm {
      // An unread element on the way may be none or several, and then another one stands at the index.
      let way = index < 0 ? nodes[min(max(position, 0), nodes.count)...] : nodes.prefix(min(index, nodes.count) + 1)
      if let gap = way.lazy.compactMap(\.gap).first { return .computed(.unread(gap)) }
    }
    return nodes.indices.contains(position) ? nodes[position] : .null
  }

  /// How many elements or members it has; of a text, its length as ``Budget`` counts it.
  var breadth: Int {
    switch self {
    case .value(.string(let text), _): text.utf8.count / 16
    case .value(.array(let elements), _): elements.count
    case .value(.object(let object), _): object.count
    case .list(let nodes, _): nodes.count
    case .record(let members): members.count
    case .value: 0
    }
  }

  /// How many values it has, itself and those inside included, as ``Budget`` counts them; of more than the limit, only
  /// that it is more.
  func weight(upTo limit: Int) -> Int {
    var weight = 0
    add(to: &weight, upTo: limit)
    return weight
  }

  /// Whether this is put together of at most so many values that stand for themselves.
  func isMade(of limit: Int) -> Bool {
    var left = limit
    return take(from: &left)
  }

  private func take(from left: inout Int) -> Bool {
    left -= 1
    if left < 0 { return false }
    switch self {
    case .value: return true
    case .list(let nodes, _):
      for node in nodes where !node.take(from: &left) { return false }
    case .record(let members):
      for member in members where !member.node.take(from: &left) { return false }
    }
    return true
  }

  private func add(to weight: inout Int, upTo limit: Int) {
    switch self {
    case .value(let value, _): value.add(to: &weight, upTo: limit)
    case .list(let nodes, _):
      weight += 1
      for node in nodes where weight <= limit { node.add(to: &weight, upTo: limit) }
    case .record(let members):
      weight += 1
      for member in members where weight <= limit { member.node.add(to: &weight, upTo: limit) }
    }
  }

  /// The first gap in this or anything inside it.
  var firstGap: Int? {
    switch self {
    case .value(let value, _): value.firstGap
    case .list(let nodes, _): nodes.lazy.compactMap(\.firstGap).first
    case .record(let members): members.lazy.compactMap(\.node.firstGap).first
    }
  }

  /// The gap of an unread element that may be absent, anywhere inside.
  var looseGap: Int? {
    switch self {
    case .value: nil
    case .list(let nodes, let isFirm):
      (isFirm ? nil : nodes.lazy.compactMap(\.gap).first) ?? nodes.lazy.compactMap(\.looseGap).first
    case .record(let members): members.lazy.compactMap(\.node.looseGap).first
    }
  }

  /// Whether this equals another value, as far as both were read.
  func equals(_ other: Node) -> Truth {
    if let gap = gap ?? other.gap { return .unread(gap) }
    if let gap = looseGap ?? other.looseGap { return typeName == other.typeName ? .unread(gap) : .fails }
    return json.equals(other.json)
  }

  /// The type as `type()` names it; `nil` where it is unread.
  var typeName: String? {
    switch self {
    case .value(.null, _): "null"
    case .value(.bool, _): "boolean"
    case .value(.integer, _), .value(.number, _): "number"
    case .value(.string, _): "string"
    case .value(.array, _), .list: "array"
    case .value(.object, _), .record: "object"
    case .value(.unread, _): nil
    }
  }
}

extension JSONValue {
  fileprivate func add(to weight: inout Int, upTo limit: Int) {
    weight += 1
    switch self {
    case .string(let text): weight += text.utf8.count / 16
    case .array(let elements): for element in elements where weight <= limit { element.add(to: &weight, upTo: limit) }
    case .object(let object): for member in object where weight <= limit { member.value.add(to: &weight, upTo: limit) }
    case .null, .bool, .integer, .number, .unread: break
    }
  }

  /// Whether this equals another value, as far as both were read.
  func equals(_ other: JSONValue) -> Truth {
    switch (self, other) {
    case (.unread(let gap), _), (_, .unread(let gap)): return .unread(gap)
    case (.array(let left), .array(let right)):
      if left.count != right.count { return .fails }
      return Truth.all(zip(left, right).lazy.map { $0.equals($1) })
    case (.object(let left), .object(let right)):
      if left.count != right.count { return .fails }
      return Truth.all(left.lazy.map { member in right[member.name].map { member.value.equals($0) } ?? .fails })
    default: return self == other ? .holds : .fails
    }
  }
}

extension Truth {
  static func all(_ truths: some Sequence<Truth>) -> Truth {
    var result = Truth.holds
    for truth in truths {
      if truth == .fails { return .fails }
      if result == .holds { result = truth }
    }
    return result
  }

  static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .holds: .fails
    case .fails: .holds
    case .unread: truth
    }
  }

  /// The boolean, or the unread value in its place.
  var node: Node {
    switch self {
    case .holds: .computed(true)
    case .fails: .computed(false)
    case .unread(let gap): .computed(.unread(gap))
    }
  }
}
