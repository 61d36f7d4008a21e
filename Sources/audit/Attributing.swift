import Auditing
import Collecting
import Documents
import Estate
import Reporting
import Schema

extension AuditReport {
  /// Adds to what is wrong who changed it; that this cannot be found out is said, and no error.
  mutating func attribute(by session: Session) async {
    let wanted = findings.filter { $0.status == .fail }.map(\.resource)
    if wanted.isEmpty { return }
    let attribution = await session.attribution(of: wanted)
    for index in findings.indices where findings[index].status == .fail {
      let finding = findings[index]
      findings[index].changes = attribution.changes(of: finding.resource.key, at: finding.place.memberNames)
    }
    run.remarks += attribution.troubles
    let counts = session.counts
    (run.callsByOperation, run.retries) = (counts.byOperation, counts.retries)
  }

  /// Of how many findings it is not known who made them so.
  var unattributed: Int { findings.count { $0.status == .fail && $0.changes.isEmpty } }

  /// Says of how many findings it is not known who made them so.
  mutating func say(unattributed count: Int) {
    if count == 0 { return }
    run.remarks.append(
      "Of \(counted(count, "finding")) it is not known who made it so: CloudTrail's event history goes back 90 days.")
  }
}

extension DiffReport {
  /// Adds who made the changes.
  mutating func attribute(_ diff: EstateDiff, by session: Session) async {
    let resources = diff.entries.map(\.resource)
    if resources.isEmpty { return }
    let attribution = await session.attribution(of: resources)
    for resource in resources {
      let changes = attribution.changes(of: resource.key)
      if !changes.isEmpty { attributed[resource] = changes }
    }
    remarks += attribution.troubles
    if attribution.troubles.isEmpty, attributed.isEmpty {
      remarks.append("CloudTrail's event history of the last 90 days holds no change of these resources.")
    }
  }
}
