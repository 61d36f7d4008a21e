import Documents
import Foundation
import Testing

@testable import audit

/// Every command of `audit` that help and documents show, run as it stands there, by `Fixtures/documented.py`.
///
/// What else stands in blocks is in ``others``, with what runs that.
@Suite(.needsPython) struct DocumentedCommandTests {
  struct Example: Hashable, CustomTestStringConvertible {
    let source: String
    let command: String
    var testDescription: String { "\(source): \(command)" }
  }

  /// A line that is a command of `audit`, or one that makes what the next one reads.
  private static var command: Regex<(Substring, Substring?)> {
    #/(?m)^(\.build\/release\/|[A-Z_]+=\S+ )?audit |^terraform /#
  }

  /// The files whose blocks of commands are run.
  private static let files =
    ["README.md"] + ["baselines", "ci", "cloudformation", "policies", "scale"].map { "docs/\($0).md" }

  /// The other blocks of documents, by how they begin, and what runs them.
  private static let others: [(file: String, begin: String, by: String)] = [
    ("README.md", "scripts/demo", "scripts/test"), ("README.md", "scripts/test", "whoever runs this"),
    ("README.md", "scripts/package", "scripts/test; what it makes, scripts/try-package"),
    ("README.md", "benchmarks/run", "nobody: it measures for hours"),
    ("README.md", "include: [waivers.yaml]", "below, and ConfigurationTests"),
    ("CONTRIBUTING.md", "credentials ─┐", "a drawing"),
    ("docs/architecture.md", "accounts, credentials ─┐", "a drawing"),
    ("docs/baselines.md", "# yaml-language-server", "BaselineCommandTests"),
    ("docs/baselines.md", "resources:", "BaselineCommandTests"), ("docs/baselines.md", "only:", "BaselineCommandTests"),
    ("docs/ci.md", "gh pr comment", "nobody: it wants GitHub"),
    ("docs/recipes.md", "status=0", "RecipeTests"), ("docs/rule-language.md", "", "LanguagePageTests"),
    ("docs/rules.md", "", "by_hand.py, in CommandLineTests"),
    ("docs/scale.md", "accounts:", "AccountFileTests"), ("docs/scale.md", "waivers:", "below"),
    ("docs/scale.md", "Account       Name", "an answer; FixAccountsTests has its form"),
    ("docs/scale.md", "Plan: 6 changes", "as the one before"),
  ]

  /// The blocks of a document, indented by four columns or between fences.
  private static func blocks(of file: String) throws -> [String] {
    let text = try String(contentsOf: Harness.root.appendingPathComponent(file), encoding: .utf8)
    var (found, block, isFenced): ([String], [Substring], Bool) = ([], [], false)
    let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false) + [""]
    for line in lines {
      if line.hasPrefix("```") {
        isFenced.toggle()
      } else if isFenced || line.hasPrefix("    ") {
        block.append(isFenced ? line : line.dropFirst(4))
        continue
      }
      if !block.isEmpty { found.append(block.joined(separator: "\n")) }
      block = []
    }
    return found
  }

  /// All documents that people read.
  private static func documents() throws -> [String] {
    let folder = Harness.root.appendingPathComponent("docs")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).map { "docs/\($0)" }
    return names.filter { $0.hasSuffix(".md") } + ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
  }

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
      } else if !example.command.contains(Self.command) {
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

  @Test func `every block of every document is run, here or where it says`() throws {
    var met: Set<Int> = []
    for name in try Self.documents() {
      if !Self.files.contains(name) { #expect(try Self.commands(of: name).isEmpty, "\(name)") }
      for block in try Self.blocks(of: name) {
        if Self.files.contains(name), block.contains(Self.command) { continue }
        let other = Self.others.firstIndex { $0.file == name && block.hasPrefix($0.begin) }
        #expect(other != nil, "nothing runs this block of \(name): \(block)")
        if let other { met.insert(other) }
      }
    }
    for (number, other) in Self.others.enumerated() where !met.contains(number) {
      Issue.record("\(other.file) has no block any more that begins with \(other.begin)")
    }
  }

  @Test func `every configuration that help and documents show is one`() async throws {
    let help = try #require(Check.configuration.discussion.components(separatedBy: "left out:\n\n").last)
    let shown = try [
      ("README.md", "include:"), ("docs/scale.md", "waivers:"),
    ].map { name, begin in try #require(try Self.blocks(of: name).first { $0.hasPrefix(begin) }) }
    for text in shown + [help.split(separator: "\n").map { $0.dropFirst(2) }.joined(separator: "\n")] {
      let folder = try Folder()
      try folder.write(text, to: "audit.yaml")
      try folder.write("waivers: []\n", to: "waivers.yaml")
      let run = try await Harness.audit("rules", "list", folder: folder.url)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)\(text)")
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
