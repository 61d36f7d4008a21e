import Python

/// The patterns of `match`.
extension PythonRun {
  func matches(_ value: PythonValue, _ pattern: Pattern, _ frame: PythonFrame) throws -> Bool {
    try step()
    let value = resolved(value)
    switch pattern {
    case .capture(let name), .star(let name):
      if let name { assign(name, value, frame) }
      return true
    case .value(let expression):
      let other = try evaluate(expression, frame)
      switch expression.kind {
      case .none, .bool: return try isSame(value, other)
      default: return try isEqual(value, other)
      }
    case .or(let patterns):
      for pattern in patterns where try matches(value, pattern, frame) { return true }
      return false
    case .named(let pattern, let name):
      guard try matches(value, pattern, frame) else { return false }
      assign(name, value, frame)
      return true
    case .sequence(let patterns): return try matches(value, sequence: patterns, frame)
    case .mapping(let items, let rest):
      let entries = object(value)
      if let entries {
        guard case .dictionary = entries.kind else { return false }
      } else {
        guard case .symbol = value, decide("mapping \(key(value)) \(unchanging(pattern))") else { return false }
      }
      for item in items {
        let key = try evaluate(item.key, frame)
        if let entries {
          note(reading: key, of: entries, tests: true)
          guard let member = try member(key, of: entries, isAsked: true) else { return false }
          guard try matches(member, item.value, frame) else { return false }
        } else {
          noteQueryContains(value, key)
          guard try matches(symbol("\(self.key(value))[\(self.key(key))]"), item.value, frame) else { return false }
        }
      }
      guard let rest else { return true }
      guard let entries else {
        if isQuery(value) { noteQueryTakenApart() }
        assign(rest, fresh(), frame)
        return true
      }
      let (others, object) = add(.dictionary)
      try update(object, with: value)
      object.isOpen = entries.isOpen
      for item in items { _ = try remove(try evaluate(item.key, frame), from: object) }
      assign(rest, others, frame)
      return true
    case .instance(let type, let positional, let keywords):
      guard try isInstance(value, of: try evaluate(type, frame)) else { return false }
      if let first = positional.first, case .symbol = value { return try matches(value, first, frame) }
      if positional.count == 1, object(value) == nil { return try matches(value, positional[0], frame) }
      for (index, pattern) in positional.enumerated() {
        let fields = object(value).flatMap { self.classOf($0) }?.fields ?? []
        let member = index < fields.count ? try attribute(value, fields[index].name) : fresh()
        guard try matches(member, pattern, frame) else { return false }
      }
      for (name, pattern) in keywords where try !matches(try attribute(value, name), pattern, frame) { return false }
      return true
    }
  }

  private func classOf(_ object: PythonObject) -> PythonType? {
    if case .instance(let type) = object.kind, let type = self.object(type), case .type(let value) = type.kind {
      return value
    }
    return nil
  }

  /// A text for a pattern, so that the same question gets the same answer.
  private func unchanging(_ pattern: Pattern) -> String { "\(offset)" }

  func matches(_ value: PythonValue, sequence patterns: [Pattern], _ frame: PythonFrame) throws -> Bool {
    let star = patterns.firstIndex { if case .star = $0 { true } else { false } }
    var items: [PythonValue]
    if let object = object(value), object.isOpen == nil {
      switch object.kind {
      case .list, .tuple: items = object.elements
      default: return false
      }
    } else if case .symbol(let index) = value, symbols[index].knownType == .any {
      guard decide("length \(key(value)) \(patterns.count)\(star == nil ? "" : "+")") else { return false }
      items = patterns.indices.map { symbol("\(key(value))[\($0)]") }
    } else if object(value)?.isOpen != nil {
      guard choose(2) == 0 else { return false }
      items = patterns.map { _ in fresh() }
    } else {
      return false
    }
    if let star {
      guard items.count >= patterns.count - 1 else { return false }
      let last = items.count - (patterns.count - 1 - star)
      let middle = list(Array(items[star..<last]), isOpen: object(value) == nil ? undecided("it is not known") : nil)
      items.replaceSubrange(star..<last, with: [middle])
    }
    guard items.count == patterns.count else { return false }
    for (item, pattern) in zip(items, patterns) where try !matches(item, pattern, frame) { return false }
    return true
  }
}
