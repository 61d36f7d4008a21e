import ECMAScript

extension Evaluator {
  var program: Program { modules[Int(module)].program }

  @inline(__always)
  func node(_ index: Int32) -> Node { modules[Int(module)].program.nodes[Int(index)] }

  func text(_ name: Int32) -> String { modules[Int(module)].text(name) }

  // MARK: Scopes

  /// Begins a scope: its variables are undefined, its functions there.
  func enterScope(_ scope: Int32) {
    guard scope >= 0 else { return }
    let range = program.scopes[Int(scope)].bindings
    let first = heap.addCells(range.count)
    frames.append(Frame(module: module, scope: scope, first: first, parent: frame))
    frame = Int32(frames.count - 1)
  }

  /// The cell of a binding, as the code here sees it.
  func cell(of binding: Int32) -> Int32? {
    let bound = program.bindings[Int(binding)]
    var index = frame
    while index >= 0 {
      let frame = frames[Int(index)]
      if frame.scope == bound.scope, frame.module == module {
        return frame.first + binding - program.scopes[Int(bound.scope)].bindings.lowerBound
      }
      index = frame.parent
    }
    return nil
  }

  /// Declares the functions of a list of statements.
  func hoist(_ statements: ArraySlice<Int32>) {
    for statement in statements {
      var declaration = node(statement)
      while declaration.kind == .labeled { declaration = node(declaration.b) }
      var index = statement
      if declaration.kind == .exportDeclaration || declaration.kind == .exportDefault {
        index = declaration.a
        declaration = node(index)
      }
      guard declaration.kind == .function, declaration.flags.contains(.declaration) else { continue }
      let function = program.functions[Int(declaration.a)]
      guard function.binding >= 0 else { continue }
      let value = closure(declaration)
      let binding = node(function.binding).b
      guard binding >= 0, let cell = cell(of: binding) else { continue }
      heap[cell: cell] = value
      let outer = program.bindings[Int(binding)].outer
      if outer >= 0, let cell = self.cell(of: outer) { heap[cell: cell] = value }
    }
  }

  // MARK: Statements

  func execute(_ statements: ArraySlice<Int32>) {
    for statement in statements {
      if isDead || isExhausted { return }
      execute(statement)
    }
  }

  func execute(_ index: Int32, labels: [Int32] = []) {
    guard step(), !isDead else { return }
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumNesting {
      noteGap("this is nested deeper than is followed")
      return
    }
    let node = node(index)
    offset = node.start
    switch node.kind {
    case .expression: evaluateEffect(node.a)
    case .variables: declare(node)
    case .return:
      if node.a < 0 { returnValue(.undefined, at: node.start) } else { executeReturn(node.a, at: node.start) }
    case .if: executeIf(node)
    case .block: executeBlock(node)
    case .for: executeFor(node, labels)
    case .forIn, .forOf: executeForEach(node, labels)
    case .while: loop(labels, test: { self.evaluate(node.a) }, body: node.b, update: nil, isTestedFirst: true)
    case .doWhile: loop(labels, test: { self.evaluate(node.a) }, body: node.b, update: nil, isTestedFirst: false)
    case .throw:
      let value = evaluate(node.a)
      if !isDead { throwValue(value) }
    case .break:
      if let target = targets.lastIndex(where: { target in
        switch target.jump {
        case .breaks(let labels): node.a < 0 || labels.contains(node.a)
        case .label(let label): label == node.a
        default: false
        }
      }) {
        finalize(above: target)
        if !isDead { exit(to: target) }
      }
    case .continue:
      if let target = targets.lastIndex(where: { target in
        if case .continues(let labels) = target.jump { node.a < 0 || labels.contains(node.a) } else { false }
      }) {
        finalize(above: target)
        if !isDead { exit(to: target) }
      }
    case .try: executeTry(node)
    case .switch: executeSwitch(node)
    case .labeled:
      let kind = self.node(node.b).kind
      if [.for, .forIn, .forOf, .while, .doWhile, .labeled].contains(kind) {
        execute(node.b, labels: labels + [node.a])
      } else {
        _ = push(.label(node.a))
        execute(node.b)
        _ = pop()
      }
    case .class:
      let value = makeClass(node)
      let declared = program.classes[Int(node.a)]
      if declared.binding >= 0 { assign(declared.binding, value) }
    case .with:
      _ = evaluate(node.a)
      noteGap("`with` decides what names mean")
      execute(node.b)
    case .exportDeclaration: execute(node.a)
    case .exportDefault: executeExportDefault(node)
    default: break
    }
  }

  func executeBlock(_ node: Node) {
    let outer = frame
    if node.c >= 0 { enterScope(node.c) }
    let statements = program.list(node)
    hoist(statements)
    execute(statements)
    frame = outer
  }

  func declare(_ node: Node) {
    for index in program.list(node) {
      let declarator = self.node(index)
      if declarator.b < 0 {
        // A `let` without a value is undefined again in each round; a `var` keeps what it has.
        if node.op == .let { assign(declarator.a, .undefined) }
        continue
      }
      let value = evaluate(declarator.b, name: declarator.a)
      if isDead { return }
      offset = declarator.start
      assign(declarator.a, value)
    }
  }

  private func executeIf(_ node: Node) {
    let parts = Array(program.list(node))
    executeIf(parts[...]) { self.execute($0) }
  }

  /// Evaluates an expression whose value counts for nothing: as minifiers write statements.
  func evaluateEffect(_ index: Int32) {
    let node = node(index)
    switch node.kind {
    case .sequence:
      for part in program.list(node) where !isDead { evaluateEffect(part) }
    case .conditional:
      let parts = Array(program.list(node))
      executeIf(parts[...]) { self.evaluateEffect($0) }
    case .logical where node.op == .and || node.op == .or:
      let parts = Array(program.list(node))
      executeLogical(node.op, parts[...])
    default: _ = evaluate(index)
    }
  }

  private func executeLogical(_ op: Operator, _ parts: ArraySlice<Int32>) {
    guard let test = parts.first else { return }
    let rest = parts.dropFirst()
    if rest.isEmpty { return evaluateEffect(test) }
    let value = evaluate(test)
    if isDead { return }
    offset = node(test).start
    awaitedSide = nil
    let decision = decide(value)
    let side = awaitedSide
    let wanted = op == .and
    if let decision {
      if decision == wanted { executeLogical(op, rest) }
      return
    }
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumNesting { return noteGap("this is nested deeper than is followed") }
    var (taken, left) = (Side(), Side())
    _ = branch([
      {
        self.refine(test, holds: wanted)
        self.evaluateSide(&taken) { self.executeLogical(op, rest) }
        return .undefined
      },
      {
        self.refine(test, holds: !wanted)
        self.evaluateSide(&left) {}
        return .undefined
      },
    ])
    noteSides(of: side, wanted ? taken : left, wanted ? left : taken)
  }

  private func executeIf(_ parts: ArraySlice<Int32>, _ run: @escaping (Int32) -> Void) {
    var rest = parts
    while let test = rest.first {
      if rest.count == 1 {
        run(test)
        return
      }
      let statement = rest[rest.startIndex + 1]
      testedSide = nil
      let value = evaluate(test)
      let tested = testedSide
      if isDead { return }
      offset = node(test).start
      awaitedSide = nil
      let decision = decide(value)
      let sides = [awaitedSide, tested]
      switch decision {
      case true?:
        run(statement)
        return
      case false?: rest = rest.dropFirst(2)
      case nil:
        let otherwise = rest.dropFirst(2)
        // A long chain of unknown conditions nests as deep as it is long: beyond a bound its rest is not followed.
        nesting += 1
        defer { nesting -= 1 }
        if nesting > Self.maximumNesting {
          noteGap("this is nested deeper than is followed")
          return
        }
        var (holding, failing) = (Side(), Side())
        _ = branch([
          {
            self.refine(test, holds: true)
            self.evaluateSide(&holding) { run(statement) }
            return .undefined
          },
          {
            self.refine(test, holds: false)
            self.evaluateSide(&failing) { self.executeIf(otherwise, run) }
            return .undefined
          },
        ])
        for side in sides { noteSides(of: side, holding, failing) }
        return
      }
    }
  }

  // MARK: Loops

  private func executeFor(_ node: Node, _ labels: [Int32]) {
    let parts = Array(program.list(node))
    let outer = frame
    if node.c >= 0 { enterScope(node.c) }
    defer { frame = outer }
    if parts[0] >= 0 {
      if self.node(parts[0]).kind == .variables { declare(self.node(parts[0])) } else { _ = evaluate(parts[0]) }
    }
    let isLexical = node.c >= 0
    loop(
      labels, test: { parts[1] < 0 ? .bool(true) : self.evaluate(parts[1]) }, body: parts[3],
      update: {
        // Each round has variables of its own, which closures keep.
        if isLexical { self.renewFrame() }
        if parts[2] >= 0 { _ = self.evaluate(parts[2]) }
      }, isTestedFirst: true)
  }

  private func renewFrame() {
    let old = frames[Int(frame)]
    let count = program.scopes[Int(old.scope)].bindings.count
    let first = heap.addCells(count)
    for index in 0..<Int32(count) { heap[cell: first + index] = heap.cells[Int(old.first + index)] }
    frames.append(Frame(module: old.module, scope: old.scope, first: first, parent: old.parent))
    frame = Int32(frames.count - 1)
  }

  func loop(
    _ labels: [Int32], test: @escaping () -> Value, body: Int32, update: (() -> Void)?, isTestedFirst: Bool
  ) {
    _ = push(.breaks(labels: labels))
    var rounds = 0
    var isFirst = !isTestedFirst
    while !isDead, !isExhausted {
      let condition = isFirst ? true : decide(test())
      isFirst = false
      if isDead || condition == false { break }
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
      var neverEnds = false
      _ = branch(
        (isEndless ? [] : [{ .undefined }]) + [
          {
            self.unknownRounds {
              self.round(body, labels)
              if !self.isDead { update?() }
              if !self.isDead { neverEnds = self.decide(test()) == true }
            }
            // Only jumps lead out of it.
            if isEndless, neverEnds { self.isDead = true }
            return .undefined
          }
        ])
      break
    }
    _ = pop()
  }

  private func round(_ body: Int32, _ labels: [Int32]) {
    _ = push(.continues(labels: labels))
    execute(body)
    _ = pop()
  }

  /// Evaluates what happens any number of times, but at least once.
  func unknownRounds(_ body: () -> Void) {
    let mark = openMark()
    body()
    if !isDead {
      heap.widen(since: mark)
      body()
      if isDead {
        // The second round always ends in a jump; after one round the loop may have ended too.
        isDead = false
      }
    }
    closeMark(mark)
  }

  private func executeForEach(_ node: Node, _ labels: [Int32]) {
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
    if node.kind == .forOf { goOver(object, body) } else { goOver(namesOf: object, body) }
    _ = pop()
  }

  /// Evaluates something for each element of a value, as it is by then.
  private func goOver(_ value: Value, _ body: @escaping (Value) -> Void) {
    if let id = isGoneOverLive(value), heap[id].isExact, heap[id].properties[Self.unordered] == nil {
      return goOver(live: id, giving: heap[id].kind == .map ? .entries : .values, body)
    }
    if let generator = generator(over: value) {
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
  }

  /// How many items are told apart that a loop goes over in an order that is not known.
  private static let maximumItems = 8

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
        maybe {
          self.unknownRounds {
            _ = self.branch(
              all.map { item in
                {
                  body(item)
                  return .undefined
                }
              })
          }
        }
        return
      }
      let value = all.dropFirst().reduce(first) { $0.joined($1) }
      maybe { self.unknownRounds { body(value) } }
    }
  }

  // MARK: Jumps

  private func executeSwitch(_ node: Node) {
    let parts = Array(program.list(node))
    let value = evaluate(parts[0])
    if isDead { return }
    let outer = frame
    if node.c >= 0 { enterScope(node.c) }
    defer { frame = outer }
    let cases = parts.dropFirst().map { self.node($0) }
    for entry in cases { hoist(program.list(entry)) }
    _ = push(.breaks(labels: []))
    // Each case that may be the first whose value is equal is a way into the body.
    var entries: [Int] = []
    var isCertain = false
    for (index, entry) in cases.enumerated() where entry.c >= 0 {
      let test = evaluate(entry.c)
      if isDead { break }
      offset = entry.start
      switch decide(binary(.strictEqual, value, test)) {
      case true?:
        entries.append(index)
        isCertain = true
      case nil: entries.append(index)
      case false?: break
      }
      if isCertain { break }
    }
    if !isCertain { entries.append(cases.firstIndex { $0.c < 0 } ?? cases.count) }
    if !isDead {
      _ = branch(
        entries.map { first in
          {
            if first < cases.count, cases[first].c >= 0 {
              self.refineMember(parts[0], cases[first].c, isEqual: true)
            }
            for entry in cases[first...] where !self.isDead { self.execute(self.program.list(entry)) }
            return .undefined
          }
        })
    }
    _ = pop()
  }

  /// Evaluates the `finally` blocks between here and a target, as a jump to it does.
  private func finalize(above index: Int) {
    let all = finalizers
    let outer = frame
    while !isDead, let next = finalizers.last, next.targets > index {
      finalizers.removeLast()
      frame = next.frame
      execute(next.block)
    }
    frame = outer
    finalizers = all
  }

  /// Ends the function with what an expression comes to: as minifiers write statements before a return, and branches
  /// that end in one.
  func executeReturn(_ index: Int32, at start: Int32) {
    let node = node(index)
    switch node.kind {
    case .sequence:
      let parts = Array(program.list(node))
      for part in parts.dropLast() where !isDead { evaluateEffect(part) }
      if !isDead, let last = parts.last { executeReturn(last, at: start) }
    case .conditional:
      let parts = Array(program.list(node))
      executeIf(parts[...]) { self.executeReturn($0, at: start) }
    default:
      let value = evaluate(index)
      if !isDead { returnValue(value, at: start) }
    }
  }

  /// Ends the function with a value.
  func returnValue(_ value: Value, at offset: Int32) {
    guard let index = targets.lastIndex(where: { $0.jump == .function }) else {
      isDead = true
      return
    }
    finalize(above: index)
    if isDead { return }
    if targets[index].isHandler {
      self.offset = offset
      noteReturned(value)
    }
    exit(to: index, with: value)
  }
}
