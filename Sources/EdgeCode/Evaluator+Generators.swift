import ECMAScript

/// Generators that the code steps through itself, and those that go on in others.
extension Evaluator {
  /// What `next` gives of a generator.
  func nextOfGenerator(_ id: ObjectID) -> Value {
    guard case .generator(let closure, let own, _) = heap[id].kind else {
      return .unknown(reason("this generator is not known"))
    }
    // The executor of a promise runs one that stands for an asynchronous function, and asks no second time.
    if own < 0 || executorDepths.last == callDepth - 1 {
      let hasRun = heap[id].properties["ran"] != nil
      return step(hasRun ? .unknown(reason("a generator is not followed step by step")) : runGenerator(id).value)
    }
    if heap[id].properties["#steps"] == nil {
      guard heap[id].properties["ran"] == nil else {
        return .unknown(reason("a generator is not followed step by step"))
      }
      begin(id, closure, own)
    }
    let yields = elements(of: heap[id].properties["ran"]?.value ?? .undefined).known
    let final = heap[id].properties["#final"]?.value ?? .undefined
    let steps = heap[id].properties["#steps"]
    if case .number(let number)? = steps?.value.only, steps?.isOptional == false, heap[id].properties["#exact"] != nil {
      let index = Int(number)
      heap[id].properties["#steps"]?.value = .number(number + 1)
      if index < yields.count { return step(yields[index], isDone: false) }
      return step(index == yields.count ? final : .undefined)
    }
    heap[id].properties["#steps"]?.value = .number
    guard let first = yields.first else { return step(final.joined(.undefined)) }
    let any = yields.dropFirst().reduce(first) { $0.joined($1) }
    return step(any, isDone: false).joined(step(final.joined(.undefined)))
  }

  enum Leaving { case returns, `throws` }

  /// What `return` and `throw` give of a generator that does nothing on its way out.
  func leaveGenerator(_ id: ObjectID, by leaving: Leaving, _ value: Value) -> Value {
    guard case .generator(let closure, let own, _) = heap[id].kind, own >= 0 else {
      return .unknown(reason("this is not followed"))
    }
    let function = modules[Int(closure.module)].program.functions[Int(closure.function)]
    let source = modules[Int(closure.module)].program.sourceText(function.start..<function.end)
    if source.contains("try") { return .unknown(reason("this is not followed")) }
    if leaving == .returns { return step(value) }
    throwValue(value)
    return .undefined
  }

  /// Runs a generator to its end, and keeps what its steps give.
  private func begin(_ id: ObjectID, _ closure: Closure, _ own: Int32) {
    let size = heap.size
    let mark = heap.mark()
    contexts[Int(own)].stepping = Stepping(isByHand: true, openMarks: heap.openMarks)
    heap[id].properties["ran"] = Property(value: .undefined, isHidden: true, place: here)
    let made = contexts[Int(own)]
    let value = run(closure, id: id, context: own, made.arguments, isExact: made.isExact, isHandler: false)
    // What it throws at one of its steps it does not throw here.
    let isCutShort = isDead
    isDead = false
    let written = heap.snapshot(since: mark)
    heap.close(mark)
    let changesEvent = written.objectIDs.contains { if case .event = heap[$0].kind { true } else { false } }
    if written.reaches(below: size, beside: id) || changesEvent || isCutShort {
      noteGap("a generator is stepped through that does more than give values")
    }
    let done = contexts[Int(own)]
    let kept = [
      "ran": makeArray(done.yields, isLiteral: true), "#final": value, "#steps": .number(0),
      "#exact": done.stepping.isExact ? Value.truth : nil,
    ]
    for (name, value) in kept {
      if let value { heap[id].properties[name] = Property(value: value, isHidden: true, place: here) }
    }
  }

  private func step(_ value: Value, isDone: Bool = true) -> Value {
    let id = makeObject()
    heap[id].properties["value"] = Property(value: value, place: here)
    heap[id].properties["done"] = Property(value: .bool(isDone), place: here)
    return .object(id)
  }

  /// `yield*`: all that something else gives, and what it ends with.
  func yieldAll(of value: Value) -> Value {
    let items = elements(of: value)
    guard context >= 0 else { return .undefined }
    contexts[Int(context)].yields += items.known + (items.others.map { [$0] } ?? [])
    if !items.isExact || items.others != nil || heap.openMarks > contexts[Int(context)].stepping.openMarks {
      contexts[Int(context)].stepping.isExact = false
    }
    guard case .object(let id)? = value.only else { return .undefined }
    switch heap[id].kind {
    case .array, .set, .map: return .undefined
    default: return .unknown(reason("what another generator ends with is not followed"))
    }
  }
}
