import Transport

/// What a ``Client`` works with.
public struct ClientConfiguration: Sendable {
  /// Says where the requests of a service go.
  public typealias Endpoints = @Sendable (Service, EndpointParameters) throws -> ResolvedEndpoint

  /// Sends the requests.
  public var transport: any Transport
  /// Gives the credentials of each request that is signed; `nil` for a client that only sends those that are not.
  public var credentials: (any CredentialsProvider)?
  /// Says where requests go.
  public var endpoints: Endpoints
  /// The region where a call names none.
  public var region: String
  /// Whether and when failed attempts are repeated.
  public var retryPolicy: RetryPolicy
  /// How long one attempt may take.
  public var timeouts: HTTPTimeouts
  /// The rates to keep to; not used where the endpoint is custom.
  public var rateLimits: RateLimits
  /// The `User-Agent` of each request.
  public var userAgent: String
  /// Where requests are counted.
  public var callLog: CallLog
  /// Where time comes from.
  public var time: TimeSource
  /// Gives random numbers from 0 to 1, for waits.
  public var random: @Sendable () -> Double

  /// A configuration of these parts.
  public init(
    transport: any Transport, credentials: (any CredentialsProvider)? = nil, endpoints: @escaping Endpoints,
    region: String,
    retryPolicy: RetryPolicy = RetryPolicy(), timeouts: HTTPTimeouts = HTTPTimeouts(),
    rateLimits: RateLimits = .published, userAgent: String = "audit", callLog: CallLog = CallLog(),
    time: TimeSource = .system, random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
  ) {
    self.transport = transport
    self.credentials = credentials
    self.endpoints = endpoints
    self.region = region
    self.retryPolicy = retryPolicy
    self.timeouts = timeouts
    self.rateLimits = rateLimits
    self.userAgent = userAgent
    self.callLog = callLog
    self.time = time
    self.random = random
  }
}
