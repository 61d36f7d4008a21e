import Documents
import EdgeCode
import Estate
import Synchronization

/// What the code of edge functions does, read once for all that rules ask.
struct EdgeSource {
  /// Code, and what is known of the events that it gets.
  private struct Question: Hashable {
    let code: [JSONValue]
    let context: EventContext
  }

  private static let memo = Memo<Question, EdgeCodeAnswers>(limit: 2000)

  /// What somebody declares of code that cannot be read to its end, by that code.
  @TaskLocal static var assumptions: [JSONValue: Assumption] = [:]
  /// Notes where in the code the answers come from, while somebody wants to know.
  @TaskLocal static var trace: CodeTrace?

  /// The distribution that is judged.
  @TaskLocal static var distribution: JudgedDistribution?

  /// What reading says.
  let answers: EdgeCodeAnswers
  /// What is declared beside it.
  let assumption: Assumption

  /// Reads code: a text is that of a CloudFront function; `{File, Text, Files}` with a handler that of a Lambda@Edge
  /// function, whose other files stand in `Files` by their paths. Behind the handler may stand the event that it is bound
  /// to, or several.
  init(_ arguments: [JSONValue], on runtime: RuntimeFeature.Runtime? = nil) {
    let code = Array(arguments.prefix(2))
    let bound = arguments.dropFirst(2).first
    let events = (bound?.array ?? bound.map { [$0] } ?? []).compactMap(\.string).distinct
    answers = events.dropFirst().reduce(Self.answers(of: code, events.first, runtime)) {
      $0.joined(with: Self.answers(of: code, $1, runtime))
    }
    assumption =
      Self.assumptions.isEmpty ? Assumption() : arguments.first.flatMap { Self.assumptions[$0] } ?? Assumption()
  }

  /// What code says on one event, of the distribution that is judged where the code asks for it.
  private static func answers(
    of code: [JSONValue], _ event: String?, _ runtime: RuntimeFeature.Runtime?
  ) -> EdgeCodeAnswers {
    var context = EventContext(eventType: event, functionRuntime: runtime)
    let answers = memo(Question(code: code, context: context)) { read(code, context) }
    guard answers.asksForDistribution, let distribution else { return answers }
    distribution.noteAsked()
    context.distributionId = distribution.id
    context.distributionDomainName = distribution.domainName
    return memo(Question(code: code, context: context)) { read(code, context) }
  }

  private static func read(_ code: [JSONValue], _ context: EventContext) -> EdgeCodeAnswers {
    switch code.first {
    case .string(let text):
      EdgeCode.read(package: ["": Array(text.utf8)], handler: "", runtime: .cloudFrontFunction, context: context)
    case .object(let package): lambda(package, handler: code.dropFirst().first?.string ?? "", context)
    default: EdgeCodeAnswers(undecided: Undecided("the package has no file of that handler"))
    }
  }

  private static func lambda(_ code: JSONObject, handler: String, _ context: EventContext) -> EdgeCodeAnswers {
    let file = code["File"]?.string ?? ""
    var files = [file: Array((code["Text"]?.string ?? "").utf8)]
    for other in code["Files"]?.object ?? [:] { files[other.name] = Array((other.value.string ?? "").utf8) }
    return EdgeCode.read(
      package: files, handler: handler, runtime: file.hasSuffix(".py") ? .lambdaPython : .lambdaNode, context: context)
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

/// The distribution that is judged, and whether a verdict on it depends on which one it is.
final class JudgedDistribution: Sendable {
  let id: String
  /// The domain name that the events of its functions name; nil where that is not known.
  let domainName: String?
  private let asked = Mutex(false)

  /// That of a resource; nil where it is no distribution.
  init?(_ resource: Resource) {
    guard resource.reference.type == .distribution else { return nil }
    id = resource.reference.id
    // What the events of tenants name, AWS does not say.
    let isOfTenants = resource.properties["ConnectionMode"]?.string == "tenant-only"
    domainName = isOfTenants ? nil : resource.properties["DomainName"]?.string
  }

  /// Whether code was asked that asks for it.
  var wasAsked: Bool { asked.withLock { $0 } }

  func noteAsked() { asked.withLock { $0 = true } }
}
