import Documents
import Foundation
import Testing

/// The recipes of docs/recipes.md, run with programs in the place of `curl` and `gh` that keep what they are sent.
@Suite struct RecipeTests {
  private static func recipes() throws -> [String] {
    let text = try String(contentsOf: Harness.root.appendingPathComponent("docs/recipes.md"), encoding: .utf8)
    return text.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  /// Runs a recipe on a snapshot with one finding.
  private static func run(_ recipe: String, known: String = "0") async throws -> (run: Finished, folder: Folder) {
    let folder = try Folder.withEstate()
    let check = "audit check --only viewer-protocol-https --snapshot estate.json"
    try folder.write(recipe.replacingOccurrences(of: "audit check", with: check), to: "recipe.sh")
    let bin = folder.url.appendingPathComponent("bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    let programs = [
      "curl": "#!/bin/sh\nprintf '%s\\n' \"$@\" > called\ncat > sent\n",
      "gh": "#!/bin/sh\nif [ \"$1\" = api ]; then cat > sent; else echo \(known); fi\n",
    ]
    for (name, text) in programs {
      try folder.write(text, to: "bin/\(name)")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: bin.appendingPathComponent(name).path)
    }
    let run = try await Harness.run(
      URL(fileURLWithPath: "/bin/bash"), ["-euo", "pipefail", "recipe.sh"],
      environment: [
        "PATH": "\(bin.path):\(Harness.binary.deletingLastPathComponent().path):/usr/bin:/bin",
        "SLACK_WEBHOOK": "https://example.invalid/hook", "JIRA_URL": "https://example.invalid", "JIRA_USER": "u",
        "JIRA_TOKEN": "t",
      ], folder: folder.url)
    return (run, folder)
  }

  private static func sent(_ folder: Folder) throws -> JSONValue {
    try JSONReader.read(Array(try #require(folder.text("sent")).utf8))
  }

  @Test func `there are three recipes`() throws { #expect(try Self.recipes().count == 3) }

  @Test func `Slack gets a message with what is wrong`() async throws {
    let (run, folder) = try await Self.run(try Self.recipes()[0])
    #expect(run.status == 2, "\(run.errors)")
    let message = try Self.sent(folder)
    #expect(message["blocks"].array?.count == 1)
    #expect(message["blocks"][0]["text"]["text"].string?.hasPrefix("high: viewer-protocol-https: ") == true)
    #expect(folder.text("called")?.hasSuffix("https://example.invalid/hook\n") == true)
  }

  @Test func `a ticket is opened once`() async throws {
    let (run, folder) = try await Self.run(try Self.recipes()[1])
    #expect(run.status == 2, "\(run.errors)")
    let ticket = try Self.sent(folder)
    // GitHub takes titles of at most 256 characters, whatever there is to say.
    #expect(ticket["title"] == "viewer-protocol-https: E1")
    #expect(ticket["body"].string?.contains("Fingerprint: ") == true)
    let again = try await Self.run(try Self.recipes()[1], known: "1")
    #expect(again.run.status == 2 && again.folder.text("sent") == nil)
  }

  @Test func `Jira gets all of them in one call`() async throws {
    let (run, folder) = try await Self.run(try Self.recipes()[2])
    #expect(run.status == 2, "\(run.errors)")
    let fields = try Self.sent(folder)["issueUpdates"][0]["fields"]
    #expect(fields["labels"].array?.count == 1 && fields["project"]["key"] == "OPS")
    #expect(fields["summary"] == "viewer-protocol-https: E1" && fields["description"]["type"] == "doc")
  }
}
