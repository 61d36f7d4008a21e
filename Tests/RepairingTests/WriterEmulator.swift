import AWSCore
import Credentials
import CurlTransport
import Documents
import Foundation
import Synchronization
import Testing
import Transport

@testable import Repairing

/// An account of the emulator, which botocore seeds and reads, and a client with the key of a user whose every signature
/// is verified; see `Fixtures/emulator_account.py`.
actor WriterEmulator {
  static let account = "111122223333"
  static let shared = Result { try WriterEmulator() }

  nonisolated let client: Client
  private let input = Pipe()
  private let output = Pipe()
  private var buffer: [UInt8] = []

  /// A Python with the emulator in it: the one of `AUDIT_TEST_PYTHON`, or that of `scripts/setup`.
  static let python: String? = {
    let named = ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"]
    let path = named ?? folder.appending(path: "../../.venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  private init() throws {
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
    process.arguments = [Self.folder.appending(path: "Fixtures/emulator_account.py").path]
    process.environment = ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line: [UInt8] = []
    let greeting = try JSONReader.read(Self.line(output, &line)).object ?? [:]
    let environment = Dictionary(uniqueKeysWithValues: greeting.map { ($0.name, $0.value.string ?? "") })
    client = try Client(CurlTransport(), environment: environment)
  }

  private static func line(_ pipe: Pipe, _ buffer: inout [UInt8]) throws -> [UInt8] {
    while !buffer.contains(UInt8(ascii: "\n")) {
      let more = pipe.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the emulator ended")
      buffer += more
    }
    let line = buffer.prefix { $0 != UInt8(ascii: "\n") }
    buffer.removeFirst(line.count + 1)
    return Array(line)
  }

  /// What boto3 answers.
  @discardableResult
  func ask(
    _ service: String, _ operation: String = "", _ input: JSONValue = [:], region: String = "us-east-1"
  ) throws -> JSONValue {
    let asked: JSONValue = [
      "service": .string(service), "operation": .string(operation), "input": input, "region": .string(region),
    ]
    try self.input.fileHandleForWriting.write(contentsOf: Data(JSONWriter().bytes(asked) + [UInt8(ascii: "\n")]))
    let answer = try JSONReader.read(Self.line(output, &buffer))
    try #require(answer["error"].isNull, "\(answer["error"])")
    return answer["answer"]
  }

  /// All that a writer may change, as botocore reads it.
  func state() throws -> JSONObject { try ask("account").object ?? [:] }
}

extension Client {
  /// A client with what an environment says.
  init(_ transport: any Transport, environment: [String: String], time: TimeSource = .system) throws {
    let settings = try AWSSettings(environment: environment, homeDirectory: "/nonexistent")
    let endpoints = EndpointResolver(settings: settings)
    var configuration = ClientConfiguration(
      transport: transport, endpoints: { try endpoints.endpoint(for: $0, $1) }, region: "us-east-1", time: time)
    configuration.credentials = try CredentialChain(settings: settings, client: Client(configuration)).provider()
    self.init(configuration)
  }
}

/// What was journalled.
final class Notes: Sendable {
  private let operations = Mutex<[String]>([])

  /// Calls that are noted here.
  func calls(_ client: Client) -> Calls { Calls(client: client, journal: note) }

  /// Notes a call that begins.
  @Sendable func note(_ note: Calls.CallNote) {
    if case .begins(let operation, let resource, _) = note {
      operations.withLock { $0.append("\(operation) \(resource ?? "")") }
    }
  }

  /// Makes sure that a step named each of them.
  func expectNamed(by step: Step) {
    let named = Set(step.operations.map(\.identifier))
    let called = all.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(named.isSuperset(of: called), "\(step.part) names \(named.sorted()) and calls \(called)")
  }

  /// The calls that change something, in order.
  var all: [String] { operations.withLock(\.self) }
}
