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
      case "has":
        return hasEntry(first, in: object)
          ?? includes(object.elements, isExact: object.isExact, first, wantsIndex: false)
      case "add":
        if !object.elements.contains(first) { heap[id].append(entry: [first]) }
        if !heap[id].isExact { heap[id].isFilled = true }
        noteEntry(first, .bool(true), in: id)
        return this
      case "clear":
        heap[id].remove(entryAt: nil)
        heap[id].isExact = true
        forgetEntries(nil, in: id)
        return .undefined
      case "delete":
        forgetEntries(first, in: id)
        if object.isExact || Self.entryName(first) != nil, let isThere = hasExactly(object.elements, first) {
          if let index = object.elements.firstIndex(of: first) { heap[id].remove(entryAt: index) }
          return object.isExact ? .bool(isThere) : .truth
        }
        heap[id].isExact = false
        heap[id].isFilled = false
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
      if let name = Self.entryName(first), let entry = object.properties[name], object.isOpen == nil {
        return entry.isOptional ? entry.value.joined(.undefined) : entry.value
      }
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
    case "has": return hasEntry(first, in: object) ?? includes(keys, isExact: object.isExact, first, wantsIndex: false)
    case "set":
      let value = arguments.dropFirst().first ?? .undefined
      noteEntry(first, value, in: id)
      if object.isExact, let place = keys.firstIndex(of: first), hasExactly(keys, first) != nil {
        heap[id].elements[place * 2 + 1] = value
      } else {
        heap[id].append(entry: [first, value])
      }
      return this
    case "clear":
      heap[id].remove(entryAt: nil)
      heap[id].isExact = true
      forgetEntries(nil, in: id)
      return .undefined
    case "delete":
      forgetEntries(first, in: id)
      if object.isExact || Self.entryName(first) != nil, let isThere = hasExactly(keys, first) {
        if let index = keys.firstIndex(of: first) { heap[id].remove(entryAt: index) }
        return object.isExact ? .bool(isThere) : .truth
      }
      heap[id].isExact = false
      heap[id].isFilled = false
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

  /// Marks maps and sets that keep none of their keys.
  static let weak = "#weak"
  private static let methods: Set<String> = ["has", "delete", "clear", "forEach", "keys", "values", "entries"]
  private static let methodsOfSets: Set<String> = [
    "add", "union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom",
  ]

  /// What maps and sets have of the language's.
  func collectionMember(_ name: String, of object: HeapObject) -> Value {
    let (isMap, isWeak) = (object.kind == .map, object.properties[Self.weak] != nil)
    if isWeak
      ? name == "has" || name == "delete"
      : Self.methods.contains(name) || name == "@@Symbol.iterator"
        || !isMap && Self.methodsOfSets.contains(name)
    {
      return native((isMap ? "Map" : "Set") + ".prototype." + name)
    }
    switch name {
    case "get" where isMap, "set" where isMap: return native("Map.prototype." + name)
    case "add" where !isMap: return native("Set.prototype.add")
    case "size" where !isWeak: return size(of: object)
    default: return Self.objectMethods.contains(name) ? native("Object.prototype." + name) : .undefined
    }
  }

  // MARK: Objects as keys

  /// What an entry is called that an object is the key of. What is set for an object stays with it, whatever else is set:
  /// so private members are kept in what compilers make of them.
  private static func entryName(_ key: Value) -> String? {
    if case .object(let id)? = key.only { "#entry \(id)" } else { nil }
  }

  /// Whether there is an entry of an object; nil where that is not known by what was set for it.
  private func hasEntry(_ key: Value, in object: HeapObject) -> Value? {
    guard let name = Self.entryName(key), object.isOpen == nil else { return nil }
    if let entry = object.properties[name] { return entry.isOptional ? .truth : .bool(true) }
    let width = object.kind == .map ? 2 : 1
    let mayBeThere = stride(from: 0, to: object.elements.count, by: width).contains { place in
      object.elements[place].atoms.contains { compare(.strictEqual, $0, key.first) != false }
    }
    return mayBeThere ? nil : .bool(false)
  }

  private func noteEntry(_ key: Value, _ value: Value, in id: ObjectID) {
    if let name = Self.entryName(key) {
      heap[id].properties[name] = Property(value: value, isHidden: true, place: here)
      return
    }
    for atom in key.atoms {
      guard let name = Self.entryName(Value(atom)) else { continue }
      var entry = heap[id].properties[name] ?? Property(value: value, isOptional: true, isHidden: true, place: here)
      entry.value = entry.value.joined(value)
      heap[id].properties[name] = entry
    }
  }

  /// Forgets what was set for an object, or for all of them.
  private func forgetEntries(_ key: Value?, in id: ObjectID) {
    for name in heap[id].properties.names where name.hasPrefix("#entry ") {
      guard let key else {
        heap[id].properties[name] = nil
        continue
      }
      if Self.entryName(key) == name {
        heap[id].properties[name] = nil
      } else if key.atoms.contains(where: { Self.entryName(Value($0)) == name }) || key.reason != nil {
        heap[id].properties[name]?.isOptional = true
      }
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
