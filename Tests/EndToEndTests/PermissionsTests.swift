import Documents
import Foundation
import Testing

/// What `audit permissions` prints is enough, on the emulator that enforces it.
@Suite(.needsPython) struct PermissionsTests {
  /// The environment of a user with the policy that is printed for these arguments.
  private static func user(in estate: EmulatorTests.Estate, _ arguments: String...) async throws -> [String: String] {
    let printed = try await Harness.audit(["permissions"] + arguments)
    try #require(printed.status == 0, "\(printed.errors)")
    let script = Harness.root.appending(path: "Tests/EndToEndTests/Fixtures/user.py").path
    let made = try await Harness.run(
      try #require(Harness.python), [script, estate.environment["AWS_ENDPOINT_URL"] ?? "", estate.account],
      environment: ["PYTHONDONTWRITEBYTECODE": "1"], input: printed.output)
    try #require(made.status == 0, "\(made.errors)")
    let environment = try JSONReader.read(Array(made.output.utf8)).object ?? [:]
    return Dictionary(uniqueKeysWithValues: environment.map { ($0.name, $0.value.string ?? "") })
  }

  @Test func `a check needs no more`() async throws {
    let estate = try #require(try await EmulatorTests.seed("--account", "100000000003", "compliant").first)
    let environment = try await Self.user(in: estate)
    let checked = try await Harness.audit("check", environment: environment)
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func `repairs and undoing them need no more`() async throws {
    let estate = try #require(try await EmulatorTests.seed("--account", "100000000004", "drifted").first)
    let folder = try Folder()
    let environment = try await Self.user(in: estate, "--fix").merging(["AUDIT_LOCK_FOLDER": folder.path]) { $1 }
    let arguments = ["--yes", "--no-wait", "--format", "json", "--journal", folder.path]
    let fixed = try await Harness.audit(["fix"] + arguments, environment: environment)
    #expect(!fixed.output.contains("AccessDenied"), "\(fixed.output)")
    let report = try JSONReader.read(Array(fixed.output.utf8))
    let statuses = (report["repairs"]["steps"].array ?? []).map { $0["status"] }
    #expect(!statuses.isEmpty && statuses.allSatisfy { $0 == "applied" }, "\(statuses)")
    let undone = try await Harness.audit(["undo", "last"] + arguments, environment: environment)
    #expect(undone.status == 0, "\(undone.output)\(undone.errors)")
  }
}
