import Auditing
import Documents
import Estate

/// The report for a browser: one page that needs nothing else, with the map of the estate, and filters where scripts run.
///
/// Each finding has an address of its own, `#f-` and its fingerprint, and so has each choice of filters: both can be sent.
enum HTMLReport {
  static func write(_ report: AuditReport, repairs: ReportedRepairs? = nil) -> String {
    var ids = Identifiers()
    // All of them are held, with the names of their resources.
    let unknown = report.allFindings.with(.unknown)
    let groups: [(heading: String, groups: [FindingGroup])] = [
      ("What is wrong", FindingGroup.groups(of: report.allFindings.with(.fail))),
      ("What could not be judged", FindingGroup.groups(of: unknown.filter { !$0.isUndecided })),
      (
        "What is undecided: all was read, and no verdict is certain",
        FindingGroup.groups(of: unknown.filter(\.isUndecided))
      ),
      ("What is waived", FindingGroup.groups(of: report.allFindings.with(.waived))),
    ]
    let isLong = report.allFindings.count > 60
    let findings = groups.filter { !$0.groups.isEmpty }.map { heading, groups in
      let articles = groups.map { group(of: $0, report, isOpen: !isLong, &ids) }
      return "<section class=\"findings\">\n<h2>\(heading)</h2>\n\(articles.joined())</section>\n"
    }
    let verdict = ReportSummary.verdict(of: report)
    let body = """
      <a class="skip" href="#findings">Skip to the findings</a>
      <header>
      <h1>\(HTMLPage.text(verdict))</h1>
      \(paragraph(HTMLPage.text(ReportSummary.asides(of: report))))\(paragraph(counts(report)))\
      <p class="faint">\(run(report))</p>
      </header>
      <main>
      \(repairs.map { "<section>\n\($0.markup)</section>\n" } ?? "")\(TrendChart.write(report))\(failures(report))\(map(report, ids))\
      <div id="findings">
      \(report.allFindings.isEmpty ? "" : HTMLFilters.form(report))\(findings.joined())</div>
      \(warnings(report))\(notes(report))</main>
      """
    return HTMLPage.write(
      title: "audit: \(verdict)", body: body, script: report.allFindings.isEmpty ? "" : HTMLFilters.script)
  }

  /// The addresses of findings, each given once.
  private struct Identifiers {
    private var given: [String: Int] = [:]

    /// Whether a finding has an address.
    func has(_ fingerprint: String) -> Bool { given[fingerprint] != nil }

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

  private static func map(_ report: AuditReport, _ ids: Identifiers) -> String {
    guard let estate = report.estate, !estate.resources.isEmpty else { return "" }
    let map = EstateMap(estate, findings: Array(report.allFindings)).grouped()
    return """
      <section>
      <h2>The estate</h2>
      <p class="faint">Red is where something is wrong, dashed what is not known. A click leads to the finding.</p>
      <div class="map" tabindex="0" role="region" aria-label="Map of the estate">
      \(MapDrawing.figure(map) { ids.has($0) ? "#f-\($0)" : nil })</div>
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

  private static func group(
    of group: FindingGroup, _ report: AuditReport, isOpen: Bool, _ ids: inout Identifiers
  ) -> String {
    let first = group.first
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
    let heads = ["Resource", "Where", "What", "Expected", "Actual", "Since", "Accepted", "Changed"]
    let cells = group.findings.map { finding in
      [
        resource(finding.resource, report), HTMLPage.code(finding.path), HTMLPage.prose(finding.message),
        finding.expectedText.map { HTMLPage.code($0) } ?? "", finding.actualText.map { HTMLPage.code($0) } ?? "",
        HTMLPage.text(report.since(finding) ?? ""),
        finding.waiver.map { "until \($0.expires): \(HTMLPage.text($0.reason))" } ?? "",
        finding.changes.map { HTMLPage.text($0.sentence) }.joined(separator: "<br>"),
      ]
    }
    let columns = heads.indices.filter { column in cells.contains { !$0[column].isEmpty } }
    let rows = zip(group.findings, cells).map { finding, cells in
      let id = ids.next(finding.fingerprint)
      let row = columns.map { "<td data-head=\"\(heads[$0])\">\(cells[$0])</td>" }.joined()
      return "<tr id=\"\(id)\" \(data(of: finding, report))>\(row)<td data-head=\"Address\">"
        + "<a class=\"link\" href=\"#\(id)\" aria-label=\"Address of this finding\">#</a></td></tr>\n"
    }
    let title = first.title.isEmpty ? first.rule : first.title
    return """
      <details class="group"\(isOpen ? " open" : "")>
      <summary>\(HTMLPage.chip(word(of: first))) <h3>\(HTMLPage.prose(title))</h3> \
      <span class="count">\(group.findings.count)</span></summary>
      \(HTMLPage.facts(facts))<table class="fixed">
      <colgroup>\(columns.map { "<col class=\"c\($0)\">" }.joined())<col class="address"></colgroup>
      <thead><tr>\(columns.map { "<th scope=\"col\">\(heads[$0])</th>" }.joined())\
      <th scope="col"><span class="link">Address</span></th></tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      </details>

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

  /// How a finding stands, as filters name it.
  static func status(of finding: Finding) -> String { finding.isUndecided ? "undecided" : finding.status.rawValue }

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
