import ECMAScript

extension Evaluator {
  // MARK: What the handler answers

  /// Notes what the handler returns.
  ///
  /// - Parameter ended: The handler, where it came to its end without a `return`.
  func noteReturned(_ value: Value, atEndOf ended: Function? = nil) {
    var isAsync = isFunction || ended?.isAsync == true
    if let target = targets.last(where: { $0.isHandler }), target.isAsync { isAsync = true }
    var settled: [Atom] = []
    // Whoever returns nothing in so many words means it; a function that comes to its end may not be meant to.
    var isMeant = ended == nil
    if !value.atoms.allSatisfy(\.isNullish) { waitForLaterTurns() }
    // Of the callback and what is returned, the first counts.
    if isAnswered { return }
    // Whoever has a callback called means to answer by it.
    if answersLater, isAsync { isMeant = true }
    for atom in value.atoms {
      if case .object(let id) = atom, case .promise = heap[id].kind {
        isAsync = true
        isMeant = false
        noteWait(for: id)
        late.isWaiting = true
        if value.only != nil { goOnAsResolved(id) }
        if !answersByCallback { noteUnsettled(id, isOnly: value.only != nil) }
        if value.only != nil, !answersByCallback, noteOnEachWay(of: id) { return }
        let inner = heap[id].properties["value"]?.value
        settled += inner?.atoms ?? []
        if callsBackLater, inner?.atoms.contains(where: \.isNullish) == true, heap[id].properties["#later"] == nil {
          // What compilers make of asynchronous functions does not show what they wait for.
          let what = "whether the callback comes before the promise is resolved is not known"
          resultsUndecided.append(Undecided(what, at: place(here)))
        }
        if inner == nil, heap[id].properties["error"] == nil, !answersByCallback {
          resultsUndecided.append(Undecided("nothing is seen to resolve this promise", at: place(here)))
        }
      } else if case .object(let id) = atom, ownMethod(id, "then") != nil {
        // What has a `then` is waited for like a promise.
        isAsync = true
        isMeant = false
        settled += awaited(Value(atom)).atoms
      } else {
        settled.append(atom)
      }
    }
    if isAsync, !answersByCallback, let ends = generatorEnds, !settled.isEmpty, Value(settled) == ends.value,
      zip(ends.objects, ends.joined).allSatisfy({ heap.objects[Int($0)] == $1 })
    {
      // The handler was an asynchronous function: each of its returns is an answer of its own.
      generatorEnds = nil
      let mark = heap.mark()
      for end in ends.ends {
        for (id, object) in zip(ends.objects, end.objects) { heap[id] = object }
        let isOnly = end.value.only != nil && end.value != .undefined
        for atom in end.value.atoms { noteResult(atom, by: .awaited, isOnly: isOnly) }
        heap.goBack(to: mark)
      }
      heap.close(mark)
      return
    }
    if !isAsync, settled.allSatisfy(\.isNullish) { noteUnanswered() }
    for atom in settled {
      // A handler that is not asynchronous answers by its callback; what it returns beside that counts for nothing.
      if atom.isNullish, !isAsync || answersByCallback || mayAnswerElsewhere { continue }
      if case .unknown = atom, answersByCallback, !isAsync { continue }
      noteResult(
        atom, by: isAsync ? .awaited : .returned, isOnly: settled.count == 1 && (isMeant || atom != .undefined))
    }
  }

  /// Notes what a promise resolves to on each of the ways that lead there; false where nothing tells them apart.
  private func noteOnEachWay(of promise: ObjectID) -> Bool {
    guard let cell = resultCells[promise], let join = heap.join(tellingOfVariable: cell) else { return false }
    let mark = heap.mark()
    for way in join.ways {
      heap.take([way], of: join)
      let value = heap.cells[Int(cell)]
      for atom in value.atoms { noteResult(atom, by: .awaited, isOnly: value.only != nil && value != .undefined) }
      heap.goBack(to: mark)
    }
    heap.close(mark)
    return true
  }

  /// Notes what is passed to the handler's callback.
  func noteCallback(_ arguments: [Value]) {
    // The first answer counts; one of a later turn may come after what is returned.
    if isAnswered { return }
    noteAnswered()
    var isLate = false
    let known = results.count
    defer { if isLate { late.answers += known..<results.count } }
    // The promise of an asynchronous handler is resolved before a later turn comes, unless it waits for one.
    if laterTurns > 0, executorDepths.isEmpty, targets.last(where: { $0.isHandler })?.isAsync == true {
      answersLater = true
      isLate = true
    } else {
      answersByCallback = true
      if laterTurns > 0 { callsBackLater = true }
    }
    let error = arguments.first ?? .undefined
    // With an error there is no answer.
    guard error.atoms.contains(where: { truth(of: $0) != true }) else { return }
    // Whether there is one, what is not read says; who answers nothing then has asked.
    let isAsked = error.only?.isNullish != true
    let answer = arguments.count > 1 ? arguments[1] : .undefined
    for atom in answer.atoms where !(isAsked && atom.isNullish) {
      if case .object(let id) = atom, case .promise = heap[id].kind {
        for inner in awaited(Value(atom)).atoms { noteResult(inner, by: .callback, isOnly: false) }
      } else {
        noteResult(atom, by: .callback, isOnly: answer.only != nil)
      }
    }
  }

  /// Notes an answer; `isOnly` where there is no other on the way that leads there.
  private func noteResult(_ atom: Atom, by delivery: EdgeResult.Delivery, isOnly: Bool) {
    guard results.count < 500 else {
      resultsUndecided.append(Undecided("there are more answers than are told apart"))
      return
    }
    switch atom {
    case .unknown(let reason): resultsUndecided.append(undecided(reason))
    case .object(let id):
      switch heap[id].kind {
      case .external(let path):
        resultsUndecided.append(Undecided("what \(path) gives is not known", at: place(here)))
      case .event(.request), .event(.response): noteAnswer(describe(id), by: delivery)
      case .plain, .error:
        let written = member(of: id, named: "toJSON", this: Value(atom))
        if runsCode(written) {
          for inner in call(written, this: Value(atom), []).atoms where !isDead {
            if case .object(let other) = inner, case .plain = heap[other].kind {
              noteAnswer(describe(other), by: delivery)
            } else {
              resultsUndecided.append(Undecided("what toJSON makes of the answer is not known", at: place(here)))
            }
          }
        } else if heap[id].kind == .plain || heap[id].properties["status"] != nil {
          noteAnswer(describe(id), by: delivery)
        } else {
          noteInvalid(by: delivery, isOnly: false)
        }
      case .event, .array, .map, .set, .date, .regularExpression, .function, .class:
        noteInvalid(by: delivery, isOnly: isOnly)
      default: noteInvalid(by: delivery, isOnly: false)
      }
    default: noteInvalid(by: delivery, isOnly: isOnly)
    }
  }

  private func noteAnswer(_ result: EdgeResult, by delivery: EdgeResult.Delivery) {
    var result = result
    (result.delivery, result.undecidedWay) = (delivery, lostWay.map { [$0] } ?? [])
    results.append(Found(result, at: place(here)))
  }

  private func noteInvalid(by delivery: EdgeResult.Delivery, isOnly: Bool) {
    var result = EdgeResult(outcome: .invalid)
    if !isOnly {
      result.undecidedAnswer = [Undecided("this may be answered with nothing that CloudFront takes", at: place(here))]
    }
    noteAnswer(result, by: delivery)
  }

  private func describe(_ id: ObjectID) -> EdgeResult {
    let object = heap[id]
    var result = EdgeResult(outcome: outcome(of: object))
    let statusName = isFunction ? "statusCode" : "status"
    if result.outcome != .request {
      describeStatus(id, object, statusName, &result)
    } else if !isFunction, event.hasResponse == true, object.properties["status"] == nil, object.isOpen == nil {
      // Where a response is waited for, a request is one without a status.
      fault(.noStatus, here, &result)
    }
    describeHeaders(id, object, &result)
    if !isFunction { describeBody(id, object, &result) }
    if let reason = object.isOpen {
      result.undecidedHeaders.append(undecided(reason))
    }
    return result
  }

  private func outcome(of object: HeapObject) -> EdgeResult.Outcome {
    if case .event(let part) = object.kind { return part == .request ? .request : .response }
    let copied = object.copies.compactMap { copy -> EventPart? in
      if case .event(let part) = heap[copy].kind { part } else { nil }
    }
    if copied.contains(.response) { return .response }
    if copied.contains(.request) { return .request }
    func isSet(_ name: String) -> Bool { object.properties[name].map { !$0.isDeleted } ?? false }
    if isSet("status") || isSet("statusCode") { return .generated }
    return ["uri", "method", "clientIp", "querystring", "origin"].contains(where: isSet) ? .request : .generated
  }

  private func describeStatus(_ id: ObjectID, _ object: HeapObject, _ name: String, _ result: inout EdgeResult) {
    // Of what Lambda answers as JSON, members that are inherited or not enumerable are no part.
    let property = isFunction ? object.properties[name] ?? inheritedProperty(object, name) : shown(object, name)
    let isOpen = object.isOpen != nil || object.wildcard != nil
    if let property, !property.isDeleted {
      let value = property.getter == nil ? property.value : member(of: id, named: name, this: .object(id))
      var statuses: [Int] = []
      var isComplete = !isOpen
      var isOwn = true
      for atom in value.atoms {
        switch atom {
        case .number(let number) where number == number.rounded() && abs(number) < 1e6: statuses.append(Int(number))
        case .string("undefined") where value.only == nil:
          // Beside others it may be made of a member on a path that is not there.
          isComplete = false
          result.undecidedAnswer.append(Undecided("this answer may have no status", at: place(property.place)))
        case .string(let text):
          if let status = Int(text) { statuses.append(status) } else { fault(.status(text), property.place, &result) }
        case .number(let number): fault(.status(NumberText.text(of: number)), property.place, &result)
        case .status(let index):
          // The origin's own status, put back.
          if atom == originStatus || lift(atom, { textAtom($0) }) == lift(originStatus, { textAtom($0) }) {
            isOwn = false
          } else {
            for entry in Set(statusTables[Int(index)]) {
              switch entry {
              case .number(let number): statuses.append(Int(number))
              case .string(let text): if let status = Int(text) { statuses.append(status) } else { isComplete = false }
              default: isComplete = false
              }
            }
            statuses.sort()
          }
        case .undefined: isOwn = false
        case .bool(let bool): fault(.status(String(bool)), property.place, &result)
        case .object(let other) where isNoStatus(other): fault(.status("an object"), property.place, &result)
        default: isComplete = false
        }
      }
      if !statuses.isEmpty || !isComplete {
        result.status = Possible(statuses, isComplete: isComplete)
        result.alwaysSetsStatus = !property.isOptional && isOwn
      }
      for status in statuses where !(100...599).contains(status) {
        fault(.status(String(status)), property.place, &result)
      }
      if result.outcome == .generated, object.properties["statusCode"] == nil {
        if value.atoms.allSatisfy(\.isNullish), !isOpen, !property.isOptional {
          fault(.noStatus, property.place, &result)
        } else if property.isOptional || value.atoms.contains(where: \.isNullish) {
          result.undecidedAnswer.append(Undecided("this answer may have no status", at: place(property.place)))
        }
      }
    } else if isOpen {
      result.status = Possible([], isComplete: false)
    }
    guard result.outcome == .generated else { return }
    if !isFunction, let property = object.properties["statusCode"], !property.isDeleted,
      object.properties["status"].map({ $0.getter == nil && $0.value.atoms.allSatisfy(\.isNullish) }) ?? true
    {
      fault(.statusCode, property.place, &result)
      result.status = nil
      var statuses: [Int] = []
      var isComplete = true
      for atom in property.value.atoms {
        if case .number(let number) = number(atom), !number.isNaN, abs(number) < 1e6 {
          statuses.append(Int(number))
        } else {
          isComplete = false
        }
      }
      result.apiGatewayStatus = Possible(statuses, isComplete: isComplete)
    } else if property == nil, !isOpen {
      fault(.noStatus, object.place, &result)
    }
  }

  /// A member as JSON has it.
  private func shown(_ object: HeapObject, _ name: String) -> Property? {
    object.properties[name].flatMap { $0.isHidden ? nil : $0 }
  }

  private func inheritedProperty(_ object: HeapObject, _ name: String) -> Property? {
    var next = object.prototype
    for _ in 0..<16 where next >= 0 {
      if let property = heap[next].properties[name] { return property }
      next = heap[next].prototype
    }
    return nil
  }

  func fault(_ fault: ShapeFault, _ offset: SourceOffset, _ result: inout EdgeResult) {
    let found = Found(fault, at: place(offset))
    if !result.faults.contains(found) { result.faults.append(found) }
  }

  // MARK: Headers

  private func describeHeaders(_ id: ObjectID, _ object: HeapObject, _ result: inout EdgeResult) {
    var tables: [ObjectID] = []
    var isCertain = true
    var property = isFunction ? object.properties["headers"] : shown(object, "headers")
    if let deleted = property, deleted.isDeleted { property = nil }
    if let property {
      let value = property.getter == nil ? property.value : member(of: id, named: "headers", this: .object(id))
      for atom in value.atoms {
        switch atom {
        case .object(let table): tables.append(table)
        case .unknown(let reason):
          result.undecidedHeaders.append(undecided(reason))
          result.undecidedShape.append(undecided(reason))
        case .undefined, .null: isCertain = false
        default:
          fault(.headers, property.place, &result)
        }
      }
      if property.isOptional { isCertain = false }
    }
    if property == nil || property?.isOptional == true {
      // The headers of what is passed on, as they were changed.
      let origins = { if case .event = object.kind { return [id] } else { return object.copies } }()
      for origin in origins {
        guard case .event(let part) = heap[origin].kind, part == .request || part == .response else { continue }
        if let changed = heap[origin].properties["headers"], origin != id {
          for atom in changed.value.atoms { if case .object(let table) = atom { tables.append(table) } }
        } else if let table = eventParts[origin]?["headers"] {
          tables.append(table)
        }
      }
    }
    if result.outcome == .generated, let table = tables.first(where: holdsHeadersOfEvent) {
      result.undecidedHeaders.append(
        Undecided(
          "headers of the event are answered, which are not known", at: place(property?.place ?? heap[table].place)))
    }
    var changes: [String: [HeaderChange]] = [:]
    var order: [String] = []
    for table in tables {
      for change in describe(headers: table, &result) {
        if changes[change.name] == nil { order.append(change.name) }
        changes[change.name, default: []].append(change)
      }
    }
    if let replaced = replacement(of: tables, result.outcome) {
      let isCertain = isCertain && tables.count == 1
      result.headers.append(
        HeaderChange(name: "*", action: .delete, values: Possible([]), isCertain: isCertain, place: place(replaced)))
    }
    for name in order {
      guard let all = changes[name] else { continue }
      for action in [HeaderChange.Action.set, .delete] {
        let same = all.filter { $0.action == action }
        guard let change = same.first else { continue }
        result.headers.append(
          HeaderChange(
            name: name, action: action,
            values: Possible(same.flatMap(\.values.values), isComplete: same.allSatisfy(\.values.isComplete)),
            isCertain: isCertain && same.count == tables.count && same.allSatisfy(\.isCertain), place: change.place))
      }
    }
  }

  /// Whether it is a table of headers of the event, or has a copy of one.
  private func holdsHeadersOfEvent(_ id: ObjectID) -> Bool {
    ([id] + heap.objects[Int(id)].copies).contains { id in
      guard case .event(let part) = heap.objects[Int(id)].kind else { return false }
      return part == .requestHeaders || part == .responseHeaders
    }
  }

  /// Where the headers of what is passed on are replaced by others, of which none comes from the event.
  private func replacement(of tables: [ObjectID], _ outcome: EdgeResult.Outcome) -> SourceOffset? {
    guard outcome != .generated else { return nil }
    return tables.lazy.map { self.heap[$0] }.first { object in
      guard case .plain = object.kind else { return false }
      return object.copies.isEmpty && object.isOpen == nil && object.wildcard == nil && object.prototype < 0
    }?.place
  }

  private func describe(headers id: ObjectID, _ result: inout EdgeResult) -> [HeaderChange] {
    let object = heap[id]
    switch object.kind {
    case .plain, .event: break
    case .external(let path):
      let reason = Undecided("what \(path) gives is not known", at: place(here))
      result.undecidedHeaders.append(reason)
      result.undecidedShape.append(reason)
      return []
    case .map, .array:
      if object.elements.isEmpty, object.kind != .map { break }
      fault(.headers, object.place, &result)
      return []
    default: break
    }
    if let reason = object.isOpen {
      result.undecidedHeaders.append(undecided(reason))
      // What has another name is described below.
      if object.wildcard == nil { result.undecidedShape.append(undecided(reason)) }
    }
    if let wildcard = object.wildcard, !isHeaderOfEvent(wildcard) {
      result.undecidedHeaders.append(Undecided("the name of a header is not known", at: place(object.place)))
      var isNamed = true
      _ = describe(header: wildcard, named: "*", at: object.place, &result, &isNamed)
    }
    var changes: [HeaderChange] = []
    for name in object.properties.names {
      guard let property = object.properties[name], isFunction || !property.isHidden else { continue }
      let lower = name.lowercased()
      if property.isDeleted {
        changes.append(
          HeaderChange(
            name: lower, action: .delete, values: Possible([]), isCertain: !property.isOptional,
            place: place(property.place)))
        continue
      }
      let value = property.getter == nil ? property.value : member(of: id, named: name, this: .object(id))
      var isNamed = true
      let values = describe(header: value, named: lower, at: property.place, &result, &isNamed)
      let isAbsent = value.atoms.contains { $0.isNullish }
      if isFunction, name != lower {
        // The guide wants names in lower case, and does not say what becomes of others.
        isNamed = false
        let what = "the name of the header \(name) is not in lower case"
        result.undecidedHeaders.append(Undecided(what, at: place(property.place)))
      }
      if value.isUndefined {
        changes.append(
          HeaderChange(
            name: lower, action: .delete, values: Possible([]), isCertain: !property.isOptional,
            place: place(property.place)))
        continue
      }
      if let removal = property.removal { result.undecidedHeaders.append(undecided(removal)) }
      if property.isOptional, soughtHeaders.contains(lower) { result.keptHeaders.insert(lower) }
      changes.append(
        HeaderChange(
          name: lower, action: .set, values: values, isCertain: !property.isOptional && !isAbsent && isNamed,
          place: place(property.place)))
    }
    changes += changesInPlace(of: id, &result)
    if let removes = object.removes {
      changes.append(
        HeaderChange(name: "*", action: .delete, values: Possible([]), isCertain: false, place: place(removes)))
    }
    return changes
  }

  /// The values of a header, and what is wrong with its shape; `isNamed` where it has that name and no other.
  func describe(
    header value: Value, named name: String, at offset: SourceOffset, _ result: inout EdgeResult,
    _ isNamed: inout Bool
  ) -> Possible<String> {
    var texts: [String] = []
    var isComplete = true
    for atom in value.atoms {
      switch atom {
      case .undefined, .null: isComplete = false
      case .unknown(let reason):
        isComplete = false
        result.undecidedShape.append(undecided(reason))
      case .object(let id):
        let object = heap[id]
        switch object.kind {
        case .event(let part):
          isComplete = isComplete && isFunction
          if part == .headerEntry, !isFunction { fault(.header(name), offset, &result) }
          for entry in changedEntries(of: id) {
            describe(entry: entry, named: name, at: offset, &result, &texts, &isComplete)
          }
          if changedEntries(of: id).isEmpty { isComplete = false }
        case .array:
          if isFunction {
            fault(.header(name), offset, &result)
            continue
          }
          for element in object.elements {
            describe(entry: element, named: name, at: offset, &result, &texts, &isComplete)
            if let other = otherName(of: element, than: name) {
              isNamed = false
              let what = Undecided("the header \(name) has the key \(other)", at: place(offset))
              result.undecidedShape.append(what)
              result.undecidedHeaders.append(what)
            }
          }
          if !object.isExact { isComplete = false }
          // An empty list is no header.
          if object.isExact, object.elements.isEmpty { isNamed = false }
        case .plain:
          if isFunction {
            describe(entry: Value(atom), named: name, at: offset, &result, &texts, &isComplete)
          } else {
            isComplete = false
            fault(.header(name), offset, &result)
          }
        case .external(let path):
          isComplete = false
          result.undecidedShape.append(Undecided("what \(path) gives is not known", at: place(offset)))
        default:
          isComplete = false
          fault(.header(name), offset, &result)
        }
      case .string(let text):
        texts.append(text)
        fault(.header(name), offset, &result)
      default:
        isComplete = false
        fault(.header(name), offset, &result)
      }
    }
    // What CloudFront refuses is set nowhere.
    let isRefused = result.faults.contains {
      [.header(name), .headerValue(name)].contains($0.value) && $0.place == place(offset)
    }
    if isRefused { isNamed = false }
    return Possible(texts, isComplete: isComplete)
  }

  /// An object with the header's `value`.
  private func describe(
    entry: Value, named name: String, at offset: SourceOffset, _ result: inout EdgeResult, _ texts: inout [String],
    _ isComplete: inout Bool
  ) {
    for atom in entry.atoms {
      guard case .object(let id) = atom else {
        isComplete = false
        switch atom {
        case .unknown(let reason): result.undecidedShape.append(undecided(reason))
        case .undefined: break
        case .string(let text):
          texts.append(text)
          fault(.header(name), offset, &result)
        default: fault(.header(name), offset, &result)
        }
        continue
      }
      switch heap[id].kind {
      case .event where heap[id].properties.isEmpty:
        isComplete = false
        continue
      case .external(let path):
        isComplete = false
        result.undecidedShape.append(Undecided("what \(path) gives is not known", at: place(offset)))
        continue
      case .array:
        isComplete = false
        fault(.header(name), offset, &result)
        continue
      default: break
      }
      let inners = member(of: id, named: "value", this: Value(atom))
      for inner in inners.atoms {
        switch inner {
        case .string(let text): texts.append(text)
        case .text: isComplete = false
        case .status: isComplete = false
        case .unknown(let reason):
          isComplete = false
          result.undecidedShape.append(undecided(reason))
        case .object(let other):
          isComplete = false
          if case .external(let path) = heap[other].kind {
            result.undecidedShape.append(Undecided("what \(path) gives is not known", at: place(offset)))
          } else if case .array = heap[other].kind {
            // Its own message says that a value is a text or a list of texts; the guide knows no lists.
            result.undecidedShape.append(Undecided("the value of the header \(name) is a list", at: place(offset)))
          } else if case .date = heap[other].kind, !isFunction {
            // JSON has it as a text.
          } else {
            fault(.headerValue(name), offset, &result)
          }
        case .undefined where isFunction && !member(of: id, named: "multiValue", this: Value(atom)).isUndefined:
          isComplete = false
        case .undefined, .null:
          isComplete = false
          // Beside texts it may be that it is none on a path that is not there.
          if member(of: id, named: "value", this: Value(atom)).atoms.allSatisfy(\.isNullish) {
            fault(.headerValue(name), offset, &result)
          } else {
            result.undecidedShape.append(Undecided("the value of the header \(name) may be none", at: place(offset)))
          }
        case .number, .numeral, .bool, .truth:
          isComplete = false
          // What it begins with, where something else is set that is not known, need not be left when it is answered.
          if inners.reason == nil, !inners.atoms.contains(where: isExternal) {
            fault(.headerValue(name), offset, &result)
          } else {
            result.undecidedShape.append(Undecided("the value of the header \(name) may be no text", at: place(offset)))
          }
        default:
          isComplete = false
          fault(.headerValue(name), offset, &result)
        }
      }
    }
  }

  /// Whether it is what another module gives.
  private func isExternal(_ atom: Atom) -> Bool {
    guard case .object(let id) = atom, case .external = heap[id].kind else { return false }
    return true
  }
}
