import Documents
import Foundation
import Testing

/// `audit` against the emulator, over a real socket, with the key of a user whose every signature is verified.
@Suite(.needsPython) struct EmulatorTests {
  /// One estate in an account of its own.
  struct Estate: Sendable, CustomTestStringConvertible {
    let name: String
    let account: String
    let environment: [String: String]
    /// Stable names of the random ids in it.
    let names: JSONValue
    let expected: JSONValue

    var testDescription: String { name }
  }

  private static let emulator = Result { try Server("scripts/emulator.py", "--json") }

  static func seed(_ arguments: String...) async throws -> [Estate] {
    let greeting = try emulator.get().greeting
    let finished = try await Harness.run(
      try #require(Harness.python), [Harness.root.appendingPathComponent("scripts/estate.py").path] + arguments,
      environment: ["AWS_ENDPOINT_URL": greeting["AWS_ENDPOINT_URL"].string ?? "", "PYTHONDONTWRITEBYTECODE": "1"])
    try #require(finished.status == 0, "\(finished.errors)")
    return try finished.output.split(separator: "\n").map { line in
      let value = try JSONReader.read(Array(line.utf8))
      let environment = Dictionary(
        uniqueKeysWithValues: (value["environment"].object ?? [:]).map { ($0.name, $0.value.string ?? "") })
      return Estate(
        name: value["name"].string ?? "", account: value["account"].string ?? "", environment: environment,
        names: value["names"], expected: value["expected"])
    }
  }

  private static let drifts = Task { try await seed("drifts") }
  static let compliant = Task { try await seed("--account", "100000000001", "compliant") }
  static let drifted = Task { try await seed("--account", "100000000002", "drifted") }

  private static let names = [
    "function-kvs-association", "function-kvs-exists", "function-published", "function-published-configuration",
    "function-runtime", "edge-lambda-version-pinned", "edge-lambda-version-pinned-alias", "edge-lambda-region",
    "edge-lambda-exists", "edge-lambda-no-environment", "edge-lambda-viewer-limits",
    "edge-lambda-viewer-limits-timeout", "edge-lambda-origin-limits", "edge-role-trust", "edge-log-retention",
    "edge-log-retention-too-long", "viewer-protocol-https", "compression", "compression-cache-policy",
    "minimum-tls-version", "origin-access-restricted", "access-logging", "legacy-cache-settings",
    "function-date-parsing", "kvs-date-values", "function-size", "function-unused", "viewer-response-error-handling",
    "edge-lambda-current", "edge-lambda-no-vpc", "edge-lambda-no-dead-letter-queue", "edge-lambda-no-layers",
    "edge-lambda-architecture", "edge-lambda-package-type", "edge-lambda-runtime", "edge-lambda-response-shape",
    "edge-lambda-include-body", "custom-error-shadowing", "dynamic-path-caching", "edge-role-trust-open",
    "edge-role-logging", "edge-role-wildcard-resource", "edge-role-broad-managed-policy", "origin-bucket-grant",
    "origin-bucket-public", "origin-bucket-public-any-customer", "origin-bucket-stale-principal", "edge-log-orphan",
    "invalidation-trigger-concurrency", "invalidation-cost", "security-headers", "edge-log-subscription",
    "origin-failover", "edge-lambda-handler-exists", "edge-client-region", "edge-query-string-forwarded",
    "edge-lambda-runtime-ending", "post-quantum-tls", "sni-only", "origin-tls", "web-acl", "default-root-object",
    "trusted-key-groups", "edge-role-deploy-permissions", "edge-lambda-ephemeral-storage",
    "edge-lambda-no-customer-key",
    "edge-lambda-no-tracing", "edge-lambda-native-binaries", "origin-bucket-exists", "origin-bucket-missing-status",
    "function-log-retention", "kvs-limits", "invalidation-trigger-event-age",
    "invalidation-trigger-event-age-alias", "edge-lambda-no-provisioned-concurrency",
    "origin-lambda-url-access", "invalidation-trigger-concurrency-topic", "invalidation-trigger-concurrency-event-bus",
  ]

  @Test func `every drift that can be seeded is tested`() async throws {
    #expect(try await Self.drifts.value.map(\.name).sorted() == Self.names.sorted())
  }

  @Test func `a compliant estate gives no finding and exit 0`() async throws {
    let estate = try #require(try await Self.compliant.value.first)
    let run = try await Harness.audit("check", "--format", "json", environment: estate.environment)
    let report = try run.json
    #expect(report["findings"] == [])
    #expect(report["errors"] == [])
    #expect(report["summary"]["pass"].integer ?? 0 > 20)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func `each rule that ships has a drift`() async throws {
    let list = try await Harness.audit("rules", "list", "--format", "json")
    let rules = try #require(try list.json["rules"].array).compactMap { $0["id"].string }
    let drifting = Set(try await Self.drifts.value.flatMap { $0.expected.array ?? [] }.compactMap { $0["rule"].string })
    // The emulator has no TestFunction: the stub has.
    let others = RuleStubTests.rules + ["function-compute-utilization"]
    #expect((drifting + others).sorted() == rules.sorted())
  }

  @Test(arguments: names)
  func `each drift gives its finding, on its resource, and nothing else`(name: String) async throws {
    let estate = try #require(try await Self.drifts.value.first { $0.name == name })
    let expected = try #require(estate.expected.array)
    let folder = try Folder()
    var arguments = ["check", "--format", "json", "--fail-on", "info"]
    let rule = expected.first?["rule"].string ?? ""
    if expected.first?["only"] == true { arguments += ["--only", rule] }
    for member in expected.first?["parameters"].object ?? [:] {
      let parameters: JSONValue = ["parameters": ["\(rule).\(member.name)": member.value]]
      let file = folder.url.appendingPathComponent("audit.yaml")
      try JSONWriter().string(parameters).write(to: file, atomically: true, encoding: .utf8)
      arguments += ["--config", file.path]
    }
    let run = try await Harness.audit(arguments, environment: estate.environment)
    let report = try run.json
    #expect(report["errors"] == [])
    let findings = report["findings"].array ?? []
    let found = findings.map { "\($0["rule"]) \($0["resource"]["id"]) \($0["path"])" }
    try #require(findings.count == expected.count, "\(found)")
    #expect(findings.allSatisfy { $0["status"] == "fail" })
    for one in expected {
      let matching = findings.filter { finding in
        let resource = finding["resource"]
        return finding["rule"] == one["rule"] && resource["type"] == one["type"] && resource["id"] == one["id"]
          && resource["region"] == one["region"]
          && (finding["path"].string ?? "").hasPrefix(one["path"].string ?? "")
      }
      #expect(!matching.isEmpty, "\(one) among \(found)")
    }
    #expect(run.status == 2, "\(run.errors)")
  }

  @Test func `what is captured of an estate is clean, live and from a snapshot`() async throws {
    for estate in try await Self.compliant.value + Self.drifted.value {
      let folder = try Folder()
      let capture = try await Harness.audit(
        "baseline", "capture", "-o", "baseline.yaml", environment: estate.environment, folder: folder.url)
      #expect(capture.status == 0, "\(capture.errors)")
      let run = try await Harness.audit(
        "check", "--baseline", "baseline.yaml", "--only", "baseline", "--format", "json",
        environment: estate.environment, folder: folder.url)
      #expect(try run.json["findings"] == [] && run.json["errors"] == [])
      #expect(try run.json["summary"]["pass"].integer ?? 0 > 10)
      #expect(run.status == 0)
    }
  }

  // MARK: Terraform

  /// The state that Terraform would hold had it made the estate.
  private func terraformState(of estate: Estate) async throws -> String {
    let endpoint = try Self.emulator.get().greeting["AWS_ENDPOINT_URL"].string ?? ""
    let finished = try await Harness.run(
      try #require(Harness.python),
      [Harness.root.appendingPathComponent("scripts/terraform_state.py").path, "--account", estate.account],
      environment: ["AWS_ENDPOINT_URL": endpoint, "PYTHONDONTWRITEBYTECODE": "1"])
    try #require(finished.status == 0, "\(finished.errors)")
    return finished.output
  }

  @Test func `an estate is as the state that made it says, imported or read at once`() async throws {
    let estate = try #require(try await Self.compliant.value.first)
    let folder = try Folder()
    let state = folder.url.appendingPathComponent("terraform.tfstate")
    try await terraformState(of: estate).write(to: state, atomically: true, encoding: .utf8)
    let imported = try await Harness.audit(
      "baseline", "import", "terraform.tfstate", "-o", "baseline.yaml", folder: folder.url)
    #expect(imported.status == 0, "\(imported.errors)")
    for arguments in [["--terraform", "terraform.tfstate"], ["--baseline", "baseline.yaml"]] {
      let run = try await Harness.audit(
        ["check", "--only", "baseline", "--format", "json"] + arguments, environment: estate.environment,
        folder: folder.url)
      #expect(try run.json["findings"] == [] && run.json["errors"] == [], "\(run.output)")
      #expect(try run.json["summary"]["pass"].integer ?? 0 > 15)
      #expect(run.status == 0)
    }
  }

  @Test(arguments: [
    ("function-kvs-association", "LIVE.FunctionConfig.KeyValueStoreAssociations"),
    ("viewer-protocol-https", "CacheBehaviors[/api/*].ViewerProtocolPolicy"),
    ("edge-role-trust", "AssumeRolePolicyDocument"), ("edge-log-retention", "retentionInDays"),
    ("origin-bucket-grant", "Policy"),
  ])
  func `what drifted from a state is found, though no plan would show it`(drift: String, path: String) async throws {
    // The state is that of the compliant estate; the account's number and the distributions' ids are the drifted one's.
    let estate = try #require(try await Self.drifts.value.first { $0.name == drift })
    let folder = try Folder()
    let held = try await terraformState(of: try #require(try await Self.compliant.value.first))
    let compliant = try JSONReader.read(Array(held.utf8))
    let live = try JSONReader.read(Array(try await terraformState(of: estate).utf8))
    func distributions(_ state: JSONValue) -> [String: String] {
      let found = (state["resources"].array ?? []).filter { $0["type"] == "aws_cloudfront_distribution" }
      return Dictionary(
        found.map {
          (
            $0["instances"][0]["attributes"]["comment"].string ?? "",
            $0["instances"][0]["attributes"]["id"].string ?? ""
          )
        }
      ) { first, _ in first }
    }
    var text = held.replacing("100000000001", with: estate.account)
    let ids = distributions(live)
    for (comment, id) in distributions(compliant) { text = text.replacing(id, with: ids[comment] ?? id) }
    try text.write(to: folder.url.appendingPathComponent("terraform.tfstate"), atomically: true, encoding: .utf8)
    let run = try await Harness.audit(
      "check", "--only", "baseline", "--terraform", "terraform.tfstate", "--format", "json",
      environment: estate.environment, folder: folder.url)
    let paths = (try run.json["findings"].array ?? []).compactMap { $0["path"].string }
    #expect(paths.contains { $0.hasPrefix(path) }, "\(paths)")
    #expect(run.status == 2 || run.status == 1)
  }

  @Test func `a snapshot is judged as the live estate is, and holds no secret`() async throws {
    let estate = try #require(try await Self.drifted.value.first)
    let folder = try Folder()
    let file = folder.url.appendingPathComponent("estate.json")
    let live = try await Harness.audit("check", "--format", "json", environment: estate.environment)
    let snapshot = try await Harness.audit("snapshot", "-o", file.path, environment: estate.environment)
    #expect(snapshot.status == 0, "\(snapshot.errors)")
    let offline = try await Harness.audit("check", "--snapshot", file.path, "--format", "json")
    #expect(live.status == 2)
    #expect(offline.status == 2, "\(offline.errors)")
    for part in ["errors", "summary"] { #expect(try offline.json[part] == live.json[part]) }
    // With a state, findings say since when they are known.
    let known = ["firstSeen", "lastSeen", "since", "returns", "new"]
    let findings = try [offline, live].map { run in
      try run.json["findings"].array?.map { finding in
        JSONObject((finding.object ?? [:]).filter { !known.contains($0.name) }.map { ($0.name, $0.value) })
      }
    }
    #expect(findings[0] == findings[1] && findings[0]?.isEmpty == false)
    let text = try await Harness.audit("check", "--verbose", environment: estate.environment)
    let written = try String(contentsOf: file, encoding: .utf8)
    let secrets = try Self.secrets
    try #require(secrets.count == 2)
    for secret in secrets {
      for output in [live.output, live.errors, offline.output, text.output, text.errors, written] {
        #expect(!output.contains(secret))
      }
    }
    #expect(written.contains("ALLOWED_ORIGINS"))
  }

  /// What the seeded estates keep secret, out of the script that seeds them.
  private static var secrets: [String] {
    get throws {
      let script = Harness.root.appendingPathComponent("scripts/resources.py")
      return try String(contentsOf: script, encoding: .utf8).split(separator: "\n")
        .filter { $0.contains("_SECRET = \"") }
        .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
    }
  }

  @Test func `a gate on associations makes one call for a hundred distributions`() async throws {
    let estate = try #require(try await Self.compliant.value.first)
    let run = try await Harness.audit(
      "check", "--only", "edge-lambda-version-pinned", "--format", "json", environment: estate.environment)
    #expect(
      try run.json["run"]["apiCalls"]["byOperation"] == ["cloudfront:ListDistributions": 1, "sts:GetCallerIdentity": 1])
    let calls = try await Harness.audit(
      "calls", "--only", "edge-lambda-version-pinned", "--format", "json", environment: estate.environment)
    #expect(try calls.json["calls"].array?.map { $0["operation"] } == ["cloudfront:ListDistributions"])
  }

  @Test func `wrong keys are one clear error`() async throws {
    var environment = try #require(try await Self.compliant.value.first).environment
    environment["AWS_SECRET_ACCESS_KEY"] = "wrong"
    let run = try await Harness.audit("check", environment: environment)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("SignatureDoesNotMatch"))
  }
}
