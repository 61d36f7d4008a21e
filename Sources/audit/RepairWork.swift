import Dispatch
import Documents
import Foundation
import Repairing
import Reporting

/// What is shown and asked before the changes of plans are made, and who is told to stop: what `fix` and `undo` have in
/// common.
struct RepairWork {
  let options: RepairOptions
  let output: OutputOptions

  /// Keeps other runs of this machine from repairing an account, whoever started them, as long as what it gives lives.
  ///
  /// - Throws: ``JournalError`` where one is at it.
  static func lock(_ account: String) throws -> RunLock {
    let holder =
      "process \(ProcessInfo.processInfo.processIdentifier), in \(FileManager.default.currentDirectoryPath)"
    // Containers share no folder of their own accord.
    let folder = Session.environment["AUDIT_LOCK_FOLDER"].flatMap { $0.isEmpty ? nil : $0 } ?? RunLock.sharedFolder
    return try RunLock(account: account, holder: holder, in: folder)
  }

  /// Makes sure that a run can keep its journal in a folder, before all is read in vain.
  ///
  /// - Throws: ``JournalError`` where it cannot.
  static func prepareJournal(in folder: String) throws { try Journal.check(folder) }

  /// Shows what is planned, and asks whether it is to be done.
  ///
  /// - Parameters:
  ///   - count: How many changes are planned.
  ///   - question: What is asked.
  ///   - report: Writes the plan in a look.
  func isAgreed(to count: Int, asking question: String, showing report: (ReportOptions) -> any RepairText) throws
    -> Bool
  {
    try show(report)
    if options.refuses(count) { return false }
    guard options.yes || TerminalPrompt.confirm(question) else {
      StandardError.write("audit: nothing was changed.")
      return false
    }
    return true
  }

  /// Makes the changes of a run in an account, and waits.
  ///
  /// - Parameters:
  ///   - undone: The run that is taken back, by `undo`.
  ///   - digest: The digest of the plan that is applied, where it was saved before.
  ///   - postApply: What a plan, or what was done of it, entails.
  /// - Throws: ``JournalError`` where it cannot be journalled, and nothing was done.
  func carryOut(
    _ run: inout RepairRun, _ command: String, in account: String, by session: Session,
    undoing undone: String? = nil, digest: String? = nil, stop: Stop,
    entailing postApply: (Plan) -> PostApply = { _ in .none }
  ) async throws {
    let record = JournalRecord.Run(
      id: Self.newID(), command: command, undone: undone, account: account, version: Audit.version,
      startedAt: Timestamp.rfc3339(Date()), plan: digest)
    let repairer = session.repairer(stop: stop, isPatient: !options.noWait)
    try await repairer.carryOut(&run, as: record, journalIn: options.journal, entailing: postApply)
  }

  /// Shows the plan where people read: in the report, or beside it on standard error.
  private func show(_ report: (ReportOptions) -> any RepairText) throws {
    let terminal = output.terminal
    func options(isColored: Bool) -> ReportOptions {
      ReportOptions(width: terminal.columns, isColored: isColored, isVerbose: output.verbose)
    }
    if output.showsPlan {
      try Files.print(report(options(isColored: terminal.colorsOutput)).plan)
    } else if !self.options.yes {
      StandardError.write(report(options(isColored: terminal.colorsErrors)).plan)
    }
  }

  /// The time, so that runs sort by it, and what tells those of one second apart.
  private static func newID() -> String {
    let time = Timestamp.rfc3339(Date()).filter { $0.isNumber || $0 == "T" || $0 == "Z" }
    let digits = String(UInt32.random(in: 0 ... .max), radix: 16)
    return "\(time)-\(String(repeating: "0", count: 8 - digits.count))\(digits)"
  }
}

/// Ctrl-C while changes are made: the call in flight ends as it may. A second one ends the process.
final class Interrupt {
  /// What it asks to stop.
  let stop = Stop()
  private let sources: [any DispatchSourceSignal]

  /// Takes signals from now on, as long as it lives.
  init() {
    sources = [SIGINT, SIGTERM].map { [stop] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if stop.isAsked { Audit.end(128 + number) }
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
    FirstProcess.heedSignals()
  }
}
