import Auditing
import Documents
import Estate

/// The report for code scanning: SARIF 2.1.0, one run.
///
/// What fails is of kind `fail`; what is waived as well, with a suppression that says why. What could not be judged is
/// of kind `open`, which the standard has for "insufficient information to decide whether a problem exists", and
/// therefore of level `none`. What could not be read is a notification of the tool's execution, and what is wrong with
/// the configuration one of its configuration.
enum SARIFReport {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  static func write(_ report: AuditReport, to sink: (String) throws -> Void) rethrows {
    let rules = ReportedRule.all(of: report)
    let indexes = Dictionary(rules.enumerated().map { ($1.id, $0) }) { first, _ in first }
    try ListedJSON.write(
      ["$schema": .string(schema), "version": "2.1.0", "runs": [run(report, rules)]],
      placing: report.allFindings.lazy.map { result($0, report, index: indexes[$0.rule] ?? -1) }, at: "results",
      level: 4,
      to: sink)
  }

  private static func run(_ report: AuditReport, _ rules: [ReportedRule]) -> JSONValue {
    let version = JSONValue.string(report.run.version)
    return [
      "tool": [
        "driver": [
          "name": "audit", "version": version, "semanticVersion": version, "rules": .array(rules.map(descriptor)),
        ]
      ],
      // Up to the last slash it is the category of GitHub, which replaces the results of the last run of the same one.
      "automationDetails": [
        "id": .string((["audit"] + whose(report.run.accounts) + [report.run.id]).joined(separator: "/"))
      ],
      "invocations": [invocation(report)],
      "results": [],
    ]
  }

  /// The account; where there are several, that there are.
  private static func whose(_ accounts: [String]) -> [String] {
    accounts.count > 1 ? ["\(accounts.count) accounts"] : accounts
  }

  // MARK: Rules

  private static func descriptor(_ rule: ReportedRule) -> JSONValue {
    let references = rule.rule?.pages ?? []
    let title = rule.title.isEmpty ? rule.id : rule.title
    var members: [(String, JSONValue)] = [
      ("id", .string(rule.id)), ("shortDescription", ["text": text(title)]),
      ("fullDescription", ["text": text(rule.why.isEmpty ? title : rule.why)]),
      ("help", help(rule, references)),
      ("defaultConfiguration", ["level": level(rule.severity)]),
      ("properties", properties(rule.severity, rule.rule?.controls ?? [])),
    ]
    if let first = references.first { members.append(("helpUri", .string(first))) }
    return .object(JSONObject(members))
  }

  private static func help(_ rule: ReportedRule, _ references: [String]) -> JSONValue {
    let help = ([rule.remediation.isEmpty ? rule.title : rule.remediation] + references).joined(separator: "\n")
    let page = rule.rule.map { RuleManual.page($0, format: .markdown) }
    let said = help.isEmpty ? rule.id : help
    return ["text": text(said), "markdown": .string(page ?? MarkdownText.prose(said))]
  }

  /// GitHub shows a severity beyond SARIF's levels only for a rule that has a score, as CVSS counts.
  private static func properties(_ severity: Severity, _ controls: [Control]) -> JSONValue {
    let tags = controls.map { JSONValue.string($0.tag) }
    let score: JSONValue? =
      switch severity {
      case .critical: "9.5"
      case .high: "8.0"
      case .medium: "5.5"
      case .low: "2.0"
      case .info: nil
      }
    guard let score else { return ["tags": .array(["aws"] + tags)] }
    return ["tags": .array(["aws", "security"] + tags), "security-severity": score]
  }

  private static func level(_ severity: Severity) -> JSONValue {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }

  // MARK: Results

  private static func result(_ finding: Finding, _ report: AuditReport, index: Int) -> JSONValue {
    let isOpen = finding.status == .unknown
    var result: JSONObject = [
      "ruleId": .string(finding.rule), "ruleIndex": .integer(index),
      "kind": isOpen ? "open" : "fail", "level": isOpen ? "none" : level(finding.severity),
      "message": ["text": text(finding.sentence(in: report))],
      "locations": [location(finding)],
      // All findings of a rule stand on one line of one file. Code scanning would take them for one if it were left to
      // make a hash of that line, which is what it calls primaryLocationLineHash.
      "partialFingerprints": [
        "auditFinding/v1": .string(finding.fingerprint), "primaryLocationLineHash": .string(finding.fingerprint),
      ],
      // The standard wants them on all results or on none.
      "suppressions": .array(finding.waiver.map { [suppression($0)] } ?? []),
      "properties": properties(finding),
    ]
    if let timeline = finding.timeline {
      result["provenance"] = [
        "firstDetectionTimeUtc": .string(Timestamp.rfc3339(timeline.firstSeen)),
        "lastDetectionTimeUtc": .string(Timestamp.rfc3339(timeline.lastSeen)),
      ]
    }
    return .object(result)
  }

  private static func properties(_ finding: Finding) -> JSONValue {
    var properties: JSONObject = [
      "severity": .string(finding.severity.rawValue), "status": .string(finding.status.rawValue),
      "resource": resource(finding.resource), "path": .string(finding.path), "expected": finding.expected,
      "actual": finding.actual,
    ]
    if !finding.changes.isEmpty { properties["changes"] = .array(finding.changes.map(\.document)) }
    return .object(properties)
  }

  private static func suppression(_ waiver: Finding.Waiver) -> JSONValue {
    [
      "kind": "external", "status": "accepted",
      "justification": text("\(SafeText.sentence(waiver.reason)) (until \(waiver.expires))"),
    ]
  }

  private static func location(_ finding: Finding) -> JSONValue {
    let resource = finding.resource
    let whole = resource.arn.isEmpty ? "\(resource.type.rawValue)/\(resource.id)" : resource.arn
    var logical: [JSONValue] = [
      ["name": .string(resource.id), "fullyQualifiedName": .string(whole), "kind": "resource"]
    ]
    if !finding.path.isEmpty {
      logical.append([
        "name": .string(finding.path), "fullyQualifiedName": .string("\(whole)#\(finding.path)"), "kind": "property",
      ])
    }
    return ["physicalLocation": physicalLocation(finding.source), "logicalLocations": .array(logical)]
  }

  /// The place in a rule, baseline or configuration file.
  ///
  /// Files of the project are relative to the folder that audit ran in, which code scanning takes for the root of the
  /// repository. Those in the binary have no root; code scanning takes their names and shows no text for them.
  static func physicalLocation(_ mark: SourceMark) -> JSONValue {
    let isAbsolute = mark.file.hasPrefix("/")
    let uri = escaped(mark.path)
    var artifact: [(String, JSONValue)] = [("uri", .string(isAbsolute ? "file://" + uri : uri))]
    if !mark.isBuiltIn, !isAbsolute { artifact.append(("uriBaseId", "%SRCROOT%")) }
    return [
      "artifactLocation": .object(JSONObject(artifact)), "region": ["startLine": .integer(max(1, mark.line))],
    ]
  }

  /// A path with everything as an escape that means something in a URI.
  private static func escaped(_ path: String) -> String {
    path.utf8.reduce(into: "") { uri, byte in
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII,
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "-._~/".unicodeScalars.contains(scalar)
      {
        uri.unicodeScalars.append(scalar)
      } else {
        uri += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
  }

  // MARK: The run

  private static func invocation(_ report: AuditReport) -> JSONValue {
    [
      "executionSuccessful": .bool(report.isComplete),
      "startTimeUtc": .string(Timestamp.rfc3339(report.run.startedAt)),
      "endTimeUtc": .string(Timestamp.rfc3339(report.run.finishedAt)),
      "toolExecutionNotifications": .array(
        report.failures.map { notification($0, report) } + origin(report)
          + report.notes.map { note in
            [
              "level": "note", "message": ["text": text(SafeText.sentence(note.message))],
              "locations": .array(note.source.map { [["physicalLocation": physicalLocation($0)]] } ?? []),
            ]
          }),
      "toolConfigurationNotifications": .array(
        report.warnings.map { warning in
          [
            "level": "warning", "message": ["text": text(SafeText.sentence(warning.message))],
            "locations": [["physicalLocation": physicalLocation(warning.source)]],
          ]
        }),
    ]
  }

  /// That a snapshot was judged.
  private static func origin(_ report: AuditReport) -> [JSONValue] {
    [ReportSummary.origin(of: report)].compactMap(\.self).map { ["level": "note", "message": ["text": text($0)]] }
  }

  private static func notification(_ failure: AuditReport.Failure, _ report: AuditReport) -> JSONValue {
    [
      "level": "error", "message": ["text": text(failure.sentence(in: report))],
      "properties": [
        "operation": .string(failure.operation), "code": .string(failure.code),
        "resource": resource(failure.resource), "unjudged": .array(failure.unjudgedRules.map(JSONValue.string)),
      ],
    ]
  }

  private static func resource(_ resource: ResourceReference) -> JSONValue {
    [
      "type": .string(resource.type.rawValue), "id": .string(resource.id), "arn": .string(resource.arn),
      "account": .string(resource.account), "region": .string(resource.region),
    ]
  }

  /// Text of a message, in which brackets before parentheses would be a link.
  private static func text(_ text: String) -> JSONValue {
    .string(SafeText.lines(text).replacing("](", with: "] ("))
  }
}
