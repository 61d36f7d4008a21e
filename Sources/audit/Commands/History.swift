import ArgumentParser
import Auditing
import Estate
import Foundation
import Reporting
import State

/// `audit history`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show what was found since when, by which run, and when it went away.",
    discussion: """
      EXAMPLES
        audit history --state audit.state
        audit history --rule 'edge-role-*' --severity high --open
        audit history --format csv --output findings.csv
        audit history runs
        audit history show 1f2e3d4c

      Runs of `audit check` and `audit fix` with a state are recorded. A finding is gone when a run has judged its rule on \
      its resource and not found it any more, or has read that the resource is gone, or that nothing leads to it any more.
      """,
    subcommands: [List.self, Runs.self, Show.self], defaultSubcommand: List.self)

  /// What all of them take.
  struct Options: ParsableArguments {
    @OptionGroup var state: StateFileOptions
    @Option(name: .shortAndLong, help: "text, json or csv.") var format: HistoryReport.Format = .text
    @Option(
      name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output, `-`.", valueName: "file"),
      completion: .file())
    var output = Output.standardName
    @Flag(name: .noColor, help: "Write without colour.") var noColor = false

    /// Reads the history, and writes what is made of it.
    func write(_ body: (History, HistoryReport) throws -> String) throws {
      let isFile = output != Output.standardName
      let output = try Output(output)
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      let path = try state.path()
      try FileRoles.noteRead(path)
      let file = try StateFile.open(path, .reading)
      let report = HistoryReport(
        format, at: Date(),
        options: ReportOptions(
          width: isFile ? 80 : terminal.columns, isColored: !isFile && terminal.colorsOutput))
      let text = try body(History(in: file), report)
      try file.finish()
      try output.write(text)
    }
  }

  /// `audit history`, `audit history list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the findings, those that came last first (this is the default).",
      usage: "audit history list [<options>]")

    @OptionGroup var options: Options
    @Option(help: ArgumentHelp("Only of this rule (`*`, `?`); may be repeated.", valueName: "glob"))
    var rule: [String] = []
    @Option(
      help: ArgumentHelp("Only on resources whose id or ARN fits (`*`, `?`); may be repeated.", valueName: "glob"))
    var resource: [String] = []
    @Option(help: ArgumentHelp("Only in this account, by its number (`*`, `?`); may be repeated.", valueName: "glob"))
    var account: [String] = []
    @Option(help: "Only of this severity or above.") var severity: Severity?
    @Flag(help: "Only what is not known to be gone.") var open = false
    @Flag(help: "Only what is gone.") var gone = false

    func validate() throws {
      if open, gone { throw ValidationError("--open and --gone exclude each other.") }
    }

    func run() throws {
      try options.write { history, report in
        let findings = try history.findings()
        let unfit =
          unfit("--account", account, Set(try history.runs().map(\.account.account)))
          // A rule that has found nothing yet is no slip.
          + unfit("--rule", rule, Set(findings.map(\.seen.rule) + (try RuleSet(RuleSet.builtIn).rules.map(\.id))))
          + resource.filter { pattern in
            !findings.contains { ResourceFilter([pattern]).matches($0.seen.resource) }
          }.map { Self.unfit("--resource", $0) }
        if !unfit.isEmpty { throw Failure(unfit.joined(separator: "\n")) }
        return report.findings(findings.filter(isWanted), lastRuns: try history.lastRuns)
      }
    }

    /// Which patterns fit nothing that the history knows: a slip would look as if nothing had been found.
    private func unfit(_ option: String, _ patterns: [String], _ names: Set<String>) -> [String] {
      patterns.filter { pattern in !names.contains(where: Glob(pattern).matches) }.map { Self.unfit(option, $0) }
    }

    private static func unfit(_ option: String, _ pattern: String) -> String {
      "\(option) \"\(pattern)\" fits nothing in the history."
    }

    private func isWanted(_ finding: RecordedFinding) -> Bool {
      let seen = finding.seen
      if open, finding.goneAt != nil { return false }
      if gone, finding.goneAt == nil { return false }
      if let severity, Severity(rawValue: seen.severity).map({ $0 < severity }) == true { return false }
      return (account.isEmpty || account.contains { Glob($0).matches(finding.account.account) })
        && (rule.isEmpty || rule.contains { Glob($0).matches(seen.rule) })
        && ResourceFilter(resource).matches(seen.resource)
    }
  }

  /// `audit history runs`.
  struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "runs", abstract: "List the runs, newest first, with what each brought.",
      usage: "audit history runs [<options>]")

    @OptionGroup var options: Options
    @Option(help: ArgumentHelp("Only of this account, by its number (`*`, `?`); may be repeated.", valueName: "glob"))
    var account: [String] = []

    func run() throws {
      try options.write { history, report in
        let runs = try history.runs()
        return report.runs(
          runs.filter { run in account.isEmpty || account.contains { Glob($0).matches(run.account.account) } })
      }
    }
  }

  /// `audit history show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one finding, what happened to it, and who changed what it is about.",
      usage: "audit history show <fingerprint> [<options>]",
      discussion: "Who changed it is known of runs of `audit check` with --attribute.")

    @OptionGroup var options: Options
    @Argument(
      help: ArgumentHelp("The fingerprint, or as much of its beginning as no other has.", valueName: "fingerprint"))
    var fingerprint: String

    func run() throws {
      try options.write { history, report in
        let finding = try found(in: try history.findings())
        return report.course(
          of: finding, try history.events(of: finding), changes: try history.changes(of: finding),
          lastRun: try history.lastRuns[finding.account])
      }
    }

    private func found(in findings: [RecordedFinding]) throws -> RecordedFinding {
      let wanted = fingerprint.lowercased()
      let fitting = findings.filter { $0.seen.fingerprint.hasPrefix(wanted) }
      // Of one fingerprint, what fails says more than that nobody knew.
      let first = fitting.first { $0.seen.status != .unknown } ?? fitting.first
      guard let first, !wanted.isEmpty else {
        throw Failure("No finding has the fingerprint \(fingerprint). `audit history` lists them.")
      }
      guard Set(fitting.map(\.seen.fingerprint)).count == 1 else {
        throw Failure("\(fitting.count) findings begin with \(fingerprint): give more of the fingerprint.")
      }
      return first
    }
  }
}

extension HistoryReport.Format: ExpressibleByArgument {}

extension History {
  /// When the last run of each account was.
  fileprivate var lastRuns: [StateAccount: Date] {
    get throws { Dictionary(try runs().map { ($0.account, $0.finishedAt) }) { newest, _ in newest } }
  }
}
