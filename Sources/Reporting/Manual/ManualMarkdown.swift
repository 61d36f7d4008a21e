import Auditing
import Documents

/// Manual pages as Markdown (GitHub's), one document for all rules.
enum ManualMarkdown {
  /// A table of all rules, and a page for each.
  static func document(_ rules: [Rule], in configuration: Configuration) -> String {
    let head = """
      # Rules

      Written by `audit rules show --all --format markdown` from the rule files; change those.

      | id | severity | resource | title | repair |
      | --- | --- | --- | --- | --- |

      """
    let rows = rules.map(configuration.inForce).map { rule in
      let cells = [
        "[\(rule.id)](#\(rule.id))", rule.severity.rawValue + (rule.isEnabled ? "" : ", off"),
        rule.resources.map { code($0.rawValue) }.joined(separator: ", "), text(ManualPage.Prose(rule.title)),
        ManualPage.phrase(rule.repair.mode),
      ]
      return "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |\n"
    }
    let pages = rules.map { ManualPage(rule: configuration.inForce($0), remarks: configuration.remarks(on: $0)) }
    return head + rows.joined() + pages.map { "\n" + page($0) }.joined()
  }

  /// One page, its heading on the second level.
  static func page(_ manual: ManualPage) -> String {
    let parts = ["## \(manual.rule.id)", text(ManualPage.Prose(manual.rule.title)) + "."]
    let sections = manual.sections.flatMap { section in
      let blocks = section.blocks.map(block)
      return section.isShort
        ? ["**\(section.heading):** \(blocks.joined(separator: ". "))"] : ["### \(section.heading)"] + blocks
    }
    return (parts + sections).joined(separator: "\n\n") + "\n"
  }

  private static func block(_ block: ManualPage.Block) -> String {
    switch block {
    case .prose(let prose): text(prose)
    case .term(let term, let prose): "- \(code(term)): \(text(prose))"
    case .rows(let rows): "- " + rows.map { "**\($0.label)** \(text($0.text))" }.joined(separator: "\\\n  ")
    case .links(let links): links.map { "- <\(SafeText.escaped($0))>" }.joined(separator: "\n")
    case .names(let names): names.map(code).joined(separator: ", ")
    case .code(let lines, let language): fenced(lines.joined(separator: "\n"), language)
    }
  }

  private static func fenced(_ code: String, _ language: String) -> String {
    let fence = String(repeating: "`", count: max(3, longestTicks(code) + 1))
    return "\(fence)\(language)\n\(code)\n\(fence)"
  }

  private static func text(_ prose: ManualPage.Prose) -> String {
    prose.parts.map { $0.isCode ? code($0.text) : escaped($0.text) }.joined()
  }

  /// Text with code between backticks.
  static func prose(_ said: String) -> String { text(ManualPage.Prose(said)) }

  /// Code within a line, between more backticks than it has.
  static func code(_ text: String) -> String {
    let ticks = String(repeating: "`", count: longestTicks(text) + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return ticks + space + text + space + ticks
  }

  private static func longestTicks(_ text: String) -> Int {
    text.split { $0 != "`" }.map(\.count).max() ?? 0
  }

  /// Text in which nothing is markup. An underscore within a word is none.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\*[]<>`#".contains(character) { result += "\\" }
      result.append(character)
    }
  }
}
