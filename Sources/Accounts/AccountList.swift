import Estate

/// The accounts of a run, chosen of those that there are.
public struct AccountList: Sendable {
  /// The accounts that are audited, in order.
  public private(set) var accounts: [AccountEntry]
  /// The accounts that are left out because they were asked to be, or because they are closed, a sentence each.
  public private(set) var remarks: [String] = []

  /// Those that are closed, which a pattern may mean, too.
  private let closed: [AccountEntry]

  /// All of these accounts.
  ///
  /// - Parameter closed: Those that there are beside them and that nobody can enter.
  public init(_ accounts: [AccountEntry], closed: [AccountEntry] = [], remarks: [String] = []) {
    self.accounts = accounts
    self.closed = closed
    self.remarks = remarks
  }

  /// Leaves out what patterns mean, by number or name.
  ///
  /// - Returns: The patterns that mean none, not even one that is closed.
  public mutating func skip(_ patterns: [String]) -> [String] {
    let globs = patterns.map { (pattern: $0, glob: Glob($0)) }
    let all = accounts + closed
    let unfit = globs.filter { item in !all.contains { $0.isMeant(by: item.glob.matches) } }
    accounts.removeAll { account in globs.contains { account.isMeant(by: $0.glob.matches) } }
    return unfit.map(\.pattern)
  }

  /// Keeps what a shard reads.
  ///
  /// - Parameter costs: What accounts cost, by number, where that is known.
  /// - Returns: How all of them are spread.
  public mutating func keep(_ shard: Shard, costs: [String: Int]) -> AccountSpread {
    let spread = AccountSpread(accounts.map(\.id), costs: costs, over: shard.count)
    accounts.removeAll { !spread.gives($0.id, to: shard) }
    return spread
  }
}
