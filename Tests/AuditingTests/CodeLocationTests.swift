import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// A verdict that comes from code says where in it.
@Suite("Findings: the place in the code")
struct CodeLocationTests {
  private func finding(_ rule: String, _ estate: Estate) throws -> Finding {
    let outcome = Auditor(rules: try RuleSet.shipped(rule)).audit(estate)
    return try #require(outcome.findings.first, "\(rule)")
  }

  private static func lambda(_ code: String, event: String, files: JSONObject = [:], body: Bool = false) -> Estate {
    var source: JSONObject = ["File": "index.js", "Text": .string(code)]
    if !files.isEmpty { source["Files"] = .object(files) }
    let association: JSONValue = [
      "EventType": .string(event), "IncludeBody": .bool(body), "LambdaFunctionARN": .string(Estates.lambda("edge:7")),
    ]
    return Estates.estate(
      Estates.distribution([
        "DefaultCacheBehavior": [
          "CachePolicyId": "p", "FunctionAssociations": [], "LambdaFunctionAssociations": [association],
        ],
        "CustomErrorResponses": [["ErrorCode": 404, "ResponsePagePath": "/404.html"]],
      ]),
      Estates.version("edge:7", ["Handler": "index.handler", "Runtime": "nodejs22.x", "Code": .object(source)]),
      Resource(
        reference: ResourceReference(type: .cachePolicy, id: "p", account: Estates.account),
        properties: [
          "Id": "p",
          "CachePolicyConfig": [
            "MinTTL": 0, "DefaultTTL": 86400, "MaxTTL": 31_536_000,
            "ParametersInCacheKeyAndForwardedToOrigin": ["QueryStringsConfig": ["QueryStringBehavior": "none"]],
          ],
        ]))
  }

  private static func function(_ code: String, event: String = "viewer-request", runtime: String = "cloudfront-js-2.0")
    -> Estate
  {
    let arn = "arn:aws:cloudfront::\(Estates.account):function/guard"
    let stage: JSONValue = [
      "FunctionCode": .string(code), "FunctionMetadata": ["FunctionARN": .string(arn)],
      "FunctionConfig": ["Runtime": .string(runtime), "KeyValueStoreAssociations": []],
    ]
    return Estates.estate(
      Estates.distribution([
        "DefaultCacheBehavior": [
          "LambdaFunctionAssociations": [],
          "FunctionAssociations": [["EventType": .string(event), "FunctionARN": .string(arn)]],
        ]
      ]),
      Resource(
        reference: ResourceReference(type: .cloudFrontFunction, id: "guard", arn: arn, account: Estates.account),
        properties: ["Name": "guard", "LIVE": stage, "DEVELOPMENT": stage]))
  }

  @Test func `of a CloudFront function the line and the column, without a file`() throws {
    let dates =
      "function handler(event) {\n  if (new Date('2024-02-15T09:00:00+09:00') < Date.now()) return event.request;\n  return event.request }"
    #expect(
      try finding("function-date-parsing", Self.function(dates)).code == Finding.Code(file: "", line: 2, column: 7))
    let store =
      "import cf from 'cloudfront';\nconst kvs = cf.kvs('0f5a');\nasync function handler(event) { await kvs.get('a'); return event.request }"
    #expect(try finding("function-kvs-association", Self.function(store)).code?.line == 2)
    // The runtime is judged, because of what the code uses.
    let runtime = "function handler(event) {\n  const request = event.request;\n  return request }"
    #expect(
      try finding("function-runtime", Self.function(runtime, runtime: "cloudfront-js-1.0")).code
        == Finding.Code(file: "", line: 2, column: 3))
    let waits =
      "function handler(event) {\n  var response = event.response;\n  if (response.statusCode === 404) response.statusCode = 302;\n  return response }"
    #expect(
      try finding("viewer-response-error-handling", Self.function(waits, event: "viewer-response")).code?.line == 3)
    let deletes =
      "function handler(event) {\n  var headers = event.response.headers;\n  delete headers['strict-transport-security'];\n  return event.response }"
    #expect(try finding("security-headers", Self.function(deletes, event: "viewer-response")).code?.line == 3)
  }

  @Test(arguments: [
    (
      "edge-lambda-response-shape", "viewer-request",
      "exports.handler = async () => {\n  return {status: '200', headers: {a: 'b'}} }", 2
    ),
    (
      "custom-error-shadowing", "viewer-request",
      "exports.handler = async (event) => {\n  const r = event.Records[0].cf.request;\n  if (r.uri === '/') return r;\n  return {status: '404'} }",
      4
    ),
    (
      "dynamic-path-caching", "origin-request",
      "exports.handler = async () => {\n\n  return {status: '200', body: 'x'} }", 3
    ),
    (
      "edge-query-string-forwarded", "origin-request",
      "exports.handler = async (event) => {\n  const r = event.Records[0].cf.request;\n  if (r.querystring) r.uri = '/x';\n  return r }",
      3
    ),
    (
      "edge-client-region", "viewer-request",
      "const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');\nconst db = new DynamoDBClient({});\nexports.handler = async (event) => event.Records[0].cf.request",
      2
    ),
    (
      "edge-lambda-include-body", "origin-request", "\nexports.handler = async (event) => event.Records[0].cf.request",
      2
    ),
  ])
  func `of a Lambda function the file, the line and the column`(
    rule: String, event: String, code: String, line: Int
  ) throws {
    let found = try finding(rule, Self.lambda(code, event: event, body: rule == "edge-lambda-include-body"))
    #expect(found.status == .fail)
    #expect(found.code?.file == "index.js")
    #expect(found.code?.line == line)
    #expect(found.code?.column ?? 0 >= 1)
  }

  @Test func `the file is that in which it stands`() throws {
    let code = "const { deny } = require('./lib/deny');\nexports.handler = async () => deny();"
    let deny: JSONObject = ["lib/deny.js": "exports.deny = () => ({\n  status: '404',\n  headers: {a: 'b'},\n});"]
    let found = try finding("edge-lambda-response-shape", Self.lambda(code, event: "viewer-request", files: deny))
    #expect(found.code == Finding.Code(file: "lib/deny.js", line: 3, column: 13))
  }

  @Test func `what is undecided says what is not read`() throws {
    let code = "const lib = require('elsewhere');\nexports.handler = async (event) =>\n  lib.answer(event);"
    let found = try finding("custom-error-shadowing", Self.lambda(code, event: "viewer-request"))
    #expect(found.status == .unknown)
    #expect(found.code?.line != nil)
  }

  @Test func `other rules have none`() throws {
    let found = try finding(
      "viewer-protocol-https",
      Estates.estate(Estates.distribution(["DefaultCacheBehavior": ["ViewerProtocolPolicy": "allow-all"]])))
    #expect(found.code == nil)
  }
}
