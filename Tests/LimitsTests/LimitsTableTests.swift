import Documents
import Foundation
import JMESPath
import SourceCode
import Testing
import Transport
import XMLReading
import YAMLReading

@testable import AWSCore
@testable import Auditing
@testable import CloudFormation
@testable import ECMAScript
@testable import EdgeCode
@testable import PolicyLanguage
@testable import Python

/// docs/limits.md says what the code holds to, and names the tests of each bound.
@Suite struct LimitsTableTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The rows of the table, cell by cell.
  private static func rows() throws -> [[String]] {
    let text = try String(contentsOf: root.appending(path: "docs/limits.md"), encoding: .utf8)
    return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  private static func size(_ bytes: Int) -> String {
    bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : bytes % (1 << 10) == 0 ? "\(bytes >> 10) KiB" : "\(bytes) bytes"
  }

  private static let bounds: [(what: String, bound: String)] = {
    let (xml, yaml, zip) = (XMLReader.Limits(), YAMLDocument.Limits(), ZipArchive.Limits())
    let expression = RegularExpression.Limits()
    let request = HTTPURL("https://example.com/").map { HTTPRequest(url: $0) }
    return [
      ("answer of a service", size(request?.maximumResponseBytes ?? 0)), ("pages of a list", "\(Client.maximumPages)"),
      ("JSON, nesting", "\(JSONReader.maximumDepth) levels"), ("XML, size", size(xml.bytes)),
      ("XML, nesting", "\(xml.depth) elements"), ("XML, one tag, comment or CDATA section", size(xml.markup)),
      ("XML, attributes of a tag, namespaces in scope", "\(xml.attributes)"),
      ("XML, entities and document types", "none"), ("YAML, size", size(yaml.bytes)),
      ("YAML, values, each as often as aliases repeat it", "\(yaml.values)"),
      ("YAML, nesting, aliases followed", "\(yaml.depth) levels"),
      ("template of CloudFormation, size", size(TemplateNode.maximumBytes)),
      ("template of CloudFormation, nesting, functions followed", "\(Resolver.maximumDepth) levels"),
      ("template of CloudFormation, text that its functions make, with 16 bytes a value", size(Resolver.maximumText)),
      ("issues of a file", "\(YAMLReader.Issues.maximum)"),
      ("names that are guessed at (\"Did you mean …?\")", "\(Suggestion.longest) characters"),
      ("JMESPath, nesting of an expression", "\(JMESPath.maximumDepth) levels"),
      (
        "JMESPath, values that are looked at or made, and values of a result of more than \(JMESPath.unweighedParts) parts",
        "\(JMESPath.maximumSteps)"
      ),
      ("regular expression, length", "\(expression.pattern) bytes"),
      ("regular expression, steps of a match", "\(expression.steps)"), ("CSV, rows", "\(CSV.maximumRows)"),
      ("policy document, all texts", size(PolicyDocument.maximumSize)),
      ("policy document, one text", size(PolicyDocument.maximumText)),
      ("policies, parts that are compared", "\(PolicyComparison.maximumWork)"),
      ("code package, size", size(52 << 20)), ("code package, entries", "\(zip.entries)"),
      ("code package, one file unpacked", size(zip.entrySize)),
      ("code package, all files unpacked", size(zip.totalSize)),
      ("code package, ratio of an entry above \(size(zip.ratioFloor))", "\(zip.ratio)"),
      ("JavaScript, nesting", "\(Program.maximumDepth) levels"),
      ("Python, nesting", "\(PythonModule.maximumDepth) levels"),
      ("code, steps of its evaluation", "\(Evaluator.maximumSteps)"),
      ("credential process, what it prints", size(1 << 20)), ("body of a probe", size(1 << 20)),
    ]
  }()

  @Test func `each bound stands in the table as the code has it`() throws {
    let rows = try Self.rows()
    #expect(rows.map(\.first) == Self.bounds.map(\.what))
    for (row, (what, bound)) in zip(rows, Self.bounds) { #expect(row.dropFirst().first == bound, "\(what)") }
  }

  @Test func `each row names tests that there are`() throws {
    let tests = Self.root.appending(path: "Tests")
    let files = FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    let names = Set((files ?? []).map { $0.deletingPathExtension().lastPathComponent })
    for row in try Self.rows() {
      try #require(row.count == 4, "\(row)")
      #expect(names.contains(row[3]), "\(row[3])")
    }
  }
}
