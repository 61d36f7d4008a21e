import Testing
import TestSupport

extension Python {
  /// The condition that the Python of the tests has these modules.
  // Not so where `swift test` is called by itself; scripts/test installs them first.
  static func needs(_ modules: String) -> ConditionTrait {
    .enabled(if: has(modules), "needs Python with \(modules): run scripts/setup, or set AUDIT_TEST_PYTHON")
  }
}

extension Conformance {
  /// The condition that a folder of them is there.
  // They are other people's, and no part of the project: a clone that stands by itself has none of them.
  static func needs(_ name: String) -> ConditionTrait {
    .enabled(if: has(name), "the conformance cases of \(name) are not beside the project")
  }
}

/// The folder of the fixtures.
let fixtures = Folders.root.appending(path: "Tests/AWSCoreTests/Fixtures").path

/// What the error says that this throws; every secret of these tests has `SECRET` in it, and no error has.
func errorText(sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> some Any) -> String {
  do {
    let result = try body()
    Issue.record("no error, but \(result)", sourceLocation: sourceLocation)
    return ""
  } catch {
    #expect(!"\(error) \(String(reflecting: error))".contains("SECRET"), sourceLocation: sourceLocation)
    return "\(error)"
  }
}
