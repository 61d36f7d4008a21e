import Documents
import Schema

extension JSONObject {
  /// The Lambda functions that the events of a bucket start, by its members: by themselves, or through SNS or EventBridge.
  public var startedLambdas: [LambdaARN] {
    let notified = self["NotificationConfiguration"]?["LambdaFunctionConfigurations"]
    return [notified, self["TopicSubscriptions"], self["EventTargets"]].flatMap { $0?.array ?? [] }
      .compactMap { $0["LambdaFunctionArn"].string.flatMap(LambdaARN.init) }
  }

  /// The topics that the events of a bucket go to, each once.
  public var notifiedTopics: [String] {
    Set((self["NotificationConfiguration"]?["TopicConfigurations"].array ?? []).compactMap { $0["TopicArn"].string })
      .sorted()
  }

  /// Whether the events of a bucket go to EventBridge.
  public var sendsToEventBridge: Bool {
    self["NotificationConfiguration"]?["EventBridgeConfiguration"].object != nil
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
      for association in DistributionSchema.associations { add(behavior[association.list], of: behavior) }
    }
    return associations
  }

  /// The buckets that the members of a distribution or of a tenant lead to, and the Lambda versions that they associate,
  /// each version with its account.
  public var targets: [ResourceKey] {
    let buckets = (self["Origins"]?.array ?? []).compactMap { S3Domain(origin: $0)?.key }
    let versions = edgeAssociations.compactMap { $0.object["LambdaFunctionARN"]?.string.flatMap(LambdaARN.init) }
    return buckets
      + versions.map { ResourceKey(.lambdaVersion, $0.versionKey.id, region: $0.region, account: $0.account) }
  }
}
