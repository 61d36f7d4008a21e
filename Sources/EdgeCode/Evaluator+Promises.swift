import ECMAScript

/// What promises and their methods give.
extension Evaluator {
  func promiseMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch name {
    case "resolve": return makePromise(first)
    case "reject": return makePromise(nil, error: first)
    case "all", "allSettled", "race", "any":
      let items = elements(of: first)
      if name == "all" {
        let promise = makeObject(.promise)
        settle(promise) {
          let values = (items.known + (items.others.map { [$0] } ?? [])).map { self.awaited($0) }
          return self.makeArray(values, isExact: items.isExact && items.others == nil)
        }
        isDead = isExhausted
        return .object(promise)
      }
      if name == "allSettled" {
        return makePromise(makeArray(items.known.map(settled), isExact: items.isExact && items.others == nil))
      }
      // One of them settles it.
      var all = items.known + (items.others.map { [$0] } ?? [])
      let settling = all.filter(maySettle)
      if !settling.isEmpty { all = settling }
      let promise = makeObject(.promise)
      if !all.isEmpty {
        let waiting = late.promises
        settle(promise) { self.branch(all.map { item in { self.awaited(item) } }) }
        isDead = isExhausted
        // Where several may be the first, nothing waits for the others.
        if all.filter(mayResolve).count > 1 { late.promises.merge(waiting) { $1 } }
      } else if items.isExact, name == "any" {
        settle(promise, with: caughtError(), rejects: true)
      } else if items.isExact {
        heap[promise].properties["#never"] = Property(value: .truth, isHidden: true, place: here)
      }
      return .object(promise)
    case "prototype.then":
      return this.flatMap { atom in
        guard case .object(let id) = atom, case .promise = heap[id].kind else { return .undefined }
        return then(id, first, arguments.dropFirst().first ?? .undefined)
      }
    case "prototype.catch":
      return this.flatMap { atom in
        guard case .object(let id) = atom, case .promise = heap[id].kind else { return .undefined }
        return then(id, .undefined, first)
      }
    case "prototype.finally":
      return this.flatMap { atom in
        guard case .object(let id) = atom, case .promise = heap[id].kind else { return .undefined }
        return finally(id, first)
      }
    case "withResolvers":
      let promise = makeObject(.promise)
      let id = makeObject()
      heap[id].properties["promise"] = Property(value: .object(promise), place: here)
      for (name, rejects) in [("resolve", false), ("reject", true)] {
        heap[id].properties[name] = Property(
          value: .object(makeObject(.settler(promise: promise, rejects: rejects))), place: here)
      }
      return .object(id)
    default: return .unknown(reason("what Promise.\(name) gives is not followed"))
    }
  }

  /// Whether something is seen to resolve a promise.
  private func mayResolve(_ item: Value) -> Bool {
    item.atoms.contains { atom in
      guard case .object(let id) = atom, case .promise = heap[id].kind else { return true }
      return heap[id].properties["value"] != nil
    }
  }

  /// What `Promise.allSettled` says of a promise.
  private func settled(_ item: Value) -> Value {
    let (value, error) = attempt { self.awaited(item) }
    isDead = isExhausted
    var result: Value?
    for (status, name, value) in [("fulfilled", "value", value), ("rejected", "reason", error)] {
      guard let value else { continue }
      let entry = makeObject()
      heap[entry].properties["status"] = Property(value: .string(status), place: here)
      heap[entry].properties[name] = Property(value: value, place: here)
      result = result?.joined(.object(entry)) ?? .object(entry)
    }
    return result ?? .undefined
  }

  /// What a function gives that `util.promisify` has made of one with a callback.
  func callPromisified(_ function: Value, _ this: Value, _ arguments: [Value]) -> Value {
    let promise = makeObject(.promise)
    let settle = Value.object(
      makeObject(.bound(target: native("settle"), this: .undefined, arguments: [.object(promise)])))
    let (_, error) = attempt { call(function, this: this, arguments + [settle]) }
    isDead = isExhausted
    if let error { self.settle(promise, with: error, rejects: true) }
    return .object(promise)
  }

  /// What the callback does that such a function gets: a promise, an error, a value.
  func settleByCallback(_ arguments: [Value]) {
    guard case .object(let promise)? = arguments.first?.only else { return }
    let error = arguments.count > 1 ? arguments[1] : .undefined
    if let thrown = error.filter({ truth(of: $0) != false }) { settle(promise, with: thrown, rejects: true) }
    if error.atoms.contains(where: { truth(of: $0) != true }) {
      settle(promise, with: arguments.count > 2 ? arguments[2] : .undefined, rejects: false)
    }
  }

  private func then(_ id: ObjectID, _ fulfilled: Value, _ rejected: Value) -> Value {
    let value = heap[id].properties["value"]?.value
    let error = heap[id].properties["error"]?.value
    let result = makeObject(.promise)
    var bodies: [() -> Value] = []
    var states = Settlement()
    states.cell = heap.addCells(1)
    resultCells[result] = states.cell
    let mark = openMark()
    if let value {
      bodies.append {
        self.goOnAsResolved(id)
        let callback = { self.isCallable(fulfilled) ? self.call(fulfilled, this: .undefined, [value]) : value }
        self.follow({ self.awaited(callback()) }, for: result, since: mark, into: &states)
        return .undefined
      }
    }
    // It may be rejected by what is not evaluated.
    if isCallable(rejected) {
      bodies.append {
        let other = self.caughtError()
        let error = value == nil ? error ?? other : error?.joined(other) ?? other
        self.takeBack(id)
        let callback = { self.call(rejected, this: .undefined, [error]) }
        self.follow({ self.awaited(callback()) }, for: result, since: mark, into: &states)
        return .undefined
      }
    } else if let error {
      settle(result, with: error, rejects: true)
    }
    if bodies.isEmpty, isCallable(fulfilled) {
      // Nothing is seen to resolve it; if something does, this goes on with it.
      let what = reason("nothing is seen to resolve this promise")
      bodies.append {
        let callback = { self.call(fulfilled, this: .undefined, [.unknown(what)]) }
        self.follow({ self.awaited(callback()) }, for: result, since: mark, into: &states)
        return .undefined
      }
    }
    if !bodies.isEmpty { inTurn(of: result) { _ = self.branch(bodies) } }
    noteFollowing(id, by: result)
    if error != nil, !isCallable(rejected) {
      // Where this promise is rejected, none of it is done.
      let taken = state {
        self.heap.apply([self.heap.originals(since: mark)])
        self.takeBack(id)
      }
      states.rejected += taken.map { [self.heap.snapshot(since: mark).overlaid(by: $0)] } ?? []
    }
    note(states, of: result, since: mark)
    closeMark(mark)
    noteSettling(of: result, after: id)
    return .object(result)
  }

  /// What comes after a promise, whichever way it is settled.
  private func finally(_ id: ObjectID, _ callback: Value) -> Value {
    let result = makeObject(.promise)
    var states = Settlement()
    let mark = openMark()
    var bodies: [() -> Value] = []
    func goOn(_ way: @escaping () -> Void, _ end: @escaping () -> Value) {
      bodies.append {
        way()
        let body = {
          _ = self.awaited(self.call(callback, this: .undefined, []))
          return self.isDead ? .undefined : end()
        }
        self.follow(body, for: result, since: mark, into: &states)
        return .undefined
      }
    }
    if let value = heap[id].properties["value"]?.value { goOn({ self.goOnAsResolved(id) }, { value }) }
    if let error = heap[id].properties["error"]?.value {
      goOn(
        { self.takeBack(id) },
        {
          self.throwValue(error)
          return .undefined
        })
    }
    if bodies.isEmpty { return .object(id) }
    inTurn(of: result) { _ = branch(bodies) }
    noteFollowing(id, by: result)
    note(states, of: result, since: mark)
    closeMark(mark)
    noteSettling(of: result, after: id)
    return .object(result)
  }
}
