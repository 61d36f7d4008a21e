import Auditing

/// What stands in one account of several.
struct AccountSummary {
  let id: String
  /// What people call it; empty where nobody says.
  let name: String
  let tally: Tally
  let passes: Int
  /// Whether all was read there that a verdict needed.
  let isComplete: Bool

  /// The accounts of a report, in its order.
  static func all(of report: AuditReport) -> [AccountSummary] {
    let findings = Dictionary(grouping: report.findings, by: \.resource.account)
    let failed = Set(report.failures.map(\.resource.account))
    return report.run.accounts.map { id in
      let own = findings[id] ?? []
      return AccountSummary(
        id: id, name: report.run.accountNames[id] ?? "", tally: Tally(own),
        passes: report.passesByAccount[id] ?? (report.run.accounts.count == 1 ? report.passes : 0),
        isComplete: !failed.contains(id) && !own.contains { $0.status == .unknown && !$0.isUndecided })
    }
  }

  /// Its number and its name.
  var title: String { name.isEmpty ? id : "\(id) \(name)" }

  /// What it comes to, on one line.
  var phrase: String {
    var parts = [tally.fail > 0 ? "\(tally.fail) wrong" : "nothing wrong"]
    if tally.unknown > 0 { parts.append("\(tally.unknown) unknown") }
    if tally.waived > 0 { parts.append("\(tally.waived) waived") }
    if passes > 0 { parts.append("\(passes) passed") }
    if !isComplete { parts.append("incomplete") }
    return parts.joined(separator: ", ")
  }
}
