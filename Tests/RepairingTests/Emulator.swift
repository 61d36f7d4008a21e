import AWSCore
import CurlTransport
import Documents
import Foundation
import Signing
import Synchronization
import Testing
import Transport

@testable import Repairing

/// The emulator, with botocore beside it as an independent reader and editor; see `Fixtures/emulator.py`.
final class Emulator: Sendable {
  /// One for all tests; it ends with the process, when its standard input is closed.
  static let shared = Result { try Emulator() }

  /// The Python with the emulator in it: the one of `AUDIT_TEST_PYTHON`, or that of `scripts/setup`.
  static let python: URL? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"].map { URL(filePath: $0) }
    return [named, root.appending(path: ".venv/bin/python3")].compactMap(\.self)
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  private let pipes: Mutex<(input: Pipe, output: Pipe)>
  private let client: Client
  /// What clients of that user work with.
  let configuration: ClientConfiguration
  /// What its requests are signed with.
  let credentials: Credentials

  private init() throws {
    let process = Process()
    process.executableURL = Self.python
    process.arguments = [
      URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/emulator.py").path
    ]
    process.environment = ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let greeting = try JSONReader.read(Self.line(of: output))
    pipes = Mutex((input, output))
    let url = try #require(HTTPURL(greeting["endpoint"].string ?? ""))
    credentials = Credentials(
      accessKeyID: greeting["accessKeyID"].string ?? "", secretAccessKey: greeting["secretAccessKey"].string ?? "")
    configuration = ClientConfiguration(
      transport: try CurlTransport(), credentials: StaticCredentialsProvider(credentials),
      endpoints: { _, parameters in
        ResolvedEndpoint(url: url, signingRegion: parameters.region ?? "us-east-1", isCustom: true)
      },
      region: "us-east-1")
    client = Client(configuration)
  }

  private static func line(of output: Pipe) throws -> [UInt8] {
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    return line
  }

  /// What botocore reads, or does, with a method of a client of boto3; with the service `resources` what a function of
  /// `scripts/resources.py` gives.
  @discardableResult
  func botocore(_ service: String, _ method: String, _ parameters: JSONObject) throws -> JSONValue {
    let asked: JSONValue = [
      "service": .string(service), "method": .string(method), "parameters": .object(parameters),
    ]
    let answer = try pipes.withLock { pipes in
      try pipes.input.fileHandleForWriting.write(contentsOf: Data(JSONWriter().bytes(asked) + [UInt8(ascii: "\n")]))
      return try JSONReader.read(Self.line(of: pipes.output))
    }
    if let error = answer["error"].string { throw EmulatorError(description: "\(method): \(error)") }
    return answer
  }

  /// Calls signed by a user who may do all.
  func calls(
    journal: @escaping @Sendable (Calls.CallNote) throws -> Void = { _ in }
  ) -> Calls { Calls(client: client, journal: journal) }
}

/// What botocore says went wrong.
struct EmulatorError: Error, CustomStringConvertible {
  let description: String
}

extension Trait where Self == ConditionTrait {
  /// Tests on the emulator need Python with it.
  static var needsEmulator: Self {
    // Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
    .enabled(if: Emulator.python != nil, "no Python with the emulator: run scripts/setup, or set AUDIT_TEST_PYTHON")
  }
}
