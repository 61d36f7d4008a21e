import Auditing
import Documents
import Estate
import Foundation
import Repairing
import Schema

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
    let found = auditor.audit(snapshot.estate, at: time, tests: tests)
    self.init(snapshot, found, tests, by: auditor, only: only, at: time)
  }

  /// What was found in it, of which nobody has said yet what `fix` would do about it.
  fileprivate init(
    _ snapshot: Snapshot, _ found: Auditor.Outcome, _ tests: [FunctionTestOutcome]?, by auditor: Auditor,
    only: [String], at time: Date
  ) {
    self.snapshot = snapshot
    var outcome = found
    outcome.findings = Planner.withPlannedRepairs(
      found.findings, in: snapshot.estate, by: auditor, only: only, at: time, testing: tests ?? [])
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
    var tests: [FunctionTestOutcome]?
    var found: Auditor.Outcome?
    let snapshot = try await collect(
      auditor.needs, by: auditor, of: account, at: time, remembering: state
    ) { estate in
      if tests == nil { tests = await outcomes(ofTestsBy: auditor, in: estate) }
      let outcome = auditor.audit(estate, at: time, tests: tests)
      found = outcome
      return outcome.findings.filter(\.isRepairable)
    }
    let outcome = found ?? auditor.audit(snapshot.estate, at: time, tests: tests)
    return JudgedEstate(snapshot, outcome, tests, by: auditor, only: only, at: time)
  }

  /// Reads what is needed, and what tells whether repairs would break a rule that was not asked about, as long as there is
  /// more of it: what a version is leads to its role.
  ///
  /// - Parameters:
  ///   - interrupted: The last run, where it did not come to its end.
  ///   - repairing: The findings that are to be repaired in an estate; called for each that is read.
  func collect(
    _ needs: RequiredAttributes, by auditor: Auditor, of account: String? = nil,
    after interrupted: JournalReading? = nil,
    at time: Date, remembering state: ReadingState? = nil, repairing: (Estate) async -> [Finding]
  ) async throws -> Snapshot {
    var (needs, named) = (needs, auditor.named)
    var rounds = 0
    while true {
      let snapshot = try await collect(
        needs, of: account, filter: auditor.filter, named: named, remembering: state)
      let more = auditor.reading(
        ofRepairing: await repairing(snapshot.estate), in: snapshot.estate, after: interrupted, at: time)
      if rounds == 2 || more.isKnown(in: snapshot.estate) { return snapshot }
      needs.formUnion(more.needs)
      named += more.resources
      rounds += 1
      state?.readAgain(stateAccount(snapshot.estate.account))
    }
  }
}

/// What is read for the sake of repairs, beside what rules need.
struct RepairReading {
  var needs: RequiredAttributes
  /// What nothing leads to yet.
  let resources: [ResourceKey]

  /// Whether an estate has all of it.
  func isKnown(in estate: Estate) -> Bool { resources.isEmpty && needs.groups.isSubset(of: estate.readGroups) }
}

extension Auditor {
  /// What the repairs of findings need, and what tells whether they would break a rule that was not asked about.
  func reading(
    ofRepairing findings: [Finding], in estate: Estate, after interrupted: JournalReading? = nil, at time: Date
  ) -> RepairReading {
    let consequences = Planner.consequences(ofRepairing: findings, in: estate, after: interrupted, at: time)
    var needs = needsOfBystanders(changing: consequences.members)
    needs.formUnion(Planner.needs(of: findings))
    if consequences.unread.contains(where: { $0.type == .role }) {
      needs.formUnion(.ofRoles)
    }
    return RepairReading(needs: needs, resources: consequences.unread)
  }
}
