import Estate
import TestSupport
import Testing

@testable import Accounts

@Suite struct AccountSpreadTests {
  private func shards(_ count: Int) -> [Shard] { (0..<count).compactMap { Shard($0, of: count) } }

  @Test(arguments: 1...60) func `whatever they cost, each account is in exactly one shard, in whatever order they come`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    // A few are many times as dear as the others, and some cost nothing.
    let costs = Dictionary(
      (0...random.number(below: 200)).map { number in
        (String(100_000_000_000 + number * 7919), random.number(below: random.number(below: 5) == 0 ? 50_000 : 300))
      }
    ) { first, _ in first }
    let count = random.number(below: 40) + 1
    var owners: [String: Int] = [:]
    var digests: Set<String> = []
    var loads: [Int] = []
    for shard in shards(count) {
      var list = AccountList(costs.keys.shuffled(using: &random).map { AccountEntry(id: $0) })
      digests.insert(list.keep(shard, costs: costs).digest)
      for account in list.accounts { owners[account.id, default: 0] += 1 }
      loads.append(list.accounts.reduce(0) { $0 + max(1, costs[$1.id] ?? 0) })
    }
    #expect(owners.count == costs.count && owners.values.allSatisfy { $0 == 1 })
    #expect(digests.count == 1 && digests.first != "")
    // No shard is by more than one account above another.
    #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= max(1, costs.values.max() ?? 0), "\(loads)")
  }

  @Test func `the dearest come first, each to who has least, and equals by their numbers`() {
    let costs = ["1": 10, "2": 40, "3": 10, "4": 20, "5": 10, "6": 10]
    let spread = AccountSpread(Array(costs.keys), costs: costs, over: 2)
    let owned = shards(2).map { shard in costs.keys.filter { spread.gives($0, to: shard) }.sorted() }
    #expect(owned == [["2", "5"], ["1", "3", "4", "6"]])
  }

  @Test(arguments: [["1": 10, "2": 20], [:], ["99": 1]]) func `where the cost of one is not known, a hash decides`(
    costs: [String: Int]
  ) {
    let names = (0..<50).map { String($0) }
    let spread = AccountSpread(names, costs: costs, over: 5)
    #expect(spread.digest.isEmpty)
    for shard in shards(5) {
      for name in names { #expect(spread.gives(name, to: shard) == shard.owns(account: name)) }
    }
  }

  @Test func `what leads to other shards has another digest, and what leads to the same has the same`() {
    let costs = ["1": 10, "2": 40, "3": 30]
    func digest(_ costs: [String: Int], _ count: Int = 2) -> String {
      AccountSpread(Array(costs.keys), costs: costs, over: count).digest
    }
    let others = [
      digest(costs), digest(costs, 3), digest(costs.merging(["4": 5]) { $1 }), digest(costs.merging(["1": 50]) { $1 }),
    ]
    #expect(Set(others).count == 4)
    #expect(digest(costs) == digest(costs.merging(["1": 11]) { $1 }))
  }

  @Test(arguments: [Int.max, .min, -1, 0]) func `costs that make no sense do no harm`(cost: Int) {
    let names = (0..<20).map { String($0) }
    let spread = AccountSpread(names, costs: Dictionary(names.map { ($0, cost) }) { $1 }, over: 4)
    for name in names { #expect(shards(4).count { spread.gives(name, to: $0) } == 1) }
  }
}
