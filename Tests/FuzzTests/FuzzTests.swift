import Foundation
import Testing

/// Runs what scripts/fuzz runs, for AUDIT_FUZZ_SECONDS (60, all targets together) from AUDIT_FUZZ_SEED: the same cases each
/// time by default, so that what fails is of the change that is tested. `scripts/fuzz` tries others.
@Suite struct FuzzTests {
  /// The program that was built beside the tests.
  private static let program: URL = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let beside = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "fuzz") ?? root
    let isThere = FileManager.default.isExecutableFile(atPath: beside.path)
    return isThere ? beside : root.appending(path: ".build/debug/fuzz")
  }()

  /// What the program says, and how it ends.
  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> (said: String, status: Int32) {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (said, process.terminationStatus)
  }

  @Test func `what nobody wrote neither crashes nor hangs what reads it, and what has to hold of it holds`() throws {
    let environment = ProcessInfo.processInfo.environment
    let (said, status) = try run([
      "--seconds", environment["AUDIT_FUZZ_SECONDS"] ?? "60", "--seed", environment["AUDIT_FUZZ_SEED"] ?? "20261128",
    ])
    print(said)
    #expect(status == 0, "\(said)")
  }

  @Test func `a case comes again from its seed`() throws {
    let arguments = ["--target", "policies", "--seed", "7", "--case", "3"]
    let (first, status) = try run(arguments)
    #expect(status == 0)
    #expect(try run(arguments).said == first && first.contains("Statement"))
  }

  /// A crash that nobody hears of would be none.
  @Test(arguments: [("crash", "crashed by signal"), ("untrue", "does not hold"), ("greed", "MiB of memory")])
  func `a target that does not hold is told with its seed and case, and so is a dead process`(
    kind: String, word: String
  ) throws {
    // The trace of a crash that is wanted would only look like one that is not.
    let (said, status) = try run(
      ["--target", "broken-\(kind)", "--seed", "7", "--seconds", "5"], environment: ["SWIFT_BACKTRACE": "enable=no"])
    #expect(status == 1)
    #expect(said.contains(word))
    #expect(said.contains("scripts/fuzz --target broken-\(kind) --seed 7 --case 0"), "\(said)")
  }
}
