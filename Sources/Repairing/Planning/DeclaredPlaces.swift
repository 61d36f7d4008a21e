import Auditing
import Documents
import Estate
import Schema

/// What declarations say of the places that are to be put back as they say, and where two say different things.
struct DeclaredPlaces {
  private var values: [ResourceKey: [DocumentPath: [(finding: Finding, value: JSONValue)]]] = [:]
  private var orders: [ResourceKey: [DocumentPath: [(finding: Finding, names: [String])]]] = [:]
  /// The one order of a list that all who declare one agree to.
  private var agreed: [ResourceKey: [DocumentPath: [String]]] = [:]
  /// Those who declare otherwise than a finding, or the same, by its fingerprint.
  private var sources: [String: Set<SourceMark>] = [:]

  /// What the findings about declarations among these say.
  init(_ findings: [Finding]) {
    for finding in findings where finding.rule == Declaration.rule {
      switch finding.repair.action {
      case .set(let value)?: add(value, of: finding)
      case .insert(let value, let names)?:
        add(value, of: finding)
        add(names, at: DocumentPath(finding.place.steps.dropLast()), of: finding)
      case .order(let names)?: add(names, at: finding.place, of: finding)
      default: break
      }
    }
    for (key, places) in values { compare(places, of: key) }
    for (key, lists) in orders { compare(lists, of: key) }
  }

  /// Why a finding is left of which one place is declared differently by two; `nil` where it is not.
  func contradiction(of finding: Finding) -> String? {
    guard let marks = sources[finding.fingerprint] else { return nil }
    let places = marks.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.map { "\($0.file):\($0.line)" }
    return
      "It is declared differently at \(places.joined(separator: " and ")), so that nobody knows which is meant. Change "
      + "one of them."
  }

  /// The order of a list that a finding is about, with what others declare of it.
  func order(of list: DocumentPath, of resource: ResourceReference) -> [String]? { agreed[resource.key]?[list] }

  /// Why what a rule asks for is not done; `nil` where nothing else is declared of its places.
  func objection(to proposals: [Proposal]) -> String? {
    for proposal in proposals {
      guard let places = values[proposal.part.resource.key] else { continue }
      for change in proposal.changes where !change.isGuard {
        for (finding, value) in places[change.place] ?? [] where sources[finding.fingerprint] == nil {
          if case .value(let asked) = change.to, value.means(asked, as: proposal.part.schema[change.place]) { continue }
          return
            "\(finding.source.file):\(finding.source.line) declares another value, which the rule does not accept, and "
            + "what is declared is put back. Change what it declares first."
        }
      }
    }
    return nil
  }
}

extension DeclaredPlaces {
  private mutating func add(_ value: JSONValue, of finding: Finding) {
    values[finding.resource.key, default: [:]][finding.place, default: []].append((finding, value))
  }

  private mutating func add(_ names: [String], at list: DocumentPath, of finding: Finding) {
    orders[finding.resource.key, default: [:]][list, default: []].append((finding, names))
  }

  private mutating func noteContradiction(_ findings: [Finding]) {
    let marks = Set(findings.map(\.source))
    for finding in findings { sources[finding.fingerprint, default: []].formUnion(marks) }
  }

  /// Looks for values of one place, or of one within the other, that cannot both be.
  private mutating func compare(
    _ places: [DocumentPath: [(finding: Finding, value: JSONValue)]], of resource: ResourceKey
  ) {
    let schema = resource.type.schema.root
    for (place, all) in places {
      if all.contains(where: { !$0.value.means(all[0].value, as: schema[place]) }) {
        noteContradiction(all.map(\.finding))
      }
      for outer in place.around {
        for (finding, value) in places[outer] ?? [] {
          let said = value[DocumentPath(Array(place.steps.dropFirst(outer.steps.count))), of: schema[outer]]
          // Of what somebody says nothing in a value, another one may say something; but not in what is to be gone.
          guard value.isNull || !said.isNull else { continue }
          let others = all.filter { !$0.value.means(said, as: schema[place]) }
          if !others.isEmpty { noteContradiction([finding] + others.map(\.finding)) }
        }
      }
    }
  }

  /// Looks for orders of one list that cannot both be, or of a list that is to be gone.
  private mutating func compare(
    _ lists: [DocumentPath: [(finding: Finding, names: [String])]], of resource: ResourceKey
  ) {
    for (list, all) in lists {
      if let order = Set(all.map(\.names)).sorted(by: { $0.lexicographicallyPrecedes($1) }).merged {
        agreed[resource, default: [:]][list] = order
      } else {
        noteContradiction(all.map(\.finding))
      }
      for outer in list.around + [list] {
        let gone = (values[resource]?[outer] ?? []).filter(\.value.isNull).map(\.finding)
        if !gone.isEmpty { noteContradiction(gone + all.map(\.finding)) }
      }
    }
  }
}

extension DocumentPath {
  /// The places that this is within, but for the root.
  var around: [DocumentPath] { steps.indices.dropFirst().map { DocumentPath(Array(steps[..<$0])) } }
}

extension [[String]] {
  /// One order in which the names of all of these stand as in each of these; `nil` where there is none.
  fileprivate var merged: [String]? {
    if count == 1 { return self[0] }
    var names: [String] = []
    var followers: [String: [String]] = [:]
    var waiting: [String: Int] = [:]
    for order in self {
      var last: String?
      for name in order {
        if waiting[name] == nil { names.append(name) }
        waiting[name, default: 0] += last == nil ? 0 : 1
        if let last { followers[last, default: []].append(name) }
        last = name
      }
    }
    var ready = names.filter { waiting[$0] == 0 }
    var next = 0
    while next < ready.count {
      for name in followers[ready[next]] ?? [] {
        waiting[name, default: 0] -= 1
        if waiting[name] == 0 { ready.append(name) }
      }
      next += 1
    }
    return ready.count == names.count ? ready : nil
  }
}
