import ECMAScript

/// What objects of the code are made where a text or a number is wanted, and what they are gone over and waited for by:
/// methods of their own that the language calls.
extension Evaluator {
  enum Hint: String { case string, number, `default` }

  /// A method that an object has of the code's own.
  func ownMethod(_ id: ObjectID, _ name: String) -> Value? {
    let object = heap[id]
    if case .external = object.kind { return nil }
    if case .event = object.kind, object.properties[name] == nil { return nil }
    var value: Value?
    if object.properties[name] != nil {
      value = member(of: id, named: name, this: .object(id))
    } else {
      value = ownMember(object, name, .object(id))
    }
    guard let value, runsCode(value) else { return nil }
    return value
  }

  /// What an object is made by methods of its own; nil for one that has none.
  func converted(_ id: ObjectID, _ hint: Hint) -> Atom? {
    guard nesting < Self.maximumNesting else { return nil }
    if let method = ownMethod(id, "@@Symbol.toPrimitive") {
      return converted(call(method, this: .object(id), [.string(hint.rawValue)]))
    }
    for name in hint == .string ? ["toString", "valueOf"] : ["valueOf", "toString"] {
      guard let method = ownMethod(id, name) else { continue }
      let value = call(method, this: .object(id), [])
      // An object is no answer: the next is asked.
      if case .object(let other)? = value.only {
        if case .external = heap[other].kind { return .text(.none) }
        continue
      }
      return converted(value)
    }
    return nil
  }

  private func converted(_ value: Value) -> Atom {
    if let only = value.only, !only.isStatus { return only }
    return value.atoms.contains { $0.isText == true }
      ? textValue(of: value, made: true) : .unknown(reason("what an object is made here is one of several"))
  }

  /// What an iterator of the code's own gives.
  func items(of iterator: Value) -> Items {
    let what = reason("an iterator of the code's own is not followed")
    maybe { [self] in
      let next = member(iterator, .string("next"))
      guard runsCode(next) else { return }
      unknownRounds {
        let entry = self.call(next, this: iterator, [])
        _ = self.member(entry, .string("done"))
        _ = self.member(entry, .string("value"))
      }
    }
    return Items(others: .unknown(what))
  }

  /// Calls what objects of the code say of themselves for JSON, and what `JSON.stringify` is handed beside them.
  /// Returns whether anything is called.
  func callsForJSON(_ value: Value, _ replacer: Value, depth: Int = 0) -> Bool {
    var calls = false
    for case .object(let id) in value.atoms where depth < 4 {
      let object = heap[id]
      guard [.plain, .array, .error].contains(object.kind) || depth == 0 else { continue }
      if let method = ownMethod(id, "toJSON") {
        calls = true
        maybe { _ = self.call(method, this: .object(id), [.string("")]) }
        continue
      }
      for name in object.properties.names.prefix(50) {
        guard let property = object.properties[name], !property.isHidden, !property.isDeleted else { continue }
        let inner = property.getter == nil ? property.value : member(of: id, named: name, this: .object(id))
        if runsCode(replacer) { maybe { _ = self.call(replacer, this: .object(id), [.string(name), inner]) } }
        if callsForJSON(inner, replacer, depth: depth + 1) { calls = true }
      }
      for (index, inner) in object.elements.prefix(50).enumerated() {
        if runsCode(replacer) {
          maybe { _ = self.call(replacer, this: .object(id), [.string(String(index)), inner]) }
        }
        if callsForJSON(inner, replacer, depth: depth + 1) { calls = true }
      }
    }
    if depth == 0, runsCode(replacer) {
      calls = true
      maybe { _ = self.call(replacer, this: .undefined, [.string(""), value]) }
    }
    return calls
  }

  /// What a function makes of what `JSON.parse` has read, from within.
  func revived(_ value: Value, named name: Value, by reviver: Value, depth: Int = 0) -> Value {
    guard runsCode(reviver), step() else { return value }
    if case .object(let id)? = value.only, depth < 32 {
      switch heap[id].kind {
      case .plain:
        for name in heap[id].properties.names where !isDead {
          guard let inner = heap[id].properties[name]?.value else { continue }
          let new = revived(inner, named: .string(name), by: reviver, depth: depth + 1)
          heap[id].properties[name]?.value = new
        }
      case .array:
        for index in heap[id].elements.indices where !isDead {
          let new = revived(
            heap[id].elements[index], named: .string(String(index)), by: reviver, depth: depth + 1)
          heap[id].elements[index] = new
        }
      default: break
      }
    }
    guard value.reason == nil else {
      var result = value
      maybe {
        let made = self.call(reviver, this: .undefined, [.text, value])
        if !self.isDead { result = result.joined(made) }
      }
      return result
    }
    return isDead ? .undefined : call(reviver, this: .undefined, [name, value])
  }
}
