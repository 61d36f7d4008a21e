/// How a failed attempt looks to the retry policy.
public struct AttemptFailure: Sendable, Hashable {
  /// What kind of failure it was.
  public enum Classification: Sendable, Hashable {
    /// The service asks to slow down.
    case throttling
    /// A fault that may be gone the next time: 5xx, reset, truncated answer, failed connect, no answer in time.
    case transient
    /// Trying again changes nothing.
    case permanent
  }

  /// What kind of failure it was.
  public var classification: Classification
  /// How long the service asks to wait.
  public var retryAfter: Duration?

  /// A failure of that kind.
  public init(_ classification: Classification, retryAfter: Duration? = nil) {
    self.classification = classification
    self.retryAfter = retryAfter
  }
}

/// The retry modes of the AWS SDKs.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>.
public enum RetryMode: String, Sendable, CaseIterable {
  /// Three attempts, and a quota for the retries of all calls together.
  case standard
  /// As `standard`, and calls slow down when a service throttles.
  case adaptive
  /// Five attempts and no quota.
  case legacy
}

/// Whether and when a failed attempt is followed by another.
public struct RetryPolicy: Sendable, Hashable {
  /// The mode.
  public var mode: RetryMode
  /// The greatest number of attempts, the first one included.
  public var maximumAttempts: Int
  /// The same for a read that is throttled while others get through: its turn comes.
  public var maximumThrottledReads: Int

  /// A policy of that mode; by default with the mode's own number of attempts. A number that is given holds for all.
  public init(mode: RetryMode = .standard, maximumAttempts: Int? = nil) {
    self.mode = mode
    self.maximumAttempts = max(1, maximumAttempts ?? (mode == .legacy ? 5 : 3))
    maximumThrottledReads = max(1, maximumAttempts ?? 10)
  }

  /// A policy as it is configured.
  ///
  /// - Parameters:
  ///   - mode: the text of `AWS_RETRY_MODE` or `retry_mode`; `nil` or empty for the default.
  ///   - maximumAttempts: the text of `AWS_MAX_ATTEMPTS` or `max_attempts`; `nil` or empty for the default.
  /// - Throws: ``RetryConfigurationError`` where one of them is not what it may be.
  public init(mode: String?, maximumAttempts: String?) throws(RetryConfigurationError) {
    var chosen = RetryMode.standard
    if let mode, !mode.isEmpty {
      guard let known = RetryMode(rawValue: mode.lowercased()) else { throw .unknownMode(mode) }
      chosen = known
    }
    var attempts: Int?
    if let maximumAttempts, !maximumAttempts.isEmpty {
      guard let number = Int(maximumAttempts), number >= 1 else { throw .notANumberOfAttempts(maximumAttempts) }
      attempts = number
    }
    self.init(mode: chosen, maximumAttempts: attempts)
  }

  /// How long to wait before the next attempt; `nil` where there is none.
  ///
  /// Waits double from 1 second after a throttle, and from 50 milliseconds after a fault that may be gone at once, up to
  /// 20 seconds. What a service asks for is followed for up to 5 seconds more than that.
  ///
  /// - Parameters:
  ///   - failure: how the attempt failed.
  ///   - attempt: the number of attempts made, at least 1.
  ///   - goesOn: whether it is a read of a service that lets others through.
  ///   - random: a random number from 0 to 1.
  public func delay(
    after failure: AttemptFailure, attempt: Int, goesOn: Bool = false, random: Double
  ) -> Duration? {
    let isThrottledRead = goesOn && failure.classification == .throttling
    guard failure.classification != .permanent, attempt < (isThrottledRead ? maximumThrottledReads : maximumAttempts)
    else {
      return nil
    }
    var seconds = failure.classification == .throttling || mode == .legacy ? 1.0 : 0.05
    for _ in 1..<max(attempt, 1) where seconds < 20 { seconds *= 2 }
    let delay = Duration.seconds(random * min(seconds, 20))
    return max(delay, min(failure.retryAfter ?? .zero, delay + .seconds(5)))
  }
}

/// Why a retry configuration is refused.
public enum RetryConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no such mode.
  case unknownMode(String)
  /// This is no whole number from 1 on.
  case notANumberOfAttempts(String)

  public var description: String {
    switch self {
    case .unknownMode(let text):
      "the retry mode '\(text)' (AWS_RETRY_MODE, retry_mode) is not one of "
        + RetryMode.allCases.map(\.rawValue).joined(separator: ", ")
    case .notANumberOfAttempts(let text):
      "the number of attempts '\(text)' (AWS_MAX_ATTEMPTS, max_attempts) is not a whole number from 1 on"
    }
  }
}
