import Documents
import Foundation
import Testing

/// Estates that change while they are read, and answers that leave something out, on the stub.
@Suite(.needsPython) struct PassingStateTests {
  private static let store = "arn:aws:cloudfront::111122223333:key-value-store/0f5a"

  private static let estate: JSONObject = [
    "distributions": [
      "E1": [
        "DefaultCacheBehavior": [
          "TargetOriginId": "app", "ViewerProtocolPolicy": "redirect-to-https",
          "FunctionAssociations": [
            "Quantity": 1,
            "Items": [
              ["EventType": "viewer-request", "FunctionARN": "arn:aws:cloudfront::111122223333:function/guard"]
            ],
          ],
          "LambdaFunctionAssociations": [
            "Quantity": 1,
            "Items": [
              [
                "EventType": "origin-response", "IncludeBody": false,
                "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:f:1",
              ]
            ],
          ],
        ]
      ]
    ],
    "functions": [
      "guard": [
        "code": """
        import cf from 'cloudfront';
        const store = cf.kvs('0f5a');
        async function handler(event) {
          const at = await store.get(event.request.uri);
          return Date.parse(at) > Date.now() ? {statusCode: 404} : event.request;
        }
        """, "stores": [.string(store)],
      ]
    ],
    "keyValueStores": ["dates": ["Id": "0f5a", "keys": ["/a": "2031-07-19 21:43:08+09:00"]]],
    "lambdas": ["us-east-1": ["f": ["1": [:], "$LATEST": [:]]]], "roles": ["edge": [:]],
  ]

  private static func stub(_ fault: JSONValue) throws -> StubTests.Stub {
    try StubTests.Stub(.object(estate.merging(["faults": [fault]])))
  }

  /// What may be deleted after it was listed, and how its service says so.
  private static let gone = [
    ("cloudfront:GetDistributionConfig", "NoSuchDistribution"), ("cloudfront:GetFunction", "NoSuchFunctionExists"),
    ("cloudfront:ListInvalidations", "NoSuchDistribution"), ("iam:GetRole", "NoSuchEntity"),
    ("lambda:GetFunction", "ResourceNotFoundException"), ("lambda:ListVersionsByFunction", "ResourceNotFoundException"),
    ("lambda:GetFunctionConfiguration", "ResourceNotFoundException"),
    ("cloudfront-keyvaluestore:ListKeys", "ResourceNotFoundException"),
  ]

  @Test(arguments: gone.indices)
  func `what is deleted between two calls breaks no rule`(index: Int) async throws {
    let (operation, code) = Self.gone[index]
    let stub = try Self.stub(["operation": .string(operation), "status": 404, "code": .string(code), "message": ""])
    let (report, _) = try await stub.check("--only", "*")
    #expect(try stub.requests.contains { $0["status"] == 404 }, "\(operation) was not asked")
    let codes = (report["errors"].array ?? []).compactMap { $0["code"].string }
    #expect(!codes.contains("RuleError"), "\(operation)")
  }

  /// Lists of a store that says it has one key.
  @Test(arguments: [
    #"{}"#, #"{"Items": []}"#, #"{"Items": [{"Key": "/a", "Value": "1"}, {"Key": "/b", "Value": "1"}]}"#,
  ])
  func `a list of more or fewer keys than the store says it has is no list of them`(body: String) async throws {
    let stub = try Self.stub(["operation": "cloudfront-keyvaluestore:ListKeys", "body": .string(body)])
    let (report, status) = try await stub.check("--only", "kvs-date-values")
    #expect(status == 1)
    #expect(report["errors"][0]["operation"] == "cloudfront-keyvaluestore:ListKeys")
    #expect(report["errors"][0]["code"] == "MalformedResponse")
    #expect(report["findings"][0]["reason"] == "unread")
  }
}
