import Documents
import Foundation
import Testing

/// Stacks in the emulator, and what templates say of what is there.
@Suite(.needsPython, .serialized) struct StackCommandTests {
  private static let emulator = Result { try Server("scripts/emulator.py", "--json") }
  private static let template = Harness.root.appending(path: "Tests/EndToEndTests/Fixtures/stack.yaml").path

  private static func run(_ arguments: String...) async throws -> Finished {
    let greeting = try emulator.get().greeting
    return try await Harness.run(
      try #require(Harness.python),
      [Harness.root.appending(path: "Tests/EndToEndTests/Fixtures/stacks.py").path] + arguments,
      environment: ["AWS_ENDPOINT_URL": greeting["AWS_ENDPOINT_URL"].string ?? "", "PYTHONDONTWRITEBYTECODE": "1"])
  }

  /// Makes the stack in an account of its own, and gives the environment of who may repair.
  private func make(_ account: String) async throws -> [String: String] {
    let made = try await Self.run("make", account, "books-edge", Self.template)
    try #require(made.status == 0, "\(made.errors)")
    return Dictionary(
      uniqueKeysWithValues: (try made.json["fixer"].object ?? [:]).map { ($0.name, $0.value.string ?? "") })
  }

  @Test func `an association taken away outside is found by the stack, repaired, and clean`() async throws {
    let environment = try await make("100000000101")
    let folder = try Folder()
    let check = ["check", "--stack", "books-edge", "--only", "baseline", "--format", "json"]
    let clean = try await Harness.audit(check, environment: environment, folder: folder.url)
    #expect(clean.status == 0, "\(clean.output)\(clean.errors)")
    #expect(try clean.json["summary"]["pass"] == 6)

    #expect(try await Self.run("detach", "100000000101", "books-guard").status == 0)
    let drift = try await Harness.audit(check, environment: environment, folder: folder.url)
    #expect(drift.status == 2, "\(drift.errors)")
    let findings = try drift.json["findings"].array ?? []
    #expect(findings.count == 2 && findings.allSatisfy { $0["resource"]["id"] == "books-guard" })
    let message = findings.first?["message"].string ?? ""
    #expect(message.hasPrefix("Guard (Books/Guard/Resource): "), "\(message)")
    #expect(findings.first?["source"]["file"] == "stack:books-edge")

    let byTemplate = try await Harness.audit(
      ["check", "--template", Self.template, "--only", "baseline", "--format", "json"], environment: environment,
      folder: folder.url)
    #expect(byTemplate.status == 2, "\(byTemplate.errors)")
    #expect(try byTemplate.json["findings"].array?.count == 2)
    #expect(try byTemplate.json["findings"][0]["source"]["file"].string?.hasSuffix("stack.yaml") == true)

    let fix = try await Harness.audit(
      ["fix", "--stack", "books-edge", "--only", "baseline", "--yes"],
      environment: environment.merging(["HOME": folder.url.path]) { $1 }, folder: folder.url)
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")
    #expect(try await Harness.audit(check, environment: environment, folder: folder.url).status == 0)
  }

  @Test func `a baseline imported of a stack is clean, and says the ids that AWS made up`() async throws {
    let environment = try await make("100000000102")
    let folder = try Folder()
    let imported = try await Harness.audit(
      ["baseline", "import", "--stack", "books-edge", "-o", "edge.yaml"], environment: environment, folder: folder.url)
    #expect(imported.status == 0 && imported.errors.isEmpty, "\(imported.errors)")
    let check = try await Harness.audit(
      ["check", "--baseline", "edge.yaml", "--only", "baseline"], environment: environment, folder: folder.url)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    let text = try String(contentsOf: folder.url.appending(path: "edge.yaml"), encoding: .utf8)
    #expect(text.contains("arn:aws:cloudfront::100000000102:key-value-store/"), "\(text)")
  }

  @Test func `a stack that is not there, and one that may not be read, are errors that say what to do`() async throws {
    let environment = try await make("100000000103")
    let missing = try await Harness.audit(["check", "--stack", "nobody"], environment: environment)
    #expect(
      missing.status == 1 && missing.errors.contains("There is no stack nobody in us-east-1"), "\(missing.errors)")
    let offline = try await Harness.audit(["check", "--stack", "books-edge", "--snapshot", "x.json"])
    #expect(offline.status == 1 && offline.errors.contains("--template"), "\(offline.errors)")
  }

  @Test func `what is wrong with a template is said with its line, before AWS is asked`() async throws {
    let folder = try Folder()
    try folder.write(
      "Resources:\n  A:\n    Type: AWS::CloudFront::KeyValueStore\n    Properties: {Name: !Ref B}\n", to: "t.yaml")
    let run = try await Harness.audit(["baseline", "import", "t.yaml"], folder: folder.url)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("t.yaml:4:"), "\(run.errors)")
  }

  @Test(
    arguments: [
      ["check", "--template", "t.yaml", "--parameter", "Stage"],
      ["baseline", "import", "t.yaml", "--parameter", "Stage"],
      ["baseline", "import", "t.yaml", "--parameter", "=prod"], ["check", "--parameter", "Stage=prod"],
      ["check", "--stack", "edge", "--parameter", "Stage=prod"],
      ["baseline", "import", "--stack", "edge", "--parameter", "Stage=prod"],
      ["permissions", "--parameter", "Stage=prod"], ["calls", "--parameter", "Stage=prod"],
      ["check", "--template", "t.yaml", "--parameter", "Stage=prod", "--parameter", "Stage=test"],
      ["baseline", "import", "t.yaml", "--parameter", "Stage=prod", "--parameter", "Stage=prod"],
      ["baseline", "import", "t.yaml", "--parameter", "AWS::AccountId=12"],
      ["check", "--template", "t.yaml", "--parameter", "AWS::AccountId="],
      ["baseline", "import", "t.yaml", "--parameter", "AWS::Region=us-esat-1"],
      ["baseline", "import", "t.yaml", "--parameter", "AWS::StackName="],
    ])
  func `parameters without a value, without a template or given twice are an error`(arguments: [String]) async throws {
    let folder = try Folder.withEstate()
    try folder.write(
      "Parameters: {Stage: {Type: String}}\nResources: {S: {Type: A::B::C}}", to: "t.yaml")
    let offline = arguments[0] == "baseline" ? [] : ["--snapshot", "estate.json"]
    let run = try await Harness.audit(arguments + offline, folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty && run.errors.contains("--parameter"), "\(run.errors)")
  }

  @Test(arguments: [
    "", "a b", "1edge", "arn:aws:iam::111122223333:role/x", "arn:aws:cloudformation::111122223333:stack/x/1",
    "arn:aws:cloudformation:us-east-1:111122223333:changeSet/x/1", "arn:aws:cloudformation:us-esat-1:1:stack/x/1",
    "arn:aws:cloudformation",
  ])
  func `what is neither the name of a stack nor its ARN is an error`(name: String) async throws {
    for command in [["check"], ["baseline", "import"]] {
      let run = try await Harness.audit(command + ["--stack", name])
      #expect(run.status == 1 && run.output.isEmpty && run.errors.hasPrefix("audit: --stack "), "\(run.errors)")
    }
  }
}
