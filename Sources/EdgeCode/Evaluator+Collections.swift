import ECMAScript

/// Maps and sets.
extension Evaluator {
  func collectionMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    if this.atoms.count > 1 {
      return branch(
        this.atoms.filter { !$0.isNullish }.map { atom in { self.collectionMethod(name, Value(atom), arguments) } })
    }
    guard case .object(let id)? = this.only else { return .unknown(this.reason ?? reason("this is not followed")) }
    let first = arguments.first ?? .undefined
    let object = heap[id]
    if case .set = object.kind {
      switch name {
      case "has": return includes(object.elements, isExact: object.isExact, first, wantsIndex: false)
      case "add":
        if !object.elements.contains(first) { heap[id].elements.append(first) }
        return this
      case "clear":
        heap[id].elements = []
        heap[id].isExact = true
        return .undefined
      case "delete":
        if object.isExact, let isThere = hasExactly(object.elements, first) {
          heap[id].elements.removeAll { $0 == first }
          return .bool(isThere)
        }
        heap[id].isExact = false
        return .truth
      case "forEach":
        let items = elements(of: this)
        for item in items.known where items.isExact && !isDead {
          _ = call(first, this: .undefined, [item, item, this])
        }
        if !items.isExact || items.others != nil { forEachCall(items, first, list: this) }
        return .undefined
      case "keys", "values", "iterator": return entries(makeArray(object.elements, isExact: object.isExact))
      case "entries":
        return entries(makeArray(object.elements.map { makeArray([$0, $0]) }, isExact: object.isExact))
      default: return .unknown(reason("what a set's \(name) gives is not followed"))
      }
    }
    guard case .map = object.kind else { return .unknown(reason("this is not followed")) }
    let keys = stride(from: 0, to: object.elements.count - 1, by: 2).map { object.elements[$0] }
    let values = stride(from: 1, to: object.elements.count, by: 2).map { object.elements[$0] }
    switch name {
    case "get":
      if case .number(let number)? = first.only, number.isNaN {
        return .unknown(reason("what a map has for what is no number is not followed"))
      }
      var found: Value?
      for (key, value) in zip(keys, values).reversed() {
        switch key.only.flatMap({ a in first.only.flatMap { b in compare(.strictEqual, a, b) } }) {
        case true? where object.isExact: return found?.joined(value) ?? value
        case true?, nil: found = found?.joined(value) ?? value
        case false?: break
        }
      }
      // Objects are keys of their own; of other keys a later event may have set what is not here yet.
      let isOwnKey = if case .object? = first.only { true } else { false }
      if !object.isExact, !isOwnKey || object.isOpen != nil {
        found = (found ?? .undefined).joined(.unknown(reason("what this map holds is not known")))
      }
      return (found ?? .undefined).joined(.undefined)
    case "has": return includes(keys, isExact: object.isExact, first, wantsIndex: false)
    case "set":
      let value = arguments.dropFirst().first ?? .undefined
      if object.isExact, let place = keys.firstIndex(of: first), hasExactly(keys, first) != nil {
        heap[id].elements[place * 2 + 1] = value
      } else {
        heap[id].elements += [first, value]
      }
      return this
    case "clear":
      heap[id].elements = []
      heap[id].isExact = true
      return .undefined
    case "delete":
      if object.isExact, let isThere = hasExactly(keys, first) {
        heap[id].elements = zip(keys, values).filter { $0.0 != first }.flatMap { [$0, $1] }
        return .bool(isThere)
      }
      heap[id].isExact = false
      return .truth
    case "forEach":
      for (key, value) in zip(keys, values) where !isDead { _ = call(first, this: .undefined, [value, key]) }
      return .undefined
    case "keys": return entries(makeArray(keys, isExact: object.isExact))
    case "values": return entries(makeArray(values, isExact: object.isExact))
    case "entries", "iterator":
      return entries(makeArray(elements(of: this).known, isExact: object.isExact))
    default: return .unknown(reason("what a map's \(name) gives is not followed"))
    }
  }

  /// Whether a key is one of some; nil where that of one of them is not known.
  private func hasExactly(_ keys: [Value], _ wanted: Value) -> Bool? {
    ([wanted] + keys).allSatisfy(isLiteral) ? keys.contains(wanted) : nil
  }

  func isLiteral(_ value: Value) -> Bool {
    switch value.only {
    case .undefined, .null, .bool, .string, .object: true
    case .number(let number): !number.isNaN
    default: false
    }
  }

  /// How many members a map or set has.
  func size(of object: HeapObject) -> Value {
    var keys = object.elements
    if case .map = object.kind {
      keys = stride(from: 0, to: keys.count - 1, by: 2).map { object.elements[$0] }
    }
    guard object.isExact, object.isOpen == nil, keys.allSatisfy(isLiteral) else { return .number }
    return .number(Double(Set(keys).count))
  }
}
