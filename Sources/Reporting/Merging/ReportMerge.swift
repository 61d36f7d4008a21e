import Auditing
import Documents
import Estate
import Foundation
import Schema

/// Makes one report of those of the parts of an audit: shards, accounts, runs.
///
/// Nothing is counted twice: of two reports of one run, of one shard, or of the same accounts that were asked the same,
/// the newer counts, and of two findings with one fingerprint that of the newer report. What is missing is an error of
/// the audit.
public struct ReportMerge {
  /// A report and how a person knows it.
  struct Part {
    let name: String
    let position: Int
    /// Where it came among those that were added.
    let number: Int
    /// Whether all could be read and judged.
    let isComplete: Bool
    var report: AuditReport
    /// How often each rule held, where the rules are those of the first part, which are then held once.
    var passes: [Int]?
  }

  private(set) var parts: [Part] = []
  private var failures: [AuditReport.Failure] = []
  private let spool: FindingSpool?

  /// Nothing yet.
  ///
  /// - Parameter spool: Where findings are put aside as they come; `nil` where they are held.
  public init(into spool: FindingSpool? = nil) { self.spool = spool }

  /// Adds a report.
  ///
  /// - Parameters:
  ///   - name: How a person knows it: its file.
  ///   - position: Where it stands among the others; `nil` for after those that are there.
  /// - Throws: ``FindingSpoolError`` where its findings cannot be put aside.
  public mutating func add(
    _ report: consuming AuditReport, named name: String, at position: Int? = nil
  ) throws(FindingSpoolError) {
    let isComplete = report.isComplete
    try spool?.take(&report, as: parts.count)
    var part = Part(
      name: name, position: position ?? parts.count, number: parts.count, isComplete: isComplete, report: report)
    let rules = parts.first?.report.rules ?? []
    if rules.elementsEqual(part.report.rules, by: { $0.rule.id == $1.rule.id && $0.severity == $1.severity }) {
      part.passes = part.report.rules.map(\.passes)
      part.report.rules = []
    }
    parts.append(part)
  }

  /// Adds that something that was to be a report could not be read.
  ///
  /// - Parameters:
  ///   - name: How a person knows it: its file.
  ///   - reason: What is wrong with it, in a sentence.
  public mutating func addUnreadable(_ name: String, _ reason: String) {
    failures.append(
      Self.failure(
        "ReportUnreadable", "\(name): \(reason)",
        advice: "Run that part again: a run that was killed leaves no whole report."))
  }

  /// How many reports there are.
  public var count: Int { parts.count }

  /// The one report.
  ///
  /// - Parameters:
  ///   - id: What the run is called.
  ///   - version: The version of this tool.
  ///   - shard: Which part of a larger audit it is itself, as where a shard reads several accounts: it leaves to others
  ///     what only all parts together can say.
  /// - Throws: ``FindingSpoolError`` where findings that were put aside cannot be put into order.
  public func report(id: String, version: String, shard: Shard? = nil) throws(FindingSpoolError) -> AuditReport {
    let counted = counted
    let reports = counted.map(\.report)
    var merged = AuditReport(
      run: run(of: reports, id: id, version: version), rules: rules(of: counted), findings: [],
      passes: reports.reduce(0) { $0 + $1.passes }, failures: failures)
    if !merged.rules.isEmpty { merged.run.rules = merged.rules.count }
    // Of two that know of a finding, the newer counts.
    let newestFirst = counted.sorted { left, right in
      let (first, second) = (left.report.run.age, right.report.run.age)
      return first == second ? left.number < right.number : first > second
    }
    if let spool {
      try spool.sort(newestFirst: newestFirst.map(\.number))
      merged.stored = spool
    } else {
      merged.findings = Self.findings(of: newestFirst.map(\.report))
    }
    merged.leftOut = reports.reduce(0) { $0 + $1.leftOut }
    merged.warnings = staleness + Self.unique(reports.flatMap(\.warnings))
    merged.notes = Self.unique(reports.flatMap(\.notes))
    if reports.count == 1 { merged.trend = reports[0].trend }
    for report in reports {
      merged.names.merge(report.names) { first, _ in first }
      let passes =
        report.passesByAccount.isEmpty && report.run.accounts.count == 1
        ? [report.run.accounts[0]: report.passes] : report.passesByAccount
      merged.passesByAccount.merge(passes, uniquingKeysWith: +)
    }
    merged.failures += Self.failures(of: reports)
    let shards = reports.filter { $0.run.shard != nil }
    let pending = Self.pending(of: shards.isEmpty ? reports : shards)
    if let shard {
      merged.run.shard = shard
      merged.run.pending = pending
    } else {
      merged.warnings += pending.idle
      merged.failures += pending.unfit.map { unfit in
        Self.failure("FitsNothing", "--resource \(unfit)", advice: "Mend the pattern, or leave it out.")
      }
    }
    merged.failures += gaps(rules: merged.rules.map(\.rule.id).sorted())
    return merged
  }

  static func failure(
    _ code: String, _ message: String, advice: String, of account: String = "", unjudged: [String] = []
  ) -> AuditReport.Failure {
    AuditReport.Failure(
      operation: "audit:merge", resource: ResourceReference(type: .distribution, id: "*", account: account), code: code,
      message: message, advice: advice, unjudgedRules: unjudged)
  }

  // MARK: Parts

  private func run(of reports: [AuditReport], id: String, version: String) -> AuditReport.Run {
    let runs = reports.map(\.run)
    var run = AuditReport.Run(
      id: id, version: version, startedAt: runs.map(\.startedAt).min() ?? Date(),
      finishedAt: runs.map(\.finishedAt).max() ?? Date(), accounts: Self.unique(runs.flatMap(\.accounts)).sorted(),
      regions: Self.unique(runs.flatMap(\.regions)), resources: runs.reduce(0) { $0 + $1.resources },
      rules: runs.map(\.rules).max() ?? 0,
      callsByOperation: runs.reduce(into: [:]) { $0.merge($1.callsByOperation, uniquingKeysWith: +) },
      retries: runs.reduce(0) { $0 + $1.retries })
    run.declarations = runs.map(\.declarations).max() ?? 0
    if Set(runs.map(\.asked)).count == 1 { run.asked = runs[0].asked }
    run.accountNames = runs.reduce(into: [:]) { $0.merge($1.accountNames) { first, _ in first } }
    run.remarks = runs.flatMap(\.remarks).reduce(into: CountedRemarks()) { $0.add($1) }.sentences
    let snapshots = runs.compactMap(\.snapshot)
    if snapshots.count == runs.count { run.snapshot = snapshots.min() }
    let states = runs.compactMap(\.state)
    if !states.isEmpty {
      run.state = AuditReport.Run.StateUse(
        taken: states.reduce(0) { $0 + $1.taken }, oldest: states.compactMap(\.oldest).min())
    }
    return run
  }

  /// Each rule once, with all that it held on.
  private func rules(of counted: [Part]) -> [AuditReport.EvaluatedRule] {
    let first = parts.first?.report.rules ?? []
    var rules: [AuditReport.EvaluatedRule] = []
    var positions: [String: Int] = [:]
    func add(_ rule: AuditReport.EvaluatedRule, passes: Int) {
      if let position = positions[rule.rule.id] {
        rules[position].passes += passes
      } else {
        positions[rule.rule.id] = rules.count
        rules.append(AuditReport.EvaluatedRule(rule: rule.rule, severity: rule.severity, passes: passes))
      }
    }
    for part in counted {
      if let passes = part.passes {
        for (rule, passes) in zip(first, passes) { add(rule, passes: passes) }
      } else {
        for rule in part.report.rules { add(rule, passes: rule.passes) }
      }
    }
    return rules
  }

  /// Each finding once; of two reports that know of it, the first counts.
  private static func findings(of reports: [AuditReport]) -> [Finding] {
    var owner: [String: Int] = [:]
    var seen: Set<Finding.Identity> = []
    var findings: [Finding] = []
    for index in reports.indices {
      for finding in reports[index].findings {
        guard owner[finding.fingerprint, default: index] == index, seen.insert(finding.identity).inserted else {
          continue
        }
        owner[finding.fingerprint] = index
        findings.append(finding)
      }
    }
    return findings.sorted(by: Finding.worstFirst)
  }

  /// What could not be read, once, however many parts tried to: the request's id, which is in the message, differs.
  private static func failures(of reports: [AuditReport]) -> [AuditReport.Failure] {
    var positions: [[String]: Int] = [:]
    var failures: [AuditReport.Failure] = []
    for failure in reports.lazy.flatMap(\.failures) {
      let resource = failure.resource
      var key = [
        failure.operation, failure.code, resource.type.rawValue, resource.id, resource.account, resource.region,
      ]
      if failure.operation == "audit:merge" { key.append(failure.message) }
      if let position = positions[key] {
        failures[position].unjudgedRules = Set(failures[position].unjudgedRules + failure.unjudgedRules).sorted()
      } else {
        positions[key] = failures.count
        failures.append(failure)
      }
    }
    return failures
  }

  /// What all of them say that have seen a part only, and were asked the same.
  private static func pending(of reports: [AuditReport]) -> AuditReport.Run.Pending {
    var pending = AuditReport.Run.Pending()
    // Where one part saw no list, it cannot say that a pattern fits nothing, and says nothing.
    // A shard to which no account fell has nothing to say either.
    let runs = reports.map(\.run).filter { !$0.accounts.isEmpty }
    for asked in unique(runs.map(\.asked)) {
      let all = runs.filter { $0.asked == asked }.map(\.pending)
      guard let first = all.first else { continue }
      pending.idle += first.idle.filter { idle in
        all.allSatisfy { $0.idle.contains { $0.source == idle.source } }
      }
      pending.unfit += first.unfit.compactMap { unfit in
        let others = all.compactMap { $0.unfit.first { $0.pattern == unfit.pattern } }
        guard others.count == all.count else { return nil }
        return UnfitPattern(
          pattern: unfit.pattern, guesses: Array(unique(others.flatMap(\.guesses)).prefix(3)))
      }
    }
    return pending
  }

  private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen: Set<Element> = []
    return elements.filter { seen.insert($0).inserted }
  }
}
