import ArgumentParser
import Documents
import Foundation
import Testing
@testable import audit

/// What people expect of any command line: completion, a manual page, a version to ask for, a project to begin with.
@Suite(.needsPython) struct HabitTests {
  // MARK: Completion

  private static let typed = [
    ("audit check --only edge-role-trust-o", "edge-role-trust-open"), ("audit check --profile pr", "prod"),
    ("audit check --region us-gov-e", "us-gov-east-1"), ("audit undo 2026", "20261121T101502Z-1f2e3d4c"),
    ("audit check --config audit.y", "audit.yaml"), ("audit rules sh", "show"),
    ("audit rules new mine --resource AWS::Lambda::V", "AWS::Lambda::Version"),
    ("audit rules new mine --resource AWS::Cloud", "Front::"),
    // Behind an equals sign, and what has one in it.
    ("audit check --only=edge-role-trust-o", "edge-role-trust-open"), ("audit check --config=audit.y", "audit.yaml"),
    ("audit check --format=sa", "sarif"), ("audit rules new mine --resource=AWS::Lambda::V", "AWS::Lambda::Version"),
    ("audit plan show --format=json audit.y", "audit.yaml"), ("audit check --report sar", "sarif="),
    ("audit check --report markdown=audit.y", "markdown=audit.yaml"),
    ("audit check --report=markdown=audit.y", "markdown=audit.yaml"),
    ("audit help che", "check"), ("audit help baseline imp", "import"),
  ]

  // All three are Debian packages, which scripts/setup installs.
  @Test(arguments: ["bash", "zsh", "fish"])
  func `a shell completes commands, rules, runs, profiles, regions and files`(shell: String) async throws {
    let folder = try Folder()
    for (file, text) in [
      ("audit.yaml", "waivers: []\n"), (".aws/config", "[default]\n[profile prod]\n"),
      (".audit/journal/20261121T101502Z-1f2e3d4c.jsonl", ""),
    ] {
      let url = folder.url.appendingPathComponent(file)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let script = try await Harness.audit("completion", shell)
    #expect(script.status == 0)
    try folder.write(script.output, to: "_audit")
    let driver = Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/complete.py").path
    let run = try await Harness.run(
      try #require(Harness.python), [driver, shell, "./_audit"] + Self.typed.map(\.0),
      environment: [
        "HOME": folder.url.path, "PATH": "\(Harness.binary.deletingLastPathComponent().path):/usr/bin:/bin",
      ], folder: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    for (line, wanted) in Self.typed { #expect(run.output.contains(wanted), "\(line): \(run.output)") }
  }

  /// Each option that takes one of some values, as it is typed behind its command, and the last of them.
  private static func fixedValues() async throws -> [(line: String, value: String)] {
    let described = try await Harness.audit("--experimental-dump-help").json["command"]
    var (found, waiting): ([(String, String)], [(String, JSONValue)]) = ([], [("", described)])
    while let (above, command) = waiting.popLast() {
      let path = "\(above) \(command["commandName"].string ?? "")".trimmingCharacters(in: .whitespaces)
      waiting += (command["subcommands"].array ?? []).map { (path, $0) }
      for argument in command["arguments"].array ?? [] where argument["shouldDisplay"] != false {
        let values = argument["allValues"].array ?? argument["completionKind"]["list"]["values"].array ?? []
        guard let value = values.last?.string, argument["kind"] != "flag" else { continue }
        for name in argument["names"].array ?? [] {
          found.append(("\(path) \(name["kind"] == "long" ? "--" : "-")\(name["name"].string ?? "") ", value))
        }
        if argument["kind"] == "positional" { found.append(("\(path) ", value)) }
      }
      // Options of the default subcommand stand behind the command alone as well.
      if let name = command["defaultSubcommand"].string,
        let inner = command["subcommands"].array?.first(where: { $0["commandName"].string == name })
      {
        waiting.append(("\(path)/", inner))
      }
    }
    return found.map { ($0.0.replacing(#/\/ [a-z]+/#, with: ""), $0.1) }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a shell offers the values of each option that has some, behind default subcommands too`(shell: String)
    async throws
  {
    // bash writes what all have in common, and lists what fits at the next tab: types of resources begin alike.
    let fixed = try await Self.fixedValues().filter { shell != "bash" || !$0.value.contains("::") }
    #expect(fixed.count > 40 && fixed.contains { $0.line == "audit history --format " })
    let folder = try Folder()
    try folder.write(try await Harness.audit("completion", shell).output, to: "_audit")
    let driver = Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/complete.py").path
    let run = try await Harness.run(
      try #require(Harness.python), [driver, "--one-shell", shell, "./_audit"] + fixed.map(\.line),
      environment: [
        "HOME": folder.url.path, "PATH": "\(Harness.binary.deletingLastPathComponent().path):/usr/bin:/bin",
      ], folder: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    let shown = run.output.components(separatedBy: "\u{1E}")
    #expect(shown.count == fixed.count + 1)
    for ((line, value), text) in zip(fixed, shown) { #expect(text.contains(value), "\(line): \(text)") }
  }

  /// The commands and their options, as the parser itself describes them.
  private static func described() async throws -> [(path: [String], options: [String])] {
    let described = try await Harness.audit("--experimental-dump-help").json["command"]
    var (found, waiting): ([(path: [String], options: [String])], [([String], JSONValue)]) = ([], [([], described)])
    while let (above, command) = waiting.popLast() {
      let path = above + [command["commandName"].string ?? ""]
      // The parser's own help is no command of ours.
      if path.last == "help" || command["shouldDisplay"] == false { continue }
      let arguments = (command["arguments"].array ?? []).filter { $0["shouldDisplay"] != false }
      let names = arguments.flatMap { $0["names"].array ?? [] }.filter { $0["kind"] == "long" }
      found.append((path, names.compactMap { $0["name"].string }.filter { !["help", "version"].contains($0) }))
      waiting += (command["subcommands"].array ?? []).map { (path, $0) }
    }
    return found
  }

  @Test func `what has a short form has it in each command`() async throws {
    let described = try await Harness.audit("--experimental-dump-help").json["command"]
    let shorts = ["format": "f", "verbose": "v", "quiet": "q", "dry-run": "n", "yes": "y"]
    var (waiting, seen): ([(String, JSONValue)], Int) = ([("", described)], 0)
    while let (above, command) = waiting.popLast() {
      let path = "\(above) \(command["commandName"].string ?? "")"
      waiting += (command["subcommands"].array ?? []).map { (path, $0) }
      for argument in command["arguments"].array ?? [] {
        let names = argument["names"].array ?? []
        for (long, short) in shorts where names.contains(where: { $0["kind"] == "long" && $0["name"].string == long }) {
          seen += 1
          #expect(names.contains { $0["kind"] == "short" && $0["name"].string == short }, "\(path) --\(long)")
        }
      }
    }
    #expect(seen > 20)
  }

  @Test func `a shell offers files wherever a file is named`() async throws {
    let described = try await Harness.audit("--experimental-dump-help").json["command"]
    let files: Set = ["file", "path", "folder", "report", "plan", "old", "new", "paths", "a", "b"]
    var (waiting, seen): ([(String, JSONValue)], Int) = ([("", described)], 0)
    while let (above, command) = waiting.popLast() {
      let path = "\(above) \(command["commandName"].string ?? "")"
      waiting += (command["subcommands"].array ?? []).map { (path, $0) }
      for argument in command["arguments"].array ?? [] where files.contains(argument["valueName"].string ?? "") {
        seen += 1
        #expect(!argument["completionKind"].isNull, "\(path): \(argument["names"]) \(argument["valueName"])")
      }
    }
    #expect(seen > 40)
  }

  @Test func `each command and option is in the completion of each shell, and in the manual page`() async throws {
    let commands = try await Self.described()
    #expect(commands.count > 30 && commands.contains { $0.options.contains("stack") })
    let page = try await Harness.audit("man").output
    for shell in ["bash", "zsh", "fish"] {
      let script = try await Harness.audit("completion", shell).output
      for (path, options) in commands {
        #expect(path.count == 1 || script.contains(path.last ?? ""), "\(shell): \(path)")
        for option in options {
          let written = shell == "fish" ? "-l '\(option)'" : "--\(option)"
          #expect(script.contains(written) || script.contains("-l \(option)"), "\(shell): \(path) \(option)")
        }
      }
    }
    for (path, options) in commands where path.count > 1 {
      #expect(page.contains("\n.Ss \(path.joined(separator: " "))\n"), "\(path)")
      for option in options { #expect(page.contains("Fl -\(option)"), "\(path) \(option)") }
    }
  }

  // MARK: The manual page

  @Test func `the manual page has every command, and mandoc finds nothing wrong in it`() async throws {
    let page = try await Harness.audit("man")
    #expect(page.status == 0)
    let names = Audit.configuration.subcommands.map { $0._commandName }
    for name in names { #expect(page.output.contains("\n.Ss audit \(name)\n"), "\(name)") }
    #expect(page.output.contains(".It Fl -quiet , Fl q"))
    let lint = try await Harness.run(
      URL(fileURLWithPath: "/usr/bin/mandoc"), ["-T", "lint", "-W", "warning"], environment: [:], input: page.output)
    #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)\(lint.errors)")
  }

  // MARK: Versions

  @Test(
    arguments: [
      ("=1.2.3", true), ("1.2.3", true), (">=1.2", true), (">= 1.2, < 2", true), (">1.2.3", false), ("<=1.2.3", true),
      ("!=1.2.3", false), ("~>1.2", true), ("~>1.3", false), ("~>1.2.0", true), ("~>1.1.9", false), ("<1.10", true),
    ])
  func `a version meets a requirement as in Terraform`(requirement: String, isMet: Bool) throws {
    #expect(try #require(VersionRequirement(requirement)).isMet(by: "1.2.3") == isMet)
  }

  @Test(arguments: ["", ">=", "latest", ">=1.2.3.4", ">=1.x", ">=1.2,", "=>1", ">=-1", ">=99999999999999999999"])
  func `what is no requirement is refused`(requirement: String) {
    #expect(VersionRequirement(requirement) == nil)
  }

  @Test func `a pipeline asks for a version, and is told why not`() async throws {
    #expect(try await Harness.audit("version", "--require", ">=\(Audit.version)").status == 0)
    let newer = try await Harness.audit("version", "--require", ">=99")
    #expect(newer.status == 1 && newer.output.isEmpty)
    #expect(newer.errors == "audit: This is audit \(Audit.version), and >=99 is required.\n")
    for arguments in [["--version", "--verbose"], ["--verbose", "--version"], ["version", "-v"]] {
      let details = try await Harness.audit(arguments)
      #expect(details.status == 0)
      for word in ["commit", "schema", "botocore", "runtimes", "read 20"] { #expect(details.output.contains(word)) }
    }
  }

  // MARK: Beginnings

  @Test func `to test rules that are not there says so, and not that cases are missing`() async throws {
    let folder = try Folder()
    try folder.write("rules: [", to: "broken.yaml")
    for (file, said) in [("nowhere.yaml", "nowhere.yaml: there is no such file."), ("broken.yaml", "This is no YAML")] {
      let run = try await Harness.audit("rules", "test", file, folder: folder.url)
      #expect(run.status == 1 && run.output.isEmpty && run.errors.contains(said), "\(run.errors)")
    }
  }

  @Test(arguments: [
    [], ["--resource", "AWS::IAM::Role"], ["--resource", "AWS::Logs::LogGroup", "--member", "logGroupClass"],
    ["--resource", "AWS::Lambda::Function", "--member", "FunctionUrlConfig"],
  ])
  func `a new rule and its cases are accepted as they are, and nothing is written over`(options: [String]) async throws
  {
    let folder = try Folder()
    let new = try await Harness.audit(["rules", "new", "my-rule"] + options, folder: folder.url)
    #expect(new.status == 0, "\(new.errors)")
    let lint = try await Harness.audit("rules", "lint", "--strict", folder: folder.url)
    #expect(lint.status == 0, "\(lint.output)")
    let test = try await Harness.audit("rules", "test", folder: folder.url)
    #expect(test.output == "3 cases of 1 rule, 0 failed.\n", "\(test.output)")
    let before = folder.text("rules/my-rule.yaml")
    let again = try await Harness.audit("rules", "new", "my-rule", folder: folder.url)
    #expect(again.status == 1 && again.errors.contains("there already"))
    #expect(folder.text("rules/my-rule.yaml") == before)
  }

  @Test(arguments: [
    ["My Rule"], ["../x"], ["x", "--resource", "AWS::S3::Buckte"], ["x", "--member", "Coment"], ["baseline"],
    ["compression"], ["--", "-x"],
  ])
  func `a rule that cannot be begun says why, and writes nothing`(arguments: [String]) async throws {
    let folder = try Folder()
    let run = try await Harness.audit(["rules", "new"] + arguments, folder: folder.url)
    #expect(run.status == 1 && !run.errors.isEmpty)
    #expect(["x", "baseline", "compression", "-x"].allSatisfy { folder.text("rules/\($0).yaml") == nil })
  }

  @Test func `a project begins with a configuration, a baseline and a workflow, and what is there stays`() async throws
  {
    let folder = try Folder.withEstate(isWhole: true)
    try folder.write("rules: {}\n", to: "audit.yaml")
    let run = try await Harness.audit("init", "--yes", "--snapshot", "estate.json", folder: folder.url)
    #expect(run.output.contains("kept   audit.yaml: it is there already\n"))
    #expect(run.output.contains("wrote  baselines/edge.yaml\n"), "\(run.output)\(run.errors)")
    #expect(run.output.contains("wrote  .github/workflows/edge-audit.yml\n"))
    #expect(folder.text("audit.yaml") == "rules: {}\n")
    let lint = try await Harness.audit("baseline", "lint", folder: folder.url)
    #expect(lint.status == 0, "\(lint.output)\(lint.errors)")
    let tool = try #require(Harness.python).deletingLastPathComponent().appendingPathComponent("check-jsonschema")
    let workflow = try await Harness.run(
      tool, ["--builtin-schema", "vendor.github-workflows", ".github/workflows/edge-audit.yml"], environment: [:],
      folder: folder.url)
    #expect(workflow.status == 0, "\(workflow.output)")
    // The action builds audit where it is given no archive, and takes no runner without Swift.
    #expect(folder.text(".github/workflows/edge-audit.yml")?.contains("    container: swift:6.3-noble") == true)
    #expect(run.output.contains("`archive`") && run.output.contains("`sha256`"))
    #expect(folder.text("baselines/edge.yaml")?.contains("\naccount: \"111122223333\"\n") == true)
    let baseline = folder.text("baselines/edge.yaml")
    let again = try await Harness.audit("init", "--yes", "--snapshot", "estate.json", folder: folder.url)
    #expect(again.output.contains("kept   baselines/edge.yaml"))
    #expect(folder.text("baselines/edge.yaml") == baseline)
  }

  @Test func `a project that has a configuration of either name gets no second one, between which none would count`()
    async throws
  {
    let folder = try Folder.withEstate()
    try folder.write("waivers: []\n", to: "audit.yml")
    let run = try await Harness.audit("init", "--yes", "--no-baseline", "--no-workflow", folder: folder.url)
    #expect(run.status == 0 && run.output.contains("kept   audit.yml"), "\(run.output)")
    let check = try await Harness.audit(
      "check", "--only", "compression", "--snapshot", "estate.json", folder: folder.url)
    #expect(check.status != 1, "\(check.errors)")
  }

  @Test(arguments: [
    (["--state", "s.db"], "audit.yaml", "rules: {}\n", "names no state: write `state: s.db` into it"),
    (["--state", "s.db"], "audit.yml", "state: other.db\n", "names the state other.db: write `state: s.db` into it"),
    ([], "audit.yaml", "rules: [\n", "audit.yaml"), ([], "audit.yaml/inner", "", "is a folder"),
    (["--fail-on", "high"], ".github/workflows/edge-audit.yml", "on: push\n", "--fail-on and --role are for a new"),
    ([], ".github/workflows/edge-audit.yml/inner", "", "it is a folder"),
    ([], ".github", "", ".github"),
  ])
  func `what was asked for and is not there is said, and nothing is advised about it`(
    options: [String], file: String, text: String, said: String
  ) async throws {
    let folder = try Folder()
    let url = folder.url.appendingPathComponent(file)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try folder.write(text, to: file)
    let run = try await Harness.audit(["init", "--yes", "--no-baseline"] + options, folder: folder.url)
    let failed = run.output.split(separator: "\n").filter { $0.hasPrefix("failed ") }.joined()
    #expect(run.status == 1 && failed.contains(said), "\(run.output)\(run.errors)")
    #expect(!file.hasPrefix(".github") || !run.output.contains("name the role"), "\(run.output)")
    #expect(folder.text(file) == text)
  }

  @Test(arguments: ["auditor", "arn:aws:iam::111122223333:user/auditor", "arn:aws:s3:::role/auditor"])
  func `a workflow assumes a role by its ARN`(role: String) async throws {
    let folder = try Folder()
    let run = try await Harness.audit("init", "--yes", "--no-baseline", "--role", role, folder: folder.url)
    #expect(run.status == 1 && run.errors.contains("takes the ARN of a role, and \(role) is none"), "\(run.errors)")
    #expect(folder.text("audit.yaml") == nil)
  }

  @Test func `a link that leads nowhere is no configuration, and other baselines get none beside them`() async throws {
    let folder = try Folder.withEstate(isWhole: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("audit.yaml").path, withDestinationPath: "nowhere.yaml")
    let dangling = try await Harness.audit("init", "--yes", "--no-baseline", "--no-workflow", folder: folder.url)
    #expect(dangling.status == 1 && dangling.output.contains("failed audit.yaml"), "\(dangling.output)")
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("audit.yaml"))
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("baselines"), withIntermediateDirectories: true)
    try folder.write("resources: []\n", to: "baselines/mine.yaml")
    let run = try await Harness.audit("init", "--yes", "--no-workflow", "--snapshot", "estate.json", folder: folder.url)
    #expect(run.status == 0 && run.output.contains("kept   baselines/mine.yaml"), "\(run.output)")
    #expect(folder.text("baselines/edge.yaml") == nil)
  }

  @Test func `below the top of a repository it is said where the workflow belongs`() async throws {
    let folder = try Folder.withEstate()
    for path in [".git", "infra"] {
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent(path), withIntermediateDirectories: true)
    }
    let below = folder.url.appendingPathComponent("infra")
    let inside = try await Harness.audit("init", "--yes", "--no-baseline", folder: below)
    #expect(inside.output.contains("move it into \(folder.url.path), as GitHub looks"), "\(inside.output)")
    let top = try await Harness.audit("init", "--yes", "--no-baseline", folder: folder.url)
    #expect(top.status == 0 && !top.output.contains("move it"), "\(top.output)")
  }

  @Test func `what could not be captured is said line by line, and nothing is advised about it`() async throws {
    let folder = try Folder.withEstate()
    try folder.write("", to: "baselines")
    let blocked = try await Harness.audit(
      "init", "--yes", "--no-workflow", "--snapshot", "estate.json", folder: folder.url)
    #expect(blocked.status == 1 && blocked.output.contains("failed baselines/edge.yaml: "), "\(blocked.output)")
    #expect(!blocked.output.contains("capture anew"), "\(blocked.output)")
    let empty = try Folder()
    let nobody = try await Harness.run(
      Harness.binary, ["init", "--yes", "--no-workflow"],
      environment: ["HOME": empty.url.path, "AWS_EC2_METADATA_DISABLED": "true"], folder: empty.url)
    #expect(nobody.status == 1 && nobody.output.contains("\n         instance: "), "\(nobody.output)")
  }

  @Test func `the configuration of a new project is accepted, by the reader and as it names the state`() async throws {
    let folder = try Folder.withEstate()
    let run = try await Harness.audit(
      "init", "--yes", "--no-baseline", "--no-workflow", "--state", "edge.state", folder: folder.url)
    #expect(run.status == 0)
    #expect(folder.text(".github/workflows/edge-audit.yml") == nil)
    let check = try await Harness.audit("state", "info", folder: folder.url)
    #expect(check.errors.contains("edge.state"), "\(check.errors)")
    let quoted = try await Harness.audit("init", "--yes", "--state", "a b: {c}", folder: folder.url)
    #expect(quoted.status == 1)
  }

  // MARK: Short flags

  @Test func `short flags and Terraform's spelling mean what the long ones mean`() async throws {
    let folder = try Folder.withEstate()
    let only = ["--only", "viewer-protocol-https", "--snapshot", "estate.json"]
    let long = try await Harness.audit(
      ["check", "--quiet", "--no-color", "--format", "text"] + only, folder: folder.url)
    let short = try await Harness.audit(["check", "-q", "-no-color", "-f", "text"] + only, folder: folder.url)
    #expect(long.status == 2 && short.output == long.output && short.status == 2)
    let file = try await Harness.audit(["check", "-f", "json", "--output", "report.json"] + only, folder: folder.url)
    #expect(file.status == 2 && folder.text("report.json")?.hasPrefix("{") == true)
    let twice = try await Harness.audit(["check", "-f", "json", "--format", "text"] + only, folder: folder.url)
    #expect(twice.status == 1 && twice.errors.contains("2 times"))
    let plan = try await Harness.audit(["fix", "-n"] + only, folder: folder.url)
    #expect(plan.status == 2, "\(plan.errors)")
  }

  // MARK: Help

  @Test func `help is laid out for 80 columns, in every command`() throws {
    var (waiting, seen): ([(String, any ParsableCommand.Type)], Int) = ([("audit", Audit.self)], 0)
    while let (path, command) = waiting.popLast() {
      seen += 1
      let configuration = command.configuration
      waiting += configuration.subcommands.map { ("\(path) \($0._commandName)", $0) }
      for line in Audit.helpMessage(for: command, columns: 80).split(separator: "\n") {
        #expect(line.count <= 80, "\(path): \(line)")
      }
      // What is set in columns is not broken, and sentences are broken by the terminal alone.
      let lines = configuration.discussion.split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) {
        #expect(!line.hasPrefix("  ") || line.count <= 80, "\(path): \(line)")
        let isText = { (text: Substring) in text.first.map { $0 != " " } == true && text != text.uppercased()[...] }
        #expect(!isText(line) || !isText(next), "\(path): \(line)")
      }
    }
    #expect(seen > 30)
  }

  // MARK: Examples

  @Test func `every example in help is one that the command takes`() async throws {
    let help = try JSONReader.read(Array(Audit._dumpHelp().utf8))
    var examples: [String] = []
    func collect(_ command: JSONValue) {
      let lines = (command["discussion"].string ?? "").split(separator: "\n").filter { $0.hasPrefix("  ") }.map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      examples += lines.filter { $0.hasPrefix("audit ") || $0.contains("&& audit ") }
      for next in command["subcommands"].array ?? [] { collect(next) }
    }
    collect(help["command"])
    #expect(examples.count >= 60, "\(examples.count)")
    let commands = examples.flatMap { line in
      // What stands two spaces further is a remark; each part of a pipe is a command of its own.
      let command = line.replacing(#/ {2,}.*$/#, with: "")
        .replacing("SHA256", with: String(repeating: "0a", count: 32))
      return command.split(separator: /\||&&/).map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { $0.hasPrefix("audit ") }
    }
    for command in commands {
      let words = try await Self.words(command)
      // Consent needs a terminal or --yes, which a parser run by a test has not: `fix` alone is asked for with it.
      let needsConsent =
        ["fix", "undo"].contains(words.first ?? "") && !words.contains { $0 == "--yes" || $0 == "--dry-run" }
      #expect(throws: Never.self, "\(command)") { _ = try Audit.parseAsRoot(words + (needsConsent ? ["--yes"] : [])) }
    }
  }

  /// The words of a command as a shell reads them, without the name and without redirections.
  private static func words(_ command: String) async throws -> [String] {
    let run = try await Harness.run(
      URL(fileURLWithPath: "/bin/bash"),
      ["-c", "set -f; audit() { printf '%s\\n' \"$@\"; }; \(command.replacing(#/ [<>] .*$/#, with: ""))"],
      environment: [:])
    #expect(run.status == 0, "\(command): \(run.errors)")
    return run.output.split(separator: "\n").map(String.init)
  }

  // MARK: The reference

  @Test func `the references in docs are what the commands print`() async throws {
    let language = try await Harness.audit("rules", "language")
    let docs = Harness.root.appendingPathComponent("docs/rule-language.md")
    #expect(try String(contentsOf: docs, encoding: .utf8) == language.output, "run `audit rules language`")
  }
}
