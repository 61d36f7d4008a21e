import Foundation
import TestSupport
import Testing

@testable import Reporting

/// The validators of others, in Python: `Fixtures/validate.py`.
enum Validator {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

  /// A Python with the validators in it: the one of `AUDIT_TEST_PYTHON`, or that of `scripts/setup`.
  static let python: URL? = {
    let named = ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"].map { URL(filePath: $0) }
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    let candidates = [named, root.appending(path: ".venv/bin/python3")].compactMap(\.self)
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// What is said of a text of that format.
  static func judge(_ text: String, as format: ReportFormat) throws -> (isValid: Bool, output: String) {
    let folder = try Folder()
    let file = try folder.write(text, to: "report.\(format)")
    let process = Process()
    process.executableURL = python
    process.arguments = [tests.appending(path: "Fixtures/validate.py").path, format.rawValue]
    process.environment = ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    process.standardInput = FileHandle(forReadingAtPath: file)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus == 0, said)
  }
}

extension Trait where Self == ConditionTrait {
  /// The validators are written in Python.
  static var needsPython: Self {
    .enabled(if: Validator.python != nil, "no Python with the validators: run scripts/setup, or set AUDIT_TEST_PYTHON")
  }
}
