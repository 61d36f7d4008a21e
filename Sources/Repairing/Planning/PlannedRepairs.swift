import Auditing
import Estate

extension Planner {
  /// Findings, each with the repair that `audit fix --yes` would make: where it would leave one, for which reason.
  ///
  /// Repairs that lean on what was not read stand as their rules have them.
  public static func withPlannedRepairs(_ findings: [Finding], in estate: Estate, by auditor: Auditor) -> [Finding] {
    let automatic = findings.filter { finding in
      guard finding.status == .fail, finding.repair.isAvailable, finding.repair.isAutomatic else { return false }
      guard case .perform(let name, _)? = finding.repair.action else { return true }
      return name.action.needs.groups.isSubset(of: estate.coverage)
    }
    if automatic.isEmpty { return findings }
    return Planner(automatic, in: estate).plan(heeding: auditor, having: findings).marking(findings)
  }
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
