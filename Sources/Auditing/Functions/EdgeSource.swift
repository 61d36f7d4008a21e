import Documents
import EdgeCode

/// What the code of edge functions does, read once for all that rules ask.
struct EdgeSource {
  private static let memo = Memo<[JSONValue], EdgeCodeAnswers>(limit: 2000)

  /// What somebody declares of code that cannot be read to its end, by that code.
  @TaskLocal static var assumptions: [JSONValue: Assumption] = [:]
  /// Notes where in the code the answers come from, while somebody wants to know.
  @TaskLocal static var trace: CodeTrace?

  /// What reading says.
  let answers: EdgeCodeAnswers
  /// What is declared beside it.
  let assumption: Assumption

  /// Reads code: a text is that of a CloudFront function; `{File, Text, Files}` with a handler that of a Lambda@Edge
  /// function, whose other files stand in `Files` by their paths.
  init(_ arguments: [JSONValue]) {
    answers = Self.memo(arguments) {
      switch arguments.first {
      case .string(let code): EdgeCode.read(package: ["": Array(code.utf8)], handler: "", runtime: .cloudFrontFunction)
      case .object(let code): Self.lambda(code, handler: arguments.dropFirst().first?.string ?? "")
      default: EdgeCodeAnswers(undecided: Undecided("the package has no file of that handler"))
      }
    }
    assumption =
      Self.assumptions.isEmpty ? Assumption() : arguments.first.flatMap { Self.assumptions[$0] } ?? Assumption()
  }

  private static func lambda(_ code: JSONObject, handler: String) -> EdgeCodeAnswers {
    let file = code["File"]?.string ?? ""
    var files = [file: Array((code["Text"]?.string ?? "").utf8)]
    for other in code["Files"]?.object ?? [:] { files[other.name] = Array((other.value.string ?? "").utf8) }
    return EdgeCode.read(package: files, handler: handler, runtime: file.hasSuffix(".py") ? .lambdaPython : .lambdaNode)
  }
}

/// What a function of rules says of code, with the places that it comes from.
struct SourceAnswer {
  /// A value, and where it comes from; of a value that is missing, where it would have to be.
  struct Located {
    let value: JSONValue
    let place: CodeLocation?
  }

  /// What is certain.
  var values: [Located] = []
  /// Why there may be more.
  var undecided: [Undecided] = []
  /// Where it shows that something is missing.
  var missing: [Located] = []

  mutating func add(_ value: JSONValue, at place: CodeLocation?) { values.append(Located(value: value, place: place)) }

  /// The values, each once, and what is undecided as the last one.
  func json(of answers: EdgeCodeAnswers) -> JSONValue {
    note(of: answers)
    return .array(values.map(\.value).distinct + (undecided.isEmpty ? [] : [.undecided(undecided.sentence)]))
  }

  func note(of answers: EdgeCodeAnswers) {
    EdgeSource.trace?.add(values + missing, undecided: undecided, of: answers)
  }
}

extension [Undecided] {
  /// The reasons in a sentence.
  var sentence: String {
    "What the code does is undecided: " + prefix(3).map(\.description).joined(separator: "; ")
      + (count > 3 ? "; and \(count - 3) more." : ".")
  }
}
