import Documents
import Foundation
import State
import Testing

/// Reading with a state, from a stub that says what it was asked.
@Suite(.needsPython) struct ReadingStateTests {
  private static let scenario: JSONValue = [
    "distributions": 12, "functions": 3, "keyValueStores": ["dates": ["keys": ["a": "b"]]],
    "events": [["eventName": "UpdateDistribution"]],
  ]

  private func audit(
    _ stub: StubTests.Stub, _ folder: Folder, _ arguments: String...
  ) async throws -> Finished {
    try await Harness.run(
      Harness.binary, arguments, environment: stub.environment, folder: folder.url)
  }

  private func calls(_ run: Finished) throws -> JSONObject {
    try run.json["run"]["apiCalls"]["byOperation"].object ?? [:]
  }

  @Test func `what is unchanged is not read again, and the findings are the same`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    let plain = try await audit(stub, folder, "check", "--format", "json")
    let first = try await audit(stub, folder, "check", "--format", "json", "--state", "audit.state")
    let second = try await audit(stub, folder, "check", "--format", "json", "--state", "audit.state")
    #expect(plain.status == first.status && first.status == second.status)
    let prints = { (run: Finished) in try run.json["findings"].array?.map { $0["fingerprint"] } }
    try #expect(prints(plain) == prints(first) && prints(first) == prints(second))
    try #expect(plain.json["run"]["state"] == .null)
    try #expect(first.json["run"]["state"] == ["taken": 0, "oldest": .null])
    // Twelve configurations, three functions in two stages, and the keys of a store.
    try #expect(second.json["run"]["state"]["taken"] == 19)
    try #expect(second.json["run"]["state"]["oldest"].string != nil)
    try #expect(calls(first)["cloudfront:GetDistributionConfig"] == 12)
    for operation in [
      "cloudfront:GetDistributionConfig", "cloudfront:GetFunction", "cloudfront-keyvaluestore:ListKeys",
      "cloudfront:ListInvalidations",
    ] {
      try #expect(calls(second)[operation] == nil, "\(operation)")
    }
    let text = try await audit(stub, folder, "check", "--state", "audit.state", "--no-color")
    #expect(text.output.contains("19 parts unchanged and taken from the state, the oldest read "))
    let html = try await audit(stub, folder, "check", "--state", "audit.state", "--format", "html")
    #expect(html.output.contains("19 parts unchanged and taken from the state"))
    let refreshed = try await audit(
      stub, folder, "check", "--format", "json", "--state", "audit.state", "--refresh")
    try #expect(refreshed.json["run"]["state"]["taken"] == 0)
    try #expect(calls(refreshed)["cloudfront:GetDistributionConfig"] == 12)
  }

  @Test func `a snapshot made with a state is the one made without, but for times and calls`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    func snapshot(_ arguments: String...) async throws -> String {
      let run = try await Harness.run(
        Harness.binary, ["snapshot"] + arguments, environment: stub.environment, folder: folder.url)
      #expect(run.status == 0, "\(run.errors)")
      return String(run.output[(run.output.range(of: "\"coverage\"")?.lowerBound ?? run.output.startIndex)...])
    }
    let plain = try await snapshot()
    #expect(plain.count > 10_000)
    for _ in 0..<2 { try await #expect(snapshot("--state", "audit.state") == plain) }
    let said = try await audit(stub, folder, "snapshot", "--state", "audit.state", "-o", "estate.json")
    #expect(said.errors.contains("19 parts unchanged and taken from the state"))
  }

  @Test func `calls tells what would be asked in spite of a state, and why`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    let none = try await audit(stub, folder, "calls", "--state", "audit.state")
    #expect(none.errors.contains("audit.state: there is no state yet, so everything is read."))
    _ = try await audit(stub, folder, "check", "--state", "audit.state")
    let text = try await audit(stub, folder, "calls", "--state", "audit.state")
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("by the state: 12 unchanged"))
    let run = try await audit(stub, folder, "calls", "--state", "audit.state", "--format", "json")
    let call = try run.json["calls"].array?.first { $0["operation"] == "cloudfront:GetDistributionConfig" }
    #expect(call?["count"] == 0)
    #expect(call?["state"] == ["taken": 12, "read": [:]])
    // A look at the data of the store is taken in any case, another one only beside a reading of its keys.
    let looks = try (run.json["calls"].array ?? []).filter {
      $0["operation"] == "cloudfront-keyvaluestore:DescribeKeyValueStore"
    }
    #expect(looks.map { $0["count"] } == [1, 1])
    #expect(looks.map { $0["state"]["read"].object?.count } == [nil, 1])
    let refresh = try await audit(stub, folder, "calls", "--state", "audit.state", "--format", "json", "--refresh")
    let read = try refresh.json["calls"].array?.first { $0["operation"] == "cloudfront:GetDistributionConfig" }
    #expect(read?["state"] == ["taken": 0, "read": ["refresh": 12]])
  }

  @Test func `calls names what a check reads for the sake of repairs, where its rules do not`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    let narrow = try await audit(stub, folder, "calls", "--only", "edge-lambda-version-pinned")
    #expect(narrow.output.contains("has a repair") && narrow.output.contains("iam:GetRole"), "\(narrow.output)")
    let whole = try await audit(stub, folder, "calls")
    #expect(!whole.output.contains("has a repair"), "\(whole.output)")
  }

  @Test func `no repair starts from what a state holds`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    _ = try await audit(stub, folder, "check", "--state", "audit.state")
    let run = try await audit(stub, folder, "fix", "--dry-run", "--state", "audit.state", "--format", "json")
    try #expect(calls(run)["cloudfront:GetDistributionConfig"] == 12)
    try #expect(run.json["run"]["state"]["taken"] == 0)
  }

  @Test func `an estate that is read once more, for what a repair leans on, is told of as it was judged`() async throws
  {
    let stub = try StubTests.Stub([
      "distributions": [
        "E1": [
          "DefaultCacheBehavior": [
            "TargetOriginId": "app", "ViewerProtocolPolicy": "https-only",
            "LambdaFunctionAssociations": [
              "Quantity": 1,
              "Items": [
                [
                  "EventType": "origin-request",
                  "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:f:$LATEST",
                ]
              ],
            ],
          ]
        ]
      ],
      "lambdas": ["us-east-1": ["f": ["1": [:], "$LATEST": [:]]]],
    ])
    let folder = try Folder()
    func check(_ arguments: String...) async throws -> Finished {
      try await Harness.run(
        Harness.binary,
        [
          "check", "--only", "edge-lambda-version-pinned", "--only", "access-logging", "--format", "json", "--state",
          "audit.state",
        ] + arguments,
        environment: stub.environment, folder: folder.url)
    }
    for _ in 1...2 {
      let run = try await check()
      // Once for the rules, once for the newest version, once for the rules that it may break.
      try #expect(calls(run)["cloudfront:ListDistributions"] == 3, "\(run.errors)")
      try #expect(run.json["findings"].array?.count == 1)
      // The second reading takes what the first one has kept, or taken.
      try #expect(run.json["run"]["state"]["taken"] == 1)
    }
    let refreshed = try await check("--refresh")
    try #expect(refreshed.json["run"]["state"] == ["taken": 0, "oldest": .null])
  }

  @Test func `a second run at the same time is refused before it asks anything`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    let path = folder.url.appendingPathComponent("audit.state").path
    let file = try StateFile.open(path, .writing(holder: "audit check, process 42 on builder"))
    for arguments in [["check"], ["snapshot"]] {
      let run = try await Harness.run(
        Harness.binary, arguments + ["--state", "audit.state"], environment: stub.environment, folder: folder.url)
      #expect(run.status == 1)
      #expect(run.errors.contains("another run has this state: audit check, process 42 on builder."))
    }
    try file.finish()
    #expect((try? stub.requests.count) ?? 0 == 0)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `what was read before a signal ends it is kept, and is not read again`(number: Int32) async throws {
    let stub = try StubTests.Stub([
      "distributions": 60,
      "faults": [["operation": "cloudfront:GetDistributionConfig", "after": 40, "times": 20, "delay": 60]],
    ])
    let folder = try Folder()
    let process = Process()
    process.executableURL = Harness.binary
    process.arguments = ["check", "--state", "audit.state"]
    process.currentDirectoryURL = folder.url
    process.environment = stub.environment.merging(["HOME": "/nonexistent"]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Nothing is awaited here: among hundreds of tests a task gets its thread back after longer than the stub delays its
    // answers for, and what is to be stopped has then ended by itself.
    while try stub.requests.count(where: { $0["operation"] == "GetDistributionConfig" }) < 40 { usleep(50_000) }
    // What was answered last is still to be taken.
    sleep(1)
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == number)
    let next = try await audit(stub, folder, "check", "--state", "audit.state", "--format", "json")
    // Of the forty that were answered it asks for none, or for those few that were on their way; on a busy machine some of
    // the others were answered too.
    let asked = try calls(next)["cloudfront:GetDistributionConfig"]?.integer ?? 0
    #expect(asked <= 30, "\(asked) \(next.errors)")
  }

  @Test func `kill -9 at any moment of the reading leaves a state with which the next run is right`() async throws {
    let (stub, folder) = (try StubTests.Stub(["distributions": 150, "functions": 5]), try Folder())
    let plain = try await audit(stub, folder, "check", "--format", "json")
    let prints = { (run: Finished) in try run.json["findings"].array?.map { $0["fingerprint"] } }
    var killed = 0
    for round in 0..<50 {
      let process = Process()
      process.executableURL = Harness.binary
      process.arguments = ["check", "--state", "audit.state"] + (round % 3 == 0 ? ["--refresh"] : [])
      process.currentDirectoryURL = folder.url
      process.environment = stub.environment.merging(["HOME": "/nonexistent"]) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(useconds_t(20_000 + round * 20_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { killed += 1 }
      guard round % 5 == 4 else { continue }
      let run = try await audit(stub, folder, "check", "--format", "json", "--state", "audit.state")
      try #expect(prints(run) == prints(plain), "round \(round): \(run.errors)")
      let check = try await audit(stub, folder, "state", "check", "--state", "audit.state")
      #expect(check.status == 0, "round \(round): \(check.errors)")
    }
    #expect(killed > 10)
  }
}
