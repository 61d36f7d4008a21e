/// How a failed attempt looks to the retry policy.
public struct AttemptFailure: Sendable, Hashable {
  /// What kind of failure it was.
  public enum Kind: Sendable, Hashable {
    /// The service asks to slow down.
    case throttling
    /// A fault that may be gone the next time: 5xx, reset, truncated answer, failed connect.
    case transient
    /// No answer in time.
    case timeout
    /// Trying again changes nothing.
    case permanent
  }

  /// What kind of failure it was.
  public var kind: Kind
  /// How long the service asks to wait.
  public var retryAfter: Duration?

  /// A failure of that kind.
  public init(_ kind: Kind, retryAfter: Duration? = nil) {
    self.kind = kind
    self.retryAfter = retryAfter
  }
}

/// The retry modes of the AWS SDKs.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>.
public enum RetryMode: String, Sendable, CaseIterable {
  case standard, adaptive, legacy
}
