import Documents
import Estate
import Schema

/// A test of a CloudFront function that somebody declares: an event, and what the function has to make of it.
public struct FunctionTest: Sendable, Hashable {
  /// A partial result: all that is given has to be so.
  public struct Expectation: Sendable, Hashable {
    /// The status of the response.
    public var status: Int?
    /// The path of the request; a pattern.
    public var uri: String?
    /// Patterns for the values of headers, by name in lower case; nil for a header that may not be there.
    public var headers: [String: String?] = [:]
    /// The same of the parts of the query string, by name.
    public var querystring: [String: String?] = [:]
    /// The same of cookies, by name.
    public var cookies: [String: String?] = [:]

    /// An expectation of nothing.
    public init() {}
  }

  /// What findings call it.
  public let name: String
  /// The event, as CloudFront hands it to the function.
  public let event: JSONValue
  /// The stages that are tested.
  public let stages: [String]
  /// What has to come of it.
  public let expectation: Expectation
  /// The most compute utilisation that is accepted, from 0 to 100.
  public let maxComputeUtilization: Int?
  /// Where it is written.
  public let source: SourceMark
}

/// What came of a test in one stage. It holds nothing of what the function answered or logged, which may be secret.
public struct FunctionTestOutcome: Sendable {
  /// The function.
  public let function: ResourceReference
  /// The test.
  public let test: FunctionTest
  /// The stage that was tested.
  public let stage: String
  /// What came of it.
  public let result: Result
  /// The compute utilisation from 0 to 100, where the function ran.
  public let utilization: Int?

  /// What came of a test.
  public enum Result: Sendable, Hashable {
    /// These parts are not as expected; none where all are.
    case ran(unmet: [String])
    /// The function ended with an error.
    case threw
    /// It could not be run.
    case unread(operation: String, code: String, message: String, advice: String)
  }

  /// An outcome of these parts.
  public init(
    function: ResourceReference, test: FunctionTest, stage: String, result: Result, utilization: Int? = nil
  ) {
    self.function = function
    self.test = test
    self.stage = stage
    self.result = result
    self.utilization = utilization
  }

  /// Why the test does not hold, in a sentence; `nil` where it does, or nobody knows.
  public var complaint: String? {
    switch result {
    case .threw: return "the function ends with an error in \(stage)"
    case .ran(let unmet) where !unmet.isEmpty:
      return "\(unmet.joined(separator: ", ")) \(unmet.count == 1 ? "is" : "are") not as expected in \(stage)"
    case .ran:
      guard let most = test.maxComputeUtilization, let utilization, utilization > most else { return nil }
      return "it uses \(utilization) of 100 of the compute time in \(stage), and at most \(most) is accepted"
    case .unread: return nil
    }
  }
}

extension FunctionTest.Expectation {
  /// Which parts of what a function answered are not as expected.
  ///
  /// - Parameter output: `FunctionOutput` of TestFunction: a request or a response in the structure of the event.
  public func unmet(in output: JSONValue) -> [String] {
    let response = output["response"]
    let result = response.isNull ? output["request"].isNull ? output : output["request"] : response
    var unmet: [String] = []
    if let status, result["statusCode"].integer != status { unmet.append("status") }
    if let uri, !Glob(uri).matches(result["uri"].string ?? "") { unmet.append("uri") }
    let headers = JSONObject((result["headers"].object ?? [:]).map { ($0.name.lowercased(), $0.value) })
    unmet += Self.unmet("headers", headers, self.headers)
    unmet += Self.unmet("querystring", result["querystring"].object ?? [:], querystring)
    unmet += Self.unmet("cookies", result["cookies"].object ?? [:], cookies)
    return unmet
  }

  private static func unmet(_ name: String, _ actual: JSONObject, _ wanted: [String: String?]) -> [String] {
    wanted.sorted { $0.key < $1.key }.compactMap { key, pattern in
      let entry = actual[key]
      let values = (entry?["multiValue"].array ?? []).map { $0["value"] } + [entry?["value"] ?? .null]
      let holds = pattern.map { Glob($0) }.map { glob in values.contains { $0.string.map(glob.matches) == true } }
      return holds ?? (entry == nil) ? nil : "\(name)[\(key)]"
    }
  }
}

extension Auditor {
  /// The tests that are declared of the functions of an estate, by function and stage, in the order of the file.
  public func tests(in estate: Estate) -> [(function: ResourceReference, test: FunctionTest, stage: String)] {
    context.filter { !$0.tests.isEmpty }.flatMap { declaration in
      estate.resources.values.filter { filter.matches($0) && declaration.means($0) }.flatMap { function in
        declaration.tests.flatMap { test in
          test.stages.filter { function.properties[$0]?.object != nil }.map { (function.reference, test, $0) }
        }
      }
    }
  }

  /// The tests that are declared of a function, for a run before it is published.
  public func tests(of function: ResourceReference, in estate: Estate) -> [FunctionTest] {
    guard let resource = estate.resources[function.key] else { return [] }
    return context.filter { !$0.tests.isEmpty && $0.means(resource) }.flatMap(\.tests)
  }

  /// An estate in which each function has what its tests took, for rules.
  func estate(_ estate: Estate, with outcomes: [FunctionTestOutcome]?) -> Estate {
    let planned = tests(in: estate)
    if planned.isEmpty { return estate }
    var estate = estate
    for (function, tests) in Dictionary(grouping: planned, by: \.function) {
      guard var resource = estate.resources[function.key] else { continue }
      resource.properties["Tests"] = .array(
        tests.map { _, test, stage in
          let outcome = outcomes?.first { $0.function.key == function.key && $0.test == test && $0.stage == stage }
          let utilization: JSONValue =
            outcome?.utilization.map(JSONValue.integer) ?? .undecided("The test \(test.name) was not run in \(stage).")
          return ["Name": .string("\(test.name), \(stage)"), "ComputeUtilization": utilization]
        })
      estate.add(resource)
    }
    return estate
  }

  /// That tests were not run, as nothing was asked of AWS.
  func remarks(onTestsOf estate: Estate) -> [AuditReport.Warning] {
    let planned = Dictionary(grouping: tests(in: estate), by: \.test.source)
    return planned.sorted { ($0.key.file, $0.key.line) < ($1.key.file, $1.key.line) }.map { source, tests in
      AuditReport.Warning(
        message:
          "The test \(tests[0].test.name) of \(tests[0].function.id) was not run: a snapshot cannot run functions.",
        source: source)
    }
  }
}

// MARK: - Reading

extension BaselineFile {
  static let testForm = FileForm([
    .required("name", .text, "What findings call it."),
    .required(
      "event", .either(["type": "object"]),
      "The event, as CloudFront hands it to the function; or {file: NAME}, a JSON file beside this one."),
    .optional("stage", ["enum": ["LIVE", "DEVELOPMENT"]], "The stage that is tested; both, unless said otherwise."),
    .optional("expect", .definition("result"), "What has to come of it: all that is given."),
    .optional(
      "maxComputeUtilization", ["type": "integer", "minimum": 0, "maximum": 100],
      "The most of the compute time, from 0 to 100, that it may take."),
  ])

  static let resultForm = FileForm([
    .optional("status", ["type": "integer", "minimum": 100, "maximum": 599], "The status of the response."),
    .optional("uri", .text, "A pattern for the path of the request."),
    .optional("headers", ["type": "object"], "Patterns for the values of headers, by name; null for none."),
    .optional("querystring", ["type": "object"], "Patterns for the parts of the query string, by name; null for none."),
    .optional("cookies", ["type": "object"], "Patterns for the values of cookies, by name; null for none."),
  ])

  /// The most bytes of an event that TestFunction takes.
  static let maximumEventBytes = 40 * 1024

  /// The tests that are declared of a function.
  func tests(_ reader: YAMLReader?, of type: ResourceType, _ values: BaselineValues) -> [FunctionTest] {
    guard let reader else { return [] }
    if type != .cloudFrontFunction { reader.note("Only CloudFront functions have tests.") }
    var names: Set<String> = []
    return reader.elements.compactMap { element in
      guard let test = test(element, values) else { return nil }
      if !names.insert(test.name).inserted { element.note("There is another test \"\(test.name)\".") }
      return test
    }
  }

  private func test(_ reader: YAMLReader, _ values: BaselineValues) -> FunctionTest? {
    let members = reader.members(known: Self.testForm.names)
    let name = reader.required("name", in: members) { text($0, values) }
    let event = reader.required("event", in: members) { self.event($0, values) }
    var stages = ["DEVELOPMENT", "LIVE"]
    if let stage = members["stage"] {
      let text = text(stage, values) ?? ""
      if !stages.contains(text) { stage.note("`LIVE` or `DEVELOPMENT` was expected here.") }
      stages = [text]
    }
    let most = members["maxComputeUtilization"].flatMap { reader -> Int? in
      let number = values.value(reader).integer
      if let number, (0...100).contains(number) { return number }
      reader.note("A whole number from 0 to 100 was expected here.")
      return nil
    }
    if members["expect"] == nil, members["maxComputeUtilization"] == nil {
      reader.note("Nothing is expected: `expect` or `maxComputeUtilization` is missing.")
    }
    let expectation = members["expect"].map { self.result($0, values) } ?? FunctionTest.Expectation()
    guard let name, let event else { return nil }
    return FunctionTest(
      name: name, event: event, stages: stages, expectation: expectation, maxComputeUtilization: most,
      source: reader.mark)
  }

  private func event(_ reader: YAMLReader, _ values: BaselineValues) -> JSONValue? {
    var event = values.value(reader)
    if event.object?.count == 1, let file = reader.anyMembers?.first(where: { $0.0.text == "file" })?.1 {
      guard let text = values.file(file) else { return nil }
      do { event = try JSONReader.read(Array(text.utf8)) } catch {
        reader.note("The file is no JSON: \(error).")
        return nil
      }
    }
    guard event.object != nil else {
      reader.note("An event was expected here, with `request` in it, or {file: NAME}.")
      return nil
    }
    let size = JSONWriter().string(event).utf8.count
    if size > Self.maximumEventBytes { reader.note("The event has \(size) bytes; CloudFront takes at most 40 KB.") }
    return event
  }

  private func result(_ reader: YAMLReader, _ values: BaselineValues) -> FunctionTest.Expectation {
    let members = reader.members(known: Self.resultForm.names)
    var expectation = FunctionTest.Expectation()
    if let status = members["status"] {
      expectation.status = values.value(status).integer
      if expectation.status.map((100...599).contains) != true {
        status.note("A status from 100 to 599 was expected here.")
      }
    }
    expectation.uri = members["uri"].flatMap { text($0, values) }
    let headers = patterns(members["headers"], values).map { ($0.key.lowercased(), $0.value) }
    expectation.headers = Dictionary(headers) { $1 }
    expectation.querystring = patterns(members["querystring"], values)
    expectation.cookies = patterns(members["cookies"], values)
    if members.isEmpty { reader.note("Nothing is expected: `status`, `headers`, `uri`, `querystring` or `cookies`.") }
    return expectation
  }

  private func patterns(_ reader: YAMLReader?, _ values: BaselineValues) -> [String: String?] {
    var patterns: [String: String?] = [:]
    for (name, value) in reader?.anyMembers ?? [] {
      switch values.value(value) {
      case .null: patterns.updateValue(nil, forKey: name.text)
      case .string(let text): patterns[name.text] = text
      case .integer(let number): patterns[name.text] = String(number)
      case .bool(let bool): patterns[name.text] = bool ? "true" : "false"
      default: value.note("A pattern was expected here, or null for nothing.")
      }
    }
    return patterns
  }
}
