import Documents
import Foundation
import Repairing
import Testing

/// What drifted from a baseline, put back and taken back again.
@Suite(.needsPython) struct BaselineRepairTests {
  private static let changes = [
    [
      "settings", "behavior-removed-and-another-added", "alias", "function-code", "trust-policy", "bucket-policy",
      "no-retention", "reserved-concurrency",
    ],
    [
      "behaviors-reordered", "error-pages", "function-configuration", "store", "attached-policies",
      "public-access-block", "retention", "lambda-configuration",
    ],
    ["association-removed", "cache-policy", "inline-policies", "no-public-access-block", "subscription-filters"],
  ]

  @Test(arguments: changes)
  func `what was captured is put back, and an undo brings the drift back`(changes: [String]) async throws {
    let account = try await RepairAccount(changes: ["subscription"])
    let capture = try await account.audit("baseline", "capture", "-o", "baseline.yaml", as: account.auditor)
    #expect(capture.status == 0, "\(capture.errors)")
    let captured = try await account.read()
    try await account.change(changes)
    let drifted = try await account.read()
    try #require(captured.said.changes(to: drifted.said).count >= changes.count)

    let fix = try await account.audit(
      "fix", "--baseline", "baseline.yaml", "--only", "baseline", "--yes", "--no-wait")
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")
    #expect(captured.said.changes(to: try await account.read().said) == [])

    let undo = try await account.audit("undo", "last", "--yes", "--no-wait")
    #expect(undo.status == 0, "\(undo.output)\(undo.errors)")
    #expect(drifted.said.changes(to: try await account.read().said) == [])
    try account.expectDiscretion()
    try await expectOperationsSaid(by: account)
  }

  /// Each call that changed something is one that the plan had named, and that the printed policy allows.
  private func expectOperationsSaid(by account: RepairAccount) async throws {
    let printed = try await account.audit(
      "permissions", "--fix", "--baseline", "baseline.yaml", "--only", "baseline")
    let statements = try printed.json["Statement"].array ?? []
    let allowed = Set(statements.flatMap { $0["Action"].array ?? [] }.compactMap(\.string))
    let journals = try account.journals
    #expect(journals.count == 2)
    for (name, text) in journals {
      let entries = try JournalReading(text: text, file: name).entries
      for line in text.split(separator: "\n") {
        let record = try JSONReader.read(Array(line.utf8))
        guard record["record"] == "call", let operation = record["operation"].string else { continue }
        let said = record["part"]
        let step = try #require(
          entries.map(\.step).first { step in
            let resource = step.part.resource
            return [step.part.name.rawValue, resource.id, resource.region]
              == [said["kind"].string, said["id"].string, said["region"].string]
          })
        let named = step.operations.first { $0.identifier == operation }
        #expect(named.map { allowed.contains($0.iamAction) } == true, "\(name): \(step.part) calls \(operation)")
      }
    }
  }
}

extension AccountState {
  /// What it says, however it is said: policies by what they mean, and nothing that AWS fills in and the emulator does
  /// not, which is the same as not there.
  fileprivate var said: AccountState {
    let normalization =
      [
        "SmoothStreaming": false, "IncludeBody": false, "TrustedSigners.Enabled": false, "TrustedSigners.Quantity": 0,
        "TrustedKeyGroups.Enabled": false, "TrustedKeyGroups.Quantity": 0, "ErrorCachingMinTTL": 10,
        "GeoRestriction.Quantity": 0,
      ] as JSONObject
    return filtered { place in
      !place.hasSuffix(" wire") && places["\(place) means"] == nil
        && !normalization.contains { place.hasSuffix(".\($0.name)") && places[place] == $0.value }
    }
  }
}
