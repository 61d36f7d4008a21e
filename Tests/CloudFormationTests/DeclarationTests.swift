import Auditing
import CloudFormation
import Documents
import Estate
import Schema
import Testing

/// What templates declare of resources.
@Suite struct DeclarationTests {
  private static let site = """
    Resources:
      Site:
        Type: AWS::CloudFront::Distribution
        Metadata: {"aws:cdk:path": Shop/Site/Resource}
        Properties:
          DistributionConfig:
            Enabled: 'true'
            Aliases: [shop.example.com]
            IPV6Enabled: yes
            Logging: {Bucket: logs.s3.amazonaws.com}
            ViewerCertificate: {AcmCertificateArn: arn, SslSupportMethod: sni-only}
            Restrictions: {GeoRestriction: {RestrictionType: whitelist, Locations: [JP]}}
            Origins:
              - Id: a
                DomainName: a.example.com
                OriginCustomHeaders: [{HeaderName: X-Key, HeaderValue: hush}]
            OriginGroups:
              Quantity: 1
              Items: [{Id: g, Members: {Quantity: 1, Items: [{OriginId: a}]}}]
            DefaultCacheBehavior:
              TargetOriginId: a
              AllowedMethods: [GET, HEAD]
              CachedMethods: [GET]
              TrustedKeyGroups: [k]
              Invented: 1
    """

  @Test func `properties become members by the names of the API`() throws {
    let document = try Templates.read(Self.site)
    let declaration = try #require(document.declarations.first)
    #expect(declaration.selector == .init(.distribution, alias: "shop.example.com"))
    #expect(declaration.address == "Site (Shop/Site/Resource)")
    let expect = JSONValue.object(declaration.expect)
    #expect(expect["Enabled"] == true && expect["IsIPV6Enabled"] == true)
    #expect(expect["Logging"] == ["Enabled": true, "Bucket": "logs.s3.amazonaws.com"])
    #expect(expect["ViewerCertificate"] == ["ACMCertificateArn": "arn", "SSLSupportMethod": "sni-only"])
    #expect(expect["Restrictions"]["GeoRestriction"]["Items"] == ["JP"])
    #expect(expect["OriginGroups"] == [["Id": "g", "Members": [["OriginId": "a"]]]])
    let behavior = expect["DefaultCacheBehavior"]
    #expect(behavior["AllowedMethods"] == ["Items": ["GET", "HEAD"], "CachedMethods": ["GET"]])
    #expect(behavior["TrustedKeyGroups"] == ["Enabled": true, "Items": ["k"]])
    #expect(declaration.only.contains("Origins"))
  }

  @Test(arguments: [
    (["sharp:1"], []), (["evil:9"], ["Layers[evil:9]", "Layers[sharp:1]"]),
    (["sharp:1", "evil:9"], ["Layers[evil:9]"]),
  ])
  func `the layers of a function are those that a template names, and no others`(
    live: [String], differences: [String]
  ) throws {
    func arn(_ layer: String) -> String { "arn:aws:lambda:us-east-1:111122223333:layer:\(layer)" }
    let document = try Templates.read(
      "Resources: {F: {Type: AWS::Lambda::Function, Properties: {FunctionName: f, Layers: ['\(arn("sharp:1"))']}}}")
    #expect(document.notes.isEmpty)
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(
          type: .lambdaFunction, id: "f", account: "111122223333", region: "us-east-1"),
        properties: [
          "FunctionName": "f", "Layers": .array(live.map { ["Arn": .string(arn($0)), "CodeSize": 5] }),
        ]))
    let found = Auditor(rules: [], declarations: document.declarations).audit(estate).findings.map(\.path)
    #expect(found.map { $0.replacing(arn(""), with: "") }.sorted() == differences)
  }

  @Test func `a secret is compared only for being there`() throws {
    let declaration = try #require(try Templates.read(Self.site).declarations.first)
    let headers = JSONValue.object(declaration.expect)["Origins"][0]["CustomHeaders"]
    #expect(headers == [["HeaderName": "X-Key", "HeaderValue": .string(Redacted.mark)]])
  }

  @Test func `what the schema does not know is noted with its line`() throws {
    let notes = try Templates.read(Self.site).notes.map(\.description)
    #expect(
      notes == [
        "t.yaml:25: Site (Shop/Site/Resource): DistributionConfig.DefaultCacheBehavior.Invented is not compared"
      ])
  }

  @Test func `each part of a declaration knows its line`() throws {
    let declaration = try #require(try Templates.read(Self.site).declarations.first)
    let path = DocumentPath([.member("DefaultCacheBehavior"), .member("TargetOriginId")])
    #expect(declaration.marks[path]?.line == 21)
    #expect(declaration.source.line == 2)
  }

  @Test func `LIVE is declared of functions that are published alone`() throws {
    for (publish, stages) in [("true", ["DEVELOPMENT", "LIVE"]), ("false", ["DEVELOPMENT"])] {
      let document = try Templates.read(
        """
        Resources:
          F:
            Type: AWS::CloudFront::Function
            Properties: {Name: f, AutoPublish: \(publish), FunctionCode: c, FunctionConfig: {Comment: x, Runtime: cloudfront-js-2.0}}
        """)
      #expect(document.declarations.first?.expect.names == stages)
      #expect(document.notes.isEmpty == (publish == "true"))
    }
  }

  @Test func `resources that say part of another one are part of its declaration`() throws {
    let document = try Templates.read(
      """
      Resources:
        Pages: {Type: AWS::S3::Bucket, Properties: {BucketName: pages}}
        Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Pages, PolicyDocument: {Statement: []}}}
        Role: {Type: AWS::IAM::Role, Properties: {RoleName: edge, ManagedPolicyArns: [arn:aws:iam::aws:policy/A]}}
        More: {Type: AWS::IAM::Policy, Properties: {PolicyName: more, Roles: [!Ref Role], PolicyDocument: {Statement: []}}}
      """)
    let bucket = try #require(document.declarations.first { $0.selector.type == .bucket })
    #expect(bucket.expect["Policy"] == ["Statement": []])
    #expect(bucket.address(at: "Policy") == "Policy" && bucket.address == "Pages")
    let role = JSONValue.object(try #require(document.declarations.first { $0.selector.type == .role }).expect)
    #expect(role["AttachedManagedPolicies"] == [["PolicyArn": "arn:aws:iam::aws:policy/A"]])
    #expect(role["RolePolicyList"][0]["PolicyName"] == "more")
  }

  @Test func `a policy of which a part is not known is not compared at all`() throws {
    let document = try Templates.read(
      """
      Resources:
        Site: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Comment: s}}}
        Policy:
          Type: AWS::S3::BucketPolicy
          Properties:
            Bucket: pages
            PolicyDocument: {Statement: [{Condition: {StringEquals: {"AWS:SourceArn": !Ref Site}}}]}
      """)
    #expect(!document.declarations.contains { $0.selector.type == .bucket })
    #expect(document.notes.contains { $0.description.contains("PolicyDocument is known only when deployed") })
  }

  @Test func `a resource is left out by its condition, and said where that is not known`() throws {
    let document = try Templates.read(
      """
      Parameters: {Open: {Type: String}}
      Conditions: {No: !Equals [a, b], Maybe: !Equals [a, !Ref Open]}
      Resources:
        A: {Type: AWS::CloudFront::KeyValueStore, Condition: No, Properties: {Name: a}}
        B: {Type: AWS::CloudFront::KeyValueStore, Condition: Maybe, Properties: {Name: b}}
        C: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: c}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == ["c"])
    #expect(document.notes.map(\.address) == ["B"])
  }

  @Test func `physical ids say who a resource is, whether they are ARNs or names`() throws {
    let text = """
      Resources:
        F: {Type: AWS::CloudFront::Function, Properties: {Name: f, AutoPublish: true}}
        V: {Type: AWS::Lambda::Version, Properties: {FunctionName: x}}
        S: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {DefaultCacheBehavior: {
          FunctionAssociations: [{EventType: viewer-request, FunctionARN: !Ref F}],
          LambdaFunctionAssociations: [{EventType: origin-request, LambdaFunctionARN: !Ref V}]}}}}
        Gone: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: gone}}
      """
    for function in ["f", "arn:aws:cloudfront::111122223333:function/f"] {
      let document = try Templates.read(
        text,
        physicalIDs: ["F": function, "S": "E1", "V": "arn:aws:lambda:us-east-1:111122223333:function:x:7"])
      #expect(document.declarations.compactMap(\.selector.id) == ["f", "x:7", "E1"])
      let behavior = JSONValue.object(document.declarations[2].expect)["DefaultCacheBehavior"]
      #expect(
        behavior["FunctionAssociations"][0]["FunctionARN"] == "arn:aws:cloudfront::111122223333:function/f")
      #expect(
        behavior["LambdaFunctionAssociations"][0]["LambdaFunctionARN"]
          == "arn:aws:lambda:us-east-1:111122223333:function:x:7")
      #expect(document.notes.map(\.address) == ["Gone"])
    }
  }

  @Test(arguments: [
    ("[1]", "t.json:1:1: This is no template"), ("{\"a\": 1}", "no Resources"), ("", "empty"),
    ("{\"terraform_version\": \"1\", \"planned_values\": {}}", "Terraform"),
    ("{\"artifacts\": {}}", "manifest of a CDK app"), ("{\"Resources\": {\"A\": {}}}", "has no Type"),
    ("Resources:\n  A: {Type: x}\n  A: {Type: y}", "t.json:3:3: \"A\" is written twice"),
    ("{\"Resources\": ", "t.json:1:"),
  ])
  func `what is no template is an error that says what it is`(text: String, message: String) throws {
    let error = try #require(throws: FileIssues.self) { try Templates.read(text, file: "t.json") }
    #expect(error.description.contains(message), "\(error)")
  }

  @Test func `JSON with tabs, which YAML refuses, is read`() throws {
    let text =
      "{\n\t\"Resources\": {\n\t\t\"A\":\t{\"Type\": \"AWS::CloudFront::KeyValueStore\", \"Properties\": {\"Name\": \"\\ud83d\\ude00\"}}}}"
    #expect(try Templates.read(text).declarations.first?.selector.id == "😀")
  }
}
