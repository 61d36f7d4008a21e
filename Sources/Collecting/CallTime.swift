import AWSCore
import Estate

/// How long calls take at the rates that AWS grants an account: the least that any audit can do with.
///
/// Each rate is one bucket; buckets empty side by side, so that the slowest of them decides. What one call takes on the
/// way, and that some calls wait for others, comes to seconds beside it on all but the smallest estates.
public struct CallTime: Sendable {
  /// A rate, and the calls that share it.
  public struct Bucket: Sendable, Hashable {
    /// The service, or the operation that has a rate of its own.
    public let name: String
    /// How many calls.
    public let calls: Int
    /// How many are granted a second.
    public let perSecond: Double
    /// How long they take, in seconds, those at the beginning free that the rate lets through at once.
    public let seconds: Double
  }

  /// The rates that calls are made at, slowest first.
  public let buckets: [Bucket]

  /// The time of so many calls of each operation, such as `cloudfront:GetDistributionConfig`.
  ///
  /// - Parameters:
  ///   - calls: How many, by operation.
  ///   - regions: Over how many regions those of CloudWatch Logs are spread, each of which has rates of its own.
  ///   - rates: The rates.
  public init(_ calls: [String: Int], regions: Int = 1, at rates: RateLimits = .published) {
    var sums: [String: (calls: Int, perSecond: Double, burst: Int)] = [:]
    for (operation, count) in calls where count > 0 {
      let service = String(operation.prefix { $0 != ":" })
      guard
        let (name, limit) = rates.operations[operation].map({ (operation, $0) })
          ?? rates.services[service].map({ (service, $0) })
      else { continue }
      sums[name, default: (0, limit.perSecond, limit.burst)].calls += count
    }
    buckets = sums.map { name, sum in
      let places = name.hasPrefix("logs") ? max(1, regions) : 1
      let inOne = (sum.calls + places - 1) / places
      return Bucket(
        name: name, calls: sum.calls, perSecond: sum.perSecond,
        seconds: Double(max(0, inOne - sum.burst)) / sum.perSecond)
    }.sorted { ($0.seconds, $1.name) > ($1.seconds, $0.name) }
  }

  /// How long all of them take in one account, in seconds.
  public var seconds: Double { buckets.first?.seconds ?? 0 }

  /// How long so many accounts take that are all like this one: rates are granted to each of them, and the shard decides to
  /// which the hash of their numbers gives most.
  ///
  /// - Parameters:
  ///   - count: How many accounts.
  ///   - concurrency: How many are read at once by one run.
  ///   - shards: How many runs share them.
  public func seconds(accounts count: Int, concurrency: Int, shards: Int) -> Double {
    let inOne = Shard.largest(of: count, in: shards)
    return seconds * Double(inOne > 0 ? (inOne - 1) / max(1, concurrency) + 1 : 0)
  }
}
