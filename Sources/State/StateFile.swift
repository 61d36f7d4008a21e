import Foundation
import GRDB
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file in which audits remember what they read and what they found: SQLite, with a write-ahead log.
///
/// It may be deleted at any time. One process writes it at a time and says so to others; a process that is killed leaves
/// it as it was after its last whole transaction. Closed, it is one file, which can be copied away and back.
///
/// What fails between opening and closing is thrown by ``finish()``: until then a state that cannot be read gives
/// nothing, and one that cannot be written keeps nothing, so an audit comes to its end and to the same verdicts.
public final class StateFile: Sendable {
  /// What a process wants of a state.
  public enum Access: Sendable, Hashable {
    /// To look at it, beside others that do, and one that writes.
    case reading
    /// To write it; others are told of this holder: command, process, machine.
    case writing(holder: String)
  }

  /// The file, links followed.
  public let path: String
  /// Whether nothing is recorded, because the file, or the folder around it, may not be written.
  public let isReadOnly: Bool
  private let queue: DatabaseQueue
  private let lock: Mutex<StateLock?>
  private let trouble = Mutex<StateError?>(nil)

  /// Opens a state; one that is to be written is made where it is missing, and brought up to this version.
  ///
  /// - Throws: ``StateError`` where another process writes it, where it is no state, damaged, or of a newer audit, and
  ///   where it cannot be opened.
  public static func open(_ name: String, _ access: Access) throws(StateError) -> StateFile {
    let place = try StatePath(name)
    guard case .reading = access else { return try StateFile(place, access) }
    guard place.exists else { throw StateError(.unavailable, name, "there is no state yet.") }
    let file = try StateFile(place, access)
    guard try file.isOlder else { return file }
    if place.isReadOnly {
      throw StateError(
        .unavailable, name, "an older audit wrote this state, and it may not be brought up to this one here.")
    }
    // Only who writes may change tables.
    try file.finish()
    try StateFile(place, .writing(holder: holder("a move to a newer format"))).finish()
    return try StateFile(place, access)
  }

  /// What others are told of a process that writes a state for something.
  public static func holder(_ purpose: String) -> String {
    let process = ProcessInfo.processInfo
    return "\(purpose), process \(process.processIdentifier) on \(process.hostName)"
  }

  init(_ place: StatePath, _ access: Access) throws(StateError) {
    path = place.path
    if case .writing(let holder) = access, !place.isReadOnly {
      isReadOnly = false
      lock = Mutex(try StateLock(of: place.path, holder: holder))
    } else {
      isReadOnly = true
      lock = Mutex(nil)
    }
    if !place.exists { try Self.make(place.path) }
    // On a network file system `flock` may be SQLite's own kind of lock, which would be in its way.
    if !place.isOnNetwork { try lock.withLock { lock throws(StateError) in try lock?.hold(place.path) } }
    do {
      queue = try DatabaseQueue(path: path, configuration: Self.configuration(place, isReadOnly: isReadOnly))
      try Self.prepare(queue, path, isReadOnly: isReadOnly)
    } catch {
      throw Self.error(error, path)
    }
  }

  deinit { try? queue.close() }

  // MARK: Opening

  /// Makes an empty file that only its owner reads; SQLite gives its log the same rights.
  private static func make(_ path: String) throws(StateError) {
    let descriptor = systemOpen(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StateError(.unavailable, path, "\(String(cString: strerror(errno))).") }
    close(descriptor)
  }

  private static func configuration(_ place: StatePath, isReadOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = isReadOnly
    configuration.label = "state"
    // Readers and the writer wait for each other only while the log is moved into the file.
    configuration.busyMode = .timeout(5)
    if place.isOnNetwork {
      // The index of the log then is in memory of its own, and nobody else opens the file meanwhile.
      configuration.prepareDatabase { database in try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
    }
    return configuration
  }

  private static func prepare(_ queue: DatabaseQueue, _ path: String, isReadOnly: Bool) throws {
    let isNew = try queue.inDatabase { database in
      // Before anything is written: the file may be somebody else's.
      let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
      guard application == StateFormat.application || (isEmpty && application == 0) else {
        throw StateError.foreign(path)
      }
      let complaint = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
      guard complaint == "ok" else { throw StateError.damaged(path, complaint) }
      guard try isEmpty || !StateFormat.migrator.hasBeenSuperseded(database) else {
        throw StateError(
          .foreign, path, "a newer audit wrote this state. Update audit, or name another file with --state.")
      }
      return application == 0
    }
    if isReadOnly { return }
    try queue.writeWithoutTransaction { database in
      guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
        throw StateError(.unavailable, path, "SQLite keeps no write-ahead log here.")
      }
      // What a commit has not brought to the disk is lost with the power, and nothing else.
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      if isNew { try database.execute(sql: "PRAGMA application_id = \(StateFormat.application)") }
    }
    try StateFormat.migrator.migrate(queue)
  }

  /// Whether tables are missing that this version has.
  private var isOlder: Bool {
    get throws(StateError) { try read { database in try !StateFormat.migrator.hasCompletedMigrations(database) } }
  }

  private static func error(_ error: any Error, _ path: String) -> StateError {
    let said = StateError(error, path)
    guard said.reason == .busy, let holder = StateLock.holder(of: path) else { return said }
    return StateError(.busy, path, holder)
  }

  // MARK: Reading and writing

  /// Reads something.
  func read<Result>(_ body: (Database) throws -> Result) throws(StateError) -> Result {
    do {
      return try queue.inDatabase(body)
    } catch {
      throw Self.error(error, path)
    }
  }

  /// Writes something, whole or not at all.
  func write<Result>(_ body: (Database) throws -> Result) throws(StateError) -> Result {
    do {
      return try queue.write(body)
    } catch {
      throw Self.error(error, path)
    }
  }

  /// Gives room back that nothing takes any more.
  func vacuum() throws(StateError) {
    do {
      try queue.vacuum()
    } catch {
      throw Self.error(error, path)
    }
  }

  /// Does something that an audit can do without: after a failure it gives `nil`, and so does all that follows.
  func attempt<Result>(_ body: () throws(StateError) -> Result) -> Result? {
    if trouble.withLock({ $0 != nil }) { return nil }
    do {
      return try body()
    } catch {
      trouble.withLock { $0 = $0 ?? error }
      return nil
    }
  }

  /// Ends the use of the file: what is in its log is moved into it.
  ///
  /// - Throws: ``StateError`` where something could not be read or recorded meanwhile.
  public func finish() throws(StateError) {
    let failure = trouble.withLock { $0 }
    defer { lock.withLock { $0 = nil } }
    do {
      if !isReadOnly, failure == nil {
        try queue.writeWithoutTransaction { database in
          _ = try Row.fetchAll(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
          // Without a log the file can be read where nothing may be written. Beside a reader the log stays, empty.
          _ = try? Row.fetchAll(database, sql: "PRAGMA journal_mode = DELETE")
        }
      }
      try queue.close()
    } catch {
      throw failure ?? Self.error(error, path)
    }
    if let failure { throw failure }
  }
}

/// What lies in a state file.
enum StateFormat {
  /// What tells the file from other SQLite files: `audt`, at offset 68 of its header.
  static let application = 0x6175_6474

  /// The versions of its tables, one after the other. What was released is never changed, only added to.
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("parts") { database in
      try database.execute(
        sql: """
          CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            partition TEXT NOT NULL,
            account TEXT NOT NULL,
            endpoint TEXT NOT NULL,
            UNIQUE (account, partition, endpoint)
          ) STRICT;
          CREATE TABLE part (
            id INTEGER PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            type TEXT NOT NULL,
            resource TEXT NOT NULL,
            region TEXT NOT NULL,
            attributes TEXT NOT NULL,
            schema TEXT NOT NULL,
            validator TEXT NOT NULL,
            read_at INTEGER,
            body BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (account, type, resource, region, attributes)
          ) STRICT;
          """)
    }
    migrator.registerMigration("history") { database in
      try database.execute(
        sql: """
          CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            uuid TEXT NOT NULL,
            command TEXT NOT NULL,
            version TEXT NOT NULL,
            scope TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER NOT NULL,
            complete INTEGER NOT NULL,
            resources INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            taken INTEGER NOT NULL,
            appeared INTEGER NOT NULL DEFAULT 0,
            gone INTEGER NOT NULL DEFAULT 0,
            critical INTEGER NOT NULL DEFAULT 0,
            high INTEGER NOT NULL DEFAULT 0,
            medium INTEGER NOT NULL DEFAULT 0,
            low INTEGER NOT NULL DEFAULT 0,
            info INTEGER NOT NULL DEFAULT 0,
            waived INTEGER NOT NULL DEFAULT 0,
            unknown INTEGER NOT NULL DEFAULT 0
          ) STRICT;
          CREATE INDEX run_account ON run (account);
          CREATE TABLE finding (
            id INTEGER PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            fingerprint TEXT NOT NULL,
            unknown INTEGER NOT NULL,
            rule TEXT NOT NULL,
            severity TEXT NOT NULL,
            status TEXT NOT NULL,
            type TEXT NOT NULL,
            resource TEXT NOT NULL,
            arn TEXT NOT NULL,
            owner TEXT NOT NULL,
            region TEXT NOT NULL,
            path TEXT NOT NULL,
            message TEXT NOT NULL,
            file TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            since INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            last_run INTEGER NOT NULL,
            gone_at INTEGER,
            returns INTEGER NOT NULL DEFAULT 0,
            UNIQUE (account, fingerprint, unknown)
          ) STRICT;
          CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            finding INTEGER NOT NULL REFERENCES finding ON DELETE CASCADE,
            kind TEXT NOT NULL
          ) STRICT;
          CREATE INDEX event_finding ON event (finding);
          CREATE INDEX event_run ON event (run);
          """)
    }
    migrator.registerMigration("changes") { database in
      try database.execute(
        sql: """
          CREATE TABLE change (
            id INTEGER PRIMARY KEY,
            finding INTEGER NOT NULL REFERENCES finding ON DELETE CASCADE,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            via TEXT NOT NULL,
            event TEXT NOT NULL,
            event_id TEXT NOT NULL,
            source TEXT NOT NULL,
            UNIQUE (finding, event_id)
          ) STRICT;
          """)
    }
    // Whether a report has told how a finding stands now.
    migrator.registerMigration("told") { database in
      try database.execute(sql: "ALTER TABLE finding ADD COLUMN told INTEGER NOT NULL DEFAULT 1")
    }
    // Whether a finding is no verdict, as something could not be read.
    migrator.registerMigration("unread") { database in
      try database.execute(sql: "ALTER TABLE finding ADD COLUMN unread INTEGER NOT NULL DEFAULT 0")
    }
    return migrator
  }()
}

/// The system's own `open`, which the state's hides.
private func systemOpen(_ path: String, _ flags: Int32, _ rights: mode_t) -> Int32 { open(path, flags, rights) }
