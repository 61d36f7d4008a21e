import Documents
import Foundation
import TestSupport
import Testing

/// What a repair would newly lead to is read before it is planned: it may be missing, or not let CloudFront use it.
@Suite(.needsPython) struct NewTargetTests {
  private static func lambda(_ name: String) -> JSONValue {
    .string("arn:aws:lambda:us-east-1:111122223333:function:\(name)")
  }

  private static func origin(_ host: String) -> JSONValue {
    [
      "Id": "s", "DomainName": .string(host), "OriginPath": "", "CustomHeaders": ["Quantity": 0],
      "S3OriginConfig": ["OriginAccessIdentity": ""], "OriginAccessControlId": "EOAC",
    ]
  }

  private static func behavior(_ version: String) -> JSONValue {
    [
      "TargetOriginId": "s", "ViewerProtocolPolicy": "redirect-to-https",
      "LambdaFunctionAssociations": [
        "Quantity": 1,
        "Items": [["EventType": "viewer-request", "IncludeBody": false, "LambdaFunctionARN": lambda(version)]],
      ],
    ]
  }

  /// A bucket that a distribution may read.
  private static func bucket(_ name: String, for distribution: String) -> JSONValue {
    let source = "arn:aws:cloudfront::111122223333:distribution/\(distribution)"
    return [
      "policy": [
        "Version": "2012-10-17",
        "Statement": [
          [
            "Effect": "Allow", "Principal": ["Service": "cloudfront.amazonaws.com"], "Action": "s3:GetObject",
            "Resource": .string("arn:aws:s3:::\(name)/*"),
            "Condition": ["StringEquals": ["AWS:SourceArn": .string(source)]],
          ]
        ],
      ],
      "block": [
        "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true,
      ],
    ]
  }

  private static let estate: JSONValue = [
    "distributions": [
      "E1": [
        "DefaultCacheBehavior": behavior("vw:1"),
        "Origins": ["Quantity": 1, "Items": [origin("site.s3.us-east-1.amazonaws.com")]],
      ],
      "E2": [
        "ConnectionMode": "tenant-only",
        "Origins": ["Quantity": 1, "Items": [origin("{{client}}.s3.us-east-1.amazonaws.com")]],
      ],
    ],
    "tenants": ["dt_1": ["DistributionId": "E2", "Parameters": [["Name": "client", "Value": "blue"]]]],
    "originAccessControls": [
      "EOAC": [
        "Name": "c", "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
      ]
    ],
    "buckets": [
      "site": bucket("site", for: "E1"), "other": bucket("other", for: "E1"), "closed": bucket("closed", for: "E9"),
      "blue": bucket("blue", for: "E2"), "foreign": ["isOfOther": true],
    ],
    "lambdas": [
      "us-east-1": [
        "vw": ["1": [:], "2": ["Environment": ["Variables": ["A": "b"]]], "3": [:], "$LATEST": [:]],
        "bad": ["1": ["MemorySize": 1024], "$LATEST": [:]],
        "odd": [
          "1": ["code": "exports.handler = async () => ({ statusCode: 200, body: 'a' })"], "$LATEST": [:],
        ],
        "new": ["1": ["Role": "arn:aws:iam::111122223333:role/plain"], "$LATEST": [:]],
      ]
    ],
    "roles": [
      "edge": [:],
      "plain": [
        "trust": [
          "Version": "2012-10-17",
          "Statement": [
            ["Effect": "Allow", "Principal": ["Service": "lambda.amazonaws.com"], "Action": "sts:AssumeRole"]
          ],
        ]
      ],
    ],
  ]

  /// What is declared, and the rule that would be broken, or what else the reason says; `nil` where it is planned.
  private static let declared: [(declared: JSONValue, breaks: String?)] = [
    (distribution(["Origins": [host("other.s3.us-east-1.amazonaws.com")]]), nil),
    (distribution(["Origins": [host("nobody.s3.us-east-1.amazonaws.com")]]), "origin-bucket-exists"),
    (distribution(["Origins": [host("foreign.s3.us-east-1.amazonaws.com")]]), "belongs to another account"),
    (distribution(["Origins": [host("NOBODY.s3.amazonaws.com")]]), "origin-bucket-exists"),
    (distribution(["Origins": [host("closed.s3.us-east-1.amazonaws.com")]]), "origin-bucket-grant"),
    (
      distribution([
        "Origins": [host("site.s3.us-east-1.amazonaws.com"), added("nobody.s3.us-east-1.amazonaws.com")]
      ]),
      "origin-bucket-exists"
    ),
    (association("viewer-request", "vw:3"), nil),
    (association("viewer-request", "vw:2"), "edge-lambda-no-environment"),
    (association("viewer-request", "vw:9"), "edge-lambda-exists"),
    (association("viewer-request", "nobody:1"), "edge-lambda-exists"),
    (association("viewer-request", "bad:1"), "edge-lambda-viewer-limits"),
    (association("viewer-request", "odd:1"), "edge-lambda-response-shape"),
    (association("viewer-request", "new:1"), "edge-role-trust"),
    (association("viewer-response", "new:1"), "edge-role-trust"),
    (tenant("blue"), nil), (tenant("nobody"), "origin-bucket-exists"), (tenant("closed"), "origin-bucket-grant"),
  ]

  private static func host(_ name: String) -> JSONValue { ["Id": "s", "DomainName": .string(name)] }

  private static func added(_ host: String) -> JSONValue {
    [
      "Id": "n", "DomainName": .string(host), "S3OriginConfig": ["OriginAccessIdentity": ""],
      "OriginAccessControlId": "EOAC",
    ]
  }

  private static func distribution(_ expect: JSONValue) -> JSONValue {
    ["type": "AWS::CloudFront::Distribution", "id": "E1", "expect": expect]
  }

  private static func association(_ event: String, _ version: String) -> JSONValue {
    distribution([
      "DefaultCacheBehavior": [
        "LambdaFunctionAssociations": [
          ["EventType": .string(event), "IncludeBody": false, "LambdaFunctionARN": lambda(version)]
        ]
      ]
    ])
  }

  private static func tenant(_ value: String) -> JSONValue {
    [
      "type": "AWS::CloudFront::DistributionTenant", "id": "dt_1",
      "expect": ["Enabled": true, "Parameters": [["Name": "client", "Value": .string(value)]]],
    ]
  }

  @Test(arguments: [[], ["--only", "baseline"]])
  func `it is left where a rule would not hold there, and planned where all do`(only: [String]) async throws {
    let stub = try StubTests.Stub(Self.estate)
    let folder = try Folder()
    for (declared, breaks) in Self.declared {
      let file = try folder.write(JSONWriter().string(["resources": [declared]]), to: "b.json")
      let fix = try await Harness.audit(
        ["fix", "--dry-run", "--baseline", file, "--format", "json"] + only, environment: stub.environment)
      let report = try #require(try? fix.json, "\(declared) \(fix.errors)")
      let findings = (report["findings"].array ?? []).filter { $0["rule"] == "baseline" }
      let drifts = Set(findings.compactMap { $0["fingerprint"].string })
      let planned = (report["repairs"]["steps"].array ?? []).flatMap { $0["findings"].array ?? [] }
        .filter { drifts.contains($0.string ?? "") }
      let left = (report["repairs"]["refusals"].array ?? []).filter {
        drifts.contains($0["finding"].string ?? "")
      }
      guard let breaks else {
        #expect(left.isEmpty && planned.count == drifts.count, "\(declared): \(left) \(fix.errors)")
        continue
      }
      #expect(planned.isEmpty, "\(declared) \(fix.errors)")
      #expect(left.contains { $0["reason"].string?.contains(breaks) == true }, "\(declared): \(left)")
    }
  }

  private static let denied: [(declared: JSONValue, operation: String, resource: String)] = [
    (distribution(["Origins": [host("other.s3.us-east-1.amazonaws.com")]]), "s3:GetBucketPolicy", "other"),
    (association("viewer-request", "vw:3"), "lambda:GetFunctionConfiguration", "3"),
  ]

  private static func role(_ name: String) -> String { "arn:aws:iam::111122223333:role/\(name)" }

  /// A role is in no list: it is asked for where a function is to have it.
  @Test(arguments: [
    (role("plain"), nil, []), (role("nobody"), "which the account does not have", []),
    (role("path/plain"), "that of this name is \(role("plain"))", []),
    (role("plain"), "could not be read (iam:GetRole: AccessDenied)", ["plain"]),
    ("plain", "Lambda takes the ARN of a role", []),
  ])
  func `a function is given a role where that is there`(role: String, reason: String?, denied: [String]) async throws {
    let faults = denied.map { name -> JSONValue in
      ["operation": "iam:GetRole", "resource": .string(name), "status": 403, "code": "AccessDenied"]
    }
    let stub = try StubTests.Stub(.object((Self.estate.object ?? [:]).merging(["faults": .array(faults)])))
    let declared: JSONValue = [
      "type": "AWS::Lambda::Function", "id": "vw", "region": "us-east-1",
      "expect": ["Role": .string(role), "Description": "new"],
    ]
    let folder = try Folder()
    let file = try folder.write(JSONWriter().string(["resources": [declared]]), to: "b.json")
    let fix = try await Harness.audit(
      ["fix", "--dry-run", "--only", "baseline", "--baseline", file, "--format", "json"], environment: stub.environment)
    let (steps, left) = (try fix.json["repairs"]["steps"], try fix.json["repairs"]["refusals"].array ?? [])
    // What is declared beside it is done.
    #expect(JSONWriter().string(steps).contains("Description"), "\(left) \(fix.errors)")
    #expect(JSONWriter().string(steps).contains("\"Role\"") == (reason == nil), "\(steps)")
    let reasons = left.compactMap { $0["reason"].string }
    #expect(reasons.isEmpty == (reason == nil) && reasons.allSatisfy { $0.contains(reason ?? "") }, "\(reasons)")
  }

  /// Nothing is asked of it but whether it is there.
  @Test(arguments: [
    ("AWS::IAM::Role", "edge", true), ("AWS::IAM::Role", "nobody", false), ("AWS::Lambda::Function", "vw", true),
    ("AWS::Lambda::Function", "nosuch", false), ("AWS::S3::Bucket", "site", true), ("AWS::S3::Bucket", "none", false),
  ])
  func `what is declared just to be there is looked for`(type: String, id: String, isThere: Bool) async throws {
    let stub = try StubTests.Stub(Self.estate)
    let folder = try Folder()
    let region = type.contains("Lambda") ? ", region: us-east-1" : ""
    for (declared, isRight) in [("expect: {}", isThere), ("absent: true", !isThere)] {
      let file = try folder.write("resources: [{type: \(type), id: \(id)\(region), \(declared)}]", to: "b.yaml")
      let check = try await Harness.audit(
        "check", "--only", "baseline", "--baseline", file, environment: stub.environment)
      #expect(check.status == (isRight ? 0 : 2), "\(type) \(id) \(declared): \(check.output)\(check.errors)")
    }
  }

  @Test(arguments: denied)
  func `what may not be read is left, and what stands in the way is named`(
    declared: JSONValue, operation: String, resource: String
  ) async throws {
    let fault: JSONValue = [
      "operation": .string(operation), "resource": .string(resource), "status": 403, "code": "AccessDenied",
    ]
    let stub = try StubTests.Stub(.object((Self.estate.object ?? [:]).merging(["faults": [fault]])))
    let folder = try Folder()
    let file = try folder.write(JSONWriter().string(["resources": [declared]]), to: "b.json")
    let fix = try await Harness.audit(
      ["fix", "--dry-run", "--only", "baseline", "--baseline", file, "--format", "json"], environment: stub.environment)
    let left = try fix.json["repairs"]["refusals"].array ?? []
    #expect(left.contains { $0["reason"].string?.contains("could not be read (\(operation): AccessDenied)") == true })
    #expect(try fix.json["repairs"]["steps"] == [], "\(left)")
  }
}
