import ECMAScript

/// Generators that are gone over: what is done with each value is done where the generator gives it, between its steps.
extension Evaluator {
  /// Evaluates something for each value that a generator gives.
  ///
  /// - Returns: What the generator ends with; nil where it has begun before, or a compiler took it down.
  func goOver(generator id: ObjectID, _ body: @escaping (Value) -> Void) -> Value? {
    guard case .generator(let closure, let own, _) = heap[id].kind, own >= 0, takers[own] == nil,
      ["ran", "#used", "#steps"].allSatisfy({ heap[id].properties[$0] == nil })
    else { return nil }
    heap[id].properties["#used"] = Property(value: .truth, isHidden: true, place: here)
    let (base, finalizerCount) = (targets.count, finalizers.count)
    var outer = (module, frame, context, offset, callDepth)
    var late = (heap.lateFrom, heap.lateFromCell)
    var thrown = 0
    // What jumps out of it does so on some ways only.
    let mark = openMark()
    takers[own] = { [unowned self] value in
      let inner = (module, frame, context, offset, callDepth)
      let hidden = (Array(targets[base...]), Array(finalizers[finalizerCount...]))
      targets.removeLast(hidden.0.count)
      // Whoever leaves the loop comes through each `finally` that the generator stands in.
      for index in finalizers.indices.dropFirst(finalizerCount) { finalizers[index].targets = base }
      (module, frame, context, offset, callDepth) = outer
      let known = mayThrow
      body(value)
      if mayThrow > known, !hidden.1.isEmpty { noteGap("an error may leave a generator that has a `finally`") }
      // The generator does not catch it.
      thrown += mayThrow - known
      mayThrow = known
      outer = (module, frame, context, offset, callDepth)
      late = (max(late.0, heap.lateFrom), max(late.1, heap.lateFromCell))
      targets += hidden.0
      finalizers = finalizers.prefix(finalizerCount) + hidden.1
      (module, frame, context, offset, callDepth) = inner
    }
    let given = contexts[Int(own)]
    let value = run(
      closure, id: id, context: own, given.arguments, isExact: given.isExact, isHandler: false, isGoneOver: true)
    takers[own] = nil
    mayThrow += thrown
    (module, frame, context, offset, callDepth) = outer
    (heap.lateFrom, heap.lateFromCell) = (max(late.0, heap.lateFrom), max(late.1, heap.lateFromCell))
    closeMark(mark)
    return value
  }

  /// Hands what a generator gives to who goes over it; false where nobody does.
  func hand(_ value: Value) -> Bool {
    guard context >= 0, let take = takers[context] else { return false }
    take(value)
    return true
  }

  /// Hands on all that something else gives, and comes to what that ends with; nil where nobody goes over the generator.
  func handAll(of value: Value) -> Value? {
    guard context >= 0, let take = takers[context] else { return nil }
    if case .object(let id)? = value.only, let ending = goOver(generator: id, take) { return ending }
    goOver(value, take)
    guard case .object(let id)? = value.only, [.array, .set, .map].contains(heap[id].kind) else {
      return .unknown(reason("what another generator ends with is not followed"))
    }
    return .undefined
  }

  /// The list of all that a generator gives from now on, which uses it up; nil as with ``goOver(generator:_:)``.
  func list(ofGenerator id: ObjectID) -> ObjectID? {
    guard case .object(let list)? = makeArray([]).only else { return nil }
    let value = goOver(generator: id) { [unowned self] value in
      let item = isAsyncGenerator(id) ? awaited(value) : value
      if isDead { return }
      if heap[list].elements.count < Self.maximumElements {
        heap[list].elements.append(item)
      } else {
        noteGap("this list is longer than is followed")
      }
    }
    return value == nil ? nil : list
  }

  private func isAsyncGenerator(_ id: ObjectID) -> Bool {
    guard case .generator(let closure, _, _) = heap[id].kind else { return false }
    return modules[Int(closure.module)].program.functions[Int(closure.function)].isAsync
  }

  /// Notes that some of what a generator gives it need not give.
  func noteInexact(generator id: ObjectID) {
    let what = "which of its values a generator gives is not followed"
    resultsUndecided.append(Undecided(what, at: place(heap[id].place)))
    awaitedUndecided.append(Undecided(what, at: place(heap[id].place)))
  }

  /// Evaluates something on each of the ways that led here, where a list is another one on each.
  func onEachWay(of values: [Value], _ body: @escaping () -> Value) -> Value {
    if isDead { return .undefined }
    for value in values {
      guard case .object(let id)? = value.only, let join = heap.join(tellingOf: id) else { continue }
      return branch(
        join.ways.map { way in
          {
            self.heap.take([way], of: join)
            return self.onEachWay(of: values, body)
          }
        })
    }
    return body()
  }
}
