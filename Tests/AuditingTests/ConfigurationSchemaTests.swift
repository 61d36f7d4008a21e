import Documents
import Testing
@testable import Auditing

/// The JSON Schema of audit.yaml, judged by Python's `jsonschema` beside the reader.
@Suite struct ConfigurationSchemaTests {
  private static let files = [
    "waivers: []", "include: [waivers.yaml]\nbuiltInRules: true\nstate: audit.state",
    "rules: {compression: {severity: low}}",
    "rules: {compression: {severity: lwo}}", "rules: {compression: {enabled: 'no'}}",
    "rules: {baseline: {enabled: false}}",
    "parameters: {edge-log-retention.maxDays: 30}", "parameters: {maxDays: 30}", "paramters: {}",
    "overrides: [{resource: x, parameters: {edge-log-retention.maxDays: 3}}]",
    "overrides: [{parameters: {edge-log-retention.maxDays: 3}}]", "overrides: [{resource: x}]",
    "overrides: [{tag: {}, parameters: {}}]",
    "waivers: [{rule: compression, resource: E1, reason: x, expires: '2027-03-31'}]",
    "waivers: [{rule: compression, resource: E1, reason: x}]",
    "waivers: [{rule: comp*, resource: E1, reason: x, expires: '2027-03-31'}]",
    "waivers: [{rule: compression, resource: E1, reason: x, expires: soon}]",
  ]

  // Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
  @Test(.enabled(if: SchemaJudge.python != nil, "needs Python with jsonschema: run scripts/setup"))
  func `the schema takes what the reader takes, and refuses what it refuses`() throws {
    let rules = try RuleSet(RuleSet.builtIn)
    let verdicts = try SchemaJudge.verdicts(Self.files, schema: Configuration.schema(for: rules.rules))
    for (text, verdict) in zip(Self.files, verdicts) {
      let source = RuleSet.Source(file: "audit.yaml", text: text)
      let isRead = (try? Configuration(source, for: rules, including: { _ in "waivers: []" })) != nil
      #expect(isRead == verdict, "\(text)")
    }
    #expect(Set(verdicts).count == 2)
  }
}
