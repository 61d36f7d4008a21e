import Auditing
import Documents
import Estate
import Foundation

/// Of which audits reports are, and which of them count.
extension ReportMerge {
  /// An audit of which there may be many reports.
  private enum Audit: Hashable {
    /// One that is in one report: that of this run.
    case whole(run: String)
    /// One of an account, whose resources are spread over shards.
    case account(String)
    /// One of many accounts, which are spread over shards.
    case accounts

    init(_ run: AuditReport.Run) {
      if run.shard == nil {
        self = .whole(run: run.id)
      } else if run.accountList.isEmpty, run.accounts.count < 2 {
        self = .account(run.accounts.first ?? "")
      } else {
        self = .accounts
      }
    }

    /// The account that shards share.
    var account: String { if case .account(let account) = self { account } else { "" } }
  }

  /// What there is one report of: an audit, or a shard of it.
  private struct Subject: Hashable {
    let audit: Audit
    let shard: Shard?

    init(of run: AuditReport.Run) { (audit, shard) = (Audit(run), run.shard) }
  }

  /// The shards that count, by the audit that they are of, in the order of the accounts.
  private var sharded: [(audit: Audit, parts: [Part])] {
    let shards = counted.filter { $0.report.run.shard != nil }
    return Dictionary(grouping: shards) { Audit($0.report.run) }
      .map { (audit: $0.key, parts: $0.value) }.sorted { $0.audit.account < $1.audit.account }
  }

  /// The reports that count, by shard: of one run, or of one shard of an audit, only the newest; and none of an audit
  /// that a newer one repeats, which was asked the same of all its accounts.
  var counted: [Part] {
    var seen: Set<Subject> = []
    let newest = parts.sorted(by: Part.isNewer).filter { seen.insert(Subject(of: $0.report.run)).inserted }
    var repeats = Repeats(newest)
    return newest.filter { !repeats.contains($0) }.sorted { left, right in
      let (first, second) = (left.report.run.shard?.index, right.report.run.shard?.index)
      return first == second ? left.position < right.position : (first ?? -1) < (second ?? -1)
    }
  }

  /// The audits that newer ones repeat.
  private struct Repeats {
    /// An account that was asked something.
    private struct Question: Hashable {
      let asked: String
      let account: String
    }

    private let accounts: [Audit: Set<String>]
    private let asked: [Audit: String]
    private var isRepeated: [Audit: Bool] = [:]
    /// The audits that count and asked that.
    private var answers: [Question: [Audit]] = [:]

    init(_ parts: [Part]) {
      let runs = Dictionary(grouping: parts.map(\.report.run), by: Audit.init)
      accounts = runs.mapValues { Set($0.flatMap(\.accounts)) }
      asked = runs.compactMapValues { runs in
        let asked = Set(runs.map(\.asked))
        // What tells only what is new takes the place of nothing that was told before.
        guard let first = asked.first, asked.count == 1, !first.isEmpty, !first.hasPrefix(AuditReport.Run.newOnly)
        else {
          return nil
        }
        return first
      }
    }

    /// Whether a part is of an audit that those of the parts before it repeat, which are newer.
    mutating func contains(_ part: Part) -> Bool {
      let audit = Audit(part.report.run)
      if let isRepeated = isRepeated[audit] { return isRepeated }
      guard let asked = asked[audit], let accounts = accounts[audit], let first = accounts.first else { return false }
      let newer = answers[Question(asked: asked, account: first)] ?? []
      let isRepeated = newer.contains { self.accounts[$0]?.isSuperset(of: accounts) == true }
      self.isRepeated[audit] = isRepeated
      if !isRepeated {
        for account in accounts { answers[Question(asked: asked, account: account), default: []].append(audit) }
      }
      return isRepeated
    }
  }

  // MARK: What does not belong together

  /// Why these reports make no whole: the shards of one audit were asked different things, so that some of what one asks
  /// is in none of them, or divided the work in different ways, so that some may be in two of them and some in none.
  /// `nil` where they do.
  public var conflict: String? {
    for (_, shards) in sharded {
      let conflict =
        Self.conflict(
          shards, by: { [$0.asked, $0.accountList] },
          "These shards are of different audits: they had other rules, another configuration, other baselines, --only, --skip, "
            + "--resource, --new-only, or another list of accounts.",
          { run in
            let list = run.accountList.isEmpty ? "" : " of the accounts \(run.accountList.prefix(8))"
            return run.asked.isEmpty ? "not said what" : "asked for \(run.asked.prefix(8))\(list)"
          },
          "Run those again that differ, with the same files and options, and merge again.")
        ?? Self.conflict(
          shards, by: { [$0.spread, "\($0.shard?.count ?? 0)"] },
          "These shards divided the work in different ways, so that some of it may be in two of them and some in none.",
          { run in "by \(run.spread.isEmpty ? "the hash of their numbers" : "cost, \(run.spread.prefix(8))")" },
          "Run those again that differ, as one of as many shards, with the same list of accounts and copies of one state, or "
            + "leave out those of before; and merge again.")
      if let conflict { return conflict }
    }
    return nil
  }

  private static func conflict(
    _ shards: [Part], by way: (AuditReport.Run) -> [String], _ what: String, _ words: (AuditReport.Run) -> String,
    _ next: String
  ) -> String? {
    let ways = Dictionary(grouping: shards) { way($0.report.run) }
    guard ways.count > 1 else { return nil }
    let lines = ways.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { _, parts in
      let names = parts.map { "\($0.name) (\($0.report.run.shard?.description ?? ""))" }.joined(separator: ", ")
      return parts.first.map { "\(words($0.report.run)): \(names)" }
    }
    return ([what] + lines + [next]).joined(separator: "\n")
  }

  // MARK: What is missing

  /// How long before another one a shard may have ended: longer is no queue.
  private static let span: TimeInterval = 6 * 3600

  /// Warnings of shards that ended long before others began: a shard that could not begin leaves the report of the audit
  /// before in its place.
  var staleness: [AuditReport.Warning] {
    sharded.flatMap { _, parts -> [AuditReport.Warning] in
      guard let newest = parts.max(by: { $0.report.run.startedAt < $1.report.run.startedAt })?.report.run else {
        return []
      }
      return parts.filter { newest.startedAt.timeIntervalSince($0.report.run.finishedAt) > Self.span }.map { part in
        let (shard, begun) = (part.report.run.shard?.description ?? "", newest.shard?.description ?? "")
        return AuditReport.Warning(
          message: "Shard \(shard) had ended at \(Timestamp.rfc3339(part.report.run.finishedAt)), long before shard "
            + "\(begun) began at \(Timestamp.rfc3339(newest.startedAt)). Where it is of an earlier audit, run it again.",
          source: SourceMark(file: part.name, line: 1))
      }
    }
  }

  /// The shards that are missing or incomplete, by name.
  func gaps(rules: [String]) -> [AuditReport.Failure] {
    let audits = sharded
    return audits.flatMap { audit, parts in
      let counts = Set(parts.compactMap { $0.report.run.shard?.count }).sorted()
      let owner = audits.count > 1 && !audit.account.isEmpty ? " of account \(audit.account)" : ""
      return counts.flatMap { count in
        var failures: [AuditReport.Failure] = []
        let known = Dictionary(
          parts.compactMap { part in part.report.run.shard.map { ($0, part) } }.filter { $0.0.count == count }
        ) { first, _ in first }
        var missing: [Shard] = []
        for shard in (0..<count).compactMap({ Shard($0, of: count) }) {
          guard let part = known[shard] else {
            missing.append(shard)
            continue
          }
          failures += Self.failure(missing, owner, of: audit.account, unjudged: rules)
          missing = []
          if part.isComplete { continue }
          failures.append(
            Self.failure(
              "ShardIncomplete",
              "Shard \(shard)\(owner) is incomplete: \(part.name) says that not all could be read or judged.",
              advice: "See its errors, run it again with --shard \(shard), and merge again.", of: audit.account))
        }
        return failures + Self.failure(missing, owner, of: audit.account, unjudged: rules)
      }
    }
  }

  /// That shards which follow each other are missing; none where there are none.
  private static func failure(
    _ shards: [Shard], _ owner: String, of account: String, unjudged rules: [String]
  ) -> [AuditReport.Failure] {
    guard let first = shards.first, let last = shards.last else { return [] }
    if first == last {
      return [
        failure(
          "ShardMissing", "Shard \(first)\(owner) is missing: none of the reports is of it.",
          advice: "Run it again with --shard \(first), and merge again.", of: account, unjudged: rules)
      ]
    }
    return [
      failure(
        "ShardMissing", "Shards \(first) to \(last)\(owner) are missing: none of the reports is of them.",
        advice: "Run each of them again with --shard, and merge again.", of: account, unjudged: rules)
    ]
  }
}

extension ReportMerge.Part {
  /// Whether one of two is the newer; of reports of the same moment a part is newer than what was merged of it.
  fileprivate static func isNewer(_ left: Self, _ right: Self) -> Bool {
    let (first, second) = (left.report.run, right.report.run)
    if first.age != second.age { return first.age > second.age }
    if (first.shard == nil) != (second.shard == nil) { return second.shard == nil }
    return left.position > right.position
  }
}

extension AuditReport.Run {
  /// When what it judged had been read, and when that was judged: the greater, the newer.
  var age: Age { Age(read: snapshot ?? finishedAt, judged: finishedAt) }

  /// How new a report is.
  struct Age: Comparable {
    let read: Date
    let judged: Date

    static func < (left: Age, right: Age) -> Bool { (left.read, left.judged) < (right.read, right.judged) }
  }
}
