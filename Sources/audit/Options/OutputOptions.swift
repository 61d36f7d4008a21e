import ArgumentParser
import Auditing
import Documents
import Foundation
import Reporting

/// Where results go and what they look like.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The format of the report: \(ReportFormat.names).", valueName: "format"),
    completion: .list(ReportFormat.allCases.map(\.rawValue)), transform: ReportFormat.named)
  var format: ReportFormat = .text

  // `-o` is the plan's in `fix`.
  @Option(
    help: ArgumentHelp("Write the report to this file instead of standard output, which is `-`.", valueName: "file"),
    completion: .file())
  var output = Output.standardName

  @Option(
    help: ArgumentHelp(
      "Write a report beside the main one, as sarif=audit.sarif; may be repeated.", valueName: "format=file"),
    completion: Completions.reports, transform: AdditionalReport.init)
  var report: [AdditionalReport] = []

  @Option(
    name: .customLong("fail-on"),
    help: ArgumentHelp("The least severity that makes the exit code 2.", valueName: "severity"))
  var failOn: Severity = .low

  @Flag(name: .shortAndLong, help: "One line a finding.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Show everything: waived findings, long values, every resource; log each call.")
  var verbose = false

  @Flag(name: .noColor, help: "Write without colour.")
  var noColor = false

  @Flag(name: .customLong("no-progress"), help: "Show no progress.")
  var noProgress = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
  }

  var terminal: Terminal {
    .current(environment: ProcessInfo.processInfo.environment, noColor: noColor, noProgress: noProgress)
  }

  /// Whether the main report goes to standard output.
  var isOnStandardOutput: Bool { output == Output.standardName }

  /// Whether a plan of repairs belongs to the results, where people read them.
  var showsPlan: Bool { format == .text && isOnStandardOutput }

  /// Opens every file that a report goes to.
  ///
  /// - Throws: ``Failure`` where one cannot be written, or would be written twice.
  func open() throws -> ReportOutputs { try ReportOutputs(self) }
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
