import Auditing
import Documents
import Estate
import Foundation

/// The report for security data lakes: OCSF 1.5.0, a JSON array of Compliance Findings, one a line, as Prowler writes it.
///
/// What fails is a new finding with the compliance status Fail, what is waived a suppressed one. What could not be judged
/// has the compliance status Warning: it "did not yield a result due to missing information". What could not be read is
/// a finding of that status too, with the operation as its control.
enum OCSFReport {
  static func write(_ report: AuditReport, to sink: (String) throws -> Void) rethrows {
    let rules = Dictionary(report.rules.map { ($0.rule.id, $0.rule) }) { first, _ in first }
    var isFirst = true
    func write(_ event: [(String, JSONValue)]) throws {
      try sink((isFirst ? "[\n" : ",\n") + SafeText.json(JSONWriter().string(.object(JSONObject(event)))))
      isFirst = false
    }
    for finding in report.allFindings { try write(event(finding, rule: rules[finding.rule], run: report.run)) }
    for failure in report.failures { try write(event(failure, run: report.run)) }
    try sink(isFirst ? "[]\n" : "\n]\n")
  }

  // MARK: Events

  private static func event(_ finding: Finding, rule: Rule?, run: AuditReport.Run) -> [(String, JSONValue)] {
    let isWaived = finding.status == .waived
    var members = event(
      of: finding.resource, code: finding.rule, severity: severity(finding.severity),
      status: isWaived ? (3, "Suppressed") : (1, "New"), message: finding.message, run: run)
    members += [
      ("finding_info", info(finding, run)),
      (
        "compliance",
        compliance(
          finding.rule, isFailed: finding.status != .unknown, finding.message, controls: rule?.controls ?? [])
      ),
      (
        "unmapped",
        .object(
          origin(run).merging(
            ["path": .string(finding.path), "expected": finding.expected, "actual": finding.actual]
          ).merging(finding.changes.isEmpty ? [:] : ["changes": .array(finding.changes.map(\.document))]))
      ),
    ]
    if let waiver = finding.waiver {
      members.append(("comment", text("\(waiver.reason) (until \(waiver.expires))")))
    }
    if let remediation = remediation(finding.remediation, rule?.pages ?? []) { members.append(remediation) }
    return members
  }

  private static func info(_ finding: Finding, _ run: AuditReport.Run) -> JSONValue {
    var info: JSONObject = [
      "uid": .string(finding.fingerprint), "title": text(finding.title.isEmpty ? finding.rule : finding.title),
      "desc": text(finding.why.isEmpty ? finding.message : finding.why),
      "created_time": milliseconds(run.finishedAt),
    ]
    if let timeline = finding.timeline {
      info["created_time"] = milliseconds(timeline.since)
      info["first_seen_time"] = milliseconds(timeline.firstSeen)
      info["last_seen_time"] = milliseconds(timeline.lastSeen)
    }
    return .object(info)
  }

  private static func event(_ failure: AuditReport.Failure, run: AuditReport.Run) -> [(String, JSONValue)] {
    let resource = failure.resource
    let uid = [failure.operation, resource.type.rawValue, resource.id, resource.account, resource.region]
    var members = event(
      of: resource, code: failure.code, severity: (0, "Unknown"), status: (1, "New"),
      message: failure.message, run: run)
    members += [
      (
        "finding_info",
        [
          "uid": .string(uid.joined(separator: "|")), "title": text("\(failure.operation) failed"),
          "desc": text(failure.message), "created_time": milliseconds(run.finishedAt),
        ]
      ),
      ("compliance", compliance(failure.operation, isFailed: false, failure.message)),
      (
        "unmapped",
        .object(origin(run).merging(["unjudged": .array(failure.unjudgedRules.map(JSONValue.string))]))
      ),
    ]
    if let remediation = remediation(failure.advice, []) { members.append(remediation) }
    return members
  }

  /// What all events have.
  private static func event(
    of resource: ResourceReference, code: String, severity: (id: Int, name: String), status: (id: Int, name: String),
    message: String, run: AuditReport.Run
  ) -> [(String, JSONValue)] {
    [
      ("category_uid", 2), ("category_name", "Findings"), ("class_uid", 2003), ("class_name", "Compliance Finding"),
      ("activity_id", 1), ("activity_name", "Create"), ("type_uid", 200_301),
      ("type_name", "Compliance Finding: Create"), ("time", milliseconds(run.finishedAt)),
      ("severity_id", .integer(severity.id)), ("severity", .string(severity.name)),
      ("status_id", .integer(status.id)), ("status", .string(status.name)), ("message", text(message)),
      (
        "metadata",
        [
          "version": "1.5.0", "profiles": ["cloud"], "event_code": .string(code), "correlation_uid": .string(run.id),
          "product": ["name": "audit", "vendor_name": "audit", "version": .string(run.version)],
        ]
      ),
      ("cloud", cloud(resource, run)), ("resources", [details(resource)]),
    ]
  }

  // MARK: Parts

  /// When the snapshot was finished that was judged, where one was.
  private static func origin(_ run: AuditReport.Run) -> JSONObject {
    run.snapshot.map { ["snapshot": ["finishedAt": .string(Timestamp.rfc3339($0))]] } ?? [:]
  }

  private static func compliance(
    _ control: String, isFailed: Bool, _ message: String, controls: [Control] = []
  ) -> JSONValue {
    var members: JSONObject = [
      "control": .string(control), "status_id": isFailed ? 3 : 2,
      "status": isFailed ? "Fail" : "Warning", "status_details": [text(message)],
    ]
    if !controls.isEmpty {
      let standards = controls.map(\.standard)
      let distinct = standards.indices.filter { standards.firstIndex(of: standards[$0]) == $0 }.map { standards[$0] }
      members["standards"] = .array(distinct.map(JSONValue.string))
      members["requirements"] = .array(controls.map { .string($0.name) })
    }
    return .object(members)
  }

  private static func remediation(_ text: String, _ references: [String]) -> (String, JSONValue)? {
    guard !text.isEmpty else { return nil }
    var members: [(String, JSONValue)] = [("desc", Self.text(text))]
    if !references.isEmpty { members.append(("references", .array(references.map(JSONValue.string)))) }
    return ("remediation", .object(JSONObject(members)))
  }

  private static func cloud(_ resource: ResourceReference, _ run: AuditReport.Run) -> JSONValue {
    var members: [(String, JSONValue)] = [("provider", "AWS"), ("region", .string(resource.region))]
    if !resource.account.isEmpty {
      // Readers that insist on a name get the number where it is not known.
      let account = JSONValue.string(resource.account)
      let name = JSONValue.string(run.accountNames[resource.account] ?? resource.account)
      members.append(("account", ["uid": account, "name": name, "type": "AWS Account", "type_id": 10]))
    }
    return .object(JSONObject(members))
  }

  private static func details(_ resource: ResourceReference) -> JSONValue {
    let partition = resource.arn.split(separator: ":").dropFirst().first.map(String.init) ?? "aws"
    return [
      "uid": .string(resource.arn.isEmpty ? resource.id : resource.arn), "name": .string(resource.id),
      "type": .string(resource.type.rawValue), "region": .string(resource.region),
      "cloud_partition": .string(partition),
    ]
  }

  private static func severity(_ severity: Severity) -> (id: Int, name: String) {
    switch severity {
    case .info: (1, "Informational")
    case .low: (2, "Low")
    case .medium: (3, "Medium")
    case .high: (4, "High")
    case .critical: (5, "Critical")
    }
  }

  private static func text(_ text: String) -> JSONValue { .string(SafeText.lines(text)) }

  private static func milliseconds(_ time: Date) -> JSONValue {
    .integer(Int((time.timeIntervalSince1970 * 1000).rounded()))
  }
}
