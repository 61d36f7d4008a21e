import Documents
import Estate
import Schema

extension Estate {
  /// Why AWS would refuse these members of a resource for what they name that is not there. What was found to be so
  /// already it has taken.
  func missingTargets(of type: ResourceType, in members: JSONValue, besides found: JSONValue) -> [String] {
    let relations = type.schema.relations.filter { $0.isEnforced && (!$0.type.schema.isListed || knowsAll($0.type)) }
    func missing(_ members: JSONValue) -> [String] { relations.flatMap { missingTargets(of: $0, in: members) } }
    let before = Set(missing(found))
    return missing(members).filter { !before.contains($0) }
  }

  /// Whether all resources of a type are known.
  private func knowsAll(_ type: ResourceType) -> Bool {
    type.schema.knownFrom.allSatisfy(coverage.contains) && !gaps.contains { $0.hides.contains(type) }
  }

  private func missingTargets(of relation: Relation, in members: JSONValue) -> [String] {
    members.structures(at: relation.path, of: relation.source.schema.root).compactMap { place, value in
      guard let key = key(of: relation, in: value) else { return nil }
      let subject = place.steps.isEmpty ? "It" : "\(place)"
      let name = "\(subject) would have \(key.type.rawValue) \(key.id)"
      guard let resource = resources[key], !resource.isGone else {
        // What is in no list may be there though nobody has looked.
        guard key.type.schema.isListed || resources[key] != nil || absences.contains(key) else {
          return
            "\(name), and whether the account has it was not read. Look at the live estate, with that declared as well."
        }
        return "\(name), which the account does not have. Declare one that is there, or make it first."
      }
      if let own = resource.arnOfRole, let arn = relation.arn(in: value), arn != own {
        return "\(subject) would have \(arn), and the role of that name is \(own). Declare that one."
      }
      guard key.type.schema.stages != nil, resource.properties["LIVE"]?.isNull != false else { return nil }
      return "\(name), which is not published: CloudFront takes functions of the stage LIVE alone. Publish it first."
    }
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

extension Resource {
  /// Whether what others name in vain was read to be so: of a role that is gone nothing is there but that it has no trust
  /// policy.
  fileprivate var isGone: Bool {
    reference.type == .role && properties["RoleId"] == nil && properties["AssumeRolePolicyDocument"]?.isNull == true
  }

  /// The ARN of a role that was read, with the path in it.
  fileprivate var arnOfRole: String? {
    reference.type == .role && properties["RoleId"] != nil ? properties["Arn"]?.string : nil
  }
}
