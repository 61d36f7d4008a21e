import ArgumentParser
import Auditing
import Estate
import Foundation
import Reporting

/// `audit map`.
struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Draw the estate: who leads to whom, and where something is wrong.",
    discussion: """
      Tenants, distributions and their behaviours by event, functions, stores, versions, roles, buckets, and log groups by \
      region. Red is where something is wrong, dashed what is not known. Of more than 300 places those that are alike are \
      drawn as one. The HTML report holds the same map, with links.

      EXAMPLES
        audit map -o estate.svg
        audit map --snapshot estate.json --format dot | dot -Tpdf -o estate.pdf

      EXIT CODES
        0  it is drawn
        1  some part could not be read, and is drawn dashed or not at all
      """)

  @OptionGroup(title: "What is checked") var selection: SelectionOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions

  @Option(name: .shortAndLong, help: "svg, or dot for Graphviz.") var format: Format = .svg
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output, `-`.", valueName: "file"),
    completion: .file())
  var output = Output.standardName
  @Flag(name: .customLong("no-progress"), help: "Show no progress.") var noProgress = false

  enum Format: String, ExpressibleByArgument, CaseIterable { case svg, dot }

  func run() async throws {
    let startedAt = Date()
    var auditor = try selection.auditor()
    let output = try Output(output)
    let snapshot: Snapshot
    if let read = try selection.readSnapshot() {
      snapshot = read
      auditor = try auditor.looking(inRegionOf: aws).leavingOutOtherAccounts(than: read.estate.account)
    } else {
      let terminal = Terminal.current(environment: Session.environment, noProgress: noProgress)
      let session = try Session(aws, progress: terminal.showsProgress)
      auditor = try await session.located(auditor)
      snapshot = try await session.collect(auditor.needs, filter: auditor.filter, named: auditor.named)
      session.sayIfEmpty(snapshot.estate)
    }
    try selection.refuseUnfit(auditor.unfitPatterns(in: snapshot.estate))
    let outcome = auditor.audit(snapshot.estate, at: startedAt)
    let map = EstateMap(snapshot.estate, findings: outcome.findings).grouped()
    for remark in map.remarks { StandardError.write("audit: \(remark)") }
    try output.write(format == .svg ? MapDrawing.document(map) : MapGraph.document(map))
    guard !outcome.failures.isEmpty else { return }
    let operations = Set(outcome.failures.map(\.operation)).sorted().joined(separator: ", ")
    StandardError.write(
      "audit: \(counted(outcome.failures.count, "part")) of the estate could not be read (\(operations)); `audit check` "
        + "says why.")
    throw Outcome.incomplete
  }
}
