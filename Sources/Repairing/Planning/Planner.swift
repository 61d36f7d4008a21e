import Auditing
import Documents
import Estate
import Foundation
import Schema

/// Works out what is to be done about findings: values in, values out. What a service holds by now is the applier's
/// question.
public struct Planner: Sendable {
  let estate: Estate
  /// The findings that are repaired.
  let findings: [Finding]
  let interrupted: JournalReading?
  /// When it is planned; where nobody says so, what depends on it is undecided.
  let time: Date?
  let lookups: Lookups
  /// The functions of which a baseline finds the associated stores.
  let declaredAssociations: Set<ResourceKey>

  /// A planner of repairs.
  ///
  /// - Parameters:
  ///   - findings: What is to be repaired: failing findings that have a repair, or one that is left to a person.
  ///   - estate: Where they were found, with what ``needs(of:after:)`` says.
  ///   - interrupted: The last run, where it did not come to its end: what it had put aside is put back.
  ///   - time: When the findings were found, as conditions of policies may be on the date.
  public init(
    _ findings: [Finding], in estate: Estate, after interrupted: JournalReading? = nil, at time: Date? = nil
  ) {
    self.init(findings, in: estate, after: interrupted, at: time, by: Lookups(estate))
  }

  /// The same, beside other planners of that estate.
  init(
    _ findings: [Finding], in estate: Estate, after interrupted: JournalReading?, at time: Date?, by lookups: Lookups
  ) {
    self.findings = findings
    self.interrupted = interrupted
    self.estate = estate
    self.time = time
    self.lookups = lookups
    declaredAssociations = Set(
      findings.lazy.filter {
        $0.rule == Declaration.rule && $0.path.contains("FunctionConfig.KeyValueStoreAssociations")
      }.map(\.resource.key))
  }

  /// What has to be read of an estate to plan the repairs of rules and declarations, beside what these need.
  public static func needs(
    of rules: [Rule], declarations: [Declaration] = [], after interrupted: JournalReading? = nil
  ) -> RequiredAttributes {
    let names = rules.flatMap { rule in [rule.repair.action] + rule.checks.map(\.repair?.action) }
      .compactMap { action -> RepairAction.Name? in if case .perform(let name)? = action { name } else { nil } }
    let left = (interrupted?.putBacks ?? []).map { part, changes in
      let roots = Set(changes.map(\.place.root)).map { ($0, FieldUse.whole) }
      return RequiredAttributes(part.resource.type, reading: FieldUse(members: Dictionary(uniqueKeysWithValues: roots)))
    }
    let shut = declarations.contains { $0.selector.type == .bucket } ? [RequiredAttributes.ofBucketConflicts] : []
    return (Set(names).map(\.action.needs) + left + shut).reduce(into: RequiredAttributes()) { $0.formUnion($1) }
  }

  /// The plan.
  public var plan: Plan {
    let (plan, stuck) = plan(leaving: [:])
    let left = plan.halves.merging(stuck) { half, _ in half }
    return left.isEmpty ? plan : self.plan(leaving: left).plan
  }

  /// The plan without some of the findings, each with why it is left, and what of it could not be done after all.
  private func plan(leaving left: [String: String]) -> (plan: Plan, stuck: [String: String]) {
    var assembly = PlanAssembly()
    let declared = DeclaredPlaces(findings)
    var overruled: [String: String] = [:]
    for finding in findings {
      if let reason = left[finding.fingerprint] ?? declared.contradiction(of: finding) {
        assembly.refuse(finding, reason)
        continue
      }
      do throws(Refusal) {
        let proposals = try proposals(for: finding, among: declared)
        for proposal in proposals { try assembly.add(proposal, for: finding) }
        if finding.rule != Declaration.rule, let objection = declared.objection(to: proposals) {
          overruled[finding.fingerprint] = objection
        }
      } catch {
        assembly.refuse(finding, error.reason)
      }
    }
    for (part, changes) in interrupted?.putBacks ?? [] {
      guard let members = estate.resources[part.resource.key].map({ JSONValue.object($0.properties) }) else { continue }
      assembly.add(changes.filter { $0.status(in: members, of: part.schema) == .due }, to: part)
    }
    var plan = assembly.plan { estate.resources[$0.resource.key].map { .object($0.properties) } ?? .null }
    let split = plan.steps.splittingPolicies(in: estate, at: time)
    plan.steps = split.steps
    let repaired = Set(plan.steps.flatMap(\.findings))
    plan.findings = Dictionary(
      findings.filter { repaired.contains($0.fingerprint) }.map { ($0.fingerprint, $0) }
    ) { first, _ in first }
    plan.overruled = overruled.filter { repaired.contains($0.key) }
    return (plan, split.left)
  }

  private func proposals(for finding: Finding, among declared: DeclaredPlaces) throws(Refusal) -> [Proposal] {
    switch finding.repair.action {
    case nil: throw Refusal(finding.repair.isLeft ? finding.repair.summary : "There is no repair.")
    case .set(let value): return try set(value, for: finding)
    case .insert(let value, let names):
      // The order that was found is added when all that the step changes is known.
      let list = DocumentPath(finding.place.steps.dropLast())
      let order = declared.order(of: list, of: finding.resource) ?? names
      return try set(value, for: finding) + [Proposal(part(of: finding), [Change(list, from: [], to: .order(order))])]
    case .order(let own):
      let part = try part(of: finding)
      let names = declared.order(of: finding.place, of: finding.resource) ?? own
      let now = try members(of: finding.resource).elementNames(at: finding.place, of: part.schema)
      let from = JSONValue.array(now.filter(names.contains).map { .string($0) })
      return [Proposal(part, [Change(finding.place, from: from, to: .order(names))])]
    case .perform(let name, let expected): return try name.action.plan(self, expected, finding)
    }
  }
}

/// Why a finding is left as it is, and what a person can do.
struct Refusal: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// What one finding asks for of one part.
struct Proposal {
  let part: Part
  var changes: [Change]
  var base: String?
  var after: Set<Part> = []

  init(_ part: Part, _ changes: [Change], base: String? = nil, after: Set<Part> = []) {
    self.part = part
    self.changes = changes
    self.base = base
    self.after = after
  }
}

// What actions ask of the estate.
extension Planner {
  /// What was read of a resource.
  func members(of resource: ResourceReference) throws(Refusal) -> JSONValue {
    guard let known = estate.resources[resource.key] else { throw Refusal("\(resource.id) was not read.") }
    return .object(known.properties)
  }

  /// The part that the finding's place belongs to.
  func part(of finding: Finding) throws(Refusal) -> Part {
    guard let part = Part(of: finding.resource, at: finding.place) else {
      throw Refusal("\(finding.path) of \(finding.resource.type.rawValue) cannot be written. Change it by hand.")
    }
    return part
  }

  /// A change at a place, from what was read there; a stage of a function that serves takes the other one along, where
  /// both are the same, so that publishing leaves no draft behind.
  func change(_ place: DocumentPath, to value: JSONValue, in members: JSONValue, of schema: SchemaNode) -> [Change] {
    let change = Change(place, from: members[place, of: schema], to: value)
    guard place.root == "LIVE" else { return [change] }
    let draft = DocumentPath([.member("DEVELOPMENT")] + place.steps.dropFirst())
    guard members[draft, of: schema].means(members[place, of: schema], as: schema[place]) else { return [change] }
    return [change, Change(draft, from: members[draft, of: schema], to: value)]
  }

  private func set(_ value: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let part = try part(of: finding)
    var members = try members(of: finding.resource)
    let node = part.schema[finding.place]
    // Whoever asks for it may have written a number as a text.
    var value = node.fittedWhole(value)
    for name in node.names where node.member(name).isForeign {
      // What a managed policy says is not the role's.
      if !members[finding.place, of: part.schema].isNull {
        members = members.setting(.null, at: finding.place.member(name), of: part.schema)
      }
      if !value.isNull { value = value.setting(.null, at: DocumentPath(name), of: node) }
    }
    let list = part.schema[DocumentPath(finding.place.steps.dropLast())].list
    if let key = list.key, let alias = list.alias, !value.isNull, value[alias].isNull,
      let name = value[key].string.flatMap(ARN.init)?.resourceName
    {
      // A policy is called what its ARN ends in, which Terraform does not repeat.
      value = value.setting(.string(name), at: DocumentPath(alias), of: node)
    }
    return [Proposal(part, change(finding.place, to: value, in: members, of: part.schema))]
  }
}
