import Documents
import Estate
import Schema

extension Estate {
  /// Why AWS would refuse these members of a resource for what they name that is not there. What was found to be so
  /// already it has taken.
  func missingTargets(of type: ResourceType, in members: JSONValue, besides found: JSONValue) -> [String] {
    let relations = type.schema.relations.filter(\.isEnforced)
    func missing(_ members: JSONValue) -> [String] { relations.flatMap { missingTargets(of: $0, in: members) } }
    let before = Set(missing(found))
    return missing(members).filter { !before.contains($0) }
  }

  /// The resources of no list that AWS wants to be there for what a plan has made of this estate.
  func unlistedTargets(of plan: Plan) -> [ResourceKey] {
    plan.steps.flatMap { step -> [ResourceKey] in
      let schema = step.part.resource.type.schema
      let members = JSONValue.object(resources[step.part.resource.key]?.properties ?? [:])
      return schema.relations.filter { relation in
        relation.isEnforced && !relation.type.schema.isListed
          && step.changes.contains { !$0.isGuard && relation.isSaid(by: $0.place.root) }
      }.flatMap { relation in
        members.structures(at: relation.path, of: schema.root).compactMap { key(of: relation, in: $0.value) }
      }
    }
  }

  private func missingTargets(of relation: Relation, in members: JSONValue) -> [String] {
    members.structures(at: relation.path, of: relation.source.schema.root).compactMap { place, value in
      guard let key = key(of: relation, in: value) else { return nil }
      let subject = place.steps.isEmpty ? "It" : "\(place)"
      let name = "\(subject) would have \(key.type.rawValue) \(key.id)"
      switch isThere(key) {
      case false?: return "\(name), which the account does not have. Declare one that is there, or make it first."
      // All of a list that was not read may be there.
      case nil where key.type.schema.isListed: return nil
      case nil: return unknowns(of: key).map { "\(name), \($0)" }
      case true?: break
      }
      let properties = resources[key]?.properties ?? [:]
      if let arn = relation.arn(in: value), let own = key.type.arn(in: properties), arn != own {
        return "\(subject) would have \(arn), and that of this name is \(own). Declare that one."
      }
      guard key.type.schema.stages != nil, properties["LIVE"]?.isNull != false else { return nil }
      return "\(name), which is not published: CloudFront takes functions of the stage LIVE alone. Publish it first."
    }
  }

  /// Whether a resource is in the account; `nil` where that was not read.
  private func isThere(_ key: ResourceKey) -> Bool? {
    if key.type.schema.isListed {
      let isKnown =
        key.type.schema.knownFrom.allSatisfy(coverage.contains) && !gaps.contains { $0.hides.contains(key.type) }
      return isKnown ? resources[key] != nil : nil
    }
    // What others name stands in the estate whether it is there or not: of a role that is gone it was read that it has no
    // trust policy.
    if knows(key) { return resources[key]?.properties["AssumeRolePolicyDocument"]?.isNull == false }
    return absences.contains(key) ? false : nil
  }

  /// What a relation leads to in this account.
  private func key(of relation: Relation, in value: JSONValue) -> ResourceKey? {
    switch relation.target {
    case .key(let key): value.object.flatMap(key)
    case .named(let member, let named):
      value[member].string.flatMap(named).flatMap { ["", account].contains($0.account) ? $0.key : nil }
    case .arn, .ids, .matching, .inverse, .all: nil
    }
  }
}

extension Relation {
  /// The ARN by which an object leads along it.
  fileprivate func arn(in object: JSONValue) -> String? {
    guard case .named(let member, _) = target, let text = object[member].string, ARN(text) != nil else { return nil }
    return text
  }
}

extension ResourceType {
  /// The ARN of a resource as a call has answered it, where it holds more than the id, as the path of a role.
  fileprivate func arn(in properties: JSONObject) -> String? {
    self == .role && properties["RoleId"] != nil ? properties["Arn"]?.string : nil
  }
}

extension RequiredAttributes {
  /// Whether roles are there, and whom they let in.
  public static let ofRoles = RequiredAttributes.of(.role, "AssumeRolePolicyDocument")
}
