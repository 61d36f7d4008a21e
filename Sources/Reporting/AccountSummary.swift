import Auditing

/// What stands in one account of several.
struct AccountSummary {
  let id: String
  /// What people call it; empty where nobody says.
  let name: String
  let counts: FindingCounts
  let passes: Int
  /// Whether all was read there that a verdict needed.
  let isComplete: Bool

  /// The accounts of a report, in its order.
  static func all(of report: AuditReport) -> [AccountSummary] {
    let kinds = Dictionary(grouping: report.allFindings.summary.counts, by: \.key.account)
    let failed = Set(report.failures.map(\.resource.account))
    return report.run.accounts.map { id in
      let own = FindingSummary(counting: kinds[id] ?? [])
      return AccountSummary(
        id: id, name: report.run.accountNames[id] ?? "", counts: FindingCounts(own),
        passes: report.passesByAccount[id] ?? (report.run.accounts.count == 1 ? report.passes : 0),
        isComplete: !failed.contains(id) && !own.contains { $0.status == .unknown && !$0.isUndecided })
    }
  }

  /// Its number and its name.
  var title: String { name.isEmpty ? id : "\(id) \(name)" }

  /// What it comes to, on one line.
  var phrase: String {
    var parts = [counts.fail > 0 ? "\(counts.fail) wrong" : "nothing wrong"]
    if counts.unknown > 0 { parts.append("\(counts.unknown) unknown") }
    if counts.waived > 0 { parts.append("\(counts.waived) waived") }
    if passes > 0 { parts.append("\(passes) passed") }
    if !isComplete { parts.append("incomplete") }
    return parts.joined(separator: ", ")
  }
}
