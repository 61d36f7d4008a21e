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
    var tally = FindingTally()
    /// The first of each rule that was not evaluated.
    var others: [String: Finding] = [:]
    /// What was read last, and from which position on.
    var page: [Finding] = []
    var start = 0
    var names: [ResourceKey: String] = [:]
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
              id INTEGER PRIMARY KEY, key BLOB NOT NULL, rule TEXT NOT NULL, status TEXT NOT NULL, account TEXT NOT NULL,
              body BLOB NOT NULL
            ) STRICT;
            CREATE TABLE place (
              position INTEGER PRIMARY KEY, finding INTEGER NOT NULL, rule TEXT NOT NULL, status TEXT NOT NULL
            ) STRICT;
            """)
      }
    } catch {
      throw FindingSpoolError(error)
    }
  }

  /// Takes the findings of a report, which then has none, nor the names of resources that only they are about.
  public func take(_ report: inout AuditReport) throws(FindingSpoolError) {
    let findings = report.findings
    do {
      try queue.write { database in
        let statement = try database.makeStatement(
          sql: "INSERT INTO finding (key, rule, status, account, body) VALUES (?, ?, ?, ?, ?)")
        for finding in findings {
          let body = JSONWriter().bytes(JSONReport.finding(finding, in: report, rules[finding.rule]))
          try statement.execute(arguments: [
            Data(finding.orderKey), finding.rule, finding.status.rawValue, finding.resource.account, Data(body),
          ])
        }
      }
    } catch {
      throw FindingSpoolError(error)
    }
    memory.withLock { memory in
      for finding in findings {
        memory.tally.add(finding)
        guard rules[finding.rule] == nil else { continue }
        let first = memory.others[finding.rule]
        if first.map({ Finding.worstFirst(finding, $0) }) ?? true { memory.others[finding.rule] = finding }
      }
    }
    let failed = Set(report.failures.map(\.resource.key))
    report.names = report.names.filter { failed.contains($0.key) }
    report.findings = []
  }

  /// Puts them into order, once all are there.
  public func sort() throws(FindingSpoolError) {
    do {
      try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO place (finding, rule, status) SELECT id, rule, status FROM finding ORDER BY key, id;
            CREATE INDEX place_rule ON place (rule);
            CREATE INDEX place_status ON place (status);
            CREATE INDEX finding_kind ON finding (status, account);
            """)
      }
    } catch {
      throw FindingSpoolError(error)
    }
  }

  // MARK: Reading

  public var tally: FindingTally { memory.withLock { $0.tally } }

  public var ofOtherRules: [Finding] { memory.withLock { $0.others.values.sorted(by: Finding.worstFirst) } }

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
      let condition = account == nil ? "" : "AND account = ?"
      return read(
        " FROM finding WHERE status = ? \(condition) ORDER BY key, id",
        StatementArguments([status.rawValue] + (account.map { [$0] } ?? [])), &memory)
    }
  }

  public func findings(_ choice: FindingChoice, after position: Int) -> (findings: [Finding], last: Int) {
    let (column, value) =
      switch choice {
      case .rule(let rule): ("rule", rule)
      case .status(let status): ("status", status.rawValue)
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

  public func name(of resource: ResourceKey) -> String? { memory.withLock { $0.names[resource] } }

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
          let finding = try reader.finding(body, rules[body["rule"].string ?? ""])
          if let name = body["resource"]["name"].string, name != finding.resource.id {
            memory.names[finding.resource.key] = name
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
