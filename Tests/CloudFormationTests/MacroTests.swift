import Auditing
import CloudFormation
import Documents
import Testing

/// Templates that CloudFormation, or somebody's macro, changes before they are deployed.
@Suite struct MacroTests {
  private static let store = "Kept: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: kept}}"

  @Test func `what a loop over unknown values makes is said, and what refers to it is no error`() throws {
    let document = try Templates.read(
      """
      Transform: AWS::LanguageExtensions
      Parameters: {Names: {Type: CommaDelimitedList}}
      Conditions:
        Fn::ForEach::Sides: [Side, !Ref Names, {"Is${Side}": !Equals [!Ref Side, a]}]
      Resources:
        \(Self.store)
        Fn::ForEach::Stores:
          - Name
          - !Ref Names
          - Store${Name}: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Sub 'fe-${Name}'}}
        Uses: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: uses, Comment: !GetAtt Storeone.Arn}}
        Maybe: {Type: AWS::CloudFront::KeyValueStore, Condition: Isa, Properties: {Name: maybe}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == ["kept", "uses"])
    let notes = document.notes.map(\.description)
    #expect(
      notes.contains { $0.hasPrefix("t.yaml:7:") && $0.contains("Fn::ForEach::Stores hangs on a parameter") },
      "\(notes)")
    #expect(notes.contains { $0.contains("Fn::ForEach::Sides") } && notes.contains { $0.contains("Maybe") }, "\(notes)")
  }

  @Test func `the extensions of the language alone hide nothing, and mistakes are mistakes`() throws {
    let head = "Transform: [AWS::LanguageExtensions]\nMappings: {M: {a: {b: !Sub x}}}\nResources:\n  "
    let document = try Templates.read(
      head + "A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !FindInMap [M, !Sub a, b]}}")
    #expect(document.declarations.compactMap(\.selector.id) == ["x"] && document.notes.isEmpty, "\(document.notes)")
    #expect(throws: FileIssues.self) {
      try Templates.read(head + "A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref Nobody}}")
    }
  }

  @Test(arguments: [
    "Transform: AWS::Serverless-2016-10-31", "Transform: [AWS::LanguageExtensions, AWS::CodeDeployBlueGreen]",
    "Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}",
  ])
  func `what a macro may make is no error where it is referred to`(head: String) throws {
    let document = try Templates.read(
      """
      \(head)
      Resources:
        \(Self.store)
        Api: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
        A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: a, Comment: !GetAtt ApiRole.Arn}}
        B: {Type: AWS::CloudFront::KeyValueStore, Condition: Made, Properties: {Name: b, Comment: !Own x}}
        C: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: c, Comment: !Own x}}
        D: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: d, Comment: !Sub 'x ${Api.Version}'}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == ["kept", "a", "c", "d"])
    #expect(document.declarations.allSatisfy { $0.expect["Comment"] == nil })
    #expect(document.notes.contains { $0.address == "Transform" && $0.reason.contains("is applied by CloudFormation") })
    // What is deployed has been through them.
    #expect(throws: FileIssues.self) {
      try Templates.read(
        "\(head)\nResources: {A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref Nobody}}}",
        physicalIDs: ["A": "a"])
    }
  }

  @Test(arguments: [
    ("Transform: [AWS::LanguageExtensions, MyMacro]", "", "", []), ("Transform: {Name: MyMacro}", "", "", []),
    ("Fn::Transform: {Name: MyMacro}", "", "", []), ("", "Fn::Transform: {Name: MyMacro}", "", []),
    ("", "", "Fn::Transform: {Name: MyMacro}", ["b"]), ("", "Fn::Transform: {Name: AWS::Include}", "", ["a", "b"]),
  ])
  func `what stands beside a macro is given to it, and may come out as anything`(
    head: String, beside: String, within: String, names: [String]
  ) throws {
    let document = try Templates.read(
      """
      \(head)
      Resources:
        \(beside)
        A:
          Type: AWS::CloudFront::KeyValueStore
          \(within)
          Properties: {Name: a}
        B: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: b}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == names)
    #expect(!document.notes.isEmpty)
  }

  @Test(arguments: [
    "!Ref Fn.Version", "!GetAtt Fn.Version", "!Sub '${Fn.Version}'", "!Ref Fn.Alias", "!Sub '${Fn.Arn}:7'",
  ])
  func `the version that SAM publishes is known once it is deployed, and has to be associated all the same`(
    arn: String
  ) throws {
    let document = try Templates.read(
      """
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Fn:
          Type: AWS::Serverless::Function
          Properties: {FunctionName: edge, Handler: index.handler, Runtime: nodejs22.x, AutoPublishAlias: live}
        Site:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Aliases: [a.example.com]
              DefaultCacheBehavior:
                LambdaFunctionAssociations: [{EventType: origin-request, LambdaFunctionARN: \(arn)}]
      """)
    let site = try #require(document.declarations.first)
    let associations = site.expect["DefaultCacheBehavior"]?["LambdaFunctionAssociations"]
    #expect(associations == [["EventType": "origin-request"]] && document.declarations.count == 1)
    let notes = document.notes.map(\.description)
    #expect(notes.contains { $0.contains("AWS::Serverless::Function is a type that is not compared") }, "\(notes)")
    #expect(notes.contains { $0.contains("LambdaFunctionARN is ") && $0.contains("deployed") }, "\(notes)")
  }

  @Test func `what stands beside a macro is given to it, and may come out as anything`() throws {
    let document = try Templates.read(
      """
      Resources:
        Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}
        \(Self.store)
        A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: a, Fn::Transform: {Name: Words}}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == ["kept"])
    let notes = document.notes.map(\.description)
    for place in ["Fn::Transform is made", "A: Fn::Transform is made"] {
      #expect(notes.contains { $0.contains(place) }, "\(place): \(notes)")
    }
  }

  @Test func `a part that a macro makes is left out, and the rest is compared`() throws {
    let document = try Templates.read(
      """
      Resources:
        Site:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Aliases: [a.example.com]
              Comment: a site
              DefaultCacheBehavior: {Compress: true, Fn::Transform: {Name: Behaviors}}
              Origins: [{Id: a, DomainName: a.example.com, Fn::Transform: {Name: Origins}}]
      """)
    let site = try #require(document.declarations.first)
    #expect(site.expect["Comment"] == "a site" && site.expect["Origins"] == nil)
    #expect(site.expect["DefaultCacheBehavior"] == nil && !site.only.contains("Origins"))
  }
}
