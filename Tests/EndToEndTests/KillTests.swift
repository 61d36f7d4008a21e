import Documents
import Foundation
import TestSupport
import Testing

/// `kill -9` at each record of a journal: what is left can be taken back, and it can be finished.
@Suite(.needsPython) struct KillTests {
  /// What a plan of a step of each kind repairs, a draft that has to be put aside and a new version of a Lambda function
  /// among it.
  private static let changes = [
    "draft-beside", "environment", "no-security-headers", "cache-policy", "store", "trust-policy", "inline-policy",
    "attached-policy", "bucket-policy", "public-access-block", "retention", "subscription-filter",
    "reserved-concurrency", "lambda-configuration",
  ]
  private static let fix =
    ["fix", "--yes", "--no-wait", "--baseline", "baseline.yaml"]
    + ["baseline", "edge-lambda-no-environment", "function-kvs-association", "security-headers"].flatMap {
      ["--only", $0]
    }

  /// An account in which all of that is wrong.
  private static func account() async throws -> RepairAccount {
    let account = try await RepairAccount(changes: ["subscription"])
    // The rest is what rules say.
    let declared = [
      "CachingLittle", "books-release-dates", "edge", "books-images-*", "image-resizer", "images-invalidator",
      "/aws/lambda/us-east-1.image-resizer",
    ]
    let capture = try await account.audit(
      ["baseline", "capture", "-o", "baseline.yaml"] + declared.flatMap { ["--resource", $0] }, as: account.auditor)
    #expect(capture.status == 0, "\(capture.errors)")
    try await account.change(changes)
    return account
  }

  /// What kills a process at a record of its journal, made of `Fixtures/kill_at_record.c`.
  private static let killer = Task {
    let library = Folders.temporary.appending(path: "kill_at_record.so")
    let source = Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/kill_at_record.c")
    let compiler = try await Harness.run(
      URL(fileURLWithPath: "/usr/bin/env"), ["clang", "-shared", "-fPIC", "-o", library.path, source.path],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
    try #require(compiler.status == 0, "\(compiler.errors)")
    return library
  }

  /// Where a run is killed: when that many records are on disk, or within the next.
  enum Moment: Sendable {
    case after(Int)
    case within(Int)

    var environment: [String: String] {
      switch self {
      case .after(let number): ["KILL_AFTER": String(number)]
      case .within(let number): ["KILL_WITHIN": String(number)]
      }
    }

    var records: Int {
      switch self {
      case .after(let number): number
      case .within(let number): number - 1
      }
    }
  }

  @Test func `whenever it is killed, an undo restores and a second fix completes`() async throws {
    // The run that nobody kills.
    let account = try await Self.account()
    let before = try await account.read()
    let fix = try await account.audit(Self.fix)
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")
    let after = try await account.read()
    let records = try #require(account.journals.first).text.split(separator: "\n").map {
      try JSONReader.read(Array($0.utf8))["record"].string ?? ""
    }
    let steps = records.count { $0 == "step" }
    try #require(steps > 12 && records.count(where: { $0 == "call" }) >= steps + 3)
    let undo = try await account.audit("undo", "last", "--yes", "--no-wait")
    #expect(undo.status == 0, "\(undo.output)\(undo.errors)")
    #expect(before.means.changes(to: try await account.read().means) == [])

    // A call has been made, or not, when it is killed before its answer is written down whole.
    let answers = (1...records.count).filter { records[$0 - 1] == "answer" }.map(Moment.within)
    // What has been made is all that a second fix goes by.
    let calls = (1...records.count).filter { records[$0 - 1] == "call" }.map(Moment.after)
    let undone = (1...records.count).map(Moment.after) + answers
    let finished = answers + calls.prefix(1) + [.after(records.count)]
    // Most of the time goes into waiting for updates of Lambda functions.
    let lanes = 6
    try await withThrowingTaskGroup { group in
      for part in 0..<lanes {
        group.addTask {
          let account = try await Self.account()
          for index in stride(from: part, to: undone.count, by: lanes) {
            try await Self.expectUndo(of: undone[index], in: account, to: before)
          }
          for index in stride(from: part, to: finished.count, by: lanes) {
            try await Self.expectSecondFix(of: finished[index], in: account, from: before, to: after)
          }
          try account.expectDiscretion()
        }
      }
      try await group.waitForAll()
    }
  }

  /// Starts a fix that is killed.
  private static func kill(_ moment: Moment, in account: RepairAccount) async throws {
    let known = try account.journals.count
    let killed = try await account.audit(
      Self.fix, with: moment.environment.merging(["LD_PRELOAD": killer.value.path]) { $1 })
    try #require(killed.status == 9, "\(moment): \(killed.output)\(killed.errors)")
    let journals = try account.journals
    try #require(journals.count == known + 1)
    #expect(journals.last?.text.split(separator: "\n").count { $0.hasSuffix("}") } == moment.records, "\(moment)")
  }

  private static func expectUndo(
    of moment: Moment, in account: RepairAccount, to before: AccountState
  ) async throws {
    try await kill(moment, in: account)
    let undo = try await account.audit("undo", "last", "--yes", "--no-wait")
    #expect(undo.status == 0, "\(moment): \(undo.output)\(undo.errors)")
    try #require(before.means.changes(to: try await account.read().means) == [], "\(moment)")
  }

  private static func expectSecondFix(
    of moment: Moment, in account: RepairAccount, from before: AccountState, to after: AccountState
  ) async throws {
    let known = try account.journals.count
    try await kill(moment, in: account)
    let second = try await account.audit(Self.fix)
    #expect(second.status == 0, "\(moment): \(second.output)\(second.errors)")
    #expect(after.means.changes(to: try await account.read().means) == [], "\(moment)")
    for journal in try account.journals.dropFirst(known).reversed() {
      let undo = try await account.audit("undo", ".audit/journal/\(journal.name)", "--yes", "--no-wait")
      #expect(undo.status == 0, "\(moment): \(undo.output)\(undo.errors)")
    }
    try #require(before.means.changes(to: try await account.read().means) == [], "\(moment)")
  }
}

extension AccountState {
  /// With policies as what they mean, and without what tells the versions apart that repairs have published.
  fileprivate var means: AccountState {
    let rest = filtered { place in
      !place.hasSuffix(" wire") && places["\(place) means"] == nil
        && !(place.hasPrefix("lambda status-api:") && Int(place.dropFirst(18).prefix { $0 != "." }) ?? 0 > 2)
    }
    return AccountState(
      places: JSONObject(
        rest.places.map { member in
          let version = member.value.string.flatMap {
            $0.components(separatedBy: ":function:status-api:").dropFirst().first
          }
          return (member.name, Int(version ?? "") ?? 0 > 2 ? "a new version" : member.value)
        }))
  }
}
