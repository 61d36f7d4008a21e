import Documents
import EdgeCode
import JMESPath
import SourceCode

/// What the code of edge functions does, read once for all that rules ask.
enum EdgeSource {
  private static let memo = Memo<[JSONValue], EdgeCodeAnswers>(limit: 2000)

  /// Reads code: a text is that of a CloudFront function; `{File, Text, Files}` with a handler that of a Lambda@Edge
  /// function, whose other files stand in `Files` by their paths.
  static func answers(_ arguments: [JSONValue]) -> EdgeCodeAnswers {
    memo(arguments) {
      switch arguments.first {
      case .string(let code): EdgeCode.read(package: ["": Array(code.utf8)], handler: "", kind: .cloudFrontFunction)
      case .object(let code): lambda(code, handler: arguments.dropFirst().first?.string ?? "")
      default: EdgeCodeAnswers(undecided: Undecided("the package has no file of that handler"))
      }
    }
  }

  private static func lambda(_ code: JSONObject, handler: String) -> EdgeCodeAnswers {
    let file = code["File"]?.string ?? ""
    var files = [file: Array((code["Text"]?.string ?? "").utf8)]
    for other in code["Files"]?.object ?? [:] { files[other.name] = Array((other.value.string ?? "").utf8) }
    return EdgeCode.read(package: files, handler: handler, kind: file.hasSuffix(".py") ? .lambdaPython : .lambdaNode)
  }
}

extension Answer {
  /// What was found, as values of rules, and what is undecided.
  fileprivate func values(_ transform: (Found<Value>) -> [JSONValue]) -> JSONValue {
    .array(found.flatMap(transform).distinct + undecidedValues)
  }

  fileprivate var undecidedValues: [JSONValue] { undecided.isEmpty ? [] : [.undecided(undecided.sentence)] }
}

extension [Undecided] {
  /// The reasons in a sentence.
  fileprivate var sentence: String {
    "What the code does is undecided: " + prefix(3).map(\.description).joined(separator: "; ")
      + (count > 3 ? "; and \(count - 3) more." : ".")
  }
}

extension EdgeResult {
  /// Whether viewers, or the cache, get it as a response.
  fileprivate var isResponse: Bool { kind == .response || kind == .generated }

  /// Whether it sets one of the headers that browsers are led by: certainly, certainly not on every path, or undecided.
  fileprivate func sets(_ header: String) -> Bool? {
    let own = headers.filter { change in
      guard change.action == .set, change.isCertain else { return false }
      switch header {
      case "strict-transport-security":
        // With an age of 0 browsers forget it.
        return change.name == header && !(change.values.isComplete && change.values.values.allSatisfy(\.hasNoAge))
      case "x-frame-options":
        return change.name == header
          || change.name == "content-security-policy"
            && change.values.values.contains { $0.lowercased().contains("frame-ancestors") }
      default: return change.name == header
      }
    }
    return own.isEmpty ? undecidedHeaders.isEmpty ? false : nil : true
  }
}

extension String {
  /// Whether it is `max-age=0`, however the zero is written, with whatever stands beside it.
  fileprivate var hasNoAge: Bool {
    let parts = lowercased().split { $0 == ";" || $0 == "," }.map { part in part.filter { $0 != " " && $0 != "\"" } }
    return parts.contains { $0.hasPrefix("max-age=") && Int($0.dropFirst(8)) == 0 }
  }
}

extension FunctionTable {
  private static let code: ArgumentTypes = [.string, .object, .null]
  private static let handler: ArgumentTypes = [.string, .null]

  /// A function of source code; a value of it may be undecided.
  private static func ofSource(
    _ name: String, _ parameters: [ArgumentTypes] = [code], isVariadic: Bool = true,
    _ body: @escaping @Sendable (EdgeCodeAnswers) -> JSONValue
  ) -> Function {
    Function(name, parameters, isVariadic: isVariadic) { body(EdgeSource.answers($0)) }
  }

  static let sourceFunctions = [
    // Patterns of the ARNs of the key value stores that a CloudFront function opens; `*` for the one that is associated.
    ofSource("key_value_stores_opened") { answers in
      answers.stores.values { found in
        switch found.value {
        case .id(let id): [.string("*/\(id)")]
        case .associated: [.string("*")]
        }
      }
    },
    // The same in words.
    ofSource("opened_stores") { answers in
      answers.stores.values { found in
        switch found.value {
        case .id(let id): [.string("key value store \(id)")]
        case .associated: [.string("its associated key value store")]
        }
      }
    },
    // What a CloudFront function uses that another runtime than the one that is named has.
    Function("runtime_features", [[.string], [.string, .null]]) { arguments in
      let runtime = arguments.dropFirst().first?.string
      return EdgeSource.answers(Array(arguments.prefix(1))).features.values { found in
        found.value.runtime.rawValue == runtime ? [] : [.string(found.value.name)]
      }
    },
    // The date texts that a CloudFront function parses and that are Invalid Date.
    ofSource("unparseable_dates") { answers in answers.dates.values { $0.value.text(read: .invalid) } },
    // Those that only some engines read as what they say.
    ofSource("unportable_dates") { answers in
      .array(answers.dates.found.flatMap { $0.value.text(read: .differs) }.distinct)
    },
    // How many bytes a text takes in UTF-8.
    Function("utf8_length", [.string]) { .integer($0.first?.string?.utf8.count ?? 0) },
    // The statuses of 400 and above that code waits for in the origin's response; many of them as their bounds.
    ofSource("error_status_tests") { answers in
      let statuses = Set(answers.awaitedStatuses.values.flatMap(\.statuses)).sorted()
      let values: [JSONValue] =
        if let first = statuses.first, let last = statuses.last, statuses.count > 20 {
          [.string("\(first) to \(last)")]
        } else {
          statuses.map(JSONValue.integer)
        }
      return .array(values + answers.awaitedStatuses.undecidedValues)
    },
    // By which bounds of a cache policy the responses are cached that code makes: DefaultTTL where they say nothing
    // of it, MaxTTL where they do. Errors have bounds of their own.
    ofSource("generated_caching") { answers in
      var undecided: [Undecided] = answers.results.undecided
      var values: [JSONValue] = []
      for result in answers.results.values where result.kind == .generated {
        if let status = result.status, status.isComplete, status.values.allSatisfy({ $0 >= 400 }) { continue }
        switch result.sets(anyOf: ["cache-control", "expires"]) {
        case true?: values.append("MaxTTL")
        case false?: values.append("DefaultTTL")
        case nil:
          undecided +=
            result.undecidedHeaders.isEmpty
            ? [Undecided("the answer sets Cache-Control on some paths")] : result.undecidedHeaders
        }
      }
      return .array(values.distinct + (undecided.isEmpty ? [] : [.undecided(undecided.sentence)]))
    },
    // The statuses of the responses that code makes.
    ofSource("generated_statuses") { answers in
      let generated = answers.results.found.filter { $0.value.kind == .generated }
      let statuses = Set(generated.flatMap { $0.value.status?.values ?? [] }).sorted()
      let undecided =
        answers.results.undecided
        + generated.filter { $0.value.status?.isComplete == false }
        .map { Undecided("the status of an answer is not known", at: $0.place) }
      return .array(statuses.map(JSONValue.integer) + (undecided.isEmpty ? [] : [.undecided(undecided.sentence)]))
    },
    // Where a Lambda handler returns API Gateway's `statusCode`.
    ofSource("api_gateway_responses") { answers in
      answers.results.values { found in
        found.value.faults.filter { $0.value == .statusCode }.map { .string($0.place.description) }
      }
    },
    // Where a Lambda handler reads the event as API Gateway sends it, and does not know CloudFront's.
    ofSource("api_gateway_event_reads") { answers in
      answers.apiGatewayReads.values { [.string($0.place.description)] }
    },
    // Where a Lambda handler returns headers that are no lists of `{key, value}`, or whose value is no text.
    ofSource("plain_headers") { answers in
      var undecided = answers.results.undecided
      var places: [JSONValue] = []
      for result in answers.results.values where result.kind != .invalid {
        undecided += result.undecidedShape
        for fault in result.faults {
          switch fault.value {
          case .header, .headerValue, .headers: places.append(.string(fault.place.description))
          case .statusCode, .noStatus, .status: break
          }
        }
      }
      return .array(places.distinct + (undecided.isEmpty ? [] : [.undecided(undecided.sentence)]))
    },
    // Of some headers, in lower case, those that code sets on each response that it answers with or passes on.
    Function("headers_set", [.strings, code], isVariadic: true) { arguments in
      let answers = EdgeSource.answers(Array(arguments.dropFirst()))
      let responses = answers.results.values.filter(\.isResponse)
      var undecided = answers.results.undecided
      let names = (arguments.first?.array ?? []).filter { name in
        let set = responses.map { $0.sets(name.string ?? "") }
        if set.contains(false) || responses.isEmpty { return false }
        guard set.contains(nil) else { return true }
        undecided += responses.flatMap(\.undecidedHeaders)
        return false
      }
      return .array(names + (undecided.isEmpty ? [] : [.undecided(undecided.sentence)]))
    },
    // What code reads of the request: `body`, `queryString`, `cookies`.
    ofSource("request_reads") { answers in answers.reads.values { [.string($0.value.rawValue)] } },
    // The clients of regional AWS services that a Lambda handler makes without a region, with their places.
    ofSource("clients_without_region") { answers in
      answers.clients.values { found in
        found.value.region == .none && !found.value.isGlobal ? [.string("\(found.value.name) (\(found.place))")] : []
      }
    },
    // Whether a file of a Lambda package exports its handler.
    ofSource("handler_exported") { answers in
      switch answers.handler.state {
      case .known: true
      case .none: false
      case .undecided: .undecided(answers.handler.undecided.sentence)
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

extension SDKClient {
  /// Services that have one endpoint for all regions.
  private static let globalServices: Set<String> = [
    "IAM", "CloudFront", "Route53", "Organizations", "Shield", "STS", "WAF", "GlobalAccelerator", "Support",
  ]

  /// Whether the region of its client does not matter.
  fileprivate var isGlobal: Bool {
    let plain = name.hasSuffix("Client") ? String(name.dropLast(6)) : name
    return Self.globalServices.contains { $0.lowercased() == plain.lowercased() }
  }
}
