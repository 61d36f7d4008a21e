import Documents
import Foundation
import Testing

/// Drifts that the emulator cannot show, on the stub.
@Suite(.needsPython) struct RuleStubTests {
  /// The rules whose drifts stand here.
  static let rules = ["edge-lambda-runtime-management"]

  private static func association(_ version: String) -> JSONValue {
    [
      "TargetOriginId": "app", "ViewerProtocolPolicy": "redirect-to-https",
      "LambdaFunctionAssociations": [
        "Quantity": 1,
        "Items": [
          [
            "EventType": "viewer-request", "IncludeBody": false,
            "LambdaFunctionARN": .string("arn:aws:lambda:us-east-1:111122223333:function:f:\(version)"),
          ]
        ],
      ],
    ]
  }

  private func findings(_ report: JSONValue) -> [String] {
    (report["findings"].array ?? []).map { finding in
      [finding["rule"], finding["resource"]["id"], finding["path"], finding["status"]]
        .map { $0.string ?? "" }.joined(separator: " ")
    }
  }

  @Test(arguments: [("Auto", Int32(0)), ("Manual", 2)])
  func `a runtime that is managed by hand is found`(mode: String, code: Int32) async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.association("1")]],
      "lambdas": ["us-east-1": ["f": ["1": ["updateRuntimeOn": .string(mode)]]]],
    ])
    let (report, status) = try await stub.check("--only", "edge-lambda-runtime-management")
    let expected = ["edge-lambda-runtime-management f:1 RuntimeManagementConfig.UpdateRuntimeOn fail"]
    #expect(status == code && findings(report) == (code == 0 ? [] : expected))
  }

  @Test func `what is asked of functions is asked of those alone whose answer matters`() async throws {
    let stub = try StubTests.Stub([
      "distributions": ["E1": ["DefaultCacheBehavior": Self.association("1")]],
      "lambdas": ["us-east-1": ["f": ["1": [:], "$LATEST": [:]]]], "roles": ["edge": [:]],
    ])
    let (report, _) = try await stub.check()
    let calls = report["run"]["apiCalls"]["byOperation"].object ?? [:]
    #expect(calls["lambda:ListProvisionedConcurrencyConfigs"] == 1)
    // No bucket starts it, and no origin is a URL.
    for operation in ["GetFunctionEventInvokeConfig", "ListFunctions", "GetFunctionUrlConfig", "GetPolicy"] {
      #expect(calls["lambda:\(operation)"] == nil, "\(operation)")
    }
  }
}
