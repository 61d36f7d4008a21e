import Documents
import Schema

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
