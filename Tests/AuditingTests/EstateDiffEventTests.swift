import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// What AWS says by itself of a resource, and a comparison of two estates tells.
@Suite struct EstateDiffEventTests {
  private func changes(_ type: ResourceType, _ old: JSONObject, _ new: JSONObject) -> [String] {
    func estate(_ properties: JSONObject) -> Estate {
      Estates.estate(
        Resource(
          reference: ResourceReference(type: type, id: "x", region: "us-east-1"),
          properties: (["Name": "x", "FunctionName": "x"] as JSONObject).merging(properties)))
    }
    func text(_ value: JSONValue) -> String { value.string ?? JSONWriter().string(value) }
    return EstateDiff(estate(old), estate(new)).entries.flatMap(\.changes).map {
      "\($0.path): \(text($0.old)) > \(text($0.new))\($0.remark.isEmpty ? "" : " (\($0.remark))")"
    }
  }

  @Test(
    "What failed, is not in use any more or is well again is told",
    arguments: [
      (
        .keyValueStore, ["Status": "READY"], ["Status": "IMPORT_FAILED", "FailureReason": "no such key"],
        ["Status: READY > IMPORT_FAILED", "FailureReason: null > no such key"]
      ),
      (.keyValueStore, ["Status": "FAILED"], ["Status": "READY"], ["Status: FAILED > READY"]),
      (
        .cloudFrontFunction, ["LIVE": ["Status": "DEPLOYED"]], ["LIVE": ["Status": "FAILED"]],
        ["LIVE.Status: DEPLOYED > FAILED"]
      ),
      (
        .connectionFunction, ["DEVELOPMENT": ["Status": "UNPUBLISHED"]], ["DEVELOPMENT": ["Status": "FAILED"]],
        ["DEVELOPMENT.Status: UNPUBLISHED > FAILED"]
      ),
      (.distributionTenant, ["Status": "Deployed"], ["Status": "Failed"], ["Status: Deployed > Failed"]),
      (
        .distributionTenant, ["Domains": [["Domain": "A.example.com", "Status": "active"]]],
        ["Domains": [["Domain": "a.example.com", "Status": "inactive"]]],
        ["Domains[a.example.com].Status: active > inactive"]
      ),
      (.connectionGroup, ["Status": "InProgress"], ["Status": "Failed"], ["Status: InProgress > Failed"]),
      (.vpcOrigin, ["Status": "Deploying"], ["Status": "Failed"], ["Status: Deploying > Failed"]),
      (
        .distribution, ["LogDeliveries": [["id": "d", "status": "ACTIVE"]]],
        ["LogDeliveries": [["id": "d", "status": "INACTIVE", "statusReason": "RESOURCE_DELETED"]]],
        ["LogDeliveries[d].status: ACTIVE > INACTIVE", "LogDeliveries[d].statusReason: null > RESOURCE_DELETED"]
      ),
      (
        .lambdaVersion, ["State": "Active"], ["State": "Failed", "StateReason": "s"],
        ["State: Active > Failed", "StateReason: null > s"]
      ),
      (
        .lambdaFunction, ["LastUpdateStatus": "Successful"], ["LastUpdateStatus": "Failed"],
        ["LastUpdateStatus: Successful > Failed"]
      ),
    ] as [(ResourceType, JSONObject, JSONObject, [String])])
  func failures(type: ResourceType, old: JSONObject, new: JSONObject, expected: [String]) {
    #expect(changes(type, old, new) == expected)
  }

  @Test(
    "What is under way and comes to an end, or has another time, is no change",
    arguments: [
      (.keyValueStore, ["Status": "PROVISIONING"], ["Status": "READY"]),
      (.distribution, ["Status": "InProgress"], ["Status": "Deployed"]),
      (.distributionTenant, ["Status": "Deployed"], ["Status": "InProgress"]),
      (.cloudFrontFunction, ["LIVE": ["Status": "IN_PROGRESS"]], ["LIVE": ["Status": "DEPLOYED"]]),
      (.cloudFrontFunction, ["LIVE": ["Status": "UNASSOCIATED"]], ["LIVE": ["Status": "ASSOCIATED"]]),
      (.lambdaVersion, ["State": "Pending", "StateReason": "Creating"], ["State": "Active"]),
      (.keyValueStore, ["Status": "FAILED", "LastModifiedTime": "1"], ["Status": "FAILED", "LastModifiedTime": "2"]),
      (
        .lambdaFunction, ["Versions": [["Version": "$LATEST", "RevisionId": "a"], ["Version": "1"]]],
        ["Versions": [["Version": "1"], ["Version": "$LATEST", "RevisionId": "b"]]]
      ),
    ] as [(ResourceType, JSONObject, JSONObject)])
  func passingStates(type: ResourceType, old: JSONObject, new: JSONObject) {
    #expect(changes(type, old, new) == [])
  }

  @Test func `versions that were published, and that are gone, are told`() {
    #expect(
      changes(
        .lambdaFunction, ["Versions": [["Version": "$LATEST"], ["Version": "1"]]],
        ["Versions": [["Version": "$LATEST"], ["Version": "2"]]])
        == ["Versions[1]: {\"Version\":\"1\"} > null", "Versions[2]: null > {\"Version\":\"2\"}"])
  }

  @Test func `nobody set what AWS says by itself`() {
    func isOfAWS(_ old: JSONObject, _ new: JSONObject) -> [Bool] {
      func estate(_ properties: JSONObject) -> Estate {
        Estates.estate(
          Resource(reference: ResourceReference(type: .distributionTenant, id: "x"), properties: properties))
      }
      return EstateDiff(estate(old), estate(new)).entries.map(\.isOfAWS)
    }
    let domain: (JSONValue) -> JSONValue = { ["Domain": "a.example.com", "Status": $0] }
    let (old, new): (JSONObject, JSONObject) = (["Domains": [domain("active")]], ["Domains": [domain("inactive")]])
    #expect(isOfAWS(old, new) == [true])
    #expect(isOfAWS(old, new.merging(["Enabled": true])) == [false])
    #expect(isOfAWS(old, ["Domains": []]) == [false])
  }

  @Test func `versions that one side did not read are not told to be new`() {
    let function = Resource(
      reference: ResourceReference(type: .lambdaFunction, id: "f", account: Estates.account, region: "us-east-1"),
      properties: ["FunctionName": "f", "Timeout": 3])
    let unread = Estates.estate(
      function, gaps: [Estates.gap(LambdaFunctionSchema.versions, function.reference)])
    let read = Estates.estate(
      Resource(
        reference: function.reference, properties: function.properties.merging(["Versions": [["Version": "1"]]])))
    let diff = EstateDiff(unread, read)
    #expect(diff.entries.flatMap(\.changes).map(\.path) == ["Versions"] && diff.isIncomplete)
  }
}
