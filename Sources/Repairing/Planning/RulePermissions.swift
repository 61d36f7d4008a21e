import AWSCore
import AWSServices
import Auditing
import Documents
import Estate
import Schema

extension Planner {
  /// The IAM actions that repairing by these rules and declarations takes, beside those that a check takes; undoing included.
  public static func actions(of rules: [Rule], declarations: [Declaration]) -> Set<String> {
    let kinds = rules.flatMap(\.repairedParts) + declarations.flatMap(\.repairedParts)
    return Set(kinds.flatMap { $0.readActions + $0.writeActions })
  }
}

/// A part of a type of resource.
private struct PartOfType: Hashable {
  let type: ResourceType
  let name: WritablePart.Name

  private var definition: WritablePart? { type.schema.parts.first { $0.name == name } }

  var writeActions: [String] {
    definition.map { ($0.writes + $0.removals).map(\.iamAction) + $0.alsoAllowed } ?? []
  }

  /// What is read again before it is written, and until it serves.
  var readActions: [String] {
    definition.map { ($0.reads + [$0.waiter?.operation].compactMap(\.self)).map(\.iamAction) } ?? []
  }
}

extension Rule {
  fileprivate var repairedParts: [PartOfType] {
    checks.flatMap { check -> [PartOfType] in
      switch (check.repair ?? repair).action {
      case nil: return []
      case .set:
        let place = check.path.map { Place($0.description) }
        let roots = place.map { [$0] } ?? check.value.fields.members.keys.map { Place($0) }
        return resources.flatMap { type in roots.compactMap { PartOfType(type, at: $0, selecting: check.select.fields) }
        }
      case .perform(let name): return name.parts
      }
    }
  }
}

extension Declaration {
  fileprivate var repairedParts: [PartOfType] {
    let places = expect.names.map { Place($0) } + absent + only
    return places.flatMap { place -> [PartOfType] in
      guard place.steps.isEmpty else {
        return PartOfType(selector.type, at: place, selecting: .itself).map { [$0] } ?? []
      }
      // Whatever is there and not declared is taken away.
      return selector.type.schema.parts.filter { !$0.members.isEmpty }.map {
        PartOfType(type: selector.type, name: $0.name)
      }
    }
  }
}

extension PartOfType {
  /// The part that a place within what is selected belongs to.
  fileprivate init?(_ type: ResourceType, at place: Place, selecting selection: FieldUse) {
    let resource = ResourceReference(type: type, id: "")
    let stage = type == .cloudFrontFunction ? Place("LIVE.FunctionConfig") : place
    let roots = [stage] + selection.members.keys.map { Place($0) }
    guard let part = roots.lazy.compactMap({ Part(of: resource, at: $0) }).first else { return nil }
    self.init(type: type, name: part.name)
  }
}

extension RepairAction.Name {
  fileprivate var parts: [PartOfType] {
    switch self {
    case .acceptCompression: [PartOfType(type: .cachePolicy, name: .configuration)]
    case .addPrincipals: [PartOfType(type: .role, name: .trustPolicy)]
    case .associateNewestVersion: [PartOfType(type: .distribution, name: .configuration)]
    case .associateStore, .publishFunction: [PartOfType(type: .cloudFrontFunction, name: .stages)]
    case .attachLoggingPolicy: [PartOfType(type: .role, name: .attachedPolicies)]
    case .grantRead: [PartOfType(type: .bucket, name: .bucketPolicy)]
    case .publishVersion:
      [PartOfType(type: .lambdaFunction, name: .version), PartOfType(type: .distribution, name: .configuration)]
    case .putRetention: [PartOfType(type: .logGroup, name: .retention)]
    case .putSubscription: [PartOfType(type: .logGroup, name: .subscriptionFilters)]
    }
  }
}
