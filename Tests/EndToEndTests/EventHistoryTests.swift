import Documents
import Foundation
import Testing

/// What CloudTrail's event history tells: invalidations of all distributions, and who changed what.
@Suite(.needsPython) struct EventHistoryTests {
  // MARK: Invalidations

  private static func invalidation(_ number: Int, of distribution: String, id: String? = nil, offset: TimeInterval = 0)
    -> JSONValue
  {
    let time = Date(timeIntervalSinceNow: offset - 600).formatted(.iso8601)
    return [
      "eventName": "CreateInvalidation", "eventTime": .string(time), "eventID": .string("event-\(number)"),
      "requestParameters": [
        "distributionId": .string(distribution),
        "invalidationBatch": [
          "callerReference": .string("\(number)"), "paths": ["quantity": 1, "items": [.string("/\(number)")]],
        ],
      ],
      "responseElements": ["invalidation": ["id": .string(id ?? "I\(number)"), "status": "InProgress"]],
    ]
  }

  private func check(_ stub: StubTests.Stub) async throws -> (finding: JSONValue?, calls: JSONObject, run: JSONValue) {
    let (report, _) = try await stub.check("--only", "invalidation-cost")
    let run = report["run"]
    return (report["findings"].array?.first, run["apiCalls"]["byOperation"].object ?? [:], run)
  }

  @Test func `a few pages tell the invalidations of all distributions, each once`() async throws {
    var events = (0..<120).map { Self.invalidation($0, of: "E0000000000001") }
    // Asked again with the same reference; and refused.
    events.append(Self.invalidation(120, of: "E0000000000001", id: "I119"))
    events.append(
      .object((Self.invalidation(121, of: "E0000000000001").object ?? [:]).merging(["errorCode": "AccessDenied"])))
    let (finding, calls, run) = try await check(try StubTests.Stub(["distributions": 9, "events": .array(events)]))
    #expect(finding?["status"] == "fail" && finding?["resource"]["id"] == "E0000000000001")
    #expect(finding?["actual"] == 120)
    #expect(calls["cloudtrail:LookupEvents"] == 3)
    #expect(calls["cloudfront:ListInvalidations"] == nil)
    #expect(run["remarks"][0].string?.contains("those of CloudTrail's event history") == true)
  }

  @Test(arguments: [-172_800, 172_800])
  func `the last day is that of the service's clock, not of this machine's`(offset: Int) async throws {
    let events = (0..<120).map { Self.invalidation($0, of: "E0000000000001", offset: Double(offset)) }
    let stub = try StubTests.Stub(["distributions": 4, "clockOffset": .integer(offset), "events": .array(events)])
    let (finding, calls, _) = try await check(stub)
    #expect(finding?["status"] == "fail" && finding?["actual"] == 120)
    #expect(calls["cloudfront:ListInvalidations"] == nil)
  }

  @Test(arguments: ["denied", "empty", "foreign names", "no distribution", "omitted paths"])
  func `what the history does not tell is asked of each distribution, and said`(trouble: String) async throws {
    var event = Self.invalidation(1, of: "E0000000000001").object ?? [:]
    var scenario: JSONObject = ["distributions": 4]
    switch trouble {
    case "denied": break
    case "empty": scenario["events"] = []
    case "foreign names": scenario["events"] = [["eventName": "POST.cloudfront"]]
    default:
      event["requestParameters"] = trouble == "omitted paths" ? ["distributionId": "E0000000000001"] : .null
      scenario["events"] = [.object(event)]
    }
    let (finding, calls, run) = try await check(try StubTests.Stub(.object(scenario)))
    #expect(finding == nil)
    #expect(calls["cloudfront:ListInvalidations"] == 4)
    #expect(run["remarks"][0].string?.contains("one for each distribution") == true)
  }

  @Test func `one or two distributions are asked themselves`() async throws {
    let (_, calls, run) = try await check(try StubTests.Stub(["distributions": 2, "events": []]))
    #expect(calls["cloudtrail:LookupEvents"] == nil && calls["cloudfront:ListInvalidations"] == 2)
    #expect(run["remarks"] == .null)
  }

  // MARK: Who and when

  private static let role: JSONValue = [
    "type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/deploy/ada@example.com",
    "sessionContext": ["sessionIssuer": ["userName": "deploy"]],
  ]

  private static func update(_ day: Int, _ policy: String, _ agent: String, _ identity: JSONValue) -> JSONValue {
    [
      "eventName": "UpdateDistribution", "eventTime": .string("2026-11-2\(day)T10:00:00Z"),
      "eventID": .string("event-\(day)"), "userAgent": .string(agent), "sourceIPAddress": "192.0.2.1",
      "userIdentity": identity,
      "requestParameters": [
        "id": "E1",
        "distributionConfig": [
          "comment": .string("day \(day)"), "defaultCacheBehavior": ["viewerProtocolPolicy": .string(policy)],
        ],
      ],
    ]
  }

  private static let terraform = "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) aws-sdk-go-v2/1.30"

  private static func scenario(_ more: JSONObject = [:]) -> JSONValue {
    let events: JSONValue = [
      update(5, "https-only", "aws-cli/2.17.1 md/awscrt", ["type": "IAMUser", "userName": "bob"]),
      update(6, "allow-all", "Mozilla/5.0 (X11)", role), update(7, "allow-all", terraform, role),
      .object((update(8, "https-only", terraform, role).object ?? [:]).merging(["errorCode": "AccessDenied"])),
      .object(
        (update(9, "https-only", terraform, role).object ?? [:]).merging(["requestParameters": ["id": "E2"]])),
    ]
    let scenario: JSONObject = [
      "distributions": [
        "E1": [
          "DefaultCacheBehavior": [
            "TargetOriginId": "app", "ViewerProtocolPolicy": "allow-all", "Compress": true,
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
          ]
        ]
      ], "events": events,
    ]
    return .object(scenario.merging(more))
  }

  private static let check = ["check", "--only", "viewer-protocol-https", "--attribute"]

  @Test func `a finding tells who changed that member, and not who changed another`() async throws {
    let stub = try StubTests.Stub(Self.scenario())
    let run = try await Harness.audit(Self.check + ["--format", "json"], environment: stub.environment)
    #expect(run.status == 2)
    try #expect(
      run.json["findings"][0]["changes"] == [
        [
          "at": "2026-11-26T10:00:00.000Z", "actor": "ada@example.com (role deploy)", "via": "console",
          "event": "UpdateDistribution", "eventId": "event-6", "source": "192.0.2.1",
        ]
      ])
  }

  @Test(arguments: ["text", "sarif", "junit", "markdown", "html", "github", "ocsf"])
  func `every format says it`(format: String) async throws {
    let stub = try StubTests.Stub(Self.scenario())
    let run = try await Harness.audit(Self.check + ["--format", format], environment: stub.environment)
    #expect(run.status == 2)
    #expect(run.output.contains("(role deploy)") && run.output.contains("event-6"), "\(run.output)")
  }

  @Test func `throttles are waited for; a denial is said, and is no error`() async throws {
    let throttle: JSONValue = [
      "operation": "cloudtrail:LookupEvents", "status": 400, "code": "ThrottlingException",
      "message": "Rate exceeded", "times": 2,
    ]
    let slow = try StubTests.Stub(Self.scenario(["faults": [throttle]]))
    let run = try await Harness.audit(Self.check + ["--format", "json"], environment: slow.environment)
    try #expect(run.json["findings"][0]["changes"].array?.count == 1)
    let denied = try StubTests.Stub(Self.scenario(["events": .null]))
    let without = try await Harness.audit(Self.check + ["--format", "json"], environment: denied.environment)
    #expect(without.status == 2)
    try #expect(without.json["errors"] == [])
    try #expect(without.json["findings"][0]["changes"] == .null)
    try #expect(
      without.json["run"]["remarks"][0].string?.contains("Allow cloudtrail:LookupEvents for the identity") == true)
    let unknown = try StubTests.Stub(Self.scenario(["events": []]))
    let nothing = try await Harness.audit(Self.check + ["--format", "json"], environment: unknown.environment)
    #expect(nothing.status == 2)
    try #expect(nothing.json["run"]["remarks"][0].string?.contains("it is not known who made it so") == true)
  }

  @Test func `with a state it stays known who it was when CloudTrail no longer tells`() async throws {
    let denied: JSONValue = [
      "operation": "cloudtrail:LookupEvents", "after": 9, "status": 400, "code": "AccessDeniedException",
      "message": "not allowed",
    ]
    let (stub, folder) = (try StubTests.Stub(Self.scenario(["faults": [denied]])), try Folder())
    let check = Self.check + ["--format", "json", "--state", "audit.state"]
    let first = try await Harness.audit(check, environment: stub.environment, folder: folder.url)
    let finding = try first.json["findings"][0]
    #expect(finding["changes"].array?.count == 1)
    let second = try await Harness.audit(check, environment: stub.environment, folder: folder.url)
    try #expect(second.json["findings"][0]["changes"] == finding["changes"])
    let remarks = try (second.json["run"]["remarks"].array ?? []).compactMap(\.string)
    #expect(remarks.count == 1 && remarks[0].contains("Allow cloudtrail:LookupEvents"), "\(remarks)")
    let show = ["history", "show", finding["fingerprint"].string ?? "", "--state", "audit.state"]
    let shown = try await Harness.audit(show + ["--format", "json"], folder: folder.url)
    try #expect(shown.json["changes"] == finding["changes"])
    let text = try await Harness.audit(show, folder: folder.url)
    #expect(text.output.contains("10:00 UTC by ada@example.com (role deploy)"), "\(text.output)")
    // Without the flag nobody has asked.
    let plain = try await Harness.audit(
      check.filter { $0 != "--attribute" }, environment: stub.environment, folder: folder.url)
    try #expect(plain.json["findings"][0]["changes"] == .null)
  }

  @Test func `diff tells who made the changes, newest first`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario()), try Folder())
    let taken = try await Harness.audit("snapshot", environment: stub.environment)
    try folder.write(taken.output, to: "new.json")
    let began = try #require(taken.json["startedAt"].string)
    try folder.write(
      taken.output.replacing("allow-all", with: "https-only").replacing(began, with: "2026-11-20T00:00:00Z"),
      to: "old.json")
    let run = try await Harness.audit(
      ["diff", "--attribute", "--format", "json", "old.json", "new.json"], environment: stub.environment,
      folder: folder.url)
    #expect(run.status == 2, "\(run.errors)")
    let changes = try run.json["entries"][0]["changedBy"].array ?? []
    #expect(changes.map { $0["via"] } == ["Terraform 1.9.5", "console", "AWS CLI 2.17.1"])
    #expect(changes.last?["actor"] == "bob")
    let offline = try await Harness.audit("diff", "old.json", "new.json", folder: folder.url)
    #expect(offline.status == 2)
  }
}
