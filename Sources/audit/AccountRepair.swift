import Auditing
import Estate
import Foundation
import Repairing
import Reporting
import Schema

/// What is wrong in an account, and what is to be done about it.
struct AccountRepair: Sendable {
  /// The number of the account.
  let account: String
  /// What people call it; empty where nobody says.
  var name = ""
  /// Reads and repairs it; `nil` for a snapshot.
  let session: Session?
  let auditor: Auditor
  let snapshot: Snapshot
  /// What was found.
  var before: Auditor.Outcome
  /// What is planned, and then what came of it.
  var run: RepairRun
  /// Keeps other runs from the account.
  var lock: RunLock?

  /// What a plan, or the part of it that was carried out, entails.
  func entailed(by plan: Plan) -> PostApply { PostApply(plan, in: snapshot.estate, by: auditor) }

  /// Makes the changes, and looks whether they helped.
  ///
  /// - Returns: What is there now.
  /// - Throws: ``JournalError`` where no journal can be kept, and nothing was done.
  mutating func carryOut(
    by work: RepairWork, with session: Session, digest: String? = nil, stop: Stop
  ) async throws -> Auditor.Outcome {
    let (snapshot, auditor) = (snapshot, auditor)
    try await work.carryOut(&run, "fix", in: account, by: session, digest: digest, stop: stop) {
      PostApply($0, in: snapshot.estate, by: auditor)
    }
    let isPatient = !work.options.noWait && !stop.isAsked
    return await SecondLook(
      by: auditor, after: before, resting: isPatient ? { try await Task.sleep(for: .seconds(4)) } : nil
    ) { try await $0.look(by: session) }.verify(&run)
  }

  /// The report of what was found, or of what is left after a repair.
  func report(_ after: Auditor.Outcome? = nil, from startedAt: Date) -> AuditReport {
    var report = AuditReport(
      after ?? before, of: snapshot.estate, by: auditor, from: startedAt,
      calls: session?.counts.byOperation ?? [:], retries: session?.counts.retries ?? 0)
    report.run.accountNames = name.isEmpty ? [:] : [account: name]
    return report
  }
}

/// Finds out what is to be repaired in an account.
struct RepairPlanning: Sendable {
  /// The last run in each account, where it did not come to its end.
  var interrupted: [String: JournalReading] = [:]
  /// What was asked for by name.
  let only: [String]
  let isDryRun: Bool
  let startedAt: Date

  /// Reads an account, judges it, and plans its repairs.
  ///
  /// - Parameter saved: The plan that is applied, instead of a new one.
  /// - Throws: ``JournalError`` where another run is repairing it.
  func repair(
    _ account: String, by auditor: Auditor, with session: Session, saved: SavedPlan? = nil
  ) async throws -> AccountRepair {
    // Before all is read, which would be in vain.
    let lock = isDryRun ? nil : try RepairWork.lock(account)
    let cutOff = interrupted[account]
    var needs = auditor.needs
    needs.formUnion(Planner.needs(of: auditor.rules, declarations: auditor.declarations, after: cutOff))
    // What was not asked about holds all the same: what tells whether a repair would break it is read where there is one,
    // and all with it, so that both are of one estate.
    let snapshot =
      if saved != nil { try await session.collect(needs, filter: auditor.filter, named: auditor.named) } else {
        try await session.collect(needs, by: auditor, after: cutOff, at: startedAt) { estate in
          auditor.audit(estate, at: startedAt).findings.filter { $0.isWanted(only: only) }
        }
      }
    var repair = try await repair(snapshot, by: auditor, session, after: cutOff, saved: saved)
    repair.lock = lock
    return repair
  }

  /// Plans the repairs of a snapshot.
  func repair(of snapshot: Snapshot, by auditor: Auditor) async throws -> AccountRepair {
    let cutOff = interrupted[snapshot.estate.account]
    return try await repair(snapshot, by: auditor, nil, after: cutOff, saved: nil)
  }

  private func repair(
    _ snapshot: Snapshot, by auditor: Auditor, _ session: Session?, after cutOff: JournalReading?,
    saved: SavedPlan?
  ) async throws -> AccountRepair {
    let estate = snapshot.estate
    let tests = await session?.outcomes(ofTestsBy: auditor, in: estate)
    var before = auditor.audit(estate, at: startedAt, tests: tests)
    if let run = cutOff?.run, saved == nil {
      StandardError.write(
        "audit: run \(run.id) did not come to its end. This one goes on from there; `audit undo \(run.id)` takes it back "
          + "instead.")
    }
    let plan =
      try saved.map { try $0.plan(after: cutOff, in: estate, by: auditor) }
      ?? Planner(before.findings.filter { $0.isWanted(only: only) }, in: estate, after: cutOff, at: startedAt)
      .plan(heeding: auditor, having: before.findings, testing: tests ?? [])
    before.findings = plan.marking(before.findings)
    var repair = AccountRepair(
      account: estate.account, session: session, auditor: auditor, snapshot: snapshot, before: before,
      run: RepairRun(plan: plan))
    repair.run.postApply = repair.entailed(by: plan)
    return repair
  }
}

extension Auditor {
  /// Reads and judges once more.
  fileprivate func look(by session: Session) async throws -> Outcome {
    let estate = try await session.collect(needs, filter: filter, named: named, showing: "verifying").estate
    return audit(estate, at: Date(), tests: await session.outcomes(ofTestsBy: self, in: estate))
  }
}
