import Foundation
import Synchronization
import Testing
import Transport

struct RateLimiterTests {
  /// A clock that stands until it is set, and sleeps that are noted instead of slept.
  private final class StillTime: Sendable {
    private let state = Mutex((now: 0.0, sleeps: [Double]()))

    var sleeps: [Double] { state.withLock { $0.sleeps } }
    func set(_ now: Double) { state.withLock { $0.now = now } }

    var source: TimeSource {
      TimeSource(
        now: { Date(timeIntervalSince1970: 0) }, uptime: { self.state.withLock { $0.now } },
        sleep: { duration in self.state.withLock { $0.sleeps.append(duration.seconds) } })
    }
  }

  @Test func letsABurstThroughAndQueuesTheRest() async throws {
    let time = StillTime()
    let limiter = RateLimiter(RateLimit(perSecond: 2, burst: 3), time: time.source)
    for _ in 0..<6 { try await limiter.acquire() }
    #expect(time.sleeps == [0.5, 1, 1.5])
    // A second later two of those promised turns have come.
    time.set(1)
    try await limiter.acquire()
    #expect(time.sleeps.last == 1)
    // After a long pause a burst is free again, and no more than that.
    time.set(1000)
    for _ in 0..<4 { try await limiter.acquire() }
    #expect(time.sleeps.count == 5)
    #expect(time.sleeps.last == 0.5)
  }

  @Test func cancellationEndsTheWait() async throws {
    let limiter = RateLimiter(RateLimit(perSecond: 0.000_01))
    try await limiter.acquire()
    let task = Task { try await limiter.acquire() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
