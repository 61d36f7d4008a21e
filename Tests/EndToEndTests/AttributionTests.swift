import Documents
import Foundation
import Testing

/// Who is said to have changed something: nobody who did not.
@Suite(.needsPython) struct AttributionTests {
  static let https = "viewer-protocol-https"

  static func event(
    _ name: String, _ day: Int, by user: String, _ parameters: JSONValue, answer: JSONValue = .null
  ) -> JSONValue {
    [
      "eventName": .string(name), "eventTime": .string("2026-11-0\(day)T10:00:00Z"),
      "eventID": .string("\(name)-\(day)"), "userAgent": "aws-cli/2.17.1", "sourceIPAddress": "192.0.2.1",
      "userIdentity": ["type": "IAMUser", "userName": .string(user)], "requestParameters": parameters,
      "responseElements": answer,
    ]
  }

  static func config(_ policy: String, _ behaviors: [(String, String)] = []) -> JSONValue {
    [
      "defaultCacheBehavior": ["viewerProtocolPolicy": .string(policy)],
      "cacheBehaviors": [
        "quantity": .integer(behaviors.count),
        "items": .array(
          behaviors.map { ["pathPattern": .string($0.0), "viewerProtocolPolicy": .string($0.1)] }),
      ],
    ]
  }

  static func behavior(_ policy: String, _ pattern: String? = nil) -> JSONValue {
    let behavior: JSONObject = [
      "TargetOriginId": "app", "ViewerProtocolPolicy": .string(policy), "Compress": true,
      "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    ]
    return .object(behavior.merging(pattern.map { ["PathPattern": .string($0)] } ?? [:]))
  }

  /// The actors of each finding, newest first, by its path.
  static func actors(_ rule: String, _ scenario: JSONValue) async throws -> [String: [String]] {
    let stub = try StubTests.Stub(scenario)
    let run = try await Harness.audit(
      ["check", "--only", rule, "--attribute", "--format", "json"], environment: stub.environment)
    #expect(run.status == 2, "\(run.errors)")
    let findings = try run.json["findings"].array ?? []
    return Dictionary(
      findings.map { finding in
        (
          "\(finding["resource"]["id"].string ?? "") \(finding["path"].string ?? "")",
          (finding["changes"].array ?? []).compactMap { $0["actor"].string }
        )
      }
    ) { first, _ in first }
  }

  @Test func `a behaviour is told by its pattern, and who left it as it was is not named`() async throws {
    let found = try await Self.actors(
      Self.https,
      [
        "distributions": [
          "E1": [
            "DefaultCacheBehavior": Self.behavior("https-only"),
            "CacheBehaviors": [
              "Quantity": 2, "Items": [Self.behavior("allow-all", "/a/*"), Self.behavior("https-only", "/b/*")],
            ],
          ]
        ],
        "events": [
          Self.event(
            "CreateDistribution", 1, by: "zoe",
            ["distributionConfig": Self.config("https-only", [("/a/*", "https-only")])],
            answer: ["distribution": ["id": "E1"]]),
          Self.event(
            "UpdateDistribution", 2, by: "alice",
            ["id": "E1", "distributionConfig": Self.config("https-only", [("/a/*", "allow-all")])]),
          Self.event(
            "UpdateDistribution", 3, by: "bob",
            [
              "id": "E1",
              "distributionConfig": Self.config("https-only", [("/a/*", "allow-all"), ("/b/*", "https-only")]),
            ]),
        ],
      ])
    // zoe had set what is wanted.
    #expect(found.values.first == ["alice"])
  }

  @Test(arguments: [true, false])
  func `who set what is not there any more is not named; whose change does not tell is`(isStaged: Bool) async throws {
    let staged = Self.event(
      "UpdateDistributionWithStagingConfig", 3, by: "erin", ["id": "E1", "stagingDistributionId": "E2"])
    let found = try await Self.actors(
      Self.https,
      [
        "distributions": ["E1": ["DefaultCacheBehavior": Self.behavior("allow-all")]],
        "events": .array(
          [
            Self.event(
              "UpdateDistribution", 2, by: "dave", ["id": "E1", "distributionConfig": Self.config("redirect-to-https")])
          ] + (isStaged ? [staged] : [])),
      ])
    #expect(found.values.first == (isStaged ? ["erin"] : []))
  }

  @Test func `a version is told by its number, a role by its own name`() async throws {
    let behavior: JSONValue = .object(
      (Self.behavior("https-only").object ?? [:]).merging([
        "LambdaFunctionAssociations": [
          "Quantity": 1,
          "Items": [
            [
              "EventType": "viewer-request", "IncludeBody": false,
              "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:api:1",
            ]
          ],
        ]
      ]))
    let scenario: JSONValue = [
      "distributions": ["E1": ["DefaultCacheBehavior": behavior]],
      "lambdas": ["us-east-1": ["api": ["1": ["MemorySize": 512], "2": [:], "$LATEST": [:]]]],
      "roles": [
        "edge": [
          "inline": [
            "data": [
              "Version": "2012-10-17",
              "Statement": [["Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"]],
            ]
          ]
        ]
      ],
      "events": [
        Self.event(
          "PublishVersion20150331", 1, by: "alice", ["functionName": "api"],
          answer: ["functionName": "api", "version": "1"]),
        Self.event(
          "PublishVersion20150331", 3, by: "bob", ["functionName": "api"],
          answer: ["functionName": "api", "version": "2"]),
        Self.event("PutRolePolicy", 2, by: "carol", ["roleName": "edge", "policyName": "data"]),
        Self.event("PutRolePolicy", 4, by: "mallory", ["roleName": "other", "policyName": "edge"]),
      ],
    ]
    try await #expect(Set(Self.actors("edge-lambda-viewer-limits", scenario).values) == [["alice"]])
    try await #expect(Set(Self.actors("edge-role-wildcard-resource", scenario).values) == [["carol"]])
  }

  @Test func `what was taken away was not done by who had set it`() async throws {
    let found = try await Self.actors(
      "function-log-retention",
      [
        "functions": ["guard": ["code": "function handler(event) { return event.request; }"]],
        "distributions": ["E1": [:]], "logGroups": ["us-east-1": ["/aws/cloudfront/function/guard": .null]],
        "events": [
          Self.event(
            "PutRetentionPolicy", 2, by: "ada",
            ["logGroupName": "/aws/cloudfront/function/guard", "retentionInDays": 30]),
          Self.event(
            "DeleteRetentionPolicy", 3, by: "bob", ["logGroupName": "/aws/cloudfront/function/guard"]),
        ],
      ])
    #expect(found.values.first == ["bob"])
  }

  @Test func `that there are more events than were read is said`() async throws {
    let others = (0..<520).map { number -> JSONValue in
      .object(
        (Self.event("UpdateDistribution", 3, by: "bot", ["id": "E9"]).object ?? [:]).merging([
          "eventID": .string("event-\(number)")
        ]))
    }
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.behavior("allow-all")]], "events": .array(others),
    ])
    let run = try await Harness.audit(
      ["check", "--only", Self.https, "--attribute", "--format", "json"], environment: stub.environment)
    let remarks = try (run.json["run"]["remarks"].array ?? []).compactMap(\.string)
    #expect(
      remarks.contains(
        "Of the events UpdateDistribution in us-east-1 only the newest 500 were read, back to 2026-11-03."),
      "\(remarks)")
  }

  @Test func `of what is gone it is told who removed it, and in another account nobody is asked for`() async throws {
    let scenario = { (ids: [String]) -> JSONValue in
      [
        "distributions": .object(
          JSONObject(ids.map { ($0, ["DefaultCacheBehavior": Self.behavior("allow-all")]) })),
        "events": [
          Self.event(
            "UpdateDistribution", 2, by: "dave", ["id": "E2", "distributionConfig": Self.config("allow-all")]),
          Self.event("DeleteDistribution", 3, by: "frank", ["id": "E2"]),
        ],
      ]
    }
    let folder = try Folder()
    for (name, ids) in [("old.json", ["E1", "E2"]), ("new.json", ["E1"])] {
      let stub = try StubTests.Stub(scenario(ids))
      let taken = try await Harness.audit("snapshot", environment: stub.environment)
      let began = try #require(taken.json["startedAt"].string)
      // Both were read before and after it was removed.
      try folder.write(
        taken.output.replacing(began, with: name == "old.json" ? "2026-11-01T00:00:00Z" : began), to: name)
    }
    let stub = try StubTests.Stub(scenario(["E1"]))
    let diff = ["diff", "--attribute", "--format", "json"]
    let run = try await Harness.audit(
      diff + ["old.json", "new.json"], environment: stub.environment, folder: folder.url)
    try #expect((run.json["entries"][0]["changedBy"].array ?? []).map { $0["actor"] } == ["frank"])
    for name in ["old.json", "new.json"] {
      try folder.write((folder.text(name) ?? "").replacing("111122223333", with: "999988887777"), to: name)
    }
    let other = try await Harness.audit(
      diff + ["old.json", "new.json"], environment: stub.environment, folder: folder.url)
    #expect(other.status == 2)
    try #expect(other.json["entries"][0]["changedBy"] == .null)
    #expect(other.output.contains("it is of account 999988887777, and these credentials are of 111122223333"))
    // Without credentials the report is what it is without the question.
    let alone = try await Harness.audit(
      ["check", "--snapshot", "old.json", "--only", Self.https, "--attribute", "--format", "json"],
      environment: ["AWS_EC2_METADATA_DISABLED": "true"], folder: folder.url)
    #expect(alone.status == 2, "\(alone.errors)")
    try #expect(alone.json["findings"].array?.count == 2)
    #expect(alone.output.contains("Who changed what was not asked"))
  }
}
