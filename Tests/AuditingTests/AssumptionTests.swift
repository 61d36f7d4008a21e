import Documents
import Estate
import Foundation
import JMESPath
import Schema
import Signing
import Testing

@testable import Auditing

@Suite("Baselines: what is assumed of code that reading does not tell")
struct AssumptionTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)  // 15 January 2027

  private static func declarations(_ text: String) throws -> [Declaration] {
    let context = BaselineFile.Context(environment: [:]) { _ in "" }
    return try BaselineFile.declarations(in: [RuleSet.Source(file: "b.yaml", text: text)], context)
  }

  private static func issues(_ text: String) -> [String] {
    do {
      _ = try declarations(text)
      return []
    } catch {
      return (error as? FileIssues)?.issues.map(\.message) ?? ["\(error)"]
    }
  }

  // MARK: Lambda versions

  private static let elsewhere =
    "const { answer } = require('elsewhere'); exports.handler = async (event) => answer(event)"

  private static func estate(
    _ code: String, event: String, digest: String = "abc=", file: String = "index.js"
  ) -> Estate {
    Estates.estate(
      Estates.distribution([
        "DefaultCacheBehavior": Estates.behavior(
          [
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6", "ViewerProtocolPolicy": "https-only",
            "FunctionAssociations": [],
          ], lambdas: [(event, Estates.lambda("edge:7"))]),
        "CustomErrorResponses": [["ErrorCode": 404, "ResponsePagePath": "/404.html"]],
      ]),
      Estates.version(
        "edge:7",
        [
          "Handler": "index.handler", "Runtime": "nodejs22.x", "CodeSha256": .string(digest),
          "Code": ["File": .string(file), "Text": .string(code)],
        ]))
  }

  private static func version(_ assumption: String) -> String {
    """
    resources:
      - type: AWS::Lambda::Version
        id: edge:7
        assume: {by: edge team, expires: 2027-03-31, \(assumption)}
    """
  }

  private func verdict(
    _ rule: String, _ estate: Estate, _ baseline: String, at time: Date = now
  ) throws -> (statuses: Set<Finding.Status>, warnings: [String], passes: Int) {
    let auditor = Auditor(rules: try RuleSet.shipped(rule), context: try Self.declarations(baseline))
    let outcome = auditor.audit(estate, at: time)
    return (Set(outcome.findings.map(\.status)), outcome.warnings.map(\.message), outcome.passes)
  }

  @Test(
    "Each part settles the rules that ask for it, both ways",
    arguments: [
      ("custom-error-shadowing", "viewer-request", "statuses: [200, 301]", "statuses: [404]"),
      (
        "security-headers", "viewer-response",
        "headers: [Strict-Transport-Security, x-content-type-options, X-Frame-Options]", "headers: [x-frame-options]"
      ),
      ("viewer-response-error-handling", "viewer-response", "awaits: [200]", "awaits: [404]"),
      ("edge-lambda-include-body", "origin-request", "reads: [body]", "reads: [queryString]"),
    ])
  func settles(rule: String, event: String, holding: String, failing: String) throws {
    var estate = Self.estate(Self.elsewhere, event: event)
    if rule == "edge-lambda-include-body", var distribution = estate.resources[ResourceKey(.distribution, "E1")] {
      let association: JSONValue = [
        "EventType": "origin-request", "IncludeBody": true, "LambdaFunctionARN": .string(Estates.lambda("edge:7")),
      ]
      distribution.properties["DefaultCacheBehavior"] = ["LambdaFunctionAssociations": [association]]
      estate.add(distribution)
    }
    #expect(try verdict(rule, estate, "resources: []").statuses == [.unknown])
    // 200 is no status that anything waits for in vain.
    let awaited = holding == "awaits: [200]" ? "awaits: []" : holding
    #expect(try verdict(rule, estate, Self.version(awaited)).statuses == [])
    #expect(try verdict(rule, estate, Self.version(failing)).statuses == [.fail])
  }

  @Test("The shape of an answer is settled by its status, its headers and what is read together")
  func shape() throws {
    let estate = Self.estate(Self.elsewhere, event: "viewer-request")
    let rule = "edge-lambda-response-shape"
    #expect(try verdict(rule, estate, Self.version("statuses: [200], headers: [], reads: []")).statuses == [])
    #expect(try verdict(rule, estate, Self.version("statuses: [200]")).statuses == [.unknown])
  }

  @Test("One place that is not read is told once, whatever is asked of it")
  func oneCause() throws {
    let estate = Self.estate(Self.elsewhere, event: "viewer-request")
    let auditor = Auditor(
      rules: try RuleSet.shipped("edge-lambda-response-shape"), context: try Self.declarations("resources: []"))
    let found = auditor.audit(estate, at: Self.now).findings
    #expect(found.map(\.path) == ["Code.Text"])
    #expect(found.first?.code?.file == "index.js")
    // What is settled of it leaves the rest.
    let settled = Auditor(
      rules: try RuleSet.shipped("edge-lambda-response-shape"),
      context: try Self.declarations(Self.version("statuses: [200]")))
    #expect(settled.audit(estate, at: Self.now).findings.map(\.path) == ["Code.Text.body"])
  }

  @Test("What nobody knows to be reached is no header that lacks")
  func undecidedWays() throws {
    let set = ["strict-transport-security", "x-content-type-options", "x-frame-options"].map {
      "r['headers']['\($0)'] = [{'value': '\($0 == "strict-transport-security" ? "max-age=1" : $0 == "x-frame-options" ? "DENY" : "nosniff")'}]"
    }.joined(separator: "; ")
    func code(_ last: String) -> String {
      """
      def handler(event, context):
        cf = event['Records'][0]['cf']
        r = cf['response']
        ok = False
        for part in cf['request']['querystring'].split('&'):
          if part == 'a':
            ok = True
            \(set)
        \(last)
        return r
      """
    }
    #expect(
      try verdict(
        "security-headers", Self.estate(code("if not ok: \(set)"), event: "viewer-response", file: "index.py"),
        "resources: []"
      ).statuses == [.unknown])
    #expect(
      try verdict(
        "security-headers", Self.estate(code("if ok: \(set)"), event: "viewer-response", file: "index.py"),
        "resources: []"
      ).statuses == [.fail])
  }

  @Test("A region settles clients that are made elsewhere, and none that is certainly made without one")
  func region() throws {
    let made =
      "const { client } = require('elsewhere'); exports.handler = async (e) => { client(e); return e.Records[0].cf.request }"
    #expect(
      try verdict("edge-client-region", Self.estate(made, event: "viewer-request"), Self.version("region: eu-west-1"))
        .statuses == [])
    let own = "const { S3Client } = require('@aws-sdk/client-s3'); const s3 = new S3Client({}); " + made
    #expect(
      try verdict("edge-client-region", Self.estate(own, event: "viewer-request"), Self.version("region: eu-west-1"))
        .statuses == [.fail])
  }

  @Test("What is certain is not overruled")
  func certain() throws {
    let code = "exports.handler = async () => ({status: '404', body: 'no'})"
    let found = try verdict(
      "custom-error-shadowing", Self.estate(code, event: "viewer-request"), Self.version("statuses: [200]"))
    #expect(found.statuses == [.fail])
  }

  @Test("What has expired settles nothing, and says so")
  func expired() throws {
    let estate = Self.estate(Self.elsewhere, event: "viewer-request")
    let baseline = Self.version("statuses: [200]").replacing("2027-03-31", with: "2027-01-14")
    let found = try verdict("custom-error-shadowing", estate, baseline)
    #expect(found.statuses == [.unknown])
    #expect(found.warnings.contains { $0.contains("expired on 2027-01-14") })
    let lastDay = Self.version("statuses: [200]").replacing("2027-03-31", with: "2027-01-15")
    #expect(try verdict("custom-error-shadowing", estate, lastDay).statuses == [])
  }

  @Test("Other code ends what is assumed of a version by its CodeSha256")
  func otherVersion() throws {
    let baseline = Self.version("statuses: [200], code: abc=").replacing("edge:7", with: "\"edge:*\"")
    let same = Self.estate(Self.elsewhere, event: "viewer-request")
    #expect(try verdict("custom-error-shadowing", same, baseline).statuses == [])
    let other = Self.estate(Self.elsewhere, event: "viewer-request", digest: "xyz=")
    let found = try verdict("custom-error-shadowing", other, baseline)
    #expect(found.statuses == [.unknown])
    #expect(found.warnings.contains { $0.contains("is another one") })
  }

  // MARK: CloudFront functions

  private static let opening =
    "import cf from 'cloudfront'; async function handler(event) { const kvs = cf.kvs(lookup(event)); await kvs.get('a'); return event.request }"

  private static func function(_ code: String) -> Estate {
    let stage: JSONValue = [
      "FunctionCode": .string(code),
      "FunctionConfig": ["Runtime": "cloudfront-js-2.0", "KeyValueStoreAssociations": []],
    ]
    return Estates.estate(
      Resource(
        reference: ResourceReference(type: .cloudFrontFunction, id: "guard", account: Estates.account),
        properties: ["Name": "guard", "LIVE": stage, "DEVELOPMENT": stage]))
  }

  private static func guardFunction(_ code: String) -> String {
    """
    resources:
      - type: AWS::CloudFront::Function
        id: guard
        assume: {by: edge team, expires: 2027-03-31, stores: STORES, code: \(Digest.sha256Hex(Array(code.utf8)))}
    """
  }

  @Test("Stores of a function are assumed of one code, and of no other")
  func stores() throws {
    let rule = "function-kvs-association"
    let baseline = Self.guardFunction(Self.opening)
    let estate = Self.function(Self.opening)
    #expect(try verdict(rule, estate, "resources: []").statuses == [.unknown])
    #expect(try verdict(rule, estate, baseline.replacing("STORES", with: "[]")).statuses == [])
    #expect(try verdict(rule, estate, baseline.replacing("STORES", with: "[0f5a]")).statuses == [.fail])
    let changed = try verdict(rule, Self.function(Self.opening + " "), baseline.replacing("STORES", with: "[]"))
    #expect(changed.statuses == [.unknown])
    #expect(changed.warnings.contains { $0.contains("is another one") })
  }

  // MARK: What is wrong in a file

  @Test(
    "Who says so, until when, of which code and what is required",
    arguments: [
      ("expires: 2027-03-31, statuses: [200]", "by"), ("by: me, statuses: [200]", "expires"),
      ("by: me, expires: soon, statuses: [200]", "A day such as"),
      ("by: me, expires: 2027-03-31", "Nothing is assumed"),
      ("by: me, expires: 2027-03-31, reads: [path]", "no part of a request"),
      ("by: me, expires: 2027-03-31, statuses: [20]", "100 to 599"),
      ("by: me, expires: 2027-03-31, status: [200]", "means nothing here"),
      ("by: me, expires: 2027-03-31, region: us-esat-1", "us-east-1"),
    ])
  func required(members: String, message: String) {
    let text = "resources: [{type: AWS::Lambda::Version, id: edge:7, assume: {\(members)}}]"
    #expect(Self.issues(text).contains { $0.contains(message) }, "\(Self.issues(text))")
  }

  @Test(
    "Code that may change is named by its digest",
    arguments: [
      "{type: AWS::Lambda::Version, id: 'edge:*', assume: {by: me, expires: 2027-03-31, statuses: []}}",
      "{type: AWS::Lambda::Version, id: 'edge:$LATEST', assume: {by: me, expires: 2027-03-31, statuses: []}}",
      "{type: AWS::CloudFront::Function, id: guard, assume: {by: me, expires: 2027-03-31, stores: []}}",
    ])
  func digest(resource: String) {
    #expect(Self.issues("resources: [\(resource)]").contains { $0.contains("Which code is meant") })
  }

  @Test("Nothing is assumed of what has no code")
  func otherTypes() {
    let text = "resources: [{type: AWS::S3::Bucket, id: b, assume: {by: me, expires: 2027-03-31, statuses: []}}]"
    #expect(Self.issues(text).contains { $0.contains("Only functions") })
  }
}
