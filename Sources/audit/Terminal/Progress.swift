import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One line on standard error that says how far the reading has come, drawn over itself and erased before results come.
///
/// May be called from any task. Draws at most ten times a second, and nothing at all unless it is enabled.
final class Progress: Sendable {
  /// What it reads the time from and draws on; a test passes its own.
  struct Screen: Sendable {
    /// The seconds since some fixed point.
    let now: @Sendable () -> Double
    /// The columns there are at the moment.
    let columns: @Sendable () -> Int
    /// Writes text at once.
    let show: @Sendable (String) -> Void

    /// Standard error.
    static let standardError = Screen(
      now: {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
      },
      columns: { Terminal.Stream.current(STDERR_FILENO).columns ?? Terminal.defaultColumns },
      show: { text in
        // What is lost of a progress line is drawn again soon, so a short write needs no second one.
        _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      })
  }

  private struct State {
    var line: ProgressLine
    var startedAt: Double
    var drawnAt = -Double.infinity
    var isDrawn = false
  }

  private static let interval = 0.1
  private static let erase = "\r\u{1B}[2K"

  private let screen: Screen
  /// Whether anything is shown.
  let isEnabled: Bool
  private let state: Mutex<State>

  /// A line that has not been drawn yet.
  init(_ activity: String, isEnabled: Bool, screen: Screen = .standardError) {
    self.screen = screen
    self.isEnabled = isEnabled
    state = Mutex(State(line: ProgressLine(activity: activity), startedAt: isEnabled ? screen.now() : 0))
  }

  /// Begins another activity, counting from nothing.
  func begin(_ activity: String) {
    update { state in
      state.line = ProgressLine(activity: activity)
      state.startedAt = screen.now()
      state.drawnAt = -.infinity
    }
  }

  /// Says how many calls are needed, as far as is known by now.
  func expect(_ calls: Int) {
    update { $0.line.expected = max($0.line.expected, calls) }
  }

  /// Says which step of several is being done.
  func describe(_ step: String) {
    update { $0.line.step = step }
  }

  /// Says that a call is on its way.
  func started(_ operation: String) {
    update { $0.line.operation = operation }
  }

  /// Says that a call is done, whatever came of it.
  func finished(_ operation: String) {
    update {
      $0.line.done += 1
      $0.line.operation = operation
    }
  }

  /// Takes the line off the screen while something else is written to standard error, such as a log line.
  func interrupt<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard isEnabled else { return try body() }
    return try state.withLock { state in
      clear(&state)
      return try body()
    }
  }

  /// Erases the line. Call it before results are printed; the next call on this object draws it again.
  func finish() {
    guard isEnabled else { return }
    state.withLock { clear(&$0) }
  }

  private func update(_ change: (inout State) -> Void) {
    guard isEnabled else { return }
    state.withLock { state in
      change(&state)
      let now = screen.now()
      guard now - state.drawnAt >= Self.interval else { return }
      state.drawnAt = now
      state.isDrawn = true
      state.line.seconds = now - state.startedAt
      // The last column stays free: some terminals wrap as soon as it is filled.
      screen.show(Self.erase + state.line.text(columns: screen.columns() - 1))
    }
  }

  private func clear(_ state: inout State) {
    guard state.isDrawn else { return }
    screen.show(Self.erase)
    state.isDrawn = false
    state.drawnAt = -.infinity
  }
}
