import ECMAScript

/// What a condition says of the ways that came together before it: which of them lead on.
extension Evaluator {
  /// What a call gave, as a variable that nobody names.
  struct Returned {
    let cell: Int32
    let version: Int
    let value: Value
  }

  /// What an expression without effects depends on.
  fileprivate struct Uses {
    var cells: Set<Int32> = []
    var objects: Set<ObjectID> = []
    /// Whether a member is what a function gives, which may depend on anything.
    var asksFunctions = false
    /// Whether what conditions have said before counts, whatever they are made of.
    var followsDecisions = true
  }

  /// How many joins are looked at for one condition.
  private static let maximumJoins = 4

  /// Goes on as on those of the ways that came together on which something may hold that depends on some expressions.
  ///
  /// - Returns: Whether that leaves some of them out.
  @discardableResult
  func keepWays(_ expressions: [Int32], where mayHold: () -> Bool) -> Bool {
    var leavesOut = false
    var asked: [Heap.Join] = []
    while asked.count < Self.maximumJoins, let join = join(tellingOf: expressions, beside: asked) {
      asked.append(join)
      let kept = ways(of: join, mayHold)
      let ways = zip(join.ways, kept).filter(\.1).map(\.0)
      guard !ways.isEmpty, ways.count < join.ways.count else { continue }
      heap.take(ways, of: join)
      leavesOut = true
    }
    return leavesOut
  }

  /// The last join on whose ways some expressions may come to something else.
  private func join(tellingOf expressions: [Int32], beside asked: [Heap.Join] = []) -> Heap.Join? {
    guard !heap.joins.isEmpty, !isDead, !isReplaying else { return nil }
    var uses = Uses()
    replayedCalls = [:]
    for expression in expressions where !collect(expression, &uses) { return nil }
    let others = heap.joins.lazy.filter { join in !asked.contains { $0 === join } }
    let told = others.last { self.heap.mayTell($0, uses.cells, uses.objects) }
    return told ?? (uses.asksFunctions ? others.last : nil)
  }

  /// Evaluates a loop on each of the ways that led here, where the list that it goes over is another one on each.
  func loopOnEachWay(while test: Int32, _ body: @escaping () -> Void) {
    guard test >= 0, let join = join(tellingOf: [test]), heap.lists(toldBy: join) else { return body() }
    let frame = frame
    _ = branch(
      join.ways.map { way in
        {
          self.frame = frame
          self.heap.take([way], of: join)
          body()
          return .undefined
        }
      })
  }

  /// What something comes to on each of the ways that came together.
  private func ways<Result>(of join: Heap.Join, _ body: () -> Result) -> [Result] {
    let known = (offset, awaitedSide, testedSide, facts)
    isReplaying = true
    replays += 1
    defer {
      isReplaying = false
      replays -= 1
    }
    return join.ways.map { way in
      let mark = heap.mark()
      heap.apply(way, of: join)
      let result = body()
      heap.goBack(to: mark)
      heap.close(mark)
      steps += heap.takeWork()
      isDead = false
      (offset, awaitedSide, testedSide, facts) = known
      return result
    }
  }

  /// Takes over what a condition says of the ways that led here.
  @discardableResult
  func keepWays(where test: Int32, holds: Bool) -> Bool {
    let isPlain = decisions.isEmpty || isWithoutEffects(test)
    return keepWays([test]) { (knownTruth(test) ?? (isPlain ? decide(evaluate(test)) : nil)) != !holds }
  }

  /// Whether evaluating an expression again changes nothing.
  private func isWithoutEffects(_ expression: Int32) -> Bool {
    var uses = Uses()
    uses.followsDecisions = false
    replayedCalls = [:]
    return collect(expression, &uses)
  }

  /// Whether a condition comes to something on each of the ways that led here.
  func isTold(_ test: Int32) -> Bool {
    guard let join = join(tellingOf: [test]) else { return false }
    let isPlain = isWithoutEffects(test)
    return ways(of: join) { (knownTruth(test) ?? (isPlain ? decide(evaluate(test)) : nil)) != nil }.allSatisfy(\.self)
  }

  /// What a condition comes to that was evaluated before; nil where that is not known, or evaluating it changes something.
  func asks(_ test: Int32) -> Bool? {
    var uses = Uses()
    replayedCalls = [:]
    guard collect(test, &uses) else { return nil }
    let known = (offset, awaitedSide, testedSide, isReplaying)
    replays += 1
    defer {
      replays -= 1
      (offset, awaitedSide, testedSide, isReplaying) = known
    }
    isReplaying = true
    return decide(evaluate(test))
  }

  /// Binds a pattern to what an expression has come to, and keeps what it comes to on each of the ways that led here.
  func assign(_ pattern: Int32, _ value: Value, of expression: Int32) {
    let term = isReplaying ? nil : term(of: expression, adding: true)
    defer { keepTerm(term, in: pattern) }
    guard let join = join(tellingOf: [expression]), let cells = cells(boundBy: pattern) else {
      return assign(pattern, value)
    }
    let values = ways(of: join) { () -> [Value] in
      let value = evaluate(expression)
      assign(pattern, value)
      return cells.map { heap.cells[Int($0)] }
    }
    assign(pattern, value)
    let columns = cells.indices.map { place in values.map { $0[place] } }
    let told = cells.indices.filter { place in !columns[place].allSatisfy { $0 == columns[place][0] } }
    if !told.isEmpty { heap.tell(told.map { cells[$0] }, told.map { columns[$0] }, of: join) }
  }

  /// The variables that a pattern binds; nil where it does more.
  private func cells(boundBy index: Int32) -> [Int32]? {
    let node = node(index)
    switch node.kind {
    case .binding, .identifier:
      guard node.b >= 0, let cell = cell(of: node.b) else { return nil }
      return [cell]
    case .objectPattern, .arrayPattern:
      var cells: [Int32] = []
      for element in program.list(node) where element >= 0 {
        let part = self.node(element)
        let target = part.kind == .property && part.a >= 0 ? part.b : element
        guard [.binding, .identifier].contains(self.node(target).kind), let inner = self.cells(boundBy: target)
        else { return nil }
        cells += inner
      }
      return cells.isEmpty ? nil : cells
    default: return nil
    }
  }

  /// Ends the handler with what an expression comes to on each of the ways that led here; false where nothing tells them
  /// apart.
  func returnOnEachWay(_ expression: Int32, at start: Int32) -> Bool {
    let answer = answer(in: expression)
    guard let join = join(tellingOf: [answer]) else { return false }
    let frame = frame
    _ = branch(
      join.ways.map { way in
        {
          self.frame = frame
          self.heap.take([way], of: join)
          let value = self.evaluateAgain(answer)
          if !value.rest.isEmpty, self.returnOnEachWay(expression, at: start) { return .undefined }
          self.returnValue(answer == expression ? value : self.evaluate(expression), at: start)
          return .undefined
        }
      })
    return true
  }

  /// What an expression comes to that has been evaluated.
  private func evaluateAgain(_ expression: Int32) -> Value {
    isReplaying = true
    defer { isReplaying = false }
    return evaluate(expression)
  }

  /// Whether the handler may end here with one of several values.
  func mayAnswerSeveral(_ value: Value, of expression: Int32) -> Bool {
    if answer(in: expression) == expression {
      return !value.rest.isEmpty && targets.last { $0.jump == .function }?.isHandler == true
    }
    return !heap.joins.isEmpty
  }

  /// What is answered by what compilers make of `return answer`: `[2, answer]`, `context.abrupt("return", answer)`.
  private func answer(in expression: Int32) -> Int32 {
    let node = node(expression)
    guard [.array, .chain].contains(node.kind), let last = program.list(node).last, last >= 0,
      node.kind == .array || self.node(last).kind == .call
    else { return expression }
    let parts = program.list(node.kind == .array ? node : self.node(last))
    guard parts.count == 2, let first = parts.first, first >= 0, let answer = parts.last, answer >= 0,
      literal(first) == .number(2) || literal(first) == .string("return")
    else { return expression }
    return answer
  }

  // MARK: What calls give

  /// Keeps what a function gives on each of the ways on which it ends, for its caller to ask by.
  func noteReturns(of target: Int, _ value: Value?) {
    returned = nil
    let exits = targets[target].exits
    let ending = targets[target].value ?? (isDead ? nil : value ?? .undefined)
    let values = exits.map(\.value) + (ending.map { [$0] } ?? [])
    if values.count == 1, let cell = targets[target].told {
      returned = Returned(cell: cell, version: -1, value: .undefined)
    }
    guard values.count > 1, !values.allSatisfy({ $0 == values[0] }) else { return }
    let cell = heap.addCells(1)
    for (place, exit) in exits.enumerated() {
      heap.keep(exit.value, in: cell, of: &targets[target].exits[place].snapshot)
    }
    if let ending { heap.keep(ending, in: cell) }
    returned = Returned(cell: cell, version: -1, value: .undefined)
  }

  /// Keeps what an expression comes to that a function ends with, on each of the ways that lead there.
  func tellReturn(_ expression: Int32, _ value: Value) {
    guard !value.rest.isEmpty, replays == 0, let target = targets.lastIndex(where: { $0.jump == .function }),
      !targets[target].isHandler, let join = join(tellingOf: [expression])
    else { return }
    let values = ways(of: join) { evaluate(expression) }
    guard !values.allSatisfy({ $0 == values[0] }) else { return }
    let cell = heap.addCells(1)
    heap.keep(value, in: cell)
    heap.tell([cell], [values], of: join)
    targets[target].told = cell
  }

  /// Notes what all that comes to, where the ways have come together.
  func noteReturned(_ value: Value?) {
    guard let cell = returned?.cell, let value else { return returned = nil }
    returned = Returned(cell: cell, version: heap.versions[Int(cell)], value: value)
  }

  /// What a promise resolves to that follows another one, on each of its ways.
  func resolved(_ promise: ObjectID) -> Returned? {
    guard let cell = resultCells[promise], let value = heap[promise].properties["value"]?.value else { return nil }
    return Returned(cell: cell, version: heap.versions[Int(cell)], value: value)
  }

  /// Notes that a call stands for what the last function gave.
  func noteReturned(by expression: Int32, _ value: Value) {
    guard let returned, returned.value == value, !isReplaying else { return }
    returnedBy[SourceOffset(module: module, offset: expression)] = returned
  }

  /// Notes that a member is what a function that a compiler took down has waited for: `context.sent`.
  func noteSent(by chain: Node) {
    guard !returnedOf.isEmpty, chain.b == 2 else { return }
    let parts = Array(program.list(chain))
    let (base, link) = (node(parts[0]), node(parts[1]))
    guard link.kind == .member, ["sent", "v"].contains(text(link.a)), base.kind == .identifier, base.b >= 0,
      let cell = cell(of: base.b), case .object(let id)? = heap.cells[Int(cell)].only
    else { return }
    returned = returnedOf[id]
  }

  /// What a call gave, to be looked at again.
  private func known(_ expression: Int32) -> Returned? {
    let place = SourceOffset(module: module, offset: expression)
    guard let returned = returnedBy[place], isCurrent(returned) else { return nil }
    replayedCalls[place] = returned.cell
    return returned
  }

  /// What a call gave that is looked at again.
  func replayed(_ expression: Int32) -> Value? {
    replayedCalls[SourceOffset(module: module, offset: expression)].map { heap.cells[Int($0)] }
  }

  /// Whether what a function gave is still known on the way that is being evaluated.
  func isCurrent(_ returned: Returned) -> Bool { heap.versions[Int(returned.cell)] == returned.version }

  /// Takes over the states in which what a compiler made of a function ends, and keeps what it gives in each of them.
  func end(in endings: [(snapshot: Heap.Snapshot, value: Value)], with value: Value) {
    generated = nil
    guard endings.count > 1, !endings.allSatisfy({ $0.value == endings[0].value }) else {
      return heap.apply(endings.map(\.snapshot))
    }
    let cell = heap.addCells(1)
    heap.apply(
      endings.map { ending in
        var snapshot = ending.snapshot
        heap.keep(ending.value, in: cell, of: &snapshot)
        return snapshot
      })
    generated = Returned(cell: cell, version: heap.versions[Int(cell)], value: value)
  }

  // MARK: Expressions without effects

  /// Collects what an expression depends on; false where evaluating it may change something.
  private func collect(_ index: Int32, _ uses: inout Uses, depth: Int = 0) -> Bool {
    guard depth < 8 else { return false }
    let node = node(index)
    if uses.followsDecisions {
      let cells = cellsOfDecisions(index)
      uses.cells.formUnion(cells)
      if !cells.isEmpty { return true }
    }
    switch node.kind {
    case .string, .number, .null, .true, .false: return true
    case .this:
      if context >= 0 { uses.add(objectsOf: contexts[Int(context)].this) }
      return true
    case .identifier:
      guard node.b >= 0 else { return ["undefined", "NaN", "Infinity"].contains(text(node.a)) }
      guard let cell = cell(of: node.b) else { return false }
      uses.cells.insert(cell)
      uses.add(objectsOf: heap.cells[Int(cell)])
      return true
    // Looked at again, it is what it was assigned.
    case .assignment: return node.op == .assign && self.node(node.a).kind == .identifier && collect(node.a, &uses)
    case .unary:
      return [.not, .typeOf, .void, .minus, .plus].contains(node.op) && collect(node.a, &uses, depth: depth + 1)
    case .binary:
      return program.list(node).enumerated().allSatisfy { place, part in
        place % 2 == 1 || collect(part, &uses, depth: depth + 1)
      }
    case .logical, .conditional: return program.list(node).allSatisfy { collect($0, &uses, depth: depth + 1) }
    case .chain:
      if let returned = known(index) {
        uses.cells.insert(returned.cell)
        return true
      }
      return collect(chain: program.list(node), &uses, depth: depth + 1)
    case .await:
      guard let returned = known(index) else { return false }
      uses.cells.insert(returned.cell)
      return true
    default: return false
    }
  }
}

extension Evaluator {
  /// The same of a base and the links after it.
  private func collect(chain: ArraySlice<Int32>, _ uses: inout Uses, depth: Int) -> Bool {
    guard let last = chain.last, chain.count > 1, depth < 12 else {
      return chain.first.map { collect($0, &uses, depth: depth) } ?? false
    }
    let (link, object) = (node(last), chain.dropLast())
    if link.kind == .call { return collect(call: link, of: object, &uses, depth: depth) }
    guard collect(chain: object, &uses, depth: depth + 1) else { return false }
    switch link.kind {
    case .member, .privateMember:
      let name = (link.kind == .member ? "" : "#") + text(link.a)
      if chain.count > 2 { uses.add(objectsOf: lookedAt(object)) }
      if uses.objects.contains(where: { hasGetter($0, name) }) { uses.asksFunctions = true }
      return true
    case .index: return collect(link.a, &uses, depth: depth + 1)
    default: return false
    }
  }

  /// What a chain comes to that changes nothing.
  private func lookedAt(_ chain: ArraySlice<Int32>) -> Value {
    let known = (offset, isReplaying)
    let mark = heap.mark()
    replays += 1
    defer {
      replays -= 1
      heap.goBack(to: mark)
      heap.close(mark)
      (offset, isReplaying) = known
      isDead = false
    }
    isReplaying = true
    return evaluateLinks(chain).value
  }

  /// The same of calls that only look: `map.get(key)`, `set.has(key)`, and what compilers look up private members with.
  private func collect(call: Node, of callee: ArraySlice<Int32>, _ uses: inout Uses, depth: Int) -> Bool {
    guard program.list(call).allSatisfy({ node($0).kind != .spread && collect($0, &uses, depth: depth + 1) }) else {
      return false
    }
    if let last = callee.last, callee.count > 1, node(last).kind == .member,
      ["get", "has"].contains(text(node(last).a))
    {
      guard collect(chain: callee.dropLast(), &uses, depth: depth + 1),
        case .object(let id)? = lookedAt(callee.dropLast()).only,
        [.map, .set].contains(heap.objects[Int(id)].kind), ownMethod(id, text(node(last).a)) == nil
      else { return false }
      uses.objects.insert(id)
      return true
    }
    guard collect(chain: callee, &uses, depth: depth + 1), case .object(let id)? = lookedAt(callee).only,
      case .function(let closure) = heap.objects[Int(id)].kind, isKnown(.privateRead, closure)
    else { return false }
    if program.list(call).count > 2 { uses.asksFunctions = true }
    return true
  }

  private func hasGetter(_ id: ObjectID, _ name: String) -> Bool {
    var next = id
    for _ in 0..<4 where next >= 0 {
      let object = heap.objects[Int(next)]
      if let property = object.properties[name] { return property.getter != nil }
      next = object.prototype
    }
    return false
  }
}

extension Evaluator.Uses {
  fileprivate mutating func add(objectsOf value: Value) {
    for case .object(let id) in value.atoms { objects.insert(id) }
  }
}
