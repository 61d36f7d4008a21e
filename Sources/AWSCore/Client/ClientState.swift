import Foundation
import Signing
import Synchronization
import Transport

/// What the calls of one client learn from each other.
final class ClientState: Sendable {
  private struct Shared {
    /// By service, as are the rates below.
    var quotas: [String: RetryQuota] = [:]
    /// When a call last succeeded.
    var successes: [String: Double] = [:]
    var adaptiveRates: [String: AdaptiveRate] = [:]
    /// By whose limit it is, and region.
    var limiters: [String: RateLimiter] = [:]
    var skew = ClockSkew()
    var bucketRegions: [String: String] = [:]
  }

  let signer = Signer()
  private let shared = Mutex(Shared())

  // Retries

  /// Pays for a retry; `nil` where the quota does not bear it.
  func payForRetry(of service: Service, after failure: AttemptFailure) -> Int? {
    shared.withLock { $0.quotas[service.name, default: RetryQuota()].take(for: failure) }
  }

  func succeeded(_ service: Service, cost: Int?, at now: Double) {
    shared.withLock {
      $0.quotas[service.name]?.succeeded(cost: cost)
      $0.successes[service.name] = now
    }
  }

  /// Whether any service has answered some call within the last minute, so that one that is throttled may have its turn:
  /// of some services there is one call alone, of which no other could get through.
  func letsThrough(at now: Double) -> Bool {
    shared.withLock { $0.successes.values.contains { now - $0 <= 60 } }
  }

  // Rates

  func limiter(for operation: Operation, region: String, limits: RateLimits, time: TimeSource) -> RateLimiter? {
    guard let (name, limit) = limits.limit(for: operation) else { return nil }
    return shared.withLock { shared in
      let key = "\(name) \(region)"
      if let limiter = shared.limiters[key] { return limiter }
      let limiter = RateLimiter(limit, time: time)
      shared.limiters[key] = limiter
      return limiter
    }
  }

  /// Seconds to wait before asking again; 0 where the request may go.
  func adaptiveDelay(_ service: Service, at now: Double) -> Double {
    shared.withLock { $0.adaptiveRates[service.name, default: AdaptiveRate(at: now)].delay(at: now) }
  }

  func answered(_ service: Service, throttled: Bool, at now: Double) {
    shared.withLock {
      $0.adaptiveRates[service.name, default: AdaptiveRate(at: now)].answered(throttled: throttled, at: now)
    }
  }

  // Clocks and buckets

  func date(at host: String, now: Date) -> Date { shared.withLock { $0.skew.date(at: host, now: now) } }

  func learnSkew(code: String, serverDate: Date?, host: String, now: Date) -> Bool {
    shared.withLock { $0.skew.learn(code: code, serverDate: serverDate, host: host, now: now) }
  }

  func region(ofBucket bucket: String) -> String? { shared.withLock { $0.bucketRegions[bucket] } }

  func setRegion(_ region: String, ofBucket bucket: String) {
    shared.withLock { $0.bucketRegions[bucket] = region }
  }
}
