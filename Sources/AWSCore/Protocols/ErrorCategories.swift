extension ServiceError.Category {
  /// What an error code means for what is done next; where there is none, or one that is not known, what the status says.
  ///
  /// Codes are those of <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html> and of the
  /// services' own error lists; a trailing `Exception` does not count.
  init(code: String?, status: Int) {
    let name = code.map { $0.hasSuffix("Exception") ? String($0.dropLast(9)) : $0 } ?? ""
    self = Self.known[name] ?? Self.byForm(name) ?? Self.byStatus(status)
  }

  private static func byForm(_ name: String) -> ServiceError.Category? {
    if name.hasPrefix("NoSuch") || name.hasSuffix("NotFound") { return .notFound }
    // These come with 409, but nothing that is tried again will pass.
    if name.hasPrefix("TooMany") || ["AlreadyExists", "InUse", "LimitExceeded"].contains(where: name.hasSuffix) {
      return .invalidRequest
    }
    return nil
  }

  private static func byStatus(_ status: Int) -> ServiceError.Category {
    switch status {
    case 401: .unauthenticated
    case 403: .accessDenied
    case 404, 410: .notFound
    case 409, 412: .conflict
    case 429: .throttled
    case 500...: .serviceFault
    default: .invalidRequest
    }
  }

  private static let known: [String: ServiceError.Category] = {
    let table: [(ServiceError.Category, [String])] = [
      (
        .throttled,
        [
          "BandwidthLimitExceeded", "EC2Throttled", "PriorRequestNotComplete", "ProvisionedThroughputExceeded",
          "RequestLimitExceeded", "RequestThrottled", "SlowDown", "Throttled", "Throttling", "TooManyRequests",
          "TransactionInProgress",
        ]
      ),
      (
        .unauthenticated,
        [
          "AuthFailure", "ExpiredToken", "IncompleteSignature", "InvalidAccessKeyId", "InvalidClientTokenId",
          "InvalidIdentityToken", "InvalidSignature", "InvalidToken", "MissingAuthenticationToken", "NotSignedUp",
          "RequestExpired", "RequestTimeTooSkewed", "SignatureDoesNotMatch", "TokenRefreshRequired", "Unauthorized",
          "UnrecognizedClient",
        ]
      ),
      (
        .accessDenied,
        [
          "AccessDenied", "AllAccessDisabled", "AuthorizationError", "IDPRejectedClaim", "InvalidAccess",
          "OptInRequired", "RegionDisabled", "UnauthorizedOperation",
        ]
      ),
      (
        .conflict,
        [
          "Conflict", "ConcurrentModification", "EntityTemporarilyUnmodifiable", "InvalidIfMatchVersion",
          "OperationAborted", "PreconditionFailed", "ResourceConflict",
        ]
      ),
      (
        .serviceFault,
        [
          "IDPCommunicationError", "InternalError", "InternalFailure", "InternalServerError",
          "RequestTimeout", "ServiceFailure", "ServiceUnavailable",
        ]
      ),
      // A function that failed its test answers 500; LimitExceeded is no throttle but a quota.
      (.invalidRequest, ["TestFunctionFailed", "LimitExceeded", "CNAMEAlreadyExists"]),
    ]
    return Dictionary(uniqueKeysWithValues: table.flatMap { category, names in names.map { ($0, category) } })
  }()
}
