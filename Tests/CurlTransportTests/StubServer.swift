import Foundation
import Testing
import Transport

/// The server of `Fixtures/stub_server.py`, a process of its own. Ends with this object.
final class StubServer: Sendable {
  /// Where its plain port is.
  let port: Int
  /// Where its TLS port is.
  let tlsPort: Int
  /// Where its TLS port is that offers HTTP/2.
  let http2Port: Int
  /// The certificate that it shows, which nobody has signed but itself.
  let certificate: String
  private let folder: URL
  private let process: Process
  private let input = Pipe()

  /// The Python that tests run helpers with; `nil` where there is none.
  static let python: String? = {
    if let path = ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] { return path }
    let path = root.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  static let needsPython: ConditionTrait = .enabled(
    if: python != nil, "needs Python: set AUDIT_TEST_PYTHON or make .venv in the root of the package")

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  init() throws {
    let python = try #require(Self.python)
    folder = FileManager.default.temporaryDirectory.appending(path: "audit-stub-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appending(path: "certificate.pem").path
    let key = folder.appending(path: "key.pem").path
    let openssl = Process()
    openssl.executableURL = URL(filePath: "/usr/bin/env")
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=stub", "-addext", "subjectAltName=IP:127.0.0.1,DNS:stub.example", "-keyout", key, "-out",
      certificate,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    // Foundation learns of an end by a socket, which a server that is started at the same moment may hold open.
    var status: Int32 = 0
    while waitpid(openssl.processIdentifier, &status, 0) == -1, errno == EINTR {}
    try #require(FileManager.default.fileExists(atPath: certificate) && status == 0)

    process = Process()
    process.executableURL = URL(filePath: python)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/stub_server.py").path
    process.arguments = [script, certificate, key]
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
    let line = String(decoding: said, as: UTF8.self)
    let ports = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(ports.count == 3, "the stub server says '\(line)' instead of its ports")
    port = ports[0]
    tlsPort = ports[1]
    http2Port = ports[2]
  }

  deinit {
    try? input.fileHandleForWriting.close()
    // A process that was started at the same moment may hold the pipe open, so that no end comes; and the socket by which
    // Foundation learns of the end, so that nobody may wait for it.
    process.terminate()
    try? FileManager.default.removeItem(at: folder)
  }

  /// A request to the plain port.
  func request(_ path: String, method: String = "GET") -> HTTPRequest {
    HTTPRequest(method: method, url: HTTPURL(scheme: "http", host: "127.0.0.1", port: port, path: path))
  }

  /// A port at which nobody listens.
  static func closedPort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    return try bindToLoopback(descriptor)
  }
}

extension HTTPResponse {
  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }
}
