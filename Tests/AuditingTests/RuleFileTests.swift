import Documents
import Foundation
import Testing

@testable import Auditing

@Suite struct RuleFileTests {
  private let rule = """
    rules:
      - id: example
        title: An example
        severity: low
        resource: AWS::CloudFront::Distribution
        value: Comment
        expect:
          present: true
        message: "{id} says nothing."
        why: Because.
        remediation: {recommendation: Say something.}
        repair:
          mode: none
    """

  private func issues(_ text: String) -> [String] {
    RuleFile.read(text, file: "my.yaml").issues.map(\.description)
  }

  @Test func `a rule reads as it is written`() throws {
    let rule = try #require(try RuleSet.read(rule).first)
    #expect(rule.id == "example")
    #expect(rule.severity == .low)
    #expect(rule.source.line == 2)
  }

  @Test(
    arguments: [
      ("severity: low", "severity: hihg", "my.yaml:4:15: \"hihg\" is not one of", "Did you mean \"high\"?"),
      (
        "resource: AWS::CloudFront::Distribution", "resource: AWS::CloudFront::Distributions", "my.yaml:5:15",
        "Did you mean"
      ),
      (
        "    value: Comment", "    vlaue: Comment", "my.yaml:6:5: \"vlaue\" means nothing here.",
        "Did you mean \"value\"?"
      ),
      ("value: Comment", "value: Comment[", "my.yaml:6:12: This is no JMESPath expression", "column"),
      ("present: true", "presnt: true", "my.yaml:8:7", "Did you mean \"present\"?"),
      ("present: true", "atMost: many", "my.yaml:8:15: `atMost` takes a number.", ""),
      ("present: true", "atMost: {parameter: days}", "There is no parameter \"days\".", ""),
      ("present: true", "matches: '('", "`matches` takes a regular expression", ""),
      ("mode: none", "mode: auto", "`summary` is missing", ""),
      ("mode: none", "mode: auto\n      summary: x", "`set` or `action`", ""),
      (
        "mode: none", "mode: auto\n      summary: x\n      action: publish-functoin", "publish-function", "Did you mean"
      ),
      (
        "mode: none", "mode: auto\n      summary: x\n      set: 1\n      otherwise: x", "there is no `where`", ""
      ),
      (
        "mode: none", "mode: auto\n      summary: x\n      set: 1\n      where: a\n      otherwise: '{parameters.b}'",
        "There is no parameter \"b\".", ""
      ),
      ("present: true", "present: true\n    transition: '['", "This is no JMESPath expression", ""),
      ("    why: Because.\n", "", "my.yaml:2:5: `why` is missing.", ""),
      ("id: example", "id: Exa mple", "An id is made of lower-case letters", ""),
      ("id: example", "id: baseline", "my.yaml:2:9: \"baseline\" is what drift from baselines is found by", ""),
      ("title: An example", "title: [", "This is no YAML", ""),
    ])
  func `what is wrong is said with its place`(find: String, replace: String, place: String, hint: String) {
    let issues = issues(rule.replacingOccurrences(of: find, with: replace))
    #expect(issues.contains { $0.contains(place) && $0.contains(hint.isEmpty ? place : hint) }, "\(issues)")
  }

  @Test func `an id stands for one rule`() {
    #expect(throws: FileIssues.self) {
      try RuleSet([.init(file: "a.yaml", text: rule), .init(file: "b.yaml", text: rule)])
    }
  }

  @Test func `an empty file is said to be empty`() { #expect(issues("").first?.contains("empty") == true) }

  @Test func `the rules that ship have nothing wrong, and are those of the folder`() throws {
    let rules = try RuleSet(RuleSet.builtIn).rules
    #expect(rules.count >= 18)
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("rules")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".tests.yaml") }.sorted()
    #expect(RuleSet.builtIn.map(\.file) == files.map { "built-in/\($0)" }, "name each file in rules/BuiltInRules.swift")
    for (file, source) in zip(files, RuleSet.builtIn) {
      #expect(try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8) == source.text)
    }
  }

  @Test func `unknown ids are refused, with what was meant`() throws {
    let set = try RuleSet(RuleSet.builtIn)
    #expect { try set.selection(only: ["edge-role-trsut"]) } throws: { "\($0)".contains("edge-role-trust") }
  }
}
