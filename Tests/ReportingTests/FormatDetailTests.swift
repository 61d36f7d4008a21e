import Auditing
import Documents
import Estate
import Testing

@testable import Reporting

/// What one format or another promises.
@Suite struct FormatDetailTests {
  private static func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

  @Test("SARIF tells what fails from what is open and what is suppressed")
  func sarifKinds() throws {
    let report = try SampleReport.formats()
    let run = try Self.read(ReportFormat.sarif.write(report))["runs"][0]
    let results = try #require(run["results"].array)
    try #require(results.count == report.findings.count)
    for (result, finding) in zip(results, report.findings) {
      let isOpen = finding.status == .unknown
      #expect(result["kind"] == (isOpen ? "open" : "fail"))
      #expect(result["level"].string == "none" ? isOpen : !isOpen)
      #expect(result["suppressions"].array?.isEmpty == (finding.status != .waived))
      #expect(run["tool"]["driver"]["rules"][try #require(result["ruleIndex"].integer)]["id"] == result["ruleId"])
      #expect(result["partialFingerprints"]["primaryLocationLineHash"] == .string(finding.fingerprint))
    }
    let invocation = run["invocations"][0]
    #expect(invocation["executionSuccessful"] == false)
    #expect(invocation["toolExecutionNotifications"].array?.count == report.failures.count)
    #expect(invocation["toolConfigurationNotifications"].array?.count == report.warnings.count)
    let done = try Self.read(ReportFormat.sarif.write(SampleReport.nothingWrong))["runs"][0]
    #expect(done["invocations"][0]["executionSuccessful"] == true)
    #expect(done["results"] == [])
  }

  @Test(
    "SARIF names files as code scanning takes them",
    arguments: [
      ("rules/mine.yaml", "rules/mine.yaml", true), ("./rules/a b.yaml", "rules/a%20b.yaml", true),
      ("/etc/audit/ü.yaml", "file:///etc/audit/%C3%BC.yaml", false), ("a:b%.yaml", "a%3Ab%25.yaml", true),
      ("built-in/roles.yaml", "built-in/roles.yaml", false),
    ])
  func sarifPlaces(file: String, uri: String, isRelative: Bool) {
    let artifact = SARIFReport.physicalLocation(SourceMark(file: file, line: 3))["artifactLocation"]
    #expect(artifact["uri"] == .string(uri))
    #expect(artifact["uriBaseId"] == (isRelative ? "%SRCROOT%" : .null))
  }

  @Test("JUnit counts, has a case for what holds, and skips what applies to nothing")
  func junit() throws {
    let text = ReportFormat.junit.write(try SampleReport.formats())
    #expect(text.contains("<testcase name=\"all other resources\" classname=\"compression\" time=\"0.000\">\n"))
    #expect(text.contains("<system-out>The rule holds on 10 resources.</system-out>"))
    #expect(text.contains("<testsuite name=\"security-headers\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\""))
    #expect(text.contains("message=\"The rule applies to no resource.\""))
    #expect(text.contains("message=\"Waived until 2027-03-31: The load balancer behind it logs all of them.\\u0007\""))
  }

  @Test("Markdown of a large estate fits a comment, and says what it left out")
  func markdownLength() {
    let findings = (1...3000).map { number in
      SampleReport.finding(
        "rule-\(number % 50)", number < 10 ? .critical : .low, on: SampleReport.distribution("E\(10_000 + number)"),
        at: "DefaultCacheBehavior.Compress", expected: true, actual: .string(String(repeating: "東", count: 5000)),
        message: "It does not compress.", why: String(repeating: "Why. ", count: 200))
    }
    let failures = (1...500).map { number in
      AuditReport.Failure(
        operation: "iam:GetRole", resource: SampleReport.role("role-\(number)"), code: "Code\(number)",
        message: String(repeating: "x", count: 4000), advice: "Wait.", unjudgedRules: [])
    }
    let text = ReportFormat.markdown.write(
      AuditReport(run: SampleReport.run(), findings: findings, passes: 0, failures: failures))
    #expect(text.utf8.count <= MarkdownReport.limit)
    #expect(text.utf8.count > MarkdownReport.limit / 2)
    #expect(text.contains("more findings, left out") && text.contains("more causes, left out"))
    #expect(text.contains("The details of ") && text.hasSuffix("</sub>\n"))
    #expect(text.contains("E10001") && text.contains("**The audit is incomplete.**"))
    #expect(text.split(separator: "<details>").count == text.split(separator: "</details>").count)
  }

  @Test("An annotation is one line that the runner reads back, and a file in the binary is not named")
  func annotations() throws {
    let text = ReportFormat.github.write(try SampleReport.formats())
    let lines = text.split(separator: "\n")
    let levels = lines.prefix { $0.hasPrefix("::") }.map { $0.dropFirst(2).prefix { $0.isLetter } }
    #expect(lines.count { $0.hasPrefix("::") } == levels.count, "a message begins a line")
    #expect(levels.prefix(3) == ["error", "error", "error"], "what could not be read comes first")
    #expect(text.contains("::notice file=my rules/ü%3A1%2C%25.yaml,line=7,title=info%3A mine::"))
    #expect(text.contains("forged%250A"))
    #expect(!text.contains("file=built-in"))
    #expect(!text.contains("waived:") && text.contains("1 waived"))
  }

  /// One thing made by one pipeline goes wrong in all accounts at once, under one name.
  @Test(
    "Of several accounts every format says of which one a finding is",
    arguments: ReportFormat.allCases.map { ($0, false) } + [(.text, true)])
  func accounts(format: ReportFormat, isQuiet: Bool) throws {
    let accounts = ["111111111111", "222222222222"]
    var report = SampleReport.nothingWrong
    report.run.accounts = accounts
    report.run.accountNames = [accounts[1]: "shop"]
    report.findings = accounts.map { account in
      SampleReport.finding(
        "edge-role-trust", .high, on: ResourceReference(type: .role, id: "edge", account: account), at: "Trust",
        message: "It trusts nobody.")
    }
    let text = format.write(report, options: ReportOptions(isQuiet: isQuiet))
    // Whatever stands on a line of its own, or is a name of its own, says it by itself.
    let marks = ["in \(accounts[0])", "in \(accounts[1]) (shop)"]
    switch (format, isQuiet) {
    case (.junit, _): for mark in marks { #expect(text.contains("name=\"AWS::IAM::Role edge Trust \(mark)\"")) }
    case (.github, _): for mark in marks { #expect(text.contains("::edge \(mark), Trust: It trusts nobody.")) }
    case (.sarif, _):
      for mark in marks { #expect(text.contains("\"text\": \"edge \(mark), Trust: It trusts nobody.\"")) }
    case (.markdown, _):
      for mark in marks { #expect(text.contains("| <code>edge</code> \(mark)<br><code>Trust</code> |"), "\(text)") }
    case (.text, true):
      #expect(text.contains("edge Trust: 111111111111: It trusts nobody.\n"), "\(text)")
      #expect(text.contains("edge Trust: 222222222222 (shop): It trusts nobody.\n"))
    default: for account in accounts { #expect(text.contains(account)) }
    }
    report.run.accounts = [accounts[0]]
    report.findings.removeLast()
    if format == .junit || format == .github { #expect(!format.write(report).contains("in \(accounts[0])")) }
  }

  @Test("OCSF has an event a line, in one array")
  func ocsf() throws {
    let report = try SampleReport.formats()
    let text = ReportFormat.ocsf.write(report)
    let events = try #require(try Self.read(text).array)
    #expect(events.count == report.findings.count + report.failures.count)
    #expect(text.split(separator: "\n").count == events.count + 2)
    for (event, finding) in zip(events, report.findings) {
      #expect(event["finding_info"]["uid"] == .string(finding.fingerprint))
      #expect(event["compliance"]["status_id"] == (finding.status == .unknown ? 2 : 3))
      #expect(event["status_id"] == (finding.status == .waived ? 3 : 1))
      #expect(event["time"] == 1_792_229_404_500)
    }
    #expect(ReportFormat.ocsf.write(SampleReport.nothingWrong) == "[]\n")
  }
}
