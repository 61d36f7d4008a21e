import Documents
import PolicyLanguage

/// How two policy documents stand to each other, for people and for programs.
public struct PolicyReport: Sendable {
  /// One of the two documents.
  public struct Side: Sendable {
    /// The file, as the user named it.
    public let file: String
    /// What it says.
    public let document: PolicyDocument

    /// A document out of a file.
    public init(file: String, document: PolicyDocument) {
      self.file = file
      self.document = document
    }
  }

  /// What came of comparing them.
  public let comparison: PolicyComparison
  private let sides: [(letter: String, side: Side)]

  /// Compares two documents.
  public init(_ first: Side, _ second: Side) {
    comparison = PolicyComparison(first.document, second.document)
    sides = [("A", first), ("B", second)]
  }

  /// The report for people.
  ///
  /// - Parameters:
  ///   - width: The columns of a line.
  ///   - isColored: Whether escape sequences are used.
  public func text(width: Int = 80, isColored: Bool = false) -> String {
    var page = TextPage(width: width)
    for (letter, side) in sides { page.labelled(Line(letter, .strong), StyledText(SafeText.escaped(side.file))) }
    page.blank()
    page.paragraph(StyledText(verdict, comparison == .equivalent ? .good : .strong))
    page.blank()
    for difference in differences {
      page.row("only in \(letter(of: difference))", StyledText(SafeText.sentence(difference.text)))
    }
    for (letter, side) in sides where !side.document.problems.isEmpty {
      page.blank()
      page.paragraph(StyledText("IAM would refuse \(letter), though what it means is plain:", .warning))
      for problem in side.document.problems { page.row("in \(letter)", StyledText(SafeText.sentence("\(problem)"))) }
    }
    return page.rendered(isColored: isColored)
  }

  /// The report for programs: one JSON object, in which every key is always present.
  public var json: String {
    let problems = sides.flatMap { letter, side in
      side.document.problems.map { problem -> JSONValue in
        ["document": .string(letter), "path": .string("\(problem.path)"), "message": .string(problem.reason)]
      }
    }
    let value: JSONValue = [
      "documents": .object(JSONObject(sides.map { ($0, .string($1.file)) })),
      "relation": .string(relation),
      "differences": .array(
        differences.map { ["document": .string(letter(of: $0)), "statement": .string($0.text)] }),
      "problems": .array(problems),
    ]
    return SafeText.json(JSONWriter(.pretty).string(value)) + "\n"
  }

  private var differences: [PolicyDifference] {
    switch comparison {
    case .equivalent: []
    case .wider(let differences), .narrower(let differences), .different(let differences): differences
    }
  }

  private func letter(of difference: PolicyDifference) -> String { difference.isAdded ? "B" : "A" }

  private var relation: String {
    switch comparison {
    case .equivalent: "equivalent"
    case .wider: "wider"
    case .narrower: "narrower"
    case .different: "different"
    }
  }

  private var verdict: String {
    switch comparison {
    case .equivalent: "A and B mean the same."
    case .wider: "B is wider than A: it allows all that A allows, and more."
    case .narrower: "B is narrower than A: it allows nothing that A does not, and less."
    case .different: "A and B differ, and neither is known to be the wider one."
    }
  }
}
