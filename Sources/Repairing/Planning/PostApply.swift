import Auditing
import Documents
import Estate

/// What baselines ask for once repairs are made: caches emptied of what is wrong, and probes that have to hold.
public struct PostApply: Sendable {
  /// One for each distribution of which viewers get something else.
  public let invalidations: [InvalidationPlan]
  /// What is asked of those that were repaired.
  public let probes: [Probe]

  /// Nothing.
  public static let none = PostApply(invalidations: [], probes: [])

  private init(invalidations: [InvalidationPlan], probes: [Probe]) {
    self.invalidations = invalidations
    self.probes = probes
  }

  /// What a plan entails.
  ///
  /// - Parameters:
  ///   - plan: What is repaired, or the part of it that was.
  ///   - estate: What was read.
  ///   - auditor: Knows what is declared.
  public init(_ plan: Plan, in estate: Estate, by auditor: Auditor) {
    let changed = plan.steps.reduce(into: Set<String>()) { names, step in
      names.formUnion([step.part.resource.id, step.part.resource.arn].filter { !$0.isEmpty })
      if step.part.name == .items { names.formUnion(estate.functions(using: step.part.resource.arn)) }
    }
    invalidations = estate.resources(of: .distribution).compactMap { distribution in
      let asked = auditor.declarations(of: distribution.reference, in: estate).compactMap(\.invalidation)
      if asked.isEmpty { return nil }
      let part = Part(.configuration, of: distribution.reference)
      return InvalidationPlan(
        distribution.reference.id, document: .object(distribution.properties),
        changes: plan.steps.first { $0.part == part }?.changes.filter { !$0.isGuard }.map(\.place) ?? [],
        of: changed.subtracting([distribution.reference.id, distribution.reference.arn]), asked: asked)
    }
    let touched = Set(plan.steps.map(\.part.resource)).union(
      invalidations.compactMap { estate.resources[.init(.distribution, $0.distribution)]?.reference })
    probes = touched.sorted { $0.key < $1.key }
      .flatMap { auditor.declarations(of: $0, in: estate).flatMap(\.probes) }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension Estate {
  /// The names and ARNs of the functions whose stage that serves reads a store.
  fileprivate func functions(using store: String) -> [String] {
    resources(of: .cloudFrontFunction).filter { function in
      let associations = JSONValue.object(function.properties)["LIVE"]["FunctionConfig"]["KeyValueStoreAssociations"]
      return (associations.array ?? []).contains { $0["KeyValueStoreARN"].string == store }
    }.flatMap { [$0.reference.id, $0.reference.arn] }
  }
}
