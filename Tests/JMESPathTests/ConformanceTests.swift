import Documents
import Foundation
import JMESPath
import Testing

/// The folder of the JMESPath compliance suite, if it is there.
private let folder: URL? = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let base =
    ProcessInfo.processInfo.environment["AUDIT_CONFORMANCE"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared/conformance")
  let folder = base.appending(path: "jmespath")
  return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}()

@Suite("JMESPath compliance suite", .enabled(if: folder != nil, "the compliance suite is not beside the package"))
struct ConformanceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let given: JSONValue
    let expression: String
    let expected: JSONValue?
    let file: String
    var testDescription: String { "\(file): \(expression)" }
  }

  static func cases() throws -> [Case] {
    guard let folder else { return [] }
    var cases: [Case] = []
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where file.pathExtension == "json" {
      for suite in try JSONReader.read([UInt8](Data(contentsOf: file))).array ?? [] {
        for item in suite["cases"].array ?? [] {
          cases.append(
            Case(
              given: suite["given"], expression: item["expression"].string ?? "",
              expected: item.object?["result"], file: file.lastPathComponent))
        }
      }
    }
    return cases
  }

  @Test("gives what the suite expects")
  func suite() throws {
    let cases = try Self.cases()
    #expect(cases.count > 400)
    for item in cases {
      let result = Result { try JMESPath(item.expression).evaluate(item.given) }
      switch (result, item.expected) {
      case (.success(let value), let expected?): #expect(value == expected, "\(item.testDescription)")
      case (.failure, nil): break
      case (.success, nil): Issue.record("\(item.testDescription) should not parse")
      case (.failure(let error), _?): Issue.record("\(item.testDescription): \(error)")
      }
      // With places kept, values are the same, and places lead to them.
      guard item.expected != nil, let selection = try? JMESPath(item.expression).select(item.given) else { continue }
      #expect(selection.value == item.expected, "\(item.testDescription)")
      expectPlaces(selection, in: item.given, item.testDescription)
    }
  }
}

/// Every place in a selection leads to its value.
func expectPlaces(_ selection: Selection, in document: JSONValue, _ comment: String) {
  if let path = selection.path { #expect(document[path] == selection.value, "\(comment) at \(path)") }
  for element in selection.elements { expectPlaces(element, in: document, comment) }
  for name in selection.value.object?.names ?? [] { expectPlaces(selection[name], in: document, comment) }
}
