import AWSCore

/// What came of a step.
public struct StepOutcome: Sendable, Hashable {
  /// How it ended.
  public enum Status: String, Sendable, CaseIterable {
    /// All changes are made.
    case applied
    /// All was already as it is to be.
    case done
    /// Some of the changes are made, and the message says which are not.
    case partial
    /// Somebody else has changed one of the values since it was read: nothing was written over it.
    case overtaken
    /// It would not be safe, or the service refused.
    case failed
    /// Whether it was done could not be found out.
    case unknown
    /// A step that it waits for did not succeed.
    case skipped
    /// The run was stopped before.
    case stopped
  }

  /// How it ended.
  public let status: Status
  /// What a person has to know; empty where all is well.
  public let message: String
  /// The ARN of the version that was published, where one was.
  public let publishedVersion: String?
  /// Whether something was changed, or may have been, and could be put back.
  public let hasWritten: Bool

  /// What the service said, where that is why it did not succeed.
  public let failure: ServiceError.Category?

  /// An outcome of these parts.
  public init(
    _ status: Status, _ message: String = "", publishedVersion: String? = nil, hasWritten: Bool = false,
    failure: ServiceError.Category? = nil
  ) {
    self.failure = failure
    self.status = status
    self.message = message
    self.publishedVersion = publishedVersion
    self.hasWritten = hasWritten || status == .applied
  }

  /// Whether the caller may not do it.
  public var isDenied: Bool { failure == .accessDenied || failure == .unauthenticated }

  /// Whether a call failed, and not what it asked for: the next run may do it.
  public var hasCallFailed: Bool {
    switch failure {
    case nil, .notFound, .conflict, .invalidRequest: false
    case .accessDenied, .unauthenticated, .throttled, .serviceFault, .unreachable, .malformedResponse: true
    }
  }

  /// Whether what was planned is now so.
  public var isGood: Bool { status == .applied || status == .done }
}
