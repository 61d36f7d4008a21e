import ECMAScript

/// Functions that put another one in their place when they are called first, as Babel makes asynchronous functions and
/// the helpers that they need: `function f() { f = wrap(…); return f.apply(this, arguments) }`.
///
/// Which of them stands there then would be different on each way. What they make is the same wherever that happens, so
/// that it is made once, and the first one stays and stands for it.
extension Evaluator {
  /// How such a function is written.
  enum SelfReplacement {
    case none
    /// It becomes the value of an expression, and calls that.
    case by(Int32)
    /// It has no parameters, becomes a function that gives what it gave, and gives that.
    case remembers
  }

  /// Calls what stands in the place of a function that replaces itself; nil for any other.
  func callReplaced(
    _ closure: Closure, id: ObjectID, this: Value, _ arguments: [Value], isExact: Bool
  ) -> Value? {
    let module = modules[Int(closure.module)]
    guard module.program.functions[Int(closure.function)].binding >= 0 else { return nil }
    let place = SourceOffset(module: closure.module, offset: closure.function)
    let known = selfReplacements[place]
    let replacement = known ?? selfReplacement(module.program, closure.function)
    if known == nil { selfReplacements[place] = replacement }
    switch replacement {
    case .none: return nil
    case .by(let expression):
      let value = replacing[id] ?? makeReplacement(closure, expression)
      replacing[id] = value
      return isDead ? .undefined : call(value, this: this, arguments, isExact: isExact)
    case .remembers:
      if let value = replacing[id] { return value }
      guard callDepth < Self.maximumCalls / 2 else { return nil }
      let stage = heap.stage
      let value = callFunction(closure, id: id, this: this, arguments, isExact: isExact)
      guard !isDead else { return value }
      heap.makeOriginal(since: stage)
      replacing[id] = value
      return value
    }
  }

  private func makeReplacement(_ closure: Closure, _ expression: Int32) -> Value {
    let outer = (module, frame, context, offset)
    defer { (module, frame, context, offset) = outer }
    let stage = heap.stage
    module = closure.module
    frame = closure.frame
    context = closure.context
    enterScope(program.functions[Int(closure.function)].scope)
    let value = evaluate(expression)
    if !isDead { heap.makeOriginal(since: stage) }
    return value
  }

  private func selfReplacement(_ program: Program, _ index: Int32) -> SelfReplacement {
    let function = program.functions[Int(index)]
    guard !function.isAsync, !function.isGenerator, !function.isExpressionBody else { return .none }
    let own = program.nodes[Int(function.binding)].b
    guard own >= 0 else { return .none }
    func node(_ index: Int32) -> Node { program.nodes[Int(index)] }
    func isOwn(_ index: Int32) -> Bool { node(index).kind == .identifier && node(index).b == own }
    /// What is assigned to the function's own name.
    func assigned(_ index: Int32) -> Int32? {
      let assignment = node(index)
      guard assignment.kind == .assignment, assignment.op == .assign, isOwn(assignment.a) else { return nil }
      return assignment.b
    }
    /// Whether it is a call of what stands there, with whatever arguments.
    func isCall(_ index: Int32) -> Bool {
      let chain = node(index)
      guard chain.kind == .chain else { return false }
      let parts = Array(program.list(chain))
      return (2...3).contains(parts.count) && isOwn(parts[0]) && node(parts[parts.count - 1]).kind == .call
    }
    let statements = program.list(node(function.body)).filter { statement in
      !(node(statement).kind == .expression && node(node(statement).a).kind == .string)
    }
    guard let first = statements.first, let last = statements.last else { return .none }
    if node(first).kind == .expression, let value = assigned(node(first).a) {
      if statements.count == 2, node(last).kind == .return, node(last).a >= 0, passesOn(program, node(last).a, isCall) {
        return .by(value)
      }
      return function.parameters.isEmpty && node(value).kind == .function && node(last).kind == .return
        ? .remembers : .none
    }
    guard statements.count == 1, node(first).kind == .return, node(first).a >= 0 else { return .none }
    let returned = node(node(first).a)
    guard returned.kind == .sequence || returned.kind == .chain else { return .none }
    let parts = Array(program.list(returned))
    guard let value = assigned(parts[0]) else { return .none }
    if returned.kind == .sequence, parts.count == 2, passesOn(program, parts[1], isCall) { return .by(value) }
    // What minifiers make of it.
    if returned.kind == .chain, parts.count == 3, node(parts[2]).kind == .call, passesArguments(program, parts[2]) {
      return .by(value)
    }
    return .none
  }

  /// Whether it is such a call with the arguments that the function itself got.
  private func passesOn(_ program: Program, _ index: Int32, _ isCall: (Int32) -> Bool) -> Bool {
    guard isCall(index) else { return false }
    let parts = Array(program.list(program.nodes[Int(index)]))
    return parts.count == 3 && passesArguments(program, parts[2])
  }

  /// Whether the arguments of a call of `apply` are `this` and `arguments`.
  private func passesArguments(_ program: Program, _ call: Int32) -> Bool {
    let arguments = Array(program.list(program.nodes[Int(call)])).map { program.nodes[Int($0)] }
    return arguments.count == 2 && arguments[0].kind == .this && arguments[1].kind == .identifier
      && program.text(arguments[1].a) == "arguments"
  }
}
