import Auditing
import Documents
import Estate
import Testing

@testable import Reporting

/// What reports say of what was not compared, of what is undecided, and of places that do not answer.
@Suite struct NoteReportTests {
  private func report(
    _ findings: [Finding] = [], failures: [AuditReport.Failure] = [], notes: [AuditReport.Note] = []
  ) -> AuditReport {
    var report = AuditReport(run: SampleReport.run(), findings: findings, passes: 1, failures: failures)
    report.notes = notes
    return report
  }

  @Test(arguments: ReportFormat.allCases.filter { $0 != .ocsf })
  func `what is not compared stands in every report`(format: ReportFormat) {
    let note = AuditReport.Note(
      "aws_x.a: Origins", "is sensitive", source: SourceMark(file: "terraform.tfstate", line: 1))
    let text = format.write(report(notes: [note]))
    for word in ["aws", "x.a", "is sensitive", "terraform.tfstate"] {
      #expect(text.contains(word) || text.replacing("&#95;", with: "_").contains(word), "\(format) \(word) \(text)")
    }
    #expect(ReportFormat.text.write(report(notes: [note]), options: ReportOptions(isQuiet: true)).contains("Origins"))
  }

  @Test(arguments: ReportFormat.allCases.filter { $0 != .ocsf })
  func `what is not judged, and no file says, stands in every report`(format: ReportFormat) throws {
    let note = AuditReport.Note("The tenant dt", "is not judged", source: nil)
    let text = format.write(report(notes: [note]))
    #expect(text.contains("is not judged") && !text.contains("Not compared"), "\(text)")
    let written = AuditReport.Note("aws_x.a", "is sensitive", source: SourceMark(file: "a.tfstate", line: 1))
    let both = report(notes: [note, written])
    #expect(format.write(both).contains("is sensitive"))
    guard format == .json else { return }
    let document = try JSONReader.read(Array(format.write(both).utf8))
    #expect(try JSONReportReader(knowing: []).report(document).notes == both.notes)
  }

  private func undecided(_ severity: Severity = .high) -> Finding {
    let resource = SampleReport.function("f")
    return Finding(
      fingerprint: String(repeating: "0", count: 32), rule: "r", title: "", severity: severity, status: .unknown,
      reason: .undecided, resource: resource, place: DocumentPath(), expected: nil, actual: nil,
      message: "The code is not certain.",
      why: "", remediation: "", repair: .none, source: SourceMark(file: "r.yaml", line: 1))
  }

  @Test(arguments: [ReportFormat.text, .markdown, .html])
  func `what is undecided has a heading of its own, apart from what was not read`(format: ReportFormat) {
    let unread = SampleReport.unknownOnly.findings
    let only = format.write(report([undecided()]))
    #expect(only.lowercased().contains("undecided: all was read"))
    for heading in ["Could not be judged", "What could not be judged"] { #expect(!only.contains(heading)) }
    let both = format.write(report([undecided()] + unread))
    #expect(both.lowercased().contains("could not be judged") && both.lowercased().contains("undecided: all was read"))
  }

  @Test func `no line is a command to the runner of a workflow, however it is wrapped`() {
    let texts = [
      "name with blanks and ::error::forged", "a ::add-mask::x b ::set-output name=x::y", "x ##[error]forged",
      "ends with :: ::stop-commands::token", "##[group]a ##[add-mask]b",
    ]
    for width in [20, 30, 40, 60, 80, 200] {
      for text in texts {
        let finding = SampleReport.finding(
          "r", .high, on: SampleReport.distribution("E1"), at: "Tags[\(text)]", expected: .string(text),
          actual: .array([.string(text)]), message: text, why: text, remediation: text)
        let failure = AuditReport.Failure(
          operation: text, resource: SampleReport.function(text), code: text, message: text, advice: text,
          unjudgedRules: [text])
        var report = report(
          [finding], failures: [failure],
          notes: [AuditReport.Note(text, text, source: SourceMark(file: text, line: 1))])
        report.warnings = [AuditReport.Warning(message: text, source: SourceMark(file: text, line: 1))]
        for options in [
          ReportOptions(width: width), ReportOptions(width: width, isVerbose: true), ReportOptions(isQuiet: true),
        ] {
          for line in ReportFormat.text.write(report, options: options).split(separator: "\n") {
            #expect(!line.drop(while: \.isWhitespace).hasPrefix("::"), "\(line)")
            #expect(!line.contains("##["), "\(line)")
          }
        }
        #expect(!ReportFormat.json.write(report).contains("##["))
      }
    }
    #expect(SafeText.inert("  ::error::x") == "  \\u003a:error::x" && SafeText.inert("a ::b") == "a ::b")
  }

  @Test func `addresses in messages are never cut, whatever they share with names`() {
    let findings = ["first", "second"].map { name in
      var finding = SampleReport.finding(
        "baseline", .high, on: SampleReport.function(name), expected: true, actual: nil,
        message: "aws_cloudfront_function.\(name): It is declared, and is not there.")
      finding.address = "aws_cloudfront_function.\(name)"
      return finding
    }
    let text = ReportFormat.text.write(
      report(
        findings
          + findings.map { finding in
            var other = SampleReport.finding(
              "baseline", .high, on: finding.resource, at: "Comment", expected: true, actual: nil,
              message: finding.message)
            other.address = finding.address
            return other
          }))
    #expect(text.contains("aws_cloudfront_function.first") && text.contains("aws_cloudfront_function.second"))
    #expect(!text.contains("…"), "\(text)")
  }

  @Test func `where no answer comes from a place, one entry says so for all calls`() {
    let failures = (0..<50).map { number in
      AuditReport.Failure(
        operation: "iam:Call\(number)", resource: SampleReport.role("r\(number)"), code: "Unreachable",
        message: "no connection to localhost:1: refused", advice: "Check the network.", unjudgedRules: ["r\(number)"])
    }
    let text = ReportFormat.text.write(report(failures: failures))
    #expect(text.components(separatedBy: "NOT READ").count == 2)
    #expect(text.contains("49 other operations"))
    let denied = failures.map { failure in
      var denied = failure
      denied.code = "AccessDenied"
      return denied
    }
    #expect(ReportFormat.text.write(report(failures: denied)).components(separatedBy: "NOT READ").count == 51)
  }

  @Test func `Markdown reads as it is written: names with signs, and code between backticks`() {
    #expect(MarkdownText.prose("Lambda@Edge runs `audit fix`") == "Lambda&#64;Edge runs <code>audit fix</code>")
    #expect(MarkdownText.prose("ask @team in #12") == "ask &#64;&#8203;team in &#35;&#8203;12")
    #expect(MarkdownText.prose("one ` alone") == "one &#96; alone")
    #expect(MarkdownText.prose("`a|b`") == "<code>a&#124;b</code>")
    for text in ["a\\b", "*a*", "[a](b)", "~~a~~"] { #expect(!MarkdownText.prose(text).contains("\\")) }
  }
}
