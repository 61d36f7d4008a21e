import Auditing
import Estate
import Foundation
import Schema

extension Planner {
  /// What has to be read of an estate to plan the repairs of findings, beside what their rules need.
  public static func needs(of findings: [Finding]) -> RequiredAttributes {
    findings.filter(\.isRepairable).reduce(into: RequiredAttributes()) { needs, finding in
      if case .perform(let name, _)? = finding.repair.action { needs.formUnion(name.action.needs) }
      if finding.rule == Declaration.rule, finding.resource.type == .bucket { needs.formUnion(.ofBucketConflicts) }
    }
  }

  /// Findings, each with the repair that `audit fix --yes` would make, or `audit fix --only` with its rule where the
  /// repair is made on request; where that would leave one, with the reason.
  ///
  /// - Parameters:
  ///   - estate: Has what ``needs(of:)`` says.
  ///   - time: When they were found.
  public static func withPlannedRepairs(
    _ findings: [Finding], in estate: Estate, by auditor: Auditor, at time: Date? = nil
  ) -> [Finding] {
    let repairable = findings.filter(\.isRepairable)
    let automatic = repairable.filter(\.repair.isAutomatic)
    var marked = findings
    let lookups = Lookups(estate)
    func plan(_ some: [Finding]) -> Plan {
      Planner(some, in: estate, after: nil, at: time, by: lookups).plan(heeding: auditor, having: findings)
    }
    if !automatic.isEmpty { marked = plan(automatic).marking(marked) }
    // Whoever asks for one by name asks for that of its rule alone.
    let asked = Dictionary(grouping: repairable.filter { !$0.repair.isAutomatic }, by: \.rule)
    for (_, some) in asked.sorted(by: { $0.key < $1.key }) { marked = plan(some).marking(marked) }
    return marked
  }
}

extension Finding {
  /// Whether something is wrong that has a repair.
  fileprivate var isRepairable: Bool { status == .fail && repair.isAvailable }
}

extension Plan {
  /// Findings, with the reason at those that the plan leaves.
  public func marking(_ findings: [Finding]) -> [Finding] {
    let reasons = Dictionary(refusals.map { ($0.finding.fingerprint, $0.reason) }) { first, _ in first }
    return findings.map { finding in
      guard let reason = reasons[finding.fingerprint], finding.status == .fail, finding.repair.isAvailable else {
        return finding
      }
      var finding = finding
      finding.repair = .left(reason, isAutomatic: finding.repair.isAutomatic)
      return finding
    }
  }
}
