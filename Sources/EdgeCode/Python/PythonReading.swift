import Python

/// Reads what a Lambda handler for Python does: it runs the handler in the abstract, once for each way through it, on a
/// request and on responses with each status that makes a difference.
struct PythonReading {
  /// How many ways are followed on one event.
  static let maximumWays = 2500
  /// How many nodes are evaluated in all.
  static let maximumSteps = 4_000_000
  /// How many ways are followed one by one before conditions are joined.
  static let maximumSingleWays = 1000

  private let package: PythonPackage
  private let handler: String
  private let file: String
  private let name: String
  private let event: EventContext

  /// The reading of a handler such as `folder/index.handler`, on events of which that is known.
  init(_ package: CodePackage, handler: String, event: EventContext = EventContext()) {
    self.event = event
    self.package = PythonPackage(package)
    self.handler = handler
    let parts = handler.split(separator: ".", omittingEmptySubsequences: false)
    name = parts.count > 1 ? String(parts[parts.count - 1]) : ""
    let base = parts.dropLast().joined(separator: "/")
    file = package.paths.contains("\(base).py") ? "\(base).py" : "\(base)/__init__.py"
  }

  // MARK: ExecutionPaths

  /// What a handler did on one way.
  private struct ExecutionPath {
    let result: EdgeResult?
    let place: PythonLocation
  }

  /// All ways through the handler on one event.
  private struct ExecutionPaths {
    var ways: [ExecutionPath] = []
    var found: [PythonFindings] = []
    var undecided: [Undecided] = []
    var handlerPlace: PythonLocation?
    var isMissing = false

    var readsResponse: Bool { found.contains(where: \.readsResponse) }
    var testsResponse: Bool { found.contains(where: \.testsResponse) }
    var readsStatus: Bool { found.contains { $0.statusRead != nil } }
  }

  /// What reading has taken, and what it leaves out for that.
  private struct Effort {
    var steps = 0
    /// Whether conditions are joined that only say which text a variable gets, or whether a header is set.
    var joins = false

    /// What is left of the steps, but for a part, so that what is looked at next gets some too.
    func limit(_ part: Int, of whole: Int) -> Int {
      steps + (PythonReading.maximumSteps - steps) * part / whole
    }
  }

  private func ways(hasResponse: Bool, status: Int, effort: inout Effort) -> ExecutionPaths {
    var result = ExecutionPaths()
    var choices: [Int]? = []
    let limit = effort.limit(2, of: 5)
    for _ in 0..<(effort.joins ? Self.maximumWays : Self.maximumSingleWays) where effort.steps < limit {
      guard let next = choices else { return result }
      let made = follow(next, hasResponse: hasResponse, status: status, effort: &effort, into: &result)
      if result.isMissing { return result }
      choices = Self.next(made)
    }
    guard choices != nil else { return result }
    if !effort.joins {
      effort.joins = true
      return ways(hasResponse: hasResponse, status: status, effort: &effort)
    }
    result.undecided.append(Undecided("there are more ways through the code than are followed"))
    lookAround(hasResponse: hasResponse, status: status, effort: &effort, into: &result)
    return result
  }

  /// Of the ways of a handler that has too many, follows some that go each way at each condition.
  private func lookAround(hasResponse: Bool, status: Int, effort: inout Effort, into result: inout ExecutionPaths) {
    struct Turn: Hashable {
      let place: PythonLocation
      let choice: Int
    }
    var seen: [Turn: Int] = [:]
    var waiting: [[Int]] = [[]]
    let limit = effort.limit(1, of: 2)
    for _ in 0..<Self.maximumWays / 2 where effort.steps < limit {
      guard !waiting.isEmpty else { return }
      let next = waiting.removeFirst()
      let made = follow(next, hasResponse: hasResponse, status: status, effort: &effort, into: &result)
      for (index, one) in made.enumerated() where index >= next.count {
        seen[Turn(place: one.place, choice: one.choice), default: 0] += 1
        for other in 0..<one.count where other != one.choice {
          let turn = Turn(place: one.place, choice: other)
          // A way on may be closed where it was tried first.
          guard seen[turn, default: 0] < 3 else { continue }
          seen[turn, default: 0] += 1
          waiting.append(made.prefix(index).map(\.choice) + [other])
        }
      }
    }
  }

  /// Runs the handler once; the choices that were made.
  private func follow(
    _ choices: [Int], hasResponse: Bool, status: Int, effort: inout Effort, into result: inout ExecutionPaths
  ) -> [PythonRun.Choice] {
    let run = PythonRun(package, status: status, event: event, choices: choices, joins: effort.joins)
    defer { effort.steps += run.steps }
    do {
      let module = try run.load(file)
      guard case .module(let frame)? = run.object(module)?.kind, let value = frame.names[name] else {
        if case .module(let frame)? = run.object(module)?.kind, frame.isOpen {
          result.undecided.append(Undecided("the names that are imported with * are not known"))
        } else {
          result.isMissing = true
        }
        return run.choices
      }
      if result.handlerPlace == nil { result.handlerPlace = run.place(ofHandler: value) }
      let arguments = PythonArguments(positional: [run.makeEvent(hasResponse: hasResponse), run.symbol("context")])
      let returned = try run.call(value, arguments)
      run.returnedNothing = run.returnedBy == name
      let answer = run.result(of: returned)
      run.steps += (answer.result?.headers.count ?? 0) * 8
      if let reason = answer.undecided { result.undecided.append(reason) }
      if let place = run.returned ?? result.handlerPlace {
        result.ways.append(ExecutionPath(result: answer.result, place: place))
      }
    } catch PythonSignal.stopped(let reason) {
      result.undecided.append(reason)
    } catch {
      // An exception leaves no answer, and a way that is cut is like another one.
    }
    result.found.append(run.found)
    return run.choices
  }

  /// The choices of the next way; nil where there is none.
  private static func next(_ choices: [PythonRun.Choice]) -> [Int]? {
    var choices = choices
    while let last = choices.popLast() {
      if last.choice + 1 < last.count { return choices.map(\.choice) + [last.choice + 1] }
    }
    return nil
  }

  // MARK: Answers

  /// The answers; where something cannot be read, they are undecided and say why.
  func answers() -> EdgeCodeAnswers {
    guard package.package.paths.contains(file) else {
      return EdgeCodeAnswers(undecided: Undecided("the file of the handler \(handler) is not in the package"))
    }
    var effort = Effort()
    let usual = ways(hasResponse: event.hasResponse != false, status: 200, effort: &effort)
    var answers = EdgeCodeAnswers()
    guard !usual.isMissing else { return answers }
    if let place = usual.handlerPlace {
      answers.handler = Answer(found: [Found(HandlerExport(name: name, file: file), at: package.place(place))])
    } else {
      return EdgeCodeAnswers(undecided: usual.undecided.first ?? Undecided("the file cannot be run without an error"))
    }
    var all: [ExecutionPaths] = []
    let isDecided = event.hasResponse != nil
    if isDecided || usual.readsResponse || usual.testsResponse { all.append(usual) }
    if !isDecided, !usual.readsResponse || usual.testsResponse {
      all.append(ways(hasResponse: false, status: 200, effort: &effort))
    }
    if usual.readsStatus {
      let (others, awaited) = readStatuses(usual, effort: &effort)
      all += others
      answers.awaitedStatuses = awaited
    } else {
      let others = usual.undecided + usual.found.flatMap { $0.deedsUndecided + $0.statusesUndecided }
      answers.awaitedStatuses = Answer(undecided: usual.readsResponse || usual.testsResponse ? others : [])
    }
    let runs = all.flatMap(\.found)
    answers.asksForDistribution = runs.contains(where: \.asksForDistribution)
    let undecided = all.flatMap(\.undecided) + runs.flatMap(\.deedsUndecided)
    let results = Self.joined(all.flatMap(\.ways), package)
    let unseen = Undecided("the handler is not seen to answer", at: answers.handler.found.first?.place)
    // What asks the event for what API Gateway sends fails there: it answers nothing.
    let isSeen = !results.isEmpty || !undecided.isEmpty || runs.contains { !$0.apiGatewayReads.isEmpty }
    answers.results = Answer(found: results, undecided: isSeen ? undecided : [unseen])
    answers.reads = Answer(
      found: Self.first(runs.flatMap(\.reads)), undecided: undecided + runs.flatMap(\.readsUndecided))
    answers.parameters = Answer(
      found: Self.first(runs.flatMap(\.parameters)),
      undecided: undecided + runs.flatMap { $0.readsUndecided + $0.parametersUndecided })
    let (clients, withRegionOnSomeWays) = Self.clients(runs.flatMap(\.clients))
    answers.clients = Answer(
      found: clients, undecided: undecided + runs.flatMap(\.clientsUndecided) + withRegionOnSomeWays)
    // Who knows both events serves both.
    let tests = runs.contains(where: \.readsRecords) ? [] : runs.flatMap(\.apiGatewayTests)
    answers.apiGatewayReads = Answer(found: Self.first(runs.flatMap(\.apiGatewayReads) + tests), undecided: undecided)
    return answers
  }

  /// Each value once, where it stands first.
  private static func first<Value: Hashable & Sendable>(_ found: [Found<Value>]) -> [Found<Value>] {
    var seen: Set<Value> = []
    return found.sorted { $0.place < $1.place }.filter { seen.insert($0.value).inserted }
  }

  /// The clients, and those apart that are given a region on some ways only, since which of them are gone is not known.
  private static func clients(_ found: [Found<SDKClient>]) -> ([Found<SDKClient>], [Undecided]) {
    let regional = Set(found.filter { $0.value.region != .none }.map(\.place))
    let certain = found.filter { $0.value.region != .none || !regional.contains($0.place) }
    let undecided = Set(found.map(\.place)).subtracting(certain.filter { $0.value.region == .none }.map(\.place))
      .filter { place in found.contains { $0.place == place && $0.value.region == .none } }.sorted()
    return (
      first(certain),
      undecided.map { Undecided("whether a region is given to this client is not known", at: $0) }
    )
  }

  /// Answers that differ in values only are one.
  private static func joined(_ ways: [ExecutionPath], _ package: PythonPackage) -> [Found<EdgeResult>] {
    struct Key: Hashable {
      let outcome: EdgeResult.Outcome
      let status: Possible<Int>?
      let headers: [String]
      let undecided: [[Undecided]]
      let faults: [Found<ShapeFault>]
    }
    var order: [Key] = []
    var found: [Key: (result: EdgeResult, place: PythonLocation)] = [:]
    for way in ways {
      guard let result = way.result else { continue }
      let key = Key(
        outcome: result.outcome, status: result.status, headers: result.headers.map { "\($0.action) \($0.name)" },
        undecided: [
          result.undecidedHeaders, result.undecidedShape, result.undecidedAnswer, result.undecidedBody,
        ], faults: result.faults)
      guard var known = found[key]?.result, let place = found[key]?.place else {
        order.append(key)
        found[key] = (result, way.place)
        continue
      }
      known.headers = zip(known.headers, result.headers).map { old, new in
        HeaderChange(
          name: old.name, action: old.action,
          values: Possible(
            old.values.values + new.values.values, isComplete: old.values.isComplete && new.values.isComplete),
          isCertain: old.isCertain && new.isCertain, place: old.place)
      }
      known.keptHeaders.formIntersection(result.keptHeaders)
      found[key] = (known, place)
    }
    return order.compactMap { key in found[key].map { Found($0.result, at: package.place($0.place)) } }
  }

  // MARK: Statuses of the origin

  /// The ways on other statuses than 200, and the statuses on which something else is done.
  private func readStatuses(_ usual: ExecutionPaths, effort: inout Effort) -> ([ExecutionPaths], Answer<AwaitedStatus>)
  {
    let tried = triedStatuses()
    let usualDeeds = Self.deeds(of: usual)
    var all: [ExecutionPaths] = []
    var awaited: Set<Int> = []
    var undecided = usual.undecided + usual.found.flatMap { $0.deedsUndecided + $0.statusesUndecided }
    for status in tried {
      let ways = ways(hasResponse: true, status: status, effort: &effort)
      undecided += ways.undecided + ways.found.flatMap { $0.deedsUndecided + $0.statusesUndecided }
      all.append(ways)
      if status >= 400, !Self.deeds(of: ways).isSubset(of: usualDeeds) { awaited.insert(status) }
    }
    // A status that was not tried is like the one before it that was: the code names none in between.
    var statuses: [Int] = []
    var isAwaited = false
    for status in 400...599 {
      if tried.contains(status) { isAwaited = awaited.contains(status) }
      if isAwaited { statuses.append(status) }
    }
    let place = usual.found.lazy.compactMap(\.statusRead).first.map(package.place)
    let found = place.map { statuses.isEmpty ? [] : [Found(AwaitedStatus(statuses), at: $0)] } ?? []
    return (all, Answer(found: found, undecided: undecided))
  }

  /// Statuses that stand for all: those that the code names, the ones beside them, and the usual ones.
  private func triedStatuses() -> [Int] {
    var statuses: Set<Int> = [400, 403, 404, 410, 499, 500, 503, 599]
    for (path, _) in package.modules where package.unread[path] == nil {
      guard let bytes = package.package.bytes(of: path) else { continue }
      for run in bytes.split(whereSeparator: { !(0x30...0x39).contains($0) }) where run.count == 3 {
        guard statuses.count < 48, let status = Int(String(decoding: run, as: UTF8.self)) else { continue }
        statuses.formUnion([status - 1, status, status + 1].filter { (100...599).contains($0) })
      }
    }
    return statuses.sorted()
  }

  /// What is done: that a status is set, that a response is made, which headers are set and deleted.
  private static func deeds(of ways: ExecutionPaths) -> Set<String> {
    var deeds: Set<String> = []
    for result in ways.ways.compactMap(\.result) {
      if let status = result.status { deeds.insert("status \(status.values)") }
      if result.outcome == .generated { deeds.insert("generated") }
      for header in result.headers { deeds.insert("\(header.action) \(header.name)") }
    }
    return deeds
  }

  // MARK: Files

  /// The files of the package that the handler reaches by imports, its own first.
  func reachableFiles() -> [String] {
    guard package.package.paths.contains(file) else { return [] }
    return package.files(reachedFrom: file)
  }
}

extension PythonRun {
  /// Where a function is made.
  func place(ofHandler value: PythonValue) -> PythonLocation? {
    guard let object = object(value) else { return PythonLocation(module: 0, offset: 0) }
    if case .function(let function) = object.kind {
      switch function.body {
      case .statements(let statements):
        return PythonLocation(module: function.module, offset: statements.first?.offset ?? 0)
      case .expression(let expression): return PythonLocation(module: function.module, offset: expression.offset)
      }
    }
    return PythonLocation(module: 0, offset: 0)
  }
}
