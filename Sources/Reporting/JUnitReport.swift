import Auditing
import Estate
import Foundation

/// The report for test runners: JUnit's XML.
///
/// A suite a rule, a case a finding: what fails is a failure, what could not be judged an error, what is waived is
/// skipped. The resources on which a rule holds are one case, `all other resources`, whose output counts them; a rule
/// that applies to nothing is skipped. What could not be read is errors in the first suite, `reading`.
enum JUnitReport {
  static func write(_ report: AuditReport, to sink: (String) throws -> Void) rethrows {
    let reading = reading(report)
    let rules = ReportedRule.all(of: report)
    let summary = report.allFindings.summary.byRule
    let lasts = rules.map { last(of: $0, isFound: summary[$0.id] != nil) }
    let counts = zip(rules, lasts).map { rule, last in
      Counts(summary[rule.id] ?? [:]) + Counts(last.map { [$0] } ?? [])
    }
    let all = counts.reduce(Counts(reading), +)
    let time = seconds(report.run.finishedAt.timeIntervalSince(report.run.startedAt))
    // JUnit has no zones.
    let timestamp = String(Timestamp.rfc3339(report.run.startedAt).prefix(19))
    let head = element(
      "testsuites",
      [
        ("name", "audit"), ("tests", "\(all.tests)"), ("failures", "\(all.failures)"), ("errors", "\(all.errors)"),
        ("time", time),
      ])
    try sink("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(head)>\n")
    try sink(suiteHead("reading", Counts(reading), at: timestamp, time: time))
    try sink(reading.map { $0.text(in: "reading") }.joined() + suiteEnd)
    var index = 0
    try report.allFindings.forEachRule(rules.map(\.id)) { rule, findings in
      try sink(suiteHead(rule, counts[index], at: timestamp, time: "0.000"))
      for finding in findings { try sink(testCase(finding, report).text(in: rule)) }
      try sink((lasts[index]?.text(in: rule) ?? "") + suiteEnd)
      index += 1
    }
    try sink("</testsuites>\n")
  }

  // MARK: Suites

  private static func reading(_ report: AuditReport) -> [Case] {
    let failures = report.failures.map { failure in
      let unjudged = failure.unjudgedRules.isEmpty ? "" : "unjudged: \(failure.unjudgedRules.joined(separator: ", "))"
      return Case(
        name: [
          failure.operation, failure.resource.type.rawValue, failure.resource.name,
          account(of: failure.resource, report),
        ].compactMap(\.self).joined(separator: " "), outcome: .error,
        type: failure.code, message: failure.message, details: [failure.advice, unjudged])
    }
    let notes = report.notes.map { note in
      Case(name: note.subject, outcome: .skipped, message: note.reason, details: [note.file])
    }
    let said = [ReportSummary.origin(of: report)].compactMap(\.self) + report.run.remarks
    let remarks = said.map { Case(name: "note", said: $0) } + notes
    if !failures.isEmpty { return failures + remarks }
    let found = Case(
      name: "everything that was needed", said: "\(counted(report.run.resources, "resource")) read.")
    let nothing = Case(
      name: "everything that was needed", outcome: .skipped, message: "No resource was found.", details: [])
    return [report.run.resources > 0 ? found : nothing] + remarks
  }

  /// What stands for the resources on which a rule holds, or says that there are none at all.
  private static func last(of rule: ReportedRule, isFound: Bool) -> Case? {
    if let passes = rule.passes, passes > 0 {
      return Case(name: "all other resources", said: "The rule holds on \(counted(passes, "resource")).")
    }
    if isFound { return nil }
    return Case(
      name: "all other resources", outcome: .skipped, message: "The rule applies to no resource.", details: [])
  }

  private static func testCase(_ finding: Finding, _ report: AuditReport) -> Case {
    let name = [
      finding.resource.type.rawValue, finding.resource.name, finding.path, account(of: finding.resource, report) ?? "",
    ].filter { !$0.isEmpty }
    var details = [
      finding.resource.arn, finding.expectedText.map { "expected: \($0)" }, finding.actualText.map { "actual: \($0)" },
      report.since(finding).map { "since: \($0)" }, finding.changedText.map { "changed: \($0)" }, finding.remediation,
      finding.repair.summary.isEmpty ? nil : "repair: \(finding.repair.summary)",
      "rule: \(finding.source.file):\(finding.source.line)",
    ].compactMap(\.self)
    var message = finding.message
    var outcome = Case.Outcome.failure
    var type = finding.severity.rawValue
    switch finding.status {
    case .fail: break
    case .unknown: (outcome, type) = (.error, finding.status.rawValue)
    case .waived:
      outcome = .skipped
      if let waiver = finding.waiver {
        details.insert(message, at: 0)
        message = "Waived until \(waiver.expires): \(waiver.reason)"
      }
    }
    return Case(name: name.joined(separator: " "), outcome: outcome, type: type, message: message, details: details)
  }

  /// Who reads it takes cases of one name for one.
  private static func account(of resource: ResourceReference, _ report: AuditReport) -> String? {
    report.account(of: resource).map { "in \($0)" }
  }

  // MARK: XML

  /// How many cases there are of each kind.
  private struct Counts {
    var (tests, failures, errors, skipped) = (0, 0, 0, 0)

    /// Those of findings.
    init(_ statuses: [Finding.Status: Int]) {
      tests = statuses.values.reduce(0, +)
      (failures, errors) = (statuses[.fail] ?? 0, statuses[.unknown] ?? 0)
      skipped = statuses[.waived] ?? 0
    }

    init(_ cases: [Case]) {
      tests = cases.count
      failures = cases.count { $0.outcome == .failure }
      errors = cases.count { $0.outcome == .error }
      skipped = cases.count { $0.outcome == .skipped }
    }

    static func + (left: Counts, right: Counts) -> Counts {
      var sum = left
      sum.tests += right.tests
      sum.failures += right.failures
      sum.errors += right.errors
      sum.skipped += right.skipped
      return sum
    }
  }

  private static func suiteHead(_ name: String, _ counts: Counts, at timestamp: String, time: String) -> String {
    let head = element(
      "testsuite",
      [
        ("name", name), ("tests", "\(counts.tests)"), ("failures", "\(counts.failures)"),
        ("errors", "\(counts.errors)"), ("skipped", "\(counts.skipped)"), ("time", time), ("timestamp", timestamp),
      ])
    return "  \(head)>\n"
  }

  private static let suiteEnd = "  </testsuite>\n"

  private struct Case {
    enum Outcome: String { case failure, error, skipped }

    let name: String
    /// What a case that passes prints.
    var said = ""
    var outcome: Outcome?
    var type = ""
    var message = ""
    var details: [String] = []

    func text(in suite: String) -> String {
      let head = "    \(element("testcase", [("name", name), ("classname", suite), ("time", "0.000")]))"
      guard let outcome else {
        let text = Markup.escaped(SafeText.sentence(said))
        return "\(head)>\n      <system-out>\(text)</system-out>\n    </testcase>\n"
      }
      let attributes = (outcome == .skipped ? [] : [("type", type)]) + [("message", message)]
      let start = "\(head)>\n      \(element(outcome.rawValue, attributes))"
      let body = Markup.escaped(SafeText.lines(details.joined(separator: "\n")))
      return body.isEmpty ? "\(start)/>\n    </testcase>\n" : "\(start)>\(body)</\(outcome)>\n    </testcase>\n"
    }
  }

  /// The beginning of an element, without its closing bracket.
  private static func element(_ name: String, _ attributes: [(name: String, value: String)]) -> String {
    "<" + name + attributes.map { " \($0.name)=\"\(Markup.escaped(SafeText.sentence($0.value)))\"" }.joined()
  }

  private static func seconds(_ time: TimeInterval) -> String {
    let milliseconds = Int((max(0, time) * 1000).rounded())
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
