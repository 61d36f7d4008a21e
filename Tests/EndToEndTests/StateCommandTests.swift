import Documents
import Foundation
import State
import Testing

/// Runs with a state, one after the other, on snapshots.
@Suite struct StateCommandTests {
  private static let both = ["--only", "viewer-protocol-https", "--only", "minimum-tls-version"]

  /// A distribution in a snapshot that was taken on that day.
  private static func snapshot(_ day: Int, _ distributions: [(id: String, policy: String, tls: String)]) -> JSONValue {
    let date = "2026-01-\(day < 10 ? "0" : "")\(day)"
    let resources = distributions.map { id, policy, tls -> JSONValue in
      let arn = JSONValue.string("arn:aws:cloudfront::111122223333:distribution/\(id)")
      return [
        "type": "AWS::CloudFront::Distribution", "id": .string(id), "arn": arn, "account": "111122223333",
        "region": "global",
        "properties": [
          "Id": .string(id), "ARN": arn, "DefaultCacheBehavior": ["ViewerProtocolPolicy": .string(policy)],
          "ViewerCertificate": ["MinimumProtocolVersion": .string(tls)],
        ],
      ]
    }
    return [
      "schemaVersion": "1", "startedAt": .string("\(date)T00:00:00.000Z"),
      "finishedAt": .string("\(date)T00:00:01.000Z"), "account": "111122223333", "regions": ["us-east-1"],
      "apiCalls": ["byOperation": [:], "retries": 0],
      "coverage": ["AWS::CloudFront::Distribution cloudfront:ListDistributions"], "resources": .array(resources),
      "absences": [], "gaps": [],
    ]
  }

  /// A folder in which snapshots are judged with one state.
  private final class Project: Sendable {
    let folder: Folder
    var url: URL { folder.url }

    init() throws { folder = try Folder() }

    func check(
      _ day: Int, _ distributions: [(id: String, policy: String, tls: String)], _ arguments: [String] = [],
      environment: [String: String] = [:], state: [String] = ["--state", "audit.state"],
      rules: [String] = StateCommandTests.both
    ) async throws -> Finished {
      try folder.write(JSONWriter().string(StateCommandTests.snapshot(day, distributions)), to: "estate.json")
      return try await audit(
        ["check", "--snapshot", "estate.json"] + rules + state + arguments, environment: environment)
    }

    func audit(_ arguments: [String], environment: [String: String] = [:]) async throws -> Finished {
      try await Harness.run(Harness.binary, arguments, environment: environment, folder: url)
    }

    /// The findings of the history: rule, resource, status, returns.
    func history(_ arguments: String...) async throws -> [String] {
      let run = try await audit(["history", "--state", "audit.state", "--format", "json"] + arguments)
      #expect(run.status == 0, "\(run.errors)")
      return (try run.json["findings"].array ?? []).map { finding in
        let words = [finding["rule"], finding["resource"]["id"], finding["status"]].map { $0.string ?? "" }
        return words.joined(separator: " ") + " \(finding["returns"].integer ?? -1)"
      }.sorted()
    }
  }

  private let bad = (id: "E1", policy: "allow-all", tls: "TLSv1")
  private let plain = (id: "E1", policy: "allow-all", tls: "TLSv1.2_2021")
  private let good = (id: "E1", policy: "https-only", tls: "TLSv1.2_2021")

  private func rules(_ run: Finished) throws -> [String] {
    (try run.json["findings"].array ?? []).compactMap { $0["rule"].string }
  }

  // MARK: What a run brought

  @Test func `with a state --new-only reports and gates on what this run brought`() async throws {
    let project = try Project()
    let json = ["--format", "json", "--new-only"]
    let first = try await project.check(1, [plain], json)
    #expect(first.status == 2)
    #expect(first.errors.contains("the state knows no earlier run of account 111122223333"))
    let same = try await project.check(2, [plain], json)
    #expect(same.status == 0, "\(same.errors)")
    #expect(try rules(same) == [])
    #expect(same.errors.contains("1 finding was there before and left out"))
    let more = try await project.check(3, [bad], json)
    #expect(more.status == 2)
    #expect(try rules(more) == ["minimum-tls-version"])
    // What was high before does not count: only a medium one is new.
    let gated = try await project.check(
      4, [bad, (id: "E2", policy: "https-only", tls: "TLSv1")], json + ["--fail-on", "high"])
    #expect(gated.status == 0)
    #expect(try rules(gated) == ["minimum-tls-version"])
    try await #expect(project.check(5, [good], json).status == 0)
    let back = try await project.check(6, [plain], json + ["--fail-on", "high"])
    #expect(back.status == 2)
    #expect(try rules(back) == ["viewer-protocol-https"])
    #expect(
      try await project.history() == [
        "minimum-tls-version E1 gone 0", "minimum-tls-version E2 gone 0", "viewer-protocol-https E1 fail 1",
      ])
  }

  @Test(arguments: [["--output", "/dev/full"], ["--report", "json=/dev/full"]])
  func `what a run found and could not report is new to the next one`(output: [String]) async throws {
    let project = try Project()
    _ = try await project.check(1, [plain])
    let lost = try await project.check(2, [bad], ["--new-only"] + output)
    #expect(lost.status == 1)
    let again = try await project.check(3, [bad], ["--new-only", "--format", "json"])
    #expect(again.status == 2, "\(again.errors)")
    #expect(try rules(again) == ["minimum-tls-version"])
    try await #expect(project.check(4, [bad], ["--new-only"]).status == 0)
  }

  @Test func `text does not call right what was left out`() async throws {
    let project = try Project()
    _ = try await project.check(1, [bad])
    let run = try await project.check(2, [bad], ["--new-only"])
    #expect(run.output.contains("2 known before and left out."), "\(run.output)")
    #expect(!run.output.contains("Nothing is wrong"))
  }

  @Test func `reports say since when, and html draws the trend`() async throws {
    let project = try Project()
    _ = try await project.check(1, [bad])
    let run = try await project.check(
      13, [bad], ["--format", "json", "--report", "html=audit.html", "--report", "text=audit.txt"])
    let finding = try run.json["findings"][0]
    #expect(finding["firstSeen"] == "2026-01-01T00:00:01.000Z")
    #expect(finding["lastSeen"] == "2026-01-13T00:00:01.000Z")
    #expect(try run.json["run"]["state"]["taken"] == 0)
    #expect(project.folder.text("audit.txt")?.contains("(2026-01-01)") == true)
    #expect(project.folder.text("audit.html")?.contains("<h2>The last 2 runs</h2>") == true)
    let without = try await project.check(13, [bad], ["--format", "json"], state: [])
    #expect(try without.json["run"]["state"] == .null)
    #expect(try without.json["findings"][0]["firstSeen"] == .null)
  }

  @Test func `--new-only without a state and without --since says what it needs`() async throws {
    let run = try await Project().check(1, [bad], ["--new-only"], state: [])
    #expect(run.status == 1)
    #expect(run.errors.contains("name their --state FILE, or a snapshot by --since"))
  }

  @Test func `history says which patterns fit nothing, and takes them for accounts too`() async throws {
    let project = try Project()
    _ = try await project.check(1, [bad])
    let names = ["--account", "2222*", "--rule", "edge-role-turst", "--resource", "nosuch"]
    let slips = try await project.audit(["history", "--state", "audit.state"] + names)
    #expect(slips.status == 1 && slips.output.isEmpty)
    for name in ["2222*", "edge-role-turst", "nosuch"] {
      #expect(slips.errors.contains("\"\(name)\" fits nothing in the history."), "\(slips.errors)")
    }
    let fitting = try await project.audit(
      ["history", "--state", "audit.state", "--account", "1111*", "--rule", "viewer-*"])
    #expect(fitting.errors == "" && fitting.output.contains("viewer-protocol-https"), "\(fitting.errors)")
    // A rule that has found nothing is no slip.
    let quiet = try await project.audit(["history", "--state", "audit.state", "--rule", "edge-role-trust"])
    #expect(quiet.status == 0 && quiet.errors == "", "\(quiet.errors)")
  }

  @Test func `history says of a run that it was a shard`() async throws {
    let project = try Project()
    _ = try await project.check(1, [bad], ["--shard", "0/1"])
    let runs = try await project.audit(["history", "runs", "--state", "audit.state", "--format", "json"])
    try #expect(runs.json["runs"][0]["scope"].string?.hasSuffix("--shard 0/1") == true, "\(runs.output)")
  }

  @Test func `no result goes into the lock or the log of the state`() async throws {
    let project = try Project()
    for name in ["audit.state.lock", "audit.state-wal"] {
      let run = try await project.check(1, [bad], ["--output", name])
      #expect(run.status == 1 && run.errors.contains(name), "\(run.errors)")
    }
  }

  @Test func `a state is a file, and no stream`() async throws {
    let project = try Project()
    let run = try await project.check(1, [bad], state: ["--state", "-"])
    #expect(run.status == 1 && run.errors.contains("--state takes a file"))
    #expect(project.folder.text("-") == nil)
  }

  // MARK: What is gone

  @Test func `what a baseline found is gone by the file, whatever a run calls it`() async throws {
    let project = try Project()
    try project.folder.write(
      """
      resources:
        - type: AWS::CloudFront::Distribution
          id: E1
          expect: {DefaultCacheBehavior: {ViewerProtocolPolicy: https-only}}
      """, to: "b.yaml")
    let whole = project.url.appendingPathComponent("b.yaml").path
    func check(_ day: Int, _ distribution: (String, String, String), _ name: String) async throws -> Int32 {
      try await project.check(
        day, [distribution], ["--new-only", "--baseline", name], rules: ["--only", "baseline"]
      ).status
    }
    try await #expect(check(1, plain, "b.yaml") == 2)
    try await #expect(check(2, good, whole) == 0)
    #expect(try await project.history() == ["baseline E1 gone 0"])
    try await #expect(check(3, plain, "./b.yaml") == 2)
    #expect(try await project.history() == ["baseline E1 fail 1"])
  }

  /// Runs that look at less end nothing that they did not look at.
  @Test(arguments: [
    (["--only", "viewer-protocol-https"], [], ["minimum-tls-version E1 fail 0", "minimum-tls-version E2 fail 0"]),
    (["--resource", "E2"], both, ["minimum-tls-version E1 fail 0", "viewer-protocol-https E1 fail 0"]),
    (
      ["--skip", "viewer-protocol-https"], both,
      ["viewer-protocol-https E1 fail 0", "viewer-protocol-https E2 fail 0"]
    ),
  ])
  func `a run that looks at less ends only what it looked at`(
    narrowed: [String], rules: [String], open: [String]
  ) async throws {
    let project = try Project()
    let other = (id: "E2", policy: "allow-all", tls: "TLSv1")
    _ = try await project.check(1, [bad, other])
    let mended = (id: "E2", policy: "https-only", tls: "TLSv1.2_2021")
    let run = try await project.check(2, [good, mended], narrowed, rules: rules)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try await project.history("--open") == open)
    _ = try await project.check(3, [good, mended])
    #expect(try await project.history("--open") == [])
  }

  @Test func `what could not be read ends nothing, and a resource that is gone ends all of its findings`() async throws
  {
    let project = try Project()
    _ = try await project.check(1, [bad, (id: "E2", policy: "allow-all", tls: "TLSv1")])
    var hidden = try #require(Self.snapshot(2, []).object)
    hidden["gaps"] = [
      [
        "operation": "cloudfront:ListDistributions",
        "resource": [
          "type": "AWS::CloudFront::Distribution", "id": "*", "arn": "", "account": "111122223333", "region": "global",
        ],
        "facet": "cloudfront:ListDistributions", "code": "AccessDenied", "message": "no", "advice": "",
        "hides": ["AWS::CloudFront::Distribution"],
      ]
    ]
    try project.folder.write(JSONWriter().string(.object(hidden)), to: "hidden.json")
    let run = try await project.audit(["check", "--snapshot", "hidden.json", "--state", "audit.state"] + Self.both)
    #expect(run.status == 1)
    #expect(try await project.history("--open", "--rule", "viewer-*").contains("viewer-protocol-https E1 fail 0"))
    // Of another rule alone, whose list says that E2 is no longer there.
    _ = try await project.check(3, [bad], rules: ["--only", "viewer-protocol-https"])
    #expect(
      try await project.history("--open").filter { !$0.contains("unknown") } == [
        "minimum-tls-version E1 fail 0", "viewer-protocol-https E1 fail 0",
      ])
  }

  @Test func `a waiver that ends is news`() async throws {
    let project = try Project()
    let waiver = { (date: String) in
      """
      waivers:
        - {rule: viewer-protocol-https, resource: E1, reason: Old players., expires: \(date)}
      """
    }
    try project.folder.write(waiver("9999-12-31"), to: "audit.yaml")
    try await #expect(project.check(1, [plain], ["--new-only"]).status == 0)
    try project.folder.write(waiver("2020-12-31"), to: "audit.yaml")
    try await #expect(project.check(2, [plain], ["--new-only"]).status == 2)
    try await #expect(project.check(3, [plain], ["--new-only"]).status == 0)
  }

  @Test(.needsPython) func `a repair is found and gone in the run that made it`() async throws {
    let account = try await RepairAccount(drift: "edge-log-retention")
    let fix = ["fix", "--only", "edge-log-retention", "--state", "audit.state", "--format", "json"]
    let plan = try await account.audit(fix + ["--dry-run"])
    #expect(plan.status == 2, "\(plan.errors)")
    let run = try await account.audit(fix + ["--yes", "--no-wait"])
    #expect(run.status == 0, "\(run.errors)")
    let history = ["history", "--state", "audit.state", "--format", "json"]
    let findings = try await account.audit(history).json["findings"]
    #expect(findings.array?.isEmpty == false)
    #expect(findings.array?.allSatisfy { $0["status"] == "gone" } == true, "\(findings)")
    let runs = try await account.audit(["history", "runs", "--state", "audit.state", "--format", "json"]).json["runs"]
    #expect(runs.array?.map { $0["command"] } == ["fix", "fix --dry-run"])
    let count = findings.array?.count ?? 0
    #expect(runs[0]["gone"] == .integer(count))
    #expect(runs[1]["appeared"] == .integer(count))
    #expect(runs[0]["account"]["endpoint"].string?.hasPrefix("http://localhost:") == true)
    let check = try await account.audit([
      "check", "--only", "edge-log-retention", "--state", "audit.state", "--new-only",
    ])
    #expect(check.status == 0, "\(check.errors)")
  }

  // MARK: Which state

  @Test func `the option counts before the environment, and that before the configuration`() async throws {
    let project = try Project()
    try project.folder.write("state: configured.state\n", to: "audit.yaml")
    let environment = ["AUDIT_STATE": "environment.state"]
    _ = try await project.check(1, [bad], environment: environment)
    _ = try await project.check(1, [bad], environment: environment, state: [])
    _ = try await project.check(1, [bad], environment: ["AUDIT_STATE": ""], state: [])
    let names = try FileManager.default.contentsOfDirectory(atPath: project.url.path).filter { $0.hasSuffix("state") }
    #expect(names.sorted() == ["audit.state", "configured.state", "environment.state"])
    let runs = try await project.audit(["history", "runs", "--format", "json"])
    #expect(try runs.json["runs"].array?.count == 1)
    try project.folder.write("state:\n", to: "audit.yaml")
    let empty = try await project.check(1, [bad], state: [])
    #expect(empty.status == 1)
    #expect(empty.errors.contains("audit.yaml:1"))
    let none = try await project.audit(["history"], environment: [:])
    #expect(none.status == 1)
  }

  @Test func `a snapshot from before the last run is compared and not recorded`() async throws {
    let project = try Project()
    _ = try await project.check(5, [bad])
    let run = try await project.check(4, [good])
    #expect(run.status == 0)
    #expect(
      run.errors.contains("the snapshot is older than the last run that the state knows (2026-01-05T00:00:01.000Z)"))
    #expect(try await project.history("--open").count == 2)
  }

  // MARK: Looking at it

  @Test func `the history can be narrowed, and one finding shown by the beginning of its fingerprint`() async throws {
    let project = try Project()
    _ = try await project.check(1, [bad])
    _ = try await project.check(2, [plain])
    #expect(try await project.history("--gone") == ["minimum-tls-version E1 gone 0"])
    #expect(try await project.history("--severity", "high") == ["viewer-protocol-https E1 fail 0"])
    #expect(try await project.history("--resource", "arn:*:distribution/E1").count == 2)
    #expect(try await project.history("--account", "111122223333").count == 2)
    for unfit in [["--resource", "E2"], ["--account", "444455556666"]] {
      let run = try await project.audit(["history", "--state", "audit.state"] + unfit)
      #expect(run.status == 1 && run.errors.contains("fits nothing in the history"), "\(run.errors)")
    }
    let list = try await project.audit(["history", "--state", "audit.state", "--format", "json", "--open"])
    let fingerprint = try #require(try list.json["findings"][0]["fingerprint"].string)
    let show = try await project.audit(
      ["history", "show", String(fingerprint.prefix(8)), "--state", "audit.state", "--format", "json"])
    #expect(try show.json["events"].array?.count == 1)
    #expect(try show.json["firstSeen"] == "2026-01-01T00:00:01.000Z")
    let nobody = try await project.audit(["history", "show", "zzz", "--state", "audit.state"])
    #expect(nobody.status == 1)
    let csv = try await project.audit(["history", "--state", "audit.state", "--format", "csv", "--output", "h.csv"])
    #expect(csv.output.isEmpty)
    #expect(project.folder.text("h.csv")?.split(separator: "\r\n").count == 3)
  }

  @Test func `runs are kept as long as asked, and state prune forgets`() async throws {
    let project = try Project()
    for day in 1...5 { _ = try await project.check(day, [day % 2 == 0 ? good : bad], ["--keep-runs", "3"]) }
    let runs = try await project.audit(["history", "runs", "--state", "audit.state", "--format", "json"])
    #expect(try runs.json["runs"].array?.count == 3)
    let prune = try await project.audit(["state", "prune", "--state", "audit.state", "--keep-runs", "1"])
    #expect(prune.output.hasPrefix("2 runs, 0 findings that were gone and 0 parts forgotten."))
    let info = try await project.audit(["state", "info", "--state", "audit.state", "--format", "json"])
    #expect(try info.json["accounts"][0]["runs"] == 1)
    #expect(try info.json["accounts"][0]["open"] == 2)
    try await #expect(project.audit(["state", "check", "--state", "audit.state"]).status == 0)
    try await #expect(project.audit(["state", "info", "--state", "none.state"]).status == 1)
    try await #expect(project.audit(["state", "prune", "--state", "none.state"]).status == 1)
    #expect(project.folder.text("none.state") == nil)
  }

  @Test func `state prune forgets an account that is closed, and a rule that is gone`() async throws {
    let project = try Project()
    _ = try await project.check(1, [bad])
    func prune(_ arguments: String...) async throws -> Finished {
      try await project.audit(["state", "prune", "--state", "audit.state"] + arguments)
    }
    for (arguments, words) in [
      (["--account", "999922223333"], "the state knows no account 999922223333"),
      (["--rule", "edge-role-turst"], "no finding is of a rule edge-role-turst"),
    ] {
      let refused = try await project.audit(["state", "prune", "--state", "audit.state"] + arguments)
      #expect(refused.status == 1 && refused.errors.contains(words), "\(refused.errors)")
    }
    let rule = try await prune("--rule", "viewer-protocol-https")
    #expect(rule.status == 0 && rule.output.contains("0 runs and 1 finding forgotten"), "\(rule.output)")
    let left = try await project.audit(["history", "--state", "audit.state"])
    #expect(!left.output.contains("viewer-protocol-https"), "\(left.output)")
    let account = try await prune("--account", "111122223333")
    #expect(account.status == 0 && account.output.contains("1 run and "), "\(account.output)")
    let info = try await project.audit(["state", "info", "--state", "audit.state", "--format", "json"])
    #expect(try info.json["accounts"] == [])
  }

  // MARK: Trouble

  @Test func `a second run is told who has the state, before it does anything`() async throws {
    let project = try Project()
    let file = try StateFile.open(
      project.url.appendingPathComponent("audit.state").path, .writing(holder: "audit check, process 42 on builder"))
    let second = try await project.check(1, [bad])
    #expect(second.status == 1)
    #expect(second.output.isEmpty)
    #expect(second.errors.contains("another run has this state: audit check, process 42 on builder."))
    try file.finish()
    try await #expect(project.check(1, [bad]).status == 2)
  }

  @Test(arguments: ["text", "cut", "newer"])
  func `what is no state, damaged or newer ends the run before it begins`(trouble: String) async throws {
    let project = try Project()
    let path = project.url.appendingPathComponent("audit.state")
    _ = try await project.check(1, [bad])
    switch trouble {
    case "text": try Data("no state\n".utf8).write(to: path)
    case "cut": try Data(contentsOf: path).prefix(9000).write(to: path)
    default:
      let sql = "INSERT INTO grdb_migrations VALUES ('of the future')"
      let python = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
      let run = try await Harness.run(
        try #require(Harness.python), ["-c", python, path.path, sql], environment: [:])
      #expect(run.status == 0, "\(run.errors)")
    }
    let before = try Data(contentsOf: path)
    for arguments in [["check", "--snapshot", "estate.json"], ["history"], ["state", "check"], ["state", "prune"]] {
      let run = try await project.audit(arguments + ["--state", "audit.state"])
      #expect(run.status == 1)
      #expect(run.output.isEmpty)
      let said = [
        "text": "no state of audit", "cut": "the state is damaged", "newer": "a newer audit wrote this state",
      ]
      #expect(run.errors.contains(said[trouble] ?? ""), "\(run.errors)")
    }
    #expect(try Data(contentsOf: path) == before)
  }

  @Test func `a state that may not be written is compared with, and says that nothing is recorded`() async throws {
    let project = try Project()
    _ = try await project.check(1, [plain])
    let path = project.url.appendingPathComponent("audit.state").path
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    let before = FileManager.default.contents(atPath: path)
    let run = try await project.check(2, [bad], ["--new-only", "--format", "json"])
    #expect(run.status == 2)
    #expect(try rules(run) == ["minimum-tls-version"])
    #expect(run.errors.contains("this run will not be recorded"))
    #expect(FileManager.default.contents(atPath: path) == before)
    try await #expect(project.audit(["state", "prune", "--state", "audit.state"]).status == 1)
  }

  /// A file system of some pages, which root may make.
  @Test(.needsMount) func `a full disk costs the record of the run, and nothing else`() async throws {
    let project = try Project()
    let disk = try await SmallDisk(at: project.url.appendingPathComponent("disk"), kilobytes: 384)
    let state = ["--state", "disk/audit.state"]
    _ = try await project.check(1, [plain], state: state)
    try disk.fill()
    let many = (0..<200).map { (id: "E\($0)", policy: "allow-all", tls: "TLSv1") }
    let run = try await project.check(2, many, ["--format", "json"], state: state)
    #expect(run.status == 1)
    #expect(try run.json["summary"]["fail"] == 400)
    #expect(run.errors.contains("the disk is full, so nothing was recorded"), "\(run.errors)")
    try disk.makeRoom()
    let after = try await project.check(3, [plain], ["--new-only"], state: state)
    #expect(after.status == 0, "\(after.errors)")
    let check = try await project.audit(["state", "check"] + state)
    #expect(check.status == 0, "\(check.errors)")
    await disk.unmount()
  }

  @Test func `kill -9 at any moment leaves a state that is right`() async throws {
    let project = try Project()
    let many = (0..<60).map { (id: "E\($0)", policy: "allow-all", tls: "TLSv1") }
    let half = (0..<60).map { (id: "E\($0)", policy: $0 % 2 == 0 ? "allow-all" : "https-only", tls: "TLSv1.2_2021") }
    for (name, distributions) in [("many.json", many), ("half.json", half)] {
      try project.folder.write(JSONWriter().string(Self.snapshot(1, distributions)), to: name)
    }
    let lock = project.url.appendingPathComponent("audit.state.lock").path
    var killed = 0
    for round in 0..<50 {
      let process = Process()
      process.executableURL = Harness.binary
      process.arguments =
        ["check", "--snapshot", round % 2 == 0 ? "half.json" : "many.json", "--state", "audit.state"] + Self.both
      process.currentDirectoryURL = project.url
      process.environment = ["HOME": "/nonexistent"]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      // From the taking of the lock on, somewhere.
      while process.isRunning, !FileManager.default.fileExists(atPath: lock) { usleep(200) }
      usleep(useconds_t(round * 1500))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { killed += 1 }
      let run = try await project.audit(
        ["check", "--snapshot", "many.json", "--state", "audit.state", "--format", "json"] + Self.both)
      #expect(run.status == 2, "round \(round): \(run.errors)")
      #expect(try run.json["summary"]["fail"] == 120)
      #expect(try run.json["findings"].array?.allSatisfy { $0["firstSeen"] == "2026-01-01T00:00:01.000Z" } == true)
      let check = try await project.audit(["state", "check", "--state", "audit.state"])
      #expect(check.status == 0, "round \(round): \(check.errors)")
    }
    #expect(try await project.history("--open").count == 120)
    #expect(killed > 0)
  }
}
