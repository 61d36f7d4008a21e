import Auditing
import CloudFormation
import Documents
import Testing

/// `Fn::ForEach`, which CloudFormation writes out before it reads the rest of a template.
@Suite struct LoopTests {
  private static let head = "Transform: AWS::LanguageExtensions\n"

  private func names(_ text: String, parameters: [String: String] = [:]) throws -> [String] {
    try Templates.read(Self.head + text, parameters: parameters).declarations.compactMap(\.selector.id)
  }

  /// What each of these makes is held against what cfn-lint makes of it, in `CDKTests`.
  static let templates = [
    // Values in the loop, and what other resources say of what it makes.
    """
    Resources:
      Fn::ForEach::Stores:
        - Name
        - [one, two]
        - Store${Name}:
            Type: AWS::CloudFront::KeyValueStore
            Properties: {Name: !Sub 'fe-${Name}', Comment: !Ref Name}
      Role: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref Storetwo, AssumeRolePolicyDocument: {}}}
    """,
    // Values of a parameter, letters and digits of them in names, and the whole value beside.
    """
    Parameters: {Hosts: {Type: CommaDelimitedList, Default: 'a.example.com, b-1.example.com'}}
    Resources:
      Fn::ForEach::Sites:
        - Host
        - !Ref Hosts
        - Site&{Host}:
            Type: AWS::CloudFront::Distribution
            Properties: {DistributionConfig: {Aliases: [!Ref Host], Comment: !Sub 'is &{Host} at ${Host}'}}
    """,
    // Loops in loops, and what they make by the name that both give.
    """
    Resources:
      Fn::ForEach::Sides:
        - Side
        - [Left, Right]
        - Store${Side}: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Sub 'all-${Side}'}}
          Fn::ForEach::Stages:
            - Stage
            - [Test, Live]
            - Store${Side}${Stage}:
                Type: AWS::CloudFront::KeyValueStore
                Properties: {Name: !Sub '${Side}-${Stage}', Comment: !Ref {'Fn::Sub': 'Store${Side}'}}
    """,
    // Conditions by loops, and resources under them.
    """
    Conditions:
      Fn::ForEach::Sides: [Side, [A, B], {'Is${Side}': !Equals [!Ref Side, A]}]
    Resources:
      One: {Type: AWS::CloudFront::KeyValueStore, Condition: IsA, Properties: {Name: one}}
      Two: {Type: AWS::CloudFront::KeyValueStore, Condition: IsB, Properties: {Name: two}}
    """,
    // Properties by loops.
    """
    Mappings: {Of: {Comment: {v: a site}, Enabled: {v: true}}}
    Resources:
      Site:
        Type: AWS::CloudFront::Distribution
        Properties:
          DistributionConfig:
            Aliases: [a.example.com]
            Fn::ForEach::Members: [Member, [Comment, Enabled], {'${Member}': !FindInMap [Of, !Ref Member, v]}]
    """,
  ].map { head + $0 }

  @Test func `a loop is written out once for each value, wherever the values stand`() throws {
    func made(_ template: String) throws -> [Declaration] {
      let document = try Templates.read(template)
      #expect(document.notes.isEmpty, "\(document.notes)")
      return document.declarations
    }
    let stores = try made(Self.templates[0])
    #expect(stores.compactMap(\.selector.id) == ["fe-one", "fe-two", "fe-two"])
    #expect(stores[1].expect["Comment"] == "two" && stores[1].address == "Storetwo" && stores[1].source.line == 6)
    let sites = try made(Self.templates[1])
    #expect(sites.map(\.address) == ["Siteaexamplecom", "Siteb1examplecom"])
    #expect(sites[1].expect["Comment"] == "is b1examplecom at b-1.example.com")
    let sides = try made(Self.templates[2])
    #expect(
      sides.compactMap(\.selector.id)
        == ["all-Left", "Left-Test", "Left-Live", "all-Right", "Right-Test", "Right-Live"])
    #expect(sides[1].expect["Comment"] == "all-Left")
    #expect(try made(Self.templates[3]).compactMap(\.selector.id) == ["one"])
    let site = try #require(made(Self.templates[4]).first)
    #expect(site.expect["Comment"] == "a site" && site.expect["Enabled"] == true)
  }

  @Test func `a parameter that is given counts, and so does what names are made of`() throws {
    let stores = """
      Parameters: {Names: {Type: CommaDelimitedList}, One: {Type: String, Default: uno}}
      Mappings: {M: {k: {list: [map]}}}
      Resources:
        Fn::ForEach::A: [N, !Ref Names, {'A${N}': {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref N}}}]
        Fn::ForEach::B: [N, [!Ref One, 2], {'B${N}': {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref N}}}]
        Fn::ForEach::C: [N, !FindInMap [M, k, list], {'C${N}': {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref N}}}]
        Fn::ForEach::D: [N, [], {'D${N}': {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref N}}}]
      """
    #expect(try names(stores, parameters: ["Names": "x,y"]) == ["x", "y", "uno", "2", "map"])
    let open = try Templates.read(Self.head + stores)
    #expect(open.declarations.compactMap(\.selector.id) == ["uno", "2", "map"])
    #expect(
      open.notes.map(\.description).contains {
        $0.hasPrefix("t.yaml:5:") && $0.contains("Fn::ForEach::A") && $0.contains("give it with --parameter")
      }, "\(open.notes)")
  }

  @Test(arguments: [
    // Nothing makes a loop of it.
    "!Ref Secret", "[!Ref Nobody]", "[!GetAtt Kept.Arn]", "['${x}']", "['']", "text",
  ])
  func `values that are not known leave the loop where it is`(values: String) throws {
    let document = try Templates.read(
      Self.head + """
        Parameters: {Secret: {Type: CommaDelimitedList, NoEcho: true, Default: 'hush,hush2'}}
        Resources:
          Kept: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: kept}}
          Fn::ForEach::A: [N, \(values), {'A${N}': {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: !Ref N}}}]
        """)
    #expect(document.declarations.compactMap(\.selector.id) == ["kept"])
    let notes = document.notes.map(\.description)
    #expect(notes.contains { $0.contains("Fn::ForEach::A") } && !notes.contains { $0.contains("hush") }, "\(notes)")
  }

  @Test func `where AWS does not say what becomes of a placeholder, nothing is held against what is live`() throws {
    let document = try Templates.read(
      Self.head + """
        Resources:
          Fn::ForEach::A:
            - N
            - [one]
            - A${N}: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: a, Comment: 'as ${N}'}}
              B${N}: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: b, Comment: !Sub ['${N}', {N: two}]}}
              C${N}: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: c, 'Com${N}': two}}
              D${N}: {Type: AWS::CloudFront::KeyValueStore, Condition: 'Is${N}', Properties: {Name: d}}
              E${N}: {Type: 'AWS::CloudFront::${N}', Properties: {Name: e}}
              F${N}: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: f, Comment: !If ['Is${N}', a, b]}}
        """)
    #expect(document.declarations.compactMap(\.selector.id) == ["a", "b", "f"])
    #expect(document.declarations.allSatisfy { $0.expect["Comment"] == nil })
    let notes = document.notes.map(\.description)
    for place in ["Aone: Comment", "Bone: Comment", "Cone: Fn::ForEach", "Done is there or not", "Eone is made"] {
      #expect(notes.contains { $0.contains(place) }, "\(place): \(notes)")
    }
  }

  @Test func `a condition may be named by a function, and left out by one`() throws {
    let conditions = """
      Conditions: {IsA: !Equals [a, a], IsB: !Equals [a, b]}
      Mappings: {Of: {A: {c: IsA}, B: {c: IsB}}}
      Resources:
        Fn::ForEach::S:
          - N
          - [A, B, C]
          - S${N}:
              Type: AWS::CloudFront::KeyValueStore
              Condition: !FindInMap [Of, !Ref N, c, {DefaultValue: !Ref AWS::NoValue}]
              Properties: {Name: !Ref N}
      """
    #expect(try names(conditions) == ["A", "C"])
  }

  @Test func `what loops export and read is followed`() throws {
    var site = StackSource(
      file: "site.yaml",
      bytes: Array(
        """
        Resources:
          Site:
            Type: AWS::CloudFront::KeyValueStore
            Properties: {Name: s, Comment: !ImportValue name-two}
        """.utf8), region: "us-east-1")
    site.name = "site"
    let maker = StackSource(
      file: "maker.yaml",
      bytes: Array(
        (Self.head + """
          Resources: {Kept: {Type: AWS::CloudFront::KeyValueStore, Properties: {Name: kept}}}
          Outputs:
            Fn::ForEach::Names: [N, [one, two], {'Name${N}': {Value: !Ref N, Export: {Name: !Sub 'name-${N}'}}}]
          """).utf8), region: "us-east-1")
    let document = try TemplateDocument([site, maker])
    #expect(document.declarations.first?.expect["Comment"] == "two", "\(document.notes)")
  }

  @Test func `one name that loops make twice is an error, with its place`() throws {
    for other in ["Fn::ForEach::B: [N, [one], {'A${N}': {Type: X::Y::Z}}]", "Aone: {Type: X::Y::Z}"] {
      let issue = #expect(throws: FileIssues.self) {
        try self.names("Resources:\n  Fn::ForEach::A: [N, [one], {'A${N}': {Type: X::Y::Z}}]\n  \(other)")
      }
      #expect(issue?.description.contains("Aone") == true)
    }
  }

  @Test func `without the transform a loop is none`() throws {
    let document = try Templates.read(
      "Resources: {'Fn::ForEach::A': [N, [one], {'A${N}': {Type: AWS::CloudFront::KeyValueStore}}]}")
    #expect(document.declarations.isEmpty && document.notes.count == 1)
  }

  @Test func `loops that make more than any template may hold are left`() throws {
    let values = (0..<100).map { "v\($0)" }.joined(separator: ", ")
    var loop = "{'S${A}${B}${C}${D}': {Type: AWS::CloudFront::KeyValueStore}}"
    for name in ["D", "C", "B", "A"] { loop = "{'Fn::ForEach::L\(name)': [\(name), [\(values)], \(loop)]}" }
    let document = try Templates.read(Self.head + "Resources: \(loop)")
    #expect(document.notes.map(\.description).contains { $0.contains("larger than any template") }, "\(document.notes)")
  }
}
