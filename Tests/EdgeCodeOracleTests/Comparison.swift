import EdgeCode

/// What reading one form says, held against what its runs showed.
struct Comparison {
  /// Where the reader is certain of something that a run contradicts.
  private(set) var contradictions: [String] = []
  /// Where a run showed something that the reader neither found nor called undecided.
  private(set) var passedUnread: [String] = []
  /// Things that the reader found and no run showed; the corpus means to show all there is.
  private(set) var notShown: [String] = []
  /// Headers that each run sets, and that the reader says are not set on each way: rules would fail.
  private(set) var notCertain: [String] = []
  /// Of what runs showed, what the reader does not know.
  private(set) var notKnown: [String] = []
  private(set) var statuses = Share()
  private(set) var shapes = Share()
  private(set) var stores = Share()
  /// The questions to which the answer is undecided.
  private(set) var undecided: [String] = []

  /// How many things the runs showed, and how many of them the reader knows.
  struct Share {
    var shown = 0
    var known = 0

    mutating func add(_ isKnown: Bool) {
      shown += 1
      if isKnown { known += 1 }
    }

    static func += (left: inout Share, right: Share) {
      left.shown += right.shown
      left.known += right.known
    }
  }

  /// Compares the answers with what was shown.
  init(_ answers: EdgeCodeAnswers, _ shown: OracleFacts.Shown) {
    compareResults(answers.results, shown.runs ?? [])
    compareStores(answers.stores, shown.stores ?? [])
    compareDates(answers.dates, shown.dates ?? [])
    compareReads(answers.reads, shown.reads ?? [])
    compareClients(answers.clients, shown.clients ?? [])
    compareAwaited(answers.awaitedStatuses, shown.awaited ?? [])
    if answers.handler.state == .none { contradictions.append("handler: exported, not found") }
  }

  // MARK: Results

  private mutating func compareResults(_ answer: Answer<EdgeResult>, _ runs: [OracleFacts.Run]) {
    let results = answer.values
    if answer.state == .undecided { undecided.append("results: \(answer.undecided.map(\.description))") }
    for result in results where !result.undecidedHeaders.isEmpty {
      undecided.append("headers: \(result.undecidedHeaders.map(\.description))")
    }
    let answering = runs.filter { $0.outcome != .error }
    var statuses: Set<OracleFacts.Status> = []
    var shapes: Set<String> = []
    for run in answering {
      let candidates = results.filter { $0.outcome == run.shownOutcome }
      let reasons = candidates.map { reasonsAgainst($0, run) }
      if !reasons.contains([]) {
        let all =
          reasons.isEmpty
          ? "no result is \(run.shownOutcome)" : reasons.map { $0.joined(separator: ", ") }.joined(separator: "; or ")
        if answer.state == .undecided {
          // What is undecided contradicts nothing.
        } else {
          contradictions.append("\(run.summary): \(all)")
        }
      }
      if let status = run.status, statuses.insert(status).inserted {
        let isKnown = candidates.contains { $0.status?.values.contains { String($0) == status.text } == true }
        self.statuses.add(isKnown)
        if !isKnown { notKnown.append("status \(status.text)") }
        let isUndecided = answer.state == .undecided || candidates.contains { $0.status?.isComplete == false }
        if !isKnown, !isUndecided { passedUnread.append("status \(status.text)") }
      }
      if run.wrongStatus == "statusCode", shapes.insert("statusCode").inserted {
        self.shapes.add(results.contains { $0.faults.contains { $0.value == .statusCode } })
      }
      // Beside `statusCode` the rest is of API Gateway's form too.
      for name in run.wrongStatus == nil ? run.bodyFaults ?? [] : [] where shapes.insert("body \(name)").inserted {
        let isKnown = candidates.contains { $0.faults.contains { $0.value.isOfBody(name) } }
        self.shapes.add(isKnown)
        let isUndecided = answer.state == .undecided || candidates.contains { !$0.undecidedBody.isEmpty }
        if !isKnown, !isUndecided { passedUnread.append("\(name) is not in CloudFront's form") }
      }
      for (name, shape) in run.shapes ?? [:] where shapes.insert("\(name) \(shape)").inserted {
        let isKnown = candidates.contains { $0.knows(header: name, shape: shape) }
        self.shapes.add(isKnown)
        if !isKnown { notKnown.append("header \(name): \(shape)") }
        let isUndecided = answer.state == .undecided || candidates.contains { !$0.undecidedHeaders.isEmpty }
        if !isKnown, !isUndecided { passedUnread.append("header \(name): \(shape)") }
      }
    }
    findNotShown(results, answering)
    findNotCertain(results, answering)
  }

  private mutating func findNotCertain(_ results: [EdgeResult], _ runs: [OracleFacts.Run]) {
    for outcome in [EdgeResult.Outcome.request, .response, .generated] {
      let own = runs.filter { $0.shownOutcome == outcome }
      let always = own.dropFirst().reduce(Set((own.first?.set ?? [:]).keys)) { $0.intersection(($1.set ?? [:]).keys) }
      for name in always.sorted() where own.allSatisfy({ $0.shapes?[name] == "right" }) {
        let lacking = results.contains {
          $0.outcome == outcome && $0.undecidedHeaders.isEmpty && $0.undecidedWay.isEmpty
            && !$0.keptHeaders.contains(name)
            && $0.sets(anyOf: [name]) != true
        }
        if lacking { notCertain.append("header \(name) of a \(outcome)") }
      }
    }
  }

  /// Why a result cannot be what a run came to; none where it can.
  private func reasonsAgainst(_ result: EdgeResult, _ run: OracleFacts.Run) -> [String] {
    var reasons: [String] = []
    if let status = run.status {
      if let possible = result.status {
        if possible.isComplete, !possible.values.contains(where: { String($0) == status.text }) {
          reasons.append("the status \(status.text) is none of \(possible.values)")
        }
      } else {
        reasons.append("the status \(status.text) was set")
      }
    } else if result.alwaysSetsStatus, result.outcome == .generated, run.wrongStatus == nil {
      reasons.append("no status was set")
    }
    let changes = result.headers
    let isComplete = result.undecidedHeaders.isEmpty
    for (name, values) in run.set ?? [:] {
      let own = changes.filter { $0.name == name && $0.action == .set }
      if own.isEmpty {
        if isComplete { reasons.append("the header \(name) was set") }
      } else if own.allSatisfy(\.values.isComplete), isComplete,
        !values.allSatisfy({ value in own.contains { $0.values.values.contains(value) } })
      {
        reasons.append("the header \(name) was \(values), not \(own.flatMap(\.values.values))")
      }
    }
    for name in run.deleted ?? []
    where isComplete && !changes.contains(where: { ["*", name].contains($0.name) && $0.action == .delete }) {
      reasons.append("the header \(name) was deleted")
    }
    for change in changes where change.isCertain && change.action == .set {
      if run.set?[change.name] == nil { reasons.append("the header \(change.name) was not set") }
    }
    return reasons
  }

  private mutating func findNotShown(_ results: [EdgeResult], _ runs: [OracleFacts.Run]) {
    for result in results {
      let own = runs.filter { $0.shownOutcome == result.outcome }
      if own.isEmpty { notShown.append("a result that is \(result.outcome)") }
      for status in result.status?.values ?? [] where !own.contains(where: { $0.status?.text == String(status) }) {
        notShown.append("status \(status)")
      }
      for change in result.headers where change.action == .set {
        if !own.contains(where: { $0.set?[change.name] != nil }) { notShown.append("header \(change.name)") }
      }
      for fault in result.faults where !own.contains(where: { $0.shows(fault.value) }) {
        contradictions.append("fault \(fault.value) was not shown")
      }
    }
  }

  // MARK: The other questions

  private mutating func compareStores(_ answer: Answer<OpenedStore>, _ shown: [String?]) {
    compare("stores", answer, shown: shown.map { $0.map(OpenedStore.id) ?? .associated })
    for store in shown { stores.add(answer.values.contains(store.map(OpenedStore.id) ?? .associated)) }
  }

  private mutating func compareReads(_ answer: Answer<RequestPart>, _ shown: [String]) {
    compare("reads", answer, shown: shown.compactMap(RequestPart.init))
  }

  private mutating func compareDates(_ answer: Answer<ParsedDate>, _ shown: [OracleFacts.Date]) {
    if answer.state == .undecided { undecided.append("dates: \(answer.undecided.map(\.description))") }
    let isFromStore = answer.values.contains { if case .store = $0 { true } else { false } }
    for date in shown where !answer.values.contains(.text(date.text)) && !isFromStore && answer.state != .undecided {
      passedUnread.append("date \(date.text)")
    }
    for case .text(let text) in answer.values where !shown.contains(where: { $0.text == text }) {
      notShown.append("date \(text)")
    }
  }

  private mutating func compareClients(_ answer: Answer<SDKClient>, _ shown: [OracleFacts.Client]) {
    if answer.state == .undecided { undecided.append("clients: \(answer.undecided.map(\.description))") }
    for client in shown {
      let own = answer.values.filter { $0.name == client.name }
      if own.isEmpty {
        if answer.state != .undecided { passedUnread.append("client \(client.name)") }
      } else if !own.contains(where: { $0.region.fits(client.region) }) {
        contradictions.append("client \(client.name) in \(client.region ?? "no region"): \(own.map(\.region))")
      }
    }
    for client in answer.values where !shown.contains(where: { $0.name == client.name }) {
      notShown.append("client \(client.name)")
    }
  }

  private mutating func compareAwaited(_ answer: Answer<AwaitedStatus>, _ shown: [Int]) {
    // Which other statuses the code waits for, no run says.
    let tried = [400, 403, 404, 410, 500, 503]
    let found = Set(answer.values.flatMap(\.statuses)).intersection(tried)
    compare("awaited", found: found, isUndecided: answer.state == .undecided, shown: Set(shown))
    if answer.state == .undecided { undecided.append("awaited: \(answer.undecided.map(\.description))") }
  }

  private mutating func compare<Value: Hashable & Sendable>(_ question: String, _ answer: Answer<Value>, shown: [Value])
  {
    let isUndecided = answer.state == .undecided
    if isUndecided { undecided.append("\(question): \(answer.undecided.map(\.description))") }
    compare(question, found: Set(answer.values), isUndecided: isUndecided, shown: Set(shown))
  }

  private mutating func compare<Value: Hashable>(
    _ question: String, found: Set<Value>, isUndecided: Bool, shown: Set<Value>
  ) {
    if !isUndecided { passedUnread += shown.subtracting(found).map { "\(question): \($0)" } }
    notShown += found.subtracting(shown).map { "\(question): \($0)" }
  }
}

extension EdgeResult {
  /// Whether it knows that it sets that header, and that it has that shape.
  fileprivate func knows(header name: String, shape: String) -> Bool {
    guard headers.contains(where: { $0.name == name && $0.action == .set }) else { return false }
    let isFault = faults.contains { $0.value == .header(name) || $0.value == .headerValue(name) }
    return isFault == (shape != "right")
  }
}

extension SDKClient.Region {
  /// Whether a run may have shown that region.
  fileprivate func fits(_ shown: String?) -> Bool {
    switch self {
    case .named(let name): name == shown
    case .computed: true
    case .none: shown == nil
    }
  }
}

extension ShapeFault {
  /// Whether it is what the runs call by that name.
  fileprivate func isOfBody(_ name: String) -> Bool {
    switch self {
    case .apiGateway(let member): member == name
    case .body: name == "body"
    case .bodyEncoding: name == "bodyEncoding"
    default: false
    }
  }
}

extension OracleFacts.Run {
  /// What the reader calls what was answered.
  fileprivate var shownOutcome: EdgeResult.Outcome {
    switch outcome {
    case .request: .request
    case .response: .response
    case .generated: .generated
    case .nothing, .error: .invalid
    }
  }

  fileprivate var summary: String {
    "\(outcome) \(status?.text ?? "") set \((set ?? [:]).keys.sorted()) deleted \(deleted ?? [])"
  }

  /// Whether it has that fault.
  fileprivate func shows(_ fault: ShapeFault) -> Bool {
    switch fault {
    case .statusCode: wrongStatus == "statusCode"
    case .apiGateway(let name): bodyFaults?.contains(name) == true
    case .body: bodyFaults?.contains("body") == true
    case .bodyEncoding: bodyFaults?.contains("bodyEncoding") == true
    case .noStatus: outcome == .generated && status == nil
    case .status(let text): status?.text == text
    case .header(let name): ["text", "no list"].contains(shapes?[name])
    case .headerValue(let name): shapes?[name] == "no text"
    case .headers: true
    }
  }
}
