import Auditing
import Documents

/// The reference of the language of rules: what a rule may have, predicates, functions, each with examples.
public enum LanguageManual {
  /// The reference as Markdown.
  public static var markdown: String {
    [head, members, predicates, functions].joined(separator: "\n\n") + "\n"
  }

  private static let head = """
    # The language of rules

    Written by `audit rules language` from the tables that rules are read and evaluated by; change those. `audit rules new
    ID` writes a rule and its cases to begin with, `audit rules lint` and `audit rules test` check them. Expressions are
    JMESPath, <https://jmespath.org/specification.html>, on the members that the AWS CLI prints, with CloudFront's `{Quantity,
    Items}` as plain lists. What was not read, or cannot be known, makes the verdict unknown, wherever it matters.
    """

  private static var members: String {
    [
      "## Members", list(RuleMemberPage.rule), "Of each of `checks`:", list(RuleMemberPage.check), "Of `repair`:",
      list(RuleMemberPage.repair),
    ].joined(separator: "\n\n")
  }

  private static func list(_ pages: [RuleMemberPage]) -> String {
    pages.map { "- `\($0.name)`\($0.isRequired ? "" : " (optional)"): \(ManualMarkdown.prose($0.summary))" }
      .joined(separator: "\n")
  }

  private static var predicates: String {
    let rows = PredicatePage.all.map { page in
      """
      ### \(page.predicate.rawValue)

      \(ManualMarkdown.prose(page.summary)) Takes \(page.operandPhrase).

      ```yaml
      expect: {\(page.predicate.rawValue): \(flat(page.operand))}
      # holds for       \(flat(page.holds))
      # does not hold for \(flat(page.fails))
      ```
      """
    }
    return """
      ## Predicates

      `expect` takes one of them. In place of a literal it takes `{parameter: NAME}` or `{expression: JMESPATH}`. Dates are
      judged here as on \(PredicatePage.day).

      \(rows.joined(separator: "\n\n"))
      """
  }

  private static var functions: String {
    let rows = FunctionPage.all.map { page in
      """
      ### \(page.name)

      `\(page.signature)`: \(ManualMarkdown.prose(page.summary))

      ```
      \(page.expression)
      on    \(flat(page.data))
      gives \(flat(page.result))
      ```
      """
    }
    return "## Functions\n\n\(rows.joined(separator: "\n\n"))"
  }

  /// JSON on one line.
  private static func flat(_ text: String) -> String {
    guard let value = try? JSONReader.read(Array(text.utf8)) else { return text }
    return JSONWriter().string(value)
  }
}
