import ArgumentParser
import Auditing
import Documents
import Reporting

/// `audit rules`.
struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Browse, check and test rule files.",
    subcommands: [List.self, Show.self, New.self, Lint.self, Test.self, Language.self, Schema.self])

  /// `audit rules list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the rules, by file, as the configuration has them.",
      usage: "audit rules list [<options>]",
      discussion: """
        EXAMPLES
          audit rules list
          audit rules list --format json | audit query --input - "rules[].id"
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(name: .shortAndLong, help: "text or json.") var format: Format = .text
    @OptionGroup var selection: RuleSelection
    @Flag(name: .noColor, help: "Write without colour.") var noColor = false

    func run() throws {
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      let (set, configuration) = try selection.read()
      let rules = set.rules.map(configuration.inForce)
      switch format {
      case .text: try Files.print(RuleManual.list(rules, width: terminal.columns, isColored: terminal.colorsOutput))
      case .json: try Files.print(JSONWriter(.pretty).string(RuleManual.list(rules)))
      }
    }
  }

  /// `audit rules show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show the manual page of a rule as the configuration has it: what it expects, why, and what to do.",
      usage: "audit rules show [<id>] [<options>]",
      discussion: """
        EXAMPLES
          audit rules show function-kvs-association
          audit rules show --all --format markdown > docs/rules.md
        """)

    @Argument(help: ArgumentHelp("The rule's id.", valueName: "id"), completion: Completions.rules) var id: String?
    @Flag(help: "Show all rules.") var all = false
    @Option(name: .shortAndLong, help: "The format of the page.") var format: RuleManual.Format = .text
    @OptionGroup var selection: RuleSelection
    @Flag(name: .noColor, help: "Write without colour.") var noColor = false

    func validate() throws {
      guard (id == nil) == all else {
        throw ValidationError("Name a rule or use --all: `audit rules list` has the ids.")
      }
    }

    func run() throws {
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      let (width, isColored) = (terminal.columns, terminal.colorsOutput)
      let (rules, configuration) = try selection.read()
      let text =
        if let id {
          RuleManual.page(
            try rules.rule(id), in: configuration, format: format, width: width, isColored: isColored)
        } else {
          RuleManual.pages(rules.rules, in: configuration, format: format, width: width, isColored: isColored)
        }
      try Files.print(text)
    }
  }

  /// `audit rules lint`.
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract: "Check rule files without calling AWS.",
      discussion: """
        What is wrong makes the exit code 1, members included that no resource is known to have. In a file that says \
        `unknownMembers: allow` they are warnings, since AWS may know a member that audit does not know yet, and so are \
        expressions that can only give nothing.

        EXAMPLE
          audit rules lint my-rules
        """)

    @Argument(
      help: "Files or folders; default: ./rules where it exists, else the rules built in.", completion: Completions.yaml
    )
    var paths: [String] = []
    @Flag(help: "Let warnings make the exit code 1 too.") var strict = false

    func run() throws {
      let sources = try RuleFiles.sources(paths)
      let warnings = sources.flatMap { RuleLint.issues(in: $0).warnings }
      for warning in warnings { try Files.print("\(warning.mark): warning: \(warning.message)") }
      let rules: RuleSet
      do {
        rules = try RuleSet(sources)
      } catch {
        for issue in error.issues { try Files.print("\(issue)") }
        throw Outcome.incomplete
      }
      let checked = "\(counted(sources.count, "file")), \(counted(rules.rules.count, "rule"))"
      try Files.print("\(checked): \(warnings.isEmpty ? "nothing is wrong" : counted(warnings.count, "warning")).")
      if strict, !warnings.isEmpty { throw Outcome.incomplete }
    }
  }
}

extension RuleManual.Format: ExpressibleByArgument {}
