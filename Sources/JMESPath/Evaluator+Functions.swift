import Documents

extension Evaluator {
  /// An argument: a value, or an expression given with `&`.
  private enum Argument {
    case node(Node)
    case expression(Expression)

    var node: Node { if case .node(let node) = self { node } else { .null } }
    var expression: Expression { if case .expression(let expression) = self { expression } else { .current } }
  }

  func call(
    _ name: String, _ expressions: [Expression], at offset: Int, on node: Node
  ) throws(JMESPathError) -> Node {
    guard let function = functions[name] else {
      throw JMESPathError(.unknownFunction, "there is no function \(name)()", in: text, at: offset)
    }
    var arguments: [Argument] = []
    arguments.reserveCapacity(expressions.count)
    for (index, expression) in expressions.enumerated() {
      if case .reference(let inner) = expression {
        arguments.append(.expression(inner))
        continue
      }
      let argument = try evaluate(expression, on: node)
      let types = function.parameter(index)
      guard types.admits(argument) else {
        let found = types.contains(.numbers) || types.contains(.strings) ? "something else" : argument.typeName ?? ""
        let message = "\(name)() takes \(types.description) as its argument \(index + 1), not \(found)"
        throw JMESPathError(.invalidType, message, in: text, at: offset)
      }
      arguments.append(.node(argument))
    }
    for argument in arguments { try spend(argument.node.breadth) }
    if function.looksInside { for argument in arguments { try spend(argument.node.weight(upTo: budget.left)) } }
    switch function.body {
    case .builtIn(let builtIn): return try call(builtIn, arguments, at: offset)
    case .pure(let body):
      if let gap = arguments.lazy.compactMap(\.node.firstGap).first { return .computed(.unread(gap)) }
      do {
        return .computed(try body(arguments.map(\.node.json)))
      } catch let question as any UnansweredQuestion {
        throw JMESPathError(.unanswered, question.description, in: text, at: offset)
      } catch {
        throw JMESPathError(.invalidValue, "\(name)(): \(error)", in: text, at: offset)
      }
    }
  }

  private func call(
    _ function: BuiltInFunction, _ arguments: [Argument], at offset: Int
  ) throws(JMESPathError) -> Node {
    if function == .notNull { return arguments.lazy.map(\.node).first { !$0.isNull } ?? .null }
    if let gap = arguments.lazy.compactMap(\.node.gap).first { return .computed(.unread(gap)) }
    let first = arguments[0].node
    switch function {
    case .abs, .ceil, .floor: return .computed(Self.rounded(function, first.json))
    case .avg, .sum, .max, .min, .sort: return try overElements(function, first, at: offset)
    case .contains: return Self.contains(first, arguments[1].node).node
    case .startsWith, .endsWith:
      let (text, part) = (first.json.string ?? "", arguments[1].node.json.string ?? "")
      let holds =
        function == .startsWith
        ? text.utf8.starts(with: part.utf8) : text.utf8.reversed().starts(with: part.utf8.reversed())
      return .computed(.bool(holds))
    case .join:
      let list = arguments[1].node
      if let gap = list.firstGap { return .computed(.unread(gap)) }
      let parts = list.json.array?.compactMap(\.string) ?? []
      return .computed(.string(parts.joined(separator: first.json.string ?? "")))
    case .keys: return .computed(.array(first.members?.map { .string($0.name) } ?? []))
    case .values: return .list(first.members?.map(\.node) ?? [], isFirm: true)
    case .merge: return .record(Self.unique(arguments.flatMap { $0.node.members ?? [] }))
    case .length: return Self.length(first)
    case .map: return try map(arguments[0].expression, arguments[1].node)
    case .maxBy, .minBy, .sortBy: return try by(function, first, arguments[1].expression, at: offset)
    case .reverse:
      if let (nodes, isFirm) = first.elements { return .list(nodes.reversed(), isFirm: isFirm) }
      let scalars = first.json.string?.unicodeScalars.reversed() ?? []
      return .computed(.string(String(String.UnicodeScalarView(scalars))))
    case .toArray: return first.elements == nil ? .list([first], isFirm: true) : first
    case .toNumber: return Self.number(first)
    case .toString:
      if first.json.string != nil { return first }
      if let gap = first.firstGap { return .computed(.unread(gap)) }
      return .computed(.string(JSONWriter().string(first.json)))
    case .type: return .computed(.string(first.typeName ?? ""))
    case .notNull: return .null
    }
  }

  private static func rounded(_ function: BuiltInFunction, _ value: JSONValue) -> JSONValue {
    guard case .number(let number) = value else {
      guard function == .abs, let integer = value.integer else { return value }
      return integer == .min ? .number(abs(Double(integer))) : .integer(abs(integer))
    }
    switch function {
    case .abs: return .number(abs(number))
    case .ceil: return Int(exactly: number.rounded(.up)).map { .integer($0) } ?? value
    default: return Int(exactly: number.rounded(.down)).map { .integer($0) } ?? value
    }
  }

  private func overElements(
    _ function: BuiltInFunction, _ list: Node, at offset: Int
  ) throws(JMESPathError) -> Node {
    let nodes = list.elements?.nodes ?? []
    if let gap = nodes.lazy.compactMap(\.gap).first { return .computed(.unread(gap)) }
    switch function {
    case .sum: return .computed(try sum(nodes, at: offset))
    case .avg:
      guard let sum = try sum(nodes, at: offset).double else { return .null }
      return nodes.isEmpty ? .null : .computed(.number(sum / Double(nodes.count)))
    case .max: return Self.largest(nodes.map { ($0, $0.json) }) { $0 > 0 }
    case .min: return Self.largest(nodes.map { ($0, $0.json) }) { $0 < 0 }
    default: return Self.sorted(nodes.map { ($0, $0.json) })
    }
  }

  private func sum(_ nodes: [Node], at offset: Int) throws(JMESPathError) -> JSONValue {
    var integers = 0
    var sum = 0.0
    var isInteger = true
    for node in nodes {
      let value = node.json
      sum += value.double ?? 0
      if isInteger, case .integer(let integer) = value {
        let (next, overflows) = integers.addingReportingOverflow(integer)
        integers = next
        isInteger = !overflows
      } else {
        isInteger = false
      }
    }
    if isInteger { return .integer(integers) }
    guard sum.isFinite else { throw JMESPathError(.invalidValue, "the sum is too large", in: text, at: offset) }
    return .number(sum)
  }

  private static func contains(_ subject: Node, _ wanted: Node) -> Truth {
    guard let nodes = subject.elements?.nodes else {
      guard let text = subject.json.string, let part = wanted.json.string else { return .fails }
      return hasPart(Array(text.utf8), Array(part.utf8)) ? .holds : .fails
    }
    var result = Truth.fails
    for node in nodes {
      let equal = node.equals(wanted)
      if equal == .holds { return .holds }
      if result == .fails { result = equal }
    }
    return result
  }

  /// Whether a part occurs in a text, in time linear in both (Knuth, Morris and Pratt).
  private static func hasPart(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    if part.isEmpty { return true }
    // For each beginning of the part, the longest one of its own beginnings that it ends in.
    var borders = [0]
    var length = 0
    func extended(by byte: UInt8) -> Int {
      while length > 0, length == part.count || part[length] != byte { length = borders[length - 1] }
      return part[length] == byte ? length + 1 : 0
    }
    for byte in part.dropFirst() {
      length = extended(by: byte)
      borders.append(length)
    }
    length = 0
    for byte in text {
      length = extended(by: byte)
      if length == part.count { return true }
    }
    return false
  }

  private static func length(_ subject: Node) -> Node {
    if let (nodes, isFirm) = subject.elements {
      if !isFirm, let gap = nodes.lazy.compactMap(\.gap).first { return .computed(.unread(gap)) }
      return .computed(.integer(nodes.count))
    }
    if let members = subject.members { return .computed(.integer(members.count)) }
    return .computed(.integer(subject.json.string?.unicodeScalars.count ?? 0))
  }

  private static func number(_ subject: Node) -> Node {
    switch subject.json {
    case .integer, .number: return subject
    case .string(let text):
      if let integer = Int(text), String(integer) == text { return .computed(.integer(integer)) }
      // A JSON number and nothing around it.
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }),
        let value = try? JSONReader.read(text)
      else { return .null }
      return .computed(value)
    default: return .null
    }
  }

  private func map(_ expression: Expression, _ list: Node) throws(JMESPathError) -> Node {
    guard let (nodes, isFirm) = list.elements else { return .null }
    var result: [Node] = []
    for node in nodes {
      // Where an unread element may be absent, so may be what is made of it.
      result.append(!isFirm && node.gap != nil ? node : try evaluate(expression, on: node))
    }
    return .list(result, isFirm: isFirm)
  }

  /// `sort_by`, `max_by` and `min_by`: all keys have to be numbers, or all strings.
  private func by(
    _ function: BuiltInFunction, _ list: Node, _ expression: Expression, at offset: Int
  ) throws(JMESPathError) -> Node {
    let nodes = list.elements?.nodes ?? []
    var keyed: [(Node, JSONValue)] = []
    var type: String?
    var unread: Int?
    for node in nodes {
      let key = node.gap == nil ? try evaluate(expression, on: node) : node
      if let gap = key.gap {
        unread = unread ?? gap
        continue
      }
      let keyType = key.typeName ?? ""
      guard keyType == "number" || keyType == "string", type == nil || type == keyType else {
        let message = "\(function.rawValue)() needs numbers only or strings only to order by, found \(keyType)"
        throw JMESPathError(.invalidType, message, in: text, at: offset)
      }
      type = keyType
      keyed.append((node, key.json))
    }
    if let unread { return .computed(.unread(unread)) }
    switch function {
    case .maxBy: return Self.largest(keyed) { $0 > 0 }
    case .minBy: return Self.largest(keyed) { $0 < 0 }
    default: return Self.sorted(keyed)
    }
  }

  /// The first element that no other one exceeds.
  private static func largest(_ keyed: [(node: Node, key: JSONValue)], exceeds: (Int) -> Bool) -> Node {
    guard var best = keyed.first else { return .null }
    for candidate in keyed.dropFirst() where exceeds(candidate.key.order(best.key) ?? 0) { best = candidate }
    return best.node
  }

  private static func sorted(_ keyed: [(node: Node, key: JSONValue)]) -> Node {
    // Swift's sort is stable, as the specification wants it.
    .list(keyed.sorted { ($0.key.order($1.key) ?? 0) < 0 }.map(\.node), isFirm: true)
  }
}
