/// The code of a Lambda@Edge handler, and what it says of the responses it makes.
///
/// CloudFront Developer Guide, "Lambda@Edge event structure", and "Generate HTTP responses in request triggers".
public struct LambdaSource: Sendable {
  private let program: Program
  private let reading: ResponseReading

  /// The handler with that code.
  ///
  /// - Parameters:
  ///   - code: The text of the file that holds it.
  ///   - language: Its language.
  ///   - handler: The name of the function in that file; what it does not return, its helpers neither, is no response.
  ///     Where no function has that name, all functions count.
  public init(code: String, language: SourceLanguage, handler: String? = nil) {
    program = Program(code, language: language)
    reading = ResponseReading(program, handler: handler ?? (language == .python ? "lambda_handler" : "handler"))
  }

  /// Where a response is returned with API Gateway's `statusCode`; CloudFront wants `status` and answers 502.
  public var apiGatewayResponses: [SourcePosition] { reading.responses(key: "statusCode").map(\.keyPosition).sorted() }

  /// Where the event is read as API Gateway sends it, in code that does not know CloudFront's; nothing of it is there.
  public var apiGatewayEventReads: [SourcePosition] { program.apiGatewayEventReads }

  /// Where a response's header has a plain text instead of a list of `{key, value}`; CloudFront answers 502.
  public var plainHeaders: [SourcePosition] {
    let responses = reading.responses(key: "status") + reading.responses(key: "statusCode")
    return Array(Set(responses.flatMap(reading.plainHeaders))).sorted()
  }

  /// Whether the handler generates responses itself.
  public var generatesResponses: Bool {
    !reading.responses(key: "status").isEmpty || !generatedStatusCodes.isEmpty
  }

  /// The status codes of the responses that it generates, as far as the code shows them, in order.
  public var generatedStatusCodes: [Int] { reading.statusCodes(key: "status") }

  /// The texts that stand in the code, in lower case.
  public var texts: Set<String> { program.texts }

  /// Where the code asks whether the response has a status of 400 or above.
  public var statusTests: [StatusTest] { program.statusTests }
}
