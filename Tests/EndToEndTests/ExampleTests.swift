import Documents
import Foundation
import Testing

/// The action and the examples to copy, as far as they run without GitHub, GitLab, Kubernetes and AWS.
@Suite(.needsPython) struct ExampleTests {
  // MARK: What others say of them

  @Test(
    arguments: [
      ["check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"],
      ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", "examples/github-workflow.yml"],
      [
        "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci",
        "examples/gitlab-ci.yml",
      ],
      ["kubernetes-validate", "--strict", "examples/kubernetes-cronjob.yaml"],
      ["kubernetes-validate", "--strict", "examples/kubernetes-shards.yaml"],
    ])
  func `others accept their form`(command: [String]) async throws {
    let tool = try #require(Harness.python).deletingLastPathComponent().appendingPathComponent(command[0])
    let run = try await Harness.run(tool, Array(command.dropFirst()), environment: [:], folder: Harness.root)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }

  private static let systemd = URL(fileURLWithPath: "/usr/bin/systemd-analyze")

  // Not run in most containers: systemd's own checker comes with systemd alone, and is not installed for one test.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: systemd.path), "systemd is not installed"))
  func `systemd accepts the units`() async throws {
    let folder = try Folder()
    for unit in ["audit.service", "audit.timer"] {
      // systemd looks for the program too.
      try folder.write(
        try Self.text("examples/\(unit)").replacingOccurrences(of: "/usr/bin/audit", with: Harness.binary.path),
        to: unit)
    }
    let run = try await Harness.run(
      Self.systemd, ["verify", "./audit.service", "./audit.timer"], environment: [:], folder: folder.url)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
  }

  // MARK: Their commands

  @Test func `every command in them runs and writes what it names`() async throws {
    let commands = try await Self.commands()
    #expect(commands.count >= 4)
    for command in commands {
      let folder = try Folder.withEstate()
      let arguments = command.map { $0.replacing("/var/lib/audit/", with: "").replacing("/state/", with: "") }
      let run = try await Harness.audit(arguments + ["--snapshot", "estate.json"], folder: folder.url)
      // The snapshot lacks most calls, so not everything can be judged; bad usage would print nothing.
      #expect(run.status == 1 && !run.output.isEmpty, "\(command): \(run.errors)")
      let said = command.contains("--state") ? "audit: the state knows no earlier run of account 111122223333.\n" : ""
      #expect(run.errors == said, "\(command)")
      for (option, value) in zip(arguments, arguments.dropFirst()) where option == "--report" {
        let file = try #require(value.split(separator: "=").last)
        #expect(folder.text(String(file))?.isEmpty == false, "\(command)")
      }
    }
  }

  /// The arguments of each `audit check` in the examples and in docs/ci.md.
  private static func commands() async throws -> [[String]] {
    let cronJob = try await yaml("examples/kubernetes-cronjob.yaml")[2]
    let container = cronJob["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    let inCluster = try #require(container["args"].array).compactMap(\.string)
    let script = try #require(try await yaml("examples/gitlab-ci.yml")[0]["audit"]["script"].array)
    let unit = try text("examples/audit.service").replacingOccurrences(of: "\\\n", with: "")
    let lines =
      script.compactMap(\.string)
      + unit.split(separator: "\n").map { $0.replacingOccurrences(of: "ExecStart=/usr/bin/", with: "") }
      + (try text("docs/ci.md")).split(separator: "\n").filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
    let found = lines.map { $0.split(separator: " ").map(String.init) }.filter { $0.starts(with: ["audit", "check"]) }
    #expect(found.count == 4, "GitLab and systemd have one each, docs/ci.md has two")
    return found.map { Array($0.dropFirst()) } + [inCluster]
  }

  // MARK: The action

  @Test func `the action annotates, summarises, keeps the reports and the exit code`() async throws {
    let (run, folder) = try await Self.check(["arguments": "--only=viewer-protocol-https\n"])
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.output.contains("::error title=high%3A viewer-protocol-https::E1, "))
    #expect(folder.text("summary")?.hasPrefix("### audit: 1 wrong: 1 high.") == true)
    #expect(folder.text("output") == "exit-code=2\nsarif-file=audit.sarif\nmarkdown-file=audit.md\n")
    #expect(folder.text("audit.sarif")?.contains("\"version\": \"2.1.0\"") == true)
    let lenient = try await Self.check(["arguments": "--only=viewer-protocol-https", "fail-on": "critical"])
    #expect(lenient.run.status == 0)
    #expect(lenient.folder.text("output")?.hasPrefix("exit-code=0\n") == true)
  }

  @Test func `what is waived is no alert of code scanning`() async throws {
    let folder = try Folder.withEstate(of: 2)
    try folder.write(
      """
      waivers:
        - {rule: viewer-protocol-https, resource: E1, reason: Known., expires: 2999-01-01}
      """, to: "audit.yaml")
    let (run, _) = try await Self.check(
      ["arguments": "--only=viewer-protocol-https\n--report=sarif=whole.sarif"], in: folder)
    #expect(run.status == 2, "\(run.errors)")
    let counts = try ["whole.sarif", "audit.sarif"].map { name in
      try JSONReader.read(Array((folder.text(name) ?? "").utf8))["runs"][0]["results"].array?.count
    }
    #expect(counts == [2, 1])
  }

  @Test func `an audit that cannot begin fails the action, and no old report passes for its own`() async throws {
    let folder = try Folder.withEstate()
    try folder.write("old", to: "audit.md")
    let (run, _) = try await Self.check(["arguments": "--only=nope"], in: folder)
    #expect(run.status == 1)
    #expect(folder.text("output") == "exit-code=1\n")
    #expect(folder.text("summary")?.contains("could not begin") == true)
  }

  @Test func `inputs of the action are words, not shell`() async throws {
    let file = "my $(touch pwned) `touch pwned`; touch pwned.sarif"
    let other = "$(touch pwned); `touch pwned`.json"
    let (run, folder) = try await Self.check([
      "arguments": "--only=viewer-protocol-https\n--report=json=\(other)", "sarif-file": file,
      "rules": "\(Harness.root.path)/rules/distributions.yaml\n\(Harness.root.path)/rules/viewers.yaml",
    ])
    #expect(run.status == 2, "\(run.errors)")
    #expect(folder.text("pwned") == nil && folder.text("pwned.sarif") == nil)
    #expect(folder.text(file) != nil && folder.text(other) != nil)
  }

  @Test func `the action builds the product and puts it on the path`() async throws {
    let folder = try Folder()
    let bin = folder.url.appendingPathComponent("bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    for (name, body) in [("swift", "echo \"$@\" > \"$SAID\""), ("pkg-config", "exit 0")] {
      try folder.write("#!/bin/sh\n\(body)\n", to: "bin/\(name)")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: bin.appendingPathComponent(name).path)
    }
    let script = try #require(try await Self.steps().first { $0["id"] == "build" }?["run"].string)
    let path = folder.url.appendingPathComponent("path").path
    let run = try await Self.bash(
      script, in: folder,
      environment: [
        "PATH": "\(bin.path):/usr/bin:/bin", "GITHUB_ACTION_PATH": "/action", "GITHUB_PATH": path,
        "SAID": folder.url.appendingPathComponent("said").path,
      ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.text("said") == "build --configuration release --product audit --package-path /action\n")
    #expect(folder.text("path") == "/action/.build/release\n")
  }

  /// Runs the action's step that takes an archive.
  private static func unpack(_ archive: String, sha256: String, in folder: Folder) async throws -> Finished {
    let step = try #require(try await steps().first { $0["id"] == "archive" })
    return try await bash(
      try #require(step["run"].string), in: folder,
      environment: [
        "ARCHIVE": archive, "SHA256": sha256, "RUNNER_TEMP": folder.url.appendingPathComponent("temp").path,
        "GITHUB_PATH": folder.url.appendingPathComponent("path").path,
      ])
  }

  @Test func `the action takes an archive of that checksum, and keeps it`() async throws {
    let folder = try Folder()
    let made = try await Self.bash(
      "mkdir -p audit-1/bin && printf '#!/bin/sh\\necho it runs\\n' > audit-1/bin/audit && chmod +x audit-1/bin/audit\n"
        + "tar -cJf a.tar.xz audit-1 && sha256sum a.tar.xz | cut -d ' ' -f 1", in: folder,
      environment: ["PATH": "/usr/bin:/bin"])
    let sum = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let run = try await Self.unpack("a.tar.xz", sha256: sum, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let bin = try #require(folder.text("path")).trimmingCharacters(in: .newlines)
    let audit = try await Harness.run(URL(fileURLWithPath: "\(bin)/audit"), [], environment: [:])
    #expect(audit.output == "it runs\n")
    // What the cache brings back is checked again, and the archive is not asked for.
    let cached = try await Self.unpack("gone.tar.xz", sha256: sum, in: folder)
    #expect(cached.status == 0, "\(cached.errors)")
  }

  @Test(arguments: ["", "latest", String(repeating: "0", count: 64)])
  func `the action takes no archive of another checksum`(sum: String) async throws {
    let folder = try Folder()
    try folder.write("not an archive", to: "a.tar.xz")
    let run = try await Self.unpack("a.tar.xz", sha256: sum, in: folder)
    #expect(run.status == 1 && run.output.hasPrefix("::error title=audit::"), "\(run.output)\(run.errors)")
    #expect(folder.text("path") == nil && folder.text("temp/audit-archive/audit.tar.xz") == nil)
  }

  /// Runs the action's step that checks, with these inputs, on a snapshot.
  private static func check(_ inputs: [String: String], in given: Folder? = nil) async throws
    -> (run: Finished, folder: Folder)
  {
    let folder = try given ?? Folder.withEstate()
    let action = try await yaml("action.yml")[0]
    let step = try #require(action["runs"]["steps"].array?.first { $0["id"] == "check" })
    var environment = [
      "PATH": "\(Harness.binary.deletingLastPathComponent().path):/usr/bin:/bin",
      "GITHUB_OUTPUT": folder.url.appendingPathComponent("output").path,
      "GITHUB_STEP_SUMMARY": folder.url.appendingPathComponent("summary").path,
    ]
    var inputs = inputs
    inputs["arguments", default: ""] += "\n--snapshot\nestate.json"
    for member in try #require(step["env"].object) {
      let name = try #require(member.value.string?.firstMatch(of: /^\$\{\{ inputs\.([a-z-]+) \}\}$/)?.1)
      let known = try #require(action["inputs"][String(name)]["default"].string, "no input \(name)")
      environment[member.name] = inputs[String(name)] ?? known
    }
    return (try await bash(try #require(step["run"].string), in: folder, environment: environment), folder)
  }

  /// Runs a script as GitHub does.
  private static func bash(_ script: String, in folder: Folder, environment: [String: String]) async throws -> Finished
  {
    try folder.write(script, to: "step.sh")
    return try await Harness.run(
      URL(fileURLWithPath: "/bin/bash"), ["--noprofile", "--norc", "-eo", "pipefail", "step.sh"],
      environment: environment, folder: folder.url)
  }

  private static func steps() async throws -> [JSONValue] {
    try #require(try await yaml("action.yml")[0]["runs"]["steps"].array)
  }

  // MARK: Files

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: Harness.root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The documents of a file.
  private static func yaml(_ path: String) async throws -> JSONValue {
    let script = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))"
    let run = try await Harness.run(
      try #require(Harness.python), ["-c", script], environment: [:], input: try text(path))
    #expect(run.status == 0, "\(run.errors)")
    return try run.json
  }
}
