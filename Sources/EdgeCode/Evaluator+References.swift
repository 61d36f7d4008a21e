import ECMAScript

/// What a name, a chain of members and a call lead to.
extension Evaluator {
  /// An object and a key, which a member stands for.
  struct Reference {
    let object: Value
    let key: Value
  }

  /// Evaluates a chain up to its last member.
  func evaluateReference(_ node: Node) -> Reference {
    let parts = Array(program.list(node))
    guard let last = parts.last else { return Reference(object: .undefined, key: .undefined) }
    let object = evaluateLinks(parts.dropLast()).value
    if isDead { return Reference(object: .undefined, key: .undefined) }
    let link = self.node(last)
    offset = link.start
    return Reference(object: object, key: key(of: link))
  }

  private func key(of link: Node) -> Value {
    switch link.kind {
    case .member: .string(text(link.a))
    case .privateMember: .string("#" + text(link.a))
    case .index: evaluate(link.a)
    default: .undefined
    }
  }

  func deleteMember(_ index: Int32) {
    let node = node(index)
    guard node.kind == .chain else {
      _ = evaluate(index)
      return
    }
    let reference = evaluateReference(node)
    if !isDead { removeMember(reference.object, reference.key) }
  }

  /// A value, and the object that it was a member of.
  struct Callee {
    let value: Value
    let this: Value
    /// The name of a method that the runtime lacks.
    var missing: String?
  }

  func evaluateChain(_ node: Node) -> Callee {
    evaluateLinks(program.list(node))
  }

  func evaluateLinks(_ parts: ArraySlice<Int32>) -> Callee {
    guard let base = parts.first else { return Callee(value: .undefined, this: .undefined) }
    let baseNode = node(base)
    var this = Value.undefined
    var value: Value
    var rest = parts.dropFirst()
    if baseNode.kind == .super {
      guard let link = rest.first else { return Callee(value: .undefined, this: .undefined) }
      rest = rest.dropFirst()
      let receiver = context >= 0 ? contexts[Int(context)].this : .undefined
      if node(link).kind == .call {
        value = callSuper(arguments(of: node(link)))
      } else {
        value = superMember(key(of: node(link)), this: receiver)
        this = receiver
      }
    } else if baseNode.kind == .chain, rest.first.map({ [.call, .tagged].contains(node($0).kind) }) == true {
      // `(a.b)()` is a call of a method.
      let inner = evaluateChain(baseNode)
      (value, this) = (inner.value, inner.this)
    } else {
      value = evaluate(base)
    }
    if isDead { return Callee(value: .undefined, this: .undefined) }
    return follow(rest, from: Callee(value: value, this: this), in: baseNode.kind == .super ? nil : parts)
  }

  /// Evaluates links, one after the other; what comes after `?.` is undefined as a whole where there is no value before.
  ///
  /// - Parameter chain: The base and all links, where conditions may say something of it.
  private func follow(
    _ links: ArraySlice<Int32>, from start: Callee, in chain: ArraySlice<Int32>?, isPresent: Bool = false
  ) -> Callee {
    var callee = start
    nesting += 1
    defer { nesting -= 1 }
    for position in links.indices {
      if isDead || isExhausted { break }
      let link = node(links[position])
      guard step() else { break }
      if link.flags.contains(.optional), !isPresent || position != links.startIndex {
        if isNullish(callee.value) == true { return Callee(value: .undefined, this: .undefined) }
        let present = callee.value.filter { !$0.isNullish } ?? callee.value
        if isNullish(callee.value) == nil {
          if nesting > Self.maximumNesting {
            return Callee(value: .unknown(reason("this is nested deeper than is followed")), this: .undefined)
          }
          let remaining = links[position...]
          let from = Callee(value: present, this: callee.this)
          let either = branch([
            { .undefined }, { self.follow(remaining, from: from, in: chain, isPresent: true).value },
          ])
          return Callee(value: either, this: .undefined)
        }
      }
      callee = follow(link, from: callee)
      if !facts.isEmpty, let chain {
        callee = Callee(value: narrowed(callee.value, of: chain[chain.startIndex...position]), this: callee.this)
      }
    }
    return callee
  }

  private func follow(_ link: Node, from callee: Callee) -> Callee {
    offset = link.start
    switch link.kind {
    case .member, .privateMember, .index:
      let key = key(of: link)
      if isDead { return Callee(value: .undefined, this: .undefined) }
      offset = link.start
      if callee.value.isUndefined { noteMissing(at: link.start) }
      if let name = key.string, isMissing(member: name, of: callee.value) {
        return Callee(value: .undefined, this: callee.value, missing: link.kind == .index ? name : nil)
      }
      return Callee(value: member(callee.value, key), this: callee.value)
    case .call:
      let (arguments, isExact) = arguments(of: link)
      if isDead { return Callee(value: .undefined, this: .undefined) }
      offset = link.start
      if callee.value.atoms.contains(.undefined) {
        noteMissing(at: link.start)
        if let name = callee.missing, missing[link.start] == false {
          missingCalls.append(Found(RuntimeFeature("String.prototype.\(name)", of: .js1), at: place(here)))
        }
      }
      noteTerms(ofArguments: link, of: callee.value)
      return Callee(value: call(callee.value, this: callee.this, arguments, isExact: isExact), this: .undefined)
    case .tagged:
      let template = node(link.a)
      let parts = Array(program.list(template))
      var strings: [Value] = []
      var values: [Value] = []
      for (place, part) in parts.enumerated() {
        if place % 2 == 0 {
          strings.append(part < 0 ? .undefined : .string(text(part)))
        } else {
          values.append(evaluate(part))
        }
      }
      if isDead { return Callee(value: .undefined, this: .undefined) }
      let list = makeArray(strings)
      if case .object(let id)? = list.only {
        // As it is written, with its escapes, a piece is not kept.
        let raw = template.flags.contains(.escaped) ? strings.map { _ in .text } : strings
        heap[id].properties["raw"] = Property(value: makeArray(raw), isHidden: true, place: here)
      }
      offset = link.start
      return Callee(value: call(callee.value, this: callee.this, [list] + values), this: .undefined)
    default: return Callee(value: .undefined, this: .undefined)
    }
  }

  func arguments(of node: Node) -> (values: [Value], isExact: Bool) {
    arguments(program.list(node))
  }

  func arguments(_ nodes: ArraySlice<Int32>) -> (values: [Value], isExact: Bool) {
    var values: [Value] = []
    var isExact = true
    for index in nodes {
      let value = evaluate(index)
      if isDead { break }
      if node(index).kind == .spread {
        let items = iterated(value)
        values += items.known + (items.others.map { [$0] } ?? [])
        if !items.isExact || items.others != nil { isExact = false }
      } else {
        values.append(value)
      }
    }
    return (values, isExact)
  }

  func evaluateNew(_ node: Node) -> Value {
    let parts = program.list(node)
    guard let first = parts.first else { return .undefined }
    let callee = evaluate(first)
    if isDead { return .undefined }
    let (arguments, isExact) = arguments(parts.dropFirst())
    if isDead { return .undefined }
    offset = node.start
    return construct(callee, arguments, isExact: isExact)
  }
}
