/// How many findings there are of each kind, in each account.
public struct FindingTally: Sendable, Hashable {
  /// What is told apart.
  public struct Kind: Sendable, Hashable {
    /// The account of the resource.
    public let account: String
    /// How much they matter.
    public let severity: Severity
    /// How they stand.
    public let status: Finding.Status
    /// Whether all was read, and no verdict is certain.
    public let isUndecided: Bool

    /// A kind of these parts.
    public init(account: String, severity: Severity, status: Finding.Status, isUndecided: Bool) {
      self.account = account
      self.severity = severity
      self.status = status
      self.isUndecided = isUndecided
    }
  }

  /// How many there are.
  public private(set) var counts: [Kind: Int] = [:]
  /// How many there are of each rule, by how they stand, where that was counted.
  public private(set) var byRule: [String: [Finding.Status: Int]] = [:]

  /// The tally of findings.
  public init(_ findings: some Sequence<Finding> = []) {
    for finding in findings { add(finding) }
  }

  /// Counts one more.
  public mutating func add(_ finding: Finding) {
    let kind = Kind(
      account: finding.resource.account, severity: finding.severity, status: finding.status,
      isUndecided: finding.isUndecided)
    counts[kind, default: 0] += 1
    byRule[finding.rule, default: [:]][finding.status, default: 0] += 1
  }

  /// A tally of kinds, and of rules, that are counted already.
  public init(counting counts: [(key: Kind, value: Int)], byRule: [String: [Finding.Status: Int]] = [:]) {
    self.counts = Dictionary(counts.map { ($0.key, $0.value) }, uniquingKeysWith: +)
    self.byRule = byRule
  }

  /// Whether there is one of a kind.
  public func contains(where isMeant: (Kind) -> Bool) -> Bool { counts.keys.contains(where: isMeant) }

  /// How many there are in all.
  public var total: Int { counts.values.reduce(0, +) }
}
