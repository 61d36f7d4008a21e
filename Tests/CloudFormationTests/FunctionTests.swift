import Auditing
import CloudFormation
import Documents
import Testing

/// What the functions of templates give.
@Suite struct FunctionTests {
  /// The comment of a key value store whose template says this, with what is not known as `nil`.
  private func comment(
    _ expression: String, _ rest: String = "", parameters: [String: String] = [:], account: String? = "111122223333"
  ) throws -> JSONValue {
    let document = try Templates.read(
      """
      Transform: AWS::LanguageExtensions
      Parameters:
        Stage: {Type: String, Default: test}
        Names: {Type: CommaDelimitedList, Default: "a, b"}
        Open: {Type: String}
        Hidden: {Type: String, NoEcho: true, Default: x}
      Mappings: {Days: {test: {n: 3}}}
      Conditions:
        IsProd: !Equals [!Ref Stage, prod]
        IsOpen: !Equals [!Ref Open, x]
        IsNot: !Not [!Condition IsProd]
        Both: !And [!Condition IsNot, !Not [!Equals [a, b]]]
        Loop: !Or [!Condition Loop, !Condition IsProd]
        Either: !Or [!Condition IsOpen, !Condition IsNot]
      Resources:
        Other: {Type: AWS::CloudFront::Function, Properties: {Name: !Sub "guard-${Stage}", AutoPublish: true}}
        Store: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s, Comment: \(expression)}}
      \(rest)
      """, account: account, parameters: parameters)
    let declaration = try #require(document.declarations.first { $0.selector.id == "s" })
    return declaration.expect["Comment"] ?? .null
  }

  @Test(arguments: ["!Equals [!Ref Other, a]", "!And [!Equals [b, !Ref Other], !Condition Yes]", "'true'", "true"])
  func `a condition is decided before there is any resource, and is no value`(condition: String) {
    let template = """
      Conditions: {Yes: !Equals [a, a], C: \(condition)}
      Resources:
        Other: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: o}}
        Store: {Type: AWS::CloudFront::KeyValueStore, Condition: C, Properties: {Name: s}}
      """
    let error = #expect(throws: FileIssues.self) { try Templates.read(template) }
    #expect(error?.description.hasPrefix("t.yaml:1:") == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    "!Sub '/x/${Names}'", "!Sub ['/x/${Given}', {Given: !Ref Names}]", "!Sub '/x/${Made}'", "!Sub '/x/${Off}'",
    "!Ref Off",
    "!GetAtt Off.Arn", "!Sub '${Off.Arn}'", "!Join ['-', /x]", "!Join ['-', !Ref Stage]", "!Ref AWS::Acount",
    "!Sub '/${AWS::regionn}'", "", "null", "!Length [a]", "!ToJsonString [a]",
  ])
  func `what CloudFormation refuses is an error with its place, and no value`(name: String) throws {
    let template = """
      Parameters: {Names: {Type: CommaDelimitedList, Default: "a,b"}, Stage: {Type: String, Default: test}}
      Mappings: {Days: {test: {n: [a]}}}
      Conditions: {IsOff: !Equals [a, b]}
      Resources:
        Off: {Type: AWS::Logs::LogGroup, Condition: IsOff, Properties: {LogGroupName: /off}}
        Made: {Type: AWS::CloudFront::KeyValueStore, Condition: IsOff, Properties: {Name: made}}
        Group:
          Type: AWS::Logs::LogGroup
          Properties:
            LogGroupName: \(name)
      """
    let error = #expect(throws: FileIssues.self) { try Templates.read(template) }
    #expect(error?.description.hasPrefix("t.yaml:10:") == true, "\(error?.description ?? "")")
  }

  @Test(arguments: ["30", "'30'", "!Ref Days", "!Sub '${Days}'", "!Join ['', [3, 0]]", "!FindInMap [M, a, n]"])
  func `a number is one, however the template comes by it`(value: String) throws {
    let document = try Templates.read(
      """
      Parameters: {Days: {Type: String, Default: "30"}}
      Mappings: {M: {a: {n: "30"}}}
      Resources: {Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /g, RetentionInDays: \(value)}}}
      """)
    #expect(document.declarations.first?.expect["retentionInDays"] == 30)
  }

  @Test(arguments: [
    ("AWS::CloudFront::Distribution", "DistributionConfig: {Comment: c, HERE: HERE}", "DefaultCacheBehavior: HUSH"),
    ("AWS::CloudFront::Distribution", "DistributionConfig: {Comment: c, HERE: HERE}", "Logging: true"),
    ("AWS::CloudFront::Distribution", "DistributionConfig: {Comment: c, HERE: HERE}", "CacheBehaviors: HUSH"),
    ("AWS::CloudFront::Distribution", "DistributionConfig: {Comment: c, HERE: HERE}", "Aliases: HUSH"),
    (
      "AWS::CloudFront::Distribution", "DistributionConfig: {Comment: c, HERE: HERE}",
      "Origins: [{Id: o, DomainName: d, OriginCustomHeaders: {HeaderName: x, HeaderValue: HUSH}}]"
    ),
    ("AWS::Lambda::Function", "FunctionName: f, HERE: HERE", "Environment: HUSH"),
    ("AWS::Lambda::Function", "FunctionName: f, HERE: HERE", "Environment: [HUSH]"),
    ("AWS::IAM::Role", "RoleName: r, HERE: HERE", "ManagedPolicyArns: HUSH"),
    ("AWS::IAM::Role", "RoleName: r, HERE: HERE", "ManagedPolicyArns: [{a: HUSH}]"),
    ("AWS::IAM::Role", "RoleName: r, HERE: HERE", "Policies: {PolicyName: HUSH}"),
  ])
  func `what has another shape than its member is left out with a note, and never shown`(
    type: String, properties: String, hidden: String
  ) throws {
    let written = properties.replacing("HERE: HERE", with: hidden)
    let document = try Templates.read("Resources: {A: {Type: \(type), Properties: {\(written)}}}")
    #expect(document.notes.map(\.reason).contains { $0.contains("is of another type") }, "\(document.notes)")
    let text = BaselineWriter.text(document.declarations) + document.notes.map(\.description).joined()
    #expect(!text.contains("HUSH"), "\(text)")
  }

  @Test(arguments: ["true", "{a: 1}", "[1]", "soon", "!Sub '${Stage}'"])
  func `a value of another type than the member has is left out, and said`(value: String) throws {
    let document = try Templates.read(
      """
      Parameters: {Stage: {Type: String, Default: test}}
      Resources:
        Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /g, RetentionInDays: \(value)}}
      """)
    #expect(document.declarations.allSatisfy { $0.expect["retentionInDays"] == nil })
    #expect(document.notes.map(\.reason) == ["is of another type than CloudFormation takes there"])
    #expect(!BaselineWriter.text(document.declarations).contains("unknownMembers"))
  }

  @Test(arguments: [
    ("!Ref Stage", "test"), ("{Ref: Stage}", "test"),
    ("!Sub 'x-${Stage}-${!Kept}-${AWS::Region}'", "x-test-${Kept}-us-east-1"),
    ("!Sub ['${a}${Stage}', {a: !Ref Stage}]", "testtest"), ("!Join ['-', [a, !Ref Stage]]", "a-test"),
    ("!Join ['+', !Ref Names]", "a+b"), ("!Select [1, !Ref Names]", "b"), ("!Select ['1', !Split [':', 'a:b:c']]", "b"),
    ("!If [IsProd, a, b]", "b"), ("!If [IsNot, a, b]", "a"), ("!If [Both, a, b]", "a"), ("!If [Either, a, b]", "a"),
    ("!FindInMap [Days, !Ref Stage, n]", "3"), ("!FindInMap [Days, none, n, {DefaultValue: d}]", "d"),
    ("!Base64 ab", "YWI="), ("!GetAtt Other.FunctionARN", "arn:aws:cloudfront::111122223333:function/guard-test"),
    ("!GetAtt [Other, FunctionMetadata.FunctionARN]", "arn:aws:cloudfront::111122223333:function/guard-test"),
    ("!Ref Other", "arn:aws:cloudfront::111122223333:function/guard-test"),
    ("!Sub '${Other.FunctionARN}'", "arn:aws:cloudfront::111122223333:function/guard-test"),
    ("!ImportValue {'Fn::Sub': '${AWS::Region}-x'}", "exported"), ("!ToJsonString {a: !Ref Stage}", "{\"a\":\"test\"}"),
  ])
  func `a function gives what CloudFormation gives`(expression: String, expected: String) throws {
    let rest = "Outputs: {Out: {Value: exported, Export: {Name: us-east-1-x}}}"
    let value = try comment(expression, rest)
    #expect((value.string ?? JSONWriter().string(value)) == expected)
  }

  @Test(arguments: [
    "!Ref Open", "!Sub 'x${Open}'", "!If [IsOpen, a, b]", "!Ref Hidden", "!Join ['', [a, !Ref Hidden]]",
    "!GetAtt Store.Id", "!ImportValue nobody", "!GetAZs ''", "'{{resolve:ssm:name}}'", "'{{resolve:secretsmanager:a}}'",
    "!If [Loop, a, b]", "!Ref AWS::StackId",
  ])
  func `what is not known before a deployment is left out, and said`(expression: String) throws {
    #expect(try comment(expression) == .null)
  }

  @Test func `nothing is nothing, in an object and in a list`() throws {
    #expect(try comment("!If [IsProd, x, !Ref AWS::NoValue]") == .null)
    #expect(try comment("!Join ['-', [a, !If [IsProd, x, !Ref 'AWS::NoValue'], b]]") == "a-b")
  }

  @Test func `an account that nobody says makes an ARN unknown`() throws {
    #expect(try comment("!GetAtt Other.FunctionARN", account: nil) == .null)
    let given = try comment(
      "!GetAtt Other.FunctionARN", parameters: ["AWS::AccountId": "999988887777"], account: nil)
    #expect(given == "arn:aws:cloudfront::999988887777:function/guard-test")
  }

  @Test(arguments: [
    ("!Ref Nobody", "neither a parameter nor a resource"), ("!GetAtt Nobody.Arn", "no resource"),
    ("!If [Nobody, a, b]", "no condition"), ("!FindInMap [Days, a, b]", "has no"), ("!Nonsense a", "no function"),
    ("!Select [5, !Ref Names]", "element 5 of 2"), ("!Sub '${'", "not closed"),
  ])
  func `what a template cannot mean is an error with its line`(expression: String, message: String) throws {
    let error = try #require(throws: FileIssues.self) { try comment(expression) }
    #expect(error.description.hasPrefix("t.yaml:17:") && error.description.contains(message), "\(error)")
  }

  @Test func `text that is repeated without end is not put together`() throws {
    let parameters = (1...40).map { "P\($0): {Type: String}" }.joined(separator: "\n  ")
    let text = """
      Parameters:
        P0: {Type: String, Default: \(String(repeating: "x", count: 4_000))}
        \(parameters)
      Resources:
        R0: {Type: AWS::SSM::Parameter, Properties: {Name: r, Value: !Ref P0}}
      \((1...30).map { "  R\($0): {Type: AWS::SSM::Parameter, Properties: {Name: r, Value: !Join ['', [!GetAtt R\($0 - 1).Value, !GetAtt R\($0 - 1).Value]]}}" }.joined(separator: "\n"))
        Store: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s, Comment: !GetAtt R30.Value}}
      """
    let document = try Templates.read(text)
    #expect(document.declarations.first?.expect["Comment"] == nil)
    #expect(document.notes.contains { $0.reason.contains("larger than any template") }, "\(document.notes)")
  }

  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap-enhancements.html>
  @Test(arguments: [
    ("!FindInMap [M, a, c, {DefaultValue: x}]", "A default in Fn::FindInMap"),
    ("!FindInMap [M, !Join ['', [a]], b]", "Fn::Join in Fn::FindInMap"), ("!FindInMap [M, !Ref P, b]", nil),
  ])
  func `more than two keys, and functions among them, take the extensions of the language`(
    function: String, words: String?
  ) throws {
    let template = """
      Parameters: {P: {Type: String, Default: a}}
      Mappings: {M: {a: {b: one}}}
      Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s, Comment: \(function)}}}
      """
    _ = try Templates.read("Transform: AWS::LanguageExtensions\n" + template)
    guard let words else { return _ = try Templates.read(template) }
    let error = #expect(throws: FileIssues.self) { try Templates.read(template) }
    #expect(error?.description.contains("\(words) takes `Transform: AWS::LanguageExtensions`") == true)
  }
}
