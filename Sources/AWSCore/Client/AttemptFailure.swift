import Transport

extension AttemptFailure {
  /// How an error that a service answered looks to the retry policy.
  ///
  /// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>. It differs where that would
  /// repeat what cannot succeed: a quota that is used up, a test of a function that failed, and a document that somebody
  /// else has changed, which has to be read again first.
  init(_ error: ServiceError, service: Service, retryAfter: Duration?) {
    self.init(Self.classification(error, service: service), retryAfter: retryAfter)
  }

  private static func classification(_ error: ServiceError, service: Service) -> Classification {
    let code = error.code
    let isQuota = code == "LimitExceededException" && service.limitsAreQuotas
    if isQuota || permanentCodes.contains(code) || error.status == 412 { return .permanent }
    if throttlingCodes.contains(code) || error.category == .throttled { return .throttling }
    switch error.status {
    case 429, 509: return .throttling
    case 500, 502, 503, 504: return .transient
    // An answer that says success and cannot be read was cut off or garbled on its way.
    case let status? where (200..<300).contains(status) && error.category == .malformedResponse: return .transient
    default: return transientCodes.contains(code) ? .transient : .permanent
    }
  }

  private static let permanentCodes: Set<String> = [
    "LimitExceeded", "TestFunctionFailed", "ConflictException", "PreconditionFailed",
  ]

  private static let throttlingCodes: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
    "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
    "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete",
    "EC2ThrottledException",
  ]

  private static let transientCodes: Set<String> = [
    "RequestTimeout", "RequestTimeoutException", "IDPCommunicationError",
  ]

  /// How an attempt without an answer looks to the retry policy.
  init(_ error: TransportError) {
    switch error.reason {
    case .timedOut, .connectTimedOut, .unresolvedHost, .connectFailed, .reset, .truncated: self.init(.transient)
    case .tlsFailed, .tooLarge, .cancelled, .other: self.init(.permanent)
    }
  }
}

extension ServiceError {
  /// The codes of errors that say that no answer came.
  public static let silence: Set<String> = [
    "Unreachable", "TimedOut", "UntrustedCertificate", "ConnectionReset", "TruncatedAnswer",
  ]
}

extension TransportError {
  /// The word of our own that stands for an error code.
  var code: String {
    switch reason {
    case .unresolvedHost, .connectFailed, .other: "Unreachable"
    case .connectTimedOut, .timedOut: "TimedOut"
    case .tlsFailed: "UntrustedCertificate"
    case .reset: "ConnectionReset"
    case .truncated: "TruncatedAnswer"
    case .tooLarge: "AnswerTooLarge"
    case .cancelled: "Cancelled"
    }
  }
}
