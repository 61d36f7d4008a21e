import Auditing
import Documents
import Estate
import Foundation
import Testing

@testable import Reporting

/// What a state knows of findings, in each format.
@Suite struct TimelineTests {
  private static let end = SampleReport.run().finishedAt

  private static func timeline(days: Double, returns: Int = 0, isNew: Bool = false) -> Finding.Timeline {
    Finding.Timeline(
      firstSeen: end - 40 * 86_400, since: end - days * 86_400, lastSeen: end, returns: returns, isNew: isNew)
  }

  private static func report(_ timelines: Finding.Timeline?...) -> AuditReport {
    let findings = timelines.enumerated().map { number, timeline in
      var finding = SampleReport.finding(
        "compression", .low, on: SampleReport.distribution("E\(number)"), at: "DefaultCacheBehavior.Compress",
        expected: true, actual: false, title: "Compress", message: "Nothing is compressed.")
      finding.timeline = timeline
      return finding
    }
    var report = AuditReport(run: SampleReport.run(), findings: findings, passes: 1, failures: [])
    report.run.state = AuditReport.Run.StateUse(taken: 12, oldest: end - 7 * 86_400)
    return report
  }

  @Test(arguments: [
    (timeline(days: 12), "12 days (2026-10-05)"), (timeline(days: 0, isNew: true), "new"),
    (timeline(days: 1), "24 hours (2026-10-16)"), (timeline(days: 0.02), "28 minutes (2026-10-17)"),
    // A clock that went back makes no negative age.
    (timeline(days: -3), "0 minutes (2026-10-20)"),
    (timeline(days: 3, returns: 1), "3 days (2026-10-14), back for the 1st time; first seen on 2026-09-07"),
    (timeline(days: 3, returns: 12), "3 days (2026-10-14), back for the 12th time; first seen on 2026-09-07"),
    (timeline(days: 3, returns: 22), "3 days (2026-10-14), back for the 22nd time; first seen on 2026-09-07"),
  ])
  func `reports for people say since when`(timeline: Finding.Timeline, phrase: String) {
    let report = Self.report(timeline)
    let text = ReportFormat.text.write(report, options: ReportOptions(width: 120))
    #expect(text.contains("since  \(phrase)\n"), "\(text)")
    for format in [ReportFormat.html, .markdown, .junit, .github] {
      let text = format.write(report).replacing("%3A", with: ":")
      #expect(text.contains(phrase), "\(format)")
    }
    #expect(ReportFormat.html.write(report).contains("<th scope=\"col\">Since</th>"))
  }

  @Test func `without a state no report says so`() {
    for format in ReportFormat.allCases where format != .json {
      let text = format.write(Self.report(nil)).lowercased()
      #expect(!text.contains("since") && !text.contains("first_seen") && !text.contains("provenance"), "\(format)")
    }
  }

  @Test func `findings that share an entry say since when the oldest is, and how many are new`() {
    let shared = Self.report(Self.timeline(days: 12), Self.timeline(days: 3), Self.timeline(days: 0, isNew: true))
    let text = ReportFormat.text.write(shared, options: ReportOptions(width: 120))
    #expect(text.contains("since  the oldest 12 days (2026-10-05); 1 of 3 new\n"), "\(text)")
    let equal = Self.report(Self.timeline(days: 12), Self.timeline(days: 12), Self.timeline(days: 12))
    #expect(ReportFormat.text.write(equal).contains("since  12 days (2026-10-05)\n"))
  }

  @Test func `programs get the times`() throws {
    let json = try JSONReader.read(ReportFormat.json.write(Self.report(Self.timeline(days: 3, returns: 1), nil)))
    #expect(json["findings"][0]["firstSeen"] == "2026-09-07T09:30:04.500Z")
    #expect(json["findings"][0]["lastSeen"] == "2026-10-17T09:30:04.500Z")
    #expect(json["findings"][1]["firstSeen"] == .null)
    #expect(json["run"]["state"] == ["taken": 12, "oldest": "2026-10-10T09:30:04.500Z"])
    let sarif = try JSONReader.read(ReportFormat.sarif.write(Self.report(Self.timeline(days: 3))))
    #expect(
      sarif["runs"][0]["results"][0]["provenance"] == [
        "firstDetectionTimeUtc": "2026-09-07T09:30:04.500Z", "lastDetectionTimeUtc": "2026-10-17T09:30:04.500Z",
      ])
    let ocsf = try JSONReader.read(ReportFormat.ocsf.write(Self.report(Self.timeline(days: 3))))
    #expect(ocsf[0]["finding_info"]["first_seen_time"] == 1_788_773_404_500)
    #expect(ocsf[0]["finding_info"]["created_time"] == 1_791_970_204_500)
  }

  @Test(.needsPython, arguments: [ReportFormat.sarif, .junit, .html, .ocsf, .markdown])
  func `others who read the format take it`(format: ReportFormat) throws {
    var report = Self.report(Self.timeline(days: 12), Self.timeline(days: 3, returns: 2))
    report.trend = Self.trend
    let (isValid, output) = try Validator.judge(format.write(report), as: format)
    #expect(isValid, "\(output)")
  }

  // MARK: What is left out

  @Test func `what was known before is not called right`() {
    var report = AuditReport(run: SampleReport.run(), findings: [], passes: 0, failures: [])
    report.leftOut = 3
    let text = ReportFormat.text.write(report)
    #expect(text.contains("Nothing new is wrong"))
    #expect(text.contains("3 known before and left out."))
  }

  // MARK: The trend

  private static let trend = [5, 0, 9].enumerated().map { day, count in
    AuditReport.TrendPoint(
      time: end - Double(2 - day) * 86_400, bySeverity: [.critical: count / 5, .low: count - count / 5])
  }

  @Test func `HTML draws what was wrong after each run`() {
    var report = Self.report(nil)
    report.trend = Self.trend
    let page = ReportFormat.html.write(report)
    #expect(page.contains("<h2>The last 3 runs</h2>"))
    #expect(page.contains("5 findings on 2026-10-15, 9 on 2026-10-17, 9 at most."))
    #expect(page.contains("<title>2026-10-16T09:30:04.500Z: nothing wrong</title></g>"))
    #expect(page.contains("<title>2026-10-17T09:30:04.500Z: 1 critical, 8 low</title>"))
    // The tallest bar fills the height: 1 of 9, then 8 of 9.
    #expect(page.contains("<rect class=\"critical\" x=\"20.0\" y=\"88.89\" width=\"8.0\" height=\"11.11\"/>"))
    #expect(page.contains("<rect class=\"low\" x=\"20.0\" y=\"0.0\" width=\"8.0\" height=\"88.89\"/>"))
  }

  @Test func `one run is no trend, and of many the last ninety are drawn`() {
    var report = Self.report(nil)
    report.trend = [Self.trend[0]]
    #expect(!ReportFormat.html.write(report).contains("<svg"))
    report.trend = (0..<300).map { AuditReport.TrendPoint(time: Self.end, bySeverity: [.low: $0]) }
    let page = ReportFormat.html.write(report)
    #expect(page.matches(of: /<rect/).count == 90)
    #expect(page.contains("210 findings on 2026-10-17, 299 on 2026-10-17, 299 at most."))
  }
}
