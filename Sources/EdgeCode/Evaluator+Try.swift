import ECMAScript

/// `try`, `catch` and `finally`: every way out of a block, and what each of them leads to.
extension Evaluator {
  /// The ways out of a block, or of something else whose errors are kept.
  struct Ways {
    /// Where it comes to its end, and what it gives there.
    var ending: Heap.Snapshot?
    var value = Value.undefined
    /// Where it throws something itself.
    var thrown: [(snapshot: Heap.Snapshot, value: Value)] = []
    /// Where something else may throw.
    var risks: [Heap.Snapshot] = []
  }

  /// Evaluates something whose errors are kept, and goes back to where it began.
  func ways(outOf body: () -> Value) -> Ways {
    if isDead { return Ways() }
    let (known, outer) = (mayThrow, frame)
    let index = push(.tries)
    let value = body()
    frame = outer
    let target = targets.remove(at: index)
    guard let mark = target.mark else { return Ways() }
    var ways = Ways(
      ending: isDead ? nil : heap.snapshot(since: mark), value: value, thrown: target.exits, risks: target.risks)
    // Of what may throw and is not told apart, nothing may have been done, or all.
    if target.hasMoreRisks || (mayThrow > known && ways.thrown.isEmpty && ways.risks.isEmpty) {
      ways.risks += ([Heap.Snapshot()] + (ways.ending.map { [$0] } ?? [])).map(\.asBound)
    }
    heap.goBack(to: mark)
    closeMark(mark)
    isDead = false
    mayThrow = known
    return ways
  }

  private func ways(outOf body: () -> Void) -> Ways {
    ways {
      body()
      return .undefined
    }
  }

  /// The states in which something throws, and what.
  func failures(of ways: Ways) -> [(snapshot: Heap.Snapshot, value: Value)] {
    ways.thrown + ways.risks.map { ($0, caughtError()) }
  }

  func executeTry(_ node: Node) {
    let parts = Array(program.list(node))
    let hasFinalizer = parts[3] >= 0
    if hasFinalizer {
      finalizers.append(
        Finalizer(block: parts[3], module: module, frame: frame, context: context, targets: targets.count))
    }
    var leaving = ways(outOf: { self.execute(parts[0]) })
    var endings = leaving.ending.map { [$0] } ?? []
    if parts[2] >= 0 {
      let caught = leaving
      leaving = Ways()
      if !caught.thrown.isEmpty || !caught.risks.isEmpty {
        let handler = { self.executeCatch(node, caught) }
        if hasFinalizer {
          leaving = ways(outOf: handler)
          if let ending = leaving.ending { endings.append(ending) }
        } else if let ending = state(after: handler) {
          endings.append(ending)
        }
      }
    }
    if hasFinalizer { finalizers.removeLast() }
    // What goes on being thrown comes through `finally`.
    let finish = { if hasFinalizer { self.execute(parts[3]) } }
    if let first = leaving.thrown.first {
      _ = state {
        self.heap.apply(leaving.thrown.map(\.snapshot))
        finish()
        if !self.isDead { self.throwValue(leaving.thrown.dropFirst().reduce(first.value) { $0.joined($1.value) }) }
      }
    }
    if !leaving.risks.isEmpty {
      _ = state {
        self.heap.apply(leaving.risks)
        finish()
        if !self.isDead { self.noteRisk() }
      }
    }
    if hasFinalizer, endings.count > 1 {
      // Where an error was caught, `finally` may throw it on.
      endings = endings.compactMap { ending in
        state {
          self.heap.apply([ending])
          finish()
        }
      }
      isDead = endings.isEmpty
      heap.apply(endings)
      return
    }
    isDead = endings.isEmpty
    heap.apply(endings)
    if hasFinalizer {
      if isDead {
        // The paths that left the statement have come through it: what it does may have happened.
        isDead = false
        maybe(finish)
        isDead = true
      } else {
        finish()
      }
    }
  }

  private func executeCatch(_ node: Node, _ caught: Ways) {
    let parts = Array(program.list(node))
    heap.apply(caught.thrown.map(\.snapshot) + caught.risks)
    if node.c >= 0 { enterScope(node.c) }
    if parts[1] >= 0 {
      let errors = caught.thrown.map(\.value) + (caught.risks.isEmpty ? [] : [.object(makeObject(.error))])
      assign(parts[1], errors.dropFirst().reduce(errors[0]) { $0.joined($1) })
    }
    execute(parts[2])
  }

  /// The state that something leads to, if it comes to its end; goes back to where it began.
  func state(after body: () -> Void) -> Heap.Snapshot? {
    let outer = frame
    let mark = openMark()
    body()
    frame = outer
    let ending = isDead ? nil : heap.snapshot(since: mark)
    heap.goBack(to: mark)
    closeMark(mark)
    isDead = false
    return ending
  }
}
