/// A call that failed for good: what was asked, of what, what came back, and what to do next.
public struct ServiceError: Error, Sendable, Hashable {
  /// What went wrong, as far as it matters for what is done next.
  public enum Category: String, Sendable, Hashable {
    /// The thing asked for does not exist; often an answer rather than a failure.
    case notFound
    case accessDenied
    /// The credentials were missing, wrong or expired.
    case unauthenticated
    case throttled
    /// If-Match, a revision id or a running change stood in the way.
    case conflict
    /// The other side failed: 5xx.
    case serviceFault
    /// No whole answer came.
    case unreachable
    /// An answer came that is not what the API documents.
    case malformedResponse
    /// The request was refused as wrong.
    case invalidRequest
  }

  /// The operation, as IAM and the report write it: `cloudfront:GetDistributionConfig`.
  public var operation: String
  /// What was asked for: the id, name or ARN in the request, where it names one thing.
  public var resource: String?
  /// The region that was asked.
  public var region: String
  /// What went wrong.
  public var category: Category
  /// The HTTP status; `nil` where no answer came.
  public var status: Int?
  /// The error code as the service writes it (`AccessDenied`), or for transport errors a word of our own (`Unreachable`).
  public var code: String
  /// The message for a person, without secrets.
  public var message: String
  /// What some answers say more exactly than by the code, as OAuth has it: `TOKEN_EXPIRED`, `invalid_grant`.
  public var reason: String?
  /// The request id to give to AWS support.
  public var requestID: String?
  /// The region to ask instead, where S3 says that the bucket lives there.
  public var redirectRegion: String?

  /// An error of these parts.
  public init(
    operation: String, resource: String? = nil, region: String, category: Category, status: Int? = nil, code: String,
    message: String, reason: String? = nil, requestID: String? = nil, redirectRegion: String? = nil
  ) {
    self.operation = operation
    self.resource = resource
    self.region = region
    self.category = category
    self.status = status
    self.code = code
    self.message = message
    self.reason = reason
    self.requestID = requestID
    self.redirectRegion = redirectRegion
  }
}

extension ServiceError {
  /// Whether the service itself says that the thing asked for does not exist. A bare 404, as of a proxy or of an endpoint
  /// that does not know the operation, says nothing of the kind.
  public var saysAbsent: Bool { category == .notFound && (code.hasPrefix("NoSuch") || code.contains("NotFound")) }

  /// Whether the service does not know the operation, as where a partition or an endpoint of one's own does not offer it:
  /// what an account can set there by no call is not set. ministack 1.5.33 says so as `InvalidOperationException`.
  public var saysUnknownOperation: Bool {
    ["UnknownOperationException", "UnknownOperation", "InvalidAction", "UnknownAction"].contains(code)
      || code == "InvalidOperationException" && message.hasPrefix("Unknown action")
  }
}

extension ServiceError: CustomStringConvertible {
  /// `cloudfront:GetDistributionConfig E1: AccessDenied: … (request 11aa)`.
  public var description: String {
    var text = operation
    if let resource { text += " \(resource)" }
    text += ": \(code)"
    if !message.isEmpty { text += ": \(message)" }
    if let requestID { text += " (request \(requestID))" }
    return text
  }
}
