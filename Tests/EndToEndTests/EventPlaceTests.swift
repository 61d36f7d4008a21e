import Documents
import Foundation
import Testing

/// What events of each kind say of the place of a finding, in the form that records of CloudTrail have.
@Suite(.needsPython) struct EventPlaceTests {
  private static func event(
    _ name: String, _ day: Int, by user: String, _ parameters: JSONValue, answer: JSONValue = .null,
    others: JSONObject = [:]
  ) -> JSONValue {
    let event = AttributionTests.event(name, day, by: user, parameters, answer: answer)
    return .object((event.object ?? [:]).merging(others))
  }

  private static func trust(_ services: String...) -> JSONValue {
    [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": "Allow", "Principal": ["Service": .array(services.map(JSONValue.string))],
          "Action": "sts:AssumeRole",
        ]
      ],
    ]
  }

  private static func text(_ value: JSONValue) -> JSONValue { .string(JSONWriter().string(value)) }

  private static func edge(_ version: String) -> JSONValue {
    .object(
      (AttributionTests.behavior("https-only").object ?? [:]).merging([
        "LambdaFunctionAssociations": [
          "Quantity": 1,
          "Items": [
            [
              "EventType": "origin-request", "IncludeBody": false,
              "LambdaFunctionARN": .string("arn:aws:lambda:us-east-1:111122223333:function:api:\(version)"),
            ]
          ],
        ]
      ]))
  }

  private static func origin(_ domain: String) -> JSONValue {
    [
      "Origins": [
        "Quantity": 1,
        "Items": [
          [
            "Id": "app", "DomainName": .string(domain), "OriginPath": "", "CustomHeaders": ["Quantity": 0],
            "S3OriginConfig": ["OriginAccessIdentity": ""], "OriginAccessControlId": "EOAC", "ConnectionAttempts": 3,
            "ConnectionTimeout": 10,
          ]
        ],
      ]
    ]
  }

  private static let control: JSONValue = [
    "EOAC": [
      "Name": "site", "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
      "OriginAccessControlOriginType": "s3",
    ]
  ]

  @Test func `who may take a role is written by two operations, which call the document differently`() async throws {
    let (whole, half) = (
      Self.trust("lambda.amazonaws.com", "edgelambda.amazonaws.com"), Self.trust("lambda.amazonaws.com")
    )
    let found = try await AttributionTests.actors(
      "edge-role-trust",
      [
        "distributions": ["E1": ["DefaultCacheBehavior": Self.edge("1")]],
        "lambdas": ["us-east-1": ["api": ["1": [:], "$LATEST": [:]]]], "roles": ["edge": ["trust": half]],
        "events": [
          Self.event(
            "CreateRole", 1, by: "alice", ["roleName": "edge", "assumeRolePolicyDocument": Self.text(whole)]),
          Self.event(
            "UpdateAssumeRolePolicy", 2, by: "mallory", ["roleName": "edge", "policyDocument": Self.text(half)]),
          Self.event("PutRolePolicy", 3, by: "zed", ["roleName": "edge", "policyName": "data"]),
        ],
      ])
    #expect(found.values.first == ["mallory"])
  }

  /// Of buckets the history is that of their region, which an origin need not name.
  @Test(arguments: ["site.s3.eu-west-1.amazonaws.com", "site.s3.amazonaws.com"])
  func `a parameter of the query is no policy of a bucket`(domain: String) async throws {
    func policy(_ principal: JSONValue) -> JSONValue {
      [
        "Version": "2012-10-17",
        "Statement": [
          ["Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"]
        ],
      ]
    }
    let found = try await AttributionTests.actors(
      "origin-bucket-public",
      [
        "distributions": ["E1": Self.origin(domain)], "originAccessControls": Self.control,
        "regions": ["us-east-1", "eu-west-1"],
        "buckets": ["site": ["region": "eu-west-1", "policy": policy("*"), "status": true]],
        "events": .array(
          [
            ("PutBucketPolicy", 1, "alice", ["bucketPolicy": policy(["Service": "cloudfront.amazonaws.com"])]),
            ("PutBucketPolicy", 2, "mallory", ["bucketPolicy": policy("*")]),
            ("PutBucketPublicAccessBlock", 3, "zed", ["PublicAccessBlockConfiguration": ["BlockPublicAcls": true]]),
          ].map { (name: String, day: Int, user: String, parameters: JSONObject) in
            Self.event(
              name, day, by: user, .object(parameters.merging(["bucketName": "site"])),
              others: ["awsRegion": "eu-west-1"])
          }),
      ])
    #expect(found["site Policy"] == ["mallory"], "\(found)")
  }

  @Test func `what Terraform and CloudFormation create by is read`() async throws {
    func update(_ day: Int, _ user: String) -> JSONValue {
      Self.event(
        "UpdateDistribution", day, by: user, ["id": "E1", "distributionConfig": AttributionTests.config("allow-all")])
    }
    let found = try await AttributionTests.actors(
      AttributionTests.https,
      [
        "distributions": ["E1": ["DefaultCacheBehavior": AttributionTests.behavior("allow-all")]],
        "events": [
          Self.event(
            "CreateDistributionWithTags", 1, by: "alice",
            [
              "distributionConfigWithTags": [
                "distributionConfig": AttributionTests.config("allow-all"), "tags": ["items": []],
              ]
            ], answer: ["distribution": ["id": "E1"]]),
          update(2, "bob"), update(3, "carl"),
        ],
      ])
    #expect(found.values.first == ["alice"])
  }

  @Test func `an event of another service is none of a function, though it has its name`() async throws {
    let resolver: JSONValue = ["apiId": "x", "name": "guard", "dataSourceName": "t"]
    let found = try await AttributionTests.actors(
      "function-date-parsing",
      [
        "distributions": ["E1": [:]],
        "functions": [
          "guard": [
            "code": "function handler(event) { var d = new Date('2024-02-15T09:00:00+09:00'); return event.request; }"
          ]
        ],
        "events": [
          Self.event(
            "UpdateFunction", 1, by: "alice", ["name": "guard", "functionCode": "HIDDEN_DUE_TO_SECURITY_REASONS"]),
          Self.event("PublishFunction", 2, by: "carol", ["name": "guard"]),
          Self.event("CreateFunction", 3, by: "zoe", resolver, others: ["eventSource": "appsync.amazonaws.com"]),
          // What is not published serves nobody.
          Self.event(
            "UpdateFunction", 4, by: "dora", ["name": "guard", "functionCode": "HIDDEN_DUE_TO_SECURITY_REASONS"]),
        ],
      ])
    #expect(found.values.first == ["carol", "alice"])
  }

  @Test func `what a function is associated with is told, and by whom it was published`() async throws {
    func update(_ day: Int, _ user: String, _ stores: JSONValue...) -> JSONValue {
      let associations: JSONObject = ["quantity": .integer(stores.count)]
      return Self.event(
        "UpdateFunction", day, by: user,
        [
          "name": "guard", "functionCode": "HIDDEN_DUE_TO_SECURITY_REASONS",
          "functionConfig": [
            "comment": .string(user), "runtime": "cloudfront-js-2.0",
            "keyValueStoreAssociations": .object(
              stores.isEmpty ? associations : associations.merging(["items": .array(stores)])),
          ],
        ])
    }
    let found = try await AttributionTests.actors(
      "function-kvs-association",
      [
        "distributions": ["E1": [:]], "keyValueStores": ["dates": [:]],
        "functions": [
          "guard": [
            "stores": [],
            "code":
              "import cf from 'cloudfront'; const kvs = cf.kvs(); async function handler(event) { await kvs.get('x'); return event.request; }",
          ]
        ],
        "events": [
          update(
            1, "alice",
            [
              "keyValueStoreARN":
                "arn:aws:cloudfront::111122223333:key-value-store/00000000-0000-4000-8000-000000000000"
            ]),
          update(2, "mallory"), Self.event("PublishFunction", 3, by: "carol", ["name": "guard"]),
          update(4, "zed"), Self.event("PublishFunction", 4, by: "zed", ["name": "guard"]),
        ],
      ])
    #expect(found.values.first == ["carol", "mallory"], "\(found)")
  }

  @Test(
    arguments: [
      ("invalidation-trigger-event-age", "PutFunctionEventInvokeConfig", ["maximumEventAgeInSeconds": 21_600]),
      ("invalidation-trigger-concurrency", "DeleteFunctionConcurrency20171031", [:]),
    ] as [(String, String, [String: Int])])
  func `an operation that cannot have done it is not told`(
    rule: String, event: String, asked: [String: Int]
  ) async throws {
    let parameters = JSONObject(asked.map { ($0.key, .integer($0.value)) })
    let function: JSONValue = .object(JSONObject([("functionName", "111122223333:function:inv")]))
    let found = try await AttributionTests.actors(
      rule,
      [
        "distributions": ["E1": Self.origin("site.s3.us-east-1.amazonaws.com")], "originAccessControls": Self.control,
        "buckets": [
          "site": [
            "notifications": [
              "LambdaFunctionConfigurations": [
                [
                  "Id": "x", "LambdaFunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:inv",
                  "Events": ["s3:ObjectCreated:*"],
                ]
              ]
            ]
          ]
        ],
        "lambdas": [
          "us-east-1": [
            "inv": [
              "$LATEST": [
                "Role": "arn:aws:iam::111122223333:role/inv", "events": ["MaximumEventAgeInSeconds": 21_600],
              ]
            ]
          ]
        ],
        "roles": [
          "inv": [
            "inline": [
              "p": [
                "Version": "2012-10-17",
                "Statement": [["Effect": "Allow", "Action": "cloudfront:CreateInvalidation", "Resource": "*"]],
              ]
            ]
          ]
        ],
        "events": [
          Self.event(event, 1, by: "mallory", .object((function.object ?? [:]).merging(parameters))),
          Self.event(
            "UpdateFunctionConfiguration20150331v2", 2, by: "zed", ["functionName": "inv", "description": "x"]),
          Self.event(event, 3, by: "erin", .object(JSONObject([("functionName", "other")]).merging(parameters))),
          Self.event(
            event, 4, by: "dora",
            .object(JSONObject([("functionName", "inv"), ("qualifier", "prod")]).merging(parameters))),
        ],
      ])
    #expect(found.values.first == ["mallory"], "\(found)")
  }

  @Test func `what a managed policy says is changed by its versions, and by which of them is in force`() async throws {
    func policy(_ resource: String) -> JSONValue {
      [
        "Version": "2012-10-17",
        "Statement": [["Effect": "Allow", "Action": "s3:GetObject", "Resource": .string(resource)]],
      ]
    }
    let arn: JSONValue = "arn:aws:iam::111122223333:policy/data"
    func version(_ day: Int, _ user: String, _ resource: String, isDefault: Bool = true, of arn: JSONValue) -> JSONValue
    {
      Self.event(
        "CreatePolicyVersion", day, by: user,
        ["policyArn": arn, "policyDocument": Self.text(policy(resource)), "setAsDefault": .bool(isDefault)])
    }
    let found = try await AttributionTests.actors(
      "edge-role-wildcard-resource",
      [
        "distributions": ["E1": ["DefaultCacheBehavior": Self.edge("1")]],
        "lambdas": ["us-east-1": ["api": ["1": [:], "$LATEST": [:]]]],
        "roles": ["edge": ["attached": [arn]]], "policies": ["arn:aws:iam::111122223333:policy/data": policy("*")],
        "events": [
          version(1, "alice", "arn:aws:s3:::site/*", of: arn), version(2, "mallory", "*", of: arn),
          version(3, "zed", "arn:aws:s3:::site/*", isDefault: false, of: arn),
          version(4, "erin", "*", of: "arn:aws:iam::111122223333:policy/other"),
          Self.event("UpdateAssumeRolePolicy", 5, by: "dora", ["roleName": "edge"]),
        ],
      ])
    #expect(found.values.first == ["mallory"], "\(found)")
  }

  @Test(arguments: ["", "20211031"])
  func `the URL of a function is that of the function, and not of an alias`(version: String) async throws {
    func update(_ day: Int, _ user: String, _ parameters: JSONObject) -> JSONValue {
      Self.event(
        "UpdateFunctionUrlConfig\(version)", day, by: user, .object(parameters.merging(["functionName": "inv"])))
    }
    let stub = try StubTests.Stub([
      "distributions": ["E1": Self.origin("abc.lambda-url.us-east-1.on.aws")],
      "lambdas": [
        "us-east-1": [
          "inv": [
            "$LATEST": [
              "Role": "arn:aws:iam::111122223333:role/inv",
              "url": [
                "FunctionUrl": "https://abc.lambda-url.us-east-1.on.aws/", "AuthType": "NONE",
                "FunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:inv",
                "CreationTime": "2026-11-01T00:00:00Z", "LastModifiedTime": "2026-11-01T00:00:00Z",
              ],
            ]
          ]
        ]
      ],
      "events": [
        update(1, "alice", ["authType": "AWS_IAM"]), update(2, "mallory", ["authType": "NONE"]),
        update(3, "zed", ["invokeMode": "BUFFERED"]),
        update(4, "dora", ["authType": "NONE", "qualifier": "prod"]),
      ],
    ])
    let folder = try Folder()
    try folder.write(
      """
      resources:
        - type: AWS::Lambda::Function
          id: inv
          region: us-east-1
          expect: {FunctionUrlConfig: {AuthType: AWS_IAM}}
      """, to: "b.yaml")
    let run = try await Harness.audit(
      "check", "--only", "baseline", "--baseline", "b.yaml", "--attribute", "--format", "json",
      environment: stub.environment, folder: folder.url)
    let changes = try run.json["findings"][0]["changes"].array ?? []
    #expect(changes.map { $0["actor"].string } == ["mallory"], "\(run.errors)\(run.output)")
  }

  @Test func `of the past nobody is told who came later`() async throws {
    func update(_ policy: String, _ day: Int, _ user: String) -> JSONValue {
      Self.event(
        "UpdateDistribution", day, by: user, ["id": "E1", "distributionConfig": AttributionTests.config(policy)])
    }
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": AttributionTests.behavior("allow-all")]],
      "events": [update("https-only", 2, "alice"), update("allow-all", 5, "mallory"), update("https-only", 8, "zed")],
    ])
    let taken = try await Harness.audit("snapshot", environment: stub.environment)
    let folder = try Folder()
    for (name, day, policy) in [("old.json", 3, "https-only"), ("new.json", 6, "allow-all")] {
      var snapshot = try taken.json.object ?? [:]
      for moment in ["startedAt", "finishedAt"] { snapshot[moment] = .string("2026-11-0\(day)T00:00:00Z") }
      try folder.write(
        JSONWriter(.pretty).string(.object(snapshot)).replacing("allow-all", with: policy), to: name)
    }
    let check = try await Harness.audit(
      ["check", "--snapshot", "new.json", "--only", AttributionTests.https, "--attribute", "--format", "json"],
      environment: stub.environment, folder: folder.url)
    try #expect(
      (check.json["findings"][0]["changes"].array ?? []).map { $0["actor"] } == ["mallory"], "\(check.errors)")
    let diff = try await Harness.audit(
      ["diff", "--attribute", "--format", "json", "old.json", "new.json"], environment: stub.environment,
      folder: folder.url)
    try #expect(
      (diff.json["entries"][0]["changedBy"].array ?? []).map { $0["actor"] } == ["mallory"], "\(diff.errors)")
  }
}
