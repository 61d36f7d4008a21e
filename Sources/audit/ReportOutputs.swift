import Auditing
import Repairing
import Reporting

/// The reports of a command, with their files open.
struct ReportOutputs {
  private let options: OutputOptions
  private let main: Output
  private let additional: [(format: ReportFormat, output: Output)]

  init(_ options: OutputOptions) throws {
    self.options = options
    main = try Output(options.output)
    additional = try options.report.map { (format: $0.format, output: try Output($0.file)) }
    if ([main] + additional.map(\.output)).count(where: \.isStandardOutput) > 1 {
      throw Failure("Standard output is named for two results, and takes one: give --output FILE, or --format alone.")
    }
  }

  /// Writes the report wherever it was asked for.
  func write(_ result: AuditReport) throws { try write(result, nil, before: "") }

  /// What writes of repairs in a look.
  typealias Writer = (ReportOptions) -> any RepairText

  /// Writes the report with what was planned, or done, of repairs.
  func write(_ result: AuditReport, repairs: Writer, isPlan: Bool) throws {
    let text = repairs(mainOptions)
    try write(result, text, before: options.format == .text ? (isPlan ? text.plan : text.result) + "\n" : "")
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
      isQuiet: options.quiet)
  }

  private var additionalOptions: ReportOptions { ReportOptions(isVerbose: options.verbose) }

  private func write(_ result: AuditReport, _ repairs: (any RepairText)?, before: String) throws {
    func write(_ format: ReportFormat, _ options: ReportOptions, before: String = "", to output: Output) throws {
      try output.write { sink in
        if !before.isEmpty { try sink(before) }
        try format.write(result, options: options, repairs: repairs?.json, to: sink)
        try result.stored?.check()
      }
    }
    try write(options.format, mainOptions, before: before, to: main)
    for (format, output) in additional { try write(format, additionalOptions, to: output) }
  }
}
