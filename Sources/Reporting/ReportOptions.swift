/// How a report for people should look.
public struct ReportOptions: Sendable, Hashable {
  /// The columns to fill. Kept between 40 and 120: prose is hard to read in less and in more.
  public var width: Int
  /// Whether to colour with escape sequences.
  public var isColored: Bool
  /// Whether to say all there is: reasons, fingerprints, waived findings, whole values.
  public var isVerbose: Bool
  /// Whether to say only the findings, one a line.
  public var isQuiet: Bool
  /// What `audit undo` has to be told beside the run, as a shell takes it.
  public var undoOptions: String

  /// Options with the look of a pipe, unless said otherwise.
  public init(
    width: Int = 80, isColored: Bool = false, isVerbose: Bool = false, isQuiet: Bool = false,
    undoOptions: String = ""
  ) {
    self.width = min(max(width, 40), 120)
    self.isColored = isColored
    self.isVerbose = isVerbose
    self.isQuiet = isQuiet
    self.undoOptions = undoOptions
  }
}
