import Documents
import Foundation
import Testing

/// The command line as users type it, without AWS.
@Suite struct CommandLineTests {
  @Test func `help goes to standard output and ends well`() async throws {
    for arguments in [
      ["--help"], ["check", "--help"], ["rules", "list", "--help"], ["--version"], ["help"], ["help", "rules", "list"],
    ] {
      let run = try await Harness.run(Harness.binary, arguments, environment: [:])
      #expect(run.status == 0)
      #expect(!run.output.isEmpty)
      #expect(run.errors.isEmpty)
    }
  }

  @Test(
    arguments: [
      (["chekc"], "Did you mean \"check\"?"), (["help", "chekc"], "Did you mean \"check\"?"),
      (["baseline", "captur"], "Did you mean \"capture\"?"),
      (["history", "shwo", "1f2e"], "There is no command \"history shwo\". Did you mean \"show\"?"),
      (["check", "--fail-on", "bad"], "bad"),
      (["check", "--concurrency", "0"], "1 to 256"),
      (["check", "--only", "edge-role-trsut"], "edge-role-trust"),
      (["check", "--rules", "/nonexistent.yaml"], "no such file"),
      (["check", "--snapshot", "/nonexistent.json"], "no such file"), (["query", "a["], "--input"),
      (["check", "--quiet", "--verbose"], "exclude"), (["rules", "show", "nope"], "rules list"),
      (["check", "--report", "pdf=x"], "no format \"pdf\""),
      (["check", "--report", "sarif"], "FORMAT=FILE"), (["check", "--format", "sarfi"], "Did you mean \"sarif\"?"),
      (["check", "--report", "Junit=x"], "Did you mean \"junit\"? Formats: text, json, sarif,"),
      (["fix", "--dryrun"], "Unknown option '--dryrun'. Did you mean '--dry-run'?"),
      (["-z"], "Unknown option '-z'.\nSee 'audit --help' for all"),
      (["fix", "--max-changes", "-1"], "Missing value for '--max-changes <number>'"),
      (["fix", "--auto-aprove"], "Did you mean '--auto-approve'?"),
      (["undo", "last", "--no-wiat"], "Did you mean '--no-wait'?"),
      (["check", "--role", "x", "--orgnization"], "Did you mean '--organization'?"),
      (["check", "--out", "x"], "Did you mean '--output'?"), (["check", "-o", "x"], "Did you mean '--output'?"),
      (["check", "--endpoint=http://x"], "Unknown option '--endpoint'. Did you mean '--endpoint-url'?"),
      (["check", "--json"], "Did you mean '--format json'?"), (["check", "-quiet"], "Did you mean '--quiet'?"),
      (["check", "--dry-run"], "Unknown option '--dry-run'.\nSee 'audit check --help'"),
      (["rules", "list", "--formt", "json"], "Did you mean '--format'?\nSee 'audit rules list --help'"),
      (["plan", "show", "x", "-no-color"], "no such file"), (["check", "-qn"], "Unknown option '-qn'."),
      (["check", "-qv"], "exclude"),
    ])
  func `bad usage ends with 1 and says what to do`(arguments: [String], hint: String) async throws {
    let run = try await Harness.run(Harness.binary, arguments, environment: [:])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(hint), "\(run.errors)")
  }

  private static let hiding = ["--map-root-user", "--mount", "/bin/sh", "-c"]

  /// Whether this machine lets us hide /proc from a process.
  private static let canHide: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = hiding + ["mount -t tmpfs none /proc"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: canHide, "a process cannot be kept from /proc here"))
  func `where no argument can be read, as without /proc, nothing passes`() async throws {
    let run = try await Harness.run(
      URL(fileURLWithPath: "/usr/bin/unshare"), Self.hiding + ["mount -t tmpfs none /proc && exec \"$AUDIT\" check"],
      environment: ["AUDIT": Harness.binary.path])
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("/proc is not mounted"), "\(run.errors)")
  }

  @Test(arguments: ["--template", "--terraform"])
  func `a document of which nothing can be compared says why, as that is what somebody can change`(
    option: String
  ) async throws {
    let folder = try Folder.withEstate()
    try folder.write(
      option == "--template"
        ? """
        Parameters: {Stage: {Type: String}}
        Resources: {Logs: {Type: "AWS::Logs::LogGroup", Properties: {LogGroupName: !Ref Stage}}}
        """
        : #"""
        {"version": 4, "terraform_version": "1.9.0", "resources": [{"mode": "managed", "type": "aws_iam_role",
          "name": "x", "provider": "p", "instances": [{"attributes": 3}]}]}
        """#, to: "document")
    let run = try await Harness.audit(
      ["check", "--snapshot", "estate.json", "--only", "baseline", option, "document"], folder: folder.url)
    #expect(run.status == 1)
    let hint = option == "--template" ? "give it with --parameter" : "terraform refresh"
    #expect(run.errors.contains(hint), "\(run.errors)")
  }

  @Test(arguments: ["check", "fix --dry-run", "calls", "snapshot", "map", "baseline capture", "check --stack x"])
  func `where no call is answered one line says so, and what to look at`(command: String) async throws {
    let run = try await Harness.audit(
      command.split(separator: " ").map(String.init) + ["--endpoint-url", "http://127.0.0.1:1", "--no-progress"],
      environment: [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1",
      ])
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("audit: No call was answered: no connection to 127.0.0.1:1"), "\(run.errors)")
    #expect(run.errors.contains("Check network, proxy and --endpoint-url"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }

  @Test func `without credentials there is one error that names each place`() async throws {
    let run = try await Harness.audit("check", environment: ["AWS_EC2_METADATA_DISABLED": "true"])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    for place in ["environment", "web identity", "credentials file", "process", "config file", "container", "instance"]
    {
      #expect(run.errors.contains(place), "\(place)")
    }
  }

  @Test func `a profile that is named and missing is an error`() async throws {
    let run = try await Harness.audit("check", "--profile", "nope")
    #expect(run.status == 1)
    #expect(run.errors.contains("nope"))
  }

  @Test func `rules are listed, shown and checked`() async throws {
    let list = try await Harness.audit("rules", "list")
    #expect(list.status == 0)
    #expect(list.output.contains("function-kvs-association"))
    #expect(list.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let page = try await Harness.audit("rules", "show", "edge-log-retention")
    #expect(page.output.contains("maxDays (default 90)"))
    #expect(try await Harness.audit("rules", "lint").status == 0)
    let folder = try Folder()
    try "rules:\n  - id: x\n    sevrity: low\n"
      .write(to: folder.url.appendingPathComponent("mine.yaml"), atomically: true, encoding: .utf8)
    let lint = try await Harness.audit("rules", "lint", folder.url.path)
    #expect(lint.status == 1)
    #expect(lint.output.contains("mine.yaml:3:5"))
    #expect(lint.output.contains("Did you mean \"severity\"?"))
  }

  @Test func `a name that is let stand is a warning, and an error where that is asked for`() async throws {
    let folder = try Folder()
    let file = folder.url.appendingPathComponent("mine.yaml")
    try """
    unknownMembers: allow
    rules:
      - id: mine
        title: Mine
        severity: low
        resource: AWS::CloudFront::Distribution
        value: Commnet
        expect: { present: true }
        message: "{id} has no comment."
        why: Because.
        remediation: { recommendation: Write one. }
        repair: { mode: none }
    """.write(to: file, atomically: true, encoding: .utf8)
    let lint = try await Harness.audit("rules", "lint", file.path)
    #expect(lint.status == 0)
    #expect(lint.output.contains("mine.yaml:7:12: warning: \"Commnet\""))
    #expect(lint.output.contains("1 file, 1 rule: 1 warning."))
    #expect(try await Harness.audit("rules", "lint", "--strict", file.path).status == 1)
    #expect(try await Harness.audit("rules", "lint", "--strict").status == 0)
  }

  @Test func `rules/schema.json is what the command prints`() async throws {
    let kept = try String(contentsOf: Harness.root.appendingPathComponent("rules/schema.json"), encoding: .utf8)
    let printed = try await Harness.audit("rules", "schema").output
    #expect(printed == kept, "stale: swift run audit rules schema > rules/schema.json")
    #expect(try await Harness.audit("rules", "schema", "--of", "rules").output == printed)
  }

  @Test func `docs/rules.md is what the command prints`() async throws {
    let kept = try String(contentsOf: Harness.root.appendingPathComponent("docs/rules.md"), encoding: .utf8)
    let shown = try await Harness.audit("rules", "show", "--all", "--format", "markdown", folder: Harness.root)
    #expect(shown.status == 0)
    #expect(shown.output == kept, "stale: swift run audit rules show --all --format markdown > docs/rules.md")
  }

  @Test(.needsPython) func `what rules say to do by hand is what bash, the AWS CLI and Terraform's language know`()
    async throws
  {
    let run = try await Harness.run(
      try #require(Harness.python),
      ["-W", "ignore"]
        + ["Tests/EndToEndTests/Fixtures/by_hand.py", "docs/rules.md"].map { "\(Harness.root.path)/\($0)" },
      environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    try #require(run.status == 0, "\(run.errors)")
    #expect(try run.json["errors"] == [], "\(run.output)")
    // Nothing else is called, and none is forgotten.
    #expect(try run.json["programs"] == ["npm", "pip", "wc"])
    #expect(try run.json["blocks"][0].integer ?? 0 > 70 && run.json["blocks"][1].integer ?? 0 > 40, "\(run.output)")
    #expect(try run.json["calls"].integer ?? 0 > 150)
  }

  @Test func `one rule or all are shown, and nothing else is`() async throws {
    let page = try await Harness.audit("rules", "show", "edge-log-retention", "--format", "markdown")
    #expect(page.output.hasPrefix("## edge-log-retention\n"))
    #expect(try await Harness.audit("rules", "show", "--all").output.contains("\nSOURCE\n    built-in/viewers.yaml:"))
    for arguments in [[], ["edge-log-retention", "--all"], ["edge-log-retentoin"]] {
      let run = try await Harness.run(Harness.binary, ["rules", "show"] + arguments, environment: [:])
      #expect(run.status == 1 && run.output.isEmpty && !run.errors.isEmpty, "\(arguments)")
    }
  }

  @Test(
    arguments: [
      ["diff", "-", "-"], ["check", "--snapshot", "-", "--config", "-"],
      ["check", "--snapshot", "-", "--new-only", "--since", "-"], ["check", "--rules", "-", "--baseline", "-"],
    ])
  func `standard input is one document, whichever two options name it`(arguments: [String]) async throws {
    // What the first of them takes.
    let estate = try #require(try Folder.withEstate().text("estate.json"))
    let run = try await Harness.audit(
      arguments, input: arguments.contains("--config") ? "{}" : arguments.contains("--rules") ? "rules: []" : estate)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("Standard input holds one document"), "\(run.errors)")
  }

  @Test func `JSON from anywhere is queried`() async throws {
    let run = try await Harness.audit("query", "a[?b > `1`].c", "--input", "-", input: #"{"a": [{"b": 2, "c": "x"}]}"#)
    #expect(run.status == 0)
    #expect(try run.json == ["x"])
    let bad = try await Harness.audit("query", "a[", "--input", "-", input: "{}")
    #expect(bad.status == 1)
    #expect(bad.errors.contains("line 1, column"))
    let noJSON = try await Harness.audit("query", "a", "--input", "-", input: "{\"a\":")
    #expect(noJSON.status == 1)
    #expect(noJSON.errors.contains("standard input"))
  }

  @Test func `a plan for a snapshot needs no credentials, and says what is left and why`() async throws {
    let folder = try Folder.withEstate()
    let file = folder.url.appendingPathComponent("estate.json").path
    let run = try await Harness.audit(
      "fix", "--dry-run", "--snapshot", file, "--only", "viewer-protocol-https", "--only", "minimum-tls-version",
      "--format", "json", environment: ["AWS_EC2_METADATA_DISABLED": "true"])
    #expect(run.status == 2, "\(run.errors)")
    let report = try run.json
    #expect(report["repairs"]["steps"][0]["operations"] == ["cloudfront:UpdateDistribution"])
    #expect(report["repairs"]["steps"][0]["changes"].array?.count == 1)
    #expect(report["repairs"]["refusals"][0]["reason"].string?.contains("sni-only alone") == true)
    #expect(report["apiCalls"]["byOperation"] == [:] || report["run"]["apiCalls"]["byOperation"] == [:])
  }

  @Test func `what is no snapshot is refused`() async throws {
    let folder = try Folder()
    let file = folder.url.appendingPathComponent("x.json")
    try "{}".write(to: file, atomically: true, encoding: .utf8)
    let run = try await Harness.audit("check", "--snapshot", file.path)
    #expect(run.status == 1)
    #expect(run.errors.contains("no snapshot"))
  }
}
