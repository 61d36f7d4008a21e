@testable import AWSCore
import Documents
import Foundation
import Signing
import Synchronization
import Testing
import Transport

struct ClientTests {
  // Errors and their words

  @Test(arguments: [
    (TransportError.Reason.connectFailed, "Unreachable"), (.unresolvedHost, "Unreachable"), (.timedOut, "TimedOut"),
    (.connectTimedOut, "TimedOut"), (.tlsFailed, "UntrustedCertificate"), (.reset, "ConnectionReset"),
    (.truncated, "TruncatedAnswer"), (.tooLarge, "AnswerTooLarge"), (.cancelled, "Cancelled"),
  ])
  func namesWhatKeptTheAnswerAway(reason: TransportError.Reason, code: String) async {
    let test = TestClient([], then: .failure(reason))
    let error = await #expect(throws: ServiceError.self) { try await test.client.call(Things.get, ["Id": "t1"]) }
    #expect(error?.category == .unreachable)
    #expect(error?.code == code)
    #expect(error?.resource == "t1")
    #expect(error?.message.hasPrefix("no answer from things.eu-west-1.example") == true)
  }

  @Test func missingCredentialsKeepTheirText() async {
    struct Nobody: CredentialsProvider {
      func credentials() throws -> Credentials { throw CredentialsError("looked here and there; run aws sso login") }
    }
    let test = TestClient([.answer(200)], credentials: Nobody())
    let error = await #expect(throws: ServiceError.self) { try await test.client.call(Things.get, ["Id": "t1"]) }
    #expect(error?.category == .unauthenticated)
    #expect(error?.message == "looked here and there; run aws sso login")
    #expect(test.log.total == 0)
  }

  @Test func withoutCredentialsSendsOnlyWhatIsNotSigned() async throws {
    let test = TestClient([.answer(200)])
    var configuration = test.client.configuration
    configuration.credentials = nil
    let client = Client(configuration)
    let error = await #expect(throws: ServiceError.self) { try await client.call(Things.get, ["Id": "t1"]) }
    #expect(error?.code == "NoCredentials")
    #expect(test.transport.requests.isEmpty)
    _ = try await client.call(Things.login)
    #expect(test.transport.requests.map { $0.headers["Authorization"] } == [nil])
  }

  @Test func signsWithOtherCredentialsAndKnowsWhatTheOthersHaveLearned() async throws {
    let test = TestClient([Self.elsewhere], then: .answer(200))
    let other = test.client.signing(
      with: StaticCredentialsProvider(Credentials(accessKeyID: "OTHER", secretAccessKey: "SECRET")))
    for client in [test.client, other, test.client] { _ = try await client.call(Things.getPolicy, ["Bucket": "b"]) }
    let scopes = test.transport.requests.map { request in
      (request.headers["Authorization"] ?? "").prefix { $0 != "," }.drop { $0 != "=" }.split(separator: "/")
    }
    #expect(scopes.map(\.first) == ["=AKID", "=AKID", "=OTHER", "=AKID"])
    #expect(scopes.map { $0[2] } == ["eu-west-1", "eu-central-1", "eu-central-1", "eu-central-1"])
  }

  @Test func tellsOfEachRequest() async throws {
    let events = Mutex([CallEvent]())
    let log = CallLog { event in events.withLock { $0.append(event) } }
    var configuration = TestClient([.answer(503), .answer(200)]).client.configuration
    configuration.callLog = log
    _ = try await Client(configuration).call(Things.get, ["Id": "t1"])
    #expect(events.withLock { $0.map(\.isRetry) } == [false, true])
    #expect(events.withLock { $0.map(\.resource) } == ["t1", "t1"])
    #expect(log.counts.total == 2)
  }

  @Test func cancellationEndsACallThatWaitsForItsAnswer() async throws {
    let test = TestClient([], then: .silence)
    let task = Task { try await test.client.call(Things.get, ["Id": "t1"]) }
    while test.transport.requests.isEmpty { await Task.yield() }
    task.cancel()
    let error = await #expect(throws: ServiceError.self) { try await task.value }
    #expect(error?.code == "Cancelled")
  }

  @Test func cancellationEndsACallThatWaitsForItsNextAttempt() async throws {
    var configuration = TestClient([], then: .answer(503, headers: ["Retry-After": "20"])).client.configuration
    configuration.time = .system
    let client = Client(configuration)
    let task = Task { try await client.call(Things.get, ["Id": "t1"]) }
    while configuration.callLog.total == 0 { await Task.yield() }
    task.cancel()
    let error = await #expect(throws: ServiceError.self) { try await task.value }
    #expect(error?.code == "Cancelled")
    #expect(configuration.callLog.total == 1)
  }

  // Clocks

  private static func skewed(_ code: String, date: String) -> ScriptedTransport.Step {
    .answer(403, headers: ["x-amzn-ErrorType": code, "Date": date])
  }

  @Test func correctsItsClockOnce() async throws {
    // The time here is 15 January 2027, 08:00.
    let late = Self.skewed("InvalidSignatureException", date: "Fri, 15 Jan 2027 09:30:00 GMT")
    let test = TestClient([late, .answer(200), .answer(200)])
    _ = try await test.client.call(Things.get, ["Id": "t1"])
    _ = try await test.client.call(Things.get, ["Id": "t2"])
    // Another host has a clock of its own.
    _ = try? await test.client.call(Things.get, ["Id": "t3"], region: "us-west-2")
    #expect(
      test.transport.requests.map { $0.headers["X-Amz-Date"] } == [
        "20270115T080000Z", "20270115T093000Z", "20270115T093000Z", "20270115T080000Z",
      ])
    #expect(test.time.sleeps.isEmpty)

    let stubborn = TestClient([late, Self.skewed("InvalidSignatureException", date: "Fri, 15 Jan 2027 12:00:00 GMT")])
    let error = await #expect(throws: ServiceError.self) { try await stubborn.client.call(Things.get, ["Id": "t1"]) }
    #expect(error?.category == .unauthenticated)
    #expect(stubborn.log.total == 2)
  }

  @Test(arguments: [
    ("InvalidSignatureException", "Fri, 15 Jan 2027 08:03:59 GMT"), ("AccessDenied", "Fri, 15 Jan 2027 09:30:00 GMT"),
    ("ExpiredTokenException", "Fri, 15 Jan 2027 09:30:00 GMT"), ("InvalidSignatureException", "yesterday"),
  ])
  func otherRefusalsStand(code: String, date: String) async {
    let test = TestClient([Self.skewed(code, date: date)], then: .answer(200))
    await #expect(throws: ServiceError.self) { try await test.client.call(Things.get, ["Id": "t1"]) }
    #expect(test.log.total == 1)
  }

  // Buckets

  private static let elsewhere = ScriptedTransport.Step.answer(
    301, "<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>",
    headers: ["x-amz-bucket-region": "eu-central-1"])

  @Test func followsABucketToItsRegion() async throws {
    let test = TestClient([Self.elsewhere, .answer(200), .answer(200), .answer(200)])
    for bucket in ["b", "b", "c"] { _ = try await test.client.call(Things.getPolicy, ["Bucket": .string(bucket)]) }
    let requests = test.transport.requests
    #expect(
      requests.map(\.url.host) == [
        "b.s3.eu-west-1.example", "b.s3.eu-central-1.example", "b.s3.eu-central-1.example", "c.s3.eu-west-1.example",
      ])
    #expect(requests[1].headers["Authorization"]?.contains("/eu-central-1/s3/aws4_request") == true)
    #expect(test.time.sleeps.isEmpty)
  }

  @Test func followsABucketOnlyOnce() async {
    let further = ScriptedTransport.Step.answer(301, "", headers: ["x-amz-bucket-region": "ap-south-1"])
    let test = TestClient([Self.elsewhere, further], then: .answer(200))
    let error = await #expect(throws: ServiceError.self) {
      try await test.client.call(Things.getPolicy, ["Bucket": "b"])
    }
    #expect(error?.redirectRegion == "ap-south-1")
    #expect(error?.region == "eu-central-1")
    #expect(test.log.total == 2)
  }

  @Test func globalServicesAreAskedInTheirRegion() async throws {
    let test = TestClient([.answer(400)])
    let error = await #expect(throws: ServiceError.self) { try await test.client.call(Things.listRegions) }
    #expect(error?.region == "us-east-1")
  }

  // Pages

  @Test func followsPagesToTheEnd() async throws {
    let test = TestClient([
      .answer(200, #"{"Things": ["a", "b"], "NextMarker": "m 1"}"#), .answer(503),
      .answer(200, #"{"Things": [], "NextMarker": "m2"}"#), .answer(200, #"{"Things": ["c"]}"#),
    ])
    #expect(try await test.client.items(Things.list) == ["a", "b", "c"])
    #expect(
      test.transport.requests.map { Set($0.url.query) } == [
        [.init("MaxItems", "100")], [.init("MaxItems", "100"), .init("Marker", "m 1")],
        [.init("MaxItems", "100"), .init("Marker", "m 1")], [.init("MaxItems", "100"), .init("Marker", "m2")],
      ])
  }

  @Test func followsNoMorePagesThanAskedFor() async throws {
    let test = TestClient([.answer(200, #"{"Things": ["a"], "NextMarker": "m1"}"#)])
    #expect(try await test.client.items(Things.list, pageLimit: 1) == ["a"])
  }

  @Test(arguments: [["m1", "m1"], ["m1", "m2", "m1"], ["m0"]])
  func refusesATokenThatComesAgain(tokens: [String]) async throws {
    let test = TestClient(tokens.map { .answer(200, #"{"Things": ["a"], "NextMarker": "\#($0)"}"#) })
    let error = await #expect(throws: ServiceError.self) {
      try await test.client.items(Things.list, ["Marker": "m0", "MaxItems": 1])
    }
    #expect(error?.category == .malformedResponse)
    #expect(error?.code == "RepeatedPageToken")
    #expect(error?.message.hasSuffix("by a token that came before: Marker \(tokens.last ?? "")") == true)
    #expect(test.log.total == tokens.count)
  }

  @Test func followsNoMorePagesThanAnyAnswerHas() async throws {
    let pages = (1...4).map { ScriptedTransport.Step.answer(200, "{\"Things\": [\"a\"], \"NextMarker\": \"m\($0)\"}") }
    let error = await #expect(throws: ServiceError.self) {
      try await TestClient(pages).client.items(Things.list, [:], maximum: 3)
    }
    #expect(error?.category == .malformedResponse)
    #expect(error?.code == "TooManyPages")
    #expect(error?.message == "the answer has more than 3 pages")
    let last = [ScriptedTransport.Step.answer(200, #"{"Things": ["a"]}"#)]
    let whole = TestClient(Array(pages.prefix(2)) + last).client
    #expect(try await whole.items(Things.list, [:], maximum: 3).items.count == 3)
  }

  @Test func aPageWithoutItsListIsAnError() async {
    let test = TestClient([.answer(200, "{}")])
    let error = await #expect(throws: ServiceError.self) {
      try await test.client.items(Things.list, region: "us-west-2")
    }
    #expect(error?.category == .malformedResponse)
    #expect(error?.region == "us-west-2")
  }

  @Test func onlyListsHavePages() async {
    let test = TestClient([.answer(200)])
    let error = await #expect(throws: ServiceError.self) { try await test.client.items(Things.get, ["Id": "t1"]) }
    #expect(error?.category == .invalidRequest)
  }
}
