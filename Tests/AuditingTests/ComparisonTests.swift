import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// How a resource is compared with what is declared of it.
@Suite struct ComparisonTests {
  private func differences(
    _ expected: JSONObject, _ actual: JSONValue, of type: ResourceType = .distribution, only: [DocumentPath] = []
  ) -> [String] {
    Comparison.differences(of: actual, from: expected, of: type, only: only).map { difference in
      let change = difference.change == .changed ? "" : "\(difference.change) "
      let writer = JSONWriter()
      return "\(change)\(difference.path): \(writer.string(difference.expected)) -> \(writer.string(difference.actual))"
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

  @Test func `where nothing else may be, nothing may be of what is not declared at all`() {
    let behavior: JSONValue = ["PathPattern": "/a"]
    let live: JSONValue = [
      "CacheBehaviors": [behavior], "Aliases": ["a"], "Comment": "c", "HttpVersion": "http2",
      "DefaultCacheBehavior": ["FunctionAssociations": [["EventType": "viewer-request"]]],
      "Origins": [
        ["Id": "a", "CustomHeaders": [["HeaderName": "X"]]], ["Id": "b", "CustomHeaders": [["HeaderName": "Y"]]],
      ],
    ]
    func places(_ expected: JSONObject, _ only: String...) -> [String] {
      differences(expected, live, only: only.map { DocumentPath($0) }).map { String($0.prefix { $0 != ":" }) }
    }
    #expect(places(["Comment": "c"], "CacheBehaviors") == ["extra CacheBehaviors[/a]"])
    #expect(places([:], "Aliases", "HttpVersion", "Comment") == ["Aliases", "extra Comment"])
    let association = "extra DefaultCacheBehavior.FunctionAssociations[viewer-request]"
    #expect(places([:], "DefaultCacheBehavior.FunctionAssociations") == [association])
    #expect(places([:], "Origins[a].CustomHeaders") == ["extra Origins[a].CustomHeaders[x]"])
    #expect(places(["Origins": [["Id": "a"]]], "Origins[a].CustomHeaders") == ["extra Origins[a].CustomHeaders[x]"])
    #expect(places(["Comment": "c"], "ViewerCertificate") == [])
  }

  @Test func `a list that is declared to be empty is empty`() {
    let live: JSONValue = [
      "CacheBehaviors": [["PathPattern": "/a"]], "Origins": [["Id": "a", "CustomHeaders": [["HeaderName": "X"]]]],
    ]
    #expect(differences(["CacheBehaviors": []], live).map { $0.prefix(24) } == ["extra CacheBehaviors[/a]"])
    #expect(differences(["Origins": [["Id": "a", "CustomHeaders": []]]], live).count == 1)
    #expect(differences(["CacheBehaviors": [], "CustomErrorResponses": []], ["CacheBehaviors": []]) == [])
  }

  @Test func `false is a value where AWS fills in true`() {
    let (on, off): (JSONValue, JSONValue) = (["IsIPV6Enabled": true], ["IsIPV6Enabled": false])
    let normalization = Normalization(.distribution)
    #expect(normalization.contains(true, at: DocumentPath("IsIPV6Enabled")))
    #expect(!normalization.contains(false, at: DocumentPath("IsIPV6Enabled")))
    #expect(normalization.pruned(off, at: DocumentPath()) { _ in } == off)
    #expect(differences([:], off, only: [DocumentPath()]).count == 1)
    #expect(differences(["IsIPV6Enabled": false], on, only: [DocumentPath()]).count == 1)
  }

  @Test func `what is declared of what AWS assigns is compared`() {
    let live: JSONValue = ["LIVE": ["Status": "DEPLOYED", "FunctionMetadata": ["Stage": "LIVE"]]]
    #expect(
      differences(["LIVE": ["Status": "zz"]], live, of: .cloudFrontFunction) == [#"LIVE.Status: "zz" -> "DEPLOYED""#])
    #expect(differences(["LIVE": ["FunctionMetadata": ["Stage": "LIVE"]]], live, of: .cloudFrontFunction) == [])
    #expect(differences([:], live, of: .cloudFrontFunction, only: [DocumentPath()]) == [])
  }

  @Test func `of secrets only that they are there is compared, whatever stands there`() {
    func headers(_ value: JSONValue) -> JSONObject {
      ["Origins": [["Id": "a", "CustomHeaders": [["HeaderName": "X", "HeaderValue": value]]]]]
    }
    #expect(differences(headers("(redacted)"), .object(headers("plain"))) == [])
    #expect(differences(headers("(redacted)"), .object(headers(.null))).count == 1)
    let declared: JSONObject = ["Environment": ["Variables": ["A": "(redacted)", "B": "(redacted)"]]]
    let live: JSONValue = ["Environment": ["Variables": ["A": "plain", "C": "(redacted)"]]]
    #expect(differences(declared, live, of: .lambdaFunction) == [#"Environment.Variables.B: "(redacted)" -> null"#])
  }

  @Test func `a number and its text are the same`() {
    #expect(differences(["ResponseCode": 200, "Timeout": "30"], ["ResponseCode": "200", "Timeout": 30]).isEmpty)
    #expect(differences(["ResponseCode": 200], ["ResponseCode": "404"]).count == 1)
  }

  @Test func `lists of scalars without an order compare as multisets`() {
    #expect(differences(["Aliases": ["a", "b"]], ["Aliases": ["b", "a"]]).isEmpty)
    #expect(differences(["Aliases": ["a", "b", "b"]], ["Aliases": ["b", "a"]]).count == 1)
    #expect(differences(["Aliases": ["a"]], ["Aliases": ["a", "b"]]) == [#"Aliases: ["a"] -> ["a","b"]"#])
    #expect(differences(["Aliases": ["a", "b"]], ["Aliases": ["a"]]).count == 1)
  }

  @Test(arguments: ListOfObjects.all)
  func `the elements of a list are told apart by the key of that list`(list: ListOfObjects) {
    let others: JSONObject = ["Id": "x", "Key": "x", "PolicyName": "x", "PathPattern": "x", "Header": "x", "Name": "x"]
    func element(_ name: String, _ value: JSONValue) -> JSONValue {
      .object(others.merging(["V": value]).merging([list.key: .string(name)]))
    }
    func differences(_ expected: JSONValue, _ live: JSONValue, only: [DocumentPath] = []) -> [String] {
      self.differences(list.resource(expected), .object(list.resource(live)), of: list.type, only: only)
    }
    let live: JSONValue = [element("a", 1), element("b", 2)]
    #expect(differences([element("b", 2)], live).isEmpty)
    #expect(differences([element("b", 3)], live) == ["\(list.place)[b].V: 3 -> 2"])
    #expect(differences([element("c", 3)], live).map { $0.hasPrefix("\(list.place)[c]: ") } == [true])
    #expect(
      differences([element("b", 2)], live, only: [list.place]).map { $0.hasPrefix("extra \(list.place)[a]: ") } == [
        true
      ])
  }

  @Test(arguments: ListOfObjects.all)
  func `of elements that share the key of their list none stands for the others`(list: ListOfObjects) {
    func elements(_ values: JSONValue...) -> JSONValue { .array(values.map { .object([list.key: "a", "V": $0]) }) }
    func kinds(_ expected: JSONValue, _ actual: JSONValue) -> [String] {
      differences(list.resource(expected), .object(list.resource(actual)), of: list.type, only: [list.place]).map {
        String($0.prefix { $0 != ":" })
      }
    }
    #expect(kinds(elements(1, 2), elements(2, 1)).isEmpty)
    #expect(kinds(elements(1), elements(1, 2)) == ["extra \(list.place)[1]"])
    #expect(kinds(elements(1), elements(2, 1, 3)) == ["extra \(list.place)[0]", "extra \(list.place)[2]"])
    #expect(kinds(elements(1, 2), elements(1)) == ["\(list.place)[1]"])
    #expect(kinds(elements(1, 1), elements(1)) == ["\(list.place)[1]"])
    #expect(kinds([], elements(1, 1)) == ["extra \(list.place)[0]", "extra \(list.place)[1]"])
  }

  @Test func `a list that no structure has is compared as it is, and each element that nobody declared is noted`() {
    #expect(
      differences(["L": []], ["L": [["A": 1], ["A": 1], ["A": 2]]], only: ["L"])
        == [
          #"extra L[0]: null -> {"A":1}"#, #"extra L[1]: null -> {"A":1}"#, #"extra L[2]: null -> {"A":2}"#,
        ])
    let live: JSONValue = ["L": [["A": 1, "B": 2], ["A": 2]]]
    #expect(differences(["L": [["A": 1], ["A": 2]]], live).isEmpty)
    #expect(differences(["L": [["A": 2], ["A": 1]]], live) == ["L[0].A: 2 -> 1", "L[1].A: 1 -> 2"])
  }

  @Test func `policies of one name and different ARNs are two`() {
    let (aws, own) = ("arn:aws:iam::aws:policy/P", "arn:aws:iam::111122223333:policy/P")
    func attached(_ arns: String...) -> JSONValue {
      .array(arns.map { ["PolicyName": "P", "PolicyArn": .string($0)] })
    }
    #expect(
      differences(
        ["AttachedManagedPolicies": attached(aws)], ["AttachedManagedPolicies": attached(aws, own)], of: .role,
        only: [""]
      ).map { $0.hasPrefix("extra AttachedManagedPolicies[\(own)]: ") } == [true])
    #expect(
      differences(
        ["AttachedManagedPolicies": attached(own)], ["AttachedManagedPolicies": attached(aws)], of: .role
      ).map { $0.hasPrefix("AttachedManagedPolicies[\(own)]: ") } == [true])
    // Somebody who knows only the name, or only the ARN, declares what bears it.
    #expect(
      differences(
        ["AttachedManagedPolicies": [["PolicyName": "P"]]], ["AttachedManagedPolicies": attached(own)], of: .role
      ).isEmpty)
    #expect(
      differences(
        ["AttachedManagedPolicies": [["PolicyArn": .string(own)]]], ["AttachedManagedPolicies": attached(aws, own)],
        of: .role
      ).isEmpty)
  }

  /// Attached policies as somebody may close the list of them, and what is then not declared.
  private static let closed: [(declared: JSONValue, extra: [String])] = [
    ([["PolicyArn": "arn:aws:iam::1:policy/p"], ["PolicyArn": "arn:aws:iam::1:policy/q"]], []),
    ([["PolicyName": "p"], ["PolicyName": "q"]], []),
    ([["PolicyArn": "arn:aws:iam::1:policy/p", "PolicyName": "p"], ["PolicyArn": "arn:aws:iam::1:policy/q"]], []),
    ([["PolicyArn": "arn:aws:iam::1:policy/p"]], ["arn:aws:iam::1:policy/q"]), ([["PolicyName": "q"]], ["0"]),
    ([], ["arn:aws:iam::1:policy/p", "arn:aws:iam::1:policy/q"]),
  ]

  @Test(arguments: closed, [DocumentPath("AttachedManagedPolicies"), ""])
  func `a closed list says which policies may be attached, and not what these are called and say`(
    closed: (declared: JSONValue, extra: [String]), only: DocumentPath
  ) {
    let live: JSONValue = .array(
      ["p", "q"].map { name in
        [
          "PolicyName": .string(name), "PolicyArn": .string("arn:aws:iam::1:policy/\(name)"),
          "PolicyDocument": ["Version": "2012-10-17", "Statement": []],
        ]
      })
    let found = differences(
      ["AttachedManagedPolicies": closed.declared], ["AttachedManagedPolicies": live], of: .role, only: [only])
    #expect(found.count == closed.extra.count, "\(found)")
    #expect(zip(found, closed.extra).allSatisfy { $0.hasPrefix("extra AttachedManagedPolicies[\($1)]: ") }, "\(found)")
  }

  @Test func `error responses are told apart by their code`() {
    let live: JSONValue = ["CustomErrorResponses": [["ErrorCode": 403, "ErrorCachingMinTTL": 10], ["ErrorCode": 404]]]
    #expect(
      differences(["CustomErrorResponses": [["ErrorCode": 403, "ErrorCachingMinTTL": 5]]], live)
        == ["CustomErrorResponses[403].ErrorCachingMinTTL: 5 -> 10"])
  }

  @Test(arguments: ListOfObjects.all.filter(\.isOrdered))
  func `where the order of a list means something, another order is drift`(list: ListOfObjects) {
    func elements(_ names: String...) -> JSONValue { .array(names.map { .object([list.key: .string($0)]) }) }
    func differences(_ expected: JSONValue) -> [String] {
      self.differences(list.resource(expected), .object(list.resource(elements("a", "x", "b"))), of: list.type)
    }
    #expect(differences(elements("a", "b")).isEmpty)
    #expect(differences(elements("b", "a")) == [#"moved \#(list.place): ["b","a"] -> ["a","b"]"#])
  }

  @Test(arguments: ["EntryPoint", "Command"])
  func `the words of a command stand in order`(list: String) {
    let live: JSONValue = .object(["ImageConfigResponse": ["ImageConfig": .object([list: ["node", "a.js"]])]])
    func expected(_ words: JSONValue) -> JSONObject {
      ["ImageConfigResponse": ["ImageConfig": .object([list: words])]]
    }
    #expect(differences(expected(["node", "a.js"]), live, of: .lambdaFunction).isEmpty)
    #expect(differences(expected(["a.js", "node"]), live, of: .lambdaFunction).count == 1)
  }

  @Test(arguments: ListOfObjects.all.filter { !$0.isOrdered })
  func `the order of all other lists means nothing`(list: ListOfObjects) {
    let elements: [JSONValue] = [.object([list.key: "a"]), .object([list.key: "b"])]
    #expect(
      differences(
        list.resource(.array(elements)), .object(list.resource(.array(elements.reversed()))), of: list.type
      ).isEmpty)
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

/// A list of objects somewhere in a type of resource, as its schema has it.
struct ListOfObjects: Sendable, CustomTestStringConvertible {
  let type: ResourceType
  /// The names of the members that lead there.
  let path: [String]
  let key: String
  let isOrdered: Bool

  /// Each list of each type whose elements a member tells apart.
  static let all: [ListOfObjects] = ResourceType.allCases.flatMap { type in
    type.schema.lists.sorted { $0.key < $1.key }.compactMap { path, semantics in
      semantics.key.map {
        ListOfObjects(
          type: type, path: path.split(separator: ".").map(String.init), key: $0, isOrdered: semantics.isOrdered)
      }
    }
  }

  var testDescription: String { "\(path.joined(separator: ".")) of \(type.rawValue)" }

  /// Where it stands in ``resource(_:)``.
  var place: DocumentPath {
    path.dropLast().reduce(into: (DocumentPath(), type.schema.root)) { step, name in
      step = (step.0.member(name), step.1.member(name))
      if case .list = step.1.shape { step.0 = step.0.element("outer") }
    }.0.member(path.last ?? "")
  }

  /// A resource that holds this list; lists on the way have one element.
  func resource(_ list: JSONValue) -> JSONObject {
    let nodes = path.indices.map { type.schema[Array(path[...$0])] }
    let value = path.indices.reversed().reduce(list) { value, index in
      guard index < path.count - 1 else { return .object([path[index]: value]) }
      guard case .list(let semantics, _) = nodes[index].shape, let key = semantics.key else {
        return .object([path[index]: value])
      }
      return .object([path[index]: [.object((value.object ?? [:]).merging([key: "outer"]))]])
    }
    return value.object ?? [:]
  }
}
