import Documents
import Estate
import TestSupport
import Testing

@testable import Auditing

/// Whatever the estate: what was captured from it is clean, and one edit is one finding, at its place.
@Suite struct CapturePropertyTests {
  @Test(arguments: 0..<60)
  func `capture is clean, and one edit is one finding at its place`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    let estate = RandomEstate.make(using: &random)
    let text = BaselineWriter.text(Capture.declarations(of: estate).declarations)
    let declarations = try BaselineFile.declarations(
      in: [RuleSet.Source(file: "captured.yaml", text: text)],
      BaselineFile.Context(environment: [:]) { _ in "" })
    let clean = Auditor(rules: [], declarations: declarations).audit(estate)
    #expect(clean.findings.map { "\($0.resource.id) \($0.path): \($0.message)" } == [], "\(text)")

    for _ in 0..<8 {
      var edited = estate
      guard let edit = RandomEstate.edit(&edited, using: &random) else { continue }
      let found = Auditor(rules: [], declarations: declarations).audit(edited).findings
      #expect(found.map { "\($0.resource.id) \($0.path)" } == ["\(edit.id) \(edit.path)"], "\(edit.what)")
    }
  }
}

/// Estates of random resources, and random edits of them.
private enum RandomEstate {
  struct Edit {
    let id: String
    let path: String
    let what: String
  }

  private static let words = [
    "a", "b: c", "*.example.com", "- x", "true", "200", "#1", "${x}", "ä", "line\nline\n", "'\"", " x ",
  ]

  static func make(using random: inout SeededRandom) -> Estate {
    var estate = Estates.estate()
    for number in 0..<Int.random(in: 1...3, using: &random) {
      estate.add(Estates.distribution("E\(number)", distribution(using: &random)))
    }
    let role = ResourceReference(type: .role, id: "edge", arn: "arn:aws:iam::1:role/edge", account: "1")
    estate.add(
      Resource(
        reference: role,
        properties: [
          "RoleName": "edge",
          "AssumeRolePolicyDocument": [
            "Version": "2012-10-17",
            "Statement": [
              ["Effect": "Allow", "Principal": ["Service": "lambda.amazonaws.com"], "Action": "sts:AssumeRole"]
            ],
          ],
          "RolePolicyList": [],
          "AttachedManagedPolicies": [["PolicyName": "x", "PolicyArn": "arn:aws:iam::aws:policy/x"]],
        ]))
    return estate
  }

  private static func word(using random: inout SeededRandom) -> JSONValue {
    .string(words.randomElement(using: &random) ?? "")
  }

  private static func distribution(using random: inout SeededRandom) -> JSONObject {
    let behaviors = (0..<Int.random(in: 0...3, using: &random)).map { number -> JSONValue in
      .object(behavior(using: &random).merging(["PathPattern": .string("/\(number)/*")]))
    }
    return [
      "Comment": word(using: &random), "PriceClass": Bool.random(using: &random) ? "PriceClass_All" : "PriceClass_100",
      "Enabled": .bool(.random(using: &random)), "Status": word(using: &random),
      "Aliases": [word(using: &random), "z"],
      "DefaultCacheBehavior": .object(behavior(using: &random)), "CacheBehaviors": .array(behaviors),
      "Origins": .array(
        ["one", "two"].map { ["Id": .string($0), "DomainName": word(using: &random), "ConnectionAttempts": 3] }),
      "Logging": ["Enabled": .bool(.random(using: &random)), "Bucket": "", "Prefix": word(using: &random)],
    ]
  }

  private static func behavior(using random: inout SeededRandom) -> JSONObject {
    [
      "TargetOriginId": "one", "Compress": .bool(.random(using: &random)),
      "MinTTL": .integer(.random(in: 0...3, using: &random)),
      "ViewerProtocolPolicy": word(using: &random),
      "LambdaFunctionAssociations": .array(
        Bool.random(using: &random)
          ? [] : [["EventType": "origin-request", "LambdaFunctionARN": word(using: &random), "IncludeBody": false]]),
    ]
  }

  /// Changes one scalar somewhere, or takes an element that has a key out of a list.
  static func edit(_ estate: inout Estate, using random: inout SeededRandom) -> Edit? {
    guard var resource = estate.resources(of: .distribution).randomElement(using: &random) else { return nil }
    var properties = JSONValue.object(resource.properties)
    let id = resource.reference.id
    switch Int.random(in: 0..<5, using: &random) {
    case 0:
      properties = set(["Comment"], to: "edited", in: properties)
      return finish(&estate, &resource, properties, Edit(id: id, path: "Comment", what: "a text"))
    case 1:
      let old = properties["DefaultCacheBehavior"]["Compress"].bool == true
      properties = set(["DefaultCacheBehavior", "Compress"], to: .bool(!old), in: properties)
      return finish(&estate, &resource, properties, Edit(id: id, path: "DefaultCacheBehavior.Compress", what: "a flag"))
    case 2:
      guard var behaviors = properties["CacheBehaviors"].array, !behaviors.isEmpty else { return nil }
      let index = Int.random(in: 0..<behaviors.count, using: &random)
      let pattern = behaviors[index]["PathPattern"].string ?? ""
      behaviors.remove(at: index)
      properties = set(["CacheBehaviors"], to: .array(behaviors), in: properties)
      return finish(&estate, &resource, properties, Edit(id: id, path: "CacheBehaviors[\(pattern)]", what: "one less"))
    case 3:
      let origins = (properties["Origins"].array ?? []) + [["Id": "three", "DomainName": "d"]]
      properties = set(["Origins"], to: .array(origins), in: properties)
      return finish(&estate, &resource, properties, Edit(id: id, path: "Origins[three]", what: "one more"))
    default:
      properties = set(["HttpVersion"], to: "http3", in: properties)
      return finish(&estate, &resource, properties, Edit(id: id, path: "HttpVersion", what: "what was left out"))
    }
  }

  private static func set(_ path: ArraySlice<String>, to value: JSONValue, in document: JSONValue) -> JSONValue {
    guard let name = path.first, var object = document.object else { return value }
    object[name] = set(path.dropFirst(), to: value, in: object[name] ?? .object([:]))
    return .object(object)
  }

  private static func finish(
    _ estate: inout Estate, _ resource: inout Resource, _ properties: JSONValue, _ edit: Edit
  ) -> Edit {
    resource.properties = properties.object ?? [:]
    estate.add(resource)
    return edit
  }
}
