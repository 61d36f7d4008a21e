import Estate
import Schema

/// Findings that are not held in memory, in the order of a report.
public protocol StoredFindings: AnyObject, Sendable {
  /// How many there are of each kind.
  var summary: FindingSummary { get }
  /// The first of each rule beside those that are named, in order.
  func first(ofRulesBeside known: Set<String>) -> [Finding]
  /// The finding at a position.
  func finding(at position: Int) -> Finding
  /// Those that stand so, in one account or in all, in order.
  func findings(_ status: Finding.Status, in account: String?) -> [Finding]
  /// The first of a choice behind a position, in order, and the position of the last of them.
  func findings(_ choice: FindingChoice, after position: Int) -> (findings: [Finding], last: Int)
  /// The positions of the first findings of groups behind a position, in order: of those that stand so, with one rule and
  /// one remedy. A few at a time; none where there is none.
  func groups(_ status: Finding.Status, isUndecided: Bool, after position: Int) -> [Int]
  /// What people call a resource of those that were read last; `nil` where that is not known.
  func name(of resource: ResourceIdentity) -> String?
  /// Whether all that was read since the beginning is what was stored.
  ///
  /// - Throws: An error that says what could not be read.
  func check() throws
}

/// Which findings are gone through.
public enum FindingChoice: Sendable, Hashable {
  /// Those of a rule.
  case rule(String)
  /// Those that stand so.
  case status(Finding.Status)
  /// Those of the group whose first is at that position.
  case group(Int)
}

/// Findings of one choice, in the order of a report: a few at a time where they are stored.
public struct ChosenFindings: Sequence, Sendable {
  fileprivate let held: [Finding]
  fileprivate let stored: (any StoredFindings)?
  fileprivate let choice: FindingChoice

  /// Goes through them.
  public struct Iterator: IteratorProtocol {
    fileprivate var page: ArraySlice<Finding>
    fileprivate let stored: (any StoredFindings)?
    fileprivate let choice: FindingChoice
    fileprivate var last = -1

    /// The next of them.
    public mutating func next() -> Finding? {
      if page.isEmpty, let stored {
        let read = stored.findings(choice, after: last)
        (page, last) = (read.findings[...], read.last)
      }
      return page.popFirst()
    }
  }

  /// Begins anew.
  public func makeIterator() -> Iterator { Iterator(page: held[...], stored: stored, choice: choice) }
}

/// All findings of a report, wherever they are held.
public struct FindingList: RandomAccessCollection, Sendable {
  public let endIndex: Int
  private let held: [Finding]
  private let stored: (any StoredFindings)?

  init(_ report: AuditReport) {
    (held, stored) = (report.findings, report.stored)
    endIndex = stored?.summary.total ?? held.count
  }

  public var startIndex: Int { 0 }

  public subscript(position: Int) -> Finding { stored?.finding(at: position) ?? held[position] }

  /// How many there are of each kind.
  public var summary: FindingSummary { stored?.summary ?? FindingSummary(held) }

  /// Does something with those that stand so, group by group in the order of the first of each: a group has one rule and
  /// one remedy, and of its findings a few at a time are held.
  public func forEachGroup(
    _ status: Finding.Status, isUndecided: Bool, _ body: (ChosenFindings) throws -> Void
  ) rethrows {
    guard let stored else {
      var positions: [[String]: Int] = [:]
      var groups: [[Finding]] = []
      for finding in held where finding.status == status && finding.isUndecided == isUndecided {
        let key = [finding.rule, finding.remediation]
        if let position = positions[key] {
          groups[position].append(finding)
        } else {
          positions[key] = groups.count
          groups.append([finding])
        }
      }
      for (index, group) in groups.enumerated() {
        try body(ChosenFindings(held: group, stored: nil, choice: .group(index)))
      }
      return
    }
    var last = -1
    while true {
      let firsts = stored.groups(status, isUndecided: isUndecided, after: last)
      guard let end = firsts.last else { return }
      for first in firsts { try body(ChosenFindings(held: [], stored: stored, choice: .group(first))) }
      last = end
    }
  }

  /// Those that stand so.
  public func with(_ status: Finding.Status) -> [Finding] {
    stored?.findings(status, in: nil) ?? held.filter { $0.status == status }
  }

  /// Those that stand so, of which a few at a time are held.
  public func standing(_ status: Finding.Status) -> ChosenFindings {
    let held = stored == nil ? with(status) : []
    return ChosenFindings(held: held, stored: stored, choice: .status(status))
  }

  /// Does something with the findings of each of these rules, one rule after the other, of which a few at a time are held.
  public func forEachRule(_ rules: [String], _ body: (String, ChosenFindings) throws -> Void) rethrows {
    let byRule = stored == nil ? Dictionary(grouping: held, by: \.rule) : [:]
    for rule in rules {
      try body(rule, ChosenFindings(held: byRule[rule] ?? [], stored: stored, choice: .rule(rule)))
    }
  }

  /// Does something with those that stand so in each account, one after the other: those that are named, then others.
  public func forEachAccount(
    _ accounts: [String], with status: Finding.Status, _ body: (String, [Finding]) throws -> Void
  ) rethrows {
    let byAccount = stored == nil ? Dictionary(grouping: with(status), by: \.resource.account) : [:]
    let known = Set(summary.counts.keys.lazy.filter { $0.status == status }.map(\.account))
    for account in accounts.filter(known.contains) + known.subtracting(accounts).sorted() {
      try body(account, stored?.findings(status, in: account) ?? byAccount[account] ?? [])
    }
  }

  /// The first of each rule that is not among those that are known, in order.
  func first(ofRulesBeside known: Set<String>) -> [Finding] {
    if let stored { return stored.first(ofRulesBeside: known) }
    var known = known
    return held.filter { known.insert($0.rule).inserted }
  }
}

extension AuditReport {
  /// The first finding of each rule that was not evaluated, such as `baseline`, in order.
  public var findingsOfOtherRules: [Finding] { allFindings.first(ofRulesBeside: Set(rules.map(\.rule.id))) }
}
