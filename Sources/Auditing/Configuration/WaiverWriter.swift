import Documents
import Estate
import Foundation

/// Accepts all that is wrong today, for whoever begins on an old estate or meets new verdicts.
public enum WaiverWriter {
  /// The text of a configuration file with a waiver for each finding that can be waived, and for each that the same file
  /// waives already.
  ///
  /// Each waiver fits its finding and no other: where a pattern, or a path that is left out, could fit more, the
  /// fingerprint of the finding stands beside it.
  ///
  /// - Parameters:
  ///   - findings: What was found; those that are waived by it are marked so.
  ///   - file: The file as the configuration names it, where it is there already.
  ///   - waiver: Why it is accepted, and for how long.
  public static func text(
    waiving findings: inout [Finding], in file: String, _ waiver: Finding.Waiver
  ) -> (text: String, count: Int) {
    var entries: [JSONObject] = []
    var count = 0
    var written: Set<JSONObject> = []
    for index in findings.indices {
      if findings[index].canBeWaived {
        findings[index].status = .waived
        findings[index].waiver = waiver
      } else if findings[index].waiver?.source?.file != file {
        continue
      }
      guard let waiver = findings[index].waiver else { continue }
      count += 1
      // That something fails and that another part of it is undecided is accepted by one entry.
      let entry = entry(findings[index], waiver)
      if written.insert(entry).inserted { entries.append(entry) }
    }
    if entries.isEmpty { return ("waivers: []\n", 0) }
    return ("waivers:\n" + entries.map { YAMLText.element($0, indent: 2) }.joined(), count)
  }

  private static func entry(_ finding: Finding, _ waiver: Finding.Waiver) -> JSONObject {
    let resource = finding.resource.arn.isEmpty ? finding.resource.id : finding.resource.arn
    var entry: JSONObject = ["rule": .string(finding.rule), "resource": .string(resource)]
    if !finding.path.isEmpty { entry["path"] = .string(finding.path) }
    let isExact = !finding.path.isEmpty && !(resource + finding.path).contains { $0 == "*" || $0 == "?" }
    if !isExact { entry["fingerprint"] = .string(finding.fingerprint) }
    entry["reason"] = .string(waiver.reason)
    entry["expires"] = .string(waiver.expires.description)
    return entry
  }
}

extension AuditReport {
  /// Waives all that can be waived; gives the text of the file that says so, and how many findings it accepts.
  ///
  /// - Parameters:
  ///   - file: The file, as the configuration names it where it is in use already.
  ///   - waiver: Why it is accepted, and for how long.
  public mutating func waiveAll(in file: String, _ waiver: Finding.Waiver) -> (text: String, count: Int) {
    let written = WaiverWriter.text(waiving: &findings, in: file, waiver)
    findings.sort(by: Finding.worstFirst)
    return written
  }
}
