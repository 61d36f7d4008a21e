import Auditing
import Documents
import Estate

/// The report for a browser: one page that needs nothing else, with the map of the estate, and filters where scripts run.
///
/// Each finding has an address of its own, `#f-` and its fingerprint, and so has each choice of filters: both can be sent.
enum HTMLReport {
  static func write(
    _ report: AuditReport, repairs: ReportedRepairs? = nil, to sink: (String) throws -> Void
  ) rethrows {
    let verdict = ReportSummary.verdict(of: report)
    let hasFindings = !report.allFindings.isEmpty
    let script = hasFindings ? HTMLFilters.script : ""
    try sink(HTMLPage.head(title: "audit: \(verdict)", script: script))
    try sink(
      """
      <a class="skip" href="#findings">Skip to the findings</a>
      <header>
      <h1>\(HTMLPage.text(verdict))</h1>
      \(paragraph(HTMLPage.text(ReportSummary.asides(of: report))))\(paragraph(counts(report)))\
      <p class="faint">\(run(report))</p>
      </header>
      <main>
      \(repairs.map { "<section>\n\($0.markup)</section>\n" } ?? "")\(TrendChart.write(report))\(failures(report))\
      \(map(report))\
      <div id="findings">
      \(hasFindings ? HTMLFilters.form(report) : "")
      """)
    try findings(report, to: sink)
    try sink("</div>\n\(warnings(report))\(notes(report))</main>\(HTMLPage.end(script: script))")
  }

  /// The findings, group by group, of which a few at a time are held.
  private static func findings(_ report: AuditReport, to sink: (String) throws -> Void) rethrows {
    var ids = Identifiers()
    let sections: [(heading: String, status: Finding.Status, isUndecided: Bool)] = [
      ("What is wrong", .fail, false), ("What could not be judged", .unknown, false),
      ("What is undecided: all was read, and no verdict is certain", .unknown, true),
      ("What is waived", .waived, false),
    ]
    for section in sections {
      var isBegun = false
      try report.allFindings.forEachGroup(section.status, isUndecided: section.isUndecided) { group in
        if !isBegun { try sink("<section class=\"findings\">\n<h2>\(section.heading)</h2>\n") }
        isBegun = true
        try write(group, report, &ids, to: sink)
      }
      if isBegun { try sink("</section>\n") }
    }
  }

  /// The addresses of findings, each given once.
  private struct Identifiers {
    private var given: [String: Int] = [:]

    /// A new address of a finding: what cannot be judged may have the same fingerprint as what is wrong.
    mutating func next(_ fingerprint: String) -> String {
      given[fingerprint, default: 0] += 1
      let count = given[fingerprint] ?? 1
      return count == 1 ? "f-\(fingerprint)" : "f-\(fingerprint)-\(count)"
    }
  }

  // MARK: The head

  private static func counts(_ report: AuditReport) -> String {
    let counts = FindingCounts(report)
    let severities = Severity.allCases.reversed().map { ($0.rawValue, counts.bySeverity[$0, default: 0]) }
    let chips = (severities + [("unknown", counts.unknown), ("waived", counts.waived)]).filter { $0.1 > 0 }
    return chips.map { HTMLPage.chip($0.0, "\($0.1) \($0.0)") }.joined(separator: " ")
  }

  private static func run(_ report: AuditReport) -> String {
    let run = report.run
    let parts = [
      ReportSummary.effort(of: report), "Finished \(Timestamp.rfc3339(run.finishedAt)).",
      run.accounts.isEmpty
        ? "" : "\(run.accounts.count == 1 ? "Account" : "Accounts") \(run.accounts.joined(separator: ", ")).",
      // All regions that there are tell nothing, and fill a phone.
      run.regions.isEmpty
        ? ""
        : run.regions.count > 8
          ? "\(run.regions.count) regions."
          : "\(run.regions.count == 1 ? "Region" : "Regions") \(run.regions.joined(separator: ", ")).",
      "audit \(run.version), run \(run.id).",
    ]
    return HTMLPage.text(parts.filter { !$0.isEmpty }.joined(separator: " "))
  }

  // MARK: Sections

  private static func map(_ report: AuditReport) -> String {
    // Of an estate that is held, what was found is held as well.
    guard let estate = report.estate, !estate.resources.isEmpty else { return "" }
    let map = EstateMap(estate, findings: Array(report.allFindings)).grouped()
    let ids = Set(report.allFindings.map(\.fingerprint))
    return """
      <section>
      <h2>The estate</h2>
      <p class="faint">Red is where something is wrong, dashed what is not known. A click leads to the finding.</p>
      <div class="map" tabindex="0" role="region" aria-label="Map of the estate">
      \(MapDrawing.figure(map) { ids.contains($0) ? "#f-\($0)" : nil })</div>
      </section>

      """
  }

  private static func failures(_ report: AuditReport) -> String {
    let rows = report.failures.map { failure in
      [
        HTMLPage.code(failure.operation), resource(failure.resource, report), HTMLPage.code(failure.code),
        HTMLPage.text(failure.message), HTMLPage.text(failure.advice),
        failure.unjudgedRules.map { HTMLPage.code($0) }.joined(separator: " "),
      ]
    }
    return rows.isEmpty
      ? ""
      : """
      <section>
      <h2>The audit is incomplete</h2>
      <p>What could not be verified is no answer.</p>
      \(HTMLPage.table(["Call", "On", "Code", "Why", "Next", "Unjudged"], rows))</section>

      """
  }

  private static let heads = ["Resource", "Where", "What", "Expected", "Actual", "Since", "Accepted", "Changed"]

  private static func write(
    _ group: ChosenFindings, _ report: AuditReport, _ ids: inout Identifiers, to sink: (String) throws -> Void
  ) rethrows {
    // Twice: a column in which nothing stands is left out.
    var (count, filled) = (0, Set<Int>())
    for finding in group {
      count += 1
      for column in heads.indices where !filled.contains(column) && !cell(column, finding, report).isEmpty {
        filled.insert(column)
      }
    }
    let columns = filled.sorted()
    var isBegun = false
    for finding in group {
      if !isBegun { try sink(head(of: finding, count, columns, report)) }
      isBegun = true
      let id = ids.next(finding.fingerprint)
      let row = columns.map { "<td data-head=\"\(heads[$0])\">\(cell($0, finding, report))</td>" }.joined()
      try sink(
        "<tr id=\"\(id)\" \(data(of: finding, report))>\(row)<td data-head=\"Address\">"
          + "<a class=\"link\" href=\"#\(id)\" aria-label=\"Address of this finding\">#</a></td></tr>\n")
    }
    try sink("</tbody>\n</table>\n</details>\n")
  }

  /// What a column says of a finding; empty where that is nothing.
  private static func cell(_ column: Int, _ finding: Finding, _ report: AuditReport) -> String {
    switch column {
    case 0: resource(finding.resource, report)
    case 1: HTMLPage.code(finding.path)
    case 2: HTMLPage.prose(finding.message)
    case 3: finding.expectedText.map { HTMLPage.code($0) } ?? ""
    case 4: finding.actualText.map { HTMLPage.code($0) } ?? ""
    case 5: HTMLPage.text(report.since(finding) ?? "")
    case 6: finding.waiver.map { "until \($0.expires): \(HTMLPage.text($0.reason))" } ?? ""
    default: finding.changes.map { HTMLPage.text($0.sentence) }.joined(separator: "<br>")
    }
  }

  /// What stands before the findings of a group.
  private static func head(of first: Finding, _ count: Int, _ columns: [Int], _ report: AuditReport) -> String {
    var facts: [(String, String)] = [("Why", HTMLPage.prose(first.why)), ("Next", HTMLPage.prose(first.remediation))]
    if first.repair.isAvailable || first.repair.isLeft {
      facts.append(("Repair", "\(first.repair.manner): \(HTMLPage.prose(first.repair.summary))"))
    }
    facts.append(
      ("Rule", "\(HTMLPage.code(first.rule)) \(HTMLPage.code("\(first.source.file):\(first.source.line)"))"))
    let controls = report.rules.first { $0.rule.id == first.rule }?.rule.controls ?? []
    if !controls.isEmpty {
      facts.append(("Controls", controls.map { HTMLPage.text($0.name) }.joined(separator: ", ")))
    }
    let title = first.title.isEmpty ? first.rule : first.title
    return """
      <details class="group"\(report.allFindings.count > 60 ? "" : " open")>
      <summary>\(HTMLPage.chip(word(of: first))) <h3>\(HTMLPage.prose(title))</h3> \
      <span class="count">\(count)</span></summary>
      \(HTMLPage.facts(facts))<table class="fixed">
      <colgroup>\(columns.map { "<col class=\"c\($0)\">" }.joined())<col class="address"></colgroup>
      <thead><tr>\(columns.map { "<th scope=\"col\">\(heads[$0])</th>" }.joined())\
      <th scope="col"><span class="link">Address</span></th></tr></thead>
      <tbody>

      """
  }

  /// What filters look at.
  private static func data(of finding: Finding, _ report: AuditReport) -> String {
    let account = finding.resource.account.isEmpty ? report.run.accounts.first ?? "" : finding.resource.account
    let values = [
      ("severity", finding.severity.rawValue), ("status", status(of: finding)), ("rule", finding.rule),
      ("account", account), ("resource", "\(report.name(of: finding.resource)) \(finding.resource.name)"),
    ]
    return values.map { "data-\($0)=\"\(HTMLPage.text($1))\"" }.joined(separator: " ")
  }

  private static func status(of finding: Finding) -> String {
    status(finding.status, isUndecided: finding.isUndecided)
  }

  /// How a finding stands, as filters name it.
  static func status(_ status: Finding.Status, isUndecided: Bool) -> String {
    isUndecided ? "undecided" : status.rawValue
  }

  private static func word(of finding: Finding) -> String {
    finding.status == .fail ? finding.severity.rawValue : status(of: finding)
  }

  private static func warnings(_ report: AuditReport) -> String {
    let rows = report.warnings.map { warning in
      [HTMLPage.code("\(warning.source.file):\(warning.source.line)"), HTMLPage.text(warning.message)]
    }
    return rows.isEmpty
      ? "" : "<section>\n<h2>Warnings</h2>\n\(HTMLPage.table(["In", "What"], rows))</section>\n"
  }

  private static func notes(_ report: AuditReport) -> String {
    let rows = report.notes.map {
      [$0.file.isEmpty ? "" : HTMLPage.code($0.file), HTMLPage.code($0.subject), HTMLPage.text($0.reason)]
    }
    if rows.isEmpty { return "" }
    let heading = NoteGroup.heading(of: report)
    return "<section>\n<h2>\(heading)</h2>\n\(HTMLPage.table(["In", "Of", "Why"], rows))</section>\n"
  }

  // MARK: Parts

  /// The name that people know, and beside it the type, the id and the ARN.
  private static func resource(_ resource: ResourceReference, _ report: AuditReport) -> String {
    let name = report.name(of: resource)
    let known = name == resource.id ? "" : "<strong>\(HTMLPage.text(name))</strong><br>"
    let arn = resource.arn.isEmpty ? "" : "<br>\(HTMLPage.code(resource.arn, class: "faint"))"
    let id = known.isEmpty ? "<strong>\(HTMLPage.code(resource.name))</strong>" : HTMLPage.code(resource.name)
    return "\(known)\(id)<br><span class=\"faint\">\(HTMLPage.text(resource.type.rawValue))</span>\(arn)"
  }

  private static func paragraph(_ said: String) -> String { said.isEmpty ? "" : "<p>\(said)</p>\n" }
}
