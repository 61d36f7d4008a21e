import AWSCore
import Foundation

/// The Python that tests run helpers with.
public enum Python {
  /// `AUDIT_TEST_PYTHON`, or that of `.venv`; `nil` where there is none.
  public static let path: String? = {
    if let path = ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] { return path }
    let path = Folders.root.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// Whether it has those modules.
  public static func has(_ modules: String) -> Bool {
    (try? run(["-c", "import \(modules)"])) != nil
  }

  /// What a program of it prints.
  ///
  /// - Throws: ``ConfigurationError`` where there is no Python, or where the program fails.
  public static func run(_ arguments: [String], input: Data = Data()) throws -> Data {
    guard let path else { throw ConfigurationError("there is no Python: run scripts/setup") }
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
