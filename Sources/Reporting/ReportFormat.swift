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
  ///   - repairs: What was repaired, which only the formats for programs hold.
  public func write(
    _ report: AuditReport, options: ReportOptions = ReportOptions(), repairs: JSONValue? = nil
  ) -> String {
    switch self {
    case .text: TextReport.write(report, options: options)
    case .json: JSONReport.write(report, repairs: repairs)
    case .sarif: SARIFReport.write(report)
    case .junit: JUnitReport.write(report)
    case .markdown: MarkdownReport.write(report)
    case .html: HTMLReport.write(report)
    case .github: GitHubReport.write(report)
    case .ocsf: OCSFReport.write(report)
    }
  }
}
