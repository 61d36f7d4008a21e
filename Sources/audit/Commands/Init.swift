import ArgumentParser
import Auditing
import Documents
import Estate
import Foundation
import Reporting
import Schema

/// `audit init`.
struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Begin a project: write audit.yaml, a baseline of what is there today, and a workflow for GitHub.",
    usage: "audit init [<options>]",
    discussion: """
      Asks what it is not told, where there is a terminal; else what is not named takes its default. What is there already \
      is left as it is, and said so.

      EXAMPLES
        audit init
        audit init --yes --no-workflow
        audit init --yes --snapshot estate.json --fail-on medium
        audit init --yes --role arn:aws:iam::111122223333:role/auditor

      EXIT CODES
        0  all that was asked for is there
        1  something could not be read or written; what was written is said
      """)

  @Flag(name: .shortAndLong, help: "Ask nothing: take what is named, and the defaults.")
  var yes = false
  @Option(
    help: ArgumentHelp("Capture a snapshot instead of the live estate.", valueName: "file"),
    completion: Completions.json)
  var snapshot: String?
  @Flag(name: .customLong("no-baseline"), help: "Capture no baseline.") var noBaseline = false
  @Flag(name: .customLong("no-workflow"), help: "Write no workflow.") var noWorkflow = false
  @Option(
    name: .customLong("fail-on"),
    help: ArgumentHelp("The least severity that fails the workflow. Default: low.", valueName: "severity"))
  var failOn: Severity?
  @Option(
    help: ArgumentHelp("The file of the state that audit.yaml names. Default: none.", valueName: "file"),
    completion: .file())
  var state: String?
  @Option(help: ArgumentHelp("The role that the workflow assumes.", valueName: "arn"))
  var role: String?
  @Flag(name: .customLong("no-progress"), help: "Show no progress.") var noProgress = false
  @OptionGroup(title: "AWS") var aws: AWSOptions

  func validate() throws {
    for (name, value) in [("--state", state), ("--role", role)] {
      if let value, !value.allSatisfy({ $0.isASCII && !$0.isWhitespace && !"\"'#{}$`\\".contains($0) }) || value.isEmpty
      {
        throw ValidationError("\(name) takes a name without spaces, quotes and braces.")
      }
    }
    if let role, ARN(role).map({ $0.service != "iam" || !$0.resource.hasPrefix("role/") }) ?? true {
      throw ValidationError("--role takes the ARN of a role, and \(role) is none.")
    }
  }

  func run() async throws {
    let isAsking = !yes && TerminalPrompt.canAsk
    func agrees(_ question: String) -> Bool { !isAsking || TerminalPrompt.agrees(question) }
    let wantsBaseline =
      !noBaseline && (snapshot != nil || agrees("Capture a baseline of what is in the account today? [Y/n] "))
    let wantsWorkflow = !noWorkflow && agrees("Write a workflow for GitHub Actions? [Y/n] ")
    var steps = Steps()
    // Of two configurations no command would know which counts.
    if let file = ConfigurationFiles.names.first(where: Files.exists) {
      keepConfiguration(file, &steps)
    } else {
      steps.write("audit.yaml", ProjectFiles.configuration(state: state))
    }
    if wantsBaseline { try await capture(&steps) }
    if wantsWorkflow { try writeWorkflow(&steps) }
    steps.next.append("audit check")
    try Files.print(steps.text)
    if steps.hasFailed { throw Outcome.incomplete }
  }

  /// Leaves a configuration as it is, if it is one and says what was asked for.
  private func keepConfiguration(_ file: String, _ steps: inout Steps) {
    do {
      let known = try RuleSelection.parse([]).read().configuration.state
      if let state, known != state {
        let said = known.map { "names the state \($0)" } ?? "names no state"
        return steps.fail(file, "it is there already and \(said): write `state: \(state)` into it")
      }
      steps.keep(file)
    } catch {
      steps.fail(file, "\(error)")
    }
  }

  private func writeWorkflow(_ steps: inout Steps) throws {
    let file = ".github/workflows/edge-audit.yml"
    if Files.exists(file), failOn != nil || role != nil {
      return steps.fail(file, "it is there already: --fail-on and --role are for a new one")
    }
    let text = ProjectFiles.workflow(failOn: failOn ?? .low, role: role, region: try Session.settings(aws).region)
    guard steps.write(file, text) else { return }
    steps.next.append(
      "\(file): name the role, where you keep audit (`uses`), and an `archive` of it with its `sha256`, or it is built "
        + "anew each time")
    if let repository = ProjectFiles.repositoryAround {
      steps.next.append("\(file): move it into \(repository), as GitHub looks for workflows there alone")
    }
  }

  private func capture(_ steps: inout Steps) async throws {
    let file = "baselines/edge.yaml"
    if Files.exists(file) { return steps.keep(file) }
    // What two baselines declare of one place has to be the same.
    let others = Files.isFolder("baselines") ? try Files.list("baselines").filter(RuleFiles.isYAML) : []
    if !others.isEmpty { return others.forEach { steps.keep($0) } }
    let estate: Estate
    do {
      if let snapshot {
        estate = try Files.readSnapshot(snapshot).estate
      } else {
        let terminal = Terminal.current(environment: Session.environment, noProgress: noProgress)
        let session = try Session(aws, progress: terminal.showsProgress)
        estate = try await session.collect(.everything, filter: ResourceFilter([])).estate
      }
    } catch {
      return steps.fail(file, "\(error)")
    }
    let captured = Capture.declarations(of: estate, filter: ResourceFilter([]))
    guard !captured.declarations.isEmpty else {
      return steps.fail(file, "there is nothing to capture: no edge estate was read")
    }
    for note in captured.notes { steps.fail(file, note) }
    for gap in estate.failedReads {
      steps.fail(file, "\(gap.operation) \(gap.resource.id): \(gap.code): \(gap.message) \(gap.advice)")
    }
    // The next fix reads what stands here.
    if !captured.isWhole { return }
    let account = estate.account.isEmpty ? "" : " in account \(estate.account)"
    let comments = ["Captured by audit \(Audit.version)\(account)."] + captured.notes
    let text = BaselineWriter.text(captured.declarations, of: estate.account, comments: comments)
    if steps.write(file, WrittenFile.sealed(text)) {
      steps.next.append("audit fix --skip baseline, and capture anew: what is wrong today stands in the baseline too")
    }
  }
}

/// What was done, a line each.
private struct Steps {
  private var lines: [String] = []
  private(set) var hasFailed = false
  /// What somebody does next.
  var next: [String] = []

  /// Writes a file that is not there yet, and says whether it did.
  @discardableResult
  mutating func write(_ file: String, _ text: String) -> Bool {
    if Files.exists(file) {
      keep(file)
      return false
    }
    do {
      try WrittenOutput.create(file, text)
      lines.append("wrote  \(file)")
      return true
    } catch {
      fail(file, "\(error)")
      return false
    }
  }

  mutating func keep(_ file: String) {
    if WrittenOutput.isRegular(file) { return lines.append("kept   \(file): it is there already") }
    fail(file, Files.isFolder(file) ? "it is a folder" : "it is a link that leads nowhere, or no file")
  }

  mutating func fail(_ file: String, _ reason: String) {
    hasFailed = true
    let reason = reason.split(whereSeparator: \.isNewline).map { SafeText.sentence(String($0)) }
    lines.append("failed \(file): \(reason.joined(separator: "\n         "))")
  }

  var text: String { (lines + ["next:"] + next.map { "  \($0)" }).joined(separator: "\n") }
}

/// The files of a new project.
enum ProjectFiles {
  /// The folder of the git repository that this one is a folder of; `nil` where it is its top, or in none.
  static var repositoryAround: String? {
    var folder = URL(filePath: FileManager.default.currentDirectoryPath)
    var isBelow = false
    while !Files.exists(folder.appending(path: ".git").path) {
      if folder.pathComponents.count < 2 { return nil }
      (folder, isBelow) = (folder.deletingLastPathComponent(), true)
    }
    return isBelow ? folder.path : nil
  }

  /// audit.yaml, in which everything that has a default is a comment.
  static func configuration(state: String?) -> String {
    """
    # What this project wants otherwise than audit does by itself; `audit check --help` has every part. For editors:
    # audit rules schema --of configuration > audit.schema.json, and as the first line of this file
    # yaml-language-server: $schema=audit.schema.json
    \(state.map { "state: \($0)" } ?? "# state: audit.state")
    # rules:
    #   access-logging: {enabled: false}
    # parameters:
    #   edge-log-retention.maxDays: 30
    # A waiver accepts a finding for a time; `audit check --write-waivers` writes them.
    waivers: []

    """
  }

  /// The workflow that checks each morning and on each push.
  static func workflow(failOn: Severity, role: String?, region: String?) -> String {
    """
    # Audits each morning, since drift comes from outside, and after each push to main. It only reads.
    name: Edge audit

    on:
      push:
        branches: [main]
      schedule:
        - cron: "17 5 * * *"

    permissions:
      contents: read
      id-token: write  # AWS lends credentials to the workflow
      security-events: write  # results go to code scanning
      actions: read  # which that takes in a private repository

    jobs:
      audit:
        runs-on: ubuntu-latest
        container: swift:6.3-noble  # audit is built there; with `archive` and `sha256` beside `fail-on` it need not be
        steps:
          - uses: actions/checkout@v4
          - uses: aws-actions/configure-aws-credentials@v4
            with:
              role-to-assume: \(role ?? "arn:aws:iam::111122223333:role/auditor  # yours: `audit permissions` says its policy")
              aws-region: \(region ?? "us-east-1")
          - id: audit
            uses: OWNER/audit@COMMIT  # where you keep audit
            with:
              fail-on: \(failOn.rawValue)
          - if: ${{ !cancelled() && steps.audit.outputs.sarif-file != '' }}
            uses: github/codeql-action/upload-sarif@v3
            with:
              sarif_file: ${{ steps.audit.outputs.sarif-file }}

    """
  }
}
