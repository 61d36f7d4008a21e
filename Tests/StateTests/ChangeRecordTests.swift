import Estate
import Foundation
import Testing

@testable import State

/// Who changed what findings are about.
@Suite struct ChangeRecordTests {
  private let folder: StateFolder
  private let file: StateFile
  private var history: History { History(in: file) }

  init() throws {
    folder = try StateFolder()
    file = try folder.open()
  }

  private func change(_ number: Int) -> RecordedChange {
    RecordedChange(
      time: Date(timeIntervalSince1970: 1_800_000_000 + Double(number)), actor: "ada (role deploy)",
      via: "Terraform 1.9.5", event: "UpdateDistribution", eventID: "event-\(number)", source: "192.0.2.1")
  }

  private func record(
    _ names: [String], in file: StateFile, run: String, keepRuns: Int? = nil, at second: Double = 0
  ) throws {
    let time = Date(timeIntervalSince1970: 1_800_000_000 + second)
    _ = try History(in: file).record(
      RecordedRun(
        id: run, account: Sample.account, command: "check", version: "1", startedAt: time, finishedAt: time,
        isComplete: true), [History.Observation(names.map { Sample.finding($0) }) { _ in true }], keepRuns: keepRuns)
  }

  private func finding(_ name: String, in history: History) throws -> RecordedFinding {
    try #require(try history.findings().first { $0.seen.fingerprint == name })
  }

  @Test func `what later runs find out is added, newest first, and of too much the oldest goes`() throws {
    try record(["a"], in: file, run: "1")
    let a = Sample.finding("a").identity
    let first = try history.merge([a: [change(1)]], of: Sample.account)
    #expect(first == [a: [change(1)]])
    let second = try history.merge([a: [change(2), change(1)]], of: Sample.account)
    #expect(second == [a: [change(2), change(1)]])
    #expect(try history.merge([a: []], of: Sample.account) == [a: [change(2), change(1)]])
    _ = try history.merge([a: (3...30).map(change)], of: Sample.account)
    let kept = try history.changes(of: try finding("a", in: history))
    #expect(kept == (11...30).reversed().map(change))
  }

  @Test func `who had made it so before it was gone has not made it so again`() throws {
    let a = Sample.finding("a").identity
    try record(["a"], in: file, run: "1", at: 2)
    _ = try history.merge([a: [change(1)]], of: Sample.account)
    try record([], in: file, run: "2", at: 5)
    try record(["a"], in: file, run: "3", at: 9)
    #expect(try history.merge([a: [change(4), change(1)]], of: Sample.account) == [a: []])
    #expect(try history.merge([a: [change(7)]], of: Sample.account) == [a: [change(7)]])
    #expect(try history.changes(of: try finding("a", in: history)) == [change(7), change(4), change(1)])
    try file.finish()
    let reading = try StateFile.open(folder.path(), .reading)
    #expect(try History(in: reading).merge([a: [change(8)]], of: Sample.account) == [a: [change(8), change(7)]])
    try reading.finish()
  }

  @Test func `of what the history does not know nothing is kept`() throws {
    let a = Sample.finding("a").identity
    #expect(try history.merge([a: [change(1)]], of: Sample.account) == [a: [change(1)]])
    try record(["b"], in: file, run: "1")
    #expect(try history.merge([a: [change(1)]], of: Sample.account).isEmpty)
    try record(["a", "b"], in: file, run: "2")
    #expect(try history.changes(of: try finding("a", in: history)).isEmpty)
  }

  @Test func `they go with their finding`() throws {
    try record(["a"], in: file, run: "1")
    let a = Sample.finding("a").identity
    _ = try history.merge([a: [change(1)]], of: Sample.account)
    for run in ["2", "3", "4"] { try record([], in: file, run: run, keepRuns: 1) }
    #expect(try history.findings().isEmpty)
    try record(["a"], in: file, run: "5")
    #expect(try history.changes(of: try finding("a", in: history)).isEmpty)
    try file.check()
  }

  @Test func `merged states know what either knew, once`() throws {
    let other = try folder.open("other")
    let a = Sample.finding("a").identity
    for (file, run, number) in [(file, "1", 1), (other, "2", 2)] {
      try record(["a"], in: file, run: run)
      _ = try History(in: file).merge([a: [change(0), change(number)]], of: Sample.account)
    }
    for _ in 1...2 {
      _ = try file.merge(other)
      #expect(try history.changes(of: try finding("a", in: history)) == [change(2), change(1), change(0)])
    }
    try other.finish()
  }

  @Test func `a state that may not be written still tells`() throws {
    try record(["a"], in: file, run: "1")
    let a = Sample.finding("a").identity
    _ = try history.merge([a: [change(1)]], of: Sample.account)
    try file.finish()
    let reading = try StateFile.open(folder.path(), .reading)
    #expect(try History(in: reading).merge([a: [change(2)]], of: Sample.account) == [a: [change(2), change(1)]])
    #expect(try History(in: reading).changes(of: try finding("a", in: History(in: reading))) == [change(1)])
    try reading.finish()
  }
}
