import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// Members that no schema knows, in baselines.
@Suite struct UnknownMemberTests {
  private func read(_ text: String) throws(FileIssues) -> BaselineFile.Content {
    try BaselineFile.read(
      [.init(file: "b.yaml", text: text)],
      .init(environment: ["NAME": "x"]) { $0 == "c.yaml" ? "resources: [{\(Self.head), expect: {Coment: x}}]" : "x" })
  }

  private func issues(_ text: String) -> [FileIssue] {
    do {
      _ = try read(text)
      return []
    } catch {
      return error.issues
    }
  }

  private static let head = "type: AWS::CloudFront::Distribution, id: E1"
  private static func file(_ lines: String, type: String = "AWS::CloudFront::Distribution") -> String {
    let lines = lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    return "resources:\n  - type: \(type)\n    id: a\n\(lines)\n"
  }

  /// Where a baseline may name a member, each with one that nobody has, its place, and what was probably meant.
  static let places: [(String, String, String)] = [
    ("expect: {Coment: x}", "4:14", "Comment"),
    ("expect:\n  Origins:\n    - Id: a\n      DomainNam: b", "7:11", "DomainName"),
    ("expect: {Logging: {Enabled: true, Bukcet: x}}", "4:39", "Bucket"),
    ("expect: {DefaultCacheBehavior: {LambdaFunctionAssociations: [{EventTyp: x}]}}", "4:67", "EventType"),
    ("expect: {CacheBehaviors: [{PathPattern: /a}, {PathPatern: /b}]}", "4:51", "PathPattern"),
    ("absent: [Loging]", "4:14", "Logging"), ("absent: [\"CacheBehaviors[/a].Compres\"]", "4:14", "Compress"),
    ("absent: [Comment, Orgins]", "4:23", "Origins"), ("only: [Orgins]", "4:12", "Origins"),
    ("only: [Origins.Id]", "4:12", ""), ("only: [Comment.Text]", "4:12", ""), ("absent: [\"Comment[a]\"]", "4:14", ""),
    // Values have no names: what is to be among them, the list says.
    ("absent: [\"Aliases[a.example]\"]", "4:14", ""), ("only: [\"Aliases[0]\"]", "4:12", ""),
    ("absent: [\"Origins[a].CustomOriginConfig.OriginSslProtocols[TLSv1.1]\"]", "4:14", ""),
    // What the API wraps is a plain list here, so that these are no members either.
    ("expect: {Aliases: {Quantity: 1, Items: [a]}}", "4:14", ""), ("expect: {Origins: {Items: [{Id: a}]}}", "4:14", ""),
    ("expect: {Comment: {Text: x}}", "4:14", ""), ("expect: {Aliases: [{Name: x}]}", "4:24", ""),
    ("expect: {Logging: bucket}", "4:14", ""), ("expect: {Aliases: a.example.com}", "4:14", ""),
  ]

  @Test(arguments: places)
  func `one is an error with its place and what was meant, wherever a baseline names it`(
    lines: String, place: String, meant: String
  ) {
    let issues = issues(Self.file(lines))
    #expect(issues.map { "\($0.mark)" } == ["b.yaml:\(place)"], "\(issues)")
    if !meant.isEmpty {
      #expect(issues.first?.message.contains("Did you mean \"\(meant)\"?") == true, "\(issues)")
    }
  }

  @Test(arguments: places)
  func `one is let stand where the file says so`(lines: String, place: String, meant: String) throws {
    let read = try read("unknownMembers: allow\n" + Self.file(lines))
    #expect(read.declarations.count == 1)
    #expect(read.warnings.map { $0.mark.line } == [(Int(place.prefix { $0 != ":" }) ?? 0) + 1])
  }

  @Test(arguments: [
    ("expect: {Enabled: 5}", "true"), ("expect: {Enabled: 1e3}", "true"), ("expect: {Enabled: yes}", "true"),
    ("expect: {DefaultCacheBehavior: {Compress: 0}}", "true"),
    ("expect: {DefaultCacheBehavior: {MinTTL: five}}", "number"),
    ("expect: {DefaultCacheBehavior: {MinTTL: true}}", "number"),
    ("expect: {CustomErrorResponses: [{ErrorCode: x}]}", "number"),
    ("expect: {Origins: [{Id: a, ConnectionAttempts: 3 times}]}", "number"),
    ("expect: {DefaultCacheBehavior: {MinTTL: nan}}", "number"),
    ("expect: {DefaultCacheBehavior: {MinTTL: '0x10'}}", "number"),
    ("expect: {DefaultCacheBehavior: {MinTTL: '5 s'}}", "number"), ("expect: {Enabled: 'True'}", "true"),
  ])
  func `a value that is of another kind than the member is an error, and never written`(lines: String, wanted: String) {
    let issues = issues(Self.file(lines))
    #expect(issues.count == 1 && issues[0].message.contains(wanted), "\(issues)")
  }

  @Test(arguments: [
    "Enabled: 'true'", "Enabled: True", "Enabled: ''", "DefaultCacheBehavior: {MinTTL: '5'}",
    "DefaultCacheBehavior: {MinTTL: 0x10}", "Comment: 5", "Comment: true", "DefaultCacheBehavior: {MinTTL: null}",
    "CustomErrorResponses: [{ErrorCode: '404', ResponseCode: '200'}]",
  ])
  func `a number and its text are of the same kind, and so are a boolean and its word`(member: String) {
    #expect(issues(Self.file("expect: {\(member)}")).isEmpty)
  }

  @Test(
    "A plain value is what its member holds, however it is written",
    arguments: [
      (
        "DefaultCacheBehavior: {MinTTL: '300', Compress: 'false'}",
        ["DefaultCacheBehavior": ["MinTTL": 300, "Compress": false]]
      ),
      (
        "CustomErrorResponses: [{ErrorCode: '404', ResponseCode: 200, ErrorCachingMinTTL: '1e1'}]",
        ["CustomErrorResponses": [["ErrorCode": 404, "ResponseCode": "200", "ErrorCachingMinTTL": 10]]]
      ),
      ("Comment: 5, HttpVersion: true, PriceClass: '7'", ["Comment": "5", "HttpVersion": "true", "PriceClass": "7"]),
      ("Origins: [{Id: 1, ConnectionAttempts: '${attempts}'}]", ["Origins": [["Id": "1", "ConnectionAttempts": 2]]]),
      (
        "ViewerCertificate: {CloudFrontDefaultCertificate: 'true'}",
        ["ViewerCertificate": ["CloudFrontDefaultCertificate": true]]
      ),
    ] as [(String, JSONObject)])
  func kinds(members: String, expected: JSONObject) throws {
    let text = "variables: {attempts: '2'}\n" + Self.file("expect: {\(members)}")
    #expect(try read(text).declarations.map(\.expect) == [expected])
  }

  @Test func `every kind of resource knows its own`() {
    for type in ResourceType.allCases {
      let names = KnownStructure(type).names
      #expect(!names.isEmpty)
      let issues = issues(Self.file("expect: {Nmae_: x}\nabsent: [Nmae_]", type: type.rawValue))
      #expect(issues.count == 2 && issues.allSatisfy { $0.message.contains(type.rawValue) }, "\(issues)")
    }
  }

  @Test(arguments: [
    "expect: {Comment: null, Logging: {}, Aliases: [], Origins: null, Enabled: false}",
    "expect: {Tags: [{Key: a, Value: b}], Aliases: [a]}", "only: true", "absent: [\"Origins[a.b]\", Logging.Bucket]",
    "expect: {Origins: [{Id: a, OriginShield: {Enabled: false}}]}", "expect: {Comment: \"${env:NAME}\"}",
  ])
  func `what is known, or empty, is none`(lines: String) { #expect(issues(Self.file(lines)) == []) }

  @Test func `documents that only their owners know may hold anything`() {
    let role =
      "expect: {AssumeRolePolicyDocument: {Whatever: 1}, RolePolicyList: [{PolicyName: a, PolicyDocument: {X: 1}}]}"
    #expect(issues(Self.file(role, type: "AWS::IAM::Role")) == [])
    #expect(issues(Self.file("expect: {Items: {a: b}}", type: "AWS::CloudFront::KeyValueStore")) == [])
    let code = "expect: {LIVE: {FunctionCode: {sha256: 00}}, DEVELOPMENT: {FunctionCode: {file: x}}}"
    #expect(issues(Self.file(code, type: "AWS::CloudFront::Function")) == [])
    #expect(
      issues(Self.file("expect: {Environment: {Variables: {ANY: x}}}", type: "AWS::Lambda::Function")) == [])
  }

  @Test func `of a variable, the place that uses it is named`() {
    let text = "variables: {logs: {Bukcet: x}}\n" + Self.file("expect: {Logging: \"${logs}\"}")
    #expect(issues(text).map { "\($0.mark)" } == ["b.yaml:5:23"])
  }

  @Test func `an included file speaks for itself`() throws {
    #expect(issues("unknownMembers: allow\ninclude: [c.yaml]\n").map { $0.mark.file } == ["c.yaml"])
    let own = try read("unknownMembers: allow\n" + Self.file("expect: {Coment: x}"))
    #expect(own.warnings.count == 1)
  }

  @Test func `nothing but allow is said under unknownMembers`() {
    let issues = issues("unknownMembers: allowed\n" + Self.file("expect: {Comment: x}"))
    #expect(issues.map { "\($0.mark)" } == ["b.yaml:1:17"])
    #expect(issues.first?.message.contains("allow") == true)
  }

  @Test func `what is written of one is read again, since the file lets it stand`() throws {
    let declaration = Declaration(
      .init(.distribution, id: "E1"), expect: ["Comment": "x", "EdgeTeleport": ["Mode": "beam"]],
      source: SourceMark(file: "", line: 1))
    let text = BaselineWriter.text([declaration], comments: ["Head."])
    #expect(text.hasPrefix("# Head.\nunknownMembers: allow\nresources:\n"))
    #expect(try read(text).declarations.first?.expect == declaration.expect)
    var known = declaration
    known.expect["EdgeTeleport"] = nil
    #expect(!BaselineWriter.text([known]).contains("unknownMembers"))
  }
}
