import Documents
import Foundation
import Testing

/// `audit fix` of several accounts of the emulator, entered by AssumeRole with every signature verified: three that
/// drifted, one that did not, one that does not let the hub in. `Fixtures/fix_accounts.py` plays it.
@Suite(.needsPython) struct FixAccountsTests {
  private static let told = Task {
    let emulator = try Server("scripts/emulator.py", "--json")
    let finished = try await Harness.run(
      try #require(Harness.python),
      [
        Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/fix_accounts.py").path,
        emulator.greeting["AWS_ENDPOINT_URL"].string ?? "", "450000000000",
      ], environment: ["AUDIT": Harness.binary.path, "PYTHONDONTWRITEBYTECODE": "1"])
    try #require(finished.status == 0, "\(finished.errors)")
    return try finished.json
  }

  private func report(_ run: JSONValue) throws -> JSONValue {
    try JSONReader.read(Array((run["output"].string ?? "").utf8))
  }

  /// How often each status occurs among the steps in an account.
  private func statuses(_ report: JSONValue, _ number: JSONValue) -> [String: Int] {
    let run = report["repairs"]["byAccount"][number.string ?? ""]
    return (run["steps"].array ?? []).reduce(into: [:]) { $0[$1["status"].string ?? "", default: 0] += 1 }
  }

  @Test func `nothing is changed by a plan, too many changes, a no, or a pattern that fits nothing`() async throws {
    let told = try await Self.told.value
    for name in ["dry", "tooMany", "no", "unfit"] {
      // One account could not be entered, which wins over what is to be done.
      #expect(told[name]["code"] == 1 && told[name]["changed"] == [], "\(name): \(told[name])")
    }
    #expect(told["journalsBefore"] == [])
    let report = try report(told["dry"])
    #expect((report["errors"].array ?? []).map { $0["code"] } == ["AccountNotEntered"])
    for name in ["books", "films", "shop"] { #expect(statuses(report, told["numbers"][name]) == ["planned": 2]) }
    #expect(statuses(report, told["numbers"]["whole"]) == [:])
    #expect(report["repairs"]["byAccount"][told["numbers"]["locked"].string ?? ""] == .null)
    #expect(report["summary"]["byAccount"].object?.count == 5)
    let dry = told["dry"]["errors"].string ?? ""
    #expect(dry.contains("the plan makes 6 changes, and --max-changes allows 5. Without --dry-run"), "\(dry)")
    let tooMany = told["tooMany"]["errors"].string ?? ""
    #expect(tooMany.contains("the plan makes 6 changes, and --max-changes allows 5"), "\(tooMany)")
    #expect(tooMany.contains("(locked) was not audited"), "\(tooMany)")
    #expect(told["unfit"]["errors"].string?.contains("\"no-such-thing\" fits no resource") == true)
  }

  @Test func `it is asked once, with a table by account, and then done in one after the other`() async throws {
    let told = try await Self.told.value
    let screen = (told["yes"]["screen"].string ?? "").replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "")
    #expect(screen.ranges(of: "Only \"yes\" will do").count == 1 && screen.contains("in 3 accounts?"), "\(screen)")
    for row in [
      /450000000001  books +2 +2 +1 +0/, /450000000005  locked  not read/, /450000000003  shop +2 of 2 +2 +0 +2/,
    ] {
      #expect(screen.contains(row), "\(screen)")
    }
    #expect(screen.contains("1 account with nothing to repair"))
    // What is printed is what `undo` takes.
    let words = screen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let undo = /audit undo \S+( --journal \S+)? --accounts accounts.json( --endpoint-url \S+)? puts back/
    #expect(words.contains(undo), "\(words)")
    #expect(told["yes"]["code"] == 1 && told["yes"]["changed"] == ["books", "films", "shop"])
    #expect(told["again"]["code"] == 0, "\(told["again"])")
    // Each has a journal of its own, in the order in which they were repaired; the state knows each as a run.
    #expect(told["journals"].object?.map(\.name) == ["books", "films", "shop"])
    #expect(told["journals"].object?.allSatisfy { $0.value["ended"] == true } == true)
    #expect(told["history"]["output"].string?.contains("4 runs.") == true, "\(told["history"])")
  }

  @Test func `each run is undone by its name, in its own account only`() async throws {
    let told = try await Self.told.value
    var left = ["books", "films", "shop"]
    #expect(told["undo"].array?.count == 3)
    for undone in told["undo"].array ?? [] {
      left.removeAll { $0 == undone["account"].string }
      #expect(undone["undo"]["code"] == 0, "\(undone["undo"])")
      #expect((undone["changed"].array ?? []).compactMap(\.string) == left)
      // The credentials of the hub alone are not those of the account.
      let alone = undone["alone"]["errors"].string ?? ""
      #expect(undone["alone"]["code"] == 1 && alone.contains("name the same list here"), "\(alone)")
    }
  }

  @Test func `Ctrl-C ends the call in flight, and no further account is begun`() async throws {
    let told = try await Self.told.value
    let stopped = told["stopped"]
    #expect(stopped["fix"]["code"] == 130, "\(stopped["fix"])")
    let report = try report(stopped["fix"])
    #expect(statuses(report, told["numbers"]["books"]) == ["applied": 2])
    #expect(statuses(report, told["numbers"]["films"]) == ["applied": 1, "stopped": 1])
    #expect(statuses(report, told["numbers"]["shop"]) == ["stopped": 2])
    #expect(stopped["changed"] == ["books", "films"])
    #expect(stopped["journals"].object?.map(\.name) == ["books", "films"])
    #expect(stopped["undo"].array?.last?["changed"] == [], "\(stopped["undo"])")
  }

  @Test func `an account that another run is repairing is said, and the others go on`() async throws {
    let told = try await Self.told.value
    let contended = told["contended"]
    #expect(contended["fix"]["code"] == 1 && contended["changed"] == ["books", "shop"])
    let errors = try report(contended["fix"])["errors"].array ?? []
    #expect(errors.map { $0["code"] } == ["NotRepaired"])
    #expect(errors.first?["message"].string?.contains("run of somebody") == true)
  }

  @Test(arguments: [
    ["--snapshot", "s.json", "--dry-run"], ["--template", "t.yaml", "--dry-run"], ["--stack", "books", "--dry-run"],
    ["--dry-run", "-o", "plan.json"], ["--yes", "--plan", "plan.json"],
  ])
  func `what is of one account is refused`(arguments: [String]) async throws {
    let folder = try Folder()
    try folder.write("- {id: '450000000001', role: fixer}\n", to: "accounts.yaml")
    let run = try await Harness.audit(["fix", "--accounts", "accounts.yaml"] + arguments, folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.errors)")
    #expect(run.errors.contains("one account"), "\(run.errors)")
  }
}
