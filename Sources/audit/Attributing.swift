import Auditing
import Collecting
import Documents
import Estate
import Reporting
import Schema
import State

extension AuditReport {
  /// Adds to what is wrong who changed it; that this cannot be found out is said, and no error.
  mutating func attribute(by session: Session) async {
    let estates = [estate].compactMap(\.self)
    await attribute(of: estate) { await session.attribution(of: $0, gone: $1, in: estates) }
    let counts = session.counts
    (run.callsByOperation, run.retries) = (counts.byOperation, counts.retries)
  }

  /// The same of what a snapshot holds: of it, too, CloudTrail can be asked.
  /// What was changed since has not made it so.
  mutating func attribute(asSnapshot snapshot: Snapshot, _ options: AWSOptions) async {
    let period = Attribution.Period(to: ServiceTime.date(snapshot.finishedAt))
    await attribute(of: snapshot.estate) {
      await Session.attribution(of: $0, gone: $1, in: [snapshot.estate], period, options)
    }
  }

  private mutating func attribute(
    of estate: Estate?, _ ask: ([ResourceReference], Set<ResourceKey>) async -> Attribution
  ) async {
    let wanted = findings.filter { $0.status == .fail }.map(\.resource)
    if wanted.isEmpty { return }
    let known = estate?.resources ?? [:]
    let attribution = await ask(wanted, Set(wanted.map(\.key)).filter { known[$0] == nil })
    var behind: Set<String> = []
    for index in findings.indices where findings[index].status == .fail {
      let (key, place) = (findings[index].resource.key, findings[index].place)
      let properties = JSONValue.object(known[key]?.properties ?? [:])
      findings[index].changes = attribution.changes(of: key, at: place, in: properties)
      if attribution.isBehind(key, at: place, in: properties) {
        behind.insert(
          "\(key.id) was changed after the last event of it that CloudTrail tells: ask again in some minutes.")
      }
    }
    run.remarks += attribution.troubles + (unattributed > 0 ? attribution.bounds : []) + behind.sorted()
  }

  /// Of how many findings it is not known who made them so.
  var unattributed: Int { findings.count { $0.status == .fail && $0.changes.isEmpty } }

  /// Says of how many findings it is not known who made them so.
  mutating func say(unattributed count: Int) {
    if count == 0 { return }
    run.remarks.append(
      "Of \(counted(count, "finding")) it is not known who made it so; CloudTrail's event history goes back 90 days, and tells "
        + "of changes some minutes later.")
  }
}

extension DiffReport {
  /// Adds who made the changes: between the time when the first began to be read and that when the second had been.
  mutating func attribute(_ diff: EstateDiff, _ before: Snapshot, _ after: Snapshot, _ options: AWSOptions) async {
    let period = Attribution.Period(from: ServiceTime.date(before.startedAt), to: ServiceTime.date(after.finishedAt))
    let resources = diff.entries.filter { !$0.isOfAWS }.map(\.resource)
    if resources.isEmpty { return }
    let gone = Set(diff.entries.filter { $0.status == .removed }.map(\.resource.key))
    let attribution = await Session.attribution(
      of: resources, gone: gone, in: [before.estate, after.estate], period, options)
    for resource in resources {
      let changes = attribution.changes(of: resource.key)
      if !changes.isEmpty { attributed[resource] = changes }
    }
    remarks += attribution.troubles + (attributed.count < Set(resources).count ? attribution.bounds : [])
    if attribution.troubles.isEmpty, attributed.isEmpty {
      remarks.append("CloudTrail's event history of the last 90 days holds no change of these resources.")
    }
  }
}

extension Estate {
  /// The ARNs of the managed policies that are attached to a resource, as it was read.
  func policies(attachedTo key: ResourceKey) -> Set<String> {
    Set((resources[key]?.properties["AttachedManagedPolicies"]?.array ?? []).compactMap { $0["PolicyArn"].string })
  }
}

extension Session {
  /// Who changed resources of an account that was read some time ago. Other credentials may be at hand than it was read
  /// with, or none: that is said, as in another account there may be resources of the same names.
  fileprivate static func attribution(
    of resources: [ResourceReference], gone: Set<ResourceKey>, in estates: [Estate], _ period: Attribution.Period,
    _ options: AWSOptions
  ) async -> Attribution {
    let account = estates.last?.account ?? ""
    do {
      let session = try Session(options, progress: false)
      let own = try await session.account()
      guard account.isEmpty || own == account else {
        return Attribution(
          trouble: "Who changed what was not asked: it is of account \(account), and these credentials are of \(own).")
      }
      return await session.attribution(of: resources, gone: gone, in: estates, period)
    } catch {
      return Attribution(trouble: "Who changed what was not asked: \(error)")
    }
  }
}
