import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// Rules of a project beside those that ship, and how rules and baselines are chosen among them.
@Suite struct OwnRulesTests {
  private static func rule(_ id: String) -> String {
    """
    rules:
      - id: \(id)
        title: Mine
        severity: low
        resource: AWS::CloudFront::Distribution
        value: Comment
        expect: {present: true}
        message: "{id}"
        why: Because.
        remediation: {recommendation: Change it.}
        repair: {mode: none}
    """
  }

  private func set(_ ids: String...) throws -> RuleSet {
    try RuleSet(RuleSet.builtIn + ids.enumerated().map { .init(file: "own/\($0).yaml", text: Self.rule($1)) })
  }

  @Test func `they come beside the built-in ones, and replace those of the same id`() throws {
    let shipped = try RuleSet(RuleSet.builtIn).rules.map(\.id)
    let set = try set("mine", "compression")
    #expect(set.rules.count == shipped.count + 1)
    #expect(Set(set.rules.map(\.id)) == Set(shipped + ["mine"]))
    #expect(set.replaced == ["compression"])
    #expect(try set.rule("compression").title == "Mine")
    #expect(set.withoutBuiltIn.rules.map(\.id) == ["mine", "compression"])
  }

  @Test func `a copy of a file that ships replaces nothing, and one that was changed does`() throws {
    let shipped = try #require(RuleSet.builtIn.first { $0.text.contains("id: compression\n") })
    let copy = try RuleSet(RuleSet.builtIn + [.init(file: "rules/copy.yaml", text: shipped.text)])
    #expect(copy.replaced.isEmpty)
    #expect(try copy.rule("compression").source.file == "rules/copy.yaml")
    let changed = try RuleSet(RuleSet.builtIn + [.init(file: "rules/copy.yaml", text: shipped.text + "# Ours.\n")])
    #expect(changed.replaced.contains("compression"))
  }

  @Test func `two own rules of one id are an error, also of one that ships`() {
    #expect(throws: FileIssues.self) { try set("mine", "mine") }
    #expect(throws: FileIssues.self) { try set("compression", "compression") }
  }

  @Test(
    arguments: [
      (["edge-role-*"], [], ["edge-role-broad-managed-policy", "edge-role-trust", "edge-role-trust-open"], []),
      (["compression"], [], ["compression"], ["edge-role-trust"]),
      (["*"], ["edge-*"], ["compression"], ["edge-role-trust"]),
      // One that is off is evaluated where it is named in full.
      (["origin-failover"], [], ["origin-failover"], []),
      (["origin-*"], [], ["origin-bucket-grant"], ["origin-failover"]),
      ([], ["comp?ession"], ["edge-role-trust"], ["compression"]),
    ])
  func `ids and patterns choose rules`(only: [String], skip: [String], chosen: [String], left: [String]) throws {
    let ids = try RuleSet(RuleSet.builtIn).selection(only: only, skip: skip).map(\.id)
    for id in chosen { #expect(ids.contains(id), "\(id)") }
    for id in left { #expect(!ids.contains(id), "\(id)") }
  }

  @Test(arguments: [(["nope*"], [String]()), ([], ["?"]), (["compresion"], [])])
  func `a pattern that fits no rule is an error`(only: [String], skip: [String]) {
    #expect(throws: UnknownRule.self) { try RuleSet(RuleSet.builtIn).selection(only: only, skip: skip) }
  }

  @Test func `what is declared is chosen like a rule`() {
    for (only, skip, isChosen) in [
      ([], [], true), (["baseline"], [], true), (["base*"], [], true), (["compression"], [], false),
      ([], ["baseline"], false), ([], ["b*"], false), (["baseline"], ["*"], false),
    ] as [([String], [String], Bool)] {
      #expect(RuleSet.isChosen(Declaration.rule, only: only, skip: skip, isEnabled: true) == isChosen)
    }
    #expect(!RuleSet.isChosen(Declaration.rule, only: ["b*"], skip: [], isEnabled: false))
    #expect(RuleSet.isChosen(Declaration.rule, only: ["baseline"], skip: [], isEnabled: false))
  }

  @Test func `a configuration switches baselines, and says how much they matter where they do not`() throws {
    let configuration = try Configuration.read("rules: {baseline: {severity: low, enabled: false}}")
    #expect(!configuration.isBaselineEnabled)
    var said = Declaration(.init(.distribution, id: "E1"), expect: [:], source: SourceMark(file: "b.yaml", line: 1))
    #expect(configuration.severity(of: said) == .low && Configuration().severity(of: said) == .high)
    said.severity = .critical
    #expect(configuration.severity(of: said) == .critical)
    #expect(throws: FileIssues.self) { try Configuration.read("rules: {baselin: {severity: low}}") }
    #expect(throws: FileIssues.self) { try Configuration.read("rules: {baseline: {severty: low}}") }
  }

  @Test func `a rule as it is in force has what the configuration says`() throws {
    let configuration = try Configuration.read(
      """
      rules: {compression: {severity: info, enabled: false}, origin-failover: {enabled: true}}
      parameters: {edge-log-retention.maxDays: 30}
      overrides: [{resource: x, parameters: {edge-log-retention.maxDays: 3}}]
      """)
    let set = try RuleSet(RuleSet.builtIn)
    let compression = try set.rule("compression")
    #expect(configuration.inForce(compression).severity == .info && !configuration.inForce(compression).isEnabled)
    #expect(configuration.remarks(on: compression).count == 2)
    #expect(configuration.inForce(try set.rule("origin-failover")).isEnabled)
    let retention = try set.rule("edge-log-retention")
    #expect(configuration.inForce(retention).parameters.first { $0.name == "maxDays" }?.defaultValue == 30)
    #expect(
      configuration.remarks(on: retention) == [
        "`maxDays` is `30` here, not `90`.", "`maxDays` is `3` on what audit.yaml:3:13 names.",
      ])
    #expect(configuration.remarks(on: try set.rule("edge-role-trust")).isEmpty)
  }

  @Test func `an override that fits no resource is said, unless that is not certain`() throws {
    let text = "overrides: [{resource: RESOURCE, parameters: {minimum-tls-version.accepted: [TLSv1]}}]"
    func warnings(
      _ resource: String, rules: [String] = ["minimum-tls-version"], filter: [String] = [], gaps: [Gap] = []
    ) throws -> Int {
      let configuration = try Configuration.read(text.replacing("RESOURCE", with: resource))
      let auditor = Auditor(
        rules: try RuleSet(RuleSet.builtIn).selection(only: rules), filter: ResourceFilter(filter),
        configuration: configuration)
      return auditor.audit(Estates.estate(Estates.distribution(["Comment": "books"]), gaps: gaps)).warnings.count
    }
    #expect(try warnings("E1") == 0)
    #expect(try warnings("books") == 0)
    #expect(try warnings("E2") == 1)
    #expect(try warnings("E2", filter: ["E1"]) == 0)
    #expect(try warnings("E2", rules: ["compression"]) == 0)
    let gap = Estates.gap(
      DistributionSchema.summary, ResourceReference(type: .distribution, id: "*", account: Estates.account))
    #expect(try warnings("E2", gaps: [gap]) == 0)
  }
}
