import ECMAScript

/// What conditions say of variables and members, where they hold and where they do not.
extension Evaluator {
  /// Takes over what a condition says of variables.
  func refine(_ test: Int32, holds: Bool) {
    keepWays(where: test, holds: holds)
    keepDecision(test, holds: holds)
    let node = node(test)
    defer { learn(test, holds: holds) }
    switch node.kind {
    case .identifier:
      guard node.b >= 0, let cell = cell(of: node.b) else { return }
      narrow(cell, holds)
    case .assignment:
      guard let cell = variable(test) else { return }
      narrow(cell, holds)
    case .unary where node.op == .not: refine(node.a, holds: !holds)
    case .chain where node.b == 2: refineMember(node, holds: holds)
    case .logical where (node.op == .and && holds) || (node.op == .or && !holds):
      for part in program.list(node) { refine(part, holds: holds) }
    case .binary where node.b == 3:
      let parts = Array(program.list(node))
      guard let op = Operator(rawValue: UInt8(truncatingIfNeeded: parts[1])) else { return }
      if op == .instanceOf {
        // Which class that is, is asked only where asking does nothing.
        guard let cell = variable(parts[0]), path(of: parts[2]) != nil else { return }
        let type = evaluate(parts[2])
        let fitting = heap.cells[Int(cell)].filter { decide(binary(.instanceOf, Value($0), type)) != !holds }
        if let fitting { narrow(cell, to: fitting) }
        return
      }
      let isEquality = op == .strictEqual || op == .equal
      guard isEquality || op == .strictNotEqual || op == .notEqual else { return }
      refineMember(parts[0], parts[2], isEqual: holds == isEquality)
      refineMember(parts[2], parts[0], isEqual: holds == isEquality)
      // Minifiers put the literal first.
      guard let cell = variable(parts[0]) ?? variable(parts[2]), let other = literal(parts[2]) ?? literal(parts[0])
      else { return }
      let value = heap.cells[Int(cell)]
      let narrowed = value.filter { atom in
        compare(op == .strictNotEqual ? .strictEqual : op == .notEqual ? .equal : op, atom, other)
          != (holds != isEquality)
      }
      if let narrowed { narrow(cell, to: narrowed) }
      if holds == isEquality, case .text? = value.only { narrow(cell, to: Value(other)) }
    default: break
    }
  }

  /// Leaves of what a variable may be what counts as true, or as false.
  private func narrow(_ cell: Int32, _ holds: Bool) {
    let value = heap.cells[Int(cell)]
    guard let left = value.filter({ truth(of: $0) != !holds }) else { return }
    narrow(cell, to: holds ? left.map { $0 == .truth ? .bool(true) : $0 } : falsy(left) ?? left)
  }

  /// Leaves of what a variable may be some: what it is stays the same.
  private func narrow(_ cell: Int32, to value: Value) {
    guard value != heap.cells[Int(cell)] else { return }
    let term = term(ofVariable: cell, adding: true)
    // On the other ways it is still called by the write that gave it.
    heap.terms[heap.versions[Int(cell)]] = term
    heap[cell: cell] = value
    heap.terms[heap.versions[Int(cell)]] = term
  }

  /// Of the objects that a variable may be, leaves those whose member is a literal, or is not.
  func refineMember(_ member: Int32, _ literal: Int32, isEqual: Bool) {
    let node = node(member)
    guard node.kind == .chain, node.b == 2, let wanted = self.literal(literal) else { return }
    let parts = Array(program.list(node))
    let (base, link) = (self.node(parts[0]), self.node(parts[1]))
    guard link.kind == .member, base.kind == .identifier, base.b >= 0, let cell = cell(of: base.b) else { return }
    let value = heap.cells[Int(cell)]
    guard !value.rest.isEmpty else { return }
    let name = text(link.a)
    let fitting = value.filter { atom in
      guard case .object(let id) = atom, case .plain = heap.objects[Int(id)].kind,
        heap.objects[Int(id)].properties[name]?.getter == nil
      else { return true }
      return self.member(of: id, named: name, this: Value(atom))
        .filter { compare(.strictEqual, $0, wanted) != !isEqual } != nil
    }
    if let fitting { narrow(cell, to: fitting) }
  }

  /// The variable that an expression reads, or has just assigned.
  private func variable(_ index: Int32) -> Int32? {
    let node = node(index)
    switch node.kind {
    case .identifier where node.b >= 0: return cell(of: node.b)
    case .assignment where node.op == .assign && self.node(node.a).kind == .identifier: return variable(node.a)
    default: return nil
    }
  }

  /// What a literal stands for that variables are compared with.
  func literal(_ index: Int32) -> Atom? {
    let node = node(index)
    switch node.kind {
    case .string: return .string(text(node.a))
    case .number: return .number(program.numbers[Int(node.a)])
    case .null: return .null
    case .identifier where node.b < 0 && text(node.a) == "undefined": return .undefined
    case .unary where node.op == .void && self.node(node.a).kind == .number: return .undefined
    default: return nil
    }
  }

  /// Of the objects that a variable may be, leaves those whose member fits.
  private func refineMember(_ node: Node, holds: Bool) {
    let parts = Array(program.list(node))
    let base = self.node(parts[0])
    let link = self.node(parts[1])
    guard base.kind == .identifier, base.b >= 0, let cell = cell(of: base.b) else { return }
    let key: Value
    switch link.kind {
    case .member: key = .string(text(link.a))
    case .index where self.node(link.a).kind == .string: key = .string(text(self.node(link.a).a))
    case .index where self.node(link.a).kind == .number: key = .number(program.numbers[Int(self.node(link.a).a)])
    default: return
    }
    let value = heap.cells[Int(cell)]
    let fitting = value.filter { atom in
      if atom.isNullish { return !holds && link.flags.contains(.optional) }
      guard case .object(let id) = atom else { return true }
      switch heap.objects[Int(id)].kind {
      case .plain, .array: break
      default: return true
      }
      guard !value.rest.isEmpty, let names = keyNames(key), let name = names.first,
        heap.objects[Int(id)].properties[name]?.getter == nil
      else { return true }
      return member(of: id, named: name, this: Value(atom)).filter { truth(of: $0) != !holds } != nil
    }
    if let fitting { narrow(cell, to: fitting) }
    // Of one object, the member itself.
    guard let only = (fitting ?? value).only, case .object(let id) = only, case .plain = heap.objects[Int(id)].kind,
      let name = keyNames(key)?.first, let property = heap.objects[Int(id)].properties[name], property.getter == nil
    else { return }
    if let kept = property.value.filter({ truth(of: $0) != !holds }),
      kept != property.value || (property.isOptional && holds)
    {
      heap[id].properties[name]?.value = kept
      if holds { heap[id].properties[name]?.isOptional = false }
    }
  }
}
