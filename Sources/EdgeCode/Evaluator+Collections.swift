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
        if !object.elements.contains(first) { heap[id].append(entry: [first]) }
        return this
      case "clear":
        heap[id].remove(entryAt: nil)
        heap[id].isExact = true
        return .undefined
      case "delete":
        if object.isExact, let isThere = hasExactly(object.elements, first) {
          if let index = object.elements.firstIndex(of: first) { heap[id].remove(entryAt: index) }
          return .bool(isThere)
        }
        heap[id].isExact = false
        return .truth
      case "forEach":
        goOver(id) { key, value in
          _ = self.call(first, this: arguments.count > 1 ? arguments[1] : .undefined, [value, key, this])
        }
        return .undefined
      case "keys", "values", "iterator": return makeIterator(over: this)
      case "entries": return makeIterator(over: this, giving: .entries)
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
        heap[id].append(entry: [first, value])
      }
      return this
    case "clear":
      heap[id].remove(entryAt: nil)
      heap[id].isExact = true
      return .undefined
    case "delete":
      if object.isExact, let isThere = hasExactly(keys, first) {
        if let index = keys.firstIndex(of: first) { heap[id].remove(entryAt: index) }
        return .bool(isThere)
      }
      heap[id].isExact = false
      return .truth
    case "forEach":
      goOver(id) { key, value in
        _ = self.call(first, this: arguments.count > 1 ? arguments[1] : .undefined, [value, key, this])
      }
      return .undefined
    case "keys": return makeIterator(over: this, giving: .keys)
    case "values": return makeIterator(over: this)
    case "entries", "iterator": return makeIterator(over: this, giving: .entries)
    default: return .unknown(reason("what a map's \(name) gives is not followed"))
    }
  }

  /// Evaluates something for each entry of a map or set, those among them that it adds.
  private func goOver(_ id: ObjectID, _ body: @escaping (_ key: Value, _ value: Value) -> Void) {
    guard heap[id].isExact else {
      // Each entry on its own: what belongs together stays together.
      let object = heap[id]
      let width = object.kind == .map ? 2 : 1
      let pairs = stride(from: 0, to: object.elements.count - width + 1, by: width).map {
        (object.elements[$0], object.elements[$0 + width - 1])
      }
      for (key, value) in pairs where !isDead { maybe { self.unknownRounds { body(key, value) } } }
      return
    }
    goOver(live: id, giving: .entries) { entry in
      guard case .object(let pair)? = entry.only else { return }
      body(self.heap[pair].elements[0], self.heap[pair].elements[1])
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
