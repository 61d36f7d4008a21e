import ArgumentParser
import Reporting

/// `audit plan`.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Look at plans that `audit fix --dry-run -o` wrote.",
    subcommands: [Show.self])

  /// `audit plan show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show a plan for review, and its digest.",
      discussion: """
        EXAMPLES
          audit fix --dry-run -o plan.json
          audit plan show plan.json
          audit plan show plan.json --format markdown > comment.md
          audit fix --plan plan.json --digest SHA256

        The digest is that of all that the plan says. A plan that is damaged is refused in any case; one that somebody has \
        changed, digest included, is told from the one that was reviewed by `fix --digest` alone.
        """)

    @Argument(help: "The plan; `-` is standard input.", completion: .file()) var plan: String
    @Option(name: .shortAndLong, help: "text, markdown, html or json.") var format: PlanDocument.Format = .text
    @Flag(name: .shortAndLong, help: "Show all changes, and long values.") var verbose = false
    @Flag(name: .noColor, help: "Write without colour.") var noColor = false

    func run() throws {
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      try Files.print(
        PlanDocument(try PlanFile.read(plan)).write(
          format,
          options: ReportOptions(width: terminal.columns, isColored: terminal.colorsOutput, isVerbose: verbose)))
    }
  }
}

extension PlanDocument.Format: ExpressibleByArgument {}
