import AWSCore
import CurlTransport
import Documents
import Foundation
import Signing
import Testing
import Transport

/// The server of `Fixtures/credentials_stub.py`, a process of its own. Ends with this object.
final class CredentialsStub: Sendable {
  private let process: Process
  private let input = Pipe()
  /// Where it listens.
  let address: String
  let transport: CurlTransport

  /// The Python that tests run helpers with; `nil` where there is none.
  static let python: String? = {
    if let path = ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] { return path }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  static let needsPython: ConditionTrait = .enabled(
    if: python != nil, "needs Python: set AUDIT_TEST_PYTHON or make .venv in the root of the package")

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

  init() throws {
    process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
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
    process.waitUntilExit()
  }

  /// What it was asked, in order.
  func requests() async throws -> [JSONValue] {
    let url = try #require(HTTPURL(address + "/_requests"))
    let response = try await transport.send(HTTPRequest(url: url))
    return try #require(JSONReader.read(response.body).array)
  }
}

/// A place for the files of one test, with nothing in it.
final class TemporaryHome: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "audit-home-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its whole path.
  @discardableResult
  func write(_ text: String, to name: String, permissions: Int = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file)
    return file
  }
}

/// Never asked: what these tests decide is decided without the network.
struct NoTransport: Transport {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    throw TransportError(.connectFailed, "\(request.url.host) is out of reach")
  }
}

/// The settings that these texts and variables make.
func settings(
  _ environment: [String: String] = [:], config: String = "", credentials: String = "", home: String = "/nowhere",
  profile: String? = nil, region: String? = nil, endpointURL: String? = nil
) throws -> AWSSettings {
  try AWSSettings(
    environment: environment, homeDirectory: home,
    shared: SharedConfiguration(config: config, credentials: credentials), profile: profile, region: region,
    endpointURL: endpointURL)
}

/// A time long before the credentials of the stub expire.
let testTime = Date(timeIntervalSince1970: 1_800_000_000)

func chain(
  _ settings: AWSSettings, transport: any Transport = NoTransport(), now: Date = testTime, mfaPrompt: MFAPrompt? = nil
) -> CredentialChain {
  CredentialChain(
    settings: settings, transport: transport, endpoints: EndpointResolver(settings: settings), now: { now },
    mfaPrompt: mfaPrompt)
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
