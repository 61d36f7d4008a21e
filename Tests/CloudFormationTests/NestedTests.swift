import Auditing
import CloudFormation
import Documents
import Testing

/// Stacks that are made by other stacks, that export to them, and that are left out.
@Suite struct NestedTests {
  private func source(_ text: String, region: String = "us-east-1", nested: [String: StackSource] = [:]) -> StackSource
  {
    var source = StackSource(file: "t.yaml", bytes: Array(text.utf8), account: "111122223333", region: region)
    source.nested = nested
    return source
  }

  /// The comments of the key value stores that documents declare, by name.
  private func comments(
    _ sources: StackSource..., parameters: [String: String] = [:], knowing facts: StackFacts = StackFacts()
  ) throws -> [String: JSONValue] {
    let document = try TemplateDocument(sources, parameters: parameters, knowing: facts)
    return Dictionary(
      uniqueKeysWithValues: document.declarations.filter { $0.selector.type == .keyValueStore }.map {
        ($0.selector.id ?? "", $0.expect["Comment"] ?? .null)
      })
  }

  private static func store(_ name: String, _ comment: String) -> String {
    "{Type: AWS::CloudFront::KeyValueStore, Properties: {Name: \(name), Comment: \(comment)}}"
  }

  @Test func `a nested stack takes what one beside it puts out, whichever comes first`() throws {
    let giver = source(
      """
      Parameters: {Stage: {Type: String, Default: none}}
      Resources: {S: \(Self.store("giver", "!Ref Stage"))}
      Outputs: {Said: {Value: !Sub "from ${Stage}"}}
      """)
    let taker = source(
      """
      Parameters: {Words: {Type: CommaDelimitedList}}
      Resources: {S: \(Self.store("taker", "!Join ['+', !Ref Words]"))}
      """)
    for (giverID, takerID) in [("A", "B"), ("B", "A")] {
      let outer = source(
        """
        Parameters: {Stage: {Type: String, Default: prod}}
        Resources:
          \(giverID): {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {Stage: !Ref Stage}}}
          \(takerID):
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: x, Parameters: {Words: !Join [',', [a, !GetAtt \(giverID).Outputs.Said]]}}
        """, nested: [giverID: giver, takerID: taker])
      #expect(try comments(outer) == ["giver": "prod", "taker": "a+from prod"])
    }
  }

  @Test func `stacks that take from one another without end have no value, and are read`() throws {
    let inner = source(
      """
      Parameters: {P: {Type: String}}
      Resources: {S: \(Self.store("inner", "!Ref P"))}
      Outputs: {P: {Value: !Ref P}}
      """)
    let outer = source(
      """
      Resources:
        A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {P: !GetAtt A.Outputs.P}}}
      """, nested: ["A": inner])
    #expect(try comments(outer) == ["inner": .null])
  }

  @Test(arguments: [("!Equals [a, b]", 0), ("!Equals [a, a]", 1), ("!Equals [a, !Ref Open]", 0)])
  func `what a nested stack makes is there if that stack is`(condition: String, count: Int) throws {
    let innermost = source("Resources: {S: \(Self.store("innermost", "c"))}")
    let inner = source(
      "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}}", nested: ["N": innermost])
    let outer = source(
      """
      Parameters: {Open: {Type: String}}
      Conditions: {Wanted: \(condition)}
      Resources: {N: {Type: AWS::CloudFormation::Stack, Condition: Wanted, Properties: {TemplateURL: x}}}
      """, nested: ["N": inner])
    let document = try TemplateDocument([outer])
    #expect(document.declarations.count == count)
    #expect(
      document.notes.contains { $0.description.contains("by the condition Wanted") } == condition.contains("Open"))
  }

  @Test func `a stack that is there says its parameters also where those that it was given are not known`() throws {
    var inner = source(
      "Parameters: {P: {Type: String}}\nResources: {S: \(Self.store("s", "!Ref P"))}")
    (inner.physicalIDs, inner.parameters) = (["S": "s"], ["P": "as deployed"])
    var outer = source(
      """
      Resources:
        Made: {Type: Custom::Maker, Properties: {ServiceToken: t}}
        N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {P: !GetAtt Made.Word}}}
      """, nested: ["N": inner])
    outer.physicalIDs = ["Made": "m", "N": "arn"]
    #expect(try comments(outer) == ["s": "as deployed"])
  }

  @Test func `what is exported counts in its region, and only where its output is made`() throws {
    let giver = source(
      """
      Conditions: {No: !Equals [a, b]}
      Resources: {S: \(Self.store("giver", "c"))}
      Outputs:
        A: {Value: certainly, Export: {Name: !Sub "${AWS::Region}-a"}}
        B: {Value: never, Condition: No, Export: {Name: b}}
      """)
    let taker = { (region: String) in
      self.source(
        "Resources: {S: \(Self.store("taker", "!ImportValue us-east-1-a")), T: \(Self.store("other", "!ImportValue b"))}",
        region: region)
    }
    let here = try comments(giver, taker("us-east-1"))
    #expect(here["taker"] == "certainly" && here["other"] == .null)
    #expect(try comments(giver, taker("eu-west-1"))["taker"] == .null)
    var facts = StackFacts()
    facts.exports = ["us-east-1": ["b": "live"], "eu-west-1": ["b": "elsewhere"]]
    #expect(try comments(giver, taker("us-east-1"), knowing: facts)["other"] == "live")
    #expect(try comments(giver, taker("eu-west-1"), knowing: facts)["other"] == "elsewhere")
    #expect(try TemplateDocument([giver, taker("eu-west-1")]).questions.exports == ["eu-west-1"])
  }
}
