import Testing

@testable import Reporting

/// The calls of a check as people read them.
@Suite struct CallReportTests {
  private static let report = CallReport(
    [
      CallReport.Entry(
        operation: "cloudfront:ListDistributions", count: 1, unit: "a page of 100",
        rules: (1...70).map { "a-rule-with-a-long-name-\($0)" }),
      CallReport.Entry(
        operation: "logs:DescribeLogGroups", count: nil, unit: "a page of 50", state: "by the state: 3 unchanged",
        rules: ["edge-log-retention"]),
    ], remarks: ["At the rates that AWS grants an account, at least 1 s."])

  @Test func `a call that many rules need names some and counts the others`() {
    let text = Self.report.text(width: 80)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("a-rule-with-a-long-name-6 and 64 other rules"), "\(text)")
    #expect(text.contains("      some  logs:DescribeLogGroups (one for a page of 50)"))
    #expect(text.contains("by the state: 3 unchanged") && text.contains("at least 1 call, and sts:GetCallerIdentity."))
  }

  @Test func `a verbose one names all of them in as many columns`() {
    let text = Self.report.text(width: 60, isVerbose: true)
    #expect(text.contains("a-rule-with-a-long-name-70") && !text.contains("other rule"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
  }
}
