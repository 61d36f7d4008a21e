import Auditing
import Documents
import Estate
import Schema

/// What of an estate's rules holds, by what was found in it: a rule holds at each place of a resource where nothing was
/// found by it. Of two who declare one place each stands for itself.
struct HeldVerdicts {
  /// What was found at a place.
  private struct AtPlace {
    /// Those of an expectation in several parts that are not met; `nil` where that is not known.
    var unmet: Set<JSONValue>?
    /// All that is listed as wrong, such as principals; `nil` where it is no list.
    var listed: [JSONValue]?
  }

  private typealias Found = [DocumentPath: AtPlace]

  private let estate: Estate
  /// By rule and resource.
  private let found: [[String]: Found]

  /// - Parameter findings: All that was found in the estate.
  init(_ estate: Estate, _ findings: [Finding]) {
    self.estate = estate
    found = findings.reduce(into: [:]) { found, finding in
      let unmet = finding.status == .unknown || finding.unmet.isEmpty ? nil : Set(finding.unmet)
      var listed = finding.listed
      // Two checks of a rule may look at one place.
      if let other = found[finding.verdict]?[finding.place] {
        listed = other.listed.flatMap { others in listed.map { $0 + others } }
      }
      found[finding.verdict, default: [:]][finding.place] = AtPlace(unmet: unmet, listed: listed)
    }
  }

  /// Those of what fails in the estate once it is changed, or of which nobody can tell then, that hold in it now.
  ///
  /// - Parameters:
  ///   - failing: All that does so of the rules on the resources that it is about.
  ///   - replaced: The resources whose place others take then: these may be as wrong as those are.
  ///   - after: The estate once it is changed.
  func broken(_ failing: [Finding], _ replaced: [ResourceKey: Set<ResourceKey>], in after: Estate) -> [Finding] {
    let counts = failing.reduce(into: [[String]: Int]()) { $0[$1.verdict, default: 0] += 1 }
    return failing.filter { finding in
      let resources = replaced[finding.resource.key] ?? [finding.resource.key]
      return !resources.contains { isSo(finding, on: $0, count: counts[finding.verdict] ?? 0, in: after) }
    }
  }

  /// Whether its rule fails at its place already, however little.
  func fails(at finding: Finding) -> Bool { found[finding.verdict]?[finding.place] != nil }

  /// Whether a rule fails on a resource already as it does in a finding.
  ///
  /// - Parameter count: How many findings there are then of that rule and that resource.
  private func isSo(_ finding: Finding, on resource: ResourceKey, count: Int, in after: Estate) -> Bool {
    guard let found = found[finding.verdict(on: resource)] else { return false }
    if let before = found[finding.place] {
      if let unmet = before.unmet, !finding.unmet.isEmpty { return unmet.isSuperset(of: finding.unmet) }
      // Where everybody may do what one could do before, it is not as wrong as it was.
      guard resource.type.schema.root.policy(around: finding.place) != nil, let listed = before.listed,
        let now = finding.listed, !Narrowing.difference(now, listed).isEmpty
      else { return true }
      return after.allowsNoMore(at: finding.place, of: finding.resource.key, than: estate, of: resource)
    }
    // What is called otherwise now may be what was wrong before.
    return !isThere(finding.place, in: resource) && count <= found.count
  }

  /// Whether a place is one of the estate: all elements on the way are there.
  private func isThere(_ place: DocumentPath, in resource: ResourceKey) -> Bool {
    guard let properties = estate.resources[resource]?.properties else { return false }
    let length = place.steps.lastIndex { if case .member = $0 { false } else { true } }.map { $0 + 1 } ?? 0
    // The number of an element says nothing of which it is.
    guard place.steps[..<length].allSatisfy({ !$0.isNumber }) else { return false }
    let element = DocumentPath(Array(place.steps[..<length]))
    return !JSONValue.object(properties)[element, of: resource.type.schema.root].isNull
  }
}

extension DocumentPath.Step {
  fileprivate var isNumber: Bool {
    switch self {
    case .member: false
    case .index: true
    case .element(let name): Int(name) != nil
    }
  }
}

extension Finding {
  /// What holds where there is no such finding; of two who declare one place each stands for itself.
  var verdict: [String] { verdict(on: resource.key) }

  /// The same verdict on another resource.
  func verdict(on other: ResourceKey) -> [String] {
    [rule, other.type.rawValue, other.id, other.region, other.account]
      + (rule == Declaration.rule ? [path, source.description] : [])
  }
}

// MARK: What was not read

extension Auditor {
  /// What could not be judged for want of what was not read, and what a plan may break: it changes what the rule reads of
  /// the resource, or of one that has to do with it.
  ///
  /// - Parameters:
  ///   - findings: What was found in the estate as the plan leaves it.
  ///   - estate: The estate as the plan leaves it.
  func unjudged(_ findings: [Finding], by plan: Plan, in estate: Estate) -> [Finding] {
    // What the plan brings itself is not read before it is done.
    let unread = findings.filter { $0.status == .unknown && $0.reason == .unread && $0.cause != Gap.notYetRead }
    if unread.isEmpty { return [] }
    return unread.filter { finding in
      let use = fieldUse(of: finding)
      let isDeclared = finding.rule == Declaration.rule
      return plan.steps.contains { step in
        if isDeclared, step.part.resource.key != finding.resource.key { return false }
        // What repairs the rule elsewhere does not break it here.
        return !step.findings.contains { plan.findings[$0]?.rule == finding.rule }
          && step.changes.contains { change in
            !change.isGuard
              && change.place.mayMeet(
                finding.place, isOfOne: step.part.resource.key == finding.resource.key, isDeclared: isDeclared)
              && use.reads(from: finding.resource.type, change.place.names, of: step.part.resource.type)
          } && finding.resource.hasToDo(with: step.part.resource, in: estate)
      }
    }
  }
}

extension DocumentPath {
  /// The names of the members on its way, lists passed through.
  fileprivate var names: [String] { steps.compactMap { if case .member(let name) = $0 { name } else { nil } } }

  /// Whether a change here may concern what is found there: not where both are within other elements of one list, and of
  /// what is declared each place stands for itself.
  fileprivate func mayMeet(_ other: DocumentPath, isOfOne: Bool, isDeclared: Bool) -> Bool {
    guard isOfOne else { return true }
    if isDeclared { return contains(other) || other.contains(self) }
    for (mine, theirs) in zip(steps, other.steps) where mine != theirs {
      if case .element = mine, case .element = theirs { return false }
      return true
    }
    return true
  }
}

extension ResourceReference {
  /// Whether one names the other, or both are one.
  fileprivate func hasToDo(with other: ResourceReference, in estate: Estate) -> Bool {
    key == other.key || names(other, in: estate) || other.names(self, in: estate)
  }

  private func names(_ other: ResourceReference, in estate: Estate) -> Bool {
    guard let properties = estate.resources[key]?.properties else { return true }
    return JSONValue.object(properties).holdsText { $0.contains(other.id) }
  }
}

extension JSONValue {
  fileprivate func holdsText(_ isIt: (String) -> Bool) -> Bool {
    var waiting = [self]
    while let value = waiting.popLast() {
      switch value {
      case .string(let text): if isIt(text) { return true }
      case .array(let elements): waiting += elements
      case .object(let members): waiting += members.map(\.value)
      default: break
      }
    }
    return false
  }
}
