import Auditing
import Foundation
import Testing

@testable import Reporting

@Suite struct JSONReportTests {
  private static let reports = [
    ("troubled.json", SampleReport.troubled), ("nothing-wrong.json", SampleReport.nothingWrong),
  ]

  @Test("The JSON is the one that was looked at", arguments: [0, 1])
  func golden(number: Int) throws {
    let (name, report) = Self.reports[number]
    try Golden.expect(ReportFormat.json.write(report), matches: name)
  }

  @Test("Another reader finds the keys that the contract names, and no others")
  func keys() throws {
    let root = try Self.read(SampleReport.troubled)
    #expect(Self.keys(root) == ["errors", "findings", "notes", "rules", "run", "schemaVersion", "summary", "warnings"])
    #expect(root["schemaVersion"] as? String == "1")
    let run = try #require(root["run"] as? [String: Any])
    #expect(
      Self.keys(run) == [
        "accounts", "apiCalls", "complete", "declarations", "finishedAt", "id", "regions", "resources", "rules",
        "shard",
        "snapshot", "startedAt", "state", "version",
      ])
    #expect(Self.keys(run["apiCalls"]) == ["byOperation", "retries", "total"])
    #expect(run["startedAt"] as? String == "2026-10-17T09:30:00.250Z")
    let summary = try #require(root["summary"] as? [String: Any])
    #expect(Self.keys(summary) == ["byAccount", "bySeverity", "fail", "leftOut", "pass", "unknown", "waived"])
    #expect(Self.keys(summary["bySeverity"]) == ["critical", "high", "info", "low", "medium"])
    for finding in try #require(root["findings"] as? [[String: Any]]) {
      #expect(
        Self.keys(finding) == [
          "actual", "expected", "fingerprint", "firstSeen", "lastSeen", "message", "path", "remediation", "repair",
          "resource", "rule", "severity", "source", "status", "title", "waiver", "why",
        ])
      #expect(Self.keys(finding["resource"]) == ["account", "accountName", "arn", "id", "name", "region", "type"])
      #expect(Self.keys(finding["repair"]) == ["automatic", "available", "summary"])
      #expect(Self.keys(finding["source"]) == ["file", "line"])
      let isWaived = finding["status"] as? String == "waived"
      #expect(Self.keys(finding["waiver"]) == (isWaived ? ["expires", "reason"] : nil))
    }
    let warnings = try #require(root["warnings"] as? [[String: Any]])
    #expect(warnings.count == 2)
    for warning in warnings {
      #expect(Self.keys(warning) == ["message", "source"])
      #expect(Self.keys(warning["source"]) == ["file", "line"])
    }
    for error in try #require(root["errors"] as? [[String: Any]]) {
      #expect(Self.keys(error) == ["advice", "code", "message", "operation", "resource", "unjudged"])
      #expect(Self.keys(error["resource"]) == ["account", "accountName", "arn", "id", "name", "region", "type"])
    }
  }

  @Test("Counts are those of the findings")
  func counts() throws {
    let root = try Self.read(SampleReport.troubled)
    let findings = try #require(root["findings"] as? [[String: Any]])
    let summary = try #require(root["summary"] as? [String: Any])
    for status in ["fail", "unknown", "waived"] {
      #expect(summary[status] as? Int == findings.count { $0["status"] as? String == status })
    }
    let bySeverity = try #require(summary["bySeverity"] as? [String: Int])
    #expect(bySeverity.values.reduce(0, +) == summary["fail"] as? Int)
    #expect(summary["pass"] as? Int == 512)
    let calls = try #require((root["run"] as? [String: Any])?["apiCalls"] as? [String: Any])
    #expect(calls["total"] as? Int == (calls["byOperation"] as? [String: Int])?.values.reduce(0, +))
  }

  @Test("Values come back as they were, and none of them acts on a terminal")
  func values() throws {
    let text = ReportFormat.json.write(SampleReport.troubled)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    #expect(!text.unicodeScalars.contains("\u{202E}"))
    let findings = try #require(try Self.read(SampleReport.troubled)["findings"] as? [[String: Any]])
    #expect(findings.count == SampleReport.troubled.findings.count)
    for (read, finding) in zip(findings, SampleReport.troubled.findings) {
      #expect(read["fingerprint"] as? String == finding.fingerprint)
      #expect(read["message"] as? String == finding.message)
      if let actual = finding.actual.string { #expect(read["actual"] as? String == actual) }
      if finding.actual.isNull { #expect(read["actual"] is NSNull) }
      if case .unread = finding.actual { #expect(read["actual"] as? String == "(unread)") }
    }
  }

  private static func read(_ report: AuditReport) throws -> [String: Any] {
    let text = ReportFormat.json.write(report)
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static func keys(_ value: Any?) -> [String]? {
    (value as? [String: Any])?.keys.sorted()
  }
}
