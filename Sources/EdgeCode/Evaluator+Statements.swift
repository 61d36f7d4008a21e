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
    case .while: loop(labels, test: node.a, body: node.b, update: nil, isTestedFirst: true)
    case .doWhile: loop(labels, test: node.a, body: node.b, update: nil, isTestedFirst: false)
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
      assign(declarator.a, value, of: declarator.b)
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
    let decision = decide(value, of: test)
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
    let asked = wanted ? askedHeader(test) : nil
    var isGone = false
    _ = branch([
      {
        self.refine(test, holds: wanted)
        self.evaluateSide(&taken) { self.executeLogical(op, rest) }
        isGone = self.isGone(asked)
        return .undefined
      },
      {
        self.refine(test, holds: !wanted)
        self.evaluateSide(&left) {}
        return .undefined
      },
    ])
    if isGone { noteGone(asked) }
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
      let decision = decide(value, of: test)
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
        let asked = askedHeader(test)
        var isGone = false
        _ = branch([
          {
            self.refine(test, holds: true)
            self.evaluateSide(&holding) { run(statement) }
            isGone = self.isGone(asked)
            return .undefined
          },
          {
            self.refine(test, holds: false)
            self.evaluateSide(&failing) { self.executeIf(otherwise, run) }
            return .undefined
          },
        ])
        if isGone { noteGone(asked) }
        for side in sides { noteSides(of: side, holding, failing) }
        return
      }
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
    // Of several values, those that no case has been for.
    var left = value.rest.isEmpty || value.atoms.contains(where: \.isStatus) ? [] : value.atoms
    let isOneOfSome = !left.isEmpty
    for (index, entry) in cases.enumerated() where entry.c >= 0 {
      let test = evaluate(entry.c)
      if isDead { break }
      offset = entry.start
      switch decide(binary(.strictEqual, value, test)) ?? knownEquality(parts[0], entry.c) {
      case true?:
        entries.append(index)
        isCertain = true
      case nil: entries.append(index)
      case false?: break
      }
      left.removeAll { decide(binary(.strictEqual, Value($0), test)) == true }
      if isOneOfSome, left.isEmpty { isCertain = true }
      if isCertain { break }
    }
    if !isCertain { entries.append(cases.firstIndex { $0.c < 0 } ?? cases.count) }
    if !isDead {
      _ = branch(
        entries.map { first in
          {
            let test = first < cases.count ? cases[first].c : -1
            let tests = test >= 0 ? [test] : cases.map(\.c).filter { $0 >= 0 }
            self.keepWays([parts[0]] + tests) {
              let value = self.evaluate(parts[0])
              return tests.allSatisfy {
                (self.decide(self.binary(.strictEqual, value, self.evaluate($0)))
                  ?? self.knownEquality(parts[0], $0)) != (test < 0)
              }
            }
            for other in tests { self.keepEquality(parts[0], other, holds: test >= 0) }
            if test >= 0 { self.refineMember(parts[0], test, isEqual: true) }
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
    let outer = (module, frame, context)
    while !isDead, let next = finalizers.last, next.targets > index {
      finalizers.removeLast()
      (module, frame, context) = (next.module, next.frame, next.context)
      execute(next.block)
    }
    (module, frame, context) = outer
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
      if isDead { return }
      if let target = targets.lastIndex(where: { $0.jump == .function }) {
        targets[target].term = term(of: index, adding: true)
      }
      if mayAnswerSeveral(value, of: index), returnOnEachWay(index, at: start) { return }
      tellReturn(index, value)
      returnValue(value, at: start)
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
