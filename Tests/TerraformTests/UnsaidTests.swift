import Auditing
import Documents
import Estate
import Schema
import Testing

@testable import Terraform

/// What a document does not say at all, as its provider does not know it or somebody cut it out, is no drift.
@Suite struct UnsaidTests {
  private static let account = "111122223333"
  private static let live: JSONObject = [
    "Id": "E1", "Comment": "c", "Enabled": true,
    "Origins": [
      [
        "Id": "a", "DomainName": "a.example",
        "CustomOriginConfig": [
          "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only", "OriginHttpVersion": "http2",
        ],
        "OriginShield": ["Enabled": true, "OriginShieldRegion": "eu-west-1"],
      ]
    ],
    "CacheBehaviors": [["PathPattern": "/a", "TargetOriginId": "a", "ViewerProtocolPolicy": "https-only"]],
    "DefaultCacheBehavior": [
      "TargetOriginId": "a", "ViewerProtocolPolicy": "https-only",
      "LambdaFunctionAssociations": [
        ["EventType": "viewer-request", "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:f:1"]
      ],
    ],
  ]
  private static let custom: JSONObject = [
    "http_port": 80, "https_port": 443, "origin_protocol_policy": "https-only",
  ]

  /// The places of what is found, where a distribution is as above and this is declared.
  private func found(_ values: JSONObject) throws -> [String] {
    let document = try TerraformDocument(
      Sample.state([
        "type": "aws_cloudfront_distribution", "name": "a",
        "values": .object((["id": "E1", "comment": "c", "enabled": true] as JSONObject).merging(values)),
      ]))
    var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(type: .distribution, id: "E1", account: Self.account), properties: Self.live))
    return Auditor(rules: [], declarations: document.state).audit(estate).findings.map { "\($0.place)" }
  }

  private func origin(_ custom: JSONObject, _ more: JSONObject = [:]) -> JSONObject {
    let origin: JSONObject = [
      "origin_id": "a", "domain_name": "a.example", "custom_origin_config": [.object(custom)],
    ]
    return ["origin": [.object(origin.merging(more))]]
  }

  @Test func `what a document lacks is not declared, and what it says is empty is`() throws {
    #expect(try found([:]) == [])
    #expect(try found(["ordered_cache_behavior": []]) == ["CacheBehaviors[/a]"])
    let behavior: JSONObject = ["target_origin_id": "a", "viewer_protocol_policy": "https-only"]
    #expect(try found(["default_cache_behavior": [.object(behavior)]]) == [])
    let closed = behavior.merging(["lambda_function_association": []])
    #expect(
      try found(["default_cache_behavior": [.object(closed)]])
        == ["DefaultCacheBehavior.LambdaFunctionAssociations[viewer-request]"])
  }

  @Test func `what the provider says of an origin is compared, and what it does not know is not`() throws {
    #expect(try found(origin(Self.custom)) == [])
    #expect(try found(origin(Self.custom.merging(["origin_http_version": "http2"]))) == [])
    #expect(
      try found(origin(Self.custom.merging(["origin_http_version": "http1.1"])))
        == ["Origins[a].CustomOriginConfig.OriginHttpVersion"])
    #expect(try found(origin(Self.custom, ["origin_shield": []])) == ["Origins[a].OriginShield"])
    // An attribute that is not known here may be about what is not known here either, wherever both are.
    let inner = Self.custom.merging(["protocol_of_tomorrow": "p"])
    #expect(try found(origin(inner, ["zone_of_tomorrow": "z", "origin_shield": []])) == ["Origins[a].OriginShield"])
    #expect(try found(origin(inner, ["zone_of_tomorrow": "z"])) == [])
    let shield: JSONObject = ["enabled": true]
    #expect(
      try found(origin(Self.custom, ["origin_shield": [.object(shield.merging(["zone_of_tomorrow": "z"]))]])) == [])
  }
}
