import Documents
import Foundation
import Testing

/// Drifts that the emulator cannot show, on the stub.
@Suite(.needsPython) struct RuleStubTests {
  /// The rules whose drifts stand here.
  static let rules = ["edge-lambda-runtime-management", "tenant-web-acl"]

  private static func association(_ version: String) -> JSONValue {
    [
      "TargetOriginId": "app", "ViewerProtocolPolicy": "redirect-to-https",
      "LambdaFunctionAssociations": [
        "Quantity": 1,
        "Items": [
          [
            "EventType": "viewer-request", "IncludeBody": false,
            "LambdaFunctionARN": .string("arn:aws:lambda:us-east-1:111122223333:function:f:\(version)"),
          ]
        ],
      ],
    ]
  }

  private func findings(_ report: JSONValue) -> [String] {
    (report["findings"].array ?? []).map { finding in
      [finding["rule"], finding["resource"]["id"], finding["path"], finding["status"]]
        .map { $0.string ?? "" }.joined(separator: " ")
    }
  }

  @Test(arguments: [("Auto", Int32(0)), ("Manual", 2)])
  func `a runtime that is managed by hand is found`(mode: String, code: Int32) async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.association("1")]],
      "lambdas": ["us-east-1": ["f": ["1": ["updateRuntimeOn": .string(mode)]]]],
    ])
    let (report, status) = try await stub.check("--only", "edge-lambda-runtime-management")
    let expected = ["edge-lambda-runtime-management f:1 RuntimeManagementConfig.UpdateRuntimeOn fail"]
    #expect(status == code && findings(report) == (code == 0 ? [] : expected))
  }

  @Test func `variables that Lambda cannot decrypt for whoever asks are neither none nor others`() async throws {
    let (key, refused): (String, JSONValue) = (
      "arn:aws:kms:us-east-1:111122223333:key/1",
      ["Error": ["ErrorCode": "AccessDeniedException", "Message": "no access to the key"]]
    )
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.association("1")]], "roles": ["edge": [:]],
      "lambdas": [
        "us-east-1": [
          "f": ["1": ["Environment": refused], "$LATEST": ["Environment": refused, "KMSKeyArn": .string(key)]]
        ]
      ],
    ])
    let folder = try Folder()
    let baseline = folder.url.appending(path: "b.yaml")
    try Data(
      """
      resources:
        - {type: AWS::Lambda::Version, id: "f:1", absent: [Environment.Variables]}
        - {type: AWS::Lambda::Function, id: f, expect: {Environment: {Variables: {A: (redacted)}}}}
      """.utf8
    ).write(to: baseline)
    let (report, status) = try await stub.check(
      "--only", "edge-lambda-no-environment", "--only", "baseline", "--baseline", baseline.path)
    #expect(
      findings(report).sorted() == [
        "baseline f Environment unknown", "baseline f:1 Environment.Variables unknown",
        "edge-lambda-no-environment f:1 Environment.Variables unknown",
      ])
    #expect(status == 1)
    let errors = report["errors"].array ?? []
    #expect(errors.map { $0["operation"] } == ["kms:Decrypt", "kms:Decrypt"])
    #expect(errors.allSatisfy { $0["message"].string?.contains("no access to the key") == true })
    #expect(errors.contains { $0["advice"].string?.contains(key) == true })
    let capture = try await Harness.audit("baseline", "capture", environment: stub.environment)
    #expect(capture.status == 1 && capture.errors.contains("Environment was not read"), "\(capture.errors)")
  }

  private static let origin: JSONValue = [
    "Id": "t", "DomainName": "x-{{client}}.s3.us-east-1.amazonaws.com", "OriginPath": "",
    "CustomHeaders": [
      "Quantity": 1, "Items": [["HeaderName": "x-key", "HeaderValue": "dont-show-me"]],
    ],
    "S3OriginConfig": ["OriginAccessIdentity": ""], "OriginAccessControlId": "",
  ]

  private static func tenants(_ tenants: JSONValue) -> JSONValue {
    [
      "distributions": [
        "E1": [
          "ConnectionMode": "tenant-only", "WebACLId": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1",
          "Origins": ["Quantity": 1, "Items": [origin]],
        ]
      ], "tenants": tenants,
    ]
  }

  @Test func `each tenant is judged with its parameters put in, and its headers stay secret`() async throws {
    let stub = try StubTests.Stub(
      Self.tenants([
        "dt_1": [
          "DistributionId": "E1", "Parameters": [["Name": "client", "Value": "blue"]],
          "Customizations": ["WebAcl": ["Action": "disable"]],
        ]
      ]))
    let (report, status) = try await stub.check("--only", "tenant-web-acl", "--only", "origin-bucket-exists")
    #expect(
      findings(report).sorted() == [
        "origin-bucket-exists dt_1 Origins[t].DomainName fail", "tenant-web-acl dt_1 Customizations.WebAcl.Action fail",
      ])
    #expect(status == 2)
    let asked = try stub.requests.filter { $0["service"] == "s3" }.map { $0["input"]["Bucket"].string ?? "" }
    #expect(Set(asked) == ["x-blue"])
    let snapshot = try await Harness.audit("snapshot", environment: stub.environment)
    #expect(snapshot.output.contains("x-blue.s3") && !snapshot.output.contains("dont-show-me"))
  }

  @Test(arguments: [["check"], ["fix", "--dry-run"]])
  func `a template that no tenant fills asks nothing of S3, and is said`(command: [String]) async throws {
    let stub = try StubTests.Stub(Self.tenants([:]))
    let run = try await Harness.audit(command + ["--only", "origin-bucket-exists"], environment: stub.environment)
    #expect(run.status == 0)
    let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("serves tenants alone and has none") && words.contains("x-{{client}}.s3"), "\(run.output)")
    #expect(words.contains("Not judged"))
    #expect(try stub.requests.allSatisfy { $0["service"] != "s3" })
  }

  @Test(arguments: ["json", "sarif", "junit", "markdown", "html", "github"])
  func `a tenant that leaves a parameter open is no silent pass, in whichever report`(format: String) async throws {
    let stub = try StubTests.Stub(Self.tenants(["dt_1": ["DistributionId": "E1"]]))
    let run = try await Harness.audit(
      "check", "--only", "origin-bucket-exists", "--format", format, environment: stub.environment)
    #expect(run.status == 0)
    #expect(run.output.contains("does not set all parameters of the origin"), "\(run.output)")
  }

  @Test(arguments: [["check"], ["fix", "--dry-run"]])
  func `calls that a role may not make are named on one line`(command: [String]) async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.association("1")]],
      "lambdas": ["us-east-1": ["f": ["1": [:], "$LATEST": [:]]]], "roles": ["edge": [:]],
      "faults": [
        ["operation": "lambda:GetRuntimeManagementConfig", "status": 403, "code": "AccessDeniedException"],
        ["operation": "lambda:ListProvisionedConcurrencyConfigs", "status": 403, "code": "AccessDeniedException"],
      ],
    ])
    let run = try await Harness.audit(command, environment: stub.environment)
    #expect(run.status == 1)
    let lines = run.errors.split(separator: "\n").filter { $0.contains("may not") }
    #expect(lines.count == 1)
    #expect(
      lines.first?.contains("lambda:GetRuntimeManagementConfig, lambda:ListProvisionedConcurrencyConfigs.") == true)
  }

  @Test func `a rule that nobody has told what it expects judges nothing, and says so`() async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.association("1")]],
      "lambdas": ["us-east-1": ["f": ["1": [:], "$LATEST": [:]]]],
      "logGroups": ["us-east-1": ["/aws/lambda/us-east-1.f": 30]],
    ])
    let only = ["check", "--only", "edge-log-subscription", "--no-color"]
    let run = try await Harness.audit(only, environment: stub.environment)
    #expect(run.status == 0 && run.output.contains("Nothing was judged"), "\(run.output)")
    #expect(run.output.contains("edge-log-subscription.destinations is empty"), "\(run.output)")
    let quiet = try await Harness.audit(only + ["--quiet"], environment: stub.environment)
    #expect(quiet.output.contains("nothing was judged"), "\(quiet.output)")
  }

  @Test func `what is asked of functions is asked of those alone whose answer matters`() async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.association("1")]],
      "lambdas": ["us-east-1": ["f": ["1": [:], "$LATEST": [:]]]], "roles": ["edge": [:]],
    ])
    let (report, _) = try await stub.check()
    let calls = report["run"]["apiCalls"]["byOperation"].object ?? [:]
    #expect(calls["lambda:ListProvisionedConcurrencyConfigs"] == 1)
    // No bucket starts it, and no origin is a URL.
    for operation in ["ListFunctionEventInvokeConfigs", "ListFunctions", "GetFunctionUrlConfig", "GetPolicy"] {
      #expect(calls["lambda:\(operation)"] == nil, "\(operation)")
    }
  }

  @Test(arguments: ["inv", "another"])
  func `a function of another account that a bucket starts is said, and not taken for one's own of that name`(
    name: String
  ) async throws {
    let stranger = "arn:aws:lambda:us-east-1:999922223333:function:\(name)"
    let invalidates: JSONValue = [
      "Version": "2012-10-17",
      "Statement": [["Effect": "Allow", "Action": "cloudfront:CreateInvalidation", "Resource": "*"]],
    ]
    let origin: JSONValue = [
      "Id": "app", "DomainName": "site.s3.us-east-1.amazonaws.com", "OriginPath": "", "CustomHeaders": ["Quantity": 0],
      "S3OriginConfig": ["OriginAccessIdentity": ""], "OriginAccessControlId": "",
    ]
    let notification: JSONValue = ["Id": "x", "LambdaFunctionArn": .string(stranger), "Events": ["s3:ObjectCreated:*"]]
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["Origins": ["Quantity": 1, "Items": [origin]]]],
      "buckets": ["site": ["notifications": ["LambdaFunctionConfigurations": [notification]]]],
      "lambdas": ["us-east-1": ["inv": ["$LATEST": [:]]]], "roles": ["edge": ["inline": ["p": invalidates]]],
    ])
    let (report, status) = try await stub.check("--only", "invalidation-trigger-*")
    #expect(status == 0 && findings(report).isEmpty)
    let notes = (report["notes"].array ?? []).compactMap { $0["message"].string }
    #expect(notes.count == 1 && notes[0].contains(stranger) && notes[0].contains("site"), "\(notes)")
    #expect(try stub.requests.allSatisfy { $0["service"] != "lambda" && $0["service"] != "iam" })
  }

  // MARK: What does not exist

  @Test func `what is named and does not exist is said to be gone, once, and nothing about it is unknown`() async throws
  {
    let origin: JSONValue = [
      "Id": "s", "DomainName": "site.s3.us-east-1.amazonaws.com", "OriginPath": "", "CustomHeaders": ["Quantity": 0],
      "S3OriginConfig": ["OriginAccessIdentity": ""], "OriginAccessControlId": "EGONE",
    ]
    func associated(_ version: String) -> JSONValue {
      [
        "TargetOriginId": "s", "ViewerProtocolPolicy": "redirect-to-https",
        "LambdaFunctionAssociations": [
          "Quantity": 1,
          "Items": [
            [
              "EventType": "origin-request", "IncludeBody": true,
              "LambdaFunctionARN": .string("arn:aws:lambda:us-east-1:111122223333:function:\(version)"),
            ]
          ],
        ],
      ]
    }
    let stub = try StubTests.Stub([
      "distributions": [
        "E1": ["DefaultCacheBehavior": associated("api:1"), "Origins": ["Quantity": 1, "Items": [origin]]],
        "E2": ["DefaultCacheBehavior": associated("api:7")], "E3": ["DefaultCacheBehavior": associated("gone:1")],
      ],
      "buckets": ["site": [:]], "lambdas": ["us-east-1": ["api": ["1": [:], "$LATEST": [:]]]], "roles": [:],
      "functions": [
        "guard": [
          "code": "function handler(event) { return event.request }",
          "stores": ["arn:aws:cloudfront::111122223333:key-value-store/00000000-0000-4000-8000-000000000009"],
        ]
      ],
    ])
    let (report, status) = try await stub.check()
    let findings = report["findings"].array ?? []
    #expect(status == 2 && report["errors"] == [])
    #expect(!findings.contains { $0["status"] == "unknown" }, "\(findings.filter { $0["status"] == "unknown" })")
    let gone = findings.filter { $0["message"].string?.contains("not exist") == true }.map {
      "\($0["rule"].string ?? "") \($0["resource"]["id"].string ?? "")"
    }
    #expect(
      gone.sorted() == [
        "edge-lambda-exists E2", "edge-lambda-exists E3", "edge-role-trust edge", "function-kvs-exists guard",
        "origin-access-restricted E1",
      ])
    // What is not there needs no policy either.
    #expect(!findings.contains { $0["rule"] == "edge-role-logging" })
  }
}
