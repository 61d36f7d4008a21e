import Documents
import Foundation
import Testing

/// Every trouble of the field reports, in one account and in the form in which people met it (`scripts/reports.py`): it is
/// found by its rule, in words that name it; what can be repaired is; what was there comes back.
@Suite(.needsPython) struct FieldReportTests {
  /// What a finding of each rule says, of the thing that is wrong.
  private static let words = [
    "function-kvs-association": "opens key value store release-dates; none is associated",
    "function-published": "The code of campaign was changed and not published",
    "function-runtime": "which cloudfront-js-1.0 does not have",
    "function-date-parsing": "parses 2024-02-15 09:00:00+09:00, which this runtime cannot read",
    "kvs-date-values": "makes dates of the values of /0001.jpg, which its runtime cannot read",
    "function-size": "of at most 10240",
    "viewer-response-error-handling": "looks for status 403, 404: it is never called where the origin answers",
    "origin-bucket-missing-status": "waits for 404, and may not list the bucket",
    "function-log-retention": "/aws/cloudfront/function/guard keeps its events longer than 90 days",
    "origin-failover": "origin",
    "edge-role-trust": "does not let edgelambda.amazonaws.com assume it",
    "edge-role-logging": "logs:",
    "edge-role-broad-managed-policy": "AmazonS3ReadOnlyAccess",
    "edge-lambda-no-environment": "has environment variables: ALLOWED_ORIGINS",
    "edge-client-region": "without a region: dynamodb",
    "edge-lambda-response-shape": "lambda_function.py:",
    "edge-lambda-viewer-limits": "halfway version 1",
    "edge-lambda-current": "serves version 1; version 2 is published",
    "edge-lambda-include-body": "passes the request body to",
    "edge-lambda-region": "outside us-east-1",
    "edge-query-string-forwarded": "no part of this behaviour's cache key",
    "dynamic-path-caching": "86400",
    "custom-error-shadowing": "CustomErrorResponses replace 400, which",
    "viewer-protocol-https": "viewers may use plain HTTP",
    "security-headers": "strict-transport-security",
    "compression": "so nothing is compressed",
    "edge-log-retention": "keeps its events longer than 90 days",
    "edge-log-subscription": "/aws/lambda/us-east-1.to-job",
    "edge-lambda-version-pinned": "resize:$LATEST instead of a numbered version",
    "edge-lambda-runtime": "nodejs10.x, whose support ended on 2021-07-30",
    "edge-lambda-architecture": "arm64",
    "edge-lambda-origin-limits": "may take 60 s; an origin event allows 30",
    "edge-lambda-native-binaries": "sharp.node in the package is Mach-O",
    "edge-role-wildcard-resource": "s3:GetObject on every resource",
    "edge-role-deploy-permissions": "cloudfront:UpdateDistribution",
    "legacy-cache-settings": "instead of a cache policy",
    "origin-bucket-grant": "does not let",
    "origin-bucket-stale-principal": "AROAEXAMPLEEXAMPLE123",
    "origin-access-restricted": "neither an origin access control nor an identity",
    "invalidation-trigger-concurrency": "its reserved concurrency is not set",
    "invalidation-trigger-event-age": "events that are up to 21600 s old",
    "invalidation-cost": "101 paths were invalidated within one hour",
  ]

  /// The rules of the README's table of troubles, each with what it says of the repair.
  private static func told() throws -> [String: String] {
    let readme = try String(contentsOf: Harness.root.appendingPathComponent("README.md"), encoding: .utf8)
    let table = try #require(readme.split(separator: "| Trouble | Rule | Repair |").last).prefix { $0 != "#" }
    var told: [String: String] = [:]
    for row in table.split(separator: "\n") where row.hasPrefix("| ") && !row.hasPrefix("| --- ") {
      let columns = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      try #require(columns.count == 3, "\(row)")
      let rules = columns[1].split(separator: "`").map(String.init).filter { $0.first?.isLetter == true }
      let repairs = columns[2].split(separator: ", ").map(String.init)
      for (index, rule) in rules.enumerated() { told[rule] = repairs.count > index ? repairs[index] : repairs[0] }
    }
    return told
  }

  private static let configuration = """
    rules:
      origin-failover: {enabled: true}
      edge-log-subscription: {enabled: true}
    parameters:
      edge-log-subscription.destinations: ["arn:aws:firehose:*"]
    """

  private func findings(_ account: RepairAccount) async throws -> [JSONValue] {
    let run = try await account.audit(
      ["check", "--format", "json", "--fail-on", "info"], as: account.auditor)
    #expect(try run.json["errors"] == [], "\(run.errors)")
    return try run.json["findings"].array ?? []
  }

  private func fits(_ finding: JSONValue, _ expected: JSONValue) -> Bool {
    let resource = finding["resource"]
    return finding["rule"] == expected["rule"] && resource["type"] == expected["type"]
      && resource["id"] == expected["id"] && resource["region"] == expected["region"]
      && (finding["path"].string ?? "").hasPrefix(expected["path"].string ?? "")
  }

  @Test func `every trouble of the field reports is found, repaired and brought back`() async throws {
    let account = try await RepairAccount(drift: "reported")
    try account.folder.write(Self.configuration, to: "audit.yaml")
    let before = try await account.read()

    let found = try await findings(account)
    for expected in account.expected {
      #expect(found.contains { fits($0, expected) && $0["status"] == "fail" }, "\(expected)")
    }
    for finding in found {
      let (rule, message) = (finding["rule"].string ?? "", finding["message"].string ?? "")
      #expect(account.expected.contains { fits(finding, $0) }, "\(rule) at \(finding["path"]): \(message)")
      #expect(message.contains(try #require(Self.words[rule])), "\(rule): \(message)")
    }
    let told = try Self.told()
    #expect(told.count > 35)
    let rules = Set(found.compactMap { $0["rule"].string })
    for rule in told.keys { #expect(rules.contains(rule), "nothing is found by \(rule), which the README tells of") }

    let fix = try await account.audit("fix", "--yes", "--no-wait")
    #expect(fix.status == 2, "\(fix.output)\(fix.errors)")
    let asked = told.filter { $0.value == "on request" }.keys.sorted() + ["invalidation-trigger-event-age"]
    let named = try await account.audit(
      ["fix", "--yes", "--no-wait"] + asked.flatMap { ["--only", $0] })
    #expect(named.status == 0, "\(named.output)\(named.errors)")
    let left = try await findings(account)
    for (rule, repair) in told {
      let own = left.filter { $0["rule"].string == rule }
      #expect(own.isEmpty == (repair != "none"), "\(rule): \(repair)")
      #expect(own.allSatisfy { $0["repair"]["available"] == false }, "\(rule): \(own.map { $0["repair"] })")
    }

    let journals = try account.journals.map { String($0.name.dropLast(".jsonl".count)) }
    #expect(journals.count == 2)
    for run in journals.reversed() {
      let undo = try await account.audit(["undo", run, "--yes", "--no-wait"])
      #expect(undo.status == 0, "\(undo.output)\(undo.errors)")
    }
    // What was published stays, and nothing uses it.
    let published = ["halfway:2", "resize:2", "to-job:2"]
    let restored = published.reduce(try await account.read()) { $0.without($1) }
    #expect(before.changes(to: restored) == [])
    try account.expectDiscretion()
  }
}
