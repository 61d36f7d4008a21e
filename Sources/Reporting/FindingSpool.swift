import Auditing
import Documents
import Estate
import Foundation
import GRDB
import Schema
import Synchronization

/// Why findings could not be put aside, or not be got again.
public struct FindingSpoolError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened and what to do, in a sentence or two.
  public let description: String

  init(_ error: any Error) {
    let reason = (error as? DatabaseError)?.message ?? "\(error)"
    description =
      "Findings are put aside in a temporary file, which failed: \(reason). TMPDIR says in which folder; it needs room for "
      + "about a kilobyte for each finding."
  }
}

/// Findings of many accounts, put aside as they come and got again in the order of a report, so that memory does not grow
/// with them.
///
/// They lie in a database that has no name: SQLite makes it in the folder for temporary files, where only its owner may
/// open it, takes its name away at once, so that it is gone with the process however that ends, and keeps it in memory
/// while it is small. Of a finding it holds what the JSON report says. <https://www.sqlite.org/inmemorydb.html>
public final class FindingSpool: StoredFindings {
  /// How many are read at once.
  private static let batch = 128

  private struct Memory {
    var summary = FindingSummary()
    /// What was read last, and from which position on.
    var page: [Finding] = []
    var start = 0
    var names: [ResourceIdentity: String] = [:]
    var failure: FindingSpoolError?
  }

  private let queue: DatabaseQueue
  private let reader: JSONReportReader
  private let rules: [String: Rule]
  private let memory = Mutex(Memory())

  /// Nothing yet.
  ///
  /// - Parameters:
  ///   - rules: The rules that are evaluated, whose words are not repeated.
  ///   - pages: How many pages of 4 KiB there may be, for tests.
  public init(rules: [Rule], limit pages: Int? = nil) throws(FindingSpoolError) {
    self.rules = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
    reader = JSONReportReader(knowing: rules)
    do {
      var configuration = GRDB.Configuration()
      configuration.label = "findings"
      configuration.prepareDatabase { database in
        // What fails is not gone on with, so nothing has to be undone.
        try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE")
        if let pages { try database.execute(sql: "PRAGMA max_page_count = \(pages)") }
      }
      queue = try DatabaseQueue(path: "", configuration: configuration)
      try queue.write { database in
        try database.execute(
          sql: """
            CREATE TABLE finding (
              id INTEGER PRIMARY KEY, part INTEGER NOT NULL, key BLOB NOT NULL, fingerprint TEXT NOT NULL,
              rule TEXT NOT NULL, severity TEXT NOT NULL, status TEXT NOT NULL, undecided INTEGER NOT NULL,
              account TEXT NOT NULL, remediation TEXT, body BLOB NOT NULL
            ) STRICT;
            CREATE TABLE part (id INTEGER PRIMARY KEY, rank INTEGER NOT NULL) STRICT;
            """)
      }
    } catch {
      throw FindingSpoolError(error)
    }
  }

  /// Takes the findings of a report, which then has none, nor the names of resources that only they are about.
  ///
  /// - Parameter part: The number of the report.
  public func take(_ report: inout AuditReport, as part: Int) throws(FindingSpoolError) {
    let findings = report.findings
    do {
      try queue.write { database in
        let statement = try database.makeStatement(
          sql: """
            INSERT INTO finding
            (part, key, fingerprint, rule, severity, status, undecided, account, remediation, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for finding in findings {
          let rule = rules[finding.rule]
          let remedy = finding.remediation == rule?.remediation.recommendation ? nil : finding.remediation
          try statement.execute(arguments: [
            part, Data(finding.orderKey), finding.fingerprint, finding.rule, finding.severity.rawValue,
            finding.status.rawValue, finding.isUndecided, finding.resource.account, remedy,
            Data(JSONWriter().bytes(body(of: finding, in: report, rule))),
          ])
        }
      }
    } catch {
      throw FindingSpoolError(error)
    }
    let failed = Set(report.failures.map(\.resource.identity))
    report.names = report.names.filter { failed.contains($0.key) }
    report.findings = []
  }

  /// Puts into order those that count, once all are there: of reports that know of one finding only the newest.
  ///
  /// - Parameter parts: The numbers of the reports that count, the newest first.
  public func sort(newestFirst parts: [Int]) throws(FindingSpoolError) {
    do {
      let summary = try queue.write { database in
        try database.execute(sql: "DELETE FROM part; DROP TABLE IF EXISTS place")
        let ranking = try database.makeStatement(sql: "INSERT INTO part (id, rank) VALUES (?, ?)")
        for (rank, part) in parts.enumerated() { try ranking.execute(arguments: [part, rank]) }
        try database.execute(sql: Self.sorting)
        return try Self.summary(database)
      }
      memory.withLock { $0 = Memory(summary: summary) }
    } catch {
      throw FindingSpoolError(error)
    }
  }

  /// Gives each finding that counts its position, and that of the first of its group.
  private static let sorting = """
    CREATE TABLE place (
      position INTEGER PRIMARY KEY, finding INTEGER NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL,
      status TEXT NOT NULL, undecided INTEGER NOT NULL, account TEXT NOT NULL, first INTEGER NOT NULL
    ) STRICT;
    WITH
      known AS (
        SELECT *, MIN(rank) OVER (PARTITION BY fingerprint) AS newest,
          ROW_NUMBER() OVER (PARTITION BY part, fingerprint, status ORDER BY id) AS copy
        FROM (
          SELECT finding.id, part, key, fingerprint, rule, severity, status, undecided, account, remediation, rank
          FROM finding JOIN part ON part.id = finding.part)),
      ordered AS (
        SELECT *, ROW_NUMBER() OVER (ORDER BY key, rank, id) AS position
        FROM known WHERE rank = newest AND copy = 1)
    INSERT INTO place (position, finding, rule, severity, status, undecided, account, first)
    SELECT position, id, rule, severity, status, undecided, account,
      MIN(position) OVER (PARTITION BY status, undecided, rule, remediation)
    FROM ordered;
    CREATE INDEX place_rule ON place (rule);
    CREATE INDEX place_status ON place (status);
    CREATE INDEX place_account ON place (account, status);
    CREATE INDEX place_first ON place (first);
    """

  private static func summary(_ database: Database) throws -> FindingSummary {
    var byRule: [String: [Finding.Status: Int]] = [:]
    var counts: [(key: FindingSummary.Group, value: Int)] = []
    let rows = try GRDB.Row.fetchCursor(
      database,
      sql: "SELECT rule, account, severity, status, undecided, COUNT(*) FROM place GROUP BY 1, 2, 3, 4, 5")
    while let row = try rows.next() {
      guard let severity = Severity(rawValue: try row.decode(String.self, atIndex: 2)),
        let status = Finding.Status(rawValue: try row.decode(String.self, atIndex: 3))
      else { continue }
      let count = try row.decode(Int.self, atIndex: 5)
      let kind = FindingSummary.Group(
        account: try row.decode(String.self, atIndex: 1), severity: severity, status: status,
        isUndecided: try row.decode(Bool.self, atIndex: 4))
      counts.append((kind, count))
      byRule[try row.decode(String.self, atIndex: 0), default: [:]][status, default: 0] += count
    }
    return FindingSummary(counting: counts, byRule: byRule)
  }

  /// A finding as the JSON report has it, with the file of its waiver, which that does not say.
  private func body(of finding: Finding, in report: AuditReport, _ rule: Rule?) -> JSONValue {
    let body = JSONReport.finding(finding, in: report, rule)
    guard let source = finding.waiver?.source, let members = body.object else { return body }
    return .object(members.merging([Self.waiverFile: .string(source.file)]))
  }

  private static let waiverFile = "waiverFile"

  // MARK: Reading

  public var summary: FindingSummary { memory.withLock { $0.summary } }

  public func first(ofRulesBeside known: Set<String>) -> [Finding] {
    memory.withLock { memory in
      (memory.page, memory.names) = ([], [:])
      return read(
        """
         FROM place JOIN finding ON finding.id = place.finding
        WHERE position IN (SELECT MIN(position) FROM place GROUP BY rule) ORDER BY position
        """, [], &memory
      ).filter { !known.contains($0.rule) }
    }
  }

  public func groups(_ status: Finding.Status, isUndecided: Bool, after position: Int) -> [Int] {
    memory.withLock { memory in
      do {
        return try queue.read { database in
          try Int.fetchAll(
            database,
            sql: """
              SELECT position FROM place WHERE status = ? AND undecided = ? AND first = position AND position > ?
              ORDER BY position LIMIT \(Self.batch)
              """, arguments: [status.rawValue, isUndecided, position])
        }
      } catch {
        memory.failure = memory.failure ?? FindingSpoolError(error)
        return []
      }
    }
  }

  public func finding(at position: Int) -> Finding {
    memory.withLock { memory in
      if !(memory.start..<memory.start + memory.page.count).contains(position) {
        memory.start = position
        memory.names = [:]
        memory.page = read(
          " FROM place JOIN finding ON finding.id = place.finding WHERE position BETWEEN ? AND ? ORDER BY position",
          [position + 1, position + Self.batch], &memory)
      }
      // After a failure, which whoever has written all of the report asks about.
      return memory.page.isEmpty ? Self.missing : memory.page[position - memory.start]
    }
  }

  public func findings(_ status: Finding.Status, in account: String?) -> [Finding] {
    memory.withLock { memory in
      memory.page = []
      // Who holds those of all accounts holds their names as well.
      if account != nil { memory.names = [:] }
      let condition = account == nil ? "" : "AND place.account = ?"
      return read(
        " FROM place JOIN finding ON finding.id = place.finding WHERE place.status = ? \(condition) ORDER BY position",
        StatementArguments([status.rawValue] + (account.map { [$0] } ?? [])), &memory)
    }
  }

  public func findings(_ choice: FindingChoice, after position: Int) -> (findings: [Finding], last: Int) {
    let (column, value): (String, any DatabaseValueConvertible) =
      switch choice {
      case .rule(let rule): ("rule", rule)
      case .status(let status): ("status", status.rawValue)
      case .group(let first): ("first", first)
      }
    return memory.withLock { memory in
      (memory.page, memory.names) = ([], [:])
      var last = position
      let found = read(
        """
        , place.position FROM place JOIN finding ON finding.id = place.finding
        WHERE place.\(column) = ? AND position > ? ORDER BY position LIMIT \(Self.batch)
        """, [value, position], &memory
      ) { last = try $0.decode(Int.self, atIndex: 1) }
      return (found, last)
    }
  }

  public func name(of resource: ResourceIdentity) -> String? { memory.withLock { $0.names[resource] } }

  public func check() throws { try memory.withLock { memory in if let failure = memory.failure { throw failure } } }

  private func read(
    _ source: String, _ arguments: StatementArguments, _ memory: inout Memory,
    _ visit: (GRDB.Row) throws -> Void = { _ in }
  ) -> [Finding] {
    do {
      return try queue.read { database in
        var found: [Finding] = []
        let rows = try GRDB.Row.fetchCursor(
          database, SQLRequest(sql: "SELECT body\(source)", arguments: arguments, cached: true))
        while let row = try rows.next() {
          let body = try JSONReader.read(Array(row.decode(Data.self, atIndex: 0)))
          var finding = try reader.finding(body, rules[body["rule"].string ?? ""])
          if let file = body[Self.waiverFile].string, let waiver = finding.waiver {
            finding.waiver = Finding.Waiver(
              reason: waiver.reason, expires: waiver.expires, source: SourceMark(file: file, line: 0))
          }
          if let name = body["resource"]["name"].string, name != finding.resource.id {
            memory.names[finding.resource.identity] = name
          }
          found.append(finding)
          try visit(row)
        }
        return found
      }
    } catch {
      memory.failure = memory.failure ?? FindingSpoolError(error)
      return []
    }
  }

  private static let missing = Finding(
    fingerprint: "", rule: "", title: "", severity: .info, status: .unknown,
    resource: ResourceReference(type: .distribution, id: ""), place: DocumentPath(), expected: .null, actual: .null,
    message: "", why: "", remediation: "", repair: .none, source: SourceMark(file: "", line: 0))
}
