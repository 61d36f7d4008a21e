import Auditing
import Documents

/// The report for the log of a GitHub workflow: one annotation a line, then what it all comes to.
///
/// GitHub shows the first ten errors, warnings and notices of a step beside the code. So what could not be read comes
/// first, then what fails, worst first, then what could not be judged. What is waived is no annotation.
enum GitHubReport {
  static func write(_ report: AuditReport, to sink: (String) throws -> Void) rethrows {
    for failure in report.failures {
      try sink(command("error", title: "Not read: \(failure.operation)", failure.sentence(in: report)) + "\n")
    }
    for status in [Finding.Status.fail, .unknown] {
      for finding in report.allFindings where finding.status == status {
        try sink(annotation(finding, report) + "\n")
      }
    }
    var lines = report.warnings.map { command("warning", at: $0.source, title: "Configuration", $0.message) }
    lines += NoteGroup.groups(of: report).map { group in
      let subjects = group.subjects.prefix(20).joined(separator: ", ")
      let more = group.subjects.count > 20 ? " and \(group.subjects.count - 20) more" : ""
      let place = group.file.isEmpty ? "" : "\(group.file): "
      return command(
        "notice", title: NoteGroup.heading(of: report), "\(place)\(subjects)\(more) \(group.reason)")
    }
    // At the beginning of a line a colon could be a command; these are plain.
    lines += [ReportSummary.verdict(of: report), ReportSummary.asides(of: report), ReportSummary.effort(of: report)]
    for line in lines where !line.isEmpty { try sink(line + "\n") }
  }

  private static func annotation(_ finding: Finding, _ report: AuditReport) -> String {
    var message = finding.sentence(in: report)
    if let expected = finding.expectedText { message += "\nexpected: \(expected)" }
    if let actual = finding.actualText { message += "\nactual: \(actual)" }
    if let since = report.since(finding) { message += "\nsince: \(since)" }
    if let changed = finding.changedText { message += "\nchanged: \(changed)" }
    if !finding.remediation.isEmpty { message += "\n\(finding.remediation)" }
    let isUnknown = finding.status == .unknown
    return command(
      isUnknown ? "warning" : level(finding.severity), at: finding.source,
      title: "\(isUnknown ? "unknown" : finding.severity.rawValue): \(finding.rule)", message)
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "notice"
    }
  }

  /// A command to the runner. Files in the binary are in no repository, so they are not named.
  private static func command(_ level: String, at mark: SourceMark? = nil, title: String, _ message: String) -> String {
    var properties: [(String, String)] = []
    if let mark, !mark.isBuiltIn {
      properties = [("file", mark.path), ("line", "\(max(1, mark.line))")]
    }
    properties.append(("title", SafeText.sentence(title)))
    let said = properties.map { "\($0)=\(data($1).replacing(":", with: "%3A").replacing(",", with: "%2C"))" }
    return "::\(level) \(said.joined(separator: ","))::\(data(SafeText.lines(message)))"
  }

  /// Text as the runner reads it back.
  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }
}
