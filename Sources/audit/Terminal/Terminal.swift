#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is at the other end of standard output and standard error, and what the user wants to see there.
struct Terminal: Sendable, Hashable {
  /// One of the two streams.
  struct Stream: Sendable, Hashable {
    /// Whether a terminal is at its other end.
    let isTerminal: Bool
    /// The columns of that terminal, where it says so.
    let columns: Int?

    /// The facts about an open file descriptor.
    static func current(_ descriptor: Int32) -> Stream {
      guard isatty(descriptor) == 1 else { return Stream(isTerminal: false, columns: nil) }
      var size = winsize()
      let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      return Stream(isTerminal: true, columns: isKnown ? Int(size.ws_col) : nil)
    }
  }

  /// The columns of a page where nothing says otherwise.
  static let defaultColumns = 80

  /// The columns to write results in.
  let columns: Int
  /// Whether results on standard output are coloured.
  let colorsOutput: Bool
  /// Whether messages on standard error are coloured.
  let colorsErrors: Bool
  /// Whether a progress line is shown on standard error.
  let showsProgress: Bool

  /// The facts of streams, environment and flags taken together.
  ///
  /// `NO_COLOR` counts where it is not empty (no-color.org), as does `CI`, in which nobody watches a progress line.
  /// `COLUMNS` wins over the terminal (POSIX.1-2024, 8.3).
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - output: Standard output.
  ///   - errors: Standard error.
  ///   - noColor: Whether `--no-color` was given.
  ///   - noProgress: Whether `--no-progress` was given.
  init(environment: [String: String], output: Stream, errors: Stream, noColor: Bool = false, noProgress: Bool = false) {
    func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
    let canMove = isSet("TERM") && environment["TERM"] != "dumb"
    let mayColor = canMove && !noColor && !isSet("NO_COLOR")
    colorsOutput = mayColor && output.isTerminal
    colorsErrors = mayColor && errors.isTerminal
    showsProgress = canMove && errors.isTerminal && !noProgress && !isSet("CI")
    let wanted = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    columns = wanted ?? output.columns ?? Self.defaultColumns
  }

  /// The facts about this process.
  static func current(environment: [String: String], noColor: Bool = false, noProgress: Bool = false) -> Terminal {
    Terminal(
      environment: environment, output: .current(STDOUT_FILENO), errors: .current(STDERR_FILENO), noColor: noColor,
      noProgress: noProgress)
  }
}
