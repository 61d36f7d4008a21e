import Auditing

/// How many findings there are of each kind.
struct FindingCounts {
  /// Rules that do not hold.
  private(set) var fail = 0
  /// Verdicts that are missing, those that are undecided among them.
  private(set) var unknown = 0
  /// Verdicts that are undecided: all was read, and none is certain.
  private(set) var undecided = 0
  /// Rules that do not hold, which is accepted.
  private(set) var waived = 0
  /// The failing findings by severity.
  private(set) var bySeverity: [Severity: Int] = [:]

  init(_ report: AuditReport) { self.init(report.allFindings.summary) }

  init(_ summary: FindingSummary) {
    for (kind, count) in summary.counts {
      switch kind.status {
      case .fail:
        fail += count
        bySeverity[kind.severity, default: 0] += count
      case .unknown:
        unknown += count
        if kind.isUndecided { undecided += count }
      case .waived: waived += count
      }
    }
  }
}

/// A number and what is counted, in the plural where there is not just one.
public func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
