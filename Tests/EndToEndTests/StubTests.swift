import Documents
import Foundation
import Testing

/// `audit` against a stub that pages, redirects and fails as AWS documents, over a real socket.
@Suite(.needsPython) struct StubTests {
  /// A running stub and what it was asked.
  final class Stub {
    let environment: [String: String]
    private let server: Server
    private let folder: Folder
    private var log: URL { folder.url.appendingPathComponent("log") }

    init(_ scenario: JSONValue) throws {
      folder = try Folder()
      let file = folder.url.appendingPathComponent("scenario.json")
      try Data(JSONWriter().bytes(scenario)).write(to: file)
      server = try Server(
        "Tests/EndToEndTests/Fixtures/stub_aws.py", file.path, "--log",
        folder.url.appendingPathComponent("log").path)
      environment = [
        "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.greeting["port"].integer ?? 0)", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true",
      ]
    }

    /// The requests that it answered.
    var requests: [JSONValue] {
      get throws {
        try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
      }
    }

    /// Changes the first distributions, so many of them.
    func edit(_ count: Int) async throws {
      let program = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).close()"
      let url = "\(environment["AWS_ENDPOINT_URL"] ?? "")/_edit/\(count)"
      let run = try await Harness.run(try #require(Harness.python), ["-c", program, url], environment: [:])
      try #require(run.status == 0, "\(run.errors)")
    }

    /// Checks the estate and gives the report.
    func check(_ arguments: String..., attempts: Int = 3) async throws -> (report: JSONValue, status: Int32) {
      var environment = environment
      environment["AWS_MAX_ATTEMPTS"] = String(attempts)
      let run = try await Harness.run(
        Harness.binary, ["check", "--format", "json"] + arguments, environment: environment)
      return (try run.json, run.status)
    }
  }

  private func findings(_ report: JSONValue) -> [String] {
    (report["findings"].array ?? []).map { finding in
      [finding["rule"], finding["resource"]["id"], finding["status"]].map { $0.string ?? "" }.joined(separator: " ")
    }
  }

  // MARK: Other partitions

  @Test func `in China nothing is asked in another partition, and all of it is read`() async throws {
    let stub = try Stub([
      "distributions": 3, "regions": ["cn-north-1"], "events": [], "account": "111122223333",
      "lambdas": [:], "logGroups": [:],
    ])
    let run = try await Harness.audit(
      "check", "--attribute", "--format", "json",
      environment: stub.environment.merging(["AWS_REGION": "cn-north-1"]) { $1 })
    let asked = Set(
      try stub.requests.map { "\($0["service"].string ?? "") \($0["region"].string ?? "")" })
    #expect(asked.allSatisfy { $0.contains(" cn-") }, "\(asked)")
    #expect(asked.isSuperset(of: ["cloudfront cn-northwest-1", "logs cn-northwest-1"]), "\(asked)")
    #expect(try run.json["errors"] == [], "\(run.output)")
    #expect(run.status == 0, "\(run.errors)")
  }

  // MARK: Two false answers that a peer is known to give

  @Test(arguments: ["check --quiet", "fix --dry-run", "calls", "snapshot", "map"])
  func `an account without edge resources is named by each command that reads it`(command: String) async throws {
    let stub = try Stub(["distributions": 0])
    let run = try await Harness.audit(command.split(separator: " ").map(String.init), environment: stub.environment)
    #expect(run.errors.contains("account 111122223333, region us-east-1: there is no resource"), "\(run.errors)")
  }

  @Test func `an endpoint that cannot be reached is no clean bill of health`() async throws {
    let stub = try Stub([:])
    var environment = stub.environment
    environment["AWS_ENDPOINT_URL_CLOUDFRONT"] = "http://127.0.0.1:1"
    environment["AWS_MAX_ATTEMPTS"] = "1"
    let run = try await Harness.audit("check", "--format", "json", environment: environment)
    let report = try run.json
    #expect(run.status == 1)
    #expect(report["errors"].array?.contains { $0["operation"] == "cloudfront:ListDistributions" } == true)
    #expect(findings(report).contains("viewer-protocol-https * unknown"))
    #expect(findings(report).contains("function-published * unknown"))
    #expect(findings(report).contains("edge-role-trust * unknown"))
    #expect(report["summary"]["pass"] == 0)
  }

  @Test func `one 403 on one configuration makes that distribution unknown and leaves the others judged`() async throws
  {
    let stub = try Stub([
      "distributions": 3,
      "faults": [
        [
          "operation": "cloudfront:GetDistributionConfig", "resource": "E0000000000001", "status": 403,
          "code": "AccessDenied", "message": "no",
        ]
      ],
    ])
    let (report, status) = try await stub.check()
    #expect(status == 1)
    #expect(findings(report) == ["access-logging E0000000000001 unknown"])
    #expect(report["errors"][0]["operation"] == "cloudfront:GetDistributionConfig")
    #expect(report["errors"][0]["resource"]["id"] == "E0000000000001")
    #expect(report["errors"][0]["code"] == "AccessDenied")
    #expect(report["errors"].array?.count == 1)
    #expect(report["summary"]["pass"].integer ?? 0 >= 2)
  }

  @Test func `what is gone beneath a resource does not take the resource along`() async throws {
    let stub = try Stub([
      "distributions": 1,
      "faults": [
        [
          "operation": "cloudfront:ListInvalidations",
          "body": .string(
            "<InvalidationList><Marker/><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>1</Quantity>"
              + "<Items><InvalidationSummary><Id>I1</Id><CreateTime>2999-01-01T00:00:00Z</CreateTime>"
              + "<Status>Completed</Status></InvalidationSummary></Items></InvalidationList>"),
        ],
        ["operation": "cloudfront:GetInvalidation", "status": 404, "code": "NoSuchInvalidation", "message": "gone"],
      ],
    ])
    let (report, status) = try await stub.check("--only", "invalidation-cost")
    #expect(findings(report) == ["invalidation-cost E0000000000000 unknown"])
    #expect(status == 1)
  }

  // MARK: Proxies

  @Test(arguments: [("http_proxy", "no_proxy"), ("HTTP_PROXY", "NO_PROXY")])
  func `proxy variables are honoured, and exceptions from them`(proxy: String, exception: String) async throws {
    let stub = try Stub(["distributions": 1])
    var environment = stub.environment
    environment["AWS_MAX_ATTEMPTS"] = "1"
    // Nobody listens there, so whatever goes through the proxy fails.
    environment[proxy] = "http://127.0.0.1:1"
    let arguments = ["check", "--only", "viewer-protocol-https"]
    #expect(try await Harness.run(Harness.binary, arguments, environment: environment).status == 1)
    #expect(try stub.requests.isEmpty)
    environment[exception] = "127.0.0.1"
    #expect(try await Harness.run(Harness.binary, arguments, environment: environment).status == 0)
  }

  // MARK: Pages

  @Test(arguments: [true, false])
  func `every list is followed to its end`(isMarkerEmpty: Bool) async throws {
    let stub = try Stub([
      "distributions": 250, "functions": 205, "keyValueStores": 101, "cachePolicies": 150, "originAccessControls": 201,
      "originAccessIdentities": 101, "originRequestPolicies": 120, "responseHeadersPolicies": 100,
      "emptyNextMarker": .bool(isMarkerEmpty),
    ])
    let run = try await Harness.audit("snapshot", environment: stub.environment)
    #expect(run.status == 0, "\(run.errors)")
    let resources = try run.json["resources"].array ?? []
    let counts = Dictionary(grouping: resources) { $0["type"].string ?? "" }.mapValues(\.count)
    #expect(counts["AWS::CloudFront::Distribution"] == 250)
    #expect(counts["AWS::CloudFront::Function"] == 205)
    #expect(counts["AWS::CloudFront::KeyValueStore"] == 101)
    #expect(counts["AWS::CloudFront::CachePolicy"] == 151)
    #expect(counts["AWS::CloudFront::OriginAccessControl"] == 201)
    #expect(counts["AWS::CloudFront::CloudFrontOriginAccessIdentity"] == 101)
    #expect(counts["AWS::CloudFront::OriginRequestPolicy"] == 120)
    #expect(counts["AWS::CloudFront::ResponseHeadersPolicy"] == 101)
    let calls = try run.json["apiCalls"]["byOperation"]
    #expect(calls["cloudfront:ListDistributions"] == 3)
    #expect(calls["cloudfront:ListFunctions"] == 6)
  }

  @Test func `a page that repeats is an error, not an endless loop`() async throws {
    let stub = try Stub([
      "distributions": 250, "faults": [["operation": "cloudfront:ListDistributions", "repeatToken": true]],
    ])
    let (report, status) = try await stub.check("--only", "viewer-protocol-https")
    #expect(status == 1)
    #expect(report["errors"][0]["code"] == "RepeatedPageToken")
    #expect(findings(report) == ["viewer-protocol-https * unknown"])
  }

  @Test func `a list that says nothing is not taken for an empty one`() async throws {
    let stub = try Stub([
      "distributions": 2, "faults": [["operation": "cloudfront:ListDistributions", "body": "<DistributionList/>"]],
    ])
    let (report, status) = try await stub.check("--only", "viewer-protocol-https", attempts: 1)
    #expect(status == 1)
    #expect(findings(report) == ["viewer-protocol-https * unknown"])
  }

  // MARK: Faults that pass, and faults that stay

  @Test(
    arguments: [
      ["status": 400, "code": "Throttling", "message": "Rate exceeded"], ["status": 500, "code": "InternalError"],
      ["status": 503, "code": "ServiceUnavailable", "body": "<html>busy</html>"], ["reset": true], ["abort": 0.5],
      ["truncate": 0.5],
      ["body": "garbage"],
    ] as [JSONValue])
  func `a fault that passes is tried again; one that stays makes unknown`(effect: JSONValue) async throws {
    func stub(times: Int?) throws -> Stub {
      var fault = try #require(effect.object)
      fault["operation"] = "cloudfront:ListDistributions"
      fault["times"] = times.map(JSONValue.integer)
      return try Stub(["distributions": 2, "faults": [.object(fault)]])
    }
    let passing = try await stub(times: 1).check("--only", "viewer-protocol-https")
    #expect(passing.status == 0)
    // libcurl itself asks again where a connection that it kept was reset before an answer began.
    if effect["reset"] != true { #expect(passing.report["run"]["apiCalls"]["retries"] == 1) }
    #expect(passing.report["summary"]["pass"] == 2)
    let staying = try await stub(times: .none).check("--only", "viewer-protocol-https", attempts: 2)
    #expect(staying.status == 1)
    #expect(findings(staying.report) == ["viewer-protocol-https * unknown"])
    #expect(staying.report["errors"].array?.count == 1)
  }

  @Test func `a clock that is off is corrected`() async throws {
    let stub = try Stub(["distributions": 1, "clockOffset": 900])
    let (report, status) = try await stub.check("--only", "viewer-protocol-https")
    #expect(status == 0, "\(report["errors"])")
  }

  @Test func `credentials that have expired are one clear error`() async throws {
    let stub = try Stub([
      "faults": [["operation": "*", "status": 403, "code": "ExpiredToken", "message": "The token has expired"]]
    ])
    let run = try await Harness.audit("check", environment: stub.environment)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("ExpiredToken"))
    #expect(try stub.requests.count == 1)
  }

  // MARK: What leads to other things

  private static let lambda = "arn:aws:lambda:us-east-1:111122223333:function:resize"

  private static func behavior(_ version: String) -> JSONValue {
    [
      "TargetOriginId": "app", "ViewerProtocolPolicy": "redirect-to-https", "Compress": true,
      "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
      "LambdaFunctionAssociations": [
        "Quantity": 1,
        "Items": [
          [
            "LambdaFunctionARN": .string("\(lambda):\(version)"), "EventType": "origin-request", "IncludeBody": false,
          ]
        ],
      ],
    ]
  }

  private static func edge(_ members: JSONObject = [:]) -> JSONValue {
    .object(
      ([
        "regions": ["us-east-1", "eu-west-1", "ap-northeast-1"],
        "distributions": ["E1": ["DefaultCacheBehavior": behavior("1")]],
        "lambdas": ["us-east-1": ["resize": ["1": ["Role": "arn:aws:iam::111122223333:role/edge"]]]],
        "roles": ["edge": [:]],
        "logGroups": [
          "eu-west-1": ["/aws/lambda/us-east-1.resize": 30], "ap-northeast-1": ["/aws/lambda/us-east-1.resize": .null],
        ],
      ] as JSONObject).merging(members))
  }

  @Test func `log groups are looked for in every enabled region`() async throws {
    let (report, status) = try await Stub(Self.edge()).check("--only", "edge-log-retention")
    #expect(status == 2)
    #expect(findings(report) == ["edge-log-retention /aws/lambda/us-east-1.resize fail"])
    #expect(report["findings"][0]["resource"]["region"] == "ap-northeast-1")
    #expect(report["run"]["regions"] == ["ap-northeast-1", "eu-west-1", "us-east-1"])
  }

  @Test func `a region that does not answer is unknown, and the others are judged`() async throws {
    let stub = try Stub(
      Self.edge([
        "faults": [
          [
            "operation": "logs:DescribeLogGroups", "after": 1, "times": 1, "status": 400,
            "code": "AccessDeniedException",
          ]
        ]
      ]))
    // Of a rule without a repair, for which all would be read once more, without the fault.
    let (report, status) = try await stub.check("--only", "edge-log-orphan", "--concurrency", "1")
    #expect(status == 1)
    #expect(findings(report).contains("edge-log-orphan * unknown"))
    #expect(report["errors"].array?.count == 1)
  }

  @Test func `where ListRegions is denied EC2 is asked; where both are, nothing is known`() async throws {
    let denied: JSONValue = ["operation": "account:ListRegions", "status": 403, "code": "AccessDeniedException"]
    let fallback = try await Stub(Self.edge(["faults": [denied]])).check("--only", "edge-log-retention")
    #expect(fallback.status == 2)
    #expect(fallback.report["run"]["regions"].array?.count == 3)
    let both = try await Stub(
      Self.edge(["faults": [denied, ["operation": "ec2:*", "status": 403, "code": "UnauthorizedOperation"]]])
    ).check("--only", "edge-log-retention")
    #expect(both.status == 1)
    #expect(findings(both.report) == ["edge-log-retention * unknown"])
  }

  @Test func `a version that cannot be read leaves its role unknown too`() async throws {
    let stub = try Stub(
      Self.edge([
        "faults": [["operation": "lambda:GetFunctionConfiguration", "status": 403, "code": "AccessDeniedException"]]
      ]))
    let (report, status) = try await stub.check(
      "--only", "edge-role-trust", "--only", "edge-lambda-exists", "--only", "edge-lambda-no-environment")
    #expect(status == 1)
    #expect(
      findings(report).sorted() == [
        "edge-lambda-exists E1 unknown", "edge-lambda-no-environment resize:1 unknown", "edge-role-trust * unknown",
      ])
  }

  @Test func `a version that is gone is a failure, not a gap`() async throws {
    let (report, status) = try await Stub(
      Self.edge(["distributions": ["E1": ["DefaultCacheBehavior": Self.behavior("7")]]])
    ).check("--only", "edge-lambda-exists")
    #expect(status == 2)
    #expect(findings(report) == ["edge-lambda-exists E1 fail"])
    #expect(report["errors"] == [])
  }

  @Test func `a 404 that is not the service's own word proves nothing`() async throws {
    let stub = try Stub(
      Self.edge([
        "faults": [
          [
            "operation": "lambda:GetFunctionConfiguration", "status": 404, "code": "UnknownOperationException",
            "message": "no such path",
          ]
        ]
      ]))
    let (report, status) = try await stub.check("--only", "edge-lambda-exists", "--only", "edge-role-trust")
    #expect(status == 1)
    #expect(findings(report).sorted() == ["edge-lambda-exists E1 unknown", "edge-role-trust * unknown"])
  }

  @Test(arguments: [301, 400])
  func `a bucket is found in its region`(redirect: Int) async throws {
    let stub = try Stub([
      "redirect": .integer(redirect),
      "distributions": [
        "E1": [
          "Origins": [
            "Quantity": 1,
            "Items": [
              [
                "Id": "app", "DomainName": "photos.s3.amazonaws.com", "OriginPath": "",
                "CustomHeaders": ["Quantity": 0], "S3OriginConfig": ["OriginAccessIdentity": ""],
              ]
            ],
          ]
        ]
      ],
      "buckets": ["photos": ["region": "eu-west-1", "policy": ["Version": "2012-10-17", "Statement": []]]],
    ])
    let run = try await Harness.audit("snapshot", environment: stub.environment)
    #expect(run.status == 0, "\(run.errors)")
    let bucket = try run.json["resources"].array?.first { $0["type"] == "AWS::S3::Bucket" }
    #expect(bucket?["properties"]["Policy"]["Version"] == "2012-10-17")
    #expect(bucket?["properties"]["PublicAccessBlockConfiguration"] == .null)
  }

  @Test func `the key value store is asked at the host of its account, SigV4Asigned`()
    async throws
  {
    let stub = try Stub(["keyValueStores": ["dates": ["keys": ["book-1": "tomorrow-at-nine"]]]])
    let run = try await Harness.audit("snapshot", environment: stub.environment)
    #expect(run.status == 0, "\(run.errors)")
    let store = try run.json["resources"].array?.first { $0["type"] == "AWS::CloudFront::KeyValueStore" }
    #expect(store?["properties"]["Items"][0]["Key"] == "book-1")
    #expect(store?["properties"]["Items"][0]["Value"] == "tomorrow-at-nine")
    let asked = try stub.requests.filter { $0["service"] == "cloudfront-keyvaluestore" }
    #expect(!asked.isEmpty)
    #expect(asked.allSatisfy { $0["host"].string?.hasPrefix("111122223333.127.0.0.1:") == true })
  }

  private static let packages: [(runtime: String, files: JSONObject, file: String)] = [
    (
      "nodejs22.x",
      [
        "index.js":
          "const { deny } = require('./lib'); exports.handler = async () => deny(require('./all.json').status);",
        "lib/index.js": "const name = './' + 'deny'; module.exports = require(name);",
        "lib/deny.js": "exports.deny = (status) => ({\n  status, headers: {'x-a': 'b'}});",
        "all.json": "{\"status\": \"404\"}", "unused.js": "exports.x = 1;",
      ], "lib/deny.js"
    ),
    (
      "python3.13",
      [
        "index.py": "from lib.deny import deny\n\ndef handler(event, context):\n    return deny()\n",
        "lib/__init__.py": "",
        "lib/deny.py":
          "from .status import CODE\n\ndef deny():\n    return {'status': CODE, 'headers': {'x-a': 'b'}}\n",
        "lib/status.py": "CODE = '404'\n", "unused.py": "X = 1\n",
      ], "lib/deny.py"
    ),
  ]

  @Test(arguments: packages.indices)
  func `a snapshot holds what the handler reaches, and its verdicts are the live ones`(index: Int) async throws {
    let (runtime, files, file) = Self.packages[index]
    let stub = try Stub(
      Self.edge([
        "lambdas": [
          "us-east-1": [
            "resize": [
              "1": [
                "Role": "arn:aws:iam::111122223333:role/edge", "Runtime": .string(runtime), "Handler": "index.handler",
                "code": .object(files),
              ]
            ]
          ]
        ]
      ]))
    let folder = try Folder()
    let rules = ["edge-lambda-response-shape", "dynamic-path-caching", "edge-lambda-handler-exists"].flatMap {
      ["--only", $0]
    }
    let live = try await Harness.audit(
      ["check", "--format", "json"] + rules, environment: stub.environment, folder: folder.url)
    let snapshot = try await Harness.audit(
      "snapshot", "-o", "estate.json", environment: stub.environment, folder: folder.url)
    #expect(snapshot.status == 0, "\(snapshot.errors)")
    let offline = try await Harness.audit(
      ["check", "--format", "json", "--snapshot", "estate.json"] + rules, folder: folder.url)
    #expect(try live.json["findings"] == offline.json["findings"])
    #expect(live.status == offline.status)
    let shape = try live.json["findings"].array?.first { $0["rule"] == "edge-lambda-response-shape" }
    #expect(shape?["status"] == "fail")
    #expect(shape?["code"]["file"].string == file)
    let text = folder.text("estate.json") ?? ""
    #expect(!text.contains("unused"))
  }

  @Test func `dates in a key value store are judged, and no value is shown`() async throws {
    let arn = "arn:aws:cloudfront::111122223333:key-value-store/0f5a"
    let code = """
      import cf from 'cloudfront';
      const store = cf.kvs('0f5a');
      async function handler(event) {
        const at = await store.get(event.request.uri);
        return Date.parse(at) > Date.now() ? {statusCode: 404} : event.request;
      }
      """
    let stub = try Stub([
      "functions": ["guard": ["code": .string(code), "stores": [.string(arn)]]],
      "keyValueStores": [
        "dates": ["Id": "0f5a", "keys": ["/a": "2024-02-15T00:00:00Z", "/b": "2031-07-19 21:43:08+09:00"]]
      ],
    ])
    for format in ["json", "text", "sarif", "junit", "markdown", "html", "github", "ocsf"] {
      let run = try await Harness.audit(
        "check", "--only", "kvs-date-values", "--format", format, environment: stub.environment)
      #expect(run.status == 2, "\(run.errors)")
      #expect(run.output.contains("/b"), "\(format)")
      #expect(!(run.output + run.errors).contains("21:43:08"), "\(format)")
      guard format == "json" else { continue }
      let finding = try run.json["findings"][0]
      #expect(finding["actual"] == ["/b"])
      #expect(finding["resource"]["id"] == "dates")
      #expect(finding["code"] == ["file": "", "line": 5, "column": 20])
    }
    let policy = try await Harness.audit("permissions", "--only", "kvs-date-values")
    for action in ["cloudfront-keyvaluestore:ListKeys", "cloudfront:GetFunction", "cloudfront:ListKeyValueStores"] {
      #expect(policy.output.contains(action), "\(policy.output)")
    }
  }

  @Test func `no more calls are under way than --concurrency allows`() async throws {
    let stub = try Stub([
      "distributions": 40, "faults": [["operation": "cloudfront:GetDistributionConfig", "delay": 0.02]],
    ])
    let (_, status) = try await stub.check("--only", "access-logging", "--concurrency", "3")
    #expect(status == 0)
    let atOnce = try stub.requests.compactMap { $0["concurrent"].integer }
    #expect(atOnce.max() ?? 0 <= 3)
    #expect(atOnce.max() ?? 0 >= 2)
  }
}
