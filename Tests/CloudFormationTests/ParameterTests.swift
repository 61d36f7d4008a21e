import Auditing
import CloudFormation
import Documents
import Testing

/// Parameters of SSM: dynamic references, types of parameters, and what the CDK carries from one region to another.
@Suite struct ParameterTests {
  private static let answers: [(String, ParameterAnswer)] = [
    ("/a", .value("one", since: 100)), ("/b", .value("two,three", since: 300)), ("/b:2", .value("second", since: 300)),
    ("/secret", .secret), ("/denied", .denied), ("/missing", .missing),
  ]

  /// The comment of a store whose template says this, and why it has none.
  private func comment(_ expression: String, _ rest: String = "", deployed: Double? = nil) throws -> (JSONValue, String)
  {
    var source = StackSource(
      file: "t.yaml",
      bytes: Array(
        """
        Parameters:
          Name: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a}
          Names: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /b}
          Secret: {Type: "AWS::SSM::Parameter::Value<String>", Default: /secret}
          Word: {Type: "AWS::SSM::Parameter::Name", Default: /a}
        Resources:
          Store: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s, Comment: \(expression)}}
        \(rest)
        """.utf8), region: "us-east-1")
    source.deployed = deployed
    var facts = StackFacts()
    for (name, answer) in Self.answers { facts.parameters[.init(region: "us-east-1", name: name)] = answer }
    let document = try TemplateDocument([source], knowing: facts)
    let store = try #require(document.declarations.first { $0.selector.id == "s" })
    return (store.expect["Comment"] ?? .null, document.notes.map(\.reason).joined(separator: "; "))
  }

  @Test(arguments: [
    ("'{{resolve:ssm:/a}}'", "one"), ("'{{resolve:ssm:/b:2}}'", "second"),
    ("'x-{{resolve:ssm:/a}}-{{resolve:ssm:/b:2}}-y'", "x-one-second-y"), ("!Sub '{{resolve:ssm:/a}}'", "one"),
    ("!Join ['', ['{{resolve:ssm:/', 'a}}']]", "one"), ("!Ref Name", "one"), ("!Join ['+', !Ref Names]", "two+three"),
    ("!Ref Word", "/a"), ("'{{resolve: nothing'", "{{resolve: nothing"),
  ])
  func `a parameter of SSM is what AWS says it is`(expression: String, value: String) throws {
    #expect(try comment(expression).0 == .string(value))
  }

  @Test(arguments: [
    ("'{{resolve:ssm:/secret}}'", "is sensitive"), ("!Ref Secret", "is sensitive"),
    ("'{{resolve:ssm-secure:/a}}'", "is sensitive"), ("'a{{resolve:secretsmanager:x:SecretString:p}}'", "is sensitive"),
    ("'{{resolve:ssm:/a}}{{resolve:ssm-secure:/a}}'", "is sensitive"),
    ("'{{resolve:ssm:/denied}}'", "ssm:GetParameters was denied"), ("'{{resolve:ssm:/missing}}'", "is not there"),
    ("'{{resolve:ssm:/nobody-asked}}'", "when the stack is deployed"),
  ])
  func `one that is secret, or not to be had, is left out, and said`(expression: String, reason: String) throws {
    let (value, reasons) = try comment(expression)
    #expect(value == .null && reasons.contains(reason), "\(reasons)")
    #expect(!reasons.contains("hush"))
  }

  @Test func `one that changed since the stack was deployed is not what the stack got`() throws {
    #expect(try comment("'{{resolve:ssm:/a}}'", deployed: 100).0 == "one")
    let (value, reasons) = try comment("'{{resolve:ssm:/a}}'", deployed: 99)
    #expect(value == .null && reasons.contains("has changed since the stack was deployed"))
    #expect(try comment("'{{resolve:ssm:/b:2}}'", deployed: 99).0 == "second")
  }

  @Test func `one that a template makes is its, unless a version is asked for, or it is not made`() throws {
    let made = "  P: {Type: AWS::SSM::Parameter, Properties: {Name: /a, Type: String, Value: mine}}"
    #expect(try comment("'{{resolve:ssm:/a}}'", made).0 == "mine")
    let unmade = "  P: {Type: AWS::SSM::Parameter, Condition: No, Properties: {Name: /a, Type: String, Value: mine}}"
    #expect(try comment("'{{resolve:ssm:/a}}'", unmade + "\nConditions: {No: !Equals [a, b]}").0 == "one")
    let loop = "  P: {Type: AWS::SSM::Parameter, Properties: {Name: '{{resolve:ssm:/a}}', Type: String, Value: mine}}"
    #expect(try comment("'{{resolve:ssm:/a}}'", loop).0 == "one")
  }

  @Test func `what the CDK carries over from another region is followed, or asked for there`() throws {
    let site = StackSource(
      file: "site.yaml",
      bytes: Array(
        """
        Resources:
          Version:
            Type: Custom::CrossRegionStringParameterReader
            Properties: {ServiceToken: t, Region: us-east-1, ParameterName: /cdk/EdgeFunctionArn/eu-west-1/Site/Edge}
          Reader:
            Type: Custom::CrossRegionExportReader
            Properties:
              ServiceToken: t
              ReaderProps: {region: eu-west-1, prefix: Site, imports: {/cdk/exports/Site/A: "{{resolve:ssm:/cdk/exports/Site/A}}"}}
          A: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: a, Comment: !GetAtt Version.FunctionArn}}
          B: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: b, Comment: !GetAtt [Reader, /cdk/exports/Site/A]}}
        """.utf8), region: "eu-west-1")
    let support = StackSource(
      file: "support.yaml",
      bytes: Array(
        """
        Resources:
          P:
            Type: AWS::SSM::Parameter
            Properties: {Name: /cdk/EdgeFunctionArn/eu-west-1/Site/Edge, Type: String, Value: the version}
          Writer:
            Type: Custom::CrossRegionExportWriter
            Properties: {WriterProps: {region: eu-west-1, exports: {/cdk/exports/Site/A: the certificate}}}
        """.utf8), region: "us-east-1")
    let names = [
      ParameterName(region: "us-east-1", name: "/cdk/EdgeFunctionArn/eu-west-1/Site/Edge"),
      ParameterName(region: "eu-west-1", name: "/cdk/exports/Site/A"),
    ]
    let alone = try TemplateDocument([site])
    #expect(alone.questions.parameters == Set(names) && alone.questions.actions == ["ssm:GetParameters"])
    var facts = StackFacts()
    for name in names { facts.parameters[name] = .value("live", since: nil) }
    let cases =
      [(try TemplateDocument([site], knowing: facts), ["live", "live"])]
      + [(try TemplateDocument([site, support]), ["the version", "the certificate"])]
    for (document, comments) in cases {
      #expect(document.declarations.map { $0.expect["Comment"]?.string } == comments)
      #expect(document.notes.isEmpty)
    }
  }

  @Test func `a number that is none or out of bounds, and a text of the wrong length, are refused`() throws {
    let template = """
      Parameters:
        Days: {Type: Number, MinValue: 1, MaxValue: 400, Default: 7}
        Counts: {Type: List<Number>, MaxValue: 9, Default: "1"}
        Stage: {Type: String, MinLength: 2, MaxLength: 4, Default: test}
        Free: {Type: String, MinValue: 5, Default: x}
      Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s}}}
      """
    for (name, value) in [
      ("Days", "hush"), ("Days", "0"), ("Days", "400.5"), ("Days", ""), ("Days", "nan"), ("Counts", "1,hush"),
      ("Counts", "1,10"), ("Stage", "h"), ("Stage", "hushhush"),
    ] {
      let error = try #require(throws: FileIssues.self) { try Templates.read(template, parameters: [name: value]) }
      #expect(error.description.contains("parameter \(name)") && !error.description.contains("hush"), "\(error)")
    }
    for given in [["Days": "1"], ["Days": "400"], ["Days": "3.5"], ["Counts": "1, 9"], ["Stage": "ab"], ["Free": "1"]] {
      #expect(try Templates.read(template, parameters: given).declarations.count == 1)
    }
  }

  private static let resources = "Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s}}}"

  @Test(arguments: [
    ("{Type: String, AllowedPattern: '[a-z]+'}", ["ab"], ["", "aB", "ab1", "a\nb", "ab\n"]),
    ("{Type: String, AllowedPattern: '^a|b$'}", ["a", "b"], ["ab", "ac"]),
    ("{Type: String, AllowedPattern: '\\d{2}'}", ["12"], ["1", "٣٤"]),
    ("{Type: CommaDelimitedList, AllowedPattern: '[a-z]*'}", ["a, b", "", "a"], ["a,B", "1"]),
    ("{Type: AWS::SSM::Parameter::Name}", ["/a/b.c-d_e", "a:3"], ["", "a b", "/ü"]),
    ("{Type: AWS::SSM::Parameter::Value<String>}", ["/a"], ["", "a,b"]),
    ("{Type: 'AWS::SSM::Parameter::Value<List<String>>'}", ["/a"], ["", "a b"]),
    ("{Type: Number, AllowedPattern: '[a-z]'}", ["1"], ["a"]),
  ])
  func `what is given, and a default, fits the pattern as a whole, or is a name of SSM`(
    parameter: String, fits: [String], fitsNot: [String]
  ) throws {
    let template = "Parameters:\n  P: \(parameter)\n\(Self.resources)"
    func withDefault(_ value: String) -> String {
      let text = JSONWriter().string(.string(value))
      return "Parameters:\n  P: \(parameter.dropLast()), Default: \(text)}\n\(Self.resources)"
    }
    for value in fits {
      #expect(try Templates.read(template, parameters: ["P": value]).notes.isEmpty, "\(value)")
      #expect(try Templates.read(withDefault(value)).declarations.count == 1, "\(value)")
      // What is given in its place is what counts.
      #expect(throws: Never.self) { try Templates.read(withDefault(fitsNot[0]), parameters: ["P": value]) }
    }
    for value in fitsNot {
      let given = try #require(throws: FileIssues.self) { try Templates.read(template, parameters: ["P": value]) }
      #expect(given.description.hasPrefix("t.yaml:2:") && given.description.contains("parameter P is given"))
      let standing = try #require(throws: FileIssues.self) { try Templates.read(withDefault(value)) }
      #expect(standing.description.contains("The default of the parameter P is"), "\(standing)")
    }
  }

  @Test(arguments: ["[a-z", "[a-z&&[^b]]", "(a+)+$", "\\p{javaLowerCase}"])
  func `a pattern that cannot be held against is said`(pattern: String) throws {
    let template = "Parameters:\n  P: {Type: String, AllowedPattern: '\(pattern)'}\n\(Self.resources)"
    let value = String(repeating: "a", count: 60) + "b"
    let document = try Templates.read(template, parameters: ["P": value])
    #expect(document.declarations.count == 1)
    #expect(document.notes.map(\.description).contains { $0.contains("AllowedPattern is not held against: ") })
  }

  @Test func `the default of what a stack above gives is not held to anything`() throws {
    let inner = "Parameters:\n  P: {Type: String, AllowedPattern: '[a-z]+', Default: '1'}\n\(Self.resources)"
    #expect(throws: FileIssues.self) { try Templates.read(inner) }
    var source = StackSource(
      file: "t.yaml",
      bytes: Array(
        "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {P: a}}}}".utf8))
    source.nested["N"] = StackSource(file: "n.yaml", bytes: Array(inner.utf8))
    #expect(throws: Never.self) { try TemplateDocument([source]) }
  }

  @Test func `a value that a parameter may not have is refused, and not shown`() throws {
    let template = """
      Parameters:
        Stage: {Type: String, AllowedValues: [test, prod], NoEcho: true}
        Sides: {Type: CommaDelimitedList, AllowedValues: [a, b], Default: a}
        Count: {Type: Number, AllowedValues: [1, 2], Default: 1}
      Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: s}}}
      """
    for (name, value) in [("Stage", "hush"), ("Stage", ""), ("Sides", "a,hush"), ("Sides", "")] {
      let error = try #require(throws: FileIssues.self) { try Templates.read(template, parameters: [name: value]) }
      #expect(error.description.contains("parameter \(name)") && !error.description.contains("hush"), "\(error)")
      #expect(error.description.hasPrefix("t.yaml:\(name == "Stage" ? 2 : 3):"), "\(error)")
    }
    #expect(throws: FileIssues.self) { try Templates.read(template, parameters: ["Count": "3"]) }
    for given in [["Stage": "prod"], ["Sides": "b, a"], ["Count": "2.0"]] {
      #expect(try Templates.read(template, parameters: given).declarations.count == 1)
    }
  }

  @Test func `a stack that is deployed has its parameters, and a template beside it those that are given`() throws {
    func source(_ name: String) -> StackSource {
      StackSource(
        file: "\(name).yaml",
        bytes: Array(
          """
          Parameters: {Stage: {Type: String, Default: test}}
          Resources: {S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: \(name), Comment: !Ref Stage}}}
          """.utf8), account: "111122223333", region: "us-east-1")
    }
    var deployed = source("there")
    (deployed.parameters, deployed.physicalIDs) = (["Stage": "prod"], ["S": "there"])
    for name in ["Stage", "AWS::AccountId"] {
      let error = try #require(throws: FileIssues.self) {
        try TemplateDocument([deployed], parameters: [name: "444455556666"])
      }
      #expect(error.description.hasPrefix("there.yaml:1:"))
      #expect(error.description.contains("\"\(name)\" is what the stack was deployed with"))
    }
    let both = try TemplateDocument([source("new"), deployed], parameters: ["Stage": "next"])
    let comments = both.declarations.map { "\($0.selector.id ?? "") \($0.expect["Comment"]?.string ?? "")" }
    #expect(comments.sorted() == ["new next", "there prod"])
  }

  @Test func `a resource whose name hangs on a parameter says so, and what to do`() throws {
    let template = """
      Parameters: {Stage: {Type: String}, Hidden: {Type: String, NoEcho: true}}
      Resources:
        S: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Sub 's-${Stage}'}}
        T: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref Hidden}}
        U: {Type: AWS::S3::Bucket}
      """
    let notes = try Templates.read(template).notes.map(\.description)
    #expect(
      notes == [
        "t.yaml:3: S: Name hangs on a parameter that has no value: give it with --parameter",
        "t.yaml:4: T: Name is sensitive", "t.yaml:5: U has no name to know it by before it is deployed",
      ])
  }
}
