import Documents
import Foundation
import Testing

/// Tests that baselines declare of functions, run by the stub's TestFunction, which runs the code in njs.
@Suite(
  "Declared tests of functions",
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/njs"), "njs is missing: scripts/setup installs it"))
struct FunctionTestTests {
  private static let redirect = """
    function handler(event) {
      var request = event.request;
      console.log('token ' + request.querystring.token.value);
      if (request.uri === '/old') {
        return {statusCode: 301, headers: {location: {value: '/new?' + request.querystring.token.value}}};
      }
      request.headers['x-seen'] = {value: 'yes'};
      request.uri = request.uri + 'index.html';
      return request;
    }
    """

  private static let event = """
    {version: "1.0", context: {eventType: viewer-request}, viewer: {ip: 192.0.2.1}, request: {method: GET, uri: PATH,
     querystring: {token: {value: hunter2secret}}, headers: {host: {value: www.example.com}}, cookies: {}}}
    """

  private func baseline(_ tests: String) -> String {
    """
    resources:
      - type: AWS::CloudFront::Function
        id: redirect
        tests:
    \(tests)

    """
  }

  private func test(_ name: String, _ path: String, _ rest: String) -> String {
    "      - {name: \(name), event: \(Self.event.replacing("PATH", with: path).replacing("\n", with: " ")), \(rest)}\n"
  }

  private func check(
    _ function: JSONObject, _ tests: String, _ arguments: String...
  ) async throws -> (run: Finished, stub: StubTests.Stub) {
    let stub = try StubTests.Stub(["functions": ["redirect": .object(function)]])
    let folder = try Folder()
    try folder.write(baseline(tests), to: "baseline.yaml")
    let run = try await Harness.audit(
      ["check", "--format", "json", "--baseline", "baseline.yaml"] + arguments,
      environment: stub.environment, folder: folder.url)
    return (run, stub)
  }

  @Test func `tests that hold are a pass, in both stages`() async throws {
    let tests =
      test("old", "/old", "expect: {status: 301, headers: {Location: '/new*'}}, maxComputeUtilization: 50")
      + test(
        "folder", "/a/",
        "expect: {uri: /a/index.html, headers: {x-seen: 'yes', x-other: null}, querystring: {token: '*'}}")
    let (run, stub) = try await check(["code": .string(Self.redirect)], tests, "--only", "baseline")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json["findings"] == [])
    #expect(try run.json["run"]["apiCalls"]["byOperation"]["cloudfront:TestFunction"] == 4)
    #expect(try stub.requests.count { $0["operation"] == "TestFunction" } == 4)
  }

  @Test func `a test that does not hold is a finding of the baseline, without what the function answered`() async throws
  {
    let tests =
      test("old", "/old", "expect: {status: 302, headers: {location: /elsewhere}}")
      + test("folder", "/a/", "stage: LIVE, expect: {uri: /b}")
    let (run, _) = try await check(["code": .string(Self.redirect)], tests, "--only", "baseline")
    #expect(run.status == 2, "\(run.errors)")
    let findings = try run.json["findings"].array ?? []
    #expect(findings.map { $0["path"].string } == ["tests[folder]", "tests[old]"])
    #expect(findings.allSatisfy { $0["rule"] == "baseline" && $0["status"] == "fail" })
    #expect(findings[1]["message"].string?.contains("status, headers[location]") == true)
    #expect(!run.output.contains("hunter2secret"))
    #expect(!run.errors.contains("hunter2secret"))
  }

  @Test func `a draft that breaks a test is told apart from what serves`() async throws {
    let tests = test("old", "/old", "expect: {status: 301}")
    let function: JSONObject = [
      "code": .string(Self.redirect), "development": .string(Self.redirect.replacing("301", with: "404")),
    ]
    let (run, _) = try await check(function, tests, "--only", "baseline")
    let message = try run.json["findings"][0]["message"].string ?? ""
    #expect(message.contains("in DEVELOPMENT"))
    #expect(!message.contains("in LIVE"))
  }

  /// A draft, the stages that the test is run in, and whether a plan publishes it.
  private static let drafts: [(draft: String, stage: String, isPublished: Bool)] = [
    (redirect.replacing("301", with: "404"), "", false),
    (redirect.replacing("301", with: "404"), "stage: DEVELOPMENT, ", false),
    (redirect.replacing("index.html", with: "home.html"), "", true),
    // What serves is not what is published.
    (redirect.replacing("301", with: "404"), "stage: LIVE, ", true),
  ]

  @Test(arguments: drafts, [[], ["--only", "function-published"]])
  func `the draft that does not hold a test is not said to be published`(
    draft: (draft: String, stage: String, isPublished: Bool), only: [String]
  ) async throws {
    let tests = test("old", "/old", "\(draft.stage)expect: {status: 301}")
    let stub = try StubTests.Stub([
      "functions": ["redirect": ["code": .string(Self.redirect), "development": .string(draft.draft)]]
    ])
    let folder = try Folder()
    try folder.write(baseline(tests), to: "baseline.yaml")
    for command in [["check"], ["fix", "--dry-run"]] {
      let run = try await Harness.audit(
        command + ["--format", "json", "--baseline", "baseline.yaml"] + only, environment: stub.environment,
        folder: folder.url)
      let findings = try run.json["findings"].array ?? []
      let published = try #require(findings.first { $0["rule"] == "function-published" }, "\(run.errors)")
      #expect(published["repair"]["automatic"] == .bool(draft.isPublished), "\(command) \(published)")
      #expect(draft.isPublished || published["repair"]["summary"].string?.contains("old") == true)
      if command.count == 2 { #expect(try run.json["repairs"]["steps"].array?.isEmpty != draft.isPublished) }
    }
  }

  @Test func `an error of the function is a test that does not hold, and is not shown`() async throws {
    let code = "function handler(event) { throw new Error(event.request.querystring.token.value) }"
    let (run, _) = try await check(
      ["code": .string(code)], test("any", "/", "expect: {status: 200}"), "--only", "baseline")
    #expect(run.status == 2, "\(run.errors)")
    #expect(try run.json["findings"][0]["message"].string?.contains("ends with an error") == true)
    #expect(!(run.output + run.errors).contains("hunter2secret"))
  }

  @Test func `TestFunction that is refused leaves the test unknown, with exit 1`() async throws {
    let stub = try StubTests.Stub([
      "functions": ["redirect": ["code": .string(Self.redirect)]],
      "faults": [["operation": "cloudfront:TestFunction", "status": 403, "code": "AccessDenied"]],
    ])
    let folder = try Folder()
    try folder.write(baseline(test("old", "/old", "expect: {status: 301}")), to: "baseline.yaml")
    let run = try await Harness.audit(
      "check", "--format", "json", "--baseline", "baseline.yaml", "--only", "baseline",
      environment: stub.environment, folder: folder.url)
    #expect(run.status == 1)
    #expect(try run.json["findings"][0]["status"] == "unknown")
    #expect(try run.json["findings"][0]["reason"] == "unread")
    #expect(try run.json["errors"][0]["operation"] == "cloudfront:TestFunction")
  }

  @Test func `offline a test is said not to be run, and does not fail`() async throws {
    let stub = try StubTests.Stub(["functions": ["redirect": ["code": .string(Self.redirect)]]])
    let folder = try Folder()
    try folder.write(baseline(test("old", "/old", "expect: {status: 404}")), to: "baseline.yaml")
    let snapshot = try await Harness.audit(
      "snapshot", "-o", "estate.json", environment: stub.environment, folder: folder.url)
    #expect(snapshot.status == 0, "\(snapshot.errors)")
    let run = try await Harness.audit(
      "check", "--format", "json", "--baseline", "baseline.yaml", "--only", "baseline", "--snapshot",
      "estate.json", folder: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json["warnings"][0]["message"].string?.contains("was not run") == true)
  }

  @Test func `how much a test takes is judged where the rule is asked for, and by the test's own bound`() async throws {
    let function: JSONObject = ["code": .string(Self.redirect), "utilization": 85]
    let tests = test("old", "/old", "stage: LIVE, expect: {status: 301}, maxComputeUtilization: 84")
    let (rule, _) = try await check(function, tests, "--only", "function-compute-utilization")
    #expect(rule.status == 2, "\(rule.errors)")
    #expect(try rule.json["findings"][0]["path"] == "Tests[old, LIVE].ComputeUtilization")
    #expect(try rule.json["findings"][0]["actual"] == 85)
    let (own, _) = try await check(function, tests, "--only", "baseline")
    #expect(try own.json["findings"][0]["message"].string?.contains("85 of 100") == true)
  }

  @Test func `permissions and calls know the call`() async throws {
    let stub = try StubTests.Stub(["functions": ["redirect": ["code": .string(Self.redirect)]]])
    let folder = try Folder()
    try folder.write(baseline(test("old", "/old", "expect: {status: 301}")), to: "baseline.yaml")
    let permissions = try await Harness.audit("permissions", "--baseline", "baseline.yaml", folder: folder.url)
    #expect(permissions.output.contains("cloudfront:TestFunction"))
    let calls = try await Harness.audit(
      "calls", "--baseline", "baseline.yaml", environment: stub.environment, folder: folder.url)
    #expect(calls.output.contains("     2  cloudfront:TestFunction"), "\(calls.output)\(calls.errors)")
    let without = try await Harness.audit("permissions")
    #expect(!without.output.contains("cloudfront:TestFunction"))
  }
}
