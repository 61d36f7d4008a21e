import Documents
import Foundation
import Testing

/// `audit permissions --fix` names all that `audit fix` asks, of what a repair may break as well.
@Suite(.needsPython) struct FixPermissionTests {
  private static let behavior: JSONValue = [
    "TargetOriginId": "s", "ViewerProtocolPolicy": "redirect-to-https",
    "FunctionAssociations": [
      "Quantity": 1,
      "Items": [
        ["EventType": "viewer-response", "FunctionARN": "arn:aws:cloudfront::111122223333:function/headers"]
      ],
    ],
    "LambdaFunctionAssociations": [
      "Quantity": 1,
      "Items": [
        [
          "EventType": "origin-request", "IncludeBody": false,
          "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:api:1",
        ]
      ],
    ],
  ]

  private static let estate: JSONValue = [
    "distributions": [
      "E1": [
        "DefaultCacheBehavior": behavior,
        "Origins": [
          "Quantity": 1,
          "Items": [
            [
              "Id": "s", "DomainName": "site.s3.us-east-1.amazonaws.com", "OriginPath": "",
              "CustomHeaders": ["Quantity": 0], "S3OriginConfig": ["OriginAccessIdentity": ""],
            ]
          ],
        ],
      ]
    ],
    "functions": ["headers": ["code": "function handler(event) { return event.response }"]],
    "lambdas": ["us-east-1": ["api": ["1": [:], "2": [:], "$LATEST": [:]]]], "roles": ["edge": [:]],
    "buckets": ["site": [:], "other": ["isOfOther": true]],
    "logGroups": ["us-east-1": ["/aws/lambda/us-east-1.api": 30]],
  ]

  /// A type, an id and what is declared of it; a member of each part that can be written.
  private static let declared: [JSONValue] = [
    [
      "type": "AWS::CloudFront::Function", "id": "headers", "expect": ["LIVE": ["FunctionConfig": ["Comment": "new"]]],
    ],
    [
      "type": "AWS::CloudFront::Function", "id": "headers",
      "expect": ["LIVE": ["FunctionCode": "function handler() {}"]],
    ],
    ["type": "AWS::CloudFront::Distribution", "id": "E1", "expect": ["Comment": "new"]],
    [
      "type": "AWS::CloudFront::Distribution", "id": "E1",
      "expect": ["Origins": [["Id": "s", "DomainName": "other.s3.us-east-1.amazonaws.com"]]],
    ],
    [
      "type": "AWS::CloudFront::Distribution", "id": "E1",
      "expect": [
        "DefaultCacheBehavior": [
          "LambdaFunctionAssociations": [
            [
              "EventType": "origin-request",
              "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:api:2",
            ]
          ]
        ]
      ],
    ],
    ["type": "AWS::S3::Bucket", "id": "site", "expect": ["PublicAccessBlockConfiguration": ["BlockPublicAcls": true]]],
    ["type": "AWS::IAM::Role", "id": "edge", "expect": ["AttachedManagedPolicies": []]],
    [
      "type": "AWS::Lambda::Function", "id": "api", "region": "us-east-1",
      "expect": ["Role": "arn:aws:iam::111122223333:role/other"],
    ],
    [
      "type": "AWS::Logs::LogGroup", "id": "/aws/lambda/us-east-1.api", "region": "us-east-1",
      "expect": ["retentionInDays": 7],
    ],
  ]

  /// The actions of operations that have another name.
  private static let actions = [
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock", "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
  ]

  /// Rules that publish a version, with what is wrong with the one that is associated.
  private static let published: [(rule: String, event: JSONValue, version: JSONValue)] = [
    ("edge-lambda-no-environment", "origin-request", ["Environment": ["Variables": ["A": "b"]]]),
    ("edge-lambda-viewer-limits", "viewer-request", ["MemorySize": 512]),
    ("edge-lambda-origin-limits", "origin-request", ["Timeout": 60]),
  ]

  @Test(arguments: published)
  func `a fix that publishes a version asks nothing that is not named`(
    _ one: (rule: String, event: JSONValue, version: JSONValue)
  ) async throws {
    let behavior: JSONValue = [
      "TargetOriginId": "s", "ViewerProtocolPolicy": "redirect-to-https",
      "LambdaFunctionAssociations": [
        "Quantity": 1,
        "Items": [
          [
            "EventType": one.event, "IncludeBody": false,
            "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:api:1",
          ]
        ],
      ],
    ]
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": behavior]],
      "lambdas": ["us-east-1": ["api": ["1": one.version, "$LATEST": one.version]]], "roles": ["edge": [:]],
    ])
    let (missing, fix) = try await missing(["--only", one.rule], of: stub, in: try Folder())
    #expect(fix.output.contains("lambda:PublishVersion"), "\(fix.output) \(fix.errors)")
    #expect(missing == [])
  }

  @Test(arguments: declared)
  func `a fix of what is declared asks nothing that is not named`(declared: JSONValue) async throws {
    let stub = try StubTests.Stub(Self.estate)
    let folder = try Folder()
    try folder.write(JSONWriter().string(["resources": [declared]]), to: "b.json")
    let arguments = ["--only", "baseline", "--baseline", "b.json"]
    let (missing, fix) = try await missing(arguments, of: stub, in: folder)
    #expect(fix.output.contains("baseline"), "\(fix.output) \(fix.errors)")
    #expect(missing == [], "\(declared)")
  }

  /// What a fix asks and is not printed.
  private func missing(
    _ arguments: [String], of stub: StubTests.Stub, in folder: Folder
  ) async throws -> (missing: [String], fix: Finished) {
    let printed = try await Harness.audit(["permissions", "--fix"] + arguments, folder: folder.url)
    let statements = try printed.json["Statement"].array ?? []
    let named = Set(statements.flatMap { $0["Action"].array ?? [] }.compactMap(\.string))
    let fix = try await Harness.audit(
      ["fix", "--dry-run"] + arguments, environment: stub.environment, folder: folder.url)
    let asked = Set(
      try stub.requests.map { request in
        let operation = "\(request["service"].string ?? ""):\(request["operation"].string ?? "")"
        return Self.actions[operation] ?? operation
      })
    let missing = asked.subtracting(named).filter { !$0.hasSuffix(":") && $0 != "sts:GetCallerIdentity" }
    #expect(asked.count > 2)
    return (missing.sorted(), fix)
  }
}
