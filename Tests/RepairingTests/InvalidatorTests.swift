import AWSCore
import AWSServices
import Auditing
import Foundation
import Signing
import Synchronization
import Testing
import Transport

@testable import Repairing

@Suite struct `An invalidator` {
  /// Gives one answer to all, and remembers what was sent.
  private final class Answering: Transport {
    let bodies = Mutex<[String]>([])
    private let status: Int
    private let body: String

    init(_ status: Int, _ body: String) {
      self.status = status
      self.body = body
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      bodies.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
      return HTTPResponse(status: status, body: Array(body.utf8))
    }

    func calls() -> Calls {
      let configuration = ClientConfiguration(
        transport: self,
        credentials: StaticCredentialsProvider(Credentials(accessKeyID: "a", secretAccessKey: "b")),
        endpoints: { _, parameters in
          ResolvedEndpoint(
            url: HTTPURL(host: "c.example"), signingRegion: parameters.region ?? "us-east-1", isCustom: true)
        },
        region: "us-east-1")
      return Calls(client: Client(configuration)) { _ in }
    }
  }

  private let plan = InvalidationPlan(
    "E1", document: [:], changes: ["DefaultRootObject"], asked: [.paths(["/b&c", "/a*"])])

  private static func error(_ code: String) -> String {
    "<ErrorResponse><Error><Code>\(code)</Code><Message>Busy.</Message></Error></ErrorResponse>"
  }

  @Test func `sends the same request for the same run`() async throws {
    let plan = try #require(plan)
    let service = Answering(201, "<Invalidation><Id>I1</Id></Invalidation>")
    for run in ["r1", "r1", "r2"] {
      let outcome = try await Invalidator().invalidate(plan, run: run, with: service.calls())
      #expect(outcome == .begun(id: "I1"))
    }
    let sent = service.bodies.withLock { $0 }
    #expect(
      sent[0]
        == "<InvalidationBatch xmlns=\"\(CloudFront.service.namespace ?? "")\"><Paths><Quantity>2</Quantity><Items>"
        + "<Path>/a*</Path><Path>/b&amp;c</Path></Items></Paths><CallerReference>audit-r1-E1</CallerReference>"
        + "</InvalidationBatch>")
    #expect(sent[1] == sent[0] && sent[2] != sent[0])
  }

  @Test func `reports that CloudFront is busy, and throws what else it says`() async throws {
    let plan = try #require(plan)
    let busy = Answering(400, Self.error("TooManyInvalidationsInProgress"))
    #expect(try await Invalidator().invalidate(plan, run: "r1", with: busy.calls()) == .busy("Busy."))
    #expect(busy.bodies.withLock { $0.count } == 1)
    let error = await #expect(throws: WriteError.self) {
      try await Invalidator().invalidate(plan, run: "r1", with: Answering(403, Self.error("AccessDenied")).calls())
    }
    guard case .service(let refusal)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(refusal.category == .accessDenied && refusal.resource == "E1")
  }
}
