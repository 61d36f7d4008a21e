import ArgumentParser
import Auditing
import Documents
import Foundation
import Reporting

/// `audit merge`.
struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one report of the JSON reports of many runs: shards, accounts.",
    discussion: """
      EXAMPLES
        audit merge shard-*.json
        audit merge reports --format html --output audit.html
        audit merge 'reports/*/audit.json' --report sarif=audit.sarif
        audit merge s3://audit-reports/2026-01-31/ --report html=audit.html

      A finding that several reports know of is counted once, by its fingerprint; of two reports of one shard, or of the \
      same accounts that were asked the same, the newer counts. A shard that is missing or incomplete, and a report that \
      cannot be read, is an error of the audit. Shards of one account, or of one list of accounts, that were asked \
      different things, or that divided the work in different ways, make no report. What the report goes to is left out \
      of a folder or a pattern, and refused where it is named as a report. Reports \
      in S3 are fetched by signed calls, which take s3:ListBucket and s3:GetObject.

      EXIT CODES
        as check: 0, 2, or 1 where something is missing, which wins over 2
      """)

  @Argument(
    help: ArgumentHelp(
      "A report, a folder of them (*.json), a pattern, or s3://BUCKET/PREFIX.", valueName: "report"),
    completion: .file())
  var reports: [String]

  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let locations = try reports.compactMap { try StoredReports.Location($0) }
    let files = try ReportFiles.list(
      reports.filter { !$0.hasPrefix(StoredReports.Location.scheme) },
      besides: [output.output] + output.report.map(\.file))
    for file in files { try FileRoles.noteRead(file) }
    let outputs = try output.open()
    let rules = try RuleSet(RuleSet.builtIn).rules
    let reader = JSONReportReader(knowing: rules)
    var merge = ReportMerge(into: try FindingSpool(rules: rules))
    for file in files {
      try await add(file, to: &merge, by: reader) { try Files.readJSON(file) }
    }
    if !locations.isEmpty {
      let stored = StoredReports(
        session: try Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose))
      for location in locations {
        for key in try await stored.keys(in: location) {
          try await add(location.name(of: key), to: &merge, by: reader) { try await stored.report(key, in: location) }
        }
      }
    }
    if let conflict = merge.conflict { throw Failure(conflict) }
    let report = try merge.report(id: UUID().uuidString.lowercased(), version: Audit.version)
    try outputs.write(report)
    if let outcome = report.outcome(failOn: output.failOn) { throw outcome }
  }

  private func add(
    _ name: String, to merge: inout ReportMerge, by reader: JSONReportReader, reading: () async throws -> JSONValue
  ) async throws {
    do {
      try merge.add(try reader.report(try await reading()), named: name)
    } catch let error as JSONReportError {
      merge.addUnreadable(name, error.description)
    } catch let error as Failure {
      // It names the file, as does what is said of it.
      let prefix = "\(name): "
      let text = error.description
      merge.addUnreadable(name, text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
    }
  }
}

/// Finds reports.
enum ReportFiles {
  /// The files that are named: each file, the JSON files of each folder, and what fits each pattern.
  ///
  /// - Parameter outputs: Where the results go, which are none of the reports that a folder or a pattern means.
  /// - Throws: ``Failure`` where a folder or a pattern holds none, and where one of the outputs is named.
  static func list(_ names: [String], besides outputs: [String]) throws -> [String] {
    let outputs = Set(outputs.filter { $0 != Output.standardName }.map(Files.identity))
    func isReport(_ file: String) -> Bool { !outputs.contains(Files.identity(file)) }
    let files = try names.flatMap { name -> [String] in
      if Files.isFolder(name) {
        let found = try Files.list(name).filter { $0.hasSuffix(".json") && isReport($0) }
        if found.isEmpty { throw Failure("\(name): there is no report (*.json) in this folder.") }
        return found
      }
      guard !Files.exists(name), name.contains(where: "*?[".contains) else {
        if isReport(name) { return [name] }
        throw Failure(
          "\(FileRoles.refusal(name)) Of a folder, or of a pattern in quotes, the file that the results go to is left out."
        )
      }
      let found = fitting(name).filter(isReport)
      if found.isEmpty { throw Failure("\(name): no file fits this pattern.") }
      return found
    }
    return Files.once(files)
  }

  /// The files that fit a pattern, as a shell finds them.
  private static func fitting(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0, let paths = result.gl_pathv else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }
}
