import AWSCore
import Auditing
import Documents
import Estate
import Foundation
import Schema
import Signing
import Testing
import Transport

@testable import Repairing

/// Functions of connections are written as those of viewer events are, by names of their own. No emulator knows them: one
/// that knows the others is asked instead, with the names changed on the way there and back, and signed again.
@Suite(.needsEmulator) struct `Connection functions` {
  private static let store = "arn:aws:cloudfront::111122223333:key-value-store/11111111-2222-4333-8444-555555555555"

  private let emulator: Emulator
  private let name = "f-\(UUID().uuidString)"

  init() throws {
    emulator = try Emulator.shared.get()
    try emulator.botocore("resources", "function", ["name": .string(name), "code": "live"])
  }

  private func recorded() throws -> Recorded {
    let credentials = emulator.credentials
    return try Recorded { request, send in
      var request = request
      #expect(request.url.path.contains("/connection-function/"), "\(request.url.path)")
      request.url.path = request.url.path.replacing("/connection-function/", with: "/function/")
      let body = String(decoding: request.body, as: UTF8.self)
      // No name of the others is on the wire.
      #expect(!body.replacing("ConnectionFunction", with: "").contains("Function"), "\(body)")
      request.body = Array(body.replacing("ConnectionFunction", with: "Function").utf8)
      try Signer().sign(
        &request, credentials: credentials, service: "cloudfront", region: "us-east-1", date: Date())
      var answer = try await send(request)
      let text = String(decoding: answer.body, as: UTF8.self)
        .replacing("FunctionSummary", with: "ConnectionFunctionSummary")
        .replacing("FunctionConfig", with: "ConnectionFunctionConfig")
      if text.hasPrefix("<") { answer.body = Array(text.utf8) }
      return answer
    }
  }

  private var reference: ResourceReference { ResourceReference(type: .connectionFunction, id: name) }

  private func stage(_ stage: JSONValue) throws -> JSONValue {
    let input: JSONObject = ["Name": .string(name), "Stage": stage]
    let configuration = try emulator.botocore("cloudfront", "describe_function", input)["FunctionSummary"][
      "FunctionConfig"]
    return [
      try emulator.botocore("cloudfront", "get_function", input)["FunctionCode"],
      configuration["KeyValueStoreAssociations"]["Items"][0]["KeyValueStoreARN"],
    ]
  }

  @Test func `a store is associated in what serves, a draft survives, and all is taken back`() async throws {
    try emulator.botocore("resources", "change_function", ["name": .string(name), "code": "draft", "stores": []])
    let change = Change(
      "LIVE.ConnectionFunctionConfig.KeyValueStoreAssociations", from: [],
      to: [["KeyValueStoreARN": .string(Self.store)]])
    let step = Step(Part(.stages, of: reference), changes: [change])
    let recorded = try recorded()
    _ = try await apply(step, by: StagesWriter(), recorded.calls)
    #expect(try stage("LIVE") == ["live", .string(Self.store)])
    #expect(try stage("DEVELOPMENT") == ["draft", .null])
    #expect(recorded.count("cloudfront:UpdateConnectionFunction") == 2)
    #expect(recorded.count("cloudfront:PublishConnectionFunction") == 1)
    let called = recorded.log.byOperation.keys
    #expect(called.allSatisfy { $0.contains("ConnectionFunction") }, "\(called)")
    let undo = Step(step.part, changes: step.changes.compactMap(\.inverse))
    _ = try await apply(undo, by: StagesWriter(), try self.recorded().calls)
    #expect(try stage("LIVE") == ["live", .null] && stage("DEVELOPMENT") == ["draft", .null])
  }

  @Test func `what is found by the rules is published, or associated, with the calls that are declared`() throws {
    let stages: JSONObject = [
      "Id": .string(name), "Name": "gate",
      "LIVE": ["FunctionCode": "a", "ConnectionFunctionConfig": ["Comment": "", "Runtime": "cloudfront-js-2.0"]],
      "DEVELOPMENT": [
        "FunctionCode": "b", "ConnectionFunctionConfig": ["Comment": "", "Runtime": "cloudfront-js-2.0"],
      ],
    ]
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(Resource(reference: reference, properties: stages))
    let auditor = Auditor(rules: try RuleSet(RuleSet.builtIn).rules.filter { $0.id == "function-published" })
    let plan = Planner(auditor.audit(estate).findings, in: estate).plan
    let step = try #require(plan.steps.first)
    #expect(plan.steps.count == 1 && plan.refusals.isEmpty)
    #expect(step.changes.filter { !$0.isGuard }.map(\.place.description) == ["LIVE.FunctionCode"])
    #expect(
      step.operations.map(\.identifier) == [
        "cloudfront:UpdateConnectionFunction", "cloudfront:PublishConnectionFunction",
      ])
  }

  @Test func `a store that the code of one opens is associated by its own names`() throws {
    let configuration: JSONValue = ["Comment": "", "Runtime": "cloudfront-js-2.0", "KeyValueStoreAssociations": []]
    let code: JSONValue = """
      import cf from 'cloudfront';
      const store = cf.kvs('11111111-2222-4333-8444-555555555555');
      async function connectionHandler(connection) { await store.get('a'); connection.allow(); }
      """
    let stage: JSONValue = ["FunctionCode": code, "ConnectionFunctionConfig": configuration]
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(Resource(reference: reference, properties: ["Id": .string(name), "LIVE": stage, "DEVELOPMENT": stage]))
    estate.add(
      Resource(
        reference: ResourceReference(type: .keyValueStore, id: "gates", arn: Self.store),
        properties: ["Id": "11111111-2222-4333-8444-555555555555", "Status": "READY"]))
    let auditor = Auditor(rules: try RuleSet(RuleSet.builtIn).rules.filter { $0.id == "function-kvs-association" })
    let plan = Planner(auditor.audit(estate).findings, in: estate).plan
    let changes = try #require(plan.steps.first).changes.filter { !$0.isGuard }
    #expect(plan.steps.count == 1 && plan.refusals.isEmpty)
    // The draft gets it as well, so that the next publishing does not take it away.
    #expect(
      Set(changes.map(\.place.description))
        == Set(["DEVELOPMENT", "LIVE"].map { "\($0).ConnectionFunctionConfig.KeyValueStoreAssociations" }))
    #expect(changes.allSatisfy { $0.to == .value([["KeyValueStoreARN": .string(Self.store)]]) })
  }
}
