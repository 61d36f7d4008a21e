import Documents
import Foundation
import Testing

@testable import Auditing

/// The JSON Schema of rule files, judged by Python's `jsonschema` beside the reader.
@Suite struct RuleSchemaTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let python: String? = {
    let path =
      ProcessInfo.processInfo.environment["AUDIT_TEST_PYTHON"] ?? root.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// Reads `{schema, files}` and answers for each YAML file whether the schema holds. Scalars are those of YAML 1.2, as
  /// editors and `audit` read them.
  private static let script = #"""
    import json, re, sys, jsonschema, yaml
    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {}
    for tag, pattern, first in [
        ("bool", "true|false", "tf"), ("null", "~|null|", "~n\0"), ("int", "[-+]?[0-9]+", "-+0123456789"),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789")]:
        Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(f"^(?:{pattern})$"), list(first) + [""])
    asked = json.load(sys.stdin)
    jsonschema.Draft7Validator.check_schema(asked["schema"])
    validator = jsonschema.Draft7Validator(asked["schema"])
    print(json.dumps([validator.is_valid(yaml.load(text, Loader)) for text in asked["files"]]))
    """#

  /// Whether the schema holds for each of these files.
  private func verdicts(_ files: [String]) throws -> [Bool] {
    let process = Process()
    process.executableURL = URL(filePath: Self.python ?? "")
    process.arguments = ["-c", Self.script]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let asked: JSONValue = ["schema": RuleFile.schema, "files": .array(files.map(JSONValue.string))]
    try input.fileHandleForWriting.write(contentsOf: Data(JSONWriter().bytes(asked)))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try #require(try JSONReader.read(Array(answer)).array).compactMap(\.bool)
  }

  private static let simple = [
    "id: example", "title: An example", "severity: low", "resource: AWS::S3::Bucket", "enabled: false", "where: Name",
    "select: Policy", "value: Statement", "path: Statement", "expect: {equals: {parameter: days}}",
    "parameters: {days: {default: 1, description: Days.}}", "message: x", "why: x", "symptoms: x",
    "remediation: {recommendation: x, cli: x, terraform: x}", "references: [x]", "repair: {mode: auto, summary: x}",
  ]

  private static let checks = [
    "id: example", "title: An example", "severity: low", "resource: [AWS::S3::Bucket, AWS::IAM::Role]",
    "checks: [{select: Policy, value: a, path: b, expect: {present: true}, message: x}, {expect: {absent: true}}]",
    "message: x", "why: x", "remediation: {recommendation: x}", "repair: {mode: none}",
  ]

  private static func file(_ members: [String]) -> String {
    "rules:\n" + members.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 + "\n" }.joined()
  }

  /// A rule with one member written otherwise, or another one beside it.
  private static func file(_ member: String) -> String {
    let name = member.prefix { $0 != ":" } + ":"
    let members = simple.map { $0.hasPrefix(name) ? member : $0 }
    return file(members.contains(member) ? members : members + [member])
  }

  private static let variants =
    [
      "id: 404", "id: x y", "id: Example", "id: [x]", "title: 5", "title: true", "title: [x]", "title: {a: b}",
      "severity: hihg", "severity: [low]", "resource: AWS::S3::Buckets", "resource: []", "resource: [AWS::S3::Bucket]",
      "resource: [AWS::S3::Buckets]", "enabled: yes", "enabled: 'true'", "enabled: true", "where: [x]", "where: true",
      "where: 5", "where: ", "path: 5", "expect: {}", "expect: x", "expect: {present: true, absent: true}",
      "expect: {presnt: true}", "parameters: [days]", "parameters: {days: {default: [1, {a: b}], description: x}}",
      "parameters: {days: {default: 1}}", "parameters: {days: {description: x}}",
      "parameters: {days: {default: 1, description: x, unit: x}}", "references: x", "references: []",
      "references: [[x]]", "remediation: x", "remediation: {}", "remediation: {recommendation: x, console: x}",
      "remediation: {recommendation: x, cli: [x]}", "repair: {}", "repair: {mode: none}", "repair: {mode: auto}",
      "repair: {mode: never}", "repair: {mode: none, summary: x, note: x}", "repair: {mode: asked, summary: x}",
      "vlaue: x", "checks: []", "checks: [{expect: {present: true}}]",
    ].map(file)
    + Predicate.allCases.flatMap { predicate in
      [
        "true", "false", "1", "1.5", "x", "'1'", "[]", "[x]", "[1, [x]]", "{a: b}", "{}", "{expression: a}",
        "{parameter: days}", "{expression: a, parameter: days}", "{expression: [a]}", "{parameter: [days]}",
      ].map { file("expect: {\(predicate.rawValue): \($0)}") }
    }
    + [simple, checks].flatMap { members in
      [file(members)]
        + members.indices.map { index in file(members.enumerated().filter { $0.offset != index }.map(\.element)) }
    }
    + ["select: a", "value: a", "path: a", "expect: {present: true}"].map { file(checks + [$0]) }
    + [
      file(checks.filter { $0 != "message: x" }),
      file(checks.map { $0.replacingOccurrences(of: "{absent: true}}", with: "{absent: true}, message: x}") }),
      file(checks.map { $0.replacingOccurrences(of: "{absent: true}}", with: "{absent: true}, where: x}") }),
      "rules: []", "rules:", "rules: x", "rules: [x]", "rules: []\nrule: []", "[]", "x", "{}",
    ]

  @Test(.enabled(if: python != nil, "needs Python with jsonschema: run scripts/setup"))
  func `the schema accepts what the reader accepts, and refuses what it refuses`() throws {
    let verdicts = try verdicts(Self.variants)
    try #require(verdicts.count == Self.variants.count)
    for (file, isValid) in zip(Self.variants, verdicts) {
      let issues = RuleFile.read(file, file: "my.yaml").issues
      // That a parameter which nobody declares is named takes more than a schema.
      if issues.contains(where: { $0.message.contains("There is no parameter") }) { continue }
      #expect(issues.isEmpty == isValid, "\(file)\(issues)")
    }
    #expect(verdicts.contains(true) && verdicts.contains(false))
  }

  @Test(.enabled(if: python != nil, "needs Python with jsonschema: run scripts/setup"))
  func `the rules that ship fit the schema`() throws {
    #expect(try verdicts(RuleSet.builtIn.map(\.text)) == RuleSet.builtIn.map { _ in true })
  }

  @Test func `the rules that ship name the schema for editors`() {
    for source in RuleSet.builtIn {
      #expect(source.text.hasPrefix("# yaml-language-server: $schema=schema.json\n"), "\(source.file): first line")
    }
  }
}
