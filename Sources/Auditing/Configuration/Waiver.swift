import Documents
import Estate
import Foundation
import Schema

/// What somebody has accepted, why, and until when.
struct Waiver: Sendable {
  /// The id of the rule that may not hold.
  let rule: String
  /// The resources on which it may not.
  let resource: ResourceFilter
  /// The accounts in which it may not, by number or name; `nil` for all.
  var account: Glob?
  /// The places in them; `nil` for all.
  let path: Glob?
  /// The one finding that is meant, where patterns could fit others; `nil` for all that fit.
  let fingerprint: String?
  /// Why.
  let reason: String
  /// The last day on which it counts.
  let expires: CalendarDate
  /// Where it is written.
  let source: SourceMark

  /// Whether it is about a finding in an estate.
  func fits(_ finding: Finding, in estate: Estate, named accountName: String) -> Bool {
    finding.rule == rule && account.fits(estate.account, accountName) && resource.matches(finding.resource, in: estate)
      && fits(finding.place, finding.resource.type)
      && fingerprint.map { $0 == finding.fingerprint } != false
  }

  /// Whether a place is meant, however names in it that have no case are spelled.
  private func fits(_ place: DocumentPath, _ type: ResourceType) -> Bool {
    guard let path else { return true }
    return path.matches(place.description)
      || Glob(type.schema.root.canonical(DocumentPath(path.text)).description).matches(place.description)
  }
}

extension Auditor {
  /// Turns what fails, or is undecided, and is accepted into what is waived; gives what is wrong with the waivers. What
  /// was not read is never accepted.
  func waive(
    _ findings: inout [Finding], in estate: Estate, at time: Date
  ) -> (warnings: [AuditReport.Warning], idle: [AuditReport.Warning]) {
    let waivers = configuration.waivers
    if waivers.isEmpty { return ([], []) }
    var fitting = [Int](repeating: 0, count: waivers.count)
    for index in findings.indices where findings[index].canBeWaived {
      let finding = findings[index]
      for (number, waiver) in waivers.enumerated()
      where waiver.fits(finding, in: estate, named: configuration.accountName) {
        fitting[number] += 1
        if waiver.expires.isOver(at: time) || findings[index].status == .waived { continue }
        findings[index].status = .waived
        findings[index].waiver = Finding.Waiver(
          reason: waiver.reason, expires: waiver.expires, source: waiver.source)
        if finding.repair.isAvailable {
          findings[index].repair = .left("It is waived. Take the waiver away to have it repaired.", isAutomatic: false)
        }
      }
    }
    // A verdict that is missing, or was not asked for, may be what a waiver is for.
    let unknown = Dictionary(grouping: findings.filter { $0.status == .unknown }, by: \.rule)
    let declared = declarations.isEmpty && closures.isEmpty ? [] : [Declaration.rule]
    let known = filter.patterns.isEmpty ? Set(rules.map(\.id) + declared) : []
    // What is undecided was read: it is missing on its own resource alone.
    func isCertain(_ waiver: Waiver) -> Bool {
      let open = unknown[waiver.rule] ?? []
      return known.contains(waiver.rule)
        && open.allSatisfy { $0.isUndecided && !waiver.resource.matches($0.resource, in: estate) }
    }
    var (warnings, idle): ([AuditReport.Warning], [AuditReport.Warning]) = ([], [])
    for (waiver, count) in zip(waivers, fitting) {
      guard let complaint = waiver.complaint(fitting: count, isCertain: count > 0 || isCertain(waiver), at: time) else {
        continue
      }
      let warning = AuditReport.Warning(message: complaint, source: waiver.source)
      warnings.append(warning)
      if count == 0 { idle.append(warning) }
    }
    return (warnings, idle)
  }
}

extension Glob? {
  /// Whether it fits an account by its number or its name, or there is none.
  func fits(_ account: String, _ name: String) -> Bool {
    map { $0.matches(account) || !name.isEmpty && $0.matches(name) } ?? true
  }
}

extension Waiver {
  /// What is wrong with it, where so many findings fit it; that none does counts only where it is certain.
  fileprivate func complaint(fitting count: Int, isCertain: Bool, at time: Date) -> String? {
    guard expires.isOver(at: time) else {
      if count > 0 || !isCertain { return nil }
      return """
        This waiver of \(rule) fits no finding: what it accepts is mended or not in this account, or its resource or \
        path is not what was meant.
        """
    }
    let expired = "This waiver of \(rule) expired on \(expires) and waives nothing any more"
    switch count {
    case 0: return isCertain ? "\(expired); no finding fits it: delete it." : "\(expired)."
    case 1: return "\(expired), but a finding fits it: mend that, or set a new date."
    default: return "\(expired), but \(count) findings fit it: mend them, or set a new date."
    }
  }
}
