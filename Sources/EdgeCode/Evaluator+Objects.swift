import ECMAScript

/// What `Object` and its methods give.
extension Evaluator {
  func objectMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch name {
    case "hasOwnProperty", "propertyIsEnumerable":
      guard case .object(let id)? = this.only, let names = keyNames(first), names.count == 1 else { return .truth }
      return hasOwn(names[0], id).map { .bool($0) } ?? .truth
    case "toString": return this.map(tag(of:))
    case "valueOf": return this
    default: return .truth
    }
  }

  /// What `Object.prototype.toString` says of a value.
  private func tag(of atom: Atom) -> Atom {
    func text(_ name: String) -> Atom { .string("[object \(name)]") }
    switch atom {
    case .undefined: return text("Undefined")
    case .null: return text("Null")
    case .bool, .truth: return text("Boolean")
    case .number, .numeral: return text("Number")
    case .string, .text: return text("String")
    case .bigInt: return text("BigInt")
    case .status, .unknown: return .text(.none)
    case .object(let id):
      guard member(of: id, named: "@@Symbol.toStringTag", this: Value(atom)).isUndefined else { return .text(.none) }
      switch heap.objects[Int(id)].kind {
      case .array: return text(isArguments(id) ? "Arguments" : "Array")
      case .event(let part): return text(part.isList(isFunction: isFunction) ? "Array" : "Object")
      case .plain where heap.objects[Int(id)].isOpen == nil: return text("Object")
      case .error: return text("Error")
      case .date: return text("Date")
      case .regularExpression: return text("RegExp")
      case .map: return text("Map")
      case .set: return text("Set")
      case .promise: return text("Promise")
      default: return .text(.none)
      }
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

  /// The list of an object's names or values.
  private func members(_ items: Items, _ elements: [Value]) -> Value {
    let list = makeArray(elements, isExact: items.isExact && items.others == nil)
    if items.isExact, items.others != nil, case .object(let id)? = list.only { noteLeast(items.known.count, in: id) }
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
          if heap[target].lock > .none {
            mayThrow(.object(makeObject(.error)))
          } else if case .event = heap[target].kind {
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
      return members(items, items.known + (items.others.map { [$0] } ?? []))
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
      return members(items, results)
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
      if case .object(let id)? = first.only {
        switch heap[id].kind {
        case .plain, .array, .event: heap[id].lock = .frozen
        default: break
        }
      }
      return first
    case "seal", "preventExtensions":
      guard case .object(let id)? = first.only else { return first }
      switch heap[id].kind {
      case .plain, .event: heap[id].lock = max(heap[id].lock, .closed)
      default: break
      }
      return first
    case "isFrozen", "isSealed": return .truth
    case "groupBy":
      let items = elements(of: first)
      guard items.isExact, items.others == nil else {
        for item in items.known { maybe { _ = self.call(second, this: .undefined, [item, .number]) } }
        return .unknown(reason("what Object.\(name) gives is not followed"))
      }
      let groups = makeObject()
      for (index, item) in items.known.enumerated() {
        let names = keyNames(call(second, this: .undefined, [item, .number(Double(index))]))
        if isDead { return .undefined }
        guard let names, names.count == 1 else {
          heap[groups].isOpen = heap[groups].isOpen ?? reason("the names of the members are not known")
          continue
        }
        let group = heap[groups].properties[names[0]]?.value ?? makeArray([])
        if case .object(let list)? = group.only { heap[list].elements.append(item) }
        heap[groups].properties[names[0]] = Property(value: group, place: here)
      }
      return .object(groups)
    case "is":
      if case .number(let a)? = first.only, case .number(let b)? = second.only {
        return .bool(a.isNaN ? b.isNaN : a == b && a.sign == b.sign)
      }
      // Zeros and NaN aside, it is `===`.
      return binary(.strictEqual, first, second)
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
