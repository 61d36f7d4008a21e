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
        report.names[resource.key] = "www-\(id).example.com"
        let status = [Finding.Status.fail, .fail, .unknown, .waived][random.number(below: 4)]
        return SampleReport.finding(
          [rules[3].id, rules[7].id, "baseline", "of-ours"][random.number(below: 4)],
          Severity.allCases[random.number(below: 5)], status, on: resource, at: "Origins[\(number)-\(index)].Id",
          expected: ["a", 1.5, .null], actual: .unread(3), message: "“\(index)”\n\u{1b}[31m ##[error]",
          why: "Because.", remediation: "Mend it.", repair: SampleReport.repair("Sets it."),
          waiver: status == .waived
            ? CalendarDate("2027-01-31").map { Finding.Waiver(reason: "Known.", expires: $0) } : nil)
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

  private func merged(_ reports: [AuditReport], _ spool: FindingSpool?) throws -> AuditReport {
    var merge = ReportMerge()
    // They come as they are done, and count as they are listed.
    for (position, var report) in Array(reports.enumerated()).reversed() {
      try spool?.take(&report)
      #expect(spool == nil || report.findings.isEmpty && report.names.isEmpty)
      merge.add(report, named: report.run.id, at: position)
    }
    try spool?.sort()
    var report = merge.report(id: "x", version: "1")
    report.stored = spool
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
      #expect(stored.isComplete == held.isComplete && stored.allFindings.tally == held.allFindings.tally)
      try stored.stored?.check()
    }
  }

  @Test("Of nothing there is a report as well", arguments: ReportFormat.allCases)
  func nothing(format: ReportFormat) throws {
    let held = try merged([SampleReport.nothingWrong], nil)
    let stored = try merged([SampleReport.nothingWrong], try FindingSpool(rules: []))
    #expect(format.write(stored) == format.write(held))
  }

  @Test(
    "A few findings are held at once, however many there are",
    arguments: [ReportFormat.json, .sarif, .junit, .markdown, .github, .ocsf])
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
        for var report in try reports(&random, accounts: 10, findings: 200) { try spool.take(&report) }
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
      for var report in try reports(&random, accounts: 20, findings: 200) { try spool.take(&report) }
    }
    #expect(error?.description.contains("database or disk is full") == true)
    #expect(error?.description.contains("TMPDIR") == true)
  }
}

/// Findings that are put aside, and how many of them were asked for at once.
private final class WatchedFindings: StoredFindings {
  private let spool: FindingSpool
  let most = Atomic(0)

  init(_ spool: FindingSpool) { self.spool = spool }

  private func noting(_ findings: [Finding]) -> [Finding] {
    most.max(findings.count, ordering: .relaxed)
    return findings
  }

  var tally: FindingTally { spool.tally }
  var ofOtherRules: [Finding] { spool.ofOtherRules }
  func finding(at position: Int) -> Finding { spool.finding(at: position) }
  func findings(_ status: Finding.Status, in account: String?) -> [Finding] {
    noting(spool.findings(status, in: account))
  }
  func findings(_ choice: FindingChoice, after position: Int) -> (findings: [Finding], last: Int) {
    let read = spool.findings(choice, after: position)
    return (noting(read.findings), read.last)
  }
  func name(of resource: ResourceKey) -> String? { spool.name(of: resource) }
  func check() throws { try spool.check() }
}
