import Auditing
import Estate

/// Looks again at what a run touched: whether what was wrong is gone, and whether something else has come.
public struct SecondLook {
  private let auditor: Auditor
  private let before: Auditor.Outcome
  private let judge: (Auditor) async throws -> Auditor.Outcome
  private let rest: (() async throws -> Void)?

  /// How often it looks, at most, where what was repaired is not seen to be: what IAM was told takes a few seconds until
  /// it is answered.
  static let looks = 4

  /// A second look.
  ///
  /// - Parameters:
  ///   - auditor: Judged all of it before.
  ///   - before: What came of that.
  ///   - rest: Waits a little between two looks; `nil` for one look only.
  ///   - judge: Reads what an auditor needs, and judges it.
  public init(
    by auditor: Auditor, after before: Auditor.Outcome, resting rest: (() async throws -> Void)?,
    judging judge: @escaping (Auditor) async throws -> Auditor.Outcome
  ) {
    self.auditor = auditor
    self.before = before
    self.rest = rest
    self.judge = judge
  }

  /// Looks, and adds to the run what it saw.
  ///
  /// - Returns: What is there now: as it was found, where nothing was touched. Where it could not look, all stands as it
  ///   was found, and that it could not is among the failures.
  public func verify(_ run: inout RepairRun) async -> Auditor.Outcome {
    let planned = Set(run.plan.steps.flatMap(\.findings))
    let touched = ResourceFilter(run.touched(by: before.findings.filter { planned.contains($0.fingerprint) }))
    let concerned = before.findings.filter { touched.matches($0.resource) || planned.contains($0.fingerprint) }
    do {
      let after = try await look(at: touched, until: Set(run.applied.steps.flatMap(\.findings)))
      run.verification = RepairRun.Verification(
        planned: planned, before: concerned, after: after.findings, unjudged: after.unjudgedRules)
      return before.replaced(by: after, at: touched)
    } catch {
      run.verification = RepairRun.Verification(
        planned: planned, before: concerned, after: [], unjudged: Set(concerned.map(\.rule)))
      return before.unverified(because: "\(error)", of: concerned)
    }
  }

  /// Looks until findings are gone, but not for ever.
  private func look(at touched: ResourceFilter, until gone: Set<String>) async throws -> Auditor.Outcome {
    let auditor = auditor.with(filter: touched)
    var seen = try await judge(auditor)
    guard let rest else { return seen }
    for _ in 1..<Self.looks where seen.findings.contains(where: { gone.contains($0.fingerprint) }) {
      try await rest()
      seen = try await judge(auditor)
    }
    return seen
  }
}

extension RepairRun {
  /// The names of everything that was touched, for a filter.
  fileprivate func touched(by findings: [Finding]) -> [String] {
    let resources = findings.map(\.resource) + plan.steps.map(\.part.resource)
    let versions = outcomes.compactMap(\.outcome.publishedVersion)
    return Set(resources.map { $0.arn.isEmpty ? $0.id : $0.arn } + versions).sorted()
  }
}

extension Auditor.Outcome {
  /// The rules that could not be judged everywhere.
  fileprivate var unjudgedRules: Set<String> {
    Set(failures.flatMap(\.unjudgedRules) + findings.filter { $0.status == .unknown }.map(\.rule))
  }

  /// This outcome with what another one saw of what was touched.
  fileprivate func replaced(by after: Auditor.Outcome, at touched: ResourceFilter) -> Auditor.Outcome {
    var result = after
    let known = Set(after.findings.map(\.fingerprint))
    let untouched = findings.filter { !touched.matches($0.resource) && !known.contains($0.fingerprint) }
    result.findings = (after.findings + untouched).sorted(by: Finding.worstFirst)
    result.names.merge(names) { name, _ in name }
    result.failures += failures.filter { !after.failures.contains($0) && !touched.matches($0.resource) }
    let (were, are) = (verdicts, result.verdicts)
    result.passes = passes + were.subtracting(are).count - are.subtracting(were).count
    // Whoever sees a part cannot say that a waiver fits nothing.
    (result.warnings, result.idle) = (warnings, idle)
    return result
  }

  /// This outcome, which nobody could look at again.
  fileprivate func unverified(because reason: String, of findings: [Finding]) -> Auditor.Outcome {
    var result = self
    result.failures.append(
      AuditReport.Failure(
        operation: "audit:verify",
        resource: ResourceReference(
          type: .distribution, id: "*", account: findings.first?.resource.account ?? ""),
        code: "NotVerified", message: "What was changed could not be looked at again: \(reason)",
        advice: "Run audit check: until then what was wrong is reported as it was found.",
        unjudgedRules: Set(findings.map(\.rule)).sorted()))
    return result
  }

  /// The rules that do not hold, each with the resource on which it does not.
  private var verdicts: Set<[String]> {
    Set(findings.map { [$0.rule, $0.resource.type.rawValue, $0.resource.id, $0.resource.region] })
  }
}
