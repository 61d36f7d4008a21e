import Auditing
import Documents
import Estate
import Foundation
import State

/// The history of findings for people, for programs and for spreadsheets.
public struct HistoryReport: Sendable {
  /// How it is written.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// For a terminal.
    case text
    /// For programs.
    case json
    /// For spreadsheets: RFC 4180, with a line of names.
    case csv
  }

  private let format: Format
  private let time: Date
  private let options: ReportOptions

  /// A report.
  ///
  /// - Parameters:
  ///   - time: The time from which ages are counted.
  ///   - options: How text should look.
  public init(_ format: Format, at time: Date, options: ReportOptions = ReportOptions()) {
    self.format = format
    self.time = time
    self.options = options
  }

  // MARK: Findings

  /// Findings, in their order.
  ///
  /// - Parameters:
  ///   - findings: The findings.
  ///   - lastRuns: When the last run of each account was: what was not seen since, nobody has judged.
  public func findings(_ findings: [RecordedFinding], lastRuns: [StateAccount: Date]) -> String {
    switch format {
    case .json: Self.json("findings", findings.map(Self.document))
    case .csv:
      CSV.table(
        [
          "fingerprint", "rule", "severity", "status", "type", "id", "arn", "account", "region", "path", "message",
          "firstSeen", "since", "lastSeen", "goneAt", "returns",
        ], findings.map(Self.row))
    case .text: text(findings, lastRuns)
    }
  }

  private func text(_ findings: [RecordedFinding], _ lastRuns: [StateAccount: Date]) -> String {
    var page = TextPage(width: options.width)
    for finding in findings {
      page.blank()
      write(finding, lastRun: lastRuns[finding.account], to: &page)
    }
    page.blank()
    page.paragraph(StyledText(Self.sum(findings)))
    return page.rendered(isColored: options.isColored)
  }

  private static func sum(_ findings: [RecordedFinding]) -> String {
    let counts = Dictionary(grouping: findings, by: word).mapValues(\.count)
    let parts = ["fail", "waived", "unknown", "gone"].compactMap { word in
      counts[word].map { "\($0) \(word == "fail" ? "wrong" : word)" }
    }
    return parts.isEmpty ? "Nothing was found." : parts.joined(separator: ", ") + "."
  }

  private func write(_ finding: RecordedFinding, lastRun: Date?, to page: inout TextPage) {
    let seen = finding.seen
    page.labelled(Self.label(of: finding), StyledText(SafeText.sentence(seen.message), .strong))
    var resource = StyledText(seen.resource.type.rawValue)
    resource.add(" ")
    resource.add(whole: SafeText.escaped(seen.resource.name), .strong)
    page.row("on", resource)
    page.row("in", StyledText(SafeText.escaped(Self.place(of: finding))))
    page.row("at", .path(seen.path))
    page.row("since", StyledText(since(finding)))
    if finding.goneAt == nil, let lastRun, lastRun > finding.lastSeen {
      page.row(
        "seen",
        StyledText(
          "last \(Timestamp.age(from: finding.lastSeen, to: time)) ago (\(Timestamp.day(finding.lastSeen))); no run has "
            + "judged it since"))
    }
    var rule = StyledText()
    rule.add(whole: SafeText.escaped(seen.rule), .strong)
    rule.add(" fingerprint \(SafeText.escaped(seen.fingerprint))", .faint)
    page.row("rule", rule)
  }

  private static func label(of finding: RecordedFinding) -> Line {
    if finding.goneAt != nil { return Line("GONE", .good) }
    switch finding.seen.status {
    case .fail:
      return Line(finding.seen.severity.uppercased(), Severity(rawValue: finding.seen.severity).map(Style.of) ?? .plain)
    case .waived: return Line("WAIVED", .faint)
    case .unknown: return Line("UNKNOWN", .unknown)
    }
  }

  /// The account, and the endpoint where that is not AWS itself.
  private static func place(of finding: RecordedFinding) -> String { place(of: finding.account) }

  private static func place(of account: StateAccount) -> String {
    account.endpoint.isEmpty ? account.account : "\(account.account) (\(account.endpoint))"
  }

  private func since(_ finding: RecordedFinding) -> String {
    let timeline = Finding.Timeline(
      firstSeen: finding.firstSeen, since: finding.since, lastSeen: finding.lastSeen, returns: finding.returns,
      isNew: false)
    guard let goneAt = finding.goneAt else { return timeline.phrase(at: time) }
    return "\(timeline.phrase(at: goneAt)), until \(Timestamp.day(goneAt))"
  }

  /// How it stands: `fail`, `waived`, `unknown` or `gone`.
  private static func word(_ finding: RecordedFinding) -> String {
    finding.goneAt == nil ? finding.seen.status.rawValue : "gone"
  }

  private static func document(_ finding: RecordedFinding) -> JSONValue {
    let seen = finding.seen
    return [
      "fingerprint": .string(seen.fingerprint), "rule": .string(seen.rule), "severity": .string(seen.severity),
      "status": .string(word(finding)), "resource": JSONReport.resource(seen.resource), "path": .string(seen.path),
      "message": .string(seen.message), "account": document(finding.account),
      "firstSeen": .string(Timestamp.rfc3339(finding.firstSeen)), "since": .string(Timestamp.rfc3339(finding.since)),
      "lastSeen": .string(Timestamp.rfc3339(finding.lastSeen)),
      "goneAt": finding.goneAt.map { .string(Timestamp.rfc3339($0)) } ?? .null, "returns": .integer(finding.returns),
    ]
  }

  private static func row(_ finding: RecordedFinding) -> [String] {
    let (seen, resource) = (finding.seen, finding.seen.resource)
    return [
      seen.fingerprint, seen.rule, seen.severity, word(finding), resource.type.rawValue, resource.id, resource.arn,
      finding.account.account, resource.region, seen.path, seen.message, Timestamp.rfc3339(finding.firstSeen),
      Timestamp.rfc3339(finding.since), Timestamp.rfc3339(finding.lastSeen),
      finding.goneAt.map(Timestamp.rfc3339) ?? "", String(finding.returns),
    ]
  }

  private static func document(_ account: StateAccount) -> JSONValue {
    [
      "partition": .string(account.partition), "id": .string(account.account), "endpoint": .string(account.endpoint),
    ]
  }

  // MARK: Runs

  /// Runs, in their order.
  public func runs(_ runs: [RecordedRun]) -> String {
    switch format {
    case .json: return Self.json("runs", runs.map(Self.document))
    case .csv:
      return CSV.table(
        [
          "id", "account", "command", "scope", "version", "startedAt", "finishedAt", "complete", "resources", "calls",
          "taken", "appeared", "gone",
        ] + Self.severities + ["waived", "unknown"], runs.map(Self.row))
    case .text:
      var page = TextPage(width: options.width)
      for run in runs {
        page.blank()
        write(run, to: &page)
      }
      page.blank()
      page.paragraph(StyledText(runs.isEmpty ? "No run was recorded." : "\(counted(runs.count, "run"))."))
      return page.rendered(isColored: options.isColored)
    }
  }

  private func write(_ run: RecordedRun, to page: inout TextPage) {
    let counts = run.counts
    var heading = StyledText(Timestamp.rfc3339(run.finishedAt), .strong)
    heading.add(" " + SafeText.sentence("\(run.command) \(run.scope)"))
    if !run.isComplete { heading.add(" incomplete", .unknown) }
    page.paragraph(heading)
    page.row("in", StyledText(SafeText.escaped(Self.place(of: run.account))))
    page.row("brought", StyledText("\(counts.appeared) new, \(counts.gone) gone"))
    let open = Self.severities.compactMap { name in
      counts.open[name].flatMap { $0 > 0 ? "\($0) \(name)" : nil }
    }
    let others = [(counts.waived, "waived"), (counts.unknown, "not judged")].compactMap { count, word in
      count > 0 ? "\(count) \(word)" : nil
    }
    page.row("open", StyledText(open.isEmpty && others.isEmpty ? "nothing" : (open + others).joined(separator: ", ")))
    let taken = run.taken > 0 ? ", \(counted(run.taken, "part")) from the state" : ""
    page.row("took", StyledText("\(counted(run.calls, "call")) for \(counted(run.resources, "resource"))\(taken)"))
    page.row("run", StyledText("\(SafeText.escaped(run.id)), audit \(SafeText.escaped(run.version))", .faint))
  }

  private static let severities = Severity.allCases.reversed().map(\.rawValue)

  private static func document(_ run: RecordedRun) -> JSONValue {
    let counts = run.counts
    return [
      "id": .string(run.id), "account": document(run.account), "command": .string(run.command),
      "scope": .string(run.scope), "version": .string(run.version),
      "startedAt": .string(Timestamp.rfc3339(run.startedAt)), "finishedAt": .string(Timestamp.rfc3339(run.finishedAt)),
      "complete": .bool(run.isComplete), "resources": .integer(run.resources), "calls": .integer(run.calls),
      "taken": .integer(run.taken), "appeared": .integer(counts.appeared), "gone": .integer(counts.gone),
      "open": .object(JSONObject(severities.map { ($0, .integer(counts.open[$0, default: 0])) })),
      "waived": .integer(counts.waived), "unknown": .integer(counts.unknown),
    ]
  }

  private static func row(_ run: RecordedRun) -> [String] {
    let counts = run.counts
    return [
      run.id, run.account.account, run.command, run.scope, run.version, Timestamp.rfc3339(run.startedAt),
      Timestamp.rfc3339(run.finishedAt), String(run.isComplete), String(run.resources), String(run.calls),
      String(run.taken), String(counts.appeared), String(counts.gone),
    ] + severities.map { String(counts.open[$0, default: 0]) } + [String(counts.waived), String(counts.unknown)]
  }

  // MARK: One finding

  /// A finding, what happened to it in the runs that are kept, and who changed what it is about.
  public func course(
    of finding: RecordedFinding, _ events: [RecordedEvent], changes: [RecordedChange] = [], lastRun: Date?
  ) -> String {
    switch format {
    case .json:
      let course = events.map { event -> JSONValue in
        [
          "event": .string(event.transition.rawValue), "at": .string(Timestamp.rfc3339(event.run.finishedAt)),
          "run": .string(event.run.id),
        ]
      }
      guard case .object(var object) = Self.document(finding) else { return "" }
      object["events"] = .array(course)
      object["changes"] = .array(changes.map(\.document))
      return Self.write(.object(object))
    case .csv:
      return CSV.table(
        ["event", "at", "run"],
        events.map { [$0.transition.rawValue, Timestamp.rfc3339($0.run.finishedAt), $0.run.id] })
    case .text:
      var page = TextPage(width: options.width)
      write(finding, lastRun: lastRun, to: &page)
      if !changes.isEmpty { page.row("changed", changes.map { StyledText($0.sentence) }) }
      page.blank()
      for event in events {
        page.row(
          event.transition.rawValue,
          StyledText("\(Timestamp.rfc3339(event.run.finishedAt)), run \(SafeText.escaped(event.run.id))"))
      }
      return page.rendered(isColored: options.isColored)
    }
  }

  private static func json(_ name: String, _ elements: [JSONValue]) -> String {
    write(.object(JSONObject([("schemaVersion", .string(JSONReport.schemaVersion)), (name, .array(elements))])))
  }

  private static func write(_ value: JSONValue) -> String {
    SafeText.json(JSONWriter(.pretty).string(value)) + "\n"
  }
}

/// Tables as RFC 4180 has them.
enum CSV {
  /// The text of a table.
  static func table(_ names: [String], _ rows: [[String]]) -> String {
    ([names] + rows).map { row in row.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A field. Names and comments in AWS come from anybody: what a spreadsheet would take for a formula gets an apostrophe.
  private static func field(_ text: String) -> String {
    let said = SafeText.sentence(text)
    let isFormula = said.first.map { "=+-@".contains($0) } == true && Double(said) == nil
    let safe = isFormula ? "'" + said : said
    guard safe.contains(where: { $0 == "," || $0 == "\"" }) else { return safe }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
  }
}
