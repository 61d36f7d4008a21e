import Auditing
import Foundation
import State
import Synchronization

/// What a run takes from a state instead of reading it, and keeps there for the next.
final class ReadingState: Sendable {
  private let file: StateFile
  private let isRefreshing: Bool
  private let parts = Mutex<[StateAccount: StoredParts]>([:])

  /// The parts of resources in a state.
  init(in file: StateFile, isRefreshing: Bool) {
    self.file = file
    self.isRefreshing = isRefreshing
  }

  /// What earlier runs have read of an account.
  func parts(of account: StateAccount) -> StoredParts {
    parts.withLock { parts in
      if let known = parts[account] { return known }
      let new = StoredParts(in: file, of: account, schema: RunState.schema, isRefreshing: isRefreshing)
      parts[account] = new
      return new
    }
  }

  /// Begins to read an account once more: what was taken of it before counts no more.
  func readAgain(_ account: StateAccount) { parts.withLock { $0[account] = nil } }

  /// How much was taken of an account.
  func use(of account: StateAccount) -> AuditReport.Run.StateUse {
    let use = parts.withLock { $0[account]?.use ?? StateUse() }
    return AuditReport.Run.StateUse(taken: use.taken, oldest: use.oldest)
  }
}
