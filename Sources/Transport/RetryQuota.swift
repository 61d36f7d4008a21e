/// What all calls of a client together may spend on retries, so that a service that is down is not asked ever more.
public struct RetryQuota: Sendable, Hashable {
  /// What a full quota holds.
  public static let capacity = 500

  /// What is left.
  public private(set) var available = RetryQuota.capacity

  /// A full quota.
  public init() {}

  /// Pays for a retry.
  ///
  /// - Returns: what it cost, to be given back when it succeeds; `nil` where too little is left.
  public mutating func take(for failure: AttemptFailure) -> Int? {
    let cost = failure.classification == .throttling ? 5 : 14
    guard cost <= available else { return nil }
    available -= cost
    return cost
  }

  /// Takes note of a success.
  ///
  /// - Parameter cost: what the retry that succeeded cost; `nil` for a first attempt.
  public mutating func succeeded(cost: Int?) { available = min(Self.capacity, available + (cost ?? 1)) }
}
