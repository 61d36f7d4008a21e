/// Methods of lists that call a function which does more than answer: what it does is done for as many elements as there
/// are, or as are asked for before the answer is found.
extension Evaluator {
  /// Methods that end with the element for which the function says so.
  private static let searches: Set<String> = ["some", "every", "find", "findLast", "findIndex", "findLastIndex"]

  /// What such a method gives; nil where the function changes nothing.
  func search(
    _ name: String, _ items: Items, _ function: Value, _ receiver: Value, list: Value, at current: (Int) -> Value?
  ) -> Value? {
    let all = items.known + (items.others.map { [$0] } ?? [])
    let isExact = items.isExact && items.others == nil
    guard Self.searches.contains(name) || !isExact && ["map", "flatMap", "filter"].contains(name), !isDead,
      !all.isEmpty, runsCode(function),
      changes({ _ = self.call(function, this: receiver, [self.any(of: all), .number, list]) })
    else { return nil }
    guard Self.searches.contains(name) else {
      var results: [Value] = name == "filter" ? all : []
      rounds(over: items) {
        let result = self.call(function, this: receiver, [self.any(of: all), .number, list])
        if name != "filter", !self.isDead, !results.contains(result) { results.append(result) }
      }
      if name == "flatMap" { return makeArray(results.flatMap { elements(of: $0).known }, isExact: false) }
      return makeArray(results, isExact: false)
    }
    let (wanted, wantsIndex) = (name != "every", name.hasSuffix("Index"))
    let cell = heap.addOriginalCell(
      name.hasPrefix("find") ? wantsIndex ? .number(-1) : .undefined : .bool(!wanted))
    let end = push(.breaks(labels: [-2]))
    func ask(_ item: Value, _ place: Value) {
      let answer = call(function, this: receiver, [item, place, list])
      onEachReturned(answer) { answer in
        let stop = {
          let found = name.hasPrefix("find") ? wantsIndex ? place : item : .bool(wanted)
          self.heap.keep(found, in: cell)
          self.exit(to: end)
          return Value.undefined
        }
        switch self.decide(answer) {
        case wanted?: _ = stop()
        case nil: _ = self.branch([stop, { .undefined }])
        default: break
        }
      }
    }
    if isExact {
      let places = name.hasPrefix("findLast") ? Array(all.indices.reversed()) : Array(all.indices)
      for index in places where !isDead {
        // As it is by then; who looks for one is asked about those that are gone too.
        guard let item = current(index) ?? (name.hasPrefix("find") ? .undefined : nil) else { continue }
        ask(item, .number(Double(index)))
      }
    } else {
      rounds(over: items) { ask(self.any(of: all), .number) }
    }
    _ = pop()
    let value = heap.cells[Int(cell)]
    returned = Returned(cell: cell, version: heap.versions[Int(cell)], value: value)
    return value
  }

  private func any(of values: [Value]) -> Value {
    values.dropFirst().reduce(values.first ?? .undefined) { $0.joined($1) }
  }

  /// Whether something changes what was there before; nothing of it is kept.
  private func changes(_ body: () -> Void) -> Bool {
    let (size, known, risks) = (heap.size, facts, mayThrow)
    let mark = openMark()
    _ = push(.tries)
    body()
    let changes = heap.changes(since: mark, below: size)
    heap.goBack(to: mark)
    let target = targets.removeLast()
    if let inner = target.mark { closeMark(inner) }
    closeMark(mark)
    (facts, mayThrow, isDead) = (known, risks, isExhausted)
    return changes
  }

  /// Evaluates something with what a function has given, on each of the ways on which it has.
  private func onEachReturned(_ value: Value, _ body: @escaping (Value) -> Void) {
    if isDead { return }
    guard let returned, returned.value == value, isCurrent(returned),
      let join = heap.join(tellingOfVariable: returned.cell)
    else { return body(value) }
    _ = branch(
      join.ways.map { way in
        {
          self.heap.take([way], of: join)
          body(self.heap.cells[Int(returned.cell)])
          return .undefined
        }
      })
  }
}
