import ArgumentParser
import Auditing
import Documents
import Estate
import Reporting

/// `audit diff`.
struct Diff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changed between two snapshots, field by field.",
    usage: "audit diff <old> <new> [<options>]",
    discussion: """
      Order, and what AWS says by itself, make no difference where they mean none: that something failed, or that a \
      version was published, does. Of a policy it is said whether it allows more or less.

      EXAMPLES
        audit diff before.json after.json
        audit diff --attribute before.json after.json
        audit diff --format json before.json after.json > changes.json

      EXIT CODES
        0  nothing changed
        2  something changed
        1  some part was not read on one side, or one of the files is no snapshot, or
           they are of two accounts
      """)

  @Argument(help: "The older snapshot.", completion: Completions.json) var old: String
  @Argument(help: "The newer one.", completion: Completions.json) var new: String
  @Option(
    help: ArgumentHelp(
      "Show only resources whose id, name, alias, comment, Lambda function name or ARN fits this pattern (`*`, `?`); may be "
        + "repeated. One that fits nothing on either side is an error.", valueName: "glob"))
  var resource: [String] = []
  @Option(name: .shortAndLong, help: "text or json.") var format: Format = .text
  @Flag(help: "Say who changed each resource, and when, from CloudTrail's event history.") var attribute = false
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @Flag(name: .noColor, help: "Write without colour.") var noColor = false

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  func run() async throws {
    let (older, newer) = try Files.readSnapshots(old, new)
    let (before, after) = (older.estate, newer.estate)
    let filter = ResourceFilter(resource)
    let unfit = filter.unfit(in: before, after)
    if !unfit.isEmpty { throw Failure(unfit.map { "--resource \($0)" }.joined(separator: "\n")) }
    let diff = EstateDiff(before, after, filter: filter)
    var report = DiffReport(diff)
    if attribute { await report.attribute(diff, older, newer, aws) }
    switch format {
    case .json: try Files.print(SafeText.json(JSONWriter(.pretty).string(report.json)))
    case .text:
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      try Files.print(report.text(width: terminal.columns, isColored: terminal.colorsOutput))
    }
    if diff.isIncomplete { throw Outcome.incomplete }
    if !diff.entries.isEmpty { throw Outcome.drift }
  }
}
