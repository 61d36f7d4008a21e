import AWSCore
import Foundation
import Testing
import Transport

struct ClientRetryTests {
  private static func throttle(_ headers: HTTPHeaders = [:]) -> ScriptedTransport.Step {
    .answer(
      400, #"{"message": "Rate exceeded"}"#,
      headers: HTTPHeaders([HTTPHeader("x-amzn-ErrorType", "ThrottlingException")] + headers.lines))
  }

  private func failure(_ test: TestClient, _ operation: AWSCore.Operation = Things.get) async -> ServiceError? {
    await #expect(throws: ServiceError.self) {
      try await test.client.call(operation, operation.identifier == Things.get.identifier ? ["Id": "t1"] : [:])
    }
  }

  @Test func throttledThenAnswered() async throws {
    let throttle = Self.throttle(["x-amz-retry-after": "1500"])
    let test = TestClient([throttle, .answer(503, "<html>"), .answer(200, #"{"Name": "one"}"#)])
    let output = try await test.client.call(Things.get, ["Id": "t1"])
    #expect(output.value["Name"] == "one")
    #expect(test.time.sleeps == [1.5, 0.05])
    #expect(test.log.total == 3)
    #expect(test.log.retries == 2)
    #expect(test.log.byOperation == ["things:GetThing": 3])

    let requests = test.transport.requests
    #expect(requests.map { $0.headers["amz-sdk-request"] } == (1...3).map { "attempt=\($0); max=3" })
    #expect(Set(requests.map { $0.headers["amz-sdk-invocation-id"] }).count == 1)
    // Signed anew each time, with the time of the attempt.
    #expect(Set(requests.map { $0.headers["X-Amz-Date"] }).count == 2)
    #expect(Set(requests.map { $0.headers["Authorization"] }).count == 3)
    #expect(requests.allSatisfy { $0.headers["X-Amz-Security-Token"] == "TOKEN" })
    #expect(requests[0].url.text == "https://things.eu-west-1.example/thing/t1")
  }

  @Test(
    arguments: [
      .failure(.connectFailed), .failure(.unresolvedHost), .failure(.reset), .failure(.truncated), .failure(.timedOut),
      .failure(.connectTimedOut), .answer(500), .answer(502, ""), .answer(504, ""), .answer(429, ""), .answer(509, ""),
      .answer(200, #"{"Name": "o"#), .answer(400, #"{"__type": "RequestTimeoutException"}"#),
      .answer(400, #"{"__type": "PriorRequestNotComplete"}"#),
    ] as [ScriptedTransport.Step])
  func triesAgainAfter(step: ScriptedTransport.Step) async throws {
    let test = TestClient([step, .answer(200)])
    _ = try await test.client.call(Things.get, ["Id": "t1"])
    #expect(test.log.retries == 1)
  }

  @Test(
    arguments: [
      .failure(.tlsFailed), .failure(.tooLarge), .failure(.other), .answer(400), .answer(403), .answer(404),
      .answer(409),
      .answer(412), .answer(501), .answer(409, #"{"__type": "ConflictException"}"#),
      .answer(409, #"{"__type": "LimitExceeded"}"#), .answer(500, #"{"__type": "TestFunctionFailed"}"#),
    ] as [ScriptedTransport.Step])
  func doesNotTryAgainAfter(step: ScriptedTransport.Step) async throws {
    let test = TestClient([step], then: .answer(200))
    _ = await failure(test)
    #expect(test.log.total == 1)
    #expect(test.time.sleeps.isEmpty)
  }

  @Test func aQuotaOfLogsIsNoThrottle() async throws {
    let step = ScriptedTransport.Step.answer(400, #"{"__type": "LimitExceededException"}"#)
    #expect(await failure(TestClient([step], then: .answer(200)), Things.putFilter)?.code == "LimitExceededException")
    let other = TestClient([step, .answer(200)])
    _ = try await other.client.call(Things.get, ["Id": "t1"])
    #expect(other.log.retries == 1)
  }

  @Test func givesUpAfterItsAttempts() async throws {
    let test = TestClient([], then: Self.throttle(), policy: RetryPolicy(maximumAttempts: 4))
    let error = await failure(test)
    #expect(error?.category == .throttled)
    #expect(error?.operation == "things:GetThing")
    #expect(error?.resource == "t1")
    #expect(error?.region == "eu-west-1")
    #expect(error?.message == "Rate exceeded (given up after 4 attempts)")
    #expect(test.log.total == 4)
    #expect(test.time.sleeps == [0.5, 1, 2])
  }

  @Test(
    arguments: [
      (["Retry-After": "3"], 3.0), (["x-amz-retry-after": "1500"], 1.5), (["Retry-After": "86400"], 5.5),
      (["Retry-After": "0"], 0.5), (["Retry-After": "Fri, 15 Jan 2027 08:00:04 GMT"], 4),
    ] as [(HTTPHeaders, Double)])
  func waitsAsLongAsItIsAskedToWithinReason(headers: HTTPHeaders, seconds: Double) async throws {
    let test = TestClient([Self.throttle(headers), .answer(200)])
    _ = try await test.client.call(Things.get, ["Id": "t1"])
    #expect(test.time.sleeps == [seconds])
  }

  @Test func theQuotaEndsRetriesOfAllCalls() async throws {
    let test = TestClient([], then: .answer(503))
    // Each call costs two retries of 14, and 35 of them are 490 of 500.
    for _ in 0..<17 { #expect(await failure(test)?.message.hasSuffix("(given up after 3 attempts)") == true) }
    let error = await failure(test)
    #expect(error?.category == .serviceFault)
    #expect(error?.message.hasSuffix("(not tried again, because too many calls of things have failed)") == true)
    #expect(test.log.total == 53)
    // Another service has a quota of its own.
    _ = await failure(test, Things.listRegions)
    #expect(test.log.byOperation["global:ListRegions"] == 3)
  }

  /// Whoever is throttled is waited for as long as others get through: with every call answered before, an attempt that
  /// is throttled nine times is answered at the tenth, which makes 46 seconds of waits at most.
  @Test func readsThatAreThrottledGoOnWhileOthersGetThrough() async throws {
    let throttles = Array(repeating: Self.throttle(), count: 9)
    let test = TestClient([.answer(200)] + throttles + [.answer(200)])
    for _ in 0..<2 { _ = try await test.client.call(Things.get, ["Id": "t1"]) }
    #expect(test.log.total == 11)
    #expect(test.time.sleeps == [0.5, 1, 2, 4, 8, 10, 10, 10, 10].prefix(9).map { $0 })
  }

  /// Of some services there is one call alone: that others are answered is enough.
  @Test func theOnlyReadOfAServiceGoesOnWhileOtherServicesAnswer() async throws {
    let throttles = Array(repeating: Self.throttle(), count: 9)
    let test = TestClient([.answer(200)] + throttles + [.answer(200, #"{"Regions": []}"#)])
    _ = try await test.client.call(Things.get, ["Id": "t1"])
    _ = try await test.client.call(Things.listRegions)
    #expect(test.log.byOperation["global:ListRegions"] == 10)
  }

  /// A service that answers nobody is not asked for ever, writes are not repeated more than is configured, and a number
  /// of attempts that is configured holds for reads.
  @Test func othersGiveUpAsBefore() async throws {
    #expect(await failure(TestClient([], then: Self.throttle()))?.message.contains("after 3 attempts") == true)
    let configured = TestClient([.answer(200)], then: Self.throttle(), policy: RetryPolicy(maximumAttempts: 2))
    _ = try await configured.client.call(Things.get, ["Id": "t1"])
    #expect(await failure(configured)?.message.contains("after 2 attempts") == true)
    let writes = TestClient([.answer(200)], then: Self.throttle())
    _ = try await writes.client.call(Things.login)
    #expect(await failure(writes, Things.login)?.message.contains("after 3 attempts") == true)
  }

  @Test func legacyModeHasNoQuota() async throws {
    let test = TestClient([], then: .answer(503), policy: RetryPolicy(mode: .legacy))
    for _ in 0..<40 { _ = await failure(test) }
    #expect(test.log.total == 200)
  }

  @Test func adaptiveModeSlowsDown() async throws {
    let test = TestClient([Self.throttle()], then: .answer(200), policy: RetryPolicy(mode: .adaptive))
    for _ in 0..<10 { _ = try await test.client.call(Things.get, ["Id": "t1"]) }
    let adaptive = test.time.sleeps.count
    let plain = TestClient([Self.throttle()], then: .answer(200))
    for _ in 0..<10 { _ = try await plain.client.call(Things.get, ["Id": "t1"]) }
    #expect(plain.time.sleeps == [0.5])
    #expect(adaptive > 5)
  }

  @Test func keepsToTheRatesOfAWSAlone() async throws {
    let limits = RateLimits(services: ["things": RateLimit(perSecond: 2)])
    let aws = TestClient([], then: .answer(200), rateLimits: limits, isCustom: false)
    for _ in 0..<3 { _ = try await aws.client.call(Things.get, ["Id": "t1"]) }
    #expect(aws.time.sleeps == [0.5, 0.5])
    // Each region has a rate of its own.
    _ = try await aws.client.call(Things.get, ["Id": "t1"], region: "us-west-2")
    #expect(aws.time.sleeps.count == 2)
    let custom = TestClient([], then: .answer(200), rateLimits: limits)
    for _ in 0..<3 { _ = try await custom.client.call(Things.get, ["Id": "t1"]) }
    #expect(custom.time.sleeps.isEmpty)
  }

  @Test func anOperationsOwnRateReplacesItsServices() async throws {
    let limits = RateLimits(
      services: ["things": RateLimit(perSecond: 1)], operations: ["things:GetThing": RateLimit(perSecond: 4)])
    let test = TestClient([], then: .answer(200, #"{"Things": []}"#), rateLimits: limits, isCustom: false)
    for _ in 0..<2 { _ = try await test.client.call(Things.get, ["Id": "t1"]) }
    for _ in 0..<2 { _ = try await test.client.call(Things.list) }
    #expect(test.time.sleeps == [0.25, 1])
  }
}
