import Auditing
import Documents
import Estate
import Foundation
import Schema
import TestSupport
import Testing

@testable import Reporting

/// Which of many reports count, where they are of several audits.
@Suite struct MergedAuditTests {
  private static let (books, shop) = ("111111111111", "222222222222")

  /// A report of some accounts, with a finding in each of which something is wrong.
  private static func report(
    of accounts: [String], _ shard: Shard? = nil, at time: Double = 1, wrong: [String] = [], passes: Int = 10,
    _ change: (inout AuditReport.Run) -> Void = { _ in }
  ) throws -> AuditReport {
    var report = SampleReport.nothingWrong
    report.run.id = "\(accounts) \(shard?.description ?? "") \(time)"
    report.run.accounts = accounts
    report.run.shard = shard
    report.run.finishedAt = Date(timeIntervalSince1970: time)
    report.run.asked = "aa"
    report.passes = passes
    report.findings = wrong.map { account in
      let resource = ResourceReference(type: .distribution, id: "E\(account)\(shard?.index ?? 0)", account: account)
      return SampleReport.finding("compression", .high, on: resource, message: "Wrong.")
    }
    change(&report.run)
    let text = ReportFormat.json.write(report)
    return try JSONReportReader(knowing: []).report(try JSONReader.read(Array(text.utf8)))
  }

  private static func merge(_ reports: [AuditReport]) throws -> (merged: AuditReport, conflict: String?) {
    var merge = ReportMerge()
    for (number, report) in reports.enumerated() { try merge.add(report, named: "\(number).json") }
    return (try merge.report(id: "merged", version: "1"), merge.conflict)
  }

  @Test("The shards of one account take the place of none of another one")
  func accounts() throws {
    let shards = try (0..<2).flatMap { index in
      let shard = Shard(index, of: 2)
      return [
        try Self.report(of: [Self.shop], shard, wrong: [Self.shop]), try Self.report(of: [Self.books], shard, at: 2),
      ]
    }
    let (whole, conflict) = try Self.merge(shards)
    #expect(conflict == nil && whole.isComplete)
    #expect(whole.run.accounts == [Self.books, Self.shop])
    #expect(whole.findings.count == 2 && whole.passes == 40)
    #expect(whole.passesByAccount == [Self.books: 20, Self.shop: 20])
    // Half of each is no whole.
    let (halves, _) = try Self.merge([shards[0], shards[3]])
    #expect(!halves.isComplete)
    #expect(halves.failures.map(\.code) == ["ShardMissing", "ShardMissing"])
    #expect(halves.failures.map(\.resource.account) == [Self.books, Self.shop])
    #expect(halves.failures[0].message.hasPrefix("Shard 0/2 of account \(Self.books) is missing"))
    #expect(halves.failures[1].message.hasPrefix("Shard 1/2 of account \(Self.shop) is missing"))
  }

  @Test(
    "A shard that ended long before another one began is told, in a queue it is not", arguments: [(24.0, 1), (5, 0)])
  func stale(hours: Double, count: Int) throws {
    let day = 1_792_229_400.0
    let shards = try (0..<2).map { index in
      let begin = day + Double(index) * hours * 3600
      var report = try Self.report(of: [Self.shop], Shard(index, of: 2), at: begin + 60)
      report.run.startedAt = Date(timeIntervalSince1970: begin)
      return report
    }
    let (whole, conflict) = try Self.merge(shards)
    #expect(conflict == nil && whole.isComplete)
    #expect(whole.warnings.map(\.source.file) == Array(repeating: "0.json", count: count))
    #expect(whole.warnings.allSatisfy { $0.message.hasPrefix("Shard 0/2 had ended at ") })
  }

  @Test("Accounts that each have shards of their own may be asked different things, and one account may not")
  func questions() throws {
    var shards = [
      try Self.report(of: [Self.books], Shard(0, of: 2)), try Self.report(of: [Self.books], Shard(1, of: 2)),
      try Self.report(of: [Self.shop], Shard(0, of: 1)) { $0.asked = "bb" },
    ]
    let (merged, conflict) = try Self.merge(shards)
    #expect(conflict == nil && merged.isComplete && merged.passes == 30)
    shards[1].run.asked = "bb"
    #expect(try Self.merge(shards).conflict?.contains("asked for bb: 1.json (1/2)") == true)
  }

  @Test("Shards of lists of accounts that are not the same make no whole, nor do those of two divisions")
  func lists() throws {
    func shard(_ account: String, _ index: Int, of count: Int, _ list: String) throws -> AuditReport {
      try Self.report(of: [account], Shard(index, of: count)) { $0.accountList = list }
    }
    let first = try shard(Self.books, 0, of: 2, "cc")
    #expect(try Self.merge([first, try shard(Self.shop, 1, of: 2, "cc")]).conflict == nil)
    let lists = try Self.merge([first, try shard(Self.shop, 1, of: 2, "dd")]).conflict
    #expect(lists?.contains("asked for aa of the accounts dd: 1.json (1/2)") == true, "\(lists ?? "")")
    let counts = try Self.merge([first, try shard(Self.shop, 1, of: 3, "cc")]).conflict
    #expect(counts?.contains("by the hash of their numbers: 1.json (1/3)") == true, "\(counts ?? "")")
    // An account by itself is no part of a list.
    let alone = try Self.merge([first, try Self.report(of: [Self.shop], Shard(1, of: 2))])
    #expect(alone.conflict == nil)
    #expect(alone.merged.failures.map(\.code) == ["ShardMissing", "ShardMissing"])
  }

  @Test("Of two audits of the same accounts that were asked the same the newer counts", arguments: [true, false])
  func same(isWholeNewer: Bool) throws {
    let accounts = [Self.books, Self.shop]
    let whole = try Self.report(of: accounts, at: isWholeNewer ? 9 : 0, wrong: [Self.books], passes: 40)
    let shards = try accounts.enumerated().map { index, account in
      try Self.report(of: [account], Shard(index, of: 2), at: 1, wrong: [Self.shop], passes: 20) {
        $0.accountList = "cc"
      }
    }
    let (merged, conflict) = try Self.merge([whole] + shards)
    #expect(conflict == nil && merged.isComplete)
    #expect(merged.passes == 40 && merged.run.resources == whole.run.resources * (isWholeNewer ? 1 : 2))
    #expect(Set(merged.findings.map(\.resource.account)) == [isWholeNewer ? Self.books : Self.shop])
    // What is merged already is not merged once more, and a part that is run again is newer than it.
    let again = try Self.merge(shards + [try Self.merge(shards).merged]).merged
    #expect(again.passes == 40 && again.isComplete)
  }

  @Test("Of reports that were asked something else, of other accounts, or what is new, each counts")
  func others() throws {
    let first = try Self.report(of: [Self.books])
    for other in [
      try Self.report(of: [Self.books], at: 2) { $0.asked = "bb" },
      try Self.report(of: [Self.books], at: 2) { $0.asked = "" },
      try Self.report(of: [Self.shop], at: 2), try Self.report(of: [Self.books, Self.shop], at: 0),
    ] {
      #expect(try Self.merge([first, other]).merged.passes == 20)
    }
    #expect(try Self.merge([first, try Self.report(of: [Self.books], at: 2)]).merged.passes == 10)
    // A newer one of more accounts repeats it, as it does a shard of which the others are gone.
    let both = try Self.report(of: [Self.books, Self.shop], at: 2, passes: 20)
    let shard = try Self.report(of: [Self.shop], Shard(0, of: 2))
    #expect(try Self.merge([first, both, shard]).merged.passes == 20)
    #expect(try Self.merge([first, both, shard]).merged.isComplete)
    let new = try [1.0, 2].map { time in
      try Self.report(of: [Self.books], at: time) { $0.asked = AuditReport.Run.newOnly + "aa" }
    }
    #expect(try Self.merge(new).merged.passes == 20)
  }

  @Test("Of two snapshots the newer counts, whichever was judged last")
  func snapshots() throws {
    let reports = try [(1.0, 9.0), (2, 3)].map { read, judged in
      try Self.report(of: [Self.books], at: judged, passes: Int(read)) {
        $0.snapshot = Date(timeIntervalSince1970: read)
      }
    }
    #expect(try Self.merge(reports).merged.passes == 2)
    #expect(try Self.merge(reports.reversed()).merged.passes == 2)
  }

  @Test("What people call a resource of one account is not what they call that of another", arguments: [true, false])
  func names(isStored: Bool) throws {
    var merge = ReportMerge(into: isStored ? try FindingSpool(rules: []) : nil)
    for (account, name) in [(Self.books, "www.example.com"), (Self.shop, nil), ("333333333333", "shop.example.com")] {
      var report = try Self.report(of: [account])
      let resource = ResourceReference(type: .distribution, id: "E1", account: account)
      report.findings = [
        SampleReport.finding("compression", .high, on: resource, at: "Origins[\(account)]", message: "Wrong.")
      ]
      report.failures = [
        AuditReport.Failure(
          operation: "x", resource: resource, code: "", message: "", advice: "", unjudgedRules: [])
      ]
      report.names[resource.identity] = name
      try merge.add(report, named: account)
    }
    let text = ReportFormat.json.write(try merge.report(id: "merged", version: "1"))
    let document = try JSONReader.read(Array(text.utf8))
    for member in ["findings", "errors"] {
      let resources = (document[member].array ?? []).map { $0["resource"] }.sorted {
        ($0["account"].string ?? "") < ($1["account"].string ?? "")
      }
      #expect(resources.map { $0["name"].string } == ["www.example.com", "E1", "shop.example.com"], "\(member)")
    }
  }

  @Test("A pattern that fits nothing in all shards is an error, whichever other reports are there")
  func pending() throws {
    let shards = try (0..<2).map { index in
      try Self.report(of: [Self.books], Shard(index, of: 2)) {
        $0.pending.unfit = [UnfitPattern(pattern: "none", guesses: [])]
      }
    }
    let other = try Self.report(of: [Self.shop]) { $0.asked = "bb" }
    #expect(try Self.merge(shards + [other]).merged.failures.map(\.code) == ["FitsNothing"])
  }
}
