import AWSCore
import Estate
import Foundation
import Repairing
import Signing
import Synchronization
import Testing
import Transport

/// Waiting until what was written serves everywhere.
@Suite struct `Settling after repairs` {
  /// Minutes that pass as soon as somebody sleeps.
  private final class Clock: Sendable {
    private let seconds = Mutex(0.0)

    var source: TimeSource {
      TimeSource(now: { .now }, uptime: { self.seconds.withLock { $0 } }) { duration in
        self.seconds.withLock { $0 += duration.seconds }
      }
    }
  }

  /// Answers what is asked for with one state after the other, and with the last one from then on; 0 is a failure.
  private final class States: Transport {
    private let states: [String: [String]]
    private let asked = Mutex<[String: Int]>([:])

    init(_ states: [String: [String]]) { self.states = states }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      guard let (path, states) = states.first(where: { request.url.path.hasSuffix($0.key) }) else {
        return HTTPResponse(
          status: 404, body: Array("<ErrorResponse><Error><Code>NoSuch</Code></Error></ErrorResponse>".utf8))
      }
      let number = asked.withLock { asked in
        asked[path, default: 0] += 1
        return asked[path] ?? 1
      }
      let root =
        path.hasSuffix("describe") ? "FunctionSummary" : path.contains("store") ? "KeyValueStore" : "Distribution"
      let state = states[min(number, states.count) - 1]
      if state == "0" { return HTTPResponse(status: 403) }
      return HTTPResponse(
        status: 200, headers: ["ETag": "E1"], body: Array("<\(root)><Status>\(state)</Status></\(root)>".utf8))
    }
  }

  private func waits(_ states: [String: [String]], limit: Duration = .seconds(1_800)) async throws -> [DeploymentWait
    .Wait]
  {
    let url = try #require(HTTPURL("http://127.0.0.1:1"))
    let configuration = ClientConfiguration(
      transport: States(states),
      credentials: StaticCredentialsProvider(Credentials(accessKeyID: "AKIA", secretAccessKey: "x")),
      endpoints: { _, _ in ResolvedEndpoint(url: url, signingRegion: "us-east-1", isCustom: true) },
      region: "us-east-1", time: Clock().source)
    let parts = [
      Part(.configuration, of: ResourceReference(type: .distribution, id: "E1")),
      Part(.stages, of: ResourceReference(type: .cloudFrontFunction, id: "guard")),
      Part(.items, of: ResourceReference(type: .keyValueStore, id: "store")),
      Part(.retention, of: ResourceReference(type: .logGroup, id: "group")),
    ]
    return await DeploymentWait(client: Client(configuration), limit: limit).wait(for: parts)
      .sorted { $0.part.resource.id < $1.part.resource.id }
  }

  @Test func `waits for each until it serves, and not for what serves at once`() async throws {
    let waits = try await waits([
      "/distribution/E1": ["InProgress", "InProgress", "Deployed"], "/guard/describe": ["IN_PROGRESS", "DEPLOYED"],
      "/key-value-store/store": ["READY"],
    ])
    #expect(waits.map(\.part.resource.id) == ["E1", "guard", "store"])
    #expect(waits.map(\.isSettled) == [true, true, true])
    #expect(waits.map(\.state) == ["Deployed", "DEPLOYED", "READY"])
    #expect(waits[0].seconds > waits[1].seconds && waits[2].seconds == 0)
  }

  @Test func `what is not deployed in time, or cannot be looked at, is not settled`() async throws {
    let waits = try await waits(
      ["/distribution/E1": ["InProgress"], "/guard/describe": ["0"], "/key-value-store/store": ["READY"]],
      limit: .seconds(300))
    #expect(waits.map(\.isSettled) == [false, false, true])
    #expect(waits[0].state == "InProgress")
  }
}
