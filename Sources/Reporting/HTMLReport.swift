import Auditing
import Documents
import Estate

/// The report for a browser: one page that needs nothing else, no script, no font, no network.
enum HTMLReport {
  static func write(_ report: AuditReport) -> String {
    let sections = [
      TrendChart.write(report), failures(report), findings(report, .fail, "What is wrong"),
      findings(report, .unknown, "What could not be judged") { !$0.isUndecided },
      findings(report, .unknown, "What is undecided: all was read, and no verdict is certain") { $0.isUndecided },
      findings(report, .waived, "What is waived"),
      warnings(report), notes(report),
    ]
    let verdict = text(Closing.verdict(of: report))
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>audit: \(verdict)</title>
      <style>\(style)</style>
      </head>
      <body>
      <header>
      <h1>\(verdict)</h1>
      \(paragraph(text(Closing.asides(of: report))))\(paragraph(counts(report)))\
      <p class="faint">\(run(report))</p>
      </header>
      <main>
      \(sections.joined())</main>
      </body>
      </html>

      """
  }

  // MARK: The head

  private static func counts(_ report: AuditReport) -> String {
    let tally = Tally(report)
    let severities = Severity.allCases.reversed().map { ($0.rawValue, tally.bySeverity[$0, default: 0]) }
    let chips = (severities + [("unknown", tally.unknown), ("waived", tally.waived)]).filter { $0.1 > 0 }
    return chips.map { "<span class=\"chip \($0.0)\">\($0.1) \($0.0)</span>" }.joined(separator: " ")
  }

  private static func run(_ report: AuditReport) -> String {
    let run = report.run
    let parts = [
      Closing.effort(of: report), "Finished \(Timestamp.rfc3339(run.finishedAt)).",
      run.accounts.isEmpty ? "" : "Account \(run.accounts.joined(separator: ", ")).",
      run.regions.isEmpty ? "" : "Regions \(run.regions.joined(separator: ", ")).",
      "audit \(run.version), run \(run.id).",
    ]
    return text(parts.filter { !$0.isEmpty }.joined(separator: " "))
  }

  // MARK: Sections

  private static func failures(_ report: AuditReport) -> String {
    let rows = report.failures.map { failure in
      [
        code(failure.operation), resource(failure.resource), code(failure.code), text(failure.message),
        text(failure.advice), failure.unjudgedRules.map(code).joined(separator: " "),
      ]
    }
    return rows.isEmpty
      ? ""
      : """
      <section>
      <h2>The audit is incomplete</h2>
      <p>What could not be verified is no answer.</p>
      \(table(["Call", "On", "Code", "Why", "Next", "Unjudged"], rows))</section>

      """
  }

  private static func findings(
    _ report: AuditReport, _ status: Finding.Status, _ heading: String,
    where isMeant: (Finding) -> Bool = { _ in true }
  ) -> String {
    let groups = FindingGroup.groups(of: report, status, where: isMeant)
    if groups.isEmpty { return "" }
    return "<section>\n<h2>\(heading)</h2>\n\(groups.map { article($0, report) }.joined())</section>\n"
  }

  private static func article(_ group: FindingGroup, _ report: AuditReport) -> String {
    let first = group.first
    let word = first.status == .fail ? first.severity.rawValue : first.status.rawValue
    var facts: [(String, String)] = [("Why", text(first.why)), ("Next", text(first.remediation))]
    if first.repair.isAvailable || first.repair.isLeft {
      facts.append(("Repair", "\(first.repair.manner): \(text(first.repair.summary))"))
    }
    facts.append(("Rule", "\(code(first.rule)) \(code("\(first.source.file):\(first.source.line)"))"))
    let controls = report.rules.first { $0.rule.id == first.rule }?.rule.controls ?? []
    facts.append(("Controls", controls.map { text($0.name) }.joined(separator: ", ")))
    let list = facts.filter { !$0.1.isEmpty }.map { "<dt>\($0)</dt><dd>\($1)</dd>\n" }.joined()
    let rows = group.findings.map { finding in
      [
        resource(finding.resource), code(finding.path), text(finding.message), value(finding.expectedText),
        value(finding.actualText), text(report.since(finding) ?? ""),
        finding.waiver.map { "until \($0.expires): \(text($0.reason))" } ?? "",
      ]
    }
    let heads = ["Resource", "Where", "What", "Expected", "Actual", "Since", "Accepted"]
    return """
      <article>
      <h3><span class="chip \(word)">\(word)</span> \(text(first.title.isEmpty ? first.rule : first.title))</h3>
      <dl>
      \(list)</dl>
      \(table(heads, rows))</article>

      """
  }

  private static func warnings(_ report: AuditReport) -> String {
    let rows = report.warnings.map { [code("\($0.source.file):\($0.source.line)"), text($0.message)] }
    return rows.isEmpty ? "" : "<section>\n<h2>Warnings</h2>\n\(table(["In", "What"], rows))</section>\n"
  }

  private static func notes(_ report: AuditReport) -> String {
    let rows = report.notes.map { [code($0.source.file), code($0.subject), text($0.reason)] }
    return rows.isEmpty ? "" : "<section>\n<h2>Not compared</h2>\n\(table(["In", "Of", "Why"], rows))</section>\n"
  }

  // MARK: Parts

  /// A table, without the columns in which nothing stands.
  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let columns = heads.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    let head = columns.map { "<th scope=\"col\">\(heads[$0])</th>" }.joined()
    let body = rows.map { row in "<tr>\(columns.map { "<td>\(row[$0])</td>" }.joined())</tr>\n" }.joined()
    return "<div class=\"wide\"><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table></div>\n"
  }

  private static func resource(_ resource: ResourceReference) -> String {
    let arn = resource.arn.isEmpty ? "" : "<br>\(code(resource.arn, class: "faint"))"
    return "\(text(resource.type.rawValue))<br><strong>\(code(resource.name))</strong>\(arn)"
  }

  private static func paragraph(_ said: String) -> String { said.isEmpty ? "" : "<p>\(said)</p>\n" }

  private static func value(_ text: String?) -> String { text.map { code($0) } ?? "" }

  private static func text(_ text: String) -> String { Markup.escaped(SafeText.sentence(text)) }

  private static func code(_ said: String) -> String { said.isEmpty ? "" : "<code>\(text(said))</code>" }

  private static func code(_ said: String, class name: String) -> String {
    "<code class=\"\(name)\">\(text(said))</code>"
  }

  private static let style = """

    :root { color-scheme: light dark; --edge: #8884; --faint: #666; --critical: #a00; --high: #b45309; --medium: #7a6200;
      --low: #1d5fa8; --info: #555; --unknown: #7c2d92; --waived: #555; }
    @media (prefers-color-scheme: dark) { :root { --faint: #aaa; --critical: #ff8f8f; --high: #ffb05c; --medium: #e5cf5a;
      --low: #8ec2ff; --info: #bbb; --unknown: #dfa4f2; --waived: #bbb; } }
    body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
    h1 { font-size: 1.5rem; } h2 { margin-top: 2.5rem; } h3 { font-size: 1.1rem; margin: 0 0 .5rem; }
    article { border: 1px solid var(--edge); border-radius: .5rem; margin: 1rem 0; padding: 1rem; break-inside: avoid-page; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 0 1rem; }
    dt { color: var(--faint); } dd { margin: 0; }
    code { font: .85em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
    .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
    th, td { border-top: 1px solid var(--edge); padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; }
    th { color: var(--faint); font-weight: 600; } td { min-width: 9rem; } .faint { color: var(--faint); }
    .chip { border: 1px solid; border-radius: 1rem; font-size: .85rem; padding: .1rem .6rem; white-space: nowrap; }
    \(Severity.allCases.map(\.rawValue).reversed().map(chip).joined(separator: " "))
    \(chip("unknown")) \(chip("waived"))
    .trend { display: block; height: 8rem; max-width: 100%; } .trend rect { fill: currentColor; stroke: none; }

    """

  private static func chip(_ word: String) -> String { ".\(word) { color: var(--\(word)); }" }
}
