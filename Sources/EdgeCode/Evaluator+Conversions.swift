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
  func items(of iterator: Value, since size: (cells: Int, objects: Int)) -> Items {
    if let items = known(iterator, since: size) { return items }
    let what = reason("an iterator of the code's own is not followed")
    maybe { [self] in
      let next = member(iterator, .string("next"))
      guard runsCode(next) else { return }
      unknownRounds {
        let entry = self.call(next, this: iterator, [])
        _ = self.member(entry, .string("done"))
        _ = self.member(entry, .string("value"))
      }
      let ends = member(iterator, .string("return"))
      if runsCode(ends) { maybe { _ = self.call(ends, this: iterator, []) } }
    }
    return Items(others: .unknown(what))
  }

  /// All that an iterator gives, where that is known, and where nothing that was there before is written for it: whoever goes
  /// over it may stop earlier.
  private func known(_ iterator: Value, since size: (cells: Int, objects: Int)) -> Items? {
    guard case .object(let id)? = iterator.only, !isDead else { return nil }
    // Who leaves a loop early calls this.
    if !member(iterator, .string("return")).isUndefined { return nil }
    if case .iterator = heap[id].kind { return takeAll(of: id) }
    if case .array = heap[id].kind { return nil }
    let gaps = gaps.count
    let mark = openMark()
    var values: [Value] = []
    var isDone = false
    let (_, error) = attempt {
      let next = self.member(iterator, .string("next"))
      guard self.runsCode(next) else { return .undefined }
      while !isDone, !self.isDead, values.count < 200 {
        let entry = self.call(next, this: iterator, [])
        guard !self.isDead, let ends = self.decide(self.member(entry, .string("done"))) else { break }
        isDone = ends
        if !ends { values.append(self.member(entry, .string("value"))) }
      }
      return .undefined
    }
    let written = heap.snapshot(since: mark)
    let isOwn = !written.reaches(below: size) && !isDead && error == nil && self.gaps.count == gaps
    guard isDone, isOwn else {
      heap.goBack(to: mark)
      closeMark(mark)
      isDead = isExhausted
      return nil
    }
    closeMark(mark)
    return Items(known: values)
  }

  /// How many members `JSON.stringify` is followed into, and how deep.
  private static let maximumMembers = 2000
  private static let maximumDepth = 64

  /// Calls what objects of the code say of themselves for JSON, and what `JSON.stringify` is handed beside them.
  /// Returns whether anything is called.
  func callsForJSON(_ value: Value, _ replacer: Value) -> Bool {
    var visited: Set<ObjectID> = []
    var members = 0
    let calls = callsForJSON(value, replacer, depth: 0, &visited, &members)
    guard runsCode(replacer) else { return calls }
    maybe { _ = self.call(replacer, this: .undefined, [.string(""), value]) }
    return true
  }

  private func callsForJSON(
    _ value: Value, _ replacer: Value, depth: Int, _ visited: inout Set<ObjectID>, _ members: inout Int
  ) -> Bool {
    var calls = false
    for case .object(let id) in value.atoms {
      let object = heap[id]
      guard [.plain, .array, .error].contains(object.kind) || depth == 0, visited.insert(id).inserted else { continue }
      if let method = ownMethod(id, "toJSON") {
        calls = true
        maybe { _ = self.call(method, this: .object(id), [.string("")]) }
        continue
      }
      let names = object.properties.names.filter {
        object.properties[$0].map { !$0.isHidden && !$0.isDeleted } == true
      }
      members += names.count + object.elements.count
      guard depth < Self.maximumDepth, members <= Self.maximumMembers else {
        noteGap("JSON is made of more than is followed")
        return true
      }
      var inner: [(name: String, value: Value)] = []
      for name in names {
        guard let property = object.properties[name] else { continue }
        inner.append((name, property.getter == nil ? property.value : member(of: id, named: name, this: .object(id))))
      }
      inner += object.elements.enumerated().map { (String($0), $1) }
      for (name, value) in inner {
        if runsCode(replacer) { maybe { _ = self.call(replacer, this: .object(id), [.string(name), value]) } }
        if callsForJSON(value, replacer, depth: depth + 1, &visited, &members) { calls = true }
      }
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
