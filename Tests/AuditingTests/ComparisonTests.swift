import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// How a resource is compared with what is declared of it.
@Suite struct ComparisonTests {
  private func differences(
    _ expected: JSONObject, _ actual: JSONValue, of type: ResourceType = .distribution, only: [Place] = []
  ) -> [String] {
    Comparison.differences(of: actual, from: expected, of: type, only: only).map { difference in
      let kind = difference.kind == .changed ? "" : "\(difference.kind) "
      let writer = JSONWriter()
      return "\(kind)\(difference.path): \(writer.string(difference.expected)) -> \(writer.string(difference.actual))"
    }
  }

  @Test func `objects compare as subsets`() {
    let live: JSONValue = [
      "Comment": "a", "PriceClass": "PriceClass_100", "Logging": ["Enabled": true, "Prefix": "x"],
    ]
    #expect(differences(["Comment": "a", "Logging": ["Enabled": true]], live).isEmpty)
    #expect(differences(["Logging": ["Prefix": "y"]], live) == [#"Logging.Prefix: "y" -> "x""#])
    #expect(differences(["WebACLId": "w"], live) == [#"WebACLId: "w" -> null"#])
  }

  @Test func `what is empty is the same as what is not there`() {
    #expect(differences(["Comment": "", "Aliases": [], "Logging": [:], "Staging": false, "A": .null], [:]).isEmpty)
    #expect(differences(["A": .null], ["A": "", "B": []]).isEmpty)
    #expect(differences(["Enabled": false], ["Enabled": true]) == ["Enabled: false -> true"])
    // A number is never empty.
    #expect(differences(["MinTTL": 0], [:]) == ["MinTTL: 0 -> null"])
  }

  @Test func `a number and its text are the same`() {
    #expect(differences(["ResponseCode": 200, "Timeout": "30"], ["ResponseCode": "200", "Timeout": 30]).isEmpty)
    #expect(differences(["ResponseCode": 200], ["ResponseCode": "404"]).count == 1)
  }

  @Test func `lists of scalars compare as sets`() {
    #expect(differences(["Aliases": ["a", "b", "b"]], ["Aliases": ["b", "a"]]).isEmpty)
    #expect(differences(["Aliases": ["a"]], ["Aliases": ["a", "b"]]) == [#"Aliases: ["a"] -> ["a","b"]"#])
    #expect(differences(["Aliases": ["a", "b"]], ["Aliases": ["a"]]).count == 1)
  }

  @Test(arguments: ["PathPattern", "Id", "EventType", "Sid", "HeaderName", "PolicyName", "Key"])
  func `lists of objects compare by what tells their elements apart`(key: String) {
    let live: JSONValue = ["L": [[key: "a", "V": 1], [key: "b", "V": 2]]]
    #expect(differences(["L": [[key: "b", "V": 2]]], live).isEmpty)
    #expect(differences(["L": [[key: "b", "V": 3]]], live) == ["L[b].V: 3 -> 2"])
    #expect(differences(["L": [[key: "c", "V": 3]]], live).map { $0.hasPrefix("L[c]: ") } == [true])
  }

  @Test func `error responses are told apart by their code`() {
    let live: JSONValue = ["CustomErrorResponses": [["ErrorCode": 403, "ErrorCachingMinTTL": 10], ["ErrorCode": 404]]]
    #expect(
      differences(["CustomErrorResponses": [["ErrorCode": 403, "ErrorCachingMinTTL": 5]]], live)
        == ["CustomErrorResponses[403].ErrorCachingMinTTL: 5 -> 10"])
  }

  @Test func `the order of behaviours means something, that of origins does not`() {
    let behaviors: JSONValue = [["PathPattern": "/a/*"], ["PathPattern": "/x"], ["PathPattern": "/*"]]
    #expect(
      differences(["CacheBehaviors": [["PathPattern": "/a/*"], ["PathPattern": "/*"]]], ["CacheBehaviors": behaviors])
        .isEmpty)
    #expect(
      differences(["CacheBehaviors": [["PathPattern": "/*"], ["PathPattern": "/a/*"]]], ["CacheBehaviors": behaviors])
        == [#"moved CacheBehaviors: ["/*","/a/*"] -> ["/a/*","/*"]"#])
    #expect(differences(["Origins": [["Id": "b"], ["Id": "a"]]], ["Origins": [["Id": "a"], ["Id": "b"]]]).isEmpty)
  }

  @Test func `objects that nothing tells apart compare as sets`() {
    let live: JSONValue = ["L": [["A": 1, "B": 2], ["A": 2]]]
    #expect(differences(["L": [["A": 2], ["A": 1]]], live).isEmpty)
    #expect(differences(["L": [["A": 3]]], live).map { $0.hasPrefix("L[0]: ") } == [true])
  }

  @Test func `policies compare by what they mean`() {
    func policy(_ principal: JSONValue, sid: String) -> JSONValue {
      [
        "Version": "2012-10-17",
        "Statement": [["Sid": .string(sid), "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"]],
      ]
    }
    let live: JSONValue = [
      "AssumeRolePolicyDocument": policy(["Service": ["b.amazonaws.com", "a.amazonaws.com"]], sid: "x")
    ]
    #expect(
      differences(
        ["AssumeRolePolicyDocument": policy(["Service": ["a.amazonaws.com", "b.amazonaws.com"]], sid: "y")], live,
        of: .role
      ).isEmpty)
    #expect(
      differences(["AssumeRolePolicyDocument": policy(["Service": "a.amazonaws.com"], sid: "x")], live, of: .role).count
        == 1)
  }

  @Test func `code compares by its digest`() {
    let live: JSONValue = ["LIVE": ["FunctionCode": "abc"]]
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(differences(["LIVE": ["FunctionCode": ["sha256": .string(digest)]]], live, of: .cloudFrontFunction).isEmpty)
    #expect(differences(["LIVE": ["FunctionCode": ["sha256": "00"]]], live, of: .cloudFrontFunction).count == 1)
  }

  @Test func `where only what is declared may be, the rest is drift`() {
    let live: JSONValue = [
      "Id": "E1", "Status": "InProgress", "Comment": "a", "PriceClass": "PriceClass_All",
      "Origins": [["Id": "a", "ConnectionAttempts": 3], ["Id": "b"]],
      "OriginShield": ["Enabled": false, "Region": "x"],
    ]
    #expect(differences(["Origins": [["Id": "a"]]], live).isEmpty)
    #expect(
      differences(["Origins": [["Id": "a"]]], live, only: ["Origins"]) == [#"extra Origins[b]: null -> {"Id":"b"}"#])
    #expect(
      differences(["Origins": [["Id": "a"], ["Id": "b"]]], live, only: [""]) == [
        #"extra Comment: null -> "a""#, #"extra OriginShield.Region: null -> "x""#,
      ])
  }

  @Test func `what was not read is neither drift nor none`() {
    #expect(differences(["Comment": "a"], ["Comment": .unread(3)]).map { $0.hasPrefix("unread(3) Comment") } == [true])
    #expect(differences([:], ["Comment": .unread(3)], only: [""]).map { $0.hasPrefix("unread(3) Comment") } == [true])
    #expect(differences([:], ["Status": .unread(3)], only: [""]).isEmpty)
  }
}
