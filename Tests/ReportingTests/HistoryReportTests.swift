import Documents
import Estate
import Foundation
import State
import Testing

@testable import Reporting

@Suite struct HistoryReportTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)
  private static let account = StateAccount(partition: "aws", account: "123456789012")

  private static func days(_ count: Double) -> Date { now - count * 86_400 }

  private static func finding(
    _ message: String, _ status: SeenFinding.Status = .fail, since: Double, lastSeen: Double = 0, gone: Double? = nil,
    returns: Int = 0, id: String = "E1"
  ) -> RecordedFinding {
    RecordedFinding(
      seen: SeenFinding(
        fingerprint: "cf1a7b8181e5829c16ca93957a548c75", rule: "compression", severity: "high", status: status,
        isUnknown: status == .unknown,
        resource: SampleReport.distribution(id), path: "DefaultCacheBehavior.Compress", message: message,
        file: "built-in/viewers.yaml"),
      account: account, firstSeen: days(40), since: days(since), lastSeen: days(lastSeen), goneAt: gone.map(days),
      returns: returns)
  }

  private static let findings = [
    finding("Nothing is compressed.", since: 12, returns: 2), finding("Old TLS.", .waived, since: 3),
    finding("Could not be judged.", .unknown, since: 0.5), finding("No \u{1B}[31mHSTS.", since: 9, lastSeen: 4),
    finding("A bucket, \"open\".", since: 20, lastSeen: 6, gone: 5),
  ]

  private static let runs: [RecordedRun] = {
    var run = RecordedRun(
      id: "403cb294",
      account: StateAccount(partition: "aws", account: "123456789012", endpoint: "http://127.0.0.1:4566"),
      command: "check", version: "1.0.0", scope: "--only compression", startedAt: days(1), finishedAt: days(1) + 7,
      isComplete: false, resources: 41, calls: 12, taken: 30)
    run.counts.appeared = 2
    run.counts.gone = 1
    run.counts.open = ["critical": 0, "high": 3, "low": 1]
    run.counts.unknown = 4
    let quiet = RecordedRun(
      id: "1c46acd6", account: account, command: "fix", version: "1.0.0", startedAt: days(2), finishedAt: days(2),
      isComplete: true, resources: 1, calls: 1)
    return [run, quiet]
  }()

  private static let change = RecordedChange(
    time: days(20), actor: "ada (role deploy)", via: "Terraform 1.9.5", event: "PutBucketPolicy",
    eventID: "0c1d2e3f", source: "192.0.2.1")

  @Test(arguments: HistoryReport.Format.allCases)
  func `the report is the one that was looked at`(format: HistoryReport.Format) throws {
    let report = HistoryReport(format, at: Self.now)
    try Golden.expect(
      report.findings(Self.findings, lastRuns: [Self.account: Self.now]), matches: "history.\(format.rawValue)")
    try Golden.expect(report.runs(Self.runs), matches: "history-runs.\(format.rawValue)")
    let events = [
      RecordedEvent(transition: .appeared, run: Self.runs[1]), RecordedEvent(transition: .gone, run: Self.runs[0]),
    ]
    try Golden.expect(
      report.course(of: Self.findings[4], events, changes: [Self.change], lastRun: nil),
      matches: "history-show.\(format.rawValue)")
  }

  @Test(arguments: HistoryReport.Format.allCases)
  func `an empty history is said`(format: HistoryReport.Format) {
    let report = HistoryReport(format, at: Self.now)
    let (findings, runs) = (report.findings([], lastRuns: [:]), report.runs([]))
    switch format {
    case .text: #expect((findings, runs) == ("Nothing was found.\n", "No run was recorded.\n"))
    case .json: #expect(findings.contains("\"findings\": []") && runs.contains("\"runs\": []"))
    case .csv: #expect(findings.hasPrefix("fingerprint,") && findings.hasSuffix(",returns\r\n"))
    }
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"it\"", "\"say \"\"it\"\"\""), ("two\nlines", "two lines"),
    ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""), ("+1+cmd", "'+1+cmd"), ("@a", "'@a"),
    ("-log-group", "'-log-group"), ("-1", "-1"), ("+2.5", "+2.5"), ("", ""),
  ])
  func `a field of a table is one, and no formula`(text: String, field: String) {
    #expect(CSV.table(["name"], [[text]]) == "name\r\n\(field)\r\n")
  }
}
