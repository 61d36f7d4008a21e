import Documents
import Foundation
import Testing

/// The recipes of docs/recipes.md, run with programs in the place of `curl` and `gh` that keep what they are sent.
@Suite struct RecipeTests {
  private static func recipes() throws -> [String] {
    let text = try String(contentsOf: Harness.root.appendingPathComponent("docs/recipes.md"), encoding: .utf8)
    return text.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  /// Runs a recipe on a snapshot with so many findings, in a folder with the report of an earlier run.
  ///
  /// - Parameters:
  ///   - known: How many issues of GitHub have the fingerprint, closed ones as well.
  ///   - snapshot: The file that is checked.
  private static func run(
    _ recipe: String, findings: Int = 1, known: String = "0", snapshot: String = "estate.json"
  ) async throws -> (run: Finished, folder: Folder) {
    let folder = try Folder.withEstate(of: findings)
    try folder.write(Self.yesterday, to: "report.json")
    let check = "audit check --only viewer-protocol-https --snapshot \(snapshot)"
    try folder.write(recipe.replacingOccurrences(of: "audit check", with: check), to: "recipe.sh")
    let bin = folder.url.appendingPathComponent("bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    let programs = [
      "curl": "#!/bin/sh\nprintf '%s\\n' \"$@\" > called\ncat > sent\ncat sent >> all\n",
      // It lists what is open, unless it is told otherwise.
      "gh": """
      #!/bin/sh
      if [ "$1" = api ]; then cat > sent; exit; fi
      case " $* " in *" --state all "*) echo \(known) ;; *) echo 0 ;; esac
      """,
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

  private static let yesterday = """
    {"findings": [{"status": "fail", "severity": "high", "rule": "gone", "message": "It was mended.",
      "fingerprint": "f", "resource": {"id": "E1", "name": "E1"}}]}
    """

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

  @Test(arguments: 0..<3)
  func `nothing is sent where nothing is wrong, or where nothing was audited`(index: Int) async throws {
    let recipe = try Self.recipes()[index]
    let clean = try await Self.run(recipe, findings: 0)
    #expect(clean.run.status == 0 && clean.folder.text("sent") == nil, "\(clean.run.errors)")
    let unread = try await Self.run(recipe, snapshot: "nothing.json")
    #expect(unread.run.status == 1 && unread.folder.text("sent") == nil, "\(unread.run.errors)")
  }

  @Test func `a ticket is opened once, though it was closed`() async throws {
    let (run, folder) = try await Self.run(try Self.recipes()[1])
    #expect(run.status == 2, "\(run.errors)")
    let ticket = try Self.sent(folder)
    // GitHub takes titles of at most 256 characters, whatever there is to say.
    #expect(ticket["title"] == "viewer-protocol-https: E1")
    #expect(ticket["body"].string?.contains("Fingerprint: ") == true)
    let again = try await Self.run(try Self.recipes()[1], known: "1")
    #expect(again.run.status == 2 && again.folder.text("sent") == nil)
  }

  @Test func `Jira gets all of them, fifty in a call`() async throws {
    let (many, all) = try await Self.run(try Self.recipes()[2], findings: 120)
    #expect(many.status == 2, "\(many.errors)")
    let calls = try (all.text("all") ?? "").components(separatedBy: "{\n  \"issueUpdates\"").dropFirst()
      .map { try JSONReader.read(Array("{\"issueUpdates\"\($0)".utf8))["issueUpdates"].array ?? [] }
    #expect(calls.map(\.count) == [50, 50, 20])
    #expect(Set(calls.flatMap(\.self).map { $0["fields"]["summary"].string ?? "" }).count == 120)
    let (run, folder) = try await Self.run(try Self.recipes()[2])
    #expect(run.status == 2, "\(run.errors)")
    let fields = try Self.sent(folder)["issueUpdates"][0]["fields"]
    #expect(fields["labels"].array?.count == 1 && fields["project"]["key"] == "OPS")
    #expect(fields["summary"] == "viewer-protocol-https: E1" && fields["description"]["type"] == "doc")
  }
}
