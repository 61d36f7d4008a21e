import Auditing
import Documents
import Estate
import Schema

/// A plan while it is being put together: what findings ask for of one part becomes one step.
struct PlanAssembly {
  private var steps: [Part: Step] = [:]
  private var order: [Part] = []
  private var refusals: [Plan.Refusal] = []
  /// Which places of a part are as somebody declares them.
  private var declared: [Part: Set<DocumentPath>] = [:]
  /// The places of a part that changes are about, and all that these are within: a store has thousands.
  private var places: [Part: (changed: Set<DocumentPath>, around: Set<DocumentPath>)] = [:]

  /// The plan, its steps in the order in which they can be made, else in that in which findings asked for them.
  ///
  /// - Parameter members: The members of a part's resource, as they were found.
  func plan(_ members: (Part) -> JSONValue) -> Plan {
    var rest = order.compactMap { steps[$0] }.filter { !$0.changes.isEmpty || $0.part.name == .version }
    for index in rest.indices {
      let found = members(rest[index].part)
      let schema = rest[index].part.schema
      rest[index].changes = rest[index].changes.withCompanions(in: found, of: schema).withOrder(in: found, of: schema)
    }
    var sorted = rest.inOrder
    for index in sorted.indices { sorted[index].changes = sorted[index].changes.flatMap(\.keyByKey) }
    return Plan(steps: sorted, refusals: refusals)
  }

  mutating func refuse(_ finding: Finding, _ reason: String) {
    refusals.append(Plan.Refusal(finding: finding, reason: reason))
  }

  /// Adds changes that no finding asks for.
  mutating func add(_ changes: [Change], to part: Part) {
    if changes.isEmpty { return }
    if steps[part] == nil { order.append(part) }
    var step = steps[part] ?? Step(part, changes: [])
    for change in changes { add(change, isDeclared: false, to: &step) }
    steps[part] = step
  }

  /// Adds what a finding asks for.
  mutating func add(_ proposal: Proposal, for finding: Finding) throws(Refusal) {
    let part = proposal.part
    if steps[part] == nil { order.append(part) }
    // Taken out, so that its changes are not copied for each that comes.
    var step = steps.removeValue(forKey: part) ?? Step(part, changes: [], base: proposal.base)
    defer { steps[part] = step }
    guard step.base == proposal.base else {
      throw Refusal(
        "Version \(step.base ?? "$LATEST") of \(part.resource.id) is repaired in this run, and version "
          + "\(proposal.base ?? "$LATEST") differs. Run audit fix again afterwards.")
    }
    let isDeclared = finding.rule == Declaration.rule
    for change in proposal.changes { add(change, isDeclared: isDeclared, to: &step) }
    step.after.formUnion(proposal.after)
    step.findings.insert(finding.fingerprint)
  }

  /// Adds a change to a step. Of two at one place, or one within the other, one value comes out: what is declared wins
  /// over what a rule sets, a version that is published over one that is there already.
  private mutating func add(_ change: Change, isDeclared: Bool, to step: inout Step) {
    if case .order = change.to {
      // Beside what the elements become; the order that is declared of a list is the same for each of them.
      if !step.changes.contains(where: { $0.place == change.place }) { step.changes.append(change) }
      return
    }
    defer { if isDeclared { declared[step.part, default: []].insert(change.place) } }
    if isNew(change.place, in: step.part) { return step.changes.append(change) }
    if let index = step.changes.firstIndex(where: { $0.place == change.place && !$0.isOrder }) {
      let isSettled = declared[step.part]?.contains(change.place) == true
      if step.changes[index].isGuard || !isSettled && (isDeclared || change.isPublication) {
        if !change.isGuard { step.changes[index] = change }
      }
    } else if let index = step.changes.firstIndex(where: { !$0.isOrder && $0.place.contains(change.place) }) {
      step.changes[index] = step.changes[index].absorbing(change, of: step.part.schema)
    } else {
      // Finer ones that came before go into this one.
      let finer = step.changes.filter { change.place.contains($0.place) && !$0.isOrder }
      step.changes.removeAll(where: finer.contains)
      step.changes.append(finer.reduce(change) { $0.absorbing($1, of: step.part.schema) })
    }
  }
}

extension PlanAssembly {
  /// Takes note of a place; whether no other change is about it, about what it is within, or about something in it.
  private mutating func isNew(_ place: DocumentPath, in part: Part) -> Bool {
    let outer = place.around
    var (changed, around) = places.removeValue(forKey: part) ?? ([], [])
    defer { places[part] = (changed, around) }
    let isNew = !around.contains(place) && !changed.contains(place) && changed.isDisjoint(with: outer)
    changed.insert(place)
    around.formUnion(outer)
    return isNew
  }
}

extension Change {
  /// Whether it sets a version that is not there yet.
  fileprivate var isPublication: Bool { if case .versionPublished = to { true } else { false } }

  /// This with a change within it made as well.
  func absorbing(_ finer: Change, of schema: SchemaNode) -> Change {
    guard case .value(let outer) = to, case .value(let inner) = finer.to, !finer.isGuard else { return self }
    let rest = DocumentPath(Array(finer.place.steps.dropFirst(place.steps.count)))
    // Of what is taken away nothing is left to change.
    return outer.isNull ? self : Change(place, from: from, to: outer.setting(inner, at: rest, of: schema[place]))
  }
}
