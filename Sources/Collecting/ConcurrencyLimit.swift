import Synchronization

/// Lets a number of tasks through at a time, in the order in which they came.
final class ConcurrencyLimit: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
    var next = 0
  }

  /// How many are let through at a time.
  let width: Int
  private let state: Mutex<State>

  /// A limit of that width, at least 1.
  init(width: Int) {
    self.width = max(1, width)
    state = Mutex(State(free: self.width))
  }

  /// Waits for a free place and takes it.
  func enter() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Gives the place to whoever waits longest.
  func leave() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard state.next < state.waiting.count else {
        state.waiting.removeAll(keepingCapacity: true)
        state.next = 0
        state.free += 1
        return nil
      }
      defer { state.next += 1 }
      return state.waiting[state.next]
    }
    next?.resume()
  }
}
