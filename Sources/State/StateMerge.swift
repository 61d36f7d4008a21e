import GRDB

extension StateFile {
  /// Takes over what another state knows, as of another shard: its runs after those of this one, in their own order. Of a
  /// part that both have, the one that was read later counts; of a finding that both have, how it stood when it was last
  /// seen. What was taken over before is not taken over again, and a part that is damaged not at all.
  ///
  /// - Returns: How many runs, and how many parts of resources, are new here.
  /// - Throws: ``StateError`` where either cannot be read or this one not written; it is as it was then.
  public func merge(_ other: StateFile) throws(StateError) -> (runs: Int, parts: Int) {
    let source = try other.read { database in
      try Source(
        accounts: Row.fetchAll(database, sql: "SELECT * FROM account"),
        runs: Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY finished_at, id"),
        findings: Row.fetchAll(database, sql: "SELECT * FROM finding"),
        events: Row.fetchAll(database, sql: "SELECT * FROM event ORDER BY id"),
        changes: Row.fetchAll(database, sql: "SELECT * FROM change"),
        parts: Row.fetchAll(database, sql: "SELECT * FROM part"))
    }
    return try write { database in try source.copy(to: database) }
  }

  /// What lies in a state, row by row.
  private struct Source {
    let accounts: [Row]
    let runs: [Row]
    let findings: [Row]
    let events: [Row]
    let changes: [Row]
    let parts: [Row]

    func copy(to database: Database) throws -> (runs: Int, parts: Int) {
      var accountIDs: [Int64: Int64] = [:]
      for row in accounts {
        let account = StateAccount(
          partition: row["partition"], account: row["account"], endpoint: row["endpoint"])
        accountIDs[row["id"]] = try account.insertedID(in: database)
      }
      var (runIDs, newRuns): ([Int64: Int64], Set<Int64>) = ([:], [])
      for row in runs {
        let (id, uuid): (Int64, String) = (row["id"], row["uuid"])
        if let known = try Int64.fetchOne(database, sql: "SELECT id FROM run WHERE uuid = ?", arguments: [uuid]) {
          runIDs[id] = known
        } else {
          runIDs[id] = try Self.insert(row, into: "run", ["account": accountIDs[row["account"]]], database)
          newRuns.insert(id)
        }
      }
      let findingIDs = try copyFindings(accountIDs, runIDs, to: database)
      for row in events where newRuns.contains(row["run"]) {
        guard let finding = findingIDs[row["finding"]] else { continue }
        _ = try Self.insert(row, into: "event", ["run": runIDs[row["run"]], "finding": finding], database)
      }
      for row in changes {
        guard let finding = findingIDs[row["finding"]] else { continue }
        let known = try Bool.fetchOne(
          database, sql: "SELECT EXISTS (SELECT 1 FROM change WHERE finding = ? AND event_id = ?)",
          arguments: [finding, row["event_id"] as String])
        if known != true { _ = try Self.insert(row, into: "change", ["finding": finding], database) }
      }
      for finding in Set(findingIDs.values) { try History.limitChanges(of: finding, in: database) }
      return (newRuns.count, try copyParts(accountIDs, to: database))
    }

    private func copyFindings(
      _ accounts: [Int64: Int64], _ runs: [Int64: Int64], to database: Database
    ) throws -> [Int64: Int64] {
      var ids: [Int64: Int64] = [:]
      for row in findings {
        // The run that saw it last may be forgotten.
        let run = runs[row["last_run"]] ?? 0
        let values: [String: Int64?] = ["account": accounts[row["account"]], "last_run": run]
        let known = try Row.fetchOne(
          database, sql: "SELECT * FROM finding WHERE account = ? AND fingerprint = ? AND unknown = ?",
          arguments: [accounts[row["account"]], row["fingerprint"] as String, row["unknown"] as Int64])
        guard let known else {
          ids[row["id"]] = try Self.insert(row, into: "finding", values, database)
          continue
        }
        let id: Int64 = known["id"]
        ids[row["id"]] = id
        let (first, second): (Int64, Int64) = (known["first_seen"], row["first_seen"])
        // The end of a finding is known to who looked after the other had seen it.
        if Self.lastKnown(row) > Self.lastKnown(known) {
          try Self.update(id, in: "finding", with: row, values, database)
        }
        try database.execute(
          sql: "UPDATE finding SET first_seen = ?, returns = ? WHERE id = ?",
          arguments: [min(first, second), max(known["returns"] as Int64, row["returns"]), id])
      }
      return ids
    }

    private func copyParts(_ accounts: [Int64: Int64], to database: Database) throws -> Int {
      var count = 0
      // What is not as it was written is read anew.
      for row in parts where try StoredParts.members(in: row) != nil {
        let account = accounts[row["account"]] ?? 0
        let known = try Row.fetchOne(
          database,
          sql: """
            SELECT id, read_at FROM part WHERE account = ? AND type = ? AND resource = ? AND region = ? AND attributes = ?
            """,
          arguments: [
            account, row["type"] as String, row["resource"] as String, row["region"] as String,
            row["attributes"] as String,
          ])
        let checksum = Int64(try StoredParts.checksum(of: row, in: account))
        let values: [String: Int64?] = ["account": account, "checksum": checksum]
        if let known {
          let (here, there): (Int64?, Int64?) = (known["read_at"], row["read_at"])
          guard (there ?? .min) > (here ?? .min) else { continue }
          try Self.update(known["id"], in: "part", with: row, values, database)
        } else {
          _ = try Self.insert(row, into: "part", values, database)
        }
        count += 1
      }
      return count
    }

    private static func lastKnown(_ row: Row) -> Int64 {
      let (seen, gone): (Int64, Int64?) = (row["last_seen"], row["gone_at"])
      return max(seen, gone ?? seen)
    }

    /// The columns of a row beside its id, with the ids of others as they are here.
    private static func values(of row: Row, _ ids: [String: Int64?]) -> [(String, (any DatabaseValueConvertible)?)] {
      row.filter { $0.0 != "id" }.map { name, value in
        (name, ids[name].map { $0.map { $0.databaseValue } ?? .null } ?? value)
      }
    }

    private static func insert(
      _ row: Row, into table: String, _ ids: [String: Int64?], _ database: Database
    ) throws -> Int64 {
      let values = values(of: row, ids)
      let marks = Array(repeating: "?", count: values.count).joined(separator: ", ")
      try database.execute(
        sql: "INSERT INTO \(table) (\(values.map(\.0).joined(separator: ", "))) VALUES (\(marks))",
        arguments: StatementArguments(values.map(\.1)))
      return database.lastInsertedRowID
    }

    private static func update(
      _ id: Int64, in table: String, with row: Row, _ ids: [String: Int64?], _ database: Database
    ) throws {
      let values = values(of: row, ids)
      try database.execute(
        sql: "UPDATE \(table) SET \(values.map { "\($0.0) = ?" }.joined(separator: ", ")) WHERE id = ?",
        arguments: StatementArguments(values.map(\.1) + [id]))
    }
  }
}
