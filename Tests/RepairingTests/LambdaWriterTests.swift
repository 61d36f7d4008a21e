import AWSCore
import Documents
import Estate
import Foundation
import Schema
import Testing
import Transport
@testable import Repairing

/// On the emulator, botocore being the one who looks and the one who interferes.
@Suite(.needsEmulator) struct `Lambda writers` {
  private static let secret = "s3cr3t-\(UUID().uuidString)"
  private static let clearing = Change("Environment.Variables", from: ["SECRET": .string(Redacted.mark)], to: .null)

  private let emulator: Emulator
  private let name = "l-\(UUID().uuidString)"
  private let bystander = "m-\(UUID().uuidString)"

  /// A function and its version 1, both with an environment, and another function.
  init() throws {
    emulator = try Emulator.shared.get()
    let role = "role-\(UUID().uuidString)"
    let arn = try emulator.botocore("resources", "role", ["name": .string(role)])
    for name in [name, bystander] {
      try emulator.botocore(
        "resources", "edge_lambda",
        [
          "name": .string(name), "code": "exports.handler = async () => ({})", "role_arn": arn,
          "Description": .string("of \(name)"), "Environment": ["Variables": ["SECRET": .string(Self.secret)]],
        ])
    }
  }

  private var function: ResourceReference {
    ResourceReference(
      type: .lambdaFunction, id: name, arn: "arn:aws:lambda:us-east-1:111122223333:function:\(name)",
      region: "us-east-1")
  }

  private func step(_ changes: Change..., kind: WritablePart.Name = .version, base: String? = "1") -> Step {
    Step(Part(kind, of: function), changes: changes, base: base)
  }

  /// What botocore reads of `$LATEST` or a version.
  private func read(_ qualifier: JSONValue = "$LATEST", of name: String? = nil) throws -> JSONValue {
    try emulator.botocore(
      "lambda", "get_function_configuration", ["FunctionName": .string(name ?? self.name), "Qualifier": qualifier])
  }

  private func versions() throws -> [JSONValue] {
    try emulator.botocore("lambda", "list_versions_by_function", ["FunctionName": .string(name)])["Versions"].array
      ?? []
  }

  /// Somebody else changes `$LATEST`, and waits.
  private static func change(_ name: String, _ settings: JSONObject, _ emulator: Emulator) throws {
    try emulator.botocore(
      "lambda", "update_function_configuration", settings.merging(["FunctionName": .string(name)]))
    while try emulator.botocore("lambda", "get_function_configuration", ["FunctionName": .string(name)])["State"]
      != "Active"
    {}
  }

  /// The names of what two settings differ in.
  private func differences(_ left: JSONValue, _ right: JSONValue) -> Set<String> {
    Set(((left.object?.names ?? []) + (right.object?.names ?? [])).filter { left[$0] != right[$0] })
      .subtracting(["LastModified", "RevisionId"])
  }

  private func expectNoSecret(_ recorded: Recorded, _ others: Any...) {
    #expect(!"\(recorded.notes) \(others)".contains(Self.secret))
  }

  @Test func `an environment is cleared and a version published, and nothing else changes`() async throws {
    let (latest, first, other) = (try read(), try read("1"), try read(of: bystander))
    #expect(latest["Environment"]["Variables"]["SECRET"].string == Self.secret)
    let recorded = try Recorded()
    let memory = Change("MemorySize", from: 128, to: 256)
    let step = step(Self.clearing, memory)
    let result = try await apply(step, by: VersionWriter(), recorded.calls)
    #expect(result.written.publishedVersion == "\(function.arn):2")
    #expect(try differences(read("2"), first) == ["Environment", "MemorySize", "Version", "FunctionArn"])
    #expect(try read("2")["Environment"]["Variables"].object?.isEmpty != false && read("2")["State"] == "Active")
    #expect(try differences(read(), latest) == ["Environment", "MemorySize"])
    #expect(try read("1") == first && read(of: bystander) == other)
    // Where a run died before it could note the version, the next one finds it again.
    let again = try await apply(step, by: VersionWriter(), recorded.calls)
    #expect(again.written == result.written)
    #expect(recorded.count("lambda:UpdateFunctionConfiguration") == 1)
    #expect(try versions().count == 3)
    expectNoSecret(recorded, result)
  }

  @Test(arguments: ["code", "setting", "secret"])
  func `what nobody asked for is not published`(difference: String) async throws {
    switch difference {
    case "code":
      try emulator.botocore(
        "resources", "change_code", ["name": .string(name), "code": "exports.handler = async () => null"])
    case "setting": try Self.change(name, ["Timeout": 4], emulator)
    default: try Self.change(name, ["Environment": ["Variables": ["SECRET": "0th3r"]]], emulator)
    }
    let (latest, count) = (try read(), try versions().count)
    let recorded = try Recorded()
    let change = difference == "secret" ? Change("MemorySize", from: 128, to: 256) : Self.clearing
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(change), by: VersionWriter(), recorded.calls)
    }
    let refusal = try #require(error?.refusal)
    #expect(refusal.contains(["code": "CodeSha256", "setting": "Timeout", "secret": "Environment"][difference] ?? "?"))
    #expect(refusal.contains("version 1 in"))
    #expect(try read() == latest && versions().count == count)
    #expect(recorded.notes.isEmpty && !refusal.contains("0th3r"))
    expectNoSecret(recorded, refusal)
  }

  @Test func `who writes between the update and the version is not published`() async throws {
    let (emulator, name, once) = (emulator, name, Once())
    let recorded = try Recorded { request, send in
      let response = try await send(request)
      if request.method == "PUT", once() { try? Self.change(name, ["Timeout": 4], emulator) }
      return response
    }
    // A conflict, after which the next round sees what `$LATEST` has become.
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(Self.clearing), by: VersionWriter(), recorded.calls)
    }
    #expect(error?.refusal?.contains("in Timeout;") == true)
    #expect(try versions().count == 2 && read()["Timeout"] == 4)
    #expect(recorded.count("lambda:PublishVersion") == 0)
  }

  @Test func `a stale revision is a conflict`() async throws {
    let recorded = try Recorded()
    let step = step(Self.clearing)
    let reading = try await VersionWriter().read(step.part, with: recorded.calls)
    try Self.change(name, ["Description": "newer"], emulator)
    let error = await #expect(throws: WriteError.self) {
      try await VersionWriter().write([Self.clearing], on: reading, of: step, with: recorded.calls)
    }
    #expect(error?.service?.category == .conflict)
    #expect(try read()["Environment"]["Variables"]["SECRET"].string == Self.secret)
    expectNoSecret(recorded, error as Any)
  }

  @Test func `without a version to be like, what was read is what is published`() async throws {
    let result = try await apply(
      step(Change("Timeout", from: 5, to: 4), base: "$LATEST"), by: VersionWriter(), Recorded().calls)
    #expect(result.written.publishedVersion == "\(function.arn):2")
    #expect(try read("2")["Timeout"] == 4 && read("2")["Environment"]["Variables"]["SECRET"].string == Self.secret)
  }

  @Test func `a version that is gone says nothing`() async throws {
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(Self.clearing, base: "7"), by: VersionWriter(), Recorded().calls)
    }
    #expect(error?.refusal?.contains("Version 7") == true)
  }

  @Test func `settings are written, and an environment comes back out of the version that holds it`() async throws {
    let recorded = try Recorded()
    let latest = try read()
    let changes = [
      Self.clearing, Change("Timeout", from: 5, to: 3), Change("TracingConfig.Mode", from: "PassThrough", to: "Active"),
      Change("Description", from: .string("of \(name)"), to: .null),
    ]
    _ = try await apply(
      Step(Part(.lambdaConfiguration, of: function), changes: changes), by: LambdaConfigurationWriter(), recorded.calls)
    #expect(try differences(read(), latest) == ["Environment", "Timeout", "TracingConfig", "Description"])
    let undo = changes.compactMap(\.inverse)
    for base in [nil, "$LATEST"] {
      let error = await #expect(throws: WriteError.self) {
        try await apply(
          Step(Part(.lambdaConfiguration, of: function), changes: undo, base: base), by: LambdaConfigurationWriter(),
          recorded.calls)
      }
      #expect(error?.refusal?.contains("no version of it holds these values") == true)
    }
    let other = Change("Environment.Variables", from: .null, to: ["OTHER": .string(Redacted.mark)])
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(other, kind: .lambdaConfiguration), by: LambdaConfigurationWriter(), recorded.calls)
    }
    #expect(error?.refusal != nil)
    _ = try await apply(
      Step(Part(.lambdaConfiguration, of: function), changes: undo, base: "1"), by: LambdaConfigurationWriter(),
      recorded.calls)
    #expect(try differences(read(), latest) == [])
    #expect(try versions().count == 2)
    expectNoSecret(recorded, error as Any)
  }

  @Test func `no error repeats a secret`() async throws {
    try Self.change(name, ["Environment": ["Variables": [:]]], emulator)
    let recorded = try Recorded { request, send in
      guard request.method == "PUT" else { return try await send(request) }
      return HTTPResponse(
        status: 400, headers: ["x-amzn-ErrorType": "ValidationException"],
        body: Array("{\"message\":\"Value '{SECRET=\(Self.secret)}' at 'environment' failed\"}".utf8))
    }
    let undo = try #require(Self.clearing.inverse)
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(undo, kind: .lambdaConfiguration), by: LambdaConfigurationWriter(), recorded.calls)
    }
    #expect(error?.service?.message == "Value '{SECRET=\(Redacted.mark)}' at 'environment' failed")
    #expect(recorded.notes.count == 2)
    expectNoSecret(recorded, error as Any)
  }

  @Test(arguments: [
    (
      "\"LastUpdateStatus\": \"Failed\", \"LastUpdateStatusReason\": \"too large\", \"State\": \"Active\"",
      "failed: too large"
    ),
    ("\"State\": \"Failed\", \"StateReason\": \"broken\"", "not Active but Failed: broken"),
    ("\"State\": \"Inactive\"", "not Active but Inactive"),
  ])
  func `an update that fails is no success`(answer: String, expected: String) async throws {
    let isUpdated = Mutexed<Bool>()
    let recorded = try Recorded { request, send in
      if request.method == "PUT" { isUpdated.value = true }
      guard request.method == "GET", isUpdated.value == true, request.url.query.isEmpty else {
        return try await send(request)
      }
      return HTTPResponse(status: 200, body: Array("{\"FunctionArn\": \"arn\", \(answer)}".utf8))
    }
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(Self.clearing), by: VersionWriter(), recorded.calls)
    }
    #expect(error?.refusal?.contains(expected) == true, "\(String(describing: error))")
    #expect(recorded.count("lambda:PublishVersion") == 0)
  }

  @Test func `nobody waits for ever`() async throws {
    let clock = Counts()
    let recorded = try Recorded(uptime: { Double(clock.next("second")) * 20 }) { _, _ in
      HTTPResponse(
        status: 200,
        body: Array("{\"FunctionArn\": \"arn\", \"State\": \"Active\", \"LastUpdateStatus\": \"InProgress\"}".utf8))
    }
    let error = await #expect(throws: ServiceError.self) {
      try await VersionWriter().read(step().part, with: recorded.calls)
    }
    #expect(error?.code == "StillUpdating" && error?.message.contains("300 s") == true)
    #expect(recorded.count("lambda:GetFunctionConfiguration") == 8)
  }
}
