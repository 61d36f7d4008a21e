import Dispatch
import Documents
import Foundation
import Repairing
import Reporting

/// Making the changes of a plan, from the question to the wait: what `fix` and `undo` have in common.
struct RepairWork {
  let options: RepairOptions
  let output: OutputOptions
  let session: Session
  let account: String
  /// The name of the run.
  let id: String
  /// What a plan, or what was done of it, entails.
  var postApply: (Plan) -> PostApply = { _ in .none }
  /// The digest of the plan that is applied, where it was saved before.
  var planDigest: String?
  /// The run that is taken back, by `undo`.
  var undone: String?

  /// Keeps other runs of this machine from repairing an account, whoever started them, as long as what it gives lives.
  ///
  /// - Throws: ``JournalError`` where one is at it.
  static func lock(_ account: String, run id: String) throws -> RunLock {
    let holder =
      "run \(id), process \(ProcessInfo.processInfo.processIdentifier), in \(FileManager.default.currentDirectoryPath)"
    // Containers share no folder of their own accord.
    let folder = Session.environment["AUDIT_LOCK_FOLDER"].flatMap { $0.isEmpty ? nil : $0 } ?? RunLock.sharedFolder
    return try RunLock(account: account, holder: holder, in: folder)
  }

  /// Makes sure that a run can keep its journal in a folder, before all is read in vain.
  ///
  /// - Throws: ``JournalError`` where it cannot.
  static func prepareJournal(in folder: String) throws { try Journal.check(folder) }

  /// Shows the plan, asks, applies it and waits.
  ///
  /// - Returns: Whether it was done, and not refused.
  /// - Throws: ``JournalError`` where it cannot be journalled, and nothing was done.
  func perform(_ run: inout RepairRun, command: String) async throws -> Bool {
    try show(run)
    if let most = options.maxChanges, run.plan.changeCount > most {
      StandardError.write(
        "audit: the plan makes \(run.plan.changeCount) changes, and --max-changes allows \(most). Nothing was changed.")
      return false
    }
    guard options.yes || TerminalPrompt.confirm(RepairReport.question(run.plan)) else {
      StandardError.write("audit: nothing was changed.")
      return false
    }
    let record = JournalRecord.Run(
      id: id, command: command, undone: undone, account: account, version: Audit.version,
      startedAt: Timestamp.rfc3339(Date()), plan: planDigest)
    let stop = Stop()
    let interrupt = Interrupt(stop)
    defer { withExtendedLifetime(interrupt) {} }
    let repairer = session.repairer(stop: stop, isPatient: !options.noWait)
    try await repairer.carryOut(&run, as: record, journalIn: options.journal, entailing: postApply)
    return true
  }

  /// Shows the plan where people read: in the report, or beside it on standard error.
  private func show(_ run: RepairRun) throws {
    let terminal = output.terminal
    if output.showsPlan {
      try Files.print(
        RepairReport(
          run,
          options: ReportOptions(
            width: terminal.columns, isColored: terminal.colorsOutput, isVerbose: output.verbose)
        ).plan)
    } else if !options.yes {
      let report = RepairReport(
        run,
        options: ReportOptions(width: terminal.columns, isColored: terminal.colorsErrors, isVerbose: output.verbose))
      StandardError.write(report.plan)
    }
  }

  /// The time, so that runs sort by it, and what tells those of one second apart.
  static func newID() -> String {
    let time = Timestamp.rfc3339(Date()).filter { $0.isNumber || $0 == "T" || $0 == "Z" }
    let digits = String(UInt32.random(in: 0 ... .max), radix: 16)
    return "\(time)-\(String(repeating: "0", count: 8 - digits.count))\(digits)"
  }
}

/// Ctrl-C while changes are made: the call in flight ends as it may. A second one ends the process.
private final class Interrupt {
  private let sources: [any DispatchSourceSignal]

  init(_ stop: Stop) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if stop.isAsked { Foundation.exit(128 + number) }
        stop.ask(by: number)
        StandardError.write("audit: stopping after the call in flight. Once more stops at once.")
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
