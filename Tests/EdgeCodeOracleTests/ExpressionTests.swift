import EdgeCode
import Foundation
import Testing

/// What is computed of what is known is what the languages themselves compute.
@Suite("Edge code: expressions against the languages", .enabled(if: Oracle.python != nil, Oracle.skipReason))
struct ExpressionTests {
  /// An expression in a handler that answers with it, and what came of that.
  private struct Expression: Decodable, Sendable {
    let kind: OracleFacts.Kind
    let code: String
    let text: String?
    let error: String?
  }

  private static let expressions: Result<[Expression], any Error> = Result {
    let process = Process()
    process.executableURL = URL(filePath: Oracle.python ?? "python3")
    process.arguments = [Oracle.root.appending(path: "Tests/EdgeCodeOracleTests/Oracle/expressions.py").path]
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Oracle.Failure(description: "expressions.py failed; see above") }
    return try JSONDecoder().decode([Expression].self, from: data)
  }

  private static func read(_ expression: Expression) -> EdgeCodeAnswers {
    let isPython = expression.kind == .python
    return EdgeCode.read(
      package: [isPython ? "index.py" : "index.js": Array(expression.code.utf8)], handler: "index.handler",
      runtime: isPython ? .lambdaPython : .lambdaNode)
  }

  /// What a header may be set to; nil where that is not known.
  private static func locations(_ answers: EdgeCodeAnswers) -> [String]? {
    let changes = answers.results.values.flatMap { $0.headers.filter { $0.name == "location" } }
    guard answers.results.state == .known, changes.allSatisfy(\.values.isComplete) else { return nil }
    return changes.flatMap(\.values.values)
  }

  @Test("What is known is what comes of it")
  func known() throws {
    for expression in try Self.expressions.get() {
      guard let text = expression.text else { continue }
      let answers = Self.read(expression)
      if let locations = Self.locations(answers) {
        #expect(locations.contains { $0.utf8.elementsEqual(text.utf8) }, "\(expression.code): \(text)")
      }
      let generated = answers.results.values.filter { $0.outcome == .generated }
      guard answers.results.state == .known, generated.allSatisfy(\.undecidedHeaders.isEmpty) else { continue }
      let names = generated.flatMap { $0.headers.map(\.name) }
      #expect(names.contains("x-" + text.lowercased()), "\(expression.code): \(names)")
    }
  }

  @Test("Most of it is known", arguments: [OracleFacts.Kind.lambda, .python])
  func share(kind: OracleFacts.Kind) throws {
    let expressions = try Self.expressions.get().filter { $0.kind == kind && $0.text != nil }
    let known = expressions.filter { expression in
      expression.text.map { Self.locations(Self.read(expression)) == [$0] } == true
    }
    #expect(expressions.count > 400)
    #expect(Double(known.count) >= 0.7 * Double(expressions.count), "\(known.count) of \(expressions.count)")
  }
}
