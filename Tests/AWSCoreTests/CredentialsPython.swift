import AWSCore
import Foundation
import Testing

/// Runs a Python program to its end.
enum PythonRun {
  /// The condition that the Python of the tests has that module.
  static func needs(_ module: String) -> ConditionTrait {
    .enabled(
      if: has(module), "needs Python with \(module): set AUDIT_TEST_PYTHON or make .venv in the root of the package")
  }

  private static func has(_ module: String) -> Bool {
    guard let python = CredentialsStub.python else { return false }
    return (try? run(python, ["-c", "import \(module)"], input: Data())) != nil
  }

  /// What it prints.
  static func run(_ path: String, _ arguments: [String], input: Data) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let standardInput = Pipe()
    let standardOutput = Pipe()
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = FileHandle.nullDevice
    try process.run()
    let writer = Thread {
      try? standardInput.fileHandleForWriting.write(contentsOf: input)
      try? standardInput.fileHandleForWriting.close()
    }
    writer.start()
    let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ConfigurationError("\(path) failed") }
    return output
  }
}
