import Documents
import Foundation
import TestSupport
import Testing

typealias Folder = TestSupport.Folder

/// What end-to-end tests run, and with what.
enum Harness {
  /// The root of the project.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A Python with the emulator in it: the one of `AUDIT_TEST_PYTHON`, or that of `scripts/setup`.
  static let python: URL? = {
    let named = ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"].map { URL(fileURLWithPath: $0) }
    let candidates = [named, root.appendingPathComponent(".venv/bin/python3")].compactMap(\.self)
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// The command line that was built beside the tests.
  static let binary =
    Bundle.main.executableURL.map { url in
      // `swift test` runs a bundle, or a helper beside it, in the folder where products lie.
      url.deletingLastPathComponent().appendingPathComponent("audit")
    }.flatMap { FileManager.default.isExecutableFile(atPath: $0.path) ? $0 : nil }
    ?? root.appendingPathComponent(".build/debug/audit")

  /// Runs `audit` with nothing in its environment but what is given.
  static func audit(
    _ arguments: String..., environment: [String: String] = [:], input: String? = nil, folder: URL? = nil
  ) async throws -> Finished {
    try await audit(arguments, environment: environment, input: input, folder: folder)
  }

  /// Runs `audit` to its end.
  static func audit(
    _ arguments: [String], environment: [String: String] = [:], input: String? = nil, folder: URL? = nil
  ) async throws -> Finished {
    try await run(binary, arguments, environment: environment, input: input, folder: folder)
  }

  /// Runs a command to its end, beside as many others as the machine carries.
  static func run(
    _ command: URL, _ arguments: [String], environment: [String: String], input: String? = nil, folder: URL? = nil
  ) async throws -> Finished {
    await turnstile.enter()
    do {
      var environment = environment
      if let state = state(for: command, arguments, environment) {
        // What this one keeps, the next one takes.
        environment["AUDIT_STATE"] = state
        _ = try await runNow(command, arguments, environment: environment, input: input, folder: folder)
      }
      let finished = try await runNow(command, arguments, environment: environment, input: input, folder: folder)
      await turnstile.leave()
      return finished
    } catch {
      await turnstile.leave()
      throw error
    }
  }

  /// A state of its own for a check that reads, where `AUDIT_TEST_STATE` is set: such a check is made twice, so that what
  /// tests see comes out of the state as far as that is allowed. Tests that count calls or faults do not hold then.
  private static func state(for command: URL, _ arguments: [String], _ environment: [String: String]) -> String? {
    guard ProcessInfo.processInfo.environment["AUDIT_TEST_STATE"] != nil, command == binary,
      arguments.first == "check", environment["AWS_ENDPOINT_URL"] != nil, environment["AUDIT_STATE"] == nil,
      !arguments.contains("--state")
    else { return nil }
    return Folders.temporary.appending(path: "\(UUID()).state").path
  }

  /// All tests begin at once: without it a hundred processes would share two cores, and each would wait past its
  /// timeouts.
  private static let turnstile = Turnstile(places: 2 * ProcessInfo.processInfo.activeProcessorCount)

  private static func runNow(
    _ command: URL, _ arguments: [String], environment: [String: String], input: String?, folder: URL?
  ) async throws -> Finished {
    let process = Process()
    process.executableURL = command
    process.arguments = arguments
    process.environment = [
      "HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "TMPDIR": Folders.temporary.path,
      "AUDIT_LOCK_FOLDER": Folders.temporary.path,
    ].merging(environment) { $1 }
    process.currentDirectoryURL = folder ?? Folders.temporary
    let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = standardInput
    try process.run()
    // Both pipes are read at once: whichever filled up would stop the process.
    async let outputData = read(output)
    async let errorData = read(errors)
    if let input { try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try standardInput.fileHandleForWriting.close()
    let finished = Finished(
      status: 0, output: String(decoding: await outputData, as: UTF8.self),
      errors: String(decoding: await errorData, as: UTF8.self))
    process.waitUntilExit()
    return Finished(status: process.terminationStatus, output: finished.output, errors: finished.errors)
  }

  private static func read(_ pipe: Pipe) async -> Data {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: pipe.fileHandleForReading.readDataToEndOfFile()) }
    }
  }
}

/// Lets in as many as there are places; the others wait in the order of their coming.
actor Turnstile {
  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  /// Takes a place, or waits for one.
  func enter() async {
    guard places == 0 else {
      places -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Gives a place to who has waited longest.
  func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
  }
}

/// What a command left behind.
struct Finished {
  /// Its exit code.
  let status: Int32
  /// What it wrote to standard output.
  let output: String
  /// What it wrote to standard error.
  let errors: String

  /// The JSON on standard output.
  var json: JSONValue {
    get throws { try JSONReader.read(Array(output.utf8)) }
  }
}

/// A server in Python that says on its first line how it is reached, and serves until its standard input closes.
final class Server: Sendable {
  /// What its first line said.
  let greeting: JSONValue
  private let process: Process
  private let input: Pipe

  /// Starts a script with these arguments.
  convenience init(_ script: String, _ arguments: String...) throws {
    try self.init(script, arguments, python: try #require(Harness.python))
  }

  /// Starts a script with a Python of its own.
  init(_ script: String, _ arguments: [String], python: URL) throws {
    let process = Process()
    process.executableURL = python
    process.arguments = [Harness.root.appendingPathComponent(script).path] + arguments
    process.environment = [
      "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": Folders.temporary.path,
    ]
    let (output, input) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardInput = input
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    self.process = process
    self.input = input
    greeting = try JSONReader.read(line)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}

extension Trait where Self == ConditionTrait {
  /// End-to-end tests need the emulator and the stub, which are written in Python.
  static var needsPython: Self {
    // Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
    .enabled(if: Harness.python != nil, "no Python with the emulator: run scripts/setup, or set AUDIT_TEST_PYTHON")
  }
}
