import ArgumentParser
import Documents
import Estate
import Reporting

/// `audit snapshot`.
struct TakeSnapshot: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Write the estate as one JSON document.",
    discussion: """
      A snapshot holds all that audit can read, so that any rule can be evaluated on it offline. Secrets are left out.

      EXAMPLES
        audit snapshot -o estate.json
        audit snapshot | audit query --input - "resources[?type=='AWS::CloudFront::Distribution'].id"
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output, `-`.", valueName: "file"))
  var output = Output.standardName

  @Flag(name: .customLong("no-progress"), help: "Show no progress.")
  var noProgress = false

  @OptionGroup(title: "AWS") var aws: AWSOptions

  func run() async throws {
    let output = try Output(output)
    let terminal = Terminal.current(environment: Session.environment, noProgress: noProgress)
    let session = try Session(aws, progress: terminal.showsProgress)
    let snapshot = try await session.collect(.everything)
    session.sayIfEmpty(snapshot.estate)
    let text = SafeText.json(JSONWriter(.pretty).string(snapshot.document))
    try output.write(text)
    guard !snapshot.estate.gaps.isEmpty else { return }
    for gap in snapshot.estate.gaps {
      StandardError.write("audit: \(gap.operation) \(gap.resource.id): \(gap.code): \(gap.message) \(gap.advice)")
    }
    throw Outcome.incomplete
  }
}
