import ECMAScript

/// Assignments, and the patterns that take values apart.
extension Evaluator {
  func evaluateAssignment(_ node: Node) -> Value {
    let target = self.node(node.a)
    switch node.op {
    case .assign:
      if target.kind == .chain {
        // The object comes before the value.
        let reference = evaluateReference(target)
        if isDead { return .undefined }
        let value = evaluate(node.b)
        if isDead { return .undefined }
        offset = node.start
        setMember(reference.object, reference.key, value)
        return value
      }
      if isReplaying, target.kind == .identifier { return evaluate(node.a) }
      let value = evaluate(node.b, name: node.a)
      if isDead { return .undefined }
      offset = node.start
      assign(node.a, value, of: node.b)
      return value
    case .and, .or, .coalesce:
      let old = evaluate(node.a)
      if isDead { return .undefined }
      let goesOn: Bool? =
        node.op == .and ? decide(old) : node.op == .or ? decide(old).map { !$0 } : isNullish(old)
      if goesOn == false { return old }
      let write = {
        let value = self.evaluate(node.b)
        if !self.isDead { self.store(value, in: node.a) }
        return value
      }
      return goesOn == true ? write() : branch([{ old }, write])
    default:
      if target.kind == .chain {
        let reference = evaluateReference(target)
        if isDead { return .undefined }
        let old = member(reference.object, reference.key)
        let value = evaluate(node.b)
        if isDead { return .undefined }
        offset = node.start
        let new = binary(node.op, old, value)
        setMember(reference.object, reference.key, new)
        return new
      }
      let old = evaluate(node.a)
      let value = evaluate(node.b)
      if isDead { return .undefined }
      let new = binary(node.op, old, value)
      assign(node.a, new)
      return new
    }
  }

  /// Writes a value where an expression says.
  func store(_ value: Value, in target: Int32) {
    let node = node(target)
    if node.kind == .chain {
      let reference = evaluateReference(node)
      if !isDead { setMember(reference.object, reference.key, value) }
    } else {
      assign(target, value)
    }
  }

  /// The elements of several lists of which each is known; nil for anything else.
  func exactLists(_ value: Value) -> [[Value]]? {
    guard !value.rest.isEmpty else { return nil }
    var lists: [[Value]] = []
    // Of nothing there is no first element: it throws.
    for atom in value.atoms where !atom.isNullish {
      guard case .object(let id) = atom else { return nil }
      let object = heap.objects[Int(id)]
      guard object.kind == .array, object.isExact, object.isOpen == nil else { return nil }
      lists.append(object.elements)
    }
    if lists.count < value.atoms.count { noteRisk() }
    return lists.isEmpty ? nil : lists
  }

  /// Binds a pattern to either of several lists: a place gets what stands there in one of them.
  private func assign(elementsOf pattern: Node, _ lists: [[Value]]) {
    for (place, element) in program.list(pattern).enumerated() where element >= 0 {
      let target = node(element)
      let rests = target.kind == .rest ? lists.map { makeArray(Array($0.dropFirst(place))) } : []
      let values = rests.isEmpty ? lists.map { place < $0.count ? $0[place] : .undefined } : rests
      assign(rests.isEmpty ? element : target.a, values.dropFirst().reduce(values[0]) { $0.joined($1) })
    }
  }

  /// Binds or assigns a value to a name or pattern.
  func assign(_ index: Int32, _ value: Value) {
    guard step(), !isDead else { return }
    let node = node(index)
    switch node.kind {
    case .binding, .identifier:
      guard node.b >= 0 else {
        globals[text(node.a)] = value
        return
      }
      if let cell = cell(of: node.b) {
        noteAssignment(to: cell)
        heap[cell: cell] = value
        noteParameter(cell, value)
      }
    case .chain: store(value, in: index)
    case .defaulted:
      let undefined = value.filter { $0 == .undefined }
      let unknown = value.atoms.contains { if case .unknown = $0 { true } else { false } }
      if undefined == nil, !unknown {
        assign(node.a, value)
      } else if value.isUndefined {
        assign(node.a, evaluate(node.b, name: node.a))
      } else {
        let given = value.filter { $0 != .undefined } ?? value
        let either = branch([{ given }, { self.evaluate(node.b, name: node.a) }])
        assign(node.a, either)
      }
    case .arrayPattern:
      if let lists = exactLists(value) { return assign(elementsOf: node, lists) }
      let items = taken(value, by: node)
      for (place, element) in program.list(node).enumerated() where element >= 0 {
        let target = self.node(element)
        if target.kind == .rest {
          let rest = makeArray(
            items.isExact ? Array(items.known.dropFirst(place)) : items.known,
            isExact: items.isExact && items.others == nil)
          assign(target.a, rest)
        } else if items.isExact, place < items.known.count {
          assign(element, items.known[place])
        } else if items.isExact, items.others == nil {
          assign(element, .undefined)
        } else {
          let all = items.known + (items.others.map { [$0] } ?? [])
          assign(element, all.reduce(.undefined) { $0.joined($1) })
        }
      }
    case .objectPattern:
      var taken: [String] = []
      for element in program.list(node) {
        let property = self.node(element)
        offset = property.start
        if property.kind == .rest {
          let id = makeObject()
          copyMembers(of: value, to: id, without: taken)
          assign(property.a, .object(id))
          continue
        }
        let key = property.a >= 0 ? Value.string(text(property.a)) : evaluate(property.c)
        if isDead { return }
        taken += keyNames(key) ?? []
        assign(property.b, member(value, key))
        keepTerm(ofMember: key, of: value, in: property.b)
      }
    case .rest: assign(node.a, value)
    case .variables:
      if let declarator = program.list(node).first { assign(self.node(declarator).a, value) }
    default: break
    }
  }
}
