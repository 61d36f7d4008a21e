import Estate
import Foundation
import GRDB

/// Who changed what findings are about: CloudTrail forgets it after ninety days.
extension History {
  /// How many changes are kept of a finding: the newest.
  private static let mostChanges = 20

  /// Keeps changes beside the findings that they explain, and gives what is known of these now.
  ///
  /// - Parameter changes: The changes of each finding; of what the history does not know, nothing is kept.
  /// - Returns: Of each of these findings all changes that are known, newest first; of one that came back none from before it
  ///   was gone.
  /// - Throws: ``StateError`` where they cannot be read or kept.
  public func merge(
    _ changes: [SeenFinding.Identity: [RecordedChange]], of account: StateAccount
  ) throws(StateError) -> [SeenFinding.Identity: [RecordedChange]] {
    guard !file.isReadOnly else {
      return try file.read { database in
        let known = try Self.known(of: changes.keys, account, in: database)
        let all = changes.merging(known) { new, old in Self.union(new, old) }
        guard let account = try account.id(in: database) else { return all }
        return try Dictionary(
          uniqueKeysWithValues: all.map { identity, changes in
            (identity, try Self.current(changes, Self.id(of: identity, account, in: database), in: database))
          })
      }
    }
    return try file.write { database in
      guard let account = try account.id(in: database) else { return changes }
      var known: [SeenFinding.Identity: [RecordedChange]] = [:]
      for (identity, changes) in changes {
        guard let id = try Self.id(of: identity, account, in: database) else { continue }
        try keep(changes, of: id, in: database)
        known[identity] = try Self.current(Self.changes(of: id, in: database), id, in: database)
      }
      return known
    }
  }

  /// Those of the changes that can have made a finding so as it is now: none from before a run that saw that it was gone.
  private static func current(
    _ changes: [RecordedChange], _ finding: Int64?, in database: Database
  ) throws -> [RecordedChange] {
    let gone = try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT run.started_at FROM event JOIN run ON run.id = event.run
          WHERE event.finding = ? AND event.kind = ? ORDER BY event.id DESC LIMIT 1
          """), arguments: [finding, RecordedEvent.Transition.gone.rawValue])
    guard let gone else { return changes }
    return changes.filter { $0.time.milliseconds >= gone }
  }

  /// Who changed what a finding is about, as far as runs have asked; newest first.
  ///
  /// - Throws: ``StateError`` where it cannot be read.
  public func changes(of finding: RecordedFinding) throws(StateError) -> [RecordedChange] {
    try file.read { database in
      try Self.known(of: CollectionOfOne(finding.seen.identity), finding.account, in: database)[finding.seen.identity]
        ?? []
    }
  }

  private func keep(_ changes: [RecordedChange], of finding: Int64, in database: Database) throws {
    for change in changes {
      try database.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO change (finding, at, actor, via, event, event_id, source) VALUES (?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        finding, change.time.milliseconds, change.actor, change.via, change.event, change.eventID, change.source,
      ])
    }
    try Self.limitChanges(of: finding, in: database)
  }

  /// Forgets the oldest changes of a finding where there are too many.
  static func limitChanges(of finding: Int64, in database: Database) throws {
    try database.cachedStatement(
      sql: """
        DELETE FROM change WHERE finding = ?1 AND id NOT IN
          (SELECT id FROM change WHERE finding = ?1 ORDER BY at DESC, event_id DESC LIMIT ?2)
        """
    ).execute(arguments: [finding, mostChanges])
  }

  private static func known(
    of findings: some Sequence<SeenFinding.Identity>, _ account: StateAccount, in database: Database
  ) throws -> [SeenFinding.Identity: [RecordedChange]] {
    guard let account = try account.id(in: database) else { return [:] }
    return try findings.reduce(into: [:]) { known, identity in
      if let id = try id(of: identity, account, in: database) { known[identity] = try changes(of: id, in: database) }
    }
  }

  private static func changes(of finding: Int64, in database: Database) throws -> [RecordedChange] {
    try Row.fetchAll(
      database.cachedStatement(sql: "SELECT * FROM change WHERE finding = ? ORDER BY at DESC, event_id DESC"),
      arguments: [finding]
    ).map { row in
      try RecordedChange(
        time: row.time("at"), actor: row.value("actor"), via: row.value("via"), event: row.value("event"),
        eventID: row.value("event_id"), source: row.value("source"))
    }
  }

  private static func union(_ new: [RecordedChange], _ old: [RecordedChange]) -> [RecordedChange] {
    let known = Set(old.map(\.eventID))
    return (old + new.filter { !known.contains($0.eventID) }).sorted { $0.isNewer(than: $1) }
  }
}
