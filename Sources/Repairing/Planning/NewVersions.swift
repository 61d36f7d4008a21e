import Documents
import Estate
import Schema

extension Estate {
  /// Adds the Lambda versions that the distributions of a plan associate once it is carried out and that were not read, as
  /// the lists of their functions have them. What lists do not have, such as the code, is unread.
  mutating func addVersions(associatedBy plan: Plan) {
    for key in plan.distributions {
      for lambda in (resources[key]?.properties.associatedVersions ?? [:]).values.flatMap(\.self) {
        let reference = ResourceReference(
          type: .lambdaVersion, id: lambda.versionKey.id, arn: "\(lambda.functionARN):\(lambda.qualifier)",
          account: lambda.account, region: lambda.region, readFrom: account)
        let function = resources[lambda.functionKey.of(lambda.account, in: account)]?.properties
        guard resources[reference.key] == nil,
          let listed = function?["Versions"]?.array?.first(where: { $0["Version"].string == lambda.qualifier })?.object,
          // Without it, it is no whole entry.
          listed["Role"]?.string?.isEmpty == false
        else { continue }
        let gap = JSONValue.unread(
          addGap(
            Gap(
              operation: "lambda:GetFunction", resource: reference, group: "", code: Gap.notYetRead,
              message: "The code of a version that is not associated yet was not read.",
              advice: "Run the audit again afterwards.")))
        let own: JSONObject = ["FunctionName": .string(lambda.functionName), "FunctionArn": .string(reference.arn)]
        let unread = LambdaVersionSchema.besidesConfiguration.map { ($0, gap) }
        add(Resource(reference: reference, properties: listed.merging(own).merging(JSONObject(unread))))
      }
    }
  }

  /// What comes along with a plan.
  ///
  /// - Parameter after: The estate as the plan would leave it.
  func newcomers(by plan: Plan, in after: Estate) -> Newcomers {
    Newcomers(versions: versionsReplaced(by: plan, in: after), roles: rolesBrought(by: plan, in: after))
  }

  /// The versions that distributions of a plan associate in the place of others, by what they associate once it is carried
  /// out.
  ///
  /// - Parameter after: The estate as the plan would leave it.
  private func versionsReplaced(by plan: Plan, in after: Estate) -> [ResourceKey: Set<ResourceKey>] {
    var replaced: [ResourceKey: Set<ResourceKey>] = [:]
    for key in plan.distributions {
      let before = resources[key]?.properties.associatedVersions ?? [:]
      for (place, versions) in after.resources[key]?.properties.associatedVersions ?? [:] {
        let old = Set((before[place] ?? []).map { $0.versionKey.of($0.account, in: account) })
        for version in versions {
          let version = version.versionKey.of(version.account, in: account)
          if !old.contains(version) { replaced[version, default: []].formUnion(old) }
        }
      }
    }
    return replaced
  }
}

extension Estate {
  /// The buckets that distributions and tenants read once a plan is carried out, and none does in this.
  ///
  /// - Parameter after: This, as the plan would leave it.
  func buckets(newlyReadBy plan: Plan, in after: Estate) -> Set<ResourceKey> {
    func read(_ resources: [Resource]) -> Set<ResourceKey> {
      Set(resources.flatMap(\.properties.targets).filter { $0.type == .bucket })
    }
    let tenants = resources(of: .distributionTenant)
    let changed = plan.distributions.union(tenants.isEmpty ? [] : tenants.map(\.key))
    let come = read(changed.compactMap { after.resources[$0] }).subtracting(read(changed.compactMap { resources[$0] }))
    // Most plans lead nowhere else.
    return come.isEmpty ? [] : come.subtracting(read(resources(of: .distribution) + tenants))
  }
}

extension JSONObject {
  /// Why nobody knows whether CloudFront could use what these members of a distribution or a tenant lead to, and those that
  /// were found do not: it was not read.
  ///
  /// - Parameter after: The estate with these members.
  func unknownTargets(besides found: JSONObject, in after: Estate) -> [String] {
    let before = Set(found.targets)
    return Set(targets).subtracting(before).sorted().compactMap { target in
      let key = ResourceKey(target.type, target.id, region: target.region).of(target.account, in: after.account)
      // Whoever needs nothing of that kind did not have it read.
      guard after.coverage.contains(where: { $0.type == key.type }), !after.absences.contains(key) else { return nil }
      return after.unknowns(of: key).map { "It leads to \(key.type.rawValue) \(key.id), \($0)" }
    }
  }
}

extension Estate {
  /// Why nobody knows what would come of what leads to a resource, as it goes on behind its name; `nil` where it was read.
  func unknowns(of key: ResourceKey) -> String? {
    guard resources[key] != nil else {
      return
        "which was not read, so that nobody knows whether it is there. Run audit fix against the account; what it leaves "
        + "there too, change by hand."
    }
    // What the list of a function's versions says is enough.
    guard let gap = gaps.first(where: { $0.resource.key == key && $0.code != Gap.notYetRead }) else { return nil }
    if gap.isOfOtherAccount {
      return
        "which belongs to another account, so that nobody knows what would come of it. Change it by hand, once that account "
        + "lets the distribution read."
    }
    return
      "which could not be read (\(gap.operation): \(gap.code)), so that nobody knows what would come of it. \(gap.advice)"
  }
}

extension Gap {
  /// The code of what a plan brings and was not read: the code of a version, what an attached policy says.
  static let notYetRead = "NotYetRead"
}

/// The versions that a plan associates and the roles that these bring along.
struct Newcomers {
  /// Each version, with those in whose place it comes.
  let versions: [ResourceKey: Set<ResourceKey>]
  let roles: [NewRole]

  /// Each version and role, with those in whose place it comes: it may be as wrong as they are.
  var replaced: [ResourceKey: Set<ResourceKey>] {
    roles.reduce(into: versions) { $0[$1.role, default: []].formUnion($1.replaced) }
  }
}

/// A role that a version has which a plan associates, and none of the versions in whose place it comes.
struct NewRole: Hashable {
  /// The version.
  let version: ResourceKey
  /// Where it is associated.
  let distribution: ResourceKey
  let role: ResourceKey
  /// The roles of the versions whose place it takes, as far as they are known.
  let replaced: Set<ResourceKey>
}

extension Estate {
  /// The roles that versions bring along which a plan associates.
  ///
  /// - Parameter after: This, as the plan would leave it.
  func rolesBrought(by plan: Plan, in after: Estate) -> [NewRole] {
    plan.distributions.sorted().flatMap { key -> [NewRole] in
      let before = resources[key]?.properties.associatedVersions ?? [:]
      return (after.resources[key]?.properties.associatedVersions ?? [:]).flatMap { place, versions -> [NewRole] in
        let old = Set((before[place] ?? []).compactMap { role(of: $0) })
        return versions.filter { before[place]?.contains($0) != true }.compactMap { version -> NewRole? in
          guard let role = after.role(of: version), !old.contains(role) else { return nil }
          return NewRole(
            version: version.versionKey.of(version.account, in: account), distribution: key, role: role, replaced: old)
        }
      }
    }
  }

  /// The role of a version, as its settings say or the list of its function's versions.
  private func role(of lambda: LambdaARN) -> ResourceKey? {
    let version = resources[lambda.versionKey.of(lambda.account, in: account)]?.properties["Role"]
    let listed = resources[lambda.functionKey.of(lambda.account, in: account)]?.properties["Versions"]?.array?
      .first { $0["Version"].string == lambda.qualifier }?["Role"]
    guard let role = (version?.string ?? listed?.string).flatMap(ARN.init) else { return nil }
    return ResourceKey(.role, role.resourceName).of(role.account, in: account)
  }
}

extension Plan {
  /// The distributions that it changes.
  fileprivate var distributions: Set<ResourceKey> {
    Set(steps.lazy.map(\.part.resource.key).filter { $0.type == .distribution })
  }
}

extension JSONObject {
  /// The Lambda versions that a distribution associates, by the pattern of the behaviour and the event.
  fileprivate var associatedVersions: [[String]: [LambdaARN]] {
    Dictionary(
      edgeAssociations.compactMap { association in
        guard let lambda = association.object["LambdaFunctionARN"]?.string.flatMap(LambdaARN.init) else { return nil }
        return ([association.pathPattern ?? "", association.object["EventType"]?.string ?? ""], [lambda])
      }, uniquingKeysWith: +)
  }
}
