import Documents
import Foundation
import Testing

/// Several accounts of an organization in the emulator, entered by AssumeRole with every signature verified: a hub, two
/// members in units, one that is suspended, one that does not let the hub in, one behind a chain of roles.
@Suite(.needsPython, .serialized) struct AccountCommandTests {
  struct Hub {
    let environment: [String: String]
    let told: JSONValue

    func member(_ name: String) -> String { told["members"][name].string ?? "" }
    var role: String { told["role"].string ?? "" }
  }

  private static let emulator = Result { try Server("scripts/emulator.py", "--json") }
  static let hub = Task {
    let greeting = try emulator.get().greeting
    let made = try await Harness.run(
      try #require(Harness.python),
      [Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/organization.py").path],
      environment: ["AWS_ENDPOINT_URL": greeting["AWS_ENDPOINT_URL"].string ?? "", "PYTHONDONTWRITEBYTECODE": "1"])
    try #require(made.status == 0, "\(made.errors)")
    let told = try made.json
    let environment = Dictionary(
      uniqueKeysWithValues: (told["environment"].object ?? [:]).map { ($0.name, $0.value.string ?? "") })
    return Hub(environment: environment, told: told)
  }

  private func fingerprints(_ report: JSONValue) -> [String] {
    (report["findings"].array ?? []).compactMap { $0["fingerprint"].string }.sorted()
  }

  @Test func `what is declared and fails a rule is said once, for however many accounts`() async throws {
    let folder = try Folder()
    let stub = try StubTests.Stub(["accounts": ["222233334444", "333344445555"], "distributions": 1])
    for (name, text) in [
      (
        "b.yaml",
        """
        resources:
          - type: AWS::CloudFront::Distribution
            id: E9
            expect: {DefaultCacheBehavior: {ViewerProtocolPolicy: allow-all}}
        """
      ),
      (
        "accounts.json",
        #"{"accounts": [{"id": "222233334444", "role": "r"}, {"id": "333344445555", "role": "r"}]}"#
      ),
    ] {
      try text.write(to: folder.url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    for accounts in [[], ["--accounts", "accounts.json"]] {
      let run = try await Harness.run(
        Harness.binary, ["check", "--baseline", "b.yaml", "--format", "json"] + accounts,
        environment: stub.environment, folder: folder.url)
      let warnings = (try run.json["warnings"].array ?? []).filter {
        $0["message"].string?.contains("viewer-protocol-https fails on") == true
      }
      #expect(warnings.map { $0["source"]["line"] } == [4], "\(run.errors)")
    }
  }

  @Test func `an organization is one report: one account denied is said once, the others are judged`() async throws {
    let hub = try await Self.hub.value
    let run = try await Harness.audit(
      "check", "--organization", "--role", hub.role, "--format", "json", environment: hub.environment)
    let report = try run.json
    #expect(run.status == 1)
    #expect(run.errors.contains("\(hub.member("closed")) (closed) is SUSPENDED, and is left out."))
    let accounts = report["summary"]["byAccount"]
    #expect(accounts.object?.count == 5)
    #expect(accounts["400000000000"]["complete"] == true && accounts["400000000000"]["fail"] == 0)
    #expect(accounts[hub.member("books")]["name"] == "books" && accounts[hub.member("books")]["complete"] == true)
    #expect(accounts[hub.member("books")]["fail"].integer ?? 0 > 5)
    #expect(accounts[hub.member("shop")]["fail"] == 0 && accounts[hub.member("shop")]["pass"].integer ?? 0 > 20)
    let denied = (report["errors"].array ?? []).filter { $0["resource"]["account"].string == hub.member("locked") }
    #expect(denied.map { $0["code"] } == ["AccountNotEntered"])
    for finding in report["findings"].array ?? [] {
      #expect(finding["resource"]["account"].string == hub.member("books"))
      #expect(finding["resource"]["accountName"] == "books")
    }
  }

  @Test func `a baseline is judged in its own account alone, and one of no account that is read is an error`()
    async throws
  {
    let hub = try await Self.hub.value
    let folder = try Folder()
    let captured = try await Harness.audit(
      "baseline", "capture", "-o", "baselines/hub.yaml", environment: hub.environment, folder: folder.url)
    #expect(captured.status == 0, "\(captured.errors)")
    #expect(folder.text("baselines/hub.yaml")?.contains("\naccount: \"400000000000\"\n") == true)
    let declared = "resources: [{type: AWS::CloudFront::Distribution, id: ENOWHERE, expect: {Enabled: true}}]"
    try folder.write("account: books\n\(declared)", to: "baselines/books.yaml")
    try folder.write(
      """
      - {id: "400000000000", name: hub}
      - {id: "\(hub.member("books"))", name: books, role: \(hub.role)}
      - {id: "\(hub.member("shop"))", name: shop, role: \(hub.role)}
      """, to: "accounts.yaml")
    let all = ["--accounts", "accounts.yaml", "--only", "baseline", "--format", "json"]
    let check = try await Harness.audit(["check"] + all, environment: hub.environment, folder: folder.url)
    let findings = try check.json["findings"].array ?? []
    #expect(findings.map { $0["resource"]["account"].string } == [hub.member("books")], "\(check.output)")
    #expect(findings.first?["resource"]["id"] == "ENOWHERE" && check.status == 2, "\(check.errors)")
    let fix = try await Harness.audit(
      ["fix", "--dry-run"] + all, environment: hub.environment, folder: folder.url)
    let steps = try (fix.json["repairs"]["byAccount"].object ?? [:]).flatMap { $0.value["steps"].array ?? [] }
    #expect(steps.isEmpty, "\(steps)")
    // Whose it is is asked, and nothing else.
    let alone = try await Harness.audit(
      "check", "--only", "baseline", "--baseline", "baselines/books.yaml", environment: hub.environment,
      folder: folder.url)
    #expect(alone.status == 1 && alone.output.isEmpty, "\(alone.output)")
    #expect(
      alone.errors.contains(
        "baselines/books.yaml declares resources of account books, and what is read is account 400000000000."),
      "\(alone.errors)")
    try folder.write("account: \"999988887777\"\n\(declared)", to: "baselines/other.yaml")
    let beside = try await Harness.audit(["check"] + all, environment: hub.environment, folder: folder.url)
    #expect(beside.status == 2, "\(beside.errors)")
    #expect(
      try beside.json["notes"].array?.map { $0["source"]["file"] } == ["baselines/other.yaml"], "\(beside.output)")
    let stray = try await Harness.audit(
      ["check", "--baseline", "baselines/other.yaml"] + all, environment: hub.environment, folder: folder.url)
    #expect(stray.status == 1 && stray.errors.contains("account 999988887777, which is not among"), "\(stray.errors)")
  }

  @Test func `units are followed, and accounts are left out by name`() async throws {
    let hub = try await Self.hub.value
    let unit = hub.told["unit"].string ?? ""
    let both = try await Harness.audit(
      "check", "--organization", "--role", hub.role, "--unit", unit, "--format", "json", environment: hub.environment)
    #expect(
      (try both.json["run"]["accounts"].array ?? []).compactMap(\.string).sorted()
        == [hub.member("books"), hub.member("shop")].sorted())
    #expect(both.status == 2, "\(both.errors)")
    let one = try await Harness.audit(
      "check", "--organization", "--role", hub.role, "--unit", unit, "--skip-account", "bo*", "--format", "json",
      environment: hub.environment)
    #expect(try one.json["run"]["accounts"] == [.string(hub.member("shop"))])
    #expect(one.status == 0, "\(one.errors)")
    let none = try await Harness.audit(
      "check", "--organization", "--role", hub.role, "--unit", unit, "--skip-account", "nobody",
      environment: hub.environment)
    #expect(none.status == 1 && none.errors.contains("\"nobody\" means no account"))
  }

  @Test func `a list with a chain of roles, its shards merged, is the run in one piece`() async throws {
    let hub = try await Self.hub.value
    let folder = try Folder()
    let list = folder.url.appendingPathComponent("accounts.yaml")
    try Data(
      """
      accounts:
        - {id: "400000000000", name: hub}
        - {account_id: "\(hub.member("books"))", name: books, role: \(hub.role)}
        - {id: "\(hub.member("shop"))", name: shop, role: "arn:aws:iam::\(hub.member("shop")):role/\(hub.role)"}
        - id: "\(hub.member("remote"))"
          name: remote
          role: ["arn:aws:iam::400000000000:role/stairs", \(hub.role)]
          external_id: of-remote
      """.utf8
    ).write(to: list)
    let whole = try await Harness.audit(
      "check", "--accounts", list.path, "--format", "json", environment: hub.environment)
    #expect(whole.status == 2, "\(whole.errors)")
    let report = try whole.json
    #expect(report["run"]["complete"] == true)
    for index in 0..<3 {
      var environment = hub.environment
      environment["JOB_COMPLETION_INDEX"] = String(index)
      environment["AUDIT_SHARDS"] = "3"
      let shard = try await Harness.audit(
        "check", "--accounts", list.path, "--shard", "auto", "--format", "json", "--output",
        folder.url.appendingPathComponent("shard-\(index).json").path, environment: environment)
      #expect([0, 2].contains(shard.status), "\(shard.errors)")
    }
    let merged = try await Harness.audit("merge", folder.url.path, "--format", "json")
    #expect(merged.status == 2, "\(merged.errors)")
    #expect(fingerprints(try merged.json) == fingerprints(report))
    #expect(try merged.json["summary"] == report["summary"])
    #expect(try merged.json["run"]["resources"] == report["run"]["resources"])
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("shard-1.json"))
    let lacking = try await Harness.audit("merge", "\(folder.url.path)/shard-*.json")
    #expect(lacking.status == 1 && lacking.output.contains("Shard 1/3 is missing"), "\(lacking.output)")
  }

  @Test func `the shards of one account, merged, are the run in one piece`() async throws {
    let hub = try await Self.hub.value
    let folder = try Folder()
    let list = folder.url.appendingPathComponent("accounts.yaml")
    try Data("- {id: \"\(hub.member("books"))\", role: \(hub.role)}".utf8).write(to: list)
    // As whoever is in that account: a profile that assumes the role.
    let config = folder.url.appendingPathComponent("config")
    try Data(
      """
      [profile hub]
      aws_access_key_id = \(hub.environment["AWS_ACCESS_KEY_ID"] ?? "")
      aws_secret_access_key = \(hub.environment["AWS_SECRET_ACCESS_KEY"] ?? "")
      [profile books]
      role_arn = arn:aws:iam::\(hub.member("books")):role/\(hub.role)
      source_profile = hub
      """.utf8
    ).write(to: config)
    let environment = hub.environment.merging(["AWS_CONFIG_FILE": config.path]) { $1 }
    let whole = try await Harness.audit("check", "--profile", "books", "--format", "json", environment: environment)
    #expect(whole.status == 2, "\(whole.errors)")
    let reports = folder.url.appendingPathComponent("reports")
    try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
    for index in 0..<4 {
      let shard = try await Harness.audit(
        "check", "--profile", "books", "--shard", "\(index)/4", "--format", "json", "--output",
        reports.appendingPathComponent("\(index).json").path, environment: environment)
      #expect([0, 2].contains(shard.status), "\(shard.errors)")
    }
    let merged = try await Harness.audit("merge", reports.path, "--format", "json")
    let (one, all) = (try merged.json, try whole.json)
    #expect(fingerprints(one) == fingerprints(all))
    #expect(one["summary"] == all["summary"])
    #expect(one["run"]["resources"] == all["run"]["resources"])
  }

  @Test func `waivers and overrides of an account are for that account`() async throws {
    let hub = try await Self.hub.value
    let folder = try Folder()
    let list = folder.url.appendingPathComponent("accounts.yaml")
    try Data(
      "- {id: \"\(hub.member("books"))\", name: books, role: \(hub.role)}\n- {id: \"400000000000\", name: hub}".utf8
    ).write(to: list)
    func waived(_ account: String) async throws -> Int? {
      let config = folder.url.appendingPathComponent("\(account).yaml")
      try Data(
        """
        waivers:
          - {rule: viewer-protocol-https, account: "\(account)", resource: "*", reason: Known., expires: 2099-01-01}
        """.utf8
      ).write(to: config)
      let run = try await Harness.audit(
        "check", "--accounts", list.path, "--config", config.path, "--only", "viewer-protocol-https", "--format",
        "json",
        environment: hub.environment)
      return try run.json["summary"]["waived"].integer
    }
    #expect(try await waived("books") == 1)
    #expect(try await waived(hub.member("books")) == 1)
    #expect(try await waived("hub") == 0)
    /// How many findings there are where old TLS is accepted in an account.
    func failing(_ account: String) async throws -> Int? {
      try folder.write(
        """
        overrides:
          - {account: "\(account)", parameters: {minimum-tls-version.accepted: [TLSv1, TLSv1.2_2019, TLSv1.2_2021]}}
        """, to: "overrides.yaml")
      let run = try await Harness.audit(
        "check", "--accounts", list.path, "--config", "overrides.yaml", "--only", "minimum-tls-version", "--format",
        "json", environment: hub.environment, folder: folder.url)
      return try run.json["summary"]["fail"].integer
    }
    let all = try #require(try await failing("hub"))
    #expect(all > 0)
    #expect(try await failing("books") == 0)
    #expect(try await failing(hub.member("books")) == 0)
  }

  @Test(arguments: ["1", "8"])
  func `however many accounts are read at once, the report is the same`(concurrency: String) async throws {
    let hub = try await Self.hub.value
    let folder = try Folder()
    try folder.write(
      ["books", "shop"].map { "- {id: '\(hub.member($0))', role: \(hub.role)}\n" }.joined()
        + "- {id: '400000000000'}\n", to: "list.yaml")
    let arguments = ["check", "--accounts", "list.yaml", "--format", "json"]
    let usual = try await Harness.audit(arguments, environment: hub.environment, folder: folder.url)
    let run = try await Harness.audit(
      arguments + ["--account-concurrency", concurrency], environment: hub.environment, folder: folder.url)
    #expect(run.status == usual.status && run.status == 2, "\(run.errors)")
    #expect(fingerprints(try run.json) == fingerprints(try usual.json))
    #expect(try run.json["summary"] == usual.json["summary"])
    let none = try await Harness.audit(
      arguments + ["--account-concurrency", "0"], environment: hub.environment, folder: folder.url)
    #expect(none.status == 1 && none.errors.contains("--account-concurrency takes a number from 1 to 64"))
  }

  @Test func `all that is found in several accounts is waived at once`() async throws {
    let hub = try await Self.hub.value
    let folder = try Folder()
    try folder.write(
      "- {id: \"\(hub.member("books"))\", role: \(hub.role)}\n- {id: \"400000000000\"}\n", to: "accounts.yaml")
    func check(_ more: String...) async throws -> Finished {
      try await Harness.audit(
        ["check", "--accounts", "accounts.yaml", "--only", "viewer-protocol-https", "--format", "json"] + more,
        environment: hub.environment, folder: folder.url)
    }
    let found = try await check().json["summary"]["fail"].integer ?? 0
    #expect(found > 0)
    let waived = try await check("--write-waivers", "w.yaml", "--reason", "Known.", "--expires", "2099-01-01")
    #expect(waived.status == 0 && waived.errors.contains("w.yaml: \(found) finding"), "\(waived.errors)")
    #expect(try waived.json["summary"]["waived"].integer == found)
    let text = try #require(folder.text("w.yaml"))
    #expect(try await check("--config", "w.yaml").status == 0)
    // What the file waives already stays in it.
    let again = try await check(
      "--config", "w.yaml", "--write-waivers", "w.yaml", "--reason", "Later.", "--expires", "2099-01-01",
      "--force")
    #expect(again.status == 0 && !again.errors.contains("include:"), "\(again.errors)")
    #expect(folder.text("w.yaml") == text)
  }

  @Test func `with a state, what is unchanged in an account is not read again; a notice is of all`() async throws {
    let hub = try await Self.hub.value
    let folder = try Folder()
    let hook = try Server("Tests/EndToEndTests/Fixtures/hook.py", folder.url.appendingPathComponent("told").path)
    let (books, shop) = (hub.member("books"), hub.member("shop"))
    try folder.write("- {id: '\(books)', role: \(hub.role)}\n- {id: '\(shop)', role: \(hub.role)}\n", to: "list.yaml")
    var environment = hub.environment
    environment["AUDIT_NOTIFY"] = "http://127.0.0.1:\(hook.greeting["port"].integer ?? 0)/"
    func check(_ more: String...) async throws -> JSONValue {
      let run = try await Harness.audit(
        ["check", "--accounts", "list.yaml", "--state", "audit.state", "--format", "json"] + more,
        environment: environment, folder: folder.url)
      #expect(!run.errors.contains("notice"), "\(run.errors)")
      return try run.json
    }
    let first = try await check("--attribute")
    let second = try await check()
    #expect(first["run"]["state"] == ["taken": 0, "oldest": .null])
    #expect(second["run"]["state"]["taken"].integer ?? 0 > 5)
    #expect(fingerprints(first) == fingerprints(second) && !fingerprints(first).isEmpty)
    let (asked, then) = (first["run"]["apiCalls"]["byOperation"], second["run"]["apiCalls"]["byOperation"])
    let operation = "cloudfront:GetDistributionConfig"
    #expect(then[operation].integer ?? 0 < asked[operation].integer ?? 0)
    // The emulator's events name nobody who changed a distribution.
    let remarks = (first["run"]["remarks"].array ?? []).compactMap(\.string)
    #expect(remarks.contains { $0.contains("it is not known who made it so") }, "\(remarks)")
    #expect(asked["cloudtrail:LookupEvents"].integer ?? 0 > 0)
    let new = try await check("--new-only")
    #expect(new["findings"] == [])
    let told = try (folder.text("told") ?? "").split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
    #expect(told.count == 1)
    #expect(told.first?["body"]["run"]["accounts"] == .array([books, shop].sorted().map(JSONValue.string)))
    #expect(told.first?["body"]["summary"]["appeared"].integer == fingerprints(first).count)
  }

  @Test func `what is given and would be judged of no account is refused`() async throws {
    let hub = try await Self.hub.value
    let folder = try Folder()
    let member = hub.member("shop")
    try folder.write("- {id: '\(member)', role: \(hub.role)}\n", to: "accounts.yaml")
    try folder.write("Resources: {}\n", to: "t.yaml")
    try folder.write(
      #"""
      {"version": 4, "terraform_version": "1.9.0", "lineage": "x", "serial": 1, "outputs": {}, "resources": [
        {"mode": "managed", "type": "aws_cloudfront_key_value_store", "name": "s", "provider": "aws", "instances": [
          {"schema_version": 0, "attributes": {
            "name": "s", "arn": "arn:aws:cloudfront::999988887777:key-value-store/x", "comment": "c"}}]}]}
      """#, to: "other.tfstate")
    let check = ["check", "--accounts", "accounts.yaml"]
    for (more, said) in [
      (["--template", "t.yaml"], "are of several"), (["--stack", "books"], "are of several"),
      (["--terraform", "other.tfstate"], "999988887777, which is not among those that are audited"),
    ] {
      let run = try await Harness.audit(check + more, environment: hub.environment, folder: folder.url)
      #expect(run.status == 1 && run.errors.contains(said), "\(more): \(run.errors)")
    }
  }

  @Test func `what is no shard, no list and no report ends with 1, and is said`() async throws {
    for (arguments, said) in [
      (["check", "--shard", "3/3"], "the first number below the second"),
      (["check", "--shard", "auto"], "Say --shard I/N"),
      (["check", "--accounts", "no-such-file"], "no-such-file"),
      (["check", "--organization"], "--role NAME"), (["check", "--role", "x"], "for --organization"),
      (["merge", "no-such-folder/*.json"], "no file fits"),
    ] {
      let run = try await Harness.audit(arguments, environment: try await Self.hub.value.environment)
      #expect(run.status == 1 && run.errors.contains(said), "\(arguments): \(run.errors)")
    }
  }
}
