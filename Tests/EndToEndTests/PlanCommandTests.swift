import Documents
import Foundation
import Repairing
import Testing

/// Plans that are written, reviewed and applied: `audit fix --dry-run -o`, `audit plan show`, `audit fix --plan`.
@Suite(.needsPython) struct PlanCommandTests {
  private static let group = "/aws/lambda/us-east-1.image-resizer"
  private static let baseline = ["--baseline", "baseline.yaml", "--only", "baseline"]

  /// An account in which a retention, a trust policy and the code of a function drifted from a baseline, with `plan.json`.
  private func planned(_ changes: [String] = ["retention", "trust-policy", "function-code"]) async throws
    -> RepairAccount
  {
    let account = try await RepairAccount()
    let capture = try await account.audit("baseline", "capture", "-o", "baseline.yaml", as: account.auditor)
    // What the emulator does not know is a gap, on which nothing here depends.
    try #require(account.folder.text("baseline.yaml") != nil, "\(capture.errors)")
    try await account.change(changes)
    // Whoever plans need not be allowed to repair.
    let plan = try await account.audit(
      ["fix", "--dry-run", "-o", "plan.json"] + Self.baseline, as: account.auditor)
    #expect(plan.status == 2, "\(plan.output)\(plan.errors)")
    return account
  }

  private func apply(_ account: RepairAccount, _ more: String...) async throws -> Finished {
    try await account.audit(
      ["fix", "--plan", "plan.json", "--yes", "--no-wait", "--format", "json"] + Self.baseline + more)
  }

  /// What was said of the step on a kind of part.
  private func step(_ part: String, of run: Finished) throws -> JSONValue {
    try run.json["repairs"]["steps"].array?.first { $0["part"].string == part } ?? .null
  }

  @Test func `of a plan whose value somebody has changed since, that step is refused and the others are done`()
    async throws
  {
    let account = try await planned()
    try await account.change(["retention-once-more"])
    let before = try await account.read()
    let shown = try await account.audit("plan", "show", "plan.json", "--format", "json")
    let digest = try #require(try shown.json["digest"].string)
    let run = try await apply(account, "--digest", digest)
    #expect(run.status == 2, "\(run.errors)")
    let retention = try step("retention", of: run)
    #expect(retention["status"] == "overtaken", "\(retention)")
    #expect(retention["message"].string?.contains("Nothing was written") == true)
    #expect(try step("trustPolicy", of: run)["status"] == "applied")
    #expect(try step("stages", of: run)["status"] == "applied")
    let changed = before.changes(to: try await account.read()).joined(separator: "\n")
    #expect(changed.contains("index.html") && !changed.contains("retention"), "\(changed)")
    let journal = try #require(try account.journals.last)
    let first = try JSONReader.read(Array(journal.text.prefix { $0 != "\n" }.utf8))
    #expect(first["plan"].string == digest)
    let entries = try JournalReading(text: journal.text, file: journal.name).entries
    #expect(Set(entries.map(\.step.part.name)) == [.trustPolicy, .stages])
    try account.expectDiscretion()

    // Once more, all but the refused step is as it is to be.
    let again = try await apply(account)
    #expect(try step("trustPolicy", of: again)["status"] == "done")
    #expect(try step("retention", of: again)["status"] == "overtaken")
  }

  @Test func `a plan is shown with reasons, code line by line, what it comes to and its digest`() async throws {
    let account = try await planned()
    let digest = try await account.audit("plan", "show", "plan.json", "--format", "json").json["digest"].string ?? ""
    #expect(digest.count == 64)
    for format in ["text", "markdown", "html"] {
      let shown = try await account.audit("plan", "show", "plan.json", "--format", format)
      #expect(shown.status == 0, "\(shown.errors)")
      let words = ["baseline", "high", "retention", "edge", digest, "to 3 resources"]
      for word in words { #expect(shown.output.contains(word), "\(format): \(word)\n\(shown.output)") }
      let plain = shown.output.replacing("&#45;", with: "-").replacing("&#43;", with: "+")
      #expect(plain.contains("- ") && plain.contains("+ "), "\(format)")
      #expect(shown.output.contains("200.html") && shown.output.contains("index.html"), "\(format)")
      // Of the code only what differs, and a little around it.
      #expect(shown.output.contains("the same"), "\(format)\n\(shown.output)")
    }
  }

  /// Plans that are not what was reviewed, by what is wrong with them.
  static let unfit: [(what: String, from: String, to: String, isResealed: Bool, said: String)] = [
    ("damaged", "\"edge\"", "\"egde\"", false, "not as it was written"),
    ("changed, and its digest with it", "\"edge\"", "\"egde\"", true, "another plan"),
    ("no plan", "\"audit plan\"", "\"other\"", false, "This is no plan"),
    ("of another format", "\"schemaVersion\": \"2\"", "\"schemaVersion\": \"1\"", false, "another format"),
    ("with a part that nobody knows", "\"trustPolicy\"", "\"trustPolicies\"", true, "cannot be understood"),
  ]

  @Test(arguments: unfit)
  func `a plan that is not the one that was reviewed is refused before anything is asked of AWS`(
    what: String, from: String, to: String, isResealed: Bool, said: String
  ) async throws {
    let account = try await planned(["trust-policy"])
    let digest = try await account.audit("plan", "show", "plan.json", "--format", "json").json["digest"].string ?? ""
    let text = try #require(account.folder.text("plan.json"))
    try #require(text.contains(from))
    var changed = text.replacing(from, with: to)
    if isResealed {
      let document = try #require(try JSONReader.read(Array(changed.utf8)).object)
      changed = JSONWriter(.pretty).string(SealedPlan.sealed(document))
    }
    try account.folder.write(changed, to: "plan.json")
    let before = try await account.read()
    let run = try await apply(account, "--digest", digest)
    #expect(run.status == 1 && run.output.isEmpty, "\(what): \(run.output)")
    #expect(run.errors.contains(said) && run.errors.contains("plan.json"), "\(what): \(run.errors)")
    #expect(before.changes(to: try await account.read()) == [])
    #expect(try account.journals.isEmpty)
  }

  @Test func `a plan for another account, of other rules or baselines, or too old is refused`() async throws {
    let account = try await planned(["trust-policy"])
    let other = try await RepairAccount(changes: ["trust-policy"])
    for file in ["plan.json", "baseline.yaml"] {
      try other.folder.write(try #require(account.folder.text(file)), to: file)
    }
    let foreign = try await apply(other)
    #expect(foreign.status == 1 && foreign.errors.contains("for account \(account.number)"), "\(foreign.errors)")

    try account.folder.write("rules:\n  compression: {enabled: false}\n", to: "audit.yaml")
    let rules = try await apply(account)
    #expect(rules.status == 1 && rules.errors.contains("other rules"), "\(rules.errors)")
    try FileManager.default.removeItem(at: account.folder.url.appendingPathComponent("audit.yaml"))

    let baseline = try #require(account.folder.text("baseline.yaml"))
    try account.folder.write(baseline + "\n# changed\n", to: "baseline.yaml")
    let declared = try await apply(account)
    #expect(declared.status == 1 && declared.errors.contains("other baselines"), "\(declared.errors)")
    try account.folder.write(baseline, to: "baseline.yaml")
    let unnamed = try await account.audit("fix", "--plan", "plan.json", "--yes")
    let again = "plan.json was made with --baseline baseline.yaml."
    #expect(unnamed.status == 1 && unnamed.errors.contains(again), "\(unnamed.errors)")

    let text = try #require(account.folder.text("plan.json"))
    let plan = try #require(try JSONReader.read(Array(text.utf8)).object)
    for (readAt, said) in [("2020-01-01T00:00:00.000Z", "too long ago"), ("2999-01-01T00:00:00.000Z", "yet to come")] {
      let aged = SealedPlan.sealed(plan.merging(["readAt": .string(readAt)]))
      try account.folder.write(JSONWriter().string(aged), to: "plan.json")
      let run = try await apply(account)
      #expect(run.status == 1 && run.errors.contains(said), "\(run.errors)")
    }
    try account.folder.write(JSONWriter(.pretty).string(.object(plan)), to: "plan.json")
    #expect(try account.journals.isEmpty && other.journals.isEmpty)

    let run = try await apply(account, "--plan-age", "1h")
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(try step("trustPolicy", of: run)["status"] == "applied")
  }

  @Test(
    arguments: [
      ["--only", "compression"], ["--skip", "baseline"], ["--resource", "image-resizer"],
    ])
  func `a plan of which the choice leaves something out is refused whole`(choice: [String]) async throws {
    let account = try await planned(["retention"])
    let before = try await account.read()
    let run = try await account.audit(
      ["fix", "--plan", "plan.json", "--yes", "--no-wait", "--baseline", "baseline.yaml"] + choice)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("made with --only baseline, and a plan is applied whole"), "\(run.errors)")
    #expect(before.changes(to: try await account.read()).isEmpty)
  }

  @Test func `what a plan leaves out is left out where it is applied, and that is said`() async throws {
    let account = try await RepairAccount(changes: ["retention"])
    // What a rule finds wrong is what the baseline of the day declares.
    _ = try await account.audit("baseline", "capture", "-o", "baselines/edge.yaml", as: account.auditor)
    let choice = ["--only", "edge-log-*", "--only", "baseline", "--skip", "baseline"]
    let plan = try await account.audit(["fix", "--dry-run", "-o", "plan.json"] + choice, as: account.auditor)
    #expect(plan.status == 2, "\(plan.errors)")
    let said = "--only edge-log-* --only baseline --skip baseline"
    for format in ["text", "markdown", "html"] {
      let shown = try await account.audit("plan", "show", "plan.json", "--format", format).output
      let plain = shown.replacing("&#45;", with: "-").replacing("&#42;", with: "*").replacing("\\*", with: "*")
      let words = plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("Made with \(said)"), "\(shown)")
    }
    let other = try await account.audit("fix", "--plan", "plan.json", "--yes", "--skip", "compression")
    #expect(other.status == 1 && other.errors.contains("leave --skip compression away"), "\(other.errors)")
    let run = try await account.audit("fix", "--plan", "plan.json", "--yes", "--no-wait", "--format", "json")
    #expect(run.errors.contains("plan.json was made with \(said), and is applied so."), "\(run.errors)")
    #expect(try step("retention", of: run)["status"] == "applied", "\(run.output)")
    #expect(try run.json["repairs"]["verification"]["worse"] == [])
    #expect(try run.json["findings"].array?.contains { $0["rule"] == "baseline" } == false)
  }

  @Test func `what a plan was made from is named, and of parameters nothing but their names`() async throws {
    let folder = try Folder.withEstate()
    try folder.write(
      """
      Parameters: {Policy: {Type: String}}
      Resources:
        Site:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Aliases: [books.example.com]
              DefaultCacheBehavior: {ViewerProtocolPolicy: !Ref Policy}
      """, to: "my template.yaml")
    let run = try await Harness.audit(
      "fix", "--dry-run", "--snapshot", "estate.json", "--template", "my template.yaml", "--parameter",
      "Policy=https-only", "--no-built-in-rules", "-o", "plan.json", folder: folder.url)
    let plan = try JSONReader.read(Array(try #require(folder.text("plan.json"), "\(run.errors)").utf8))
    let options = ["--no-built-in-rules", "--template", "'my template.yaml'", "--parameter", "'Policy=…'"]
    #expect(plan["options"].array?.compactMap(\.string) == options)
    let shown = try await Harness.audit("plan", "show", "plan.json", folder: folder.url).output
    let words = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("`fix --plan` has to be given \(options.joined(separator: " ")) as well."), "\(shown)")
  }

  @Test(
    arguments: [
      ["fix", "--digest", String(repeating: "0", count: 64), "--dry-run"], ["fix", "--plan-age", "1h", "--dry-run"],
      ["fix", "-o", "p.json", "--yes"], ["fix", "--plan", "p.json", "--digest", "abc", "--yes"],
      ["fix", "--plan", "p.json", "--plan-age", "soon", "--yes"], ["plan", "show", "nowhere.json"],
      ["fix", "--plan", "p.json", "--snapshot", "estate.json", "--dry-run"],
    ])
  func `options of plans that mean nothing together are an error`(arguments: [String]) async throws {
    let folder = try Folder.withEstate()
    let run = try await Harness.audit(arguments, folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty && !run.errors.isEmpty, "\(arguments): \(run.errors)")
    #expect(folder.text("p.json") == nil)
  }

  /// A snapshot, and a baseline that asks for more than a change; rules of which one is left.
  private static let dryRun = [
    "fix", "--dry-run", "--snapshot", "estate.json", "--baseline", "baseline.yaml", "--only", "baseline", "--only",
    "minimum-tls-version",
  ]

  private func withBaseline() throws -> Folder {
    let folder = try Folder.withEstate()
    try folder.write(
      """
      resources:
        - type: AWS::CloudFront::Distribution
          id: E1
          expect: {DefaultCacheBehavior: {ViewerProtocolPolicy: https-only}}
          invalidate: true
          probe: {url: "https://example.com/", expect: 200, times: 2, within: 60}
      """, to: "baseline.yaml")
    return folder
  }

  @Test(arguments: ["text", "markdown", "html"])
  func `a dry run says of its plan what the plan says that it writes`(format: String) async throws {
    let folder = try withBaseline()
    let run = try await Harness.audit(
      Self.dryRun + ["-o", "plan.json", "--format", format, "--report", "\(format)=beside"], folder: folder.url)
    #expect(run.status == 2, "\(run.errors)")
    let shown = try await Harness.audit("plan", "show", "plan.json", "--format", format, folder: folder.url)
    let (before, after) =
      switch format {
      case "text": ("1  AWS", "\nFor account")
      case "markdown": ("#### 1.", "\n**1 change")
      default: ("<section class=\"step\"", "<p><strong>1 change")
      }
    let begin = try #require(shown.output.range(of: before), "\(shown.output)")
    let end = try #require(shown.output.range(of: after), "\(shown.output)")
    let plan = shown.output[begin.lowerBound..<end.lowerBound]
    for word in ["https-only", "minimum-tls-version", "is asked until 200", "the first 1000", "UpdateDistribution"] {
      #expect(plan.contains(word), "\(word)\n\(plan)")
    }
    #expect(run.output.contains(plan), "\(plan)\n\n\(run.output)")
    #expect(folder.text("beside")?.contains(plan) == true)
  }

  @Test func `a plan in JSON says what is done then, and why a step cannot be undone`() async throws {
    let folder = try withBaseline()
    let run = try await Harness.audit(Self.dryRun + ["--format", "json"], folder: folder.url)
    let repairs = try run.json["repairs"]
    #expect(repairs["then"].array?.count == 2 && repairs["then"][1].string?.contains("example.com") == true)
    #expect(repairs["steps"][0]["obstacleToUndo"] == "" && repairs["steps"][0]["base"] == .null)
  }

  @Test(arguments: ["sarif", "junit", "github", "ocsf"])
  func `where no report holds the plan, it is shown beside`(format: String) async throws {
    let folder = try withBaseline()
    let dryRun = Self.dryRun + ["--format", format]
    let run = try await Harness.audit(dryRun, folder: folder.url)
    #expect(run.status == 2 && run.errors.contains("\"https-only\""), "\(run.errors)")
    for more in [["--report", "markdown=plan.md"], ["-o", "plan.json"]] {
      let run = try await Harness.audit(dryRun + more, folder: folder.url)
      #expect(run.status == 2 && !run.errors.contains("https-only"), "\(run.errors)")
    }
  }

  @Test func `a plan can be made of a snapshot, and names its account and time`() async throws {
    let folder = try Folder.withEstate()
    let run = try await Harness.audit(
      ["fix", "--dry-run", "--snapshot", "estate.json", "-o", "plan.json", "--only", "viewer-protocol-https"],
      folder: folder.url
    )
    #expect(run.status != 0)
    let text = try #require(folder.text("plan.json"), "\(run.errors)")
    let plan = try JSONReader.read(Array(text.utf8))
    #expect(plan["account"] == "111122223333" && plan["readAt"] == "2026-01-01T00:00:01.000Z")
  }
}

extension PlanCommandTests {
  @Test func `the plan that fuzzing changes is one that is read`() throws {
    let file = Harness.root.appendingPathComponent("Tests/Fuzz/Corpus/plan.json")
    let plan = try SavedPlan(document: JSONReader.read(Array(Data(contentsOf: file))))
    #expect(!plan.plan.steps.isEmpty && !plan.inputs.choice.options.isEmpty)
  }
}

/// Plans as somebody writes them who knows how digests are made.
enum SealedPlan {
  static func sealed(_ members: JSONObject) -> JSONValue {
    let content = JSONObject(members.filter { $0.name != "digest" }.map { ($0.name, $0.value) })
    return .object(content.merging(["digest": .string(SavedPlan.digest(of: .object(content)))]))
  }
}
