import Documents
import Foundation
import Testing

/// What `audit init` asks at a terminal, and what it makes of the answers.
@Suite(.needsPython) struct InitTerminalTests {
  private func run(_ answers: [String], _ arguments: String..., folder: Folder) async throws -> Finished {
    let driver = Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/answers.py").path
    let list = JSONWriter().string(.array(answers.map(JSONValue.string)))
    return try await Harness.run(
      try #require(Harness.python), [driver, list, Harness.binary.path, "init"] + arguments,
      environment: ["HOME": folder.url.path, "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"],
      folder: folder.url)
  }

  private static let workflow = ".github/workflows/edge-audit.yml"
  private static let questions = ["Capture a baseline", "Write a workflow"]

  @Test(arguments: [
    (["n\n", "\n"], [false, true]), (["n\n", "No, thanks\n"], [false, false]), (["N\n", "y\n"], [false, true]),
    // The end of what is typed agrees to nothing.
    (["\u{4}", "\u{4}"], [false, false]),
  ])
  func `what is declined is not written, and what is not is`(answers: [String], wanted: [Bool]) async throws {
    let folder = try Folder()
    let said = try await run(answers, folder: folder)
    #expect(said.status == 0, "\(said.output)")
    for question in Self.questions { #expect(said.output.contains(question), "\(said.output)") }
    let files = ["baselines/edge.yaml", Self.workflow]
    let there = files.map { FileManager.default.fileExists(atPath: folder.url.appending(path: $0).path) }
    #expect(there == wanted && said.output.contains("wrote  audit.yaml"), "\(said.output)")
  }

  @Test func `a baseline that was agreed to and cannot be captured is said, and the rest is written`() async throws {
    let folder = try Folder()
    let said = try await run(["y\n", "n\n"], folder: folder)
    #expect(said.status == 1 && said.output.contains("failed baselines/edge.yaml"), "\(said.output)")
    #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "audit.yaml").path))
  }

  @Test func `what is named is not asked, and an interruption writes nothing`() async throws {
    let folder = try Folder()
    let interrupted = try await run(["\u{3}"], folder: folder)
    #expect(interrupted.status == 130, "\(interrupted.output)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    let named = try await run([], "--no-baseline", "--no-workflow", folder: folder)
    #expect(named.status == 0 && !named.output.contains("[Y/n]"), "\(named.output)")
    let yes = try await run([], "--yes", "--no-baseline", folder: folder)
    #expect(
      yes.status == 0 && !yes.output.contains("[Y/n]") && yes.output.contains("kept   audit.yaml"), "\(yes.output)")
  }
}
