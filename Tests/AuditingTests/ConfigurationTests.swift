import Documents
import Estate
import Foundation
import Schema
import Testing

@testable import Auditing

extension Configuration {
  /// The configuration that a text says, for the rules that ship.
  static func read(_ text: String) throws -> Configuration {
    try Configuration(.init(file: "audit.yaml", text: text), for: RuleSet(RuleSet.builtIn))
  }
}

@Suite struct ConfigurationTests {
  private func issues(_ text: String) throws -> [String] {
    do {
      _ = try Configuration.read(text)
      return []
    } catch let error as FileIssues {
      return error.issues.map(\.description)
    }
  }

  @Test(
    arguments: [
      ("", "audit.yaml:1:1: The file is empty."),
      ("rules: [", "audit.yaml:2:1: This is no YAML"),
      ("- a", "audit.yaml:1:1: A mapping was expected"),
      ("rules: {}\nrules: {}", "audit.yaml:2:1: \"rules\" stands here twice."),
      ("waiver: []", "audit.yaml:1:1: \"waiver\" means nothing here. Did you mean \"waivers\"?"),
      ("waivers:", "audit.yaml:1:9: A list was expected"),
      ("rules: {compresion: {}}", "audit.yaml:1:9: There is no rule \"compresion\". Did you mean \"compression\"?"),
      ("rules: {compression: {enabled: no}}", "audit.yaml:1:32: `true` or `false` was expected"),
      ("rules: {compression: {severity: hihg}}", "audit.yaml:1:33: \"hihg\" is not one of"),
      (
        "rules: {compression: {enable: true}}",
        "audit.yaml:1:23: \"enable\" means nothing here. Did you mean \"enabled\""
      ),
      ("parameters:\n  maxDays: 3", "audit.yaml:2:3: A parameter is named with its rule"),
      ("parameters:\n  edge-log-retention.maxDay: 3", "audit.yaml:2:3: The rule edge-log-retention has no parameter"),
      (
        "parameters:\n  edge-log-retention.maxDays: '3'",
        "audit.yaml:2:31: `edge-log-retention.maxDays` takes a number."
      ),
      ("parameters:\n  edge-log-retention.maxDays:", "takes a number."),
      ("parameters: {edge-log-retention.maxDays: 0}", "takes a number of at least 1."),
      ("parameters: {invalidation-trigger-event-age.maxSeconds: 59.5}", "takes a number of at least 60."),
      ("parameters: {minimum-tls-version.accepted: TLSv1}", "takes a list."),
      ("parameters: {minimum-tls-version.accepted: [1]}", "takes a list in which each element is text."),
      (
        "overrides:\n  - parameters: {edge-log-retention.maxDays: 3}", "audit.yaml:2:5: An override says what it is for"
      ),
      ("overrides:\n  - resource: a", "audit.yaml:2:5: `parameters` is missing."),
      (
        "overrides:\n  - resource: ''\n    parameters: {}",
        "audit.yaml:2:15: Text was expected here, and this is empty."
      ),
      ("overrides:\n  - tag: {}\n    parameters: {}", "audit.yaml:2:10: A tag was expected"),
      (
        "overrides:\n  - tag: {a: b}\n    parameters: {edge-log-retention.maxDays: 3}",
        "audit.yaml:3:18: AWS::Logs::LogGroup has no tags"
      ),
    ])
  func `what is wrong is said with its place`(text: String, issue: String) throws {
    let issues = try issues(text)
    #expect(issues.contains { $0.contains(issue) }, "\(issues)")
  }

  private static let waiver = """
    waivers:
      - rule: compression
        resource: "E1*"
        reason: Video.
        expires: 2027-03-31
    """

  @Test(
    arguments: [
      ("rule: compression", "rule: '*'", "audit.yaml:2:11: A waiver is for one rule"),
      ("rule: compression", "rule: compresion", "audit.yaml:2:11: There is no rule"),
      ("resource: \"E1*\"", "path: \"E1*\"", "audit.yaml:2:5: `resource` is missing."),
      ("resource: \"E1*\"", "resource: ", "audit.yaml:3:14: Text was expected"),
      ("resource: \"E1*\"", "resource: x\n    path: ''", "audit.yaml:4:11: Text was expected"),
      ("reason: Video.", "reason: ' '", "audit.yaml:4:13: Text was expected here, and this is empty."),
      ("    reason: Video.\n", "", "audit.yaml:2:5: `reason` is missing."),
      ("\n    expires: 2027-03-31", "", "audit.yaml:2:5: `expires` is missing."),
      ("2027-03-31", "2027-02-29", "audit.yaml:5:14: \"2027-02-29\" is no day of the calendar"),
      ("2027-03-31", "31.3.2027", "no day of the calendar"), ("2027-03-31", "never", "no day of the calendar"),
      ("expires:", "expire:", "audit.yaml:5:5: \"expire\" means nothing here. Did you mean \"expires\"?"),
    ])
  func `a waiver is whole or an error`(find: String, replace: String, issue: String) throws {
    #expect(try issues(Self.waiver).isEmpty)
    let issues = try issues(Self.waiver.replacingOccurrences(of: find, with: replace))
    #expect(issues.contains { $0.contains(issue) }, "\(issues)")
  }

  @Test func `all that is wrong is said at once, in the order of lines`() throws {
    let lines = try issues("waivers: [x]\nparameters: {a.b: 1}\nrules: {c: {}}\nmore: 1").map {
      $0.split(separator: ":")[1]
    }
    #expect(lines == ["1", "2", "3", "4"])
  }

  @Test func `rules are switched on and off, and --only evaluates one that is off`() throws {
    let set = try RuleSet(RuleSet.builtIn)
    let configuration = try Configuration.read("rules: {compression: {enabled: false}}")
    #expect(try set.selection().contains { $0.id == "compression" })
    let selected = try set.selection(configuration: configuration)
    #expect(!selected.contains { $0.id == "compression" })
    #expect(selected.count == (try set.selection().count) - 1)
    #expect(try set.selection(only: ["compression"], configuration: configuration).map(\.id) == ["compression"])
  }

  @Test func `a severity counts instead of that of the rule`() throws {
    let auditor = Auditor(
      rules: try RuleSet.shipped("viewer-protocol-https"),
      configuration: try .read("rules: {viewer-protocol-https: {severity: info}}"))
    let outcome = auditor.audit(Estates.estate(Estates.distribution(["DefaultCacheBehavior": [:]])))
    #expect(outcome.findings.map(\.severity) == [.info])
  }

  @Test(
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("2027-03-31", 20_908),
      ("9999-12-31", 2_932_896), ("0001-01-01", -719_162),
    ])
  func `a day ends where the next one begins in UTC`(text: String, days: Int) throws {
    let date = try #require(CalendarDate(text))
    let end = Date(timeIntervalSince1970: Double(days + 1) * 86_400)
    #expect(date.isOver(at: end))
    #expect(!date.isOver(at: end.addingTimeInterval(-1)))
  }

  @Test(arguments: [
    "", "2027-3-31", "2027-13-01", "2027-00-01", "2027-01-00", "2100-02-29", "2027-04-31", "0000-01-01",
    "2027/03/31", "2027-03-31T00:00:00Z", "２027-03-31", "-027-03-31", "2027-03-3:",
  ])
  func `what is no day is none`(text: String) { #expect(CalendarDate(text) == nil) }

  @Test func `the example of README is valid`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let lines = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let example = lines.drop { $0 != "    rules:" }.prefix { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
    let configuration = try Configuration.read(example.joined(separator: "\n"))
    #expect(configuration.settings.count == 3)
    #expect(configuration.parameters.count == 1)
    #expect(configuration.overrides.count == 2)
    #expect(configuration.waivers.count == 1)
  }
}
