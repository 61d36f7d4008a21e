import ECMAScript

/// What promises and their methods give.
extension Evaluator {
  func promiseMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    let first = arguments.first ?? .undefined
    switch name {
    case "resolve": return makePromise(awaited(first))
    case "reject": return makePromise(nil, error: first)
    case "all", "allSettled", "race", "any":
      let items = elements(of: first)
      let values = items.known.map { awaited($0) }
      if name == "race" || name == "any" {
        return makePromise((values + (items.others.map { [awaited($0)] } ?? [])).reduce(nil) { $0?.joined($1) ?? $1 })
      }
      if name == "allSettled" {
        return makePromise(
          makeArray(
            values.map { value in
              let entry = makeObject()
              heap[entry].properties["status"] = Property(value: .text, place: here)
              heap[entry].properties["value"] = Property(value: value, isOptional: true, place: here)
              return .object(entry)
            }, isExact: items.isExact && items.others == nil))
      }
      let all = values + (items.others.map { [awaited($0)] } ?? [])
      return makePromise(makeArray(all, isExact: items.isExact && items.others == nil))
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
      _ = call(first, this: .undefined, [])
      return this
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

  private func then(_ id: ObjectID, _ fulfilled: Value, _ rejected: Value) -> Value {
    let value = heap[id].properties["value"]?.value
    let error = heap[id].properties["error"]?.value
    let result = makeObject(.promise)
    var bodies: [() -> Value] = []
    if let value {
      bodies.append {
        if self.isCallable(fulfilled) {
          let outcome = self.call(fulfilled, this: .undefined, [value])
          if !self.isDead { self.settle(result, with: self.awaited(outcome), rejects: false) }
        } else {
          self.settle(result, with: value, rejects: false)
        }
        self.isDead = false
        return .undefined
      }
    }
    // It may be rejected by what is not evaluated.
    if isCallable(rejected) {
      bodies.append {
        let outcome = self.call(rejected, this: .undefined, [error ?? .object(self.makeObject(.error))])
        if !self.isDead { self.settle(result, with: self.awaited(outcome), rejects: false) }
        self.isDead = false
        return .undefined
      }
    } else if let error, value == nil {
      settle(result, with: error, rejects: true)
    }
    if bodies.isEmpty, isCallable(fulfilled) {
      // Nothing is seen to resolve it; if something does, this goes on with it.
      let what = reason("nothing is seen to resolve this promise")
      bodies.append {
        let outcome = self.call(fulfilled, this: .undefined, [.unknown(what)])
        if !self.isDead { self.settle(result, with: self.awaited(outcome), rejects: false) }
        self.isDead = false
        return .undefined
      }
    }
    if !bodies.isEmpty { _ = branch(bodies) }
    return .object(result)
  }
}
