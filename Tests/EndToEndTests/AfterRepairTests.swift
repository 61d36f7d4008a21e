import AWSCore
import AWSServices
import Auditing
import CurlTransport
import Documents
import Foundation
import Signing
import Synchronization
import Testing
import Transport

@testable import Repairing

/// What is done after repairs, over real sockets.
@Suite(.needsPython) struct AfterRepairTests {
  // MARK: Probes

  @Test func `probes hold once every edge answers right`() async throws {
    let folder = try Folder()
    let right: JSONValue = ["status": 200, "headers": ["Cache-Control": "max-age=5"], "body": "all is ok"]
    let answers: JSONValue = [
      "/late?deep=1": [["status": 502], right, ["status": 200, "missing": 5], right, ["status": 502], right],
      "/old": [["status": 200, "body": "s3cret", "headers": ["Cache-Control": "no-store"]]],
      "/moved": [["status": 301, "headers": ["Location": "/late"]]],
      "/large": [["status": 200, "body": .string(String(repeating: "x", count: 1 << 20 + 1))]],
    ]
    try folder.write(JSONWriter().string(answers), to: "answers.json")
    let server = try Server(
      "Tests/EndToEndTests/Fixtures/mixed_answers.py", folder.url.appendingPathComponent("answers.json").path)
    let expectation = Probe.Expectation(status: 200, headers: ["cache-control": "max-age=*"], body: "*ok*")
    let root = "http://127.0.0.1:\(server.greeting["port"].integer ?? 0)"
    let probes = [
      Probe("\(root)/late?deep=1", expect: expectation, times: 3, within: 100),
      Probe("\(root)/old", expect: expectation, within: 4),
      Probe("\(root)/moved", expect: .init(status: 301, headers: ["Location": "/late"]), times: 2),
      Probe("\(root)/large", expect: .init(status: 200), times: 1, within: 2),
      Probe("http://127.0.0.1:1/", expect: .init(status: 200), times: 1, within: 2),
    ].compactMap(\.self)
    let seconds = Mutex(0.0)
    let time = TimeSource(now: { .now }, uptime: { seconds.withLock { $0 } }) { duration in
      // All probes share this clock: each would let it run on for the others.
      seconds.withLock { $0 += duration.seconds / 5 }
    }
    let outcomes = try await Prober(transport: CurlTransport(), time: time).outcomes(of: probes)
    #expect(outcomes.map(\.status) == [.held, .notHeld, .held, .notHeld, .notHeld])
    let late = outcomes[0].answers.map { "\($0.answer.seen) x\($0.count)" }
    #expect(late == ["502 x2", "200 x5", "the connection broke off x1"])
    #expect(outcomes[1].last?.seen == "200 (cache-control does not match max-age=*, the body does not match *ok*)")
    #expect(outcomes[2].total == 2)
    #expect(outcomes[3].last?.seen == "more than 1 MiB")
    #expect(outcomes[4].last?.seen == "no connection")
    #expect(!outcomes.map(\.description).joined().contains("s3cret"))
  }

  @Test func `a fix empties caches and asks probes where a baseline says so`() async throws {
    let account = try await RepairAccount(drift: "viewer-protocol-https")
    let id = account.expected.first?["id"].string ?? ""
    let answers: JSONValue = ["/": [["status": 502], ["status": 200], ["status": 502], ["status": 200]]]
    try account.folder.write(JSONWriter().string(answers), to: "answers.json")
    let server = try Server(
      "Tests/EndToEndTests/Fixtures/mixed_answers.py", account.folder.url.appendingPathComponent("answers.json").path)
    let url = "http://127.0.0.1:\(server.greeting["port"].integer ?? 0)"
    func baseline(_ status: Int, within: Int) -> String {
      """
      resources:
        - type: AWS::CloudFront::Distribution
          id: \(id)
          expect: {Enabled: true}
          invalidate: true
          probe: {url: "\(url)/", expect: \(status), times: 2, within: \(within)}
      """
    }
    try account.folder.write(baseline(200, within: 60), to: "baseline.yaml")
    let arguments = ["--yes", "--format", "json", "--baseline", "baseline.yaml"]
    let fixed = try await account.audit(["fix"] + arguments)
    #expect(fixed.status == 0, "\(fixed.output)\(fixed.errors)")
    let repairs = try JSONReader.read(Array(fixed.output.utf8))["repairs"]
    #expect(repairs["invalidations"][0]["id"].string?.isEmpty == false, "\(repairs["invalidations"])")
    #expect(repairs["probes"] == [["url": .string("\(url)/"), "held": true, "answers": ["502": 2, "200": 3]]])

    // What viewers do not get as declared is something that is left.
    _ = try await account.audit("undo", "last", "--yes")
    try account.folder.write(baseline(418, within: 2), to: "baseline.yaml")
    let wrong = try await account.audit(["fix"] + arguments)
    #expect(wrong.status == 2)
    let report = try JSONReader.read(Array(wrong.output.utf8))
    #expect(report["repairs"]["probes"][0]["held"] == false)
  }

  // MARK: Invalidations

  @Test func `an invalidation is made once, however often it is asked for, and nothing else changes`() async throws {
    let emulator = try Server("scripts/emulator.py", "--json")
    let endpoint = try #require(emulator.greeting["AWS_ENDPOINT_URL"].string)
    func python(_ arguments: String...) async throws -> JSONValue {
      let script = Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/invalidations.py").path
      let run = try await Harness.run(
        try #require(Harness.python), [script] + arguments, environment: ["AWS_ENDPOINT_URL": endpoint])
      try #require(run.status == 0, "\(run.errors)")
      return try run.json
    }
    let made = try await python("make")
    let id = try #require(made["distribution"].string)
    let url = try #require(HTTPURL(endpoint))
    let credentials = Credentials(
      accessKeyID: made["key"].string ?? "", secretAccessKey: made["secret"].string ?? "")
    let client = Client(
      ClientConfiguration(
        transport: try CurlTransport(), credentials: StaticCredentialsProvider(credentials),
        endpoints: { _, _ in ResolvedEndpoint(url: url, signingRegion: "us-east-1", isCustom: true) },
        region: "us-east-1"))
    let journal = Mutex<[String]>([])
    let calls = Calls(client: client) { note in
      if case .begins(let operation, let resource, _) = note {
        journal.withLock { $0.append("\(operation) \(resource ?? "")") }
      }
    }
    let before = try await python("read", id)
    #expect(before["batches"] == [])

    let document: JSONValue = [
      "DefaultCacheBehavior": ["TargetOriginId": "app"],
      "CacheBehaviors": [["PathPattern": "/api/*", "TargetOriginId": "app"]],
    ]
    let plan = try #require(
      InvalidationPlan(
        id, document: document, changes: ["CacheBehaviors[/api/*].Compress"],
        asked: [.derived, .paths(["/a&b?c=%20", "/api/x"])]))
    let first = try await Invalidator().invalidate(plan, run: "r1", with: calls)
    #expect(try await Invalidator().invalidate(plan, run: "r1", with: calls) == first)
    #expect(journal.withLock { $0 } == Array(repeating: "cloudfront:CreateInvalidation \(id)", count: 2))
    let after = try await python("read", id)
    #expect(
      after["batches"] == [
        [
          "Paths": ["Quantity": 2, "Items": ["/a&b?c=%20", "/api/*"]],
          "CallerReference": .string("audit-r1-\(id)"),
        ]
      ])
    #expect(after["ETag"] == before["ETag"] && !before["ETag"].isNull)
    _ = try await Invalidator().invalidate(plan, run: "r2", with: calls)
    #expect(try await python("read", id)["batches"].array?.count == 2)
  }
}
