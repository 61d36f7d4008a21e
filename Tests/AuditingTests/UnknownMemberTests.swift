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

  /// Policies that no service takes, each with the member that holds it, its place, and what was probably meant.
  static let policies: [(text: String, element: String, meant: String)] = [
    ("{Version: '2012-10-17', Statment: []}", "Statment", "Statement"),
    ("{Statement: [{Effectt: Allow, Action: 's3:GetObject', Resource: '*'}]}", "Effectt", "Effect"),
    ("{Statement: {Effect: Allow, Action: 's3:GetObject', Resorce: '*'}}", "Resorce", "Resource"),
    ("{Statement: [{Effect: Deny, Principal: {Servce: x}, Action: '*'}]}", "Servce", "Service"),
    ("{Statement: [{Effect: Deny, Action: '*', Condition: {StringEqualz: {a: b}}}]}", "StringEqualz", "StringEquals"),
    ("{Version: 3, Statement: []}", "Version", ""), ("{Statement: [{Effect: 5, Action: '*'}]}", "Effect", ""),
    ("{Statement: [{Effect: Allow, Action: 5}]}", "Action", ""), ("{Statement: text}", "Statement", ""),
    ("{Statement: [{Effect: Allow, Action: '*', Condition: text}]}", "Condition", ""),
  ]

  /// The members that hold policies.
  static let owners: [(type: String, member: String)] = [
    ("AWS::IAM::Role", "AssumeRolePolicyDocument: "), ("AWS::S3::Bucket", "Policy: "),
    ("AWS::IAM::Role", "RolePolicyList: [{PolicyName: a, PolicyDocument: "),
  ]

  @Test(arguments: policies, owners)
  func `an element that the policy language does not have is an error with its place`(
    policy: (text: String, element: String, meant: String), owner: (type: String, member: String)
  ) throws {
    let end = owner.member.hasPrefix("RolePolicyList") ? "}]}" : "}"
    let line = "expect: {\(owner.member)\(policy.text)\(end)"
    let file = Self.file(line, type: owner.type)
    let column = try #require("    \(line)".range(of: "\(policy.element): ", options: .backwards))
    let place = "    \(line)".distance(from: "    \(line)".startIndex, to: column.lowerBound) + 1
    let found = issues(file)
    // `Version` and `Statement` stand once, what is within them last.
    #expect(found.map { "\($0.mark)" } == ["b.yaml:4:\(place)"], "\(found)")
    #expect(policy.meant.isEmpty || found[0].message.contains("Did you mean \"\(policy.meant)\"?"), "\(found)")
    #expect(try read("unknownMembers: allow\n" + file).warnings.count == 1)
  }

  @Test(arguments: [
    ("AWS::S3::Bucket", "Policy.Statment", "Statement"),
    ("AWS::S3::Bucket", "Policy.Statement[Read].Effectt", "Effect"),
    ("AWS::S3::Bucket", "Policy.Statement[Read].Principal.Servce", "Service"),
    ("AWS::S3::Bucket", "Policy.Statement.Effect", ""), ("AWS::S3::Bucket", "Policy.Version.Number", ""),
    ("AWS::IAM::Role", "RolePolicyList[a].PolicyDocument.Statment", "Statement"),
  ])
  func `a place that the policy language does not have is an error`(type: String, place: String, meant: String) {
    let issues = issues(Self.file("absent: [\"\(place)\"]", type: type))
    #expect(issues.count == 1 && (meant.isEmpty || issues[0].message.contains(meant)), "\(issues)")
  }

  @Test(arguments: [
    "absent: [\"Policy.Statement[Read].Condition.StringEquals.any\", Policy.Id, Policy.Statement]",
    "expect: {Policy: {version: '2012-10-17', statement: {effect: Allow, action: '*', principal: '*'}}}",
    "expect: {Policy: '{\"Statement\": []}'}", "expect: {Policy: null}", "expect: {Policy: {}}",
  ])
  func `what the policy language has is none`(lines: String) {
    #expect(issues(Self.file(lines, type: "AWS::S3::Bucket")) == [])
  }

  @Test func `of a policy that is a text, the text has the place`() {
    let issues = issues(Self.file("expect: {Policy: '{\"Statment\": []}'}", type: "AWS::S3::Bucket"))
    #expect(issues.map { "\($0.mark)" } == ["b.yaml:4:14"], "\(issues)")
    #expect(issues.first?.message.contains("Statement") == true)
  }

  @Test func `an item of a store with a member that is not known is told by that member`() throws {
    func file(_ items: String) -> String {
      Self.file("expect: {Items: \(items)}", type: "AWS::CloudFront::KeyValueStore")
    }
    let items = file("[{Key: a, Value: b, ExpiresAt: 5}, {Key: c, Valeu: d}]")
    let found = issues(items)
    #expect(found.map { "\($0.mark)" } == ["b.yaml:4:41", "b.yaml:4:65"], "\(found)")
    #expect(found.last?.message.contains("Did you mean \"Value\"?") == true)
    let allowed = try read("unknownMembers: allow\n" + file("[{Key: a, Value: 1, ExpiresAt: 5}]"))
    #expect(allowed.declarations[0].expect == ["Items": [["Key": "a", "Value": "1", "ExpiresAt": 5]]])
    #expect(issues(file("[{Key: a}]")).count == 1 && issues(file("[{Key: a, Value: null}]")).count == 1)
    #expect(issues(file("[{Value: a}]")).count == 1)
  }

  @Test func `documents that only their owners know may hold anything`() {
    #expect(issues(Self.file("expect: {Items: {a: b}}", type: "AWS::CloudFront::KeyValueStore")) == [])
    let code = "expect: {LIVE: {FunctionCode: {sha256: 00}}, DEVELOPMENT: {FunctionCode: {file: x}}}"
    #expect(issues(Self.file(code, type: "AWS::CloudFront::Function")) == [])
    #expect(
      issues(Self.file("expect: {Environment: {Variables: {ANY: x}}}", type: "AWS::Lambda::Function")) == [])
  }

  @Test(arguments: [
    ("AWS::CloudFront::Distribution", "PriceClass: PriceClass_99", "PriceClass_100"),
    (
      "AWS::CloudFront::Distribution", "ViewerMtlsConfig: {Mode: PassThrough}", "AWS knows no PassThrough"
    ),
    (
      "AWS::CloudFront::Distribution", "Origins: [{Id: a, CustomOriginConfig: {HTTPPort: 1000}}]",
      "80, 443, 1024 to 65535"
    ),
    ("AWS::CloudFront::CachePolicy", "CachePolicyConfig: {MinTTL: -1}", "0 or more"),
    ("AWS::Lambda::Function", "ReservedConcurrentExecutions: -5", "0 or more"),
    (
      "AWS::CloudFront::ResponseHeadersPolicy",
      "ResponseHeadersPolicyConfig: {ServerTimingHeadersConfig: {SamplingRate: 100.5}}", "0 to 100"
    ),
  ])
  func `a value that AWS does not know is a warning, unless the file lets it stand`(
    type: String, member: String, reason: String
  ) throws {
    let file = Self.file("expect: {\(member)}", type: type)
    let warnings = try read(file).warnings
    #expect(warnings.count == 1 && warnings[0].message.contains(reason), "\(warnings)")
    #expect(warnings.first.map { "\($0.mark.line)" } == "4")
    #expect(try read("unknownMembers: allow\n" + file).warnings == [])
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
