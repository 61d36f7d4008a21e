import Auditing
import Documents
import Estate
import Foundation
import Schema
import TestSupport
import Testing

@testable import Reporting

@Suite struct MergeTests {
  private static let builtIn = Result { try RuleSet(RuleSet.builtIn).rules }

  private static func read(_ report: AuditReport, knowing rules: [Rule]? = nil) throws -> AuditReport {
    let text = ReportFormat.json.write(report)
    let known = try rules ?? builtIn.get()
    return try JSONReportReader(knowing: known).report(try JSONReader.read(Array(text.utf8)))
  }

  // MARK: Reading

  @Test func `a report that says that it is not whole, and not why, is not whole when it is read`() throws {
    let text = ReportFormat.json.write(SampleReport.nothingWrong)
    let document = try JSONReader.read(Array(text.utf8))
    var run = try #require(document["run"].object)
    run["complete"] = false
    let said = JSONValue.object(try #require(document.object).merging(["run": .object(run)]))
    let read = try JSONReportReader(knowing: try Self.builtIn.get()).report(said)
    #expect(!read.isComplete && read.failures.map(\.code) == ["ReportIncomplete"])
    var merge = ReportMerge()
    try merge.add(read, named: "r.json")
    #expect(!(try merge.report(id: "m", version: "1").isComplete))
    #expect(try JSONReportReader(knowing: try Self.builtIn.get()).report(document).isComplete)
  }

  @Test("Every format says the same of a report that was read back", arguments: ReportFormat.allCases)
  func lossless(format: ReportFormat) throws {
    var reports = [
      try SampleReport.formats(), SampleReport.troubled, SampleReport.unknownOnly, SampleReport.nothingWrong,
      SampleReport.nothingFound,
    ]
    reports[1].run.snapshot = Date(timeIntervalSince1970: 1_792_000_000)
    reports[1].run.state = AuditReport.Run.StateUse(taken: 7, oldest: Date(timeIntervalSince1970: 1_791_000_000))
    reports[1].run.accountNames = [SampleReport.account: "books"]
    reports[1].trend = [
      AuditReport.TrendPoint(time: Date(timeIntervalSince1970: 1_792_000_000), bySeverity: [.high: 3, .low: 1])
    ]
    reports[1].leftOut = 2
    reports[1].notes = [
      AuditReport.Note("aws_iam_role.a", "is not compared", source: SourceMark(file: "plan.json", line: 3))
    ]
    for index in reports[1].findings.indices where index % 2 == 0 {
      reports[1].findings[index].timeline = Finding.Timeline(
        firstSeen: Date(timeIntervalSince1970: 1_780_000_000), since: Date(timeIntervalSince1970: 1_790_000_000),
        lastSeen: Date(timeIntervalSince1970: 1_792_000_000), returns: index, isNew: index == 0)
    }
    for report in reports {
      let again = try Self.read(report)
      for options in [ReportOptions(), ReportOptions(isVerbose: true), ReportOptions(isQuiet: true)] {
        let (first, second) = (
          Self.shown(report, format, options), Self.shown(again, format, options)
        )
        #expect(first == second, "\(Self.difference(first, second))")
      }
    }
  }

  /// SARIF shows a rule's page, of which a report does not hold what is computed.
  private static func shown(_ report: AuditReport, _ format: ReportFormat, _ options: ReportOptions) -> [String] {
    format.write(report, options: options).split(separator: "\n").map(String.init)
      .filter { format != .sarif || !$0.contains("\"markdown\":") }
  }

  private static func difference(_ first: [String], _ second: [String]) -> String {
    let line = zip(first, second).prefix { $0 == $1 }.count
    return "line \(line + 1): \(first.dropFirst(line).first ?? "") | \(second.dropFirst(line).first ?? "")"
  }

  @Test(
    "What is no report is refused, and said",
    arguments: [
      "{}", "[]", "{\"schemaVersion\": \"2\", \"findings\": []}", "{\"schemaVersion\": \"1\", \"findings\": [{}]}",
      "{\"schemaVersion\": \"1\", \"findings\": [], \"run\": {}}",
    ])
  func refused(text: String) throws {
    let document = try JSONReader.read(Array(text.utf8))
    #expect {
      try JSONReportReader(knowing: []).report(document)
    } throws: { error in
      "\(error)".hasPrefix("This is")
    }
  }

  @Test("Numbers that no run counts are no report, and nothing is added up", arguments: [Int.max, -1])
  func refusedCounts(number: Int) throws {
    let report = try JSONReader.read(Array(ReportFormat.json.write(SampleReport.troubled).utf8))
    for name in ["resources", "apiCalls"] {
      var run = report["run"].object ?? [:]
      run[name] = name == "resources" ? .integer(number) : ["byOperation": ["s3:GetObject": .integer(number)]]
      let document = JSONValue.object((report.object ?? [:]).merging(["run": .object(run)]))
      #expect {
        try JSONReportReader(knowing: []).report(document)
      } throws: { error in
        "\(error)".contains(name == "resources" ? "run.resources is" : "run.apiCalls.byOperation.s3:GetObject is")
      }
    }
  }

  // MARK: Shards

  @Test("Merging the shards gives the run in one piece, finding for finding", arguments: 1...30)
  func shards(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let estate = RandomEstate.make(&random)
    let rules = try Self.builtIn.get()
    let declarations = try BaselineFile.read(
      [RuleSet.Source(file: "baseline.yaml", text: RandomEstate.baseline)],
      BaselineFile.Context(environment: [:], identity: { $0 }) { _ in "" })
    func report(_ shard: Shard?) throws -> AuditReport {
      var auditor = Auditor(
        rules: rules, declarations: declarations.declarations, closures: declarations.closures,
        filter: ResourceFilter([], shard: shard))
      auditor.notes = []
      let outcome = auditor.audit(estate, at: RandomEstate.time)
      let resources = shard.map { shard in estate.resources.keys.count { shard.owns($0) } }
      var report = AuditReport(
        run: AuditReport.Run(
          id: "\(shard?.description ?? "whole")", version: "1", startedAt: RandomEstate.time,
          finishedAt: RandomEstate.time + Double(shard?.index ?? 0), accounts: [estate.account],
          regions: estate.regions, resources: resources ?? estate.resources.count, rules: rules.count,
          callsByOperation: [:], retries: 0),
        rules: outcome.rules, findings: outcome.findings, passes: outcome.passes, failures: outcome.failures,
        warnings: outcome.warnings)
      report.names = outcome.names
      report.run.shard = shard
      return report
    }
    let whole = try Self.read(try report(nil))
    let count = Int(random.number(below: 12)) + 1
    var merge = ReportMerge()
    for index in (0..<count).shuffled(using: &random) {
      try merge.add(try Self.read(try report(Shard(index, of: count))), named: "shard-\(index).json")
    }
    let merged = try merge.report(id: "merged", version: "1")
    #expect(Set(merged.findings) == Set(whole.findings))
    #expect(merged.findings.count == whole.findings.count)
    #expect(merged.passes == whole.passes)
    #expect(merged.run.resources == whole.run.resources)
    #expect(merged.rules.map(\.passes) == whole.rules.map(\.passes))
    let parts = Set(merged.failures.filter { $0.operation != "audit:merge" })
    #expect(parts == Set(whole.failures))
    #expect(!whole.findings.isEmpty)
    if whole.isComplete { #expect(merged.isComplete) } else { #expect(!merged.isComplete) }
  }

  @Test("A shard that is missing is an error that names it, and one that was run again counts once")
  func missing() throws {
    func part(_ index: Int, at time: Double, passes: Int, complete: Bool = true) throws -> AuditReport {
      var report = complete ? SampleReport.nothingWrong : SampleReport.unknownOnly
      report.run.shard = Shard(index, of: 3)
      report.run.finishedAt = Date(timeIntervalSince1970: time)
      report.passes = passes
      return try Self.read(report)
    }
    var merge = ReportMerge()
    try merge.add(try part(0, at: 10, passes: 5), named: "a")
    try merge.add(try part(2, at: 10, passes: 7), named: "b")
    let first = try merge.report(id: "x", version: "1")
    #expect(first.failures.map(\.code) == ["ShardMissing"])
    #expect(first.failures.first?.message.contains("1/3") == true)
    try merge.add(try part(1, at: 11, passes: 1, complete: false), named: "killed.json")
    let second = try merge.report(id: "x", version: "1")
    #expect(second.failures.contains { $0.code == "ShardIncomplete" && $0.message.contains("1/3 is incomplete") })
    #expect(second.failures.contains { $0.message.contains("killed.json") })
    try merge.add(try part(1, at: 12, passes: 11), named: "again.json")
    let third = try merge.report(id: "x", version: "1")
    #expect(third.failures.isEmpty && third.isComplete && third.passes == 23)
    merge.addUnreadable("cut.json", "it ends too early.")
    #expect(try merge.report(id: "x", version: "1").failures.map(\.code) == ["ReportUnreadable"])
  }

  @Test("Remarks that differ in a count alone are one, with the sum, and others stand once")
  func remarks() throws {
    let said = [
      ["Of 1 finding it is not known who made it so: 90 days.", "Invalidations took 3 calls, one for each.", "Old."],
      ["Of 2 findings it is not known who made it so: 90 days.", "Invalidations took 1 call, one for each.", "Old."],
      ["Of 1 finding it is not known who made it so: 90 days.", "Others took 9999999999999999999 calls."],
    ]
    var merge = ReportMerge()
    for (index, remarks) in said.enumerated() {
      try merge.add(try Self.part(index, of: 3, at: 1) { $0.remarks = remarks }, named: "\(index).json")
    }
    #expect(
      try merge.report(id: "x", version: "1").run.remarks == [
        "Of 4 findings it is not known who made it so: 90 days.", "Invalidations took 4 calls, one for each.", "Old.",
        "Others took 9999999999999999999 calls.",
      ])
  }

  @Test("Shards that are missing one after the other are one error")
  func manyMissing() throws {
    var merge = ReportMerge()
    for index in [0, 4, 9_999] {
      try merge.add(try Self.part(index, of: 10_000, at: 1) { _ in }, named: "\(index).json")
    }
    let failures = try merge.report(id: "x", version: "1").failures
    #expect(failures.map(\.code) == ["ShardMissing", "ShardMissing"])
    #expect(failures.first?.message.hasPrefix("Shards 1/10000 to 3/10000 are missing") == true)
    #expect(failures.last?.message.hasPrefix("Shards 5/10000 to 9998/10000 are missing") == true)
  }

  private static func part(
    _ index: Int, of count: Int, at time: Double, _ change: (inout AuditReport.Run) -> Void
  ) throws -> AuditReport {
    var report = SampleReport.nothingWrong
    report.run.shard = Shard(index, of: count)
    report.run.finishedAt = Date(timeIntervalSince1970: time)
    change(&report.run)
    return try read(report)
  }

  @Test("Shards that divided the accounts in different ways make no whole, unless those that differ were run again")
  func spread() throws {
    func part(_ index: Int, _ spread: String, at time: Double) throws -> AuditReport {
      try Self.part(index, of: 3, at: time) { $0.spread = spread }
    }
    for others in [["", "", ""], ["aa", "aa", "aa"]] {
      var merge = ReportMerge()
      for (index, spread) in others.enumerated() {
        try merge.add(try part(index, spread, at: 1), named: "\(index).json")
      }
      #expect(merge.conflict == nil)
    }
    var merge = ReportMerge()
    try merge.add(try part(0, "aa", at: 1), named: "0.json")
    try merge.add(try part(1, "bb", at: 1), named: "1.json")
    try merge.add(try part(2, "", at: 1), named: "2.json")
    let conflict = try #require(merge.conflict)
    for words in ["cost, aa: 0.json (0/3)", "cost, bb: 1.json (1/3)", "the hash of their numbers: 2.json (2/3)"] {
      #expect(conflict.contains(words), "\(conflict)")
    }
    try merge.add(try part(1, "aa", at: 2), named: "1-again.json")
    try merge.add(try part(2, "aa", at: 2), named: "2-again.json")
    #expect(merge.conflict == nil)
    // A report that is no shard takes no side.
    try merge.add(try Self.read(SampleReport.troubled), named: "other.json")
    #expect(merge.conflict == nil)
  }

  @Test("Shards of audits that asked different things make no whole")
  func asked() throws {
    func part(_ index: Int, _ asked: String, at time: Double) throws -> AuditReport {
      try Self.part(index, of: 2, at: time) { $0.asked = asked }
    }
    var merge = ReportMerge()
    try merge.add(try part(0, "aa", at: 1), named: "0.json")
    try merge.add(try part(1, "bb", at: 1), named: "1.json")
    let conflict = try #require(merge.conflict)
    #expect(conflict.contains("asked for aa: 0.json (0/2)") && conflict.contains("asked for bb: 1.json (1/2)"))
    try merge.add(try part(0, "bb", at: 2), named: "0-again.json")
    #expect(merge.conflict == nil)
    // What an older version wrote does not say.
    try merge.add(try part(1, "", at: 3), named: "old.json")
    #expect(merge.conflict?.contains("not said what: old.json (1/2)") == true)
  }

  @Test("What one part cannot say alone counts where all of them say it")
  func pending() throws {
    let idle = AuditReport.Warning(message: "This waiver fits no finding.", source: SourceMark(file: "a.yaml", line: 3))
    func part(_ index: Int, _ patterns: [String], isIdle: Bool) throws -> AuditReport {
      var report = SampleReport.nothingWrong
      report.run.shard = Shard(index, of: 2)
      report.run.pending.unfit = patterns.map { UnfitPattern(pattern: $0, guesses: ["E\(index)"]) }
      report.run.pending.idle = isIdle ? [idle] : []
      return try Self.read(report)
    }
    var merge = ReportMerge()
    try merge.add(try part(0, ["E1*", "none"], isIdle: true), named: "a")
    try merge.add(try part(1, ["E2*", "none"], isIdle: true), named: "b")
    let merged = try merge.report(id: "x", version: "1")
    #expect(merged.failures.map(\.code) == ["FitsNothing"])
    #expect(merged.failures[0].message.contains("\"none\"") && merged.failures[0].message.contains("\"E0\" or \"E1\""))
    #expect(merged.warnings == [idle])
    var other = ReportMerge()
    try other.add(try part(0, [], isIdle: true), named: "a")
    try other.add(try part(1, [], isIdle: false), named: "b")
    #expect(try other.report(id: "x", version: "1").warnings.isEmpty)
  }

  @Test("Accounts are counted each for itself, and text groups by them")
  func accounts() throws {
    func part(_ account: String, _ name: String, _ rule: String) -> AuditReport {
      var report = SampleReport.nothingWrong
      report.run.id = account
      report.run.accounts = [account]
      report.run.accountNames = [account: name]
      let resource = ResourceReference(type: .distribution, id: "E\(account)", account: account)
      report.findings = [SampleReport.finding(rule, .high, on: resource, message: "Wrong in \(name).")]
      return report
    }
    var merge = ReportMerge()
    try merge.add(part("222222222222", "shop", "compression"), named: "shop")
    try merge.add(part("111111111111", "books", "access-logging"), named: "books")
    let merged = try Self.read(try merge.report(id: "x", version: "1"))
    #expect(merged.run.accounts == ["111111111111", "222222222222"])
    #expect(merged.run.accountNames == ["111111111111": "books", "222222222222": "shop"])
    #expect(merged.passesByAccount == ["111111111111": 312, "222222222222": 312])
    #expect(merged.passes == 624)
    let text = ReportFormat.text.write(merged)
    let order = [
      "Account 111111111111 books", "Wrong in books", "Account 222222222222 shop", "Wrong in shop", "Accounts\n",
    ]
    let places = order.compactMap { text.range(of: $0)?.lowerBound }
    #expect(places.count == order.count && places == places.sorted(), "\(text)")
    let json = try JSONReader.read(Array(ReportFormat.json.write(merged).utf8))
    #expect(json["summary"]["byAccount"]["222222222222"]["fail"] == 1)
    #expect(json["findings"][0]["resource"]["accountName"].string?.isEmpty == false)
  }
}
