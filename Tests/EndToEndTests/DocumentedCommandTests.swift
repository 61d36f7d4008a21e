import Documents
import Foundation
import Testing

@testable import audit

/// Every command of `audit` that help and documents show, run as it stands there, by `Fixtures/documented.py`.
///
/// Left out are what other tests run (the recipes of docs/recipes.md, the examples of docs/rule-language.md), and what is
/// no command of `audit`: `scripts/demo`, `scripts/package` and the like build for release, and `scripts/try-package` runs
/// what they make.
@Suite(.needsPython) struct DocumentedCommandTests {
  struct Example: Hashable, CustomTestStringConvertible {
    let source: String
    let command: String
    var testDescription: String { "\(source): \(command)" }
  }

  /// The files whose blocks of commands are run.
  private static let files =
    ["README.md"] + ["baselines", "ci", "cloudformation", "policies", "scale"].map { "docs/\($0).md" }

  /// The commands of a document: lines that are indented by four columns, outside of fences.
  static func commands(of file: String) throws -> [Example] {
    let text = try String(contentsOf: Harness.root.appendingPathComponent(file), encoding: .utf8)
    var (found, isFenced, open): ([Example], Bool, Example?) = ([], false, nil)
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") { isFenced.toggle() }
      guard !isFenced, line.hasPrefix("    ") else { continue }
      var example = Example(source: "\(file):\(number + 1)", command: String(line.dropFirst(4)))
      if let begun = open {
        example = Example(source: begun.source, command: "\(begun.command)\n\(example.command)")
      } else if !example.command.contains(#/^(\.build\/release\/|[A-Z_]+=\S+ )?audit |^terraform /#) {
        continue
      }
      // What is in quotes may go on in the next line.
      open = example.command.filter { $0 == "'" }.count % 2 == 1 ? example : nil
      if open == nil { found.append(example) }
    }
    return found.map { Example(source: $0.source, command: $0.command.replacing(#/ {2,}#.*$/#, with: "")) }
  }

  /// The commands under EXAMPLES in help.
  static func helpCommands() throws -> [Example] {
    var found: [Example] = []
    func collect(_ command: JSONValue, _ above: String) {
      let path = "\(above)\(command["commandName"].string ?? "") "
      for line in (command["discussion"].string ?? "").split(separator: "\n") where line.hasPrefix("  ") {
        // What stands two spaces further is a remark.
        let text = line.trimmingCharacters(in: .whitespaces).replacing(#/ {2,}.*$/#, with: "")
        if text.contains(#/(^|&& |\| )audit /#) { found.append(Example(source: "\(path)--help", command: text)) }
      }
      for next in command["subcommands"].array ?? [] { collect(next, path) }
    }
    collect(try JSONReader.read(Array(Audit._dumpHelp().utf8))["command"], "")
    return found
  }

  @Test func `every document with commands is among those that are run`() throws {
    let folder = Harness.root.appendingPathComponent("docs")
    let names =
      try FileManager.default.contentsOfDirectory(atPath: folder.path).map { "docs/\($0)" } + [
        "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
      ]
    for name in names where name.hasSuffix(".md") && !Self.files.contains(name) {
      #expect(try Self.commands(of: name).isEmpty, "\(name)")
    }
  }

  @Test func `every command that help and documents show does what it is shown for`() async throws {
    let examples = try Self.files.flatMap(Self.commands) + Self.helpCommands()
    #expect(examples.count > 140, "\(examples.count)")
    // The same command may be shown in many places.
    let each = Dictionary(grouping: examples, by: \.command).values.compactMap(\.first).sorted { $0.source < $1.source }
    let input = JSONValue.array(each.map { ["source": .string($0.source), "command": .string($0.command)] })
    let emulator = try Server("scripts/emulator.py", "--json")
    let run = try await Harness.run(
      try #require(Harness.python),
      [
        Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/documented.py").path,
        emulator.greeting["AWS_ENDPOINT_URL"].string ?? "", "460000000000",
      ], environment: ["AUDIT": Harness.binary.path, "PYTHONDONTWRITEBYTECODE": "1"],
      input: JSONWriter().string(input))
    try #require(run.status == 0, "\(run.errors)")
    let results = try #require(try run.json.array)
    #expect(results.count == each.count)
    for result in results {
      let status = result["status"].integer
      // A snapshot does not hold what only the template names, which is not known then.
      let isUnsaid = result["output"].string?.contains("It was not looked for") == true
      #expect(
        status == 0 || status == 2 || status == 1 && isUnsaid,
        "\(result["source"]): \(result["ran"]): \(result["errors"])")
      // There is an estate in each account.
      let isCalledEmpty = result["errors"].string?.contains("Is it the account that is meant?") == true
      #expect(!isCalledEmpty, "\(result["ran"]): \(result["errors"])")
    }
  }
}
