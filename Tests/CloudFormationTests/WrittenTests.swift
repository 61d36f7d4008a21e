import Auditing
import CloudFormation
import Documents
import Foundation
import Testing

/// Ways in which templates are written: short forms within others, JSON that people make by hand, very long ones, and what
/// the Serverless Framework leaves in a folder.
@Suite struct WrittenTests {
  @Test func `short and long forms lie within one another`() throws {
    let document = try Templates.read(
      """
      Parameters: {Stage: {Type: String, Default: prod}, List: {Type: "List<String>", Default: "a,b"}}
      Mappings: {Names: {prod: {store: releases}}}
      Conditions:
        IsProd: !Equals [!Ref Stage, prod]
        IsBoth: !And [!Condition IsProd, !Not [!Equals [!Select [0, !Ref List], b]]]
      Resources:
        Store:
          Type: AWS::CloudFront::KeyValueStore
          Properties:
            Name: !Join
              - '-'
              - - !FindInMap [Names, !Ref Stage, store]
                - Fn::If:
                    - IsBoth
                    - !Sub
                      - '${word}${Stage}'
                      - word: !Select [1, !Split ['/', !Sub 'x/${Stage}-']]
                    - !Ref AWS::NoValue
                - !If [IsProd, !Ref 'AWS::NoValue', never]
            Comment: !If
              - IsProd
              - Fn::Base64: !Sub '${Stage}'
              - !Ref AWS::NoValue
      """)
    let store = try #require(document.declarations.first)
    #expect(store.selector.id == "releases-prod-prod" && store.expect["Comment"] == "cHJvZA==")
  }

  @Test func `nothing leaves out a property, an element and a whole part`() throws {
    let document = try Templates.read(
      """
      Conditions: {No: !Equals [a, b]}
      Resources:
        Site:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Aliases: [!If [No, never.example.com, !Ref AWS::NoValue], a.example.com]
              Comment: !Ref AWS::NoValue
              Logging: !If [No, {Bucket: b}, !Ref AWS::NoValue]
              DefaultCacheBehavior:
                TargetOriginId: a
                FunctionAssociations:
                  - !If [No, {EventType: viewer-request, FunctionARN: arn}, !Ref AWS::NoValue]
      """)
    let site = try #require(document.declarations.first)
    #expect(site.selector == .init(.distribution, alias: "a.example.com"))
    #expect(site.expect["Comment"] == nil && site.expect["Logging"] == nil && document.notes.isEmpty)
    #expect(JSONValue.object(site.expect)["DefaultCacheBehavior"]["FunctionAssociations"] == [])
  }

  @Test(arguments: [
    ("Propertes: {RetentionInDays: 7}", "Did you mean \"Properties\"?"), ("Properties: [7]", "its Properties by name"),
    ("Properties: text", "its Properties by name"),
  ])
  func `what a resource does not have is an error, and what macros make of it none`(
    written: String, words: String
  ) throws {
    let template = "Resources: {G: {Type: AWS::Logs::LogGroup, \(written)}}"
    let error = #expect(throws: FileIssues.self) { try Templates.read(template) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    _ = try Templates.read("Transform: Mine\n" + template)
  }

  @Test func `a property is called as CloudFormation calls it, and not as the API does`() throws {
    let document = try Templates.read(
      "Resources: {G: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: g, retentionInDays: 7}}}")
    #expect(document.declarations.first?.expect["retentionInDays"] == nil)
    #expect(document.notes.map(\.description).contains { $0.contains("retentionInDays is not compared") })
  }

  @Test(arguments: [
    "{\"Resources\": {\"A\": {\"Type\": \"x\", \"Type\": \"y\"}}}",
    "{\"Resources\": {},\n \"Resources\": {\"A\": {\"Type\": \"x\"}}}",
    "{\"Resources\":\t{\"A\": {\"Type\": \"x\", \"Type\": \"y\"}}}",
  ])
  func `a name that stands twice in JSON is an error, with tabs as well`(text: String) throws {
    let error = try #require(throws: FileIssues.self) { try Templates.read(text, file: "t.json") }
    #expect(error.description.hasPrefix("t.json:") && error.description.contains("twice"), "\(error)")
  }

  @Test func `functions that lead back to themselves have no value, and end`() throws {
    let document = try Templates.read(
      """
      Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}
      Resources:
        A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Sub '${B}x'}}
        B: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref A}}
        C: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !GetAtt C.Id}}
        D: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: d, Comment: !If [A, x, y]}}
        E: {Type: AWS::CloudFront::KeyValueStore, Condition: A, Properties: {Name: e}}
        F: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: f, Comment: !ImportValue loop}}
      Outputs: {Loop: {Value: !ImportValue loop, Export: {Name: loop}}, Name: {Value: x, Export: {Name: !ImportValue n}}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == ["d", "f"])
    #expect(document.declarations.allSatisfy { $0.expect["Comment"] == nil })
  }

  @Test func `a template of a megabyte takes no more than in proportion`() throws {
    // As many of each as fit: what is asked for by name must not be looked for one by one.
    let count = 4_000
    let lines = (0..<count).map { number in
      "  S\(number): {Type: AWS::CloudFront::KeyValueStore, Condition: C\(number), Properties: {Name: !Sub 's-${P\(number)}', "
        + "Comment: !FindInMap [M\(number), a, b]}}"
    }
    let text = """
      Parameters:
      \((0..<count).map { "  P\($0): {Type: String, Default: x\($0)}" }.joined(separator: "\n"))
      Conditions:
      \((0..<count).map { "  C\($0): !Equals [!Ref P\($0), x\($0)]" }.joined(separator: "\n"))
      Mappings:
      \((0..<count).map { "  M\($0): {a: {b: c}}" }.joined(separator: "\n"))
      Resources:
      \(lines.joined(separator: "\n"))
      Outputs:
      \((0..<count).map { "  O\($0): {Value: x, Export: {Name: !Sub 'e${P\($0)}'}}" }.joined(separator: "\n"))
      """
    #expect(text.utf8.count > 900_000)
    let document = try Templates.read(text)
    #expect(document.declarations.count == count && document.notes.isEmpty)
    #expect(document.declarations.last?.expect["Comment"] == "c")
  }

  @Test func `a folder of the Serverless Framework says its template, stack and region`() throws {
    let files = [
      "s/cloudformation-template-update-stack.json": """
      {"Resources": {"Guard": {"Type": "AWS::CloudFront::Function", "Properties": {"Name":
        {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"}, "AutoPublish": true, "FunctionCode": "c",
        "FunctionConfig": {"Comment": "x", "Runtime": "cloudfront-js-2.0"}}},
      "ResizeLambdaFunction": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "shop-dev-resize",
        "Handler": "index.handler", "Runtime": "nodejs22.x", "MemorySize": 128}},
      "Site": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Aliases": ["a.example.com"],
        "DefaultCacheBehavior": {"TargetOriginId": "a", "LambdaFunctionAssociations": [{"EventType": "origin-request",
        "LambdaFunctionARN": {"Ref": "ResizeLambdaVersionX1"}}]}}}},
      "ResizeLambdaVersionX1": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName":
        {"Ref": "ResizeLambdaFunction"}}}}}
      """,
      "s/serverless-state.json": """
      {"service": {"service": "shop", "provider": {"name": "aws", "stage": "dev", "region": "us-east-1"}}, "package": {}}
      """,
    ]
    let folder = AssemblyFolder(exists: { files[$0] != nil }) { Array(files[$0]?.utf8 ?? "".utf8) }
    let stacks = try folder.stacks(in: "s/")
    #expect(stacks.map(\.name) == ["shop-dev"] && stacks.map(\.region) == ["us-east-1"])
    let document = try TemplateDocument(stacks)
    #expect(
      document.declarations.map(\.selector) == [
        .init(.cloudFrontFunction, id: "shop-dev-us-east-1"),
        .init(.lambdaFunction, id: "shop-dev-resize", region: "us-east-1"),
        .init(.distribution, alias: "a.example.com"),
      ])
    #expect(document.notes.contains { $0.description.contains("LambdaFunctionARN is known only when deployed") })
    let error = try #require(throws: FileIssues.self) { try folder.stacks(in: "other") }
    #expect(error.description.contains("neither manifest.json"))
  }

  @Test
  func `an edge function as version 4 of the Serverless Framework writes it is declared with all that is beside it`()
    throws
  {
    let logs = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/shop-live*:*"
    let files = [
      // Version 4 keeps the bucket of deployments outside of the stack, and its own accounts of runs beside the template.
      "s/meta.json": "{}",
      "s/cloudformation-template-create-stack.json": #"{"Resources": {}, "Outputs": {}}"#,
      "s/cloudformation-template-update-stack.json": """
      {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {
      "ResizeLogGroup": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/lambda/shop-live-resize"}},
      "IamRoleLambdaExecution": {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal":
          {"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]}, "Action": ["sts:AssumeRole"]}]},
        "Policies": [{"PolicyName": {"Fn::Join": ["-", ["shop", "live", "lambda"]]}, "PolicyDocument": {
          "Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["logs:CreateLogStream"], "Resource": [{"Fn::Sub": "\(logs)"}]},
          {"Effect": "Allow", "Action": ["logs:CreateLogGroup", "logs:PutLogEvents"],
            "Resource": [{"Fn::Sub": "arn:${AWS::Partition}:logs:*:*:*"}]}]}}],
        "Path": "/", "RoleName": {"Fn::Join": ["-", ["shop", "live", {"Ref": "AWS::Region"}, "lambdaRole"]]}}},
      "ResizeLambdaFunction": {"Type": "AWS::Lambda::Function", "DeletionPolicy": "Retain", "DependsOn": ["ResizeLogGroup"],
        "Properties": {"Code": {"S3Bucket": "deployments", "S3Key": "serverless/shop/live/shop.zip"},
        "Handler": "index.handler", "Runtime": "nodejs22.x", "FunctionName": "shop-live-resize", "MemorySize": 128,
        "Timeout": 5, "Role": {"Fn::GetAtt": ["IamRoleLambdaExecution", "Arn"]}}},
      "ResizeLambdaVersionMIj7CxL2": {"Type": "AWS::Lambda::Version", "DeletionPolicy": "Retain", "Properties": {
        "FunctionName": {"Ref": "ResizeLambdaFunction"}, "CodeSha256": "GVQO0jmLSU4V5vXlPMZpM1ZGmq6hFYr7dQ+3WTsMHwQ="}},
      "ResizeLambdaPermissionInvokeEdge": {"Type": "AWS::Lambda::Permission", "Properties": {
        "FunctionName": {"Ref": "ResizeLambdaVersionMIj7CxL2"}, "Action": "lambda:InvokeFunction",
        "Principal": "edgelambda.amazonaws.com"}},
      "CloudFrontCachePolicyImages": {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": {
        "Name": "shop-live-images", "MinTTL": 1, "MaxTTL": 9, "DefaultTTL": 5, "ParametersInCacheKeyAndForwardedToOrigin": {
        "EnableAcceptEncodingGzip": true, "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "none"}, "QueryStringsConfig": {"QueryStringBehavior": "none"}}}}},
      "CloudFrontDistribution": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
        "Comment": "shop live", "Enabled": true,
        "Origins": [{"DomainName": "shop.s3.amazonaws.com", "S3OriginConfig": {}, "Id": "s3/shop.s3.amazonaws.com"}],
        "DefaultCacheBehavior": {"ViewerProtocolPolicy": "allow-all", "TargetOriginId": "s3/shop.s3.amazonaws.com",
          "CachePolicyId": {"Ref": "CloudFrontCachePolicyImages"}, "LambdaFunctionAssociations": [
          {"EventType": "origin-response", "LambdaFunctionARN": {"Ref": "ResizeLambdaVersionMIj7CxL2"}}]}}}}},
      "Outputs": {"ServerlessDeploymentBucketName": {"Value": "deployments",
        "Export": {"Name": "sls-shop-live-ServerlessDeploymentBucketName"}}}}
      """,
      "s/serverless-state.json": """
      {"service": {"service": "shop", "serviceObject": {"name": "shop"}, "provider": {"name": "aws", "stage": "live",
        "region": "us-east-1", "versionFunctions": true}}, "package": {"artifact": "shop.zip"}}
      """,
    ]
    let folder = AssemblyFolder(exists: { files[$0] != nil }) { Array(files[$0]?.utf8 ?? "".utf8) }
    let stacks = try folder.stacks(in: "s")
    #expect(stacks.map(\.name) == ["shop-live"] && stacks.map(\.region) == ["us-east-1"])
    let document = try TemplateDocument(stacks)
    #expect(
      Set(document.declarations.map(\.selector)) == [
        .init(.logGroup, id: "/aws/lambda/shop-live-resize", region: "us-east-1"),
        .init(.role, id: "shop-live-us-east-1-lambdaRole"),
        .init(.lambdaFunction, id: "shop-live-resize", region: "us-east-1"),
        .init(.cachePolicy, name: "shop-live-images"),
        .init(.distribution, name: "shop live"),
      ], "\(document.declarations.map(\.selector))")
    #expect(document.notes.contains { $0.description.contains("LambdaFunctionARN is known only when deployed") })
  }
}
