import ECMAScript

/// What `JSON` writes and reads.
extension Evaluator {
  /// - Parameters:
  ///   - space: How far what is nested stands in.
  ///   - isPlain: Whether nothing of the code says what is written of an object.
  func stringify(_ value: Value, space: Value = .undefined, isPlain: Bool = true) -> Value {
    let gap: String?
    switch space.only {
    case .undefined, .null, .bool: gap = ""
    case .number(let number): gap = String(repeating: " ", count: Int(max(0, min(10, number))))
    case .string(let text): gap = String(text.prefix(10))
    default: gap = nil
    }
    return value.flatMap { atom in
      switch atom {
      case .undefined: return .undefined
      case .string(let text): return .string(JSONWriter.quoted(text))
      case .object(let id):
        switch heap[id].kind {
        case .event(let part):
          switch part {
          case .event, .record, .records, .cf, .request, .functionEvent: return wholeRequest(id)
          default:
            guard case .object(let copy)? = deepCopy(.object(id)).only else { return Value(.text(.madeOfEvent)) }
            return Value(.text(.partOfEvent(copy)))
          }
        case .function, .class: return .undefined
        default:
          var writing = JSONWriting()
          let text = json(of: value, &writing, gap ?? "")
          if writing.fails {
            if value.rest.isEmpty, isPlain, writing.isCertain { throwValue(error("TypeError")) } else { noteRisk() }
            return .text
          }
          if gap != nil, value.rest.isEmpty, let text { return .string(text) }
          return holdsRequest(id, 4) ? wholeRequest(id) : .text
        }
      case .number, .bool, .null: return toText(Value(atom))
      default: return .text
      }
    }
  }

  /// The JSON of what holds the request as a whole, as it is now.
  private func wholeRequest(_ id: ObjectID) -> Value {
    guard case .object(let copy)? = deepCopy(.object(id)).only else { return Value(.text(.wholeRequest(-1))) }
    return Value(.text(.wholeRequest(copy)))
  }

  /// Whether an object holds the request as a whole.
  private func holdsRequest(_ id: ObjectID, _ depth: Int) -> Bool {
    if case .event(let part) = heap[id].kind {
      return [.event, .record, .records, .cf, .request, .functionEvent].contains(part)
    }
    guard depth > 0 else { return false }
    let object = heap[id]
    let values =
      object.properties.names.prefix(50).compactMap { object.properties[$0]?.value } + object.elements.prefix(50)
    return values.contains { value in
      value.atoms.contains { if case .object(let inner) = $0 { holdsRequest(inner, depth - 1) } else { false } }
    } || object.copies.contains { holdsRequest($0, 0) }
  }

  /// What is being written as JSON.
  private struct JSONWriting {
    /// How many values may be written still.
    var budget = 500
    /// The objects that what is written now stands in.
    var open: Set<ObjectID> = []
    /// Whether an object was met that stands in itself, or something that JSON has not.
    var fails = false
    /// Whether all that was written until then is certain to be there.
    var isCertain = true
  }

  /// The JSON of a value that is known whole.
  private func json(of value: Value, _ writing: inout JSONWriting, _ gap: String, _ indent: String = "") -> String? {
    let inner = indent + gap
    func enclosed(_ parts: [String], _ start: String, _ end: String) -> String {
      if gap.isEmpty || parts.isEmpty { return start + parts.joined(separator: ",") + end }
      return "\(start)\n\(inner)" + parts.joined(separator: ",\n\(inner)") + "\n\(indent)\(end)"
    }
    writing.budget -= 1
    guard writing.budget > 0 else { return nil }
    guard let atom = value.only else {
      writing.isCertain = false
      for atom in value.atoms where writing.budget > 0 { _ = json(of: Value(atom), &writing, gap, indent) }
      return nil
    }
    switch atom {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .number(let number): return number.isFinite ? NumberText.text(of: number) : "null"
    case .string(let text): return JSONWriter.quoted(text)
    case .object(let id):
      guard writing.open.insert(id).inserted else {
        writing.fails = true
        return nil
      }
      defer { writing.open.remove(id) }
      let object = heap[id]
      var isKnown = object.isOpen == nil && object.wildcard == nil && object.copies.isEmpty
      var parts: [String] = []
      func add(_ value: Value, _ start: String) {
        let part = json(of: value, &writing, gap, inner)
        if let part, isKnown { parts.append(start + part) } else { isKnown = false }
      }
      switch object.kind {
      case .array where !isArguments(id):
        if !object.isExact { (isKnown, writing.isCertain) = (false, false) }
        for element in object.elements where writing.budget > 0 && !writing.fails {
          add(element.isUndefined || isFunction(element) ? .null : element, "")
        }
        return isKnown ? enclosed(parts, "[", "]") : nil
      case .plain, .array:
        if object.prototype >= 0 || !object.isExact { isKnown = false }
        if object.kind == .array {
          for (index, element) in object.elements.enumerated() { add(element, "\"\(index)\":") }
        }
        for name in object.properties.names where writing.budget > 0 && !writing.fails {
          guard let property = object.properties[name], !property.isHidden, !property.isDeleted,
            !name.hasPrefix("@@")
          else { continue }
          let isThere = property.getter == nil && !property.isOptional && property.removal == nil
          if !isThere { (isKnown, writing.isCertain) = (false, false) }
          if !isFunction, Int(name) != nil { isKnown = false }
          if property.value.isUndefined || isFunction(property.value) || property.getter != nil { continue }
          add(property.value, JSONWriter.quoted(name) + (gap.isEmpty ? ":" : ": "))
        }
        return isKnown ? enclosed(parts, "{", "}") : nil
      default: return nil
      }
    case .bigInt:
      writing.fails = true
      return nil
    default: return nil
    }
  }

  /// Whether a value is a function, of which JSON has nothing.
  private func isFunction(_ value: Value) -> Bool {
    guard case .object(let id)? = value.only else { return false }
    switch heap[id].kind {
    case .function, .class, .bound: return true
    default: return false
    }
  }

  func parseJSON(_ value: Value) -> Value {
    var values: [Atom] = []
    var fails = false
    for atom in value.atoms {
      if case .text(.wholeRequest(let copy)) = atom {
        if copy >= 0 {
          values += deepCopy(.object(copy)).atoms
        } else {
          readsUndecided.append(Undecided("what is made of the whole request is read", at: place(here)))
          values.append(.unknown(reason("what this JSON holds is not known")))
        }
        continue
      }
      if case .text(.partOfEvent(let copy)) = atom {
        values += deepCopy(.object(copy)).atoms
        continue
      }
      guard case .string(let text) = textAtom(atom) else {
        values.append(.unknown(reason("what this JSON holds is not known")))
        continue
      }
      if let parsed = try? Program(Array("(\(text))".utf8), goal: .script),
        let statement = parsed.list(parsed.nodes[Int(parsed.root)]).first
      {
        values += jsonValue(parsed, parsed.nodes[Int(statement)].a).atoms
      } else {
        fails = true
      }
    }
    if fails {
      let error = Value.object(makeObject(.error))
      // One of several texts that is no JSON leaves the others.
      if values.isEmpty { throwValue(error) } else { mayThrow(error) }
    }
    return values.isEmpty ? .undefined : Value(values)
  }

  /// The value of a JSON text, which was parsed as an expression.
  func jsonValue(_ program: Program, _ index: Int32) -> Value {
    guard step() else { return .unknown(.none) }
    let node = program.nodes[Int(index)]
    switch node.kind {
    case .string: return .string(program.text(node.a))
    case .number: return .number(program.numbers[Int(node.a)])
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .null: return .null
    case .unary: return unary(node.op, jsonValue(program, node.a))
    case .array: return makeArray(program.list(node).map { $0 < 0 ? .undefined : jsonValue(program, $0) })
    case .object:
      let id = makeObject()
      for member in program.list(node) {
        let property = program.nodes[Int(member)]
        guard property.kind == .property, property.a >= 0 else { continue }
        let value = jsonValue(program, property.b)
        heap[id].properties[program.text(property.a)] = Property(value: value, place: here)
      }
      return .object(id)
    default: return .unknown(reason("this is no JSON"))
    }
  }
}
