import Estate
import Schema
import Foundation
import GRDB

/// What was found when: the runs that had a state, and the findings in their course.
///
/// A finding is gone only where a run says so that judged its rule on its resource, or has read that the resource is
/// gone; a run that looked at something else leaves it as it is.
public struct History: Sendable {
  /// An observation of the estate: what was found, and of what else it would have been.
  public struct Observation: Sendable {
    let findings: [SeenFinding]
    let settles: @Sendable (RecordedFinding) -> Bool

    /// An observation.
    ///
    /// - Parameters:
    ///   - findings: What was found.
    ///   - settles: Whether a finding of an earlier run would have been found again were it still there.
    public init(_ findings: [SeenFinding], settles: @escaping @Sendable (RecordedFinding) -> Bool) {
      self.findings = findings
      self.settles = settles
    }
  }

  let file: StateFile

  /// The history in a state.
  public init(in file: StateFile) { self.file = file }

  // MARK: Recording

  /// Records a run, whole or not at all.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - observations: What it saw, in order: a repair looks again at what it has touched.
  ///   - keepRuns: How many runs of the account are kept, with what they saw; `nil` for all.
  /// - Throws: ``StateError`` where it cannot be recorded.
  public func record(
    _ run: RecordedRun, _ observations: [Observation], keepRuns: Int? = nil
  ) throws(StateError) -> HistoryChanges {
    try file.write { database in
      let account = try run.account.insertedID(in: database)
      var changes = HistoryChanges()
      let before = try Row.fetchOne(
        database, sql: "SELECT finished_at FROM run WHERE account = ? ORDER BY id DESC LIMIT 1", arguments: [account])
      changes.isFirst = before == nil
      if let end = try before?.time("finished_at"), end > run.finishedAt { changes.laterRunBefore = end }
      let number = try insert(run, account, in: database)
      for observation in observations { try record(observation, of: run, number, account, &changes, in: database) }
      try count(changes, number, account, in: database)
      try add(untoldBefore: number, account, to: &changes, in: database)
      changes.runs = [number]
      if let keepRuns { try prune(account, keepRuns: keepRuns, in: database) }
      return changes
    }
  }

  private func record(
    _ observation: Observation, of run: RecordedRun, _ number: Int64, _ account: Int64, _ changes: inout HistoryChanges,
    in database: Database
  ) throws {
    let now = run.finishedAt.milliseconds
    var open = try Self.findings(in: database, where: "finding.account = ? AND gone_at IS NULL", [account])
    var seen: Set<SeenFinding.Identity> = []
    for finding in observation.findings where seen.insert(finding.identity).inserted {
      let known = open.removeValue(forKey: finding.identity)
      let event: RecordedEvent.Transition?
      let id: Int64
      if let known {
        id = known.id
        event = known.finding.seen.status == finding.status ? nil : finding.status == .waived ? .waived : .unwaived
        try update(id, finding, number, now, in: database)
      } else if let gone = try Self.id(of: finding.identity, account, in: database) {
        (id, event) = (gone, .returned)
        try update(id, finding, number, now, in: database)
        try database.execute(
          sql: "UPDATE finding SET gone_at = NULL, since = ?, returns = returns + 1 WHERE id = ?", arguments: [now, id])
      } else {
        (id, event) = (try insert(finding, number, now, account, in: database), .appeared)
      }
      guard let event else { continue }
      try note(event, of: id, number, in: database)
      if event != .waived, finding.status != .waived, let now = try Self.finding(id, in: database) {
        changes.add(now)
      }
    }
    for (id, finding) in open.values.sorted(by: { $0.id < $1.id }) where observation.settles(finding) {
      try database.execute(
        sql: "UPDATE finding SET gone_at = ?, last_run = ? WHERE id = ?", arguments: [now, number, id])
      try note(.gone, of: id, number, in: database)
      if let gone = try Self.finding(id, in: database) { changes.add(gone) }
    }
  }

  private func insert(_ run: RecordedRun, _ account: Int64, in database: Database) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO run
          (account, uuid, command, version, scope, started_at, finished_at, complete, resources, calls, taken)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        account, run.id, run.command, run.version, run.scope, run.startedAt.milliseconds, run.finishedAt.milliseconds,
        run.isComplete, run.resources, run.calls, run.taken,
      ])
    return database.lastInsertedRowID
  }

  private func insert(
    _ finding: SeenFinding, _ number: Int64, _ now: Int64, _ account: Int64, in database: Database
  ) throws -> Int64 {
    let resource = finding.resource
    try database.cachedStatement(
      sql: """
        INSERT INTO finding
          (account, fingerprint, unknown, rule, severity, status, type, resource, arn, owner, region, path, message,
          file, unread, first_seen, since, last_seen, last_run)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      account, finding.fingerprint, finding.isUnknown, finding.rule, finding.severity, finding.status.rawValue,
      resource.type.rawValue, resource.id, resource.arn, resource.account, resource.region, finding.path,
      finding.message, finding.file, finding.isUnread, now, now, now, number,
    ])
    return database.lastInsertedRowID
  }

  private func update(
    _ id: Int64, _ finding: SeenFinding, _ number: Int64, _ now: Int64, in database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        UPDATE finding
        SET severity = ?, status = ?, arn = ?, message = ?, file = ?, unread = ?, last_seen = ?, last_run = ?
        WHERE id = ?
        """
    ).execute(arguments: [
      finding.severity, finding.status.rawValue, finding.resource.arn, finding.message, finding.file, finding.isUnread,
      now,
      number, id,
    ])
  }

  private func note(_ event: RecordedEvent.Transition, of id: Int64, _ number: Int64, in database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO event (run, finding, kind) VALUES (?, ?, ?)")
      .execute(arguments: [number, id, event.rawValue])
    let told =
      switch event {
      case .appeared, .returned, .unwaived: "0"
      // Nobody misses what nobody was told of.
      case .gone: "NOT told"
      case .waived: "told"
      }
    try database.cachedStatement(sql: "UPDATE finding SET told = \(told) WHERE id = ?").execute(arguments: [id])
  }

  /// Adds what earlier runs have found, and ended before they could tell of it, where it is still so.
  private func add(
    untoldBefore number: Int64, _ account: Int64, to changes: inout HistoryChanges, in database: Database
  ) throws {
    let untold = try Row.fetchAll(
      database,
      sql: Self.selection + """
         WHERE finding.account = ?1 AND NOT told AND finding.id NOT IN (SELECT finding FROM event WHERE run = ?2)
          AND (gone_at IS NOT NULL OR last_run = ?2 AND status <> 'waived') ORDER BY finding.id
        """,
      arguments: [account, number]
    ).compactMap(Self.finding)
    for finding in untold { changes.add(finding) }
  }

  /// Notes that somebody was told of what a run has brought: no later run calls it new.
  ///
  /// - Throws: ``StateError`` where it cannot be written.
  public func noteTold(_ changes: HistoryChanges) throws(StateError) {
    if file.isReadOnly { return }
    try file.write { database in
      for number in changes.runs {
        try database.execute(
          sql: """
            UPDATE finding SET told = 1 WHERE NOT told AND account = (SELECT account FROM run WHERE id = ?1)
              AND (gone_at IS NOT NULL OR last_run = ?1)
            """,
          arguments: [number])
      }
    }
  }

  /// Counts what a run brought, and what is open after it.
  private func count(_ changes: HistoryChanges, _ number: Int64, _ account: Int64, in database: Database) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT status, severity, count(*) AS number FROM finding WHERE account = ? AND gone_at IS NULL GROUP BY 1, 2
        """,
      arguments: [account])
    var open: [String: Int] = [:]
    var (waived, unknown) = (0, 0)
    for row in rows {
      let number: Int = try row.value("number")
      switch SeenFinding.Status(rawValue: try row.value("status")) {
      case .fail: open[try row.value("severity"), default: 0] += number
      case .waived: waived += number
      case .unknown: unknown += number
      case nil: break
      }
    }
    let counts = Self.severities.map { open[$0, default: 0] }
    try database.execute(
      sql: """
        UPDATE run SET appeared = ?, gone = ?, critical = ?, high = ?, medium = ?, low = ?, info = ?, waived = ?,
          unknown = ?
        WHERE id = ?
        """,
      arguments: [changes.appeared.count, changes.gone.count]
        + StatementArguments(counts) + [waived, unknown, number])
  }

  /// Forgets runs, and what was gone before those that are kept. What is open stays, whoever found it.
  ///
  /// - Parameter keepRuns: How many runs of each account are kept.
  /// - Returns: How many runs and findings were forgotten.
  /// - Throws: ``StateError`` where it cannot be written.
  @discardableResult
  public func prune(keepRuns: Int) throws(StateError) -> (runs: Int, findings: Int) {
    try file.write { database in
      let accounts = try Int64.fetchAll(database, sql: "SELECT id FROM account")
      return try accounts.reduce(into: (0, 0)) { sum, account in
        let (runs, findings) = try prune(account, keepRuns: keepRuns, in: database)
        sum = (sum.0 + runs, sum.1 + findings)
      }
    }
  }

  /// Forgets what no run will find gone: all that is known of accounts, as of those that are closed, and what rules have
  /// found, as those that there are no more.
  ///
  /// - Returns: How many runs and findings were forgotten.
  /// - Throws: ``StateError`` where it cannot be written.
  public func forget(accounts: [String] = [], rules: [String] = []) throws(StateError) -> (runs: Int, findings: Int) {
    try file.write { database in
      func delete(_ rows: String, _ name: String) throws -> Int {
        try database.execute(sql: "DELETE FROM \(rows)", arguments: [name])
        return database.changesCount
      }
      var (runs, findings) = (0, 0)
      for account in accounts {
        let isOfIt = "account IN (SELECT id FROM account WHERE account = ?)"
        runs += try delete("run WHERE \(isOfIt)", account)
        findings += try delete("finding WHERE \(isOfIt)", account)
        // What was read of it goes with it.
        _ = try delete("account WHERE account = ?", account)
      }
      for rule in rules { findings += try delete("finding WHERE rule = ?", rule) }
      return (runs, findings)
    }
  }

  @discardableResult
  private func prune(
    _ account: Int64, keepRuns: Int, in database: Database
  ) throws -> (runs: Int, findings: Int) {
    guard let oldest = try oldestRun(of: account, keeping: max(keepRuns, 1), in: database) else { return (0, 0) }
    try database.execute(
      sql: "DELETE FROM finding WHERE account = ? AND gone_at IS NOT NULL AND last_run < ?",
      arguments: [account, oldest])
    let findings = database.changesCount
    try database.execute(sql: "DELETE FROM run WHERE account = ? AND id < ?", arguments: [account, oldest])
    return (database.changesCount, findings)
  }

  /// The oldest of the runs that are kept; `nil` where there are no more than these. The shards of one audit, which follow
  /// each other once their states are merged, count as one run.
  private func oldestRun(of account: Int64, keeping count: Int, in database: Database) throws -> Int64? {
    var (audits, shards, oldest): (Int, Set<String>, Int64?) = (0, [], nil)
    let runs = try Row.fetchCursor(
      database, sql: "SELECT id, scope FROM run WHERE account = ? ORDER BY id DESC", arguments: [account])
    while let run = try runs.next() {
      let scope: String = try run.value("scope")
      let isShard = scope.contains(Self.shardMark)
      let isOfSame = isShard && !shards.contains(scope) && shards.first.map { Self.areOfOneAudit($0, scope) } == true
      if !isOfSame { (audits, shards) = (audits + 1, []) }
      if audits > count { return oldest }
      if isShard { shards.insert(scope) }
      oldest = try run.value("id")
    }
    return nil
  }

  private static let shardMark = "--shard "

  /// Whether two runs may be shards of one audit: they differ in the shard's number alone.
  private static func areOfOneAudit(_ one: String, _ other: String) -> Bool {
    func audit(_ scope: String) -> [String] {
      let parts = scope.components(separatedBy: shardMark)
      return [parts.dropLast().joined(separator: shardMark), parts.last?.components(separatedBy: "/").last ?? ""]
    }
    return audit(one) == audit(other)
  }

  // MARK: Reading

  /// What was ever found in an account.
  ///
  /// - Throws: ``StateError`` where it cannot be read.
  public func known(in account: StateAccount) throws(StateError) -> [SeenFinding.Identity: RecordedFinding] {
    try file.read { database in
      guard let id = try account.id(in: database) else { return [:] }
      return try Self.findings(in: database, where: "finding.account = ?", [id]).mapValues(\.finding)
    }
  }

  /// All findings, those that came last first.
  ///
  /// - Throws: ``StateError`` where they cannot be read.
  public func findings() throws(StateError) -> [RecordedFinding] {
    try file.read { database in
      try Row.fetchAll(database, sql: Self.selection + " ORDER BY finding.since DESC, finding.id")
        .compactMap(Self.finding)
    }
  }

  /// The runs, newest first.
  ///
  /// - Throws: ``StateError`` where they cannot be read.
  public func runs(of account: StateAccount? = nil, limit: Int = .max) throws(StateError) -> [RecordedRun] {
    try file.read { database in
      let id = try account.map { try $0.id(in: database) ?? -1 }
      return try Row.fetchAll(
        database, sql: Self.runs + " WHERE ?1 IS NULL OR run.account = ?1 ORDER BY run.id DESC LIMIT ?2",
        arguments: [id, limit]
      ).map(Self.run)
    }
  }

  /// What accounts cost, by number: how many calls the last check of each took, those that the state spared it included,
  /// since otherwise an account would be cheap only for having been read before.
  ///
  /// - Throws: ``StateError`` where it cannot be read.
  public func costs() throws(StateError) -> [String: Int] {
    try file.read { database in
      // Of the row with the maximum, which SQLite promises: https://www.sqlite.org/lang_select.html#bareagg
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT account.account AS number, run.calls AS calls, run.taken AS taken, max(run.finished_at)
          FROM run JOIN account ON account.id = run.account
          WHERE run.command = 'check' AND run.calls > 0 GROUP BY account.account
          """)
      return Dictionary(
        try rows.map { row in
          let (calls, taken): (Int, Int) = (try row.value("calls"), try row.value("taken"))
          let (cost, isTooMuch) = calls.addingReportingOverflow(taken)
          return (try row.value("number"), isTooMuch ? .max : cost)
        }
      ) { first, _ in first }
    }
  }

  /// What happened to a finding, oldest first, as far as the runs are kept.
  ///
  /// - Throws: ``StateError`` where it cannot be read.
  public func events(of finding: RecordedFinding) throws(StateError) -> [RecordedEvent] {
    try file.read { database in
      guard let account = try finding.account.id(in: database),
        let id = try Self.id(of: finding.seen.identity, account, in: database)
      else { return [] }
      return try Row.fetchAll(
        database,
        sql: Self.runs.replacing("FROM run", with: ", event.kind FROM run JOIN event ON event.run = run.id")
          + " WHERE event.finding = ? ORDER BY event.id", arguments: [id]
      ).compactMap { row in
        try RecordedEvent.Transition(rawValue: row.value("kind")).map {
          RecordedEvent(transition: $0, run: try Self.run(row))
        }
      }
    }
  }

  // MARK: Rows

  /// From the worst to the least, as the columns of `run` are named.
  private static let severities = ["critical", "high", "medium", "low", "info"]

  private static let selection = """
    SELECT finding.*, account.partition AS p, account.account AS a, account.endpoint AS e
    FROM finding JOIN account ON account.id = finding.account
    """

  private static let runs = """
    SELECT run.*, account.partition AS p, account.account AS a, account.endpoint AS e
    FROM run JOIN account ON account.id = run.account
    """

  static func id(
    of identity: SeenFinding.Identity, _ account: Int64, in database: Database
  ) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM finding WHERE account = ? AND fingerprint = ? AND unknown = ?"),
      arguments: [account, identity.fingerprint, identity.isUnknown])
  }

  private static func findings(
    in database: Database, where condition: String, _ arguments: StatementArguments
  ) throws -> [SeenFinding.Identity: (id: Int64, finding: RecordedFinding)] {
    var findings: [SeenFinding.Identity: (id: Int64, finding: RecordedFinding)] = [:]
    let rows = try Row.fetchCursor(database, sql: "\(selection) WHERE \(condition)", arguments: arguments)
    while let row = try rows.next() {
      if let finding = try finding(row) { findings[finding.seen.identity] = (try row.value("id"), finding) }
    }
    return findings
  }

  private static func finding(_ id: Int64, in database: Database) throws -> RecordedFinding? {
    try Row.fetchOne(database.cachedStatement(sql: "\(selection) WHERE finding.id = ?"), arguments: [id])
      .flatMap(finding)
  }

  /// The finding in a row; `nil` where it is on a kind of resource that only a newer audit knows.
  private static func finding(_ row: Row) throws -> RecordedFinding? {
    guard let type = ResourceType(rawValue: try row.value("type")),
      let status = SeenFinding.Status(rawValue: try row.value("status"))
    else { return nil }
    let resource = try ResourceReference(
      type: type, id: row.value("resource"), arn: row.value("arn"), account: row.value("owner"),
      region: row.value("region"))
    return try RecordedFinding(
      seen: SeenFinding(
        fingerprint: row.value("fingerprint"), rule: row.value("rule"), severity: row.value("severity"), status: status,
        isUnknown: row.value("unknown"), isUnread: row.hasColumn("unread") ? row.value("unread") : false,
        resource: resource, path: row.value("path"), message: row.value("message"), file: row.value("file")),
      account: account(row), firstSeen: row.time("first_seen"), since: row.time("since"),
      lastSeen: row.time("last_seen"),
      goneAt: (row.value("gone_at") as Int64?) == nil ? nil : row.time("gone_at"), returns: row.value("returns"),
      isTold: row.hasColumn("told") ? row.value("told") : true)
  }

  private static func run(_ row: Row) throws -> RecordedRun {
    var run = try RecordedRun(
      id: row.value("uuid"), account: account(row), command: row.value("command"), version: row.value("version"),
      scope: row.value("scope"),
      startedAt: row.time("started_at"), finishedAt: row.time("finished_at"),
      isComplete: row.value("complete"), resources: row.value("resources"), calls: row.value("calls"),
      taken: row.value("taken"))
    run.number = try row.value("id")
    run.counts.appeared = try row.value("appeared")
    run.counts.gone = try row.value("gone")
    run.counts.open = try Dictionary(uniqueKeysWithValues: severities.map { ($0, try row.value($0)) })
    run.counts.waived = try row.value("waived")
    run.counts.unknown = try row.value("unknown")
    return run
  }

  private static func account(_ row: Row) throws -> StateAccount {
    try StateAccount(partition: row.value("p"), account: row.value("a"), endpoint: row.value("e"))
  }
}

extension Date {
  /// The time of so many milliseconds since 1970.
  ///
  /// - Throws: ``DamagedTime`` where that is not in the years 0 to 9999: no text could name it.
  init(milliseconds: Int64) throws(DamagedTime) {
    guard (-62_167_219_200_000..<253_402_300_800_000).contains(milliseconds) else { throw DamagedTime() }
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  /// Milliseconds since 1970.
  var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }
}

extension Row {
  /// The value of a column. Unlike GRDB's subscripts, which end the process, it throws where a damaged file has another
  /// column or another kind of value.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws -> Value {
    try decode(forColumn: column)
  }

  /// A time in a column, in milliseconds since 1970.
  ///
  /// - Throws: ``DamagedTime`` where it can be none.
  func time(_ column: String) throws -> Date {
    let milliseconds: Int64 = try value(column)
    return try Date(milliseconds: milliseconds)
  }
}

/// A time that no run can have had.
struct DamagedTime: Error {}
