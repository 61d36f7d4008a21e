import Documents
import Foundation
import Schema
import Testing
@testable import Auditing

/// The JSON Schema of rule files, judged by Python's `jsonschema` beside the reader.
@Suite struct RuleSchemaTests {
  private static let simple = [
    "id: example", "title: An example", "severity: low", "resource: AWS::S3::Bucket", "enabled: false", "where: Name",
    "select: Policy", "value: Statement", "path: Statement", "expect: {equals: {parameter: days}}",
    "parameters: {days: {default: 1, description: Days.}}", "message: x", "why: x", "symptoms: x",
    "remediation: {recommendation: x, cli: x, terraform: x}", "references: [x]",
    "repair: {mode: auto, set: x, summary: x}",
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
      "id: 404", "id: baseline", "id: baselines", "id: x y", "id: Example", "id: [x]", "title: 5", "title: true",
      "title: [x]", "title: {a: b}", "severity: hihg", "severity: [low]", "resource: AWS::S3::Buckets", "resource: []",
      "resource: [AWS::S3::Bucket]",
      "resource: [AWS::S3::Buckets]", "enabled: yes", "enabled: 'true'", "enabled: true", "where: [x]", "where: true",
      "where: 5", "where: ", "path: 5", "expect: {}", "expect: x", "expect: {present: true, absent: true}",
      "expect: {presnt: true}", "parameters: [days]", "parameters: {days: {default: [1, {a: b}], description: x}}",
      "parameters: {days: {default: 1}}", "parameters: {days: {description: x}}",
      "parameters: {days: {default: 1, description: x, unit: x}}", "references: x", "references: []",
      "references: [[x]]", "remediation: x", "remediation: {}", "remediation: {recommendation: x, console: x}",
      "remediation: {recommendation: x, cli: [x]}", "repair: {}", "repair: {mode: none}", "repair: {mode: auto}",
      "repair: {mode: never}", "repair: {mode: none, summary: x, note: x}", "repair: {mode: asked, summary: x}",
      "repair: {mode: asked, set: {parameter: days}, summary: x}", "repair: {mode: asked, set: null, summary: x}",
      "repair: {mode: auto, action: publish-function, summary: x}", "repair: {mode: auto, action: publish, summary: x}",
      "repair: {mode: auto, set: 1, action: publish-function, summary: x}", "repair: {mode: none, set: 1}",
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

  // Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
  @Test(.enabled(if: SchemaJudge.python != nil, "needs Python with jsonschema: run scripts/setup"))
  func `the schema accepts what the reader accepts, and refuses what it refuses`() throws {
    let verdicts = try SchemaJudge.verdicts(Self.variants, schema: RuleFile.schema)
    try #require(verdicts.count == Self.variants.count)
    for (file, isValid) in zip(Self.variants, verdicts) {
      let issues = RuleFile.read(file, file: "my.yaml").issues
      // That a parameter which nobody declares is named takes more than a schema.
      if issues.contains(where: { $0.message.contains("There is no parameter") }) { continue }
      #expect(issues.isEmpty == isValid, "\(file)\(issues)")
    }
    #expect(verdicts.contains(true) && verdicts.contains(false))
  }

  // Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
  @Test(.enabled(if: SchemaJudge.python != nil, "needs Python with jsonschema: run scripts/setup"))
  func `the rules that ship fit the schema`() throws {
    #expect(
      try SchemaJudge.verdicts(RuleSet.builtIn.map(\.text), schema: RuleFile.schema)
        == RuleSet.builtIn.map { _ in true })
  }

  @Test func `the rules that ship name the schema for editors`() {
    for source in RuleSet.builtIn {
      #expect(source.text.hasPrefix("# yaml-language-server: $schema=schema.json\n"), "\(source.file): first line")
    }
  }
}
