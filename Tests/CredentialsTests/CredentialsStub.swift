import AWSCore
import Credentials
import CurlTransport
import Documents
import Foundation
import Signing
import TestSupport
import Testing
import Transport

/// The server of `Fixtures/credentials_stub.py`, a process of its own. Ends with this object.
final class CredentialsStub: Sendable {
  private let process: Process
  private let input = Pipe()
  /// Where it listens.
  let address: String
  let transport: CurlTransport

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

  init() throws {
    process = Process()
    process.executableURL = URL(filePath: try #require(Python.path))
    process.arguments = [Self.fixtures + "/credentials_stub.py"]
    process.standardInput = input
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var said = Data()
    while said.last != UInt8(ascii: "\n") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      said += more
    }
    let port = try #require(Int(String(decoding: said, as: UTF8.self).trimmingCharacters(in: .newlines)))
    address = "http://127.0.0.1:\(port)"
    transport = try CurlTransport()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    // A process that was started at the same moment may hold the pipe open, so that no end comes; and the socket by which
    // Foundation learns of the end, so that nobody may wait for it.
    process.terminate()
  }

  /// What it was asked, in order.
  func requests() async throws -> [JSONValue] {
    let url = try #require(HTTPURL(address + "/_requests"))
    let response = try await transport.send(HTTPRequest(url: url))
    return try #require(JSONReader.read(response.body).array)
  }
}

/// Never asked: what these tests decide is decided without the network.
struct NoTransport: Transport {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    throw TransportError(.connectFailed, "\(request.url.host) is out of reach")
  }
}

/// A time long before the credentials of the stub expire.
let testTime = Date(timeIntervalSince1970: 1_800_000_000)

/// What is told to sleep, but does not: retries follow at once.
private func timeSource(_ now: Date) -> TimeSource {
  TimeSource(now: { now }, uptime: { 0 }, sleep: { _ in try Task.checkCancellation() })
}

/// A client without credentials.
func client(_ settings: AWSSettings, transport: any Transport = NoTransport(), now: Date = testTime) -> Client {
  let endpoints = EndpointResolver(settings: settings)
  return Client(
    ClientConfiguration(
      transport: transport, endpoints: { try endpoints.endpoint(for: $0, $1) }, region: settings.region ?? "us-east-1",
      time: timeSource(now)))
}

func chain(
  _ settings: AWSSettings, transport: any Transport = NoTransport(), now: Date = testTime, mfaPrompt: MFAPrompt? = nil
) -> CredentialChain {
  CredentialChain(
    settings: settings, client: client(settings, transport: transport, now: now), mfaPrompt: mfaPrompt)
}

/// The text of the error that this throws; every secret of these tests has `SECRET` in it, and no error has.
func errorText(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any
) async -> String {
  do {
    let result = try await body()
    Issue.record("no error, but \(result)", sourceLocation: sourceLocation)
    return ""
  } catch {
    // The name of the variable is none.
    let shown = "\(error) \(String(reflecting: error))".replacingOccurrences(of: "AWS_SECRET_ACCESS_KEY", with: "")
    #expect(!shown.contains("SECRET"), sourceLocation: sourceLocation)
    return "\(error)"
  }
}
