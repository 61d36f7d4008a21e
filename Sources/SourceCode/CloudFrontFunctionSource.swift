/// The code of a CloudFront function, and what it says of the function's needs.
///
/// CloudFront Developer Guide, "JavaScript runtime 2.0 features for CloudFront Functions".
public struct CloudFrontFunctionSource: Sendable {
  /// A text given to the `Date` constructor or to `Date.parse`.
  public struct DateLiteral: Sendable, Hashable {
    /// The text.
    public let text: String
    /// Where it is parsed.
    public let position: SourcePosition
  }

  /// What ``keyValueStoresOpened`` says of a store that the code does not name.
  public static let anyStore = "*"

  private let program: Program
  private let reading: ResponseReading
  private let module: ModuleNames

  /// The function with that code.
  public init(code: String) {
    program = Program(code, language: .javaScript)
    reading = ResponseReading(program, handler: "handler")
    module = ModuleNames("cloudfront", member: "kvs", in: program)
  }

  /// The ids given to `kvs()`, each once, in order; ``anyStore`` where no id is given or it cannot be told.
  public var keyValueStoresOpened: [String] {
    var result: [String] = []
    for index in program.tokens.indices {
      guard let open = module.call(at: index) else { continue }
      var id = Self.anyStore
      if program[open].isPunctuator("("), let argument = program.elements(inBracket: open).first {
        id = program.constantText(argument) ?? Self.anyStore
      }
      if !result.contains(id) { result.append(id) }
    }
    return result
  }

  /// Whether the code needs `async`, `await` or promises, which runtime 1.0 lacks.
  public var usesAsync: Bool {
    program.tokens.indices.contains { index in
      guard program.tokens[index].kind == .identifier, !program.isMember(index) else { return false }
      let next = program[index + 1]
      switch program.tokens[index].text {
      case "await", "Promise": return !next.isPunctuator("=")
      case "async":
        if next.startsLine { return false }
        if next.isPunctuator("(") {
          let after = program[program.end(ofBracket: index + 1)]
          return after.isPunctuator("=>")
        }
        return next.kind == .identifier
      default: return false
      }
    }
  }

  /// The date texts that the runtime makes Invalid Date of, in order.
  public var unparseableDates: [DateLiteral] { dates(read: .invalid) }

  /// The date texts that not every engine of the runtime's family reads as what they say, in order.
  public var unportableDates: [DateLiteral] { dates(read: .differs) }

  private func dates(read reading: DateText.Reading) -> [DateLiteral] {
    program.tokens.indices.compactMap { index in
      guard program.tokens[index].isWord("Date"), !program.isMember(index) else { return nil }
      var open = index + 1
      if program[open].isPunctuator("."), program[open + 1].isWord("parse") {
        open += 2
      } else if !program[index - 1].isWord("new") {
        return nil
      }
      guard program[open].isPunctuator("(") else { return nil }
      let arguments = program.elements(inBracket: open)
      guard arguments.count == 1, let text = program.constantText(arguments[0]),
        DateText.reading(of: text) == reading
      else { return nil }
      return DateLiteral(text: text, position: program[arguments[0].lowerBound].position)
    }
  }

  /// The status codes of the responses that the function generates, as far as the code shows them, in order.
  public var generatedStatusCodes: [Int] { reading.statusCodes(key: "statusCode") }

  /// Whether the function generates responses itself.
  public var generatesResponses: Bool {
    !reading.responses(key: "statusCode").isEmpty || !generatedStatusCodes.isEmpty
  }

  /// The texts that stand in the code, in lower case.
  public var texts: Set<String> { program.texts }

  /// Where the code asks whether the response has a status of 400 or above.
  public var statusTests: [StatusTest] { program.statusTests }
}
