import Auditing
import Repairing
import Reporting

/// The reports of a command, with their files open.
struct ReportOutputs {
  private let options: OutputOptions
  private let main: Output
  private let additional: [(format: ReportFormat, output: Output)]
  /// What a command that undoes a run has to be told beside the run.
  var undoOptions = ""

  init(_ options: OutputOptions) throws {
    self.options = options
    main = try Output(options.output)
    additional = try options.report.map { (format: $0.format, output: try Output($0.file)) }
  }

  /// Empties what holds the report of an earlier run: a shard that ends before its report leaves none that an audit of
  /// today could take for its own.
  func dropOldReports() { for output in [main] + additional.map(\.output) { output.dropOldReport() } }

  /// Writes the report wherever it was asked for.
  func write(_ result: AuditReport) throws { try write(result, nil) }

  /// What writes of repairs in a look.
  typealias Writer = (ReportOptions) -> any RepairText

  /// Writes the report with what was planned, or done, of repairs.
  func write(_ result: AuditReport, repairs: @escaping Writer, isPlan: Bool) throws {
    try write(result, ReportedRepairs(repairs, isPlan: isPlan))
  }

  /// The formats that are written.
  var formats: [ReportFormat] { [options.format] + additional.map(\.format) }

  /// Shows a plan on standard error where none of the reports holds it.
  func showUnheld(_ repairs: Writer) {
    if formats.contains(where: \.holdsRepairs) { return }
    let terminal = options.terminal
    let look = ReportOptions(
      width: terminal.columns, isColored: terminal.colorsErrors, isVerbose: options.verbose)
    StandardError.write(repairs(look).plan)
  }

  /// Writes what was planned, or done, where nothing is judged: as JSON where that is the format, else as text.
  func write(repairs: RepairRun, isPlan: Bool) throws {
    func text(_ format: ReportFormat, _ options: ReportOptions) -> String {
      let report = RepairReport(repairs, options: options)
      return format == .json ? report.jsonText : isPlan ? report.plan : report.result
    }
    try main.write(text(options.format, mainOptions))
    for (format, output) in additional { try output.write(text(format, additionalOptions)) }
  }

  private var mainOptions: ReportOptions {
    let (terminal, isShown) = (options.terminal, options.isOnStandardOutput)
    return ReportOptions(
      width: isShown ? terminal.columns : 80, isColored: isShown && terminal.colorsOutput, isVerbose: options.verbose,
      isQuiet: options.quiet, undoOptions: undoOptions)
  }

  private var additionalOptions: ReportOptions { ReportOptions(isVerbose: options.verbose, undoOptions: undoOptions) }

  private func write(_ result: AuditReport, _ repairs: ReportedRepairs?) throws {
    func write(_ format: ReportFormat, _ options: ReportOptions, to output: Output) throws {
      try output.write { sink in
        try format.write(result, options: options, repairs: repairs, to: sink)
        try result.stored?.check()
      }
    }
    try write(options.format, mainOptions, to: main)
    for (format, output) in additional { try write(format, additionalOptions, to: output) }
  }
}
