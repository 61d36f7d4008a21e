import Documents
import Foundation
import JMESPath
import Testing

/// A Python that has the module `jmespath`, if there is one.
private let python: String? = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let path =
    ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] ?? root.appending(path: ".venv/bin/python3").path
  guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
  return (try? run(path, ["-c", "import jmespath"], input: [])) == nil ? nil : path
}()

private struct Failed: Error {}

private func run(_ program: String, _ arguments: [String], input: [UInt8]) throws -> [UInt8] {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  // Files rather than pipes: neither side can wait for the other.
  let source = folder.appending(path: "in")
  let target = folder.appending(path: "out")
  try Data(input).write(to: source)
  try Data().write(to: target)
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  process.standardInput = try FileHandle(forReadingFrom: source)
  process.standardOutput = try FileHandle(forWritingTo: target)
  process.standardError = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw Failed() }
  return [UInt8](try Data(contentsOf: target))
}

@Suite(
  "JMESPath against the reference implementation",
  .enabled(if: python != nil, "no Python with jmespath: set AUDIT_TEST_PYTHON, or make .venv in the package"))
struct PythonComparisonTests {
  /// Answers each line `[expression, document]` with `{"value": …}`, `{"error": true}`, or `{}` where Python itself fails.
  static let script = """
    import sys, json, warnings, jmespath
    warnings.simplefilter('ignore')
    for line in sys.stdin.buffer:
        expression, document = json.loads(line)
        try:
            answer = {'value': jmespath.search(expression, document)}
        except jmespath.exceptions.JMESPathError:
            answer = {'error': True}
        except Exception:
            answer = {}
        try:
            print(json.dumps(answer, allow_nan=False))
        except (TypeError, ValueError):
            print('{}')
    """

  @Test("gives the same on random expressions and documents")
  func random() throws {
    var cases = RandomCases(seed: 20_250_101)
    let questions = (0..<6_000).map { _ in (cases.expression(depth: 1 + cases.number(below: 4)), cases.estate()) }
    let input = questions.flatMap { JSONWriter().bytes([.string($0.0), $0.1]) + [0x0A] }
    let output = try run(try #require(python), ["-c", Self.script], input: input)
    let answers = output.split(separator: 0x0A)
    try #require(answers.count == questions.count)
    var values = 0
    var telling = 0
    for ((text, document), answer) in zip(questions, answers) {
      let answer = try JSONReader.read(Array(answer))
      let result = Result { try JMESPath(text).evaluate(document) }
      if let expected = answer.object?["value"] {
        values += 1
        if !expected.isNull { telling += 1 }
        guard case .success(let value) = result, value == expected else {
          Issue.record(
            "\(text) on \(JSONWriter().string(document)): \(result), expected \(JSONWriter().string(expected))")
          continue
        }
      } else if answer.object?["error"] != nil, case .success(let value) = result {
        Issue.record("\(text) on \(JSONWriter().string(document)): \(value), expected an error")
      }
    }
    // The cases say something: most have an answer, and many are more than null.
    #expect(values > 3_000)
    #expect(telling > 1_500)
  }
}
