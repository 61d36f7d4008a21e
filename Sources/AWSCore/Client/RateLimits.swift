import Transport

/// The rates that AWS grants to one account, by operation or else by service. Not used for custom endpoints.
public struct RateLimits: Sendable, Hashable {
  /// By ``Service/name``: for all operations of the service together that have no rate of their own.
  public var services: [String: RateLimit]
  /// By ``Operation/identifier``.
  public var operations: [String: RateLimit]

  /// These rates; what is in neither table has none.
  public init(services: [String: RateLimit] = [:], operations: [String: RateLimit] = [:]) {
    self.services = services
    self.operations = operations
  }

  /// The published rates, and below what has been seen to draw throttles where none is published.
  ///
  /// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>,
  /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html> and
  /// <https://docs.aws.amazon.com/accounts/latest/reference/quotas.html>. CloudFront publishes no rate; a few updates a
  /// minute and invalidations closer than 2 seconds have been throttled.
  public static let published = RateLimits(
    services: [
      "cloudfront": RateLimit(perSecond: 5, burst: 10),
      "iam": RateLimit(perSecond: 10, burst: 10),
      "lambda": RateLimit(perSecond: 15, burst: 15),
      "logs": RateLimit(perSecond: 5, burst: 5),
    ],
    operations: [
      "account:ListRegions": RateLimit(perSecond: 5, burst: 5),
      "cloudfront:CreateInvalidation": RateLimit(perSecond: 0.5),
      "cloudtrail:LookupEvents": RateLimit(perSecond: 2, burst: 2),
      "cloudfront:UpdateDistribution": RateLimit(perSecond: 0.2, burst: 2),
      "lambda:GetFunction": RateLimit(perSecond: 100, burst: 100),
      "lambda:GetPolicy": RateLimit(perSecond: 15, burst: 15),
    ])

  /// The rate of an operation and whose it is: the operation's own or its service's.
  func limit(for operation: Operation) -> (name: String, limit: RateLimit)? {
    if let limit = operations[operation.identifier] { return (operation.identifier, limit) }
    if let limit = services[operation.service.name] { return (operation.service.name, limit) }
    return nil
  }
}
