import Documents
import Foundation
import Testing

/// What a command looks at: resources, rules, baselines, configurations and where they are read from, on snapshots.
@Suite struct SelectionCommandTests {
  private static let rule = "viewer-protocol-https"

  /// A folder with `estate.json`, of one distribution with names, and `empty.json`, of none.
  private static func project() throws -> Folder {
    let folder = try Folder.withEstate()
    let estate = try #require(folder.text("estate.json"))
      .replacing("\"Id\":\"E1\"", with: #""Id":"E1","Aliases":["books.example.com"],"Comment":"The books""#)
    try folder.write(estate, to: "estate.json")
    var empty = try #require(try JSONReader.read(Array(estate.utf8)).object)
    empty["resources"] = []
    try folder.write(JSONWriter().string(.object(empty)), to: "empty.json")
    return folder
  }

  private static func run(_ line: String, in folder: Folder, _ environment: [String: String] = [:]) async throws
    -> Finished
  {
    try await Harness.run(
      URL(fileURLWithPath: "/bin/bash"), ["-c", line.replacing("audit ", with: "\"$AUDIT\" ", maxReplacements: 9)],
      environment: ["AUDIT": Harness.binary.path, "AWS_EC2_METADATA_DISABLED": "true"].merging(environment) { $1 },
      folder: folder.url)
  }

  private static func ownRule(_ id: String) -> String {
    """
    rules:
      - id: \(id)
        title: Mine
        severity: low
        resource: AWS::CloudFront::Distribution
        value: Comment
        expect: {equals: x}
        message: "{id} is not mine."
        why: Because.
        remediation: {recommendation: Change it.}
        repair: {mode: none}
    """
  }

  // MARK: Resources

  @Test(
    arguments: [
      "check --only \(rule) --snapshot estate.json", "fix --dry-run --only \(rule) --snapshot estate.json",
      "calls --only \(rule) --snapshot estate.json", "permissions --only \(rule) --snapshot estate.json",
      "baseline capture --snapshot estate.json", "diff estate.json estate.json",
    ])
  func `a pattern fits any name of a resource, and one that fits none is an error`(command: String) async throws {
    let folder = try Self.project()
    for name in ["E1", "books.example.com", "The books", "*:distribution/E1"] {
      let run = try await Self.run("audit \(command) --resource '\(name)'", in: folder)
      #expect([0, 2].contains(run.status) || command.contains("capture"), "\(name): \(run.errors)")
      #expect(!run.errors.contains("fits no resource"), "\(name): \(run.errors)")
    }
    let run = try await Self.run("audit \(command) --resource boks.example.com --resource E1", in: folder)
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(
      run.errors.hasPrefix("audit: --resource \"boks.example.com\" fits no resource")
        && run.errors.contains("Did you mean \"books.example.com\"?"), "\(run.errors)")
  }

  @Test func `an account without edge resources is named, also with --quiet`() async throws {
    let folder = try Self.project()
    for command in ["check --quiet", "check", "fix --dry-run --quiet"] {
      let run = try await Self.run("audit \(command) --snapshot empty.json --only \(Self.rule)", in: folder)
      #expect(run.errors.contains("account 111122223333, region us-east-1: there is no resource"), "\(run.errors)")
    }
    let full = try await Self.run("audit check --quiet --snapshot estate.json --only \(Self.rule)", in: folder)
    #expect(full.errors.isEmpty)
  }

  // MARK: Rules

  @Test func `own rules come beside the built-in ones, replace them, or stand alone`() async throws {
    let folder = try Self.project()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("rules"), withIntermediateDirectories: true)
    try folder.write(Self.ownRule("mine"), to: "rules/mine.yaml")
    try folder.write(Self.ownRule("compression"), to: "rules/other.yaml")
    func rules(_ arguments: String = "") async throws -> (ids: Set<String>, errors: String) {
      let run = try await Self.run("audit rules list --format json \(arguments)", in: folder)
      return (Set(try run.json["rules"].array?.compactMap { $0["id"].string } ?? []), run.errors)
    }
    let all = try await rules()
    #expect(all.ids.isSuperset(of: ["mine", "compression", "edge-role-trust"]))
    #expect(all.errors == "audit: your own rules replace 1 rule that is built in: compression.\n")
    let alone = try await rules("--no-built-in-rules")
    #expect(alone.ids == ["mine", "compression"] && alone.errors.isEmpty)
    try folder.write("builtInRules: false\nrules: {edge-role-trust: {severity: low}}\n", to: "audit.yml")
    #expect(try await rules().ids == ["mine", "compression"])
    let check = try await Self.run("audit check --snapshot estate.json --quiet", in: folder)
    #expect(check.status == 2 && check.output.split(separator: "\n").count == 2, "\(check.output)\(check.errors)")
    #expect(check.output.contains("low compression") && check.output.contains("E1 is not mine."))
  }

  @Test func `list and show say what is in force beside a configuration`() async throws {
    let folder = try Self.project()
    try folder.write(
      "rules: {compression: {severity: critical, enabled: false}}\nparameters: {edge-log-retention.maxDays: 30}\n",
      to: "audit.yaml")
    let list = try await Self.run("audit rules list --format json", in: folder).json["rules"].array ?? []
    let rule = list.first { $0["id"] == "compression" }
    #expect(rule?["severity"] == "critical" && rule?["enabled"] == false)
    let page = try await Self.run("audit rules show edge-log-retention", in: folder).output
    #expect(page.contains("`maxDays` is `30` here, not `90`.") && page.contains("maxDays (default 30)"), "\(page)")
    let elsewhere = try await Self.run("audit rules show compression --config audit.yaml", in: folder).output
    #expect(elsewhere.contains("It is off here."))
  }

  @Test func `baseline is chosen, left out and configured like a rule`() async throws {
    let folder = try Self.project()
    try folder.write(
      "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: x}}]", to: "b.yaml")
    try folder.write("rules: {baseline: {severity: info}}", to: "audit.yaml")
    func check(_ arguments: String) async throws -> Finished {
      try await Self.run("audit check --quiet --snapshot estate.json --baseline b.yaml \(arguments)", in: folder)
    }
    let only = try await check("--only 'base*'")
    #expect(only.status == 0 && only.output.hasPrefix("info baseline AWS::CloudFront::Distribution E1 Comment:"))
    #expect(try await check("--only 'base*' --fail-on info").status == 2)
    #expect(try await check("--only \(Self.rule) --skip 'b?seline'").output.contains("baseline") == false)
    let none = try await check("--only 'nope*'")
    #expect(none.status == 1 && none.errors.contains("There is no rule \"nope*\"."))
    try folder.write("rules: {baseline: {enabled: false}}", to: "audit.yaml")
    #expect(try await check("--only \(Self.rule) --only 'base*'").output.contains("baseline") == false)
    #expect(try await check("--only baseline").output.contains("high baseline"))
  }

  // MARK: Files

  @Test func `each file counts once, by what it is: mounted, linked, named twice, included`() async throws {
    let folder = try Self.project()
    try folder.write(Self.ownRule("mine"), to: "rule.yaml")
    try folder.write(
      "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: x}}]", to: "base.yaml")
    // As Kubernetes mounts a ConfigMap, with a folder that links to itself and one that links elsewhere.
    let script = """
      for kind in rule base; do
        mkdir -p $kind/..2026_01_01 $kind-elsewhere; cp $kind.yaml $kind/..2026_01_01/a.yaml
        ln -s ..2026_01_01 $kind/..data; ln -s ..data/a.yaml $kind/a.yaml; ln -s a.yaml $kind/b.yaml
        ln $kind/..2026_01_01/a.yaml $kind/c.yaml; ln -s . $kind/loop; ln -s ../$kind-elsewhere $kind/far
      done
      sed s/mine/far/ rule.yaml > rule-elsewhere/far.yaml
      echo 'include: [a.yaml, ./b.yaml, loop/c.yaml]' > base/z.yaml
      audit check --no-built-in-rules --rules rule --rules rule/a.yaml --baseline base --baseline base/b.yaml \
        --snapshot estate.json --quiet
      """
    let run = try await Self.run(script, in: folder)
    #expect(
      run.output.split(separator: "\n").map { $0.split(separator: " ")[1] } == ["baseline", "far", "mine"],
      "\(run.output)\(run.errors)")
  }

  @Test func `what is given and says nothing is said`() async throws {
    let folder = try Self.project()
    try folder.write("variables: {a: 1}\n", to: "nothing.yaml")
    try folder.write(#"{"format_version": "1.0"}"#, to: "state.json")
    for command in ["check", "fix --dry-run", "calls", "permissions"] {
      let line = "audit \(command) --only \(Self.rule) --only baseline --snapshot estate.json"
      let run = try await Self.run("\(line) --baseline nothing.yaml --terraform state.json", in: folder)
      #expect(run.errors.contains("nothing.yaml:1:1: Nothing is declared here."), "\(run.errors)")
      #expect(run.errors.contains("state.json:1:1: Nothing is declared here that"), "\(run.errors)")
      let empty = try await Self.run("mkdir -p void; \(line) --baseline void", in: folder)
      #expect(empty.status == 1 && empty.errors.contains("void: there is no baseline file"), "\(empty.errors)")
    }
    let report = try await Self.run(
      "audit check --snapshot estate.json --only \(Self.rule) --only baseline --baseline nothing.yaml --format json",
      in: folder)
    #expect(
      try report.json["notes"] == [
        [
          "message": "Nothing is declared here.", "subject": "", "reason": "Nothing is declared here.",
          "source": ["file": "nothing.yaml", "line": 1],
        ]
      ])
    let lint = try await Self.run("audit baseline lint --strict nothing.yaml", in: folder)
    #expect(lint.status == 1 && lint.output.hasPrefix("nothing.yaml:1:1: warning: Nothing is declared here."))
    let folderOfNone = try await Self.run(
      "mkdir baselines; audit check --snapshot estate.json --only \(Self.rule) --only baseline --quiet", in: folder)
    #expect(folderOfNone.errors.contains("baselines: there is no baseline file"))
  }

  @Test func `audit.yml is read as audit.yaml is, and both are an error`() async throws {
    let folder = try Self.project()
    let line = "audit check --snapshot estate.json --only \(Self.rule) --quiet"
    try folder.write("rules: {\(Self.rule): {severity: info}}", to: "audit.yml")
    #expect(try await Self.run(line, in: folder).status == 0)
    try folder.write("{}", to: "audit.yaml")
    let both = try await Self.run(line, in: folder)
    #expect(both.status == 1 && both.errors.contains("audit.yaml and audit.yml are both here"), "\(both.errors)")
    let linked = try await Self.run("rm audit.yaml; ln -s audit.yml audit.yaml; \(line)", in: folder)
    #expect(linked.status == 0, "\(linked.errors)")
    #expect(try await Self.run("\(line) --config audit.yml", in: folder).status == 0)
  }

  @Test(
    arguments: [
      ("audit check --quiet --only \(rule) --snapshot <(cat estate.json)", "viewer-protocol-https"),
      ("cat estate.json | audit check --quiet --only \(rule) --snapshot -", "viewer-protocol-https"),
      ("cat estate.json | audit check --quiet --only \(rule) --snapshot /dev/stdin", "viewer-protocol-https"),
      (
        "audit check --quiet --snapshot estate.json --only \(rule) "
          + "--config <(echo 'rules: {\(rule): {severity: info}}')",
        "info viewer"
      ),
      ("audit check --quiet --snapshot estate.json --only baseline --baseline <(cat b.yaml)", "baseline"),
      ("audit check --quiet --snapshot estate.json --only mine --rules <(cat r.yaml)", "mine"),
      ("audit policy compare <(cat p.json) p.json", "same"),
      ("audit policy compare <(cat p.json) <(cat p.json)", "same"),
      ("audit diff <(cat estate.json) <(cat estate.json)", "Nothing changed"),
      ("audit query '[0]' --input <(echo '[1]')", "1"), ("audit baseline lint <(cat b.yaml)", "1 declaration"),
      ("audit rules lint <(cat r.yaml)", "1 rule"),
      ("mkfifo f; cat b.yaml > f & audit baseline lint f", "1 declaration"),
    ])
  func `pipes and process substitutions are read wherever a file is`(line: String, said: String) async throws {
    let folder = try Self.project()
    try folder.write(
      "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: x}}]", to: "b.yaml")
    try folder.write(Self.ownRule("mine"), to: "r.yaml")
    try folder.write(
      #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#,
      to: "p.json")
    let run = try await Self.run(line, in: folder, ["AWS_CONFIG_FILE": "/dev/null"])
    #expect(run.output.contains(said), "\(run.output)\(run.errors)")
  }

  @Test func `a folder where a file is meant is said in plain words`() async throws {
    let folder = try Self.project()
    for option in ["--snapshot", "--config", "--terraform"] {
      let run = try await Self.run("mkdir -p d; audit check --snapshot estate.json \(option)=d", in: folder)
      let other = try await Self.run("mkdir -p d; audit check \(option) d", in: folder)
      let errors = option == "--snapshot" ? other.errors : run.errors
      #expect(errors.contains("d: it is a folder."), "\(errors)")
    }
  }

  // MARK: Usage

  @Test(
    arguments: [
      ("check --profile a --profile b", "--profile"), ("check --profile=a --profile=a", "--profile"),
      ("check --snapshot a --quiet --snapshot=b", "--snapshot"), ("fix --dry-run --region a --region b", "--region"),
      ("snapshot -o a -o b", "-o"), ("snapshot -o a --output b", "-o"), ("baseline capture --output a -ob", "--output"),
      ("rules list --format text --format json", "--format"),
      ("state prune --keep-runs 1 --keep-runs 2", "--keep-runs"),
      ("history --state a --state b", "--state"), ("check --config a --config b", "--config"),
      ("check --fail-on low --fail-on high", "--fail-on"), ("permissions --config a --fix --config b", "--config"),
    ])
  func `an option that takes one value is an error where it is given twice`(line: String, option: String) async throws {
    let folder = try Self.project()
    let run = try await Self.run("audit \(line)", in: folder)
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("audit: \(option) is given 2 times"), "\(run.errors)")
  }

  @Test func `options that may be repeated, and flags, may be`() async throws {
    let folder = try Self.project()
    let run = try await Self.run(
      "audit check --snapshot estate.json --only \(Self.rule) --only minimum-tls-version --resource E1 --resource '*' --quiet --quiet "
        + "--report json=a --report junit=b", in: folder)
    #expect(run.status == 2, "\(run.errors)")
  }

  @Test func `a region that is a slip of the hand ends with what was meant, wherever it is named`() async throws {
    let folder = try Self.project()
    let config = ["AWS_CONFIG_FILE": "/dev/null"]
    for (line, environment) in [
      ("audit check --snapshot estate.json --region us-esat-1", [:]), ("audit check", ["AWS_REGION": "us-esat-1"]),
      ("audit snapshot --endpoint-url http://127.0.0.1:1 --region us-esat-1", [:]),
      ("printf '[default]\\nregion=us-esat-1\\n' > c; AWS_CONFIG_FILE=c audit check", [:]),
    ] as [(String, [String: String])] {
      let run = try await Self.run(line, in: folder, config.merging(environment) { $1 })
      #expect(run.status == 1, "\(line)")
      #expect(run.errors.contains("There is no region \"us-esat-1\". Did you mean \"us-east-1\"?"), "\(run.errors)")
    }
    let new = try await Self.run(
      "audit check --snapshot estate.json --only \(Self.rule) --region us-east-9", in: folder)
    #expect(new.status == 2, "\(new.errors)")
  }

  @Test(
    arguments: [
      "rules lint x.yaml", "baseline lint x.yaml", "check --snapshot estate.json --rules x.yaml",
      "check --snapshot estate.json --baseline x.yaml", "check --snapshot estate.json --config x.yaml",
    ])
  func `what is wrong in a file is a line each, that begins with its place, also of a key that stands twice`(
    command: String
  ) async throws {
    let folder = try Self.project()
    try folder.write("a: 1\nb:\n  c: [\n    1\n  ]\na: 2\nrules: {x: {}, x: {}}\n", to: "x.yaml")
    let run = try await Self.run("audit \(command)", in: folder)
    #expect(run.status == 1)
    let lines = (command.contains("lint") ? run.output : run.errors).split(separator: "\n")
    #expect(lines.count > 2 && lines.allSatisfy { $0.contains(#/^x\.yaml:\d+:\d+: /#) }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("x.yaml:6:1: \"a\" stands here twice.") }, "\(lines)")
  }

  // MARK: Reports

  @Test func `each report that is made from a snapshot says so, and how old it is`() async throws {
    let folder = try Self.project()
    let formats = ["text", "json", "sarif", "junit", "markdown", "html", "github", "ocsf"]
    let reports = formats.map { "--report \($0)=\($0)" }.joined(separator: " ")
    let run = try await Self.run("audit check --snapshot estate.json --only \(Self.rule) \(reports)", in: folder)
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.output.contains("Judged from a snapshot of 2026-01-01T00:00:01.000Z"), "\(run.output)")
    for format in formats {
      let text = folder.text(format) ?? ""
      #expect(text.contains("2026-01-01T00:00:01.000Z"), "\(format)")
      if !["json", "ocsf"].contains(format) { #expect(text.contains("days old"), "\(format)") }
    }
    let report = try JSONReader.read(Array((folder.text("json") ?? "").utf8))
    #expect(report["run"]["snapshot"] == ["finishedAt": "2026-01-01T00:00:01.000Z"])
    #expect(report["run"]["complete"] == true)
    #expect(report["findings"][0]["resource"]["name"] == "books.example.com")
    let fix = try await Self.run(
      "audit fix --dry-run --snapshot estate.json --only \(Self.rule) --format json", in: folder)
    #expect(try fix.json["run"]["snapshot"]["finishedAt"] == "2026-01-01T00:00:01.000Z")
    let partial = try await Self.run(
      "audit check --snapshot estate.json --only edge-log-retention --format json", in: folder)
    #expect(try partial.json["run"]["complete"] == false)
  }

  // MARK: What is written for people

  @Test(arguments: ["baseline capture --snapshot estate.json -o", "baseline import state.json -o"])
  func `a baseline that was changed by hand is not written over without --force`(command: String) async throws {
    let folder = try Folder.withEstate(isWhole: true)
    try folder.write(#"{"format_version": "1.0"}"#, to: "state.json")
    let line = "audit \(command) a/b/edge.yaml"
    #expect(!(try await Self.run(line, in: folder).errors.contains("--force")))
    let first = try #require(folder.text("a/b/edge.yaml"))
    // Each night.
    #expect(!(try await Self.run(line, in: folder).errors.contains("--force")))
    #expect(folder.text("a/b/edge.yaml") == first)
    try folder.write(first + "# by hand\n", to: "a/b/edge.yaml")
    let refused = try await Self.run(line, in: folder)
    #expect(refused.status == 1 && refused.errors.contains("a/b/edge.yaml: it was changed"), "\(refused.errors)")
    #expect(folder.text("a/b/edge.yaml") == first + "# by hand\n")
    _ = try await Self.run("\(line) --force", in: folder)
    #expect(folder.text("a/b/edge.yaml") == first)
    let lint = try await Self.run("audit baseline lint a", in: folder)
    #expect(lint.status == 0, "\(lint.output)")
  }

  @Test func `a capture that could not read all writes over nothing`() async throws {
    let folder = try Self.project()
    let first = try await Self.run("audit baseline capture --snapshot estate.json -o part.yaml", in: folder)
    #expect(first.status == 1 && first.errors.contains("E1 was not read and is left out"), "\(first.errors)")
    #expect(folder.text("part.yaml")?.contains("E1 was not read and is left out.\n") == true)
    #expect(folder.text("part.yaml")?.contains("only: true") == false)
    let good = "# mine\nresources: []\n"
    try folder.write(good, to: "good.yaml")
    let second = try await Self.run("audit baseline capture --snapshot estate.json -o good.yaml --force", in: folder)
    #expect(second.status == 1 && second.errors.contains("good.yaml: it stays as it is"), "\(second.errors)")
    #expect(folder.text("good.yaml") == good)
    let begun = try await Self.run("audit init --yes --snapshot estate.json", in: folder)
    #expect(begun.status == 1 && begun.output.contains("failed baselines/edge.yaml"), "\(begun.output)")
    #expect(folder.text("baselines/edge.yaml") == nil)
  }

  @Test func `a closed set shows what is new, and cannot be closed over a part`() async throws {
    let folder = try Self.project()
    _ = try await Self.run("audit baseline capture --exact --snapshot empty.json -o edge.yaml", in: folder)
    #expect(folder.text("edge.yaml")?.contains("only:\n  - AWS::CloudFront::Distribution\n") == true)
    let run = try await Self.run(
      "audit check --snapshot estate.json --baseline edge.yaml --only baseline --format json", in: folder)
    let findings = try run.json["findings"].array ?? []
    #expect(findings.contains { $0["resource"]["id"] == "E1" && $0["status"] == "fail" && $0["path"] == "" })
    // The snapshot holds distributions alone: of the other kinds nobody knows.
    #expect(run.status == 1 && findings.contains { $0["resource"]["id"] == "*" && $0["status"] == "unknown" })
    let part = try await Self.run("audit baseline capture --exact --resource E1 --snapshot estate.json", in: folder)
    #expect(part.status == 1 && part.errors.contains("--exact"))
  }

  @Test func `all that is found is waived at once, into a file that configurations take`() async throws {
    let folder = try Self.project()
    let line = "audit check --quiet --snapshot estate.json"
    let chosen = "--only \(Self.rule) --only minimum-tls-version"
    let waive = "--write-waivers ci/waivers.yaml --reason 'Known before.' --expires 9999-12-31"
    let written = try await Self.run("\(line) \(chosen) \(waive)", in: folder)
    #expect(written.status == 0 && written.errors.contains("ci/waivers.yaml: 2 findings waived."), "\(written.errors)")
    #expect(written.output.split(separator: "\n").allSatisfy { $0.hasPrefix("waived ") })
    #expect(try await Self.run("\(line) \(chosen) --config ci/waivers.yaml", in: folder).status == 0)
    try folder.write("include: [ci/waivers.yaml]\n", to: "audit.yaml")
    #expect(try await Self.run("\(line) \(chosen)", in: folder).status == 0)
    // A part of the rules would leave out what the file waives of others.
    let narrowed = try await Self.run("\(line) --only \(Self.rule) \(waive)", in: folder)
    #expect(narrowed.status == 1 && narrowed.errors.contains("--only \(Self.rule)"), "\(narrowed.errors)")
    try folder.write((folder.text("ci/waivers.yaml") ?? "") + "# mine\n", to: "ci/waivers.yaml")
    let changed = try await Self.run("\(line) --skip access-logging \(waive)", in: folder)
    #expect(changed.status == 1, "\(changed.errors)")
    for bad in [
      "--write-waivers w", "--write-waivers w --reason x", "--write-waivers w --reason x --expires 2020-01-01",
      "--write-waivers w --reason ' ' --expires 9999-12-31", "--write-waivers w --reason x --expires tomorrow",
      "--reason x", "--write-waivers w --reason x --expires 9999-12-31 --new-only --since estate.json",
    ] {
      let run = try await Self.run("\(line) \(bad)", in: folder)
      #expect(run.status == 1 && folder.text("w") == nil, "\(bad)")
    }
    // What could not be read is never waived.
    let unread = try await Self.run(
      "audit check --quiet --snapshot estate.json --only edge-log-retention "
        + "--write-waivers w --reason x --expires 9999-12-31", in: folder)
    #expect(unread.status == 1 && folder.text("w")?.contains("waivers: []") == true, "\(unread.errors)")
  }

  // MARK: Names of one character

  @Test(
    arguments: [
      "history --state s", "state info --state s", "check --snapshot e --only \(rule) --state s",
      "baseline capture --snapshot e -o b", "check --snapshot e --only baseline --baseline i",
      "check --snapshot e --only \(rule) --config c", "rules lint r", "check --snapshot e --rules r --only mine",
      "check --snapshot e --only \(rule) --output o --report json=j",
      "check --snapshot e --only \(rule) --write-waivers w --reason x --expires 9999-12-31",
    ])
  func `a file whose name has one character is a file like others`(command: String) async throws {
    let folder = try Self.project()
    try folder.write(try #require(folder.text("estate.json")), to: "e")
    try folder.write("include: [a]", to: "i")
    try folder.write("resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: x}}]", to: "a")
    try folder.write("include: [d]", to: "c")
    try folder.write("waivers: []", to: "d")
    try folder.write(Self.ownRule("mine"), to: "r")
    let run = try await Self.run("audit \(command)", in: folder)
    #expect((0...2).contains(run.status) && !run.errors.contains("crashed"), "\(run.errors)")
  }

  // MARK: Live

  @Test(.needsPython) func `live, a pattern fits what only lists and configurations say`() async throws {
    let estate = try #require(try await EmulatorTests.seed("--account", "100000000006", "compliant").first)
    func check(_ name: String) async throws -> Finished {
      try await Harness.audit(
        "check", "--only", "viewer-protocol-https", "--only", "edge-lambda-viewer-limits", "--resource", name,
        "--format", "json",
        environment: estate.environment)
    }
    let alias = try await check("books.example.com")
    #expect(alias.status == 0, "\(alias.errors)")
    // Of one distribution of two, and of no function.
    #expect(try alias.json["run"]["apiCalls"]["byOperation"]["lambda:GetFunctionConfiguration"] == .null)
    #expect(try alias.json["summary"]["pass"] == 1)
    #expect(try await check("status-api").json["summary"]["pass"] == 1)
    let none = try await check("boks.example.com")
    #expect(none.status == 1 && none.errors.contains("Did you mean \"books.example.com\"?"), "\(none.errors)")
    let closed = try Folder()
    let capture = try await Harness.audit(
      "baseline", "capture", "--exact", "-o", "new/edge.yaml", environment: estate.environment, folder: closed.url)
    #expect(capture.status == 0, "\(capture.errors)")
    let clean = ["check", "--only", "baseline", "--baseline", "new", "--format", "json"]
    #expect(try await Harness.audit(clean, environment: estate.environment, folder: closed.url).status == 0)
    let text = try #require(closed.text("new/edge.yaml"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = lines.prefix { !$0.hasPrefix("resources:") }
    try closed.write((head + ["resources: []", ""]).joined(separator: "\n"), to: "new/edge.yaml")
    let drift = try await Harness.audit(clean, environment: estate.environment, folder: closed.url)
    let types = Set(try drift.json["findings"].array?.compactMap { $0["resource"]["type"].string } ?? [])
    #expect(
      types == [
        "AWS::CloudFront::Distribution", "AWS::CloudFront::Function", "AWS::CloudFront::KeyValueStore",
        "AWS::Logs::LogGroup",
      ], "\(drift.output)")
    #expect(drift.status == 2)
  }
}
