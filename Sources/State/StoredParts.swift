import CZlib
import Documents
import Schema
import Foundation
import GRDB
import Synchronization

/// Whose estate something was read of.
public struct StateAccount: Sendable, Hashable {
  /// The partition: `aws`, `aws-cn`.
  public let partition: String
  /// The account's number.
  public let account: String
  /// Where calls were sent, where that is not AWS itself; without what a URL may hold of secrets.
  public let endpoint: String

  /// An account as it is seen at an endpoint.
  public init(partition: String, account: String, endpoint: String = "") {
    self.partition = partition
    self.account = account
    self.endpoint = endpoint
  }
}

/// A part of a resource as it was read once.
public struct StoredPart: Sendable, Hashable {
  /// Its members, without secrets.
  public let members: JSONObject
  /// The second in which it was read, by the service's clock; `nil` where the service did not say.
  public let readAt: Date?
}

/// What a state says of a part of a resource.
public enum StoredPartLookup: Sendable, Hashable {
  /// It is as it was read then.
  case unchanged(StoredPart)
  /// It has to be read.
  case read(Reason)

  /// Why a part has to be read.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// Everything is to be read anew.
    case refresh
    /// Nothing tells of such parts whether they have changed.
    case noValidator = "no validator"
    /// It was never read, or by an audit that knew other members.
    case unknown = "not known yet"
    /// It is another one now.
    case changed
    /// What is kept is not what was written.
    case damaged
    /// Whether it has changed is told by a call that only the audit itself makes.
    case untold = "not read again if it is unchanged, which a call tells"
    /// It changed in the second in which it was read, so it may have changed once more.
    case changedAsRead = "changed as it was read"
  }
}

/// How much of an estate came out of a state.
public struct StateUse: Sendable, Hashable {
  /// How many parts were not read again.
  public var taken = 0
  /// When the oldest of them was read, by the service's clock.
  public var oldest: Date?
  /// How many parts were read again only because what was kept of them is not what was written.
  public var damaged = 0

  /// Nothing did.
  public init() {}
}

/// What was read of the resources of an account: each group of attributes with its validator.
///
/// A part that the state holds stands for one that is read only where its validator, as this run has read it, proves
/// that it is unchanged. It comes from the service, and so does the second that counts: this machine's clock has no say.
public final class StoredParts: Sendable {
  /// How many parts are written at once.
  private static let batch = 200

  private struct Row {
    let key: ResourceKey
    let group: String
    let validator: String
    let readAt: Int?
    let body: [UInt8]
    let checksum: Int
  }

  private struct Memory {
    var use = StateUse()
    var pending: [Row] = []
    var account: Int64?
  }

  private let file: StateFile
  private let account: StateAccount
  private let schema: String
  private let isRefreshing: Bool
  private let memory = Mutex(Memory())

  /// What a state holds of an account.
  ///
  /// - Parameters:
  ///   - schema: What parts consist of: what was read by an audit that divides resources otherwise, or withholds other
  ///     members, is read anew.
  ///   - isRefreshing: Whether everything is to be read anew.
  public init(in file: StateFile, of account: StateAccount, schema: String, isRefreshing: Bool = false) {
    self.file = file
    self.account = account
    self.schema = schema
    self.isRefreshing = isRefreshing
  }

  /// How much was taken so far.
  public var use: StateUse { memory.withLock { $0.use } }

  /// A part of a resource, where it is proven to be unchanged.
  ///
  /// - Parameters:
  ///   - group: The group of attributes, by the name that ``record(_:of:_:validator:readAt:)`` was given.
  ///   - validator: The validator as it was read in this run; `nil` where there is none.
  public func part(of key: ResourceKey, _ group: String, validator: Validator?) -> StoredPart? {
    let lookup = lookup(key, group, validator: validator)
    guard case .unchanged(let part) = lookup else {
      if lookup == .read(.damaged) { memory.withLock { $0.use.damaged += 1 } }
      return nil
    }
    memory.withLock { memory in
      memory.use.taken += 1
      if let readAt = part.readAt { memory.use.oldest = min(memory.use.oldest ?? readAt, readAt) }
    }
    return part
  }

  /// Whether a part has to be read, and why.
  public func lookup(_ key: ResourceKey, _ group: String, validator: Validator?) -> StoredPartLookup {
    if isRefreshing { return .read(.refresh) }
    // Parts are kept by name, and of the account that is read.
    guard let validator, key.account.isEmpty else { return .read(.noValidator) }
    return file.attempt { () throws(StateError) in try stored(key, group, validator) } ?? .read(.unknown)
  }

  /// Why it cannot be told yet whether a part has to be read, which a validator tells that is still to be asked for.
  public func reasonBeforeValidator(_ key: ResourceKey, _ group: String) -> StoredPartLookup.Reason {
    // No part has this one.
    let lookup = lookup(key, group, validator: .tag(""))
    guard case .read(let reason) = lookup, reason != .changed, reason != .changedAsRead else { return .untold }
    return reason
  }

  private func stored(
    _ key: ResourceKey, _ group: String, _ validator: Validator
  ) throws(StateError) -> StoredPartLookup {
    guard let account = try accountID(isWriting: false) else { return .read(.unknown) }
    return try file.read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT schema, validator, read_at, body, checksum, type, resource, region, attributes FROM part
          WHERE account = ? AND type = ? AND resource = ? AND region = ? AND attributes = ?
          """)
      let place = [key.type.rawValue, key.id, key.region, group]
      // Columns go by number: GRDB looks for a name in all of them, in lower case, for each value of each row.
      guard
        let row = try GRDB.Row.fetchOne(
          statement, arguments: [account, place[0], place[1], place[2], place[3]]),
        try row.decode(String.self, atIndex: 0) == schema
      else { return .read(.unknown) }
      guard try row.decode(String.self, atIndex: 1) == validator.text else { return .read(.changed) }
      let readAt = try row.decode(Int?.self, atIndex: 2)
      guard validator.proves(readingFrom: readAt) else { return .read(.changedAsRead) }
      let body = [UInt8](try row.decode(Data.self, atIndex: 3))
      let sum = Self.checksum(account, place + [schema, validator.text], readAt, body)
      guard try row.decode(Int.self, atIndex: 4) == sum, let members = try? JSONReader.read(body).object else {
        return .read(.damaged)
      }
      return .unchanged(StoredPart(members: members, readAt: readAt.map { Date(timeIntervalSince1970: Double($0)) }))
    }
  }

  /// Keeps a part that was read in this run.
  ///
  /// - Parameters:
  ///   - members: Its members, without secrets, as a snapshot holds them. Where one of them could not be read, nothing is
  ///     kept.
  ///   - group: The group of attributes.
  ///   - validator: The validator of what was read: the one that came with it, or else the one that was read before it.
  ///   - readAt: When the validator was read, by the service's clock: the `Date` of that answer. What changes later has a
  ///     later time.
  public func record(
    _ members: JSONObject, of key: ResourceKey, _ group: String, validator: Validator?, readAt: Date?
  ) {
    guard !file.isReadOnly, let validator, key.account.isEmpty, JSONValue.object(members).firstGap == nil else {
      return
    }
    file.attempt { () throws(StateError) in
      guard let account = try accountID(isWriting: true) else { return }
      let second = readAt.map { Int($0.timeIntervalSince1970.rounded(.down)) }
      let body = JSONWriter().bytes(.object(members))
      let row = Row(
        key: key, group: group, validator: validator.text, readAt: second, body: body,
        checksum: Self.checksum(
          account, [key.type.rawValue, key.id, key.region, group, schema, validator.text], second, body))
      let full: [Row] = memory.withLock { memory in
        memory.pending.append(row)
        guard memory.pending.count >= Self.batch else { return [] }
        defer { memory.pending = [] }
        return memory.pending
      }
      try write(full, account)
    }
  }

  /// Writes what was recorded so far.
  public func flush() {
    file.attempt { () throws(StateError) in
      let rows = memory.withLock { memory in
        defer { memory.pending = [] }
        return memory.pending
      }
      if let account = memory.withLock({ $0.account }) { try write(rows, account) }
    }
  }

  /// Forgets what is kept of resources that are gone.
  ///
  /// - Parameters:
  ///   - keys: The resources that there are.
  ///   - types: The types of which these are all.
  public func keep(only keys: Set<ResourceKey>, of types: Set<ResourceType>) {
    if file.isReadOnly { return }
    file.attempt { () throws(StateError) in
      guard let account = try accountID(isWriting: false) else { return }
      try file.write { database in
        for type in types {
          let known = try GRDB.Row.fetchAll(
            database, sql: "SELECT DISTINCT resource, region FROM part WHERE account = ? AND type = ?",
            arguments: [account, type.rawValue])
          for row in known {
            let key = ResourceKey(type, try row.value("resource"), region: try row.value("region"))
            if keys.contains(key) { continue }
            try database.execute(
              sql: "DELETE FROM part WHERE account = ? AND type = ? AND resource = ? AND region = ?",
              arguments: [account, type.rawValue, key.id, key.region])
          }
        }
      }
    }
  }

  private func write(_ rows: [Row], _ account: Int64) throws(StateError) {
    if rows.isEmpty { return }
    try file.write { database in
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO part (account, type, resource, region, attributes, schema, validator, read_at, body, checksum)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (account, type, resource, region, attributes) DO UPDATE SET
            schema = excluded.schema, validator = excluded.validator, read_at = excluded.read_at,
            body = excluded.body, checksum = excluded.checksum
          """)
      for row in rows {
        try statement.execute(arguments: [
          account, row.key.type.rawValue, row.key.id, row.key.region, row.group, schema, row.validator, row.readAt,
          Data(row.body), row.checksum,
        ])
      }
    }
  }

  /// The account's number in the file; `nil` where nothing was ever written of it.
  private func accountID(isWriting: Bool) throws(StateError) -> Int64? {
    if let id = memory.withLock({ $0.account }) { return id }
    let id =
      isWriting
      ? try file.write { database in try account.insertedID(in: database) }
      : try file.read { database in try account.id(in: database) }
    memory.withLock { $0.account = id }
    return id
  }

  /// The members that a row holds; `nil` where it is not what was written.
  static func members(in row: GRDB.Row) throws -> JSONObject? {
    guard try row.value("checksum") == checksum(of: row, in: row.value("account")) else { return nil }
    return try? JSONReader.read([UInt8](row.value("body") as Data)).object
  }

  /// The checksum of a row where its account has that number in the file: it has another one in another file.
  static func checksum(of row: GRDB.Row, in account: Int64) throws -> Int {
    let texts = try ["type", "resource", "region", "attributes", "schema", "validator"].map {
      try row.value($0) as String
    }
    return checksum(account, texts, try row.value("read_at"), [UInt8](try row.value("body") as Data))
  }

  /// The CRC-32 of all that a row says: SQLite would not notice a bit that has flipped in a value.
  private static func checksum(_ account: Int64, _ texts: [String], _ readAt: Int?, _ body: [UInt8]) -> Int {
    let head = [String(account)] + texts + [readAt.map(String.init) ?? ""]
    let bytes = Array(head.joined(separator: "\u{0}").utf8) + [0] + body
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { Int(audit_crc32($0, buffer.count)) } ?? 0
    }
  }
}

extension StateAccount {
  /// Its number in a state; `nil` where it has none.
  func id(in database: Database) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT id FROM account WHERE account = ? AND partition = ? AND endpoint = ?",
      arguments: [account, partition, endpoint])
  }

  /// Its number in a state, which it is given where it has none.
  func insertedID(in database: Database) throws -> Int64 {
    if let id = try id(in: database) { return id }
    try database.execute(
      sql: "INSERT INTO account (account, partition, endpoint) VALUES (?, ?, ?)",
      arguments: [account, partition, endpoint])
    return database.lastInsertedRowID
  }
}
