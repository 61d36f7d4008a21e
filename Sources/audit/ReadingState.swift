import Auditing
import Dispatch
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

  /// Writes what was read so far.
  func flush() {
    for parts in parts.withLock({ Array($0.values) }) { parts.flush() }
  }

  /// How many parts were read again only because what the state holds of them is not what was written.
  var damaged: Int { parts.withLock { $0.values.reduce(0) { $0 + $1.use.damaged } } }

  /// How much was taken of an account.
  func use(of account: StateAccount) -> AuditReport.Run.StateUse {
    let use = parts.withLock { $0[account]?.use ?? StateUse() }
    return AuditReport.Run.StateUse(taken: use.taken, oldest: use.oldest)
  }
}

/// Ctrl-C and SIGTERM while an estate is read: what was read so far is kept, and the process ends as it would have.
final class KeptWhenStopped {
  private let sources: [any DispatchSourceSignal]

  /// Takes signals from now on, as long as it lives.
  init(_ state: ReadingState) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        state.flush()
        Self.end(by: number)
      }
      source.resume()
      return source
    }
  }

  /// Ends the process by a signal, so that whoever waits for it sees that.
  private static func end(by number: Int32) -> Never {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    signal(number, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
    Audit.end(128 + number)
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    FirstProcess.heedSignals()
  }
}
