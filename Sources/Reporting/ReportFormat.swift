import Auditing

/// The formats that a report can be written in, named as `--format` names them.
///
/// Adding one is a file that writes it, a case here and the line in ``write(_:options:)`` that the compiler then demands.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// For people, in a terminal.
  case text
  /// For programs: see "The JSON report" in the contract.
  case json

  /// The report in this format, ending with a line break unless it is empty.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - options: How it should look. Formats for programs disregard them: what they say never depends on who looks.
  public func write(_ report: AuditReport, options: ReportOptions = ReportOptions()) -> String {
    switch self {
    case .text: TextReport.write(report, options: options)
    case .json: JSONReport.write(report)
    }
  }
}
