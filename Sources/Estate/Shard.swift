import Schema

/// One of the equal parts into which an audit is split, so that many machines do it.
///
/// Who judges what depends on nothing but names: no shard has to know of the others.
public struct Shard: Sendable, Hashable {
  /// Which one, from 0.
  public let index: Int
  /// How many there are.
  public let count: Int

  /// How many there may be: as many as an AWS Batch array has.
  public static let most = 10_000

  /// A shard; `nil` where there is none of that number.
  public init?(_ index: Int, of count: Int) {
    guard (1...Self.most).contains(count), (0..<count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// How resources are spread: shards of versions of this tool that do it differently are none of one audit.
  public static let spreading = "versions with their function"

  /// Whether a resource of the one account that is read is judged here. What stands for all of a kind, because they could
  /// not be listed, is said by every shard, since each of them has seen no list.
  /// Versions of a Lambda function are judged together, as a repair of one takes from the next what it would begin with.
  public func owns(_ key: ResourceKey) -> Bool {
    let name = key.type == .lambdaVersion ? String(key.id.prefix { $0 != ":" }) : key.id
    return key.id == "*" || owns("\(key.type.rawValue) \(name) \(key.region)")
  }

  /// Whether an account, of several, is read here.
  public func owns(account: String) -> Bool { owns(account) }

  /// How many of so many accounts the shard has that gets most of them, where the hash of their numbers spreads them: of
  /// numbers that follow each other, which come to as much as any others.
  public static func largest(of accounts: Int, in shards: Int) -> Int {
    if shards <= 1 { return accounts }
    var sizes = [Int](repeating: 0, count: shards)
    for number in 0..<max(accounts, 0) { sizes[Int(hash(String(100_000_000_000 + number)) % UInt64(shards))] += 1 }
    return sizes.max() ?? 0
  }

  private func owns(_ name: String) -> Bool { Self.hash(name) % UInt64(count) == UInt64(index) }

  /// FNV-1a, and the last step of SplitMix64, since the low bits of FNV-1a are those of the last letters.
  private static func hash(_ name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}

extension Shard: CustomStringConvertible {
  /// `3/8`, counted from 0.
  public var description: String { "\(index)/\(count)" }

  /// What `3/8` names; `nil` where it names none.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    self.init(index, of: count)
  }
}
