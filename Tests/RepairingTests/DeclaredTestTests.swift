import Auditing
import AWSCore
import Documents
import Estate
import Foundation
import Testing
import Transport

@testable import Repairing

/// The emulator has no TestFunction, so that somebody in between answers it.
@Suite("Declared tests come before a function is published", .needsEmulator)
struct DeclaredTestTests {
  private let emulator: Emulator
  private let name = "t-\(UUID().uuidString)"

  init() throws {
    emulator = try Emulator.shared.get()
    try emulator.botocore("resources", "function", ["name": .string(name), "code": "live"])
  }

  private func step(_ changes: Change...) throws -> Step {
    let text = """
      resources:
        - type: AWS::CloudFront::Function
          id: \(name)
          tests: [{name: old, event: {request: {uri: /old}}, expect: {status: 301}, maxComputeUtilization: 50}]
      """
    let declarations = try BaselineFile.declarations(
      in: [RuleSet.Source(file: "b.yaml", text: text)], BaselineFile.Context(environment: [:]) { _ in "" })
    var step = Step(Part(.stages, of: ResourceReference(type: .cloudFrontFunction, id: name)), changes: changes)
    step.tests = declarations.flatMap(\.tests)
    return step
  }

  /// Calls of which TestFunction answers this, and where it was asked how much had been published.
  private func recorded(status: Int, utilization: Int = 20, log: Counts) throws -> Recorded {
    try Recorded { request, send in
      if request.url.path.hasSuffix("/publish") { _ = log.next("publish") }
      guard request.url.path.hasSuffix("/test") else { return try await send(request) }
      _ = log.next("test")
      let body = String(decoding: request.body, as: UTF8.self)
      #expect(body.contains("<Stage>DEVELOPMENT</Stage>"))
      #expect(request.headers["If-Match"]?.isEmpty == false)
      let answer = """
        <TestResult xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">\
        <ComputeUtilization>\(utilization)</ComputeUtilization><FunctionExecutionLogs/><FunctionErrorMessage></FunctionErrorMessage>\
        <FunctionOutput>{"response":{"statusCode":\(status),"headers":{"x-secret":{"value":"hunter2"}}}}</FunctionOutput>\
        </TestResult>
        """
      return HTTPResponse(status: 200, headers: [:], body: Array(answer.utf8))
    }
  }

  private func code(_ stage: JSONValue) throws -> JSONValue {
    try emulator.botocore("cloudfront", "get_function", ["Name": .string(name), "Stage": stage])["FunctionCode"]
  }

  private let publishing = Change("LIVE.FunctionCode", from: "live", to: "draft")

  @Test func `what holds is tested once, and then published`() async throws {
    try emulator.botocore("resources", "change_function", ["name": .string(name), "code": "draft", "stores": []])
    let log = Counts()
    _ = try await apply(try step(publishing), by: StagesWriter(), try recorded(status: 301, log: log).calls)
    #expect(try code("LIVE") == "draft")
    #expect(log.next("test") == 2)
  }

  @Test(arguments: [(404, 20, "status"), (301, 80, "80 of 100")])
  func `what fails a test is not published, and nothing that the function answered is said`(
    status: Int, utilization: Int, words: String
  ) async throws {
    try emulator.botocore("resources", "change_function", ["name": .string(name), "code": "draft", "stores": []])
    let log = Counts()
    do {
      _ = try await apply(
        try step(publishing), by: StagesWriter(), try recorded(status: status, utilization: utilization, log: log).calls
      )
      Issue.record("it was published")
    } catch let error as WriteError {
      let reason = try #require(error.refusal)
      #expect(reason.contains("test old"))
      #expect(reason.contains(words))
      #expect(!reason.contains("hunter2"))
    }
    #expect(try code("LIVE") == "live")
    #expect(log.next("publish") == 1)
  }

  @Test func `a draft that was put aside is put back where the test fails`() async throws {
    try emulator.botocore("resources", "change_function", ["name": .string(name), "code": "draft", "stores": []])
    let log = Counts()
    let change = Change("LIVE.FunctionConfig.Comment", from: "", to: "new")
    await #expect(throws: WriteError.self) {
      _ = try await apply(try step(change), by: StagesWriter(), try recorded(status: 500, log: log).calls)
    }
    #expect(try code("DEVELOPMENT") == "draft")
    #expect(try code("LIVE") == "live")
    #expect(log.next("publish") == 1)
    #expect(log.next("test") == 2)
  }

  @Test func `what is not published is not tested`() async throws {
    let log = Counts()
    let change = Change("DEVELOPMENT.FunctionConfig.Comment", from: "", to: "new")
    _ = try await apply(try step(change), by: StagesWriter(), try recorded(status: 500, log: log).calls)
    #expect(log.next("test") == 1)
  }
}
