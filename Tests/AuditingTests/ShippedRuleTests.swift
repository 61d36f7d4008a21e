import Foundation
import Testing

@testable import Auditing

/// The rules that ship, on the cases beside them.
@Suite struct ShippedRuleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("rules")

  /// The cases beside the rules.
  static func cases() throws -> [RuleCase] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter(RuleCaseFile.isNamed).sorted()
    return try RuleSet(RuleSet.builtIn).cases(
      names.map { name in
        RuleSet.Source(
          file: "rules/\(name)", text: try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
      })
  }

  /// A case, by the words that tell it apart.
  struct Case: Sendable, CustomTestStringConvertible {
    let ruleCase: RuleCase

    var testDescription: String { "\(ruleCase.rule), \(ruleCase.verdict.rawValue): \(ruleCase.name)" }
  }

  @Test(arguments: ((try? cases()) ?? []).map(Case.init))
  func `a case gives what it says`(one: Case) throws {
    let rule = try RuleSet(RuleSet.builtIn).rule(one.ruleCase.rule)
    let complaints = one.ruleCase.complaints(about: rule)
    #expect(complaints.isEmpty, "\(one.ruleCase.source): \(complaints.joined(separator: "\n"))")
  }

  @Test func `the files of cases can be read`() throws { #expect(try Self.cases().count > 130) }

  @Test func `each rule has cases that pass, fail and are unknown`() throws {
    let verdicts = Dictionary(grouping: try Self.cases(), by: \.rule).mapValues { Set($0.map(\.verdict)) }
    for rule in try RuleSet(RuleSet.builtIn).rules {
      #expect(verdicts[rule.id]?.isSuperset(of: [.pass, .fail, .unknown]) == true, "\(rule.id)")
    }
  }

  @Test func `each rule says how it breaks in the field and what to do by hand`() throws {
    for rule in try RuleSet(RuleSet.builtIn).rules {
      #expect(!rule.symptoms.isEmpty, "\(rule.id)")
      #expect(!rule.remediation.cli.isEmpty, "\(rule.id)")
      #expect(!rule.references.isEmpty, "\(rule.id)")
    }
  }

  @Test func `README names rules that ship, with the repair that each allows`() throws {
    let readme = try String(
      contentsOf: Self.folder.deletingLastPathComponent().appendingPathComponent("README.md"), encoding: .utf8)
    let section = try #require(readme.components(separatedBy: "## What it was born from").last)
      .components(separatedBy: "\n## ")[0]
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
    #expect(rows.count > 25)
    let rules = try RuleSet(RuleSet.builtIn)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      try #require(cells.count == 3, "\(row)")
      let ids = cells[1].components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      let words: [Rule.Repair.Mode: String] = [.auto: "automatic", .asked: "on request", .none: "none"]
      let repairs = try ids.map { words[try rules.rule($0).repair.mode] ?? "" }
      #expect(!ids.isEmpty)
      // A policy that AWS manages is changed by no repair.
      if cells[0].contains("CachingDisabled") {
        #expect(cells[2] == "none")
      } else {
        #expect(cells[2] == repairs.joined(separator: ", ") || repairs.allSatisfy { $0 == cells[2] }, "\(row)")
      }
    }
  }

  /// The table of rules in the contract.
  @Test func `every rule that users may rely on ships, with its severity and its repair`() throws {
    let rules = try RuleSet(RuleSet.builtIn).rules
    let summary = rules.map {
      "\($0.id) \($0.severity.rawValue) \($0.repair.mode.rawValue)\($0.isEnabled ? "" : " off")"
    }
    #expect(summary.sorted() == Self.promised.sorted())
  }

  private static let promised = """
    function-kvs-association critical auto
    function-kvs-exists critical none
    function-runtime high asked
    function-published high auto
    function-date-parsing high none
    kvs-date-values high none
    function-size medium none
    function-compute-utilization medium none off
    function-unused info none
    viewer-response-error-handling medium none
    edge-lambda-version-pinned critical auto
    edge-lambda-region critical none
    edge-lambda-exists critical none
    edge-lambda-current medium asked
    edge-lambda-no-environment critical asked
    edge-lambda-viewer-limits high asked
    edge-lambda-origin-limits high asked
    edge-lambda-no-vpc high none
    edge-lambda-no-dead-letter-queue high none
    edge-lambda-no-layers high none
    edge-lambda-architecture high none
    edge-lambda-package-type high none
    edge-lambda-runtime high none
    edge-lambda-runtime-ending info none
    edge-lambda-response-shape high none
    edge-lambda-include-body low asked
    edge-lambda-handler-exists high none
    edge-client-region medium none
    edge-query-string-forwarded medium none
    custom-error-shadowing medium none
    edge-role-trust critical auto
    edge-role-trust-open high none
    edge-role-logging high auto
    edge-role-wildcard-resource medium none
    edge-role-broad-managed-policy medium none
    origin-access-restricted high none
    origin-bucket-grant high auto
    origin-bucket-public critical auto
    origin-bucket-stale-principal medium none
    edge-log-retention medium auto
    edge-log-subscription low asked off
    edge-log-orphan info none
    invalidation-trigger-concurrency high auto
    invalidation-cost medium none
    viewer-protocol-https high auto
    minimum-tls-version medium auto
    post-quantum-tls low none off
    sni-only low none off
    origin-tls low none off
    web-acl low none off
    default-root-object low none off
    trusted-key-groups low none off
    kvs-limits medium none
    tenant-web-acl medium none
    edge-lambda-ephemeral-storage high none
    edge-lambda-no-customer-key high none
    edge-lambda-no-tracing info none
    edge-lambda-native-binaries high none
    edge-lambda-runtime-management high none
    edge-lambda-no-provisioned-concurrency high none
    invalidation-trigger-event-age low asked
    origin-lambda-url-access high none
    edge-role-deploy-permissions medium none
    function-log-retention medium auto
    origin-bucket-exists critical none
    origin-bucket-missing-status low none
    compression low auto
    security-headers medium auto
    origin-failover low none off
    access-logging low none
    dynamic-path-caching medium none
    legacy-cache-settings info none
    """.split(separator: "\n").map(String.init)
}
