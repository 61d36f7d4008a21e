import Auditing
import Documents
import Estate

/// The report for a comment on a pull request and for the summary of a job: Markdown as GitHub has it.
///
/// What could not be read comes first, then a table of what is wrong, worst first, then the details, folded. GitHub
/// refuses a comment beyond 65,536 characters, so the page ends before, and says how much it left out.
struct MarkdownReport {
  /// How many bytes a page has at most; bytes, since nobody says what GitHub calls a character.
  static let limit = 65_536
  /// What the closing lines need.
  private static let reserve = 1024
  /// How many findings of a group are shown.
  private static let itemLimit = 20
  /// How much of a value is shown.
  private static let valueLimit = 300

  private let report: AuditReport
  private var text = ""
  /// The bytes that `text` has: counting them anew would take longer with each line.
  private var size = 0

  static func write(_ report: AuditReport, repairs: ReportedRepairs? = nil) -> String {
    var page = MarkdownReport(report: report)
    // What is to be done is what the page is for; what is wrong is said there too.
    if let repairs { page.append(repairs.markdown(upTo: limit * 2 / 3) + "\n") }
    page.write()
    return page.text
  }

  private init(report: AuditReport) { self.report = report }

  private mutating func write() {
    append("### audit: \(MarkdownText.prose(ReportSummary.verdict(of: report)))\n")
    let asides = ReportSummary.asides(of: report)
    if !asides.isEmpty { append("\n\(MarkdownText.prose(asides))\n") }
    writeFailures()
    // The table may take most of the page; what is left is for the details, worst first too.
    let room = (Self.limit - Self.reserve - size) * 2 / 3 + size
    writeFindings("What is wrong", .fail, upTo: room)
    writeFindings("What could not be judged", .unknown, upTo: room)
    writeFindings(
      "What is undecided: all was read, and no verdict is certain", .unknown, undecided: true, upTo: room)
    writeDetails()
    writeTable(
      "Warnings", ["In", "What"], report.warnings.map { [Self.place($0.source), MarkdownText.prose($0.message)] },
      upTo: Self.limit - Self.reserve, more: "warnings")
    writeTable(
      NoteGroup.heading(of: report), ["Of", "Why"],
      NoteGroup.groups(of: report).map { group in
        let subjects = group.subjects.prefix(20).map(MarkdownText.code).joined(separator: "<br>")
        let more = group.subjects.count > 20 ? "<br>and \(group.subjects.count - 20) more" : ""
        let place = group.file.isEmpty ? "" : " (\(MarkdownText.code(group.file)))"
        return [subjects + more, MarkdownText.prose(group.reason) + place]
      }, upTo: Self.limit - Self.reserve, more: "reasons")
    append("\n<sub>\(MarkdownText.prose(ReportSummary.effort(of: report))) audit \(report.run.version)</sub>\n")
  }

  // MARK: Tables

  private mutating func writeFailures() {
    guard !report.failures.isEmpty else { return }
    append("\n**The audit is incomplete.** What could not be verified is no answer.\n")
    let rows = report.failures.groupedByCause().compactMap { failures -> [String]? in
      guard let failure = failures.first else { return nil }
      let more = failures.count > 1 ? " and \(failures.count - 1) more" : ""
      return [
        MarkdownText.code(failure.operation), Self.name(of: failure.resource, report) + more,
        MarkdownText.prose(failure.code) + ": " + MarkdownText.prose(Self.cut(failure.message)),
        MarkdownText.prose(failure.advice),
      ]
    }
    writeTable("Not read", ["Call", "On", "Why", "Next"], rows, upTo: (Self.limit - size) / 4 + size, more: "causes")
  }

  /// The sentence stands at the left, where it has room at the width of a comment; names below each other.
  private mutating func writeFindings(
    _ title: String, _ status: Finding.Status, undecided isUndecided: Bool = false, upTo end: Int
  ) {
    let report = report
    let rows = report.allFindings.standing(status).lazy.filter { $0.isUndecided == isUndecided }.map { finding in
      let place = finding.path.isEmpty ? "" : "<br>\(MarkdownText.code(finding.path))"
      return [
        finding.severity.rawValue,
        "\(MarkdownText.prose(Self.cut(finding.message)))<br>\(MarkdownText.code(finding.rule))",
        Self.name(of: finding.resource, report) + place,
      ]
    }
    let kinds = report.allFindings.summary.counts.filter {
      $0.key.status == status && $0.key.isUndecided == isUndecided
    }
    let count = kinds.values.reduce(0, +)
    writeTable(title, ["Severity", "What", "Where"], rows, count: count, upTo: end, more: "findings")
  }

  /// The name of a resource, and whose it is where there are several accounts.
  private static func name(of resource: ResourceReference, _ report: AuditReport) -> String {
    MarkdownText.code(resource.name) + (report.account(of: resource).map { " in \(MarkdownText.prose($0))" } ?? "")
  }

  private mutating func writeTable(
    _ title: String, _ heads: [String], _ rows: [[String]], upTo end: Int, more noun: String
  ) {
    writeTable(title, heads, rows, count: rows.count, upTo: end, more: noun)
  }

  /// A table with as many rows as fit.
  private mutating func writeTable(
    _ title: String, _ heads: [String], _ rows: some Sequence<[String]>, count: Int, upTo end: Int, more noun: String
  ) {
    guard count > 0 else { return }
    append("\n#### \(title)\n\n" + Self.row(heads) + Self.row(heads.map { _ in "---" }))
    for (index, row) in rows.enumerated() where !append(Self.row(row), upTo: end) {
      append("\n…and \(count - index) more \(noun), left out for the length of this page.\n")
      return
    }
  }

  private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  // MARK: Details

  private mutating func writeDetails() {
    let groups = [Finding.Status.fail, .waived].flatMap {
      FindingGroup.groups(of: report.allFindings.standing($0), keeping: Self.itemLimit)
    }
    for (index, group) in groups.enumerated() where !append(details(of: group), upTo: Self.limit - Self.reserve) {
      append("\nThe details of \(counted(groups.count - index, "rule")) are left out for the length of this page.\n")
      return
    }
  }

  private func details(of group: FindingGroup) -> String {
    let first = group.first
    let word = first.status == .waived ? "waived" : first.severity.rawValue
    let title = first.title.isEmpty ? "" : ": " + MarkdownText.prose(first.title)
    var text =
      "\n<details><summary>\(word) \(MarkdownText.code(first.rule))\(title) (\(group.count))</summary>\n"
    func paragraph(_ prefix: String, _ said: String) {
      if !said.isEmpty { text += "\n\(prefix)\(MarkdownText.prose(said))\n" }
    }
    paragraph("", first.why)
    paragraph("**Next:** ", first.remediation)
    if first.repair.isAvailable || first.repair.isLeft {
      paragraph("**Repair, \(first.repair.manner):** ", first.repair.summary)
    }
    paragraph("**Rule:** ", "\(first.source.file):\(first.source.line)")
    text += "\n" + group.findings.map(item).joined()
    if group.count > group.findings.count { text += "- …and \(group.count - group.findings.count) more\n" }
    return text + "\n</details>\n"
  }

  private func item(_ finding: Finding) -> String {
    let place = [finding.resource.arn.isEmpty ? finding.resource.name : finding.resource.arn, finding.path]
    var parts = [place.filter { !$0.isEmpty }.map(MarkdownText.code).joined(separator: " ")]
    if let expected = finding.expectedText { parts.append("expected \(MarkdownText.code(Self.cut(expected)))") }
    if let actual = finding.actualText { parts.append("actual \(MarkdownText.code(Self.cut(actual)))") }
    if let waiver = finding.waiver {
      parts.append("accepted until \(waiver.expires): \(MarkdownText.prose(waiver.reason))")
    }
    if let since = report.since(finding) { parts.append("since: \(since)") }
    parts += finding.changes.map { "changed: \(MarkdownText.prose($0.sentence))" }
    return "- \(parts.joined(separator: "; "))\n"
  }

  private static func place(_ mark: SourceMark) -> String { MarkdownText.code("\(mark.file):\(mark.line)") }

  private static func cut(_ text: String) -> String {
    text.count <= valueLimit ? text : "\(text.prefix(valueLimit))… (\(text.count) characters)"
  }

  // MARK: Room

  private mutating func append(_ piece: String) {
    text += piece
    size += piece.utf8.count
  }

  /// Adds a piece where it fits before that byte.
  private mutating func append(_ piece: String, upTo end: Int) -> Bool {
    guard size + piece.utf8.count <= end else { return false }
    append(piece)
    return true
  }
}
