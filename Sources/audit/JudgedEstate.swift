import Auditing
import Estate
import Foundation
import Repairing

/// An estate that was read, and what was found in it, with what `audit fix` would do about each finding.
struct JudgedEstate: Sendable {
  let snapshot: Snapshot
  let outcome: Auditor.Outcome

  /// Judges what was read.
  ///
  /// - Parameter only: The rules that were asked for by name.
  init(
    _ snapshot: Snapshot, by auditor: Auditor, only: [String], at time: Date, tests: [FunctionTestOutcome]? = nil
  ) {
    self.init(snapshot, auditor.audit(snapshot.estate, at: time, tests: tests), by: auditor, only: only, at: time)
  }

  /// What was found in it, of which nobody has said yet what `fix` would do about it.
  fileprivate init(
    _ snapshot: Snapshot, _ found: Auditor.Outcome, by auditor: Auditor, only: [String], at time: Date
  ) {
    self.snapshot = snapshot
    var outcome = found
    outcome.findings = Planner.withPlannedRepairs(
      found.findings, in: snapshot.estate, by: auditor, only: only, at: time)
    self.outcome = outcome
  }
}

extension Session {
  /// Reads what an auditor needs, and judges it.
  ///
  /// What `fix` would do about a finding may lean on more than its rule does: on what its repair needs, and on the rules
  /// that were not asked for and that it may break. That is read where there is such a finding, and all with it, so that
  /// both are of one estate.
  ///
  /// - Parameters:
  ///   - account: The account, where the caller has asked already.
  ///   - only: The rules that were asked for by name.
  func judged(
    by auditor: Auditor, of account: String? = nil, only: [String], at time: Date,
    remembering state: ReadingState? = nil
  ) async throws -> JudgedEstate {
    let snapshot = try await collect(
      auditor.needs, of: account, filter: auditor.filter, named: auditor.named, remembering: state)
    let tests = await outcomes(ofTestsBy: auditor, in: snapshot.estate)
    let outcome = auditor.audit(snapshot.estate, at: time, tests: tests)
    var more = Planner.needs(of: outcome.findings)
    if !auditor.bystanders.isEmpty {
      let changed = Planner.changedMembers(
        by: outcome.findings.filter(\.isRepairable), in: snapshot.estate, at: time)
      more.formUnion(auditor.needsOfBystanders(changing: changed))
    }
    if more.groups.isSubset(of: snapshot.estate.coverage) {
      return JudgedEstate(snapshot, outcome, by: auditor, only: only, at: time)
    }
    var needs = auditor.needs
    needs.formUnion(more)
    state?.readAgain(stateAccount(snapshot.estate.account))
    return JudgedEstate(
      try await collect(
        needs, of: account, filter: auditor.filter, named: auditor.named, remembering: state),
      by: auditor, only: only, at: time, tests: tests)
  }
}
