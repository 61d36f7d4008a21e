import Auditing
import Estate
import Foundation
import Repairing

/// An estate that was read, and what was found in it, with what `audit fix` would do about each finding.
struct JudgedEstate: Sendable {
  let snapshot: Snapshot
  let outcome: Auditor.Outcome

  /// Judges what was read.
  init(_ snapshot: Snapshot, by auditor: Auditor, at time: Date, tests: [FunctionTestOutcome]? = nil) {
    self.init(snapshot, auditor.audit(snapshot.estate, at: time, tests: tests), by: auditor, at: time)
  }

  /// What was found in it, of which nobody has said yet what `fix` would do about it.
  fileprivate init(_ snapshot: Snapshot, _ found: Auditor.Outcome, by auditor: Auditor, at time: Date) {
    self.snapshot = snapshot
    var outcome = found
    outcome.findings = Planner.withPlannedRepairs(found.findings, in: snapshot.estate, by: auditor, at: time)
    self.outcome = outcome
  }
}

extension Session {
  /// Reads what an auditor needs, and judges it.
  ///
  /// What `fix` would do about a finding may lean on more than its rule does. That is read where there is such a finding,
  /// and all with it, so that both are of one estate.
  ///
  /// - Parameter account: The account, where the caller has asked already.
  func judged(
    by auditor: Auditor, of account: String? = nil, at time: Date, remembering state: ReadingState? = nil
  ) async throws -> JudgedEstate {
    let snapshot = try await collect(
      auditor.needs, of: account, filter: auditor.filter, named: auditor.named, remembering: state)
    let tests = await outcomes(ofTestsBy: auditor, in: snapshot.estate)
    let outcome = auditor.audit(snapshot.estate, at: time, tests: tests)
    let more = Planner.needs(of: outcome.findings)
    if more.groups.isSubset(of: snapshot.estate.coverage) {
      return JudgedEstate(snapshot, outcome, by: auditor, at: time)
    }
    var needs = auditor.needs
    needs.formUnion(more)
    state?.readAgain(stateAccount(snapshot.estate.account))
    return JudgedEstate(
      try await collect(
        needs, of: account, filter: auditor.filter, named: auditor.named, remembering: state),
      by: auditor, at: time, tests: tests)
  }
}
