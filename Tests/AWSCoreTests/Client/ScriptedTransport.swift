import AWSCore
import Documents
import Foundation
import Signing
import Synchronization
import Transport

/// Answers requests one after the other as its script says, and notes them.
final class ScriptedTransport: Transport {
  enum Step: Sendable {
    case answer(Int, String = "{}", headers: HTTPHeaders = [:])
    case failure(TransportError.Reason)
    /// Waits until the task is cancelled.
    case silence
  }

  private let state: Mutex<(steps: [Step], requests: [HTTPRequest])>
  private let last: Step?

  /// A script; what comes after it is always answered with `then`.
  init(_ steps: [Step], then last: Step? = nil) {
    state = Mutex((steps, []))
    self.last = last
  }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let step = state.withLock { state in
      state.requests.append(request)
      return state.steps.isEmpty ? last : state.steps.removeFirst()
    }
    switch step {
    case .answer(let status, let body, let headers):
      return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    case .failure(let reason): throw TransportError(reason, "no answer from \(request.url.host)")
    case .silence:
      try? await Task.sleep(for: .seconds(3600))
      throw TransportError(.cancelled, "cancelled")
    case nil: throw TransportError(.other, "the script has ended")
    }
  }
}

/// A clock that moves when somebody sleeps.
final class TestTime: Sendable {
  private let state = Mutex((seconds: 0.0, sleeps: [Double]()))
  let start = Date(timeIntervalSince1970: 1_800_000_000)

  var sleeps: [Double] { state.withLock { $0.sleeps } }

  var source: TimeSource {
    TimeSource(
      now: { self.start.addingTimeInterval(self.state.withLock { $0.seconds }) },
      uptime: { self.state.withLock { $0.seconds } },
      sleep: { duration in
        try Task.checkCancellation()
        self.state.withLock { state in
          state.seconds += duration.seconds
          state.sleeps.append(duration.seconds)
        }
      })
  }
}

/// A client over a script, with what it leaves behind.
struct TestClient {
  let transport: ScriptedTransport
  let time = TestTime()
  let log = CallLog()
  let client: Client

  init(
    _ steps: [ScriptedTransport.Step], then last: ScriptedTransport.Step? = nil, policy: RetryPolicy = RetryPolicy(),
    rateLimits: RateLimits = RateLimits(), isCustom: Bool = true,
    credentials: any CredentialsProvider = StaticCredentialsProvider(
      Credentials(accessKeyID: "AKID", secretAccessKey: "SECRET", sessionToken: "TOKEN"))
  ) {
    transport = ScriptedTransport(steps, then: last)
    client = Client(
      ClientConfiguration(
        transport: transport, credentials: credentials,
        endpoints: { service, parameters in
          let region = service.name == "global" ? "us-east-1" : parameters.region ?? "nowhere"
          let host = [parameters.bucket, service.name, region, "example"].compactMap { $0 }.joined(separator: ".")
          return ResolvedEndpoint(url: HTTPURL(host: host, path: ""), signingRegion: region, isCustom: isCustom)
        },
        region: "eu-west-1", retryPolicy: policy, rateLimits: rateLimits, callLog: log, time: time.source,
        random: { 0.5 }))
  }
}

enum Things {
  static let service = Service(
    name: "things", endpointID: "THINGS", wireProtocol: .restJSON, apiVersion: "2020-01-01", signingName: "things")
  static let get = Operation("GetThing", of: service, "GET", "/thing/{Id}", answer: .members(), resource: "Id")
  static let login = Operation("LogIn", of: service, "POST", "/login", answer: .members(), isSigned: false)
  static let list = Operation(
    "ListThings", of: service, "GET", "/things", query: ["Marker", "MaxItems"], answer: .members(),
    pagination: Pagination("Things", token: "Marker", from: "NextMarker", limit: "MaxItems", atMost: 100))
  static let listRegions = Operation("ListRegions", of: global, "GET", "/regions", answer: .members())
  static let getPolicy = Operation(
    "GetBucketPolicy", of: s3, "GET", "/?policy", answer: .json(member: "Policy"), resource: "Bucket")

  static let logs = Service(
    name: "logs", endpointID: "CLOUDWATCH_LOGS", wireProtocol: .json11, apiVersion: "2014-03-28", signingName: "logs",
    namespace: "Logs_20140328", limitsAreQuotas: true)
  static let putFilter = Operation("PutSubscriptionFilter", of: logs, body: .members)

  private static let global = Service(
    name: "global", endpointID: "GLOBAL", wireProtocol: .restJSON, apiVersion: "2020-01-01", signingName: "global")
  private static let s3 = Service(
    name: "s3", endpointID: "S3", wireProtocol: .restXML, apiVersion: "2006-03-01", signingName: "s3",
    hostPrefix: .bucket)
}
