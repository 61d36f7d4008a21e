import Auditing
import Foundation
import State
import Synchronization

/// What a run takes from a state instead of reading it, and keeps there for the next.
final class ReadingState: Sendable {
  private let file: StateFile
  private let isRefreshing: Bool
  private let parts = Mutex<StoredParts?>(nil)

  /// The parts of resources in a state.
  init(in file: StateFile, isRefreshing: Bool) {
    self.file = file
    self.isRefreshing = isRefreshing
  }

  /// What earlier runs have read of an account.
  func parts(of account: StateAccount) -> StoredParts {
    parts.withLock { parts in
      if let parts { return parts }
      let new = StoredParts(in: file, of: account, schema: RunState.schema, isRefreshing: isRefreshing)
      parts = new
      return new
    }
  }

  /// How much was taken.
  var use: AuditReport.Run.StateUse {
    let use = parts.withLock { $0?.use ?? StateUse() }
    return AuditReport.Run.StateUse(taken: use.taken, oldest: use.oldest)
  }
}
