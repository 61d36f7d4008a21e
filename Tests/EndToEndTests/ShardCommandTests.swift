import Documents
import Foundation
import Testing

/// The shards of one account, against a stub with something wrong in every kind of resource.
@Suite(.needsPython) struct ShardCommandTests {
  private static let scenario: JSONValue = {
    let off: JSONValue = ["Logging": ["Enabled": false, "IncludeCookies": false, "Bucket": "", "Prefix": ""]]
    let old: JSONValue = ["HttpVersion": "http1.1", "Comment": "old"]
    let distributions = (0..<20).map { number -> (String, JSONValue) in
      ("E\(number)", number % 3 == 0 ? off : number % 3 == 1 ? old : [:])
    }
    let functions = (0..<6).map { number -> (String, JSONValue) in
      (
        "guard-\(number)",
        [
          "code": "function handler(event) { return event.request; }",
          "development": .string("function handler(event) { return event.request; } // \(number)"),
        ]
      )
    }
    return [
      "distributions": .object(JSONObject(distributions)), "functions": .object(JSONObject(functions)),
      "events": [["eventName": "UpdateDistribution"]],
      "logGroups": ["us-east-1": ["/aws/cloudfront/function/guard-1": .null, "/aws/cloudfront/function/guard-2": 3]],
    ]
  }()

  private func audit(_ stub: StubTests.Stub, _ folder: Folder, _ arguments: [String]) async throws -> Finished {
    try await Harness.run(
      Harness.binary, arguments, environment: stub.environment, folder: folder.url)
  }

  /// What a report says, without what tells one run from another: its name, its times, what it took.
  private func said(_ report: JSONValue) -> JSONObject {
    var members = report.object ?? [:]
    let own = ["id", "startedAt", "finishedAt", "apiCalls", "shard"]
    members["run"] = .object(
      JSONObject((report["run"].object ?? [:]).filter { !own.contains($0.name) }.map { ($0.name, $0.value) }))
    return members
  }

  private func text(_ value: JSONValue?) -> String { JSONWriter(.pretty).string(value ?? .null) }

  @Test(arguments: [2, 5])
  func `each resource is judged in one shard, and merged they are the report in one piece, byte for byte`(
    count: Int
  ) async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    let whole = try await audit(stub, folder, ["check", "--format", "json"])
    #expect(whole.status == 2, "\(whole.errors)")
    var owners: [String: Set<Int>] = [:]
    var passes = 0
    for index in 0..<count {
      let shard = try await audit(
        stub, folder, ["check", "--shard", "\(index)/\(count)", "--format", "json", "--output", "\(index).json"])
      #expect([0, 2].contains(shard.status), "\(shard.errors)")
      let report = try JSONReader.read(Array(try Data(contentsOf: folder.url.appendingPathComponent("\(index).json"))))
      for finding in report["findings"].array ?? [] {
        owners[text(finding["resource"]), default: []].insert(index)
      }
      passes += report["summary"]["pass"].integer ?? 0
    }
    #expect(owners.count > 10 && owners.values.allSatisfy { $0.count == 1 }, "\(owners)")
    #expect(Set(owners.values).count > 1)
    try #expect(passes == whole.json["summary"]["pass"].integer)
    let merged = try await audit(stub, folder, ["merge", "."] + ["--format", "json"])
    #expect(merged.status == 2, "\(merged.errors)")
    let (one, all) = (said(try whole.json), said(try merged.json))
    #expect(one.names == all.names)
    for member in one { #expect(text(member.value) == text(all[member.name]), "\(member.name)") }
  }

  @Test func `accounts are spread by cost where a state knows it, and shards that differ make no report`() async throws
  {
    let (folder, count) = (try Folder(), 3)
    let accounts = (0..<7).map { ("20000000000\($0)", JSONValue.object(["distributions": .integer(1 << $0)])) }
    let stub = try StubTests.Stub([
      "accounts": .object(JSONObject(accounts)), "functions": Self.scenario["functions"],
      "events": [["eventName": "UpdateDistribution"]],
    ])
    let list: JSONValue = ["accounts": .array(accounts.map { ["id": .string($0.0), "role": "reader"] })]
    try Data(JSONWriter().bytes(list)).write(to: folder.url.appendingPathComponent("accounts.json"))
    func check(_ arguments: String...) async throws -> Finished {
      try await audit(stub, folder, ["check", "--accounts", "accounts.json", "--format", "json"] + arguments)
    }
    let first = try await check("--state", "all.state", "--shard", "0/1")
    #expect(first.status == 2, "\(first.errors)")
    #expect(try first.json["run"]["shard"]["spread"] == "")
    var read: [[String]] = []
    for index in 0..<count {
      // The state of each shard is a copy: what one of them writes must not change what the next one reads.
      try FileManager.default.copyItem(
        at: folder.url.appendingPathComponent("all.state"), to: folder.url.appendingPathComponent("\(index).state"))
      let shard = try await check(
        "--state", "\(index).state", "--shard", "\(index)/\(count)", "--output", "shard-\(index).json", "--refresh")
      #expect([0, 2].contains(shard.status) && !shard.errors.contains("hash"), "\(shard.errors)")
      let report = try JSONReader.read(
        Array(try Data(contentsOf: folder.url.appendingPathComponent("shard-\(index).json"))))
      #expect(report["run"]["shard"]["spread"].string?.count == 64)
      read.append((report["run"]["accounts"].array ?? []).compactMap(\.string))
    }
    // The dearest come first, each to a shard of its own.
    #expect(read.map(\.last) == ["200000000006", "200000000005", "200000000004"], "\(read)")
    #expect(read.flatMap(\.self).sorted() == accounts.map(\.0))
    let merged = try await audit(stub, folder, ["merge", "shard-*.json", "--format", "json"])
    let whole = try await check()
    #expect(merged.status == 2 && whole.status == 2, "\(merged.errors)")
    #expect(try text(merged.json["summary"]) == text(whole.json["summary"]))
    let fingerprints = try [merged, whole].map { run in
      (try run.json["findings"].array ?? []).compactMap { $0["fingerprint"].string }
    }
    #expect(fingerprints[0] == fingerprints[1] && fingerprints[0].count > 20)

    let other = try await check("--shard", "1/\(count)", "--output", "shard-1.json")
    #expect([0, 2].contains(other.status), "\(other.errors)")
    let mixed = try await audit(stub, folder, ["merge", "shard-*.json", "--output", "audit.txt"])
    #expect(mixed.status == 1, "\(mixed.output)")
    #expect(mixed.errors.contains("by the hash of their numbers: shard-1.json (1/3)"), "\(mixed.errors)")
    #expect(mixed.errors.contains("shard-0.json (0/3), shard-2.json (2/3)"), "\(mixed.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("audit.txt").path))
    // An account that no state knows has no cost.
    let grown = accounts.map(\.0) + ["111122223333"]
    let longer: JSONValue = ["accounts": .array(grown.map { ["id": .string($0), "role": "reader"] })]
    try Data(JSONWriter().bytes(longer)).write(to: folder.url.appendingPathComponent("accounts.json"))
    let hashed = try await check("--state", "0.state", "--shard", "0/\(count)")
    #expect(hashed.errors.contains("knows no check of 1 account, such as 111122223333"), "\(hashed.errors)")
    #expect(try hashed.json["run"]["shard"]["spread"] == "")
  }

  @Test(arguments: [
    ["--only", "compression"], ["--resource", "E1*"], ["--skip", "compression"], ["--config", "other.yaml"],
    ["--baseline", "one.yaml"], ["--accounts", "fewer.json"],
  ])
  func `a shard that another audit has left is not taken for one of this`(_ other: [String]) async throws {
    let folder = try Folder()
    let stub = try StubTests.Stub(["accounts": ["222233334444", "333344445555"], "distributions": 4])
    for (name, text) in [
      ("other.yaml", "parameters: {edge-log-retention.maxDays: 30}\n"),
      ("one.yaml", "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Enabled: true}}]\n"),
      ("accounts.json", #"{"accounts": [{"id": "222233334444", "role": "r"}, {"id": "333344445555", "role": "r"}]}"#),
      ("fewer.json", #"{"accounts": [{"id": "222233334444", "role": "r"}]}"#),
    ] {
      try Data(text.utf8).write(to: folder.url.appendingPathComponent(name))
    }
    let accounts = other[0] == "--accounts" ? ["--accounts", "accounts.json"] : []
    func check(_ index: Int, _ arguments: [String]) async throws {
      let run = try await audit(
        stub, folder,
        ["check", "--shard", "\(index)/2", "--format", "json", "--output", "\(index).json"] + arguments)
      #expect([0, 2].contains(run.status), "\(run.errors)")
    }
    try await check(0, accounts)
    try await check(1, accounts)
    #expect([0, 2].contains(try await audit(stub, folder, ["merge", "0.json", "1.json"]).status))
    try await check(0, other)
    let merged = try await audit(stub, folder, ["merge", "0.json", "1.json"])
    #expect(merged.status == 1 && merged.output.isEmpty)
    #expect(merged.errors.contains("0.json (0/2)") && merged.errors.contains("different audits"), "\(merged.errors)")
  }

  @Test func `a shard that is missing is an error of the audit that names it`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    for index in [0, 2] {
      _ = try await audit(
        stub, folder, ["check", "--shard", "\(index)/3", "--format", "json", "--output", "\(index).json"])
    }
    let merged = try await audit(stub, folder, ["merge", "0.json", "2.json"])
    #expect(merged.status == 1)
    #expect(merged.output.contains("Shard 1/3 is missing"), "\(merged.output)")
  }

  @Test func `a shard that ends before its report leaves none of the day before`() async throws {
    let folder = try Folder.withEstate(of: 4)
    func check(_ snapshot: String, _ index: Int) async throws -> Finished {
      try await Harness.audit(
        [
          "check", "--snapshot", snapshot, "--only", "viewer-protocol-https", "--shard", "\(index)/2", "--format",
          "json",
          "--output", "shard-\(index).json",
        ], folder: folder.url)
    }
    for index in 0..<2 { _ = try await check("estate.json", index) }
    try await #expect(Harness.audit(["merge", "shard-0.json", "shard-1.json"], folder: folder.url).status == 2)
    try folder.write("{", to: "broken.json")
    try await #expect(check("broken.json", 1).status == 1)
    let merged = try await Harness.audit(
      ["merge", "shard-0.json", "shard-1.json", "--format", "json"], folder: folder.url)
    #expect(merged.status == 1)
    let codes = try Set((merged.json["errors"].array ?? []).compactMap { $0["code"].string })
    #expect(codes == ["ReportUnreadable", "ShardMissing"])
    // What is no report is not emptied, whatever becomes of the run.
    try folder.write("{\"mine\": 1}", to: "shard-1.json")
    try await #expect(check("broken.json", 1).status == 1)
    #expect(folder.text("shard-1.json") == "{\"mine\": 1}")
  }

  @Test func `shards of several accounts are merged each with those of its own`() async throws {
    let (folder, accounts) = (try Folder(), ["111122223333", "222233334444"])
    let stub = try StubTests.Stub(["accounts": .object(JSONObject([(accounts[1], Self.scenario)]))])
    var single: [JSONValue] = []
    for account in accounts.reversed() {
      var environment = stub.environment
      // By such a key the stub knows the account.
      environment["AWS_ACCESS_KEY_ID"] = "ASIA\(account)"
      for index in 0..<2 {
        let run = try await Harness.run(
          Harness.binary,
          ["check", "--shard", "\(index)/2", "--format", "json", "--output", "\(account)-\(index).json"],
          environment: environment, folder: folder.url)
        #expect([0, 2].contains(run.status), "\(run.errors)")
      }
      let pair = try await audit(stub, folder, ["merge", "\(account)-*.json", "--format", "json"])
      single.append(try pair.json)
    }
    let merged = try await audit(stub, folder, ["merge", "*.json", "--format", "json"])
    #expect(merged.status == 2, "\(merged.errors)")
    let all = try merged.json
    #expect(all["run"]["accounts"] == .array(accounts.map(JSONValue.string)))
    #expect(all["summary"]["fail"].integer ?? 0 > 5)
    for count in ["fail", "pass"] {
      #expect(
        all["summary"][count].integer == single.reduce(0) { $0 + ($1["summary"][count].integer ?? 0) }, "\(count)")
    }
    let halves = try await audit(stub, folder, ["merge", "\(accounts[0])-0.json", "\(accounts[1])-1.json"])
    #expect(halves.status == 1)
    #expect(halves.output.contains("Shard 1/2 of account \(accounts[0]) is missing"), "\(halves.output)")
  }

  @Test func `what is asked is what baselines mean, in any order of options`() async throws {
    let folder = try Folder()
    let stub = try StubTests.Stub(["distributions": 4])
    let text = "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: '${env:STAGE}'}}]\n"
    try Data(text.utf8).write(to: folder.url.appendingPathComponent("b.yaml"))
    func asked(_ stage: String, _ arguments: String...) async throws -> String {
      var environment = stub.environment
      environment["STAGE"] = stage
      let run = try await Harness.run(
        Harness.binary, ["check", "--format", "json"] + arguments, environment: environment, folder: folder.url)
      #expect([0, 2].contains(run.status), "\(run.errors)")
      return try #require(try run.json["run"]["asked"].string)
    }
    let first = try await asked("test", "--baseline", "b.yaml", "--shard", "0/2")
    #expect(first.count == 64)
    #expect(try await asked("test", "--baseline", "b.yaml") == first)
    #expect(try await asked("live", "--baseline", "b.yaml") != first)
    let only = try await asked("", "--only", "compression", "--only", "viewer-protocol-https")
    #expect(try await asked("", "--only", "viewer-protocol-https", "--only", "compression") == only)
    #expect(try await asked("", "--only", "compression") != only)
    let rule = """
      rules:
        - {id: mine, title: t, severity: low, resource: AWS::CloudFront::Distribution, value: Comment, expect: {equals: x},
           message: m, why: w, symptoms: s, remediation: {recommendation: r}, repair: {mode: none}}
      """
    try Data(rule.utf8).write(to: folder.url.appendingPathComponent("r.yaml"))
    let own = try await asked("", "--rules", "r.yaml")
    #expect(try await asked("", "--rules", "r.yaml", "--no-built-in-rules") != own)
  }
}
