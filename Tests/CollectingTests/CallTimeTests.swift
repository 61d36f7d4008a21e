import AWSCore
import Foundation
import Synchronization
import Testing
import Transport

@testable import Collecting

@Suite struct CallTimeTests {
  private static let rates = RateLimits(
    services: [
      "cloudfront": RateLimit(perSecond: 5, burst: 10), "lambda": RateLimit(perSecond: 15, burst: 15),
      "cloudfront-keyvaluestore": RateLimit(perSecond: 5, burst: 5),
    ],
    operations: ["lambda:GetFunction": RateLimit(perSecond: 100, burst: 100)])

  @Test func `calls that share a rate are counted together, and the slowest rate decides`() {
    let time = CallTime(
      [
        "cloudfront:ListDistributions": 10, "cloudfront:GetDistributionConfig": 1_000, "lambda:GetFunction": 900,
        "lambda:GetPolicy": 30, "s3:GetBucketPolicy": 5_000, "cloudfront-keyvaluestore:ListKeys": 0,
      ], at: Self.rates)
    #expect(time.buckets.map(\.name) == ["cloudfront", "lambda:GetFunction", "lambda"])
    #expect(time.buckets.map(\.seconds) == [200, 8, 1])
    #expect(time.seconds == 200)
    #expect(time.seconds(accounts: 1_000, concurrency: 4, shards: 50) == 1_000)
    #expect(time.seconds(accounts: 1, concurrency: 4, shards: 50) == 200)
  }

  @Test(arguments: [40, 400, 4_000])
  func `the prediction is that of the limiter under a clock of its own`(calls: Int) async throws {
    let now = Mutex(0.0)
    let latest = Mutex(0.0)
    // Whoever waits is told when its turn is; the clock itself stands still while all ask at once.
    let time = TimeSource(
      now: { Date(timeIntervalSince1970: 0) }, uptime: { now.withLock { $0 } },
      sleep: { duration in
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        latest.withLock { $0 = max($0, seconds) }
      })
    let limiter = RateLimiter(RateLimit(perSecond: 5, burst: 10), time: time)
    for _ in 0..<calls { try await limiter.acquire() }
    let simulated = latest.withLock { $0 }
    let predicted = CallTime(["cloudfront:GetDistributionConfig": calls], at: Self.rates).seconds
    #expect(abs(predicted - simulated) <= 0.1 * simulated, "\(predicted) and \(simulated)")
  }
}
