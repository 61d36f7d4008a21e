import Synchronization

/// A rate that a service is known to bear.
public struct RateLimit: Sendable, Hashable {
  /// Requests a second in the long run; more than 0.
  public var perSecond: Double
  /// Requests at once after a pause; at least 1.
  public var burst: Int

  /// A limit of that rate.
  public init(perSecond: Double, burst: Int = 1) {
    self.perSecond = perSecond
    self.burst = max(1, burst)
  }
}

/// Spaces calls out so that they keep to a rate: a token bucket with a queue, first come, first served.
public final class RateLimiter: Sendable {
  private struct Bucket {
    /// Below 0 by as many as have been promised to those who wait.
    var tokens: Double
    var lastRefill: Double
  }

  private let limit: RateLimit
  private let time: TimeSource
  private let bucket: Mutex<Bucket>

  /// A limiter with a full bucket.
  public init(_ limit: RateLimit, time: TimeSource = .system) {
    self.limit = limit
    self.time = time
    bucket = Mutex(Bucket(tokens: Double(limit.burst), lastRefill: time.uptime()))
  }

  /// Waits for the turn. The turn of a task that is cancelled while it waits stays unused.
  ///
  /// - Throws: `CancellationError` where the task is cancelled.
  public func acquire() async throws {
    try Task.checkCancellation()
    let now = time.uptime()
    let tokens = bucket.withLock { bucket in
      bucket.tokens = min(Double(limit.burst), bucket.tokens + max(0, now - bucket.lastRefill) * limit.perSecond)
      bucket.lastRefill = max(now, bucket.lastRefill)
      bucket.tokens -= 1
      return bucket.tokens
    }
    if tokens < 0 { try await time.sleep(.seconds(-tokens / limit.perSecond)) }
  }
}
