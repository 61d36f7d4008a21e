import AWSCore
import AWSServices
import Documents
import Estate
import Foundation
import Testing
import Transport

@testable import Repairing

/// On the emulator, botocore being the one who looks and the one who interferes.
@Suite(.needsEmulator) struct `Stages writer` {
  private static let store = "arn:aws:cloudfront::111122223333:key-value-store/11111111-2222-4333-8444-555555555555"
  private static let associations: JSONValue = [["KeyValueStoreARN": .string(store)]]

  private let emulator: Emulator
  private let name = "f-\(UUID().uuidString)"
  private let bystander = "g-\(UUID().uuidString)"

  /// A function that serves `live` while `draft` is being worked on, and another one.
  init() throws {
    emulator = try Emulator.shared.get()
    for name in [name, bystander] {
      try emulator.botocore("resources", "function", ["name": .string(name), "code": "live"])
    }
  }

  private func draft(_ code: JSONValue = "draft", stores: [JSONValue] = []) throws {
    try emulator.botocore(
      "resources", "change_function", ["name": .string(name), "code": code, "stores": .array(stores)])
  }

  private func step(_ changes: Change...) -> Step {
    Step(Part(.stages, of: ResourceReference(type: .cloudFrontFunction, id: name)), changes: changes)
  }

  /// What botocore reads of a stage: code, comment, stores.
  private func stage(_ stage: JSONValue, of name: String? = nil) throws -> JSONValue {
    let input: JSONObject = ["Name": .string(name ?? self.name), "Stage": stage]
    let summary = try emulator.botocore("cloudfront", "describe_function", input)["FunctionSummary"]["FunctionConfig"]
    return [
      try emulator.botocore("cloudfront", "get_function", input)["FunctionCode"], summary["Comment"],
      summary["Runtime"],
      summary["KeyValueStoreAssociations"]["Items"][0]["KeyValueStoreARN"],
    ]
  }

  private let associating = Change("LIVE.FunctionConfig.KeyValueStoreAssociations", from: [], to: associations)

  @Test func `both stages are changed with one update and published`() async throws {
    let before = try ["DEVELOPMENT", "LIVE"].map { try stage($0, of: bystander) }
    let recorded = try Recorded()
    let step = step(
      associating, Change("DEVELOPMENT.FunctionConfig.KeyValueStoreAssociations", from: [], to: Self.associations))
    _ = try await apply(step, by: StagesWriter(), recorded.calls)
    for name in ["DEVELOPMENT", "LIVE"] as [JSONValue] {
      #expect(try stage(name) == ["live", "", "cloudfront-js-2.0", .string(Self.store)])
    }
    #expect(recorded.count("cloudfront:UpdateFunction") == 1 && recorded.count("cloudfront:PublishFunction") == 1)
    #expect(recorded.asides.isEmpty)
    #expect(try ["DEVELOPMENT", "LIVE"].map { try stage($0, of: bystander) } == before)
    // Once more: nothing to do.
    #expect(try await apply(step, by: StagesWriter(), recorded.calls).rounds == 1)
    #expect(recorded.count("cloudfront:UpdateFunction") == 1 && recorded.count("cloudfront:PublishFunction") == 1)
  }

  @Test func `a draft is published as it is`() async throws {
    try draft(stores: [.string(Self.store)])
    let recorded = try Recorded()
    _ = try await apply(
      step(associating, Change("LIVE.FunctionCode", from: "live", to: "draft")), by: StagesWriter(), recorded.calls)
    #expect(try stage("LIVE") == stage("DEVELOPMENT"))
    #expect(recorded.notes.count == 2 && recorded.count("cloudfront:PublishFunction") == 1)
  }

  @Test func `the draft alone changes, LIVE stays`() async throws {
    try draft()
    let recorded = try Recorded()
    _ = try await apply(
      step(Change("DEVELOPMENT.FunctionConfig.Comment", from: "", to: "new")), by: StagesWriter(), recorded.calls)
    #expect(try stage("DEVELOPMENT") == ["draft", "new", "cloudfront-js-2.0", .null])
    #expect(try stage("LIVE") == ["live", "", "cloudfront-js-2.0", .null])
    #expect(recorded.count("cloudfront:PublishFunction") == 0)
  }

  @Test func `a draft that nobody asked for survives`() async throws {
    try draft("draft\u{1F600}")
    let recorded = try Recorded()
    let comment = Change("DEVELOPMENT.FunctionConfig.Comment", from: "", to: "new")
    _ = try await apply(step(associating, comment), by: StagesWriter(), recorded.calls)
    #expect(try stage("LIVE") == ["live", "", "cloudfront-js-2.0", .string(Self.store)])
    #expect(try stage("DEVELOPMENT") == ["draft\u{1F600}", "new", "cloudfront-js-2.0", .null])
    // The journal holds what a process that dies in between leaves to be put back.
    try #require(recorded.asides.count == 2)
    #expect(recorded.asides[0].contains(Change("DEVELOPMENT.FunctionCode", from: "draft\u{1F600}", to: "live")))
    #expect(Set(recorded.asides[1]) == Set(recorded.asides[0].compactMap(\.inverse)))
  }

  @Test func `a function is published for the first time`() async throws {
    let new = "new-\(UUID().uuidString)"
    let calls = try Recorded().calls
    let part = Part(.stages, of: ResourceReference(type: .cloudFrontFunction, id: new))
    try emulator.botocore("resources", "unpublished_function", ["name": .string(new), "code": "first"])
    let reading = try await StagesWriter().read(part, with: calls)
    #expect(reading.members["LIVE"].isNull && reading.members["DEVELOPMENT"]["FunctionCode"] == "first")
    let change = Change("LIVE.FunctionCode", from: .null, to: "first")
    _ = try await apply(Step(part, changes: [change]), by: StagesWriter(), calls)
    #expect(try stage("LIVE", of: new) == stage("DEVELOPMENT", of: new))
    // There is no way back.
    let inverse = try #require(change.inverse)
    let error = await #expect(throws: WriteError.self) {
      try await apply(Step(part, changes: [inverse]), by: StagesWriter(), calls)
    }
    #expect(error?.refusal?.contains("Delete the function") == true)
  }

  @Test(arguments: ["PUT 1", "POST 1", "PUT 2"])
  func `a draft survives an answer that is lost`(moment: String) async throws {
    try draft()
    let counts = Counts()
    let recorded = try Recorded { request, send in
      let response = try await send(request)
      if "\(request.method) \(counts.next(request.method))" == moment { throw TransportError(.reset, "lost") }
      return response
    }
    _ = try await apply(step(associating), by: StagesWriter(), recorded.calls)
    #expect(try stage("LIVE") == ["live", "", "cloudfront-js-2.0", .string(Self.store)])
    #expect(try stage("DEVELOPMENT") == ["draft", "", "cloudfront-js-2.0", .null])
    #expect(recorded.asides.flatMap(\.self).folded == [])
  }

  @Test func `who wants to stop does so without leaving the draft aside`() async throws {
    try draft()
    let stop = Stop()
    let recorded = try Recorded(stop: stop) { request, send in
      let response = try await send(request)
      if request.method == "PUT" { stop.ask() }
      return response
    }
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(associating), by: StagesWriter(), recorded.calls)
    }
    guard case .stopped = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(try stage("LIVE") == ["live", "", "cloudfront-js-2.0", .null])
    #expect(try stage("DEVELOPMENT") == ["draft", "", "cloudfront-js-2.0", .null])
  }

  /// The calls before which somebody else writes DEVELOPMENT: any of the three that change it, or two.
  @Test(arguments: [
    (["PUT 1"], "!"), (["POST 1"], "!"), (["PUT 2"], "!"), (["POST 1", "PUT 2"], "!!"),
    // Who writes second sees what is about to be published, without the first comment.
    (["PUT 1", "POST 1", "PUT 3"], "!!"),
  ])
  func `whoever writes in between, neither draft nor their change is lost`(
    moments: [String], comment: String
  ) async throws {
    try draft()
    let (emulator, name) = (emulator, name)
    let counts = Counts()
    let recorded = try Recorded { request, send in
      if request.method != "GET", moments.contains("\(request.method) \(counts.next(request.method))") {
        Self.comment(name, emulator)
      }
      return try await send(request)
    }
    let result = try await apply(step(associating), by: StagesWriter(), recorded.calls)
    #expect(try stage("LIVE") == ["live", "", "cloudfront-js-2.0", .string(Self.store)])
    #expect(try stage("DEVELOPMENT") == ["draft", .string(comment), "cloudfront-js-2.0", .null])
    #expect(result.rounds <= moments.count + 1)
    // Nothing is left for an undo that nobody has changed for good.
    #expect(recorded.asides.flatMap(\.self).folded == [])
  }

  /// Somebody adds to the comment of the draft, whatever it is now.
  private static func comment(_ name: String, _ emulator: Emulator) {
    do {
      let input: JSONObject = ["Name": .string(name), "Stage": "DEVELOPMENT"]
      let summary = try emulator.botocore("cloudfront", "describe_function", input)
      let code = try emulator.botocore("cloudfront", "get_function", input)
      let config = summary["FunctionSummary"]["FunctionConfig"]
      try emulator.botocore(
        "cloudfront", "update_function",
        [
          "Name": .string(name), "IfMatch": summary["ETag"], "FunctionCode": code["FunctionCode"],
          "FunctionConfig": config.setting(.string((config["Comment"].string ?? "") + "!"), at: "Comment"),
        ])
    } catch {
      Issue.record(error)
    }
  }

  @Test(arguments: [false, true])
  func `the draft comes back where publishing fails`(isCancelled: Bool) async throws {
    try draft()
    let box = Once()
    let step = step(associating)
    let task = Mutexed<Task<Void, any Error>>()
    let recorded = try Recorded { request, send in
      guard request.url.path.hasSuffix("/publish"), box() else { return try await send(request) }
      if isCancelled {
        task.value?.cancel()
        return try await send(request)
      }
      return HTTPResponse(status: 403, body: Array("<Error><Code>AccessDenied</Code></Error>".utf8))
    }
    let work = Task {
      // Until the task is known to whoever cancels it.
      while task.value == nil { await Task.yield() }
      _ = try await apply(step, by: StagesWriter(), recorded.calls)
    }
    task.value = work
    let result = await work.result
    if !isCancelled {
      let error = #expect(throws: WriteError.self) { try result.get() }
      #expect(error?.service?.category == .accessDenied)
    }
    #expect(try stage("LIVE")[3] == (isCancelled ? .string(Self.store) : .null))
    #expect(try stage("DEVELOPMENT") == ["draft", "", "cloudfront-js-2.0", .null])
  }

  @Test func `a draft that cannot be put back is said to stand in the journal`() async throws {
    try draft()
    let counts = Counts()
    let recorded = try Recorded { request, send in
      guard request.method == "PUT", counts.next("PUT") > 1 else { return try await send(request) }
      return HTTPResponse(status: 403, body: Array("<Error><Code>AccessDenied</Code></Error>".utf8))
    }
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(associating), by: StagesWriter(), recorded.calls)
    }
    #expect(error?.refusal?.contains("stands in the journal") == true)
    #expect(recorded.asides.first?.contains(Change("DEVELOPMENT.FunctionCode", from: "draft", to: "live")) == true)
  }

  @Test func `what is read is of one moment`() async throws {
    let once = Once()
    let (emulator, name) = (emulator, name)
    let recorded = try Recorded { request, send in
      if !request.url.path.hasSuffix("/describe"), once() {
        _ = try? emulator.botocore(
          "resources", "change_function",
          ["name": .string(name), "code": "newer", "stores": [.string(Self.store)]])
      }
      return try await send(request)
    }
    let reading = try await StagesWriter().read(step().part, with: recorded.calls)
    #expect(reading.members["DEVELOPMENT"]["FunctionCode"] == "newer")
    #expect(reading.members["DEVELOPMENT"]["FunctionConfig"]["KeyValueStoreAssociations"] == Self.associations)
    #expect(recorded.count("cloudfront:GetFunction") == 4)
  }

  @Test func `a stale ETag is a conflict`() async throws {
    let calls = try Recorded().calls
    var reading = try await StagesWriter().read(step().part, with: calls)
    try draft()
    let change = Change("DEVELOPMENT.FunctionCode", from: "live", to: "mine")
    for version in [reading.version, "nonsense"] {
      reading.version = version
      let error = await #expect(throws: WriteError.self) {
        try await StagesWriter().write([change], on: reading, of: step(change), with: calls)
      }
      #expect(error?.service?.category == .conflict)
    }
    #expect(try stage("DEVELOPMENT")[0] == "draft")
  }

  @Test func `an estate says the same as a reading`() async throws {
    let calls = try Recorded().calls
    let reading = try await StagesWriter().read(step().part, with: calls)
    for stage in ["DEVELOPMENT", "LIVE"] {
      let listed = try await calls.items(CloudFront.listFunctions, ["Stage": .string(stage)])
      let own = try #require(listed.first { $0["Name"].string == name })
      #expect(reading.members[stage]["FunctionConfig"] == own["FunctionConfig"])
    }
  }
}
