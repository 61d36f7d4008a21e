import Documents
import Testing

/// What an account sets above its resources: asked for only where it can change a verdict, and never overlooked where it
/// cannot be read.
@Suite(.needsPython) struct `What an account sets above its resources` {
  private static let whole: JSONValue = [
    "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true,
  ]

  /// Three buckets behind one distribution, the last with the block that is given, the others without any.
  private static func estate(block: JSONValue? = nil, _ others: JSONObject) -> JSONValue {
    let origins = (0..<3).map { number -> JSONValue in
      [
        "Id": .string("o\(number)"), "DomainName": .string("bucket-\(number).s3.us-east-1.amazonaws.com"),
        "OriginPath": "", "CustomHeaders": ["Quantity": 0], "S3OriginConfig": ["OriginAccessIdentity": ""],
        "OriginAccessControlId": "E0",
      ]
    }
    let bucket: JSONObject = block.map { ["block": $0] } ?? [:]
    let scenario: JSONObject = [
      "distributions": ["E1": ["Origins": ["Quantity": 3, "Items": .array(origins)]]],
      "buckets": .object(JSONObject((0..<3).map { ("bucket-\($0)", .object(bucket)) })),
    ]
    return .object(scenario.merging(others))
  }

  private func statuses(_ report: JSONValue, of rule: String) -> [String] {
    (report["findings"].array ?? []).filter { $0["rule"].string == rule }.compactMap { $0["status"].string }
  }

  private func calls(_ stub: StubTests.Stub, of operation: String) throws -> Int {
    try stub.requests.filter { $0["operation"].string == operation && $0["service"] == "s3control" }.count
  }

  @Test func `the block of the account holds for buckets without one, and is asked for once`() async throws {
    let stub = try StubTests.Stub(Self.estate(["accountBlock": Self.whole]))
    let (report, status) = try await stub.check("--only", "origin-bucket-public")
    #expect(status == 0 && statuses(report, of: "origin-bucket-public") == [])
    #expect(try calls(stub, of: "GetPublicAccessBlock") == 1)
  }

  @Test func `where there is none the buckets fail`() async throws {
    let stub = try StubTests.Stub(Self.estate([:]))
    let (report, status) = try await stub.check("--only", "origin-bucket-public")
    #expect(status == 2 && statuses(report, of: "origin-bucket-public") == ["fail", "fail", "fail"])
  }

  @Test func `it is not asked for where those of the buckets are on`() async throws {
    let stub = try StubTests.Stub(Self.estate(block: Self.whole, [:]))
    let (_, status) = try await stub.check("--only", "origin-bucket-public")
    #expect(try status == 0 && calls(stub, of: "GetPublicAccessBlock") == 0)
  }

  @Test func `where it may not be read the buckets are unknown, and the action is named`() async throws {
    let stub = try StubTests.Stub(
      Self.estate([
        "faults": [["operation": "s3control:*", "status": 403, "code": "AccessDenied"]]
      ]))
    let (report, status) = try await stub.check("--only", "origin-bucket-public")
    #expect(status == 1 && statuses(report, of: "origin-bucket-public") == ["unknown", "unknown", "unknown"])
    #expect(report["errors"].array?.allSatisfy { $0["operation"] == "s3control:GetPublicAccessBlock" } == true)
    let text = try await Harness.audit("check", "--only", "origin-bucket-public", environment: stub.environment)
    #expect(text.output.contains("s3:GetAccountPublicAccessBlock"))
  }

  // MARK: Buckets of other accounts

  /// Three buckets of which the last belongs to another account, and a Lambda function that no event starts.
  private static let withForeignBucket = estate(
    block: whole,
    [
      "buckets": ["bucket-0": ["block": whole], "bucket-1": ["block": whole], "bucket-2": ["isOfOther": true]],
      "lambdas": ["us-east-1": ["api": ["1": [:], "$LATEST": [:]]]],
    ])

  @Test func `a bucket of another account is there, and what it says is undecided until somebody waives it`()
    async throws
  {
    let stub = try StubTests.Stub(Self.withForeignBucket)
    let (report, status) = try await stub.check(
      "--only", "origin-bucket-*", "--only", "invalidation-trigger-*", "--skip", "origin-bucket-grant")
    let findings = report["findings"].array ?? []
    #expect(status == 1 && report["errors"] == [] && !findings.isEmpty)
    #expect(findings.allSatisfy { $0["reason"] == "undecided" && $0["resource"]["id"] == "bucket-2" }, "\(findings)")
    #expect(findings.allSatisfy { $0["message"].string?.contains("another account") == true })
    #expect(!findings.contains { $0["rule"] == "origin-bucket-exists" })
    let folder = try Folder()
    let only = ["--only", "origin-bucket-public"]
    let written = try await Harness.audit(
      ["check", "--write-waivers", "w.yaml", "--reason", "another team's", "--expires", "2099-01-01"] + only,
      environment: stub.environment, folder: folder.url)
    #expect(written.status == 0, "\(written.errors)")
    let waived = try await Harness.audit(
      ["check", "--config", "w.yaml"] + only, environment: stub.environment, folder: folder.url)
    #expect(waived.status == 0, "\(waived.output) \(waived.errors)")
    let listed = try stub.requests.filter { $0["operation"] == "ListBuckets" }
    #expect(listed.count == 3, "once a run")
  }

  @Test func `where the buckets of the account may not be listed, the advice names the action that would tell`()
    async throws
  {
    let stub = try StubTests.Stub(
      .object(
        (Self.withForeignBucket.object ?? [:]).merging([
          "faults": [["operation": "s3:ListBuckets", "status": 403, "code": "AccessDenied"]]
        ])))
    let text = try await Harness.audit("check", "--only", "origin-bucket-exists", environment: stub.environment)
    #expect(text.status == 1 && text.output.contains("s3:ListAllMyBuckets"))
  }
}
