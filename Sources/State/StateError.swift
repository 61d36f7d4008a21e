import Foundation
import GRDB

/// Why a state file is of no use, or could not be written, and what to do about it.
public struct StateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened.
  public enum Reason: Sendable, Hashable {
    /// The file is no state of audit, or one of a newer audit.
    case foreign
    /// What the file holds contradicts itself.
    case damaged
    /// Another run has it.
    case busy
    /// It cannot be opened, read or written.
    case unavailable
  }

  /// What happened.
  public let reason: Reason
  /// The file, what is wrong, and the next step, in a sentence or two.
  public let description: String

  init(_ reason: Reason, _ path: String, _ message: String) {
    self.reason = reason
    description = "\(path): \(message)"
  }

  /// What SQLite says, in words that help.
  init(_ error: any Error, _ path: String) {
    if let error = error as? StateError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .damaged(path, "a row is not as any audit writes it")
      return
    }
    switch error.resultCode {
    case .SQLITE_NOTADB: self = .foreign(path)
    case .SQLITE_CORRUPT, .SQLITE_IOERR_SHORT_READ: self = .damaged(path, error.message ?? "it is malformed")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, path, "another process is using this state. Wait until it is done, then run audit again.")
    case .SQLITE_FULL:
      self.init(.unavailable, path, "the disk is full, so nothing was recorded. Make room, then run audit again.")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(.unavailable, path, "the state may not be written here.")
    case .SQLITE_CANTOPEN:
      self.init(
        .unavailable, path,
        "the state cannot be opened. Where a run was killed, the file needs a folder in which audit may write.")
    default:
      self.init(.unavailable, path, "SQLite: \(error.message ?? "") (code \(error.extendedResultCode.rawValue)).")
    }
  }

  static func foreign(_ path: String) -> StateError {
    StateError(.foreign, path, "this is no state of audit. Name another file with --state.")
  }

  static func damaged(_ path: String, _ part: Row) -> StateError {
    let words = ["type", "resource"].compactMap { (try? part.value($0)) as String? }
    return StateError(
      .damaged, path,
      "what it holds of \(words.joined(separator: " ")) is not what was written. The history is: `audit state prune` "
        + "forgets such parts, and runs read them anew.")
  }

  static func damaged(_ path: String, _ what: String) -> StateError {
    StateError(
      .damaged, path,
      "the state is damaged: \(what). Delete it or put a copy back: without it everything is read, and the history is "
        + "lost.")
  }
}
