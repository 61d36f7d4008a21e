import ArgumentParser
import Auditing
import Foundation
import Repairing
import Reporting

/// `audit undo`.
struct Undo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Put back what a fix run changed, from its journal.",
    discussion: """
      EXAMPLES
        audit undo 20261121T101502Z-1f2e3d4c
        audit undo last --dry-run
        audit undo 20261121T101502Z-1f2e3d4c --accounts accounts.yaml
        audit undo .audit/journal/20261121T101502Z-1f2e3d4c.jsonl --yes

      Each value is put back only where it still is what the run made of it: what somebody has changed since stays. A \
      version of a Lambda function that was published stays too, and nothing uses it any more.

      A run of `fix --accounts` or `fix --organization` is taken back with the same options, or with the credentials of its \
      account.

      EXIT CODES
        0  everything is as it was before the run
        2  something could not be put back, or somebody has changed it since; with
           --dry-run, there is something to put back
        1  the journal cannot be read, or it could not be found out what is there,
           or a call that changes something was denied
        130, 143  stopped by Ctrl-C or SIGTERM, after the call in flight
      """)

  @Argument(
    help: ArgumentHelp(
      "The run, `last` for the newest one that changed something, or a journal's file.", valueName: "run"),
    completion: Completions.runs)
  var run: String

  @OptionGroup(title: "Accounts") var accounts: AccountOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "Repairs") var repairs: RepairOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Show what would be put back and change nothing.")
  var isDryRun = false

  func validate() throws {
    if isDryRun, repairs.yes { throw ValidationError("--dry-run and --yes exclude each other.") }
    let formats = [output.format] + output.report.map(\.format)
    if let other = formats.first(where: { ![.text, .json].contains($0) }) {
      throw ValidationError(
        "Nothing is judged here, so there is no report as \(other.rawValue): text and json there are.")
    }
    if !isDryRun { try repairs.refuseWithoutConsent() }
  }

  func run() async throws {
    let journal = try Journals.read(try file())
    var reports = try output.open()
    reports.undoOptions = undoOptions(accounts, repairs, aws)
    if !isDryRun { try RepairWork.prepareJournal(in: repairs.journal) }
    let session = try await session(for: journal.run)
    let account = try await session.account()
    guard account == journal.run.account || journal.run.account.isEmpty else {
      throw Failure(
        "Run \(journal.run.id) changed account \(journal.run.account), and these credentials are of \(account)."
          + (accounts.areSeveral ? "" : " Where `fix --accounts` made it, name the same list here."))
    }
    let lock = isDryRun ? nil : try RepairWork.lock(account)
    defer { withExtendedLifetime(lock) {} }
    let undo = journal.undo
    // What was put back already, or never stayed, is not planned again.
    let found = await session.reading(of: undo.plan)
    var run = RepairRun(plan: found.plan)
    run.remarks = undo.remarks + found.remarks
    if isDryRun || found.plan.steps.isEmpty {
      try reports.write(repairs: run, isPlan: true)
      repairs.refuses(run.plan.changeCount, isDryRun: true)
      if found.isIncomplete { throw Outcome.incomplete }
      if !found.plan.steps.isEmpty || !undo.remarks.isEmpty || found.leavesSomething { throw Outcome.drift }
      return
    }
    let work = RepairWork(options: repairs, output: output)
    guard
      try work.isAgreed(
        to: run.plan.changeCount, asking: RepairReport.question(run.plan), showing: RepairReport.make(run))
    else {
      if !output.showsPlan { try reports.write(repairs: run, isPlan: true) }
      throw Outcome.drift
    }
    let interrupt = Interrupt()
    defer { withExtendedLifetime(interrupt) {} }
    try await work.carryOut(
      &run, "undo", in: account, by: session, undoing: journal.run.id, stop: interrupt.stop)
    try reports.write(repairs: run, isPlan: false)
    if let outcome = Outcome(run.ending) { throw outcome }
    if !undo.remarks.isEmpty || found.leavesSomething { throw Outcome.drift }
  }

  /// A session in the account of a run: that of the credentials, or one of those that are named, entered as `fix` enters
  /// it.
  private func session(for run: JournalRecord.Run) async throws -> Session {
    let base = try Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
    guard accounts.areSeveral else { return base }
    guard let entry = try await accounts.accounts(for: base).accounts.first(where: { $0.id == run.account }) else {
      throw Failure("Run \(run.id) changed account \(run.account), which is not among those that are named.")
    }
    return try Session(
      aws, entering: entry, from: base, progress: output.terminal.showsProgress, verbose: output.verbose)
  }

  private func file() throws -> String {
    if run.hasSuffix(".jsonl") || run.contains("/") { return run }
    if run != "last" {
      let file = "\(repairs.journal)/\(run).jsonl"
      if Files.exists(file) { return file }
    }
    let journals = Journals(folder: repairs.journal)
    if run == "last", let newest = try journals.newestFix {
      if newest.passedOver > 0 {
        let name = Files.stem((newest.file as NSString).lastPathComponent)
        StandardError.write(
          "audit: \(name) is the last run that changed something; \(counted(newest.passedOver, "later run")) did not.")
      }
      return newest.file
    }
    let known = try journals.files
    guard !known.isEmpty else { throw Failure("\(repairs.journal): there is no journal of a run in this folder.") }
    let names = known.map { Files.stem(($0 as NSString).lastPathComponent) }
    throw Failure(
      "There is no run \"\(run)\" in \(repairs.journal). Runs: \(names.suffix(10).joined(separator: ", ")).")
  }
}
