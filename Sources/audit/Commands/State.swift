import ArgumentParser
import Documents
import Foundation
import Reporting
import Schema
import State

/// `audit state`.
struct StateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Look at the file in which runs remember what they read and found.",
    discussion: """
      EXAMPLES
        audit state info
        audit state check --state audit.state
        audit state prune --keep-runs 500
        audit state merge --state audit.state shard-0.state shard-1.state

      The file may be deleted at any time: everything is then read anew, and the history begins again.
      """,
    subcommands: [Info.self, Check.self, Prune.self, Merge.self])

  /// `audit state info`.
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "info", abstract: "Say what lies in a state: of which accounts, how much, how old.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var state: StateFileOptions
    @Option(name: .shortAndLong, help: "text or json.") var format: Format = .text

    func run() throws {
      let file = try StateFile.open(try state.path(), .reading)
      let info = try file.info()
      try file.finish()
      switch format {
      case .json: try Files.print(StateReport.json(info))
      case .text: try Files.print(StateReport.text(info))
      }
    }
  }

  /// `audit state check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Look whether all of a state is as it was written.")

    @OptionGroup var state: StateFileOptions

    func run() throws {
      let file = try StateFile.open(try state.path(), .reading)
      try file.check()
      try file.finish()
      try Files.print("\(file.path): all is as it was written.")
    }
  }

  /// `audit state merge`.
  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge", abstract: "Take over what other states know, as those of shards.",
      discussion: "The others stay as they are. What was taken over before is not taken over again.")

    @OptionGroup var state: StateFileOptions
    @Argument(help: ArgumentHelp("A state that is taken over.", valueName: "file"), completion: .file()) var others:
      [String]

    func run() throws {
      let path = try state.path()
      let own = Files.identity(path)
      if let same = others.first(where: { Files.identity($0) == own }) {
        throw Failure("\(same) is the state that is to take over the others.")
      }
      let file = try StateFile.open(path, .writing(holder: StateFile.holder("audit state merge")))
      if file.isReadOnly { throw Failure("\(path): the state may not be written here.") }
      var (runs, parts) = (0, 0)
      for name in others {
        let other = try StateFile.open(name, .reading)
        let taken = try file.merge(other)
        (runs, parts) = (runs + taken.runs, parts + taken.parts)
        try other.finish()
      }
      try file.finish()
      try Files.print("\(counted(runs, "run")) and \(counted(parts, "part")) taken over.")
    }
  }

  /// `audit state prune`.
  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune",
      abstract: "Forget old runs, and what this audit cannot use, and make the file smaller.",
      usage: "audit state prune [<options>]",
      discussion: """
        What is not known to be gone stays, whichever run found it. Of an account that is closed, or by a rule that there is \
        no more, no run finds out whether it is gone: name these by --account and --rule.
        """)

    @OptionGroup var state: StateFileOptions
    @Option(
      name: .customLong("keep-runs"),
      help: ArgumentHelp(
        "How many runs of each account are kept; the shards of one audit count as one. Default: all.",
        valueName: "number"))
    var keepRuns: Int?
    @Option(
      help: ArgumentHelp(
        "Forget all that is known of this account, what is open as well; may be repeated.", valueName: "number"))
    var account: [String] = []
    @Option(
      help: ArgumentHelp("Forget what this rule has found, what is open as well; may be repeated.", valueName: "id"))
    var rule: [String] = []

    func validate() throws {
      if let keepRuns, keepRuns < 1 { throw ValidationError("--keep-runs takes a number from 1.") }
    }

    func run() throws {
      let path = try state.path()
      guard Files.exists(path) else { throw Failure("\(path): there is no state yet.") }
      let file = try StateFile.open(path, .writing(holder: StateFile.holder("audit state prune")))
      if file.isReadOnly { throw Failure("\(path): the state may not be written here.") }
      let history = History(in: file)
      let accounts = Set(try file.info().accounts.map(\.account.account))
      if let unknown = account.first(where: { !accounts.contains($0) }) {
        throw Failure("\(path): the state knows no account \(unknown). `audit state info` lists those that it knows.")
      }
      let rules = Set(try history.findings().map(\.seen.rule))
      if let unknown = rule.first(where: { !rules.contains($0) }) {
        throw Failure("\(path): no finding is of a rule \(unknown). `audit history` lists them.")
      }
      if !account.isEmpty || !rule.isEmpty {
        let named = try history.forget(accounts: account, rules: rule)
        try Files.print(
          "Of what was named: \(counted(named.runs, "run")) and \(counted(named.findings, "finding")) forgotten.")
      }
      let (runs, findings) = try keepRuns.map { try history.prune(keepRuns: $0) } ?? (0, 0)
      let parts = try file.compact(schema: RunState.schema)
      try file.finish()
      try Files.print(
        "\(counted(runs, "run")), \(counted(findings, "finding")) that \(findings == 1 ? "was" : "were") gone and "
          + "\(counted(parts, "part")) forgotten.")
    }
  }
}
