import Auditing
import CloudFormation
import Documents
import Estate
import Schema
import Testing

/// What `Fn::GetAtt` takes, by type.
@Suite struct AttributeTests {
  private func read(_ expression: String, of type: String, physicalIDs: [String: String]? = nil) throws(FileIssues)
    -> TemplateDocument
  {
    try Templates.read(
      """
      Resources:
        R: {Type: \(type)}
        S:
          Type: AWS::CloudFront::KeyValueStore
          Properties:
            Name: s
            Comment: \(expression)
      """, physicalIDs: physicalIDs)
  }

  /// All types that templates declare, with their attributes.
  static let types = ResourceType.allCases.compactMap { type in
    type.schema.cloudFormation.map { (type: type, attributes: $0.attributes.keys.sorted()) }
  }

  @Test(arguments: types)
  func `an attribute that a type has is no error, and one that it does not have is, with its place`(
    type: ResourceType, attributes: [String]
  ) throws {
    #expect(!attributes.isEmpty)
    for attribute in attributes {
      for expression in ["!GetAtt R.\(attribute)", "!Sub '${R.\(attribute)}'", "!GetAtt [R, \(attribute)]"] {
        _ = try read(expression, of: type.rawValue)
      }
    }
    for expression in ["!GetAtt R.Nothing", "!Sub 'x-${R.Nothing}'", "{'Fn::GetAtt': [R, Nothing]}"] {
      let error = #expect(throws: FileIssues.self) { try read(expression, of: type.rawValue) }
      #expect(error?.description.hasPrefix("t.yaml:7:") == true, "\(String(describing: error))")
      #expect(error?.description.contains("\(type.rawValue) has no attribute \"Nothing\"") == true)
    }
  }

  @Test(arguments: [
    ("AWS::S3::Bucket", "ARN", "Arn"), ("AWS::CloudFront::Distribution", "DomanName", "DomainName"),
    ("AWS::CloudFront::Function", "FunctionArn", "FunctionARN"), ("AWS::Lambda::Version", "FunctionARN", "FunctionArn"),
  ])
  func `what was probably meant is said`(type: String, attribute: String, meant: String) throws {
    let error = #expect(throws: FileIssues.self) { try read("!GetAtt R.\(attribute)", of: type) }
    #expect(error?.description.contains("Did you mean \"\(meant)\"?") == true, "\(String(describing: error))")
  }

  @Test(arguments: ["AWS::SNS::Topic", "AWS::CloudFront::PublicKey", "Custom::Thing", "My::Own::Type"])
  func `of a type that is not known here nothing is said`(type: String) throws {
    let document = try read("!GetAtt R.Nothing", of: type)
    #expect(document.notes.contains { $0.reason == "is known only when deployed" }, "\(document.notes)")
  }

  @Test func `what is deployed has the attribute that its template names`() throws {
    let document = try read("!GetAtt R.Nothing", of: "AWS::S3::Bucket", physicalIDs: ["R": "r", "S": "s"])
    #expect(document.notes.contains { $0.reason == "is known only when deployed" }, "\(document.notes)")
  }

  // MARK: Ids that AWS makes

  private static let site = """
    Parameters: {Open: {Type: String}}
    Resources:
      Cache: {Type: AWS::CloudFront::CachePolicy, Properties: {CachePolicyConfig: {Name: pages, MinTTL: 1}}}
      Access:
        Type: AWS::CloudFront::OriginAccessControl
        Properties: {OriginAccessControlConfig: {Name: reader, SigningBehavior: always}}
      Nameless: {Type: AWS::CloudFront::ResponseHeadersPolicy, Properties: {ResponseHeadersPolicyConfig: {Name: !Ref Open}}}
      Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: pages}}
      Site:
        Type: AWS::CloudFront::Distribution
        Properties:
          DistributionConfig:
            Aliases: [www.example.com]
            Origins: [{Id: o, DomainName: b.s3.amazonaws.com, OriginAccessControlId: !GetAtt Access.Id}]
            DefaultCacheBehavior:
              TargetOriginId: o
              CachePolicyId: !Ref Cache
              ResponseHeadersPolicyId: !Ref Nameless
              LambdaFunctionAssociations: [{EventType: origin-request, LambdaFunctionARN: !Ref Version}]
      Policy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: b
          PolicyDocument:
            Statement: [{Condition: {StringEquals: {"AWS:SourceArn": !Sub "arn:aws:cloudfront::1:distribution/${Site}"}}}]
    """

  @Test func `what a resource is known by is asked for, and its id is what refers to it`() throws {
    let open = try Templates.read(Self.site)
    let asked: Set<Declaration.Selector> = [
      .init(.cachePolicy, name: "pages"), .init(.originAccessControl, name: "reader"),
      .init(.distribution, alias: "www.example.com"),
    ]
    #expect(open.questions.resources == asked, "\(open.questions.resources)")
    var facts = StackFacts()
    facts.ids = Dictionary(uniqueKeysWithValues: asked.map { ($0, "ID-\($0.type.rawValue)") })
    let known = try Templates.read(Self.site, knowing: facts)
    let site = try #require(known.declarations.first { $0.selector.id == "ID-AWS::CloudFront::Distribution" })
    let settings = JSONValue.object(site.expect)
    #expect(settings["Origins"][0]["OriginAccessControlId"] == "ID-AWS::CloudFront::OriginAccessControl")
    #expect(settings["DefaultCacheBehavior"]["CachePolicyId"] == "ID-AWS::CloudFront::CachePolicy")
    // What has no name that is known, and a version, which is made anew, are not guessed.
    #expect(settings["DefaultCacheBehavior"]["ResponseHeadersPolicyId"].isNull)
    #expect(settings["DefaultCacheBehavior"]["LambdaFunctionAssociations"][0]["LambdaFunctionARN"].isNull)
    let bucket = try #require(known.declarations.first { $0.selector.type == .bucket })
    #expect(JSONWriter().string(.object(bucket.expect)).contains("distribution/ID-AWS::CloudFront::Distribution"))
  }

  @Test func `of several resources of one name none is meant`() {
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    func add(_ id: String, _ name: String) {
      estate.add(
        Resource(
          reference: ResourceReference(type: .cachePolicy, id: id),
          properties: ["Id": .string(id), "CachePolicyConfig": ["Name": .string(name)]]))
    }
    add("1", "pages")
    add("2", "images")
    let selector = Declaration.Selector(.cachePolicy, name: "pages")
    #expect(estate.id(of: selector) == "1")
    #expect(estate.id(of: .init(.cachePolicy, name: "none")) == nil)
    add("3", "pages")
    #expect(estate.id(of: selector) == nil)
  }
}
