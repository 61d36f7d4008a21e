import Documents

/// Walks an expression over a value. Places are carried along where the value that goes in has one.
struct Evaluator {
  /// The text of the expression, for errors.
  let text: String
  let functions: FunctionTable
  let budget: Budget

  /// What an expression gives, as far as that is no more than an evaluation may take.
  func result(of expression: Expression, on node: Node) throws(JMESPathError) -> Node {
    let result = try evaluate(expression, on: node)
    // A part of the value that came in is no larger than that, and a few of them are not much more.
    if result.isMade(of: JMESPath.unweighedParts) { return result }
    try spend(result.weight(upTo: budget.left))
    return result
  }

  func spend(_ steps: Int) throws(JMESPathError) { try budget.spend(steps, in: text) }

  func evaluate(_ expression: Expression, on node: Node) throws(JMESPathError) -> Node {
    try spend(1)
    switch expression {
    case .current, .reference: return node
    case .literal(let value): return .computed(value)
    case .field(let name, _): return node.member(name)
    case .index(let index):
      try spend(node.breadth)
      return node.element(index)
    case .slice(let start, let stop, let step):
      try spend(node.breadth)
      return slice(node, start, stop, step)
    case .subexpression(let left, let right), .pipe(let left, let right):
      return try evaluate(right, on: evaluate(left, on: node))
    case .projection(let left, let right):
      return try project(evaluate(left, on: node), right, condition: nil)
    case .filter(let left, let right, let condition):
      return try project(evaluate(left, on: node), right, condition: condition)
    case .valueProjection(let left, let right):
      let base = try evaluate(left, on: node)
      if base.gap != nil { return base }
      try spend(base.breadth)
      guard let members = base.members else { return .null }
      return try project(.list(members.map(\.node), isFirm: true), right, condition: nil)
    case .flatten(let inner): return try flatten(try evaluate(inner, on: node))
    case .multiselectList(let expressions):
      if node.isNull || node.gap != nil { return node }
      var nodes: [Node] = []
      nodes.reserveCapacity(expressions.count)
      for expression in expressions { nodes.append(try evaluate(expression, on: node)) }
      return .list(nodes, isFirm: true)
    case .multiselectHash(let pairs):
      if node.isNull || node.gap != nil { return node }
      return try record(pairs, on: node)
    case .comparison(let left, let comparator, let right):
      return try compare(try evaluate(left, on: node), comparator, try evaluate(right, on: node))
    case .or(let left, let right): return try or(left, right, on: node)
    case .and(let left, let right): return try and(left, right, on: node)
    case .not(let inner): return (!(try truth(inner, on: node))).node
    case .call(let name, let arguments, let offset): return try call(name, arguments, at: offset, on: node)
    }
  }

  /// The truth of an expression: decides more than the truth of its value, as of an operand only its truth counts.
  func truth(_ expression: Expression, on node: Node) throws(JMESPathError) -> Truth {
    switch expression {
    case .or(let left, let right):
      let first = try truth(left, on: node)
      switch first {
      case .holds: return .holds
      case .fails: return try truth(right, on: node)
      // An error on the right might never come up, so it decides nothing.
      case .unread: return (try? truth(right, on: node)) == .holds ? .holds : first
      }
    case .and(let left, let right):
      let first = try truth(left, on: node)
      switch first {
      case .fails: return .fails
      case .holds: return try truth(right, on: node)
      case .unread: return (try? truth(right, on: node)) == .fails ? .fails : first
      }
    case .not(let inner): return !(try truth(inner, on: node))
    default: return try evaluate(expression, on: node).truth
    }
  }

  private func or(_ left: Expression, _ right: Expression, on node: Node) throws(JMESPathError) -> Node {
    let first = try evaluate(left, on: node)
    switch first.truth {
    case .holds: return first
    case .fails: return try evaluate(right, on: node)
    case .unread(let gap):
      if left.isBoolean, case .value(.bool(true), _)? = try? evaluate(right, on: node) { return .computed(true) }
      return .computed(.unread(gap))
    }
  }

  private func and(_ left: Expression, _ right: Expression, on node: Node) throws(JMESPathError) -> Node {
    let first = try evaluate(left, on: node)
    switch first.truth {
    case .fails: return first
    case .holds: return try evaluate(right, on: node)
    case .unread(let gap):
      if left.isBoolean, case .value(.bool(false), _)? = try? evaluate(right, on: node) { return .computed(false) }
      return .computed(.unread(gap))
    }
  }

  private func project(_ base: Node, _ right: Expression, condition: Expression?) throws(JMESPathError) -> Node {
    if base.gap != nil { return base }
    try spend(base.breadth)
    guard case (let nodes, var isFirm)? = base.elements else { return .null }
    var result: [Node] = []
    result.reserveCapacity(nodes.count)
    for element in nodes {
      // What an unread element gives may be null, and null would be left out.
      var selected = element
      if element.gap == nil {
        switch try condition.map({ (condition) throws(JMESPathError) in try truth(condition, on: element) }) ?? .holds {
        case .fails: continue
        case .unread(let gap): selected = .value(.unread(gap), element.place)
        case .holds: selected = try evaluate(right, on: element)
        }
      }
      if selected.isNull { continue }
      if selected.gap != nil { isFirm = false }
      result.append(selected)
    }
    return .list(result, isFirm: isFirm)
  }

  private func flatten(_ base: Node) throws(JMESPathError) -> Node {
    if base.gap != nil { return base }
    try spend(base.breadth)
    guard case (let nodes, var isFirm)? = base.elements else { return .null }
    var result: [Node] = []
    result.reserveCapacity(nodes.count)
    for element in nodes {
      try spend(element.breadth)
      if let (inner, innerIsFirm) = element.elements {
        result += inner
        isFirm = isFirm && innerIsFirm
      } else {
        if element.gap != nil { isFirm = false }
        result.append(element)
      }
    }
    return .list(result, isFirm: isFirm)
  }

  private func record(_ pairs: [Expression.Pair], on node: Node) throws(JMESPathError) -> Node {
    var members: [(name: String, node: Node)] = []
    members.reserveCapacity(pairs.count)
    for pair in pairs { members.append((pair.name, try evaluate(pair.expression, on: node))) }
    return .record(Self.unique(members))
  }

  /// Members, each name once: a later one stands in the place of an earlier one of its name.
  static func unique(_ members: [(name: String, node: Node)]) -> [(name: String, node: Node)] {
    // Of a few it is sooner seen that they differ than a table is made.
    let differ =
      members.count < 16
      && members.indices.allSatisfy { last in !members[..<last].contains { $0.name.isSameText(as: members[last].name) }
      }
    if differ { return members }
    var places: [ExactName: Int] = [:]
    var result: [(name: String, node: Node)] = []
    result.reserveCapacity(members.count)
    for member in members {
      if let place = places[ExactName(text: member.name)] {
        result[place].node = member.node
      } else {
        places[ExactName(text: member.name)] = result.count
        result.append(member)
      }
    }
    return result
  }

  private func slice(_ node: Node, _ start: Int?, _ stop: Int?, _ step: Int) -> Node {
    if node.gap != nil { return node }
    guard let (nodes, isFirm) = node.elements else { return .null }
    if !isFirm, let gap = nodes.lazy.compactMap(\.gap).first { return .computed(.unread(gap)) }
    let count = nodes.count
    // As far as the list reaches; running down, one before its start stands for "to the end".
    let bounds = step > 0 ? 0...count : -1...(count - 1)
    func position(_ index: Int?, _ open: Int) -> Int {
      guard let index else { return open }
      return min(max(index < 0 ? index + count : index, bounds.lowerBound), bounds.upperBound)
    }
    let first = position(start, step > 0 ? 0 : count - 1)
    let last = position(stop, step > 0 ? count : -1)
    let stride = stride(from: first, to: last, by: min(max(step, -count - 1), count + 1))
    return .list(stride.map { nodes[$0] }, isFirm: true)
  }

  private func compare(
    _ left: Node, _ comparator: Expression.Comparator, _ right: Node
  ) throws(JMESPathError) -> Node {
    switch comparator {
    case .equal, .notEqual:
      // Two values cannot be equal any longer when the smaller one is through; but what is unread is looked for in both.
      try spend(left.weight(upTo: budget.left))
      try spend(right.weight(upTo: budget.left))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    switch comparator {
    case .equal: return left.equals(right).node
    case .notEqual: return (!left.equals(right)).node
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if let gap = left.gap ?? right.gap { return .computed(.unread(gap)) }
      guard case .value(let left, _) = left, case .value(let right, _) = right, let order = left.order(right) else {
        return .null
      }
      let holds =
        switch comparator {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        default: order >= 0
        }
      return .computed(.bool(holds))
    }
  }
}

extension JSONValue {
  /// Below, at or above 0 as this number or string comes before, with or after the other; `nil` for other pairs.
  func order(_ other: JSONValue) -> Int? {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
    case (.string(let left), .string(let right)):
      // Scalars in order, which is the order of their UTF-8.
      left.isSameText(as: right) ? 0 : left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    default:
      if let left = double, let right = other.double { left < right ? -1 : left == right ? 0 : 1 } else { nil }
    }
  }
}
