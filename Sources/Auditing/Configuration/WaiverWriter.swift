import Documents
import Estate
import Foundation

/// Accepts all that is wrong today, for whoever begins on an old estate or meets new verdicts.
public enum WaiverWriter {
  /// The text of a configuration file with a waiver for each finding whose waiver is not written yet, and for each that
  /// the same file waives already.
  ///
  /// Each waiver fits its finding and no other: where a pattern, or a path that is left out, could fit more, the
  /// fingerprint of the finding stands beside it.
  ///
  /// - Parameters:
  ///   - findings: What was found, and is waived.
  ///   - isSame: Whether a file that the configuration names is the one that is written.
  public static func text(
    waiving findings: some Sequence<Finding>, in isSame: (String) -> Bool
  ) -> (text: String, count: Int) {
    var (text, count) = ("waivers:\n", 0)
    var written: Set<JSONObject> = []
    for finding in findings {
      guard let waiver = finding.waiver, waiver.source.map({ isSame($0.file) }) ?? true else { continue }
      count += 1
      // That something fails and that another part of it is undecided is accepted by one entry.
      let entry = entry(finding, waiver)
      if written.insert(entry).inserted { text += YAMLText.element(entry, indent: 2) }
    }
    return count == 0 ? ("waivers: []\n", 0) : (text, count)
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
  /// Waives all that can be waived.
  ///
  /// - Parameter waiver: Why it is accepted, and for how long.
  public mutating func waiveAll(_ waiver: Finding.Waiver) {
    for index in findings.indices where findings[index].canBeWaived {
      findings[index].status = .waived
      findings[index].waiver = waiver
    }
    findings.sort(by: Finding.worstFirst)
  }
}
