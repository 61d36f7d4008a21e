import Foundation

/// Botocore as the tests find it: the service models that it carries.
enum BotocoreModels {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A Python that has botocore; `nil` where there is none.
  static let python: String? = {
    let path =
      ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] ?? root.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// What a script prints.
  static func output(of script: String, _ arguments: [String] = []) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: python ?? "")
    process.arguments = [root.appending(path: script).path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
    return data
  }

  /// The script ended with an error.
  struct Failed: Error { let status: Int32 }
}
