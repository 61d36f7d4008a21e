import ArgumentParser
import Auditing
import Documents
import Foundation
import Repairing
import Reporting

/// Where results go and what they look like.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The format of the report: \(ReportFormat.names).", valueName: "format"),
    completion: .list(ReportFormat.allCases.map(\.rawValue)), transform: ReportFormat.named)
  var format: ReportFormat = .text

  @Option(help: ArgumentHelp("Write the report to this file instead of standard output.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Write a report beside the main one, as sarif=audit.sarif; may be repeated.", valueName: "format=file"),
    transform: AdditionalReport.init)
  var report: [AdditionalReport] = []

  @Option(name: .customLong("fail-on"), help: "The least severity that makes the exit code 2.")
  var failOn: Severity = .low

  @Flag(help: "One line a finding.")
  var quiet = false

  @Flag(help: "Show everything: waived findings, long values, every resource; log each call.")
  var verbose = false

  @Flag(name: .customLong("no-color"), help: "Write without colour.")
  var noColor = false

  @Flag(name: .customLong("no-progress"), help: "Show no progress.")
  var noProgress = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
  }

  var terminal: Terminal {
    .current(environment: ProcessInfo.processInfo.environment, noColor: noColor, noProgress: noProgress)
  }

  /// Whether a plan of repairs belongs to the results, where people read them.
  var showsPlan: Bool { format == .text && output == nil }

  /// Writes the report wherever it was asked for.
  func write(_ result: AuditReport) throws { try write(result, nil, before: "") }

  /// Writes the report with what was planned, or done, of repairs.
  func write(_ result: AuditReport, repairs: RepairRun, isPlan: Bool) throws {
    let text = RepairReport(repairs, options: options)
    try write(result, text, before: format == .text ? (isPlan ? text.plan : text.result) + "\n" : "")
  }

  /// Writes what was planned, or done, where nothing is judged.
  func write(repairs: RepairRun, isPlan: Bool) {
    let report = RepairReport(repairs, options: options)
    Files.print(format == .json ? report.jsonText : isPlan ? report.plan : report.result)
  }

  private var options: ReportOptions {
    let isFile = output != nil
    return ReportOptions(
      width: isFile ? 80 : terminal.columns, isColored: !isFile && terminal.colorsOutput, isVerbose: verbose,
      isQuiet: quiet)
  }

  private func write(_ result: AuditReport, _ repairs: RepairReport?, before: String) throws {
    let text = before + format.write(result, options: options, repairs: repairs)
    if let output { try Files.write(text, to: output) } else { Files.print(text) }
    for additional in report {
      let text = additional.format.write(result, options: ReportOptions(isVerbose: verbose), repairs: repairs)
      try Files.write(text, to: additional.file)
    }
  }
}

/// A report beside the main one.
struct AdditionalReport {
  let format: ReportFormat
  let file: String

  /// What `FORMAT=FILE` asks for.
  init(argument: String) throws {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else {
      throw ValidationError("\"\(argument)\" is no FORMAT=FILE, such as sarif=audit.sarif.")
    }
    format = try ReportFormat.named(String(parts[0]))
    file = String(parts[1])
  }
}

extension ReportFormat {
  /// All of them, for people.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// The format of that name.
  static func named(_ name: String) throws -> ReportFormat {
    if let format = ReportFormat(rawValue: name) { return format }
    let guess = Suggestion.phrase(for: name, among: allCases.map(\.rawValue))
    throw ValidationError("There is no format \"\(name)\".\(guess) Formats: \(names).")
  }
}

extension Severity: ExpressibleByArgument {}
