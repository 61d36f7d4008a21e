import ArgumentParser
import Documents
import Estate
import Foundation
import Reporting
import State

/// `audit snapshot`.
struct TakeSnapshot: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Write the estate as one JSON document.",
    usage: "audit snapshot [<options>]",
    discussion: """
      A snapshot holds all that audit can read, so that any rule can be evaluated on it offline. Secrets are left out.

      EXAMPLES
        audit snapshot -o estate.json
        audit snapshot --state audit.state -o estate.json
        audit snapshot | audit query --input - "resources[?region=='eu-west-1'].id"
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output, `-`.", valueName: "file"),
    completion: .file())
  var output = Output.standardName

  @Flag(name: .customLong("no-progress"), help: "Show no progress.")
  var noProgress = false

  @OptionGroup(title: "State") var states: StateFileOptions
  @OptionGroup(title: "State") var reading: RefreshOption
  @OptionGroup(title: "AWS") var aws: AWSOptions

  func run() async throws {
    let output = try Output(output)
    let terminal = Terminal.current(environment: Session.environment, noProgress: noProgress)
    let session = try Session(aws, progress: terminal.showsProgress)
    let file = try openState()
    let state = file.map { ReadingState(in: $0, isRefreshing: reading.refresh) }
    let kept = state.map(KeptWhenStopped.init)
    defer { withExtendedLifetime(kept) {} }
    let snapshot = try await session.collect(.everything, remembering: state)
    session.sayIfEmpty(snapshot.estate)
    let text = SafeText.json(JSONWriter(.pretty).string(snapshot.document))
    try output.write(text)
    if let use = state?.use(of: session.stateAccount(snapshot.estate.account)) {
      StandardError.write("audit: \(use.sentence(at: Date()))")
    }
    try file?.finish()
    let failures = snapshot.estate.failedReads
    guard !failures.isEmpty else { return }
    for gap in failures {
      StandardError.write("audit: \(gap.operation) \(gap.resource.id): \(gap.code): \(gap.message) \(gap.advice)")
    }
    throw Outcome.incomplete
  }

  /// The named state, open to be read and written; nothing where none is named.
  private func openState() throws -> StateFile? {
    guard let path = try states.namedPath() else { return nil }
    try FileRoles.noteRead(path)
    return try StateFile.open(path, .writing(holder: StateFile.holder("audit snapshot")))
  }
}
