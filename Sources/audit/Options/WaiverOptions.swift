import ArgumentParser
import Auditing
import Foundation
import Schema
import Reporting

/// Waiving all that is wrong today.
struct WaiverOptions: ParsableArguments {
  @Option(
    name: .customLong("write-waivers"),
    help: ArgumentHelp(
      "Waive all that is found, failures and what is undecided, and write the waivers into this file. It is in use once "
        + "audit.yaml says `include: [FILE]`, or with --config FILE.", valueName: "file"), completion: .file())
  var file: String?

  @Option(help: ArgumentHelp("Why that is accepted; with --write-waivers.", valueName: "text"))
  var reason: String?

  @Option(
    help: ArgumentHelp("The last day on which it is, such as 2027-03-31; with --write-waivers.", valueName: "day"))
  var expires: String?

  @Flag(help: "Let --write-waivers write over a file that somebody has changed.")
  var force = false

  func validate() throws {
    guard file != nil else {
      if reason != nil || expires != nil || force {
        throw ValidationError("--reason, --expires and --force are for --write-waivers FILE.")
      }
      return
    }
    guard let reason, !reason.allSatisfy(\.isWhitespace), let expires else {
      throw ValidationError("--write-waivers takes --reason TEXT and --expires DAY: nothing is accepted without them.")
    }
    guard let day = CalendarDate(expires) else {
      throw ValidationError("\"\(expires)\" is no day of the calendar, written as in 2027-03-31.")
    }
    if day.isOver(at: Date()) { throw ValidationError("--expires \(expires) is over: nothing would be waived.") }
  }

  /// Opens the file, where one is named.
  ///
  /// - Parameter scope: What the run is narrowed to; empty where it is not.
  /// - Throws: ``Failure`` where it may not be written over, or cannot be written.
  func open(scope: String) throws -> WaiverFile? {
    guard let file, let reason, let day = expires.flatMap({ CalendarDate($0) }) else { return nil }
    if !force, !scope.isEmpty, WrittenOutput.isRegular(file), try !Files.bytes(file).isEmpty {
      throw Failure(
        "\(file): it is there already, and a run with \(scope) would leave out what else it waives. Name another file, or "
          + "add --force.")
    }
    return WaiverFile(
      name: file, waiver: Finding.Waiver(reason: reason, expires: day),
      output: try WrittenOutput(file, isForced: force, areWaivers: true))
  }
}

/// The file into which a run writes waivers.
struct WaiverFile {
  let name: String
  let waiver: Finding.Waiver
  let output: WrittenOutput

  /// Writes down what was found and is waived, and says how to use it.
  func write(_ report: AuditReport) throws {
    let own = Files.identity(name)
    var known: [String: Bool] = [:]
    let (text, count) = WaiverWriter.text(waiving: report.allFindings) { file in
      if let isSame = known[file] { return isSame }
      let isSame = Files.identity(file) == own
      known[file] = isSame
      return isSame
    }
    try report.stored?.check()
    try output.write(text)
    let isFile = name != Output.standardName
    let use =
      known.values.contains(true)
      ? "" : " It is in use once audit.yaml says `include: [\(isFile ? name : "FILE")]`, or with --config."
    StandardError.write("audit: \(isFile ? name : Output.standardOutput): \(counted(count, "finding")) waived.\(use)")
  }
}
