import Auditing
import Documents
import Estate
import Foundation
import Schema
import State

/// Why a document is no report.
public struct JSONReportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what to do, in a sentence or two.
  public let description: String
}

/// Reads what ``ReportFormat/json`` writes, so that every format can be written from it again.
///
/// What a report only names is looked up: of rules that are built in it does not say the words. What repairs did is left
/// out: it is no part of what is wrong.
public struct JSONReportReader: Sendable {
  private let rules: [String: Rule]

  /// A reader that knows these rules.
  public init(knowing rules: [Rule]) {
    self.rules = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The report that a document holds.
  ///
  /// - Throws: ``JSONReportError`` where it is none, or lacks what every report has.
  public func report(_ document: JSONValue) throws(JSONReportError) -> AuditReport {
    guard let version = document["schemaVersion"].string, document["findings"].array != nil else {
      throw JSONReportError(
        description: "This is no report: `audit check --format json` writes one, with `schemaVersion` and `findings`.")
    }
    guard version == JSONReport.schemaVersion else {
      throw JSONReportError(
        description: "This is a report of schema version \(version), and only \(JSONReport.schemaVersion) is read.")
    }
    try refuseCounts(of: document)
    let told = try elements("rules", of: document).map { (value) throws(JSONReportError) in try evaluated(value) }
    let words = Dictionary(told.map { ($0.rule.id, $0.rule) }) { first, _ in first }
    let summary = document["summary"]
    var report = AuditReport(
      run: try run(document["run"]), rules: told,
      findings: try elements("findings", of: document).map { (value) throws(JSONReportError) in
        try finding(value, words[value["rule"].string ?? ""])
      },
      passes: try integer("pass", of: summary),
      failures: try elements("errors", of: document).map { (value) throws(JSONReportError) in try failure(value) },
      warnings: try elements("warnings", of: document).map { (value) throws(JSONReportError) in try warning(value) })
    report.leftOut = summary["leftOut"].integer ?? 0
    report.notes = try elements("notes", of: document).map { (value) throws(JSONReportError) in
      AuditReport.Note(
        value["subject"].string ?? "", value["reason"].string ?? value["message"].string ?? "",
        source: value["source"].isNull ? nil : try source(value))
    }
    report.trend = (document["trend"].array ?? []).compactMap { point in
      time(point["at"]).map { AuditReport.TrendPoint(time: $0, bySeverity: severities(point["bySeverity"])) }
    }
    for account in summary["byAccount"].object ?? [:] {
      report.passesByAccount[account.name] = account.value["pass"].integer ?? 0
      if let name = account.value["name"].string, !name.isEmpty { report.run.accountNames[account.name] = name }
    }
    for member in (document["findings"].array ?? []) + (document["errors"].array ?? []) {
      let reference = try resource(member["resource"])
      if let name = member["resource"]["name"].string, name != reference.id { report.names[reference.identity] = name }
    }
    // What it says of itself counts, though it does not say why.
    if document["run"]["complete"] == false, report.isComplete {
      report.failures.append(
        AuditReport.Failure(
          operation: "audit:check",
          resource: .init(type: .distribution, id: "*", account: report.run.accounts.first ?? ""),
          code: "ReportIncomplete", message: "The report says that not all could be read or judged, and not what.",
          advice: "Run that audit again.", unjudgedRules: []))
    }
    return report
  }

  /// More than any run counts; so many reports as there are can be added up.
  private static let most = 1 << 40

  /// Refuses what no run has counted: what stands beside the findings is added up.
  private func refuseCounts(of document: JSONValue) throws(JSONReportError) {
    var open = (document.object ?? [:]).filter { $0.name != "findings" }.map { ($0.name, $0.value) }
    while let (name, value) = open.popLast() {
      switch value {
      case .integer(let number) where !(0...Self.most).contains(number):
        throw JSONReportError(description: "This is no whole report: \(name) is \(number), which no run counts.")
      case .object(let members): open += members.map { ("\(name).\($0.name)", $0.value) }
      case .array(let elements): open += elements.map { ("\(name)[]", $0) }
      default: break
      }
    }
  }

  // MARK: The run

  private func run(_ value: JSONValue) throws(JSONReportError) -> AuditReport.Run {
    guard let startedAt = time(value["startedAt"]), let finishedAt = time(value["finishedAt"]) else {
      throw missing("run.startedAt, run.finishedAt")
    }
    let calls = value["apiCalls"]["byOperation"].object ?? [:]
    var run = AuditReport.Run(
      id: try string("id", of: value), version: try string("version", of: value), startedAt: startedAt,
      finishedAt: finishedAt, accounts: texts(value["accounts"]), regions: texts(value["regions"]),
      resources: try integer("resources", of: value), rules: try integer("rules", of: value),
      callsByOperation: Dictionary(calls.compactMap { call in call.value.integer.map { (call.name, $0) } }) { $0 + $1 },
      retries: value["apiCalls"]["retries"].integer ?? 0)
    run.declarations = value["declarations"].integer ?? 0
    run.remarks = texts(value["remarks"])
    run.asked = value["asked"].string ?? ""
    run.snapshot = time(value["snapshot"]["finishedAt"])
    if let taken = value["state"]["taken"].integer {
      run.state = AuditReport.Run.StateUse(taken: taken, oldest: time(value["state"]["oldest"]))
    }
    let shard = value["shard"]
    if !shard.isNull {
      guard let index = shard["index"].integer, let count = shard["count"].integer, let known = Shard(index, of: count)
      else {
        throw JSONReportError(
          description: "run.shard is not a shard: its index counts from 0 to below its count, \(Shard.most) at most.")
      }
      run.shard = known
      run.spread = shard["spread"].string ?? ""
      run.accountList = shard["accounts"].string ?? ""
      run.pending.unfit = (shard["unfit"].array ?? []).compactMap { unfit in
        unfit["pattern"].string.map { UnfitPattern(pattern: $0, guesses: texts(unfit["guesses"])) }
      }
      run.pending.idle = try elements("idle", of: shard).map { (value) throws(JSONReportError) in try warning(value) }
    }
    return run
  }

  private func evaluated(_ value: JSONValue) throws(JSONReportError) -> AuditReport.EvaluatedRule {
    let id = try string("id", of: value)
    let severity = try severity(value["severity"])
    let source = try source(value)
    let rule: Rule
    if value["title"].isNull, let known = rules[id] {
      rule = known
    } else {
      let words = ["title", "why", "symptoms", "recommendation", "cli", "terraform"].map {
        ($0, value[$0].string ?? "")
      }
      rule = Rule(
        described: id, severity: severity, words: Dictionary(words) { first, _ in first },
        references: texts(value["references"]), source: source)
    }
    return AuditReport.EvaluatedRule(rule: rule, severity: severity, passes: value["pass"].integer ?? 0)
  }

  // MARK: What was found

  func finding(_ value: JSONValue, _ rule: Rule?) throws(JSONReportError) -> Finding {
    guard let status = value["status"].string.flatMap(Finding.Status.init(rawValue:)) else {
      throw missing("findings[].status")
    }
    var finding = Finding(
      fingerprint: try string("fingerprint", of: value), rule: try string("rule", of: value),
      title: value["title"].string ?? rule?.title ?? "", severity: try severity(value["severity"]), status: status,
      reason: value["reason"].string.flatMap(Finding.UnknownReason.init(rawValue:)), waiver: waiver(value["waiver"]),
      resource: try resource(value["resource"]), place: DocumentPath(try string("path", of: value)),
      expected: unread(value["expected"]), actual: unread(value["actual"]), message: try string("message", of: value),
      why: value["why"].string ?? rule?.why ?? "",
      remediation: value["remediation"].string ?? rule?.remediation.recommendation ?? "",
      repair: repair(value["repair"]), source: try source(value))
    let code = value["code"]
    if let file = code["file"].string, let line = code["line"].integer, let column = code["column"].integer {
      finding.code = Finding.Code(file: file, line: line, column: column)
    }
    if let first = time(value["firstSeen"]), let last = time(value["lastSeen"]) {
      finding.timeline = Finding.Timeline(
        firstSeen: first, since: time(value["since"]) ?? first, lastSeen: last,
        returns: value["returns"].integer ?? 0, isNew: value["new"].bool ?? false)
    }
    finding.address = value["address"].string ?? ""
    finding.changes = (value["changes"].array ?? []).compactMap(change)
    return finding
  }

  private func change(_ value: JSONValue) -> RecordedChange? {
    guard let time = time(value["at"]), let event = value["event"].string else { return nil }
    return RecordedChange(
      time: time, actor: value["actor"].string ?? "", via: value["via"].string ?? "", event: event,
      eventID: value["eventId"].string ?? "", source: value["source"].string ?? "")
  }

  /// What a repair would write is no part of a report; that there is one is.
  private func repair(_ value: JSONValue) -> Finding.Repair {
    let summary = value["summary"].string ?? ""
    let isAutomatic = value["automatic"].bool ?? false
    return value["available"].bool == true
      ? Finding.Repair(.set(.null), summary: summary, isAutomatic: isAutomatic)
      : .left(summary, isAutomatic: isAutomatic)
  }

  private func waiver(_ value: JSONValue) -> Finding.Waiver? {
    guard let reason = value["reason"].string, let day = value["expires"].string.flatMap({ CalendarDate($0) }) else {
      return nil
    }
    return Finding.Waiver(reason: reason, expires: day)
  }

  private func failure(_ value: JSONValue) throws(JSONReportError) -> AuditReport.Failure {
    AuditReport.Failure(
      operation: try string("operation", of: value), resource: try resource(value["resource"]),
      code: value["code"].string ?? "", message: value["message"].string ?? "", advice: value["advice"].string ?? "",
      unjudgedRules: texts(value["unjudged"]))
  }

  private func warning(_ value: JSONValue) throws(JSONReportError) -> AuditReport.Warning {
    AuditReport.Warning(message: try string("message", of: value), source: try source(value))
  }

  private func resource(_ value: JSONValue) throws(JSONReportError) -> ResourceReference {
    guard let type = value["type"].string.flatMap(ResourceType.init(rawValue:)) else {
      throw JSONReportError(
        description:
          "\(value["type"].string ?? "") is no type of resource that this version knows: read it with one that "
          + "is as new as the one that wrote it.")
    }
    return ResourceReference(
      type: type, id: try string("id", of: value), arn: value["arn"].string ?? "",
      account: value["account"].string ?? "", region: value["region"].string ?? "global")
  }

  // MARK: Values

  /// What was not read is told by a word.
  private func unread(_ value: JSONValue) -> JSONValue { value.string == "(unread)" ? .unread(0) : value }

  private func source(_ value: JSONValue) throws(JSONReportError) -> SourceMark {
    SourceMark(file: try string("file", of: value["source"]), line: try integer("line", of: value["source"]))
  }

  private func severity(_ value: JSONValue) throws(JSONReportError) -> Severity {
    guard let severity = value.string.flatMap(Severity.init(rawValue:)) else { throw missing("severity") }
    return severity
  }

  private func severities(_ value: JSONValue) -> [Severity: Int] {
    let pairs = (value.object ?? [:]).compactMap { member in
      Severity(rawValue: member.name).flatMap { severity in member.value.integer.map { (severity, $0) } }
    }
    return Dictionary(pairs) { $0 + $1 }
  }

  /// A time with its milliseconds.
  private func time(_ value: JSONValue) -> Date? {
    guard let text = value.string, let second = ServiceTime.date(text) else { return nil }
    let fraction = text.split(separator: ".").dropFirst().first?.prefix { $0.isASCII && $0.isNumber } ?? ""
    return second.addingTimeInterval(Double("0.\(fraction)") ?? 0)
  }

  private func texts(_ value: JSONValue) -> [String] { (value.array ?? []).compactMap(\.string) }

  private func elements(_ name: String, of value: JSONValue) throws(JSONReportError) -> [JSONValue] {
    // Reports of older versions have no rules and no notes.
    if value[name].isNull { return [] }
    guard let elements = value[name].array else { throw missing(name) }
    return elements
  }

  private func string(_ name: String, of value: JSONValue) throws(JSONReportError) -> String {
    guard let text = value[name].string else { throw missing(name) }
    return text
  }

  private func integer(_ name: String, of value: JSONValue) throws(JSONReportError) -> Int {
    guard let number = value[name].integer else { throw missing(name) }
    return number
  }

  private func missing(_ name: String) -> JSONReportError {
    JSONReportError(description: "This is no whole report: \(name) is missing, or not what it should be.")
  }
}
