import Foundation
import GRDB

/// What lies in a state.
public struct StateInfo: Sendable, Hashable {
  /// What it holds of one account.
  public struct Account: Sendable, Hashable {
    /// The account.
    public let account: StateAccount
    /// How many parts of resources are known, by kind of resource.
    public let parts: [String: Int]
    /// How many bytes they take.
    public let bytes: Int
    /// When the oldest and the newest of them were read, by the services' clocks.
    public let read: ClosedRange<Date>?
    /// How many runs are recorded.
    public let runs: Int
    /// How many findings are not known to be gone.
    public let open: Int
    /// How many are gone.
    public let gone: Int
  }

  /// The file.
  public let path: String
  /// Its bytes.
  public let size: Int
  /// Its accounts, by their numbers.
  public let accounts: [Account]
}

extension StateFile {
  /// What lies in it.
  ///
  /// - Throws: ``StateError`` where it cannot be read.
  public func info() throws(StateError) -> StateInfo {
    try read { database in
      let accounts = try Row.fetchAll(database, sql: "SELECT * FROM account ORDER BY account, partition, endpoint")
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      return StateInfo(
        path: path, size: pages * pageSize, accounts: try accounts.map { try Self.info(of: $0, in: database) })
    }
  }

  private static func info(of account: Row, in database: Database) throws -> StateInfo.Account {
    let id: Int64 = try account.value("id")
    let parts = try Row.fetchAll(
      database,
      sql: """
        SELECT type, count(*) AS number, sum(length(body)) AS bytes, min(read_at) AS first, max(read_at) AS last
        FROM part WHERE account = ? GROUP BY 1
        """,
      arguments: [id])
    let first = try parts.compactMap { try $0.value("first") as Int? }.min()
    let last = try parts.compactMap { try $0.value("last") as Int? }.max()
    let count = { (sql: String) in try Int.fetchOne(database, sql: sql, arguments: [id]) ?? 0 }
    var read: ClosedRange<Date>?
    if let first, let last, first <= last {
      read = try Self.time(first)...Self.time(last)
    }
    return StateInfo.Account(
      account: StateAccount(
        partition: try account.value("partition"), account: try account.value("account"),
        endpoint: try account.value("endpoint")),
      parts: Dictionary(try parts.map { (try $0.value("type"), try $0.value("number")) }) { $0 + $1 },
      bytes: try parts.reduce(0) { $0 + (try $1.value("bytes")) },
      read: read, runs: try count("SELECT count(*) FROM run WHERE account = ?"),
      open: try count("SELECT count(*) FROM finding WHERE account = ? AND gone_at IS NULL"),
      gone: try count("SELECT count(*) FROM finding WHERE account = ? AND gone_at IS NOT NULL"))
  }

  private static func time(_ second: Int) throws -> Date {
    let (milliseconds, isTooMuch) = second.multipliedReportingOverflow(by: 1000)
    return try Date(milliseconds: isTooMuch ? .max : Int64(milliseconds))
  }

  /// Looks at everything in it.
  ///
  /// - Throws: ``StateError`` where something is not as it was written.
  public func check() throws(StateError) {
    try read { database in
      let complaints = try String.fetchAll(database, sql: "PRAGMA integrity_check(5)")
      guard complaints == ["ok"] else { throw StateError.damaged(path, complaints.joined(separator: "; ")) }
      if try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") != nil {
        throw StateError.damaged(path, "a row belongs to an account, run or finding that is not there")
      }
      let parts = try Row.fetchCursor(database, sql: "SELECT * FROM part")
      while let part = try parts.next() {
        if try StoredParts.members(in: part) == nil { throw StateError.damaged(path, part) }
      }
    }
  }

  /// Forgets parts that no run with this schema can use, or that are not what was written, and gives the room of all
  /// that was forgotten back.
  ///
  /// - Returns: How many parts were forgotten.
  /// - Throws: ``StateError`` where it cannot be written.
  public func compact(schema: String) throws(StateError) -> Int {
    let count = try write { database in
      try database.execute(sql: "DELETE FROM part WHERE schema <> ?", arguments: [schema])
      let old = database.changesCount
      var damaged: [Int64] = []
      let parts = try Row.fetchCursor(database, sql: "SELECT * FROM part")
      while let part = try parts.next() {
        if try StoredParts.members(in: part) == nil { damaged.append(try part.value("id")) }
      }
      for id in damaged { try database.execute(sql: "DELETE FROM part WHERE id = ?", arguments: [id]) }
      return old + damaged.count
    }
    try vacuum()
    return count
  }
}
