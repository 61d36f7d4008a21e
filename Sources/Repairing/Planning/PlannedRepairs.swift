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

  /// What tells whether the repairs of findings would break what was not asked about: the members that they change, at the
  /// root, by the type of resource, for ``Auditor/needsOfBystanders(changing:)``; and what was not read yet and is
  /// led to then: the roles of the versions that they associate, those that functions are given, and buckets that tenants
  /// name.
  public static func consequences(
    ofRepairing findings: [Finding], in estate: Estate, after interrupted: JournalReading? = nil, at time: Date?
  ) -> (members: [ResourceType: Set<String>], unread: [ResourceKey]) {
    let plan = Planner(findings, in: estate, after: interrupted, at: time).plan
    let members = plan.members
    if members.keys.allSatisfy({ ![.distribution, .distributionTenant, .lambdaFunction].contains($0) }) {
      return (members, [])
    }
    let after = estate.applying(plan)
    let roles = estate.rolesBrought(by: plan, in: after).map(\.role) + after.unlistedTargets(of: plan)
    let knowsBuckets = estate.coverage.contains { $0.type == .bucket }
    let buckets = knowsBuckets ? after.resources(of: .distributionTenant).flatMap(\.properties.targets) : []
    let unread = Set(roles + buckets).filter {
      estate.resources[$0] == nil && !estate.absences.contains($0) && $0.account.isEmpty
    }
    return (members, unread.sorted())
  }

  /// Findings, each with the repair that `audit fix --yes` would make of the same selection, or `audit fix --only` with its
  /// rule where the repair is made on request; where that would leave one, with the reason.
  ///
  /// - Parameters:
  ///   - only: The rules that were asked for by name.
  ///   - estate: Has what ``needs(of:)`` says, and what rules that were not asked for need.
  ///   - time: When they were found.
  ///   - tests: What came of the tests that are declared.
  public static func withPlannedRepairs(
    _ findings: [Finding], in estate: Estate, by auditor: Auditor, only: [String] = [], at time: Date? = nil,
    testing tests: [FunctionTestOutcome] = []
  ) -> [Finding] {
    let wanted = findings.filter { $0.isWanted(only: only) }
    var marked = findings
    let lookups = Lookups(estate)
    func plan(_ some: [Finding]) -> Plan {
      Planner(some, in: estate, after: nil, at: time, by: lookups)
        .plan(heeding: auditor, having: findings, testing: tests)
    }
    if !wanted.isEmpty { marked = plan(wanted).marking(marked) }
    // Whoever asks for one by name asks for that of its rule alone.
    let asked = Dictionary(grouping: findings.filter { $0.isRepairable && !$0.isWanted(only: only) }, by: \.rule)
    for (_, some) in asked.sorted(by: { $0.key < $1.key }) { marked = plan(some).marking(marked) }
    return marked
  }
}

extension Finding {
  /// Whether something is wrong that has a repair.
  public var isRepairable: Bool { status == .fail && repair.isAvailable }

  /// Whether it is to be repaired, or to be said why it is left: on its own, or because it was asked for by name.
  ///
  /// - Parameter only: The rules that were asked for by name.
  public func isWanted(only: [String]) -> Bool {
    status == .fail && (repair.isAvailable || repair.isLeft) && (repair.isAutomatic || only.contains(rule))
  }
}

extension Plan {
  /// The members that it changes, at the root, by the type of resource.
  var members: [ResourceType: Set<String>] {
    Dictionary(grouping: steps, by: \.part.resource.type).mapValues { steps in
      Set(steps.flatMap { $0.changes.map(\.place.root) })
    }
  }

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
