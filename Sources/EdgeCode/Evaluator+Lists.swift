import ECMAScript

extension Evaluator {
  // MARK: Lists

  func listMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    if this.atoms.count > 1 {
      return branch(on: this.atoms.filter { !$0.isNullish }) { self.listMethod(name, Value($0), arguments) }
    }
    let first = arguments.first ?? .undefined
    guard case .object(let id) = this.first else { return .unknown(this.reason ?? reason("this list is not known")) }
    let items = elements(of: this)
    let all = items.known + (items.others.map { [$0] } ?? [])
    let isUnordered = heap.objects[Int(id)].properties[Self.unordered] != nil
    let isExact = items.isExact && items.others == nil && !(isUnordered && Self.orderedMethods.contains(name))
    if isUnordered, name == "sort" { heap[id].properties[Self.unordered] = nil }
    var isList = false
    if case .array = heap[id].kind { isList = true }
    /// Any of the elements.
    var any: Value? { all.reduce(nil) { $0?.joined($1) ?? $1 } }
    if heap.objects[Int(id)].properties[Self.holes] != nil, all.allSatisfy(\.isUndefined) {
      // Holes are passed over.
      switch name {
      case "forEach": return .undefined
      case "map": return this
      case "filter", "flatMap", "flat": return makeArray([])
      case "some": return .bool(false)
      case "every": return .bool(true)
      case "fill": heap[id].properties[Self.holes] = nil
      default: break
      }
    }
    switch name {
    case "push", "unshift":
      guard isList else { return .number }
      if all.count > Self.maximumElements {
        heap[id].isExact = false
        return .number
      }
      if name == "push" || !isExact {
        heap[id].elements += arguments
      } else {
        heap[id].elements.insert(contentsOf: arguments, at: 0)
      }
      return .number
    case "pop", "shift":
      guard isList, isExact, !all.isEmpty else { return (any ?? .undefined).joined(.undefined) }
      return name == "pop" ? heap[id].elements.removeLast() : heap[id].elements.removeFirst()
    case "forEach":
      forEachCall(items, first)
      return .undefined
    case "map", "flatMap":
      var results: [Value] = []
      if isExact {
        for (index, item) in all.enumerated() {
          results.append(call(first, this: .undefined, [item, .number(Double(index)), this]))
          if isDead { return .undefined }
        }
      } else if let any {
        maybe {
          let result = self.call(first, this: .undefined, [any, .number, this])
          if !self.isDead { results.append(result) }
        }
      }
      if name == "flatMap" {
        let (flat, exact) = joinedLists(results)
        return makeArray(flat, isExact: isExact && exact)
      }
      return makeArray(results, isExact: isExact)
    case "filter":
      var kept: [Value] = []
      var keptIsExact = isExact
      for (index, item) in all.enumerated() {
        let value = call(first, this: .undefined, [item, .number(Double(index)), this])
        if isDead { return .undefined }
        switch decide(value) {
        case true?: kept.append(item)
        case nil:
          kept.append(item)
          keptIsExact = false
        case false?: break
        }
      }
      return makeArray(kept, isExact: keptIsExact)
    case "find", "findLast", "findIndex":
      var found: [Value] = []
      for (index, item) in all.enumerated() {
        let value = call(first, this: .undefined, [item, .number(Double(index)), this])
        if isDead { return .undefined }
        let holds = decide(value)
        if holds != false { found.append(name == "findIndex" ? .number(Double(index)) : item) }
        if holds == true, isExact, name != "findLast" {
          return found.dropFirst().reduce(found[0]) { $0.joined($1) }
        }
      }
      let otherwise: Value = name == "findIndex" ? .number(-1) : .undefined
      if name == "findIndex", !isExact { return .number }
      return found.reduce(otherwise) { $0.joined($1) }
    case "some", "every":
      let wanted = name == "some"
      var isUnknown = !isExact
      for (index, item) in all.enumerated() {
        let value = call(first, this: .undefined, [item, .number(Double(index)), this])
        if isDead { return .undefined }
        switch decide(value) {
        case wanted?: return isUnknown ? .truth : .bool(wanted)
        case nil: isUnknown = true
        default: break
        }
      }
      return isUnknown ? .truth : .bool(!wanted)
    case "reduce", "reduceRight":
      guard isExact else {
        // Of an empty list there is no first value.
        if arguments.count < 2 { noteRisk() }
        guard let any else { return arguments.dropFirst().first ?? .undefined }
        let initial = arguments.dropFirst().first ?? any
        var value = initial
        maybe {
          let once = self.call(first, this: .undefined, [initial, any, .number, this])
          if self.isDead { return }
          value = value.joined(once)
          let again = self.call(first, this: .undefined, [once.joined(initial), any, .number, this])
          if !self.isDead { value = value.joined(again) }
        }
        // What is made anew in each round is made of as many rounds as there are.
        let known = Set(initial.atoms)
        let isNew = value.atoms.contains { if case .object = $0 { !known.contains($0) } else { false } }
        if isNew { value = value.joined(.unknown(reason("how often this is called is not known"))) }
        return value.only == nil ? value.generalized : value
      }
      var rest = name == "reduce" ? all : all.reversed()
      var value: Value
      if arguments.count > 1 {
        value = arguments[1]
      } else {
        guard !rest.isEmpty else {
          noteRisk()
          return .undefined
        }
        value = rest.removeFirst()
      }
      for (index, item) in rest.enumerated() {
        value = call(first, this: .undefined, [value, item, .number(Double(index)), this])
        if isDead { return .undefined }
      }
      return value
    case "includes" where arguments.count > 1: return .truth
    case "indexOf" where arguments.count > 1: return .number
    case "includes", "indexOf":
      return includes(all, isExact: isExact, first, wantsIndex: name == "indexOf")
    case "join":
      guard isExact else { return .text }
      var separator = ","
      if !first.isUndefined {
        guard let text = first.string else { return .text }
        separator = text
      }
      return Value(joinedText(all, separator: separator))
    case "concat":
      let (elements, exact) = joinedLists(arguments)
      return makeArray(all + elements, isExact: isExact && exact)
    case "slice":
      guard isExact else { return makeArray(all, isExact: false) }
      func place(_ value: Value?, _ fallback: Int) -> Int? {
        guard let value, !value.isUndefined else { return fallback }
        guard case .number(let number)? = value.only, !number.isNaN else { return nil }
        let index = Int(max(-1e9, min(1e9, number)))
        return min(max(index < 0 ? all.count + index : index, 0), all.count)
      }
      guard let from = place(arguments.first, 0), let to = place(arguments.dropFirst().first, all.count) else {
        return makeArray(all, isExact: false)
      }
      return makeArray(from < to ? Array(all[from..<to]) : [])
    case "splice":
      guard isList else { return makeArray(all, isExact: false) }
      heap[id].isExact = false
      heap[id].elements += arguments.dropFirst(2)
      return makeArray(all, isExact: false)
    case "reverse", "toReversed":
      guard isList, name == "reverse" else { return makeArray(isExact ? all.reversed() : all, isExact: isExact) }
      heap[id].elements = isExact ? all.reversed() : all
      return this
    case "fill" where isList && isExact && arguments.count == 1:
      heap[id].elements = Array(repeating: first, count: all.count)
      return this
    case "sort" where isList && isExact, "toSorted" where isList && isExact:
      guard let sorted = sorted(all, by: first) else {
        if name == "sort" { heap[id].isExact = false }
        return name == "sort" ? this : makeArray(all, isExact: false)
      }
      if name == "toSorted" { return makeArray(sorted) }
      heap[id].elements = sorted
      return this
    case "sort", "toSorted", "fill", "copyWithin":
      if isCallable(first), let any { maybe { _ = self.call(first, this: .undefined, [any, any]) } }
      guard isList, all.count > 1 || name == "fill" && !all.isEmpty else { return this }
      if name == "fill" { heap[id].elements = all + [first] }
      heap[id].isExact = false
      return this
    case "keys": return makeArray(all.indices.map { .number(Double($0)) }, isExact: isExact)
    case "values": return makeArray(all, isExact: isExact)
    case "@@Symbol.iterator": return makeIterator(over: this)
    case "next":
      // `values()` and the like give a list here, of which the first elements are taken one by one.
      guard isList, isExact else {
        let entry = makeObject()
        heap[entry].properties["value"] = Property(value: any ?? .undefined, place: here)
        heap[entry].properties["done"] = Property(value: all.isEmpty ? .bool(true) : .truth, place: here)
        return .object(entry)
      }
      let entry = makeObject()
      heap[entry].properties["done"] = Property(value: .bool(all.isEmpty), place: here)
      heap[entry].properties["value"] = Property(value: all.first ?? .undefined, place: here)
      if !all.isEmpty { heap[id].elements.removeFirst() }
      return .object(entry)
    case "entries":
      return makeArray(all.enumerated().map { makeArray([.number(Double($0)), $1]) }, isExact: isExact)
    case "flat":
      var (flat, exact) = joinedLists(all)
      guard let depth = first.only else { return makeArray(flat, isExact: false) }
      guard case .number(let levels) = depth == .undefined ? .number(1) : number(depth), levels >= 1 else {
        return makeArray(depth == .number(0) ? all : flat, isExact: depth == .number(0) && isExact)
      }
      for _ in 1..<Int(min(levels, 8)) {
        let inner = joinedLists(flat)
        (flat, exact) = (inner.elements, exact && inner.isExact)
      }
      return makeArray(flat, isExact: isExact && exact)
    case "at":
      guard isExact, case .number(let number)? = first.only else { return (any ?? .undefined).joined(.undefined) }
      let index = Int(max(-1e9, min(1e9, number)))
      let place = index < 0 ? all.count + index : index
      return place >= 0 && place < all.count ? all[place] : .undefined
    case "toString": return Value(isExact ? joinedText(all, separator: ",") : .text(.none))
    case "hasOwnProperty": return .truth
    default: return .unknown(reason("what a list's \(name) gives is not followed"))
    }
  }

  private func includes(_ all: [Value], isExact: Bool, _ wanted: Value, wantsIndex: Bool) -> Value {
    guard let needle = wanted.only else {
      return Value(wanted.atoms.flatMap { includes(all, isExact: isExact, Value($0), wantsIndex: wantsIndex).atoms })
    }
    var isUnknown = !isExact
    for (index, item) in all.enumerated() {
      for atom in item.atoms {
        switch compare(.strictEqual, atom, needle) {
        case true? where item.only != nil && !isUnknown: return wantsIndex ? .number(Double(index)) : .bool(true)
        case true?, nil: isUnknown = true
        // `includes` finds NaN, which equals nothing.
        case false? where !wantsIndex && atom.isNaN && needle.isNaN: isUnknown = true
        case false?: break
        }
      }
    }
    if isUnknown { return wantsIndex ? .number : .truth }
    return wantsIndex ? .number(-1) : .bool(false)
  }

  /// Elements in order, where each comparison is known; nil where one is not.
  private func sorted(_ elements: [Value], by function: Value) -> [Value]? {
    var sorted: [Value] = []
    let isCompared = isCallable(function)
    var isKnown = elements.count <= Self.maximumSorted
    for element in elements {
      // What is not there comes last, and is not compared.
      if element.isUndefined {
        isKnown = isKnown && !isCompared
        sorted.append(element)
        continue
      }
      var place = sorted.count
      while place > 0, isKnown {
        if isDead { return nil }
        let before: Bool? =
          isCompared
          ? isPositive(call(function, this: .undefined, [sorted[place - 1], element]))
          : toText(sorted[place - 1]).string.flatMap { other in
            toText(element).string.map { $0.utf16.lexicographicallyPrecedes(other.utf16) }
          }
        guard let before else {
          isKnown = false
          break
        }
        if !before { break }
        place -= 1
      }
      sorted.insert(element, at: place)
    }
    if !isKnown, isCompared, let any = elements.reduce(nil, { $0?.joined($1) ?? $1 }) {
      maybe { _ = self.call(function, this: .undefined, [any, any]) }
    }
    return isKnown ? sorted : nil
  }

  /// How many elements are sorted one by one.
  private static let maximumSorted = 40

  private func isPositive(_ value: Value) -> Bool? {
    guard let only = value.only, case .number(let number) = number(only) else { return nil }
    return number > 0
  }

  private func forEachCall(_ items: Items, _ function: Value) {
    if items.isExact {
      for (index, item) in items.known.enumerated() {
        if isDead || isExhausted { return }
        _ = call(function, this: .undefined, [item, .number(Double(index))])
      }
      if let others = items.others {
        maybe { self.unknownRounds { _ = self.call(function, this: .undefined, [others, .number]) } }
      }
    } else {
      let all = items.known + (items.others.map { [$0] } ?? [])
      guard let first = all.first else { return }
      let value = all.dropFirst().reduce(first) { $0.joined($1) }
      maybe { self.unknownRounds { _ = self.call(function, this: .undefined, [value, .number]) } }
    }
  }

  // MARK: Maps and sets

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
      case "delete", "clear":
        heap[id].isExact = false
        return .truth
      case "forEach":
        forEachCall(elements(of: this), first)
        return .undefined
      default: return entries(makeArray(object.elements, isExact: object.isExact))
      }
    }
    guard case .map = object.kind else { return .unknown(reason("this is not followed")) }
    let keys = stride(from: 0, to: object.elements.count - 1, by: 2).map { object.elements[$0] }
    let values = stride(from: 1, to: object.elements.count, by: 2).map { object.elements[$0] }
    switch name {
    case "get":
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
      heap[id].elements += [first, arguments.dropFirst().first ?? .undefined]
      return this
    case "delete", "clear":
      heap[id].isExact = false
      return .truth
    case "forEach":
      for (key, value) in zip(keys, values) where !isDead { _ = call(first, this: .undefined, [value, key]) }
      return .undefined
    case "keys": return entries(makeArray(keys, isExact: object.isExact))
    case "values": return entries(makeArray(values, isExact: object.isExact))
    default: return entries(makeArray(elements(of: this).known, isExact: object.isExact))
    }
  }

  /// A list that can also be stepped through by `next`, as what maps and sets give.
  private func entries(_ list: Value) -> Value {
    guard case .object(let id)? = list.only else { return list }
    for (name, value) in [("next", native("Iterator.prototype.next")), ("#list", list), ("#place", .number(0))] {
      heap[id].properties[name] = Property(value: value, isHidden: true, place: here)
    }
    return list
  }

  // MARK: Objects

  func objectMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch name {
    case "hasOwnProperty", "propertyIsEnumerable":
      guard case .object(let id)? = this.only, let names = keyNames(first), names.count == 1 else { return .truth }
      return has(names[0], id).map { .bool($0) } ?? .truth
    case "toString": return toText(this)
    case "valueOf": return this
    default: return .truth
    }
  }

  /// A member as `Object.getOwnPropertyDescriptor` tells of it.
  private func descriptor(of property: Property) -> Value {
    let id = makeObject()
    if let getter = property.getter {
      heap[id].properties["get"] = Property(value: .object(getter), place: here)
    } else {
      heap[id].properties["value"] = Property(value: property.value, place: here)
      heap[id].properties["writable"] = Property(value: .bool(true), place: here)
    }
    heap[id].properties["enumerable"] = Property(value: .bool(!property.isHidden), place: here)
    heap[id].properties["configurable"] = Property(value: .bool(true), place: here)
    return .object(id)
  }

  /// Marks a list whose order is not known.
  static let unordered = "#unordered"
  /// How many members of an object cloudfront-js gives in the order in which they came; of more it is that of a hash.
  private static let orderedMembers = 10
  /// Marks objects that stay as they are.
  static let frozen = "#frozen"

  /// Marks lists of which nothing but the length was given.
  static let holes = "#holes"

  /// What stands in several lists, one after the other; what is no list stands for itself.
  private func joinedLists(_ values: [Value]) -> (elements: [Value], isExact: Bool) {
    var elements: [Value] = []
    var isExact = true
    for value in values {
      if value.only == nil { isExact = false }
      for atom in value.atoms {
        guard case .object(let id) = atom, isList(id) else {
          elements.append(Value(atom))
          continue
        }
        let items = self.elements(of: Value(atom))
        elements += items.known + (items.others.map { [$0] } ?? [])
        if !items.isExact || items.others != nil { isExact = false }
      }
    }
    return (elements, isExact)
  }

  private func isList(_ id: ObjectID) -> Bool {
    switch heap[id].kind {
    case .array: true
    case .event(let part): part.isList(isFunction: isFunction)
    default: false
    }
  }

  /// What depends on the order of a list, or makes another one of it.
  private static let orderedMethods: Set<String> = [
    "shift", "pop", "at", "find", "findLast", "findIndex", "indexOf", "lastIndexOf", "join", "reduce", "slice",
    "splice", "toString", "map", "filter", "flatMap", "concat",
  ]

  /// The list of an object's names or values.
  private func members(_ elements: [Value], isExact: Bool) -> Value {
    let list = makeArray(elements, isExact: isExact)
    if isFunction, elements.count > Self.orderedMembers, case .object(let id)? = list.only {
      heap[id].properties[Self.unordered] = Property(value: .truth, isHidden: true, place: here)
    }
    return list
  }

  func objectFunction(_ name: String, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    let second = arguments.count > 1 ? arguments[1] : .undefined
    switch name {
    case "assign":
      noteUse(of: first)
      for atom in first.atoms {
        guard case .object(let target) = atom else { continue }
        for source in arguments.dropFirst() {
          if case .event = heap[target].kind {
            assignToEvent(target, source)
          } else if case .external(let path) = heap[target].kind {
            for name in keys(of: source).known { noteExternalWrite(path, name.string ?? "", member(source, name)) }
          } else {
            copyMembers(of: source, to: target)
          }
        }
      }
      return first
    case "keys", "getOwnPropertyNames":
      noteUse(of: first)
      let items = keys(of: first)
      return members(items.known + (items.others.map { [$0] } ?? []), isExact: items.isExact && items.others == nil)
    case "values", "entries":
      noteUse(of: first)
      let items = keys(of: first)
      var results: [Value] = []
      for key in items.known + (items.others.map { [$0] } ?? []) {
        var value = member(first, key)
        // The names are those that are there.
        if case .object(let id)? = first.only, case .event = heap[id].kind {
          value = value.filter { $0 != .undefined } ?? value
        }
        results.append(name == "values" ? value : makeArray([key, value]))
      }
      return members(results, isExact: items.isExact && items.others == nil)
    case "fromEntries":
      // By its names it is asked as before.
      if let parameters = first.only, parameters == external(Self.queryParameters).first {
        return external(Self.parsedQuery)
      }
      let id = makeObject()
      let items = iterated(first)
      for pair in items.known + (items.others.map { [$0] } ?? []) {
        let parts = elements(of: pair)
        guard parts.isExact, parts.known.count > 1 else {
          heap[id].isOpen = heap[id].isOpen ?? reason("the names of the members are not known")
          continue
        }
        define(parts.known[0], parts.known[1], on: id)
        if !items.isExact {
          for name in keyNames(parts.known[0]) ?? [] { heap[id].properties[name]?.isOptional = true }
        }
      }
      return .object(id)
    case "freeze":
      for case .object(let id) in first.atoms where first.only != nil {
        heap[id].properties[Self.frozen] = Property(value: .truth, isHidden: true, place: here)
      }
      return first
    case "seal", "preventExtensions": return first
    case "isFrozen", "isSealed": return .truth
    case "is":
      if let a = first.only, let b = second.only { return compare(.strictEqual, a, b).map { .bool($0) } ?? .truth }
      return .truth
    case "hasOwn": return objectMethod("hasOwnProperty", first, [second])
    case "create":
      let id = makeObject()
      if case .object(let prototype)? = first.only {
        if case .event = heap[prototype].kind {
          heap[id].copies.append(prototype)
        } else {
          heap[id].prototype = prototype
        }
      }
      if case .object(let members)? = second.only {
        for name in heap[members].properties.names {
          defineProperty(id, name, heap[members].properties[name]?.value ?? .undefined)
        }
      }
      return .object(id)
    case "setPrototypeOf":
      if case .object(let id)? = first.only, case .object(let prototype)? = second.only {
        heap[id].prototype = prototype
      } else if second.only != .null {
        for case .object(let id) in first.atoms {
          heap[id].isOpen = heap[id].isOpen ?? reason("what this inherits from is not known")
        }
      }
      return first
    case "getPrototypeOf":
      guard case .object(let id)? = first.only else { return .null }
      return heap[id].prototype >= 0 ? .object(heap[id].prototype) : native("Object.prototype")
    case "defineProperty":
      // Of several objects it is one that gets the member.
      if first.rest.isEmpty {
        defineProperty(of: first.first, second, arguments.count > 2 ? arguments[2] : .undefined)
      } else {
        _ = branch(
          first.atoms.map { atom in
            {
              self.defineProperty(of: atom, second, arguments.count > 2 ? arguments[2] : .undefined)
              return .undefined
            }
          })
      }
      return first
    case "defineProperties":
      guard first.rest.isEmpty else {
        return branch(
          first.atoms.map { atom in { self.objectFunction(name, [Value(atom)] + arguments.dropFirst()) } })
      }
      guard case .object(let id)? = first.only else { return first }
      guard case .object(let members)? = second.only, case .plain = heap[members].kind, heap[members].isOpen == nil,
        heap[members].wildcard == nil, heap[members].copies.isEmpty
      else {
        heap[id].isOpen = heap[id].isOpen ?? reason("the names of these members are not known")
        return first
      }
      for name in heap[members].properties.names {
        defineProperty(id, name, heap[members].properties[name]?.value ?? .undefined)
      }
      return first
    case "getOwnPropertyDescriptor":
      guard case .object(let id)? = first.only, let names = keyNames(second), names.count == 1 else {
        return .unknown(reason("this property is not known"))
      }
      if case .event = heap[id].kind { return .unknown(reason("this property is not known")) }
      guard let property = heap[id].properties[names[0]] else { return .undefined }
      return descriptor(of: property)
    case "getOwnPropertySymbols": return makeArray([])
    case "getOwnPropertyDescriptors":
      guard case .object(let id)? = first.only, case .plain = heap[id].kind, heap[id].isOpen == nil,
        heap[id].wildcard == nil, heap[id].copies.isEmpty
      else { return .unknown(reason("what Object.\(name) gives is not followed")) }
      let all = makeObject()
      for name in heap[id].properties.names {
        guard let property = heap[id].properties[name] else { continue }
        heap[all].properties[name] = Property(
          value: descriptor(of: property), isOptional: property.isOptional, place: property.place)
      }
      return .object(all)
    default: return .unknown(reason("what Object.\(name) gives is not followed"))
    }
  }

  private func defineProperty(of atom: Atom, _ key: Value, _ descriptor: Value) {
    guard case .object(let id) = atom else { return }
    guard let names = keyNames(key) else {
      heap[id].isOpen = heap[id].isOpen ?? reason("the name of this member is not known")
      return
    }
    for name in names { defineProperty(id, name, descriptor) }
  }

  private func defineProperty(_ id: ObjectID, _ name: String, _ descriptor: Value) {
    guard case .object(let given)? = descriptor.only else { return }
    if case .native = heap[id].kind { return }
    if case .external = heap[id].kind { return }
    var property = heap[id].properties[name] ?? Property(value: .undefined, isHidden: true, place: here)
    let getter = member(of: given, named: "get", this: descriptor)
    if case .object(let function)? = getter.only, isCallable(getter) {
      property.getter = function
    } else if has("value", given) != false {
      property.value = member(of: given, named: "value", this: descriptor)
      property.getter = nil
    }
    if case .object(let function)? = member(of: given, named: "set", this: descriptor).only {
      property.setter = function
    }
    let enumerable = member(of: given, named: "enumerable", this: descriptor)
    if !enumerable.isUndefined { property.isHidden = enumerable.atoms.allSatisfy { truth(of: $0) == false } }
    property.place = here
    heap[id].properties[name] = property
  }

  /// Sets each member of a value on a part of the event.
  private func assignToEvent(_ target: ObjectID, _ source: Value) {
    let items = keys(of: source)
    for key in items.known { setMember(.object(target), key, member(source, key)) }
    if items.others != nil {
      heap[target].isOpen = heap[target].isOpen ?? reason("the names of the members that are set are not known")
    }
    if let reason = source.reason { heap[target].isOpen = heap[target].isOpen ?? reason }
  }
}

/// Texts in JSON.
enum JSONWriter {
  /// A text in quotes, with escapes where JSON wants them.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
