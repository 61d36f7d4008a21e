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

  static func write(_ report: AuditReport, repairs: RepairReport? = nil) -> String {
    var object: JSONObject = [
      "schemaVersion": .string(schemaVersion),
      "run": run(report.run, isComplete: report.isComplete),
      "summary": summary(report),
      "findings": .array(report.findings.map { finding($0, named: report.name(of: $0.resource)) }),
      "errors": .array(report.failures.map { error($0, named: report.name(of: $0.resource)) }),
      "warnings": .array(report.warnings.map(warning)),
      "notes": .array(report.notes.map { ["message": .string($0.message), "source": source($0.source)] }),
    ]
    if let repairs { object["repairs"] = repairs.json }
    // JSON lets characters pass that a terminal acts on; as escapes they say the same.
    return SafeText.json(JSONWriter(.pretty).string(.object(object))) + "\n"
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
      "apiCalls": [
        "total": .integer(calls.reduce(0) { $0 + $1.value }),
        "byOperation": .object(JSONObject(calls.map { ($0.key, .integer($0.value)) })),
        "retries": .integer(run.retries),
      ],
      "complete": .bool(isComplete),
      "snapshot": run.snapshot.map { ["finishedAt": time($0)] } ?? .null,
      "state": run.state.map(state) ?? .null,
    ]
    let remarks: JSONObject = run.remarks.isEmpty ? [:] : ["remarks": .array(run.remarks.map(JSONValue.string))]
    return .object(members.merging(remarks))
  }

  private static func state(_ state: AuditReport.Run.StateUse) -> JSONValue {
    ["taken": .integer(state.taken), "oldest": time(state.oldest)]
  }

  private static func time(_ time: Date?) -> JSONValue { time.map { .string(Timestamp.rfc3339($0)) } ?? .null }

  /// `bySeverity` counts the failing findings, all five severities always there.
  private static func summary(_ report: AuditReport) -> JSONValue {
    let tally = Tally(report)
    return [
      "fail": .integer(tally.fail),
      "unknown": .integer(tally.unknown),
      "waived": .integer(tally.waived),
      "pass": .integer(report.passes),
      "bySeverity": .object(
        JSONObject(
          Severity.allCases.reversed().map { ($0.rawValue, .integer(tally.bySeverity[$0, default: 0])) })),
    ]
  }

  private static func finding(_ finding: Finding, named name: String) -> JSONValue {
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
      "resource": resource(finding.resource, named: name),
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
    return .object(members.merging(code).merging(reason).merging(changes))
  }

  private static func place(_ code: Finding.Code) -> JSONValue {
    ["file": .string(code.file), "line": .integer(code.line), "column": .integer(code.column)]
  }

  private static func waiver(_ waiver: Finding.Waiver) -> JSONValue {
    ["reason": .string(waiver.reason), "expires": .string("\(waiver.expires)")]
  }

  private static func error(_ failure: AuditReport.Failure, named name: String) -> JSONValue {
    [
      "operation": .string(failure.operation),
      "resource": resource(failure.resource, named: name),
      "code": .string(failure.code),
      "message": .string(failure.message),
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
  ///   - name: What people call it; left out where that is not told.
  static func resource(_ resource: ResourceReference, named name: String? = nil) -> JSONValue {
    let named: JSONObject = name.map { ["name": .string($0)] } ?? [:]
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
