import Auditing
import Documents

/// The formats that a report can be written in, named as `--format` names them.
///
/// Adding one is a file that writes it, a case here and the line in ``write(_:options:)`` that the compiler then demands.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// For people, in a terminal.
  case text
  /// For programs: see "The JSON report" in the contract.
  case json
  /// For code scanning: SARIF 2.1.0.
  case sarif
  /// For test runners: JUnit's XML.
  case junit
  /// For a comment on a pull request, or the summary of a job.
  case markdown
  /// For a browser, on one page.
  case html
  /// For the log of a GitHub workflow: annotations.
  case github
  /// For security data lakes: OCSF 1.5.0.
  case ocsf

  /// The report in this format, ending with a line break unless it is empty.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - options: How it should look. Formats other than text disregard them: what they say never depends on who looks.
  ///   - repairs: What was planned, or done, of repairs, where the format holds them.
  public func write(
    _ report: AuditReport, options: ReportOptions = ReportOptions(), repairs: ReportedRepairs? = nil
  ) -> String {
    var text = ""
    write(report, options: options, repairs: repairs) { text += $0 }
    return text
  }

  /// Writes the same piece by piece, so that it is never held whole: except Markdown, which is short.
  ///
  /// - Parameter sink: Gets the text, piece by piece.
  public func write(
    _ report: AuditReport, options: ReportOptions = ReportOptions(), repairs: ReportedRepairs? = nil,
    to sink: (String) throws -> Void
  ) rethrows {
    switch self {
    case .text:
      if let repairs { try sink(repairs.text(options) + "\n") }
      try TextReport.write(report, options: options, to: sink)
    case .json: try JSONReport.write(report, repairs: repairs?.json, to: sink)
    case .sarif: try SARIFReport.write(report, to: sink)
    case .junit: try JUnitReport.write(report, to: sink)
    case .markdown: try sink(MarkdownReport.write(report, repairs: repairs))
    case .html: try HTMLReport.write(report, repairs: repairs, to: sink)
    case .github: try GitHubReport.write(report, to: sink)
    case .ocsf: try OCSFReport.write(report, to: sink)
    }
  }

  /// Whether it holds what was planned, or done, of repairs, beside what was found.
  public var holdsRepairs: Bool {
    switch self {
    case .text, .json, .markdown, .html: true
    case .sarif, .junit, .github, .ocsf: false
    }
  }
}
