import Accounts
import Auditing
import Estate
import Foundation
import Repairing
import Reporting

/// One of several accounts that are repaired.
private struct RepairedAccount: Sendable {
  let account: AccountEntry
  /// What is to be done, as long as it is not.
  var repair: AccountRepair?
  /// What is planned, or was done; `nil` where it could not be found out.
  var run: RepairRun?
  /// What was found, or what is left; `nil` as long as there is something to do.
  var report: AuditReport?
  /// The patterns for resources that fit nothing there; `nil` where it was not read.
  var unfit: [UnfitPattern]?

  var part: AccountRepairReport.Part {
    AccountRepairReport.Part(account: account.id, name: account.name, run: repair?.run ?? run)
  }
}

extension Fix {
  /// Plans the repairs of several accounts, asks once, and makes them in one account after the other.
  func repairAccounts(
    _ auditor: Auditor, _ planning: RepairPlanning, _ state: RunState?, _ reports: ReportOutputs
  ) async throws {
    let base = try Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
    let entries = try await accounts.accounts(for: base).accounts
    let auditor = try auditor.reading(entries.map { ($0.id, $0.name) })
    var planning = planning
    planning.interrupted = try Journals(folder: repairs.journal).interrupted(in: Set(entries.map(\.id)))
    let accountRun = AccountRun(
      base: base, options: aws, auditor: auditor, startedAt: planning.startedAt,
      concurrency: accounts.accountConcurrency, isVerbose: output.verbose, show: { _ in })
    var all = try await accountRun.results(of: entries) { [planning] entered in
      var repair = try await planning.repair(entered.account.id, by: entered.auditor, with: entered.session)
      repair.name = entered.account.name
      let unfit = entered.auditor.unfitPatterns(in: repair.snapshot.estate)
      return RepairedAccount(account: entered.account, repair: repair, run: repair.run, unfit: unfit)
    } failing: { account, error in
      RepairedAccount(account: account, report: accountRun.report(of: account, that: error))
    } taking: { found in
      // What there is nothing to do about goes, and its lock with it.
      guard let repair = found.repair, isDryRun || repair.run.plan.steps.isEmpty else { return found }
      return settled(found, repair, planning, state)
    }
    try selection.refuseUnfit(all.compactMap(\.unfit).common)
    let planned = all.compactMap(\.run?.plan)
    let work = RepairWork(options: repairs, output: output)
    guard !isDryRun, planned.contains(where: { !$0.steps.isEmpty }) else {
      reports.showUnheld(AccountRepairReport.make(all.map(\.part)))
      repairs.refuses(planned.reduce(0) { $0 + $1.changeCount }, isDryRun: true)
      return try end(all, isPlan: true, planned.allSatisfy(\.steps.isEmpty) ? nil : .drift, planning, state, reports)
    }
    let parts = all.map(\.part)
    // Whoever is asked has to know what is missing.
    if !repairs.yes { say(whatIsMissingOf: all) }
    guard
      try work.isAgreed(
        to: planned.reduce(0) { $0 + $1.changeCount }, asking: AccountRepairReport.question(parts),
        showing: AccountRepairReport.make(parts))
    else {
      if repairs.yes, output.showsPlan { say(whatIsMissingOf: all) }
      return try end(all, isPlan: output.showsPlan ? nil : true, .drift, planning, state, reports)
    }
    let interrupt = Interrupt()
    defer { withExtendedLifetime(interrupt) {} }
    for index in all.indices {
      guard let repair = all[index].repair, let session = repair.session else { continue }
      let shown = session.showing(on: base)
      all[index] = await carriedOut(all[index], repair, shown, work, interrupt.stop, planning, state)
    }
    let done = Outcome.worst(all.map { $0.run.flatMap { Outcome($0.ending) } })
    try end(all, isPlan: false, done, planning, state, reports)
  }

  /// Says on standard error which accounts were not read, where no report does yet.
  private func say(whatIsMissingOf all: [RepairedAccount]) {
    for failure in all.filter({ $0.part.run == nil }).flatMap({ $0.report?.failures ?? [] }) {
      StandardError.write("audit: \(failure.message)")
    }
  }

  /// An account with what came of its repairs.
  private func carriedOut(
    _ account: RepairedAccount, _ repair: AccountRepair, _ session: Session, _ work: RepairWork, _ stop: Stop,
    _ planning: RepairPlanning, _ state: RunState?
  ) async -> RepairedAccount {
    var repair = repair
    if stop.isAsked {
      repair.run.outcomes = repair.run.plan.steps.map { ($0, StepOutcome(.stopped, "The run was stopped before it.")) }
      repair.run.signal = stop.signal
      return settled(account, repair, planning, state)
    }
    do {
      let after = try await repair.carryOut(by: work, with: session, stop: stop)
      return settled(account, repair, after: after, planning, state)
    } catch {
      // No journal, no change.
      repair.run.remarks.append("Nothing was changed: \(error)")
      var left = settled(account, repair, planning, state)
      left.report?.failures.append(.notRepaired(account.account, "\(error)"))
      return left
    }
  }

  /// An account of which all is known, with its report and without what was read.
  private func settled(
    _ account: RepairedAccount, _ repair: AccountRepair, after: Auditor.Outcome? = nil, _ planning: RepairPlanning,
    _ state: RunState?
  ) -> RepairedAccount {
    var report = repair.report(after, from: planning.startedAt)
    report.leavePending(after ?? repair.before, account.unfit ?? [])
    if let session = repair.session {
      state?.remember(
        &report, [repair.before, after].compactMap(\.self), of: session.stateAccount(repair.account),
        scope: selection.scope)
    }
    StandardError.write(deniedIn: report)
    report.estate = nil
    var account = account
    (account.report, account.run, account.repair) = (report, repair.run, nil)
    return account
  }

  /// Writes one report over all, and ends with the worst.
  ///
  /// - Parameter isPlan: Whether what is told is what is planned; `nil` where that was shown already.
  private func end(
    _ all: [RepairedAccount], isPlan: Bool?, _ done: Outcome?, _ planning: RepairPlanning, _ state: RunState?,
    _ reports: ReportOutputs
  ) throws {
    var merge = ReportMerge()
    for var account in all {
      if let repair = account.repair { account = settled(account, repair, planning, state) }
      if let report = account.report { try merge.add(report, named: account.account.id) }
    }
    let report = try merge.report(id: UUID().uuidString.lowercased(), version: Audit.version)
    if let isPlan {
      try reports.write(report, repairs: AccountRepairReport.make(all.map(\.part)), isPlan: isPlan)
    }
    try state?.finish()
    if let outcome = Outcome.worst(report.outcome(failOn: output.failOn), done) { throw outcome }
  }
}

extension [[UnfitPattern]] {
  /// The patterns that are in all of them.
  fileprivate var common: [UnfitPattern] {
    (first ?? []).filter { unfit in allSatisfy { $0.contains { $0.pattern == unfit.pattern } } }
  }
}
