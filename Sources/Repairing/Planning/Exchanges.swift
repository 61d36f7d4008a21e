import Auditing
import Documents
import Estate
import Schema

/// What comes in the place of what goes: of one list, or of the functions of one behaviour. Where what comes cannot be
/// written, what is there stays: nobody asked for neither.
struct Exchange: Hashable {
  /// The resource.
  let resource: ResourceKey
  /// The list, or the behaviour.
  let place: DocumentPath

  /// The one that a place is an element of; `nil` where it is none.
  ///
  /// - Parameter isWithin: Whether what is within an element counts too.
  init?(_ place: DocumentPath, of resource: ResourceKey, isWithin: Bool = false) {
    let steps = place.steps
    // A behaviour calls one function at an event, whichever list it stands in; a list that was empty comes as a whole.
    if let list = steps.firstIndex(where: { Self.ofEvents.contains($0) }), isWithin || list + 2 >= steps.count {
      (self.resource, self.place) = (resource, DocumentPath(Array(steps[..<list])))
      return
    }
    let element = steps.lastIndex { if case .element = $0 { true } else { false } }
    guard let element, isWithin || element + 1 == steps.count else { return nil }
    (self.resource, self.place) = (resource, DocumentPath(Array(steps[..<element])))
  }

  private static let ofEvents = DistributionSchema.associations.map { DocumentPath.Step.member($0.list) }
}

/// Where an origin is and how it is read there: members that make one setting.
private struct OriginSetting: Hashable {
  let resource: ResourceKey
  let origin: DocumentPath

  /// That of a finding; `nil` where it is none, or only part of one member.
  init?(_ finding: Finding) {
    let steps = finding.place.steps
    guard finding.rule == Declaration.rule, steps.count == 3, steps[0] == .member("Origins"),
      Self.members.contains(finding.place.lastMember)
    else { return nil }
    (resource, origin) = (finding.resource.key, DocumentPath(Array(steps[..<2])))
  }

  private static let members: Set = [
    "DomainName", "S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig", "OriginAccessControlId",
  ]
}

extension Plan {
  /// What would be left in halves: what goes although what comes in its place is left, and what says where an origin is
  /// although how it is read there is left, or the other way round; each with the reason.
  var settingsByHalf: [Refusal] { exchangesByHalf + originsByHalf }

  private var originsByHalf: [Refusal] {
    let left = Dictionary(
      refusals.compactMap { refusal in OriginSetting(refusal.finding).map { ($0, refusal.finding.path) } }
    ) { first, _ in first }
    if left.isEmpty { return [] }
    return findings.values.sorted { $0.fingerprint < $1.fingerprint }.compactMap { finding in
      guard let path = OriginSetting(finding).flatMap({ left[$0] }) else { return nil }
      return Refusal(
        finding: finding, reason: "\(path) is left, and where an origin is goes with how it is read there.")
    }
  }

  /// What would go although what comes in its place is left, each with the reason.
  private var exchangesByHalf: [Refusal] {
    let coming = Dictionary(
      refusals.compactMap { refusal -> (Exchange, String)? in
        let finding = refusal.finding
        // What takes the place of another one may have its name; what stands in another resource takes nobody's.
        guard finding.rule == Declaration.rule, !finding.expected.isEmpty(in: .writes),
          Part(of: finding.resource, at: finding.place) != nil
        else { return nil }
        return Exchange(finding.place, of: finding.resource.key, isWithin: true).map { ($0, finding.path) }
      }
    ) { first, _ in first }
    if coming.isEmpty { return [] }
    return findings.values.sorted { $0.fingerprint < $1.fingerprint }.compactMap { finding in
      guard finding.rule == Declaration.rule, finding.expected.isEmpty(in: .writes),
        let exchange = Exchange(finding.place, of: finding.resource.key), let path = coming[exchange]
      else { return nil }
      return Refusal(
        finding: finding, reason: "\(path) comes in its place, and is left, so that there would be neither.")
    }
  }
}

extension Step {
  /// The exchanges in which something comes and something goes.
  var exchanges: Set<Exchange> {
    func exchanges(_ isRemoval: Bool) -> Set<Exchange> {
      Set(
        changes.compactMap { change in
          guard !change.isGuard, case .value(let value) = change.to, value.isEmpty(in: .writes) == isRemoval else {
            return nil
          }
          return Exchange(change.place, of: part.resource.key)
        })
    }
    return exchanges(true).intersection(exchanges(false))
  }
}
