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

  @Test func `what is asked for alone breaks no rule that holds, and what tells is read`() async throws {
    let account = try await RepairAccount()
    try """
    resources:
      - type: AWS::CloudFront::Distribution
        alias: books.example.com
        expect: {Comment: put back, DefaultCacheBehavior: {Compress: false}, Logging: {Enabled: false}}
        absent: [DefaultCacheBehavior.ResponseHeadersPolicyId]
      - type: AWS::CloudFront::Function
        id: books-image-guard
        absent: [LIVE.FunctionConfig.KeyValueStoreAssociations]
      - type: AWS::IAM::Role
        id: edge
        expect:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
    """.write(to: account.folder.url.appendingPathComponent("b.yaml"), atomically: true, encoding: .utf8)
    func left(_ only: [String]) async throws -> [String] {
      let fix = try await account.audit(["fix", "--baseline", "b.yaml", "--dry-run", "--format", "json"] + only)
      #expect(fix.status == 2, "\(fix.errors)")
      return (try fix.json["repairs"]["refusals"].array ?? []).compactMap { $0["reason"].string }.sorted()
    }
    let (whole, alone) = (try await left([]), try await left(["--only", "baseline"]))
    #expect(whole == alone)
    for rule in ["compression", "access-logging", "security-headers", "function-kvs-association", "edge-role-trust"] {
      #expect(alone.contains { $0.contains("It would break \(rule) on") }, "\(rule): \(alone)")
    }
    let fix = try await account.audit("fix", "--baseline", "b.yaml", "--only", "baseline", "--yes", "--no-wait")
    #expect(fix.output.contains("1 finding repaired"), "\(fix.output)")
  }

  @Test(arguments: [false, true])
  func `a bucket lets both readers in until the distribution has changed over, and when that is taken back`(
    byPlan: Bool
  ) async throws {
    let account = try await RepairAccount()
    let query =
      "resources[?type == 'AWS::CloudFront::Distribution'].[id, properties.Origins[?OriginAccessControlId] | [0]][] | [:2]"
    let snapshot = try await account.audit("snapshot", "-o", "s.json", as: account.auditor)
    try #require(snapshot.status == 0, "\(snapshot.errors)")
    let asked = try await account.audit("query", query, "--snapshot", "s.json", as: account.auditor)
    let found = try JSONReader.read(Array(asked.output.utf8))
    let (distribution, origin) = (try #require(found[0].string), found[1])
    let domain = try #require(origin["DomainName"].string)
    let bucket = try #require(domain.split(separator: ".").first)
    try """
    resources:
      - type: AWS::CloudFront::Distribution
        id: \(distribution)
        expect:
          Origins:
            - Id: \(origin["Id"].string ?? "")
              DomainName: \(domain)
              OriginAccessControlId: ""
              S3OriginConfig: {OriginAccessIdentity: origin-access-identity/cloudfront/E2ABC}
      - type: AWS::S3::Bucket
        id: \(bucket)
        expect:
          Policy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2ABC"}
                Action: s3:GetObject
                Resource: arn:aws:s3:::\(bucket)/*
        only: [Policy]
    """.write(to: account.folder.url.appendingPathComponent("b.yaml"), atomically: true, encoding: .utf8)
    // The emulator has no such identities, so that none is known to be there.
    try "rules: {origin-bucket-stale-principal: {enabled: false}}".write(
      to: account.folder.url.appendingPathComponent("audit.yaml"), atomically: true, encoding: .utf8)
    let before = try await account.read()
    let fix = ["fix", "--baseline", "b.yaml", "--only", "baseline"]
    if byPlan {
      let saved = try await account.audit(fix + ["--dry-run", "-o", "plan.json"])
      #expect(saved.status == 2, "\(saved.output)\(saved.errors)")
    }
    let fixed = try await account.audit(fix + (byPlan ? ["--plan", "plan.json", "--yes"] : ["--yes"]))
    #expect(fixed.status == 0, "\(fixed.output)\(fixed.errors)")
    let journal = try #require(try account.journals.first?.text)
    let steps = journal.split(separator: "\n").filter { $0.contains("\"record\":\"step\"") }.map { line in
      line.contains("\"bucketPolicy\"") || line.contains("bucket policy") || line.contains("AWS::S3::Bucket")
        ? "bucket" : "distribution"
    }
    #expect(steps == ["bucket", "distribution", "bucket"], "\(journal)")
    // Nothing is left to do.
    let again = try await account.audit("fix", "--baseline", "b.yaml", "--only", "baseline", "--dry-run")
    #expect(again.status == 0, "\(again.output)\(again.errors)")
    let undo = try await account.audit("undo", "last", "--yes")
    #expect(undo.status == 0, "\(undo.output)\(undo.errors)")
    #expect(before.said.changes(to: try await account.read().said) == [])
    let twice = try await account.audit(
      "undo", try #require(account.journals.first?.name.dropLast(6).description), "--yes")
    #expect(twice.status == 0 && twice.output.contains("as before already"), "\(twice.output)\(twice.errors)")
  }

  @Test func `a host in other letters is as declared, and stays as it is spelled when something else is put back`()
    async throws
  {
    let account = try await RepairAccount()
    try """
    resources:
      - type: AWS::CloudFront::Distribution
        alias: BOOKS.example.com
        expect:
          Comment: put back
          Aliases: [Books.Example.COM]
          Origins: [{Id: app, DomainName: APP.books.example.com}]
    """.write(to: account.folder.url.appendingPathComponent("b.yaml"), atomically: true, encoding: .utf8)
    let check = try await account.audit(
      "check", "--baseline", "b.yaml", "--only", "baseline", "--resource", "Books.example.com", "--format", "json",
      as: account.auditor)
    #expect(check.status == 2, "\(check.errors)")
    #expect(try check.json["findings"].array?.map { $0["path"] } == ["Comment"])
    let before = try await account.read()
    let fix = try await account.audit("fix", "--baseline", "b.yaml", "--only", "baseline", "--yes", "--no-wait")
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")
    let changes = before.said.changes(to: try await account.read().said)
    #expect(!changes.isEmpty && changes.allSatisfy { !$0.lowercased().contains("example.com") }, "\(changes)")
    let again = try await account.audit(
      "check", "--baseline", "b.yaml", "--only", "baseline", as: account.auditor)
    #expect(again.status == 0, "\(again.output)")
  }

  @Test func `of what two files declare differently nothing is written, though one of them holds`() async throws {
    let account = try await RepairAccount()
    func write(_ name: String, _ settings: String) throws {
      try """
      resources:
        - type: AWS::CloudFront::Distribution
          alias: books.example.com
          expect: {\(settings)}
      """.write(to: account.folder.url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write("a.yaml", "Enabled: true, Comment: one, PriceClass: PriceClass_200")
    try write("b.yaml", "Enabled: false, Comment: two")
    let files = ["--baseline", "a.yaml", "--baseline", "b.yaml"]
    let lint = try await account.audit("baseline", "lint", "a.yaml", "b.yaml")
    #expect(lint.status == 1)
    let check = try await account.audit(["check", "--only", "baseline"] + files, as: account.auditor)
    #expect(check.status == 2)
    // Lines are broken where the page ends.
    let said = (check.output + check.errors).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for place in ["Enabled", "Comment"] {
      let words =
        "\(place) of AWS::CloudFront::Distribution books.example.com is declared differently at a.yaml:4 and b.yaml:4"
      #expect(lint.output.contains(words), "\(lint.output)")
      #expect(said.contains(words), "\(said)")
    }
    let before = try await account.read()
    let fix = try await account.audit(["fix", "--only", "baseline", "--yes", "--no-wait"] + files)
    #expect(fix.status == 2, "\(fix.output)\(fix.errors)")
    let left = fix.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(left.contains("It is declared differently at a.yaml:4 and b.yaml:4"), "\(fix.output)")
    let changes = before.said.changes(to: try await account.read().said)
    #expect(!changes.isEmpty && changes.allSatisfy { $0.contains("PriceClass") }, "\(changes)")
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
