import AWSCore
import AWSServices
import Auditing
import Documents
import Estate
import Schema

extension Planner {
  /// The IAM actions that repairing by these rules and declarations takes, beside those that a check takes; undoing included.
  public static func actions(of rules: [Rule], declarations: [Declaration]) -> Set<String> {
    Set(parts(of: rules, declarations).flatMap { $0.readActions + $0.writeActions })
  }

  /// What has to be read where repairs by an auditor are planned: what its rules need, what their repairs do, and what
  /// tells whether these would break a rule that was not asked about.
  public static func needs(repairingBy auditor: Auditor) -> RequiredAttributes {
    var needs = auditor.needs
    needs.formUnion(Self.needs(of: auditor.rules, declarations: auditor.declarations))
    needs.formUnion(
      auditor.needsOfBystanders(changing: members(changedBy: auditor.rules, declarations: auditor.declarations)))
    // Whether a role is there that a function is to have.
    if auditor.declarations.contains(where: { $0.selector.type == .lambdaFunction && $0.expect["Role"] != nil }) {
      needs.formUnion(.ofRoles)
    }
    return needs
  }

  /// The members that repairing by these rules and declarations may change, at the root, by the type of resource.
  private static func members(changedBy rules: [Rule], declarations: [Declaration]) -> [ResourceType: Set<String>] {
    Dictionary(
      parts(of: rules, declarations).map { part in
        (part.type, Set((part.definition?.members ?? []).map { String($0.prefix { $0 != "." }) }))
      } + rules.flatMap(\.publishedMembers),
      uniquingKeysWith: { $0.union($1) })
  }

  private static func parts(of rules: [Rule], _ declarations: [Declaration]) -> [PartOfType] {
    rules.flatMap(\.repairedParts) + declarations.flatMap(\.repairedParts)
  }
}

extension Rule {
  /// The members that its repairs change of what they publish anew, where the part itself names none.
  fileprivate var publishedMembers: [(ResourceType, Set<String>)] {
    checks.flatMap { check -> [(ResourceType, Set<String>)] in
      guard case .perform(let name)? = (check.repair ?? repair).action else { return [] }
      let roots = check.path.map { [$0.root] } ?? Array(check.value.fields.members.keys)
      return name.action.parts.filter { $0.definition?.members.isEmpty == true }.map { ($0.type, Set(roots)) }
    }
  }

  fileprivate var repairedParts: [PartOfType] {
    checks.flatMap { check -> [PartOfType] in
      switch (check.repair ?? repair).action {
      case nil: return []
      case .set:
        let roots = check.path.map { [$0] } ?? check.value.fields.members.keys.map { DocumentPath($0) }
        return resources.flatMap { type in roots.compactMap { PartOfType(type, at: $0, selecting: check.select.fields) }
        }
      case .perform(let name): return name.action.parts
      }
    }
  }
}

extension Declaration {
  fileprivate var repairedParts: [PartOfType] {
    let places = expect.names.map { DocumentPath($0) } + absent + only
    return places.flatMap { place -> [PartOfType] in
      guard place.steps.isEmpty else {
        return PartOfType(selector.type, at: place, selecting: .itself).map { [$0] } ?? []
      }
      // Whatever is there and not declared is taken away.
      return selector.type.schema.parts.filter { !$0.members.isEmpty }.map {
        PartOfType(selector.type, $0.name)
      }
    }
  }
}

extension PartOfType {
  /// The part that a place within what is selected belongs to.
  fileprivate init?(_ type: ResourceType, at place: DocumentPath, selecting selection: FieldUse) {
    let stage = type.schema.stages.map { DocumentPath("LIVE").member($0.configuration) } ?? place
    let roots = [stage] + selection.members.keys.map { DocumentPath($0) }
    // A list that is written element by element counts as well: its elements are what is repaired.
    guard let part = roots.lazy.compactMap({ type.schema.part(holding: $0.memberNames) }).first else { return nil }
    self.init(type, part.name)
  }
}
