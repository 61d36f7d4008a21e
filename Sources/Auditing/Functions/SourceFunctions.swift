import Documents
import JMESPath
import SourceCode

/// The code of an edge function: a text is that of a CloudFront function, `{File, Text}` with a handler that of a
/// Lambda@Edge function.
private enum EdgeSource {
  case cloudFrontFunction(CloudFrontFunctionSource)
  case lambda(LambdaSource, file: String)
  /// There is no code to read, as in a package without the handler's file.
  case none

  init(_ arguments: [JSONValue]) {
    switch arguments.first {
    case .string(let code): self = .cloudFrontFunction(CloudFrontFunctionSource(code: code))
    case .object(let code):
      let file = code["File"]?.string ?? ""
      let handler = arguments.dropFirst().first?.string?.split(separator: ".").last.map(String.init)
      self = .lambda(
        LambdaSource(
          code: code["Text"]?.string ?? "", language: file.hasSuffix(".py") ? .python : .javaScript, handler: handler),
        file: file)
    default: self = .none
    }
  }

  /// Places in the code, as `index.js:12`.
  func places(_ positions: (LambdaSource) -> [SourcePosition]) -> JSONValue {
    guard case .lambda(let source, let file) = self else { return [] }
    return .array(positions(source).map { .string("\(file):\($0.line)") })
  }

  var statusTests: [StatusTest] {
    switch self {
    case .cloudFrontFunction(let source): source.statusTests
    case .lambda(let source, _): source.statusTests
    case .none: []
    }
  }

  var generatesResponses: Bool {
    switch self {
    case .cloudFrontFunction(let source): source.generatesResponses
    case .lambda(let source, _): source.generatesResponses
    case .none: false
    }
  }

  var generatedStatusCodes: [Int] {
    switch self {
    case .cloudFrontFunction(let source): source.generatedStatusCodes
    case .lambda(let source, _): source.generatedStatusCodes
    case .none: []
    }
  }

  var texts: Set<String> {
    switch self {
    case .cloudFrontFunction(let source): source.texts
    case .lambda(let source, _): source.texts
    case .none: []
    }
  }
}

/// What cannot be read from code, so that a rule that asks it is unknown.
private struct UnreadableSource: Error, CustomStringConvertible {
  let description: String
}

extension FunctionTable {
  private static let code: ArgumentTypes = [.string, .object, .null]
  private static let handler: ArgumentTypes = [.string, .null]

  private static func ofCloudFrontFunction(
    _ name: String, _ body: @escaping @Sendable (CloudFrontFunctionSource) -> JSONValue
  ) -> Function {
    ofSource(name, [.string]) { body(CloudFrontFunctionSource(code: $0.first?.string ?? "")) }
  }

  /// A function of source code, which is read once for each question.
  private static func ofSource(
    _ name: String, _ parameters: [ArgumentTypes], isVariadic: Bool = false,
    body: @escaping @Sendable ([JSONValue]) throws -> JSONValue
  ) -> Function {
    let memo = Memo<[JSONValue], JSONValue>()
    return Function(name, parameters, isVariadic: isVariadic) { arguments in try memo(arguments) { try body(arguments) }
    }
  }

  static let sourceFunctions = [
    // The ids of the key value stores that a CloudFront function opens; `*` for one that the text does not name.
    ofCloudFrontFunction("key_value_stores_opened") { .array($0.keyValueStoresOpened.map(JSONValue.string)) },
    // Whether a CloudFront function uses what only runtime 2.0 has: async, await, promises.
    ofCloudFrontFunction("uses_async") { .bool($0.usesAsync) },
    // The date texts of a CloudFront function that its runtime makes Invalid Date of.
    ofCloudFrontFunction("unparseable_dates") { .array($0.unparseableDates.map { .string($0.text) }) },
    // The date texts of a CloudFront function that not every engine like its runtime's reads as what they say.
    ofCloudFrontFunction("unportable_dates") { .array($0.unportableDates.map { .string($0.text) }) },
    // How many bytes a text takes in UTF-8.
    Function("utf8_length", [.string]) { .integer($0.first?.string?.utf8.count ?? 0) },
    // The statuses of 400 and above that code compares the status of a response with.
    ofSource("error_status_tests", [code], isVariadic: true) { arguments in
      .array(Set(EdgeSource(arguments).statusTests.map(\.status)).sorted().map(JSONValue.integer))
    },
    // Whether code makes responses of its own.
    ofSource("generates_responses", [code], isVariadic: true) { .bool(EdgeSource($0).generatesResponses) },
    // The statuses of the responses that code makes.
    ofSource("generated_statuses", [code], isVariadic: true) { arguments in
      let source = EdgeSource(arguments)
      let codes = source.generatedStatusCodes
      guard !codes.isEmpty || !source.generatesResponses else {
        throw UnreadableSource(description: "the code makes responses whose statuses cannot be read from it")
      }
      return .array(codes.map(JSONValue.integer))
    },
    // Where a Lambda handler returns API Gateway's `statusCode`.
    ofSource("api_gateway_responses", [code, handler]) { EdgeSource($0).places(\.apiGatewayResponses) },
    // Where a Lambda handler reads the event as API Gateway sends it, and does not know CloudFront's.
    ofSource("api_gateway_event_reads", [code, handler]) { EdgeSource($0).places(\.apiGatewayEventReads) },
    // Where a Lambda handler returns headers that are no lists of `{key, value}`.
    ofSource("plain_headers", [code, handler]) { EdgeSource($0).places(\.plainHeaders) },
    // Of some texts, those that stand in code, whatever their case.
    ofSource("texts_in_code", [.strings, code]) { arguments in
      let texts = EdgeSource(Array(arguments.dropFirst())).texts
      return .array((arguments.first?.array ?? []).filter { texts.contains($0.string?.lowercased() ?? "") })
    },
  ]
}
