import Documents
import Foundation
import TestSupport
import Testing

/// What is wrong at one place of a resource, or could not be read, lets no repair break the same rule at another.
@Suite(.needsPython) struct BrokenPlaceTests {
  private static func origin(_ id: String, _ bucket: String, _ control: String) -> JSONValue {
    [
      "Id": .string(id), "DomainName": .string("\(bucket).s3.us-east-1.amazonaws.com"), "OriginPath": "",
      "CustomHeaders": ["Quantity": 0], "S3OriginConfig": ["OriginAccessIdentity": ""],
      "OriginAccessControlId": .string(control),
    ]
  }

  private static func grant(_ bucket: String, to distributions: String...) -> JSONValue {
    let statements: [JSONValue] = distributions.map { id in
      [
        "Sid": .string(id), "Effect": "Allow", "Principal": ["Service": "cloudfront.amazonaws.com"],
        "Action": "s3:GetObject", "Resource": .string("arn:aws:s3:::\(bucket)/*"),
        "Condition": [
          "StringEquals": ["AWS:SourceArn": .string("arn:aws:cloudfront::111122223333:distribution/\(id)")]
        ],
      ]
    }
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private static func behavior(_ protocolPolicy: String, _ pattern: String? = nil) -> JSONValue {
    var members: JSONObject = [
      "TargetOriginId": "s", "ViewerProtocolPolicy": .string(protocolPolicy), "Compress": true,
    ]
    if let pattern { members["PathPattern"] = .string(pattern) }
    return .object(members)
  }

  private static let closed: JSONValue = [
    "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true,
  ]

  /// One behaviour lets plain HTTP in, one origin reads without a signature, and one distribution may not read.
  private static let estate: JSONValue = [
    "distributions": [
      "E2": [
        "DefaultCacheBehavior": behavior("redirect-to-https"),
        "CacheBehaviors": ["Quantity": 1, "Items": [behavior("allow-all", "/a*")]],
        "Origins": ["Quantity": 2, "Items": [origin("s", "site", "EOAC"), origin("t", "old", "")]],
      ],
      "E3": [
        "DefaultCacheBehavior": behavior("redirect-to-https"),
        "Origins": ["Quantity": 1, "Items": [origin("s", "site", "EOAC")]],
      ],
    ],
    "originAccessControls": [
      "EOAC": [
        "Name": "c", "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
      ]
    ],
    "buckets": ["site": ["policy": grant("site", to: "E2"), "block": closed], "old": ["block": closed]],
  ]

  /// What is left of what is declared, each with the reason; and how much is planned for it.
  private func repairs(_ declared: JSONValue, _ scenario: JSONValue, only: [String]) async throws
    -> (left: [String], planned: Int)
  {
    let stub = try StubTests.Stub(scenario)
    let folder = try Folder()
    let file = try folder.write(JSONWriter().string(["resources": [declared]]), to: "b.json")
    let fix = try await Harness.audit(
      ["fix", "--dry-run", "--baseline", file, "--format", "json"] + only, environment: stub.environment)
    let report = try #require(try? fix.json, "\(fix.errors)")
    let drifts = Set(
      (report["findings"].array ?? []).filter { $0["rule"] == "baseline" }.compactMap { $0["fingerprint"].string })
    #expect(!drifts.isEmpty)
    let left = (report["repairs"]["refusals"].array ?? []).filter { drifts.contains($0["finding"].string ?? "") }
    let planned = (report["repairs"]["steps"].array ?? []).flatMap { $0["findings"].array ?? [] }
    return (left.compactMap { $0["reason"].string }, planned.count { drifts.contains($0.string ?? "") })
  }

  private static func distribution(_ expect: JSONValue) -> JSONValue {
    ["type": "AWS::CloudFront::Distribution", "id": "E2", "expect": expect]
  }

  private static let declared: [(declared: JSONValue, breaks: String?)] = [
    (distribution(["DefaultCacheBehavior": ["ViewerProtocolPolicy": "allow-all"]]), "viewer-protocol-https"),
    (distribution(["CacheBehaviors": [["PathPattern": "/a*", "Compress": false]]]), "compression"),
    (distribution(["Origins": [["Id": "s", "OriginAccessControlId": ""]]]), "origin-access-restricted"),
    (
      [
        "type": "AWS::S3::Bucket", "id": "site", "only": ["Policy"], "expect": ["Policy": grant("site", to: "E3")],
      ], "distribution/E2 read"
    ),
    (
      [
        "type": "AWS::S3::Bucket", "id": "site", "only": ["Policy"],
        "expect": ["Policy": grant("site", to: "E2", "E9")],
      ], nil
    ),
  ]

  @Test(arguments: declared, [[], ["--only", "baseline"]])
  func `what holds at a place stays so, whatever fails beside it`(
    _ row: (declared: JSONValue, breaks: String?), only: [String]
  ) async throws {
    let (left, planned) = try await repairs(row.declared, Self.estate, only: only)
    if let breaks = row.breaks {
      #expect(planned == 0 && left.contains { $0.contains(breaks) }, "\(left)")
    } else {
      #expect(planned == 1 && left.isEmpty, "\(left)")
    }
  }

  @Test func `a rule that is skipped keeps nothing from being put back`() async throws {
    let (left, planned) = try await repairs(
      Self.distribution(["DefaultCacheBehavior": ["ViewerProtocolPolicy": "allow-all"]]), Self.estate,
      only: ["--only", "baseline", "--skip", "viewer-protocol-https"])
    #expect(planned == 1 && left.isEmpty, "\(left)")
  }

  private static func code(_ headers: String) -> JSONValue {
    .string("function handler(event) { const h = event.response.headers; \(headers) return event.response; }")
  }

  private static let secure = """
    h['strict-transport-security'] = { value: 'max-age=31536000' };
    h['x-content-type-options'] = { value: 'nosniff' };
    h['x-frame-options'] = { value: 'DENY' };
    """

  /// Headers come of a policy, which may not be read, and of a function.
  private static func unread(_ faults: JSONValue) -> JSONValue {
    [
      "distributions": [
        "E2": [
          "DefaultCacheBehavior": [
            "TargetOriginId": "app", "ViewerProtocolPolicy": "redirect-to-https", "Compress": true,
            "ResponseHeadersPolicyId": "weak",
            "FunctionAssociations": [
              "Quantity": 1,
              "Items": [
                [
                  "EventType": "viewer-response",
                  "FunctionARN": "arn:aws:cloudfront::111122223333:function/headers",
                ]
              ],
            ],
          ]
        ]
      ],
      "responseHeadersPolicies": ["weak": ["Name": "weak", "Comment": ""]],
      "functions": ["headers": ["code": code(secure)]], "faults": faults,
    ]
  }

  @Test(arguments: [[], ["--only", "baseline"]])
  func `what could not be read lets no repair break what is judged by it`(only: [String]) async throws {
    let declared: JSONValue = [
      "type": "AWS::CloudFront::Function", "id": "headers", "expect": ["LIVE": ["FunctionCode": Self.code("")]],
    ]
    let whole = try await repairs(declared, Self.unread([]), only: only)
    #expect(whole.planned == 0 && whole.left.contains { $0.contains("It would break security-headers") }, "\(whole)")
    for fault in [["status": 403, "code": "AccessDenied"], ["status": 500, "code": "InternalError"]] as [JSONObject] {
      let operation: JSONObject = ["operation": "cloudfront:ListResponseHeadersPolicies"]
      let blind = try await repairs(declared, Self.unread([.object(operation.merging(fault))]), only: only)
      #expect(blind.planned == 0, "\(blind)")
      #expect(
        blind.left.contains {
          $0.contains("security-headers") && $0.contains("cloudfront:ListResponseHeadersPolicies")
        },
        "\(blind)")
    }
  }

  @Test func `what a repair does not touch may be unread`() async throws {
    let fault: JSONValue = [
      "operation": "cloudfront:ListResponseHeadersPolicies", "status": 403, "code": "AccessDenied",
    ]
    let (left, planned) = try await repairs(
      Self.distribution(["DefaultCacheBehavior": ["ViewerProtocolPolicy": "https-only"]]), Self.unread([fault]),
      only: [])
    #expect(planned == 1 && left.isEmpty, "\(left)")
  }

  // MARK: What comes in the place of what goes

  private static func lambda(_ name: String) -> JSONValue {
    .string("arn:aws:lambda:us-east-1:111122223333:function:\(name)")
  }

  private static func function(_ name: String) -> JSONValue {
    ["EventType": "viewer-request", "FunctionARN": .string("arn:aws:cloudfront::111122223333:function/\(name)")]
  }

  /// A function that nobody declared at an event, a version that is newer than the declared one, and a role that may read
  /// one table.
  private static let drifted: JSONValue = [
    "distributions": [
      "E2": [
        "DefaultCacheBehavior": [
          "TargetOriginId": "app", "ViewerProtocolPolicy": "redirect-to-https", "Compress": true,
          "FunctionAssociations": ["Quantity": 1, "Items": [function("rogue")]],
        ],
        "CacheBehaviors": [
          "Quantity": 1,
          "Items": [
            [
              "PathPattern": "/a", "TargetOriginId": "app", "ViewerProtocolPolicy": "redirect-to-https",
              "LambdaFunctionAssociations": [
                "Quantity": 1,
                "Items": [["EventType": "origin-request", "IncludeBody": false, "LambdaFunctionARN": lambda("api:2")]],
              ],
            ]
          ],
        ],
      ]
    ],
    "functions": [
      "rogue": ["code": "function handler(event) { return event.request; }"],
      "guard": ["code": "function handler(event) { return event.request; }"],
    ],
    "lambdas": [
      "us-east-1": [
        "api": ["$LATEST": [:], "1": [:], "2": [:]],
        "odd": ["$LATEST": [:], "1": ["Environment": ["Variables": ["A": "b"]]]],
      ]
    ],
    "roles": [
      "edge": [
        "inline": [
          "p1": [
            "Version": "2012-10-17",
            "Statement": [
              [
                "Effect": "Allow", "Action": "dynamodb:GetItem",
                "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/a",
              ]
            ],
          ]
        ]
      ]
    ],
  ]

  /// What is declared, and whether it is planned or left, all of it.
  private static let exchanges: [(declared: JSONValue, isPlanned: Bool)] = [
    (events(["FunctionAssociations": [function("guard")]]), true),
    (
      ["type": "AWS::CloudFront::Distribution", "id": "E2", "absent": ["DefaultCacheBehavior.FunctionAssociations"]],
      true
    ),
    (
      distribution([
        "CacheBehaviors": [
          [
            "PathPattern": "/a",
            "LambdaFunctionAssociations": [["EventType": "origin-request", "LambdaFunctionARN": lambda("api:1")]],
          ]
        ]
      ]), true
    ),
    (
      events([
        "LambdaFunctionAssociations": [
          ["EventType": "viewer-request", "IncludeBody": false, "LambdaFunctionARN": lambda("odd:1")]
        ], "FunctionAssociations": [],
      ]), false
    ),
    (
      [
        "type": "AWS::IAM::Role", "id": "edge", "only": ["RolePolicyList"],
        "expect": [
          "RolePolicyList": [
            [
              "PolicyName": "p2",
              "PolicyDocument": [
                "Version": "2012-10-17",
                "Statement": [["Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"]],
              ],
            ]
          ]
        ],
      ], false
    ),
  ]

  private static func events(_ members: JSONValue) -> JSONValue {
    [
      "type": "AWS::CloudFront::Distribution", "id": "E2", "expect": ["DefaultCacheBehavior": members],
      "only": ["DefaultCacheBehavior.FunctionAssociations"],
    ]
  }

  @Test(arguments: exchanges, [[], ["--only", "baseline"]])
  func `what goes is taken away where what comes is written, and what it leaves unused is no reason to leave it`(
    _ row: (declared: JSONValue, isPlanned: Bool), only: [String]
  ) async throws {
    let (left, planned) = try await repairs(row.declared, Self.drifted, only: only)
    #expect(row.isPlanned ? left.isEmpty && planned > 0 : planned == 0 && !left.isEmpty, "\(planned) \(left)")
  }
}
