import Documents
import Foundation
import TestSupport
import Testing

/// Where results go: whatever is named for them stays what it is, and what cannot be written is known before anything is
/// asked or changed.
@Suite struct OutputTests {
  /// The commands that take a name for what they write, up to that name; each on a snapshot.
  static let commands = [
    "check --snapshot estate.json --only minimum-tls-version --format json --output",
    "check --snapshot estate.json --only minimum-tls-version --report json=",
    "fix --dry-run --snapshot estate.json --only minimum-tls-version --format json --output",
    "fix --dry-run --snapshot estate.json --only minimum-tls-version --report json=",
    "baseline capture --force --snapshot estate.json -o", "baseline import state.json --force -o",
  ]

  private static func folder() throws -> Folder {
    let folder = try Folder.withEstate(isWhole: true)
    try folder.write(#"{"format_version": "1.0"}"#, to: "state.json")
    return folder
  }

  /// Runs a script of the shell in a folder, in which `$AUDIT` is the command line.
  private static func shell(_ script: String, in folder: Folder, key: Bool = true) async throws -> Finished {
    var environment = ["AUDIT": Harness.binary.path, "AWS_EC2_METADATA_DISABLED": "true"]
    // Nothing is asked with it.
    if key { environment.merge(["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "none"]) { $1 } }
    return try await Harness.run(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script], environment: environment, folder: folder.url)
  }

  private static func line(_ command: String, _ name: String) -> String {
    "\"$AUDIT\" \(command)\(command.hasSuffix("=") ? "" : " ")\(name)"
  }

  /// What a result is known by.
  private static func isResult(_ text: String?) -> Bool {
    guard let text, text.hasSuffix("\n"), !text.contains("OLDCONTENT") else { return false }
    return text.contains("minimum-tls-version") || text.contains("resources:")
  }

  // MARK: Written through

  @Test(arguments: commands)
  func `a file keeps its mode, its other names and nothing of what it held`(command: String) async throws {
    let folder = try Self.folder()
    let run = try await Self.shell(
      """
      yes OLDCONTENT | head -c 100000 > file; chmod 600 file; ln file other; ln -s file link; mkdir sub; ln -s ../file sub/link
      ls -i file > number; \(Self.line(command, "sub/link")); echo $? >&2
      ls -i file | diff number - >&2; stat -c %a file >&2; cmp file other >&2; readlink link sub/link >&2
      """, in: folder)
    #expect(run.errors.hasSuffix("600\nfile\n../file\n"), "\(run.errors)")
    #expect(Self.isResult(folder.text("other")), "\(run.errors)")
  }

  @Test(arguments: commands)
  func `a link that leads nowhere leads to the new file afterwards`(command: String) async throws {
    let folder = try Self.folder()
    let run = try await Self.shell("ln -s new link; \(Self.line(command, "link")); readlink link >&2", in: folder)
    #expect(run.errors.hasSuffix("new\n"), "\(run.errors)")
    #expect(Self.isResult(folder.text("new")))
  }

  @Test(arguments: commands)
  func `a named pipe is written to, and so is one that a link leads to`(command: String) async throws {
    for name in ["pipe", "link"] {
      let folder = try Self.folder()
      let run = try await Self.shell(
        "mkfifo pipe; ln -s pipe link; cat pipe > got & \(Self.line(command, name)); wait; test -p pipe && test -L link",
        in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(Self.isResult(folder.text("got")), "\(run.errors)")
    }
  }

  @Test(.needsDeviceNodes, arguments: commands)
  func `a device stays a device`(command: String) async throws {
    let folder = try Self.folder()
    let run = try await Self.shell(
      "mknod null c 1 3; mknod full c 1 7; \(Self.line(command, "null")); echo $?; test -c null || echo replaced\n"
        + "\(Self.line(command, "full")); echo $?; test -c full || echo replaced", in: folder)
    let lines = run.output.split(separator: "\n")
    #expect(lines.filter { ["0", "1", "2"].contains($0) }.last == "1" && !lines.contains("replaced"), "\(run.output)")
    #expect(run.errors.contains("audit: full: the disk is full."), "\(run.errors)")
  }

  @Test(arguments: commands, ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
  func `standard output is written to by each of its names, and not from its beginning`(
    command: String, name: String
  ) async throws {
    let folder = try Self.folder()
    // One report at a time: where another format goes to standard output, the text goes elsewhere.
    let line = command.replacingOccurrences(of: "--report", with: "--output text --report")
    let run = try await Self.shell(
      "exec > log; echo first; \(Self.line(line, name)); echo last; test ! -e ./- && test ! -e dev", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let text = folder.text("log") ?? ""
    #expect(text.hasPrefix("first\n") && text.hasSuffix("last\n"), "\(text)")
    #expect(Self.isResult(String(text.dropLast(5))))
  }

  @Test(arguments: [
    ["--report", "json=x", "--report", "sarif=x"], ["--output", "x", "--report", "json=x"],
    ["--output", "./x", "--report", "json=link"],
  ])
  func `two reports on one file are an error, whatever its names`(names: [String]) async throws {
    let folder = try Self.folder()
    try folder.write("before\n", to: "x")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("link").path, withDestinationPath: "x")
    let run = try await Harness.audit(["check", "--snapshot", "estate.json"] + names, folder: folder.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("two results"), "\(run.errors)")
    #expect(folder.text("x") == "before\n")
  }

  @Test(arguments: [
    ["--report", "json=-"], ["--report", "json=/dev/stdout"],
    ["--output", "x", "--report", "json=-", "--report", "sarif=/dev/fd/1"],
  ])
  func `two reports on standard output are an error, as nobody could read either`(names: [String]) async throws {
    let folder = try Self.folder()
    let run = try await Harness.audit(["check", "--snapshot", "estate.json"] + names, folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(run.errors.contains("two results"), "\(run.errors)")
  }

  @Test(arguments: [
    ["check", "--snapshot", "estate.json", "--output", ""], ["check", "--snapshot", ""],
    ["check", "--snapshot", "estate.json", "--baseline", ""], ["snapshot", "-o", ""], ["diff", "", "estate.json"],
  ])
  func `a file that is named by nothing is said`(arguments: [String]) async throws {
    let folder = try Self.folder()
    let run = try await Harness.audit(arguments, folder: folder.url)
    #expect(run.status == 1 && run.errors == "audit: The name of a file is empty.\n", "\(run.errors)")
  }

  @Test func `a name of one letter is a name`() async throws {
    let folder = try Self.folder()
    let run = try await Harness.audit(["merge", "x", "--output", "y"], folder: folder.url)
    #expect(run.status == 1 && folder.text("y")?.contains("x: there is no such file") == true, "\(run.errors)")
  }

  // MARK: Onto what is read

  @Test(arguments: [
    ["check", "--snapshot", "estate.json", "--output", "estate.json"],
    ["check", "--snapshot", "estate.json", "--report", "json=link"],
    ["check", "--snapshot", "estate.json", "--baseline", "baseline.yaml", "--output", "baseline.yaml"],
    ["check", "--snapshot", "estate.json", "--baseline", "folder", "--report", "sarif=folder/inner.yaml"],
    ["check", "--snapshot", "estate.json", "--config", "own.yaml", "--output", "./own.yaml"],
    ["check", "--snapshot", "estate.json", "--config", "own.yaml", "--output", "waivers.yaml"],
    ["check", "--snapshot", "estate.json", "--rules", "rule.yaml", "--output", "rule.yaml"],
    ["check", "--snapshot", "estate.json", "--terraform", "plan.json", "--output", "plan.json"],
    ["check", "--snapshot", "estate.json", "--new-only", "--since", "since.json", "--output", "since.json"],
    ["check", "--snapshot", "estate.json", "--state", "audit.state", "--output", "audit.state"],
    ["fix", "--dry-run", "--snapshot", "estate.json", "-o", "estate.json"],
    ["fix", "--dry-run", "--snapshot", "estate.json", "-o", "new", "--output", "new"],
    ["map", "--snapshot", "estate.json", "-o", "estate.json"],
    ["check", "--accounts", "accounts.yaml", "--output", "accounts.yaml"],
    ["check", "--terraform", "plan.json", "--output", "plan.json"],
    ["baseline", "capture", "--force", "--snapshot", "estate.json", "-o", "estate.json"],
    ["baseline", "import", "--force", "template.yaml", "-o", "template.yaml"],
    ["merge", "report.json", "--format", "json", "--output", "./report.json"],
    ["merge", "report.json", "since.json", "--report", "json=report.json"],
    ["merge", "new", "--output", "./new"],
    ["merge", "report.json", ".", "--output", "report.json"],
    ["snapshot", "--state", "audit.state", "-o", "audit.state"],
    ["history", "--state", "audit.state", "--output", "audit.state"],
  ])
  func `results take the place of nothing that is read, and of no other results`(arguments: [String]) async throws {
    let folder = try Self.folder()
    let estate = try #require(folder.text("estate.json"))
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("folder"), withIntermediateDirectories: true)
    let baseline = "resources: [{type: AWS::S3::Bucket, id: site, expect: {Name: site}}]\n"
    let files = [
      "since.json": estate, "baseline.yaml": baseline, "folder/inner.yaml": baseline,
      "own.yaml": "include: [waivers.yaml]\n", "waivers.yaml": "waivers: []\n", "rule.yaml": "rules: []\n",
      "plan.json": #"{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {}}}"#,
      "accounts.yaml": "accounts: [{id: '111122223333', role: auditor}]\n",
      "template.yaml": "Resources: {L: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: x}}}\n",
      "report.json": "{}\n",
    ]
    for (name, text) in files { try folder.write(text, to: name) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("link").path, withDestinationPath: "estate.json")
    // Nobody is asked: there is nobody.
    let run = try await Harness.audit(
      arguments,
      environment: [
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
      ],
      folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("it is read here") || run.errors.contains("named for two results"), "\(run.errors)")
    for (name, text) in files { #expect(folder.text(name) == text, "\(name)") }
    #expect(folder.text("estate.json") == estate && folder.text("new") == nil)
  }

  @Test(arguments: [
    ["--write-waivers", "new", "--output", "new"], ["--write-waivers", "new", "--report", "json=./new"],
    ["--write-waivers", "plan.json", "--force", "--terraform", "plan.json"],
    ["--write-waivers", "baseline.yaml", "--force", "--baseline", "baseline.yaml"],
    ["--write-waivers", "rule.yaml", "--force", "--rules", "rule.yaml"],
    ["--write-waivers", "estate.json", "--force"], ["--write-waivers", "t.state", "--force", "--state", "t.state"],
    ["--write-waivers", "-"], ["--write-waivers", "-", "--output", "new", "--report", "json=/dev/stdout"],
  ])
  func `waivers take the place of nothing else that is read or written`(arguments: [String]) async throws {
    let folder = try Self.folder()
    let files = [
      "baseline.yaml": "resources: [{type: AWS::S3::Bucket, id: site, expect: {Name: site}}]\n",
      "rule.yaml": "rules: []\n",
      "plan.json": #"{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {}}}"#,
      "estate.json": try #require(folder.text("estate.json")),
    ]
    for (name, text) in files { try folder.write(text, to: name) }
    let run = try await Harness.audit(
      ["check", "--snapshot", "estate.json", "--reason", "Known.", "--expires", "2999-01-01"] + arguments,
      folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains("it is read here") || run.errors.contains("named for two results"), "\(run.errors)")
    for (name, text) in files { #expect(folder.text(name) == text, "\(name)") }
    #expect(folder.text("new") == nil)
  }

  @Test func `waivers on standard output are nothing but waivers`() async throws {
    let folder = try Self.folder()
    let run = try await Harness.audit(
      [
        "check", "--snapshot", "estate.json", "--write-waivers", "-", "--reason", "Known.", "--expires", "2999-01-01",
        "--output", "report.txt",
      ], folder: folder.url)
    #expect(run.output.hasPrefix("waivers:") || run.output.hasPrefix("#"), "\(run.output)")
    #expect(run.errors.contains("audit.yaml says `include: [FILE]`"), "\(run.errors)")
    let again = try await Harness.audit(
      ["check", "--snapshot", "estate.json", "--format", "json", "--config", "-"], input: run.output, folder: folder.url
    )
    let summary = try again.json["summary"]
    #expect(summary["fail"] == 0 && summary["waived"].integer ?? 0 > 0, "\(again.errors)")
  }

  @Test(arguments: ["reports", "reports/*.json", "reports/*"])
  func `what reports are merged into is none of them, however often`(name: String) async throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("reports"), withIntermediateDirectories: true)
    let check = try await Harness.audit(
      ["check", "--snapshot", "estate.json", "--format", "json", "--output", "reports/a.json"], folder: folder.url)
    for _ in 1...3 {
      let merge = try await Harness.audit(
        ["merge", name, "--format", "json", "--output", "reports/all.json", "--report", "html=reports/all.html"],
        folder: folder.url)
      #expect(merge.status == check.status, "\(merge.errors)")
    }
    let (one, all) = (folder.text("reports/a.json"), folder.text("reports/all.json"))
    let counts = try [one, all].map { try JSONReader.read(Array(try #require($0).utf8))["summary"] }
    #expect(counts[0] == counts[1])
    // A report that was merged before is the same audit once more.
    let page = try await Harness.audit(["merge", "reports", "--format", "json"], folder: folder.url)
    #expect(try page.json["summary"] == counts[0])
  }

  @Test func `waivers are added to the file of waivers that is in use`() async throws {
    let folder = try Self.folder()
    let arguments = [
      "check", "--snapshot", "estate.json", "--write-waivers", "waivers.yaml", "--reason", "Known.", "--expires",
      "2999-01-01",
    ]
    for more in [[], ["--config", "waivers.yaml"]] {
      let run = try await Harness.audit(arguments + more, folder: folder.url)
      #expect(run.errors.contains("waived."), "\(run.errors)")
    }
  }

  // MARK: Opened before the first call

  /// The commands that ask AWS, or change something there, up to the name of what they write. Without credentials, a call
  /// would end them with another error.
  static let callers = [
    "check --output", "check --report json=", "fix --yes --output", "fix --yes --report html=", "fix --yes --journal",
    "fix --dry-run --output", "undo run.jsonl --yes --output", "undo run.jsonl --yes --report json=",
    "undo run.jsonl --yes --journal", "snapshot -o", "baseline capture -o",
  ]

  @Test(arguments: callers)
  func `what cannot be written ends a command before its first call`(command: String) async throws {
    let folder = try Self.folder()
    try folder.write(
      #"{"record": "run", "run": "r", "command": "fix", "account": "111122223333", "version": "0", "startedAt": ""}"#
        + "\n", to: "run.jsonl")
    try folder.write("", to: "file")
    for name in ["file/x", "file/x/y"] + (command.hasSuffix("--journal") ? ["file"] : ["missing/x", "."]) {
      // For what people go on with, folders are made.
      if command.hasPrefix("baseline"), name == "missing/x" { continue }
      let run = try await Self.shell(Self.line(command, name), in: folder, key: false)
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(run.errors.contains(name) && !run.errors.contains("redentials"), "\(run.errors)")
    }
    let fine = try await Self.shell(Self.line(command, "new"), in: folder, key: false)
    #expect(fine.status == 1 && fine.errors.contains("redentials"), "\(fine.errors)")
    // What came to nothing leaves nothing behind.
    #expect(folder.text("new") == nil)
  }

  @Test(arguments: ["check", "fix --yes", "undo run.jsonl --yes", "snapshot", "baseline capture"])
  func `closed standard output ends a command before its first call`(command: String) async throws {
    let folder = try Self.folder()
    try folder.write(
      #"{"record": "run", "run": "r", "command": "fix", "account": "111122223333", "version": "0", "startedAt": ""}"#
        + "\n", to: "run.jsonl")
    let run = try await Self.shell("\"$AUDIT\" \(command) >&-", in: folder, key: false)
    #expect(run.status == 1)
    #expect(run.errors == "audit: standard output: it is closed.\n", "\(run.errors)")
  }

  @Test func `a quiet report of nothing is nothing, and no blank line`() async throws {
    let folder = try Folder.withEstate()
    let holds = try await Harness.audit(
      ["check", "--snapshot", "estate.json", "--only", "edge-lambda-region", "--quiet"], folder: folder.url)
    #expect(holds.status == 0 && holds.output.isEmpty, "\(holds.output)")
  }

  @Test func `what is waived is no line of a quiet report, and nothing else is wrong beside it`() async throws {
    let folder = try Folder.withEstate()
    try folder.write(
      """
      waivers:
        - {rule: viewer-protocol-https, resource: E1, reason: Known., expires: 2999-01-01}
      """, to: "audit.yaml")
    let check = ["check", "--snapshot", "estate.json", "--only", "viewer-protocol-https"]
    let quiet = try await Harness.audit(check + ["--quiet"], folder: folder.url)
    #expect(quiet.status == 0 && quiet.output.isEmpty, "\(quiet.output)")
    let text = try await Harness.audit(check, folder: folder.url)
    #expect(text.output.contains("Nothing is wrong but what is waived: "), "\(text.output)")
  }

  @Test(arguments: ["merge", "plan show", "query resources --snapshot", "check --snapshot", "diff estate.json"])
  func `JSON in which a member is written twice is refused, as nobody can tell which was meant`(
    command: String
  ) async throws {
    let folder = try Folder.withEstate()
    try folder.write(#"{"schemaVersion": "1", "schemaVersion": "1"}"#, to: "twice.json")
    let words = command.split(separator: " ").map(String.init)
    let run = try await Harness.audit(words + ["twice.json"], folder: folder.url)
    let said = run.output + run.errors
    #expect(run.status == 1 && said.contains("the object has a second"), "\(said)")
    #expect(!said.contains("twice.json: twice.json"), "\(said)")
  }

  @Test func `a file keeps what it held until there are results`() async throws {
    let folder = try Self.folder()
    try folder.write("before\n", to: "report")
    let run = try await Self.shell(Self.line("check --output", "report"), in: folder, key: false)
    #expect(run.status == 1)
    #expect(folder.text("report") == "before\n")
  }

  // MARK: Standard output

  /// Commands that print, each in another way.
  static let printers = [
    "--help", "--version", "rules list", "rules schema", "rules lint", "query @ --input state.json",
    "check --snapshot estate.json --only minimum-tls-version", "diff estate.json estate.json",
    "fix --dry-run --snapshot estate.json --only minimum-tls-version", "permissions", "calls --snapshot estate.json",
    "baseline capture --snapshot estate.json", "baseline import state.json",
  ]

  @Test(.needsDeviceNodes, arguments: printers)
  func `standard output that takes nothing is said in one sentence`(command: String) async throws {
    let folder = try Self.folder()
    for (end, reason) in [(">&-", "it is closed"), ("> full", "the disk is full")] {
      let run = try await Self.shell("test -c full || mknod full c 1 7; \"$AUDIT\" \(command) \(end)", in: folder)
      #expect(run.status == 1)
      // What is not compared is said beside the results, wherever those go.
      let errors = run.errors.split(separator: "\n").filter { !$0.contains("declares nothing") }
      #expect(errors == ["audit: standard output: \(reason)."], "\(run.errors)")
    }
  }

  @Test(arguments: ["rules show --all --format markdown", "rules schema", "query @ --input large.json"])
  func `a reader that goes away is said in one sentence`(command: String) async throws {
    let folder = try Self.folder()
    try folder.write(JSONWriter().string(.array(Array(repeating: "x", count: 100_000))), to: "large.json")
    // The reader is gone before the first byte is written.
    let run = try await Self.shell(
      "mkfifo pipe; true < pipe & exec 3> pipe; wait; \"$AUDIT\" \(command) >&3", in: folder)
    #expect(run.status == 1)
    #expect(run.errors == "audit: standard output: nobody reads it any more.\n", "\(run.errors)")
  }
}

extension Trait where Self == ConditionTrait {
  /// Only who may make device nodes can try them, and may make them only where they may be opened.
  fileprivate static var needsDeviceNodes: Self {
    let path = Folders.temporary.appending(path: UUID().uuidString).path
    defer { unlink(path) }
    let isMade = mknod(path, S_IFCHR | 0o600, 0x103) == 0
    let descriptor = isMade ? open(path, O_WRONLY) : -1
    if descriptor >= 0 { close(descriptor) }
    return .enabled(if: descriptor >= 0, "no device node can be made here: run the tests as root to try devices")
  }
}
