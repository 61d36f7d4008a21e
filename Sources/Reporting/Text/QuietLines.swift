import Auditing
import Estate

/// The quiet report: one line a finding, for `grep` and `awk`.
///
/// `severity rule type id path: message`, where the severity of what is not failing is `unknown`, and the
/// path of a resource as a whole is `-`. A log group, which exists in many regions under one name, is `name@region`.
/// Where there are several accounts, the message begins with whose it is.
/// What could not be read is a line `error operation type id code: message`, a warning is a line
/// `warning - - - file:line: message`, what was not compared is a line `note - - - file: message`. Where nothing was audited, a line says so: no line at all means that nothing is wrong, or
/// that all of it is waived. So it is where no rule applies to anything.
enum QuietLines {
  static func write(_ report: AuditReport, to sink: (String) throws -> Void) rethrows {
    for finding in report.allFindings where finding.status != .waived {
      let word = finding.status == .fail ? finding.severity.rawValue : finding.status.rawValue
      try sink(line(word, finding.rule, finding.resource, finding.path, finding.message, report))
    }
    let warnings = report.warnings.map { warning in
      let place = SafeText.escaped("\(warning.source.file):\(warning.source.line)")
      return SafeText.inert("warning - - - \(place): \(SafeText.sentence(warning.message))") + "\n"
    }
    let errors = report.failures.map { line("error", $0.operation, $0.resource, $0.code, $0.message, report) }
    if report.allFindings.isEmpty, report.run.resources == 0 || report.run.rules + report.run.declarations == 0 {
      return try sink((errors + warnings + ["warning - - - -: nothing was audited\n"]).joined())
    }
    let isJudged = report.passes + report.leftOut > 0 || !report.allFindings.isEmpty || !report.failures.isEmpty
    let nothing = isJudged ? [] : ["warning - - - -: nothing was judged, as no rule applies to what was found\n"]
    let notes = report.notes.map { note in
      SafeText.inert(
        "note - - - \(note.file.isEmpty ? "-" : SafeText.escaped(note.file)): \(SafeText.sentence(note.message))")
        + "\n"
    }
    try sink((errors + warnings + nothing + notes).joined())
  }

  private static func line(
    _ word: String, _ rule: String, _ resource: ResourceReference, _ place: String, _ message: String,
    _ report: AuditReport
  ) -> String {
    let parts = [rule, resource.type.rawValue, resource.name, place.isEmpty ? "-" : place].map(SafeText.escaped)
    let said = SafeText.sentence((report.account(of: resource).map { "\($0): " } ?? "") + message)
    return SafeText.inert("\(word) \(parts.joined(separator: " ")): \(said)") + "\n"
  }
}
