import Auditing
import Documents
import Estate
import Foundation
import Testing

@testable import Reporting

/// What holds of all formats for programs, and of the validators' judgement of them.
@Suite struct FormatTests {
  private static let files: [ReportFormat: String] = [
    .sarif: "formats.sarif", .junit: "formats.xml", .markdown: "formats.md", .html: "formats.html",
    .github: "formats.github.txt", .ocsf: "formats.ocsf.json",
  ]

  @Test("A report is the one that was looked at", arguments: files.keys.sorted { $0.rawValue < $1.rawValue })
  func golden(format: ReportFormat) throws {
    try Golden.expect(format.write(try SampleReport.formats()), matches: try #require(Self.files[format]))
  }

  @Test(
    "The validators of others accept it", .needsPython,
    arguments: [ReportFormat.sarif, .junit, .ocsf, .markdown, .html])
  func validators(format: ReportFormat) throws {
    let reports = [
      try SampleReport.formats(), SampleReport.troubled, SampleReport.unknownOnly, SampleReport.nothingWrong,
      SampleReport.nothingFound,
    ]
    for report in reports {
      let text = format.write(report)
      let (isValid, output) = try Validator.judge(text, as: format)
      #expect(isValid, "\(output)")
      if format == .markdown || format == .html {
        let elements = Set(output.split(separator: "\n").first?.split(separator: " ").map(String.init) ?? [])
        // The page has links within itself, one script whose hash its policy names, and one form, which sends nothing.
        let own: Set<String> = format == .html ? ["a", "script", "form"] : []
        let active: Set<String> = ["a", "img", "script", "iframe", "form", "em", "s", "del"]
        #expect(elements.isDisjoint(with: active.subtracting(own)), "\(output)")
        #expect(format != .html || text.components(separatedBy: "<script").count <= 2)
      }
    }
  }

  @Test(
    "The validators refuse what is wrong", .needsPython,
    arguments: [
      (ReportFormat.sarif, "\"level\": \"error\"", "\"level\": \"fatal\""),
      (.sarif, "\"helpUri\": \"https://", "\"helpUri\": \"no uri "), (.junit, "</testcase>", ""),
      (.junit, "<testsuite name=\"baseline\" tests=\"1\"", "<testsuite name=\"baseline\" tests=\"2\""),
      (.ocsf, "\"class_uid\":2003", "\"class_uid\":2002"), (.ocsf, "\"product\":", "\"produkt\":"),
      (.html, "<h1>", "<h1><b>"), (.markdown, "&lt;/code&gt;", "<a href='x'>"),
    ])
  func refused(format: ReportFormat, old: String, new: String) throws {
    let text = format.write(try SampleReport.formats())
    try #require(text.contains(old))
    #expect(try !Validator.judge(text.replacing(old, with: new), as: format).isValid)
  }

  @Test("Nothing active is left in any format", arguments: ReportFormat.allCases)
  func nothingActive(format: ReportFormat) throws {
    for scalar in format.write(try SampleReport.formats()).unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      #expect(category != .control && (category != .format || scalar == "\u{200D}"), "U+\(scalar.value)")
    }
  }

  @Test("A run that looked at nothing, or not at all, never sounds like success", arguments: ReportFormat.allCases)
  func nothingLookedAt(format: ReportFormat) {
    let found = format.write(SampleReport.nothingFound)
    let incomplete = format.write(SampleReport.unknownOnly)
    for text in [found, incomplete] {
      #expect(!text.contains("Nothing is wrong"))
      #expect(format == .ocsf || format == .sarif || format == .json || !text.isEmpty)
    }
    switch format {
    case .text, .markdown, .html, .github:
      #expect(found.contains("Nothing was audited"))
      #expect(incomplete.contains("the audit is incomplete"))
    case .junit:
      #expect(found.contains("<skipped message=\"No resource was found.\"/>"))
      #expect(incomplete.contains("errors=\"9\""))
    case .sarif: #expect(incomplete.contains("\"executionSuccessful\": false"))
    case .ocsf: #expect(incomplete.split(separator: "\n").count { $0.contains("\"status\":\"Warning\"") } == 9)
    case .json: #expect(incomplete.contains("AccessDenied"))
    }
  }

  @Test("Every failing finding is in every format for programs", arguments: ReportFormat.allCases)
  func complete(format: ReportFormat) throws {
    let ids = (1...300).map { "E\(10_000 + $0)" }
    let findings = ids.map {
      SampleReport.finding("compression", .low, on: SampleReport.distribution($0), at: "A", message: "It does not.")
    }
    let report = AuditReport(run: SampleReport.run(), findings: findings, passes: 0, failures: [])
    let text = format.write(report)
    if format != .text { #expect(ids.allSatisfy(text.contains)) }
  }
}
