import AWSCore
import Estate
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
    // Of 1,000 accounts the largest of fifty shards has 30, which are eight rounds of four.
    #expect(time.seconds(accounts: 1_000, concurrency: 4, shards: 50) == 1_600)
    #expect(time.seconds(accounts: 1_000, concurrency: 4, shards: 1) == 50_000)
    #expect(time.seconds(accounts: 1, concurrency: 4, shards: 50) == 200)
  }

  @Test(arguments: [(1, 8), (8, 8), (1_000, 1), (1_000, 10), (1_000, 250)])
  func `the shard that has most is that of the accounts that shards read`(accounts: Int, shards: Int) throws {
    let sizes = try (0..<shards).map { index in
      let shard = try #require(Shard(index, of: shards))
      return (0..<accounts).count { shard.owns(account: String(100_000_000_000 + $0)) }
    }
    #expect(sizes.reduce(0, +) == accounts)
    #expect(Shard.largest(of: accounts, in: shards) == sizes.max())
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

  @Test(arguments: [100, 1_000, 4_000])
  func `the time of planned calls is that which collecting waits for its turns`(distributions: Int) async throws {
    let account = ManyDistributions(distributions)
    let latest = Mutex(0.0)
    // All ask at once, as the clock stands still; who is last waits as long as all calls at that rate take.
    let time = TimeSource(
      now: { Date() }, uptime: { 0 },
      sleep: { duration in
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        latest.withLock { $0 = max($0, seconds) }
      })
    let collector = Collector(client: ScriptedAccount.client(of: account, isCustom: false, time: time))
    let needs = RequiredAttributes(.distribution, reading: .whole)
    let estate = try await collector.collect(needs)
    #expect(estate.gaps.isEmpty && estate.resources(of: .distribution).count == distributions)
    let waited = latest.withLock { $0 }
    let tells = await collector.historyTells(of: estate, needs, filter: ResourceFilter())
    let plan = CallPlan(needs, of: estate, history: tells.map { CallPlan.History(calls: 1, tells: $0) })
    let counts = plan.entries.compactMap { entry in entry.count.map { (entry.operation, $0) } }
    let predicted = CallTime(Dictionary(counts, uniquingKeysWith: +), regions: estate.regions.count).seconds
    #expect(waited > Double(distributions) / 5 - 2 - 0.001)
    #expect(abs(predicted - waited) <= 0.1 * waited, "\(predicted) and \(waited)")
  }
}

/// An account of so many distributions, which are listed in pages of a hundred, without invalidations.
private final class ManyDistributions: Transport {
  private let count: Int
  private let others = ScriptedAccount()

  init(_ count: Int) { self.count = count }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    switch ScriptedAccount.operation(of: request)?.identifier {
    case "cloudfront:ListDistributions": return list(from: request.url.query.first { $0.name == "Marker" }?.value)
    case "cloudfront:ListInvalidations":
      return ScriptedAccount.answer(ScriptedAccount.page("InvalidationList", "", count: 0, truncates: true))
    default: return try await others.send(request)
    }
  }

  private func list(from marker: String?) -> HTTPResponse {
    let first = marker.flatMap { Int($0) } ?? 0
    let next = min(first + 100, count)
    let entries = (first..<next).map {
      ScriptedAccount.distribution.replacing("<Id>E1</Id>", with: "<Id>E\($0)</Id>")
        .replacing("distribution/E1<", with: "distribution/E\($0)<")
    }
    let more = next < count ? "<NextMarker>\(next)</NextMarker>" : ""
    return ScriptedAccount.answer(
      """
      <DistributionList><Items>\(entries.joined())</Items><Quantity>\(entries.count)</Quantity>
      <IsTruncated>\(next < count)</IsTruncated>\(more)</DistributionList>
      """)
  }
}
