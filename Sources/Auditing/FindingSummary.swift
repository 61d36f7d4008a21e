/// How many findings there are of each group, in each account.
public struct FindingSummary: Sendable, Hashable {
  /// What is told apart.
  public struct Group: Sendable, Hashable {
    /// The account of the resource.
    public let account: String
    /// How much they matter.
    public let severity: Severity
    /// How they stand.
    public let status: Finding.Status
    /// Whether all was read, and no verdict is certain.
    public let isUndecided: Bool

    /// A group of these parts.
    public init(account: String, severity: Severity, status: Finding.Status, isUndecided: Bool) {
      self.account = account
      self.severity = severity
      self.status = status
      self.isUndecided = isUndecided
    }
  }

  /// How many there are.
  public private(set) var counts: [Group: Int] = [:]
  /// How many there are of each rule, by how they stand, where that was counted.
  public private(set) var byRule: [String: [Finding.Status: Int]] = [:]

  /// The summary of findings.
  public init(_ findings: some Sequence<Finding> = []) {
    for finding in findings { add(finding) }
  }

  /// Counts one more.
  public mutating func add(_ finding: Finding) {
    let group = Group(
      account: finding.resource.account, severity: finding.severity, status: finding.status,
      isUndecided: finding.isUndecided)
    counts[group, default: 0] += 1
    byRule[finding.rule, default: [:]][finding.status, default: 0] += 1
  }

  /// A summary of groups, and of rules, that are counted already.
  public init(counting counts: [(key: Group, value: Int)], byRule: [String: [Finding.Status: Int]] = [:]) {
    self.counts = Dictionary(counts.map { ($0.key, $0.value) }, uniquingKeysWith: +)
    self.byRule = byRule
  }

  /// Whether there is one of a group.
  public func contains(where isMeant: (Group) -> Bool) -> Bool { counts.keys.contains(where: isMeant) }

  /// How many there are in all.
  public var total: Int { counts.values.reduce(0, +) }
}
