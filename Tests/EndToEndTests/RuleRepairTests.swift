import Documents
import Foundation
import Testing

/// Each repair that a rule offers, by itself: what it changes, that nothing else changes, and that it can be taken back.
@Suite(.needsPython) struct RuleRepairTests {
  /// A drift from the compliant estate, and what its repair makes of the account.
  struct Repair: Sendable, CustomTestStringConvertible {
    /// The rule.
    let rule: String
    /// What is wrong: one of `scripts/drifts.py`, by default named as the rule is.
    var drift: String?
    /// A change of `Fixtures/drifted_resources.py` instead.
    var change: String?
    /// Whether it is done only when it is asked for by name.
    var isAsked = false
    /// The version of a Lambda function that it publishes, like `$LATEST`, and that an undo leaves.
    var publishes: String?
    /// What differs afterwards.
    let becomes: [String]

    var testDescription: String { change ?? drift ?? rule }
  }

  private static let store = "arn:aws:cloudfront::N:key-value-store/books-release-dates"
  private static let lambda = "arn:aws:lambda:us-east-1:N:function"
  private static let api = "distribution books CacheBehaviors[/api/*]"
  private static let status = "\(api).LambdaFunctionAssociations[viewer-request]"
  private static let resizer = "distribution books DefaultCacheBehavior.LambdaFunctionAssociations[origin-response]"
  private static let block = "bucket books-images-N block"
  private static let filter = "logs ap-northeast-1 /aws/lambda/us-east-1.image-resizer filter edge"
  private static let grant =
    #"{"Sid": "AllowCloudFront", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "#
    + #""Action": "s3:GetObject", "Resource": "arn:aws:s3:::books-images-N/*", "Condition": {"StringEquals": "#
    + #"{"AWS:SourceArn": "arn:aws:cloudfront::N:distribution/E0GONE"}}}"#

  private static let repairs = [
    Repair(
      rule: "function-kvs-association",
      becomes: ["DEVELOPMENT", "LIVE"].map {
        "function books-image-guard \($0).FunctionConfig.KeyValueStoreAssociations[0].KeyValueStoreARN: "
          + "nothing -> \(store)"
      }),
    Repair(
      rule: "function-published",
      becomes: [
        "function site-index LIVE.FunctionCode: request.uri += 'index.html' -> request.uri += '200.html'"
      ]),
    Repair(
      rule: "function-published", drift: "function-published-configuration",
      becomes: [
        "function site-index LIVE.FunctionConfig.KeyValueStoreAssociations[0].KeyValueStoreARN: nothing -> \(store)"
      ]),
    Repair(
      rule: "function-runtime", isAsked: true,
      becomes: ["DEVELOPMENT", "LIVE"].map {
        "function books-image-guard \($0).FunctionConfig.Runtime: cloudfront-js-1.0 -> cloudfront-js-2.0"
      }),
    Repair(
      rule: "edge-lambda-version-pinned",
      becomes: ["\(resizer).LambdaFunctionARN: \(lambda):image-resizer:$LATEST -> \(lambda):image-resizer:1"]),
    Repair(
      rule: "edge-lambda-version-pinned", drift: "edge-lambda-version-pinned-alias",
      becomes: ["\(resizer).LambdaFunctionARN: \(lambda):image-resizer:live -> \(lambda):image-resizer:1"]),
    Repair(
      rule: "edge-lambda-current", isAsked: true,
      becomes: ["\(resizer).LambdaFunctionARN: \(lambda):image-resizer:1 -> \(lambda):image-resizer:2"]),
    Repair(
      rule: "edge-lambda-no-environment", isAsked: true, publishes: "status-api:3",
      becomes: [
        "\(status).LambdaFunctionARN: \(lambda):status-api:2 -> \(lambda):status-api:3",
        "lambda status-api:$LATEST.Environment.Variables.ALLOWED_ORIGINS: s3cr3t-lambda-environment-value -> nothing",
      ]),
    Repair(
      rule: "edge-lambda-viewer-limits", isAsked: true, publishes: "status-api:3",
      becomes: [
        "\(status).LambdaFunctionARN: \(lambda):status-api:2 -> \(lambda):status-api:3",
        "lambda status-api:$LATEST.MemorySize: 256 -> 128",
      ]),
    Repair(
      rule: "edge-lambda-viewer-limits", drift: "edge-lambda-viewer-limits-timeout", isAsked: true,
      publishes: "status-api:3",
      becomes: [
        "\(status).LambdaFunctionARN: \(lambda):status-api:2 -> \(lambda):status-api:3",
        "lambda status-api:$LATEST.Timeout: 6 -> 5",
      ]),
    Repair(
      rule: "edge-lambda-origin-limits", isAsked: true, publishes: "image-resizer:3",
      becomes: [
        "\(resizer).LambdaFunctionARN: \(lambda):image-resizer:2 -> \(lambda):image-resizer:3",
        "lambda image-resizer:$LATEST.Timeout: 60 -> 30",
      ]),
    Repair(rule: "edge-lambda-include-body", isAsked: true, becomes: ["\(status).IncludeBody: true -> false"]),
    Repair(
      rule: "edge-role-trust",
      becomes: [
        #"role edge trust: {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "#
          + #"["lambda.amazonaws.com"]}, "Action": "sts:AssumeRole"}]} -> "#
          + #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "#
          + #"["lambda.amazonaws.com","edgelambda.amazonaws.com"]}, "Action": "sts:AssumeRole"}]}"#
      ]),
    Repair(
      rule: "edge-role-logging",
      becomes: [
        "role edge attached arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole: "
          + "nothing -> AWSLambdaBasicExecutionRole"
      ]),
    Repair(
      rule: "origin-bucket-grant",
      becomes: [
        #"bucket books-images-N policy: {"Version": "2012-10-17", "Statement": [\#(grant)]} -> "#
          + #"{"Version": "2012-10-17", "Statement": [\#(grant),"#
          + #"{"Sid":"AllowCloudFrontServicePrincipalbooks","Effect":"Allow","Principal":"#
          + #"{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::books-images-N/*","#
          + #""Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::N:distribution/books"}}}]}"#
      ]),
    Repair(
      rule: "origin-bucket-public",
      becomes: ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"].map {
        "\(block).\($0): nothing -> true"
      }),
    Repair(
      rule: "edge-log-retention",
      becomes: ["logs eu-west-1 /aws/lambda/us-east-1.image-resizer: for ever -> 90"]),
    Repair(
      rule: "edge-log-retention", drift: "edge-log-retention-too-long",
      becomes: ["logs ap-northeast-1 /aws/lambda/us-east-1.status-api: 365 -> 90"]),
    Repair(
      rule: "edge-log-subscription", isAsked: true,
      becomes: [
        "\(filter).destinationArn: nothing -> arn:aws:firehose:ap-northeast-1:N:deliverystream/edge",
        "\(filter).distribution: nothing -> ByLogStream", "\(filter).filterName: nothing -> edge",
      ]),
    Repair(
      rule: "invalidation-trigger-concurrency", becomes: ["lambda images-invalidator concurrency: nothing -> 1"]),
    Repair(
      rule: "invalidation-trigger-concurrency", drift: "invalidation-trigger-concurrency-event-bus",
      becomes: ["lambda images-invalidator concurrency: nothing -> 1"]),
    Repair(
      rule: "invalidation-trigger-event-age", isAsked: true,
      becomes: ["lambda images-invalidator event age: nothing -> 300"]),
    Repair(
      rule: "invalidation-trigger-event-age", drift: "invalidation-trigger-event-age-alias", isAsked: true,
      becomes: ["lambda images-invalidator:prod event age: nothing -> 300"]),
    Repair(
      rule: "function-log-retention",
      becomes: ["logs us-east-1 /aws/cloudfront/function/site-index: for ever -> 90"]),
    Repair(rule: "viewer-protocol-https", becomes: ["\(api).ViewerProtocolPolicy: allow-all -> redirect-to-https"]),
    Repair(
      rule: "minimum-tls-version",
      becomes: ["distribution books ViewerCertificate.MinimumProtocolVersion: TLSv1.1_2016 -> TLSv1.2_2021"]),
    Repair(rule: "compression", becomes: ["\(api).Compress: false -> true"]),
    Repair(
      rule: "compression", drift: "compression-cache-policy",
      becomes: ["Brotli", "Gzip"].map {
        "CachePolicy PlainOnly.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncoding\($0): false -> true"
      }),
    Repair(
      rule: "security-headers", change: "no-security-headers",
      becomes: ["\(api).ResponseHeadersPolicyId: nothing -> 67f7725c-6f97-4210-82d7-5512b31e9d03"]),
  ]

  @Test func `each repair that a rule offers is tested`() async throws {
    let rules = try await Harness.audit("rules", "list", "--format", "json").json["rules"].array ?? []
    let offered = rules.filter { $0["repair"] != "none" }.map { $0["id"].string ?? "" }
    #expect(Set(offered).sorted() == Set(Self.repairs.map(\.rule)).sorted())
    let asked = rules.filter { $0["repair"] == "asked" }.map { $0["id"].string ?? "" }
    #expect(Set(asked) == Set(Self.repairs.filter(\.isAsked).map(\.rule)))
  }

  @Test(arguments: repairs)
  func `a repair changes what it names, nothing else, and can be taken back`(repair: Repair) async throws {
    let account = try await RepairAccount(
      drift: repair.change == nil ? repair.drift ?? repair.rule : nil, changes: [repair.change].compactMap(\.self))
    var only = repair.isAsked ? ["--only", repair.rule] : []
    for member in account.expected.first?["parameters"].object ?? [:] {
      let parameters: JSONValue = ["parameters": ["\(repair.rule).\(member.name)": member.value]]
      try account.folder.write(JSONWriter().string(parameters), to: "audit.yaml")
      only += ["--config", "audit.yaml"]
    }
    let before = try await account.read()

    // The user may not change anything: a call that tried would be refused, and be an error. Had one gone through, what
    // differs in the end would be something else, or there would be nothing left to repair.
    let dry = try await account.audit(["fix", "--dry-run", "--format", "json"] + only, as: account.auditor)
    #expect(dry.status == 2, "\(dry.errors)")
    #expect(try dry.json["errors"] == [])
    if repair.isAsked {
      let plain = try await account.audit(["fix", "--yes", "--no-wait"])
      #expect(plain.output.contains("There is nothing to change."), "\(plain.output)")
      #expect(try account.journals.isEmpty)
    }

    let fix = try await account.audit(["fix", "--yes", "--no-wait"] + only)
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")
    let after = try await account.read()
    #expect(before.plain.changes(to: after.plain.without(repair.publishes)) == repair.becomes)
    if let version = repair.publishes {
      let (function, number) = (version.prefix { $0 != ":" }, version.drop { $0 != ":" }.dropFirst())
      func settings(_ version: String) -> JSONObject {
        JSONObject(
          after.places.filter { $0.name.hasPrefix("lambda \(version).") }
            .map { (String($0.name.dropFirst("lambda \(version).".count)), $0.value) })
      }
      #expect(settings(version)["Version"] == .string(String(number)))
      #expect(
        settings(version).merging(["Version": "$LATEST"]) == settings("\(function):$LATEST"))
    }
    let check = try await account.audit(
      ["check"] + (only.isEmpty ? ["--only", repair.rule] : only), as: account.auditor)
    #expect(check.status == 0, "\(check.output)\(check.errors)")

    let undo = try await account.audit(["undo", "last", "--yes", "--no-wait"])
    #expect(undo.status == 0, "\(undo.output)\(undo.errors)")
    let restored = try await account.read()
    #expect(before.changes(to: restored.without(repair.publishes)) == [])
    #expect(restored.changes(to: restored.without(repair.publishes)).isEmpty == (repair.publishes == nil))
    try account.expectDiscretion()
  }

  @Test func `what nobody knows yet goes back as it came`() async throws {
    let account = try await RepairAccount(drift: "viewer-protocol-https", changes: ["unknown-elements"])
    let before = try await account.read()
    let wire = try #require(before.places["distribution books wire"]?.string)
    try #require(wire.contains(#"<Future kind="a"><Mode>new</Mode><Mode></Mode></Future><Comment>"#))
    try #require(wire.contains("<CacheBehavior><Tuning>7</Tuning><PathPattern>/api/*"))
    let fix = try await account.audit("fix", "--yes", "--no-wait")
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")
    let (old, new) = ("<ViewerProtocolPolicy>allow-all<", "<ViewerProtocolPolicy>redirect-to-https<")
    try #require(wire.components(separatedBy: old).count == 2)
    #expect(try await account.read().places["distribution books wire"] == .string(wire.replacing(old, with: new)))
    let undo = try await account.audit("undo", "last", "--yes", "--no-wait")
    #expect(undo.status == 0, "\(undo.output)\(undo.errors)")
    #expect(before.changes(to: try await account.read()) == [])
  }
}
