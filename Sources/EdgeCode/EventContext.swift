/// What an event says of where a function is bound, as far as that is known beforehand.
///
/// CloudFront Developer Guide, "Lambda@Edge event structure" and "CloudFront Functions event structure".
public struct EventContext: Sendable, Hashable {
  /// The event that the function is bound to, such as `viewer-request`.
  public var eventType: String?
  /// The id of the distribution.
  public var distributionId: String?
  /// The domain name that CloudFront gave the distribution.
  public var distributionDomainName: String?
  /// The runtime that a CloudFront function is on.
  public var functionRuntime: RuntimeFeature.Runtime?

  /// An event of which that is known.
  public init(
    eventType: String? = nil, distributionId: String? = nil, distributionDomainName: String? = nil,
    functionRuntime: RuntimeFeature.Runtime? = nil
  ) {
    self.functionRuntime = functionRuntime
    self.eventType = eventType
    self.distributionId = distributionId
    self.distributionDomainName = distributionDomainName
  }

  /// A member of the event's `config` or `context`; nil where it is not known.
  func text(_ name: String) -> String? {
    switch name {
    case "eventType": eventType
    case "distributionId": distributionId
    case "distributionDomainName": distributionDomainName
    default: nil
    }
  }

  /// Whether the event brings a response; nil where that is not known.
  var hasResponse: Bool? {
    switch eventType {
    case "viewer-request", "origin-request": false
    case "viewer-response", "origin-response": true
    default: nil
    }
  }

  /// Whether a member says which distribution it is.
  static func isOfDistribution(_ name: String) -> Bool { name.hasPrefix("distribution") }
}
