import Auditing
import Documents
import Foundation
import State

/// What is told of a run to somebody who does not read its report: what has appeared, and what is gone.
public struct Notice: Sendable {
  /// How many findings of each kind are told; the others are counted.
  private static let most = 50
  /// How many of them a message for people names.
  private static let fewest = 10

  private let report: AuditReport
  private let changes: HistoryChanges?
  private let scope: String
  /// What has appeared and what is gone, worst first, whichever account was done first.
  private let appeared, gone: [RecordedFinding]

  /// A notice of a run.
  ///
  /// - Parameters:
  ///   - changes: What it has changed; `nil` where nobody knows, as nothing was recorded.
  ///   - scope: What it was narrowed to; empty where it was not.
  public init(of report: AuditReport, _ changes: HistoryChanges?, scope: String = "") {
    self.report = report
    self.changes = changes
    appeared = Self.worstFirst(changes?.appeared ?? [])
    gone = Self.worstFirst(changes?.gone ?? [])
    self.scope = ([report.run.shard.map { "shard \($0)" } ?? "", scope].filter { !$0.isEmpty }).joined(separator: ", ")
  }

  /// Whether there is nothing that somebody does not know.
  public var isEmpty: Bool { appeared.isEmpty && gone.isEmpty && readings.isEmpty }

  /// One line: `audit of 111122223333: 2 findings appeared, 1 is gone; 7 wrong in all.` Of a part of an audit it says so.
  public var title: String {
    let accounts = report.run.accounts
    let audit =
      switch accounts.count {
      case 0: "audit"
      case 1...3: "audit of \(accounts.joined(separator: ", "))"
      default: "audit of \(accounts.count) accounts"
      }
    let wrong = FindingCounts(report).fail + report.leftOut
    let changed = changes.map { _ in
      "\(counted(appeared.count, "finding")) appeared, \(gone.count) \(gone.count == 1 ? "is" : "are") gone; "
    }
    let part = scope.isEmpty ? "" : " (\(scope))"
    return "\(audit)\(part): \(changed ?? "")\(wrong) wrong in all."
      + (report.isComplete ? "" : " The audit is incomplete.")
  }

  /// As data.
  public var document: JSONValue {
    let document: JSONObject = [
      "schemaVersion": "1",
      "title": .string(title),
      "run": [
        "id": .string(report.run.id), "version": .string(report.run.version),
        "finishedAt": .string(Timestamp.rfc3339(report.run.finishedAt)),
        "accounts": .array(report.run.accounts.map(JSONValue.string)), "complete": .bool(report.isComplete),
      ],
    ]
    if changes == nil { return .object(document) }
    return .object(
      document.merging([
        "summary": ["appeared": .integer(appeared.count), "gone": .integer(gone.count)],
        "appeared": .array(appeared.prefix(Self.most).map(finding)),
        "gone": .array(gone.prefix(Self.most).map(finding)),
        "notes": .array(readings.map(JSONValue.string)),
      ]))
  }

  /// As the incoming webhooks of Slack take it: <https://api.slack.com/messaging/webhooks>. No character of a name is a mark
  /// of Slack's there.
  public var slack: JSONValue {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    return ["text": .string(([title] + lines).map(escaped).joined(separator: "\n")), "mrkdwn": false]
  }

  /// As the workflows of Microsoft Teams take it: a message with an adaptive card. Of its blocks those of runs of text take no
  /// Markdown, in which names of policies and patterns of paths would lose their marks.
  ///
  /// <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using>
  public var teams: JSONValue {
    func block(_ text: String) -> JSONValue {
      ["type": "RichTextBlock", "inlines": [["type": "TextRun", "text": .string(text)]]]
    }
    return [
      "type": "message",
      "attachments": [
        [
          "contentType": "application/vnd.microsoft.card.adaptive",
          "content": [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": .array(([title] + lines).map { block($0) }),
          ],
        ]
      ],
    ]
  }

  /// As a text for people.
  public var text: String { ([title] + lines).joined(separator: "\n") }

  private var lines: [String] {
    let all = appeared.map { ("+", $0) } + gone.map { ("-", $0) }
    let lines = all.prefix(Self.fewest).map { sign, finding in
      let seen = finding.seen
      // Of one account the title says which.
      let account = report.run.accounts.count > 1 ? " in \(finding.account.account)" : ""
      return SafeText.sentence(
        "\(sign) \(seen.severity) \(seen.rule) \(seen.resource.id)\(account): \(Self.cut(seen.message))")
    }
    return (all.count > Self.fewest ? lines + ["and \(all.count - Self.fewest) more"] : lines) + readings
  }

  /// What could not be read and could be before, a line for each call that failed, and that it can be read again.
  private var readings: [String] {
    guard let changes else { return [] }
    let failed = Dictionary(grouping: changes.unread) { Self.cut($0.seen.message) }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let lines = failed.prefix(Self.fewest).map { message, findings in
      SafeText.sentence("? \(message) (\(counted(findings.count, "verdict")))")
    }
    let more = failed.count > Self.fewest ? ["and \(failed.count - Self.fewest) more that could not be judged"] : []
    let again = changes.readAgain.count
    return lines + more
      + (again == 0 ? [] : ["What could not be judged before can be again (\(counted(again, "verdict")))."])
  }

  /// What fails before what is undecided, the worst first.
  private static func worstFirst(_ findings: [RecordedFinding]) -> [RecordedFinding] {
    func key(_ finding: RecordedFinding) -> [String] {
      let seen = finding.seen
      return [seen.resource.type.rawValue, seen.resource.id, finding.account.account, seen.rule, seen.path]
    }
    return findings.sorted { left, right in
      if left.seen.isUnknown != right.seen.isUnknown { return right.seen.isUnknown }
      let (first, second) = (Severity(rawValue: left.seen.severity), Severity(rawValue: right.seen.severity))
      if first != second { return (first ?? .info) > (second ?? .info) }
      return key(left).lexicographicallyPrecedes(key(right))
    }
  }

  private func finding(_ finding: RecordedFinding) -> JSONValue {
    let seen = finding.seen
    return [
      "fingerprint": .string(seen.fingerprint), "rule": .string(seen.rule), "severity": .string(seen.severity),
      "status": .string(seen.status.rawValue), "resource": JSONReport.resource(seen.resource, in: report),
      "path": .string(seen.path), "message": .string(Self.cut(seen.message)),
      "firstSeen": .string(Timestamp.rfc3339(finding.firstSeen)),
    ]
  }

  /// No service takes a message of any length.
  private static func cut(_ text: String) -> String { text.count <= 500 ? text : "\(text.prefix(500))…" }
}
