import Auditing
import Estate
import Testing

@testable import Reporting

/// A report, how it is to look, and the file that shows how it should.
struct Look: CustomTestStringConvertible, Sendable {
  let golden: String
  let report: AuditReport
  let options: ReportOptions

  init(_ golden: String, _ report: AuditReport, _ options: ReportOptions = ReportOptions()) {
    self.golden = golden
    self.report = report
    self.options = options
  }

  var testDescription: String { golden }

  static let all = [
    Look("troubled-80.txt", SampleReport.troubled),
    Look("troubled-60.txt", SampleReport.troubled, ReportOptions(width: 60)),
    Look("troubled-color.txt", SampleReport.troubled, ReportOptions(isColored: true)),
    Look("troubled-verbose.txt", SampleReport.troubled, ReportOptions(width: 100, isVerbose: true)),
    Look("troubled-quiet.txt", SampleReport.troubled, ReportOptions(isQuiet: true)),
    Look("nothing-wrong.txt", SampleReport.nothingWrong),
    Look("nothing-found.txt", SampleReport.nothingFound),
    Look("nothing-found-quiet.txt", SampleReport.nothingFound, ReportOptions(isQuiet: true)),
    Look("unknown-only.txt", SampleReport.unknownOnly),
  ]
}

@Suite struct TextReportTests {
  @Test("The text is the one that was looked at", arguments: Look.all)
  func golden(look: Look) throws {
    try Golden.expect(ReportFormat.text.write(look.report, options: look.options), matches: look.golden)
  }
}

extension TextReportTests {
  @Test("Colours are added to the text and change nothing else", arguments: Look.all)
  func colorsOnlyAdd(look: Look) {
    var colored = look.options
    colored.isColored = true
    var plain = look.options
    plain.isColored = false
    let text = ReportFormat.text.write(look.report, options: colored)
    #expect(Self.stripped(text) == ReportFormat.text.write(look.report, options: plain))
    #expect(look.options.isQuiet || text.contains("\u{1B}["))
  }

  @Test("Nothing but what cannot break sticks out", arguments: [40, 60, 80, 100, 120])
  func linesFit(width: Int) {
    let text = ReportFormat.text.write(SampleReport.troubled, options: ReportOptions(width: width))
    for line in text.split(separator: "\n") where DisplayWidth.of(line) > width {
      let last = line.split(separator: " ").last ?? ""
      #expect(!last.dropLast().contains { ":/".contains($0) }, "could break: \(line)")
      // Only a label may stand before what sticks out.
      #expect(DisplayWidth.of(line) - DisplayWidth.of(last) <= 14, "should begin a line: \(line)")
    }
    if width >= 80 { #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= width }) }
  }

  @Test("No line ends in a space", arguments: Look.all)
  func noTrailingSpace(look: Look) {
    let text = ReportFormat.text.write(look.report, options: look.options)
    #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
  }

  @Test("No name from AWS reaches the terminal as anything but text", arguments: Look.all)
  func nothingActive(look: Look) {
    let text = Self.stripped(ReportFormat.text.write(look.report, options: look.options))
    for scalar in text.unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      #expect(category != .control && (category != .format || scalar == "\u{200D}"), "U+\(scalar.value)")
    }
  }

  @Test("Ids and the last parts of ARNs stay whole", arguments: [40, 60, 80])
  func idsStayWhole(width: Int) {
    let text = ReportFormat.text.write(SampleReport.troubled, options: ReportOptions(width: width))
    for id in [
      "3b1c9e62-58d4-4f1f-9d6a-0c8a6e1f2b7d", "edge-rewrite-role-with-a-name-of-some-length", "E1AB2CD3EF1020",
    ] {
      #expect(text.contains(id))
    }
  }

  @Test("A report on many resources stays short, and verbose names them all")
  func manyResources() {
    let findings = (1...300).map {
      SampleReport.finding(
        "compression", .low, on: SampleReport.distribution("E\(1000 + $0)"), at: "DefaultCacheBehavior.Compress",
        expected: true, actual: false, message: "E\(1000 + $0) does not compress.")
    }
    let report = AuditReport(run: SampleReport.run(resources: 300), findings: findings, passes: 0, failures: [])
    let short = ReportFormat.text.write(report)
    #expect(short.split(separator: "\n").count < 20)
    #expect(short.contains("300 × AWS::CloudFront::Distribution") && short.contains("and 280 more"))
    #expect(short.contains("300 wrong"))
    let whole = ReportFormat.text.write(report, options: ReportOptions(isVerbose: true))
    #expect((1...300).allSatisfy { whole.contains("E\(1000 + $0)") })
    let quiet = ReportFormat.text.write(report, options: ReportOptions(isQuiet: true))
    #expect(quiet.split(separator: "\n").count == 300)
  }

  @Test("Findings that differ in what is there are not taken for one")
  func differentFindings() {
    let findings = ["90", "120", "365"].map {
      SampleReport.finding(
        "edge-log-retention", .medium, on: SampleReport.logGroup("/aws/lambda/f\($0)", "us-east-1"),
        at: "retentionInDays", expected: 30, actual: .string($0), message: "Events are kept too long.")
    }
    let text = ReportFormat.text.write(
      AuditReport(run: SampleReport.run(), findings: findings, passes: 1, failures: []))
    #expect(["\"90\"", "\"120\"", "\"365\"", "f90", "f120", "f365"].allSatisfy(text.contains))
  }

  @Test("A run that looked at nothing never sounds like success")
  func nothingLookedAt() {
    let failed = AuditReport(
      run: SampleReport.run(resources: 0), findings: [], passes: 0, failures: [SampleReport.roleDenied])
    let noRule = AuditReport(run: SampleReport.run(rules: 0), findings: [], passes: 0, failures: [])
    let noneApplies = AuditReport(run: SampleReport.run(), findings: [], passes: 0, failures: [])
    for (report, words) in [
      (failed, "Nothing was audited: what there is could not be read."), (noRule, "neither rule nor baseline was"),
      (noneApplies, "Nothing was judged"), (SampleReport.nothingFound, "no resource was found"),
      (SampleReport.unknownOnly, "the audit is incomplete"),
    ] {
      let text = ReportFormat.text.write(report)
      #expect(text.contains(words))
      #expect(!text.contains("Nothing is wrong"))
    }
    #expect(ReportFormat.text.write(SampleReport.nothingWrong, options: ReportOptions(isQuiet: true)).isEmpty)
  }

  @Test("Of two long texts what differs is shown, not how they begin")
  func longTexts() {
    let code = (1...80).map { "  line(\($0));" }.joined(separator: "\n")
    let finding = SampleReport.finding(
      "baseline", .high, on: SampleReport.function("f"), at: "FunctionCode", expected: .string(code),
      actual: .string(code.replacing("line(40)", with: "evil(40)")), message: "The code differs.")
    let report = AuditReport(run: SampleReport.run(), findings: [finding], passes: 0, failures: [])
    let text = ReportFormat.text.write(report)
    #expect(text.contains("evil(40)") && text.contains("same characters"))
    let whole = ReportFormat.text.write(report, options: ReportOptions(isVerbose: true))
    #expect(whole.contains("line(1);") && whole.contains("line(80);") && !whole.contains("same characters"))
  }

  /// The text without escape sequences for colours.
  private static func stripped(_ text: String) -> String {
    text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  }
}
