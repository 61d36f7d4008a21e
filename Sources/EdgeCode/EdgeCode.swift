import ECMAScript

/// Reads what the code of edge functions does, without running it.
public enum EdgeCode {
  /// What runs the code.
  public enum Runtime: Sendable, Hashable {
    /// A CloudFront function: its package is one file, and its handler the function `handler`.
    case cloudFrontFunction
    /// A Lambda@Edge function for Node.js.
    case lambdaNode
    /// A Lambda@Edge function for Python.
    case lambdaPython
  }

  /// What a function does.
  ///
  /// - Parameters:
  ///   - package: The files by path. Code of a CloudFront function is its only file, whatever its name.
  ///   - handler: The `Handler` of a Lambda function, such as `index.handler`: a file up to the first dot of the last
  ///     part of the path, and what it exports. Ignored for CloudFront functions.
  ///   - runtime: What runs it.
  ///   - context: What is known of the events that it gets.
  /// - Returns: The answers; where something cannot be read, they are undecided and say why.
  public static func read(
    package: [String: [UInt8]], handler: String, runtime: Runtime, context: EventContext = EventContext()
  ) -> EdgeCodeAnswers {
    read(CodePackage(package), handler: handler, runtime: runtime, context: context)
  }

  /// What a function does whose files are read as they are needed; see ``read(package:handler:runtime:context:)``.
  public static func read(
    _ package: CodePackage, handler: String, runtime: Runtime, context: EventContext = EventContext()
  ) -> EdgeCodeAnswers {
    switch runtime {
    case .cloudFrontFunction:
      guard let file = package.paths.sorted().first else {
        return EdgeCodeAnswers(undecided: Undecided("there is no code"))
      }
      return onLargeStack { evaluate(package, isFunction: true, context) { $0.readFunction(file) } }
    case .lambdaNode:
      return onLargeStack { evaluate(package, isFunction: false, context) { $0.readLambda(handler) } }
    case .lambdaPython: return onLargeStack { PythonReading(package, handler: handler, event: context).answers() }
    }
  }

  /// Why the code of a CloudFront function is no program, as half a sentence with the place; `nil` where it is one, or is not
  /// read to its end.
  public static func flaw(ofFunction code: String) -> String? {
    do throws(SyntaxError) {
      _ = try Program(Array(code.utf8), goal: .cloudFrontFunction)
      return nil
    } catch {
      return error.reason == .syntax ? "\(error.message) (\(error.line):\(error.column))" : nil
    }
  }

  /// How many conditions are followed that are asked again.
  private static let maximumDecisions = 100

  /// Evaluates code, and once more where conditions are asked again of what is not known.
  private static func evaluate(
    _ package: CodePackage, isFunction: Bool, _ context: EventContext, _ read: (Evaluator) -> EdgeCodeAnswers
  ) -> EdgeCodeAnswers {
    let first = Evaluator(package, isFunction: isFunction, event: context)
    let answers = read(first)
    if first.decisions.found.isEmpty || first.isExhausted { return answers }
    if first.decisions.found.count <= maximumDecisions {
      let second = Evaluator(package, isFunction: isFunction, event: context, after: first)
      // What is told apart may be looked at in each of its ways, and is not worth any effort.
      second.stepLimit = min(Evaluator.maximumSteps, first.steps * 3 + 20_000)
      let known = read(second)
      if !second.isExhausted, second.gaps.count <= first.gaps.count { return known }
    }
    return answers.withUndecidedWays(Undecided("more conditions are asked again than are followed"))
  }

  private static func onLargeStack(_ body: @escaping () -> EdgeCodeAnswers) -> EdgeCodeAnswers {
    LargeStack.run(body) ?? EdgeCodeAnswers(undecided: Undecided("there is no thread to evaluate it"))
  }
}

extension Evaluator {
  func readFunction(_ file: String) -> EdgeCodeAnswers {
    let index: Int32
    do throws(Unreadable) {
      index = try load(file)
    } catch {
      return EdgeCodeAnswers(undecided: error.reason)
    }
    let module = modules[Int(index)]
    run(index)
    self.module = index
    var handler: Value?
    if module.frame >= 0, frames[Int(module.frame)].scope >= 0 {
      let scope = module.program.scopes[Int(frames[Int(module.frame)].scope)]
      // Functions of connections call theirs by another name.
      for binding in scope.bindings
      where ["handler", "connectionHandler"].contains(module.text(module.program.bindings[Int(binding)].name)) {
        handler = heap.cells[Int(frames[Int(module.frame)].first + binding - scope.bindings.lowerBound)]
      }
    }
    let value = handler ?? globals["handler"]
    var answers = answer(value, name: "handler", file: "") { [self.makeEvent()] }
    answers.features = features(of: module)
    return answers
  }

  func readLambda(_ handler: String) -> EdgeCodeAnswers {
    let (file, name, names) = resolution.handler(handler)
    guard let file, !names.isEmpty else {
      return EdgeCodeAnswers(undecided: Undecided("the package has no file \(name).js, .mjs or .cjs"))
    }
    let index: Int32
    do throws(Unreadable) {
      index = try load(file)
    } catch {
      return EdgeCodeAnswers(undecided: error.reason)
    }
    run(index)
    module = index
    offset = 0
    var value = Value.undefined
    for (place, name) in names.enumerated() {
      value = place == 0 ? exported(name, of: index) : member(value, .string(name))
    }
    let callback = Value.object(makeObject(.callback))
    return answer(value, name: names.joined(separator: "."), file: file) {
      [self.makeEvent(), self.external("context"), callback]
    }
  }

  /// Calls the handler and puts together what was seen.
  private func answer(
    _ value: Value?, name: String, file: String, arguments: @escaping () -> [Value]
  ) -> EdgeCodeAnswers {
    let value = value ?? .undefined
    let whole = SourceOffset(module: module, offset: 0)
    var isCalled = false
    for atom in value.atoms {
      switch atom {
      case .object(let id) where isCallable(Value(atom)):
        isCalled = true
        let export = HandlerExport(name: name, file: file, parameterCount: parameterCount(of: id))
        answers.handler = Answer(
          found: answers.handler.found + [Found(export, at: place(heap[id].place))],
          undecided: answers.handler.undecided)
        callHandler(id, arguments)
      case .unknown(let reason):
        let undecided = undecided(reason)
        answers.handler = Answer(found: answers.handler.found, undecided: answers.handler.undecided + [undecided])
        gaps.append(undecided)
        isCalled = true
      default: break
      }
    }
    if isCalled, value.atoms.contains(where: \.isNullish) {
      let undecided = Undecided("the file exports \(name) on some ways only", at: place(whole))
      answers.handler = Answer(found: answers.handler.found, undecided: answers.handler.undecided + [undecided])
    }
    // Without a handler nothing else is done, unless something was not followed that may export one.
    if !isCalled, !gaps.isEmpty {
      gaps.append(Undecided("the file is not seen to export \(name)", at: place(whole)))
      answers.handler = Answer(undecided: gaps)
    }
    finishAnswers()
    return answers
  }

  /// The `length` of a function; nil where that is not known.
  private func parameterCount(of id: ObjectID) -> Int? {
    switch heap[id].kind {
    case .function(let closure):
      let program = modules[Int(closure.module)].program
      let parameters = program.list(program.functions[Int(closure.function)].parameters)
      return parameters.prefix { ![.rest, .defaulted].contains(program.nodes[Int($0)].kind) }.count
    case .bound(let target, _, let arguments):
      guard case .object(let inner)? = target.only else { return nil }
      return parameterCount(of: inner).map { max(0, $0 - arguments.count) }
    default: return nil
    }
  }

  /// Calls the handler for a first event, and, where it keeps something, for any later one.
  private func callHandler(_ id: ObjectID, _ arguments: () -> [Value]) {
    let size = heap.size
    let mark = heap.mark()
    if !isFunction { objectsOfModules = size.objects }
    callHandler(id, arguments())
    if heap.snapshot(since: mark).reaches(below: size), !isExhausted {
      heap.widen(since: mark)
      callHandler(id, arguments())
    }
    heap.close(mark)
  }

  private func callHandler(_ id: ObjectID, _ arguments: [Value]) {
    isDead = false
    answersLater = false
    callsBackLater = false
    late.isWaiting = false
    lostWay = nil
    openMarksAtStart = heap.openMarks
    facts = []
    decisions.forget()
    callbackState = makeObject()
    switch heap[id].kind {
    case .function(let closure):
      frame = closure.frame
      _ = callFunction(closure, id: id, this: .undefined, arguments, isHandler: true)
    default:
      offset = heap[id].place.offset
      let result = call(.object(id), this: .undefined, arguments)
      if !isDead { noteReturned(result) }
    }
    leaveOutLateAnswers()
    isDead = false
  }

  private func finishAnswers() {
    if isExhausted { gaps.append(Undecided("the code takes more steps than are followed")) }
    if results.isEmpty, resultsUndecided.isEmpty, gaps.isEmpty, answers.handler.state == .known {
      resultsUndecided.append(Undecided("the handler is not seen to answer", at: answers.handler.found.first?.place))
    }
    noteUnwaited()
    if answersByCallback || mayAnswerElsewhere {
      // What is returned beside that is not waited for.
      for index in results.indices where results[index].value.delivery == .returned {
        var result = results[index].value
        result.delivery = .callback
        results[index] = Found(result, at: results[index].place)
      }
    }
    answers.stores = Answer(found: stores, undecided: storesUndecided + gaps)
    answers.results = Answer(found: results, undecided: resultsUndecided + gaps)
    answers.awaitedStatuses = Answer(
      found: awaited.enumerated().filter { !idleSides.contains($0.0) }.map(\.1), undecided: awaitedUndecided + gaps)
    answers.dates = Answer(found: dates, undecided: datesUndecided + gaps)
    answers.reads = Answer(found: reads, undecided: readsUndecided + gaps)
    answers.parameters = Answer(
      found: parameters, undecided: parametersUndecided + readsUndecided + gaps)
    answers.clients = Answer(found: clients, undecided: clientsUndecided + gaps)
    answers.apiGatewayReads = Answer(found: readsRecords ? [] : apiGatewayReads, undecided: gaps)
  }
}
