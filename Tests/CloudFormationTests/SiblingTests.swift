import Auditing
import CloudFormation
import Documents
import Testing

/// What functions give where templates are written in less usual ways: the value that CloudFormation gives, or none.
@Suite struct SiblingTests {
  /// The comment of a store whose template says this, and why it has none.
  private func comment(
    _ expression: String, _ resources: String = "", region: String? = "us-east-1", physicalIDs: [String: String]? = nil
  ) throws -> (value: JSONValue, reasons: String) {
    let document = try Templates.read(
      """
      Transform: AWS::LanguageExtensions
      Parameters:
        Stage: {Type: String, Default: test}
        Names: {Type: CommaDelimitedList, Default: "a, b"}
        Gaps: {Type: CommaDelimitedList, Default: "a,,b"}
        Empty: {Type: CommaDelimitedList, Default: ""}
        Seven: {Type: Number, Default: "007"}
        Five: {Type: Number, Default: 5}
        Open: {Type: String}
        Hidden: {Type: String, NoEcho: yes, Default: hush}
        Maybe: {Type: String, NoEcho: !If [IsOpen, true, false], Default: hush}
        Dynamic: {Type: String, Default: "{{resolve:ssm:/a}}"}
        Secret: {Type: String, Default: "{{resolve:secretsmanager:a:SecretString:hush}}"}
        Flag: {Type: String, Default: yes}
        Word: {Type: String, Default: "yes"}
        Account: {Type: String, Default: 012345678901}
      Mappings:
        M: {test: {n: 3, list: [x, y], secret: "{{resolve:secretsmanager:hush}}"}, "true": {n: 9}}
      Conditions:
        IsOpen: !Equals [!Ref Open, x]
        No: !Equals [a, b]
        Flagged: !Equals [!Ref Flag, on]
        Worded: !Equals [!Ref Word, yes]
        HasEmpty: !Not [!Equals [!Select [0, !Ref Empty], ""]]
        Deep: !And [!Not [!Condition No], !Or [!Condition No, !Not [!Condition IsOpen], !Equals [!Ref Five, "5"]]]
        Decided: !And [!Condition IsOpen, !Condition No]
        Versions: !Equals [1.0, "1.0"]
      Resources:
        Path: {Type: AWS::IAM::Role, Properties: {RoleName: r, Path: !Ref Open}}
        Role: {Type: AWS::IAM::Role, Properties: {RoleName: r2, Path: /p/}}
        Unnamed: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v}}
        Edge: {Type: AWS::Lambda::Function, Properties: {FunctionName: edge}}
        Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: pages}}
        Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: edge}}
        Store: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s, Comment: \(expression)}}
      \(resources)
      """, region: region, physicalIDs: physicalIDs)
    let declaration = try #require(document.declarations.first { $0.selector.type == .keyValueStore })
    let reasons = document.notes.filter { $0.description.contains("Store") }.map(\.description)
    return (declaration.expect["Comment"] ?? .null, reasons.joined(separator: "; "))
  }

  @Test(arguments: [
    // A number stays the text that it is.
    ("!Ref Five", "5"), ("!Sub 'v${Seven}'", "v007"), ("!Ref Seven", "007"), ("{'Fn::Base64': {Ref: Five}}", "NQ=="),
    ("!Select [1, !Split ['5', {Ref: Five}]]", ""),
    // A list has as many elements as commas and one.
    ("!Join ['+', !Ref Gaps]", "a++b"), ("!Select [1, !Ref Gaps]", ""), ("!Length {Ref: Gaps}", "3"),
    ("!Join ['+', !Ref Empty]", ""), ("!If [HasEmpty, a, b]", "b"),
    // Conditions, one within the other, of which some are not known.
    ("!If [Deep, a, b]", "a"), ("!If [Decided, a, b]", "b"), ("!If [Versions, a, b]", "a"),
    ("!If [No, x, !If [Decided, y, !Sub '${Stage}z']]", "testz"),
    // Maps, and what stands in for what they lack.
    ("!FindInMap [M, !Ref Stage, z, {DefaultValue: !Ref Stage}]", "test"), ("!FindInMap [M, true, n]", "9"),
    ("!Join ['-', !FindInMap [M, test, list]]", "x-y"), ("!Sub ['${n}', {n: !FindInMap [M, test, n]}]", "3"),
    // What the extensions of the language allow.
    ("!GetAtt [!Join ['', [Ro, le]], Arn]", "arn:aws:iam::111122223333:role/p/r2"),
    ("{Ref: !Join ['', [St, age]]}", "test"), ("!Length [a, b]", "2"),
    ("!ToJsonString {b: 1, a: [true, x/y], c: !If [No, a, !Ref AWS::NoValue]}", "{\"b\":1,\"a\":[true,\"x/y\"]}"),
    // An element of which it is certain which one it is.
    ("!Select [0, [!Ref Stage, !If [IsOpen, a, b]]]", "test"), ("!Select [1, !Split ['/', 'a/b/c']]", "b"),
    // YAML 1.1.
    ("yes", "true"), ("OFF", "false"), ("!Ref Flag", "true"), ("!Sub 'x${Flag}'", "xtrue"), ("'yes'", "yes"),
    ("!If [Flagged, a, b]", "a"), ("!If [No, a, b]", "b"), ("!If [Worded, a, b]", "b"), ("2012-10-17", "2012-10-17"),
    ("1.1", "1.1"),
    ("!Sub '${!Kept} ${AWS::Partition}'", "${Kept} aws"),
    // Whichever way an open condition goes.
    ("!If [IsOpen, same, same]", "same"), ("!If [IsOpen, !Ref Stage, test]", "test"),
    ("!If [IsOpen, !If [No, x, same], same]", "same"), ("!Select [1, [!If [IsOpen, x, x], b]]", "b"),
    ("!Join ['-', !If [IsOpen, [a, !Ref Stage], [a, test]]]", "a-test"),
  ])
  func `a function gives what CloudFormation gives`(expression: String, expected: String) throws {
    let value = try comment(expression).value
    #expect((value.string ?? JSONWriter().string(value)) == expected)
  }

  @Test(arguments: [
    // Which element is which hangs on a condition, or nobody says.
    ("!Select [1, [!If [IsOpen, a, !Ref AWS::NoValue], b, c]]", "hangs on a condition"),
    ("!If [IsOpen, a, b]", "hangs on a condition that hangs on a parameter that has no value: give it with"),
    ("!If [IsOpen, !Ref Open, !Ref Open]", "hangs on a condition"), ("!If [IsOpen, a, 'a ']", "hangs on a condition"),
    ("!If [IsOpen, !Ref AWS::NoValue, !Ref AWS::NoValue]", "hangs on a condition"),
    ("!If [IsOpen, !GetAtt Path.Arn, !GetAtt Path.Arn]", "hangs on a condition"),
    ("!Select [1, [!If [No, a, !Ref AWS::NoValue], b, c]]", "known only when deployed"),
    ("!Length [!If [IsOpen, a, !Ref AWS::NoValue], b]", "hangs on a condition"),
    ("!Sub ['x${n}', {n: !Length [!If [IsOpen, a, !Ref AWS::NoValue], b]}]", "hangs on a condition"),
    ("!Sub ['x${n}', {n: !If [No, a, !Ref AWS::NoValue]}]", "known only when deployed"),
    ("!Select [0, !GetAZs '']", "known only when deployed"), ("!Select [!Ref Open, [a, b]]", "parameter"),
    ("!Select [0, !Split ['/', !Ref Open]]", "parameter"), ("!Cidr [10.0.0.0/16, 1, 8]", "known only when deployed"),
    ("!FindInMap [M, !Ref Open, z, {DefaultValue: x}]", "parameter"),
    // A path that is not known is part of an ARN; a name that nobody gave is made up.
    ("!GetAtt Path.Arn", "parameter"), ("!Ref Unnamed", "known only when deployed"),
    ("!Sub 'x-${Unnamed}'", "known only when deployed"), ("!Sub '${Edge.Arn}:${Version.Version}'", "known only"),
    // Numbers without quotes that are read in more than one way.
    ("!Ref Account", "without quotes"), ("012", "without quotes"), ("1.10", "without quotes"),
    ("1_000", "without quotes"), ("12:30", "without quotes"), ("0x1F", "without quotes"), ("1e3", "without quotes"),
    // Dynamic references, wherever they come from, and whatever is made of them.
    ("!Ref Dynamic", "read from elsewhere"), ("!Ref Secret", "sensitive"), ("!Sub 'x${Secret}'", "sensitive"),
    ("!Ref Hidden", "sensitive"), ("!Sub 'x${Hidden}'", "sensitive"), ("!Ref Maybe", "sensitive"),
    ("!FindInMap [M, test, secret]", "sensitive"), ("!Base64 '{{resolve:secretsmanager:hush}}'", "sensitive"),
    ("!ToJsonString {a: '{{resolve:secretsmanager:hush}}'}", "sensitive"),
    ("!Join ['', ['{{resolve:', 'secretsmanager:hush}}']]", "sensitive"),
    ("!Sub '{{resolve:ssm-secure:/hush/${Stage}:1}}'", "sensitive"),
    ("!Select [1, !Split [':', !Ref Secret]]", "sensitive"),
  ])
  func `what is not certain has no value, and says why`(expression: String, reason: String) throws {
    let (value, reasons) = try comment(expression)
    #expect(value == .null && reasons.contains(reason), "\(value) \(reasons)")
    #expect(!reasons.contains("hush"))
  }

  @Test(arguments: [
    ("eu-central-1", "aws amazonaws.com"), ("cn-north-1", "aws-cn amazonaws.com.cn"),
    ("us-gov-west-1", "aws-us-gov amazonaws.com"), ("us-iso-east-1", "aws-iso c2s.ic.gov"),
    ("eusc-de-east-1", "aws-eusc amazonaws.eu"),
  ])
  func `each partition has its name and its domain`(region: String, expected: String) throws {
    let value = try comment("!Sub '${AWS::Partition} ${AWS::URLSuffix}'", region: region).value
    #expect(value == .string(expected))
  }

  @Test(arguments: [
    ("{Name: !Sub 's-${AWS::AccountId}'}", "Name", "--parameter AWS::AccountId="),
    ("{Name: !Sub 's-${AWS::Region}'}", "Name", "--region"), ("{Name: !Ref AWS::StackName}", "Name", "AWS::StackName="),
    ("{Name: s, Comment: !Ref AWS::Partition}", "Comment", "--region"),
    ("{Name: s, Comment: !Ref AWS::URLSuffix}", "Comment", "--region"),
    ("{Name: s, Comment: !GetAtt Role.Arn}", "Comment", "AWS::AccountId="),
    ("{Name: s, Comment: !If [Here, a, b]}", "Comment", "hangs on a condition that hangs on the region"),
    ("{Name: s, Comment: !If [Both, a, b]}", "Comment", "hangs on a condition that hangs on a parameter"),
  ])
  func `what hangs on where a template is deployed alone says how to tell`(
    properties: String, place: String, said: String
  ) throws {
    let document = try Templates.read(
      """
      Parameters: {Open: {Type: String}}
      Conditions:
        Here: !Equals [!Ref AWS::Region, us-east-1]
        IsOpen: !Equals [!Ref Open, x]
        Both: !And [!Not [!Condition IsOpen], !Condition Here]
      Resources:
        Role: {Type: AWS::IAM::Role, Properties: {RoleName: r}}
        S: {Type: AWS::CloudFront::KeyValueStore, Properties: \(properties)}
      """, account: nil, region: nil)
    let note = try #require(document.notes.first { $0.address == "S" }, "\(document.notes)")
    #expect(note.attribute == place && note.reason.contains(said), "\(note)")
  }

  @Test func `what is there or not by an open condition says what that hangs on, and so does what has no name`() throws
  {
    let document = try Templates.read(
      """
      Parameters: {Open: {Type: String}}
      Conditions: {IsOpen: !Equals [!Ref Open, x]}
      Resources:
        S: {Type: AWS::CloudFront::KeyValueStore, Condition: IsOpen, Properties: {Name: s}}
        D:
          Type: AWS::CloudFront::Distribution
          Properties: {DistributionConfig: {Aliases: [!Ref Open]}}
      """)
    #expect(document.declarations.isEmpty && document.notes.map(\.address) == ["S", "D"])
    #expect(document.notes.allSatisfy { $0.reason.contains("give it with --parameter") }, "\(document.notes)")
  }

  @Test func `a stack that is there says names and versions that a template does not`() throws {
    let physical = [
      "Store": "s", "Unnamed": "CFN-Unnamed-1", "Edge": "edge",
      "Version": "arn:aws:lambda:us-east-1:111122223333:function:edge:7",
    ]
    #expect(try comment("!Ref Unnamed", physicalIDs: physical).value == "CFN-Unnamed-1")
    let version = "arn:aws:lambda:us-east-1:111122223333:function:edge:7"
    #expect(try comment("!Sub '${Edge.Arn}:${Version.Version}'", physicalIDs: physical).value == .string(version))
  }

  @Test(arguments: ["!GetAtt Mod.BucketArn", "!Ref ModBucket", "!GetAtt Mod.Bucket.Arn", "!Sub '${Mod.Bucket}'"])
  func `what a module makes is known only when deployed, and no error where it is referred to`(expression: String)
    throws
  {
    let (value, reasons) = try comment(expression, "  Mod: {Type: My::S3::Bucket::MODULE, Properties: {A: b}}")
    #expect(value == .null && !reasons.isEmpty)
    let document = try Templates.read("Resources: {Mod: {Type: My::S3::Bucket::MODULE}}")
    #expect(document.notes.map(\.reason).joined().contains("a module"), "\(document.notes)")
  }

  @Test(arguments: [
    "Mappings: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}",
    "Mappings: {M: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}}",
    "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}",
    "Parameters: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}",
  ])
  func `what a macro includes in any section may be referred to`(section: String) throws {
    let document = try Templates.read(
      """
      \(section)
      Resources:
        A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: a, Comment: !FindInMap [M, a, b]}}
        B: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: b, Comment: x, Fn::Transform: {Name: N}}}
        C: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: c, Comment: !Ref B}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == ["a", "c"])
    #expect(document.declarations.allSatisfy { $0.expect["Comment"] == nil })
  }

  @Test func `settings that hang on a condition as a whole are said to be not known`() throws {
    let document = try Templates.read(
      """
      Parameters: {Open: {Type: String}}
      Conditions: {IsOpen: !Equals [!Ref Open, x]}
      Resources:
        Site:
          Type: AWS::CloudFront::Distribution
          Properties: {DistributionConfig: !If [IsOpen, {Comment: a}, {Comment: b}]}
        Guard:
          Type: AWS::CloudFront::Function
          Properties: {Name: g, AutoPublish: true, FunctionConfig: !If [IsOpen, {Comment: a}, {Comment: b}]}
      """)
    let notes = document.notes.map(\.description)
    for place in ["Site: DistributionConfig hangs", "Guard: LIVE.FunctionConfig hangs"] {
      #expect(notes.contains { $0.contains(place) }, "\(place): \(notes)")
    }
    #expect(document.declarations.allSatisfy { JSONWriter().string(.object($0.expect)).contains("Comment") == false })
  }

  @Test(arguments: [
    ("!If [IsProd, {Stage: given}, {Stage: other}]", "other"), ("!If [IsOpen, {Stage: given}, {Stage: other}]", nil),
    ("{Stage: !If [IsProd, x, !Ref AWS::NoValue]}", "own"), ("!If [IsProd, {Stage: x}, !Ref AWS::NoValue]", "own"),
    ("{Stage: x, Fn::Transform: {Name: N}}", nil), ("{Other: x}", "own"),
  ])
  func `a nested stack is given what the one above it says, or its own default`(given: String, expected: String?) throws
  {
    var outer = StackSource(
      file: "o.yaml",
      bytes: Array(
        """
        Parameters: {Open: {Type: String}}
        Conditions: {IsOpen: !Equals [!Ref Open, x], IsProd: !Equals [a, b]}
        Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: \(given)}}}
        """.utf8), region: "us-east-1")
    outer.nested["N"] = StackSource(
      file: "n.yaml",
      bytes: Array(
        """
        Parameters: {Stage: {Type: String, Default: own}}
        Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s, Comment: !Ref Stage}}}
        """.utf8), region: "us-east-1")
    let document = try TemplateDocument([outer])
    #expect(document.declarations.first?.expect["Comment"]?.string == expected)
  }

  @Test(arguments: ["!Ref Token", "!Sub 'x-${Token}'", "'{{resolve:secretsmanager:token}}'"])
  func `what a nested stack is given of a secret is one, though AWS shows it`(given: String) throws {
    var inner = StackSource(
      file: "n.yaml",
      bytes: Array(
        """
        Parameters: {T: {Type: String}}
        Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s, Comment: !Sub "token ${T}"}}}
        """.utf8), region: "us-east-1")
    (inner.parameters, inner.physicalIDs) = (["T": "HUSH"], ["S": "s"])
    var outer = StackSource(
      file: "o.yaml",
      bytes: Array(
        """
        Parameters: {Token: {Type: String, NoEcho: true}}
        Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {T: \(given)}}}}
        """.utf8), region: "us-east-1")
    (outer.parameters, outer.nested, outer.physicalIDs) = (["Token": "****"], ["N": inner], ["N": "arn"])
    let document = try TemplateDocument([outer])
    #expect(document.declarations.map(\.selector.id) == ["s"] && document.declarations[0].expect["Comment"] == nil)
    #expect(document.notes.map(\.description).contains { $0.contains("Comment is sensitive") }, "\(document.notes)")
  }

  @Test func `two policies of one bucket are said, and neither is compared`() throws {
    let document = try Templates.read(
      """
      Resources:
        A: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: b, PolicyDocument: {Version: "2012-10-17", Statement: []}}}
        B: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: b, PolicyDocument: {Version: "2008-10-17", Statement: []}}}
      """)
    #expect(document.declarations.first?.doubts.keys.map(\.description) == ["Policy"])
    #expect(document.notes.map(\.address) == ["B"])
  }

  @Test(arguments: [("true", nil), ("false", "is not true"), ("!If [IsOpen, true, false]", "hangs on a condition")])
  func `whether a function is published may not be known`(value: String, said: String?) throws {
    let document = try Templates.read(
      """
      Parameters: {Open: {Type: String}}
      Conditions: {IsOpen: !Equals [!Ref Open, x]}
      Resources: {F: {Type: AWS::CloudFront::Function, Properties: {Name: f, AutoPublish: \(value)}}}
      """)
    #expect(document.notes.first.map { $0.reason.hasPrefix(said ?? "-") } ?? (said == nil), "\(document.notes)")
  }

  @Test func `what a stack puts out of a secret is one, though AWS shows it`() throws {
    var inner = StackSource(
      file: "n.yaml",
      bytes: Array(
        """
        Parameters: {Key: {Type: String, NoEcho: true}}
        Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s}}}
        Outputs: {Key: {Value: !Sub "x-${Key}"}, Plain: {Value: a}}
        """.utf8), region: "us-east-1")
    (inner.outputs, inner.physicalIDs) = (["Key": "x-hush", "Plain": "as deployed"], ["S": "s"])
    var outer = StackSource(
      file: "o.yaml",
      bytes: Array(
        """
        Resources:
          N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}
          A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: a, Comment: !GetAtt N.Outputs.Key}}
          B: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: b, Comment: !GetAtt N.Outputs.Plain}}
        """.utf8), region: "us-east-1")
    (outer.nested, outer.physicalIDs) = (["N": inner], ["N": "arn", "A": "a", "B": "b"])
    let document = try TemplateDocument([outer])
    let comments = document.declarations.map { $0.expect["Comment"] ?? .null }
    #expect(comments == [.null, "as deployed", .null], "\(comments)")
    #expect(document.notes.contains { $0.description.contains("A: Comment is sensitive") })
  }

  @Test func `what is no list of texts is not joined`() {
    #expect(throws: FileIssues.self) { try comment("!Join [',', [!Ref Names, c]]") }
  }

  @Test func `what says how a resource is deleted says nothing of how it is`() throws {
    let document = try Templates.read(
      """
      Transform: AWS::LanguageExtensions
      Parameters: {Open: {Type: String}}
      Conditions: {IsOpen: !Equals [!Ref Open, x]}
      Resources:
        A:
          Type: AWS::CloudFront::KeyValueStore
          DeletionPolicy: !If [IsOpen, Retain, Delete]
          UpdateReplacePolicy: Retain
          DependsOn: [B]
          Properties: {Name: a, Comment: c}
        B: {Type: AWS::CloudFront::KeyValueStore, DeletionPolicy: RetainExceptOnCreate, Properties: {Name: b}}
      """)
    #expect(document.declarations.compactMap(\.selector.id) == ["a", "b"] && document.notes.isEmpty)
  }

  @Test func `the version that SAM publishes at the edge is known only when deployed`() throws {
    let document = try Templates.read(
      """
      Transform: AWS::Serverless-2016-10-31
      Globals: {Function: {Runtime: nodejs22.x}}
      Resources:
        Edge: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: live, Handler: index.handler}}
        Site:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Aliases: [a.example.com]
              DefaultCacheBehavior:
                TargetOriginId: a
                LambdaFunctionAssociations:
                  - {EventType: viewer-request, LambdaFunctionARN: !Ref Edge.Version}
                  - {EventType: origin-request, LambdaFunctionARN: !GetAtt Edge.Version}
                  - {EventType: origin-response, LambdaFunctionARN: !Sub "${Edge.Version}"}
                  - {EventType: viewer-response, LambdaFunctionARN: !Ref EdgeAliaslive}
      """)
    let site = try #require(document.declarations.first)
    let associations = JSONValue.object(site.expect)["DefaultCacheBehavior"]["LambdaFunctionAssociations"]
    #expect(
      associations.array?.map { $0.object?.names ?? [] } == Array(repeating: ["EventType"], count: 4), "\(associations)"
    )
    #expect(document.notes.filter { $0.description.contains("LambdaFunctionARN") }.count == 4)
  }
}
