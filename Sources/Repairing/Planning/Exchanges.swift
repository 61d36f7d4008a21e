import Auditing
import Documents
import Schema

/// What comes in the place of what goes: of one list, or of the functions of one behaviour. Where what comes cannot be
/// written, what is there stays: nobody asked for neither.
struct Exchange: Hashable {
  /// The resource.
  let resource: ResourceKey
  /// The list, or the behaviour.
  let place: DocumentPath

  /// The one that an element belongs to; `nil` where the place is no element of a list.
  init?(_ element: DocumentPath, of resource: ResourceKey) {
    guard case .element? = element.steps.last else { return nil }
    let list = element.steps.dropLast()
    // A behaviour calls one function at an event, whichever list it stands in.
    let isOfEvents = list.last == .member("FunctionAssociations") || list.last == .member("LambdaFunctionAssociations")
    (self.resource, place) = (resource, DocumentPath(Array(isOfEvents ? list.dropLast() : list)))
  }
}

extension Plan {
  /// What would go although what comes in its place is left, each with the reason.
  var exchangesByHalf: [Refusal] {
    let coming = Dictionary(
      refusals.compactMap { refusal -> (Exchange, String)? in
        let finding = refusal.finding
        // What takes the place of another one may have its name.
        guard finding.rule == Declaration.rule, !finding.expected.isEmpty(in: .writes) else { return nil }
        return Exchange(finding.place.element, of: finding.resource.key).map { ($0, finding.path) }
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

extension DocumentPath {
  /// The innermost element that this is, or is within; the root where there is none.
  fileprivate var element: DocumentPath {
    let last = steps.lastIndex { if case .element = $0 { true } else { false } }
    return DocumentPath(Array(steps[..<(last.map { $0 + 1 } ?? 0)]))
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
