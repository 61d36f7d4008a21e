import ArgumentParser
import Auditing
import Reporting

/// `audit rules`.
struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Browse and check rule files.", subcommands: [List.self, Show.self, Lint.self, Test.self])

  /// `audit rules list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the rules, by file.")

    @OptionGroup var selection: RuleSelection
    @Flag(name: .customLong("no-color"), help: "Write without colour.") var noColor = false

    func run() throws {
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      let rules = try selection.ruleSet().rules
      Files.print(RuleManual.list(rules, width: terminal.columns, isColored: terminal.colorsOutput))
    }
  }

  /// `audit rules show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one rule: what it expects, why, and what to do.",
      discussion: """
        EXAMPLE
          audit rules show function-kvs-association
        """)

    @Argument(help: ArgumentHelp("The rule's id.", valueName: "id")) var id: String
    @OptionGroup var selection: RuleSelection
    @Flag(name: .customLong("no-color"), help: "Write without colour.") var noColor = false

    func run() throws {
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      let rule = try selection.ruleSet().rule(id)
      Files.print(RuleManual.page(rule, width: terminal.columns, isColored: terminal.colorsOutput))
    }
  }

  /// `audit rules lint`.
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check rule files without calling AWS.",
      discussion: """
        EXAMPLE
          audit rules lint my-rules
        """)

    @Argument(help: "Files or folders; default: ./rules where it exists, else the rules built in.")
    var paths: [String] = []

    func run() throws {
      let sources = try RuleFiles.sources(paths)
      do {
        let rules = try RuleSet(sources).rules
        let files = "\(sources.count) file\(sources.count == 1 ? "" : "s")"
        Files.print("\(files), \(rules.count) rule\(rules.count == 1 ? "" : "s"): nothing is wrong.")
      } catch {
        for issue in error.issues { Files.print("\(issue)") }
        throw Outcome.incomplete
      }
    }
  }
}

/// Where rules are read from.
struct RuleSelection: ParsableArguments {
  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "A rule file, or a folder of them; may be repeated. Default: ./rules where it exists, else the rules built in.",
      valueName: "path"))
  var paths: [String] = []

  /// The rules of the files that are named.
  func ruleSet() throws -> RuleSet { try RuleSet(try RuleFiles.sources(paths)) }
}
