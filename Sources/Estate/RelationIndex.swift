import Documents

/// Who names whom: the ties of an estate that no resource holds itself, worked out once.
struct RelationIndex: Sendable {
  private var stores: [String: Resource.Key] = [:]
  private var versionAssociations: [Resource.Key: [Relation.Link]] = [:]
  private var functionDistributions: [String: [Relation.Link]] = [:]
  private var bucketDistributions: [String: [Relation.Link]] = [:]
  private var roleVersions: [String: [Relation.Link]] = [:]
  private var groupVersions: [String: [Relation.Link]] = [:]
  private var groups: [String: [Relation.Link]] = [:]
  private var startingBuckets: [Resource.Key: [Relation.Link]] = [:]
  private(set) var originAccessIdentities: [Relation.Link] = []
  private(set) var roles: [Relation.Link] = []

  init(_ estate: Estate) {
    for resource in estate.resources.values {
      switch resource.reference.type {
      case .distribution: addDistribution(resource)
      case .lambdaVersion: addVersion(resource)
      case .keyValueStore: stores[resource.reference.arn] = resource.key
      case .logGroup: groups[resource.reference.id, default: []].append(.init(key: resource.key))
      case .bucket: addBucket(resource)
      case .originAccessIdentity: originAccessIdentities.append(.init(key: resource.key))
      case .role: roles.append(.init(key: resource.key))
      default: break
      }
    }
  }

  /// A store by its ARN. One that is not in the list is looked for under the last part of its ARN, so that it is found
  /// to be missing rather than not named.
  func store(withARN text: String) -> Resource.Key? {
    stores[text] ?? ARN(text).map { .init(.keyValueStore, $0.resourceName) }
  }

  func associations(of version: Resource.Key) -> [Relation.Link] { versionAssociations[version] ?? [] }

  func distributions(ofFunction name: String) -> [Relation.Link] { functionDistributions[name] ?? [] }

  func distributions(withBucket name: String) -> [Relation.Link] { bucketDistributions[name] ?? [] }

  func versions(withRole name: String) -> [Relation.Link] { roleVersions[name] ?? [] }

  func versions(loggingTo group: String) -> [Relation.Link] { groupVersions[group] ?? [] }

  func buckets(starting function: Resource.Key) -> [Relation.Link] { startingBuckets[function] ?? [] }

  func logGroups(of version: Resource) -> [Relation.Link] {
    version.logGroupNames.flatMap { groups[$0] ?? [] }
  }

  private mutating func addDistribution(_ distribution: Resource) {
    for association in distribution.properties.edgeAssociations {
      let members: [(String, JSONValue)] = [
        ("EventType", association.object["EventType"] ?? .null),
        ("IncludeBody", association.object["IncludeBody"] ?? .null),
        ("PathPattern", association.pathPattern.map(JSONValue.string) ?? .null),
      ]
      let link = Relation.Link(key: distribution.key, members: members)
      if let version = association.object["LambdaFunctionARN"]?.string.flatMap(LambdaARN.init) {
        versionAssociations[version.versionKey, default: []].append(link)
      } else if let function = association.object["FunctionARN"]?.string.flatMap(ARN.init) {
        functionDistributions[function.resourceName, default: []].append(link)
      }
    }
    let buckets = (distribution.properties["Origins"]?.array ?? [])
      .compactMap { $0["DomainName"].string.flatMap(S3Domain.init)?.bucket }
    for bucket in Set(buckets) { bucketDistributions[bucket, default: []].append(.init(key: distribution.key)) }
  }

  private mutating func addBucket(_ bucket: Resource) {
    for function in Set(bucket.properties.startedLambdas.map(\.functionKey)) {
      startingBuckets[function, default: []].append(.init(key: bucket.key))
    }
  }

  private mutating func addVersion(_ version: Resource) {
    if let role = version.properties["Role"]?.string.flatMap(ARN.init) {
      roleVersions[role.resourceName, default: []].append(.init(key: version.key))
    }
    for name in version.logGroupNames { groupVersions[name, default: []].append(.init(key: version.key)) }
  }
}

extension JSONObject {
  /// The Lambda functions that the notifications in the members of a bucket start.
  public var startedLambdas: [LambdaARN] {
    (self["NotificationConfiguration"]?["LambdaFunctionConfigurations"].array ?? [])
      .compactMap { $0["LambdaFunctionArn"].string.flatMap(LambdaARN.init) }
  }

  /// One function or version bound to an event of a behaviour.
  public struct EdgeAssociation: Sendable {
    /// The association as CloudFront describes it.
    public let object: JSONObject
    /// The path pattern of the behaviour; `nil` for the default one.
    public let pathPattern: String?
  }

  /// All associations in the members of a distribution, of Lambda versions and of CloudFront functions.
  public var edgeAssociations: [EdgeAssociation] {
    var associations: [EdgeAssociation] = []
    // Most behaviours have none.
    func add(_ member: JSONValue, of behavior: JSONValue) {
      for case .object(let object) in member.array ?? [] {
        associations.append(EdgeAssociation(object: object, pathPattern: behavior["PathPattern"].string))
      }
    }
    for behavior in [self["DefaultCacheBehavior"] ?? .null] + (self["CacheBehaviors"]?.array ?? []) {
      add(behavior["LambdaFunctionAssociations"], of: behavior)
      add(behavior["FunctionAssociations"], of: behavior)
    }
    return associations
  }
}

/// The log group of a Lambda function's replicas, in whichever region they run: `/aws/lambda/us-east-1.NAME`.
///
/// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html>.
public struct EdgeLogGroup: Sendable, Hashable {
  /// What all of them begin with: Lambda@Edge replicates from one region.
  public static let prefix = "/aws/lambda/us-east-1."

  /// The function.
  public let functionName: String

  /// Takes the name of a log group apart; `nil` where it is none of replicas.
  public init?(_ name: String) {
    guard name.hasPrefix(Self.prefix) else { return nil }
    functionName = String(name.dropFirst(Self.prefix.count))
  }

  /// The function, in the account of the group.
  public func function(in account: String) -> LambdaARN? {
    account.isEmpty ? nil : LambdaARN("arn:aws:lambda:us-east-1:\(account):function:\(functionName)")
  }

  /// The key of the function.
  var functionKey: Resource.Key { .init(.lambdaFunction, functionName, region: "us-east-1") }
}

extension Resource {
  /// The names of the log groups that a Lambda@Edge version writes to: that of its replicas, in whichever region they
  /// run, and that of the function itself, which test invocations use; or the one its configuration names.
  ///
  /// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html>.
  public var logGroupNames: [String] {
    guard reference.type == .lambdaVersion, let name = reference.id.split(separator: ":").first else { return [] }
    if let custom = properties["LoggingConfig"]?["LogGroup"].string, !custom.isEmpty, custom != "/aws/lambda/\(name)" {
      return [custom]
    }
    return ["/aws/lambda/\(reference.region).\(name)", "/aws/lambda/\(name)"]
  }
}
