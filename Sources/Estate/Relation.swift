import Documents

/// A tie between resources that rules see as a member: `LambdaFunctionAssociations[].Version` is the version that the
/// association names, `Version.ExecutionRole` its role.
///
/// A relation is expanded only where an expression names it, so ties may run in circles.
public struct Relation: Sendable {
  /// The kind of resource that has it.
  public let source: ResourceType
  /// The members that lead from the root to the object that gets it, lists passed through.
  public let path: [String]
  /// The name of the member that is added there.
  public let name: String
  /// The kind of resource that it leads to.
  public let target: ResourceType
  /// What has to be read to know where it leads.
  public let keys: [Facet]
  /// Whether it leads to any number of resources, so that the member is a list.
  public let isList: Bool
  /// The members of the tie itself, which stand among those of the resource that it leads to.
  public let ownMembers: Set<String>
  let resolve: @Sendable (_ node: JSONObject, _ resource: Resource, _ index: RelationIndex) -> [Link]

  /// One end of a relation.
  struct Link {
    /// The resource it leads to.
    let key: Resource.Key
    /// Members of the tie itself, shown beside those of the resource.
    var members: [(String, JSONValue)] = []
  }
}

extension Relation {
  /// What an expression reads of the far side; `nil` where it does not name the relation.
  func use(in use: FieldUse) -> FieldUse? {
    let named = path.reduce(use) { $0?.members[$1] }?.members[name]
    guard let named, !ownMembers.isEmpty, !named.isWhole else { return named }
    return FieldUse(members: named.members.filter { !ownMembers.contains($0.key) })
  }

  private static func one(
    _ source: ResourceType, _ path: String, _ name: String, _ target: ResourceType, from facet: Facet,
    _ key: @escaping @Sendable (JSONObject) -> Resource.Key?
  ) -> Relation {
    Relation(
      source: source, path: path.split(separator: ".").map(String.init), name: name, target: target, keys: [facet],
      isList: false, ownMembers: [], resolve: { node, _, _ in key(node).map { [Link(key: $0)] } ?? [] })
  }

  private static func many(
    _ source: ResourceType, _ name: String, _ target: ResourceType, from facets: [Facet], own: Set<String> = [],
    _ links: @escaping @Sendable (Resource, RelationIndex) -> [Link]
  ) -> Relation {
    Relation(
      source: source, path: [], name: name, target: target, keys: facets, isList: true, ownMembers: own,
      resolve: { _, resource, index in links(resource, index) })
  }

  /// Every relation that rules may name.
  public static let all: [Relation] =
    behaviors + [
      one(.distribution, "Origins", "Bucket", .bucket, from: Facet.distribution[0]) { origin in
        origin["DomainName"]?.string.flatMap(S3Domain.init)?.key
      },
      one(.distribution, "Origins", "OriginAccessControl", .originAccessControl, from: Facet.distribution[0]) {
        origin in
        origin["OriginAccessControlId"]?.string.flatMap { $0.isEmpty ? nil : .init(.originAccessControl, $0) }
      },
      one(.distribution, "Origins", "Identity", .originAccessIdentity, from: Facet.distribution[0]) { origin in
        let identity = origin["S3OriginConfig"]?["OriginAccessIdentity"].string?.split(separator: "/").last
        return identity.map { .init(.originAccessIdentity, String($0)) }
      },
      stores(of: "LIVE"), stores(of: "DEVELOPMENT"),
      many(
        .cloudFrontFunction, "Associations", .distribution, from: [Facet.distribution[0]], own: association
      ) { resource, index in
        index.distributions(ofFunction: resource.reference.id)
      },
      one(.lambdaVersion, "", "ExecutionRole", .role, from: Facet.lambdaVersion[0]) { version in
        version["Role"]?.string.flatMap(ARN.init).map { .init(.role, $0.resourceName) }
      },
      one(.lambdaVersion, "", "Function", .lambdaFunction, from: Facet.distribution[0]) { version in
        version["FunctionArn"]?.string.flatMap(LambdaARN.init)?.functionKey
      },
      many(
        .lambdaVersion, "Associations", .distribution, from: [Facet.distribution[0]], own: association
      ) { resource, index in
        index.associations(of: resource.key)
      },
      many(.lambdaVersion, "LogGroups", .logGroup, from: [Facet.lambdaVersion[0]]) { resource, index in
        index.logGroups(of: resource)
      },
      many(.role, "Versions", .lambdaVersion, from: [Facet.lambdaVersion[0]]) { resource, index in
        index.versions(withRole: resource.reference.id)
      },
      many(.bucket, "Distributions", .distribution, from: [Facet.distribution[0]]) { resource, index in
        index.distributions(withBucket: resource.reference.id)
      },
      one(.lambdaFunction, "", "ExecutionRole", .role, from: Facet.lambdaFunction[0]) { function in
        function["Role"]?.string.flatMap(ARN.init).map { .init(.role, $0.resourceName) }
      },
      many(.lambdaFunction, "Buckets", .bucket, from: [Facet.bucket[2]]) { resource, index in
        index.buckets(starting: resource.key)
      },
      many(.bucket, "OriginAccessIdentities", .originAccessIdentity, from: [Facet.originAccessIdentity]) { _, index in
        index.originAccessIdentities
      },
      many(.bucket, "Roles", .role, from: [Facet.role[0]]) { _, index in index.roles },
      one(
        .bucket, "NotificationConfiguration.LambdaFunctionConfigurations", "Function", .lambdaFunction,
        from: Facet.bucket[2]
      ) { notification in
        notification["LambdaFunctionArn"]?.string.flatMap(LambdaARN.init)?.functionKey
      },
      one(.logGroup, "", "Function", .lambdaFunction, from: Facet.logGroup[0]) { group in
        group["logGroupName"]?.string.flatMap(EdgeLogGroup.init)?.functionKey
      },
      many(.logGroup, "Versions", .lambdaVersion, from: [Facet.lambdaVersion[0]]) { resource, index in
        index.versions(loggingTo: resource.reference.id)
      },
    ]

  /// What an association says beside whom it ties.
  private static let association: Set<String> = ["EventType", "IncludeBody", "PathPattern"]

  private static let behaviors: [Relation] = ["DefaultCacheBehavior", "CacheBehaviors"].flatMap { behavior in
    [
      one(
        .distribution, "\(behavior).LambdaFunctionAssociations", "Version", .lambdaVersion, from: Facet.distribution[0]
      ) {
        $0["LambdaFunctionARN"]?.string.flatMap(LambdaARN.init)?.versionKey
      },
      one(
        .distribution, "\(behavior).FunctionAssociations", "Function", .cloudFrontFunction, from: Facet.distribution[0]
      ) {
        $0["FunctionARN"]?.string.flatMap(ARN.init).map { .init(.cloudFrontFunction, $0.resourceName) }
      },
      policy(behavior, "CachePolicy", .cachePolicy),
      policy(behavior, "OriginRequestPolicy", .originRequestPolicy),
      policy(behavior, "ResponseHeadersPolicy", .responseHeadersPolicy),
    ]
  }

  private static func policy(_ behavior: String, _ name: String, _ target: ResourceType) -> Relation {
    one(.distribution, behavior, name, target, from: Facet.distribution[0]) {
      $0["\(name)Id"]?.string.map { .init(target, $0) }
    }
  }

  private static func stores(of stage: String) -> Relation {
    Relation(
      source: .cloudFrontFunction, path: [stage, "FunctionConfig", "KeyValueStoreAssociations"], name: "KeyValueStore",
      target: .keyValueStore, keys: [Facet.cloudFrontFunction[0]], isList: false, ownMembers: [],
      resolve: { association, _, index in
        association["KeyValueStoreARN"]?.string.flatMap(index.store(withARN:)).map { [Link(key: $0)] } ?? []
      })
  }
}
