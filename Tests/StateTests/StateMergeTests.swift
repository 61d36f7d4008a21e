import Foundation
import Schema
import Testing

@testable import State

@Suite struct StateMergeTests {
  private static let other = StateAccount(partition: "aws", account: "222233334444")

  private func record(
    _ names: [String], in file: StateFile, of account: StateAccount, at time: Double, id: String, calls: Int = 1,
    taken: Int = 0, command: String = "check"
  ) throws {
    let run = RecordedRun(
      id: id, account: account, command: command, version: "1", scope: "",
      startedAt: Date(timeIntervalSince1970: time), finishedAt: Date(timeIntervalSince1970: time), isComplete: true,
      resources: 1, calls: calls, taken: taken)
    _ = try History(in: file).record(run, [History.Observation(names.map { Sample.finding($0) }) { _ in true }])
  }

  @Test func `the states of shards become one, with every run, and what both know stands as it was seen last`() throws {
    let folder = try StateFolder()
    let (one, two) = (try folder.open("one"), try folder.open("two"))
    try record(["a", "b"], in: one, of: Sample.account, at: 1_000, id: "r1")
    try record(["x"], in: two, of: Self.other, at: 1_500, id: "r2")
    try record(["b", "c"], in: two, of: Sample.account, at: 2_000, id: "r3")
    let first = try one.merge(two)
    #expect(first.runs == 2)
    let again = try one.merge(two)
    #expect(again.runs == 0 && again.parts == 0)
    let history = History(in: one)
    #expect(try history.runs(of: Sample.account, limit: 10).map(\.id) == ["r3", "r1"])
    #expect(try history.runs(of: Self.other, limit: 10).map(\.id) == ["r2"])
    let known = try history.known(in: Sample.account)
    #expect(known.count == 3 && known.values.allSatisfy { $0.goneAt == nil })
    #expect(
      known.values.map { $0.firstSeen.timeIntervalSince1970 }.sorted() == [1_000, 1_000, 2_000])
    try one.check()
    try one.finish()
    try two.finish()
  }

  @Test func `parts of several accounts are whole where a merge has put them, whatever order the accounts come in`()
    throws
  {
    let folder = try StateFolder()
    let (one, two) = (try folder.open("one"), try folder.open("two"))
    for (file, accounts) in [(one, [Sample.account]), (two, [Self.other, Sample.account])] {
      for account in accounts {
        let parts = Sample.parts(in: file, of: account)
        let key = ResourceKey(.distribution, account == Sample.account && file === two ? "E2" : "E1")
        parts.record(["Of": .string(account.account)], of: key, Sample.group, validator: .tag("A"), readAt: nil)
        parts.flush()
      }
    }
    #expect(try one.merge(two).parts == 2)
    try one.check()
    for (account, id) in [(Sample.account, "E1"), (Sample.account, "E2"), (Self.other, "E1")] {
      let part = Sample.parts(in: one, of: account).part(
        of: ResourceKey(.distribution, id), Sample.group, validator: .tag("A"))
      #expect(part?.members == ["Of": .string(account.account)], "\(id)")
    }
    // What is damaged is not taken over.
    let three = try folder.open("three")
    try two.write { try $0.execute(sql: "UPDATE part SET body = CAST('{}' AS BLOB) WHERE resource = 'E2'") }
    #expect(try three.merge(two).parts == 1)
    try three.check()
    for file in [one, two, three] { try file.finish() }
  }

  @Test func `an account costs what its last check took, with what the state spared it, whoever recorded it`() throws {
    let folder = try StateFolder()
    let (one, two) = (try folder.open("one"), try folder.open("two"))
    try record([], in: one, of: Sample.account, at: 1_000, id: "r1", calls: 500)
    try record([], in: one, of: Self.other, at: 3_000, id: "r2", calls: 7, taken: 50)
    try record([], in: two, of: Sample.account, at: 2_000, id: "r3", calls: 80, taken: 300)
    // Neither a repair nor a check of a snapshot, which calls nobody, tells what a check takes.
    try record([], in: two, of: Sample.account, at: 2_500, id: "r4", calls: 9_000, command: "fix")
    try record([], in: two, of: Sample.account, at: 2_600, id: "r5", calls: 0)
    #expect(try History(in: one).costs() == [Sample.account.account: 500, Self.other.account: 57])
    _ = try one.merge(two)
    #expect(try History(in: one).costs() == [Sample.account.account: 380, Self.other.account: 57])
    try one.finish()
    try two.finish()
  }
}
