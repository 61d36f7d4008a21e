import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// Judging only what a change can matter to.
@Suite struct ChangedResourceTests {
  private static let estate = Estates.estate(
    Estates.distribution("E1", behaving("allow-all", "f:1")), Estates.distribution("E2", behaving("allow-all", "f:1")),
    Estates.version("f:1", ["MemorySize": 128, "Timeout": 3, "Runtime": "nodejs22.x"]))

  private static func behaving(_ protocols: String, _ version: String) -> JSONObject {
    [
      "DefaultCacheBehavior": Estates.behavior(
        ["ViewerProtocolPolicy": .string(protocols)], lambdas: [("origin-request", Estates.lambda(version))])
    ]
  }

  /// What all rules find on an estate, and what those find that look at changed resources alone.
  private func found(after change: Resource) throws -> (all: Set<String>, partly: Set<String>, before: Set<String>) {
    let auditor = Auditor(rules: try RuleSet(RuleSet.builtIn).rules)
    var changed = Self.estate
    changed.replace(change.properties, of: change.key)
    let parts = auditor.judging(changesTo: [change.key])
    #expect(parts.count == 2)
    return (
      Set(auditor.audit(changed).findings.map(\.fingerprint)),
      Set(parts.flatMap { $0.audit(changed).findings }.map(\.fingerprint)),
      Set(auditor.audit(Self.estate).findings.map(\.fingerprint))
    )
  }

  @Test func `what a change brings is found, on the resource itself and on those that lead to it`() throws {
    let slow = Estates.version("f:1", ["MemorySize": 128, "Timeout": 31, "Runtime": "nodejs16.x"])
    for change in [Estates.distribution("E1", Self.behaving("https-only", "f:$LATEST")), slow] {
      let (all, partly, before) = try found(after: change)
      #expect(!all.subtracting(before).isEmpty)
      #expect(partly.isSuperset(of: all.subtracting(before)))
      #expect(partly.isSubset(of: all))
    }
  }

  @Test func `what reads no other resource is judged where it changed alone`() throws {
    let auditor = Auditor(rules: try RuleSet(RuleSet.builtIn).selection(only: ["viewer-protocol-https"]))
    let parts = auditor.judging(changesTo: [Estates.distribution("E1", [:]).key])
    #expect(parts.flatMap { $0.audit(Self.estate).findings }.map(\.resource.id) == ["E1"])
    #expect(auditor.judging(changesTo: [Estates.version("f:1", [:]).key]).isEmpty)
  }
}
