import Auditing
import Documents
import Estate
import Foundation

/// The report for programs: one JSON object, schema version 1.
///
/// Every key is always present, in the same order. What has no value is an empty string, list or object, or `null` in
/// `expected`, `actual`, `waiver` and what only a state
/// or a snapshot tells. A part of a value that could not be read is the string `(unread)`, so that it never looks like an
/// answer.
enum JSONReport {
  static let schemaVersion = "1"

  static func write(_ report: AuditReport, repairs: JSONValue? = nil, to sink: (String) throws -> Void) rethrows {
    let told = Dictionary(report.rules.map { ($0.rule.id, $0.rule) }) { first, _ in first }
    var object: JSONObject = [
      "schemaVersion": .string(schemaVersion),
      "run": run(report.run, isComplete: report.isComplete),
      "summary": summary(report),
      "findings": [],
      "errors": .array(report.failures.map { error($0, in: report) }),
      "warnings": .array(report.warnings.map(warning)),
      "notes": .array(report.notes.map(note)),
      "rules": .array(report.rules.map(rule)),
    ]
    if !report.trend.isEmpty { object["trend"] = .array(report.trend.map(point)) }
    if let repairs { object["repairs"] = repairs }
    try ListedJSON.write(
      .object(object), placing: report.allFindings.lazy.map { finding($0, in: report, told[$0.rule]) }, at: "findings",
      level: 2, to: sink)
  }

  private static func run(_ run: AuditReport.Run, isComplete: Bool) -> JSONValue {
    let calls = run.callsByOperation.sorted { $0.key < $1.key }
    let members: JSONObject = [
      "id": .string(run.id),
      "version": .string(run.version),
      "startedAt": .string(Timestamp.rfc3339(run.startedAt)),
      "finishedAt": .string(Timestamp.rfc3339(run.finishedAt)),
      "accounts": .array(run.accounts.map(JSONValue.string)),
      "regions": .array(run.regions.map(JSONValue.string)),
      "resources": .integer(run.resources),
      "rules": .integer(run.rules),
      "declarations": .integer(run.declarations),
      "apiCalls": [
        "total": .integer(calls.reduce(0) { $0 + $1.value }),
        "byOperation": .object(JSONObject(calls.map { ($0.key, .integer($0.value)) })),
        "retries": .integer(run.retries),
      ],
      "complete": .bool(isComplete),
      "shard": run.shard.map { shard($0, run) } ?? .null,
      "snapshot": run.snapshot.map { ["finishedAt": time($0)] } ?? .null,
      "state": run.state.map(state) ?? .null,
    ]
    let remarks: JSONObject = run.remarks.isEmpty ? [:] : ["remarks": .array(run.remarks.map(JSONValue.string))]
    let asked: JSONObject = run.asked.isEmpty ? [:] : ["asked": .string(run.asked)]
    return .object(members.merging(asked).merging(remarks))
  }

  /// Which part of an audit it is, with what only all of them together can say.
  private static func shard(_ shard: Shard, _ run: AuditReport.Run) -> JSONValue {
    [
      "index": .integer(shard.index), "count": .integer(shard.count), "spread": .string(run.spread),
      "accounts": .string(run.accountList),
      "unfit": .array(
        run.pending.unfit.map {
          ["pattern": .string($0.pattern), "guesses": .array($0.guesses.map(JSONValue.string))]
        }),
      "idle": .array(run.pending.idle.map(warning)),
    ]
  }

  private static func state(_ state: AuditReport.Run.StateUse) -> JSONValue {
    ["taken": .integer(state.taken), "oldest": time(state.oldest)]
  }

  private static func time(_ time: Date?) -> JSONValue { time.map { .string(Timestamp.rfc3339($0)) } ?? .null }

  /// `bySeverity` counts the failing findings, all five severities always there.
  private static func summary(_ report: AuditReport) -> JSONValue {
    let byAccount = AccountSummary.all(of: report).map { account -> (String, JSONValue) in
      let members: JSONObject = ["name": .string(account.name), "complete": .bool(account.isComplete)]
      return (account.id, .object(members.merging(counts(account.counts, passes: account.passes))))
    }
    let others: JSONObject = ["leftOut": .integer(report.leftOut), "byAccount": .object(JSONObject(byAccount))]
    return .object(counts(FindingCounts(report), passes: report.passes).merging(others))
  }

  private static func counts(_ counts: FindingCounts, passes: Int) -> JSONObject {
    [
      "fail": .integer(counts.fail),
      "unknown": .integer(counts.unknown),
      "waived": .integer(counts.waived),
      "pass": .integer(passes),
      "bySeverity": severities(counts.bySeverity),
    ]
  }

  private static func severities(_ counts: [Severity: Int]) -> JSONValue {
    .object(JSONObject(Severity.allCases.reversed().map { ($0.rawValue, .integer(counts[$0, default: 0])) }))
  }

  /// - Parameter rule: The rule, where the report tells of it: what the finding says is said once then.
  static func finding(_ finding: Finding, in report: AuditReport, _ rule: Rule?) -> JSONValue {
    var words: JSONObject = [:]
    if finding.title != rule?.title { words["title"] = .string(finding.title) }
    if finding.why != rule?.why { words["why"] = .string(finding.why) }
    if finding.remediation != rule?.remediation.recommendation { words["remediation"] = .string(finding.remediation) }
    if !finding.address.isEmpty { words["address"] = .string(finding.address) }
    if let timeline = finding.timeline {
      words["since"] = time(timeline.since)
      words["returns"] = .integer(timeline.returns)
      words["new"] = .bool(timeline.isNew)
    }
    let reason: JSONObject = finding.reason.map { ["reason": .string($0.rawValue)] } ?? [:]
    let code: JSONObject = finding.code.map { ["code": place($0)] } ?? [:]
    let members: JSONObject = [
      "fingerprint": .string(finding.fingerprint),
      "rule": .string(finding.rule),
      "severity": .string(finding.severity.rawValue),
      "status": .string(finding.status.rawValue),
      "waiver": finding.waiver.map(waiver) ?? .null,
      "firstSeen": time(finding.timeline?.firstSeen),
      "lastSeen": time(finding.timeline?.lastSeen),
      "resource": resource(finding.resource, in: report),
      "path": .string(finding.path),
      "expected": finding.expected,
      "actual": finding.actual,
      "message": .string(finding.message),
      "repair": [
        "available": .bool(finding.repair.isAvailable),
        "summary": .string(finding.repair.summary),
        "automatic": .bool(finding.repair.isAutomatic && finding.repair.isAvailable),
      ],
      "source": source(finding.source),
    ]
    // Only what is unknown has a reason, only what comes from code a place in it, and only what was asked for changes.
    let changes: JSONObject =
      finding.changes.isEmpty ? [:] : ["changes": .array(finding.changes.map(\.document))]
    return .object(members.merging(code).merging(reason).merging(changes).merging(words))
  }

  /// A rule that was evaluated. What those say that are built in every audit knows.
  private static func rule(_ evaluated: AuditReport.EvaluatedRule) -> JSONValue {
    let rule = evaluated.rule
    let members: JSONObject = [
      "id": .string(rule.id), "severity": .string(evaluated.severity.rawValue), "pass": .integer(evaluated.passes),
      "source": source(rule.source),
    ]
    if rule.source.isBuiltIn { return .object(members) }
    let words: JSONObject = [
      "title": .string(rule.title), "why": .string(rule.why), "symptoms": .string(rule.symptoms),
      "recommendation": .string(rule.remediation.recommendation), "cli": .string(rule.remediation.cli),
      "terraform": .string(rule.remediation.terraform),
      "references": .array(rule.references.map(JSONValue.string)),
    ]
    return .object(members.merging(words))
  }

  private static func point(_ point: AuditReport.TrendPoint) -> JSONValue {
    ["at": time(point.time), "bySeverity": severities(point.bySeverity)]
  }

  private static func note(_ note: AuditReport.Note) -> JSONValue {
    [
      "message": .string(note.message), "subject": .string(note.subject), "reason": .string(note.reason),
      "source": note.source.map(source) ?? .null,
    ]
  }

  private static func place(_ code: Finding.Code) -> JSONValue {
    ["file": .string(code.file), "line": .integer(code.line), "column": .integer(code.column)]
  }

  private static func waiver(_ waiver: Finding.Waiver) -> JSONValue {
    ["reason": .string(waiver.reason), "expires": .string("\(waiver.expires)")]
  }

  private static func error(_ failure: AuditReport.Failure, in report: AuditReport) -> JSONValue {
    [
      "operation": .string(failure.operation),
      "resource": resource(failure.resource, in: report),
      "code": .string(failure.code),
      "message": .string(failure.message),
      "advice": .string(failure.advice),
      "unjudged": .array(failure.unjudgedRules.map(JSONValue.string)),
    ]
  }

  private static func warning(_ warning: AuditReport.Warning) -> JSONValue {
    ["message": .string(warning.message), "source": source(warning.source)]
  }

  private static func source(_ mark: SourceMark) -> JSONValue {
    ["file": .string(mark.file), "line": .integer(mark.line)]
  }

  /// - Parameters:
  ///   - resource: The resource.
  ///   - report: Tells what people call it and its account; left out where there is none.
  static func resource(_ resource: ResourceReference, in report: AuditReport? = nil) -> JSONValue {
    let named: JSONObject =
      if let report {
        [
          "name": .string(report.name(of: resource)),
          "accountName": .string(report.run.accountNames[resource.account] ?? ""),
        ]
      } else { [:] }
    let members: JSONObject = [
      "type": .string(resource.type.rawValue),
      "id": .string(resource.id),
      "arn": .string(resource.arn),
      "account": .string(resource.account),
      "region": .string(resource.region),
    ]
    return .object(members.merging(named))
  }
}
