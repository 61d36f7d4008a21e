import Foundation
import GRDB
import TestSupport
import Testing

@testable import State

/// What runs say of findings, one after the other.
@Suite struct HistoryTests {
  private static let start = Date(timeIntervalSince1970: 1_800_000_000)
  private let folder: StateFolder
  private let file: StateFile
  private var history: History { History(in: file) }

  init() throws {
    folder = try StateFolder()
    file = try folder.open()
  }

  private func finding(
    _ name: String, _ status: SeenFinding.Status = .fail, severity: String = "high", message: String = "wrong"
  ) -> SeenFinding {
    Sample.finding(name, status, severity: severity, message: message)
  }

  /// A run on that day which saw these, and has judged whatever `settling` says.
  @discardableResult private func run(
    _ day: Double, _ findings: SeenFinding..., account: StateAccount = Sample.account, keepRuns: Int? = nil,
    tells: Bool = true, settling: @escaping @Sendable (RecordedFinding) -> Bool = { _ in true }
  ) throws -> HistoryChanges {
    let time = Self.start + day * 86_400
    let changes = try history.record(
      RecordedRun(
        id: "run \(day)", account: account, command: "check", version: "1", startedAt: time - 10, finishedAt: time,
        isComplete: true),
      [History.Observation(findings, settles: settling)], keepRuns: keepRuns)
    if tells { try history.noteTold(changes) }
    return changes
  }

  private func names(_ findings: [RecordedFinding]) -> [String] { findings.map(\.seen.fingerprint) }

  private func recorded(_ name: String) throws -> RecordedFinding {
    try #require(try history.findings().first { $0.seen.fingerprint == name })
  }

  @Test func `a finding comes, stays, goes and comes back`() throws {
    let first = try run(0, finding("a"))
    #expect(first.isFirst)
    #expect(names(first.appeared) == ["a"])
    let second = try run(1, finding("a", message: "worse"), finding("b"))
    #expect(!second.isFirst)
    #expect(names(second.appeared) == ["b"])
    #expect(try recorded("a").lastSeen == Self.start + 86_400)
    #expect(try recorded("a").firstSeen == Self.start)
    #expect(try recorded("a").seen.message == "worse")
    let third = try run(2, finding("b"))
    #expect(names(third.gone) == ["a"])
    #expect(third.appeared.isEmpty)
    #expect(try recorded("a").goneAt == Self.start + 2 * 86_400)
    #expect(try recorded("a").lastSeen == Self.start + 86_400)
    try run(3, finding("b"))
    let back = try run(4, finding("a"), finding("b"))
    #expect(names(back.appeared) == ["a"])
    let a = try recorded("a")
    #expect(a.firstSeen == Self.start)
    #expect(a.since == Self.start + 4 * 86_400)
    #expect(a.goneAt == nil)
    #expect(a.returns == 1)
    #expect(try history.events(of: a).map(\.transition) == [.appeared, .gone, .returned])
    #expect(try history.events(of: a).map(\.run.id) == ["run 0.0", "run 2.0", "run 4.0"])
  }

  @Test func `what a run found and never told is news to the next one that sees it`() throws {
    try run(0, finding("old"), finding("goes"), finding("waits", .waived))
    #expect(try history.findings().allSatisfy(\.isTold))
    let untold = try run(1, finding("old"), finding("new"), finding("waits"), tells: false)
    #expect(Set(names(untold.appeared)) == ["new", "waits"] && names(untold.gone) == ["goes"])
    #expect(try !recorded("new").isTold && recorded("old").isTold)
    // One that looks at something else tells nothing of it.
    try run(2, finding("old")) { _ in false }
    let next = try run(3, finding("old"), finding("new"), finding("waits"), tells: false)
    #expect(Set(names(next.appeared)) == ["new", "waits"])
    #expect(try history.runs().map(\.counts.appeared) == [0, 0, 2, 2])
    try history.noteTold(next)
    #expect(try run(4, finding("old"), finding("new"), finding("waits")).appeared.isEmpty)
    #expect(try history.findings().allSatisfy(\.isTold))
  }

  @Test func `what cannot be read is no news of findings, and what is undecided is`() throws {
    let unread = Sample.finding("unread", .unknown, isUnread: true)
    let first = try run(0, unread, finding("undecided", .unknown))
    #expect(names(first.appeared) == ["undecided"] && names(first.unread) == ["unread"])
    let second = try run(1, unread)
    #expect(names(second.gone) == ["undecided"] && second.unread.isEmpty && second.readAgain.isEmpty)
    let third = try run(2)
    #expect(third.gone.isEmpty && names(third.readAgain) == ["unread"])
    #expect(try history.runs().map(\.counts.appeared) == [0, 0, 1])
    #expect(try history.runs().map(\.counts.gone) == [0, 1, 0])
  }

  @Test func `that something is gone is told by the next run where the one that saw it did not`() throws {
    try run(0, finding("a"), finding("b"))
    try run(1, finding("b"), finding("c"), tells: false)
    // Of c nobody was told, and it is gone in this run.
    #expect(try names(run(2, finding("b")).gone) == ["c", "a"])
    #expect(try run(3, finding("b")).gone.isEmpty)
  }

  @Test func `what is undecided and waived is the same finding, and the end of its waiver is news`() throws {
    try run(0, finding("a", .unknown))
    let waived = Sample.finding("a", .waived, isUnknown: true)
    #expect(try run(1, waived).appeared.isEmpty)
    #expect(try history.findings().map(\.seen.status) == [.waived])
    #expect(try history.runs()[0].counts.unknown == 0)
    #expect(names(try run(2, finding("a", .unknown)).appeared) == ["a"])
    #expect(try history.events(of: recorded("a")).map(\.transition) == [.appeared, .waived, .unwaived])
    #expect(try history.runs()[0].counts.waived == 0)
  }

  @Test func `what a run did not judge it leaves as it is`() throws {
    try run(0, finding("a"), finding("b"))
    let partial = try run(1) { $0.seen.rule == "rule-b" }
    #expect(names(partial.gone) == ["b"])
    #expect(try recorded("a").goneAt == nil)
    #expect(try recorded("a").lastSeen == Self.start)
    // It was there all the time, as far as anybody knows.
    #expect(try run(2, finding("a")).appeared.isEmpty)
    #expect(try recorded("a").returns == 0)
  }

  @Test func `a missing verdict neither ends a finding nor begins one`() throws {
    try run(0, finding("a"))
    let unread = try run(1, finding("a", .unknown)) { _ in false }
    #expect(unread.appeared.map(\.seen.status) == [.unknown])
    #expect(unread.gone.isEmpty)
    #expect(try history.known(in: Sample.account).count == 2)
    let read = try run(2, finding("a"))
    #expect(read.appeared.isEmpty)
    #expect(read.gone.map(\.seen.status) == [.unknown])
    // Where nobody knew, what fails is news.
    try run(3, finding("a"), finding("c", .unknown))
    #expect(names(try run(4, finding("a"), finding("c")).appeared) == ["c"])
  }

  @Test func `what is waived is no news, what is waived no longer is`() throws {
    #expect(try run(0, finding("a", .waived)).appeared.isEmpty)
    let expired = try run(1, finding("a"))
    #expect(names(expired.appeared) == ["a"])
    #expect(try run(2, finding("a", .waived)).appeared.isEmpty)
    #expect(try history.events(of: recorded("a")).map(\.transition) == [.appeared, .unwaived, .waived])
    #expect(try recorded("a").since == Self.start)
    let runs = try history.runs()
    #expect(runs.map(\.counts.waived) == [1, 0, 1])
    #expect(runs.map { $0.counts.open["high"] } == [0, 1, 0])
  }

  @Test func `runs are counted by what is open after them, whoever found it`() throws {
    try run(0, finding("a", severity: "critical"), finding("b", severity: "low"), finding("u", .unknown))
    try run(1, finding("c", severity: "low")) { _ in false }
    let runs = try history.runs()
    #expect(runs.map(\.id) == ["run 1.0", "run 0.0"])
    #expect(runs[0].counts.open == ["critical": 1, "high": 0, "medium": 0, "low": 2, "info": 0])
    #expect(runs[0].counts.appeared == 1)
    #expect(runs[1].counts.appeared == 3)
    #expect(runs[1].counts.unknown == 1)
    #expect(try history.runs(limit: 1).map(\.id) == ["run 1.0"])
  }

  @Test func `accounts, partitions and endpoints have a history each`() throws {
    let others = [
      StateAccount(partition: "aws", account: "444455556666"),
      StateAccount(partition: "aws-cn", account: "111122223333"),
      StateAccount(partition: "aws", account: "111122223333", endpoint: "http://127.0.0.1:1"),
    ]
    try run(0, finding("a"))
    for other in others { #expect(try run(1, account: other).gone.isEmpty) }
    for other in others { #expect(names(try run(2, finding("a"), account: other).appeared) == ["a"]) }
    #expect(try history.findings().count == 4)
    #expect(try history.runs(of: others[0]).count == 2)
  }

  @Test func `a repair is one run with two looks`() throws {
    let time = Self.start
    let run = RecordedRun(
      id: "fix", account: Sample.account, command: "fix", version: "1", startedAt: time, finishedAt: time,
      isComplete: true)
    let changes = try history.record(
      run,
      [
        History.Observation([finding("a"), finding("b")], settles: { _ in true }),
        History.Observation([finding("b")], settles: { $0.seen.fingerprint == "a" }),
      ])
    #expect(names(changes.appeared) == ["a", "b"])
    #expect(names(changes.gone) == ["a"])
    #expect(try history.runs().first?.counts.open["high"] == 1)
    #expect(try history.events(of: recorded("a")).map(\.transition) == [.appeared, .gone])
  }

  @Test func `one finding that two declarations make is one`() throws {
    #expect(try run(0, finding("a"), finding("a")).appeared.count == 1)
  }

  @Test func `a clock that goes back is said, and the order of runs stays`() throws {
    try run(1000, finding("a"))
    let back = try run(0, finding("b"))
    #expect(back.laterRunBefore == Self.start + 1000 * 86_400)
    #expect(names(back.gone) == ["a"])
    #expect(try history.runs().map(\.id) == ["run 0.0", "run 1000.0"])
    #expect(try run(1).laterRunBefore == nil)
  }

  @Test func `of runs as many are kept as asked, with what is open and what they saw`() throws {
    try run(0, finding("a"), finding("open"), finding("unjudged"))
    try run(1, finding("open")) { $0.seen.fingerprint != "unjudged" }
    for day in 2...5 { try run(Double(day), finding("open"), finding("b")) { $0.seen.fingerprint != "unjudged" } }
    try run(6, finding("open"), keepRuns: 3) { $0.seen.fingerprint != "unjudged" }
    #expect(try history.runs().map(\.id) == ["run 6.0", "run 5.0", "run 4.0"])
    #expect(Set(names(try history.findings())) == ["open", "b", "unjudged"])
    #expect(try recorded("open").firstSeen == Self.start)
    #expect(try history.events(of: recorded("open")).isEmpty)
    #expect(try run(7, finding("open"), finding("a")).appeared.count == 1)
    let pruned = try history.prune(keepRuns: 1)
    #expect(pruned.runs == 3)
    #expect(pruned.findings == 1)
    #expect(Set(names(try history.findings())) == ["open", "a", "unjudged"])
  }

  @Test func `the shards of one audit are kept or forgotten together, and count as one run`() throws {
    func shards(_ day: Double, _ scopes: String..., keepRuns: Int? = nil) throws {
      let time = Self.start + day * 86_400
      for scope in scopes {
        _ = try history.record(
          RecordedRun(
            id: "\(day) \(scope)", account: Sample.account, command: "check", version: "1", scope: scope,
            startedAt: time, finishedAt: time, isComplete: true), [], keepRuns: keepRuns)
      }
    }
    try shards(0, "--shard 0/2", "--shard 1/2")
    try shards(1, "--only a --shard 0/2", "--only a --shard 1/2")
    try shards(2, "--shard 0/2", "--shard 1/2")
    try shards(3, "--shard 0/3", "--shard 1/3", "--shard 2/3")
    try shards(4, "", "")
    #expect(try history.prune(keepRuns: 6).runs == 0)
    #expect(try history.prune(keepRuns: 5).runs == 2)
    #expect(try history.prune(keepRuns: 3).runs == 4)
    #expect(try history.runs().map(\.scope) == ["", "", "--shard 2/3", "--shard 1/3", "--shard 0/3"])
    // The next shard of the same audit takes nothing of it away.
    try shards(5, "--shard 0/3", "--shard 1/3", "--shard 2/3", keepRuns: 1)
    #expect(try history.runs().map(\.scope) == ["--shard 2/3", "--shard 1/3", "--shard 0/3"])
  }

  @Test func `what no run can end is forgotten by name`() throws {
    let other = StateAccount(partition: "aws", account: "444455556666", endpoint: "")
    try run(0, finding("a"), finding("b"))
    try run(0, finding("c"), account: other)
    #expect(try history.forget(accounts: ["999999999999"], rules: ["another"]) == (0, 0))
    #expect(try history.forget(accounts: ["444455556666"]) == (1, 1))
    #expect(Set(names(try history.findings())) == ["a", "b"])
    #expect(try history.runs().count == 1)
    let rule = try recorded("a").seen.rule
    #expect(try history.forget(rules: [rule]) == (0, 1))
    #expect(names(try history.findings()) == ["b"])
    // It is news again where it is found again.
    #expect(try run(1, finding("a")).appeared.count == 1)
  }

  @Test func `a run that cannot be recorded whole is not recorded at all`() throws {
    try run(0, finding("a"))
    try file.write { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 1)")
    }
    let many = (0..<3000).map { finding("\($0)") }
    let time = Self.start + 86_400
    let error = try #require(throws: StateError.self) {
      try history.record(
        RecordedRun(
          id: "big", account: Sample.account, command: "check", version: "1", startedAt: time, finishedAt: time,
          isComplete: true), [History.Observation(many, settles: { _ in true })])
    }
    #expect(error.description.contains("the disk is full"))
    #expect(try history.runs().map(\.id) == ["run 0.0"])
    #expect(names(try history.findings()) == ["a"])
    #expect(try recorded("a").goneAt == nil)
  }

  /// Whatever is found, judged or not judged, in whatever order: what the history says follows from the runs.
  @Test(arguments: 0..<100) func `the history is what the runs saw`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var (open, returns, known): ([Int: Int], [Int: Int], Set<Int>) = ([:], [:], [])
    for day in 0..<25 {
      let seen = Set((0..<8).filter { _ in random.number(below: 3) == 0 })
      let judged = Set((0..<8).filter { _ in random.number(below: 2) == 0 })
      let changes = try history.record(
        RecordedRun(
          id: "\(day)", account: Sample.account, command: "check", version: "1", startedAt: Self.start,
          finishedAt: Self.start + Double(day), isComplete: true),
        [
          History.Observation(
            seen.sorted().map { finding("\($0)") }, settles: { judged.contains(Int($0.seen.fingerprint) ?? -1) })
        ])
      try history.noteTold(changes)
      #expect(Set(names(changes.appeared)) == Set(seen.subtracting(open.keys).map(String.init)))
      #expect(Set(names(changes.gone)) == Set(judged.intersection(open.keys).subtracting(seen).map(String.init)))
      for number in seen.subtracting(open.keys) {
        open[number] = day
        if !known.insert(number).inserted { returns[number, default: 0] += 1 }
      }
      for number in judged.subtracting(seen) { open[number] = nil }
    }
    let findings = try history.findings()
    #expect(Set(findings.compactMap { Int($0.seen.fingerprint) }) == known)
    for finding in findings {
      let number = try #require(Int(finding.seen.fingerprint))
      #expect((finding.goneAt == nil) == (open[number] != nil), "seed \(seed)")
      #expect(finding.returns == returns[number, default: 0], "seed \(seed)")
      if let day = open[number] { #expect(finding.since == Self.start + Double(day), "seed \(seed)") }
    }
  }
}
