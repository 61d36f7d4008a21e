import Estate
import HeapModule
import Signing

/// Which shard reads which of several accounts.
///
/// Where the cost of each is known, they are spread so that no shard has much more to do than others: the dearest first,
/// each to the shard that has least so far, which at worst takes a third longer than the best way there is (R. L. Graham,
/// "Bounds on Multiprocessing Timing Anomalies", 1969). Where it is not known of one of them, a hash of their numbers
/// decides. Shards do not know of each other: all of them come to the same only from the same costs.
public struct AccountSpread: Sendable, Hashable {
  /// What is told of the accounts by a digest of who reads which; empty where a hash decides, for which nobody has to
  /// know the same as others.
  public let digest: String
  private let shards: [String: Int]

  /// How accounts are spread.
  ///
  /// - Parameters:
  ///   - accounts: The numbers of all accounts, in any order.
  ///   - costs: What they cost, by number, in any unit.
  ///   - count: Over how many shards.
  public init(_ accounts: [String], costs: [String: Int], over count: Int) {
    let known = Set(accounts).compactMap { account in costs[account].map { (account: account, cost: Self.bounded($0)) }
    }
    guard count > 0, !known.isEmpty, known.count == Set(accounts).count else {
      (digest, shards) = ("", [:])
      return
    }
    var loads = Heap((0..<count).map { Load(cost: 0, shard: $0) })
    var shards: [String: Int] = [:]
    for (account, cost) in known.sorted(by: { ($1.cost, $0.account) < ($0.cost, $1.account) }) {
      guard let least = loads.popMin() else { break }
      shards[account] = least.shard
      loads.insert(Load(cost: least.cost + cost, shard: least.shard))
    }
    self.shards = shards
    let lines = shards.map { "\($0.key) \($0.value)\n" }.sorted().joined()
    digest = Digest.sha256Hex(Array("\(count)\n\(lines)".utf8))
  }

  /// Whether a shard reads an account.
  public func gives(_ account: String, to shard: Shard) -> Bool {
    digest.isEmpty ? shard.owns(account: account) : shards[account] == shard.index
  }

  /// A cost of which as many as there are accounts have a sum.
  private static func bounded(_ cost: Int) -> Int { min(max(cost, 1), 1 << 32) }

  /// What a shard has to do so far.
  private struct Load: Comparable {
    let cost: Int
    let shard: Int

    static func < (left: Load, right: Load) -> Bool { (left.cost, left.shard) < (right.cost, right.shard) }
  }
}
