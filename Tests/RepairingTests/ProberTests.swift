import Auditing
import Repairing
import Synchronization
import Testing
import Transport

@Suite struct `A prober` {
  /// A minute that passes as soon as somebody sleeps.
  private final class Clock: Sendable {
    private let seconds = Mutex(0.0)

    var source: TimeSource {
      TimeSource(now: { .now }, uptime: { self.seconds.withLock { $0 } }) { duration in
        try Task.checkCancellation()
        self.seconds.withLock { $0 += duration.seconds }
      }
    }
  }

  /// Answers with one after the other, and with the last one from then on.
  private final class Answers: Transport {
    private let answers: [Result<HTTPResponse, TransportError>]
    let requests = Mutex<[HTTPRequest]>([])

    init(_ answers: [Result<HTTPResponse, TransportError>]) { self.answers = answers }

    convenience init(_ statuses: Int...) {
      self.init(statuses.map { $0 == 0 ? .failure(TransportError(.reset, "")) : .success(HTTPResponse(status: $0)) })
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      let number = requests.withLock { requests in
        requests.append(request)
        return requests.count
      }
      return try answers[min(number, answers.count) - 1].get()
    }
  }

  private func outcome(_ answers: Answers, _ probe: Probe?) async throws -> ProbeOutcome {
    let prober = Prober(transport: answers, time: Clock().source)
    let outcomes = await prober.outcomes(of: [try #require(probe)])
    return try #require(outcomes.first)
  }

  private static func probe(
    _ expectation: Probe.Expectation = .init(status: 200), times: Int = 3, within: Int = 60
  ) -> Probe? { Probe("https://a.example/x?y=1", expect: expectation, times: times, within: within) }

  @Test func `waits for right answers in a row, and counts the mixed ones`() async throws {
    let answers = Answers(502, 200, 200, 502, 0, 200, 200, 200, 500)
    let outcome = try await outcome(answers, Self.probe())
    #expect(outcome.status == .held && outcome.total == 8)
    #expect(
      outcome.description
        == "https://a.example/x?y=1 holds after 8 answers (502 x2, 200 x5, the connection broke off x1).")
    #expect(outcome.answers.map(\.answer.verdict) == [.wrong, .right, .missing])
  }

  @Test func `gives up when its time is over, and says what was answered last`() async throws {
    let outcome = try await outcome(Answers(200, 200, 404), Self.probe(within: 10))
    #expect(outcome.status == .notHeld && outcome.total == 10 && outcome.last?.seen == "404")
    #expect(
      outcome.description
        == "https://a.example/x?y=1 does not hold within 10 s: 200 was expected 3 times in a row, the last of 10 answers "
        + "was 404 (200 x2, 404 x8).")
  }

  @Test func `asks as a viewer does`() async throws {
    let answers = Answers(200)
    _ = try await outcome(answers, Self.probe(times: 1))
    let requests = answers.requests.withLock { $0 }
    let request = try #require(requests.first)
    #expect(request.method == "GET" && request.url.host == "a.example" && request.url.path == "/x?y=1")
    #expect(request.headers.lines.map(\.name) == ["User-Agent"])
    #expect(request.maximumResponseBytes == 1 << 20)
    #expect(request.timeouts.total == .seconds(10))
  }

  @Test(
    arguments: [
      (Probe.Expectation(status: 301, headers: ["location": "https://*"]), nil),
      (.init(headers: ["Vary": "*Encoding*"], body: "*ok*"), nil),
      (.init(status: 200), "301"),
      (.init(status: 301, headers: ["Location": "http://*"]), "301 (Location does not match http://*)"),
      (.init(headers: ["X-A": "*"]), "301 (no X-A)"),
      (.init(body: "ok"), "301 (the body does not match ok)"),
      (.init(headers: ["X-A": "*"], body: "ok"), "301 (no X-A, the body does not match ok)"),
    ] as [(Probe.Expectation, String?)])
  func `holds an answer against all that is expected, and shows none of it`(
    expectation: Probe.Expectation, difference: String?
  ) async throws {
    let response = HTTPResponse(
      status: 301, headers: ["Location": "https://b/?token=s3cret", "Vary": "Origin", "vary": "Accept-Encoding"],
      body: Array("{\n\"ok\": \"s3cret\"}".utf8))
    let outcome = try await outcome(Answers([.success(response)]), Self.probe(expectation, times: 2, within: 3))
    #expect(outcome.status == (difference == nil ? .held : .notHeld))
    #expect(outcome.last?.seen == difference ?? "301")
    #expect(!"\(outcome)".contains("s3cret"))
  }

  @Test func `asks several at once, and tells how each stands`() async throws {
    let told = Mutex<[String]>([])
    let probes = [Self.probe(times: 2), Self.probe(.init(status: 404), times: 1, within: 2)].compactMap(\.self)
    let prober = Prober(transport: Answers(200), time: Clock().source)
    let outcomes = await prober.outcomes(of: probes) { outcome in
      told.withLock { $0.append("\(outcome.probe.expectation) \(outcome.status) \(outcome.streak)") }
    }
    #expect(outcomes.map(\.status) == [.held, .notHeld])
    #expect(told.withLock { $0.contains("200 asking 1") && $0.contains("200 held 2") && $0.contains("404 asking 0") })
  }

  @Test func `ends when the task is cancelled`() async throws {
    let probe = try #require(Self.probe(times: 100))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await Prober(transport: Answers(200), time: Clock().source).outcomes(of: [probe])
    }
    let outcomes = await task.value
    let outcome = try #require(outcomes.first)
    #expect(outcome.status == .stopped && outcome.total == 0)
  }
}
