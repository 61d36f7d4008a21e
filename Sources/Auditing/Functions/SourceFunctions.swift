import Documents
import EdgeCode
import JMESPath
import Schema
import SourceCode

extension Answer {
  /// What was found, as values of rules.
  fileprivate func located(_ transform: (Found<Value>) -> [JSONValue]) -> [SourceAnswer.Located] {
    found.flatMap { found in transform(found).map { SourceAnswer.Located(value: $0, place: found.place) } }
  }

  /// What was found, as values of rules, and what is undecided; where that is declared, what is declared instead.
  fileprivate func values(
    or declared: [JSONValue]? = nil, _ transform: (Found<Value>) -> [JSONValue]
  ) -> SourceAnswer {
    var answer = SourceAnswer(values: located(transform), undecided: undecided)
    if let declared, !undecided.isEmpty {
      for value in declared { answer.add(value, at: nil) }
      answer.undecided = []
    }
    return answer
  }
}

extension EdgeResult {
  /// Whether viewers, or the cache, get it as a response.
  fileprivate var isResponse: Bool { outcome == .response || outcome == .generated }

  /// Whether it sets one of the headers that browsers are led by: certainly, certainly not on every path, or undecided.
  fileprivate func sets(_ header: String) -> Bool? {
    let own = headers.filter { change in
      guard change.action == .set, change.isCertain else { return false }
      let values = change.values.values
      if header == SecurityHeader.frames.rawValue, change.name == SecurityHeader.contentPolicy.rawValue {
        return values.contains(where: SecurityHeader.contentPolicy.isFollowed)
      }
      guard change.name == header else { return false }
      guard let known = SecurityHeader(rawValue: header) else { return true }
      return change.values.isComplete && values.isEmpty ? false : values.allSatisfy(known.isFollowed)
    }
    if !own.isEmpty { return true }
    // What it may be beside a value that says nothing is not known.
    if headers.contains(where: { $0.name == header && $0.action == .set && $0.isCertain && !$0.values.isComplete }) {
      return nil
    }
    if !undecidedWay.isEmpty, headers.contains(where: { $0.name == header && $0.action == .set }) { return nil }
    return undecidedHeaders.isEmpty && !keptHeaders.contains(header) ? false : nil
  }
}

extension EdgeResult {
  /// Whether it gives a header a value of its own.
  fileprivate func replaces(_ header: String) -> Bool {
    headers.contains { $0.name == header && $0.action == .set && $0.isCertain }
  }

  /// Whether a header that comes with the response is gone behind it: certainly, on some path, or undecided.
  fileprivate func deletes(_ header: String) -> Bool? {
    let own = headers.filter { $0.name == header }
    if replaces(header) { return false }
    if own.contains(where: { $0.action == .delete }) { return true }
    if let all = headers.first(where: { $0.name == "*" }) { return all.isCertain ? true : nil }
    return undecidedHeaders.isEmpty ? false : nil
  }
}

extension EdgeSource {
  /// Of some headers, in lower case, those that are set on each response.
  fileprivate func headersSet(_ names: [String]) -> SourceAnswer {
    let responses = answers.results.found.filter(\.value.isResponse)
    var answer = SourceAnswer(undecided: answers.results.undecided)
    for name in names {
      let known = responses.map { $0.value.sets(name) }
      // Where it is not known whether anything leads to an answer, what others set may be set there.
      let mayBeElsewhere = known.contains(true)
      let set = zip(responses, known).map { response, set in
        set == false && mayBeElsewhere && !response.value.undecidedWay.isEmpty ? nil : set
      }
      if let lacking = zip(responses, set).first(where: { $1 == false })?.0 {
        let change = lacking.value.headers.first { $0.name == name }
        answer.missing.append(.init(value: .string(name), place: change?.place ?? lacking.place))
      } else if set.contains(nil) || !answers.results.undecided.isEmpty {
        if assumption.headers?.contains(name) == true { answer.add(.string(name), at: nil) }
        answer.undecided += responses.flatMap(\.value.undecidedHeaders)
        answer.undecided += responses.flatMap(\.value.undecidedWay)
        for case (let response, nil) in zip(responses, set) where response.value.replaces(name) {
          let place = response.value.headers.first { $0.name == name }?.place ?? response.place
          answer.undecided.append(Undecided("the value of \(name) is not known", at: place))
        }
        if let keeping = responses.first(where: { $0.value.keptHeaders.contains(name) }) {
          answer.undecided.append(
            Undecided("\(name) is set where the response has none, and else stays as it came", at: keeping.place))
        }
      } else if let first = responses.first {
        answer.add(.string(name), at: first.place)
      }
    }
    if assumption.headers != nil { answer.undecided = [] }
    return answer
  }

  /// Of headers that are set before, in lower case, those that no answer deletes.
  fileprivate func headersKept(_ names: [JSONValue]) -> JSONValue {
    let responses = answers.results.found.filter(\.value.isResponse)
    let undecided = answers.results.undecided + responses.flatMap(\.value.undecidedHeaders)
    var answer = SourceAnswer()
    var kept: [JSONValue] = []
    for value in names {
      guard let name = value.string, assumption.headers?.contains(name) != true else {
        kept.append(value)
        continue
      }
      // Those count as what it sets itself.
      if !responses.isEmpty, responses.allSatisfy({ $0.value.replaces(name) }) { continue }
      let deleted = responses.map { ($0, $0.value.deletes(name)) }
      if let gone = deleted.first(where: { $1 == true })?.0 {
        let change = gone.value.headers.first { [name, "*"].contains($0.name) }
        answer.missing.append(.init(value: value, place: change?.place ?? gone.place))
      } else if deleted.contains(where: { $1 == nil }) || !answers.results.undecided.isEmpty {
        answer.undecided = undecided.isEmpty ? [Undecided("headers are deleted whose names are not known")] : undecided
      } else {
        kept.append(value)
      }
    }
    answer.note(of: answers)
    return .array(kept + (answer.undecided.isEmpty ? [] : [.undecided(answer.undecided.sentence)]))
  }

  /// Whether all requests are answered and none is passed on; `nil` where that is undecided.
  fileprivate var answersAll: Bool? {
    if answers.results.values.contains(where: { $0.outcome != .generated }) { return false }
    return answers.results.undecided.isEmpty ? !answers.results.found.isEmpty : assumption.statuses == [] ? false : nil
  }

  /// The statuses of the responses that code makes.
  fileprivate var generatedStatuses: SourceAnswer {
    let generated = answers.results.found.filter { $0.value.outcome == .generated }
    let statuses = generated.flatMap { found in (found.value.status?.values ?? []).map { ($0, found.place) } }
    var answer = SourceAnswer()
    for (status, place) in statuses.sorted(by: { $0.0 < $1.0 }) { answer.add(.integer(status), at: place) }
    answer.undecided =
      answers.results.undecided
      + generated.filter { $0.value.status?.isComplete == false }
      .map { Undecided("the status of an answer is not known", at: $0.place) }
    if let declared = assumption.statuses, !answer.undecided.isEmpty {
      for status in declared { answer.add(.integer(status), at: nil) }
      answer.undecided = []
    }
    return answer
  }

  /// By which bounds of a cache policy the responses are cached that code makes.
  fileprivate var generatedCaching: SourceAnswer {
    var answer = SourceAnswer(undecided: answers.results.undecided)
    for found in answers.results.found where found.value.outcome == .generated {
      let result = found.value
      if let status = result.status, status.isComplete, status.values.allSatisfy({ $0 >= 400 }) { continue }
      switch result.sets(anyOf: ["cache-control", "expires"]) {
      case true?: answer.add("MaxTTL", at: found.place)
      case false?: answer.add("DefaultTTL", at: found.place)
      case nil:
        answer.undecided +=
          result.undecidedHeaders.isEmpty
          ? [Undecided("the answer sets Cache-Control on some paths", at: found.place)] : result.undecidedHeaders
      }
    }
    guard !answer.undecided.isEmpty else { return answer }
    if let statuses = assumption.statuses, statuses.allSatisfy({ $0 >= 400 }) {
      answer.undecided = []
    } else if let headers = assumption.headers {
      let says = headers.contains("cache-control") || headers.contains("expires")
      answer.add(says ? "MaxTTL" : "DefaultTTL", at: nil)
      answer.undecided = []
    }
    return answer
  }

  /// Where headers are no lists of `{key, value}`, or their value is no text.
  fileprivate var plainHeaders: SourceAnswer {
    var answer = SourceAnswer(undecided: answers.results.undecided)
    for result in answers.results.values where result.outcome != .invalid {
      answer.undecided += result.undecidedShape
      for fault in result.faults {
        switch fault.value {
        case .header, .headerValue, .headers: answer.add(.string(fault.place.description), at: fault.place)
        case .statusCode, .noStatus, .status, .apiGateway, .body, .bodyEncoding: break
        }
      }
    }
    if assumption.headers != nil { answer.undecided = [] }
    return answer
  }

  /// Where a body is no text, or in an encoding that CloudFront does not know.
  fileprivate var unfitBodies: SourceAnswer {
    var answer = SourceAnswer(undecided: answers.results.undecided)
    for result in answers.results.values {
      answer.undecided += result.undecidedBody
      for fault in result.faults where [.body, .bodyEncoding].contains(fault.value) {
        answer.add(.string(fault.place.description), at: fault.place)
      }
    }
    if assumption.headers != nil { answer.undecided = [] }
    return answer
  }

  /// Where an answer is no request or response, or a response without a status.
  fileprivate var invalidAnswers: SourceAnswer {
    let results = answers.results
    var answer = SourceAnswer(undecided: results.undecided)
    let isNeverValid = results.undecided.isEmpty && results.values.allSatisfy { $0.outcome == .invalid }
    for result in results.found {
      if result.value.outcome == .invalid, isNeverValid || result.value.undecidedAnswer.isEmpty {
        answer.add(.string(result.place.description), at: result.place)
        continue
      }
      answer.undecided += result.value.undecidedAnswer
      for fault in result.value.faults {
        switch fault.value {
        case .noStatus, .status: answer.add(.string(fault.place.description), at: fault.place)
        default: break
        }
      }
    }
    if assumption.statuses != nil { answer.undecided = [] }
    return answer
  }

  /// Where the handler answers in a way that its runtime does not wait for.
  ///
  /// Up to nodejs22.x, what a function returns that is not asynchronous is not looked at, and `null` is answered; from
  /// nodejs24.x on there is no callback, and a handler that declares a third parameter is not even started, asynchronous
  /// or not. AWS Lambda Developer Guide, "Define Lambda function handler in Node.js"; what the runtime's client asks is
  /// `handler.length >= 3`.
  fileprivate func unheardAnswers(_ runtime: String) -> SourceAnswer {
    var answer = SourceAnswer()
    guard runtime.hasPrefix("nodejs"), let version = Int(runtime.dropFirst(6).prefix { $0.isNumber }) else {
      return answer
    }
    let unheard: EdgeResult.Delivery = version < 24 ? .returned : .callback
    for result in answers.results.found where result.value.delivery == unheard {
      answer.add(.string(result.place.description), at: result.place)
    }
    if version >= 24, answer.values.isEmpty {
      for handler in answers.handler.found where handler.value.parameterCount.map({ $0 >= 3 }) == true {
        answer.add(.string(handler.place.description), at: handler.place)
      }
    }
    answer.undecided = assumption.statuses == nil ? answers.results.undecided : []
    return answer
  }

  /// The statuses of 400 and above that are waited for; many of them as their bounds.
  fileprivate var awaitedStatuses: SourceAnswer {
    var answer = answers.awaitedStatuses.values(or: assumption.awaits?.map(JSONValue.integer)) { found in
      found.value.statuses.map(JSONValue.integer)
    }
    let statuses = Set(answer.values.compactMap(\.value.integer)).sorted()
    let place = answer.values.first?.place
    if let first = statuses.first, let last = statuses.last, statuses.count > 20 {
      answer.values = [.init(value: .string("\(first) to \(last)"), place: place)]
    } else {
      answer.values = statuses.map { .init(value: .integer($0), place: place) }
    }
    return answer
  }
}

extension FunctionTable {
  private static let code: ArgumentTypes = [.string, .object, .null, .strings]

  /// A function of source code; a value of it may be undecided.
  private static func ofSource(
    _ name: String, _ body: @escaping @Sendable (EdgeSource) -> SourceAnswer
  ) -> Function {
    Function(name, [code], isVariadic: true) { arguments in
      let source = EdgeSource(arguments)
      return body(source).json(of: source.answers)
    }
  }

  /// A function of some names and source code.
  private static func ofNames(
    _ name: String, _ body: @escaping @Sendable (EdgeSource, [String]) -> SourceAnswer
  ) -> Function {
    Function(name, [.strings, code], isVariadic: true) { arguments in
      let source = EdgeSource(Array(arguments.dropFirst()))
      return body(source, (arguments.first?.array ?? []).compactMap(\.string)).json(of: source.answers)
    }
  }

  /// A question to source code that is answered by yes or no.
  private static func ask(
    _ name: String, _ body: @escaping @Sendable (EdgeSource) -> (Bool?, [Undecided])
  ) -> Function {
    Function(name, [code], isVariadic: true) { arguments in
      let source = EdgeSource(arguments)
      let (answer, undecided) = body(source)
      SourceAnswer(undecided: answer == nil ? undecided : []).note(of: source.answers)
      return answer.map(JSONValue.bool) ?? .undecided(undecided.sentence)
    }
  }

  static let sourceFunctions = [
    // Patterns of the ARNs of the key value stores that a CloudFront function opens; `*` for the one that is associated.
    ofSource("key_value_stores_opened") { source in
      source.answers.stores.values(or: source.assumption.stores?.map { .string("*/\($0)") }) { found in
        switch found.value {
        case .id(let id): [.string("*/\(id)")]
        case .associated: [.string("*")]
        }
      }
    },
    // The same in words.
    ofSource("opened_stores") { source in
      source.answers.stores.values(or: source.assumption.stores?.map { .string("key value store \($0)") }) { found in
        switch found.value {
        case .id(let id): [.string("key value store \(id)")]
        case .associated: [.string("its associated key value store")]
        }
      }
    },
    // What a CloudFront function uses that another runtime than the one that is named has.
    Function("runtime_features", [[.string], [.string, .null]]) { arguments in
      let runtime = arguments.dropFirst().first?.string
      let source = EdgeSource(Array(arguments.prefix(1)), on: runtime.flatMap(RuntimeFeature.Runtime.init))
      return source.answers.features.values { found in
        found.value.runtime.rawValue == runtime ? [] : [.string(found.value.name)]
      }.json(of: source.answers)
    },
    // A value where something of a list is certain; undecided where all of it is, and null where there is nothing.
    Function("where_any", [[.array, .null], .any]) { arguments in
      let list = arguments.first ?? .null
      if list.certain.array?.isEmpty == false { return arguments.last ?? .null }
      return list.undecidedReason.map(JSONValue.undecided) ?? .null
    },
    // The date texts that a CloudFront function parses and that are Invalid Date.
    ofSource("unparseable_dates") { source in source.answers.dates.values { $0.value.text(read: .invalid) } },
    // Those that only some engines read as what they say.
    ofSource("unportable_dates") { source in
      SourceAnswer(values: source.answers.dates.located { $0.value.text(read: .differs) })
    },
    // How many bytes a text takes in UTF-8.
    Function("utf8_length", [.string]) { .integer($0.first?.string?.utf8.count ?? 0) },
    // The statuses of 400 and above that code waits for in the origin's response; many of them as their bounds.
    ofSource("error_status_tests", \.awaitedStatuses),
    // By which bounds of a cache policy the responses are cached that code makes: DefaultTTL where they say nothing
    // of it, MaxTTL where they do. Errors have bounds of their own.
    ofSource("generated_caching", \.generatedCaching),
    // The statuses of the responses that code makes.
    ofSource("generated_statuses", \.generatedStatuses),
    // Where a Lambda handler returns what API Gateway takes and CloudFront does not: `statusCode`, `isBase64Encoded`.
    ofSource("api_gateway_responses") { source in
      var answer = SourceAnswer(undecided: source.assumption.statuses == nil ? source.answers.results.undecided : [])
      for result in source.answers.results.values {
        for fault in result.faults {
          switch fault.value {
          case .statusCode, .apiGateway: answer.add(.string(fault.place.description), at: fault.place)
          default: break
          }
        }
      }
      return answer
    },
    // Where a Lambda handler answers with nothing that CloudFront takes: no object, or a response without a status.
    ofSource("invalid_answers", \.invalidAnswers),
    // Where it answers with a body that is no text, or in an encoding that CloudFront does not know.
    ofSource("unfit_bodies", \.unfitBodies),
    // Where it answers in a way that its runtime does not wait for.
    Function("unheard_answers", [code, [.string, .null], [.string, .null, .strings]], isVariadic: true) { arguments in
      let source = EdgeSource(Array(arguments.prefix(2) + arguments.dropFirst(3)))
      return source.unheardAnswers(arguments[2].string ?? "").json(of: source.answers)
    },
    // Where a Lambda handler reads the event as API Gateway sends it, and does not know CloudFront's.
    ofSource("api_gateway_event_reads") { source in
      source.answers.apiGatewayReads.values(or: source.assumption.reads.map { _ in [] }) {
        [.string($0.place.description)]
      }
    },
    // Where a Lambda handler returns headers that are no lists of `{key, value}`, or whose value is no text.
    ofSource("plain_headers", \.plainHeaders),
    // Of some headers, in lower case, those that code sets on each response that it answers with or passes on.
    ofNames("headers_set") { $0.headersSet($1) },
    // Of headers that are set before code gets the response, those that it does not delete; all where nothing gets it,
    // so that the code, its handler and its ARN are null. The event that it is bound to stands behind them.
    Function("headers_kept", [[.array, .null], code], isVariadic: true) { arguments in
      guard let names = arguments.first?.array else { return .array([]) }
      let source = arguments.dropFirst()
      if source.prefix(3).allSatisfy(\.isNull) { return .array(names) }
      return EdgeSource(Array(source.prefix(2) + source.dropFirst(3))).headersKept(names)
    },
    // The same of code that gets requests: none where it passes one on.
    ofNames("headers_answered") { source, names in
      switch source.answersAll {
      case true?: source.headersSet(names)
      case false?: SourceAnswer()
      case nil: SourceAnswer(undecided: source.answers.results.undecided)
      }
    },
    // Whether code that gets requests answers all of them itself, and passes none on.
    ask("answers_all") { ($0.answersAll, $0.answers.results.undecided) },
    // What code reads of the request: `body`, `queryString`, `cookies`.
    ofSource("request_reads") { source in
      source.answers.reads.values(or: source.assumption.reads?.map(JSONValue.string)) { [.string($0.value.rawValue)] }
    },
    // The names of parameters of the query string that a Lambda handler asks for, as far as they are known.
    ofSource("query_parameters") { source in
      source.answers.parameters.values(or: source.assumption.reads.map { _ in [] }) { [.string($0.value)] }
    },
    // The clients of regional AWS services that a Lambda handler makes without a region, with their places.
    ofSource("clients_without_region") { source in
      source.answers.clients.values(or: source.assumption.region.map { _ in [] }) { found in
        found.value.region == .none && !GlobalServices.have(client: found.value.name)
          ? [.string("\(found.value.name) (\(found.place))")] : []
      }
    },
    // Whether a file of a Lambda package exports its handler.
    ask("handler_exported") { source in
      switch source.answers.handler.state {
      case .known: (true, [])
      case .none: (false, [])
      case .undecided: (nil, source.answers.handler.undecided)
      }
    },
  ]
}

extension ParsedDate {
  /// The text, where it is read like that.
  fileprivate func text(read reading: DateText.Reading) -> [JSONValue] {
    if case .text(let text) = self, DateText.reading(of: text) == reading { [.string(text)] } else { [] }
  }
}
