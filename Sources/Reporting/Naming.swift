import Auditing
import Documents
import Estate
import Foundation

extension ResourceReference {
  /// The id; that of a log group, which exists in many regions under one name, as `name@region`.
  var name: String { type == .logGroup ? "\(id)@\(region)" : id }
}

extension SourceMark {
  /// The file as a repository names it.
  var path: String { file.hasPrefix("./") ? String(file.dropFirst(2)) : file }

  /// Whether the file is in the binary, and in no repository.
  var isBuiltIn: Bool { file.hasPrefix("built-in/") }
}

extension AuditReport {
  /// Whose a resource is, where the report is of several accounts: `111122223333 (shop)`. Many of them may have resources
  /// of one name.
  func account(of resource: ResourceReference) -> String? {
    if run.accounts.count < 2 || resource.account.isEmpty { return nil }
    return resource.account + (run.accountNames[resource.account].map { " (\($0))" } ?? "")
  }

  /// The name of a resource, and whose it is where there are several accounts.
  fileprivate func fullName(of resource: ResourceReference) -> String {
    resource.name + (account(of: resource).map { " in \($0)" } ?? "")
  }
}

extension Finding {
  /// Where it is and what is wrong, on one line: `E1ABC, DefaultCacheBehavior.Compress: Nothing is compressed.`
  func sentence(in report: AuditReport) -> String {
    let name = report.fullName(of: resource)
    let place = path.isEmpty ? name : "\(name), \(path)"
    return "\(SafeText.sentence(place)): \(SafeText.sentence(message))"
  }

  /// What should be there, on one line; `nil` where the finding does not say.
  var expectedText: String? {
    expected.isNull ? nil : SafeText.sentence(ValueText.phrase(of: expected) ?? JSONWriter().string(expected))
  }

  /// What is there, on one line; `nil` where nobody knows, or nothing is and nothing is named that should be.
  var actualText: String? {
    if status == .unknown { return nil }
    if actual.isNull { return expected.isNull ? nil : "nothing" }
    return SafeText.sentence(JSONWriter().string(actual))
  }
}

extension Finding.Timeline {
  /// Since when it is so, at a time: `new`, `12 days (2026-10-05)`.
  func phrase(at time: Date) -> String {
    let age = isNew ? "new" : "\(Timestamp.age(from: since, to: time)) (\(Timestamp.day(since)))"
    guard returns > 0 else { return age }
    return "\(age), back for the \(ordinal(returns)) time; first seen on \(Timestamp.day(firstSeen))"
  }

  private func ordinal(_ number: Int) -> String {
    let ends = [1: "st", 2: "nd", 3: "rd"]
    return "\(number)\((11...13).contains(number % 100) ? "th" : ends[number % 10] ?? "th")"
  }
}

extension AuditReport {
  /// Since when a finding is so; `nil` where no state tells.
  func since(_ finding: Finding) -> String? { finding.timeline?.phrase(at: run.finishedAt) }
}

extension RecordedChange {
  /// On one line: `2026-11-27 09:30 UTC by ada (role admin), Terraform 1.9.5, from 192.0.2.1: UpdateDistribution (ID)`.
  var sentence: String {
    let moment = Timestamp.rfc3339(time).prefix(16).replacing("T", with: " ")
    let parts = ["\(moment) UTC by \(actor)", via, source.isEmpty || source == via ? "" : "from \(source)"]
    return SafeText.sentence("\(parts.filter { !$0.isEmpty }.joined(separator: ", ")): \(event) (\(eventID))")
  }

  /// As data.
  var document: JSONValue {
    [
      "at": .string(Timestamp.rfc3339(time)), "actor": .string(actor), "via": .string(via), "event": .string(event),
      "eventId": .string(eventID), "source": .string(source),
    ]
  }
}

extension Finding {
  /// Who changed what it is about, newest first, a line each; `nil` where nobody asked or nothing is known.
  var changedText: String? { changes.isEmpty ? nil : changes.map(\.sentence).joined(separator: "\n") }
}

extension AuditReport.Failure {
  /// What could not be read, why, and what to do.
  func sentence(in report: AuditReport) -> String {
    let why = SafeText.sentence(message)
    let said =
      "\(operation) failed on \(report.fullName(of: resource)) (\(code)): \(why)\(why.hasSuffix(".") ? "" : ".") \(advice)"
    return SafeText.sentence(said)
  }
}

/// A rule as reports describe it: one that was evaluated, or what a finding tells of another, such as `baseline`.
struct ReportedRule {
  let id: String
  let title: String
  let severity: Severity
  let why: String
  let remediation: String
  /// The rule as it is written, where it was evaluated by this run.
  let rule: Rule?
  /// On how many resources it held, where that is known.
  let passes: Int?

  /// The rules that were evaluated, then those that only findings name.
  static func all(of report: AuditReport) -> [ReportedRule] {
    let evaluated = report.rules.map { evaluated in
      let rule = evaluated.rule
      return ReportedRule(
        id: rule.id, title: rule.title, severity: evaluated.severity, why: rule.why,
        remediation: rule.remediation.recommendation, rule: rule, passes: evaluated.passes)
    }
    let others = report.findingsOfOtherRules.map { finding in
      ReportedRule(
        id: finding.rule, title: finding.title, severity: finding.severity, why: finding.why,
        remediation: finding.remediation, rule: nil, passes: nil)
    }
    return evaluated + others
  }
}

/// Findings of one rule for which the same is to be done.
struct FindingGroup {
  /// The first of them.
  private(set) var findings: [Finding]
  /// How many there are.
  private(set) var count = 1

  /// The first of them, whose words are those of all.
  var first: Finding { findings[0] }

  /// The groups of findings, in the order of the first of each.
  ///
  /// - Parameter limit: How many findings of each group are held.
  static func groups(of findings: some Sequence<Finding>, keeping limit: Int = .max) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var positions: [[String]: Int] = [:]
    for finding in findings {
      let key = [finding.rule, finding.remediation]
      if let position = positions[key] {
        groups[position].count += 1
        if groups[position].findings.count < limit { groups[position].findings.append(finding) }
      } else {
        positions[key] = groups.count
        groups.append(FindingGroup(findings: [finding]))
      }
    }
    return groups
  }
}

/// Notes of one file with one reason.
struct NoteGroup {
  /// Empty where no file says it.
  let file: String
  let reason: String
  let subjects: [String]

  /// The notes of a report, in the order of the first of each group.
  static func groups(of report: AuditReport) -> [NoteGroup] {
    let key = { (note: AuditReport.Note) in [note.file, note.reason] }
    let groups = Dictionary(grouping: report.notes, by: key)
    var seen: Set<[String]> = []
    return report.notes.filter { seen.insert(key($0)).inserted }.map { note in
      NoteGroup(file: note.file, reason: note.reason, subjects: (groups[key(note)] ?? []).map(\.subject))
    }
  }

  /// What stands over the notes of a report: what files say is not compared, what is there is not judged.
  static func heading(of report: AuditReport) -> String {
    let said = report.notes.count { $0.source != nil }
    if said == report.notes.count { return "Not compared" }
    return said == 0 ? "Not judged" : "Not compared, or not judged"
  }
}

extension AuditReport.Note {
  /// The file that says it; empty where none does.
  var file: String { source?.file ?? "" }
}

/// Text within XML and HTML.
enum Markup {
  /// The text with every character written out that means something there; what is active is ``SafeText``'s to escape.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
