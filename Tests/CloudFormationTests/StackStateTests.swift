import Auditing
import Documents
import Estate
import Schema
import Testing

@testable import CloudFormation

/// Stacks as they are deployed: what is there, and in which state they say what is there.
@Suite struct StackStateTests {
  @Test(arguments: [
    ("UPDATE_IN_PROGRESS", "Wait until"), ("ROLLBACK_IN_PROGRESS", "Wait until"),
    ("REVIEW_IN_PROGRESS", "execute its change set"), ("DELETE_IN_PROGRESS", "Leave it out"),
    ("DELETE_FAILED", "deleting it again"), ("ROLLBACK_COMPLETE", "only be deleted"),
    ("ROLLBACK_FAILED", "only be deleted"), ("UPDATE_ROLLBACK_FAILED", "continue its rollback"),
    ("UPDATE_FAILED", "deploy it again"), ("CREATE_FAILED", "deploy it again"),
  ])
  func `what is said of a stack that is not what its template says can be done`(status: String, advice: String) {
    #expect(!StackStatus.isSettled(status))
    #expect(StackStatus.advice(status).contains(advice), "\(StackStatus.advice(status))")
  }

  @Test(arguments: [true, false])
  func `what a deployed stack lists is there, whatever its condition hangs on`(isListed: Bool) throws {
    var source = StackSource(
      file: "t.yaml",
      bytes: Array(
        """
        Parameters: {Hush: {Type: String, NoEcho: true}}
        Conditions: {Has: !Equals [!Ref Hush, "yes"]}
        Resources:
          Store: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s}}
          Role: {Type: AWS::IAM::Role, Condition: Has, Properties: {RoleName: r, MaxSessionDuration: 7200}}
          Policy: {Type: AWS::IAM::Policy, Condition: Has, Properties: {PolicyName: p, PolicyDocument: {}, Roles: [r]}}
        """.utf8), account: "111122223333", region: "us-east-1")
    source.parameters["Hush"] = "****"
    source.physicalIDs = ["Store": "s"].merging(isListed ? ["Role": "r", "Policy": "p"] : [:]) { $1 }
    let document = try TemplateDocument([source])
    let role = document.declarations.first { $0.selector.type == .role }
    #expect((role != nil) == isListed, "\(document.notes.map(\.description))")
    #expect((role?.expect["RolePolicyList"]?.array?.count == 1) == isListed)
    #expect(document.notes.isEmpty)
  }

  @Test(
    arguments: [
      ("[a, b]", ["a", "b"], nil), ("a", [], "Roles"), ("!Ref Given", ["x", "y"], nil),
      ("!If [IsOpen, [a], [b]]", [], "Roles"),
      ("!Ref Open", [], "Roles"), ("[a, !Ref Open]", ["a"], "Roles"), ("{a: b}", [], "Roles"),
      ("!Ref AWS::NoValue", [], nil),
    ] as [(String, [String], String?)])
  func `of the roles that a policy is of none is left out without a word`(
    roles: String, names: [String], noted: String?
  ) throws {
    let document = try Templates.read(
      """
      Parameters: {Given: {Type: CommaDelimitedList, Default: "x,y"}, Open: {Type: CommaDelimitedList}}
      Conditions: {IsOpen: !Equals [!Ref Open, x]}
      Resources:
        P: {Type: AWS::IAM::Policy, Properties: {PolicyName: p, PolicyDocument: {}, Roles: \(roles)}}
        M: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {}, Roles: \(roles)}}
      """, physicalIDs: ["P": "p", "M": "arn:aws:iam::111122223333:policy/m"])
    #expect(document.declarations.compactMap(\.selector.id).sorted() == names)
    let members = document.declarations.map { Set($0.expect.map(\.name)) }
    #expect(members.allSatisfy { $0 == ["RolePolicyList", "AttachedManagedPolicies"] })
    #expect(document.notes.map { "\($0.address) \($0.attribute)" } == (noted.map { ["P \($0)", "M \($0)"] } ?? []))
  }
}

/// What CloudFront puts where a template says nothing.
@Suite struct FilledInTests {
  /// What is found on a distribution whose default behaviour and origin are like this, where a template says that.
  private func findings(_ template: String, live: String) throws -> [String] {
    let document = try Templates.read(
      """
      Resources:
        Site: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Aliases: [a.example.com], \(template)}}}
      """)
    let properties = try JSONReader.read("{\"Id\": \"E1\", \"Aliases\": [\"a.example.com\"], \(live)}").object ?? [:]
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(
          type: .distribution, id: "E1", arn: "arn:aws:cloudfront::111122223333:distribution/E1",
          account: "111122223333"),
        properties: properties))
    return Auditor(rules: [], declarations: document.declarations).audit(estate).findings.map(\.path)
  }

  private static let both = "[\"GET\", \"HEAD\"]"

  @Test(arguments: [
    ("DefaultCacheBehavior: {TargetOriginId: o, AllowedMethods: [GET, HEAD, OPTIONS]}", both, []),
    (
      "DefaultCacheBehavior: {TargetOriginId: o, AllowedMethods: [GET, HEAD, OPTIONS]}",
      "[\"GET\", \"HEAD\", \"OPTIONS\"]",
      ["DefaultCacheBehavior.AllowedMethods.CachedMethods"]
    ),
    (
      "DefaultCacheBehavior: {TargetOriginId: o, AllowedMethods: [GET, HEAD, OPTIONS], CachedMethods: [GET, HEAD, OPTIONS]}",
      both, ["DefaultCacheBehavior.AllowedMethods.CachedMethods"]
    ),
  ])
  func `methods that are kept are GET and HEAD where a template says which are taken`(
    template: String, cached: String, expected: [String]
  ) throws {
    let live = """
      "DefaultCacheBehavior": {"TargetOriginId": "o",
        "AllowedMethods": {"Items": ["GET", "HEAD", "OPTIONS"], "CachedMethods": \(cached)}}
      """
    #expect(try findings(template, live: live) == expected)
  }

  @Test(arguments: [
    (86_400, 31_536_000, "none", []), (60, 31_536_000, "none", ["DefaultTTL"]), (86_400, 60, "none", ["MaxTTL"]),
    (86_400, 31_536_000, "all", ["ForwardedValues.Cookies"]),
  ])
  func `old cache settings are those of CloudFront where a template says no more than what it must`(
    standard: Int, most: Int, cookies: String, expected: [String]
  ) throws {
    let live = """
      "DefaultCacheBehavior": {"TargetOriginId": "o", "MinTTL": 0, "DefaultTTL": \(standard), "MaxTTL": \(most),
        "ForwardedValues": {"QueryString": false, "Cookies": {"Forward": "\(cookies)"}}}
      """
    let template = "DefaultCacheBehavior: {TargetOriginId: o, ForwardedValues: {QueryString: false}}"
    #expect(try findings(template, live: live) == expected.map { "DefaultCacheBehavior.\($0)" })
  }

  @Test func `which versions of TLS an origin is spoken to in is nobody's word where a template says none`() throws {
    let live = """
      "Origins": [{"Id": "o", "DomainName": "o.example.com",
        "CustomOriginConfig": {"OriginProtocolPolicy": "https-only", "OriginSslProtocols": ["TLSv1.2"]}}]
      """
    let silent = """
      Origins: [{Id: o, DomainName: o.example.com, CustomOriginConfig: {OriginProtocolPolicy: https-only}}]
      """
    #expect(try findings(silent, live: live).isEmpty)
    let speaking = silent.replacing("https-only}", with: "https-only, OriginSSLProtocols: [TLSv1]}")
    #expect(try !findings(speaking, live: live).isEmpty)
  }

  @Test(arguments: [10, 300]) func `how long an error is kept is nobody's word where a template says nothing`(
    seconds: Int
  ) throws {
    let live = """
      "CustomErrorResponses": [{"ErrorCode": 403, "ResponseCode": "200", "ResponsePagePath": "/index.html",
        "ErrorCachingMinTTL": \(seconds)}]
      """
    let silent = "CustomErrorResponses: [{ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html}]"
    #expect(try findings(silent, live: live).isEmpty)
    let speaking = silent.replacing("html}", with: "html, ErrorCachingMinTTL: 60}")
    #expect(try findings(speaking, live: live) == ["CustomErrorResponses[403].ErrorCachingMinTTL"])
  }

  @Test func `a file says what is filled in, and leaves open where nobody knows it`() throws {
    func written(_ more: String, _ origin: String = "S3OriginConfig: {}") throws -> Declaration {
      let document = try Templates.read(
        """
        Resources:
          S: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {
            Aliases: [a.example.com], Origins: [{Id: o, DomainName: o.example.com, \(origin)}],
            DefaultCacheBehavior: {TargetOriginId: o, \(more)}}}}
        """)
      return try #require(document.declarations.first).writable
    }
    let (methods, both) = (["GET", "HEAD", "OPTIONS"] as JSONValue, ["GET", "HEAD"] as JSONValue)
    for (text, taken) in [("Compress: true", both), ("AllowedMethods: [GET, HEAD, OPTIONS]", methods)] {
      let declaration = try written(text)
      #expect(declaration.only.contains(DocumentPath("DefaultCacheBehavior")))
      let behavior = declaration.expect["DefaultCacheBehavior"] ?? .null
      #expect(behavior["AllowedMethods"] == ["Items": taken, "CachedMethods": both])
      #expect(behavior["DefaultTTL"].isNull)
    }
    let old = try written("ForwardedValues: {QueryString: false}, MaxTTL: 5").expect["DefaultCacheBehavior"] ?? .null
    #expect(old["DefaultTTL"] == 86_400 && old["MaxTTL"] == 5 && old["ForwardedValues"]["Cookies"]["Forward"] == "none")
    let silent = "CustomOriginConfig: {OriginProtocolPolicy: https-only}"
    for (origin, open) in [
      ("S3OriginConfig: {}", []), (silent, ["Origins[o].CustomOriginConfig.OriginSslProtocols"]),
      (silent.replacing("only}", with: "only, OriginSSLProtocols: [TLSv1.2]}"), []),
    ] {
      let declaration = try written("Compress: true", origin)
      #expect(declaration.only.contains("Origins") && declaration.open.map(\.description) == open, "\(origin)")
    }
    let unknown = try written(
      "LambdaFunctionAssociations: [{EventType: viewer-request, LambdaFunctionARN: !ImportValue version}]")
    #expect(unknown.only.contains("DefaultCacheBehavior"))
    #expect(
      unknown.open.map(\.description) == [
        "DefaultCacheBehavior.LambdaFunctionAssociations[viewer-request].LambdaFunctionARN"
      ])
  }
}

/// What a template leaves open, and what it says all the same.
@Suite struct OpenPlaceTests {
  private static let template = """
    Parameters: {Open: {Type: String}}
    Conditions: {IsOpen: !Equals [!Ref Open, x]}
    Resources:
      Site:
        Type: AWS::CloudFront::Distribution
        Properties:
          DistributionConfig:
            Aliases: [a.example.com]
            Origins: [{Id: o, DomainName: DOMAIN}MORE]
            DefaultCacheBehavior:
              TargetOriginId: o
              CachePolicyId: POLICY
              FunctionAssociations: [{EventType: viewer-request, FunctionARN: arn:f}FUNCTION]
    """

  @Test(
    arguments: [
      (
        [:],
        [
          "Origins[evil]", "DefaultCacheBehavior.LambdaFunctionAssociations",
          "DefaultCacheBehavior.FunctionAssociations[viewer-response]",
        ]
      ),
      (
        ["DOMAIN": "!Ref Open"],
        [
          "Origins[evil]", "DefaultCacheBehavior.LambdaFunctionAssociations",
          "DefaultCacheBehavior.FunctionAssociations[viewer-response]",
        ]
      ),
      (
        ["POLICY": "!If [IsOpen, a, b]"],
        [
          "Origins[evil]", "DefaultCacheBehavior.LambdaFunctionAssociations",
          "DefaultCacheBehavior.FunctionAssociations[viewer-response]",
        ]
      ),
      (
        ["MORE": ", !If [IsOpen, {Id: p}, {Id: q}]"],
        [
          "DefaultCacheBehavior.LambdaFunctionAssociations",
          "DefaultCacheBehavior.FunctionAssociations[viewer-response]",
        ]
      ),
      (
        ["MORE": ", {Id: !Ref Open, DomainName: d.example.com}"],
        [
          "DefaultCacheBehavior.LambdaFunctionAssociations",
          "DefaultCacheBehavior.FunctionAssociations[viewer-response]",
        ]
      ),
      (
        ["FUNCTION": ", !If [IsOpen, {EventType: viewer-response, FunctionARN: arn:g}, !Ref AWS::NoValue]"],
        ["Origins[evil]", "DefaultCacheBehavior.LambdaFunctionAssociations"]
      ),
      (
        ["FUNCTION": ", {EventType: viewer-response, FunctionARN: !Ref Open}"],
        ["Origins[evil]", "DefaultCacheBehavior.LambdaFunctionAssociations"]
      ),
    ] as [([String: String], [String])])
  func `one value that is not known opens its place, and nothing beside it`(
    given: [String: String], expected: [String]
  ) throws {
    let values = ["DOMAIN": "o.example.com", "POLICY": "p", "MORE": "", "FUNCTION": ""].merging(given) { $1 }
    let document = try Templates.read(values.reduce(Self.template) { $0.replacing($1.key, with: $1.value) })
    let live = """
      {"Id": "E1", "Aliases": ["a.example.com"],
       "Origins": [{"Id": "o", "DomainName": "o.example.com"}, {"Id": "evil", "DomainName": "evil.example.com"}],
       "DefaultCacheBehavior": {"TargetOriginId": "o", "CachePolicyId": "p",
         "FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": "arn:f"},
           {"EventType": "viewer-response", "FunctionARN": "arn:g"}],
         "LambdaFunctionAssociations": [{"EventType": "origin-request", "LambdaFunctionARN": "arn:l:1", "IncludeBody": true}]}}
      """
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(
          type: .distribution, id: "E1", arn: "arn:aws:cloudfront::111122223333:distribution/E1",
          account: "111122223333"),
        properties: try JSONReader.read(live).object ?? [:]))
    let findings = Auditor(rules: [], declarations: document.declarations).audit(estate).findings
    #expect(findings.map(\.path).sorted() == expected.sorted())
    #expect(document.notes.isEmpty == given.isEmpty || given["FUNCTION"] != nil)
  }
}
