import Documents
import Foundation
import Testing

/// What `audit calls` plans, against what the stub is asked by the check that follows.
@Suite(.needsPython) struct PlannedCallCommandTests {
  /// So many that lists take pages, of which some are full to the last place.
  private static func scenario(_ account: String = "111122223333", history: Bool = true) -> JSONValue {
    var scenario: JSONObject = [
      "account": .string(account), "regions": ["eu-west-1", "us-east-1"], "distributions": 230, "functions": 100,
      "keyValueStores": ["dates": ["keys": ["a": "b"]]], "cachePolicies": 150, "originAccessControls": 3,
    ]
    if history { scenario["events"] = [["eventName": "UpdateDistribution"]] }
    return .object(scenario)
  }

  /// How many calls of each operation are planned, without those of which it cannot be told beforehand.
  private func planned(_ run: Finished) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    var open: Set<String> = []
    for call in try run.json["calls"].array ?? [] {
      let operation = call["operation"].string ?? ""
      if let count = call["count"].integer { counts[operation, default: 0] += count } else { open.insert(operation) }
    }
    return counts.filter { !open.contains($0.key) }
  }

  private func made(_ stub: StubTests.Stub, after count: Int) throws -> [String: Int] {
    let calls = try stub.requests.dropFirst(count).map {
      "\($0["service"].string ?? ""):\($0["operation"].string ?? "")"
    }
    return Dictionary(calls.map { ($0, 1) }, uniquingKeysWith: +)
  }

  private func run(_ stub: StubTests.Stub, _ folder: Folder, _ arguments: String...) async throws -> Finished {
    try await Harness.run(
      Harness.binary, arguments, environment: stub.environment, folder: folder.url)
  }

  private func expectSame(_ planned: [String: Int], _ made: [String: Int], _ comment: Comment) {
    for (operation, count) in planned {
      #expect(made[operation, default: 0] == count, "\(comment): \(operation), planned \(planned), made \(made)")
    }
    // What is not planned, or not counted, is little.
    let more = made.filter { planned[$0.key] == nil }.values.reduce(0, +)
    #expect(Double(more) <= 0.1 * Double(made.values.reduce(0, +)) + 10, "\(comment): \(made)")
  }

  @Test(arguments: [true, false])
  func `calls are planned as they are made, whether the event history may be read or not`(history: Bool) async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario(history: history)), try Folder())
    let plan = try planned(try await run(stub, folder, "calls", "--format", "json"))
    let before = try stub.requests.count
    let check = try await run(stub, folder, "check", "--format", "json")
    #expect([0, 2].contains(check.status), "\(check.errors)")
    expectSame(plan, try made(stub, after: before), "history \(history)")
    #expect(plan["cloudfront:ListInvalidations"] == (history ? 0 : 230))
    #expect(plan["cloudfront:GetDistributionConfig"] == 230 && plan["cloudfront:ListDistributions"] == 3)
  }

  /// Rules that ask for nothing but lists.
  @Test(arguments: [
    "sni-only", "origin-tls", "web-acl", "viewer-protocol-https", "minimum-tls-version", "compression",
    "function-unused", "edge-lambda-version-pinned", "edge-lambda-region", "function-kvs-exists",
  ])
  func `lists are counted by themselves, and an account that has something is not said to be empty`(
    rule: String
  ) async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario()), try Folder())
    let calls = try await run(stub, folder, "calls", "--only", rule, "--format", "json")
    #expect(calls.status == 0 && calls.errors.isEmpty, "\(calls.errors)")
    let plan = try planned(calls)
    #expect(plan["cloudfront:ListDistributions"] == 3 || rule.hasPrefix("function"), "\(plan)")
    let before = try stub.requests.count
    let check = try await run(stub, folder, "check", "--only", rule, "--format", "json")
    #expect([0, 2].contains(check.status), "\(check.errors)")
    let made = try made(stub, after: before)
    #expect(Set(plan.keys).isSuperset(of: made.keys.filter { $0.contains(":List") }), "\(plan), made \(made)")
    expectSame(plan, made, "\(rule)")
  }

  @Test func `with a state, calls are planned as they are made: nothing changed, ten changed, all anew`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario()), try Folder())
    for (edits, expected) in [(0, 230), (0, 0), (10, 10)] {
      if edits > 0 { try await stub.edit(edits) }
      var plan = try planned(try await run(stub, folder, "calls", "--format", "json", "--state", "audit.state"))
      let before = try stub.requests.count
      let check = try await run(stub, folder, "check", "--format", "json", "--state", "audit.state")
      #expect([0, 2].contains(check.status), "\(check.errors)")
      let made = try made(stub, after: before)
      // Whether keys are read again only the first answer of the store tells: there may be a second one.
      let describe = "cloudfront-keyvaluestore:DescribeKeyValueStore"
      #expect(plan[describe] == 2 && (1...2).contains(made[describe] ?? 0))
      plan[describe] = nil
      expectSame(plan, made, "\(edits) edits")
      #expect(plan["cloudfront:GetDistributionConfig"] == expected)
    }
  }

  @Test func `several accounts take what each takes, in one run and in shards`() async throws {
    let folder = try Folder()
    let numbers = (0..<3).map { "\(100_000_000_000 + $0)" }
    let stubs = try numbers.map { try StubTests.Stub(Self.scenario($0)) }
    var (config, list) = ("", "")
    for (number, stub) in zip(numbers, stubs) {
      config += """
        [profile a\(number)]
        region = us-east-1
        endpoint_url = \(stub.environment["AWS_ENDPOINT_URL"] ?? "")
        aws_access_key_id = AKIDEXAMPLE
        aws_secret_access_key = secret

        """
      list += "- {id: '\(number)', profile: a\(number)}\n"
    }
    try folder.write(config, to: "config")
    try folder.write(list, to: "accounts.yaml")
    let environment = [
      "AWS_CONFIG_FILE": folder.url.appendingPathComponent("config").path, "AWS_EC2_METADATA_DISABLED": "true",
      "AWS_PROFILE": "a\(numbers[0])",
    ]
    let plan = try planned(try await run(stubs[0], folder, "calls", "--format", "json"))
    let ways: [[[String]]] = [[[]], [["--shard", "0/2"], ["--shard", "1/2"]]]
    for shards in ways {
      let before = try stubs.map { try $0.requests.count }
      for shard in shards {
        let run = try await Harness.run(
          Harness.binary, ["check", "--accounts", "accounts.yaml", "--format", "json"] + shard,
          environment: environment,
          folder: folder.url)
        #expect([0, 2].contains(run.status), "\(run.errors)")
      }
      for (stub, count) in zip(stubs, before) { expectSame(plan, try made(stub, after: count), "\(shards)") }
    }
  }
}
