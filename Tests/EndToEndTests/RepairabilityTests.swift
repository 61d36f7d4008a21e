import Documents
import Foundation
import Testing

/// What `check` says of repairs and what `fix` plans are one, for every rule, whichever rules are asked about.
@Suite(.needsPython) struct RepairabilityTests {
  private func run(_ arguments: [String], _ environment: [String: String]) async throws -> JSONValue {
    try await Harness.audit(arguments + ["--format", "json", "--fail-on", "info"], environment: environment).json
  }

  /// Where the two say different things of a failure; `only` are the rules that are asked about, in full.
  private func disagreements(
    only: [String], _ environment: [String: String], besides more: [String] = []
  ) async throws -> [String] {
    let selection = only.flatMap { ["--only", $0] } + more
    async let checked = run(["check"] + selection, environment)
    async let fixed = run(["fix", "--dry-run"] + selection, environment)
    let (check, plan) = try await (checked, fixed["repairs"])
    let planned = Set((plan["steps"].array ?? []).flatMap { $0["findings"].array ?? [] }.compactMap(\.string))
    return (check["findings"].array ?? []).compactMap { finding in
      guard finding["status"] == "fail", let fingerprint = finding["fingerprint"].string else { return nil }
      let repair = finding["repair"]
      let isAsked = repair["available"] == true && only.contains(finding["rule"].string ?? "")
      if (repair["automatic"] == true || isAsked) == planned.contains(fingerprint) { return nil }
      return "\(only): \(finding["rule"]) \(finding["resource"]["id"]) \(finding["path"]) \(repair["summary"])"
    }
  }

  private func rules(failingIn environment: [String: String]) async throws -> [String] {
    let findings = try await run(["check"], environment)["findings"].array ?? []
    return Set(findings.filter { $0["status"] == "fail" }.compactMap { $0["rule"].string }).sorted()
  }

  @Test func `on an estate with all that is reported`() async throws {
    let estate = try #require(try await EmulatorTests.drifted.value.first)
    let failing = try await rules(failingIn: estate.environment)
    #expect(failing.count > 10)
    var found = try await disagreements(only: [], estate.environment)
    for rule in failing { found += try await disagreements(only: [rule], estate.environment) }
    #expect(found == [])
  }

  @Test func `on the sample estates, by all rules, by each, and by two`() async throws {
    var found: [String] = []
    for estate in try await SampleEstateTests.samples.value {
      let failing = try await rules(failingIn: estate.environment)
      let pairs = zip(failing, failing.dropFirst()).map { [$0, $1] }
      for only in [[]] + failing.map({ [$0] }) + pairs {
        found += try await disagreements(only: only, estate.environment)
      }
    }
    #expect(found == [])
  }

  // MARK: Where repairs are left

  private static func lambda(_ name: String) -> JSONValue {
    .string("arn:aws:lambda:us-east-1:111122223333:function:\(name)")
  }

  private static func behavior(_ version: String, origin: String = "app") -> JSONValue {
    [
      "TargetOriginId": .string(origin), "ViewerProtocolPolicy": "redirect-to-https",
      "LambdaFunctionAssociations": [
        "Quantity": 1,
        "Items": [["EventType": "viewer-request", "IncludeBody": false, "LambdaFunctionARN": lambda(version)]],
      ],
    ]
  }

  private static let opening = """
    import cf from "cloudfront";
    const kvs = cf.kvs("11111111-2222-3333-4444-555555555555");
    async function handler(event) { await kvs.get("a"); return event.request; }
    """

  private static func denying(_ action: String, _ principal: JSONValue? = nil) -> JSONValue {
    var deny: JSONObject = ["Effect": "Deny", "Action": .string(action)]
    if let principal { deny["Principal"] = principal } else { deny["Resource"] = "*" }
    return ["Version": "2012-10-17", "Statement": [.object(deny)]]
  }

  /// Each finding that it has can be repaired somewhere, and not here: no version is published, nobody has the store,
  /// something denies it, something else would break.
  private static let blocked: JSONValue = [
    "distributions": [
      "E1": ["DefaultCacheBehavior": behavior("f:$LATEST")],
      "E2": [
        "DefaultCacheBehavior": behavior("g:1"),
        "ViewerCertificate": [
          "ACMCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1", "SSLSupportMethod": "vip",
          "MinimumProtocolVersion": "TLSv1", "CertificateSource": "acm",
        ],
      ],
      "E3": [
        "DefaultCacheBehavior": [
          "TargetOriginId": "s3", "ViewerProtocolPolicy": "allow-all", "Compress": true, "CachePolicyId": "idle",
        ],
        "Origins": [
          "Quantity": 2,
          "Items": [
            [
              "Id": "s3", "DomainName": "shop.s3.us-east-1.amazonaws.com", "OriginPath": "",
              "CustomHeaders": ["Quantity": 0], "S3OriginConfig": ["OriginAccessIdentity": ""],
              "OriginAccessControlId": "EOAC",
            ],
            [
              "Id": "site", "DomainName": "shop.s3-website-us-east-1.amazonaws.com", "OriginPath": "",
              "CustomHeaders": ["Quantity": 0],
              "CustomOriginConfig": ["HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"],
            ],
          ],
        ],
      ],
    ],
    "originAccessControls": [
      "EOAC": [
        "Name": "c", "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
      ]
    ],
    "functions": [
      "opens": ["code": .string(opening)],
      // What waits to be published opens a store that nobody has.
      "draft": ["code": "function handler(event) { return event.request; }", "development": .string(opening)],
    ],
    "buckets": [
      "shop": [
        "policy": denying("s3:*", "*"),
        "notifications": [
          "LambdaFunctionConfigurations": [
            ["Id": "n", "LambdaFunctionArn": lambda("invalidator"), "Events": ["s3:ObjectCreated:*"]]
          ]
        ],
      ]
    ],
    "lambdas": [
      "us-east-1": [
        "f": ["$LATEST": [:]],
        "g": ["1": ["MemorySize": 256, "Environment": ["Variables": ["A": "b"]]], "$LATEST": [:], "2": [:]],
        "invalidator": ["$LATEST": ["Role": "arn:aws:iam::111122223333:role/invalidator"]],
      ]
    ],
    "roles": [
      "edge": [
        "trust": denying("sts:AssumeRole", ["Service": "edgelambda.amazonaws.com"]),
        "inline": ["none": denying("logs:*")],
      ],
      "invalidator": [
        "inline": [
          "all": [
            "Version": "2012-10-17",
            "Statement": [["Effect": "Allow", "Action": "cloudfront:CreateInvalidation", "Resource": "*"]],
          ]
        ]
      ],
    ],
    "logGroups": ["us-east-1": ["/aws/lambda/us-east-1.f": .null, "/aws/cloudfront/function/opens": .null]],
  ]

  @Test func `where something stands in the way of most, by all rules and by each`() async throws {
    let stub = try StubTests.Stub(Self.blocked)
    let report = try await run(["check"], stub.environment)
    let left = (report["findings"].array ?? []).filter { $0["repair"]["available"] == false }
      .compactMap { $0["rule"].string }
    for rule in [
      "edge-lambda-version-pinned", "function-kvs-association", "function-published", "edge-role-trust",
      "edge-role-logging", "origin-bucket-public", "origin-bucket-grant", "minimum-tls-version",
    ] { #expect(left.contains(rule), "\(rule) is left") }
    var found = try await disagreements(only: [], stub.environment)
    for rule in try await rules(failingIn: stub.environment) {
      found += try await disagreements(only: [rule], stub.environment)
    }
    #expect(found == [])
  }

  @Test(arguments: ["edge-lambda-version-pinned", "function-kvs-association", "function-published"])
  func `what is left by all rules is left where one alone is asked about, for the same reason`(rule: String)
    async throws
  {
    let stub = try StubTests.Stub(Self.blocked)
    func summaries(_ report: JSONValue) -> [JSONValue] {
      (report["findings"].array ?? []).filter { $0["rule"] == .string(rule) }.map { $0["repair"]["summary"] }
    }
    let all = try await run(["check"], stub.environment)
    let one = try await run(["check", "--only", rule], stub.environment)
    #expect(summaries(one) == summaries(all) && !summaries(one).isEmpty)
  }

  /// What a version may not have, by the rules that it then fails, and what the version that is associated has.
  private static let versions: [(newest: JSONValue, associated: JSONValue, fails: String?)] = [
    ([:], [:], nil),
    (["Environment": ["Variables": ["A": "b"]]], [:], "edge-lambda-no-environment"),
    (["MemorySize": 1024], [:], "edge-lambda-viewer-limits"),
    (["VpcConfig": ["VpcId": "v", "SubnetIds": ["s"], "SecurityGroupIds": ["g"]]], [:], "edge-lambda-no-vpc"),
    (["Layers": [["Arn": "arn:aws:lambda:us-east-1:111122223333:layer:l:1"]]], [:], "edge-lambda-no-layers"),
    // It is no worse than the one that is there.
    (["MemorySize": 1024], ["MemorySize": 512], nil),
    (
      ["MemorySize": 1024, "Environment": ["Variables": ["A": "b"]]], ["MemorySize": 512], "edge-lambda-no-environment"
    ),
  ]

  @Test(arguments: versions, [["--only", "edge-lambda-current"], ["--only", "edge-lambda-current", "--only", "*"]])
  func `a version that breaks a rule is not put in the place of one that holds it`(
    _ versions: (newest: JSONValue, associated: JSONValue, fails: String?), _ only: [String]
  ) async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.behavior("f:1")]],
      "lambdas": ["us-east-1": ["f": ["1": versions.associated, "2": versions.newest, "$LATEST": [:]]]],
      "roles": ["edge": [:]],
    ])
    let report = try await run(["fix", "--dry-run"] + only, stub.environment)
    let finding = try #require(report["findings"].array?.first { $0["rule"] == "edge-lambda-current" })
    let left = (report["repairs"]["refusals"].array ?? []).filter { $0["finding"] == finding["fingerprint"] }
    let planned = (report["repairs"]["steps"].array ?? []).filter {
      $0["findings"].array?.contains(finding["fingerprint"]) == true
    }
    if let rule = versions.fails {
      #expect(left.count == 1 && left[0]["reason"].string?.hasPrefix("f:2 fails \(rule), ") == true, "\(left)")
      #expect(planned.isEmpty)
    } else {
      #expect(left.isEmpty && planned.count == 1, "\(left)")
    }
    // What was not asked for holds by what `check` says, too.
    #expect(try await disagreements(only: ["edge-lambda-current"], stub.environment) == [])
  }

  /// Another role of the newest version, by the rule that it fails; nothing is known of the last one.
  private static let roles: [(role: JSONValue?, left: String?)] = [
    ([:], nil),
    (["trust": trusting("lambda.amazonaws.com")], "which fails edge-role-trust"),
    (
      ["trust": trusting("lambda.amazonaws.com", "edgelambda.amazonaws.com"), "inline": ["none": denying("logs:*")]],
      "which fails edge-role-logging"
    ),
    (nil, "the role new, "),
  ]

  private static func trusting(_ services: JSONValue...) -> JSONValue {
    [
      "Version": "2012-10-17",
      "Statement": [["Effect": "Allow", "Principal": ["Service": .array(services)], "Action": "sts:AssumeRole"]],
    ]
  }

  @Test(
    arguments: roles,
    [["--only", "edge-lambda-current"], ["--only", "edge-lambda-current", "--only", "*"], ["--only", "baseline"]])
  func `a version is not associated whose role holds less than that of the one whose place it takes`(
    _ new: (role: JSONValue?, left: String?), _ only: [String]
  ) async throws {
    var roles: JSONObject = ["edge": [:]]
    if let role = new.role { roles["new"] = role }
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.behavior("f:1")]],
      "lambdas": [
        "us-east-1": ["f": ["1": [:], "2": ["Role": "arn:aws:iam::111122223333:role/new"], "$LATEST": [:]]]
      ],
      "roles": .object(roles),
    ])
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("baseline-\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Self.associatingSecond.write(to: file, atomically: true, encoding: .utf8)
    let selection = only + ["--baseline", file.path]
    let report = try await run(["fix", "--dry-run"] + selection, stub.environment)
    let steps = (report["repairs"]["steps"].array ?? []).filter {
      JSONWriter().string($0).contains("LambdaFunctionAssociations")
    }
    if let left = new.left {
      #expect(steps.isEmpty)
      let reasons = (report["repairs"]["refusals"].array ?? []).compactMap { $0["reason"].string }
      #expect(reasons.contains { $0.hasPrefix("f:2 would run as the role new, ") && $0.contains(left) }, "\(reasons)")
    } else {
      #expect(steps.count == 1, "\(report["repairs"])")
    }
    let names = only.filter { $0 != "--only" }
    #expect(try await disagreements(only: names, stub.environment, besides: ["--baseline", file.path]) == [])
  }

  private static let associatingSecond = """
    resources:
      - type: AWS::CloudFront::Distribution
        id: E1
        expect:
          DefaultCacheBehavior:
            LambdaFunctionAssociations:
              - {EventType: viewer-request, LambdaFunctionARN: "arn:aws:lambda:us-east-1:111122223333:function:f:2"}
    """

  @Test(arguments: ["256", "128"])
  func `what a baseline asks for and would break a rule that is not asked about is left by both`(size: String)
    async throws
  {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.behavior("f:1")]],
      "lambdas": ["us-east-1": ["f": ["1": [:], "2": ["MemorySize": .integer(Int(size) ?? 0)], "$LATEST": [:]]]],
      "roles": ["edge": [:]],
    ])
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("baseline-\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Self.associatingSecond.write(to: file, atomically: true, encoding: .utf8)
    let selection = ["--baseline", file.path]
    let report = try await run(["check", "--only", "baseline"] + selection, stub.environment)
    let findings = (report["findings"].array ?? []).filter { $0["status"] == "fail" }
    #expect(findings.map { $0["repair"]["automatic"] } == [.bool(size == "128")], "\(findings)")
    #expect(try await disagreements(only: ["baseline"], stub.environment, besides: selection) == [])
  }

  @Test func `what a repair leans on is read only where something is wrong`() async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.behavior("f:1")]],
      "lambdas": ["us-east-1": ["f": ["1": [:], "$LATEST": [:]]]],
    ])
    let report = try await run(["check", "--only", "edge-lambda-version-pinned"], stub.environment)
    #expect(
      report["run"]["apiCalls"]["byOperation"] == ["cloudfront:ListDistributions": 1, "sts:GetCallerIdentity": 1])
  }
}
