import Documents
import Foundation
import Testing

/// `audit.yaml` as projects use it, on a snapshot.
@Suite struct ConfigurationCommandTests {
  private static let rule = "viewer-protocol-https"
  private static let waiver = """
    waivers:
      - rule: \(rule)
        resource: E1
        reason: Old players.
        expires: 9999-12-31
    """

  /// A folder with a snapshot of one distribution that allows plain HTTP, and with an `audit.yaml` of that text.
  private func project(_ configuration: String?) throws -> Folder {
    let folder = try Folder.withEstate()
    if let configuration { try folder.write(configuration, to: "audit.yaml") }
    return folder
  }

  private func check(_ configuration: String?, _ arguments: String..., only rule: String = rule) async throws
    -> Finished
  {
    let folder = try project(configuration)
    return try await Harness.run(
      Harness.binary, ["check", "--snapshot", "estate.json", "--only", rule] + arguments, environment: [:],
      folder: folder.url)
  }

  @Test func `a waiver in ./audit.yaml is counted, explained and ends the check well`() async throws {
    #expect(try await check(nil).status == 2)
    let text = try await check(Self.waiver)
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("1 waived"))
    #expect(!text.output.contains("Old players."))
    #expect(try await check(Self.waiver, "--verbose").output.contains("until 9999-12-31: Old players."))
    let report = try await check(Self.waiver, "--format", "json").json
    #expect(report["findings"][0]["status"] == "waived")
    #expect(report["findings"][0]["waiver"] == ["reason": "Old players.", "expires": "9999-12-31"])
    #expect(report["warnings"] == [])
  }

  @Test func `an expired waiver is a warning, no error, and waives nothing`() async throws {
    let expired = Self.waiver.replacingOccurrences(of: "9999", with: "2020")
    let run = try await check(expired, "--format", "json")
    #expect(run.status == 2)
    let report = try run.json
    #expect(report["findings"][0]["status"] == "fail")
    #expect(report["findings"][0]["waiver"] == .null)
    #expect(report["errors"] == [])
    #expect(report["warnings"][0]["source"] == ["file": "audit.yaml", "line": 2])
    #expect(report["warnings"][0]["message"].string?.contains("expired on 2020-12-31") == true)
    #expect(try await check(expired).output.contains("WARNING  This waiver of \(Self.rule) expired on 2020-12-31"))
  }

  @Test(arguments: ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
  func `a waiver holds through its last day in UTC, wherever it is read`(zone: String) async throws {
    func day(_ time: Date) -> String { String(time.ISO8601Format().prefix(10)) }
    func run(expiring day: String) async throws -> Finished {
      let folder = try project(Self.waiver.replacingOccurrences(of: "9999-12-31", with: day))
      return try await Harness.run(
        Harness.binary, ["check", "--snapshot", "estate.json", "--only", Self.rule, "--format", "json"],
        environment: ["TZ": zone], folder: folder.url)
    }
    var (today, held): (String, Finished)
    repeat {
      today = day(Date())
      held = try await run(expiring: today)
    } while day(Date()) != today  // The day may end while it runs.
    #expect(try held.json["summary"]["waived"] == 1 && held.status == 0, "\(zone): \(held.output)")
    let over = try await run(expiring: day(Date() - 86_400))
    #expect(try over.json["summary"]["waived"] == 0 && over.status == 2, "\(zone)")
  }

  @Test func `a waiver that fits nothing is a warning and changes no exit code`() async throws {
    let run = try await check(Self.waiver, "--format", "json", only: "edge-log-retention")
    #expect(try run.json["warnings"] == [])
    let elsewhere = try await check(
      Self.waiver.replacingOccurrences(of: "E1", with: "E2") + "\n"
        + Self.waiver.replacingOccurrences(of: "waivers:\n", with: ""))
    #expect(elsewhere.status == 0)
    #expect(elsewhere.output.contains("fits no finding"))
    #expect(elsewhere.output.contains("audit.yaml:2"))
  }

  @Test func `a malformed file is an error wherever it lies`() async throws {
    let run = try await check("waivers:\n  - rule: \(Self.rule)\n")
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("audit.yaml:2:5: `expires` is missing."), "\(run.errors)")
    let missing = try await check(nil, "--config", "nope.yaml")
    #expect(missing.status == 1)
    #expect(missing.errors.contains("nope.yaml: there is no such file."))
    let folder = try project(nil)
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("audit.yaml").path, withDestinationPath: "nowhere.yaml")
    let dangling = try await Harness.audit("check", "--snapshot", "estate.json", folder: folder.url)
    #expect(dangling.status == 1)
    #expect(dangling.errors.contains("audit.yaml"))
  }

  @Test func `a severity decides with --fail-on`() async throws {
    let configuration = "rules: {\(Self.rule): {severity: info}}"
    #expect(try await check(configuration).status == 0)
    #expect(try await check(configuration, "--fail-on", "info").status == 2)
  }

  @Test func `tags that a snapshot does not hold make the verdict unknown`() async throws {
    let configuration = """
      overrides:
        - tag: {team: books}
          parameters: {minimum-tls-version.accepted: [TLSv1]}
      """
    #expect(try await check("{}", only: "minimum-tls-version").status == 2)
    let run = try await check(configuration, "--format", "json", only: "minimum-tls-version")
    #expect(run.status == 1)
    #expect(try run.json["findings"][0]["status"] == "unknown")
    #expect(try run.json["errors"][0]["operation"] == "cloudfront:ListTagsForResource")
  }

  @Test func `calls are planned for what is on, with the tags that overrides ask for`() async throws {
    func operations(_ configuration: String) async throws -> [String] {
      let folder = try project(configuration)
      let run = try await Harness.audit("calls", "--snapshot", "estate.json", "--format", "json", folder: folder.url)
      return (try run.json["calls"].array ?? []).compactMap { $0["operation"].string }
    }
    let all = try await operations("{}")
    #expect(all.contains("logs:DescribeLogGroups") && !all.contains("cloudfront:ListTagsForResource"))
    let logging = ["edge-log-retention", "edge-log-orphan", "function-log-retention"]
    let off = try await operations(
      "rules: {\(logging.map { "\($0): {enabled: false}" }.joined(separator: ", "))}")
    #expect(!off.contains("logs:DescribeLogGroups"))
    let tagged = "overrides: [{tag: {a: b}, parameters: {minimum-tls-version.accepted: []}}]"
    #expect(try await operations(tagged).contains("cloudfront:ListTagsForResource"))
  }

  @Test(.needsPython) func `tags are read for an override, and one refusal leaves the others judged`() async throws {
    let stub = try StubTests.Stub([
      "distributions": 3,
      "faults": [
        [
          "operation": "cloudfront:ListTagsForResource", "resource": "*E0000000000000",
          "body": "<Tags><Items><Tag><Key>team</Key><Value>books</Value></Tag></Items></Tags>",
        ],
        [
          "operation": "cloudfront:ListTagsForResource", "resource": "*E0000000000001", "status": 403,
          "code": "AccessDenied", "message": "no",
        ],
      ],
    ])
    let folder = try project(
      """
      overrides:
        - tag: {team: books}
          parameters: {price.accepted: [PriceClass_100, PriceClass_200, PriceClass_All]}
      """)
    try """
    rules:
      - id: price
        title: Price
        severity: low
        resource: AWS::CloudFront::Distribution
        parameters:
          accepted: {default: [None], description: The price classes.}
        value: PriceClass
        expect: {in: {parameter: accepted}}
        message: "{actual}"
        why: Because.
        remediation: {recommendation: Change it.}
        repair: {mode: none}
    """.write(to: folder.url.appendingPathComponent("rule.yaml"), atomically: true, encoding: .utf8)
    let run = try await Harness.audit(
      "check", "--rules", "rule.yaml", "--no-built-in-rules", "--format", "json", environment: stub.environment,
      folder: folder.url)
    #expect(run.status == 1)
    let report = try run.json
    #expect(
      (report["findings"].array ?? []).map { "\($0["resource"]["id"].string ?? "") \($0["status"].string ?? "")" } == [
        "E0000000000002 fail", "E0000000000001 unknown",
      ])
    #expect(report["summary"]["pass"] == 1)
    #expect(report["errors"][0]["unjudged"] == ["price"])
    #expect(report["run"]["apiCalls"]["byOperation"]["cloudfront:GetDistributionConfig"] == .null)
  }
}
