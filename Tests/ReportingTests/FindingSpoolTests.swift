import Auditing
import Documents
import Estate
import Foundation
import Schema
import Synchronization
import TestSupport
import Testing

@testable import Reporting

@Suite struct FindingSpoolTests {
  private static let builtIn = Result { try RuleSet(RuleSet.builtIn).rules }

  /// Reports of accounts, with findings of all kinds, which come in no order.
  private func reports(_ random: inout SeededRandom, accounts: Int, findings: Int) throws -> [AuditReport] {
    let rules = try Self.builtIn.get().prefix(20)
    return (0..<accounts).map { number in
      let account = String(100_000_000_000 + number)
      var report = SampleReport.nothingWrong
      report.run.id = account
      report.run.accounts = [account]
      report.run.accountNames = [account: "account \(number)"]
      report.rules = rules.map { AuditReport.EvaluatedRule(rule: $0, severity: $0.severity, passes: number) }
      report.findings = (0..<random.number(below: findings + 1)).map { index in
        let id = "E\(random.number(below: 9))"
        let resource = ResourceReference(
          type: random.number(below: 2) == 0 ? .distribution : .role, id: id, account: account)
        // Of another account, one of that name may be called something else, or nothing.
        if number.isMultiple(of: 2) { report.names[resource.identity] = "www-\(id)-\(number).example.com" }
        let status = [Finding.Status.fail, .fail, .unknown, .waived][random.number(below: 4)]
        let finding = SampleReport.finding(
          [rules[3].id, rules[7].id, "baseline", "of-ours"][random.number(below: 4)],
          Severity.allCases[random.number(below: 5)], status, on: resource, at: "Origins[\(number)-\(index)].Id",
          expected: ["a", 1.5, .null], actual: .unread(3), message: "“\(index)”\n\u{1b}[31m ##[error]",
          why: "Because.", remediation: "Mend it.", repair: SampleReport.repair("Sets it."),
          waiver: status == .waived
            ? CalendarDate("2027-01-31").map { Finding.Waiver(reason: "Known.", expires: $0) } : nil)
        return status == .unknown && index.isMultiple(of: 2) ? Self.undecided(finding) : finding
      }
      for index in report.findings.indices where index.isMultiple(of: 3) {
        report.findings[index].changes = [
          RecordedChange(
            time: Date(timeIntervalSince1970: 1_800_000_000 + Double(index)), actor: "ada (role deploy)",
            via: "Terraform 1.9.5", event: "UpdateDistribution", eventID: "event-\(index)", source: "192.0.2.1")
        ]
      }
      report.findings.sort(by: Finding.worstFirst)
      return report
    }
  }

  /// The same, where all was read and no verdict is certain.
  private static func undecided(_ finding: Finding) -> Finding {
    Finding(
      fingerprint: finding.fingerprint, rule: finding.rule, title: finding.title, severity: finding.severity,
      status: .unknown, reason: .undecided, resource: finding.resource, place: finding.place,
      expected: finding.expected, actual: finding.actual, message: finding.message, why: finding.why,
      remediation: finding.remediation, repair: finding.repair, source: finding.source)
  }

  private func merged(_ reports: [AuditReport], _ spool: FindingSpool?) throws -> AuditReport {
    var merge = ReportMerge(into: spool)
    // They come as they are done, and count as they are listed.
    for (position, report) in Array(reports.enumerated()).reversed() {
      try merge.add(report, named: report.run.id, at: position)
    }
    let report = try merge.report(id: "x", version: "1")
    #expect((report.stored != nil) == (spool != nil))
    #expect(spool == nil || report.findings.isEmpty && report.names.isEmpty)
    return report
  }

  @Test("Every format says the same of findings that are put aside", arguments: ReportFormat.allCases)
  func formats(format: ReportFormat) throws {
    // Only text looks otherwise by options.
    let looks = [ReportOptions(), ReportOptions(isVerbose: true), ReportOptions(isQuiet: true)]
    for (seed, accounts) in [(2, 1), (3, 9)] {
      var random = SeededRandom(seed: UInt64(seed))
      let reports = try reports(&random, accounts: accounts, findings: 60)
      let held = try merged(reports, nil)
      let stored = try merged(reports, try FindingSpool(rules: reports[0].rules.map(\.rule)))
      #expect(!held.allFindings.isEmpty && stored.allFindings.count == held.allFindings.count)
      for options in format == .text ? looks : [ReportOptions()] {
        // To show what differs in long texts takes minutes.
        let isSame = format.write(stored, options: options) == format.write(held, options: options)
        #expect(isSame)
      }
      #expect(stored.isComplete == held.isComplete && stored.allFindings.summary == held.allFindings.summary)
      try stored.stored?.check()
    }
  }

  @Test("What several reports know of counts once, as the newest has it, in every format", arguments: 1...6)
  func overlapping(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var reports = try reports(&random, accounts: 6, findings: 20)
    let rules = reports[0].rules.map(\.rule)
    for index in reports.indices {
      reports[index].run.finishedAt += Double(random.number(below: 3))
      for other in reports where random.number(below: 2) == 0 {
        reports[index].names.merge(other.names) { first, _ in first }
        for var finding in other.findings {
          if random.number(below: 3) == 0 { finding.status = .unknown }
          finding.address = "as \(index) says"
          reports[index].findings += random.number(below: 4) == 0 ? [finding, finding] : [finding]
        }
      }
      if index < 4 { reports[index].run.shard = Shard(index / 2, of: 3) }
      reports[index].findings.sort(by: Finding.worstFirst)
    }
    let held = try merged(reports, nil)
    let spool = try FindingSpool(rules: rules)
    let stored = try merged(reports, spool)
    #expect(stored.allFindings.summary == held.allFindings.summary)
    for format in ReportFormat.allCases {
      let isSame = format.write(stored) == format.write(held)
      #expect(isSame, "\(format)")
    }
    try spool.check()
  }

  @Test("A page is made in no time that grows faster than what it shows, however many groups there are")
  func groups() throws {
    let rule = try Self.builtIn.get()[3]
    func reads(_ count: Int) throws -> Int {
      var report = SampleReport.nothingWrong
      report.findings = (0..<count).map { number in
        SampleReport.finding(
          rule.id, .high, on: SampleReport.distribution("E\(number)"), message: "No.", remediation: "Mend \(number).")
      }
      let spool = try FindingSpool(rules: [rule])
      var merge = ReportMerge(into: spool)
      try merge.add(report, named: "a")
      var merged = try merge.report(id: "x", version: "1")
      let watched = WatchedFindings(spool)
      merged.stored = watched
      #expect(ReportFormat.html.write(merged).split(separator: "<details").count == count + 1)
      return watched.count.load(ordering: .relaxed)
    }
    #expect(try reads(1200) <= 4 * reads(300) + 10)
  }

  @Test("Where a waiver is written is known of what was put aside")
  func waivers() throws {
    var report = SampleReport.nothingWrong
    let day = try #require(CalendarDate("2027-01-31"))
    func waiver(_ file: String?) -> Finding.Waiver {
      Finding.Waiver(reason: file ?? "new", expires: day, source: file.map { SourceMark(file: $0, line: 3) })
    }
    report.findings = ["other.yaml", "w.yaml", nil].enumerated().map { number, file in
      SampleReport.finding(
        "x", .high, .waived, on: SampleReport.distribution("E\(number)"), at: "Origins", message: "No.",
        waiver: waiver(file))
    }
    var merge = ReportMerge(into: try FindingSpool(rules: []))
    try merge.add(report, named: "a")
    let stored = try merge.report(id: "x", version: "1")
    #expect(stored.stored != nil)
    let written = WaiverWriter.text(waiving: stored.allFindings) { $0 == "w.yaml" }
    #expect(written.count == 2 && written.text == WaiverWriter.text(waiving: report.findings) { $0 == "w.yaml" }.text)
    #expect(written.text.contains("new") && !written.text.contains("other.yaml"))
  }

  @Test("Of nothing there is a report as well", arguments: ReportFormat.allCases)
  func nothing(format: ReportFormat) throws {
    let held = try merged([SampleReport.nothingWrong], nil)
    let stored = try merged([SampleReport.nothingWrong], try FindingSpool(rules: []))
    #expect(format.write(stored) == format.write(held))
  }

  @Test(
    "A few findings are held at once, however many there are",
    arguments: [ReportFormat.json, .sarif, .junit, .markdown, .html, .github, .ocsf])
  func held(format: ReportFormat) throws {
    var random = SeededRandom(seed: 5)
    let reports = try reports(&random, accounts: 9, findings: 300)
    let spool = try FindingSpool(rules: reports[0].rules.map(\.rule))
    var report = try merged(reports, spool)
    let watched = WatchedFindings(spool)
    report.stored = watched
    #expect(report.allFindings.count > 600)
    format.write(report) { _ in }
    #expect(watched.most.load(ordering: .relaxed) <= 128)
    try spool.check()
  }

  #if os(Linux)
    @Test("The file has no name, and only its owner may open it")
    func file() throws {
      var random = SeededRandom(seed: 7)
      let spool = try FindingSpool(rules: [])
      var files: [String] = []
      // While it is small there is none.
      for _ in 0..<20 where files.isEmpty {
        for var report in try reports(&random, accounts: 10, findings: 200) { try spool.take(&report, as: 0) }
        files = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { descriptor in
          let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
          return target?.contains("etilqs_") == true
        }
      }
      #expect(!files.isEmpty)
      for descriptor in files {
        let path = "/proc/self/fd/\(descriptor)"
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path).hasSuffix(" (deleted)"))
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600 && status.st_nlink == 0)
      }
      try withExtendedLifetime(spool) { try spool.check() }
    }
  #endif

  @Test("Without room it is an error that says what to do")
  func full() throws {
    var random = SeededRandom(seed: 9)
    let spool = try FindingSpool(rules: [], limit: 20)
    let error = #expect(throws: FindingSpoolError.self) {
      for var report in try reports(&random, accounts: 20, findings: 200) { try spool.take(&report, as: 0) }
    }
    #expect(error?.description.contains("database or disk is full") == true)
    #expect(error?.description.contains("TMPDIR") == true)
  }
}

/// Findings that are put aside, and how many of them were asked for at once.
private final class WatchedFindings: StoredFindings {
  private let spool: FindingSpool
  let most = Atomic(0)
  /// How often it was asked, and how many were handed out.
  let count = Atomic(0)

  init(_ spool: FindingSpool) { self.spool = spool }

  private func noting(_ findings: [Finding]) -> [Finding] {
    most.max(findings.count, ordering: .relaxed)
    count.add(1 + findings.count, ordering: .relaxed)
    return findings
  }

  var summary: FindingSummary { spool.summary }
  func first(ofRulesBeside known: Set<String>) -> [Finding] { spool.first(ofRulesBeside: known) }
  func groups(_ status: Finding.Status, isUndecided: Bool, after position: Int) -> [Int] {
    spool.groups(status, isUndecided: isUndecided, after: position)
  }
  func finding(at position: Int) -> Finding { spool.finding(at: position) }
  func findings(_ status: Finding.Status, in account: String?) -> [Finding] {
    noting(spool.findings(status, in: account))
  }
  func findings(_ choice: FindingChoice, after position: Int) -> (findings: [Finding], last: Int) {
    let read = spool.findings(choice, after: position)
    return (noting(read.findings), read.last)
  }
  func name(of resource: ResourceIdentity) -> String? { spool.name(of: resource) }
  func check() throws { try spool.check() }
}
