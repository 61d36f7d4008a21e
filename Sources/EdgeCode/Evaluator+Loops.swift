import ECMAScript

/// Loops: round by round while they are known, and then any number of rounds.
extension Evaluator {
  func executeFor(_ node: Node, _ labels: [Int32]) {
    let parts = Array(program.list(node))
    let outer = frame
    if node.c >= 0 { enterScope(node.c) }
    defer { frame = outer }
    if parts[0] >= 0 {
      if self.node(parts[0]).kind == .variables { declare(self.node(parts[0])) } else { _ = evaluate(parts[0]) }
    }
    let isLexical = node.c >= 0
    loopOnEachWay(while: parts[1]) {
      self.loop(
        labels, test: parts[1], body: parts[3],
        update: {
          // Each round has variables of its own, which closures keep.
          if isLexical { self.renewFrame() }
          if parts[2] >= 0 { _ = self.evaluate(parts[2]) }
        }, isTestedFirst: true)
    }
  }

  private func renewFrame() {
    let old = frames[Int(frame)]
    let count = program.scopes[Int(old.scope)].bindings.count
    let first = heap.addCells(count)
    for index in 0..<Int32(count) { heap[cell: first + index] = heap.cells[Int(old.first + index)] }
    frames.append(Frame(module: old.module, scope: old.scope, first: first, parent: old.parent))
    frame = Int32(frames.count - 1)
  }

  /// Takes the variables of a round's own over to those of the first one.
  private func keepVariables(in start: Int32) {
    guard frame != start else { return }
    let (old, new) = (frames[Int(start)], frames[Int(frame)])
    for index in 0..<Int32(program.scopes[Int(old.scope)].bindings.count) {
      heap[cell: old.first + index] = heap.cells[Int(new.first + index)]
    }
    frame = start
  }

  /// Takes over that the condition of a loop holds, or does not; false where it is known not to be so.
  private func mayHold(_ test: Int32, _ holds: Bool) -> Bool {
    guard test >= 0 else { return holds }
    if asks(test) == !holds { return false }
    refine(test, holds: holds)
    return true
  }

  func loop(
    _ labels: [Int32], test: Int32, body: Int32, update: (() -> Void)?, isTestedFirst: Bool
  ) {
    let end = push(.breaks(labels: labels))
    let holds = { test < 0 ? true : self.decide(self.evaluate(test), of: test) }
    var (rounds, told) = (0, 0)
    var isFirst = !isTestedFirst
    while !isDead, !isExhausted {
      var condition = isFirst ? true : holds()
      isFirst = false
      if isDead || condition == false { break }
      if condition == nil, test >= 0, told < Self.maximumToldRounds, leaves(to: end, unless: test) {
        told += 1
        condition = true
      }
      if condition == true, rounds < Self.maximumRounds {
        rounds += 1
        round(body, labels)
        if isDead { break }
        update?()
        // More ways out of it than values that are told apart say no more.
        if let breaks = targets.last, breaks.exits.count > Value.maximumCount { rounds = Self.maximumRounds }
        continue
      }
      let isEndless = condition == true
      var mayEnd = !isEndless
      _ = branch(
        (isEndless
          ? []
          : [
            {
              if test >= 0 { self.refine(test, holds: false) }
              return .undefined
            }
          ]) + [
            {
              if test >= 0, !isEndless { self.refine(test, holds: true) }
              self.unknownRounds(
                entering: { self.mayHold(test, true) }, leaving: { self.mayHold(test, false) }
              ) {
                let start = self.frame
                self.round(body, labels)
                if !self.isDead { update?() }
                self.keepVariables(in: start)
                if !self.isDead, holds() != true { mayEnd = true }
              }
              // Only jumps lead out of it.
              if !mayEnd { self.isDead = true }
              return .undefined
            }
          ])
      break
    }
    _ = pop()
  }

  /// How many rounds are followed one by one of those that are gone round on some of the ways that lead there.
  private static let maximumToldRounds = 8

  /// Where a condition tells the ways apart that led here, leaves a loop on those on which it does not hold.
  private func leaves(to end: Int, unless test: Int32) -> Bool {
    let known = facts
    let mark = openMark()
    let leavesOut = keepWays(where: test, holds: false)
    if leavesOut {
      refine(test, holds: false)
      if !isDead { exit(to: end) }
    }
    heap.goBack(to: mark)
    closeMark(mark)
    isDead = false
    facts = known
    if leavesOut { refine(test, holds: true) }
    return leavesOut
  }

  private func round(_ body: Int32, _ labels: [Int32]) {
    _ = push(.continues(labels: labels))
    execute(body)
    _ = pop()
  }

  func executeForEach(_ node: Node, _ labels: [Int32]) {
    let parts = Array(program.list(node))
    let outer = frame
    if node.c >= 0 { enterScope(node.c) }
    defer { frame = outer }
    let object = evaluate(parts[1])
    if isDead { return }
    let target = self.node(parts[0])
    let isLexical = node.c >= 0
    let body: (Value) -> Void = { value in
      if isLexical { self.renewFrame() }
      let value = node.flags.contains(.isAwait) ? self.awaited(value) : value
      if target.kind == .variables, let declarator = self.program.list(target).first {
        self.assign(self.node(declarator).a, value)
      } else {
        self.assign(parts[0], value)
      }
      self.round(parts[2], labels)
    }
    _ = push(.breaks(labels: labels))
    _ = onEachWay(of: [object]) {
      if node.kind == .forOf { self.goOver(object, body) } else { self.goOver(namesOf: object, body) }
      return .undefined
    }
    _ = pop()
  }

  /// Evaluates something for each element of a value, as it is by then.
  func goOver(_ value: Value, _ body: @escaping (Value) -> Void) {
    if let id = isGoneOverLive(value), heap[id].isExact, heap[id].properties[Self.unordered] == nil {
      return goOver(live: id, giving: heap[id].kind == .map ? .entries : .values, body)
    }
    if let generator = generator(over: value) {
      if goOver(generator: generator, body) != nil { return }
      return takeAll(ofGenerator: generator) { forEach($0, body) }
    }
    guard case .object(let id)? = value.only, case .iterator = heap[id].kind else {
      return forEach(iterated(value), body)
    }
    while !isDead, !isExhausted, step() {
      switch advance(id) {
      case .item(let item): body(item)
      case .end: return
      case .unknown(let any): return any.map { any in maybe { self.unknownRounds { body(any) } } } ?? ()
      }
    }
  }

  /// The generator that goes over a value: itself, or what its iterator is.
  private func generator(over value: Value) -> ObjectID? {
    guard case .object(let id)? = value.only else { return nil }
    switch heap[id].kind {
    case .generator: return id
    case .plain:
      let own = member(of: id, named: "@@Symbol.iterator", this: value)
      let iterator = own.isUndefined ? member(of: id, named: "@@Symbol.asyncIterator", this: value) : own
      guard case .object(let method)? = iterator.only, case .function(let closure) = heap[method].kind,
        modules[Int(closure.module)].program.functions[Int(closure.function)].isGenerator,
        case .object(let made)? = call(iterator, this: value, []).only, case .generator = heap[made].kind
      else { return nil }
      return made
    default: return nil
    }
  }

  /// Evaluates something for each element of a list, map or set, those among them that it adds.
  func goOver(live id: ObjectID, giving: Giving, _ body: @escaping (Value) -> Void) {
    var (place, round) = (0, 0)
    while !isDead, !isExhausted, step() {
      let (advance, behind) = next(in: id, from: place, giving: giving)
      guard case .item(let item) = advance, round <= Self.maximumElements else {
        if case .end = advance { return }
        return noteGap("a list is changed while it is gone over")
      }
      (place, round) = (behind, round + 1)
      body(item)
    }
  }

  /// Evaluates something for each name that an object has, but for those that are gone by then.
  private func goOver(namesOf value: Value, _ body: @escaping (Value) -> Void) {
    let names = keys(of: value)
    guard case .object(let id)? = value.only, names.isExact else { return forEach(names, body) }
    forEach(names) { name in
      guard let text = name.string, self.heap[id].kind == .plain || self.heap[id].kind == .array else {
        return body(name)
      }
      switch self.has(text, id) {
      case true?: body(name)
      case false?: break
      case nil: self.maybe { body(name) }
      }
    }
  }

  /// What a loop goes over.
  struct Items {
    var known: [Value] = []
    /// What else there may be, any number of times.
    var others: Value?
    /// Whether the known ones are all there, in that order.
    var isExact = true
    /// Whether there is one for certain.
    var isFilled = false
  }

  /// How many items are told apart that a loop goes over in an order that is not known.
  private static let maximumItems = 8

  /// Evaluates something any number of times, for items of which there may be none, unless there is one for certain.
  func rounds(over items: Items, _ body: @escaping () -> Void) {
    if items.isFilled { unknownRounds(body) } else { maybe { self.unknownRounds(body) } }
  }

  /// Evaluates something for each of some items.
  func forEach(_ items: Items, _ body: @escaping (Value) -> Void) {
    if items.isExact {
      for item in items.known {
        if isDead || isExhausted { return }
        body(item)
      }
      if let others = items.others, !isDead { maybe { self.unknownRounds { body(others) } } }
    } else {
      let all = items.known + (items.others.map { [$0] } ?? [])
      guard let first = all.first else { return }
      // Each round is for one of them: what belongs together stays together.
      if all.count <= Self.maximumItems {
        rounds(over: items) {
          _ = self.branch(
            all.map { item in
              {
                body(item)
                return .undefined
              }
            })
        }
        return
      }
      let value = all.dropFirst().reduce(first) { $0.joined($1) }
      rounds(over: items) { body(value) }
    }
  }
}
